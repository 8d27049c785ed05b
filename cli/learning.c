/* SPDX-License-Identifier: MIT */
#include "cli/learning.h"

#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/progress.h"

enum { BATCH = 256 };

int learning_open(learning *l, const cli_args *args)
{
    fuda_train_options options = fuda_train_options_default();
    fuda_error err = {0};

    *l = (learning){0};
    if (args->taxonomy != NULL && fuda_taxonomy_load(args->taxonomy, &l->taxonomy, &err) != FUDA_OK) {
        if (err.line > 0)
            say_error("%s:%zu: %s", args->taxonomy, err.line, err.text);
        else
            say_error("%s", err.text);
        return EXIT_FATAL;
    }
    if (args->phrases != NULL && !phrases_read(&l->phrases, args->phrases))
        return EXIT_FATAL;
    options.text.words = args->words;
    options.text.phrases = args->phrase_terms;
    options.text.stop_words = args->stop_words;
    options.text.numbers = args->numbers;
    /* Chosen together or not at all. */
    options.choose_ngrams = args->word_ngrams < 0 && args->char_ngrams < 0;
    options.text.word_ngrams = (uint8_t)(args->word_ngrams < 0 ? 2 : args->word_ngrams);
    options.text.char_ngrams = (uint8_t)(args->char_ngrams < 0 ? 0 : args->char_ngrams);
    options.algorithm = args->algorithm;
    options.weighting = args->weighting;
    options.target = args->target;
    options.features = (uint32_t)args->features;
    options.alpha = args->alpha;
    options.folds = (int)args->folds;
    options.seed = (uint64_t)args->seed;
    options.jobs = (int)args->jobs;
    options.mecab_dic = args->mecab_dic;
    options.mecab_userdic = args->mecab_userdic;
    options.taxonomy = l->taxonomy;
    options.phrases = l->phrases.items;
    options.nphrase = l->phrases.n;
    options.keep_documents = args->cv > 0;
    if (fuda_dataset_new(&options, &l->dataset, &err) != FUDA_OK) {
        say_error("%s", err.text);
        return EXIT_FATAL;
    }
    return EXIT_DONE;
}

void learning_release(learning *l)
{
    fuda_dataset_free(l->dataset);
    fuda_taxonomy_free(l->taxonomy);
    phrases_release(&l->phrases);
    *l = (learning){0};
}

int learning_read(learning *l, input *in)
{
    const fuda_document **documents = cli_alloc(in->size, sizeof *documents);
    fuda_error *rejected = cli_alloc(in->size, sizeof *rejected);
    size_t *index = cli_alloc(in->size, sizeof *index);
    const fuda_record *records = NULL;
    size_t n = 0;

    progress_start(in->args->progress, false, "read");
    while (!in->failed && input_next(in, &records, &n)) {
        fuda_error err = {0};
        size_t good = 0;
        for (size_t i = 0; i < n; i++) {
            if (records[i].status != FUDA_OK)
                continue;
            index[good] = i;
            rejected[good] = (fuda_error){0};
            documents[good++] = &records[i].document;
        }
        if (good > 0 && fuda_dataset_add(l->dataset, documents, good, rejected, &err) != FUDA_OK) {
            say_error("%s", err.text);
            in->failed = true;
        }
        for (size_t i = 0; i < good && !in->failed; i++)
            if (rejected[i].status != FUDA_OK)
                input_reject(in, index[i], &documents[i]->id, &rejected[i]);
        progress_update(in->records, 0);
    }
    progress_end();
    free(documents);
    free(rejected);
    free(index);
    return input_status(in);
}
