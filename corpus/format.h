/* SPDX-License-Identifier: MIT */
/* What format a file has. */
#ifndef CORPUS_FORMAT_H
#define CORPUS_FORMAT_H

#include "corpus/settings.h"

/* By the ending of its name; AUTO when that says nothing or, as .xml and .json do, not enough. */
fuda_format corpus_format_by_name(const char *path);
/* By bytes that are a sign of it whatever the name: PDF, a zip of an office program, XML, HTML; else AUTO.  The bytes may
 * be those of the file or their conversion to UTF-8. */
fuda_format corpus_format_by_sign(const char *path, const char *bytes, size_t len);
/* By the first line of UTF-8; never AUTO. */
fuda_format corpus_format_by_line(const char *bytes, size_t len, const corpus_names *names);
/* JSON, by ending or first character: its encoding is not to be guessed at. */
bool corpus_format_maybe_json(const char *path, const char *bytes, size_t len);
/* Names of files in directories and archives that hold no text: images, style sheets, DTDs, programs' data. */
bool corpus_format_no_text(const char *path);

#endif
