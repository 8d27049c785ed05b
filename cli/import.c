/* SPDX-License-Identifier: MIT */
/* fuda import: documents into a corpus, rejected ones into a list. */
#include <fuda.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/input.h"
#include "cli/interrupt.h"
#include "cli/lines.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"

enum { BATCH = 1024, /* documents a transaction */
       SHOWN = 10, SHOWN_BYTES = 200 /* of --dry-run: documents, bytes of each text */ };

typedef struct job {
    const cli_args *args;
    input in;
    fuda_corpus *corpus;
    fuda_import_counts counts;
    output rejects; /* stream NULL: not asked for */
    lines list;
    const fuda_document *documents[BATCH];
    size_t index[BATCH];
    fuda_error errors[BATCH];
} job;

static void list_reject(job *j, size_t i, const fuda_record *record, const fuda_error *error)
{
    fuda_json *json = j->list.json;
    size_t len = 0;

    if (j->rejects.stream == NULL)
        return;
    fuda_json_clear(json);
    fuda_json_object(json);
    fuda_json_key(json, "file");
    fuda_json_cstring(json, input_file(&j->in, i));
    fuda_json_key(json, "line");
    if (record->line > 0)
        fuda_json_int(json, (int64_t)record->line);
    else
        fuda_json_null(json);
    fuda_json_key(json, "byte");
    if (error->line > 0)
        fuda_json_int(json, (int64_t)error->byte);
    else
        fuda_json_null(json);
    lines_str(json, "id", &record->document.id);
    fuda_json_key(json, "reason");
    fuda_json_cstring(json, error->text);
    fuda_json_object_end(json);
    const char *text = fuda_json_text(json, &len);
    if (text == NULL)
        cli_out_of_memory();
    output_write(&j->rejects, text, len);
    output_text(&j->rejects, "\n");
}

/* Stores a batch; false after a message. */
static bool store(job *j, const fuda_record *records, size_t n)
{
    fuda_import_counts counts = {0};
    fuda_error err = {0};
    size_t good = 0;

    for (size_t i = 0; i < n; i++) {
        if (records[i].status != FUDA_OK) {
            list_reject(j, i, &records[i], &records[i].error);
            continue;
        }
        j->index[good] = i;
        j->errors[good] = (fuda_error){0};
        j->documents[good++] = &records[i].document;
    }
    if (good == 0)
        return true;
    if (fuda_corpus_import(j->corpus, j->documents, good, &counts, j->errors, &err) != FUDA_OK) {
        say_error("%s", err.text);
        return false;
    }
    j->counts.added += counts.added;
    j->counts.changed += counts.changed;
    j->counts.unchanged += counts.unchanged;
    for (size_t i = 0; i < good; i++) {
        if (j->errors[i].status == FUDA_OK)
            continue;
        input_reject(&j->in, j->index[i], &j->documents[i]->id, &j->errors[i]);
        list_reject(j, j->index[i], &records[j->index[i]], &j->errors[i]);
    }
    return true;
}

static bool too_many(const job *j)
{
    if (j->args->max_errors < 0 || j->in.rejected <= (size_t)j->args->max_errors)
        return false;
    say_error("stopped: more than %lld records rejected (--max-errors)", (long long)j->args->max_errors);
    return true;
}

/* What is stored is stored, whatever ended the import. */
static void say_counts(const job *j)
{
    char skipped[64] = "";

    if (j->in.skipped > 0)
        snprintf(skipped, sizeof skipped, "; %zu files without text passed over", j->in.skipped);
    say_note("%zu added, %zu changed, %zu unchanged, %zu rejected%s", j->counts.added, j->counts.changed,
             j->counts.unchanged, j->in.rejected, skipped);
}

static int import_all(job *j)
{
    const fuda_record *records = NULL;
    size_t n = 0;

    interrupt_catch();
    progress_start(j->args->progress, false, "imported");
    while (!interrupt_came() && input_next(&j->in, &records, &n)) {
        bool going = store(j, records, n) && !too_many(j);
        progress_update(j->in.records, 0);
        if (!going) {
            j->in.failed = true;
            break;
        }
    }
    progress_end();
    if (interrupt_came())
        say_error("interrupted; what follows is stored, and the same command again goes on");
    /* After a failure the counts say what is stored all the same; nothing needs no line. */
    if (!j->in.failed || j->counts.added + j->counts.changed + j->counts.unchanged + j->in.rejected > 0)
        say_counts(j);
    return interrupt_came() ? EXIT_INTERRUPTED : input_status(&j->in);
}

/* ---- --dry-run ------------------------------------------------------------------------------- */

static void cut_str(fuda_json *json, const char *key, fuda_str text)
{
    if (text.len > SHOWN_BYTES) {
        text.len = SHOWN_BYTES;
        while (text.len > 0 && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80)
            text.len--;
    }
    lines_str(json, key, &text);
}

static void strings(fuda_json *json, const char *key, const fuda_str *items, size_t n)
{
    fuda_json_key(json, key);
    fuda_json_array(json);
    for (size_t i = 0; i < n; i++)
        fuda_json_string(json, items[i].ptr, items[i].len);
    fuda_json_array_end(json);
}

/* A document as it would be stored, with the beginning of its text. */
static void show(lines *l, const input *in, size_t i, const fuda_document *d)
{
    fuda_json *json = l->json;

    lines_begin(l, &d->id);
    fuda_json_key(json, "file");
    fuda_json_cstring(json, input_file(in, i));
    lines_str(json, "lang", &d->lang);
    lines_str(json, "date", &d->date);
    lines_str(json, "group", &d->group);
    strings(json, "codes", d->codes, d->ncode);
    if (d->labelling != FUDA_UNLABELLED)
        strings(json, "labels", d->labels, d->nlabel);
    lines_str(json, "title", &d->title);
    cut_str(json, "text", d->text);
    lines_size(json, "text_bytes", d->text.len);
    if (d->fields.len > 0) {
        fuda_json_key(json, "fields");
        fuda_json_raw(json, d->fields.ptr, d->fields.len);
    }
    lines_end(l, NULL, 0);
}

static int dry_run(const cli_args *args)
{
    input in;
    output out = {0};
    lines list = {0};
    const fuda_record *records = NULL;
    size_t n = 0, shown = 0;
    int status = input_open(&in, args, 1, SHOWN);

    if (status == EXIT_DONE && !output_open(&out, NULL, false))
        status = EXIT_FATAL;
    if (status == EXIT_DONE) {
        lines_open(&list, &out, CLI_JSONL);
        while (shown < SHOWN && input_next(&in, &records, &n))
            for (size_t i = 0; i < n && shown < SHOWN; i++)
                if (records[i].status == FUDA_OK) {
                    show(&list, &in, i, &records[i].document);
                    shown++;
                }
        say_note("the first %zu documents, %zu rejected; nothing is stored", shown, in.rejected);
        status = input_status(&in);
    }
    status = output_finish(&out, status);
    lines_release(&list);
    input_release(&in);
    return status;
}

static bool on_updated(void *ctx, const fuda_progress *progress)
{
    (void)ctx;
    progress_update(progress->done, progress->total);
    return true;
}

/* What --dedup and --index ask for, once the documents are there. */
static bool update_corpus(job *j)
{
    const cli_args *args = j->args;
    fuda_dedup_counts counts = {0};
    fuda_error err = {0};
    fuda_status st = FUDA_OK;

    if (args->dedup) {
        progress_start(args->progress, false, "compared");
        st = fuda_corpus_dedup(j->corpus, args->similar, 0, on_updated, NULL, &counts, &err);
        progress_end();
        if (st == FUDA_OK)
            say_note("%zu near-duplicates in %zu clusters", counts.documents, counts.clusters);
    }
    if (st == FUDA_OK && args->index) {
        progress_start(args->progress, false, "indexed");
        st = fuda_corpus_index(j->corpus, false, 0, on_updated, NULL, &err);
        progress_end();
    }
    if (st != FUDA_OK)
        say_error("%s", err.text);
    return st == FUDA_OK;
}

/* --dedup and --index alone need no documents. */
static int update_only(job *j)
{
    fuda_error err = {0};
    int status = EXIT_FATAL;

    if (fuda_corpus_open(j->args->files[0], false, &j->corpus, &err) != FUDA_OK)
        say_error("%s", err.text);
    else if (update_corpus(j))
        status = EXIT_DONE;
    fuda_corpus_free(j->corpus);
    free(j);
    return status;
}

int cmd_import(const cli_args *args)
{
    fuda_error err = {0};
    int status, listed;

    if (args->nfile == 0)
        return cli_usage_error(args->verb, "name the corpus");
    if (args->gold)
        return import_gold(args);
    if (args->force && args->rejects == NULL)
        return cli_usage_error(args->verb, "--force goes with --rejects only");
    if (args->dry_run)
        return dry_run(args);
    job *j = cli_alloc(1, sizeof *j);
    j->args = args;
    if (args->nfile == 1 && (args->dedup || args->index))
        return update_only(j);
    status = input_open(&j->in, args, 1, BATCH);
    if (status == EXIT_DONE && args->rejects != NULL) {
        if (output_open(&j->rejects, args->rejects, args->force))
            lines_open(&j->list, &j->rejects, CLI_JSONL);
        else
            status = EXIT_FATAL;
    }
    if (status == EXIT_DONE && fuda_corpus_open(args->files[0], true, &j->corpus, &err) != FUDA_OK) {
        say_error("%s", err.text);
        status = EXIT_FATAL;
    }
    if (status == EXIT_DONE) {
        status = import_all(j);
        if (status != EXIT_FATAL && !update_corpus(j))
            status = EXIT_FATAL;
        /* What was rejected is worth keeping however the import ended. */
        listed = output_finish(&j->rejects, EXIT_DONE);
        if (listed != EXIT_DONE)
            status = listed;
    } else {
        output_finish(&j->rejects, status);
    }
    lines_release(&j->list);
    fuda_corpus_free(j->corpus);
    input_release(&j->in);
    free(j);
    return status;
}
