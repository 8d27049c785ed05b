/* SPDX-License-Identifier: MIT */
#include "corpus/where.h"

#include <math.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"

/* Within SQLite's own limits of depth, parameters and patterns. */
enum { DEEPEST = 50, MOST_TESTS = 200, MOST_VALUES = 1000, LONGEST_TEXT = 10000 };

/* ---- columns -------------------------------------------------------------------------------- */

typedef enum column_kind { TEXT, NUMBER, SET, FIELD } column_kind;

typedef struct column {
    const char *name;
    column_kind kind;
    const char *sql; /* the value; of a set: a SELECT whose rows' value is `v`, ending in WHERE … */
} column;

#define LABELS_OF(table, condition)                                                                          \
    "SELECT 1 FROM (SELECT wl.label AS v FROM " table " wp JOIN labels wl ON wl.label_no = wp.label_no"     \
    " WHERE wp.doc = d.doc AND " condition ")"

static const column columns[] = {
    {"id", TEXT, "d.id"},
    {"title", TEXT, "d.title"},
    {"text", TEXT, "d.text"},
    {"lang", TEXT, "coalesce(r.lang, d.lang)"},
    {"date", TEXT, "d.date"},
    {"year", NUMBER, WHERE_YEAR},
    {"group", TEXT, "d.grp"},
    {"genre", TEXT, WHERE_GENRE},
    {"tokens", NUMBER, "r.tokens"},
    {"applicant", SET, "SELECT 1 FROM (SELECT value AS v FROM json_each(" WHERE_APPLICANTS "))"},
    {"code", SET, "SELECT 1 FROM (SELECT value AS v FROM json_each(CASE WHEN json_valid(d.codes) THEN d.codes END))"},
    {"label", SET, LABELS_OF("predictions", "wp.run = ?1 AND wp.decided = 1")},
    {"gold", SET, LABELS_OF("gold", "wp.maybe = 0")},
};
enum { NCOLUMN = sizeof columns / sizeof columns[0] };

/* ---- words ---------------------------------------------------------------------------------- */

typedef enum token_kind { END, NAME, STRING, NUMERAL, SIGN } token_kind;

typedef struct parser {
    const char *text;
    size_t line;
    size_t next; /* byte behind the token at hand */
    token_kind kind;
    size_t start;  /* of the token at hand       */
    fuda_str word; /* its bytes, quotes and all  */
    where_clause *out;
    int depth, tests;
    fuda_error *err;
    bool failed;
    fuda_status status;
} parser;

__attribute__((format(printf, 3, 4))) static bool fail(parser *p, size_t at, const char *format, ...)
{
    char text[256];
    va_list args;

    if (p->failed)
        return false;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    p->failed = true;
    p->status = fuda_fail_at(p->err, FUDA_E_ARG, p->line, at, "%s", text);
    return false;
}

static bool fail_nomem(parser *p)
{
    p->failed = true;
    p->status = fuda_fail_nomem(p->err);
    return false;
}

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void read_name(parser *p)
{
    const char *t = p->text;

    p->kind = NAME;
    while (is_letter((unsigned char)t[p->next]) || is_digit(t[p->next]) || t[p->next] == '.' ||
           t[p->next] == '-')
        p->next++;
}

static bool read_string(parser *p)
{
    const char *t = p->text;

    p->kind = STRING;
    for (p->next++;; p->next++) {
        if (t[p->next] == '\0')
            return fail(p, p->start, "the text that begins here has no closing quote (')");
        if (t[p->next] != '\'')
            continue;
        if (t[p->next + 1] != '\'')
            break;
        p->next++; /* '' is a quote in the text */
    }
    p->next++;
    return true;
}

static bool read_numeral(parser *p)
{
    const char *t = p->text;

    p->kind = NUMERAL;
    if (t[p->next] == '-')
        p->next++;
    while (is_digit(t[p->next]))
        p->next++;
    if (t[p->next] == '.') {
        p->next++;
        while (is_digit(t[p->next]))
            p->next++;
    }
    if (is_letter((unsigned char)t[p->next]) || t[p->next] == '-' || t[p->next] == '.')
        return fail(p, p->start, "a number ends in a letter; a text stands between quotes: '2024-05'");
    return true;
}

/* Goes to the next token. */
static bool advance(parser *p)
{
    const char *t = p->text;

    while (t[p->next] == ' ' || (t[p->next] >= '\t' && t[p->next] <= '\r'))
        p->next++;
    p->start = p->next;
    unsigned char c = (unsigned char)t[p->next];
    if (c == '\0') {
        p->kind = END;
    } else if (c == '\'') {
        if (!read_string(p))
            return false;
    } else if (is_letter(c)) {
        read_name(p);
    } else if (is_digit((char)c) || (c == '-' && is_digit(t[p->next + 1]))) {
        if (!read_numeral(p))
            return false;
    } else if (c == '"') {
        return fail(p, p->start, "a text stands between single quotes: 'ja'");
    } else if (strchr("=<>!(),", c) != NULL) {
        p->kind = SIGN;
        p->next++;
        if ((c == '=' || c == '<' || c == '>' || c == '!') && t[p->next] == '=')
            p->next++;
        else if (c == '<' && t[p->next] == '>')
            p->next++;
    } else {
        return fail(p, p->start, "this character has no meaning in a condition");
    }
    p->word = (fuda_str){t + p->start, p->next - p->start};
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool equals(fuda_str word, const char *name)
{
    if (word.len != strlen(name))
        return false;
    for (size_t i = 0; i < word.len; i++) {
        if (lower(word.ptr[i]) != name[i])
            return false;
    }
    return true;
}

static bool at(const parser *p, token_kind kind, const char *word)
{
    return p->kind == kind && equals(p->word, word);
}

/* Takes the word if it is there. */
static bool take(parser *p, token_kind kind, const char *word)
{
    return !p->failed && at(p, kind, word) && advance(p);
}

/* ---- values --------------------------------------------------------------------------------- */

/* The new value is parameter ?(n + 1). */
static bool push_value(parser *p, where_value value)
{
    where_clause *out = p->out;

    if (out->n >= MOST_VALUES)
        return fail(p, p->start, "more than %d values in a condition", MOST_VALUES);
    if (!FUDA_GROW(out->values, out->cap, out->n + 1))
        return fail_nomem(p);
    out->values[out->n++] = value;
    return true;
}

static bool text_of(parser *p, fuda_str *out)
{
    char *copy = fuda_arena_alloc(&p->out->arena, p->word.len + 1);
    size_t n = 0;

    if (copy == NULL)
        return fail_nomem(p);
    for (size_t i = 1; i + 1 < p->word.len; i++) {
        copy[n++] = p->word.ptr[i];
        if (p->word.ptr[i] == '\'')
            i++;
    }
    copy[n] = '\0';
    *out = (fuda_str){copy, n};
    return true;
}

static double number_of(fuda_str word)
{
    double value = 0, scale = 1;
    size_t i = word.ptr[0] == '-';

    for (; i < word.len && word.ptr[i] != '.'; i++)
        value = value * 10 + (word.ptr[i] - '0');
    for (i++; i < word.len; i++)
        value += (scale /= 10) * (word.ptr[i] - '0');
    return word.ptr[0] == '-' ? -value : value;
}

static bool parse_value(parser *p, column_kind kind, const char *name)
{
    where_value value = {0};

    if (p->kind == END)
        return fail(p, p->start, "the condition ends where a value is missing");
    if (p->kind == STRING && kind == NUMBER)
        return fail(p, p->start, "'%s' is a number; write it without quotes", name);
    if (p->kind == NUMERAL && (kind == TEXT || kind == SET))
        return fail(p, p->start, "'%s' is a text; put it between quotes", name);
    if (p->kind == NAME)
        return fail(p, p->start, "a text stands between quotes: '%.*s'",
                    (int)(p->word.len < 60 ? p->word.len : 60), p->word.ptr);
    if (p->kind != STRING && p->kind != NUMERAL)
        return fail(p, p->start, "a value is missing here");
    value.is_text = p->kind == STRING;
    if (value.is_text && !text_of(p, &value.text))
        return false;
    if (!value.is_text)
        value.number = number_of(p->word);
    if (value.text.len > LONGEST_TEXT)
        return fail(p, p->start, "a text of more than %d bytes", LONGEST_TEXT);
    if (!push_value(p, value))
        return false;
    fuda_buf_addf(&p->out->sql, "?%zu", p->out->n + 1);
    return advance(p);
}

/* ---- tests ---------------------------------------------------------------------------------- */

/* What a test is about. */
typedef struct subject {
    column_kind kind;
    char name[96];
    const char *sql;
    size_t path; /* of a further field: the number of its path's parameter */
} subject;

static bool add_path(parser *p, fuda_str name, subject *out)
{
    fuda_buf path = {0};
    where_value value = {.is_text = true};
    size_t len;

    fuda_buf_add_str(&path, "$");
    for (size_t i = 0; i <= name.len; i += len + 1) {
        for (len = 0; i + len < name.len && name.ptr[i + len] != '.'; len++)
            ;
        if (len == 0) {
            fuda_buf_release(&path);
            return fail(p, p->start, "'fields.' is followed by the name of a field: fields.publisher");
        }
        fuda_buf_addf(&path, ".\"%.*s\"", (int)len, name.ptr + i);
    }
    value.text = (fuda_str){fuda_arena_copy(&p->out->arena, path.ptr, path.len), path.len};
    bool ok = !path.failed && value.text.ptr != NULL;
    fuda_buf_release(&path);
    if (!ok)
        return fail_nomem(p);
    if (!push_value(p, value))
        return false;
    out->path = p->out->n + 1;
    return true;
}

static bool parse_subject(parser *p, subject *out)
{
    if (p->kind == END)
        return fail(p, p->start, "the condition ends where a test is missing");
    if (p->kind != NAME)
        return fail(p, p->start, "a column is missing here: id, title, text, lang, date, year, group, genre, tokens,"
                                 " applicant, code, label, gold or fields.NAME");
    snprintf(out->name, sizeof out->name, "%.*s", (int)(p->word.len < 80 ? p->word.len : 80), p->word.ptr);
    if (p->word.len > 6 && equals((fuda_str){p->word.ptr, 7}, "fields.")) {
        out->kind = FIELD;
        return add_path(p, (fuda_str){p->word.ptr + 7, p->word.len - 7}, out) && advance(p);
    }
    for (size_t i = 0; i < NCOLUMN; i++) {
        if (equals(p->word, columns[i].name)) {
            out->kind = columns[i].kind;
            out->sql = columns[i].sql;
            return advance(p);
        }
    }
    return fail(p, p->start, "no column '%s'; there are id, title, text, lang, date, year, group, genre, tokens,"
                             " applicant, code, label, gold and fields.NAME", out->name);
}

static void put_subject(parser *p, const subject *s, bool number)
{
    fuda_buf *sql = &p->out->sql;

    if (s->kind == SET) {
        fuda_buf_add_str(sql, "v");
    } else if (s->kind == FIELD && number) {
        /* A number, or from CSV a text that is one. */
        fuda_buf_addf(sql,
                      "(SELECT CASE WHEN typeof(v) IN ('integer', 'real') THEN v WHEN v GLOB '[-0-9]*'"
                      " AND NOT v GLOB '*[^-0-9.]*' THEN CAST(v AS REAL) END"
                      " FROM (SELECT json_extract(" WHERE_FIELDS ", ?%zu) AS v))",
                      s->path);
    } else if (s->kind == FIELD) {
        fuda_buf_addf(sql, "CAST(json_extract(" WHERE_FIELDS ", ?%zu) AS TEXT)", s->path);
    } else {
        fuda_buf_add_str(sql, s->sql);
    }
}

static const char *comparison(parser *p)
{
    static const struct {
        const char *sign, *sql;
    } rows[] = {{"=", "="}, {"==", "="}, {"!=", "<>"}, {"<>", "<>"}, {"<", "<"}, {"<=", "<="}, {">", ">"}, {">=", ">="}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0] && p->kind == SIGN; i++) {
        if (equals(p->word, rows[i].sign))
            return rows[i].sql;
    }
    return NULL;
}

/* The part of a test behind its column; for sets inside EXISTS (…), so that a negation turns the whole. */
static bool parse_rest(parser *p, const subject *s, const char *sign)
{
    fuda_buf *sql = &p->out->sql;
    bool number = p->kind == NUMERAL;

    if (sign != NULL) {
        put_subject(p, s, number);
        fuda_buf_addf(sql, " %s ", sign);
        return parse_value(p, s->kind, s->name);
    }
    if (take(p, NAME, "like")) {
        if (p->kind != STRING)
            return fail(p, p->start, "a pattern stands between quotes: '%%chip%%'");
        put_subject(p, s, false);
        fuda_buf_add_str(sql, " LIKE ");
        return s->kind == NUMBER ? fail(p, p->start, "'%s' is a number; 'like' is for texts", s->name)
                                 : parse_value(p, TEXT, s->name);
    }
    if (take(p, NAME, "between")) {
        put_subject(p, s, p->kind == NUMERAL);
        fuda_buf_add_str(sql, " BETWEEN ");
        if (!parse_value(p, s->kind, s->name))
            return false;
        if (!take(p, NAME, "and"))
            return p->failed ? false : fail(p, p->start, "'between' needs 'and': year between 2018 and 2022");
        fuda_buf_add_str(sql, " AND ");
        return parse_value(p, s->kind, s->name);
    }
    if (!take(p, NAME, "in"))
        return p->failed ? false
                         : fail(p, p->start, "a comparison is missing behind '%s': = != < <= > >=, in, like, between, is null",
                                s->name);
    if (!take(p, SIGN, "("))
        return p->failed ? false : fail(p, p->start, "'in' is followed by a list: lang in ('ja', 'zh')");
    put_subject(p, s, p->kind == NUMERAL);
    fuda_buf_add_str(sql, " IN (");
    do {
        if (!parse_value(p, s->kind, s->name))
            return false;
        if (at(p, SIGN, ","))
            fuda_buf_add_str(sql, ", ");
    } while (take(p, SIGN, ","));
    fuda_buf_add_str(sql, ")");
    if (!p->failed && !take(p, SIGN, ")"))
        return p->failed ? false : fail(p, p->start, "the list is not closed: ')' or ',' is missing");
    return !p->failed;
}

static bool parse_null(parser *p, const subject *s)
{
    fuda_buf *sql = &p->out->sql;
    bool negated = take(p, NAME, "not");

    if (!take(p, NAME, "null"))
        return p->failed ? false : fail(p, p->start, "'is' is followed by 'null' or 'not null'");
    if (s->kind == SET) {
        fuda_buf_addf(sql, "%sEXISTS (%s)", negated ? "" : "NOT ", s->sql);
    } else {
        put_subject(p, s, false);
        fuda_buf_add_str(sql, negated ? " IS NOT NULL" : " IS NULL");
    }
    return true;
}

static bool parse_test(parser *p)
{
    subject s = {0};
    fuda_buf *sql = &p->out->sql;

    if (p->tests++ >= MOST_TESTS)
        return fail(p, p->start, "more than %d tests in a condition", MOST_TESTS);
    if (!parse_subject(p, &s))
        return false;
    if (take(p, NAME, "is"))
        return parse_null(p, &s);
    const char *sign = comparison(p);
    bool negated = sign == NULL ? take(p, NAME, "not") : strcmp(sign, "<>") == 0;
    if (sign != NULL && !advance(p))
        return false;
    if (p->failed)
        return false;
    /* Of a set: "one of its items is …", and its negation "none is". */
    if (sign != NULL && negated)
        sign = "=";
    fuda_buf_add_str(sql, negated ? "NOT (" : "(");
    if (s.kind == SET)
        fuda_buf_addf(sql, "EXISTS (%s WHERE ", s.sql);
    if (!parse_rest(p, &s, sign))
        return false;
    fuda_buf_add_str(sql, s.kind == SET ? "))" : ")");
    return true;
}

static bool parse_or(parser *p);

static bool parse_not(parser *p)
{
    if (++p->depth > DEEPEST)
        return fail(p, p->start, "more than %d levels of 'not' and parentheses", DEEPEST);
    if (take(p, NAME, "not")) {
        fuda_buf_add_str(&p->out->sql, "NOT (");
        if (!parse_not(p))
            return false;
        fuda_buf_add_str(&p->out->sql, ")");
    } else if (take(p, SIGN, "(")) {
        fuda_buf_add_str(&p->out->sql, "(");
        if (!parse_or(p))
            return false;
        if (!take(p, SIGN, ")"))
            return p->failed ? false : fail(p, p->start, "')' is missing here");
        fuda_buf_add_str(&p->out->sql, ")");
    } else if (p->failed || !parse_test(p)) {
        return false;
    }
    p->depth--;
    return true;
}

static bool parse_chain(parser *p, const char *word, const char *sql, bool (*item)(parser *))
{
    if (!item(p))
        return false;
    while (take(p, NAME, word)) {
        fuda_buf_add_str(&p->out->sql, sql);
        if (!item(p))
            return false;
    }
    return !p->failed;
}

static bool parse_and(parser *p)
{
    return parse_chain(p, "and", " AND ", parse_not);
}

static bool parse_or(parser *p)
{
    return parse_chain(p, "or", " OR ", parse_and);
}

fuda_status where_parse(const char *text, size_t line, where_clause *out, fuda_error *err)
{
    parser p = {.text = text, .line = line, .out = out, .err = err};

    *out = (where_clause){0};
    if (text == NULL) {
        fuda_buf_add_str(&out->sql, "1");
    } else {
        size_t len = strlen(text), bad = fuda_utf8_check(text, len);
        if (bad < len)
            fail(&p, bad, "the condition is not UTF-8");
        else if (advance(&p) && parse_or(&p) && p.kind != END)
            fail(&p, p.start, "'and' or 'or' is missing here");
    }
    if (!p.failed && fuda_buf_cstr(&out->sql) == NULL)
        fail_nomem(&p);
    if (p.failed) {
        where_release(out);
        return p.status;
    }
    return FUDA_OK;
}

void where_release(where_clause *clause)
{
    fuda_buf_release(&clause->sql);
    fuda_arena_release(&clause->arena);
    free(clause->values);
    *clause = (where_clause){0};
}

void where_bind(const where_clause *clause, struct sqlite3_stmt *stmt)
{
    for (size_t i = 0; i < clause->n; i++) {
        const where_value *v = &clause->values[i];
        if (v->is_text)
            sqlite3_bind_text64(stmt, (int)i + 2, v->text.ptr, v->text.len, SQLITE_STATIC, SQLITE_UTF8);
        else if (fabs(v->number) < 9e15 && v->number == floor(v->number))
            sqlite3_bind_int64(stmt, (int)i + 2, (int64_t)v->number);
        else
            sqlite3_bind_double(stmt, (int)i + 2, v->number);
    }
}

bool where_looks_like(const char *text)
{
    return strpbrk(text, "=<>") != NULL || strstr(text, " in ") != NULL || strstr(text, " in(") != NULL ||
           strstr(text, " like ") != NULL || strstr(text, " between ") != NULL || strstr(text, " is ") != NULL;
}
