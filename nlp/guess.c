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
    NROW = 12000,
    SAMPLE = 40,     /* words that are judged                                                */
    LONGEST = 32,    /* letters of a word that are looked at                                 */
    NQUICK = 256     /* slots                                                                */
};

/* Bound of what letters say (e³); what letters cost that the language does not have (e⁻²); prior log-odds of the
 * commonest language of a script, English or Russian, and how much more they are for a single word. */
#define MOST          20.1f
#define FOREIGN       0.135f
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
    float rows[NROW][NLANG];       /* chance of its last letter after the others, by language */
    uint32_t nrow;
    uint32_t letters[NLANG];       /* of all words of the language                           */
    uint64_t quick[NQUICK];        /* English words, their bytes in a number …               */
    uint8_t quick_weight[NQUICK];  /* … and how much they tell                               */
} G = {.once = PTHREAD_ONCE_INIT, .quick_once = PTHREAD_ONCE_INIT};

static uint64_t bytes_of(const char *word, size_t len)
{
    uint64_t x = 0;
    for (size_t i = 0; i < len; i++)
        x = x << 8 | (unsigned char)word[i];
    return x;
}

/* ---- English, quickly --------------------------------------------------------------------- */

static void add_quick(const char *words, uint8_t weight)
{
    for (const char *p = words; *p != '\0';) {
        size_t len = strcspn(p, " ");
        uint64_t x = bytes_of(p, len);
        uint32_t at = (uint32_t)(fuda_mix64(x) % NQUICK);
        while (G.quick[at] != 0)
            at = (at + 1) % NQUICK;
        G.quick[at] = x;
        G.quick_weight[at] = weight;
        p += len + (p[len] == ' ');
    }
}

static void fill_quick(void)
{
    /* Of no other language that is written without accents; and of few others. */
    add_quick("the of and to that it with are this by which have been not but were their they would will its "
              "from than should could about other more such these there has into through where while what "
              "who when can both being between using under we our you your said after only also most year "
              "years company market first two three last new per each used method",
              2);
    add_quick("in for is on as at be an was or he had his one so no all over mln pct", 1);
}

static unsigned quick_weight(uint64_t x)
{
    for (uint32_t at = (uint32_t)(fuda_mix64(x) % NQUICK); G.quick[at] != 0; at = (at + 1) % NQUICK) {
        if (G.quick[at] == x)
            return G.quick_weight[at];
    }
    return 0;
}

bool nlp_surely_english(const char *text, size_t len, unsigned most)
{
    unsigned nword = 0, weight = 0;
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
        weight += n > 1 && n < 8 ? quick_weight(x) : 0;
        if (weight >= 6 && weight * 3 >= nword)
            return true;
    }
    return false;
}

/* ---- tables -------------------------------------------------------------------------------------- */

static float *row_of(uint64_t gram, bool add)
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
    float *row = row_of(gram, true);
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

/* From counts to chances, weighted and ready to be added; n-grams of one length after the other, since each
 * needs the counts of the shorter ones. */
static void counts_to_chances(unsigned letters)
{
    static const float weight[4] = {0, 0.089f, 0.31f, 0.6f};

    for (uint32_t i = 0; i < NGRAM; i++) {
        uint64_t gram = G.gram[i];
        unsigned n = gram >> 42 != 0 ? 3 : gram >> 21 != 0 ? 2 : 1;
        if (gram == 0 || n != letters)
            continue;
        float *row = G.rows[G.row_of[i]];
        const float *base = n == 1 ? NULL : row_of(gram >> 21, false);
        for (int l = 0; l < G.nlang; l++) {
            float all = base == NULL ? (float)G.letters[l] : base[l];
            row[l] = all == 0 ? 0 : weight[n] * row[l] / all;
        }
    }
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
    for (unsigned letters = 3; letters > 0; letters--)
        counts_to_chances(letters);
}

/* ---- judging -------------------------------------------------------------------------------------- */

typedef struct judged {
    double odds[NLANG];  /* against the mean of the languages; of 40 words they stay in a double's range */
    uint64_t foreign;    /* languages that do not have some letter             */
    unsigned words;
    unsigned common[NLANG]; /* words the language has among its common ones and English has not */
} judged;

static const float *row_or_none(uint64_t gram)
{
    static const float none[NLANG];
    const float *row = gram == 0 ? NULL : row_of(gram, false);
    return row == NULL ? none : row;
}

/* Chances of the letters, multiplied into p[lang]. */
static void spell(const char *word, size_t len, float *p)
{
    uint64_t c[LONGEST + 2];
    size_t n = letters_of(word, len, c);

    for (size_t i = 1; i < n; i++) {
        const float *uni = row_or_none(c[i]), *bi = row_or_none(c[i - 1] << 21 | c[i]);
        const float *tri = row_or_none(i > 1 ? c[i - 2] << 42 | c[i - 1] << 21 | c[i] : 0);
        for (int l = 0; l < NLANG; l++)
            p[l] *= 0.001f + uni[l] + bi[l] + tri[l];
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
        const float *row = row_or_none(c);
        for (int l = 0; l < G.nlang; l++)
            langs |= (uint64_t)(row[l] == 0) << l;
    }
    return langs;
}

/* A word speaks for a language by its chance there against the mean of all.  What only its letters say
 * is kept within bounds, and counts half (a root): they are known from few words.  damp: how often a root is
 * drawn from the whole, 0 for a word that counts in full. */
static void judge(judged *j, const char *word, size_t len, nlp_script script, int damp)
{
    static const float listed[3] = {0.015f, 0.005f, 0.002f};
    float p[NLANG], mean = 0, n = 0;
    const known_word *known = find_word(word, len, false);
    uint64_t langs = known == NULL ? 0 : known->langs[0] | known->langs[1] | known->langs[2];
    uint64_t foreign = foreign_letters(word, len) & ~langs;

    for (int l = 0; l < NLANG; l++)
        p[l] = 0.5f;
    spell(word, len, p);
    for (int l = 0; l < G.nlang; l++) {
        n += nlp_languages[l].script == script;
        mean += nlp_languages[l].script == script ? p[l] : 0;
    }
    float ratio[NLANG], unit = n / mean;
    for (int l = 0; l < NLANG; l++) {
        float r = p[l] * unit;
        ratio[l] = sqrtf(r > MOST ? MOST : r < 1 / MOST ? 1 / MOST : r);
    }
    for (uint64_t set = langs; set != 0; set &= set - 1) {
        int l = __builtin_ctzll(set), level = known->langs[0] >> l & 1 ? 0 : known->langs[1] >> l & 1 ? 1 : 2;
        float whole = (listed[level] + p[l]) * n / (mean + n * 1e-4f);
        ratio[l] = whole > ratio[l] ? whole : ratio[l];
        j->common[l] += (langs & 1) == 0;
    }
    for (uint64_t set = foreign; set != 0; set &= set - 1)
        ratio[__builtin_ctzll(set)] *= FOREIGN;
    for (; damp > 0; damp--) {
        for (int l = 0; l < NLANG; l++)
            ratio[l] = sqrtf(ratio[l]);
    }
    for (int l = 0; l < NLANG; l++)
        j->odds[l] *= (double)ratio[l];
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
        judge(j, word, n, script, n == 1 ? 2 : capital && !first && !shouted);
        first = false;
    }
}

bool nlp_mostly_english(const char *text, size_t len, bool expected)
{
    char word[4 * LONGEST];
    bool shouted, capital;
    unsigned english = 0, others = 0, all = 0;
    nlp_word w;

    pthread_once(&G.once, fill);
    for (size_t pos = 0; all < SAMPLE && nlp_next_word(text, pos, len, &w); pos = w.end) {
        if (!w.has_letter)
            continue;
        const known_word *known = find_word(word, fold(text, &w, word, &shouted, &capital), false);
        uint64_t langs = known == NULL ? 0 : known->langs[0] | known->langs[1] | known->langs[2];
        all++;
        english += langs & 1;
        others += langs != 0 && (langs & 1) == 0;
        if (english >= 6 && english * 3 >= all && others * 4 <= english)
            return true;
    }
    if (expected)
        return english >= 2 && english * 6 >= all && others * 4 <= english;
    return english >= 4 && english * 3 >= all && others * 4 <= english;
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
    judged j = {.words = 0};
    double score[NLANG];
    nlp_guess guess = {.tag = "und"};
    int best = -1, second = -1;

    pthread_once(&G.once, fill);
    for (int l = 0; l < NLANG; l++)
        j.odds[l] = 1;
    judge_words(&j, text, len, script);
    if (j.words == 0) {
        guess.tag = script == NLP_SCRIPT_LATIN ? "en" : "und"; /* names in capitals, models' numbers */
        guess.english = script == NLP_SCRIPT_LATIN;
        return guess;
    }
    for (int l = 0; l < G.nlang; l++) {
        score[l] = log(j.odds[l]);
        if (l == 0 || strcmp(nlp_languages[l].tag, "ru") == 0)
            score[l] += COMMON_FIRST + (j.foreign >> l & 1 ? 0 : FEW_WORDS / j.words);
        if (nlp_languages[l].script != script)
            continue;
        if (best < 0 || score[l] > score[best]) {
            second = best;
            best = l;
        } else if (second < 0 || score[l] > score[second]) {
            second = l;
        }
    }
    guess.words = j.words;
    guess.common = best < 0 ? 0 : j.common[best];
    if (best < 0)
        return guess;
    guess.tag = nlp_languages[best].tag;
    guess.english = best == 0;
    guess.sure = second < 0 || score[best] - score[second] > 3;
    return guess;
}
