/* SPDX-License-Identifier: MIT */
#include "corpus/search_query.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"

/* Within FTS5's own limits of depth and length. */
enum { DEEPEST = 40, LONGEST = 8192, MOST_WORDS = 256 };

typedef struct query {
    fuda_scratch *scratch;
    const char *text;
    size_t at; /* next byte */
    int depth, words;
    search_cut cut;
    fuda_buf *out;
} query;

static fuda_status fail(const query *q, const char *what, fuda_error *err)
{
    return fuda_fail_at(err, FUDA_E_ARG, 1, q->at, "%s at byte %zu of the query", what, q->at);
}

static void skip_blanks(query *q)
{
    for (;;) {
        if (q->text[q->at] != '\0' && strchr(" \t\r\n", q->text[q->at]) != NULL)
            q->at++;
        else if (strncmp(q->text + q->at, "\xE3\x80\x80", 3) == 0) /* the ideographic blank */
            q->at += 3;
        else
            break;
    }
}

/* True, and behind it, when the next word is this one. */
static bool take_word(query *q, const char *word)
{
    size_t n = strlen(word);
    const char *next = q->text + q->at;

    skip_blanks(q);
    next = q->text + q->at;
    if (strncmp(next, word, n) != 0 || (next[n] != '\0' && strchr(" \t\r\n()\"", next[n]) == NULL))
        return false;
    q->at += n;
    return true;
}

static bool is_next(query *q, const char *word)
{
    size_t at = q->at;
    bool is = take_word(q, word);
    q->at = at;
    return is;
}

/* ---- strings of tokens ---------------------------------------------------------------------- */

static void add_token(query *q, const search_token *t, bool same_place)
{
    if (same_place)
        fuda_buf_add_char(q->out, SEARCH_SAME_PLACE);
    for (size_t i = 0; i < t->len; i++) {
        char c = q->cut.bytes.ptr[t->at + i];
        if (c == '"')
            fuda_buf_add_char(q->out, '"');
        fuda_buf_add_char(q->out, c == ' ' ? '_' : c);
    }
    fuda_buf_add_char(q->out, ' ');
}

/* The tokens from i on that share a position; returns the first behind them. */
static size_t position_end(const search_cut *cut, size_t i)
{
    for (i++; i < cut->n && !cut->tokens[i].first; i++)
        ;
    return i;
}

static const search_token *find_pair(const search_cut *cut, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (cut->tokens[i].pair)
            return &cut->tokens[i];
    }
    return NULL;
}

/*
 * All positions in order: characters as pairs with the next, which are rarer than characters and find the same.
 * Words by themselves or their stems, whichever the index has.
 */
static void add_phrase(query *q, bool prefix)
{
    const search_cut *cut = &q->cut;

    fuda_buf_add_char(q->out, '"');
    for (size_t i = 0, end; i < cut->n; i = end) {
        const search_token *t = &cut->tokens[i];
        end = position_end(cut, i);
        const search_token *pair = t->character ? find_pair(cut, i, end) : NULL;
        if (pair != NULL) {
            add_token(q, pair, false);
        } else {
            add_token(q, t, false);
            for (size_t k = i + 1; k < end && !t->character && !(prefix && end == cut->n); k++)
                add_token(q, &cut->tokens[k], true);
        }
    }
    fuda_buf_add_char(q->out, '"');
    if (prefix && cut->n != 0 && !cut->tokens[cut->n - 1].character && !cut->tokens[cut->n - 1].pair)
        fuda_buf_add_char(q->out, '*');
}

/* A word by itself is also found in its other forms, which is what its term stands for. */
static void add_single(query *q, bool prefix)
{
    const search_token *term = NULL;

    for (size_t i = 0; i < q->cut.n && q->cut.terms == 1; i++) {
        if (q->cut.tokens[i].term)
            term = &q->cut.tokens[i];
    }
    if (term == NULL || term->character || !q->cut.tokens[0].character || prefix) {
        add_phrase(q, prefix);
        return;
    }
    fuda_buf_add_char(q->out, '(');
    add_phrase(q, false);
    fuda_buf_add_str(q->out, " OR \"");
    fuda_buf_add_char(q->out, SEARCH_WHOLE_WORD);
    add_token(q, term, false);
    fuda_buf_add_str(q->out, "\")");
}

/* A phrase in quotes or a word; `plain`: a string alone, without OR (for NEAR). */
static fuda_status parse_text(query *q, bool plain, fuda_error *err)
{
    size_t start, end;
    bool quoted, prefix = false;
    fuda_status st;

    skip_blanks(q);
    quoted = q->text[q->at] == '"';
    start = q->at + quoted;
    if (quoted) {
        const char *close = strchr(q->text + start, '"');
        if (close == NULL)
            return fail(q, "the quote is not closed", err);
        end = (size_t)(close - q->text);
        q->at = end + 1;
    } else {
        end = start;
        while (q->text[end] != '\0' && strchr(" \t\r\n()\",", q->text[end]) == NULL &&
               strncmp(q->text + end, "\xE3\x80\x80", 3) != 0)
            end++;
        q->at = end;
        if (end > start && q->text[end - 1] == '*') {
            prefix = true;
            end--;
        }
    }
    if (++q->words > MOST_WORDS)
        return fail(q, "too many words", err);
    st = search_cut_text(&q->cut, q->scratch, q->text + start, end - start, err);
    if (st != FUDA_OK)
        return st;
    if (q->cut.n == 0)
        return fail(q, "there is no word", err);
    if (quoted || plain)
        add_phrase(q, prefix);
    else
        add_single(q, prefix);
    return FUDA_OK;
}

/* ---- the language --------------------------------------------------------------------------- */

static fuda_status parse_or(query *q, fuda_error *err);

static fuda_status parse_near(query *q, fuda_error *err)
{
    unsigned distance = 10;
    fuda_status st = FUDA_OK;

    fuda_buf_add_str(q->out, "NEAR(");
    q->at++; /* the bracket */
    for (skip_blanks(q); st == FUDA_OK && q->text[q->at] != ')' && q->text[q->at] != ','; skip_blanks(q)) {
        if (q->text[q->at] == '\0' || q->text[q->at] == '(')
            return fail(q, "NEAR has words, a comma, a number, and a bracket", err);
        st = parse_text(q, true, err);
        fuda_buf_add_char(q->out, ' ');
    }
    if (st == FUDA_OK && q->text[q->at] == ',') {
        q->at++;
        skip_blanks(q);
        size_t digits = strspn(q->text + q->at, "0123456789");
        if (digits == 0 || digits > 4)
            return fail(q, "NEAR's distance is a number up to 9999", err);
        distance = (unsigned)strtoul(q->text + q->at, NULL, 10);
        q->at += digits;
        skip_blanks(q);
    }
    if (st == FUDA_OK && q->text[q->at] != ')')
        return fail(q, "the bracket of NEAR is not closed", err);
    q->at += st == FUDA_OK;
    fuda_buf_addf(q->out, ", %u)", distance);
    return st;
}

static fuda_status parse_part(query *q, fuda_error *err)
{
    static const char *const fields[] = {"title", "text"};
    fuda_status st;

    if (is_next(q, "AND") || is_next(q, "NOT"))
        return fail(q, "a word is missing", err);
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(fields[i]);
        if (strncmp(q->text + q->at, fields[i], n) == 0 && q->text[q->at + n] == ':') {
            q->at += n + 1;
            fuda_buf_addf(q->out, "{%s} : ", fields[i]);
            break;
        }
    }
    skip_blanks(q);
    if (strncmp(q->text + q->at, "NEAR(", 5) == 0) {
        q->at += 4;
        return parse_near(q, err);
    }
    if (q->text[q->at] != '(')
        return parse_text(q, false, err);
    q->at++;
    st = parse_or(q, err);
    skip_blanks(q);
    if (st == FUDA_OK && q->text[q->at] != ')')
        return fail(q, "a bracket is not closed", err);
    q->at += st == FUDA_OK;
    return st;
}

static bool at_end(query *q)
{
    skip_blanks(q);
    return q->text[q->at] == '\0' || q->text[q->at] == ')' || is_next(q, "OR");
}

/* Parts that must be there, then those that must not: FTS5 knows "a NOT b" only. */
static fuda_status parse_and(query *q, fuda_error *err)
{
    fuda_buf *out = q->out, without = {0}, with = {0};
    size_t nwith = 0, nwithout = 0;
    fuda_status st = FUDA_OK;

    while (st == FUDA_OK && !at_end(q)) {
        bool negative = take_word(q, "NOT");
        if (!negative && nwith + nwithout != 0 && take_word(q, "AND"))
            negative = take_word(q, "NOT");
        if (!negative && q->text[q->at] == '-') {
            negative = true;
            q->at++;
        }
        q->out = negative ? &without : &with;
        if (negative ? nwithout++ != 0 : nwith++ != 0)
            fuda_buf_add_str(q->out, negative ? " OR " : " AND ");
        if (at_end(q))
            st = fail(q, "a word is missing", err);
        else
            st = parse_part(q, err);
    }
    q->out = out;
    if (st == FUDA_OK && nwith == 0)
        st = fail(q, nwithout != 0 ? "a query says what must be there, not only what must not" : "a word is missing",
                  err);
    fuda_buf_add_str(out, nwithout != 0 ? "((" : "(");
    fuda_buf_add(out, with.ptr, with.len);
    if (nwithout != 0) {
        fuda_buf_add_str(out, ") NOT (");
        fuda_buf_add(out, without.ptr, without.len);
        fuda_buf_add_char(out, ')');
    }
    fuda_buf_add_char(out, ')');
    out->failed = out->failed || with.failed || without.failed;
    fuda_buf_release(&with);
    fuda_buf_release(&without);
    return st;
}

static fuda_status parse_or(query *q, fuda_error *err)
{
    fuda_status st;

    if (++q->depth > DEEPEST)
        return fail(q, "brackets are too deep", err);
    fuda_buf_add_char(q->out, '(');
    st = parse_and(q, err);
    while (st == FUDA_OK && take_word(q, "OR")) {
        fuda_buf_add_str(q->out, " OR ");
        st = parse_and(q, err);
    }
    fuda_buf_add_char(q->out, ')');
    q->depth--;
    return st;
}

fuda_status search_query_parse(fuda_scratch *scratch, const char *text, fuda_buf *out, fuda_error *err)
{
    query q = {.scratch = scratch, .text = text, .out = out};
    fuda_status st;

    if (strlen(text) > LONGEST)
        return fuda_fail(err, FUDA_E_ARG, "the query is longer than %d bytes", LONGEST);
    st = parse_or(&q, err);
    skip_blanks(&q);
    if (st == FUDA_OK && text[q.at] != '\0')
        st = fail(&q, "a bracket too many", err);
    if (st == FUDA_OK && out->failed)
        st = fuda_fail_nomem(err);
    search_cut_release(&q.cut);
    return st;
}
