/* SPDX-License-Identifier: MIT */
#include "nlp/guess.h"

#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "core/hash.h"
#include "core/utf8.h"
#include "nlp/unicode.h"
#include "nlp/words.h"

enum {
    NLANG = 64,
    NWORD = 8192,    /* slots, more than twice the words                                     */
    NGRAM = 32768,   /* slots, more than twice the n-grams                                   */
    NROW = 16000,
    SAMPLE = 80,     /* words that are judged                                                */
    LONGEST = 32,    /* letters of a word that are looked at                                 */
    NQUICK = 256     /* slots                                                                */
};

/* Weight of what letters say, and the bound of it (log-odds); what letters cost that the
 * language does not have; prior log-odds of the commonest language of a script, English or
 * Russian, and how much more they are for a single word. */
#define LETTERS       0.5
#define MOST          3.0
#define FOREIGN       2.0
#define COMMON_FIRST  1.0
#define FEW_WORDS     5.0

/* A common word, and the languages that have it among their first 20, 60, and all. */
typedef struct known_word {
    const char *text; /* in nlp_languages; NULL: free slot */
    size_t len;
    uint64_t langs[3];
} known_word;

/* Filled once, when the first text needs it: no memory is asked for, so it cannot fail. */
static struct {
    pthread_once_t once, quick_once;
    int nlang;
    known_word words[NWORD];
    uint64_t gram[NGRAM];          /* up to three letters, 21 bits each; 0: free slot        */
    uint16_t row_of[NGRAM];
    uint16_t rows[NROW][NLANG];    /* how often each language's words have the n-gram        */
    uint32_t nrow;
    uint32_t letters[NLANG];       /* of all words of the language                           */
    uint64_t quick[NQUICK];        /* words of English alone, bytes in a number              */
} G = {.once = PTHREAD_ONCE_INIT, .quick_once = PTHREAD_ONCE_INIT};

static uint64_t bytes_of(const char *word, size_t len)
{
    uint64_t x = 0;
    for (size_t i = 0; i < len; i++)
        x = x << 8 | (unsigned char)word[i];
    return x;
}

/* ---- words of English alone --------------------------------------------------------------------- */

static void fill_quick(void)
{
    /* Frequent, and no word of another language that is written without accents. */
    static const char words[] =
        "the of and to that it with are this by which have been not but were their they would will its "
        "from than should could about other more such these there has into through where while what "
        "who when can both being between using under we our you your said after only also most over";
    for (const char *p = words; *p != '\0';) {
        size_t len = strcspn(p, " ");
        uint64_t x = bytes_of(p, len);
        uint32_t at = (uint32_t)(fuda_mix64(x) % NQUICK);
        while (G.quick[at] != 0)
            at = (at + 1) % NQUICK;
        G.quick[at] = x;
        p += len + (p[len] == ' ');
    }
}

static bool is_quick(uint64_t x)
{
    for (uint32_t at = (uint32_t)(fuda_mix64(x) % NQUICK); G.quick[at] != 0; at = (at + 1) % NQUICK) {
        if (G.quick[at] == x)
            return true;
    }
    return false;
}

bool nlp_surely_english(const char *text, size_t len, unsigned most)
{
    unsigned nword = 0, hits = 0;
    size_t pos = 0;

    pthread_once(&G.quick_once, fill_quick);
    while (pos < len && nword < most) {
        uint64_t x = 0;
        size_t n = 0;
        for (; pos < len; pos++, n++) {
            unsigned low = (unsigned char)text[pos] | 32u;
            if (low - 'a' >= 26 && low < 0x80)
                break;
            x = x << 8 | low;
        }
        pos += n == 0;
        if (n == 0)
            continue;
        nword++;
        hits += n > 1 && n < 8 && is_quick(x);
    }
    return hits >= 3 && hits * 6 >= nword;
}

/* ---- tables -------------------------------------------------------------------------------------- */

static uint16_t *row_of(uint64_t gram, bool add)
{
    uint32_t at = (uint32_t)(fuda_mix64(gram) % NGRAM);

    for (; G.gram[at] != 0; at = (at + 1) % NGRAM) {
        if (G.gram[at] == gram)
            return G.rows[G.row_of[at]];
    }
    if (!add || G.nrow == NROW)
        return NULL;
    G.gram[at] = gram;
    G.row_of[at] = (uint16_t)G.nrow;
    return G.rows[G.nrow++];
}

static known_word *find_word(const char *word, size_t len, bool add)
{
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)word[i]) * 1099511628211u;
    uint32_t at = (uint32_t)(fuda_mix64(hash) % NWORD);
    for (; G.words[at].text != NULL; at = (at + 1) % NWORD) {
        if (G.words[at].len == len && memcmp(G.words[at].text, word, len) == 0)
            return &G.words[at];
    }
    if (!add)
        return NULL;
    G.words[at].text = word;
    G.words[at].len = len;
    return &G.words[at];
}

/* The letters of a word with a blank on both sides; returns their number. */
static size_t letters_of(const char *word, size_t len, uint64_t *out)
{
    size_t n = 0;

    out[n++] = ' ';
    for (size_t pos = 0; pos < len && n <= LONGEST;)
        out[n++] = fuda_utf8_next(word, len, &pos) & 0x1FFFFF;
    out[n++] = ' ';
    return n;
}

static void count_gram(uint64_t gram, int lang)
{
    uint16_t *row = row_of(gram, true);
    if (row != NULL)
        row[lang]++;
}

static void add_word(const char *word, size_t len, int lang, int rank)
{
    uint64_t c[LONGEST + 2];
    size_t n = letters_of(word, len, c);

    find_word(word, len, true)->langs[rank < 20 ? 0 : rank < 60 ? 1 : 2] |= (uint64_t)1 << lang;
    for (size_t i = 1; i < n; i++) {
        count_gram(c[i], lang);
        count_gram(c[i - 1] << 21 | c[i], lang);
        if (i > 1)
            count_gram(c[i - 2] << 42 | c[i - 1] << 21 | c[i], lang);
    }
    G.letters[lang] += (uint32_t)(n - 1);
}

static void fill(void)
{
    for (; nlp_languages[G.nlang].tag != NULL && G.nlang < NLANG; G.nlang++) {
        const char *p = nlp_languages[G.nlang].words, *more = nlp_languages[G.nlang].letters;
        for (size_t pos = 0, len = strlen(more); pos < len;)
            count_gram(fuda_utf8_next(more, len, &pos), G.nlang);
        for (int rank = 0; *p != '\0'; rank++) {
            size_t len = strcspn(p, " ");
            add_word(p, len, G.nlang, rank);
            p += len + (p[len] == ' ');
        }
    }
}

/* ---- judging -------------------------------------------------------------------------------------- */

typedef struct judged {
    double score[NLANG]; /* log-odds against the mean of the languages */
    uint64_t foreign;    /* languages that do not have some letter             */
    unsigned words;
} judged;

static const uint16_t *row_or_none(uint64_t gram)
{
    static const uint16_t none[NLANG];
    const uint16_t *row = gram == 0 ? NULL : row_of(gram, false);
    return row == NULL ? none : row;
}

/* Chances of the letters, multiplied into p[lang]. */
static void spell(const char *word, size_t len, double *p)
{
    uint64_t c[LONGEST + 2];
    size_t n = letters_of(word, len, c);

    for (size_t i = 1; i < n; i++) {
        const uint16_t *uni = row_or_none(c[i]), *bi = row_or_none(c[i - 1] << 21 | c[i]);
        const uint16_t *one = row_or_none(c[i - 1]), *two = row_or_none(i > 1 ? c[i - 2] << 21 | c[i - 1] : 0);
        const uint16_t *tri = row_or_none(i > 1 ? c[i - 2] << 42 | c[i - 1] << 21 | c[i] : 0);
        for (int l = 0; l < G.nlang; l++) {
            double chance = 0.001 + 0.089 * uni[l] / G.letters[l];
            if (one[l] != 0)
                chance += 0.31 * bi[l] / one[l];
            if (two[l] != 0)
                chance += 0.6 * tri[l] / two[l];
            p[l] *= chance;
        }
    }
}

/* The languages of whose letters one is not: set of bits. */
static uint64_t foreign_letters(const char *word, size_t len)
{
    uint64_t langs = 0;

    for (size_t pos = 0; pos < len;) {
        uint32_t c = fuda_utf8_next(word, len, &pos);
        if (c < 0x80)
            continue;
        const uint16_t *row = row_or_none(c);
        for (int l = 0; l < G.nlang; l++)
            langs |= (uint64_t)(row[l] == 0) << l;
    }
    return langs;
}

/* A word speaks for a language by its chance there against the mean of all.  What only its letters say
 * is kept within bounds: they are known from few words. */
static void judge(judged *j, const char *word, size_t len, nlp_script script, double weight)
{
    static const double listed[3] = {0.015, 0.005, 0.002};
    double p[NLANG], mean = 0;
    const known_word *known = find_word(word, len, false);
    uint64_t langs = known == NULL ? 0 : known->langs[0] | known->langs[1] | known->langs[2];
    uint64_t foreign = foreign_letters(word, len) & ~langs;
    int n = 0;

    for (int l = 0; l < G.nlang; l++)
        p[l] = 0.5;
    spell(word, len, p);
    for (int l = 0; l < G.nlang; l++) {
        n += nlp_languages[l].script == script;
        mean += nlp_languages[l].script == script ? p[l] : 0;
    }
    for (int l = 0; l < G.nlang; l++) {
        double ratio = log(p[l] * n / mean);
        ratio = LETTERS * (ratio > MOST ? MOST : ratio < -MOST ? -MOST : ratio);
        if (langs >> l & 1) {
            int level = known->langs[0] >> l & 1 ? 0 : known->langs[1] >> l & 1 ? 1 : 2;
            double whole = log((listed[level] + p[l]) * n / (mean + n * 1e-4));
            ratio = whole > ratio ? whole : ratio;
        }
        j->score[l] += weight * (ratio - (foreign >> l & 1 ? FOREIGN : 0));
    }
    j->foreign |= foreign;
    j->words++;
}

/* A word's folded form: lower case, accents composed.  *shouted: it has capitals only. */
static size_t fold(const char *text, const nlp_word *w, char *out, bool *shouted, bool *capital)
{
    uint32_t c[2 * LONGEST];
    size_t n = 0, len = 0;

    *shouted = true;
    *capital = false;
    for (size_t pos = w->start; pos < w->end && n < LONGEST;) {
        uint32_t was = fuda_utf8_next(text, w->end, &pos), low;
        if (was == FUDA_BAD_CHAR)
            continue;
        if (was == 0x2019)
            was = '\'';
        low = nlp_fold_letter(was);
        *capital |= n == 0 && low != was;
        *shouted = *shouted && low != was;
        uint32_t both = n > 0 && nlp_class_of(low) == NLP_MARK ? nlp_compose(c[n - 1], low) : FUDA_BAD_CHAR;
        if (both != FUDA_BAD_CHAR)
            c[n - 1] = both;
        else
            c[n++] = low;
    }
    for (size_t i = 0; i < n; i++)
        len += fuda_utf8_put(c[i], out + len);
    return len;
}

static bool has_digit(const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((word[i] >= '0' && word[i] <= '9') || word[i] == '_')
            return true;
    }
    return false;
}

static void judge_words(judged *j, const char *text, size_t len, nlp_script script)
{
    char word[4 * LONGEST];
    unsigned shouts = 0;
    bool shouted, capital, first = true;
    nlp_word w;

    for (size_t pos = 0; j->words < SAMPLE && nlp_next_word(text, pos, len, &w); pos = w.end) {
        size_t n = fold(text, &w, word, &shouted, &capital);
        if (!w.has_letter || n == 0 || has_digit(word, n))
            continue;
        /* Short words in capitals are names of every language; a text in capitals is not made of names alone. */
        if (shouted && n > 1 && n <= 5 && ++shouts < 8 && shouts > j->words / 2)
            continue;
        /* Letters alone are formulas and initials as often as words. */
        judge(j, word, n, script, n == 1 ? 0.3 : capital && !first && !shouted ? 0.6 : 1);
        first = false;
    }
}

bool nlp_has_common_words(const char *text, size_t len)
{
    char word[4 * LONGEST];
    bool shouted, capital;
    nlp_word w;
    int n = 0;

    pthread_once(&G.once, fill);
    for (size_t pos = 0; n < SAMPLE && nlp_next_word(text, pos, len, &w); pos = w.end, n++) {
        const known_word *known = find_word(word, fold(text, &w, word, &shouted, &capital), false);
        if (known != NULL && !capital && (known->langs[0] | known->langs[1]) != 0)
            return true;
    }
    return false;
}

nlp_guess nlp_guess_language(const char *text, size_t len, nlp_script script)
{
    judged j = {0};
    nlp_guess guess = {.tag = "und"};
    int best = -1, second = -1;

    pthread_once(&G.once, fill);
    judge_words(&j, text, len, script);
    if (j.words == 0) {
        guess.tag = script == NLP_SCRIPT_LATIN ? "en" : "und"; /* names in capitals, models' numbers */
        guess.english = script == NLP_SCRIPT_LATIN;
        return guess;
    }
    for (int l = 0; l < G.nlang; l++) {
        if (l == 0 || strcmp(nlp_languages[l].tag, "ru") == 0)
            j.score[l] += COMMON_FIRST + (j.foreign >> l & 1 ? 0 : FEW_WORDS / j.words);
        if (nlp_languages[l].script != script)
            continue;
        if (best < 0 || j.score[l] > j.score[best]) {
            second = best;
            best = l;
        } else if (second < 0 || j.score[l] > j.score[second]) {
            second = l;
        }
    }
    guess.words = j.words;
    if (best < 0)
        return guess;
    guess.tag = nlp_languages[best].tag;
    guess.english = best == 0;
    guess.sure = second < 0 || j.score[best] - j.score[second] > 3;
    return guess;
}
