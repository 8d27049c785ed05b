/* SPDX-License-Identifier: MIT */
/* Key terms as they stand in the texts. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "corpus/report_terms.h"

/* Columns of text on each side; a wide character takes two. */
enum { SIDE = 44 };

static size_t columns_of(uint32_t c)
{
    return c != FUDA_BAD_CHAR && c >= 0x1100 ? 2 : 1;
}

/* Start of the text that ends at `end` and takes at most SIDE columns. */
static size_t left_of(const char *text, size_t end)
{
    size_t start = end, used = 0;

    while (start > 0) {
        size_t at = start - 1, next;
        while (at > 0 && start - at < 4 && ((unsigned char)text[at] & 0xC0) == 0x80)
            at--;
        next = at;
        used += columns_of(fuda_utf8_next(text, start, &next));
        if (used > SIDE)
            break;
        start = at;
    }
    return start;
}

static size_t right_of(const char *text, size_t len, size_t start)
{
    size_t end = start, used = 0;

    while (end < len) {
        size_t next = end;
        used += columns_of(fuda_utf8_next(text, len, &next));
        if (used > SIDE)
            break;
        end = next;
    }
    return end;
}

/* Runs of white space and controls become one blank. */
static bool copy_line(fuda_report *r, const char *text, size_t len, fuda_str *out)
{
    char *to = fuda_arena_alloc(&r->arena, len + 1);
    size_t n = 0;

    if (to == NULL)
        return false;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] > ' ')
            to[n++] = text[i];
        else if (n == 0 || to[n - 1] != ' ')
            to[n++] = ' ';
    }
    to[n] = '\0';
    *out = (fuda_str){to, n};
    return true;
}

static int by_document(const void *a, const void *b)
{
    const rep_place *x = *(rep_place *const *)a, *y = *(rep_place *const *)b;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return (x > y) - (x < y);
}

/* The document's id and text. */
static fuda_status read_document(fuda_report *r, sqlite3_stmt *stmt, int64_t doc, fuda_str *id, fuda_buf *text,
                                 fuda_error *err)
{
    bool row = false;
    fuda_status st;

    store_bind_int(stmt, 1, doc);
    st = store_row(r->corpus, stmt, &row, err);
    fuda_buf_clear(text);
    *id = (fuda_str){0};
    if (st == FUDA_OK && row) {
        fuda_str s = store_text(stmt, 0);
        *id = (fuda_str){fuda_arena_copy(&r->arena, s.ptr, s.len), s.len};
        s = store_text(stmt, 1);
        fuda_buf_add(text, s.ptr, s.len < REP_LONGEST ? s.len : REP_LONGEST); /* as the index saw it */
        fuda_buf_add_char(text, '\n');
        s = store_text(stmt, 2);
        fuda_buf_add(text, s.ptr, s.len);
    }
    store_reset(stmt);
    return st == FUDA_OK && (text->failed || (row && id->ptr == NULL)) ? fuda_fail_nomem(err) : st;
}

static bool show(fuda_report *r, rep_place *p, const fuda_buf *text)
{
    if (p->end > text->len || p->start > p->end)
        return true;
    size_t from = left_of(text->ptr, p->start), to = right_of(text->ptr, text->len, p->end);
    return copy_line(r, text->ptr + from, p->start - from, &p->left) &&
           copy_line(r, text->ptr + p->start, p->end - p->start, &p->keyword) &&
           copy_line(r, text->ptr + p->end, to - p->end, &p->right);
}

static fuda_status read_places(fuda_report *r, const rep_index *x, rep_place **order, size_t n, fuda_error *err)
{
    sqlite3_stmt *stmt;
    fuda_buf text = {0};
    fuda_str id = {0};
    fuda_status st = rep_prepare(r, "SELECT id, title, text FROM documents WHERE doc = ?1", &stmt, err);

    for (size_t i = 0; i < n && st == FUDA_OK; i++) {
        if (i == 0 || order[i]->doc != order[i - 1]->doc)
            st = read_document(r, stmt, x->docs[order[i]->doc], &id, &text, err);
        order[i]->id = id;
        if (st == FUDA_OK && !show(r, order[i], &text))
            st = fuda_fail_nomem(err);
    }
    rep_finalize(stmt);
    fuda_buf_release(&text);
    return st;
}

static bool same(fuda_str a, fuda_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* The terms' rows and their places come in the same order: gives each row the form its first place shows. */
static void fill_forms(fuda_report *r, rep_table_id id, const rep_places *places)
{
    size_t form = rep_column(id, "form"), term = rep_column(id, "term"), ncolumn = r->tables[id].table.ncolumn;
    size_t row = 0;

    for (size_t i = 0; i < places->n && row < r->tables[id].table.nrow; i++) {
        const rep_place *p = &places->items[i];
        fuda_cell *cells = &r->tables[id].cells[row * ncolumn];
        if (i > 0 && same(p->term, p[-1].term) && same(p->value, p[-1].value) && same(p->lang, p[-1].lang) &&
            p->axis == p[-1].axis)
            continue;
        if (same(cells[term].text, p->term)) {
            cells[form].text = p->keyword;
            row++;
        }
    }
}

fuda_status rep_put_contexts(fuda_report *r, const rep_index *x, rep_table_id table, rep_places *places,
                             fuda_error *err)
{
    rep_place **order = calloc(places->n + 1, sizeof(rep_place *));
    size_t n = 0;
    fuda_status st;

    if (order == NULL)
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < places->n; i++) {
        if (places->items[i].doc != SIZE_MAX)
            order[n++] = &places->items[i];
    }
    if (n > 1)
        qsort(order, n, sizeof(rep_place *), by_document);
    st = read_places(r, x, order, n, err);
    free(order);
    if (st == FUDA_OK)
        fill_forms(r, table, places);
    for (size_t i = 0; i < places->n && st == FUDA_OK; i++) {
        const rep_place *p = &places->items[i];
        if (p->keyword.ptr == NULL)
            continue;
        rep_put(r, REP_CONTEXTS, p->axis);
        rep_put_text(r, REP_CONTEXTS, p->value);
        rep_put_text(r, REP_CONTEXTS, p->lang);
        rep_put_text(r, REP_CONTEXTS, p->term);
        rep_put_text(r, REP_CONTEXTS, p->id);
        rep_put_text(r, REP_CONTEXTS, p->left);
        rep_put_text(r, REP_CONTEXTS, p->keyword);
        rep_put_text(r, REP_CONTEXTS, p->right);
    }
    return st;
}
