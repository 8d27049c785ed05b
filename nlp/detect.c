/* SPDX-License-Identifier: MIT */
/*
 * Japanese is told by its kana; kanji without kana by the document around it and by the
 * national character sets: a character that GB 2312 or Big5 lacks speaks against Chinese in that
 * script, one that JIS X 0208 lacks (or has in its second level only, where the old forms are)
 * against Japanese.  Languages in letters are told by their words (nlp/guess.h), block by block, so that
 * a German paragraph in an English document is known for what it is.
 */
#include "nlp/detect.h"

#include <string.h>

#include "core/utf8.h"
#include "nlp/guess.h"
#include "nlp/unicode.h"

/* A guess from the script alone. */
static const char *script_tag(uint32_t c, nlp_script *script)
{
    static const struct {
        uint32_t from, to;
        const char *tag;
        nlp_script script;
    } rows[] = {
        {0x0370, 0x03FF, "el", NLP_SCRIPT_NONE},       {0x0400, 0x052F, "ru", NLP_SCRIPT_CYRILLIC},
        {0x0530, 0x058F, "hy", NLP_SCRIPT_NONE},       {0x0590, 0x05FF, "he", NLP_SCRIPT_HEBREW},
        {0x0600, 0x06FF, "ar", NLP_SCRIPT_ARABIC},     {0x0750, 0x077F, "ar", NLP_SCRIPT_ARABIC},
        {0x0900, 0x097F, "hi", NLP_SCRIPT_DEVANAGARI}, {0x0980, 0x09FF, "bn", NLP_SCRIPT_NONE},
        {0x0A00, 0x0A7F, "pa", NLP_SCRIPT_NONE},       {0x0A80, 0x0AFF, "gu", NLP_SCRIPT_NONE},
        {0x0B00, 0x0B7F, "or", NLP_SCRIPT_NONE},       {0x0B80, 0x0BFF, "ta", NLP_SCRIPT_NONE},
        {0x0C00, 0x0C7F, "te", NLP_SCRIPT_NONE},       {0x0C80, 0x0CFF, "kn", NLP_SCRIPT_NONE},
        {0x0D00, 0x0D7F, "ml", NLP_SCRIPT_NONE},       {0x0D80, 0x0DFF, "si", NLP_SCRIPT_NONE},
        {0x0E00, 0x0E7F, "th", NLP_SCRIPT_NONE},       {0x0E80, 0x0EFF, "lo", NLP_SCRIPT_NONE},
        {0x0F00, 0x0FFF, "bo", NLP_SCRIPT_NONE},       {0x1000, 0x109F, "my", NLP_SCRIPT_NONE},
        {0x10A0, 0x10FF, "ka", NLP_SCRIPT_NONE},       {0x1200, 0x137F, "am", NLP_SCRIPT_NONE},
        {0x1780, 0x17FF, "km", NLP_SCRIPT_NONE},       {0x1800, 0x18AF, "mn", NLP_SCRIPT_NONE},
        {0x1F00, 0x1FFF, "el", NLP_SCRIPT_NONE},       {0x3100, 0x312F, "zh-Hant", NLP_SCRIPT_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (c >= rows[i].from && c <= rows[i].to) {
            *script = rows[i].script;
            return rows[i].tag;
        }
    }
    *script = NLP_SCRIPT_NONE;
    return "und";
}

/* The language of text in letters that are neither Latin nor Korean. */
static const char *other_language(const char *text, size_t len, bool *sure)
{
    size_t pos = 0;

    while (pos < len) {
        uint32_t c = fuda_utf8_next(text, len, &pos);
        if (c < 0x80 || nlp_class_of(c) != NLP_LETTER)
            continue;
        nlp_script script;
        const char *tag = script_tag(c, &script);
        if (script == NLP_SCRIPT_NONE)
            return tag;
        nlp_guess g = nlp_guess_language(text, len, script);
        *sure = g.sure;
        return strcmp(g.tag, "und") == 0 ? tag : g.tag;
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

/* Of a sentence with kana or Han characters. */
static fuda_lang cjk_sentence(const nlp_sentence *s, fuda_lang context)
{
    if (has_own_kana(s))
        return FUDA_LANG_JA;
    /* A character that Japanese does not have, and one kind of Chinese has all others too. */
    if (s->no_jis > 0 && against_chinese(s) == 0)
        return FUDA_LANG_ZH;
    /* The context weighs as much as two characters. */
    int lean = against_chinese(s) - against_japanese(s) + (context == FUDA_LANG_JA ? 4 : -4);
    return lean > 0 ? FUDA_LANG_JA : FUDA_LANG_ZH;
}

/* Words of one language alone, in characters that both have. */
static const char *const japanese_words[] = {"会社", "株式", "知能", "年度", "平成", "令和", "昭和", "取組",
                                             "施策", "省令", "独立行政", "国立", "告示", "答申", "内閣", "衆院", "参院", "都道府",
                                             "市町村", "東京", "京都", "首相", "携帯", "選手", "試合", "優勝", 0};
static const char *const chinese_words[] = {"的", "是", "一种", "及其", "智能", "公司", "有很", "他有", "北京",
                                            "上海", "如何", "香港", "台北", "中央", "行政院", "立法院", "你", "很",
                                            "把", "她", "之一", "本次", "可以", "不了", "都是", "也是", 0};

static int count_words(const char *text, size_t len, const char *const *words)
{
    int n = 0;
    for (; *words != NULL && n < 4; words++)
        n += memmem(text, len, *words, strlen(*words)) != NULL;
    return n;
}

/* Words that speak for Japanese, less those for Chinese; of a short text, where every bit counts. */
static int han_words(const nlp_scan *scan, const char *text)
{
    if (scan->count == 0 || scan->kana > 0 || scan->han > 60)
        return 0;
    const nlp_sentence *last = &scan->items[scan->count - 1];
    return count_words(text, last->end, japanese_words) - count_words(text, last->end, chinese_words);
}

/* Japanese or Chinese, for the document as a whole. */
static fuda_lang cjk_language(const nlp_scan *scan, const char *text, nlp_sentence *sum, bool *sure)
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
    int lean = against_chinese(sum) - against_japanese(sum) + 2 * han_words(scan, text);
    if (in_kana == 0 && (lean == 0 || sum->no_gb + sum->no_big5 == 0))
        *sure = all >= 60; /* a long Japanese text has kana; a long Chinese one characters of one script */
    if (lean > 0 && in_kana == 0 && all >= 200)
        return FUDA_LANG_ZH;
    return lean > 0 ? FUDA_LANG_JA : FUDA_LANG_ZH;
}

/* ---- text in letters, block by block ---------------------------------------------------------------- */

enum {
    BLOCK = 100,      /* letters that are judged together; more while the text is English, up to … */
    BLOCK_MOST = 400,
    LEAST = 60,       /* fewer follow the document                                            */
    LINE = 40,        /* letters of a line that is judged by itself                           */
    WORDS = 3,        /* common words that make a foreign passage in an English document sure */
    QUICK_WORDS = 30, /* of a block, to see that it is English                                */
    MAX_GUESSES = 1000 /* in a document, each some 0.1 ms; what comes later follows the document */
};

typedef struct letters {
    const char *tag[16]; /* languages met … */
    size_t weight[16];   /* … and their letters */
    bool sure[16];
    int n, guesses; /* … met, made */
    bool weak;      /* the last guess rests on fewer than WORDS common words */
} letters;

static void vote(letters *v, const char *tag, size_t weight, bool sure)
{
    int i = 0;

    while (i < v->n && strcmp(v->tag[i], tag) != 0)
        i++;
    if (i == v->n) {
        if (v->n == 16)
            return;
        v->tag[v->n++] = tag;
    }
    v->weight[i] += weight;
    v->sure[i] |= sure;
}

/* What text in letters is written in: mostly Korean ones, mostly others, or Latin ones. */
static const char *language_of_letters(const char *text, size_t len, size_t alpha, size_t hangul, size_t other,
                                       letters *v, bool *sure)
{
    *sure = true;
    v->weak = false;
    if (hangul * 3 > alpha && hangul >= other)
        return "ko";
    if (other * 2 <= alpha && (nlp_surely_english(text, len, QUICK_WORDS) || nlp_mostly_english(text, len, v->n == 1 && strcmp(v->tag[0], "en") == 0)))
        return "en";
    if (++v->guesses > MAX_GUESSES)
        return NULL;
    if (other * 2 > alpha)
        return other_language(text, len, sure);
    nlp_guess g = nlp_guess_language(text, len, NLP_SCRIPT_LATIN);
    *sure = g.sure;
    v->weak = g.common < WORDS;
    return g.tag;
}

static void set_sentence(nlp_sentence *s, const char *tag)
{
    s->tag = tag;
    s->lang = strcmp(tag, "en") == 0 ? FUDA_LANG_EN : FUDA_LANG_OTHER;
}

/* Sentences first … last, those with CJK characters aside, which have `alpha` letters in all.  True when they
 * are English and nothing else. */
static bool judge_block(letters *v, nlp_scan *scan, const char *text, size_t first, size_t last, size_t alpha)
{
    size_t hangul = 0, other = 0, start = scan->items[first].start;
    bool sure;

    for (size_t i = first; i <= last; i++) {
        hangul += scan->items[i].hangul;
        other += scan->items[i].other;
    }
    const char *block = language_of_letters(text + start, scan->items[last].end - start, alpha, hangul, other,
                                            v, &sure);
    if (block == NULL)
        return false;
    bool english = strcmp(block, "en") == 0 && sure && hangul + other == 0, weak = v->weak;
    for (size_t i = first; i <= last; i++) {
        nlp_sentence *s = &scan->items[i];
        const char *tag = block;
        bool own = sure;
        if (s->kana + s->han != 0)
            continue;
        bool script = s->hangul + s->other > 3 && (s->hangul + s->other) * 2 > s->alpha;
        if (!english && first != last && (s->alpha >= LINE || script)) {
            tag = language_of_letters(text + s->start, s->end - s->start, s->alpha, s->hangul, s->other,
                                      v, &own);
            if (tag == NULL || (!own && !script))
                tag = block;
        }
        set_sentence(s, tag);
        s->weak = tag == block ? weak : v->weak;
        vote(v, tag, s->alpha, own);
    }
    return english;
}

/* Sets the language of sentences in letters; returns that of most of them, NULL when there are too few. */
static const char *judge_letters(nlp_scan *scan, const char *text, bool *sure)
{
    letters v = {0};
    size_t first = SIZE_MAX, last = 0, alpha = 0, block = BLOCK;
    int best = 0;

    for (size_t i = 0; i < scan->count; i++) {
        nlp_sentence *s = &scan->items[i];
        s->tag = NULL;
        if (s->kana + s->han != 0)
            continue;
        first = first == SIZE_MAX ? i : first;
        last = i;
        alpha += s->alpha;
        if (alpha < block)
            continue;
        if (!judge_block(&v, scan, text, first, last, alpha))
            block = BLOCK;
        else if (block < BLOCK_MOST)
            block *= 2;
        first = SIZE_MAX;
        alpha = 0;
    }
    if (first != SIZE_MAX && alpha >= LEAST)
        judge_block(&v, scan, text, first, last, alpha);
    for (int i = 1; i < v.n; i++)
        best = v.weight[i] > v.weight[best] ? i : best;
    if (v.n == 0)
        return NULL;
    *sure = v.sure[best];
    /* Lists, tables and listings in an English document have odd letters, and are no other language for that. */
    for (size_t i = 0; strcmp(v.tag[best], "en") == 0 && i < scan->count; i++) {
        if (scan->items[i].tag != NULL && scan->items[i].weak)
            set_sentence(&scan->items[i], "en");
    }
    return v.tag[best];
}

/* ---- the document ----------------------------------------------------------------------------------- */

/* The language by which letters count for most, and whether Latin ones are foreign in it. */
static void decide(nlp_decision *d, nlp_scan *scan, const char *text, size_t len)
{
    size_t cjk = scan->kana + scan->han, alpha = scan->latin + scan->hangul + scan->other;
    bool sure = true;
    const char *tag = alpha > 0 ? judge_letters(scan, text, &sure) : NULL;

    if (cjk > 0 && scan->hangul <= cjk && scan->other <= cjk * 2 &&
        (cjk * 4 >= scan->latin || (cjk * 12 >= scan->latin && !nlp_has_common_words(text, len)))) {
        d->lang = d->cjk;
        return;
    }
    d->sure = true;
    if (scan->hangul > cjk && scan->hangul * 3 > scan->latin)
        tag = "ko";
    else if (scan->other > cjk * 2 && scan->other > scan->latin)
        tag = tag == NULL || strcmp(tag, "en") == 0 ? other_language(text, len, &sure) : tag;
    else if (tag == NULL && scan->latin > 0)
        tag = language_of_letters(text, len, alpha, 0, 0, &(letters){0}, &sure);
    if (tag == NULL)
        return;
    d->tag = tag;
    d->sure = sure;
    d->lang = strcmp(tag, "en") == 0 ? FUDA_LANG_EN : FUDA_LANG_OTHER;
    d->alpha = d->lang;
}

static void set_sentences(nlp_scan *scan, const nlp_decision *d)
{
    const char *zh = d->traditional ? "zh-Hant" : "zh-Hans";

    for (size_t i = 0; i < scan->count; i++) {
        nlp_sentence *s = &scan->items[i];
        if (s->kana + s->han != 0) {
            s->lang = cjk_sentence(s, d->cjk);
            s->tag = s->lang == FUDA_LANG_JA      ? "ja"
                     : s->no_gb == s->no_big5     ? zh
                     : s->no_big5 < s->no_gb      ? "zh-Hant"
                                                  : "zh-Hans";
        } else if (s->tag == NULL) {
            s->lang = d->alpha;
            s->tag = s->lang == FUDA_LANG_EN ? "en" : d->lang == FUDA_LANG_OTHER ? d->tag : "und";
        }
    }
}

nlp_decision nlp_detect_scan(nlp_scan *scan, const char *text, size_t len, fuda_lang hint)
{
    nlp_decision d = {.tag = "und", .cjk = FUDA_LANG_ZH, .alpha = FUDA_LANG_EN, .sure = true};
    nlp_sentence sum = {0};

    if (scan->kana + scan->han > 0)
        d.cjk = cjk_language(scan, text, &sum, &d.sure);
    if (hint == FUDA_LANG_JA || hint == FUDA_LANG_ZH)
        d.cjk = hint;
    d.traditional = sum.no_big5 < sum.no_gb;
    decide(&d, scan, text, len);
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
    if (hint == FUDA_LANG_EN || hint == FUDA_LANG_OTHER) {
        d.alpha = hint;
        for (size_t i = 0; i < scan->count; i++)
            scan->items[i].tag = NULL; /* all in letters is what the caller says */
    }
    set_sentences(scan, &d);
    return d;
}
