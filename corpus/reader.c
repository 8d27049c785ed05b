/* SPDX-License-Identifier: MIT */
/* The public reader: a file, standard input or a directory of files as one sequence of records. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/utf8.h"
#include "corpus/source.h"
#include "corpus/walk.h"

#define MAX_RECORD  ((size_t)64 * 1024 * 1024)
#define BATCH_BYTES ((size_t)16 * 1024 * 1024)

struct fuda_reader {
    fuda_format format;
    size_t max_record;
    corpus_names names;
    corpus_walk *walk; /* of a directory, else NULL */
    char *name;        /* of the present file in the directory; owned */
    corpus_source source;
    bool open; /* source is a file that may have more records */
};

bool fuda_format_from_name(const char *name, fuda_format *out)
{
    static const struct {
        const char *name;
        fuda_format format;
    } formats[] = {
        {"auto", FUDA_FORMAT_AUTO}, {"text", FUDA_FORMAT_TEXT}, {"jsonl", FUDA_FORMAT_JSONL},
        {"csv", FUDA_FORMAT_CSV},   {"tsv", FUDA_FORMAT_TSV},
    };

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(name, formats[i].name) == 0) {
            *out = formats[i].format;
            return true;
        }
    }
    return false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* A file given by its name: a text keeps the name as it was given, records take its last part. */
static fuda_status open_file(fuda_reader *reader, const char *path, fuda_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    corpus_source *source = &reader->source;
    fuda_status st = corpus_source_open(source, path, standard ? "stdin" : path, reader->format, true,
                                        &reader->names, reader->max_record, err);

    if (st == FUDA_OK && !standard && source->format != FUDA_FORMAT_TEXT) {
        const char *base = base_name(path);
        char *name = fuda_strndup(base, strlen(base));
        if (name == NULL)
            return fuda_fail_nomem(err);
        free(source->name);
        source->name = name;
    }
    reader->open = st == FUDA_OK;
    return st;
}

fuda_status fuda_reader_open(const char *path, const fuda_reader_options *options, fuda_reader **out,
                             fuda_error *err)
{
    fuda_reader *reader = calloc(1, sizeof *reader);
    struct stat info;
    fuda_status st;

    *out = NULL;
    if (reader == NULL)
        return fuda_fail_nomem(err);
    reader->source.input.fd = -1;
    reader->names = corpus_names_of(options);
    reader->format = options == NULL ? FUDA_FORMAT_AUTO : options->format;
    reader->max_record = options == NULL ? 0 : options->max_record;
    if (reader->max_record == 0)
        reader->max_record = MAX_RECORD;
    if (reader->max_record > SIZE_MAX / 4)
        reader->max_record = SIZE_MAX / 4;

    if (strcmp(path, "-") == 0)
        st = open_file(reader, path, err);
    else if (stat(path, &info) != 0)
        st = fuda_fail_errno(err, "open", path);
    else if (S_ISDIR(info.st_mode))
        st = corpus_walk_open(path, &reader->walk, err);
    else
        st = open_file(reader, path, err);
    if (st != FUDA_OK) {
        fuda_reader_free(reader);
        return st;
    }
    *out = reader;
    return FUDA_OK;
}

void fuda_reader_free(fuda_reader *reader)
{
    if (reader == NULL)
        return;
    corpus_source_release(&reader->source);
    corpus_walk_free(reader->walk);
    free(reader->name);
    free(reader);
}

/* A record in place of a file or directory that cannot be read. */
static fuda_status add_failure(fuda_batch *batch, const char *name, const fuda_error *failure,
                               fuda_error *err)
{
    fuda_record *record = corpus_batch_add(batch);
    size_t len = name == NULL ? 0 : strlen(name);

    if (record == NULL)
        return fuda_fail_nomem(err);
    record->status = failure->status;
    record->error = *failure;
    if (fuda_utf8_check(name, len) == len && len != 0 &&
        !corpus_batch_str(batch, name, len, &record->document.id))
        return fuda_fail_nomem(err);
    return FUDA_OK;
}

/* Says in which file of the directory the fault is. */
static void name_file(fuda_error *error, const char *name)
{
    char text[sizeof error->text];

    memcpy(text, error->text, sizeof text);
    /* A path may be longer than a message: its end is the part that tells. */
    size_t len = strlen(name);
    const char *tail = len > 120 ? name + len - 120 : name;
    while (tail > name && ((unsigned char)*tail & 0xC0) == 0x80)
        tail++;
    snprintf(error->text, sizeof error->text, "%s%s: %.190s", tail > name ? "…" : "", tail, text);
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
    if (st == FUDA_OK) {
        free(reader->name);
        reader->name = fuda_strndup(name, strlen(name));
        if (reader->name == NULL)
            return fuda_fail_nomem(err);
        st = corpus_source_open(&reader->source, path, name, reader->format, false, &reader->names,
                                reader->max_record, &failure);
        reader->open = st == FUDA_OK;
        if (st == FUDA_E_FORMAT)
            name_file(&failure, name);
    }
    if (st == FUDA_E_NOMEM)
        return fuda_fail_nomem(err);
    return st == FUDA_OK ? FUDA_OK : add_failure(batch, name, &failure, err);
}

/* Appends a record, or closes the file at its end. */
static fuda_status next_record(fuda_reader *reader, fuda_batch *batch, fuda_error *err)
{
    fuda_error failure = {0};
    size_t before = batch->n;
    fuda_status st = corpus_source_next(&reader->source, batch, &failure);

    if (st == FUDA_E_IO && reader->walk != NULL) {
        batch->n = before;
        st = add_failure(batch, reader->name, &failure, &failure);
        reader->source.done = true;
    } else if (batch->n > before && reader->walk != NULL && batch->records[before].status != FUDA_OK) {
        name_file(&batch->records[before].error, reader->name);
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
