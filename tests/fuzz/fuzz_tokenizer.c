/* SPDX-License-Identifier: MIT */
/*
 * Any bytes through detection, tokens and terms.  The first byte chooses the settings and the language; what must hold
 * for any text is asserted: tokens in order, apart and inside the text, runs and phrases too, and a second
 * pass, with everything warm, says the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "nlp/tokenizer.h"

enum { NSETTING = 4 };
static fuda_scratch *scratches[NSETTING];

static void require(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_tokenizer: %s\n", what);
        abort();
    }
}

static void start(void)
{
    static const char *const texts[] = {"具身智能", "大規模言語モデル", "reinforcement learning", "GPT-4", "機器學習",
                                        "コンピュータービジョン", "芯片", "芯片出口管制"};
    fuda_str phrases[8];

    for (size_t i = 0; i < 8; i++)
        phrases[i] = (fuda_str){texts[i], strlen(texts[i])};
    for (int i = 0; i < NSETTING; i++) {
        fuda_tokenizer_options options = {.settings = fuda_text_settings_default(), .phrases = phrases, .nphrase = 8};
        fuda_tokenizer *tokenizer;
        if (i == 1)
            options.settings = (fuda_text_settings){
                .words = true, .phrases = true, .numbers = true, .word_ngrams = 3, .char_ngrams = 2};
        if (i == 2)
            options.settings.words = false;
        if (i == 3) {
            options = (fuda_tokenizer_options){.settings = fuda_text_settings_default()};
            options.settings.words = false;
            options.settings.char_ngrams = 2;
        }
        require(fuda_tokenizer_new(&options, &tokenizer, NULL) == FUDA_OK, "no tokenizer");
        require(fuda_scratch_new(tokenizer, &scratches[i], NULL) == FUDA_OK, "no scratch");
    }
}

static void check_detection(fuda_scratch *scratch, const char *text, size_t len)
{
    const fuda_detection *d;
    size_t end = 0;

    require(fuda_detect(scratch, text, len, &d, NULL) == FUDA_OK, "detection failed");
    for (size_t i = 0; i < d->nrun; i++) {
        require(end <= d->runs[i].start && d->runs[i].start < d->runs[i].end && d->runs[i].end <= len, "run out of order");
        end = d->runs[i].end;
    }
}

/* Appends what the tokens are to out. */
static void check_tokens(fuda_scratch *scratch, const char *text, size_t len, fuda_lang lang, fuda_buf *out)
{
    const fuda_tokens *t;
    size_t end = 0;

    require(fuda_tokenize(scratch, text, len, lang, &t, NULL) == FUDA_OK, "tokens failed");
    fuda_buf_addf(out, "%s", t->tag);
    for (size_t i = 0; i < t->ntoken; i++) {
        const fuda_token *k = &t->tokens[i];
        require(end <= k->start && k->start < k->end && k->end <= len, "token out of order");
        end = k->end;
        fuda_buf_addf(out, " %zu-%zu/%.*s/%s", k->start, k->end, (int)k->term.len, k->term.ptr == NULL ? "" : k->term.ptr,
                      k->pos);
    }
    for (size_t i = 0; i < t->nphrase; i++) {
        const fuda_phrase *p = &t->phrases[i];
        require(p->start < p->end && p->end <= len && p->term.ptr != NULL, "phrase out of place");
        fuda_buf_addf(out, " [%zu-%zu %.*s]", p->start, p->end, (int)p->term.len, p->term.ptr);
    }
}

static void check_terms(fuda_scratch *scratch, const char *text, size_t len, fuda_lang lang)
{
    nlp_terms terms;

    require(nlp_terms_of(scratch, text, len, lang, &terms, NULL) == FUDA_OK, "terms failed");
    for (size_t i = 0; i < terms.nuse; i++) {
        size_t key_len;
        require(terms.uses[i].term < nlp_term_count(scratch), "no such term");
        require(terms.uses[i].start < terms.uses[i].end && terms.uses[i].end <= len, "use out of place");
        nlp_term_key(scratch, terms.uses[i].term, &key_len);
        require(key_len > 2, "empty term");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuda_buf first = {0}, second = {0};

    if (scratches[0] == NULL)
        start();
    if (size == 0)
        return 0;
    fuda_scratch *scratch = scratches[data[0] % NSETTING];
    fuda_lang lang = (fuda_lang)(data[0] / NSETTING % 5);
    /* A copy of its own, so that every byte read behind the end is seen. */
    size_t len = size - 1;
    char *text = malloc(len + (len == 0));
    require(text != NULL, "no memory");
    memcpy(text, data + 1, len);
    check_detection(scratch, text, len);
    check_tokens(scratch, text, len, lang, &first);
    check_terms(scratch, text, len, lang);
    check_tokens(scratch, text, len, lang, &second);
    require(first.len == second.len && memcmp(first.ptr, second.ptr, first.len) == 0, "the second pass differs");
    fuda_buf_release(&first);
    fuda_buf_release(&second);
    free(text);
    return 0;
}
