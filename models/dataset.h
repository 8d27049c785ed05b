/* SPDX-License-Identifier: MIT */
/* Labelled documents as rows of features, and the lists their numbers refer to. */
#ifndef MODELS_DATASET_H
#define MODELS_DATASET_H

#include "classifier/problem.h"
#include "classifier/rows.h"
#include "core/hash.h"
#include "models/features.h"
#include "models/taxonomy.h"
#include <fuda/model.h>

struct fuda_dataset {
    fuda_train_options options;
    clf_settings asked;              /* what the options name: algorithm, weighting, target */
    char *mecab_dic, *mecab_userdic; /* owned copies of the options' */
    fuda_str *phrases;               /* [nphrase] the taxonomy's terms and the options' phrases */
    size_t nphrase;
    fuda_arena arena;                /* text of copied phrases */
    fuda_tokenizer *tokenizer;
    mdl_extractor *extractors;       /* [workers] */
    mdl_company company;             /* owned; the extractors borrow it */
    int workers;
    fuda_labelling labelling;        /* of all documents; FUDA_UNLABELLED until the first */
    fuda_strtab vocabulary;          /* keys in order of first appearance until sorted */
    fuda_strtab labels;
    fuda_strtab groups;
    clf_rows rows;
    fuda_strtab maybe_names;         /* labels that are arguable in some document … */
    clf_rows maybe;                  /* … and in which: rows of labels numbered by maybe_names */
    fuda_document *documents;        /* [rows.n] copies in `arena`, when they are kept */
    size_t documents_cap;
    uint8_t *langs;                  /* [rows.n] fuda_lang */
    size_t langs_cap;
    fuda_digest *digest;             /* work space */
    fuda_multihash *hashes;          /* [rows.n] of each document's content */
    size_t hashes_cap;
    bool fixed_labels;               /* no others than those there are */
    bool sorted;                     /* vocabulary and labels have their final numbers */
};

/* Sorts the vocabulary (and, without taxonomy, the labels) by bytes and renumbers the rows;
 * keys of the taxonomy's terms are added first.  Safe to call again after more was added. */
fuda_status mdl_dataset_sort(fuda_dataset *data, fuda_error *err);

/* Lets the extractors count terms in company as the taxonomy asks; a data set for more training of a model
 * takes them from its vocabulary. */
fuda_status mdl_dataset_company(fuda_dataset *data, const fuda_strtab *vocabulary, fuda_error *err);

/* The block of each key; for free, NULL when memory ran out. */
uint8_t *mdl_blocks(const fuda_strtab *vocabulary);

/* The taxonomy's terms as labelled features; *hints [*n] is the caller's to free. */
fuda_status mdl_dataset_hints(fuda_dataset *data, clf_hint **hints, size_t *n, fuda_error *err);

/* Algorithm, weighting and target of the options into the settings.  E_ARG for a name that is none.  options.c */
fuda_status mdl_read_options(const fuda_train_options *options, clf_settings *out, fuda_error *err);

#endif
