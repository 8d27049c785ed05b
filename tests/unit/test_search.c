/* SPDX-License-Identifier: MIT */
/* Search: how texts and queries are cut, what is found where, and that the index follows every change. */
#include "store_fixture.h"

#include "corpus/search_query.h"
#include "corpus/store_fts.h"

static fuda_tokenizer *tokenizer;
static fuda_scratch *scratch;

/* Positions between blanks, tokens of one position between bars. */
static const char *cut_of(const char *text)
{
    static fuda_buf out;
    search_cut cut = {0};
    fuda_error err;

    if (text == NULL) {
        fuda_buf_release(&out);
        return NULL;
    }
    fuda_buf_clear(&out);
    assert_int_equal(search_cut_text(&cut, scratch, text, strlen(text), &err), FUDA_OK);
    for (size_t i = 0; i < cut.n; i++) {
        const search_token *t = &cut.tokens[i];
        assert_true(t->start < t->end && t->end <= strlen(text));
        assert_true(i != 0 || t->first);
        fuda_buf_add_str(&out, i == 0 ? "" : t->first ? " " : "|");
        fuda_buf_add(&out, cut.bytes.ptr + t->at, t->len);
    }
    search_cut_release(&cut);
    return fuda_buf_cstr(&out);
}

static void test_cut(void **state)
{
    (void)state;
    assert_string_equal(cut_of("Robots LEARNED"), "robots|robot learned|learn");
    assert_string_equal(cut_of("the cat"), "the cat");
    assert_string_equal(cut_of("機器"), "机|机器 器");
    assert_string_equal(cut_of("芯片。机"), "芯|芯片 片 机");
    assert_string_equal(cut_of("魚を食べた"), "鱼|鱼を を|を食 食|食べ|食べる べ|べた た");
    assert_string_equal(cut_of("ﾃﾞｰﾀのＡＢＣ"), "デ|デー|データ ー|ータ タ|タの の abc");
    assert_string_equal(cut_of(""), "");
    assert_string_equal(cut_of("… -- \"\xff\x01"), "");
}

/* ---- the language of queries ---------------------------------------------------------------- */

static const char *parse(const char *query, fuda_status want)
{
    static fuda_buf out;
    fuda_error err = {0};

    if (query == NULL) {
        fuda_buf_release(&out);
        return NULL;
    }
    fuda_buf_clear(&out);
    if (search_query_parse(scratch, query, &out, &err) != want)
        fail_msg("%s: %s", query, err.text);
    /* Tokens that share a place after a plus. */
    fuda_buf_cstr(&out);
    for (char *c = out.ptr; c != NULL && *c != '\0'; c++)
        *c = *c == SEARCH_SAME_PLACE ? '+' : *c == SEARCH_WHOLE_WORD ? '=' : *c;
    return out.ptr;
}

static void test_query(void **state)
{
    static const char *const bad[] = {"",       " ",       "(",         ")",          "a)",     "(a",        "\"a",
                                      "NOT a",  "-a",      "a OR",      "OR a",       "a AND",  "AND",       "+++",
                                      "a OR OR b", "()",   "NEAR(a b",  "NEAR(a, x)", "NEAR()x(", "NEAR(a (b))", "title:",
                                      "a NOT"};
    static const struct {
        const char *query, *want;
    } good[] = {
        {"cat", "((\"cat \"))"},
        {"a b", "((\"a \" AND \"b \"))"},
        {"cats AND dogs", "((\"cats +cat \" AND \"dogs +dog \"))"},
        {"a OR b c", "((\"a \") OR (\"b \" AND \"c \"))"},
        {"a NOT b -c", "(((\"a \") NOT (\"b \" OR \"c \")))"},
        {"a AND NOT b", "(((\"a \") NOT (\"b \")))"},
        {"\"machine learning\"", "((\"machine +machin learning +learn \"))"},
        {"machine-learning", "((\"machine +machin learning +learn \"))"},
        {"robot*", "((\"robot \"*))"},
        {"robotics*", "((\"robotics \"*))"},
        {"芯", "((\"芯 \"))"},
        {"\"機器人\"", "((\"机器 器人 人 \"))"},
        {"深*", "((\"深 \"))"},
        {"title:cat (a OR b)", "(({title} : \"cat \" AND ((\"a \") OR (\"b \"))))"},
        {"NEAR(a \"b c\", 3)", "((NEAR(\"a \" \"b c \" , 3)))"},
        {"a\xE3\x80\x80" "b", "((\"a \" AND \"b \"))"},
        {"ORDER", "((\"order \"))"},
        {"near or not", "((\"near \" AND \"or \" AND \"not \"))"},
        {"search:x", "((\"search x \"))"},
        {"a* \" OR 1=1\"", "((\"a \"* AND \"or 1 1 \"))"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        parse(bad[i], FUDA_E_ARG);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_string_equal(parse(good[i].query, FUDA_OK), good[i].want);
    /* A dictionary form is looked for as a word, too. */
    assert_non_null(strstr(parse("食べる", FUDA_OK), " OR \"=食べる \""));

    char deep[200] = {0};
    memset(deep, '(', 100);
    parse(deep, FUDA_E_ARG);
}

/* ---- found ---------------------------------------------------------------------------------- */

static bool add_result(void *ctx, const fuda_search_result *r)
{
    fuda_buf *out = ctx;

    fuda_buf_add(out, r->id.ptr, r->id.len);
    for (size_t i = 0; i < r->nhit; i++) {
        const fuda_search_hit *h = &r->hits[i];
        fuda_str text = h->in_title ? r->title : r->text;
        assert_true(h->start < h->end && h->end <= text.len);
        fuda_buf_addf(out, " %s%zu:", h->in_title ? "t" : "", h->start);
        fuda_buf_add(out, text.ptr + h->start, h->end - h->start);
    }
    for (size_t i = 0; i < r->nspan; i++)
        assert_true(r->spans[i].end <= (r->spans[i].in_title ? r->title.len : r->text.len));
    fuda_buf_add_char(out, '\n');
    return true;
}

static const char *search(fuda_corpus *corpus, const char *query, fuda_search_options options)
{
    static fuda_buf out;
    fuda_error err;
    size_t total;

    if (query == NULL) {
        fuda_buf_release(&out);
        return NULL;
    }
    fuda_buf_clear(&out);
    options.jobs = 2;
    if (fuda_corpus_search(corpus, query, &options, add_result, &out, &total, &err) != FUDA_OK)
        fail_msg("%s: %s", query, err.text);
    return fuda_buf_cstr(&out);
}

/* FTS5 compares the index with what the documents' texts give, token by token. */
static void check_index(fuda_corpus *corpus)
{
    char *why = NULL;
    if (sqlite3_exec(corpus->db, "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)", NULL, NULL, &why) !=
        SQLITE_OK)
        fail_msg("the index differs from the documents: %s", why);
}

static const char found_text[] =
    "{\"id\":\"a\",\"title\":\"Learning robots\",\"text\":\"Robots learn. A robot learned.\",\"date\":\"2020-05-01\",\"labels\":[\"x\"]}\n"
    "{\"id\":\"b\",\"text\":\"機器學習與芯片\",\"date\":\"2021\",\"lang\":\"zh\",\"publisher\":\"P\"}\n"
    "{\"id\":\"c\",\"text\":\"昨日は魚を食べた。学習もした。\",\"date\":\"2022-12-31\",\"labels\":[]}\n"
    "{\"id\":\"d\",\"text\":\"machine learning and, much later, a machine\"}\n";

static void test_search(void **state)
{
    fuda_search_options all = {0};
    fuda_corpus *corpus = open_corpus("search.db");
    fuda_error err;

    (void)state;
    import_text(corpus, found_text, NULL);
    assert_string_equal(search(corpus, "robot", all), "a t9:robots 0:Robots 16:robot\n");
    assert_string_equal(search(corpus, "learns", all), "a t0:Learning 7:learn 22:learned\nd 8:learning\n");
    assert_string_equal(search(corpus, "\"machine learning\"", all), "d 0:machine learning\n");
    assert_string_equal(search(corpus, "\"learning machine\"", all), "");
    assert_string_equal(search(corpus, "NEAR(learning machine, 0)", all), "d 0:machine 8:learning\n");
    assert_string_equal(search(corpus, "mach*", all), "d 0:machine 36:machine\n");
    /* One and two characters, both scripts, inside longer words. */
    assert_string_equal(search(corpus, "学", all), "b 6:學\nc 27:学\n");
    assert_string_equal(search(corpus, "学习", all), "b 6:學習\nc 27:学習\n");
    assert_string_equal(search(corpus, "機器學習", all), "b 0:機器學習\n");
    assert_string_equal(search(corpus, "食べる", all), "c 15:食べ\n");
    assert_string_equal(search(corpus, "片機", all), "");
    assert_string_equal(search(corpus, "learn NOT machine", all), "a t0:Learning 7:learn 22:learned\n");
    assert_string_equal(search(corpus, "title:learn", all), "a t0:Learning\n");
    assert_string_equal(search(corpus, "芯片 OR 魚", all), "b 15:芯片\nc 9:魚\n");
    /* Filters. */
    all = (fuda_search_options){.since = "2021", .until = "2022"};
    assert_string_equal(search(corpus, "学", all), "b 6:學\nc 27:学\n");
    all = (fuda_search_options){.until = "2021"};
    assert_string_equal(search(corpus, "学", all), "b 6:學\n");
    all = (fuda_search_options){.where = "fields.publisher = 'P'"};
    assert_string_equal(search(corpus, "学", all), "b 6:學\n");
    all = (fuda_search_options){.lang = "zh"};
    assert_string_equal(search(corpus, "学", all), "b 6:學\n");
    all = (fuda_search_options){.label = "x"};
    assert_string_equal(search(corpus, "robot OR 学", all), "a t9:robots 0:Robots 16:robot\n");
    all = (fuda_search_options){.label = "it's ') or ('"};
    assert_string_equal(search(corpus, "robot", all), "");
    all = (fuda_search_options){.limit = 1, .offset = 1};
    assert_string_equal(search(corpus, "学", all), "c 27:学\n");
    all = (fuda_search_options){.where = "lang = 'x') or (1 = 1"};
    assert_int_equal(fuda_corpus_search(corpus, "a", &all, add_result, NULL, NULL, &err), FUDA_E_ARG);
    fuda_corpus_free(corpus);
}

static void test_index_follows(void **state)
{
    fuda_search_options all = {0}, anew = {.reindex = true};
    fuda_corpus *corpus = open_corpus("follow.db");
    char *before;

    (void)state;
    import_text(corpus, found_text, NULL);
    search(corpus, "robot", all);
    check_index(corpus);
    /* Changed twice between two searches, changed back, added, metadata only. */
    import_text(corpus, "{\"id\":\"a\",\"text\":\"one giraffe\"}\n{\"id\":\"new\",\"text\":\"a robot giraffe\"}\n", NULL);
    import_text(corpus, "{\"id\":\"a\",\"text\":\"two zebras\"}\n{\"id\":\"d\",\"text\":\"machine learning and, much later, a machine\",\"z\":1}\n", NULL);
    assert_string_equal(sql("follow.db", "SELECT doc, title FROM search_old; SELECT count(*) FROM search_docs"),
                        "1|Learning robots\n4\n");
    assert_string_equal(search(corpus, "robot OR zebra OR giraffe", all), "new 2:robot 8:giraffe\na 4:zebras\n");
    check_index(corpus);
    assert_string_equal(search(corpus, "giraffe", all), "new 8:giraffe\n");
    assert_string_equal(sql("follow.db", "SELECT count(*) FROM search_old; SELECT count(*) FROM search_docs"), "0\n5\n");
    fuda_corpus_free(corpus);
    /* Another corpus object, an index made anew, another dictionary than the one it was made with. */
    corpus = open_corpus("follow.db");
    import_text(corpus, "{\"id\":\"b\",\"text\":\"変更した\"}\n", NULL);
    before = strdup(search(corpus, "machine OR 変更 OR zebra", all));
    check_index(corpus);
    assert_string_equal(search(corpus, "machine OR 変更 OR zebra", anew), before);
    sql("follow.db", "UPDATE settings SET value = 'older' WHERE name = 'search'");
    import_text(corpus, "{\"id\":\"b\",\"text\":\"変更した。\"}\n", NULL);
    assert_string_equal(search(corpus, "machine OR 変更 OR zebra", all), before);
    check_index(corpus);
    free(before);
    fuda_corpus_free(corpus);
    /* A table of somebody else's under that name. */
    corpus = open_corpus("taken.db");
    sql("taken.db", "CREATE TABLE search (title, text)");
    fuda_error err;
    assert_int_equal(fuda_corpus_search(corpus, "a", NULL, add_result, NULL, NULL, &err), FUDA_E_CORRUPT);
    fuda_corpus_free(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_query),
        cmocka_unit_test(test_search),
        cmocka_unit_test(test_index_follows),
    };
    fuda_error err;
    if (fuda_tokenizer_new(NULL, &tokenizer, &err) != FUDA_OK || fuda_scratch_new(tokenizer, &scratch, &err) != FUDA_OK)
        return 1;
    int status = cmocka_run_group_tests(tests, make_all, drop_all);
    fuda_scratch_free(scratch);
    fuda_tokenizer_free(tokenizer);
    sql("", NULL);
    cut_of(NULL);
    parse(NULL, FUDA_OK);
    search(NULL, NULL, (fuda_search_options){0});
    return status;
}
