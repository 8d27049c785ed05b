/* SPDX-License-Identifier: MIT */
/* The table of formats. */
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "corpus/export.h"

static fuda_status row_jsonl(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    return export_jsonl(row, set->columns.text, false, set->json, out) ? FUDA_OK : fuda_fail_nomem(err);
}

static fuda_status row_flat(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    return export_jsonl(row, set->columns.text, true, set->json, out) ? FUDA_OK : fuda_fail_nomem(err);
}

static bool head_csv(const export_set *set, fuda_buf *out)
{
    if (set->options->bom)
        fuda_buf_add_str(out, "\xEF\xBB\xBF");
    return export_csv_header(&set->columns, out);
}

static fuda_status row_csv(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    return export_csv(row, &set->columns, set->json, out) ? FUDA_OK : fuda_fail_nomem(err);
}

static bool head_array(const export_set *set, fuda_buf *out)
{
    (void)set;
    fuda_buf_add_char(out, '[');
    return !out->failed;
}

static bool tail_array(const export_set *set, size_t rows, fuda_buf *out)
{
    (void)set;
    fuda_buf_add_str(out, rows == 0 ? "]\n" : "\n]\n");
    return !out->failed;
}

static const export_format formats[] = {
    {FUDA_EXPORT_JSONL, "jsonl", "jsonl", .row = row_jsonl},
    {FUDA_EXPORT_CSV, "csv", "csv", .head = head_csv, .row = row_csv},
    {FUDA_EXPORT_TSV, "tsv", "tsv", .head = head_csv, .row = row_csv},
    {FUDA_EXPORT_FASTTEXT, "fasttext", "txt", .answered = true, .words = true, .text = true,
     .row = export_fasttext},
    {FUDA_EXPORT_LIBSVM, "libsvm", "libsvm", .folder = true, .answered = true, .words = true, .features = true,
     .row = export_libsvm},
    {FUDA_EXPORT_NPZ, "npz", "npz", .folder = true, .answered = true, .words = true, .features = true,
     .row = export_npz},
    {FUDA_EXPORT_DOCCANO, "doccano", "jsonl", .text = true, .row = export_doccano},
    {FUDA_EXPORT_LABEL_STUDIO, "label-studio", "json", .text = true, .head = head_array,
     .row = export_label_studio, .tail = tail_array},
    {FUDA_EXPORT_PRODIGY, "prodigy", "jsonl", .text = true, .row = export_prodigy},
    {FUDA_EXPORT_SPACY, "spacy", "jsonl", .answered = true, .text = true, .row = export_spacy},
    {FUDA_EXPORT_HUGGINGFACE, "huggingface", "jsonl", .folder = true, .row = row_flat},
};

const export_format *export_format_of(fuda_export_format format)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (formats[i].format == format)
            return &formats[i];
    }
    return NULL;
}

bool fuda_export_format_from_name(const char *name, fuda_export_format *out)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i].name, name) == 0) {
            *out = formats[i].format;
            return true;
        }
    }
    return false;
}

bool fuda_export_is_folder(const fuda_export_options *options)
{
    const export_format *format = export_format_of(options->format);
    return options->split != NULL || options->split_date != NULL || (format != NULL && format->folder);
}

bool export_add_text(const export_row *row, fuda_buf *out)
{
    const fuda_document *doc = &row->document;

    fuda_buf_add(out, doc->title.ptr, doc->title.len);
    if (doc->title.len != 0 && doc->text.len != 0)
        fuda_buf_add_char(out, '\n');
    fuda_buf_add(out, doc->text.ptr, doc->text.len);
    return !out->failed;
}

uint32_t export_label_number(const export_set *set, fuda_str label)
{
    size_t low = 0, high = set->nlabel;

    while (low < high) {
        size_t mid = (low + high) / 2;
        const fuda_str *have = &set->labels[mid];
        size_t n = have->len < label.len ? have->len : label.len;
        int order = memcmp(have->ptr, label.ptr, n);
        if (order == 0)
            order = have->len < label.len ? -1 : have->len > label.len;
        if (order == 0)
            return (uint32_t)mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return FUDA_NO_ID;
}
