/* SPDX-License-Identifier: MIT */
/* fuda: text in Japanese, Chinese and English to tags.  This header brings in all the others. */
#ifndef FUDA_H
#define FUDA_H

#include <fuda/corpus.h>
#include <fuda/document.h>
#include <fuda/evaluation.h>
#include <fuda/json.h>
#include <fuda/model.h>
#include <fuda/report.h>
#include <fuda/status.h>
#include <fuda/text.h>
#include <fuda/update.h>

#endif
