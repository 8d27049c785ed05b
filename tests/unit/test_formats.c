/* SPDX-License-Identifier: MIT */
/*
 * Patents of every office and database: invented ones in tests/data/patents, all of whose fields are compared, and the
 * originals of ../shared/data/formats, compared with facts looked up in them.
 */
#include "prelude.h"

#include <unistd.h>

#include "core/memory.h"
#include "format_facts.h"
#include <fuda/document.h>

/* ---- reading --------------------------------------------------------------------------------- */

static void show(fuda_buf *out, fuda_str value)
{
    fuda_buf_add_char(out, '|');
    if (value.len != 0)
        fuda_buf_add(out, value.ptr, value.len);
}

/* id|date|group|lang|codes|title|text|fields, a line each; errors as "!line reason". */
static void dump(const char *path, const fuda_reader_options *options, fuda_buf *out)
{
    fuda_batch *batch = fuda_batch_new();
    fuda_reader *reader = NULL;
    fuda_error err = {0};
    bool more = true;

    fuda_buf_clear(out);
    if (fuda_reader_open(path, options, &reader, &err) != FUDA_OK)
        fail_msg("%s: %s", path, err.text);
    while (more) {
        size_t n;
        fuda_batch_clear(batch);
        assert_int_equal(fuda_reader_read(reader, batch, 1, &more, &err), FUDA_OK); /* one at a time */
        const fuda_record *records = fuda_batch_records(batch, &n);
        for (size_t i = 0; i < n; i++) {
            const fuda_document *d = &records[i].document;
            if (d->id.len != 0)
                fuda_buf_add(out, d->id.ptr, d->id.len);
            if (records[i].status != FUDA_OK) {
                fuda_buf_addf(out, "!%zu %s\n", records[i].error.line, records[i].error.text);
                continue;
            }
            show(out, d->date);
            show(out, d->group);
            show(out, d->lang);
            fuda_buf_add_char(out, '|');
            for (size_t c = 0; c < d->ncode; c++)
                fuda_buf_addf(out, "%s%.*s", c == 0 ? "" : ";", (int)d->codes[c].len, d->codes[c].ptr);
            show(out, d->title);
            show(out, d->text);
            show(out, d->fields);
            fuda_buf_add_char(out, '\n');
        }
    }
    assert_non_null(fuda_buf_cstr(out));
    fuda_reader_free(reader);
    fuda_batch_free(batch);
}

/* ---- invented patents ------------------------------------------------------------------------ */

#define ALL {.parts = "title,abstract,description,claims"}

static const struct {
    const char *file;
    fuda_reader_options options;
    const char *want;
} fixtures[] = {
    {"us-bulk.xml", {0},
     "US9000001B2|2020-01-07||en|G06N 3/08;G06N 3/092|Kite that learns the wind|"
     "A kite 10 has a sensor and a learned policy.\nIt flies in H2O mist.|"
     "{\"country\":\"US\",\"kind\":\"B2\",\"application\":\"15000001\",\"filed\":\"2018-02-05\",\"priority\":\"2017-02-03\","
     "\"applicants\":[\"Kite & Sons\"],\"inventors\":[\"Jane Doe\"],\"assignees\":[\"Kite & Sons Ltd.\"],"
     "\"langs\":{\"title\":\"en\",\"abstract\":\"en\"}}\n"
     "USD800002S1|2020-01-07||en||Kite||{\"country\":\"US\",\"kind\":\"S1\",\"langs\":{\"title\":\"en\"}}\n"
     "US20050000003A1|2005-01-06||en|G06F 15/16;H04L 12/00|Agent for kites|An agent.|"
     "{\"country\":\"US\",\"kind\":\"A1\",\"application\":\"10000003\",\"filed\":\"2003-06-01\","
     "\"applicants\":[\"Ann B. Roe\"],\"inventors\":[\"Ann B. Roe\"],\"langs\":{\"title\":\"en\",\"abstract\":\"en\"}}\n"},
    {"us-bulk.xml", {.parts = "claims,description"},
     "US9000001B2|2020-01-07||en|G06N 3/08;G06N 3/092||"
     "1. A kite, comprising:\na sensor; and\na policy.\n\nBACKGROUND\nKites fall.\nFormula shows why.|"
     "{\"country\":\"US\",\"kind\":\"B2\",\"application\":\"15000001\",\"filed\":\"2018-02-05\",\"priority\":\"2017-02-03\","
     "\"applicants\":[\"Kite & Sons\"],\"inventors\":[\"Jane Doe\"],\"assignees\":[\"Kite & Sons Ltd.\"],"
     "\"langs\":{\"claims\":\"en\",\"description\":\"en\"}}\n"
     "USD800002S1|2020-01-07||en|||The ornamental design for a kite, as shown.|"
     "{\"country\":\"US\",\"kind\":\"S1\",\"langs\":{\"claims\":\"en\"}}\n"
     "US20050000003A1!32 the patent has no text for claims, description; it has what --parts title,abstract would take\n"},
    {"us-2001.xml", {.parts = "title,abstract,description"},
     "US20010000004A1|2001-07-19||en|G06F 15/16;H04N 7/14|Talking kites\xE2\x80\x94" "and birds|"
     "Kites talk [quietly] at 5 °C.\n\nKites are silent.|"
     "{\"country\":\"US\",\"kind\":\"A1\",\"application\":\"09000004\",\"filed\":\"2000-02-05\",\"priority\":\"1999-03-01\","
     "\"inventors\":[\"James Kite III\",\"Sophie Wind\"],"
     "\"langs\":{\"title\":\"en\",\"abstract\":\"en\",\"description\":\"en\"}}\n"},
    {"us-st32.xml", {.parts = "title,abstract,claims"},
     "US6000005B1|2002-01-08||en|B32B 3/02;G11B 7/24|Kite with a memory|A kite remembers winds.\n\n1. A kite.|"
     "{\"country\":\"US\",\"kind\":\"B1\",\"application\":\"09000005\",\"filed\":\"1999-06-30\",\"priority\":\"1998-07-01\","
     "\"inventors\":[\"Shin Tako\"],\"assignees\":[\"Tako Corporation\"],"
     "\"langs\":{\"title\":\"en\",\"abstract\":\"en\",\"claims\":\"en\"}}\n"},
    {"docdb.xml", {.keep_versions = true},
     "WO1995000006A1|1995-01-05|4006|en|A63H 27/08;A63H 2027/005|Kite|A kite weighs ≤ 5 g.|"
     "{\"country\":\"WO\",\"kind\":\"A1\",\"application\":\"9400006\",\"filed\":\"1994-06-10\",\"priority\":\"1993-06-11\","
     "\"applicants\":[\"VENT SA\"],\"langs\":{\"title\":\"en\",\"abstract\":\"en\"},"
     "\"versions\":[{\"part\":\"title\",\"lang\":\"fr\",\"text\":\"Cerf-volant\"},"
     "{\"part\":\"abstract\",\"lang\":\"fr\",\"text\":\"Un cerf-volant.\"}]}\n"
     "JPH0100007A|1989-05-08||en||PAPER KITE||{\"country\":\"JP\",\"kind\":\"A\",\"langs\":{\"title\":\"en\"}}\n"},
    {"docdb.xml", {.part_langs = "fr,en"},
     "WO1995000006A1|1995-01-05|4006|fr|A63H 27/08;A63H 2027/005|Cerf-volant|Un cerf-volant.|"
     "{\"country\":\"WO\",\"kind\":\"A1\",\"application\":\"9400006\",\"filed\":\"1994-06-10\",\"priority\":\"1993-06-11\","
     "\"applicants\":[\"VENT SA\"],\"langs\":{\"title\":\"fr\",\"abstract\":\"fr\"}}\n"
     "JPH0100007A|1989-05-08||en||PAPER KITE||{\"country\":\"JP\",\"kind\":\"A\",\"langs\":{\"title\":\"en\"}}\n"},
    {"ops.xml", {.parts = "title,abstract,claims"},
     "US20060000008A1|2006-06-29|4008|en|A63H 27/08;G06N 20/00|Kite handle|A handle.|"
     "{\"country\":\"US\",\"kind\":\"A1\",\"application\":\"1\",\"filed\":\"2004-12-28\",\"priority\":\"2004-12-28\","
     "\"inventors\":[\"ROE ANN\"],\"langs\":{\"title\":\"en\",\"abstract\":\"en\"}}\n"
     "EP1000009B1|||en|||1. A kite.|{\"country\":\"EP\",\"kind\":\"B1\",\"langs\":{\"claims\":\"en\"}}\n"},
    {"ep.xml", ALL,
     "EP2000010B1|2012-01-04||de|A63H 27/08|Kite|Drachen fallen.\n\nA kite.|"
     "{\"country\":\"EP\",\"kind\":\"B1\",\"application\":\"09000010.1\",\"filed\":\"2009-01-02\",\"priority\":\"2008-01-03\","
     "\"inventors\":[\"Wind, Eva\"],\"assignees\":[\"Drachen GmbH\"],"
     "\"langs\":{\"title\":\"en\",\"description\":\"de\",\"claims\":\"en\"}}\n"},
    {"cnipa.xml", {0},
     "CN100000011A|2011-04-20||zh|G06N 3/08|会学习的风筝|风筝带有传感器1。|"
     "{\"country\":\"CN\",\"kind\":\"A\",\"application\":\"200910000011.0\",\"filed\":\"2009-09-11\","
     "\"applicants\":[\"青空风筝厂\"],\"inventors\":[\"云上\"],\"langs\":{\"title\":\"zh\",\"abstract\":\"zh\"}}\n"
     "CN200000012U|2012-05-09||zh|A63H 27/08|折叠风筝|可折叠的风筝。|"
     "{\"country\":\"CN\",\"kind\":\"U\",\"application\":\"201120000012.3\",\"filed\":\"2011-08-01\","
     "\"langs\":{\"title\":\"zh\",\"abstract\":\"zh\"}}\n"
     "cnipa.xml!18 the patent has no text for title, abstract; it has what --parts claims would take\n"
     "cnipa.xml:2!22 the patent has no text: its pages are images\n"},
    {"cnipa.xml", {.parts = "claims", .id_prefix = "x/"},
     "CN100000011A|2011-04-20||zh|G06N 3/08||1.一种风筝。|"
     "{\"country\":\"CN\",\"kind\":\"A\",\"application\":\"200910000011.0\",\"filed\":\"2009-09-11\","
     "\"applicants\":[\"青空风筝厂\"],\"inventors\":[\"云上\"],\"langs\":{\"claims\":\"zh\"}}\n"
     "CN200000012U!15 the patent has no text for claims; it has what --parts title,abstract would take\n"
     "x/cnipa.xml|||zh|||一种风筝，其特征在于有线和尾。|{\"country\":\"CN\",\"langs\":{\"claims\":\"zh\"}}\n"
     "x/cnipa.xml:2!22 the patent has no text: its pages are images\n"},
    {"jpo.xml", ALL,
     "JP2022000013A|2022-01-04||ja|G06N 3/08;A63H 27/08|学習する凧|"
     "【課題】落ちない凧。【解決手段】学習する。\n\n本発明は凧に関する。\n\nセンサーを備える凧。|"
     "{\"country\":\"JP\",\"kind\":\"A\",\"application\":\"2020100013\",\"filed\":\"2020-06-10\","
     "\"applicants\":[\"株式会社青空\"],\"inventors\":[\"風 太郎\"],"
     "\"langs\":{\"title\":\"ja\",\"abstract\":\"ja\",\"description\":\"ja\",\"claims\":\"ja\"}}\n"
     "JP2010000014A|2010-01-07||ja|A63H 27/08|紙の凧|【課題】軽い凧。|"
     "{\"country\":\"JP\",\"kind\":\"A\",\"application\":\"2008000014\",\"filed\":\"2008-06-20\","
     "\"applicants\":[\"有限会社雲\"],\"inventors\":[\"空 花子\"],\"langs\":{\"title\":\"ja\",\"abstract\":\"ja\"}}\n"},
    {"wipo.xml", {0},
     "WO2021000015A1|2021-01-07||en|B64C 31/06|Tethered kite|A tethered kite.|"
     "{\"country\":\"WO\",\"kind\":\"A1\",\"application\":\"PCT/IB2020/000015\",\"filed\":\"2020-07-01\","
     "\"priority\":\"2019-07-02\",\"applicants\":[\"Aero Inc.\"],\"langs\":{\"title\":\"en\",\"abstract\":\"en\"}}\n"
     "WO2010000016A1|2010-01-07||en|A63H 27/08|Paper kite|Of paper.|"
     "{\"country\":\"WO\",\"kind\":\"A1\",\"application\":\"IB2009000016\",\"filed\":\"2009-07-02\","
     "\"langs\":{\"title\":\"en\",\"abstract\":\"en\"}}\n"},
    {"lens.csv", {0},
     "US20110000017A1|2011-08-04|||A63H 27/08;B64C 31/06|Kite Diverter|A kite, diverted.|"
     "{\"country\":\"US\",\"kind\":\"A1\",\"application\":\"US 17 A\",\"filed\":\"2010-01-29\",\"priority\":\"2010-01-28\","
     "\"applicants\":[\"ROE; ANN B.\",\"KITE CO\"],\"inventors\":[\"DOE JANE\"],\"#\":\"1\","
     "\"Lens ID\":\"000-000-000-000-017\",\"Publication Year\":\"2011\",\"Priority Numbers\":\"US 17 A\","
     "\"Simple Family Size\":\"1\"}\n"
     "EP1000018B1|2001-02-03|||A63H 27/08|Kite Reel||"
     "{\"country\":\"EP\",\"kind\":\"B1\",\"application\":\"EP 18 A\",\"filed\":\"1999-01-29\",\"priority\":\"1999-01-29\","
     "\"#\":\"2\",\"Lens ID\":\"000-000-000-000-018\",\"Publication Year\":\"2001\",\"Simple Family Size\":\"1\"}\n"},
    {"google.jsonl", {0},
     "US9000019B2|2015-04-07|4019|en|A63H 27/08;G06N 3/092|Kite motor|A motor.|"
     "{\"country\":\"US\",\"kind\":\"B2\",\"filed\":\"2013-01-01\",\"inventors\":[\"DOE JANE\"],\"assignees\":[\"KITE CO\"],"
     "\"langs\":{\"title\":\"en\",\"abstract\":\"en\"},\"entity_status\":\"large\"}\n"},
    {"google.csv", {0},
     "JP6000020B2|2018-10-03||||Kite lamp||"
     "{\"country\":\"JP\",\"kind\":\"B2\",\"filed\":\"2017-01-02\",\"priority\":\"2016-01-02\","
     "\"inventors\":[\"風 太郎\",\"空 花子\"],\"assignees\":[\"青空\"],"
     "\"result link\":\"https://patents.google.com/patent/JP6000020B2/ja\"}\n"},
    {"ifi.json", {.parts = "title,abstract,claims"},
     "USRE40021E1|2024-03-26|||A63H 27/08;B64C 31/06|Kite tail|A tail.\n\n1. A tail.|"
     "{\"country\":\"US\",\"kind\":\"E1\",\"filed\":\"2020-12-24\",\"priority\":\"2020-12-23\","
     "\"inventors\":[\"Jane Doe\"],\"assignees\":[\"KITE CO\"],\"source_id\":1,\"provenance\":\"made up\"}\n"},
    {"jplatpat.csv", {0},
     "JP2021000022A|2021-01-07|||A63H 27/08;A63H 27/00|光る凧||"
     "{\"country\":\"JP\",\"kind\":\"A\",\"application\":\"特願2019-000022\",\"filed\":\"2019-06-10\","
     "\"applicants\":[\"株式会社青空\"],\"公開番号URL\":\"https://example.org/1\",\"encoding\":\"Shift_JIS\"}\n"},
};

static void test_fixtures(void **state)
{
    fuda_buf out = {0};
    int wrong = 0;

    (void)state;
    assert_int_equal(chdir(TEST_DATA "/patents"), 0);
    for (size_t i = 0; i < sizeof fixtures / sizeof fixtures[0]; i++) {
        dump(fixtures[i].file, &fixtures[i].options, &out);
        if (strcmp(out.ptr, fixtures[i].want) == 0)
            continue;
        fprintf(stderr, "%s\ngot  %s\nwant %s\n", fixtures[i].file, out.ptr, fixtures[i].want);
        wrong++;
    }
    fuda_buf_release(&out);
    assert_int_equal(wrong, 0);
}

/* ---- originals ------------------------------------------------------------------------------- */

static const char formats[] = SOURCE_DIR "/../shared/data/formats";

static uint64_t hash_without_blanks(fuda_str text, size_t *bytes)
{
    uint64_t hash = 0xcbf29ce484222325u;

    *bytes = 0;
    for (size_t i = 0; i < text.len; i++) {
        /* Blanks as Unicode knows them: ASCII's, U+00A0, U+2000 … U+200A, U+2028, U+3000. */
        const unsigned char *s = (const unsigned char *)text.ptr + i;
        size_t left = text.len - i;
        if (s[0] <= ' ')
            continue;
        if (left >= 2 && s[0] == 0xC2 && s[1] == 0xA0) {
            i += 1;
            continue;
        }
        if (left >= 3 && ((s[0] == 0xE2 && s[1] == 0x80 && (s[2] <= 0x8A || s[2] == 0xA8)) ||
                          (s[0] == 0xE3 && s[1] == 0x80 && s[2] == 0x80))) {
            i += 2;
            continue;
        }
        hash = (hash ^ s[0]) * 0x100000001b3u;
        ++*bytes;
    }
    return *bytes == 0 ? 0 : hash;
}

static bool is(fuda_str value, const char *want)
{
    return value.len == strlen(want) && (value.len == 0 || memcmp(value.ptr, want, value.len) == 0);
}

static bool has_field(const fuda_document *d, const char *key, const char *want)
{
    char member[128];
    const char *fields = d->fields.len == 0 ? "" : d->fields.ptr;

    snprintf(member, sizeof member, "\"%s\":\"%s\"", key, want);
    if (want[0] == '\0') {
        snprintf(member, sizeof member, "\"%s\":", key);
        return strstr(fields, member) == NULL;
    }
    return strstr(fields, member) != NULL;
}

/* The names of what differs. */
static const char *difference(const fuda_document *d, const format_fact *f)
{
    size_t bytes;
    uint64_t hash = hash_without_blanks(d->text, &bytes);

    return !is(d->title, f->title)                                   ? "title"
           : !is(d->date, f->date)                                   ? "date"
           : !is(d->group, f->group)                                 ? "group"
           : !has_field(d, "filed", f->filed)                        ? "filed"
           : !has_field(d, "priority", f->priority)                  ? "priority"
           : d->ncode != f->ncode                                    ? "number of codes"
           : d->ncode > 0 && !is(d->codes[0], f->first_code)         ? "first code"
           : d->ncode > 0 && !is(d->codes[d->ncode - 1], f->last_code) ? "last code"
           : bytes != f->text_bytes || hash != f->text_hash          ? "text"
                                                                     : NULL;
}

/* Finds the fact's record in its file. */
static const char *check_fact(const format_fact *f, fuda_batch *batch)
{
    fuda_reader_options options = {.parts = f->parts};
    fuda_reader *reader;
    fuda_error err;
    const char *found = "id: no record has it";
    bool more = true;

    assert_int_equal(fuda_reader_open(f->file, &options, &reader, &err), FUDA_OK);
    while (more) {
        size_t n;
        fuda_batch_clear(batch);
        assert_int_equal(fuda_reader_read(reader, batch, 1000, &more, &err), FUDA_OK);
        const fuda_record *records = fuda_batch_records(batch, &n);
        for (size_t i = 0; i < n; i++) {
            if (records[i].status != FUDA_OK)
                fail_msg("%s:%zu: %s", f->file, records[i].error.line, records[i].error.text);
            if (is(records[i].document.id, f->id)) {
                found = difference(&records[i].document, f);
                more = false;
                break;
            }
        }
    }
    fuda_reader_free(reader);
    return found;
}

static void test_originals(void **state)
{
    fuda_batch *batch = fuda_batch_new();
    int wrong = 0;

    (void)state;
    if (chdir(formats) != 0) {
        print_message("no original files in %s\n", formats);
        fuda_batch_free(batch);
        skip();
    }
    for (size_t i = 0; i < sizeof format_facts / sizeof format_facts[0]; i++) {
        const char *differs = check_fact(&format_facts[i], batch);
        if (differs == NULL)
            continue;
        print_error("%s %s: %s\n", format_facts[i].file, format_facts[i].id, differs);
        wrong++;
    }
    fuda_batch_free(batch);
    assert_int_equal(wrong, 0);
}

/* All files at once: how many patents there are, and why the rest is refused. */
static void test_all_originals(void **state)
{
    fuda_batch *batch = fuda_batch_new();
    fuda_reader *reader;
    fuda_error err;
    size_t good = 0, bad = 0;
    bool more = true;

    (void)state;
    if (fuda_reader_open(formats, NULL, &reader, &err) != FUDA_OK) {
        fuda_batch_free(batch);
        skip();
    }
    while (more) {
        size_t n;
        fuda_batch_clear(batch);
        assert_int_equal(fuda_reader_read(reader, batch, 1000, &more, &err), FUDA_OK);
        const fuda_record *records = fuda_batch_records(batch, &n);
        for (size_t i = 0; i < n; i++) {
            if (records[i].status == FUDA_OK) {
                assert_true(records[i].document.title.len > 0 && records[i].document.id.len > 0);
                good++;
                continue;
            }
            bad++; /* three files of CNIPA hold the claims and nothing else */
            assert_non_null(strstr(records[i].file.ptr, "cnipa/20"));
            assert_non_null(strstr(records[i].error.text, "it has what --parts claims would take"));
        }
    }
    assert_int_equal(bad, 3);
    /* 9 of USPTO, 5 of EPO, 1 of CNIPA, 8 of IFI, 26 + 1 of J-PlatPat, 4 of JPO, 3,779 of The Lens */
    assert_int_equal(good, 9 + 5 + 1 + 8 + 26 + 1 + 4 + 3779);
    fuda_reader_free(reader);
    fuda_batch_free(batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fixtures), cmocka_unit_test(test_originals),
                                       cmocka_unit_test(test_all_originals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
