/* SPDX-License-Identifier: MIT */
/*
 * Japanese is told by its kana; kanji without kana by the document around it and by the
 * national character sets: a character that GB 2312 or Big5 lacks speaks against Chinese in that
 * script, one that JIS X 0208 lacks (or has in its second level only, where the old forms are)
 * against Japanese.  Languages in Latin letters are told by their function words.
 */
#include "nlp/detect.h"

#include <pthread.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "nlp/stopwords.h"
#include "nlp/unicode.h"
#include "nlp/words.h"

enum { MAX_LATIN_LANGS = 32, SAMPLE_WORDS = 400 };

static struct {
    pthread_once_t once;
    bool failed;
    fuda_strtab words;
    uint32_t langs_of[4096]; /* bit set by word id */
    int nlang;
} F = {.once = PTHREAD_ONCE_INIT};

static void init_once(void)
{
    for (F.nlang = 0; nlp_function_word_lists[F.nlang].lang != NULL; F.nlang++) {
        const char *p = nlp_function_word_lists[F.nlang].words;
        while (*p != '\0') {
            size_t len = strcspn(p, " ");
            uint32_t id = fuda_strtab_add(&F.words, p, len);
            if (id == FUDA_NO_ID || id >= 4096) {
                F.failed = true;
                return;
            }
            F.langs_of[id] |= 1u << F.nlang;
            p += len + (p[len] == ' ');
        }
    }
}

fuda_status nlp_detect_init(fuda_error *err)
{
    pthread_once(&F.once, init_once);
    return F.failed ? fuda_fail_nomem(err) : FUDA_OK;
}

/* Language of Latin text: index into the lists, or -1 when it is certainly none of them. */
static int latin_language(const nlp_scan *scan, const char *text, size_t len, bool *sure)
{
    double score[MAX_LATIN_LANGS] = {0};
    size_t pos = 0, nword = 0;
    nlp_word w;
    int best = 0;

    while (nword < SAMPLE_WORDS && nlp_next_word(text, pos, len, &w)) {
        char low[16];
        size_t n = w.end - w.start;
        pos = w.end;
        if (!w.has_letter)
            continue;
        nword++;
        if (n > sizeof low)
            continue;
        for (size_t i = 0; i < n; i++) {
            char c = text[w.start + i];
            low[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); /* whatever the program's locale */
        }
        uint32_t id = fuda_strtab_find(&F.words, low, n);
        if (id == FUDA_NO_ID)
            continue;
        /* A word of several languages speaks for each a little. */
        double share = 1.0 / __builtin_popcount(F.langs_of[id]);
        for (int l = 0; l < F.nlang; l++)
            score[l] += F.langs_of[id] >> l & 1 ? share : 0;
    }
    for (int l = 1; l < F.nlang; l++) {
        if (score[l] > score[best])
            best = l;
    }
    *sure = score[best] >= 1.0;
    /* No function word at all: English titles are such; so are other languages', with accents. */
    if (score[best] < 0.5 && scan->marked_latin * 20 > scan->latin)
        return -1;
    /* Another language needs more than one chance word, and clearly more than English has. */
    bool accents = scan->marked_latin * 50 > scan->latin;
    if (best != 0 && (score[best] < score[0] * 1.1 || (!accents && score[best] < 1.5)))
        best = 0;
    return best;
}

/* A guess from the script alone. */
static const char *script_tag(uint32_t c)
{
    static const struct {
        uint32_t from, to;
        const char *tag;
    } rows[] = {
        {0x0370, 0x03FF, "el"}, {0x0400, 0x052F, "ru"}, {0x0530, 0x058F, "hy"}, {0x0590, 0x05FF, "he"},
        {0x0600, 0x06FF, "ar"}, {0x0900, 0x097F, "hi"}, {0x0980, 0x09FF, "bn"}, {0x0B80, 0x0BFF, "ta"},
        {0x0E00, 0x0E7F, "th"}, {0x1000, 0x109F, "my"}, {0x10A0, 0x10FF, "ka"}, {0x1780, 0x17FF, "km"},
        {0x3100, 0x312F, "zh-Hant"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (c >= rows[i].from && c <= rows[i].to)
            return rows[i].tag;
    }
    return "und";
}

/* Characters against each reading; second-level kanji count half. */
static int against_japanese(const nlp_sentence *s)
{
    return (int)(2 * s->no_jis + s->rare_jis);
}

static int against_chinese(const nlp_sentence *s)
{
    return (int)(2 * (s->no_gb < s->no_big5 ? s->no_gb : s->no_big5));
}

static bool has_own_kana(const nlp_sentence *s)
{
    return s->kana > 0 && s->kana * 12 >= s->kana + s->han;
}

static fuda_lang sentence_language(const nlp_sentence *s, fuda_lang context, fuda_lang alpha)
{
    if (s->kana == 0 && s->han == 0)
        return alpha;
    if (has_own_kana(s))
        return FUDA_LANG_JA;
    /* A character that Japanese does not have, and one kind of Chinese has all others too. */
    if (s->no_jis > 0 && against_chinese(s) == 0)
        return FUDA_LANG_ZH;
    /* The context weighs as much as two characters. */
    int lean = against_chinese(s) - against_japanese(s) + (context == FUDA_LANG_JA ? 4 : -4);
    return lean > 0 ? FUDA_LANG_JA : FUDA_LANG_ZH;
}

/* Japanese or Chinese, for the document as a whole. */
static fuda_lang cjk_language(const nlp_scan *scan, nlp_sentence *sum, bool *sure)
{
    size_t in_kana = 0, all = scan->kana + scan->han;

    *sum = (nlp_sentence){0};
    for (size_t i = 0; i < scan->count; i++) {
        const nlp_sentence *s = &scan->items[i];
        if (has_own_kana(s))
            in_kana += s->kana + s->han;
        sum->no_gb += s->no_gb;
        sum->no_big5 += s->no_big5;
        sum->no_jis += s->no_jis;
        sum->rare_jis += s->rare_jis;
    }
    *sure = true;
    if (in_kana * 3 >= all && in_kana > 0)
        return FUDA_LANG_JA;
    int lean = against_chinese(sum) - against_japanese(sum);
    if (in_kana == 0 && lean == 0)
        *sure = all >= 60; /* a long Japanese text has kana */
    if (lean > 0 && in_kana == 0 && all >= 200)
        return FUDA_LANG_ZH;
    return lean > 0 ? FUDA_LANG_JA : FUDA_LANG_ZH;
}

nlp_decision nlp_detect_scan(nlp_scan *scan, const char *text, size_t len, fuda_lang hint)
{
    nlp_decision d = {.tag = "und", .cjk = FUDA_LANG_ZH, .alpha = FUDA_LANG_EN, .sure = true};
    size_t cjk = scan->kana + scan->han;
    nlp_sentence sum = {0};
    bool cjk_sure = true, latin_sure = true;
    int latin = 0;

    if (cjk > 0)
        d.cjk = cjk_language(scan, &sum, &cjk_sure);
    if (hint == FUDA_LANG_JA || hint == FUDA_LANG_ZH)
        d.cjk = hint;
    d.traditional = sum.no_big5 < sum.no_gb;
    /* Latin words inside a CJK document are taken for English terms. */
    if (scan->latin > 0 && scan->latin > cjk * 3)
        latin = latin_language(scan, text, len, &latin_sure);
    d.alpha = latin == 0 || hint == FUDA_LANG_EN ? FUDA_LANG_EN : FUDA_LANG_OTHER;

    if (scan->hangul > cjk && scan->hangul * 3 > scan->latin) {
        d.lang = FUDA_LANG_OTHER;
        d.tag = "ko";
    } else if (scan->other > cjk * 2 && scan->other > scan->latin) {
        d.lang = FUDA_LANG_OTHER;
        d.tag = script_tag(scan->first_other);
    } else if (cjk > 0 && cjk * 3 >= scan->latin) {
        d.lang = d.cjk;
        d.sure = cjk_sure;
    } else if (scan->latin > 0) {
        d.lang = d.alpha;
        d.tag = latin < 0 ? "und" : nlp_function_word_lists[latin].lang;
        d.sure = latin_sure;
    }
    if (hint != FUDA_LANG_UND) {
        if (hint == FUDA_LANG_OTHER && d.lang != FUDA_LANG_OTHER)
            d.tag = "und"; /* which other one is not said here */
        d.lang = hint;
        d.sure = true;
    }
    if (d.lang == FUDA_LANG_JA)
        d.tag = "ja";
    else if (d.lang == FUDA_LANG_ZH)
        d.tag = d.traditional ? "zh-Hant" : "zh-Hans";
    else if (d.lang == FUDA_LANG_EN)
        d.tag = "en";
    if (d.lang == FUDA_LANG_OTHER)
        d.alpha = FUDA_LANG_OTHER;
    for (size_t i = 0; i < scan->count; i++)
        scan->items[i].lang = sentence_language(&scan->items[i], d.cjk, d.alpha);
    return d;
}
