/* SPDX-License-Identifier: MIT */
/*
 * Model files that are cut, flipped, forged or foreign.  A checksum catches accidents; behind it
 * the parser must stand on its own, for whoever can change a byte can also mend the checksum.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/hash.h"
#include "models/file.h"
#include "models/model.h"
#include "model_fixture.h"

#include <fuda/evaluation.h>

#if defined(__SANITIZE_ADDRESS__)
enum { FORGERIES = 1500 };
#else
enum { FORGERIES = 6000 };
#endif

static fuda_buf good[2]; /* multi-label with taxonomy; single-label */
static const fuda_document *probes[3];
static fuda_document probe_docs[3];

/* A small model: a handful of documents, so that every byte can be tried. */
static int start(void **state)
{
    static corpus c;
    fuda_error err;

    (void)state;
    for (int single = 0; single < 2; single++) {
        fuda_taxonomy *tax = topics();
        fuda_train_options o = fuda_train_options_default();
        o.text.word_ngrams = 1;
        fuda_dataset *data;
        fuda_model *m;
        o.taxonomy = single ? NULL : tax;
        corpus_make(&c, single);
        if (fuda_dataset_new(&o, &data, &err) != FUDA_OK)
            return 1;
        for (size_t i = 0; i < c.n; i += 4) {
            if (fuda_dataset_add(data, &c.list[i], 1, NULL, &err) != FUDA_OK)
                return 1;
        }
        if (fuda_train(data, &m, &err) != FUDA_OK || mdl_serialize(m, &good[single], &err) != FUDA_OK)
            return 1;
        fuda_model_free(m);
        fuda_dataset_free(data);
        fuda_taxonomy_free(tax);
    }
    static const char *const texts[3] = {"The express train stops; the baker has soup. football goal rice",
                                         "特急列車の駅で味噌汁を飲む。サッカーの試合", "厨师把豆腐切块，火车到达车站，足球比赛"};
    for (int i = 0; i < 3; i++) {
        probe_docs[i] = (fuda_document){.text = str(texts[i]), .labelling = FUDA_LABEL_SET};
        probes[i] = &probe_docs[i];
    }
    return 0;
}

static int stop(void **state)
{
    static const char *const names[] = {"m.fuda", "topics.yaml"};
    (void)state;
    fuda_buf_release(&good[0]);
    fuda_buf_release(&good[1]);
    temp_clean(names, 2);
    return 0;
}

/* Parses a copy of exactly `len` bytes, so that reading behind the end is seen. */
static fuda_status parse(const char *bytes, size_t len, fuda_model **m, fuda_error *err)
{
    char *copy = malloc(len + (len == 0));
    assert_non_null(copy);
    memcpy(copy, bytes, len);
    *err = (fuda_error){0};
    fuda_status st = mdl_parse(copy, len, "some.fuda", NULL, m, err);
    free(copy);
    if (st != FUDA_OK) {
        assert_null(*m);
        assert_int_equal(err->status, st);
        assert_true(strstr(err->text, "some.fuda") != NULL || st == FUDA_E_NOMEM || st == FUDA_E_ENGINE);
    }
    return st;
}

static void mend_checksum(char *bytes, size_t len)
{
    char hex[33];

    fuda_digest_of(bytes, len - 16, hex);
    for (int i = 0; i < 16; i++) {
        char two[3] = {hex[2 * i], hex[2 * i + 1], 0};
        bytes[len - 16 + (size_t)i] = (char)strtol(two, NULL, 16);
    }
}

/* Everything a program does with a model. */
static void use(fuda_model *m)
{
    fuda_tag_options options = {.explain = true, .top = 2};
    fuda_feature_weight rows[20];
    const fuda_result *r;
    fuda_evaluation *ev;
    fuda_tagger *t;
    fuda_buf again = {0};
    fuda_error err;

    assert_int_equal(fuda_tagger_new(m, 1, &t, &err), FUDA_OK);
    assert_int_equal(fuda_tagger_run(t, probes, 3, &options, &r, &err), FUDA_OK);
    assert_int_equal(fuda_evaluation_new(m, &ev, &err), FUDA_OK);
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < r[i].ntag; j++) {
            assert_true(r[i].tags[j].label < m->clf.counts.nlabel);
            assert_false(r[i].tags[j].p < 0 || r[i].tags[j].p > 1);
        }
        assert_int_equal(fuda_evaluation_add(ev, probes[i], &r[i], &err), FUDA_OK);
    }
    fuda_evaluation_free(ev);
    fuda_tagger_free(t);
    for (uint32_t k = 0; k < 2; k++) {
        size_t n = 20;
        if (k < fuda_model_describe(m)->nlabel)
            assert_int_equal(fuda_model_terms(m, k, FUDA_LANG_UND, rows, &n, &err), FUDA_OK);
    }
    assert_int_equal(mdl_serialize(m, &again, &err), FUDA_OK);
    fuda_buf_release(&again);
}

static void the_whole_file_is_good(void **state)
{
    (void)state;
    for (int g = 0; g < 2; g++) {
        fuda_model *m;
        fuda_error err;
        assert_int_equal(parse(good[g].ptr, good[g].len, &m, &err), FUDA_OK);
        use(m);
        fuda_model_free(m);
    }
}

static void every_truncation(void **state)
{
    (void)state;
    for (int g = 0; g < 2; g++) {
        for (size_t len = 0; len < good[g].len; len++) {
            fuda_model *m;
            fuda_error err;
            fuda_status st = parse(good[g].ptr, len, &m, &err);
            assert_int_equal(st, len < 8 ? FUDA_E_FORMAT : FUDA_E_CORRUPT);
        }
        /* One byte too many. */
        fuda_model *m;
        fuda_error err;
        fuda_buf more = {0};
        fuda_buf_add(&more, good[g].ptr, good[g].len);
        fuda_buf_add_char(&more, '\0');
        assert_int_equal(parse(more.ptr, more.len, &m, &err), FUDA_E_CORRUPT);
        assert_string_equal(err.text, "the model file 'some.fuda' is damaged: its checksum is wrong");
        fuda_buf_release(&more);
    }
}

static void every_flipped_byte(void **state)
{
    (void)state;
    for (int g = 0; g < 2; g++) {
        for (size_t at = 0; at < good[g].len; at++) {
            fuda_model *m;
            fuda_error err;
            char kept = good[g].ptr[at];
            good[g].ptr[at] = (char)(kept ^ (1 << at % 8));
            fuda_status st = parse(good[g].ptr, good[g].len, &m, &err);
            good[g].ptr[at] = kept;
            assert_int_equal(st, at < 8 ? FUDA_E_FORMAT : at < 12 ? FUDA_E_VERSION : FUDA_E_CORRUPT);
        }
    }
}

static size_t refused, accepted;

static void try_forgery(char *bytes, size_t len)
{
    fuda_model *m;
    fuda_error err;

    mend_checksum(bytes, len);
    if (parse(bytes, len, &m, &err) != FUDA_OK) {
        refused++;
        return;
    }
    accepted++;
    use(m);
    fuda_model_free(m);
}

/* Byte values that break things more often than random ones. */
static char evil(size_t i, char old)
{
    static const unsigned char values[] = {0, 1, 0x7F, 0x80, 0xFF};
    return i % 7 < 5 ? (char)values[i % 7] : i % 7 == 5 ? (char)(old + 1) : (char)(old ^ 0x55);
}

static void forged_bytes(void **state)
{
    (void)state;
    for (int g = 0; g < 2; g++) {
        char *copy = malloc(good[g].len);
        size_t stride = good[g].len / (FORGERIES / 2) + 1;
        assert_non_null(copy);
        refused = accepted = 0;
        for (size_t at = 0, i = 0; at < good[g].len - 16; i++) {
            memcpy(copy, good[g].ptr, good[g].len);
            copy[at] = evil(i, copy[at]);
            try_forgery(copy, good[g].len);
            /* Each byte of header, table and settings, then a stride. */
            at += at < 900 ? 1 : stride;
        }
        assert_true(refused > 100 && accepted > 100);
        free(copy);
    }
}

/* Whole fields: 64-bit offsets and sizes of the table, 32- and 64-bit numbers of the sections. */
static void forged_fields(void **state)
{
    static const uint64_t values[] = {0, 1, UINT32_MAX, (uint64_t)UINT32_MAX + 1, INT64_MAX, UINT64_MAX, 1u << 31};

    (void)state;
    for (int g = 0; g < 2; g++) {
        char *copy = malloc(good[g].len);
        assert_non_null(copy);
        for (size_t entry = 0; entry < 17; entry++) {
            for (size_t v = 0; v < sizeof values / sizeof values[0]; v++) {
                uint64_t offset;
                for (size_t field = 8; field < 24; field += 8) {
                    memcpy(copy, good[g].ptr, good[g].len);
                    memcpy(copy + 16 + entry * 24 + field, &values[v], 8);
                    try_forgery(copy, good[g].len);
                }
                memcpy(copy, good[g].ptr, good[g].len);
                memcpy(&offset, copy + 16 + entry * 24 + 8, 8);
                if (offset + 8 > good[g].len - 16)
                    continue;
                for (size_t width = 4; width <= 8; width += 4) {
                    memcpy(copy, good[g].ptr, good[g].len);
                    memcpy(copy + offset, &values[v], width);
                    try_forgery(copy, good[g].len);
                }
            }
        }
        free(copy);
    }
}

/* Replaces text in a file (of one length) and parses the mended result. */
static fuda_status forge(const char *from, const char *to, fuda_model **m, fuda_error *err)
{
    size_t n = strlen(from);
    char *copy = malloc(good[0].len), *at;

    assert_int_equal(n, strlen(to));
    assert_non_null(copy);
    memcpy(copy, good[0].ptr, good[0].len);
    at = memmem(copy, good[0].len, from, n);
    assert_non_null(at);
    memcpy(at, to, n);
    mend_checksum(copy, good[0].len);
    fuda_status st = parse(copy, good[0].len, m, err);
    free(copy);
    return st;
}

static void forged_settings(void **state)
{
    static const struct {
        const char *from, *to, *message;
    } table[] = {
        {"mode=multi", "mode=mulch", "its settings are not readable"},
        {"documents=1", "documents=x", "its settings are not readable"},
        {"alpha_micro=1", "alpha_micro=-", "its settings are not readable"},
        {"alpha_micro=100000", "alpha_micro=000000", "its settings are not readable"},
        {"words=1", "words=2", "its text settings are not readable"},
        {"word_ngrams=1", "word_ngrams=4", "its text settings are not readable"},
        {"char_ngrams=0", "char_ngrams=9", "its text settings are not readable"},
        {"uses_ja=", "Uses_ja=", "its document lengths are not readable"},
        {"icu=", "Icu=", "its provenance is not readable"},
        {"data=", "date=", "its provenance is not readable"},
        {"football", "railways", "two of its labels are the same"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        fuda_model *m;
        fuda_error err;
        if (forge(table[i].from, table[i].to, &m, &err) != FUDA_E_CORRUPT)
            fail_msg("'%s' was accepted", table[i].to);
        if (strstr(err.text, table[i].message) == NULL)
            fail_msg("'%s' gives: %s", table[i].to, err.text);
    }
}

/* Models of other libraries load and say so. */
static void other_libraries_are_named(void **state)
{
    char icu[64], other[64];
    fuda_model *m;
    fuda_error err;

    (void)state;
    snprintf(icu, sizeof icu, "icu=%s\n", fuda_icu_version());
    snprintf(other, sizeof other, "%s", icu);
    other[4] = other[4] == '1' ? '2' : '1';
    assert_int_equal(forge(icu, other, &m, &err), FUDA_OK);
    assert_non_null(strstr(fuda_model_describe(m)->mismatch, "the model was made with ICU"));
    assert_non_null(strstr(fuda_model_describe(m)->mismatch, "Chinese terms may differ"));
    use(m);
    fuda_model_free(m);
    assert_int_equal(forge("dictionary=i", "dictionary=I", &m, &err), FUDA_OK);
    assert_non_null(strstr(fuda_model_describe(m)->mismatch, "Japanese terms may differ"));
    fuda_model_free(m);
}

static void foreign_files(void **state)
{
    const char *path = temp_path("m.fuda");
    fuda_model *m = (fuda_model *)1;
    fuda_buf newer = {0};
    fuda_error err;
    char expected[300];

    (void)state;
    write_file(path, "", 0);
    assert_int_equal(fuda_model_load(path, NULL, &m, &err), FUDA_E_FORMAT);
    snprintf(expected, sizeof expected, "'%s' is not a fuda model", path);
    assert_string_equal(err.text, expected);
    assert_null(m);
    write_file(path, "{\"id\":1}\n", 9);
    assert_int_equal(fuda_model_load(path, NULL, &m, &err), FUDA_E_FORMAT);
    assert_string_equal(err.text, expected);
    static const char zeros[1000];
    write_file(path, zeros, sizeof zeros);
    assert_int_equal(fuda_model_load(path, NULL, &m, &err), FUDA_E_FORMAT);
    /* A later version, right in itself. */
    fuda_buf_add(&newer, good[0].ptr, good[0].len);
    newer.ptr[8] = 99;
    mend_checksum(newer.ptr, newer.len);
    write_file(path, newer.ptr, newer.len);
    fuda_buf_release(&newer);
    assert_int_equal(fuda_model_load(path, NULL, &m, &err), FUDA_E_VERSION);
    snprintf(expected, sizeof expected,
             "the model file '%s' has format version 99, this fuda reads version %d; train it again", path,
             MDL_FILE_VERSION);
    assert_string_equal(err.text, expected);
    assert_int_equal(fuda_model_load(temp_path("none"), NULL, &m, &err), FUDA_E_IO);
    assert_int_equal(fuda_model_load("/tmp", NULL, &m, &err), FUDA_E_IO);
    /* A dictionary that is not there. */
    write_file(path, good[0].ptr, good[0].len);
    assert_int_equal(fuda_model_load(path, "/nonexistent", &m, &err), FUDA_E_ENGINE);
    assert_null(m);
    assert_int_equal(fuda_model_load(path, NULL, &m, &err), FUDA_OK);
    /* Nothing is overwritten by accident. */
    assert_int_equal(fuda_model_save(m, path, false, &err), FUDA_E_EXISTS);
    assert_int_equal(fuda_model_save(m, "/nonexistent/m.fuda", false, &err), FUDA_E_IO);
    assert_int_equal(fuda_model_save(m, path, true, &err), FUDA_OK);
    fuda_model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_file_is_good),
        cmocka_unit_test(every_truncation),
        cmocka_unit_test(every_flipped_byte),
        cmocka_unit_test(forged_bytes),
        cmocka_unit_test(forged_fields),
        cmocka_unit_test(forged_settings),
        cmocka_unit_test(other_libraries_are_named),
        cmocka_unit_test(foreign_files),
    };
    return cmocka_run_group_tests_name("model_file", tests, start, stop);
}
