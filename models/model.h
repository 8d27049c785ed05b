/* SPDX-License-Identifier: MIT */
/* What a model consists of, for the files of this folder. */
#ifndef MODELS_MODEL_H
#define MODELS_MODEL_H

#include "classifier/classifier.h"
#include "core/hash.h"
#include "core/memory.h"
#include "models/features.h"
#include "models/taxonomy.h"
#include <fuda/model.h>

typedef struct mdl_names {
    char *id;
    char *name[MDL_NLANG];
} mdl_names;

struct fuda_model {
    fuda_arena arena;          /* strings of names, phrases and info */
    fuda_text_settings text;
    fuda_tokenizer *tokenizer; /* owned */
    fuda_strtab vocabulary;    /* [V] keys in byte order */
    mdl_company company;       /* what it says of terms in company */
    mdl_names *labels;         /* [K] */
    fuda_str *phrases;         /* [nphrase] */
    size_t nphrase;
    clf_classifier clf;
    uint64_t lang_docs[FUDA_LANG_OTHER + 1]; /* training documents by language … */
    uint64_t lang_uses[FUDA_LANG_OTHER + 1]; /* … and uses of terms in them      */
    const char *calibrated;    /* data_hash of the documents that calibration was fitted for */
    char counts_hash[33];
    fuda_model_info info;
    char hash[33];
};

/* The file's form in memory; the hash is set from it.  The form: models/file.h */
fuda_status mdl_serialize(fuda_model *model, fuda_buf *out, fuda_error *err);
fuda_status mdl_parse(const char *bytes, size_t len, const char *path, const char *mecab_dic,
                      fuda_model **out, fuda_error *err);

/* Mean uses of terms in a training document of a language. */
uint64_t mdl_mean_uses(const fuda_model *model, fuda_lang lang);
/* Fills model->info from the parts.  models/model.c */
void mdl_describe(fuda_model *model);
/* Makes the tokenizer of a model from its settings and phrases. */
fuda_status mdl_make_tokenizer(fuda_model *model, const char *mecab_dic, const char *mecab_userdic,
                               fuda_error *err);
/* Copies a text into the model's arena; NULL when memory ran out. */
char *mdl_keep(fuda_model *model, const char *text, size_t len);

#endif
