/* SPDX-License-Identifier: MIT */
/* Rows of words and of numbered features: fastText, libsvm, matrices of scikit-learn. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "corpus/export.h"

/* ---- fastText ------------------------------------------------------------------------------ */

fuda_status export_fasttext(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    const fuda_document *doc = &row->document;
    const fuda_tokens *tokens = NULL;
    fuda_buf text = {0};
    fuda_status st = export_add_text(row, &text) ? FUDA_OK : fuda_fail_nomem(err);

    for (size_t i = 0; i < doc->nlabel; i++) {
        fuda_buf_add_str(out, i == 0 ? "__label__" : " __label__");
        for (size_t k = 0; k < doc->labels[i].len; k++) {
            char c = doc->labels[i].ptr[k];
            fuda_buf_add_char(out, (unsigned char)c <= ' ' ? '_' : c);
        }
    }
    if (st == FUDA_OK)
        st = fuda_tokenize(set->words->scratch, text.ptr == NULL ? "" : text.ptr, text.len,
                           fuda_lang_from_name(doc->lang.ptr, doc->lang.len), &tokens, err);
    for (size_t i = 0; st == FUDA_OK && i < tokens->ntoken; i++) {
        const fuda_token *t = &tokens->tokens[i];
        if (i != 0 || doc->nlabel != 0)
            fuda_buf_add_char(out, ' ');
        /* A word of a text that looks like a label would become one. */
        if (t->end - t->start >= 9 && memcmp(text.ptr + t->start, "__label__", 9) == 0)
            fuda_buf_add_char(out, '_');
        for (size_t k = t->start; k < t->end; k++)
            fuda_buf_add_char(out, (unsigned char)text.ptr[k] <= ' ' ? '_' : text.ptr[k]);
    }
    fuda_buf_add_char(out, '\n');
    fuda_buf_release(&text);
    return st == FUDA_OK && out->failed ? fuda_fail_nomem(err) : st;
}

/* ---- features ------------------------------------------------------------------------------- */

/* The arrays of one matrix, on disk until their lengths are known. */
typedef struct matrix {
    export_file *data, *indices, *indptr; /* NULL: libsvm keeps none */
    uint64_t rows, entries;
} matrix;

typedef struct feature {
    uint32_t index, count;
} feature;

typedef struct export_features {
    export_folder *folder;
    bool matrix;
    const char *const *parts;
    size_t npart;
    fuda_strtab names;       /* keys of features, by number */
    uint32_t *documents;     /* [names.count] documents that have it */
    size_t documents_cap;
    feature *row;            /* features of the present document */
    size_t row_cap;
    matrix x[8], y[8];       /* [npart] */
    export_file *ids[8];     /* [npart] which document a row is */
} export_features;

static int by_index(const void *a, const void *b)
{
    const feature *x = a, *y = b;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Numbers of the document's features, in order; *n how many. */
static fuda_status number_features(const export_set *set, const export_row *row, size_t *n, fuda_error *err)
{
    export_features *f = set->features;
    mdl_extractor *x = set->words;
    fuda_status st = mdl_extract(x, &row->document, FUDA_LANG_UND, false, err);

    *n = 0;
    if (st == FUDA_OK && !FUDA_GROW(f->row, f->row_cap, x->nitem))
        st = fuda_fail_nomem(err);
    for (size_t i = 0; i < x->nitem && st == FUDA_OK; i++) {
        size_t len;
        const char *key = mdl_item_key(x, &x->items[i], &len);
        uint32_t known = f->names.count, no = fuda_strtab_add(&f->names, key, len);
        if (no == FUDA_NO_ID || !FUDA_GROW(f->documents, f->documents_cap, (size_t)f->names.count))
            return fuda_fail_nomem(err);
        if (no == known)
            f->documents[no] = 0;
        f->documents[no]++;
        f->row[(*n)++] = (feature){no, x->items[i].count};
    }
    if (st == FUDA_OK)
        qsort(f->row, *n, sizeof *f->row, by_index);
    return st;
}

/* Numbers of the labels, in order, into labels [nlabel of the document]. */
static fuda_status number_labels(const export_set *set, const export_row *row, feature **labels,
                                 fuda_error *err)
{
    size_t n = row->document.nlabel;

    *labels = calloc(n + 1, sizeof **labels);
    if (*labels == NULL)
        return fuda_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        uint32_t no = export_label_number(set, row->document.labels[i]);
        if (no == FUDA_NO_ID)
            return fuda_fail(err, FUDA_E_CORRUPT, "a label of document '%.*s' is not in the list of labels",
                             row->document.id.len > 200 ? 200 : (int)row->document.id.len, row->document.id.ptr);
        (*labels)[i] = (feature){no, 1};
    }
    qsort(*labels, n, sizeof **labels, by_index);
    return FUDA_OK;
}

static fuda_status write_id(export_features *f, const export_row *row, fuda_error *err)
{
    fuda_status st = export_file_write(f->folder, f->ids[row->part], row->document.id.ptr, row->document.id.len, err);
    return st == FUDA_OK ? export_file_write(f->folder, f->ids[row->part], "\n", 1, err) : st;
}

fuda_status export_libsvm(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    feature *labels = NULL;
    size_t n = 0;
    fuda_status st = number_features(set, row, &n, err);

    if (st == FUDA_OK)
        st = number_labels(set, row, &labels, err);
    if (st == FUDA_OK)
        st = write_id(set->features, row, err);
    for (size_t i = 0; i < row->document.nlabel && st == FUDA_OK; i++)
        fuda_buf_addf(out, "%s%u", i == 0 ? "" : ",", labels[i].index);
    for (size_t i = 0; i < n && st == FUDA_OK; i++)
        fuda_buf_addf(out, " %u:%u", set->features->row[i].index + 1, set->features->row[i].count);
    if (n == 0 && row->document.nlabel == 0)
        fuda_buf_add_str(out, " 1:0"); /* readers pass over blank lines, and rows would no longer be those of the ids */
    fuda_buf_add_char(out, '\n');
    free(labels);
    return st == FUDA_OK && out->failed ? fuda_fail_nomem(err) : st;
}

static fuda_status put_number(export_folder *folder, export_file *file, uint64_t value, size_t bytes,
                              fuda_error *err)
{
    unsigned char low[8];

    for (size_t i = 0; i < bytes; i++)
        low[i] = (unsigned char)(value >> (8 * i));
    return export_file_write(folder, file, low, bytes, err);
}

static fuda_status add_matrix_row(export_folder *folder, matrix *m, const feature *items, size_t n,
                                  fuda_error *err)
{
    fuda_status st = FUDA_OK;

    for (size_t i = 0; i < n && st == FUDA_OK; i++) {
        st = put_number(folder, m->indices, items[i].index, 4, err);
        if (st == FUDA_OK)
            st = put_number(folder, m->data, items[i].count, 4, err);
    }
    m->entries += n;
    m->rows++;
    return st == FUDA_OK ? put_number(folder, m->indptr, m->entries, 8, err) : st;
}

fuda_status export_npz(const export_set *set, const export_row *row, fuda_buf *out, fuda_error *err)
{
    export_features *f = set->features;
    feature *labels = NULL;
    size_t n = 0;
    fuda_status st = number_features(set, row, &n, err);

    (void)out;
    if (st == FUDA_OK)
        st = number_labels(set, row, &labels, err);
    if (st == FUDA_OK)
        st = write_id(f, row, err);
    if (st == FUDA_OK)
        st = add_matrix_row(f->folder, &f->x[row->part], f->row, n, err);
    if (st == FUDA_OK)
        st = add_matrix_row(f->folder, &f->y[row->part], labels, row->document.nlabel, err);
    free(labels);
    return st;
}

static fuda_status open_matrix(export_features *f, const char *part, const char *kind, matrix *m, fuda_error *err)
{
    static const char *const names[] = {"data", "indices", "indptr"};
    export_file **files[] = {&m->data, &m->indices, &m->indptr};
    fuda_status st = FUDA_OK;

    for (size_t i = 0; i < 3 && st == FUDA_OK; i++) {
        char name[160];
        snprintf(name, sizeof name, ".%s.%s.%s", part, kind, names[i]);
        st = export_folder_add(f->folder, name, true, files[i], err);
    }
    return st == FUDA_OK ? put_number(f->folder, m->indptr, 0, 8, err) : st;
}

fuda_status export_features_new(export_folder *folder, bool wanted, const char *const *parts, size_t npart,
                                export_features **out, fuda_error *err)
{
    export_features *f = *out = calloc(1, sizeof *f);
    fuda_status st = FUDA_OK;

    if (f == NULL)
        return fuda_fail_nomem(err);
    f->folder = folder;
    f->matrix = wanted;
    f->parts = parts;
    f->npart = npart;
    for (size_t i = 0; i < npart && st == FUDA_OK; i++) {
        char name[160];
        snprintf(name, sizeof name, "%s.ids.txt", parts[i]);
        st = export_folder_add(folder, name, false, &f->ids[i], err);
        if (st == FUDA_OK && wanted)
            st = open_matrix(f, parts[i], "x", &f->x[i], err);
        if (st == FUDA_OK && wanted)
            st = open_matrix(f, parts[i], "y", &f->y[i], err);
    }
    return st;
}

void export_features_free(export_features *f)
{
    if (f == NULL)
        return;
    fuda_strtab_release(&f->names);
    free(f->documents);
    free(f->row);
    free(f);
}

/* number, kind, language, documents, term: as `fuda model terms` names them. */
static fuda_status write_names(export_features *f, fuda_error *err)
{
    export_file *file;
    fuda_buf line = {0};
    fuda_status st = export_folder_add(f->folder, "features.tsv", false, &file, err);

    fuda_buf_add_str(&line, "feature\tkind\tlang\tdocuments\tterm\n");
    for (uint32_t i = 0; i < f->names.count && st == FUDA_OK; i++) {
        const char *key = fuda_strtab_bytes(&f->names, i);
        size_t len = fuda_strtab_len(&f->names, i);
        fuda_lang lang = mdl_lang_of_key(key, len);
        fuda_buf_addf(&line, "%u\t%c\t%s\t%u\t", i, key[0], lang == FUDA_LANG_UND ? "" : fuda_lang_name(lang),
                      f->documents[i]);
        for (size_t k = 2; k < len; k++)
            fuda_buf_add_char(&line, (unsigned char)key[k] < ' ' ? ' ' : key[k]);
        fuda_buf_add_char(&line, '\n');
        if (line.failed)
            st = fuda_fail_nomem(err);
        else if (line.len > 65536 || i + 1 == f->names.count) {
            st = export_file_write(f->folder, file, line.ptr, line.len, err);
            fuda_buf_clear(&line);
        }
    }
    if (st == FUDA_OK && line.len != 0)
        st = export_file_write(f->folder, file, line.ptr, line.len, err);
    fuda_buf_release(&line);
    return st;
}

static fuda_status write_labels(export_features *f, const export_set *set, fuda_error *err)
{
    export_file *file;
    fuda_status st = export_folder_add(f->folder, "labels.txt", false, &file, err);

    for (size_t i = 0; i < set->nlabel && st == FUDA_OK; i++) {
        st = export_file_write(f->folder, file, set->labels[i].ptr, set->labels[i].len, err);
        if (st == FUDA_OK)
            st = export_file_write(f->folder, file, "\n", 1, err);
    }
    return st;
}

/* The five arrays that scipy.sparse.load_npz expects. */
static fuda_status write_matrix(export_features *f, const char *part, const char *kind, const matrix *m,
                                uint64_t columns, fuda_error *err)
{
    unsigned char shape[16];
    char name[160];

    for (int i = 0; i < 8; i++) {
        shape[i] = (unsigned char)(m->rows >> (8 * i));
        shape[8 + i] = (unsigned char)(columns >> (8 * i));
    }
    const export_npz_array arrays[] = {
        {"indices", "<i4", {m->entries}, 1, 4 * m->entries, m->indices->stream, NULL},
        {"indptr", "<i8", {m->rows + 1}, 1, 8 * (m->rows + 1), m->indptr->stream, NULL},
        {"format", "|S3", {0}, 0, 3, NULL, "csr"},
        {"shape", "<i8", {2}, 1, 16, NULL, shape},
        {"data", "<i4", {m->entries}, 1, 4 * m->entries, m->data->stream, NULL},
    };
    snprintf(name, sizeof name, "%s.%s.npz", part, kind);
    return export_write_npz(f->folder, name, arrays, sizeof arrays / sizeof arrays[0], err);
}

fuda_status export_features_finish(const export_set *set, fuda_error *err)
{
    export_features *f = set->features;
    fuda_status st = write_names(f, err);

    if (st == FUDA_OK)
        st = write_labels(f, set, err);
    for (size_t i = 0; i < f->npart && st == FUDA_OK && f->matrix; i++) {
        st = write_matrix(f, f->parts[i], "x", &f->x[i], f->names.count, err);
        if (st == FUDA_OK)
            st = write_matrix(f, f->parts[i], "y", &f->y[i], set->nlabel, err);
    }
    return st;
}
