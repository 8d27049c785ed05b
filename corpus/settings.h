/* SPDX-License-Identifier: MIT */
/* What a reader was asked for, in the form the parts of it use. */
#ifndef CORPUS_SETTINGS_H
#define CORPUS_SETTINGS_H

#include "corpus/patent.h"

typedef struct corpus_settings {
    fuda_format format;
    corpus_names names;
    corpus_parts parts;
    size_t max_record;
    const char *encoding;           /* NULL: decided a file */
    const char *prefix;             /* of ids made from file names; "" */
    double max_ratio;               /* of unpacked to packed bytes; 0: any */
    unsigned long long max_unpacked; /* bytes a file may unpack to; 0: any */
} corpus_settings;

#endif
