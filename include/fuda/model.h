/* SPDX-License-Identifier: MIT */
/*
 * Models: training on labelled documents, tagging, explaining, measuring.
 *
 *   fuda_model      what was learned, with every setting that made it; immutable, shared by threads
 *   fuda_tagger     a model at work on many documents with several threads
 *   fuda_dataset    labelled documents as features, from which models are trained
 */
#ifndef FUDA_MODEL_H
#define FUDA_MODEL_H

#include <fuda/document.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- taxonomy ------------------------------------------------------------------------------- */

/* Labels with names, terms and patent codes, from a YAML file (docs/taxonomy-format.md). */
typedef struct fuda_taxonomy fuda_taxonomy;
/* Fails with E_IO, or E_FORMAT with the line. */
FUDA_API fuda_status fuda_taxonomy_load(const char *path, fuda_taxonomy **out, fuda_error *err);
FUDA_API void fuda_taxonomy_free(fuda_taxonomy *taxonomy);
FUDA_API size_t fuda_taxonomy_label_count(const fuda_taxonomy *taxonomy);
FUDA_API const char *fuda_taxonomy_label(const fuda_taxonomy *taxonomy, size_t index);
/* Number of terms of a label in a language, strong and weak. */
FUDA_API size_t fuda_taxonomy_term_count(const fuda_taxonomy *taxonomy, size_t index, fuda_lang lang);

/* ---- models --------------------------------------------------------------------------------- */

typedef struct fuda_model fuda_model;

typedef struct fuda_model_info {
    bool single;              /* one label a document                                  */
    size_t nlabel;
    size_t nfeature;
    size_t ndocument;         /* trained on                                            */
    double alpha;             /* smoothing                                             */
    const char *algorithm;    /* "multinomial", "nb-svm" …                             */
    const char *choice;       /* the same with its settings, in words                  */
    const char *why;          /* lines "quality<TAB>settings" of what was compared; "" if nothing was */
    bool updatable;           /* documents can be learned and unlearned exactly        */
    fuda_text_settings text;
    const char *hash;         /* fingerprint of the model file's content, 32 hex digits */
    const char *data_hash;    /* … of the training documents, whatever their order     */
    const char *counts_hash;  /* … of what was counted: equal for models that learned the same
                                 documents with the same settings, in whatever steps   */
    size_t nlearned, nunlearned, nmerged; /* documents and models since training       */
    bool stale;               /* calibration and thresholds are of other documents     */
    const char *taxonomy_hash; /* … of the taxonomy, "" if none                        */
    const char *taxonomy_version;
    const char *fuda_version; /* that made it */
    const char *icu, *mecab, *dictionary; /* it was made with */
    const char *mismatch;     /* "" or a sentence: what differs from the libraries here */
} fuda_model_info;

/* mecab_dic may be NULL.  Fails with E_IO, E_CORRUPT, E_VERSION, E_ENGINE. */
FUDA_API fuda_status fuda_model_load(const char *path, const char *mecab_dic, fuda_model **out,
                                     fuda_error *err);
/* Writes the model whole or not at all.  Fails with E_EXISTS unless force. */
FUDA_API fuda_status fuda_model_save(const fuda_model *model, const char *path, bool force,
                                     fuda_error *err);
FUDA_API void fuda_model_free(fuda_model *model);
/* Strings belong to the model.  Thread-safe, as all functions on a const model. */
FUDA_API const fuda_model_info *fuda_model_describe(const fuda_model *model);
FUDA_API const char *fuda_model_label(const fuda_model *model, size_t index);
/* The label's name in a language, or its id where the model has no name for it. */
FUDA_API const char *fuda_model_label_name(const fuda_model *model, size_t index, fuda_lang lang);
/* UINT32_MAX when the model has no such label. */
FUDA_API uint32_t fuda_model_find_label(const fuda_model *model, const char *label, size_t len);
FUDA_API const fuda_tokenizer *fuda_model_tokenizer(const fuda_model *model);

/* How a label was decided on documents left out of training, at the model's threshold. */
typedef struct fuda_rates {
    uint64_t hit, false_, missed, rest; /* true and false positives, false and true negatives */
} fuda_rates;
/* lang UND: documents of all languages.  False when the model has none. */
FUDA_API bool fuda_model_rates(const fuda_model *model, uint32_t label, fuda_lang lang, fuda_rates *out);
FUDA_API double fuda_model_threshold(const fuda_model *model, uint32_t label);

/* The features with the largest weights for a label. */
typedef struct fuda_feature_weight {
    fuda_str text;
    fuda_lang lang;
    char kind;      /* 'w' word or phrase, 'b' word pair, 'c' characters, 'i' patent code */
    double weight;  /* log-odds of one occurrence                                         */
} fuda_feature_weight;
/* Writes up to n rows, strongest first; *n is set.  lang UND: all languages.  Texts belong to the model. */
FUDA_API fuda_status fuda_model_terms(const fuda_model *model, uint32_t label, fuda_lang lang,
                                      fuda_feature_weight *rows, size_t *n, fuda_error *err);

/* ---- tagging -------------------------------------------------------------------------------- */

typedef enum fuda_abstain {
    FUDA_ANSWERED,
    FUDA_ABSTAIN_EMPTY,      /* no text                                    */
    FUDA_ABSTAIN_LANGUAGE,   /* neither Japanese nor Chinese nor English   */
    FUDA_ABSTAIN_NO_EVIDENCE /* no word the model knows                    */
} fuda_abstain;
/* NULL for FUDA_ANSWERED, else "empty", "language", "no-evidence". */
FUDA_API const char *fuda_abstain_name(fuda_abstain abstain);

typedef struct fuda_tag {
    uint32_t label;
    double p;
    double prior;       /* with explain: score = prior + Σ weight of its evidence      */
    double score;       /* log-odds: of the label, or (single) against the second best */
} fuda_tag;

/* A feature that moved a label. */
typedef struct fuda_evidence {
    uint32_t label;
    bool in_title;      /* offsets are into the title, not the text              */
    size_t start, end;  /* bytes; start = end for features that are not in a text */
    fuda_str text;      /* the feature                                            */
    double weight;      /* log-odds                                               */
} fuda_evidence;

/*
 * What a tag hangs on: words (terms, at all the places where they stand) without which the document would
 * not get the label.  The set is irreducible: with any one of them left in, the label stays.  For scores
 * that are sums of words alone no smaller set exists (docs/evaluation.md, "What would turn a decision").
 */
typedef struct fuda_flip {
    uint32_t label;
    bool turned;            /* false: no words do it, the label has it from elsewhere; words is empty */
    const fuda_str *words;  /* [nword] most important first */
    size_t nword;
    double p;               /* probability of the label without them; NaN: nothing known is left */
    uint32_t instead;       /* single label: what it would be then; UINT32_MAX: nothing */
} fuda_flip;

typedef struct fuda_result {
    fuda_lang lang;
    const char *tag;           /* language tag, "zh-Hant" …                                */
    fuda_abstain abstain;
    const fuda_tag *tags;      /* [ntag] decided labels, most probable first                */
    size_t ntag;
    const double *p;           /* [labels of the model] every probability; NULL if abstained */
    const fuda_evidence *evidence; /* [nevidence] by tag, strongest first; with explain       */
    size_t nevidence;
    const fuda_flip *flips;        /* [ntag], with flip; else NULL                            */
    size_t tokens;
} fuda_result;

typedef struct fuda_tag_options {
    fuda_lang lang;   /* UND: detect (a document's own `lang` comes first)      */
    double min_p;     /* 0: the model's thresholds; else decide p >= min_p      */
    size_t top;       /* 0: all that are decided; else at most that many        */
    bool explain;
    bool flip;        /* find what each decision hangs on; costs a scoring for each word removed */
} fuda_tag_options;

typedef struct fuda_tagger fuda_tagger;
/* jobs: threads, 0 = all cores.  The model is borrowed and must outlive the tagger. */
FUDA_API fuda_status fuda_tagger_new(const fuda_model *model, int jobs, fuda_tagger **out,
                                     fuda_error *err);
FUDA_API void fuda_tagger_free(fuda_tagger *tagger);
/*
 * Tags documents in parallel; results come in the documents' order and do not depend on the
 * number of threads.  documents [n] pointers, borrowed during the call.  *results [n] belongs to
 * the tagger until its next use.  One thread per tagger.
 */
FUDA_API fuda_status fuda_tagger_run(fuda_tagger *tagger, const fuda_document *const *documents,
                                     size_t n, const fuda_tag_options *options,
                                     const fuda_result **results, fuda_error *err);

/* ---- training ------------------------------------------------------------------------------- */

typedef struct fuda_train_options {
    fuda_text_settings text;
    double alpha;              /* 0: chosen                                     */
    int folds;                 /* of the inner cross-validation; 0: 5           */
    uint64_t seed;
    int jobs;                  /* 0 = all cores                                 */
    const char *mecab_dic, *mecab_userdic;
    const fuda_taxonomy *taxonomy; /* NULL: labels are those of the documents   */
    /* NULL or "auto": chosen by cross-validation (with a taxonomy: "joined"); or a name of fuda_algorithm. */
    const char *algorithm;
    const char *weighting;     /* NULL or "auto": chosen; "raw", "binary", "log", "tfidf", "binary-l2" */
    uint32_t features;         /* as many are kept, by χ²; 0: all                      */
    const char *target;        /* NULL: thresholds for F1; "precision=0.9", "recall=0.8" */
    bool choose_ngrams;        /* n-grams of text are chosen too (without taxonomy)    */
    const fuda_str *phrases;   /* [nphrase] further phrases to recognise        */
    size_t nphrase;
    bool keep_documents;       /* in memory, as fuda_cross_validate needs them  */
} fuda_train_options;
FUDA_API fuda_train_options fuda_train_options_default(void);

/* Name and description of the algorithms, 0 … until NULL; the first is "auto". */
FUDA_API const char *fuda_algorithm(size_t index, const char **about);

typedef struct fuda_dataset fuda_dataset;
/* options are copied; the taxonomy is borrowed and must outlive the data set. */
FUDA_API fuda_status fuda_dataset_new(const fuda_train_options *options, fuda_dataset **out,
                                      fuda_error *err);
FUDA_API void fuda_dataset_free(fuda_dataset *dataset);
/*
 * Adds documents (each copied into features).  A document that cannot be used — no label, or
 * one label where the others have sets — is refused in rejected[i] (may be NULL) and left out.
 * Fails only when memory or an engine failed.
 */
FUDA_API fuda_status fuda_dataset_add(fuda_dataset *dataset, const fuda_document *const *documents,
                                      size_t n, fuda_error *rejected, fuda_error *err);
FUDA_API size_t fuda_dataset_size(const fuda_dataset *dataset);

/* Trains a model on all documents.  Fails with E_ARG when there is nothing to learn from. */
FUDA_API fuda_status fuda_train(fuda_dataset *dataset, fuda_model **out, fuda_error *err);

#ifdef __cplusplus
}
#endif
#endif
