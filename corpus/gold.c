/* SPDX-License-Identifier: MIT */
/*
 * Files of labels without texts.  JSON, whether Lines, one array or indented, is cut into its outermost objects
 * as it streams by; CSV and TSV go through the reader of documents.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/gold_json.h"
#include <fuda/corpus.h>

/* An annotation of a long text holds the text. */
#define LONGEST ((size_t)64 * 1024 * 1024)
enum { BLOCK = 65536 };

struct fuda_gold {
    fuda_reader *reader; /* of CSV and TSV, else NULL */
    const char *id_field, *label_field;
    FILE *file;
    char *path;
    char block[BLOCK];
    size_t at, n;
    size_t line;
    fuda_buf object;
};

static bool ends_with(const char *path, const char *end)
{
    size_t n = strlen(path), m = strlen(end);
    return n >= m && strcmp(path + n - m, end) == 0;
}

static fuda_status open_table(fuda_gold *g, const char *path, const fuda_reader_options *options, fuda_error *err)
{
    fuda_reader_options own = options == NULL ? (fuda_reader_options){0} : *options;

    /* The reader asks for a text; the id, which is there, stands for it. */
    own.id_field = g->id_field == NULL ? "id" : g->id_field;
    own.text_field = own.id_field;
    if (own.format == FUDA_FORMAT_AUTO)
        own.format = ends_with(path, ".tsv") ? FUDA_FORMAT_TSV : FUDA_FORMAT_CSV;
    return fuda_reader_open(path, &own, &g->reader, err);
}

fuda_status fuda_gold_open(const char *path, const fuda_reader_options *options, fuda_gold **out, fuda_error *err)
{
    fuda_gold *g = calloc(1, sizeof *g);
    fuda_format format = options == NULL ? FUDA_FORMAT_AUTO : options->format;
    bool table = format == FUDA_FORMAT_CSV || format == FUDA_FORMAT_TSV ||
                 (format == FUDA_FORMAT_AUTO && (ends_with(path, ".csv") || ends_with(path, ".tsv")));
    fuda_status st = FUDA_OK;

    *out = NULL;
    if (g == NULL)
        return fuda_fail_nomem(err);
    g->id_field = options == NULL ? NULL : options->id_field;
    g->label_field = options == NULL ? NULL : options->label_field;
    g->line = 1;
    g->path = fuda_strndup(path, strlen(path));
    if (g->path == NULL) {
        st = fuda_fail_nomem(err);
    } else if (table) {
        st = open_table(g, path, options, err);
    } else {
        g->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
        if (g->file == NULL)
            st = fuda_fail_errno(err, "open", path);
    }
    if (st != FUDA_OK) {
        fuda_gold_free(g);
        return st;
    }
    *out = g;
    return FUDA_OK;
}

void fuda_gold_free(fuda_gold *g)
{
    if (g == NULL)
        return;
    fuda_reader_free(g->reader);
    if (g->file != NULL && g->file != stdin)
        fclose(g->file);
    fuda_buf_release(&g->object);
    free(g->path);
    free(g);
}

/* -1 at the end. */
static int next_byte(fuda_gold *g)
{
    if (g->at == g->n) {
        g->at = 0;
        g->n = fread(g->block, 1, BLOCK, g->file);
        if (g->n == 0)
            return -1;
    }
    int c = (unsigned char)g->block[g->at++];
    g->line += c == '\n';
    return c;
}

/* The next outermost object into g->object; *too_long: it is longer than memory is given for.  False at the end. */
static bool next_object(fuda_gold *g, size_t *line, bool *too_long, bool *stray)
{
    size_t depth = 0;
    bool string = false, escaped = false;
    int c;

    fuda_buf_clear(&g->object);
    *too_long = *stray = false;
    while ((c = next_byte(g)) >= 0) {
        if (depth == 0 && c != '{') {
            /* Between objects: the brackets and commas of an array, blanks, a byte order mark. */
            if (strchr("[], \t\r\n\xEF\xBB\xBF", c) == NULL || c == 0) {
                *stray = true;
                *line = g->line;
                while (c >= 0 && c != '\n')
                    c = next_byte(g);
                return true;
            }
            continue;
        }
        if (depth == 0)
            *line = g->line;
        if (g->object.len < LONGEST)
            fuda_buf_add_char(&g->object, (char)c);
        else
            *too_long = true;
        if (string) {
            string = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c == '"') {
            string = true;
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && --depth == 0) {
            return true;
        }
    }
    *stray = depth != 0; /* the file ends within an object */
    return depth != 0;
}

fuda_status fuda_gold_read(fuda_gold *g, fuda_batch *batch, size_t max, bool *more, fuda_error *err)
{
    fuda_status st = FUDA_OK;

    if (g->reader != NULL)
        return fuda_reader_read(g->reader, batch, max, more, err);
    *more = true;
    for (size_t i = 0; i < max && st == FUDA_OK; i++) {
        size_t line = 0;
        bool too_long, stray;
        if (!next_object(g, &line, &too_long, &stray)) {
            *more = false;
            break;
        }
        fuda_record *record = corpus_batch_add(batch);
        if (record == NULL || g->object.failed)
            return fuda_fail_nomem(err);
        record->line = line;
        if (stray || too_long)
            record->status = fuda_fail_at(&record->error, FUDA_E_FORMAT, line, 0,
                                          too_long ? "the record is longer than 64 MiB" : "expected a JSON object");
        else
            st = corpus_gold_record(batch, record, g->id_field, g->label_field, g->object.ptr, g->object.len);
        record->error.line = line;
        if (batch->bytes > 16u * 1024 * 1024)
            break;
    }
    if (ferror(g->file))
        return fuda_fail_errno(err, "read", g->path);
    return st == FUDA_OK ? st : fuda_fail_nomem(err);
}
