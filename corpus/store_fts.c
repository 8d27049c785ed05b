/* SPDX-License-Identifier: MIT */
/* The adapter to FTS5: a tokenizer in its interface, and a function that says where the hits are. */
#include "corpus/store_fts.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/search_query.h"

static const char MAKE[] = "CREATE VIRTUAL TABLE search USING fts5 (title, text, content = 'documents',"
                           " content_rowid = 'doc', tokenize = 'fuda')";

/* ---- the tokenizer --------------------------------------------------------------------------- */

/* FTS5 wants a pointer of this name; it is the store_fts. */
static int create(void *ctx, const char **args, int n, Fts5Tokenizer **out)
{
    (void)args;
    (void)n;
    *out = ctx;
    return SQLITE_OK;
}

static void delete(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

typedef int (*token_fn)(void *, int, const char *, int, int, int);

static int give_tokens(const search_cut *cut, void *ctx, token_fn fn)
{
    int code = SQLITE_OK;

    for (size_t i = 0; i < cut->n && code == SQLITE_OK; i++) {
        const search_token *t = &cut->tokens[i];
        code = fn(ctx, t->first ? 0 : FTS5_TOKEN_COLOCATED, cut->bytes.ptr + t->at, (int)t->len, (int)t->start,
                  (int)t->end);
    }
    return code;
}

/* Strings that search_query.c wrote: tokens between blanks. */
static int give_query(void *ctx, const char *text, size_t len, token_fn fn)
{
    int code = SQLITE_OK;

    for (size_t i = 0, end; i < len && code == SQLITE_OK; i = end + 1) {
        const char *blank = memchr(text + i, ' ', len - i);
        end = blank == NULL ? len : (size_t)(blank - text);
        bool same = end > i && text[i] == SEARCH_SAME_PLACE;
        i += end > i && text[i] == SEARCH_WHOLE_WORD;
        if (end > i + same)
            code = fn(ctx, same ? FTS5_TOKEN_COLOCATED : 0, text + i + same, (int)(end - i - same), (int)i, (int)end);
    }
    return code;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *ctx, int flags, const char *text, int len, token_fn fn)
{
    store_fts *fts = (store_fts *)tokenizer;
    size_t n = len < 0 ? 0 : (size_t)len;

    if ((flags & FTS5_TOKENIZE_QUERY) != 0)
        return give_query(ctx, text, n, fn);
    if (fts->ready != NULL && fts->ready_at < 2) {
        size_t at = fts->ready_at++;
        if (fts->ready_len[at] == n)
            return give_tokens(&fts->ready[at], ctx, fn);
    }
    if (search_cut_text(&fts->cut, fts->scratch, n == 0 ? "" : text, n, &fts->error) != FUDA_OK)
        return fts->error.status == FUDA_E_NOMEM ? SQLITE_NOMEM : SQLITE_ERROR;
    return give_tokens(&fts->cut, ctx, fn);
}

/* ---- where the hits are ----------------------------------------------------------------------- */

typedef struct places {
    int *start, *end; /* [n] of the positions of a column */
    int *word_end;    /* [n] of the longest token there */
    size_t n, start_cap, end_cap, word_cap;
    bool failed;
} places;

static int note_place(void *ctx, int flags, const char *token, int len, int start, int end)
{
    places *p = ctx;

    (void)token;
    (void)len;
    if ((flags & FTS5_TOKEN_COLOCATED) != 0) {
        if (p->n != 0 && end > p->word_end[p->n - 1])
            p->word_end[p->n - 1] = end;
        return SQLITE_OK;
    }
    if (!FUDA_GROW(p->start, p->start_cap, p->n + 1) || !FUDA_GROW(p->end, p->end_cap, p->n + 1) ||
        !FUDA_GROW(p->word_end, p->word_cap, p->n + 1)) {
        p->failed = true;
        return SQLITE_NOMEM;
    }
    p->start[p->n] = start;
    p->word_end[p->n] = end;
    p->end[p->n++] = end;
    return SQLITE_OK;
}

static int load_places(const Fts5ExtensionApi *api, Fts5Context *fts, int column, places *out)
{
    const char *text = NULL;
    int len = 0, code = api->xColumnText(fts, column, &text, &len);

    return code == SQLITE_OK ? api->xTokenize(fts, text, len, out, note_place) : code;
}

/* True when the n-th string of the expression stands for a whole word. */
static bool is_whole_word(const char *match, int n)
{
    bool inside = false;

    for (const char *c = match; c != NULL && *c != '\0'; c++) {
        if (*c != '"')
            continue;
        if (inside && c[1] == '"') {
            c++;
            continue;
        }
        inside = !inside;
        if (inside && n-- == 0)
            return c[1] == SEARCH_WHOLE_WORD;
    }
    return false;
}

/* fuda_hits(search): "COLUMN START END " for each occurrence of each part of the query, bytes of the column. */
static void hits(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int n, sqlite3_value **values)
{
    places columns[2] = {{0}, {0}};
    fuda_buf out = {0};
    int count = 0, code = api->xInstCount(fts, &count);
    const store_fts *own = api->xUserData(fts);

    (void)n;
    (void)values;
    for (int c = 0; c < 2 && code == SQLITE_OK; c++)
        code = load_places(api, fts, c, &columns[c]);
    for (int i = 0; i < count && code == SQLITE_OK; i++) {
        int phrase, column, at;
        code = api->xInst(fts, i, &phrase, &column, &at);
        if (code != SQLITE_OK || column < 0 || column > 1 || at < 0)
            continue;
        const places *p = &columns[column];
        size_t last = (size_t)at + (size_t)api->xPhraseSize(fts, phrase) - 1;
        if (last < p->n)
            fuda_buf_addf(&out, "%d %d %d ", column, p->start[at],
                          is_whole_word(own->match, phrase) ? p->word_end[last] : p->end[last]);
    }
    if (out.failed)
        code = SQLITE_NOMEM;
    if (code != SQLITE_OK)
        sqlite3_result_error_code(context, code);
    else
        sqlite3_result_text64(context, out.len == 0 ? "" : out.ptr, out.len, SQLITE_TRANSIENT, SQLITE_UTF8);
    fuda_buf_release(&out);
    for (int c = 0; c < 2; c++) {
        free(columns[c].start);
        free(columns[c].end);
        free(columns[c].word_end);
    }
}

/* ---- opening --------------------------------------------------------------------------------- */

static fuda_status register_fts(store_fts *fts, fuda_error *err)
{
    fts5_api *api = NULL;
    sqlite3_stmt *stmt = NULL;
    fts5_tokenizer tokenizer = {create, delete, tokenize};
    sqlite3 *db = fts->corpus->db;

    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &stmt, NULL) != SQLITE_OK)
        return fuda_fail(err, FUDA_E_ENGINE, "this SQLite has no full-text search (FTS5): %s", sqlite3_errmsg(db));
    sqlite3_bind_pointer(stmt, 1, (void *)&api, "fts5_api_ptr", NULL);
    sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    if (api == NULL || api->iVersion < 2)
        return fuda_fail(err, FUDA_E_ENGINE, "this SQLite has no full-text search (FTS5)");
    if (api->xCreateTokenizer(api, "fuda", fts, &tokenizer, NULL) != SQLITE_OK ||
        api->xCreateFunction(api, "fuda_hits", fts, hits, NULL) != SQLITE_OK)
        return store_fail(fts->corpus, "search", err);
    return FUDA_OK;
}

void store_fts_free(store_fts *fts)
{
    if (fts == NULL)
        return;
    search_cut_release(&fts->cut);
    fuda_scratch_free(fts->scratch);
    fuda_tokenizer_free(fts->tokenizer);
    free(fts);
}

fuda_status store_fts_get(fuda_corpus *corpus, store_fts **out, fuda_error *err)
{
    store_fts *fts = corpus->fts;
    fuda_status st;

    *out = fts;
    if (fts != NULL)
        return FUDA_OK;
    fts = calloc(1, sizeof *fts);
    if (fts == NULL)
        return fuda_fail_nomem(err);
    fts->corpus = corpus;
    st = fuda_tokenizer_new(NULL, &fts->tokenizer, err);
    if (st == FUDA_OK)
        st = fuda_scratch_new(fts->tokenizer, &fts->scratch, err);
    if (st == FUDA_OK)
        st = register_fts(fts, err);
    if (st != FUDA_OK) { /* nothing has been cut with it yet */
        store_fts_free(fts);
        return st;
    }
    *out = corpus->fts = fts;
    return FUDA_OK;
}

fuda_status store_fts_exists(store_fts *fts, bool *exists, fuda_error *err)
{
    sqlite3_stmt *stmt = NULL;
    fuda_status st = FUDA_OK;
    int code;

    *exists = false;
    if (sqlite3_prepare_v2(fts->corpus->db, "SELECT sql FROM sqlite_schema WHERE name = 'search'", -1, &stmt, NULL) !=
        SQLITE_OK)
        return store_fail(fts->corpus, "search", err);
    code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(stmt, 0);
        *exists = sql != NULL && strcmp(sql, MAKE) == 0;
        if (!*exists)
            st = fuda_fail(err, FUDA_E_CORRUPT,
                           "the corpus '%s' is damaged or was changed by hand: its table 'search' is not as fuda "
                           "makes it",
                           fts->corpus->path);
    } else if (code != SQLITE_DONE) {
        st = store_fail(fts->corpus, "search", err);
    }
    sqlite3_finalize(stmt);
    return st;
}

fuda_status store_fts_make(store_fts *fts, fuda_error *err)
{
    fuda_corpus *corpus = fts->corpus;
    fuda_status st = store_exec(corpus, "DROP TABLE IF EXISTS search", "index", err);

    if (st == FUDA_OK)
        st = store_exec(corpus, MAKE, "index", err);
    /* Tokens are gathered in memory and written sorted, 16 MB at a time. */
    if (st == FUDA_OK)
        st = store_exec(corpus, "INSERT INTO search (search, rank) VALUES ('hashsize', 16777216)", "index", err);
    if (st == FUDA_OK)
        st = store_exec(corpus, "DELETE FROM search_docs; DELETE FROM search_old", "index", err);
    return st;
}

fuda_status store_fts_identity(const store_fts *fts, fuda_buf *out, fuda_error *err)
{
    fuda_buf_addf(out, "%s; ICU %s; MeCab %s; %s", SEARCH_CUT_VERSION, fuda_icu_version(), fuda_mecab_version(),
                  fuda_tokenizer_dictionary(fts->tokenizer));
    return fuda_buf_cstr(out) == NULL ? fuda_fail_nomem(err) : FUDA_OK;
}
