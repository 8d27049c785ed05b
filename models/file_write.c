/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/error.h"
#include "models/file.h"

const char *const mdl_section_names[MDL_NSECTION] = {"meta",  "labels", "ldocs",  "vlen",  "vkeys",   "total",
                                                     "ncell", "clabel", "ccount", "hints", "phrases", "calib",
                                                     "df",    "weights", "bias",  "rates", "why"};

void mdl_put32(fuda_buf *out, uint32_t x)
{
    unsigned char b[4] = {(unsigned char)x, (unsigned char)(x >> 8), (unsigned char)(x >> 16),
                          (unsigned char)(x >> 24)};
    fuda_buf_add(out, b, 4);
}

void mdl_put64(fuda_buf *out, uint64_t x)
{
    mdl_put32(out, (uint32_t)x);
    mdl_put32(out, (uint32_t)(x >> 32));
}

void mdl_put_micro(fuda_buf *out, double x)
{
    double scaled = x * 1e6;
    mdl_put64(out, (uint64_t)(int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5));
}

static void put_strings(fuda_buf *out, const char *text)
{
    fuda_buf_add(out, text, strlen(text) + 1);
}

/* The settings and sums that belong to the counts. */
static void put_counted(const fuda_model *m, fuda_buf *out)
{
    fuda_buf_addf(out, "documents=%llu\n", (unsigned long long)m->clf.counts.ndoc);
    for (int l = 0; l <= FUDA_LANG_OTHER; l++)
        fuda_buf_addf(out, "docs_%s=%llu\nuses_%s=%llu\n", fuda_lang_name((fuda_lang)l),
                      (unsigned long long)m->lang_docs[l], fuda_lang_name((fuda_lang)l),
                      (unsigned long long)m->lang_uses[l]);
    fuda_buf_addf(out, "alpha_micro=%lld\n", (long long)(m->clf.alpha * 1e6 + 0.5));
    fuda_buf_addf(out, "words=%d\nphrases=%d\nstop_words=%d\nnumbers=%d\nword_ngrams=%d\nchar_ngrams=%d\n",
                  m->text.words, m->text.phrases, m->text.stop_words, m->text.numbers,
                  m->text.word_ngrams, m->text.char_ngrams);
}

static void put_meta(const fuda_model *m, fuda_buf *out)
{
    const fuda_model_info *info = &m->info;

    fuda_buf_addf(out, "fuda=%s\nmode=%s\n", info->fuda_version,
                  m->clf.counts.mode == CLF_SINGLE ? "single" : "multi");
    put_counted(m, out);
    fuda_buf_addf(out, "learned=%zu\nunlearned=%zu\nmerged=%zu\ncalibrated=%s\n", info->nlearned, info->nunlearned,
                  info->nmerged, m->calibrated);
    fuda_buf_addf(out, "data=%s\ntaxonomy=%s\ntaxonomy_version=%s\n", info->data_hash, info->taxonomy_hash,
                  info->taxonomy_version);
    mdl_put_choice(&m->clf, out);
    fuda_buf_addf(out, "icu=%s\nmecab=%s\ndictionary=%s\n", info->icu, info->mecab, info->dictionary);
}

static void put_section(const fuda_model *m, enum mdl_section s, fuda_buf *out)
{
    const clf_counts *c = &m->clf.counts;
    size_t V = c->nfeature, K = c->nlabel, cells = c->ptr[V];

    switch (s) {
    case MDL_META:
        put_meta(m, out);
        break;
    case MDL_LABELS:
        for (size_t k = 0; k < K; k++) {
            put_strings(out, m->labels[k].id);
            for (int l = 0; l < MDL_NLANG; l++)
                put_strings(out, m->labels[k].name[l]);
        }
        break;
    case MDL_LDOCS:
        for (size_t k = 0; k < K; k++)
            mdl_put64(out, c->label_docs[k]);
        break;
    case MDL_VLEN:
        for (uint32_t f = 0; f < V; f++)
            mdl_put32(out, (uint32_t)fuda_strtab_len(&m->vocabulary, f));
        break;
    case MDL_VKEYS:
        fuda_buf_add(out, m->vocabulary.pool, m->vocabulary.pool_len);
        break;
    case MDL_TOTAL:
        for (size_t f = 0; f < V; f++)
            mdl_put32(out, c->total[f]);
        break;
    case MDL_NCELL:
        for (size_t f = 0; f < V; f++)
            mdl_put32(out, (uint32_t)(c->ptr[f + 1] - c->ptr[f]));
        break;
    case MDL_CLABEL:
        for (size_t i = 0; i < cells; i++)
            mdl_put32(out, c->label[i]);
        break;
    case MDL_CCOUNT:
        for (size_t i = 0; i < cells; i++)
            mdl_put32(out, c->count[i]);
        break;
    case MDL_HINTS:
        for (size_t i = 0; i < c->nhint; i++) {
            mdl_put32(out, c->hints[i].feature);
            mdl_put32(out, c->hints[i].label);
            mdl_put32(out, c->hints[i].strength);
        }
        break;
    case MDL_PHRASES:
        for (size_t i = 0; i < m->nphrase; i++) {
            fuda_buf_add(out, m->phrases[i].ptr, m->phrases[i].len);
            fuda_buf_add_char(out, '\0');
        }
        break;
    case MDL_CALIB:
        mdl_put_micro(out, m->clf.tau);
        for (int i = 0; i < CLF_NINPUT; i++)
            mdl_put_micro(out, m->clf.slope[i]);
        for (size_t k = 0; k < K; k++)
            mdl_put_micro(out, m->clf.offset[k]);
        for (size_t k = 0; k < K; k++)
            mdl_put_micro(out, m->clf.threshold[k]);
        break;
    default:
        mdl_put_family(&m->clf, s, out);
        break;
    }
}

static int hex_digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

void mdl_digest_bytes(const char hex[33], char out[MDL_DIGEST])
{
    for (int i = 0; i < MDL_DIGEST; i++)
        out[i] = (char)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
}

bool mdl_hash_counts(const fuda_model *m, char hex[33])
{
    static const enum mdl_section counted[] = {MDL_LABELS, MDL_LDOCS,  MDL_VLEN,   MDL_VKEYS, MDL_TOTAL,
                                               MDL_NCELL,  MDL_CLABEL, MDL_CCOUNT, MDL_HINTS, MDL_PHRASES};
    fuda_buf bytes = {0};

    fuda_buf_addf(&bytes, "mode=%d\ndata=%s\ntaxonomy=%s\n", (int)m->clf.counts.mode, m->info.data_hash,
                  m->info.taxonomy_hash);
    fuda_buf_addf(&bytes, "algorithm=%s\nweighting=%s\n", clf_algorithm_name(m->clf.choice.algorithm),
                  clf_weighting_name(m->clf.choice.weighting));
    put_counted(m, &bytes);
    for (size_t s = 0; s < sizeof counted / sizeof counted[0]; s++)
        put_section(m, counted[s], &bytes);
    fuda_digest_of(bytes.ptr, bytes.len, hex);
    bool ok = !bytes.failed;
    fuda_buf_release(&bytes);
    return ok;
}

fuda_status mdl_serialize(fuda_model *model, fuda_buf *out, fuda_error *err)
{
    fuda_buf body = {0}, table = {0};
    char digest[MDL_DIGEST], hash[33];

    for (int s = 0; s < MDL_NSECTION; s++) {
        char name[8] = {0};
        size_t at = body.len;
        put_section(model, (enum mdl_section)s, &body);
        memcpy(name, mdl_section_names[s], strlen(mdl_section_names[s]));
        fuda_buf_add(&table, name, 8);
        mdl_put64(&table, MDL_HEADER + MDL_NSECTION * MDL_ENTRY + at);
        mdl_put64(&table, body.len - at);
    }
    fuda_buf_clear(out);
    fuda_buf_add(out, MDL_MAGIC, sizeof MDL_MAGIC - 1);
    mdl_put32(out, MDL_FILE_VERSION);
    mdl_put32(out, MDL_NSECTION);
    fuda_buf_add(out, table.ptr, table.len);
    fuda_buf_add(out, body.ptr, body.len);
    if (!out->failed && !body.failed && !table.failed) {
        fuda_digest_of(out->ptr, out->len, hash);
        mdl_digest_bytes(hash, digest);
        fuda_buf_add(out, digest, MDL_DIGEST);
        /* A finished model is shared by threads: what does not change is not written. */
        if (memcmp(model->hash, hash, sizeof hash) != 0)
            memcpy(model->hash, hash, sizeof hash);
    }
    bool failed = out->failed || body.failed || table.failed;
    if (model->counts_hash[0] == '\0' && !mdl_hash_counts(model, model->counts_hash))
        failed = true;
    fuda_buf_release(&body);
    fuda_buf_release(&table);
    return failed ? fuda_fail_nomem(err) : FUDA_OK;
}
