/* SPDX-License-Identifier: MIT */
#include "models/update.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

void mdl_ledger_release(mdl_ledger *l)
{
    fuda_strtab_release(&l->vocabulary);
    fuda_strtab_release(&l->labels);
    clf_counts_release(&l->counts);
    *l = (mdl_ledger){0};
}

static bool copy_table(const fuda_strtab *from, fuda_strtab *to)
{
    for (uint32_t i = 0; i < from->count; i++)
        if (fuda_strtab_add(to, fuda_strtab_bytes(from, i), fuda_strtab_len(from, i)) == FUDA_NO_ID)
            return false;
    return true;
}

/* ---- where ledgers come from ----------------------------------------------------------------- */

static void *copy_array(const void *from, size_t n, size_t size, bool *ok)
{
    void *to = malloc((n + 1) * size);

    *ok = *ok && to != NULL;
    if (to != NULL && n > 0)
        memcpy(to, from, n * size);
    return to;
}

static bool copy_counts(const clf_counts *from, clf_counts *to)
{
    size_t V = from->nfeature, cells = from->ptr[V];
    bool ok = true;

    *to = *from;
    to->block = copy_array(from->block, V, sizeof *to->block, &ok);
    to->label_docs = copy_array(from->label_docs, from->nlabel, sizeof *to->label_docs, &ok);
    to->total = copy_array(from->total, V, sizeof *to->total, &ok);
    to->ptr = copy_array(from->ptr, V + 1, sizeof *to->ptr, &ok);
    to->label = copy_array(from->label, cells, sizeof *to->label, &ok);
    to->count = copy_array(from->count, cells, sizeof *to->count, &ok);
    to->hints = copy_array(from->hints, from->nhint, sizeof *to->hints, &ok);
    return ok;
}

fuda_status mdl_ledger_of_model(const fuda_model *m, mdl_ledger *out, fuda_error *err)
{
    bool ok;

    *out = (mdl_ledger){0};
    ok = copy_counts(&m->clf.counts, &out->counts) && copy_table(&m->vocabulary, &out->vocabulary);
    for (size_t k = 0; ok && k < m->clf.counts.nlabel; k++)
        ok = fuda_strtab_add(&out->labels, m->labels[k].id, strlen(m->labels[k].id)) != FUDA_NO_ID;
    memcpy(out->lang_docs, m->lang_docs, sizeof out->lang_docs);
    memcpy(out->lang_uses, m->lang_uses, sizeof out->lang_uses);
    if (!fuda_multihash_parse(m->info.data_hash, &out->data)) {
        mdl_ledger_release(out);
        return fuda_fail(err, FUDA_E_CORRUPT, "the model's record of its documents is not readable");
    }
    if (!ok) {
        mdl_ledger_release(out);
        return fuda_fail_nomem(err);
    }
    return FUDA_OK;
}

/* Adds what a row brings besides counts of features, times `sign` of 1 or −1. */
static void add_row_sums(mdl_ledger *l, const fuda_dataset *data, size_t i, int sign)
{
    uint64_t uses = 0;

    for (size_t j = data->rows.ptr[i]; j < data->rows.ptr[i + 1]; j++)
        uses += data->rows.count[j];
    if (sign > 0) {
        l->lang_docs[data->langs[i]]++;
        l->lang_uses[data->langs[i]] += uses;
        fuda_multihash_add(&l->data, &data->hashes[i]);
    } else {
        l->lang_docs[data->langs[i]]--;
        l->lang_uses[data->langs[i]] -= uses;
        fuda_multihash_subtract(&l->data, &data->hashes[i]);
    }
}

fuda_status mdl_ledger_of_data(fuda_dataset *data, clf_mode mode, bool binary, mdl_ledger *out, fuda_error *err)
{
    uint8_t *block = NULL;
    fuda_status st = mdl_dataset_sort(data, err);

    *out = (mdl_ledger){0};
    if (st == FUDA_OK && (block = mdl_blocks(&data->vocabulary)) == NULL)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = clf_count(&data->rows, mode, binary, data->vocabulary.count, data->labels.count, MDL_NBLOCK, block,
                       NULL, 0, NULL, UINT8_MAX, data->workers, &out->counts, err);
    if (st == FUDA_OK && (!copy_table(&data->vocabulary, &out->vocabulary) || !copy_table(&data->labels, &out->labels)))
        st = fuda_fail_nomem(err);
    for (size_t i = 0; st == FUDA_OK && i < data->rows.n; i++)
        add_row_sums(out, data, i, 1);
    free(block);
    if (st != FUDA_OK)
        mdl_ledger_release(out);
    return st;
}

/* ---- sums ------------------------------------------------------------------------------------ */

/* One of the two sides of a sum. */
typedef struct side {
    const mdl_ledger *l;
    uint32_t *feature; /* [V] number in the sum */
    uint32_t *label;   /* [K] */
    size_t at;         /* the next feature */
} side;

static int compare(const fuda_strtab *a, uint32_t i, const fuda_strtab *b, uint32_t j)
{
    size_t m = fuda_strtab_len(a, i), n = fuda_strtab_len(b, j);
    int order = memcmp(fuda_strtab_bytes(a, i), fuda_strtab_bytes(b, j), m < n ? m : n);

    return order != 0 ? order : (m > n) - (m < n);
}

/* The union of two sorted tables, sorted; where each one's strings are in it. */
static bool join_sorted(const fuda_strtab *a, const fuda_strtab *b, fuda_strtab *out, uint32_t *of_a, uint32_t *of_b)
{
    uint32_t i = 0, j = 0;

    while (i < a->count || j < b->count) {
        int order = i == a->count ? 1 : j == b->count ? -1 : compare(a, i, b, j);
        const fuda_strtab *from = order <= 0 ? a : b;
        uint32_t at = order <= 0 ? i : j;
        uint32_t id = fuda_strtab_add(out, fuda_strtab_bytes(from, at), fuda_strtab_len(from, at));
        if (id == FUDA_NO_ID)
            return false;
        if (order <= 0)
            of_a[i++] = id;
        if (order >= 0)
            of_b[j++] = id;
    }
    return true;
}

/* Labels of `a` in their order; b has no others. */
static bool join_fixed(const fuda_strtab *a, const fuda_strtab *b, fuda_strtab *out, uint32_t *of_a, uint32_t *of_b)
{
    for (uint32_t k = 0; k < a->count; k++)
        of_a[k] = k;
    for (uint32_t k = 0; k < b->count; k++)
        if ((of_b[k] = fuda_strtab_find(a, fuda_strtab_bytes(b, k), fuda_strtab_len(b, k))) == FUDA_NO_ID)
            return false;
    return copy_table(a, out);
}

/* Appends the cells of feature f: those of both sides, by label. */
static bool add_cells(const side s[2], uint32_t f, clf_counts *out)
{
    const clf_counts *a = &s[0].l->counts, *b = &s[1].l->counts;
    bool in_a = s[0].at < a->nfeature && s[0].feature[s[0].at] == f;
    bool in_b = s[1].at < b->nfeature && s[1].feature[s[1].at] == f;
    size_t i = in_a ? a->ptr[s[0].at] : 0, last_i = in_a ? a->ptr[s[0].at + 1] : 0;
    size_t j = in_b ? b->ptr[s[1].at] : 0, last_j = in_b ? b->ptr[s[1].at + 1] : 0;
    size_t n = out->ptr[f];
    uint64_t total = (in_a ? (uint64_t)a->total[s[0].at] : 0) + (in_b ? b->total[s[1].at] : 0);

    while (i < last_i || j < last_j) {
        uint32_t x = i < last_i ? s[0].label[a->label[i]] : UINT32_MAX;
        uint32_t y = j < last_j ? s[1].label[b->label[j]] : UINT32_MAX;
        /* No count is above the total, which is checked. */
        out->label[n] = x < y ? x : y;
        out->count[n++] = (x <= y ? a->count[i] : 0) + (y <= x ? b->count[j] : 0);
        i += x <= y;
        j += y <= x;
    }
    out->ptr[f + 1] = n;
    out->total[f] = (uint32_t)total;
    out->block[f] = in_a ? a->block[s[0].at] : b->block[s[1].at];
    return total <= UINT32_MAX;
}

static bool allocate(clf_counts *c, size_t cells)
{
    c->block = malloc(c->nfeature + 1);
    c->label_docs = calloc(c->nlabel + 1, sizeof *c->label_docs);
    c->total = malloc((c->nfeature + 1) * sizeof *c->total);
    c->ptr = calloc(c->nfeature + 1, sizeof *c->ptr);
    c->label = malloc((cells + 1) * sizeof *c->label);
    c->count = malloc((cells + 1) * sizeof *c->count);
    return c->block != NULL && c->label_docs != NULL && c->total != NULL && c->ptr != NULL && c->label != NULL &&
           c->count != NULL;
}

static int by_feature_label(const void *x, const void *y)
{
    const clf_hint *a = x, *b = y;

    if (a->feature != b->feature)
        return a->feature < b->feature ? -1 : 1;
    if (a->label != b->label)
        return a->label < b->label ? -1 : 1;
    return (a->strength < b->strength) - (a->strength > b->strength);
}

/* Hints of both sides; those of one feature and label are the same in both. */
static bool add_hints(const side s[2], clf_counts *out)
{
    size_t n = 0, room = s[0].l->counts.nhint + s[1].l->counts.nhint;

    out->hints = malloc((room + 1) * sizeof *out->hints);
    if (out->hints == NULL)
        return false;
    for (int which = 0; which < 2; which++)
        for (size_t h = 0; h < s[which].l->counts.nhint; h++) {
            clf_hint hint = s[which].l->counts.hints[h];
            out->hints[n++] = (clf_hint){s[which].feature[hint.feature], s[which].label[hint.label], hint.strength};
        }
    if (n > 1)
        qsort(out->hints, n, sizeof *out->hints, by_feature_label);
    for (size_t h = 0; h < n; h++)
        if (out->nhint == 0 || out->hints[out->nhint - 1].feature != out->hints[h].feature ||
            out->hints[out->nhint - 1].label != out->hints[h].label)
            out->hints[out->nhint++] = out->hints[h];
    return true;
}

static fuda_status sum_counts(side s[2], mdl_ledger *out, fuda_error *err)
{
    const clf_counts *a = &s[0].l->counts, *b = &s[1].l->counts;
    clf_counts *c = &out->counts;

    *c = (clf_counts){.mode = a->mode, .binary = a->binary, .nblock = a->nblock,
                      .nfeature = out->vocabulary.count, .nlabel = out->labels.count, .ndoc = a->ndoc + b->ndoc};
    if (!allocate(c, a->ptr[a->nfeature] + b->ptr[b->nfeature]) || !add_hints(s, c))
        return fuda_fail_nomem(err);
    for (uint32_t f = 0; f < c->nfeature; f++) {
        if (!add_cells(s, f, c))
            return fuda_fail(err, FUDA_E_ARG, "a feature occurs more than 2^32 times in the training data");
        for (int which = 0; which < 2; which++)
            s[which].at += s[which].at < s[which].l->counts.nfeature && s[which].feature[s[which].at] == f;
    }
    for (int which = 0; which < 2; which++)
        for (size_t k = 0; k < s[which].l->counts.nlabel; k++)
            c->label_docs[s[which].label[k]] += s[which].l->counts.label_docs[k];
    return FUDA_OK;
}

fuda_status mdl_ledger_add(const mdl_ledger *a, const mdl_ledger *b, bool fixed, mdl_ledger *out, fuda_error *err)
{
    side s[2] = {{.l = a}, {.l = b}};
    fuda_status st = FUDA_OK;

    *out = (mdl_ledger){.data = a->data};
    for (int which = 0; which < 2; which++) {
        s[which].feature = malloc(((size_t)s[which].l->vocabulary.count + 1) * sizeof *s[which].feature);
        s[which].label = malloc(((size_t)s[which].l->labels.count + 1) * sizeof *s[which].label);
        if (s[which].feature == NULL || s[which].label == NULL)
            st = fuda_fail_nomem(err);
    }
    if (st == FUDA_OK &&
        (!join_sorted(&a->vocabulary, &b->vocabulary, &out->vocabulary, s[0].feature, s[1].feature) ||
         !(fixed ? join_fixed : join_sorted)(&a->labels, &b->labels, &out->labels, s[0].label, s[1].label)))
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = sum_counts(s, out, err);
    for (int l = 0; l <= FUDA_LANG_OTHER; l++) {
        out->lang_docs[l] = a->lang_docs[l] + b->lang_docs[l];
        out->lang_uses[l] = a->lang_uses[l] + b->lang_uses[l];
    }
    fuda_multihash_add(&out->data, &b->data);
    for (int which = 0; which < 2; which++) {
        free(s[which].feature);
        free(s[which].label);
    }
    if (st != FUDA_OK)
        mdl_ledger_release(out);
    return st;
}

/* ---- differences ----------------------------------------------------------------------------- */

/* The cell of a label of a feature, or SIZE_MAX. */
static size_t cell_of(const clf_counts *c, uint32_t feature, uint32_t label)
{
    size_t low = c->ptr[feature], high = c->ptr[feature + 1];

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (c->label[mid] < label)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->ptr[feature + 1] && c->label[low] == label ? low : SIZE_MAX;
}

/* Takes one row out; false when something would be negative. */
static bool subtract_row(mdl_ledger *l, const fuda_dataset *data, size_t i, const uint32_t *feature,
                         const uint32_t *label)
{
    const clf_rows *rows = &data->rows;
    clf_counts *c = &l->counts;
    uint64_t uses = 0;

    for (size_t j = rows->ptr[i]; j < rows->ptr[i + 1]; j++) {
        uint32_t f = feature[rows->feature[j]], x = c->binary ? 1 : rows->count[j];
        uses += rows->count[j];
        if (f == FUDA_NO_ID || c->total[f] < x)
            return false;
        c->total[f] -= x;
        for (size_t m = rows->label_ptr[i]; m < rows->label_ptr[i + 1]; m++) {
            uint32_t k = label[rows->label[m]];
            size_t cell = k == FUDA_NO_ID ? SIZE_MAX : cell_of(c, f, k);
            if (cell == SIZE_MAX || c->count[cell] < x)
                return false;
            c->count[cell] -= x;
        }
    }
    for (size_t m = rows->label_ptr[i]; m < rows->label_ptr[i + 1]; m++) {
        uint32_t k = label[rows->label[m]];
        if (k == FUDA_NO_ID || c->label_docs[k] == 0)
            return false;
        c->label_docs[k]--;
    }
    if (c->ndoc == 0 || l->lang_docs[data->langs[i]] == 0 || l->lang_uses[data->langs[i]] < uses)
        return false;
    c->ndoc--;
    add_row_sums(l, data, i, -1);
    return true;
}

uint32_t *mdl_places(const fuda_strtab *of, const fuda_strtab *in)
{
    uint32_t *at = malloc(((size_t)of->count + 1) * sizeof *at);

    for (uint32_t i = 0; at != NULL && i < of->count; i++)
        at[i] = fuda_strtab_find(in, fuda_strtab_bytes(of, i), fuda_strtab_len(of, i));
    return at;
}

fuda_status mdl_ledger_subtract(mdl_ledger *l, fuda_dataset *data, fuda_error *err)
{
    uint32_t *feature = mdl_places(&data->vocabulary, &l->vocabulary), *label = mdl_places(&data->labels, &l->labels);
    fuda_status st = feature == NULL || label == NULL ? fuda_fail_nomem(err) : FUDA_OK;

    for (size_t i = 0; st == FUDA_OK && i < data->rows.n; i++) {
        if (subtract_row(l, data, i, feature, label))
            continue;
        fuda_str id = data->documents[i].id;
        st = fuda_fail(err, FUDA_E_ARG,
                       "the document '%.*s' was not learned as it is: without it, counts would be negative",
                       (int)(id.len < 100 ? id.len : 100), id.ptr);
    }
    free(feature);
    free(label);
    return st;
}

/* Numbers what is kept of a table; `dropped` in the others' place. */
static bool keep_strings(fuda_strtab *tab, const bool *keep, uint32_t *number)
{
    fuda_strtab kept = {0};

    for (uint32_t i = 0; i < tab->count; i++) {
        number[i] = FUDA_NO_ID;
        if (!keep[i])
            continue;
        number[i] = fuda_strtab_add(&kept, fuda_strtab_bytes(tab, i), fuda_strtab_len(tab, i));
        if (number[i] == FUDA_NO_ID) {
            fuda_strtab_release(&kept);
            return false;
        }
    }
    fuda_strtab_release(tab);
    *tab = kept;
    return true;
}

static void compact_counts(clf_counts *c, const uint32_t *feature, const uint32_t *label)
{
    size_t n = 0, V = 0, K = 0;

    for (size_t f = 0, from = 0; f < c->nfeature; f++) {
        size_t to = c->ptr[f + 1];
        for (; from < to; from++) {
            if (c->count[from] == 0)
                continue;
            c->label[n] = label[c->label[from]];
            c->count[n++] = c->count[from];
        }
        from = to;
        if (feature[f] == FUDA_NO_ID)
            continue;
        c->total[V] = c->total[f];
        c->block[V] = c->block[f];
        c->ptr[++V] = n;
    }
    for (size_t k = 0; k < c->nlabel; k++)
        if (label[k] != FUDA_NO_ID)
            c->label_docs[K++] = c->label_docs[k];
    for (size_t h = 0; h < c->nhint; h++) {
        c->hints[h].feature = feature[c->hints[h].feature];
        c->hints[h].label = label[c->hints[h].label];
    }
    c->nfeature = V;
    c->nlabel = K;
}

fuda_status mdl_ledger_compact(mdl_ledger *l, bool fixed, fuda_error *err)
{
    clf_counts *c = &l->counts;
    size_t room = c->nfeature > c->nlabel ? c->nfeature : c->nlabel;
    bool *keep = calloc(room + 1, sizeof *keep);
    uint32_t *feature = malloc((c->nfeature + 1) * sizeof *feature);
    uint32_t *label = malloc((c->nlabel + 1) * sizeof *label);
    bool ok = keep != NULL && feature != NULL && label != NULL;

    for (size_t f = 0; ok && f < c->nfeature; f++)
        keep[f] = c->total[f] > 0 || mdl_is_anchor_key(fuda_strtab_bytes(&l->vocabulary, (uint32_t)f), fuda_strtab_len(&l->vocabulary, (uint32_t)f));
    for (size_t h = 0; ok && h < c->nhint; h++)
        keep[c->hints[h].feature] = true;
    ok = ok && keep_strings(&l->vocabulary, keep, feature);
    for (size_t k = 0; ok && k < c->nlabel; k++)
        keep[k] = fixed || c->label_docs[k] > 0;
    /* A label with a count has a document, but in a forged file. */
    for (size_t i = 0; ok && i < c->ptr[c->nfeature]; i++)
        keep[c->label[i]] = keep[c->label[i]] || c->count[i] > 0;
    ok = ok && keep_strings(&l->labels, keep, label);
    if (ok)
        compact_counts(c, feature, label);
    free(keep);
    free(feature);
    free(label);
    return ok ? FUDA_OK : fuda_fail_nomem(err);
}
