/* SPDX-License-Identifier: MIT */
/* How `fuda eval` writes an evaluation. */
#ifndef CLI_SCORES_H
#define CLI_SCORES_H

#include <fuda.h>

#include "cli/options.h"
#include "cli/output.h"

void scores_write(output *out, const cli_args *args, const fuda_evaluation *evaluation);

#endif
