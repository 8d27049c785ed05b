/* SPDX-License-Identifier: MIT */
/* Training on a part of a data set, for cross-validation. */
#ifndef MODELS_TRAINING_H
#define MODELS_TRAINING_H

#include "models/dataset.h"

/* Trains on the rows whose fold [rows.n] differs from `without`; fold NULL: on all.  The model of a part
 * knows the features of all rows, those it never saw without counts, and has no hash. */
fuda_status mdl_train_part(fuda_dataset *data, const uint8_t *fold, uint8_t without, fuda_model **out,
                           fuda_error *err);

#endif
