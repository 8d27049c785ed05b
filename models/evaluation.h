/* SPDX-License-Identifier: MIT */
/* Collecting what was predicted beside what is gold. */
#ifndef MODELS_EVALUATION_H
#define MODELS_EVALUATION_H

#include "core/hash.h"
#include <fuda/model.h>

/* An empty table for these labels (copied). */
fuda_status mdl_evaluation_make(bool single, const fuda_strtab *labels, fuda_evaluation **out,
                                fuda_error *err);

/* Adds a document by label numbers; as clf_metrics_add. */
void mdl_evaluation_add(fuda_evaluation *ev, fuda_lang lang, const uint32_t *gold, size_t ngold,
                        size_t extra_gold, const uint32_t *predicted, size_t npredicted,
                        const uint32_t *ignore, size_t nignore);

#endif
