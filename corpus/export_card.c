/* SPDX-License-Identifier: MIT */
/* The data-set card: what is in an exported folder, counted while it is written. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "corpus/export.h"

/* What is counted; the first byte of a key. */
enum { LABEL = 'l', LANGUAGE = 'g', YEAR = 'y', SOURCE = 's', ALL = 'a' };

struct export_card {
    size_t npart;
    fuda_strtab keys;
    size_t *counts; /* [keys.count × npart] */
    size_t cap;
};

export_card *export_card_new(size_t npart)
{
    export_card *card = calloc(1, sizeof *card);
    if (card != NULL)
        card->npart = npart;
    return card;
}

void export_card_free(export_card *card)
{
    if (card == NULL)
        return;
    fuda_strtab_release(&card->keys);
    free(card->counts);
    free(card);
}

static bool count(export_card *card, char kind, fuda_str name, size_t part)
{
    char key[256];
    size_t len = name.len < sizeof key - 1 ? name.len : sizeof key - 1;
    uint32_t known = card->keys.count, no;

    key[0] = kind;
    if (len != 0)
        memcpy(key + 1, name.ptr, len);
    no = fuda_strtab_add(&card->keys, key, len + 1);
    if (no == FUDA_NO_ID || !FUDA_GROW(card->counts, card->cap, (no + (size_t)1) * card->npart))
        return false;
    if (no == known)
        memset(card->counts + no * card->npart, 0, card->npart * sizeof *card->counts);
    card->counts[no * card->npart + part]++;
    return true;
}

bool export_card_count(export_card *card, const export_row *row)
{
    const fuda_document *doc = &row->document;
    const char *source = export_source_name(row->source);
    fuda_str lang = doc->lang.len != 0 ? doc->lang : row->run_lang;
    bool ok = count(card, ALL, (fuda_str){0}, row->part) &&
              count(card, SOURCE, (fuda_str){source, strlen(source)}, row->part) &&
              count(card, LANGUAGE, lang.len != 0 ? lang : (fuda_str){"unknown", 7}, row->part);
    bool dated = doc->date.len >= 4 && strspn(doc->date.ptr, "0123456789") >= 4;

    ok = ok && count(card, YEAR, dated ? (fuda_str){doc->date.ptr, 4} : (fuda_str){"unknown", 7}, row->part);
    for (size_t i = 0; i < doc->nlabel && ok; i++)
        ok = count(card, LABEL, doc->labels[i], row->part);
    return ok;
}

static size_t count_of(const export_card *card, char kind, size_t part)
{
    uint32_t no = fuda_strtab_find(&card->keys, &kind, 1);
    return no == FUDA_NO_ID ? 0 : card->counts[no * card->npart + part];
}

/* ---- text ---------------------------------------------------------------------------------- */

/* Text of others inside a table of Markdown: no pipes, line ends or markup. */
static void put_cell(fuda_buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (strchr("|\\`*_<>[]#", c) != NULL && c != '\0')
            fuda_buf_add_char(out, '\\');
        fuda_buf_add_char(out, (unsigned char)c < ' ' ? ' ' : c);
    }
}

typedef struct entry {
    const char *key;
    size_t len;
    uint32_t no;
} entry;

static int by_key(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    size_t n = x->len < y->len ? x->len : y->len;
    int order = memcmp(x->key, y->key, n);
    return order != 0 ? order : x->len < y->len ? -1 : x->len > y->len;
}

/* The entries of a kind, by name; for free. */
static entry *list_kind(const export_card *card, char kind, size_t *n)
{
    entry *list = calloc((size_t)card->keys.count + 1, sizeof *list);

    *n = 0;
    for (uint32_t i = 0; list != NULL && i < card->keys.count; i++) {
        const char *key = fuda_strtab_bytes(&card->keys, i);
        if (key[0] == kind)
            list[(*n)++] = (entry){key, fuda_strtab_len(&card->keys, i), i};
    }
    if (list != NULL)
        qsort(list, *n, sizeof *list, by_key);
    return list;
}

static bool put_table(const export_card *card, char kind, const char *title, const export_facts *facts,
                      fuda_buf *out)
{
    size_t n;
    entry *list = list_kind(card, kind, &n);

    if (list == NULL)
        return false;
    fuda_buf_addf(out, "\n## Documents by %s\n\n| %s |", title, title);
    for (size_t p = 0; p < facts->npart; p++)
        fuda_buf_addf(out, " %s |", facts->parts[p]);
    fuda_buf_add_str(out, "\n| --- |");
    for (size_t p = 0; p < facts->npart; p++)
        fuda_buf_add_str(out, " ---: |");
    fuda_buf_add_char(out, '\n');
    for (size_t i = 0; i < n; i++) {
        fuda_buf_add_str(out, "| ");
        put_cell(out, list[i].key + 1, list[i].len - 1);
        fuda_buf_add_str(out, " |");
        for (size_t p = 0; p < facts->npart; p++)
            fuda_buf_addf(out, " %zu |", card->counts[list[i].no * card->npart + p]);
        fuda_buf_add_char(out, '\n');
    }
    free(list);
    return !out->failed;
}

/* Codes of two or three letters, as catalogues of data sets want them: "zh-Hant" is "zh". */
static bool put_languages(const export_card *card, fuda_buf *out)
{
    size_t n, len = 0;
    const char *last = "";
    entry *list = list_kind(card, LANGUAGE, &n);

    if (list == NULL)
        return false;
    fuda_buf_add_str(out, "language:");
    for (size_t i = 0; i < n; i++) {
        const char *name = list[i].key + 1;
        size_t k = strspn(name, "abcdefghijklmnopqrstuvwxyz");
        k = k < list[i].len - 1 ? k : list[i].len - 1;
        bool plain = (k == 2 || k == 3) && (k == list[i].len - 1 || name[k] == '-' || name[k] == '_') &&
                     !(k == 3 && strncmp(name, "und", 3) == 0);
        if (!plain || (k == len && strncmp(name, last, k) == 0))
            continue;
        fuda_buf_addf(out, "%s- \"%.*s\"", "\n", (int)k, name);
        last = name;
        len = k;
    }
    fuda_buf_add_str(out, len == 0 ? " []\n" : "\n");
    free(list);
    return !out->failed;
}

static const char *size_name(size_t n)
{
    return n < 1000 ? "n<1K" : n < 10000 ? "1K<n<10K" : n < 100000 ? "10K<n<100K" : n < 1000000 ? "100K<n<1M"
         : n < 10000000 ? "1M<n<10M" : "10M<n<100M";
}

/* The columns of the flat rows, so that no reader guesses a type from the first rows. */
static void put_features(const export_set *set, fuda_buf *out)
{
    static const struct {
        const char *name;
        bool list;
        const char *type;
    } columns[] = {{"id", false, "string"},     {"title", false, "string"},  {"text", false, "string"},
                   {"lang", false, "string"},   {"date", false, "string"},   {"group", false, "string"},
                   {"codes", true, "string"},   {"label", false, "string"},  {"labels", true, "string"},
                   {"maybe", true, "string"},   {"source", false, "string"}, {"p", true, "float64"},
                   {"fields", false, "string"}};

    fuda_buf_add_str(out, "dataset_info:\n  features:\n");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if ((!set->columns.text && (i == 1 || i == 2)) || (!set->columns.label && i == 7) ||
            (!set->columns.labels && i == 8))
            continue;
        fuda_buf_addf(out, "  - name: %s\n    %s: %s\n", columns[i].name, columns[i].list ? "sequence" : "dtype",
                      columns[i].type);
    }
}

static bool put_yaml(const export_card *card, const export_set *set, const export_facts *facts, size_t total,
                     fuda_buf *out)
{
    fuda_buf_add_str(out, "---\n");
    if (!put_languages(card, out))
        return false;
    fuda_buf_add_str(out, "task_categories:\n- text-classification\ntask_ids:\n- ");
    fuda_buf_add_str(out, set->columns.label && !set->columns.labels ? "multi-class-classification\n"
                                                                      : "multi-label-classification\n");
    fuda_buf_addf(out, "size_categories:\n- %s\ntags:\n- fuda\n", size_name(total));
    if (set->options->format == FUDA_EXPORT_HUGGINGFACE) {
        fuda_buf_add_str(out, "configs:\n- config_name: default\n  data_files:\n");
        for (size_t p = 0; p < facts->npart; p++)
            fuda_buf_addf(out, "  - split: %s\n    path: %s.%s\n", facts->parts[p], facts->parts[p], facts->ending);
        put_features(set, out);
    }
    fuda_buf_add_str(out, "---\n");
    return !out->failed;
}

static void put_fact(fuda_buf *out, const char *name, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    fuda_buf_addf(out, "- %s: ", name);
    put_cell(out, value, strlen(value));
    fuda_buf_add_char(out, '\n');
}

static void put_provenance(const export_set *set, const export_facts *facts, fuda_buf *out)
{
    fuda_buf_add_str(out, "\n## Where the labels come from\n\n"
                          "`gold` labels were given by people, `predicted` ones by a program; `abstained` documents got "
                          "no answer from it, and of `none` nothing is known.\n\n");
    if (facts->run != 0) {
        fuda_buf_addf(out, "- run: %lld\n", (long long)facts->run);
        put_fact(out, "model", facts->model);
        put_fact(out, "taxonomy", facts->taxonomy_version);
        put_fact(out, "taxonomy hash", facts->taxonomy);
        put_fact(out, "settings of the run", facts->settings);
        put_fact(out, "dictionary", facts->dictionary);
        put_fact(out, "fuda", facts->fuda);
        if (set->options->min_p > 0)
            fuda_buf_addf(out, "- threshold: labels with p of %.4f or more, as far as they are stored\n",
                          set->options->min_p);
        else
            fuda_buf_add_str(out, "- threshold: as the model decided\n");
    } else {
        fuda_buf_add_str(out, "- no run of a model is in this data set\n");
    }
    fuda_buf_add_str(out, "\n## Measured quality\n\n");
    if (facts->quality[0] != '\0')
        fuda_buf_add_str(out, facts->quality);
    else
        fuda_buf_add_str(out, "None is known for predicted labels: measure them on a sample labelled by people.\n");
}

static void put_selection(const export_set *set, const export_facts *facts, fuda_buf *out)
{
    const fuda_export_options *o = set->options;

    fuda_buf_add_str(out, "\n## How it was chosen and split\n\n");
    put_fact(out, "command", facts->command);
    if (o->sample != 0)
        fuda_buf_addf(out, "- a sample of %zu documents, seed %llu\n", o->sample, (unsigned long long)o->seed);
    if (o->per_label != 0)
        fuda_buf_addf(out, "- up to %zu documents a label, seed %llu\n", o->per_label, (unsigned long long)o->seed);
    put_fact(out, "split", facts->split);
    if (facts->split[0] != '\0')
        fuda_buf_add_str(out, "- documents of one group, and near-duplicates that were marked, are in one part\n");
    if (facts->unlabelled != 0)
        fuda_buf_addf(out, "- left out, because this format cannot say that labels are unknown: %zu documents\n",
                      facts->unlabelled);
    if (facts->undated != 0)
        fuda_buf_addf(out, "- left out of the split by date, because they have none: %zu documents\n", facts->undated);
    if (facts->moved != 0)
        fuda_buf_addf(out, "- moved to another part since the last export, because new documents tie them to others: %zu\n",
                      facts->moved);
    if (!set->columns.text)
        fuda_buf_add_str(out, "- titles and texts are left out\n");
    fuda_buf_add_str(out, "\n## Limits\n\nPredicted labels carry the errors and the leanings of the model and of what it "
                          "learned from. Check the rights to the texts before you hand them on: fuda does not know them.\n");
}

fuda_status export_card_write(const export_card *card, const export_set *set, const export_facts *facts,
                              export_folder *folder, fuda_error *err)
{
    fuda_buf out = {0};
    export_file *file;
    size_t total = 0;
    fuda_status st = FUDA_OK;
    bool ok;

    for (size_t p = 0; p < facts->npart; p++)
        total += count_of(card, ALL, p);
    ok = put_yaml(card, set, facts, total, &out);
    fuda_buf_addf(&out, "\n# A labelled data set\n\n%zu documents, exported by fuda.\n\n| part | documents |\n| --- | ---: |\n",
                  total);
    for (size_t p = 0; p < facts->npart; p++)
        fuda_buf_addf(&out, "| %s | %zu |\n", facts->parts[p], count_of(card, ALL, p));
    ok = ok && put_table(card, LABEL, "label", facts, &out) && put_table(card, SOURCE, "source", facts, &out) &&
         put_table(card, LANGUAGE, "language", facts, &out) && put_table(card, YEAR, "year", facts, &out);
    put_provenance(set, facts, &out);
    put_selection(set, facts, &out);
    fuda_buf_add_str(&out, "\n## Checksums\n\nSHA-256; `sha256sum -c SHA256SUMS` verifies them and this card's.\n\n");
    for (size_t i = 0; i < folder->nfile && st == FUDA_OK; i++) {
        export_file *f = &folder->files[i];
        st = export_file_finish(folder, f, err);
        if (!f->scratch)
            fuda_buf_addf(&out, "- `%s`: %llu bytes, `%s`\n", f->name, (unsigned long long)f->size, f->hex);
    }
    if (st == FUDA_OK && (!ok || out.failed))
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = export_folder_add(folder, "README.md", false, &file, err);
    if (st == FUDA_OK)
        st = export_file_write(folder, file, out.ptr, out.len, err);
    fuda_buf_release(&out);
    return st;
}
