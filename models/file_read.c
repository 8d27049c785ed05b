/* SPDX-License-Identifier: MIT */
/* Reads model files.  Everything is checked before it is believed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "models/file.h"

enum { MAX_LABELS = 1 << 20 };

typedef struct parsing {
    const char *path;
    fuda_error *err;
    mdl_span s[MDL_NSECTION];
    fuda_model *m;
} parsing;

static fuda_status damaged(const parsing *in, const char *what)
{
    return fuda_fail(in->err, FUDA_E_CORRUPT, "the model file '%s' is damaged: %s", in->path, what);
}

static fuda_status find_sections(parsing *in, const char *bytes, size_t len)
{
    char hex[33], digest[MDL_DIGEST];

    if (len < sizeof MDL_MAGIC - 1 || memcmp(bytes, MDL_MAGIC, sizeof MDL_MAGIC - 1) != 0)
        return fuda_fail(in->err, FUDA_E_FORMAT, "'%s' is not a fuda model", in->path);
    if (len < MDL_HEADER + MDL_NSECTION * MDL_ENTRY + MDL_DIGEST)
        return damaged(in, "it is cut off");
    if (mdl_get32(bytes + 8) != MDL_FILE_VERSION)
        return fuda_fail(in->err, FUDA_E_VERSION,
                         "the model file '%s' has format version %u, this fuda reads version %d; train it again",
                         in->path, mdl_get32(bytes + 8), MDL_FILE_VERSION);
    fuda_digest_of(bytes, len - MDL_DIGEST, hex);
    mdl_digest_bytes(hex, digest);
    if (memcmp(digest, bytes + len - MDL_DIGEST, MDL_DIGEST) != 0)
        return damaged(in, "its checksum is wrong");
    memcpy(in->m->hash, hex, sizeof hex);
    if (mdl_get32(bytes + 12) != MDL_NSECTION)
        return damaged(in, "it has another number of sections");
    uint64_t expected = MDL_HEADER + MDL_NSECTION * MDL_ENTRY;
    for (int s = 0; s < MDL_NSECTION; s++) {
        const char *entry = bytes + MDL_HEADER + s * MDL_ENTRY;
        char name[8] = {0};
        uint64_t offset = mdl_get64(entry + 8), size = mdl_get64(entry + 16);
        memcpy(name, mdl_section_names[s], strlen(mdl_section_names[s]));
        if (memcmp(entry, name, 8) != 0)
            return damaged(in, "a section is missing");
        if (offset > len - MDL_DIGEST || size > len - MDL_DIGEST - offset)
            return damaged(in, "a section lies outside the file");
        if (offset != expected)
            return damaged(in, "its sections do not follow each other");
        expected += size;
        in->s[s] = (mdl_span){bytes + offset, (size_t)size};
    }
    return expected == len - MDL_DIGEST ? FUDA_OK : damaged(in, "there are bytes behind its last section");
}

/* The value of a key of the meta section, copied; NULL when it is not there. */
static char *meta_value(const parsing *in, const char *key)
{
    size_t key_len = strlen(key);
    const char *p = in->s[MDL_META].ptr, *end = p + in->s[MDL_META].len;

    while (p < end) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        if (eol == NULL)
            eol = end;
        if ((size_t)(eol - p) > key_len && memcmp(p, key, key_len) == 0 && p[key_len] == '=')
            return mdl_keep(in->m, p + key_len + 1, (size_t)(eol - p) - key_len - 1);
        p = eol + 1;
    }
    return NULL;
}

static bool meta_number(const parsing *in, const char *key, uint64_t max, uint64_t *out)
{
    const char *text = meta_value(in, key);
    uint64_t x = 0;

    if (text == NULL || *text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9' || x > (UINT64_MAX - 9) / 10)
            return false;
        x = x * 10 + (uint64_t)(*text - '0');
    }
    *out = x;
    return x <= max;
}

/* Algorithm and its settings; false when they make no sense. */
static bool read_choice(parsing *in)
{
    clf_choice *c = &in->m->clf.choice;
    const char *algorithm = meta_value(in, "algorithm"), *weighting = meta_value(in, "weighting");
    bool single = in->m->clf.counts.mode == CLF_SINGLE;
    uint64_t cost, blend, kinds, min_df, select;

    if (algorithm == NULL || weighting == NULL || !clf_algorithm_from_name(algorithm, &c->algorithm) ||
        c->algorithm == CLF_AUTO || !(single ? clf_algorithm_single : clf_algorithm_multi)(c->algorithm) ||
        !clf_weighting_from_name(weighting, &c->weighting) || !meta_number(in, "cost_micro", 1000000000000, &cost) ||
        !meta_number(in, "blend_micro", 1000000000, &blend) || !meta_number(in, "kinds", CLF_ALL_KINDS, &kinds) ||
        !meta_number(in, "min_df", UINT32_MAX, &min_df) || !meta_number(in, "select", UINT32_MAX, &select))
        return false;
    c->alpha = in->m->clf.alpha;
    c->cost = (double)cost / 1e6;
    c->blend = (double)blend / 1e6;
    c->kinds = (uint32_t)kinds;
    c->min_df = (uint32_t)min_df;
    c->select = (uint32_t)select;
    /* Joined counts presence; so do all that count so. */
    in->m->clf.counts.binary = c->algorithm == CLF_JOINED || c->weighting == CLF_BINARY || clf_is_linear(c->algorithm);
    return true;
}

static fuda_status read_meta(parsing *in)
{
    fuda_model *m = in->m;
    fuda_model_info *info = &m->info;
    uint64_t alpha, flag[6], learned, unlearned, merged;
    static const char *const flags[6] = {"words",   "phrases",     "stop_words",
                                         "numbers", "word_ngrams", "char_ngrams"};
    const char *mode = meta_value(in, "mode");

    if (mode == NULL || (strcmp(mode, "single") != 0 && strcmp(mode, "multi") != 0) ||
        !meta_number(in, "documents", UINT32_MAX, &m->clf.counts.ndoc) ||
        !meta_number(in, "alpha_micro", 1000000000, &alpha) || alpha == 0)
        return damaged(in, "its settings are not readable");
    for (int i = 0; i < 6; i++) {
        if (!meta_number(in, flags[i], i < 4 ? 1 : i == 4 ? 3 : 2, &flag[i]))
            return damaged(in, "its text settings are not readable");
    }
    for (int l = 0; l <= FUDA_LANG_OTHER; l++) {
        char docs[16], uses[16];
        snprintf(docs, sizeof docs, "docs_%s", fuda_lang_name((fuda_lang)l));
        snprintf(uses, sizeof uses, "uses_%s", fuda_lang_name((fuda_lang)l));
        if (!meta_number(in, docs, m->clf.counts.ndoc, &m->lang_docs[l]) ||
            !meta_number(in, uses, UINT64_MAX / 2, &m->lang_uses[l]) ||
            (m->lang_docs[l] == 0 && m->lang_uses[l] > 0))
            return damaged(in, "its document lengths are not readable");
    }
    if (!meta_number(in, "learned", SIZE_MAX / 2, &learned) || !meta_number(in, "unlearned", SIZE_MAX / 2, &unlearned) ||
        !meta_number(in, "merged", SIZE_MAX / 2, &merged))
        return damaged(in, "its history is not readable");
    info->nlearned = (size_t)learned;
    info->nunlearned = (size_t)unlearned;
    info->nmerged = (size_t)merged;
    m->calibrated = meta_value(in, "calibrated");
    m->text = (fuda_text_settings){flag[0], flag[1], flag[2], flag[3], (uint8_t)flag[4], (uint8_t)flag[5]};
    m->clf.alpha = (double)alpha / 1e6;
    m->clf.counts.mode = strcmp(mode, "single") == 0 ? CLF_SINGLE : CLF_MULTI;
    if (!read_choice(in))
        return damaged(in, "its algorithm is not readable");
    info->fuda_version = meta_value(in, "fuda");
    info->data_hash = meta_value(in, "data");
    info->taxonomy_hash = meta_value(in, "taxonomy");
    info->taxonomy_version = meta_value(in, "taxonomy_version");
    info->icu = meta_value(in, "icu");
    info->mecab = meta_value(in, "mecab");
    info->dictionary = meta_value(in, "dictionary");
    if (info->taxonomy_hash == NULL)
        info->taxonomy_hash = "";
    if (info->taxonomy_version == NULL)
        info->taxonomy_version = "";
    if (info->fuda_version == NULL || info->data_hash == NULL || m->calibrated == NULL || info->icu == NULL || info->mecab == NULL ||
        info->dictionary == NULL)
        return damaged(in, "its provenance is not readable");
    return FUDA_OK;
}

/* Number of NUL-terminated strings, or SIZE_MAX when the last one does not end. */
static size_t count_strings(mdl_span s)
{
    size_t n = 0;

    if (s.len > 0 && s.ptr[s.len - 1] != '\0')
        return SIZE_MAX;
    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] == '\0';
    return n;
}

/* Labels are found by their ids, and tables have one row an id. */
static bool labels_differ(const fuda_model *m)
{
    fuda_strtab ids = {0};
    size_t k = 0, K = m->clf.counts.nlabel;

    while (k < K && fuda_strtab_add(&ids, m->labels[k].id, strlen(m->labels[k].id)) == k)
        k++;
    fuda_strtab_release(&ids);
    return k == K;
}

static fuda_status read_labels(parsing *in)
{
    fuda_model *m = in->m;
    size_t n = count_strings(in->s[MDL_LABELS]), K = n / (MDL_NLANG + 1);
    const char *p = in->s[MDL_LABELS].ptr;

    if (n == SIZE_MAX || n % (MDL_NLANG + 1) != 0 || K == 0 || K > MAX_LABELS ||
        in->s[MDL_LDOCS].len != K * 8 || in->s[MDL_CALIB].len != 8 * (1 + CLF_NINPUT + 2 * K))
        return damaged(in, "its labels do not fit together");
    m->clf.counts.nlabel = K;
    m->labels = calloc(K, sizeof *m->labels);
    m->clf.counts.label_docs = calloc(K + 1, sizeof *m->clf.counts.label_docs);
    m->clf.offset = calloc(K + 1, sizeof *m->clf.offset);
    m->clf.threshold = calloc(K + 1, sizeof *m->clf.threshold);
    if (m->labels == NULL || m->clf.counts.label_docs == NULL || m->clf.offset == NULL ||
        m->clf.threshold == NULL)
        return fuda_fail_nomem(in->err);
    for (size_t k = 0; k < K; k++) {
        for (int s = 0; s <= MDL_NLANG; s++) {
            char *text = mdl_keep(m, p, strlen(p));
            if (text == NULL)
                return fuda_fail_nomem(in->err);
            *(s == 0 ? &m->labels[k].id : &m->labels[k].name[s - 1]) = text;
            p += strlen(p) + 1;
        }
        uint64_t docs = mdl_get64(in->s[MDL_LDOCS].ptr + 8 * k);
        if (docs > m->clf.counts.ndoc)
            return damaged(in, "a label has more documents than there are");
        m->clf.counts.label_docs[k] = docs;
    }
    if (!labels_differ(m))
        return damaged(in, "two of its labels are the same");
    const char *calib = in->s[MDL_CALIB].ptr;
    for (size_t i = 0; i < in->s[MDL_CALIB].len; i += 8) {
        double x = mdl_get_micro(calib + i);
        if (!(x > -1e6 && x < 1e6))
            return damaged(in, "a number of its calibration is impossible");
    }
    m->clf.tau = mdl_get_micro(calib);
    for (int i = 0; i < CLF_NINPUT; i++)
        m->clf.slope[i] = mdl_get_micro(calib + 8 * (1 + i));
    calib += 8 * (1 + CLF_NINPUT);
    for (size_t k = 0; k < K; k++) {
        m->clf.offset[k] = mdl_get_micro(calib + 8 * k);
        m->clf.threshold[k] = mdl_get_micro(calib + 8 * (K + k));
    }
    return FUDA_OK;
}

static fuda_status read_vocabulary(parsing *in)
{
    fuda_model *m = in->m;
    clf_counts *c = &m->clf.counts;
    size_t V = in->s[MDL_VLEN].len / 4, at = 0, before = 0, before_len = 0;

    if (in->s[MDL_VLEN].len % 4 != 0 || V >= UINT32_MAX || in->s[MDL_TOTAL].len != V * 4 ||
        in->s[MDL_NCELL].len != V * 4)
        return damaged(in, "its vocabulary does not fit together");
    c->nfeature = V;
    c->nblock = MDL_NBLOCK;
    c->block = malloc(V + 1);
    c->total = malloc((V + 1) * sizeof *c->total);
    c->ptr = calloc(V + 1, sizeof *c->ptr);
    if (c->block == NULL || c->total == NULL || c->ptr == NULL)
        return fuda_fail_nomem(in->err);
    for (size_t f = 0; f < V; f++) {
        size_t len = mdl_get32(in->s[MDL_VLEN].ptr + 4 * f);
        const char *key = in->s[MDL_VKEYS].ptr + at;
        if (len < 3 || len > in->s[MDL_VKEYS].len - at)
            return damaged(in, "a term lies outside its section");
        if (f > 0) {
            size_t n = len < before_len ? len : before_len;
            int order = memcmp(in->s[MDL_VKEYS].ptr + before, key, n);
            if (order > 0 || (order == 0 && before_len >= len))
                return damaged(in, "its terms are not in order");
        }
        before = at;
        before_len = len;
        at += len;
        if (fuda_strtab_add(&m->vocabulary, key, len) == FUDA_NO_ID)
            return fuda_fail_nomem(in->err);
        c->block[f] = mdl_block_of_key(key, len);
        c->total[f] = mdl_get32(in->s[MDL_TOTAL].ptr + 4 * f);
        c->ptr[f + 1] = c->ptr[f] + mdl_get32(in->s[MDL_NCELL].ptr + 4 * f);
    }
    return at == in->s[MDL_VKEYS].len ? FUDA_OK : damaged(in, "there are bytes behind its last term");
}

static fuda_status read_counts(parsing *in)
{
    clf_counts *c = &in->m->clf.counts;
    size_t V = c->nfeature, cells = c->ptr[V];

    if (in->s[MDL_CLABEL].len / 4 != cells || in->s[MDL_CLABEL].len % 4 != 0 ||
        in->s[MDL_CCOUNT].len != in->s[MDL_CLABEL].len)
        return damaged(in, "its counts do not fit together");
    c->label = malloc((cells + 1) * sizeof *c->label);
    c->count = malloc((cells + 1) * sizeof *c->count);
    if (c->label == NULL || c->count == NULL)
        return fuda_fail_nomem(in->err);
    for (size_t f = 0; f < V; f++) {
        for (size_t i = c->ptr[f]; i < c->ptr[f + 1]; i++) {
            c->label[i] = mdl_get32(in->s[MDL_CLABEL].ptr + 4 * i);
            c->count[i] = mdl_get32(in->s[MDL_CCOUNT].ptr + 4 * i);
            if (c->label[i] >= c->nlabel || (i > c->ptr[f] && c->label[i] <= c->label[i - 1]) ||
                c->count[i] == 0 || c->count[i] > c->total[f])
                return damaged(in, "a count is impossible");
        }
    }
    return FUDA_OK;
}

static fuda_status read_hints(parsing *in)
{
    clf_counts *c = &in->m->clf.counts;
    size_t n = in->s[MDL_HINTS].len / 12, strings = count_strings(in->s[MDL_PHRASES]);
    const char *p = in->s[MDL_PHRASES].ptr;

    if (in->s[MDL_HINTS].len % 12 != 0 || strings == SIZE_MAX)
        return damaged(in, "its taxonomy terms do not fit together");
    c->hints = calloc(n + 1, sizeof *c->hints);
    in->m->phrases = calloc(strings + 1, sizeof *in->m->phrases);
    if (c->hints == NULL || in->m->phrases == NULL)
        return fuda_fail_nomem(in->err);
    for (size_t i = 0; i < n; i++) {
        const char *h = in->s[MDL_HINTS].ptr + 12 * i;
        clf_hint *hint = &c->hints[i], *last = i == 0 ? NULL : &c->hints[i - 1];
        *hint = (clf_hint){mdl_get32(h), mdl_get32(h + 4), mdl_get32(h + 8)};
        if (hint->feature >= c->nfeature || hint->label >= c->nlabel || hint->strength > CLF_TITLE ||
            (last != NULL && (last->feature > hint->feature ||
                              (last->feature == hint->feature && last->label >= hint->label))))
            return damaged(in, "a taxonomy term is impossible");
    }
    c->nhint = n;
    for (size_t i = 0; i < strings; i++) {
        size_t len = strlen(p);
        in->m->phrases[i] = (fuda_str){mdl_keep(in->m, p, len), len};
        if (in->m->phrases[i].ptr == NULL)
            return fuda_fail_nomem(in->err);
        p += len + 1;
    }
    in->m->nphrase = strings;
    return FUDA_OK;
}

static fuda_status read_family(parsing *in)
{
    bool nomem = false;
    const char *wrong = mdl_read_family(&in->m->clf, in->s, &nomem);

    return nomem ? fuda_fail_nomem(in->err) : wrong != NULL ? damaged(in, wrong) : FUDA_OK;
}

fuda_status mdl_parse(const char *bytes, size_t len, const char *path, const char *mecab_dic,
                      fuda_model **out, fuda_error *err)
{
    parsing in = {.path = path, .err = err};
    fuda_status st;

    *out = NULL;
    in.m = calloc(1, sizeof *in.m);
    if (in.m == NULL)
        return fuda_fail_nomem(err);
    if ((st = find_sections(&in, bytes, len)) == FUDA_OK && (st = read_meta(&in)) == FUDA_OK &&
        (st = read_labels(&in)) == FUDA_OK && (st = read_vocabulary(&in)) == FUDA_OK &&
        (st = read_counts(&in)) == FUDA_OK && (st = read_hints(&in)) == FUDA_OK &&
        (st = read_family(&in)) == FUDA_OK && (st = clf_prepare(&in.m->clf, err)) == FUDA_OK &&
        (st = mdl_make_tokenizer(in.m, mecab_dic, NULL, err)) == FUDA_OK) {
        if (mdl_hash_counts(in.m, in.m->counts_hash)) {
            mdl_describe(in.m);
            *out = in.m;
            return FUDA_OK;
        }
        st = fuda_fail_nomem(err);
    }
    fuda_model_free(in.m);
    return st;
}
