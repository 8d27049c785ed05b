/* SPDX-License-Identifier: MIT */
/*
 * English words and terms beside ICU's word breaks, in one process on the same text: the words alone, detection
 * and words, and the whole way to terms.  Passes take turns; the least processor time of each counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/load.h"
#include "bench/segmenters.h"
#include "nlp/tokenizer.h"
#include "nlp/words.h"

enum { ROUNDS = 15 };
typedef enum kind { ICU, WORDS, TOKENS, TERMS, NKIND } kind;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static size_t words_of(fuda_str text)
{
    uint32_t bounds[2 * NLP_WORDS];
    size_t pos = 0, n, sum = 0;
    while ((n = nlp_find_words(text.ptr, &pos, text.len, bounds)) > 0)
        sum += n;
    return sum;
}

static size_t work(kind what, fuda_str text, fuda_scratch *scratch)
{
    const fuda_tokens *tokens;
    nlp_terms terms;
    fuda_error err;

    if (what == WORDS)
        return words_of(text);
    if (what == TOKENS)
        return fuda_tokenize(scratch, text.ptr, text.len, FUDA_LANG_UND, &tokens, &err) == FUDA_OK ? tokens->ntoken : 0;
    return nlp_terms_of(scratch, text.ptr, text.len, FUDA_LANG_UND, &terms, &err) == FUDA_OK ? terms.ntoken : 0;
}

int main(int argc, char **argv)
{
    static const char *const names[NKIND] = {"ICU's word breaks", "words", "tokens", "terms"};
    double best[NKIND];
    size_t count[NKIND] = {0};
    fuda_tokenizer *tokenizer;
    fuda_scratch *scratch;
    fuda_error err;
    bench_set set = {0};

    if (!bench_load(&set, "en", argc > 1 ? argv[1] : BENCH_DATA, BENCH_SAMPLE, (size_t)8 << 20))
        return 2;
    bench_segmenter *icu = bench_segmenter_new(&set);
    if (icu == NULL || fuda_tokenizer_new(NULL, &tokenizer, &err) != FUDA_OK ||
        fuda_scratch_new(tokenizer, &scratch, &err) != FUDA_OK)
        return 2;
    for (int round = 0; round <= ROUNDS; round++) {
        for (int k = 0; k < NKIND; k++) {
            double start = now();
            count[k] = 0;
            if (k == ICU)
                count[k] = bench_segmenter_run(icu);
            for (size_t i = 0; k != ICU && i < set.n; i++) {
                count[k] += work((kind)k, set.documents[i].title, scratch);
                count[k] += work((kind)k, set.documents[i].text, scratch);
            }
            double used = now() - start;
            best[k] = round == 0 || used < best[k] ? used : best[k];
        }
    }
    printf("%zu documents, %.2f MB (%s)\n", set.n, (double)set.bytes / 1e6, set.source);
    for (int k = 0; k < NKIND; k++)
        printf("%-18s %9zu  %8.1f ms  %7.1f MB/s  %6.1f ns each  %5.2f x ICU\n", names[k], count[k], best[k] * 1e3,
               (double)set.bytes / 1e6 / best[k], best[k] * 1e9 / (double)count[k], best[ICU] / best[k]);
    fuda_scratch_free(scratch);
    fuda_tokenizer_free(tokenizer);
    bench_segmenter_free(icu);
    bench_set_release(&set);
    return 0;
}
