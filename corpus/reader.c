/* SPDX-License-Identifier: MIT */
/* The public reader: a file, standard input or a directory as one sequence of records, archives opened on the way. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/utf8.h"
#include "corpus/archive.h"
#include "corpus/format.h"
#include "corpus/source.h"
#include "corpus/walk.h"

#define MAX_RECORD  ((size_t)64 * 1024 * 1024)
#define BATCH_BYTES ((size_t)16 * 1024 * 1024)
#define MAX_RATIO   250.0
enum { MAX_NESTED = 4 /* archives in archives */ };

typedef struct open_archive {
    corpus_archive *archive;
    char *name; /* its members' names begin with it; owned */
} open_archive;

struct fuda_reader {
    corpus_settings settings;
    char *root;        /* path as given, tidied; "" for the present directory and standard input */
    corpus_walk *walk; /* of a directory, else NULL */
    open_archive archives[MAX_NESTED];
    size_t narchive;
    corpus_budget budget; /* of the outermost archive */
    char *name;           /* of the present file, for messages and ids; owned */
    corpus_source source;
    bool open;   /* source is a file that may have more records */
    bool single; /* one file that is no archive: its records need no file name */
    size_t skipped;
};

bool fuda_format_from_name(const char *name, fuda_format *out)
{
    static const struct {
        const char *name;
        fuda_format format;
    } formats[] = {
        {"auto", FUDA_FORMAT_AUTO},     {"text", FUDA_FORMAT_TEXT}, {"jsonl", FUDA_FORMAT_JSONL},
        {"csv", FUDA_FORMAT_CSV},       {"tsv", FUDA_FORMAT_TSV},   {"json", FUDA_FORMAT_JSON},
        {"patent", FUDA_FORMAT_PATENT}, {"html", FUDA_FORMAT_HTML}, {"office", FUDA_FORMAT_OFFICE},
        {"pdf", FUDA_FORMAT_PDF},
    };

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(name, formats[i].name) == 0) {
            *out = formats[i].format;
            return true;
        }
    }
    return false;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* "./a//b/" is the same folder as "a/b", and ids must say so. */
static char *tidy(const char *path)
{
    char *out = malloc(strlen(path) + 1);
    size_t n = 0;

    if (out == NULL)
        return NULL;
    for (const char *p = path; *p != '\0'; p++) {
        bool start = n == 0 ? p == path : out[n - 1] == '/';
        if (*p == '/' && n > 0 && out[n - 1] == '/')
            continue;
        if (*p == '.' && (start || n == 0) && (p[1] == '/' || p[1] == '\0')) {
            p += p[1] == '/';
            while (p[0] == '/' && p[1] == '/')
                p++;
            continue;
        }
        out[n++] = *p;
    }
    if (n > 1 && out[n - 1] == '/')
        n--;
    out[n] = '\0';
    return out;
}

/* FOLDER/NAME; the name alone where there is no folder, the folder's where there is no name. */
static char *join(const char *folder, const char *name)
{
    fuda_buf path = {0};
    size_t len = strlen(folder);

    fuda_buf_add_str(&path, folder);
    if (len > 0 && name[0] != '\0' && folder[len - 1] != '/')
        fuda_buf_add_char(&path, '/');
    fuda_buf_add_str(&path, name);
    char *out = fuda_buf_cstr(&path) == NULL ? NULL : fuda_strndup(path.ptr, path.len);
    fuda_buf_release(&path);
    return out;
}

/* ---- opening --------------------------------------------------------------------------------- */

static void close_archive(fuda_reader *reader)
{
    open_archive *top = &reader->archives[--reader->narchive];

    corpus_archive_free(top->archive);
    free(top->name);
    *top = (open_archive){0};
}

/* "a.csv.gz" is a CSV. */
static void drop_packing(char *kind)
{
    static const char *const endings[] = {".gz", ".zst", ".bz2", ".xz", ".z"};
    size_t len = strlen(kind);

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t n = strlen(endings[i]);
        if (len > n && strcmp(kind + len - n, endings[i]) == 0) {
            kind[len - n] = '\0';
            return;
        }
    }
}

/* Opens an input named reader->name as an archive or a source.  Takes it, on failure too. */
static fuda_status open_input(fuda_reader *reader, corpus_input *in, bool look, fuda_error *err)
{
    fuda_status st = corpus_input_peek(in, err);

    if (st == FUDA_OK && corpus_archive_looks(in->buf, in->len) && !corpus_archive_is_office(in->buf, in->len) &&
        reader->settings.format != FUDA_FORMAT_OFFICE) {
        open_archive *next = &reader->archives[reader->narchive];
        if (reader->narchive == MAX_NESTED) {
            corpus_input_close(in);
            return fuda_fail(err, FUDA_E_FORMAT, "archives are nested deeper than %d", (int)MAX_NESTED);
        }
        if (reader->narchive == 0)
            reader->budget.in = reader->budget.out = 0;
        next->name = fuda_strndup(reader->name, strlen(reader->name));
        if (next->name == NULL) {
            corpus_input_close(in);
            return fuda_fail_nomem(err);
        }
        st = corpus_archive_open(in, reader->narchive == 0, &reader->budget, &next->archive, err);
        if (st != FUDA_OK) {
            free(next->name);
            *next = (open_archive){0};
            return st;
        }
        reader->narchive++;
        return FUDA_OK;
    }
    if (st == FUDA_OK) {
        char *kind = fuda_strndup(reader->name, strlen(reader->name));
        fuda_buf id = {0};
        fuda_buf_add_str(&id, reader->settings.prefix);
        fuda_buf_add_str(&id, reader->name);
        if (kind == NULL || fuda_buf_cstr(&id) == NULL) {
            corpus_input_close(in);
            st = fuda_fail_nomem(err);
        } else {
            drop_packing(kind);
            st = corpus_source_open(&reader->source, in, kind, id.ptr, look, &reader->settings, err);
        }
        fuda_buf_release(&id);
        free(kind);
    } else {
        corpus_input_close(in);
    }
    reader->open = st == FUDA_OK;
    return st;
}

static fuda_status open_path(fuda_reader *reader, const char *path, bool look, fuda_error *err)
{
    corpus_input in;
    fuda_status st = corpus_input_open(&in, path, err);

    return st == FUDA_OK ? open_input(reader, &in, look, err) : st;
}

static fuda_status set_options(fuda_reader *reader, const fuda_reader_options *options, fuda_error *err)
{
    static const fuda_reader_options none = {0};
    corpus_settings *s = &reader->settings;

    s->names = corpus_names_of(options);
    options = options == NULL ? &none : options;
    s->format = options->format;
    s->max_record = options->max_record == 0 ? MAX_RECORD : options->max_record;
    if (s->max_record > SIZE_MAX / 4)
        s->max_record = SIZE_MAX / 4;
    s->encoding = options->encoding;
    s->prefix = options->id_prefix == NULL ? "" : options->id_prefix;
    reader->budget.ratio = options->max_ratio == 0 ? MAX_RATIO : options->max_ratio < 0 ? 0 : options->max_ratio;
    reader->budget.most = options->max_unpacked;
    s->max_ratio = reader->budget.ratio;
    s->max_unpacked = reader->budget.most;
    fuda_status st = corpus_parts_parse(options->parts, options->part_langs, &s->parts, err);
    s->parts.versions = options->keep_versions;
    return st;
}

fuda_status fuda_reader_open(const char *path, const fuda_reader_options *options, fuda_reader **out,
                             fuda_error *err)
{
    fuda_reader *reader = calloc(1, sizeof *reader);
    bool standard = strcmp(path, "-") == 0;
    struct stat info;
    fuda_status st;

    *out = NULL;
    if (reader == NULL)
        return fuda_fail_nomem(err);
    st = set_options(reader, options, err);
    if (st == FUDA_OK) {
        reader->root = standard ? fuda_strndup("stdin", 5) : tidy(path);
        reader->name = reader->root == NULL ? NULL : fuda_strndup(reader->root, strlen(reader->root));
        st = reader->name == NULL ? fuda_fail_nomem(err) : FUDA_OK;
    }
    if (st == FUDA_OK && !standard && stat(path, &info) != 0)
        st = fuda_fail_errno(err, "open", path);
    else if (st == FUDA_OK && !standard && S_ISDIR(info.st_mode))
        st = corpus_walk_open(path, &reader->walk, err);
    else if (st == FUDA_OK)
        st = open_path(reader, path, true, err);
    if (st != FUDA_OK) {
        fuda_reader_free(reader);
        return st;
    }
    reader->single = reader->walk == NULL && reader->narchive == 0;
    *out = reader;
    return FUDA_OK;
}

void fuda_reader_free(fuda_reader *reader)
{
    if (reader == NULL)
        return;
    corpus_source_release(&reader->source);
    while (reader->narchive > 0)
        close_archive(reader);
    corpus_walk_free(reader->walk);
    free(reader->root);
    free(reader->name);
    free(reader);
}

size_t fuda_reader_skipped(const fuda_reader *reader)
{
    return reader->skipped;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* The name of the file a record is from, for messages; shared by the records of one call. */
static fuda_status name_records(fuda_reader *reader, fuda_batch *batch, size_t first, fuda_error *err)
{
    fuda_str file;

    if (reader->single || first == batch->n)
        return FUDA_OK;
    if (!corpus_batch_str(batch, reader->name, strlen(reader->name), &file))
        return fuda_fail_nomem(err);
    for (size_t i = first; i < batch->n; i++)
        batch->records[i].file = file;
    return FUDA_OK;
}

/* A record in place of a file, directory or archive that cannot be read. */
static fuda_status add_failure(fuda_reader *reader, fuda_batch *batch, const fuda_error *failure, fuda_error *err)
{
    fuda_record *record = corpus_batch_add(batch);
    size_t len = strlen(reader->name);

    if (record == NULL)
        return fuda_fail_nomem(err);
    record->status = failure->status;
    record->error = *failure;
    record->line = failure->line;
    if (fuda_utf8_check(reader->name, len) == len && len != 0 &&
        !corpus_batch_str(batch, reader->name, len, &record->document.id))
        return fuda_fail_nomem(err);
    return name_records(reader, batch, batch->n - 1, err);
}

static fuda_status rename_to(fuda_reader *reader, const char *folder, const char *name, fuda_error *err)
{
    free(reader->name);
    reader->name = join(folder, name);
    return reader->name == NULL ? fuda_fail_nomem(err) : FUDA_OK;
}

/* The next member of the innermost archive, or its failure as a record; at its end the archive is closed. */
static fuda_status next_member(fuda_reader *reader, fuda_batch *batch, fuda_error *err)
{
    open_archive *top = &reader->archives[reader->narchive - 1];
    const char *name;
    fuda_error failure = {0};
    fuda_status st = corpus_archive_next(top->archive, &name, &failure);

    if (st != FUDA_OK) {
        fuda_status named = rename_to(reader, top->name, "", err);
        close_archive(reader);
        return st == FUDA_E_NOMEM || named != FUDA_OK ? fuda_fail_nomem(err) : add_failure(reader, batch, &failure, err);
    }
    if (name == NULL) {
        close_archive(reader);
        return FUDA_OK;
    }
    if (corpus_format_no_text(name)) {
        reader->skipped++;
        return FUDA_OK;
    }
    st = rename_to(reader, top->name, name, err);
    if (st != FUDA_OK)
        return st;
    corpus_input in;
    st = corpus_input_over(&in, corpus_archive_member(top->archive), &failure);
    if (st == FUDA_OK)
        st = open_input(reader, &in, name[0] == '\0', &failure);
    if (st == FUDA_E_NOMEM)
        return fuda_fail_nomem(err);
    return st == FUDA_OK ? FUDA_OK : add_failure(reader, batch, &failure, err);
}

/* The next file of the directory, or its failure as a record; *end when there is none. */
static fuda_status next_file(fuda_reader *reader, fuda_batch *batch, bool *end, fuda_error *err)
{
    const char *path, *name;
    fuda_error failure = {0};
    fuda_status st = corpus_walk_next(reader->walk, &path, &name, &failure);

    *end = st == FUDA_OK && path == NULL;
    if (*end)
        return FUDA_OK;
    if (st == FUDA_OK && corpus_format_no_text(path)) {
        reader->skipped++;
        return FUDA_OK;
    }
    if (st != FUDA_E_NOMEM && rename_to(reader, reader->root, name == NULL ? "" : name, err) != FUDA_OK)
        return FUDA_E_NOMEM;
    if (st == FUDA_OK)
        st = open_path(reader, path, false, &failure);
    if (st == FUDA_E_NOMEM)
        return fuda_fail_nomem(err);
    return st == FUDA_OK ? FUDA_OK : add_failure(reader, batch, &failure, err);
}

/* Appends a record, or closes the file at its end. */
static fuda_status next_record(fuda_reader *reader, fuda_batch *batch, fuda_error *err)
{
    fuda_error failure = {0};
    size_t before = batch->n;
    fuda_status st = corpus_source_next(&reader->source, batch, &failure);

    if (st != FUDA_OK && st != FUDA_E_NOMEM && (st == FUDA_E_FORMAT || !reader->single)) {
        batch->n = before;
        st = add_failure(reader, batch, &failure, &failure);
        reader->source.done = true;
    } else if (st == FUDA_OK) {
        st = name_records(reader, batch, before, &failure);
    }
    if (st != FUDA_OK) {
        batch->n = before;
        if (err != NULL)
            *err = failure;
        return st;
    }
    if (reader->source.done) {
        corpus_source_close(&reader->source);
        reader->open = false;
    }
    return FUDA_OK;
}

fuda_status fuda_reader_read(fuda_reader *reader, fuda_batch *batch, size_t max, bool *more, fuda_error *err)
{
    size_t first = batch->n;

    *more = true;
    while (batch->n - first < max && (batch->n == first || batch->bytes < BATCH_BYTES)) {
        fuda_status st = FUDA_OK;
        bool end = false;

        if (reader->open)
            st = next_record(reader, batch, err);
        else if (reader->narchive > 0)
            st = next_member(reader, batch, err);
        else if (reader->walk != NULL)
            st = next_file(reader, batch, &end, err);
        else
            end = true;
        if (st != FUDA_OK) {
            *more = false;
            return st;
        }
        if (end) {
            *more = false;
            break;
        }
    }
    return FUDA_OK;
}
