/* SPDX-License-Identifier: MIT */
/* Long documents: where they are cut, and that a label rests on its best passage. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>

#include "assert_close.h"
#include "models/passages.h"
#include "models/worker.h"
#include "model_fixture.h"

static corpus docs;
static fuda_model *model;
static mdl_worker worker;

static const fuda_document *document(const char *title, const char *text)
{
    static fuda_document d;
    d = (fuda_document){.title = str(title), .text = str(text)};
    return &d;
}

static void cut(const fuda_document *d, size_t target, mdl_passages *out)
{
    fuda_error err;
    assert_int_equal(mdl_extract(&worker.extractor, d, FUDA_LANG_UND, true, &err), FUDA_OK);
    assert_true(mdl_cut(&worker.extractor, d->text, target, out));
}

static void cuts_are_in_order_and_cover(void **state)
{
    const mdl_extractor *x = &worker.extractor;
    mdl_passages p = {0};
    char text[8000];
    size_t len = 0;

    (void)state;
    for (int i = 0; i < 150; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "Train number%c arrives late%s", 'a' + i % 26,
                                i % 3 == 0 ? ". " : i % 7 == 0 ? "\n" : " ");
    for (size_t target = 0; target < 300; target++) {
        const fuda_document *d = document("Trains of today", text);
        cut(d, target, &p);
        size_t uses = 0;
        while (uses < x->nuse && !x->uses[uses].in_title)
            uses++;
        assert_true(uses > 300 && x->nuse > uses);
        assert_int_equal(p.bounds[0], 0);
        assert_int_equal(p.bounds[p.n], uses);
        for (size_t j = 0; j < p.n; j++) {
            assert_true(p.bounds[j] < p.bounds[j + 1]);
            /* From half of the target to twice as much. */
            if (target >= 10 && p.n > 1)
                assert_in_range(p.bounds[j + 1] - p.bounds[j], target * 4 / 10, target * 2);
        }
        for (size_t u = 1; u < uses; u++)
            assert_true(x->uses[u - 1].start <= x->uses[u].start);
        if (target == 0 || uses < target * 5 / 2)
            assert_int_equal(p.n, 1);
        else
            assert_true(p.n >= 3);
    }
    /* With room enough, a passage starts where a sentence or a line does. */
    cut(document(NULL, text), 60, &p);
    assert_true(p.n > 4);
    for (size_t j = 1; j < p.n; j++) {
        size_t at = x->uses[p.bounds[j]].start;
        assert_memory_equal(text + at, "Train", 5);
        assert_true(text[at - 1] == '\n' || text[at - 2] == '.');
    }
    /* No text, or no words in it. */
    cut(document("Trains", NULL), 1, &p);
    assert_int_equal(p.n, 1);
    assert_int_equal(p.bounds[1], 0);
    cut(document(NULL, "... 。。。"), 1, &p);
    assert_int_equal(p.n, 1);
    free(p.bounds);
}

/* Thirty sentences of nothing in particular, with one topic between them. */
static const char *long_text(fuda_lang lang, bool topic)
{
    static char text[20000];
    static const char *const filler[3] = {
        "The court postponed its ruling on the inheritance until Sunday. ",
        "裁判所は相続をめぐる判決を、証人の話を聞くまで延期した。", "法院决定推迟遗产案的判决，等证人出庭以后再审理。"};
    static const char *const topics_of[3] = {
        "The goalkeeper saved three penalties and his club won the football cup in the stadium. ",
        "サッカーの試合でゴールキーパーがシュートを止め、チームは優勝杯を手にした。",
        "足球比赛中守门员扑出三个点球，球队捧起了足球联赛的奖杯。"};
    int l = lang == FUDA_LANG_EN ? 0 : lang == FUDA_LANG_JA ? 1 : 2;

    text[0] = '\0';
    for (int i = 0; i < 60; i++)
        strcat(text, topic && i == 41 ? topics_of[l] : filler[l]);
    return text;
}

static void a_label_takes_its_best_passage(void **state)
{
    static const fuda_lang langs[] = {FUDA_LANG_EN, FUDA_LANG_JA, FUDA_LANG_ZH};
    const fuda_str codes[] = {str("B61L 1/00")};
    fuda_error err;
    clf_work work;

    (void)state;
    assert_true(clf_work_init(&work, 3));
    for (int l = 0; l < 9; l++) {
        fuda_document d = {.title = str(l < 6 ? NULL : "Stadium"), .text = str(long_text(langs[l % 3], true)),
                           .codes = codes, .ncode = l >= 3};
        assert_int_equal(mdl_extract(&worker.extractor, &d, FUDA_LANG_UND, true, &err), FUDA_OK);
        assert_true(mdl_score(&worker, model, d.text));
        const mdl_extractor *x = &worker.extractor;
        const mdl_passages *p = &worker.passages;
        assert_true(p->n > 5);
        double best[3] = {-HUGE_VAL, -HUGE_VAL, -HUGE_VAL}, price = 0.25 * log((double)p->n);
        for (size_t j = 0; j < p->n; j++) {
            /* The features of a passage, counted here the plain way. */
            static uint32_t feature[2000], count[2000];
            size_t n = 0;
            for (size_t i = 0; i < x->nitem; i++) {
                size_t len, times = x->items[i].term == FUDA_NO_ID;
                const char *key = mdl_item_key(x, &x->items[i], &len);
                for (size_t u = 0; u < x->nuse; u++)
                    times += x->uses[u].item == i &&
                             (x->uses[u].in_title || (u >= p->bounds[j] && u < p->bounds[j + 1]));
                uint32_t f = fuda_strtab_find(&model->vocabulary, key, len);
                if (times == 0 || f == FUDA_NO_ID)
                    continue;
                feature[n] = f;
                count[n++] = (uint32_t)times;
            }
            clf_predict(&model->clf, feature, count, n, &work);
            for (size_t k = 0; k < 3; k++)
                best[k] = work.z[k] > best[k] ? work.z[k] : best[k];
        }
        for (size_t k = 0; k < 3; k++)
            assert_close(worker.work.p[k], 1 / (1 + exp(price - best[k])), 1e-9);
    }
    clf_work_release(&work);
}

static void one_passage_among_many_is_found(void **state)
{
    static const fuda_lang langs[] = {FUDA_LANG_EN, FUDA_LANG_JA, FUDA_LANG_ZH};
    const fuda_tag_options options = {.explain = true, .min_p = 1e-9};
    uint32_t foot = fuda_model_find_label(model, "football", 8);
    const fuda_result *r;
    fuda_tagger *t;
    fuda_error err;

    (void)state;
    assert_int_equal(fuda_tagger_new(model, 2, &t, &err), FUDA_OK);
    for (int l = 0; l < 3; l++) {
        for (int topic = 0; topic < 2; topic++) {
            const fuda_document *d = document(NULL, long_text(langs[l], topic));
            assert_int_equal(fuda_tagger_run(t, &d, 1, &options, &r, &err), FUDA_OK);
            assert_int_equal(r->lang, langs[l]);
            assert_true(topic ? r->p[foot] > 0.5 : r->p[foot] < 0.4);
            size_t e = 0;
            for (size_t j = 0; j < r->ntag; j++) {
                double sum = r->tags[j].prior;
                size_t first = SIZE_MAX, last = 0;
                for (; e < r->nevidence && r->evidence[e].label == r->tags[j].label; e++) {
                    const fuda_evidence *v = &r->evidence[e];
                    sum += v->weight;
                    assert_true(v->end <= d->text.len && v->start < v->end);
                    first = v->start < first ? v->start : first;
                    last = v->end > last ? v->end : last;
                }
                assert_close(sum, r->tags[j].score, 1e-9);
                assert_close(1 / (1 + exp(-r->tags[j].score)), r->tags[j].p, 1e-9);
                /* One passage, not the whole text. */
                assert_true(first == SIZE_MAX || last - first < d->text.len / 4);
            }
            assert_int_equal(e, r->nevidence);
        }
    }
    fuda_tagger_free(t);
}

static void long_and_short_do_not_disturb_each_other(void **state)
{
    static char texts[3][20000];
    static fuda_document d[120];
    static const fuda_document *list[120];
    const fuda_tag_options options = {.explain = true};
    const fuda_result *r[3];
    static const int jobs[] = {1, 2, 8};
    fuda_tagger *t[3];
    fuda_error err;

    (void)state;
    strcpy(texts[0], long_text(FUDA_LANG_EN, true));
    strcpy(texts[1], long_text(FUDA_LANG_JA, true));
    strcpy(texts[2], long_text(FUDA_LANG_ZH, false));
    for (size_t i = 0; i < 120; i++) {
        d[i] = i % 4 == 0 ? (fuda_document){.text = str(texts[i / 4 % 3])} : docs.docs[i % docs.n];
        list[i] = &d[i];
    }
    for (int j = 0; j < 3; j++) {
        assert_int_equal(fuda_tagger_new(model, jobs[j], &t[j], &err), FUDA_OK);
        assert_int_equal(fuda_tagger_run(t[j], list, 120, &options, &r[j], &err), FUDA_OK);
    }
    for (int j = 1; j < 3; j++) {
        for (size_t i = 0; i < 120; i++) {
            assert_int_equal(r[0][i].nevidence, r[j][i].nevidence);
            assert_int_equal(r[0][i].p == NULL, r[j][i].p == NULL);
            if (r[0][i].p != NULL)
                assert_memory_equal(r[0][i].p, r[j][i].p, 3 * sizeof(double));
        }
    }
    for (int j = 0; j < 3; j++)
        fuda_tagger_free(t[j]);
}

/* Title and text of a megabyte each: the title must not be counted anew for thousands of passages. */
static void a_huge_title_costs_no_square(void **state)
{
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE + 1);
    const fuda_document *d;
    const fuda_result *r;
    fuda_tagger *t;
    fuda_error err;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < SIZE; i++)
        text[i] = "goal train soup. "[i % 17];
    text[SIZE] = '\0';
    assert_int_equal(fuda_tagger_new(model, 1, &t, &err), FUDA_OK);
    d = document(text, text);
    clock_t begin = clock();
    assert_int_equal(fuda_tagger_run(t, &d, 1, NULL, &r, &err), FUDA_OK);
    assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 20);
    assert_int_equal(r->abstain, FUDA_ANSWERED);
    fuda_tagger_free(t);
    free(text);
}

static int start(void **state)
{
    fuda_train_options o = fuda_train_options_default();
    o.text.word_ngrams = 1; /* uses then come in the order of the text */
    fuda_taxonomy *tax = topics();
    fuda_error err;

    (void)state;
    corpus_make(&docs, false);
    o.taxonomy = tax;
    model = train_on(&docs, &o);
    fuda_taxonomy_free(tax);
    return mdl_worker_init(&worker, model, &err) != FUDA_OK;
}

static int stop(void **state)
{
    static const char *const names[] = {"topics.yaml"};
    (void)state;
    mdl_worker_release(&worker);
    fuda_model_free(model);
    temp_clean(names, 1);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_are_in_order_and_cover),
        cmocka_unit_test(a_label_takes_its_best_passage),
        cmocka_unit_test(one_passage_among_many_is_found),
        cmocka_unit_test(long_and_short_do_not_disturb_each_other),
        cmocka_unit_test(a_huge_title_costs_no_square),
    };
    return cmocka_run_group_tests_name("passages", tests, start, stop);
}
