/* SPDX-License-Identifier: MIT */
/* The taxonomy as models see it: labels, their names, terms and codes. */
#ifndef MODELS_TAXONOMY_H
#define MODELS_TAXONOMY_H

#include "core/memory.h"
#include "models/company.h"
#include <fuda/model.h>

enum { MDL_NLANG = 3 }; /* en, ja, zh: the order of names everywhere in models/ */
extern const fuda_lang mdl_langs[MDL_NLANG];

typedef struct mdl_term {
    fuda_str text;
    fuda_lang lang;
    bool strong;
} mdl_term;

typedef struct mdl_label {
    char *id;
    char *name[MDL_NLANG]; /* "" if the file has none */
    fuda_str *codes;       /* [ncode] */
    size_t ncode, codes_cap;
    mdl_term *terms;       /* [nterm] */
    size_t nterm, terms_cap;
    int company;           /* group of anchors its weak terms need, −1: none */
} mdl_label;

struct fuda_taxonomy {
    fuda_arena arena;  /* all text of it */
    char *version;
    double threshold;  /* p from which a label is given */
    char hash[33];     /* of the file's bytes */
    mdl_label *labels; /* [nlabel] in the file's order */
    size_t nlabel, labels_cap;
    mdl_label anchors[MDL_GROUPS]; /* [nanchor] groups of anchors: id and strong terms */
    size_t nanchor;
    size_t size;       /* of what was read, every alias counted */
};

#endif
