/* SPDX-License-Identifier: MIT */
/*
 * Measuring models on labelled documents (docs/evaluation.md tells what each figure means).
 *
 * An evaluation collects what was said of each document beside its gold labels; figures are read from it at
 * any time.  It belongs to one thread.  What is undefined — a mean over nothing — is NaN.
 */
#ifndef FUDA_EVALUATION_H
#define FUDA_EVALUATION_H

#include <fuda/model.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fuda_evaluation fuda_evaluation;

/* ---- filling --------------------------------------------------------------------------------- */

/* An empty table for the labels of a model, which is borrowed and must outlive it. */
FUDA_API fuda_status fuda_evaluation_new(const fuda_model *model, fuda_evaluation **out,
                                         fuda_error *err);
FUDA_API void fuda_evaluation_free(fuda_evaluation *evaluation);
/* Keeps ids and all probabilities (4 bytes a document and label), which fuda_evaluation_suspects needs.
 * E_ARG when documents were added already. */
FUDA_API fuda_status fuda_evaluation_keep(fuda_evaluation *evaluation, fuda_error *err);
/* Adds one tagged document; a document without labels of its own (FUDA_UNLABELLED) is refused with E_ARG. */
FUDA_API fuda_status fuda_evaluation_add(fuda_evaluation *evaluation, const fuda_document *document,
                                         const fuda_result *result, fuda_error *err);

/* ---- cross-validation ------------------------------------------------------------------------ */

typedef struct fuda_cv_options {
    int folds;     /* 2 … 50 */
    double near;   /* documents this similar stay in one fold (0 … 1]; 0: 0.5; above 1: not looked for */
    bool keep;     /* as fuda_evaluation_keep */
} fuda_cv_options;

/*
 * Trains a model on all folds but one, with the data set's own settings, and tags that one with it, by
 * fuda_tagger_run: decisions, thresholds, passages and abstention are those of tagging.  Documents of one
 * group and near-duplicates are kept in one fold.  The data set must keep its documents
 * (fuda_train_options.keep_documents).
 */
FUDA_API fuda_status fuda_cross_validate(fuda_dataset *dataset, const fuda_cv_options *options,
                                         fuda_evaluation **out, fuda_error *err);

/* Pairs of documents that belong together, and how many of them folds drawn document by document would
 * have parted: one to learn from, one to be measured with. */
typedef struct fuda_leakage {
    size_t grouped, grouped_parted; /* of one `group`                                  */
    size_t near, near_parted;       /* near-duplicates not of one group                */
    size_t clusters;                /* of near-duplicates, of two documents and more   */
    size_t clashing;                /* clusters whose documents have different labels  */
} fuda_leakage;
/* All 0 for an evaluation of a model. */
FUDA_API fuda_leakage fuda_evaluation_leakage(const fuda_evaluation *evaluation);

/* ---- figures --------------------------------------------------------------------------------- */

/* Name, name in output.  Definitions: docs/evaluation.md. */
#define FUDA_FIGURE_MAP(X)                         \
    X(ACCURACY, "accuracy")                        \
    X(MICRO_PRECISION, "micro_precision")          \
    X(MICRO_RECALL, "micro_recall")                \
    X(MICRO_F1, "micro_f1")                        \
    X(MACRO_PRECISION, "macro_precision")          \
    X(MACRO_RECALL, "macro_recall")                \
    X(MACRO_F1, "macro_f1")                        \
    X(WEIGHTED_PRECISION, "weighted_precision")    \
    X(WEIGHTED_RECALL, "weighted_recall")          \
    X(WEIGHTED_F1, "weighted_f1")                  \
    X(SAMPLES_PRECISION, "samples_precision")      \
    X(SAMPLES_RECALL, "samples_recall")            \
    X(SAMPLES_F1, "samples_f1")                    \
    X(BRIER, "brier")                              \
    X(LOG_LOSS, "log_loss")

typedef enum fuda_figure {
#define FUDA_X(name, text) FUDA_FIGURE_##name,
    FUDA_FIGURE_MAP(FUDA_X)
#undef FUDA_X
    FUDA_NFIGURE
} fuda_figure;

/* A constant string; NULL for what is none.  Thread-safe. */
FUDA_API const char *fuda_figure_name(fuda_figure figure);
FUDA_API double fuda_evaluation_figure(const fuda_evaluation *evaluation, fuda_figure figure);

typedef struct fuda_score {
    double precision, recall, f1;
    size_t support; /* gold */
} fuda_score;

typedef struct fuda_counts {
    size_t hit;    /* gold and given     */
    size_t wrong;  /* given, not gold    */
    size_t missed; /* gold, not given    */
} fuda_counts;

FUDA_API bool fuda_evaluation_single(const fuda_evaluation *evaluation);
FUDA_API size_t fuda_evaluation_documents(const fuda_evaluation *evaluation);
/* Documents left without an answer for a reason; FUDA_ANSWERED: those with one. */
FUDA_API size_t fuda_evaluation_abstained(const fuda_evaluation *evaluation, fuda_abstain reason);
FUDA_API double fuda_evaluation_accuracy(const fuda_evaluation *evaluation); /* label set exactly right */
FUDA_API fuda_score fuda_evaluation_micro(const fuda_evaluation *evaluation);
FUDA_API double fuda_evaluation_macro_f1(const fuda_evaluation *evaluation);
FUDA_API size_t fuda_evaluation_label_count(const fuda_evaluation *evaluation);
FUDA_API const char *fuda_evaluation_label(const fuda_evaluation *evaluation, size_t index);
FUDA_API fuda_score fuda_evaluation_label_score(const fuda_evaluation *evaluation, size_t index);
FUDA_API fuda_counts fuda_evaluation_label_counts(const fuda_evaluation *evaluation, size_t index);
/* Languages met, "ja", "zh", "en", "other", "und"; documents and micro scores of each. */
FUDA_API size_t fuda_evaluation_language_count(const fuda_evaluation *evaluation);
FUDA_API const char *fuda_evaluation_language(const fuda_evaluation *evaluation, size_t index);
FUDA_API size_t fuda_evaluation_language_documents(const fuda_evaluation *evaluation, size_t index);
FUDA_API fuda_score fuda_evaluation_language_score(const fuda_evaluation *evaluation, size_t index);
FUDA_API fuda_score fuda_evaluation_language_label_score(const fuda_evaluation *evaluation, size_t language,
                                                         size_t label);
/* Documents whose gold labels are empty, and how many of them got none. */
FUDA_API void fuda_evaluation_silence(const fuda_evaluation *evaluation, size_t *empty, size_t *silent);

/* Single label: how often documents of one label were given another.  UINT32_MAX as `gold`: a label the
 * model does not know; as `given`: none. */
typedef struct fuda_confusion {
    uint32_t gold, given;
    size_t n;
} fuda_confusion;
/* *cells: array of *n with n > 0, by gold, then given; free with free().  Multi-label: *n = 0. */
FUDA_API fuda_status fuda_evaluation_confusion(const fuda_evaluation *evaluation, fuda_confusion **cells,
                                               size_t *n, fuda_error *err);

/* ---- probabilities --------------------------------------------------------------------------- */

enum { FUDA_NBIN = 10, FUDA_NLEVEL = 19 };

typedef struct fuda_bin {
    size_t n;     /* decisions with p in (b / 10, (b + 1) / 10] */
    double p;     /* mean probability; NaN for n = 0          */
    double share; /* that were right                          */
} fuda_bin;

typedef struct fuda_reliability {
    size_t n;     /* decisions */
    double ece;   /* expected calibration error */
    fuda_bin bins[FUDA_NBIN];
} fuda_reliability;

/* Single: of the most probable label of each document.  Multi: of all decisions, or of those labels alone
 * that were given. */
FUDA_API void fuda_evaluation_reliability(const fuda_evaluation *evaluation, bool given_only,
                                          fuda_reliability *out);

/* What `min_p` would do. */
typedef struct fuda_level {
    double min_p;
    fuda_score micro;
    double coverage; /* share of the documents that get a label */
} fuda_level;
FUDA_API void fuda_evaluation_levels(const fuda_evaluation *evaluation, fuda_level levels[FUDA_NLEVEL]);

/* The surest documents: a share `coverage` of all has a confidence of `level` or more; of them, a share
 * `risk` has a wrong answer. */
typedef struct fuda_risk_point {
    double coverage, level, risk;
    fuda_score micro;
} fuda_risk_point;
/* Points for n rising coverages in (0, 1]; *npoint <= n are written.  *area: mean risk (AURC). */
FUDA_API fuda_status fuda_evaluation_risk_coverage(const fuda_evaluation *evaluation, const double *coverages,
                                                   size_t n, fuda_risk_point *points, size_t *npoint,
                                                   double *area, fuda_error *err);

/* ---- chance ---------------------------------------------------------------------------------- */

typedef struct fuda_interval {
    double low, high; /* 95 % */
} fuda_interval;

typedef struct fuda_bootstrap_options {
    size_t draws;   /* 0: 1000 */
    uint64_t seed;
    int jobs;       /* 0 = all cores; changes nothing but the time */
} fuda_bootstrap_options;

/* Draws documents (groups of documents, where they have a group) again and again; the intervals can be
 * read afterwards and are NaN before. */
FUDA_API fuda_status fuda_evaluation_bootstrap(fuda_evaluation *evaluation,
                                               const fuda_bootstrap_options *options, fuda_error *err);
/* What was drawn: documents without a group and groups. */
FUDA_API size_t fuda_evaluation_units(const fuda_evaluation *evaluation);
FUDA_API fuda_interval fuda_evaluation_interval(const fuda_evaluation *evaluation, fuda_figure figure);
FUDA_API fuda_interval fuda_evaluation_label_interval(const fuda_evaluation *evaluation, size_t index);
FUDA_API fuda_interval fuda_evaluation_language_interval(const fuda_evaluation *evaluation, size_t index);

typedef struct fuda_comparison {
    struct {
        double a, b, difference;  /* difference: a − b */
        fuda_interval interval;
        double p;                 /* two-sided, paired bootstrap */
    } figures[FUDA_NFIGURE];
    size_t both, only_a, only_b, neither; /* documents decided wholly rightly */
    double mcnemar;                       /* p of McNemar's exact test on only_a, only_b */
} fuda_comparison;
/* Two evaluations of the same documents in the same order, else E_ARG. */
FUDA_API fuda_status fuda_evaluation_compare(const fuda_evaluation *a, const fuda_evaluation *b,
                                             const fuda_bootstrap_options *options, fuda_comparison *out,
                                             fuda_error *err);

/* ---- label errors ---------------------------------------------------------------------------- */

/* A document whose gold labels are doubtful (docs/evaluation.md). */
typedef struct fuda_suspect {
    fuda_str id;     /* belongs to the evaluation */
    uint32_t gold;   /* the label in doubt; UINT32_MAX: one is missing */
    uint32_t other;  /* the label it seems to need; UINT32_MAX: none    */
    double p_gold, p_other; /* NaN where there is no such label */
    double doubt;
} fuda_suspect;
/* *suspects: array of *n, most doubtful first; free with free().  E_ARG without fuda_evaluation_keep. */
FUDA_API fuda_status fuda_evaluation_suspects(const fuda_evaluation *evaluation, fuda_suspect **suspects,
                                              size_t *n, fuda_error *err);

#ifdef __cplusplus
}
#endif
#endif
