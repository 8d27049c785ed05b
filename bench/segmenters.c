/* SPDX-License-Identifier: MIT */
#include "bench/segmenters.h"

#include <mecab.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

struct bench_segmenter {
    const bench_set *set;
    mecab_model_t *model; /* NULL: ICU */
    mecab_t *tagger;
    mecab_lattice_t *lattice;
    fuda_str *sentences; /* [n] for MeCab */
    size_t n, cap;
    UBreakIterator *breaks;
    UChar *utf16; /* room for the longest text */
    int32_t room;
};

static bool start_mecab(bench_segmenter *s)
{
    char *argv[] = {(char *)"bench", NULL};

    s->model = mecab_model_new(1, argv);
    if (s->model != NULL) {
        s->tagger = mecab_model_new_tagger(s->model);
        s->lattice = mecab_model_new_lattice(s->model);
    }
    if (s->tagger == NULL || s->lattice == NULL)
        fprintf(stderr, "bench: MeCab cannot start: %s\n", mecab_strerror(NULL));
    return s->tagger != NULL && s->lattice != NULL;
}

static bool add_sentence(bench_segmenter *s, const char *start, const char *end)
{
    if (start == end)
        return true;
    if (s->n == s->cap) {
        size_t cap = s->cap == 0 ? 4096 : s->cap * 2;
        fuda_str *grown = realloc(s->sentences, cap * sizeof *grown);
        if (grown == NULL)
            return false;
        s->sentences = grown;
        s->cap = cap;
    }
    s->sentences[s->n++] = (fuda_str){start, (size_t)(end - start)};
    return true;
}

/* Where fuda cuts as well: after 。！？． and at control characters. */
static bool cut_text(bench_segmenter *s, fuda_str text)
{
    static const char ends[][4] = {"。", "！", "？", "．"};
    const char *start = text.ptr, *end = text.ptr + text.len;

    for (const char *p = text.ptr; p < end; p++) {
        if ((unsigned char)*p < ' ') {
            if (!add_sentence(s, start, p))
                return false;
            start = p + 1;
        }
        for (size_t i = 0; end - p >= 3 && i < sizeof ends / sizeof ends[0]; i++) {
            if (memcmp(p, ends[i], 3) == 0) {
                if (!add_sentence(s, start, p + 3))
                    return false;
                start = p + 3;
            }
        }
    }
    return add_sentence(s, start, end);
}

static bool start_icu(bench_segmenter *s)
{
    UErrorCode e = U_ZERO_ERROR;
    size_t longest = 0;

    for (size_t i = 0; i < s->set->n; i++) {
        const fuda_document *d = &s->set->documents[i];
        longest = d->text.len > longest ? d->text.len : longest;
        longest = d->title.len > longest ? d->title.len : longest;
    }
    s->room = (int32_t)longest + 1;
    s->utf16 = malloc((size_t)s->room * sizeof *s->utf16);
    s->breaks = ubrk_open(UBRK_WORD, s->set->lang, NULL, 0, &e);
    if (U_FAILURE(e))
        fprintf(stderr, "bench: ICU cannot start: %s\n", u_errorName(e));
    return U_SUCCESS(e) && s->utf16 != NULL;
}

bench_segmenter *bench_segmenter_new(const bench_set *set)
{
    bench_segmenter *s = calloc(1, sizeof *s);
    bool ok = s != NULL;

    if (!ok)
        return NULL;
    s->set = set;
    if (strcmp(set->lang, "ja") == 0) {
        ok = start_mecab(s);
        for (size_t i = 0; ok && i < set->n; i++)
            ok = cut_text(s, set->documents[i].title) && cut_text(s, set->documents[i].text);
    } else {
        ok = start_icu(s);
    }
    if (ok)
        return s;
    bench_segmenter_free(s);
    return NULL;
}

void bench_segmenter_free(bench_segmenter *s)
{
    if (s == NULL)
        return;
    if (s->lattice != NULL)
        mecab_lattice_destroy(s->lattice);
    if (s->tagger != NULL)
        mecab_destroy(s->tagger);
    if (s->model != NULL)
        mecab_model_destroy(s->model);
    if (s->breaks != NULL)
        ubrk_close(s->breaks);
    free(s->sentences);
    free(s->utf16);
    free(s);
}

const char *bench_segmenter_name(const bench_segmenter *s)
{
    return s->model != NULL ? "MeCab" : "ICU";
}

static size_t run_mecab(bench_segmenter *s)
{
    size_t words = 0;

    for (size_t i = 0; i < s->n; i++) {
        mecab_lattice_set_sentence2(s->lattice, s->sentences[i].ptr, s->sentences[i].len);
        if (!mecab_parse_lattice(s->tagger, s->lattice))
            continue;
        for (const mecab_node_t *node = mecab_lattice_get_bos_node(s->lattice); node != NULL; node = node->next)
            words += node->stat != MECAB_BOS_NODE && node->stat != MECAB_EOS_NODE;
    }
    return words;
}

static size_t count_breaks(bench_segmenter *s, fuda_str text)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t len = 0, start = 0, end;
    size_t words = 0;

    if (text.len == 0)
        return 0;
    u_strFromUTF8WithSub(s->utf16, s->room, &len, text.ptr, (int32_t)text.len, 0xFFFD, NULL, &e);
    ubrk_setText(s->breaks, s->utf16, len, &e);
    if (U_FAILURE(e))
        return 0;
    for (; (end = ubrk_next(s->breaks)) != UBRK_DONE; start = end)
        words += s->utf16[start] > ' ';
    return words;
}

size_t bench_segmenter_run(bench_segmenter *s)
{
    size_t words = 0;

    if (s->model != NULL)
        return run_mecab(s);
    for (size_t i = 0; i < s->set->n; i++)
        words += count_breaks(s, s->set->documents[i].title) + count_breaks(s, s->set->documents[i].text);
    return words;
}
