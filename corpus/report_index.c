/* SPDX-License-Identifier: MIT */
/* Which terms stand in which documents: texts are read in batches and cut into terms in parallel. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/parallel.h"
#include "core/utf8.h"
#include "corpus/report_terms.h"

enum { BATCH = 512, PER_BLOCK = 16, NBLOCK = BATCH / PER_BLOCK };
/* The terms of the documents of one block, with numbers of the block's own. */
typedef struct block {
    fuda_strtab terms;
    rep_entry *entries;
    size_t nentry, cap;
    size_t ends[PER_BLOCK];
} block;

typedef struct builder {
    fuda_report *r;
    rep_index *x;
    fuda_tokenizer *own; /* when there is no model */
    const fuda_tokenizer *tokenizer;
    fuda_scratch **scratches;
    int nworker;
    fuda_buf texts[BATCH];
    size_t from, n; /* documents of the index in the batch */
    block blocks[NBLOCK];
} builder;

/* At least two characters, and not the scrap of a malformed one. */
static bool is_term(fuda_str term)
{
    size_t pos = 0;

    if (term.ptr == NULL || term.len == 0 || fuda_utf8_next(term.ptr, term.len, &pos) == FUDA_BAD_CHAR)
        return false;
    return pos < term.len;
}

static bool add_entry(block *b, fuda_str term, size_t start, size_t end)
{
    uint32_t id;

    if (!is_term(term))
        return true;
    id = fuda_strtab_add(&b->terms, term.ptr, term.len);
    if (id == FUDA_NO_ID || !FUDA_GROW(b->entries, b->cap, b->nentry + 1))
        return false;
    b->entries[b->nentry++] = (rep_entry){id, (uint32_t)start, (uint32_t)end};
    return true;
}

static int by_term(const void *a, const void *b)
{
    const rep_entry *x = a, *y = b;
    if (x->term != y->term)
        return x->term < y->term ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

/* Leaves each term's first place. */
static void keep_first(block *b, size_t first)
{
    size_t n = first;

    if (b->nentry - first > 1)
        qsort(b->entries + first, b->nentry - first, sizeof *b->entries, by_term);
    for (size_t i = first; i < b->nentry; i++) {
        if (i == first || b->entries[i].term != b->entries[i - 1].term)
            b->entries[n++] = b->entries[i];
    }
    b->nentry = n;
}

static fuda_status cut_document(builder *k, block *b, fuda_scratch *scratch, size_t i, fuda_error *err)
{
    fuda_str name = rep_string(&k->r->langs, k->x->langs[k->from + i]);
    const fuda_tokens *tokens;
    size_t first = b->nentry;
    bool ok = true;
    fuda_status st = fuda_tokenize(scratch, k->texts[i].ptr, k->texts[i].len,
                                   fuda_lang_from_name(name.ptr, name.len), &tokens, err);

    if (st != FUDA_OK)
        return st;
    for (size_t t = 0; t < tokens->ntoken && ok; t++)
        ok = add_entry(b, tokens->tokens[t].term, tokens->tokens[t].start, tokens->tokens[t].end);
    for (size_t t = 0; t < tokens->nphrase && ok; t++)
        ok = add_entry(b, tokens->phrases[t].term, tokens->phrases[t].start, tokens->phrases[t].end);
    keep_first(b, first);
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}

static fuda_status cut_block(void *ctx, size_t at, int worker, fuda_error *err)
{
    builder *k = ctx;
    block *b = &k->blocks[at];
    fuda_status st = FUDA_OK;

    fuda_strtab_clear(&b->terms);
    b->nentry = 0;
    for (size_t i = 0; i < PER_BLOCK && at * PER_BLOCK + i < k->n && st == FUDA_OK; i++) {
        st = cut_document(k, b, k->scratches[worker], at * PER_BLOCK + i, err);
        b->ends[i] = b->nentry;
    }
    return st;
}

/* Gives the block's terms their numbers in the index and appends its documents' entries. */
static bool join_block(builder *k, size_t at)
{
    const block *b = &k->blocks[at];
    rep_index *x = k->x;
    uint32_t *number = malloc((b->terms.count + 1) * sizeof *number);
    bool ok = number != NULL && FUDA_GROW(x->entries, x->entries_cap, x->nentry + b->nentry);
    size_t e = 0;

    for (uint32_t t = 0; t < b->terms.count && ok; t++) {
        number[t] = fuda_strtab_add(&x->terms, fuda_strtab_bytes(&b->terms, t), fuda_strtab_len(&b->terms, t));
        ok = number[t] != FUDA_NO_ID;
    }
    for (size_t i = 0; i < PER_BLOCK && at * PER_BLOCK + i < k->n && ok; i++) {
        x->first[k->from + at * PER_BLOCK + i] = x->nentry;
        for (; e < b->ends[i]; e++) {
            x->entries[x->nentry] = b->entries[e];
            x->entries[x->nentry++].term = number[b->entries[e].term];
        }
    }
    free(number);
    return ok;
}

static fuda_status read_text(builder *k, sqlite3_stmt *stmt, size_t i, fuda_error *err)
{
    fuda_buf *text = &k->texts[i];
    bool row = false;
    fuda_status st;

    store_bind_int(stmt, 1, k->x->docs[k->from + i]);
    st = store_row(k->r->corpus, stmt, &row, err);
    fuda_buf_clear(text);
    if (st == FUDA_OK && row) {
        fuda_str title = store_text(stmt, 0);
        fuda_buf_add(text, title.ptr, title.len < REP_LONGEST ? title.len : REP_LONGEST);
        fuda_buf_add_char(text, '\n');
        fuda_str body = store_text(stmt, 1);
        fuda_buf_add(text, body.ptr, body.len < REP_LONGEST ? body.len : REP_LONGEST);
    }
    store_reset(stmt);
    return st == FUDA_OK && text->failed ? fuda_fail_nomem(err) : st;
}

static fuda_status run_batches(builder *k, fuda_error *err)
{
    sqlite3_stmt *stmt;
    fuda_status st = rep_prepare(k->r, "SELECT title, text FROM documents WHERE doc = ?1", &stmt, err);

    for (k->from = 0; k->from < k->x->n && st == FUDA_OK; k->from += k->n) {
        k->n = k->x->n - k->from < BATCH ? k->x->n - k->from : BATCH;
        for (size_t i = 0; i < k->n && st == FUDA_OK; i++)
            st = read_text(k, stmt, i, err);
        size_t nblock = (k->n + PER_BLOCK - 1) / PER_BLOCK;
        if (st == FUDA_OK)
            st = fuda_parallel(nblock, k->nworker, cut_block, k, err);
        for (size_t b = 0; b < nblock && st == FUDA_OK; b++)
            st = join_block(k, b) ? FUDA_OK : fuda_fail_nomem(err);
    }
    rep_finalize(stmt);
    return st;
}

static fuda_status start(builder *k, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    if (k->r->options.model != NULL)
        k->tokenizer = fuda_model_tokenizer(k->r->options.model);
    else
        st = fuda_tokenizer_new(NULL, &k->own, err);
    if (st != FUDA_OK)
        return st;
    if (k->tokenizer == NULL)
        k->tokenizer = k->own;
    k->nworker = fuda_worker_count(k->r->options.jobs);
    k->scratches = calloc((size_t)k->nworker, sizeof(fuda_scratch *));
    if (k->scratches == NULL)
        return fuda_fail_nomem(err);
    for (int w = 0; w < k->nworker && st == FUDA_OK; w++)
        st = fuda_scratch_new(k->tokenizer, &k->scratches[w], err);
    return st;
}

static void stop(builder *k)
{
    for (int w = 0; k->scratches != NULL && w < k->nworker; w++)
        fuda_scratch_free(k->scratches[w]);
    free(k->scratches);
    fuda_tokenizer_free(k->own);
    for (size_t i = 0; i < BATCH; i++)
        fuda_buf_release(&k->texts[i]);
    for (size_t b = 0; b < NBLOCK; b++) {
        fuda_strtab_release(&k->blocks[b].terms);
        free(k->blocks[b].entries);
    }
    free(k);
}

static bool count_documents(rep_index *x)
{
    for (size_t i = 0; i < x->n; i++) {
        uint32_t g = x->langs[i];
        if (x->df[g] == NULL && (x->df[g] = calloc(x->terms.count + 1, sizeof *x->df[g])) == NULL)
            return false;
        x->lang_docs[g]++;
        for (size_t e = x->first[i]; e < x->first[i + 1]; e++)
            x->df[g][x->entries[e].term]++;
        x->lang_terms[g] += (double)(x->first[i + 1] - x->first[i]);
    }
    return true;
}

fuda_status rep_index_build(fuda_report *r, const int64_t *docs, const uint32_t *langs, size_t n, rep_index *out,
                            fuda_error *err)
{
    builder *k = calloc(1, sizeof *k);
    fuda_status st;

    *out = (rep_index){.n = n,
                       .docs = malloc((n + 1) * sizeof *docs),
                       .langs = malloc((n + 1) * sizeof *langs),
                       .first = calloc(n + 1, sizeof *out->first)};
    if (k == NULL || out->docs == NULL || out->langs == NULL || out->first == NULL) {
        free(k);
        return fuda_fail_nomem(err);
    }
    memcpy(out->docs, docs, n * sizeof *docs);
    memcpy(out->langs, langs, n * sizeof *langs);
    k->r = r;
    k->x = out;
    st = start(k, err);
    if (st == FUDA_OK)
        st = run_batches(k, err);
    out->first[n] = out->nentry;
    if (st == FUDA_OK && !count_documents(out))
        st = fuda_fail_nomem(err);
    stop(k);
    return st;
}

void rep_index_release(rep_index *x)
{
    free(x->docs);
    free(x->langs);
    free(x->first);
    free(x->entries);
    fuda_strtab_release(&x->terms);
    for (size_t g = 0; g < REP_MOST_LANGS; g++)
        free(x->df[g]);
    *x = (rep_index){0};
}
