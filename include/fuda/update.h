/* SPDX-License-Identifier: MIT */
/*
 * Exact updates: a naive-Bayes model is counts, so documents can be added to it, taken out again, and
 * models of parts be added together.  The counts, and with them every score before calibration, are those of
 * a model trained at once on the resulting set of documents with the same settings
 * (fuda_model_info.counts_hash compares them).  Settings that were chosen in training stay; calibration and
 * thresholds stay too, and are stale (fuda_model_info.stale) until fuda_model_recalibrate, or until the model has
 * learned and unlearned back to the documents they were fitted for.
 *
 * Every function makes a new model and leaves the old ones as they are.  E_MISMATCH: the model cannot be
 * updated exactly, and why.
 */
#ifndef FUDA_UPDATE_H
#define FUDA_UPDATE_H

#include <fuda/model.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An empty data set whose documents become features as the model's did.  mecab_dic, mecab_userdic: NULL, or
 * what the model was trained with; jobs: threads, 0 = all cores.  A model with a taxonomy takes no other
 * labels. */
FUDA_API fuda_status fuda_dataset_for_model(const fuda_model *model, const char *mecab_dic,
                                            const char *mecab_userdic, int jobs, fuda_dataset **out,
                                            fuda_error *err);

/* The model with the documents added; labels may be new. */
FUDA_API fuda_status fuda_model_learn(const fuda_model *model, fuda_dataset *documents, fuda_model **out,
                                      fuda_error *err);

/* The model without them.  Labels and terms that no document has any more disappear.  E_ARG, with the
 * document's id, when a document cannot have been learned: its counts would be negative. */
FUDA_API fuda_status fuda_model_unlearn(const fuda_model *model, fuda_dataset *documents, fuda_model **out,
                                        fuda_error *err);

/* The sum of n > 0 models of the same settings.  Calibration is the first one's. */
FUDA_API fuda_status fuda_model_merge(const fuda_model *const *models, size_t n, fuda_model **out,
                                      fuda_error *err);

/*
 * The model with probabilities fitted anew on documents it has not learned (those it has would make it too
 * sure).  Single label: one factor for all scores, which changes no decision; any number: a common
 * slope and an offset a label (Platt 1999).  Thresholds stay where they are.  E_ARG without documents, or
 * when none of their labels is the model's.
 */
FUDA_API fuda_status fuda_model_recalibrate(const fuda_model *model, fuda_dataset *documents, fuda_model **out,
                                            fuda_error *err);

#ifdef __cplusplus
}
#endif
#endif
