/* SPDX-License-Identifier: MIT */
/* Readers: every format's corner cases as rows of input and the records expected of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/memory.h"
#include <fuda/document.h>

static char folder[] = "/tmp/fuda-reader-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 ? -1 : 0;
}

static int drop_folder(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -r %s", folder, folder);
    return system(command);
}

static const char *path_of(const char *name)
{
    return name; /* the tests run in the folder */
}

static void put_file(const char *name, const char *bytes, size_t len)
{
    FILE *out = fopen(path_of(name), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, len, out), len);
    assert_int_equal(fclose(out), 0);
}

static void show(fuda_buf *out, const char *name, fuda_str value)
{
    if (value.len == 0)
        return;
    fuda_buf_addf(out, " %s=", name);
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '\0')
            fuda_buf_add_str(out, "<NUL>");
        else
            fuda_buf_add_char(out, value.ptr[i]);
    }
}

static void show_list(fuda_buf *out, const char *name, const fuda_str *items, size_t n, bool empty)
{
    if (n != 0 || empty)
        fuda_buf_addf(out, " %s=", name);
    for (size_t i = 0; i < n; i++)
        fuda_buf_addf(out, "[%.*s]", (int)items[i].len, items[i].ptr);
}

/* One line a record: "id title=… text=…", or "id !LINE message". */
static void show_record(fuda_buf *out, const fuda_record *record)
{
    const fuda_document *doc = &record->document;

    fuda_buf_add(out, doc->id.ptr, doc->id.len);
    if (record->status != FUDA_OK) {
        assert_int_equal(record->status, record->error.status);
        fuda_buf_addf(out, " !%zu %s\n", record->error.line, record->error.text);
        return;
    }
    show(out, "title", doc->title);
    show(out, "text", doc->text);
    show(out, "lang", doc->lang);
    show(out, "group", doc->group);
    show(out, "date", doc->date);
    show_list(out, doc->labelling == FUDA_ONE_LABEL ? "label" : "labels", doc->labels, doc->nlabel,
              doc->labelling == FUDA_LABEL_SET);
    show_list(out, "maybe", doc->maybe, doc->nmaybe, false);
    show_list(out, "codes", doc->codes, doc->ncode, false);
    show(out, "fields", doc->fields);
    fuda_buf_add_char(out, '\n');
}

/* All records of an input, `step` at a time. */
static void read_all(const char *path, const fuda_reader_options *options, size_t step, fuda_buf *out)
{
    fuda_reader *reader = NULL;
    fuda_error err = {0};
    fuda_batch *batch = fuda_batch_new();
    bool more = true;

    fuda_buf_clear(out);
    assert_non_null(batch);
    if (fuda_reader_open(path, options, &reader, &err) != FUDA_OK) {
        assert_null(reader);
        fuda_buf_addf(out, "!!%zu %s\n", err.line, err.text);
        more = false;
    }
    while (more) {
        size_t n;
        fuda_batch_clear(batch);
        assert_int_equal(fuda_reader_read(reader, batch, step, &more, &err), FUDA_OK);
        const fuda_record *records = fuda_batch_records(batch, &n);
        assert_true(n <= step);
        for (size_t i = 0; i < n; i++)
            show_record(out, &records[i]);
    }
    fuda_reader_free(reader);
    fuda_batch_free(batch);
    assert_non_null(fuda_buf_cstr(out));
}

typedef struct row {
    const char *name;
    const char *file, *in;
    size_t len; /* 0: strlen */
    const char *want;
} row;

#define BYTES(text) text, sizeof(text) - 1

static void check_rows(const row *rows, size_t n, const fuda_reader_options *options)
{
    fuda_buf out = {0};
    int failed = 0;

    for (size_t i = 0; i < n; i++) {
        put_file(rows[i].file, rows[i].in, rows[i].len == 0 ? strlen(rows[i].in) : rows[i].len);
        for (size_t step = 1; step <= 100; step += 99) {
            read_all(path_of(rows[i].file), options, step, &out);
            if (strcmp(out.ptr, rows[i].want) != 0) {
                print_error("%s:\ngot  %swant %s", rows[i].name, out.ptr, rows[i].want);
                failed++;
            }
        }
    }
    fuda_buf_release(&out);
    assert_int_equal(failed, 0);
}

#define CHECK_ROWS(rows, options) check_rows(rows, sizeof rows / sizeof rows[0], options)

static void test_jsonl(void **state)
{
    static const row rows[] = {
        {"empty file", "a.jsonl", "", 0, ""},
        {"blank lines", "a.jsonl", "\n  \r\n\t\n", 0, ""},
        {"plain", "a.jsonl", "{\"id\":\"x\",\"title\":\"T\",\"text\":\"t\",\"lang\":\"ja\"}", 0,
         "x title=T text=t lang=ja\n"},
        {"mark, CR LF, no last line end", "a.jsonl",
         "\xEF\xBB\xBF{\"id\":\"1\",\"text\":\"a\"}\r\n{\"id\":\"2\",\"text\":\"b\"}", 0,
         "1 text=a\n2 text=b\n"},
        {"ids from lines", "b.ndjson",
         "{\"text\":\"a\"}\n\n{\"id\":null,\"text\":\"b\"}\n{\"id\":\"\",\"text\":\"c\"}", 0,
         "b.ndjson:1 text=a\nb.ndjson:3 text=b\nb.ndjson:4 text=c\n"},
        {"numbers as ids", "a.jsonl", "{\"id\":12,\"text\":\"a\"}\n{\"id\":1.5,\"text\":\"a\"}", 0,
         "12 text=a\n1.5 text=a\n"},
        {"other fields keep order and numbers", "a.jsonl",
         "{\"z\":1.0,\"id\":\"x\",\"a\":[0.1,1e300,{\"k\":null}],\"text\":\"t\",\"u\":\"\\u65e5\\u672c\","
         "\"b\":false}",
         0, "x text=t fields={\"z\":1.0,\"a\":[0.1,1e+300,{\"k\":null}],\"u\":\"日本\",\"b\":false}\n"},
        {"fields is opened up", "a.jsonl",
         "{\"id\":\"x\",\"a\":1,\"fields\":{\"text\":2,\"b\":3},\"text\":\"t\"}", 0,
         "x text=t fields={\"a\":1,\"text\":2,\"b\":3}\n"},
        {"fields repeats a field", "a.jsonl", "{\"id\":\"x\",\"a\":1,\"fields\":{\"a\":2},\"text\":\"t\"}", 0,
         "x !1 field 'fields' repeats a field of the record\n"},
        {"fields of another kind", "a.jsonl", "{\"id\":\"x\",\"fields\":\"f\",\"text\":\"t\"}", 0,
         "x text=t fields={\"fields\":\"f\"}\n"},
        {"label", "a.jsonl",
         "{\"id\":\"1\",\"text\":\"\",\"label\":\"a\"}\n{\"id\":\"2\",\"text\":\"\",\"label\":\"\"}\n"
         "{\"id\":\"3\",\"text\":\"\",\"label\":null}\n",
         0, "1 label=[a]\n2\n3\n"},
        {"labels", "a.jsonl",
         "{\"id\":\"1\",\"text\":\"\",\"labels\":[]}\n{\"id\":\"2\",\"text\":\"\",\"labels\":null}\n"
         "{\"id\":\"3\",\"text\":\"\",\"labels\":[\"b\",\"a\",\"b\"],\"maybe\":[\"c\"]}\n",
         0, "1 labels=\n2\n3 labels=[b][a] maybe=[c]\n"},
        {"label and labels", "a.jsonl",
         "{\"id\":\"1\",\"text\":\"\",\"label\":\"a\",\"labels\":[\"a\"]}\n"
         "{\"id\":\"2\",\"text\":\"\",\"labels\":[],\"label\":\"a\"}\n"
         "{\"id\":\"3\",\"text\":\"\",\"labels\":[\"a\"],\"label\":null}\n",
         0, "1 !1 has both 'label' and 'labels'\n2 !2 has both 'label' and 'labels'\n3 labels=[a]\n"},
        {"codes, group, date", "a.jsonl",
         "{\"id\":\"1\",\"text\":\"t\",\"codes\":[\"G06N 3/08\",\"\"],\"group\":7,\"date\":2024}\n"
         "{\"id\":\"2\",\"text\":\"t\",\"codes\":\" A ;;B; \",\"group\":\"g\",\"date\":\"2024-01\"}\n",
         0, "1 text=t group=7 date=2024 codes=[G06N 3/08]\n2 text=t group=g date=2024-01 codes=[A][B]\n"},
        {"what export adds is no metadata", "a.jsonl",
         "{\"id\":\"1\",\"text\":\"t\",\"labels\":[\"a\"],\"source\":\"predicted\",\"p\":{\"a\":0.9}}\n"
         "{\"id\":\"2\",\"text\":\"t\",\"source\":\"a newspaper\",\"p\":3}\n",
         0, "1 text=t labels=[a]\n2 text=t fields={\"source\":\"a newspaper\",\"p\":3}\n"},
        {"only a title", "a.jsonl", "{\"id\":\"1\",\"title\":\"T\"}", 0, "1 title=T\n"},
        {"no text", "a.jsonl", "{\"id\":\"1\"}\n{\"id\":\"2\",\"text\":null}\n{\"id\":\"3\",\"text\":\"t\"}",
         0, "1 !1 has no field 'text'\n2 !2 has no field 'text'\n3 text=t\n"},
        {"wrong types", "a.jsonl",
         "{\"id\":\"1\",\"text\":5}\n{\"id\":[],\"text\":\"\"}\n{\"id\":\"3\",\"text\":\"\",\"label\":5}\n"
         "{\"id\":\"4\",\"text\":\"\",\"labels\":\"a\"}\n{\"id\":\"5\",\"text\":\"\",\"labels\":[\"a\",{}]}\n"
         "{\"id\":\"6\",\"text\":\"\",\"labels\":[\"a\",\"\"]}\n{\"id\":\"7\",\"text\":\"\",\"lang\":true}\n["
         "1]\n\"x\"\n",
         0,
         "1 !1 field 'text' is a number, not a string\n !2 field 'id' is an array, not a string\n"
         "3 !3 field 'label' is a number, not a string\n4 !4 field 'labels' is a string, not an array\n"
         "5 !5 item 2 of field 'labels' is an object, not a string\n6 !6 item 2 of field 'labels' is empty\n"
         "7 !7 field 'lang' is true or false, not a string\n !8 expected a JSON object, found an array\n"
         " !9 malformed JSON at column 3: '[' or '{' expected near '\"x\"'\n"},
        {"escaped NUL", "a.jsonl",
         "{\"id\":\"1\",\"text\":\"a\\u0000b\"}\n{\"id\":\"a\\u0000\",\"text\":\"b\"}\n"
         "{\"id\":\"3\",\"text\":\"\",\"labels\":[\"\\u0000\"]}",
         0,
         "1 text=a<NUL>b\n !2 field 'id' contains a NUL character\n3 !3 field 'labels' contains a NUL "
         "character\n"},
        {"surrogates", "a.jsonl",
         "{\"id\":\"1\",\"text\":\"\\ud83d\\ude00\"}\n{\"id\":\"2\",\"text\":\"\\ud800\"}\n", 0,
         "1 text=😀\n !2 malformed JSON at column 25: invalid Unicode '\\uD800' near '\"\\ud800\"'\n"},
        {"bad UTF-8", "a.jsonl",
         BYTES("{\"id\":\"1\",\"text\":\"a\"}\n{\"text\":\"\xff\"}\n{\"id\":\"3\",\"text\":\"c\"}\n"),
         "1 text=a\n !2 invalid UTF-8 at byte 31 of the input (0xff)\n3 text=c\n"},
        {"NUL byte", "a.jsonl", BYTES("{\"id\":\"1\",\"text\":\"a\0b\"}\n{\"id\":\"2\",\"text\":\"b\"}\n"),
         " !1 malformed JSON at column 19: control character 0x0 near '\"a'\n2 text=b\n"},
        {"a key twice", "a.jsonl", "{\"text\":\"a\",\"text\":\"b\"}", 0,
         " !1 malformed JSON at column 18: duplicate object key near '\"text\"'\n"},
        {"cut off", "a.jsonl", "{\"text\":\"a\n", 0,
         " !1 malformed JSON at column 10: premature end of input near '\"a'\n"},
    };
    (void)state;
    CHECK_ROWS(rows, NULL);
}

static void test_csv(void **state)
{
    static const row rows[] = {
        {"empty file", "a.csv", "", 0, ""},
        {"only blank lines", "a.csv", "\r\n\r\n", 0, ""},
        {"only a header", "a.csv", "id,text", 0, ""},
        {"plain, mark, CR LF", "a.csv", "\xEF\xBB\xBFid,text\r\n1,a\r\n2,b", 0, "1 text=a\n2 text=b\n"},
        {"quotes", "a.csv", "\"id\",\"text\"\n1,\"a,\"\"b\"\"\r\nc\"\n\"2\",\"\"\n", 0,
         "1 text=a,\"b\"\r\nc\n2\n"},
        {"a quote inside is text", "a.csv", "id,text\n1,a \"b\" c\n2,5\" pipe\n", 0,
         "1 text=a \"b\" c\n2 text=5\" pipe\n"},
        {"lines are counted through quotes", "a.csv", "id,text\n,\"a\nb\nc\"\n,d\n\n,e\n", 0,
         "a.csv:2 text=a\nb\nc\na.csv:5 text=d\na.csv:7 text=e\n"},
        {"too few and too many", "a.csv", "id,text\n1\n2,b\n3,c,d\n", 0,
         " !2 the record has 1 field, the header has 2\n2 text=b\n !4 the record has 3 fields, the header "
         "has 2\n"},
        {"behind a closing quote", "a.csv", "id,text\n1,\"a\"b\n2,b\n", 0,
         " !2 text follows the closing quote of a field\n2 text=b\n"},
        {"a quote that is not closed", "a.csv", "id,text\n1,a\n2,\"b\n3,c\n", 0,
         "1 text=a\n !3 a quoted field of the record is not closed before the end of the input\n"},
        {"labels", "a.csv", "id,text,labels,maybe,codes\n1,,a; b;a,c,G06N 3/08;G06F\n2,,,,\n", 0,
         "1 labels=[a][b] maybe=[c] codes=[G06N 3/08][G06F]\n2 labels=\n"},
        {"one label", "a.csv", "id,text,label\n1,,a\n2,,\n3,,a;b\n", 0, "1 label=[a]\n2\n3 label=[a;b]\n"},
        {"both", "a.csv", "id,label,labels,text\n1,a,,\n2,,b,\n3,a,b,\n", 0,
         "1 label=[a]\n2 labels=[b]\n3 !4 has both 'label' and 'labels'\n"},
        {"lists as JSON", "a.csv", "id,text,labels\n1,,\"[\"\"a;b\"\",\"\"c\"\"]\"\n2,,[a]\n", 0,
         "1 labels=[a;b][c]\n2 labels=[[a]]\n"},
        {"other columns", "a.csv", "z,id,text,,a\n1,x,t,,\"say \"\"hi\"\"\"\n", 0,
         "x text=t fields={\"z\":\"1\",\"column 4\":\"\",\"a\":\"say \\\"hi\\\"\"}\n"},
        {"fields is opened up", "a.csv", "id,text,fields\n1,t,\"{\"\"a\"\":[1]}\"\n2,t,plain\n", 0,
         "1 text=t fields={\"a\":[1]}\n2 text=t fields={\"fields\":\"plain\"}\n"},
        {"exported", "a.csv",
         "id,text,labels,source,p,fields\n1,t,a,predicted,0.9,\n2,t,,abstained,,\n3,t,,gold,,\n", 0,
         "1 text=t labels=[a]\n2 text=t\n3 text=t labels=\n"},
        {"bad UTF-8", "a.csv", BYTES("id,text\n1,a\xe3\x81\n2,b\n"),
         " !2 invalid UTF-8 at byte 1 of field 'text' (0xe3)\n2 text=b\n"},
        {"NUL", "a.csv", BYTES("id,text\n1,a\0\n2,b\n"), " !2 field 'text' contains a NUL byte\n2 text=b\n"},
        {"no text column", "a.csv", "id,body\n1,a\n", 0, "!!1 the header row has no column 'text'; its first is 'id'\n"},
        {"another separator", "a.csv", "id;title;text\n1;a;b\n", 0,
         "!!1 the header row has no column 'text'; its only column (another separator?) is 'id;title;text'\n"},
        {"a column twice", "a.csv", "id,text,text\n1,a,b\n", 0, "!!1 the header has column 'text' twice\n"},
        {"header not closed", "a.csv", "id,\"text\n1,a\n", 0,
         "!!1 the header row has a quote that is not closed\n"},
    };
    (void)state;
    CHECK_ROWS(rows, NULL);
}

static void test_tsv(void **state)
{
    static const row rows[] = {
        {"plain", "a.tsv", "id\ttext\n1\ta, b\n2\t\n", 0, "1 text=a, b\n2\n"},
        {"quoted", "a.tsv", "id\ttext\n1\t\"a\tb\nc \"\"d\"\"\"\n2\te\n", 0,
         "1 text=a\tb\nc \"d\"\n2 text=e\n"},
        {"not quoted after all", "a.tsv", "id\ttext\n1\t\"A\" and \"\"B\"\"\r\n2\t\"x\"y\n", 0,
         "1 text=\"A\" and \"\"B\"\"\n2 text=\"x\"y\n"},
        {"doubled inside", "a.tsv", "id\ttext\n1\t\"a\"\"b\" c\n", 0, "1 text=\"a\"\"b\" c\n"},
    };
    (void)state;
    CHECK_ROWS(rows, NULL);
}

static void test_text_and_guess(void **state)
{
    char want[1024];
    fuda_buf out = {0};
    static const struct {
        const char *name, *file, *in;
        size_t len;
        const char *want; /* %s: the path */
    } rows[] = {
        {"text", "a.txt", "one\r\ntwo\n", 0, "%s text=one\r\ntwo\n\n"},
        {"empty", "a.txt", "", 0, "%s\n"},
        {"mark", "a.md", "\xEF\xBB\xBF# x", 0, "%s text=# x\n"},
        {"looks like JSON, is called text", "a.txt", "{\"text\":\"a\"}", 0, "%s text={\"text\":\"a\"}\n"},
        {"NUL", "a.txt", BYTES("ab\nc\0d"), "%s !2 NUL byte at byte 4 of the input: not a text\n"},
        {"bad UTF-8", "a.txt", BYTES("\n\nab\xff"), "%s !3 invalid UTF-8 at byte 4 of the input (0xff)\n"},
        {"UTF-16", "a.txt",
         BYTES("\xff\xfe"
               "a\0"),
         "%s text=a fields={\"encoding\":\"UTF-16LE\"}\n"},
        {"JSON by content", "data", " {\"id\":\"1\",\"text\":\"a\"}\n", 0, "1 text=a\n"},
        {"CSV by content", "data", "id,title,x\n1,a,b\n", 0, "1 title=a fields={\"x\":\"b\"}\n"},
        {"TSV by content", "data", "id\ttext\n1\ta\n", 0, "1 text=a\n"},
        {"text by content", "data", "{curly} text, here", 0, "%s text={curly} text, here\n"},
        {"capital extension", "A.JSONL", "{\"id\":\"1\",\"text\":\"a\"}", 0, "1 text=a\n"},
        {"a JSON array", "a.json", "[{\"id\":\"1\",\"text\":\"a\"},\n{\"text\":\"b\"}]", 0, "1 text=a\n%s:2 text=b\n"},
        {"rows in an object", "a.json", "{\"n\":1,\"rows\":[{\"text\":\"a[\\\"{\"}],\"x\":{\"rows\":[]}}{\"text\":\"b\"}", 0,
         "a.json:1 text=a[\"{\na.json:2 text=b\n"},
        {"an object over lines", "data", "{\n\"text\":\n\"a\"}\n", 0, "%s:1 text=a\n"},
        {"an array that is cut", "a.json", "[{\"id\":\"1\",\"text\":\"a\"},{\"text\":", 0,
         "1 text=a\n !1 the input ends inside JSON (at most 67108864 bytes a record)\n"},
        {"an array of numbers", "a.json", "[1]", 0,
         " !1 no JSON object where one should begin; the rest is not read (at most 67108864 bytes a record)\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        put_file(rows[i].file, rows[i].in, rows[i].len == 0 ? strlen(rows[i].in) : rows[i].len);
        const char *mark = strstr(rows[i].want, "%s");
        snprintf(want, sizeof want, "%.*s%s%s", mark == NULL ? 0 : (int)(mark - rows[i].want), rows[i].want,
                 mark == NULL ? "" : path_of(rows[i].file), mark == NULL ? rows[i].want : mark + 2);
        read_all(path_of(rows[i].file), NULL, 10, &out);
        if (strcmp(out.ptr, want) != 0)
            fail_msg("%s: got %s want %s", rows[i].name, out.ptr, want);
    }
    fuda_buf_release(&out);
}

static void test_renamed(void **state)
{
    static const fuda_reader_options options = {.id_field = "no",
                                                .title_field = "head",
                                                .text_field = "body",
                                                .label_field = "topic",
                                                .lang_field = "l"};
    static const row rows[] = {
        {"JSON", "a.jsonl",
         "{\"no\":\"1\",\"head\":\"H\",\"body\":\"B\",\"topic\":\"t\",\"l\":\"en\",\"id\":\"i\",\"label\":"
         "\"x\"}\n"
         "{\"no\":\"2\",\"body\":\"\",\"topic\":[\"t\",\"u\"]}\n{\"no\":\"3\",\"text\":\"t\"}\n",
         0,
         "1 title=H text=B lang=en label=[t] fields={\"id\":\"i\",\"label\":\"x\"}\n2 labels=[t][u]\n"
         "3 !3 has no field 'body'\n"},
        {"CSV", "a.csv", "no,body,topic,labels\n1,b,t,x\n", 0,
         "1 text=b label=[t] fields={\"labels\":\"x\"}\n"},
    };
    (void)state;
    CHECK_ROWS(rows, &options);
}

static void test_long_records(void **state)
{
    static const fuda_reader_options options = {.max_record = 40};
    static const row rows[] = {
        {"a long line", "a.jsonl",
         "{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n"
         "{\"id\":\"3\",\"text\":\"aaaaaaaaaaaaaaaaaaa\"}\r\n{\"id\":\"4\",\"text\":\"aaaaaaaaaaaaaaaaaaaa\"}"
         "\n",
         0,
         "1 text=a\n !2 the record is longer than 40 bytes\n3 text=aaaaaaaaaaaaaaaaaaa\n"
         "4 text=aaaaaaaaaaaaaaaaaaaa\n"},
        {"a long row", "a.csv", "id,text\n1,\"aaaaaaaaaaaaaaaa\naaaaaaaaaaaaaaaaaaaaaaaa\"\n2,b\n", 0,
         " !2 the record is longer than 40 bytes\n2 text=b\n"},
        {"a row that never ends", "a.csv", "id,text\n1,\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n2,b\n",
         0, " !2 the record is longer than 40 bytes because a quote is not closed\n"},
    };
    (void)state;
    CHECK_ROWS(rows, &options);
}

/* Records larger than the buffers, and the bound on what a batch holds. */
static void test_large(void **state)
{
    fuda_buf in = {0}, out = {0};
    fuda_reader *reader;
    fuda_batch *batch = fuda_batch_new();
    fuda_error err;
    bool more = true;
    size_t n, total = 0, calls = 0;

    (void)state;
    for (int i = 0; i < 5; i++) {
        fuda_buf_addf(&in, "{\"id\":\"%d\",\"text\":\"", i);
        for (int k = 0; k < 6 * 1024 * 1024; k += 64)
            fuda_buf_add_str(&in, "0123456789012345678901234567890123456789012345678901234567890123");
        fuda_buf_add_str(&in, "\"}\n");
    }
    put_file("large.jsonl", in.ptr, in.len);
    assert_int_equal(fuda_reader_open(path_of("large.jsonl"), NULL, &reader, &err), FUDA_OK);
    while (more) {
        fuda_batch_clear(batch);
        assert_int_equal(fuda_reader_read(reader, batch, 100, &more, &err), FUDA_OK);
        const fuda_record *records = fuda_batch_records(batch, &n);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(records[i].document.text.len, 6 * 1024 * 1024);
        assert_true(n <= 3);
        total += n;
        calls++;
    }
    assert_int_equal(total, 5);
    assert_true(calls >= 2);
    fuda_reader_free(reader);

    /* Nesting that would overflow the stack of a careless parser. */
    fuda_buf_clear(&in);
    fuda_buf_add_str(&in, "{\"text\":\"a\",\"x\":");
    for (int i = 0; i < 100000; i++)
        fuda_buf_add_char(&in, '[');
    fuda_buf_add_str(&in, "\n{\"id\":\"2\",\"text\":\"b\"}\n");
    put_file("deep.jsonl", in.ptr, in.len);
    read_all(path_of("deep.jsonl"), NULL, 10, &out);
    assert_non_null(strstr(out.ptr, "!1 malformed JSON"));
    assert_non_null(strstr(out.ptr, "maximum parsing depth"));
    assert_non_null(strstr(out.ptr, "\n2 text=b\n"));
    fuda_buf_release(&in);
    fuda_buf_release(&out);
    fuda_batch_free(batch);
}

static void test_directory(void **state)
{
    fuda_buf out = {0};
    (void)state;

    assert_int_equal(mkdir(path_of("tree"), 0777), 0);
    assert_int_equal(mkdir(path_of("tree/b"), 0777), 0);
    assert_int_equal(mkdir(path_of("tree/.hidden"), 0777), 0);
    assert_int_equal(mkdir(path_of("tree/empty"), 0777), 0);
    put_file("tree/c.txt", BYTES("see"));
    put_file("tree/a", BYTES("{\"text\":1}"));
    put_file("tree/b/2.txt", BYTES("two"));
    put_file("tree/b/1.md", BYTES("o\xffne"));
    put_file("tree/.x.txt", BYTES("hidden"));
    put_file("tree/.hidden/y.txt", BYTES("hidden"));
    put_file("tree/d.jsonl", BYTES("{\"text\":\"dee\"}\nx\n"));
    put_file("tree/e.csv", BYTES("a,b\n1,2\n"));
    put_file("tree/f\xff.txt", BYTES("f"));
    assert_int_equal(symlink("..", path_of("tree/b/loop")), 0);
    assert_int_equal(symlink("2.txt", path_of("tree/b/3.txt")), 0);
    assert_int_equal(mkfifo(path_of("tree/pipe"), 0666), 0);
    for (size_t step = 1; step <= 100; step += 99) {
        read_all(path_of("tree"), NULL, step, &out);
        assert_string_equal(out.ptr,
                            "tree/a text={\"text\":1}\n"
                            "tree/b/1.md !1 invalid UTF-8 at byte 1 of the input (0xff)\n"
                            "tree/b/2.txt text=two\ntree/b/3.txt text=two\ntree/c.txt text=see\n"
                            "tree/d.jsonl:1 text=dee\n"
                            " !2 malformed JSON at column 1: '[' or '{' expected near 'x'\n"
                            "tree/e.csv !1 the header row has no column 'text'; its first is 'a'\n"
                            " !0 the file's name is not UTF-8 and cannot be an id\n");
    }
    fuda_reader_options text = {.format = FUDA_FORMAT_TEXT};
    read_all(path_of("tree/"), &text, 10, &out);
    assert_non_null(strstr(out.ptr, "\ntree/d.jsonl text={\"text\":\"dee\"}\nx\n"));

    read_all(path_of("tree/empty"), NULL, 10, &out);
    assert_string_equal(out.ptr, "");
    if (geteuid() != 0) { /* root may read everything */
        assert_int_equal(chmod(path_of("tree/b"), 0), 0);
        read_all(path_of("tree"), NULL, 10, &out);
        assert_non_null(strstr(out.ptr, "tree/b !0 cannot read directory"));
        assert_non_null(strstr(out.ptr, "tree/c.txt text=see"));
        read_all(path_of("tree/b"), NULL, 10, &out);
        assert_non_null(strstr(out.ptr, "!!0 cannot read directory"));
        assert_int_equal(chmod(path_of("tree/b"), 0777), 0);
    }
    read_all(path_of("nowhere"), NULL, 10, &out);
    assert_non_null(strstr(out.ptr, "!!0 cannot open"));
    fuda_buf_release(&out);
}

/* Reads `bytes` as standard input. */
static void check_stdin(const char *bytes, size_t len, const char *want)
{
    fuda_buf out = {0};
    int saved = dup(STDIN_FILENO);

    put_file("stdin", bytes, len);
    int fd = open(path_of("stdin"), O_RDONLY);
    assert_true(fd >= 0 && saved >= 0 && dup2(fd, STDIN_FILENO) == STDIN_FILENO);
    read_all("-", NULL, 10, &out);
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(fd);
    assert_string_equal(out.ptr, want);
    fuda_buf_release(&out);
}

static void test_stdin(void **state)
{
    (void)state;
    check_stdin(BYTES(""), "");
    check_stdin(BYTES("{\"text\":\"a\"}\n"), "stdin:1 text=a\n");
    check_stdin(BYTES("text,x\na,\n"), "stdin:2 text=a fields={\"x\":\"\"}\n");
    check_stdin(BYTES("A text.\n"), "stdin text=A text.\n\n");
}

/* Any bytes at all: nothing may crash, and reading ends. */
static void test_damaged(void **state)
{
    static const char *const files[] = {"fuzz.jsonl", "fuzz.csv", "fuzz.tsv"};
    static const char *const seeds[] = {
        "{\"id\":\"1\",\"text\":\"a\\u3042\",\"labels\":[\"a\"],\"fields\":{\"b\":[1,2.5]}}\n{\"text\":\"\"}",
        "id,text,labels,fields\n1,\"a\"\"b\nc\",a;b,\"{\"\"a\"\":1}\"\n2,x,,\n",
        "id\ttext\tlabels\n1\t\"a\"\"b\nc\"\ta;b\n2\t\"x\" y\t\n"};
    fuda_buf out = {0};
    char bytes[256];

    (void)state;
    for (size_t f = 0; f < 3; f++) {
        size_t len = strlen(seeds[f]);
        for (size_t at = 0; at < len; at++) {
            static const char marks[] = "\"\n\r\t,;\\{}[\0\xff";
            for (size_t m = 0; m < sizeof marks; m++) {
                memcpy(bytes, seeds[f], len);
                bytes[at] = marks[m];
                put_file(files[f], bytes, len);
                read_all(path_of(files[f]), NULL, 10, &out);
            }
            put_file(files[f], seeds[f], at);
            read_all(path_of(files[f]), NULL, 10, &out);
        }
    }
    fuda_buf_release(&out);
}

static void test_names(void **state)
{
    fuda_format format = FUDA_FORMAT_AUTO;
    (void)state;
    assert_true(fuda_format_from_name("tsv", &format));
    assert_int_equal(format, FUDA_FORMAT_TSV);
    assert_true(fuda_format_from_name("auto", &format));
    assert_int_equal(format, FUDA_FORMAT_AUTO);
    assert_false(fuda_format_from_name("xml", &format));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jsonl),   cmocka_unit_test(test_csv),
        cmocka_unit_test(test_tsv),     cmocka_unit_test(test_text_and_guess),
        cmocka_unit_test(test_renamed), cmocka_unit_test(test_long_records),
        cmocka_unit_test(test_large),   cmocka_unit_test(test_directory),
        cmocka_unit_test(test_stdin),   cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
