/* SPDX-License-Identifier: MIT */
/*
 * Rows of an exported data set in the formats docs/export.md describes.  Knows how they are written, not where
 * they come from; csv_record.c and jsonl.c read some of them back.
 */
#ifndef CORPUS_EXPORT_H
#define CORPUS_EXPORT_H

#include "core/memory.h"
#include "corpus/export_folder.h"
#include "models/features.h"
#include <fuda/corpus.h>
#include <fuda/json.h>

typedef enum export_source {
    EXPORT_NONE, /* no labels are known                     */
    EXPORT_GOLD,
    EXPORT_PREDICTED,
    EXPORT_ABSTAINED /* the run gave no answer for the document */
} export_source;

typedef struct export_row {
    fuda_document document; /* labelling and labels as they are exported; maybe as in gold */
    fuda_str codes;         /* document's codes as JSON text, or empty                     */
    export_source source;
    bool single;       /* the labels are of the kind that exclude each other          */
    const double *p;   /* [nlabel] of predicted labels                                */
    fuda_str run_lang; /* language the run found, or empty                            */
    /* What a run said beside gold labels, for annotation tools: both_p [nboth]. */
    const fuda_str *both;
    const double *both_p;
    size_t nboth;
    size_t part; /* of the split */
} export_row;

/* Which of the optional columns a CSV has; the same for all its rows. */
typedef struct export_columns {
    bool text;   /* title and text             */
    bool label;  /* for single labels          */
    bool labels; /* for sets of labels         */
    bool maybe;
    bool guard;     /* cells no spreadsheet takes for a formula */
    char separator; /* ',' or '\t' */
} export_columns;

/* What all rows have in common. */
typedef struct export_set {
    const fuda_export_options *options;
    export_columns columns;
    const fuda_str *labels; /* [nlabel] those in use, sorted */
    size_t nlabel;
    const char *model; /* hash of the run's model, or ""; what a prediction is signed with */
    fuda_json *json;
    mdl_extractor *words;        /* for formats of words and features, else NULL */
    struct export_features *features; /* … of features, else NULL                     */
} export_set;

typedef struct export_format {
    fuda_export_format format;
    const char *name, *ending;
    bool folder;   /* more than one file even without a split           */
    bool answered; /* documents without labels cannot be told from those with none, so they are left out */
    bool words, features;
    bool text; /* has no use without texts */
    bool (*head)(const export_set *set, fuda_buf *out); /* or NULL */
    fuda_status (*row)(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err);
    bool (*tail)(const export_set *set, size_t rows, fuda_buf *out); /* or NULL */
} export_format;

const export_format *export_format_of(fuda_export_format format);

const char *export_source_name(export_source source);
/* title, line end, text. */
bool export_add_text(const export_row *row, fuda_buf *out);
/* The number of the label in the set, or FUDA_NO_ID. */
uint32_t export_label_number(const export_set *set, fuda_str label);

/* Appends one line, its end included; false when memory ran out.  flat: every value has one type in all rows, as tools
 * with columns need it. */
bool export_jsonl(const export_row *row, bool with_text, bool flat, fuda_json *json, fuda_buf *out);
bool export_csv_header(const export_columns *columns, fuda_buf *out);
bool export_csv(const export_row *row, const export_columns *columns, fuda_json *json, fuda_buf *out);

/* export_tools.c */
fuda_status export_doccano(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err);
fuda_status export_label_studio(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err);
fuda_status export_prodigy(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err);
fuda_status export_spacy(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err);

/* export_words.c */
fuda_status export_fasttext(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err);
fuda_status export_libsvm(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err);
fuda_status export_npz(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err);

/* Features of all rows, numbered as they come; files of the matrix formats.  parts [npart] names, borrowed. */
fuda_status export_features_new(export_folder *folder, bool matrix, const char *const *parts, size_t npart,
                                struct export_features **out, fuda_error *err);
void export_features_free(struct export_features *features);
/* features.tsv, labels.txt, and the matrices. */
fuda_status export_features_finish(const export_set *set, fuda_error *err);

/* export_npz.c: one array of a .npz file from bytes in a stream. */
typedef struct export_npz_array {
    const char *name, *type; /* "indices", "<i4" */
    uint64_t shape[2];
    int dimensions;
    uint64_t bytes;
    FILE *from; /* read from its beginning, or NULL: … */
    const void *memory;
} export_npz_array;
/* Writes a .npz (a zip archive without compression) of arrays to a file of the folder. */
fuda_status export_write_npz(export_folder *folder, const char *name, const export_npz_array *arrays, size_t n,
                             fuda_error *err);

/* export_card.c: what is in the data set. */
typedef struct export_card export_card;
export_card *export_card_new(size_t npart); /* NULL when memory ran out */
void export_card_free(export_card *card);
bool export_card_count(export_card *card, const export_row *row);

/* What the card says about the run and the split, besides what was counted; strings may be "". */
typedef struct export_facts {
    const char *model, *taxonomy, *taxonomy_version, *dictionary, *fuda, *settings, *split, *quality, *command;
    int64_t run; /* 0: none */
    const char *const *parts; /* [npart] */
    size_t npart;
    const char *ending; /* of the parts' files */
    size_t unlabelled, undated, moved; /* left out, left out, moved between parts */
} export_facts;
fuda_status export_card_write(const export_card *card, const export_set *set, const export_facts *facts,
                              export_folder *folder, fuda_error *err);

#endif
