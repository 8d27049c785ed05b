/* SPDX-License-Identifier: MIT */
/* What decisions hang on, checked by tagging the texts again without the words, and against all sets of words. */
#include "prelude.h"

#include <math.h>
#include <strings.h>

#include "core/random.h"
#include "model_fixture.h"

enum { MAX_WORDS = 24 };

static corpus single_docs, multi_docs;

/* Words of an English text in lower case without punctuation, each once. */
typedef struct sentence {
    char word[MAX_WORDS][32];
    size_t n;
} sentence;

/* Words alone, English alone: a removed word changes nothing but itself. */
static fuda_model *model_of(bool single, fuda_taxonomy *tax)
{
    fuda_train_options o = fuda_train_options_default();

    o.jobs = 1;
    o.alpha = 0.1;
    o.text.word_ngrams = 1;
    o.taxonomy = tax;
    return train_on(single ? &single_docs : &multi_docs, &o);
}

static fuda_result tag(fuda_tagger *tagger, fuda_str title, fuda_str text, bool flip)
{
    fuda_document d = {.title = title, .text = text};
    const fuda_document *list[] = {&d};
    const fuda_tag_options options = {.lang = FUDA_LANG_EN, .flip = flip, .explain = flip};
    const fuda_result *results;
    fuda_error err;

    if (fuda_tagger_run(tagger, list, 1, &options, &results, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    return results[0];
}

/* The sentence without the words whose bits are set. */
static fuda_str without(const sentence *s, uint32_t removed, char *room)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        if (!(removed >> i & 1))
            n += (size_t)sprintf(room + n, "%s ", s->word[i]);
    return (fuda_str){room, n};
}

static bool gives(const fuda_result *r, uint32_t label)
{
    for (size_t t = 0; t < r->ntag; t++)
        if (r->tags[t].label == label)
            return true;
    return false;
}

/* The size of the smallest set of words without which the label is not given; 99: there is none. */
static size_t brute_force(fuda_tagger *tagger, const sentence *s, uint32_t label)
{
    char room[MAX_WORDS * 32];
    size_t least = 99;

    for (uint32_t set = 0; set < 1u << s->n; set++) {
        size_t size = (size_t)__builtin_popcount(set);
        if (size >= least)
            continue;
        fuda_result r = tag(tagger, str(NULL), without(s, set, room), false);
        if (!gives(&r, label))
            least = size;
    }
    return least;
}

static void make_sentence(fuda_rng *rng, sentence *s)
{
    /* Words of one form, known to the models and told apart by them, some that are not. */
    static const char *const words[] = {"onion", "soup", "flour", "oven", "garlic", "goal", "team", "match",
                                        "stadium", "coach", "train", "station", "express", "line", "egg", "cup",
                                        "helicopter", "oil", "rail", "fan"};
    s->n = 0;
    while (s->n < 9) {
        const char *word = words[fuda_rng_below(rng, COUNT(words))];
        size_t i = 0;
        while (i < s->n && strcmp(s->word[i], word) != 0)
            i++;
        if (i == s->n)
            strcpy(s->word[s->n++], word);
    }
}

/* The words of a flip as bits of the sentence; a stem is its word's beginning. */
static uint32_t bits_of(const sentence *s, const fuda_flip *flip)
{
    uint32_t set = 0;

    for (size_t w = 0; w < flip->nword; w++) {
        size_t i = 0;
        while (i < s->n && strncmp(s->word[i], flip->words[w].ptr, flip->words[w].len - 1) != 0)
            i++;
        assert_true(i < s->n);
        set |= 1u << i;
    }
    assert_int_equal(__builtin_popcount(set), flip->nword);
    return set;
}

static void compare(bool single, fuda_taxonomy *tax, bool additive)
{
    fuda_model *m = model_of(single, tax);
    fuda_tagger *tagger;
    fuda_rng rng = {41};
    fuda_error err;
    size_t ntag = 0, smallest = 0, turned = 0;

    assert_int_equal(fuda_tagger_new(m, 1, &tagger, &err), FUDA_OK);
    for (int trial = 0; trial < 25; trial++) {
        sentence s;
        char room[MAX_WORDS * 32];
        make_sentence(&rng, &s);
        fuda_result r = tag(tagger, str(NULL), without(&s, 0, room), true);
        fuda_flip flips[8];
        uint32_t sets[8];
        size_t n = r.ntag;
        assert_true(n <= 8);
        for (size_t t = 0; t < n; t++) {
            flips[t] = r.flips[t];
            assert_int_equal(flips[t].label, r.tags[t].label);
            sets[t] = flips[t].turned ? bits_of(&s, &flips[t]) : 0;
        }
        for (size_t t = 0; t < n; t++) {
            size_t least = brute_force(tagger, &s, flips[t].label);
            ntag++;
            if (!flips[t].turned) {
                assert_true(additive ? least == 99 : least >= 1);
                continue;
            }
            turned++;
            smallest += flips[t].nword == least;
            assert_true(flips[t].nword >= least);
            if (additive)
                assert_int_equal(flips[t].nword, least);
            r = tag(tagger, str(NULL), without(&s, sets[t], room), false);
            assert_false(gives(&r, flips[t].label));
            if (r.abstain != FUDA_ANSWERED) {
                assert_true(isnan(flips[t].p));
            } else {
                assert_true(fabs(r.p[flips[t].label] - flips[t].p) < 1e-9);
                if (single)
                    assert_int_equal(flips[t].instead, r.tags[0].label);
            }
            /* Every word of it is needed. */
            for (size_t i = 0; i < s.n; i++) {
                if (!(sets[t] >> i & 1))
                    continue;
                r = tag(tagger, str(NULL), without(&s, sets[t] & ~(1u << i), room), false);
                assert_true(gives(&r, flips[t].label));
            }
        }
    }
    print_message("%zu of %zu decisions turned, %zu by the smallest set\n", turned, ntag, smallest);
    assert_true(turned > 10);
    assert_true(smallest * 10 >= turned * 9);
    fuda_tagger_free(tagger);
    fuda_model_free(m);
}

static void sums_of_words_are_turned_by_the_fewest(void **state)
{
    (void)state;
    compare(true, NULL, true);
}

static void scores_divided_by_length_by_nearly_the_fewest(void **state)
{
    (void)state;
    compare(false, NULL, false);
}

static void terms_of_a_taxonomy_too(void **state)
{
    fuda_taxonomy *tax = topics();
    (void)state;
    compare(false, tax, false);
    fuda_taxonomy_free(tax);
}

/* Writes semicolons, over which no pair of words can form, over the words whose stem is one of the flip's. */
static void blank(const fuda_flip *flip, char *text, size_t len)
{
    for (size_t at = 0, end; at < len; at = end + 1) {
        for (end = at; end < len && text[end] != ' ' && text[end] != '\n' && text[end] != '.' && text[end] != ';'; end++)
            ;
        for (size_t w = 0; w < flip->nword; w++) {
            size_t n = flip->words[w].len;
            if (end - at >= n && end - at <= n + 3 && strncasecmp(text + at, flip->words[w].ptr, n) == 0)
                memset(text + at, ';', end - at);
        }
    }
}

/* A title, pairs of words, a long text: with the places blanked the label is gone. */
static void long_texts_and_pairs(void **state)
{
    static char text[60000];
    char title[64];
    fuda_train_options o = fuda_train_options_default();
    fuda_tagger *tagger;
    fuda_error err;
    (void)state;

    o.jobs = 1;
    fuda_model *m = train_on(&multi_docs, &o);
    assert_int_equal(fuda_tagger_new(m, 1, &tagger, &err), FUDA_OK);
    for (int fill = 0; fill < 24; fill += 12) {
        size_t len = 0;
        for (int i = 0; i < fill; i++)
            len += (size_t)sprintf(text + len, "Clouds gather over the mountains tonight and rain is expected on Sunday.\n");
        len += (size_t)sprintf(text + len, "%s\n%s\n", authored_docs[8].text, authored_docs[9].text);
        strcpy(title, "Night train");
        fuda_result r = tag(tagger, str(title), (fuda_str){text, len}, true);
        assert_int_equal(r.ntag, 1);
        uint32_t label = r.tags[0].label;
        double p = r.flips[0].p;
        assert_true(r.flips[0].turned && r.flips[0].nword > 0);
        for (size_t w = 0; w < r.flips[0].nword; w++)
            assert_null(memchr(r.flips[0].words[w].ptr, ' ', r.flips[0].words[w].len)); /* words, no pairs */
        blank(&r.flips[0], title, strlen(title));
        blank(&r.flips[0], text, len);
        r = tag(tagger, str(title), (fuda_str){text, len}, false);
        assert_false(gives(&r, label));
        if (fill == 0) /* a long one may be cut at other places */
            assert_true(r.p == NULL ? isnan(p) : fabs(r.p[label] - p) < 1e-9);
    }
    /* Nothing asked for, nothing done; no label, nothing to turn. */
    fuda_result r = tag(tagger, str("Night train"), str(authored_docs[8].text), false);
    assert_null(r.flips);
    r = tag(tagger, str(NULL), str("Clouds gather over the mountains."), true);
    assert_int_equal(r.ntag, 0);
    fuda_tagger_free(tagger);
    fuda_model_free(m);
}

static int start(void **state)
{
    (void)state;
    corpus_make(&single_docs, true);
    corpus_make(&multi_docs, false);
    return 0;
}

static int clean(void **state)
{
    static const char *const names[] = {"topics.yaml"};
    (void)state;
    temp_clean(names, 1);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_words_are_turned_by_the_fewest),
        cmocka_unit_test(scores_divided_by_length_by_nearly_the_fewest),
        cmocka_unit_test(terms_of_a_taxonomy_too),
        cmocka_unit_test(long_texts_and_pairs),
    };
    return cmocka_run_group_tests(tests, start, clean);
}
