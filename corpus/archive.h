/* SPDX-License-Identifier: MIT */
/*
 * Compressed files and archives: gzip, zstd, bzip2, xz, zip, tar and tar in any of these.  The only code that knows
 * the archive library.  Nothing is written to disk: the names of members are names and no paths.
 */
#ifndef CORPUS_ARCHIVE_H
#define CORPUS_ARCHIVE_H

#include "corpus/input.h"

/* What unpacking may cost, shared by an archive and the archives in it. */
typedef struct corpus_budget {
    unsigned long long in, out; /* bytes of the outermost file read; bytes unpacked, at whatever depth */
    double ratio;               /* out may be this times in (and FREE bytes more) */
    unsigned long long most;    /* … and no more than this; 0: any */
} corpus_budget;

typedef struct corpus_archive corpus_archive;

/* By its first bytes. */
bool corpus_archive_looks(const char *bytes, size_t len);
/* A zip that is a document of an office program or an e-book. */
bool corpus_archive_is_office(const char *bytes, size_t len);

/* Takes the input (emptied), on failure too.  outermost: its bytes count as read.  Fails with E_FORMAT, E_NOMEM. */
fuda_status corpus_archive_open(corpus_input *in, bool outermost, corpus_budget *budget, corpus_archive **out,
                                fuda_error *err);
void corpus_archive_free(corpus_archive *archive);

/*
 * The next member that is a file: *name (NULL at the end; "" for a compressed file that is no archive), valid until
 * the next call.  Fails with E_FORMAT when the archive is damaged or encrypted; nothing more can be read then.
 */
fuda_status corpus_archive_next(corpus_archive *archive, const char **name, fuda_error *err);
/* The present member's bytes; the stream must be closed before the next member.  NULL when memory ran out. */
corpus_stream *corpus_archive_member(corpus_archive *archive);

#endif
