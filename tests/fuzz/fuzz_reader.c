/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a file of one format (FORMAT; AUTO: archives and encodings too).  Nothing may crash or hang, and what is
 * read keeps the promises of fuda/document.h: texts are UTF-8, fields are nothing or an object, records have an error or
 * an id.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/utf8.h"
#include "corpus/jsonl.h"
#include <fuda/document.h>

static void check(bool right)
{
    if (!right)
        abort();
}

static void check_str(fuda_str text)
{
    check(fuda_utf8_check(text.ptr, text.len) == text.len);
}

static void check_record(const fuda_record *record)
{
    const fuda_document *d = &record->document;

    if (record->status != FUDA_OK) {
        check(record->error.text[0] != '\0');
        return;
    }
    check(d->id.len > 0);
    check_str(d->id);
    check_str(d->title);
    check_str(d->text);
    check_str(d->date);
    check_str(d->lang);
    for (size_t i = 0; i < d->ncode; i++)
        check_str(d->codes[i]);
    check(d->fields.len == 0 || corpus_json_is_object(d->fields.ptr, d->fields.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    static char path[64];
    fuda_reader_options options = {.format = FORMAT, .max_record = 1 << 16, .max_unpacked = 1 << 20, .keep_versions = true,
                                   .parts = "title,abstract,claims,description"};
    fuda_batch *batch = fuda_batch_new();
    fuda_reader *reader = NULL;
    fuda_error err = {0};
    bool more = true;

    if (file < 0) {
        file = memfd_create("input", 0);
        check(file >= 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    }
    check(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size);
    if (fuda_reader_open(path, &options, &reader, &err) == FUDA_OK) {
        while (more) {
            size_t n;
            fuda_batch_clear(batch);
            if (fuda_reader_read(reader, batch, 3, &more, &err) != FUDA_OK)
                break;
            const fuda_record *records = fuda_batch_records(batch, &n);
            check(n <= 3);
            for (size_t i = 0; i < n; i++)
                check_record(&records[i]);
        }
    } else {
        check(err.text[0] != '\0');
    }
    fuda_reader_free(reader);
    fuda_batch_free(batch);
    return 0;
}
