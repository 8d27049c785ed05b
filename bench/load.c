/* SPDX-License-Identifier: MIT */
#include "bench/load.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Files of the data folder by language: each gives its share of the bytes. */
static const struct {
    const char *lang, *file[2];
} sources[] = {
    {"ja", {"livedoor/train.jsonl", NULL}},
    {"zh", {"csl_abstracts_merged/train.jsonl", "pool/patents-zh.jsonl"}},
    {"en", {"reuters_r52/train.jsonl", "pool/policy-en.jsonl"}},
};
enum { NSOURCE = sizeof sources / sizeof sources[0] };

static _Noreturn void out_of_memory(void)
{
    fputs("bench: out of memory\n", stderr);
    exit(2);
}

static fuda_str copy_field(const json_t *record, const char *name)
{
    const json_t *field = json_object_get(record, name);
    size_t len = json_string_length(field);
    char *copy;

    if (!json_is_string(field) || len == 0)
        return (fuda_str){NULL, 0};
    copy = malloc(len);
    if (copy == NULL)
        out_of_memory();
    memcpy(copy, json_string_value(field), len);
    return (fuda_str){copy, len};
}

static void add_record(bench_set *set, const json_t *record)
{
    fuda_document *d;

    if (set->n == set->cap) {
        set->cap = set->cap == 0 ? 1024 : set->cap * 2;
        d = realloc(set->documents, set->cap * sizeof *d);
        if (d == NULL)
            out_of_memory();
        set->documents = d;
    }
    d = &set->documents[set->n++];
    *d = (fuda_document){.id = copy_field(record, "id"), .title = copy_field(record, "title"),
                         .text = copy_field(record, "text")};
    set->bytes += d->title.len + d->text.len;
}

/* Adds records of a JSONL file until the set holds max_bytes; false when the file cannot be opened. */
static bool add_file(bench_set *set, const char *path, size_t max_bytes)
{
    FILE *in = fopen(path, "rb");
    char *line = NULL;
    size_t cap = 0;

    if (in == NULL)
        return false;
    while (set->bytes < max_bytes && getline(&line, &cap, in) > 0) {
        json_t *record = json_loads(line, JSON_ALLOW_NUL, NULL);
        if (json_is_object(record))
            add_record(set, record);
        json_decref(record);
    }
    free(line);
    fclose(in);
    return true;
}

static void name_source(bench_set *set, const char *name)
{
    size_t used = strlen(set->source);
    snprintf(set->source + used, sizeof set->source - used, "%s%s", used == 0 ? "" : ", ", name);
}

static void load_data(bench_set *set, const char *data, size_t max_bytes)
{
    char path[4096];

    for (size_t s = 0; s < NSOURCE; s++) {
        size_t nfile = sources[s].file[1] == NULL ? 1 : 2;
        if (strcmp(sources[s].lang, set->lang) != 0)
            continue;
        for (size_t f = 0; f < nfile; f++) {
            snprintf(path, sizeof path, "%s/%s", data, sources[s].file[f]);
            if (add_file(set, path, max_bytes * (f + 1) / nfile))
                name_source(set, sources[s].file[f]);
        }
    }
}

/* The few sample documents again and again, up to a megabyte. */
static void load_sample(bench_set *set, const char *folder, size_t max_bytes)
{
    size_t most = max_bytes < 1000000 ? max_bytes : 1000000, before;
    char path[4096], name[32];

    snprintf(path, sizeof path, "%s/%s.jsonl", folder, set->lang);
    snprintf(name, sizeof name, "sample/%s.jsonl", set->lang);
    set->sample = true;
    do {
        before = set->bytes;
        if (!add_file(set, path, most))
            break;
    } while (set->bytes > before && set->bytes < most);
    name_source(set, name);
}

bool bench_load(bench_set *set, const char *lang, const char *data, const char *sample, size_t max_bytes)
{
    *set = (bench_set){.lang = lang};
    load_data(set, data, max_bytes);
    if (set->bytes == 0)
        load_sample(set, sample, max_bytes);
    if (set->bytes == 0) {
        fprintf(stderr, "bench: no %s texts in %s or %s\n", lang, data, sample);
        return false;
    }
    set->list = malloc(set->n * sizeof *set->list);
    if (set->list == NULL)
        out_of_memory();
    for (size_t i = 0; i < set->n; i++)
        set->list[i] = &set->documents[i];
    return true;
}

void bench_set_release(bench_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        free((char *)set->documents[i].id.ptr);
        free((char *)set->documents[i].title.ptr);
        free((char *)set->documents[i].text.ptr);
    }
    free(set->documents);
    free(set->list);
    *set = (bench_set){0};
}
