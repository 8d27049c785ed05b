/* SPDX-License-Identifier: MIT */
/*
 * Corpora: documents, gold labels, runs and predictions in one SQLite file
 * (docs/corpus-format.md describes it).
 */
#ifndef FUDA_CORPUS_H
#define FUDA_CORPUS_H

#include <fuda/model.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fuda_corpus fuda_corpus;

/* create: make the file if it is not there.  Fails with E_IO, E_FORMAT (not a fuda corpus),
 * E_VERSION (made by a newer fuda), E_BUSY.  One thread per corpus object. */
FUDA_API fuda_status fuda_corpus_open(const char *path, bool create, fuda_corpus **out,
                                      fuda_error *err);
FUDA_API void fuda_corpus_free(fuda_corpus *corpus);

typedef struct fuda_import_counts {
    size_t added, changed, unchanged;
} fuda_import_counts;

/*
 * Stores documents in one transaction; all or none.  A document with a known id replaces the
 * stored one when its content differs (its version number grows), else nothing happens.  Within
 * the same call a second document with the same id fails with E_EXISTS in rejected[i] (may be NULL), as
 * does one without id (E_ARG); the others are stored.  Labels become gold labels.
 */
FUDA_API fuda_status fuda_corpus_import(fuda_corpus *corpus, const fuda_document *const *documents,
                                        size_t n, fuda_import_counts *counts, fuda_error *rejected,
                                        fuda_error *err);
/* Forgets which ids this corpus object has imported, so that they may come again (a new input). */
FUDA_API void fuda_corpus_new_input(fuda_corpus *corpus);

/* ---- labels by people ----------------------------------------------------------------------- */

typedef struct fuda_label_edit {
    char kind;      /* '+' give, '-' take away, '?' mark as arguable */
    fuda_str label;
} fuda_label_edit;

/*
 * Edits the gold labels of one document.  accept: begin with what the run (0: the latest that has an answer) decided, in
 * place of the labels that are there.  An unlabelled document becomes one with a set of labels; where labels exclude each
 * other a given one replaces the old one.  Fails with E_ARG for an unknown id.
 */
FUDA_API fuda_status fuda_corpus_label(fuda_corpus *corpus, fuda_str id, const fuda_label_edit *edits, size_t n,
                                       bool accept, int64_t run, bool *changed, fuda_error *err);

typedef struct fuda_gold_counts {
    size_t changed, unchanged;
    size_t unlabelled; /* records that nobody has labelled: nothing is done */
} fuda_gold_counts;
/* Replaces the gold labels of stored documents by those of `documents`, of which only id and labels count, in one
 * transaction.  An unknown id fails with E_ARG in rejected[i] (may be NULL). */
FUDA_API fuda_status fuda_corpus_gold(fuda_corpus *corpus, const fuda_document *const *documents, size_t n,
                                      fuda_gold_counts *counts, fuda_error *rejected, fuda_error *err);

/* Files of ids and labels: JSON Lines, a JSON array, CSV, TSV; what doccano, Label Studio and Prodigy export. */
typedef struct fuda_gold fuda_gold;
/* options: format, id_field and label_field count; borrowed until _free.  path "-": standard input. */
FUDA_API fuda_status fuda_gold_open(const char *path, const fuda_reader_options *options, fuda_gold **out,
                                    fuda_error *err);
FUDA_API void fuda_gold_free(fuda_gold *gold);
/* As fuda_reader_read; the documents have an id and labels alone. */
FUDA_API fuda_status fuda_gold_read(fuda_gold *gold, fuda_batch *batch, size_t max, bool *more, fuda_error *err);

/* ---- classify ------------------------------------------------------------------------------- */

typedef struct fuda_progress {
    size_t done, total; /* documents of this call */
} fuda_progress;
/* Return false to stop after what is stored. */
typedef bool (*fuda_progress_fn)(void *ctx, const fuda_progress *progress);

typedef struct fuda_classify_options {
    fuda_tag_options tag;
    int jobs;
    bool force;             /* classify anew what this model has done before */
    const char *command;    /* recorded with the run; may be NULL            */
    size_t batch;           /* documents a transaction; 0: 512               */
    fuda_progress_fn progress;
    void *progress_ctx;
} fuda_classify_options;

typedef struct fuda_classify_counts {
    int64_t run;
    size_t classified;      /* in this call                           */
    size_t skipped;         /* done before by this model and settings */
    size_t tagged;          /* classified documents with a label      */
} fuda_classify_counts;

/*
 * Runs a model over the documents it has not yet classified in their present version, and
 * stores languages, abstentions and predictions batch by batch: after an interruption the same call
 * goes on where the last committed batch ended.  Fails with E_INTERRUPTED when progress said stop.
 */
FUDA_API fuda_status fuda_corpus_classify(fuda_corpus *corpus, const fuda_model *model,
                                          const fuda_classify_options *options,
                                          fuda_classify_counts *counts, fuda_error *err);

/* ---- near-duplicates ------------------------------------------------------------------------ */

typedef struct fuda_dedup_counts {
    size_t clusters, documents; /* of two or more; documents in them */
} fuda_dedup_counts;
/*
 * Marks near-duplicates (table duplicates, view near_duplicates): documents whose sets of terms have an estimated Jaccard
 * similarity of at least `threshold` (0: 0.8), and what such links connect.  Nothing is dropped.  Signatures are kept, so
 * that only new and changed documents are read; an interrupted call goes on where it stopped.  counts may be NULL.
 */
FUDA_API fuda_status fuda_corpus_dedup(fuda_corpus *corpus, double threshold, int jobs, fuda_progress_fn progress,
                                       void *ctx, fuda_dedup_counts *counts, fuda_error *err);

/* ---- two runs ------------------------------------------------------------------------------- */

typedef struct fuda_diff_feature {
    fuda_str text;     /* "(prior)": what holds without any word       */
    double weight[2];  /* log-odds in the two runs' models, 0: not there */
} fuda_diff_feature;

/* A label that one run gave a document and the other did not. */
typedef struct fuda_diff_label {
    fuda_str label;
    double p[2];       /* 0 where it was too small to be stored (below 0.1) */
    bool decided[2];
    const fuda_diff_feature *features; /* [nfeature] largest differences first; none without both models */
    size_t nfeature;
} fuda_diff_label;

typedef struct fuda_diff_document {
    fuda_str id, title;
    bool same_version; /* false: the document was changed between the runs */
    const fuda_diff_label *labels; /* [nlabel] */
    size_t nlabel;
} fuda_diff_document;
/* Everything is valid during the call only.  Return false for no more. */
typedef bool (*fuda_diff_fn)(void *ctx, const fuda_diff_document *document);

typedef struct fuda_diff_total {
    const char *label;
    size_t gained, lost; /* documents */
} fuda_diff_total;
typedef void (*fuda_diff_total_fn)(void *ctx, const fuda_diff_total *total);

typedef struct fuda_diff_options {
    const fuda_model *model[2]; /* of the runs; both, or features are not compared */
    size_t top;                 /* features a label; 0: 5                          */
    int jobs;
} fuda_diff_options;

typedef struct fuda_diff_counts {
    size_t compared; /* documents in both runs             */
    size_t changed;  /* … whose labels differ              */
    size_t versions; /* … classified in different versions */
    size_t only[2];  /* in one run only                    */
} fuda_diff_counts;

/*
 * Calls fn for every document whose labels differ between two runs, in the order of import, then `totals` (may be NULL)
 * for each label.  Fails with E_ARG for an unknown run, E_MISMATCH for a model that is not the run's.
 */
FUDA_API fuda_status fuda_corpus_diff(fuda_corpus *corpus, int64_t run_a, int64_t run_b,
                                      const fuda_diff_options *options, fuda_diff_fn fn, fuda_diff_total_fn totals,
                                      void *ctx, fuda_diff_counts *counts, fuda_error *err);
/* The hash of the model a run was made with. */
FUDA_API fuda_status fuda_corpus_run_model(fuda_corpus *corpus, int64_t run, char hash[33], fuda_error *err);

/* ---- export --------------------------------------------------------------------------------- */

/* Which labels an export carries. */
typedef enum fuda_export_labels {
    FUDA_EXPORT_BOTH,      /* gold where given, else predicted */
    FUDA_EXPORT_GOLD,      /* documents with gold labels only  */
    FUDA_EXPORT_PREDICTED  /* documents a run classified only  */
} fuda_export_labels;

/* docs/export.md has the fields of each format and what it loses. */
typedef enum fuda_export_format {
    FUDA_EXPORT_JSONL,
    FUDA_EXPORT_CSV,
    FUDA_EXPORT_TSV,
    FUDA_EXPORT_FASTTEXT,
    FUDA_EXPORT_LIBSVM,       /* a folder                                     */
    FUDA_EXPORT_NPZ,          /* a folder: sparse matrices for scipy          */
    FUDA_EXPORT_DOCCANO,
    FUDA_EXPORT_LABEL_STUDIO,
    FUDA_EXPORT_PRODIGY,
    FUDA_EXPORT_SPACY,
    FUDA_EXPORT_HUGGINGFACE   /* a folder: JSON Lines and a data-set card      */
} fuda_export_format;
/* False for a name that is none of jsonl, csv, tsv, fasttext, libsvm, npz, doccano, label-studio, prodigy,
 * spacy, huggingface. */
FUDA_API bool fuda_export_format_from_name(const char *name, fuda_export_format *out);

typedef struct fuda_export_options {
    fuda_export_format format;
    fuda_export_labels labels;
    int64_t run;             /* 0: the latest                                    */
    double min_p;            /* 0: labels as decided; else those with p >= min_p */
    bool ids_only;           /* leave out title and text                         */
    bool bom;                /* CSV for Excel: a byte order mark first            */
    bool guard;              /* CSV, TSV: cells that look like formulas begin with an apostrophe */
    size_t sample;           /* 0: all; else that many documents, by hash and seed */
    size_t per_label;        /* 0: all; else documents until each label has that many */
    const char *split;       /* "train=0.8,validation=0.1,test=0.1", or NULL     */
    const char *split_date;  /* "2022-01-01,2023-01-01": train is before the first date, test from the last on; or NULL */
    uint64_t seed;
    const fuda_tokenizer *tokenizer; /* of the formats of words; NULL: the default one */
    const char *command;     /* for the card; may be NULL                        */
} fuda_export_options;

typedef struct fuda_export_counts {
    size_t documents;        /* written                                                 */
    size_t unlabelled;       /* left out: the format cannot say that labels are unknown */
    size_t undated;          /* left out of a split by date                             */
    size_t moved;            /* now in another part, since new documents tie them to it */
    bool unsaved;            /* the split could not be kept: the corpus is read-only    */
} fuda_export_counts;

/* Whether the export is a folder: it then cannot go to standard output. */
FUDA_API bool fuda_export_is_folder(const fuda_export_options *options);

/*
 * Writes a labelled data set, documents ordered by id; the file or folder appears whole or not at all.
 * path "-": standard output.  counts may be NULL.
 *
 * split divides by hash and seed so that each label has its share in every part (Sechidis, Tsoumakas, Vlahavas
 * 2011), documents of one group and marked near-duplicates in one part.  Parts are kept in the corpus under the
 * split's shares and seed: later documents are added, earlier ones stay where they are.
 */
FUDA_API fuda_status fuda_corpus_export(fuda_corpus *corpus, const fuda_export_options *options,
                                        const char *path, bool force, fuda_export_counts *counts,
                                        fuda_error *err);

/* ---- search --------------------------------------------------------------------------------- */

typedef struct fuda_search_hit {
    bool in_title;
    size_t start, end; /* bytes of the title or text */
} fuda_search_hit;
/* A stretch around one or more hits, for showing them in their context. */
typedef fuda_search_hit fuda_search_span;

typedef struct fuda_search_result {
    fuda_str id, title, text, date;
    fuda_str lang;                 /* as the run found it, else as given            */
    double score;                  /* BM25, larger is better                        */
    const fuda_search_hit *hits;   /* [nhit] title first, in order, not overlapping */
    size_t nhit;
    const fuda_search_span *spans; /* [nspan] */
    size_t nspan;
} fuda_search_result;
/* Everything is valid during the call only.  Return false for no more. */
typedef bool (*fuda_search_fn)(void *ctx, const fuda_search_result *result);

typedef struct fuda_search_options {
    const char *label, *lang;  /* NULL: any.  label: given by people or decided by the run */
    const char *since, *until; /* dates or the beginning of dates; NULL: any               */
    const char *where;         /* a condition as reports take it; NULL: none               */
    int64_t run;               /* 0: the latest                                            */
    size_t limit, offset;      /* 0: 20 documents                                          */
    size_t context;            /* characters before and behind a hit; 0: 40                */
    size_t spans;              /* stretches a document; 0: 3                               */
    bool reindex;              /* make the index anew                                      */
    int jobs;
    fuda_progress_fn progress; /* of indexing */
    void *progress_ctx;
} fuda_search_options;

/*
 * Full-text search in titles and texts, best documents first (BM25).  The query language stands in
 * docs/corpus-format.md.  New and changed documents are indexed first, unless the corpus is read-only.  *total (may be
 * NULL) is the number of all that match.  Fails with E_ARG for a query or condition that is none,
 * E_BUSY while another process indexes.
 */
FUDA_API fuda_status fuda_corpus_search(fuda_corpus *corpus, const char *query,
                                        const fuda_search_options *options, fuda_search_fn fn, void *ctx,
                                        size_t *total, fuda_error *err);
/* Brings the search index up to date, or makes it anew. */
FUDA_API fuda_status fuda_corpus_index(fuda_corpus *corpus, bool anew, int jobs, fuda_progress_fn progress,
                                       void *ctx, fuda_error *err);

/* The SQLite this library runs with, "3.40.1". */
FUDA_API const char *fuda_sqlite_version(void);

#ifdef __cplusplus
}
#endif
#endif
