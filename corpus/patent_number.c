/* SPDX-License-Identifier: MIT */
/* Numbers, dates and classification symbols of patents in the forms that offices and databases write. */
#include <stdio.h>
#include <string.h>

#include "corpus/patent.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static size_t digits_at(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len && is_digit(text[n]))
        n++;
    return n;
}

/* ---- dates ----------------------------------------------------------------------------------- */

static unsigned number_of(const char *text, size_t len)
{
    unsigned n = 0;
    for (size_t i = 0; i < len; i++)
        n = n * 10 + (unsigned)(text[i] - '0');
    return n;
}

void corpus_date(const char *text, size_t len, char out[16])
{
    unsigned part[3] = {0}; /* year, month, day; 0: not said */
    size_t n = 0, i = 0;

    out[0] = '\0';
    while (i < len && (unsigned char)text[i] <= ' ')
        i++;
    text += i;
    len -= i;
    n = digits_at(text, len);
    if (n == 8 || n == 6) {
        part[0] = number_of(text, 4);
        part[1] = number_of(text + 4, 2);
        part[2] = n == 8 ? number_of(text + 6, 2) : 0;
    } else if (n == 4) {
        part[0] = number_of(text, 4);
        for (size_t k = 1, at = 4; k < 3 && at + 1 < len && memchr("-/.", text[at], 3) != NULL; k++) {
            n = digits_at(text + at + 1, len - at - 1);
            if (n < 1 || n > 2)
                break;
            part[k] = number_of(text + at + 1, n);
            at += 1 + n;
        }
    }
    if (part[0] < 1000 || part[1] > 12 || part[2] > 31)
        return;
    if (part[1] == 0)
        snprintf(out, 16, "%04u", part[0] % 10000);
    else if (part[2] == 0)
        snprintf(out, 16, "%04u-%02u", part[0] % 10000, part[1] % 100);
    else
        snprintf(out, 16, "%04u-%02u-%02u", part[0] % 10000, part[1] % 100, part[2] % 100);
}

/* ---- classification -------------------------------------------------------------------------- */

bool corpus_code_normal(const char *text, size_t len, char out[24])
{
    size_t i = 0, blanks = 0, group, sub, n = 5;

    while (i < len && text[i] == ' ')
        i++;
    if (len - i < 6)
        return false;
    const char *s = text + i;
    if (!((s[0] >= 'A' && s[0] <= 'H') || s[0] == 'Y') || !is_digit(s[1]) || !is_digit(s[2]) || !is_upper(s[3]))
        return false;
    memcpy(out, s, 4);
    out[4] = ' ';
    for (i += 4; i < len && (text[i] == ' ' || text[i] == '-'); i++)
        blanks++;
    group = digits_at(text + i, len - i);
    size_t zeros = 0;
    while (zeros + 1 < group && text[i + zeros] == '0')
        zeros++;
    size_t at = i + group;
    while (at < len && text[at] == ' ') /* "A61M  31/    00" has some on both sides */
        at++;
    if (at < len && (text[at] == '/' || text[at] == ':') && group >= 1 && group - zeros <= 4) {
        memcpy(out + n, text + i + zeros, group - zeros);
        n += group - zeros;
        for (at++; at < len && text[at] == ' ';)
            at++;
        sub = digits_at(text + at, len - at);
    } else if (blanks + group > 3 && blanks < 3 && group > 3 - blanks && group <= 9 - blanks) {
        /* Main group in three columns, the subgroup behind it without a slash. */
        size_t main = 3 - blanks;
        for (zeros = 0; zeros + 1 < main && text[i + zeros] == '0';)
            zeros++;
        memcpy(out + n, text + i + zeros, main - zeros);
        n += main - zeros;
        at = i + main;
        sub = group - main;
    } else {
        return false;
    }
    if (sub < 2 || sub > 6)
        return false;
    out[n++] = '/';
    memcpy(out + n, text + at, sub);
    out[n + sub] = '\0';
    return true;
}

/* ---- publication numbers --------------------------------------------------------------------- */

/* J-PlatPat's names of documents. */
static const struct {
    const char *name, *kind;
} japanese[] = {
    {"特開", "A"}, {"特表", "A"}, {"再表", "A1"}, {"再公表", "A1"}, {"特公", "B2"}, {"特許", "B"},
    {"実開", "U"}, {"実表", "U"}, {"実公", "Y2"}, {"実登", "U"},   {"登実", "U"},  {"意登", "S"},
};
/* Eras as DOCDB writes them before the two digits of the year. */
static const struct {
    const char *name, *letter;
} eras[] = {{"昭", "S"}, {"平", "H"}, {"令", "R"}};

static bool starts(const char *text, size_t len, const char *with)
{
    return strlen(with) <= len && memcmp(text, with, strlen(with)) == 0;
}

static bool split_japanese(const char *text, size_t len, corpus_patent *p)
{
    char number[64];
    size_t n = 0;

    for (size_t k = 0; k < sizeof japanese / sizeof japanese[0]; k++) {
        if (!starts(text, len, japanese[k].name))
            continue;
        text += strlen(japanese[k].name);
        len -= strlen(japanese[k].name);
        for (size_t e = 0; e < sizeof eras / sizeof eras[0]; e++) {
            if (starts(text, len, eras[e].name)) {
                number[n++] = eras[e].letter[0];
                text += strlen(eras[e].name);
                len -= strlen(eras[e].name);
            }
        }
        for (size_t i = 0; i < len && n < sizeof number - 1; i++)
            if (is_digit(text[i]))
                number[n++] = text[i];
        PATENT_SET(p->country, "JP", 2);
        PATENT_SET(p->kind, japanese[k].kind, strlen(japanese[k].kind));
        PATENT_SET(p->number, number, n);
        return true;
    }
    return false;
}

void corpus_publication_split(const char *text, size_t len, corpus_patent *p)
{
    while (len != 0 && *text == ' ') {
        text++;
        len--;
    }
    while (len != 0 && text[len - 1] == ' ')
        len--;
    if (split_japanese(text, len, p))
        return;
    if (len < 3 || !is_upper(text[0]) || !is_upper(text[1])) {
        PATENT_SET(p->number, text, len);
        return;
    }
    PATENT_SET(p->country, text, 2);
    text += 2;
    len -= 2;
    /* The Lens puts a date behind some kinds: "EP 1234567 B1 20010203". */
    if (len > 9 && text[len - 9] == ' ' && digits_at(text + len - 8, 8) == 8 && is_digit(text[len - 10]))
        len -= 9;
    /* A kind is a letter and at most one digit at the end, behind a digit or a separator. */
    size_t kind = len >= 2 && is_digit(text[len - 1]) && is_upper(text[len - 2])
                      ? 2
                      : (len >= 1 && is_upper(text[len - 1]) ? 1 : 0);
    if (kind != 0 && kind < len && (is_digit(text[len - kind - 1]) || strchr(" -", text[len - kind - 1]) != NULL)) {
        PATENT_SET(p->kind, text + len - kind, kind);
        len -= kind;
    }
    PATENT_SET(p->number, text, len);
}

/* The letters and digits of the number, zeros behind the letters in front dropped. */
static size_t compact(const char *number, bool keep_zeros, char out[64])
{
    size_t n = 0, digits = 0;

    for (; *number != '\0' && n < 63; number++) {
        char c = *number;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 32);
        if (c == '.') /* behind the dot of "200910190429.0" is a check digit */
            break;
        if (!is_digit(c) && !is_upper(c))
            continue;
        if (c == '0' && digits == 0 && !keep_zeros)
            continue;
        digits += is_digit(c);
        out[n++] = c;
    }
    out[n] = '\0';
    return n;
}

bool corpus_publication_id(const char *country, const char *number, const char *kind, fuda_buf *out)
{
    char digits[64], made[80];
    /* Japanese numbers of the eras have a year of two digits: "H01114441", "08143465". */
    size_t n = compact(number, strcmp(country, "JP") == 0, digits);
    bool plain = digits_at(digits, n) == n;

    if (n == 0)
        return false;
    snprintf(made, sizeof made, "%s", digits);
    if (strcmp(country, "US") == 0 && plain && n == 10 && (digits[0] == '2') && kind[0] == 'A')
        snprintf(made, sizeof made, "%.4s0%s", digits, digits + 4); /* DOCDB has six digits behind the year */
    if (strcmp(country, "WO") == 0 && plain) {
        char wo[64];
        n = compact(number, true, wo);
        if (n == 7) /* year of two digits, five of the number */
            snprintf(made, sizeof made, "%s%.2s0%s", wo[0] >= '7' ? "19" : "20", wo, wo + 2);
        else if (n == 8)
            snprintf(made, sizeof made, "%s%.2s%s", wo[0] >= '7' ? "19" : "20", wo, wo + 2);
        else if (n == 9 && (wo[0] == '1' || wo[0] == '2'))
            snprintf(made, sizeof made, "%.4s0%s", wo, wo + 4);
    }
    fuda_buf_add_str(out, country);
    fuda_buf_add_str(out, made);
    for (; *kind != '\0'; kind++)
        if (is_digit(*kind) || is_upper(*kind))
            fuda_buf_add_char(out, *kind);
    return true;
}
