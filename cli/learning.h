/* SPDX-License-Identifier: MIT */
/* Labelled documents on their way into a data set: what `train` and `eval --cv` share. */
#ifndef CLI_LEARNING_H
#define CLI_LEARNING_H

#include <fuda.h>

#include "cli/input.h"
#include "cli/phrases.h"

typedef struct learning {
    fuda_taxonomy *taxonomy; /* NULL: none named */
    phrase_list phrases;
    fuda_dataset *dataset;
} learning;

/* EXIT_DONE, or EXIT_FATAL after a message.  Free with learning_release in any case. */
int learning_open(learning *l, const cli_args *args);
void learning_release(learning *l);
/* Reads all documents of the input into the data set; returns input_status. */
int learning_read(learning *l, input *in);

#endif
