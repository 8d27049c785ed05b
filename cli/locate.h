/* SPDX-License-Identifier: MIT */
/* Which model a verb works with, and loading it. */
#ifndef CLI_LOCATE_H
#define CLI_LOCATE_H

#include <fuda.h>

#include "cli/options.h"

/*
 * The path of the model to use: `named` (may be NULL), else --model, else $FUDA_MODEL, else the shipped
 * one beside the program or in its share folder.  The result is for free; NULL when no model is named
 * and the shipped one is not there (nothing is printed).
 */
char *locate_model(const cli_args *args, const char *named);

/* Loads that model.  NULL after a message. */
fuda_model *load_model(const cli_args *args, const char *named);

/* The place of the program's own file is dir/name; for free, NULL when unknown. */
char *locate_beside(const char *name);

#endif
