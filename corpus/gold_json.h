/* SPDX-License-Identifier: MIT */
/*
 * Labels out of the JSON that annotation tools write: one object a document.
 *
 *   fuda          {"id", "label" | "labels", "maybe"}
 *   doccano       {"id" or "doc_id", "label" | "labels": [...]}
 *   Label Studio  {"data": {"id"}, "annotations": [{"result": [{"value": {"choices"}}], "was_cancelled"}]}
 *   Prodigy       {"meta": {"id"}, "accept": [...], "answer"}
 */
#ifndef CORPUS_GOLD_JSON_H
#define CORPUS_GOLD_JSON_H

#include "corpus/batch.h"

/* Makes a record whose document has an id and labels alone; labelling FUDA_UNLABELLED: nobody has labelled it.  What
 * is wrong becomes the record's error; the function fails with E_NOMEM only.  id_field: "id" when NULL. */
fuda_status corpus_gold_record(fuda_batch *batch, fuda_record *record, const char *id_field, const char *label_field,
                               const char *text, size_t len);

#endif
