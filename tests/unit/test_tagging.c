/* SPDX-License-Identifier: MIT */
/* A model at work: decisions, abstentions, evidence, evaluation, threads. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "assert_close.h"
#include "core/random.h"
#include "models/model.h"
#include "model_fixture.h"

#include <fuda/evaluation.h>

static corpus single_docs, multi_docs;
static fuda_model *single_model, *multi_model; /* multi: with taxonomy */

static const fuda_result *tag(const fuda_model *m, int jobs, const fuda_document *const *list, size_t n,
                              const fuda_tag_options *options, fuda_tagger **keep)
{
    const fuda_result *r = NULL;
    fuda_error err = {0};

    if (fuda_tagger_new(m, jobs, keep, &err) != FUDA_OK ||
        fuda_tagger_run(*keep, list, n, options, &r, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    return r;
}

static void finds_what_it_learned(void **state)
{
    fuda_tagger *t;
    size_t right = 0;

    (void)state;
    const fuda_result *r = tag(single_model, 1, single_docs.list, single_docs.n, NULL, &t);
    for (size_t i = 0; i < single_docs.n; i++) {
        assert_int_equal(r[i].abstain, FUDA_ANSWERED);
        assert_int_equal(r[i].ntag, 1);
        double sum = 0;
        for (size_t k = 0; k < 3; k++)
            sum += r[i].p[k];
        assert_close(sum, 1, 1e-12);
        assert_close(r[i].tags[0].p, r[i].p[r[i].tags[0].label], 0);
        const char *label = fuda_model_label(single_model, r[i].tags[0].label);
        right += strlen(label) == single_docs.labels[i][0].len &&
                 memcmp(label, single_docs.labels[i][0].ptr, strlen(label)) == 0;
    }
    assert_int_equal(right, single_docs.n);
    fuda_tagger_free(t);

    r = tag(multi_model, 1, multi_docs.list, multi_docs.n, NULL, &t);
    size_t hits = 0, wrong = 0, missed = 0;
    for (size_t i = 0; i < multi_docs.n; i++) {
        for (size_t k = 0; k < 3; k++) {
            const char *label = fuda_model_label(multi_model, k);
            bool gold = strstr(authored_docs[i].labels, label) != NULL, found = false;
            for (size_t j = 0; j < r[i].ntag; j++)
                found |= r[i].tags[j].label == k;
            assert_int_equal(found, r[i].p != NULL && r[i].p[k] >= 0.5);
            hits += gold && found;
            wrong += !gold && found;
            missed += gold && !found;
        }
        for (size_t j = 1; j < r[i].ntag; j++)
            assert_true(r[i].tags[j - 1].p >= r[i].tags[j].p);
    }
    assert_true(hits > 30 && wrong <= 4 && missed <= 6);
    fuda_tagger_free(t);
}

static void threads_and_runs_change_nothing(void **state)
{
    static const int jobs[] = {1, 2, 8};
    enum { N = 400 };
    static const fuda_document *list[N];
    const fuda_tag_options options = {.explain = true, .top = 2};
    const fuda_result *r[3];
    fuda_tagger *t[3];
    fuda_rng rng = {4};
    fuda_error err;

    (void)state;
    for (size_t i = 0; i < N; i++)
        list[i] = multi_docs.list[fuda_rng_below(&rng, multi_docs.n)];
    for (int single = 0; single < 2; single++) {
        const fuda_model *m = single ? single_model : multi_model;
        for (int j = 0; j < 3; j++) {
            r[j] = tag(m, jobs[j], list, N, &options, &t[j]);
            /* A tagger that has worked before gives the same. */
            assert_int_equal(fuda_tagger_run(t[j], list + 5, 7, NULL, &r[j], &err), FUDA_OK);
            assert_int_equal(fuda_tagger_run(t[j], list, N, &options, &r[j], &err), FUDA_OK);
        }
        for (int j = 1; j < 3; j++) {
            for (size_t i = 0; i < N; i++) {
                const fuda_result *a = &r[0][i], *b = &r[j][i];
                assert_int_equal(a->abstain, b->abstain);
                assert_int_equal(a->ntag, b->ntag);
                assert_int_equal(a->nevidence, b->nevidence);
                assert_int_equal(a->lang, b->lang);
                assert_int_equal(a->tokens, b->tokens);
                assert_string_equal(a->tag, b->tag);
                assert_int_equal(a->p == NULL, b->p == NULL);
                if (a->p != NULL)
                    assert_memory_equal(a->p, b->p, 3 * sizeof(double));
                for (size_t k = 0; k < a->ntag; k++) {
                    assert_int_equal(a->tags[k].label, b->tags[k].label);
                    assert_memory_equal(&a->tags[k].score, &b->tags[k].score, sizeof(double));
                }
                for (size_t e = 0; e < a->nevidence; e++) {
                    assert_int_equal(a->evidence[e].start, b->evidence[e].start);
                    assert_memory_equal(&a->evidence[e].weight, &b->evidence[e].weight, sizeof(double));
                    assert_int_equal(a->evidence[e].text.len, b->evidence[e].text.len);
                    assert_memory_equal(a->evidence[e].text.ptr, b->evidence[e].text.ptr, a->evidence[e].text.len);
                }
            }
        }
        for (int j = 0; j < 3; j++)
            fuda_tagger_free(t[j]);
    }
}

/* Labels that say the same come in the order of the model. */
static void ties_are_ordered(void **state)
{
    static const char *const names[] = {"d", "b", "a", "c"};
    fuda_train_options o = fuda_train_options_default();
    fuda_document d[4], probe = {.text = str("train")};
    const fuda_document *list[4], *probes[] = {&probe};
    fuda_tag_options options = {.top = 4};
    fuda_str labels[4];
    fuda_dataset *data;
    fuda_model *m;
    fuda_tagger *t;
    fuda_error err;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        labels[i] = str(names[i]);
        d[i] = (fuda_document){.text = str("train station"), .labelling = FUDA_ONE_LABEL, .labels = &labels[i],
                               .nlabel = 1};
        list[i] = &d[i];
    }
    assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_OK);
    assert_int_equal(fuda_dataset_add(data, list, 4, NULL, &err), FUDA_OK);
    assert_int_equal(fuda_train(data, &m, &err), FUDA_OK);
    for (int i = 0; i < 3; i++) {
        const fuda_result *r = tag(m, 1, probes, 1, i == 2 ? NULL : &options, &t);
        assert_int_equal(r[0].ntag, i == 2 ? 1 : 4);
        for (uint32_t k = 0; k < r[0].ntag; k++) {
            assert_int_equal(r[0].tags[k].label, k);
            assert_close(r[0].tags[k].p, 0.25, 1e-12);
        }
        fuda_tagger_free(t);
    }
    assert_string_equal(fuda_model_label(m, 0), "a");
    fuda_model_free(m);
    fuda_dataset_free(data);
}

static void abstentions(void **state)
{
    static const fuda_str code[] = {{"B61L 1/00", 9}}, other_code[] = {{"A01B 1/00", 9}};
    static const struct {
        const char *title, *text, *lang;
        const fuda_str *codes;
        fuda_abstain abstain;
    } table[] = {
        {NULL, "", NULL, NULL, FUDA_ABSTAIN_EMPTY},
        {NULL, NULL, NULL, NULL, FUDA_ABSTAIN_EMPTY},
        {" \n", " \t\r\n ", NULL, NULL, FUDA_ABSTAIN_EMPTY},
        {NULL, "Поезд прибывает на станцию, футбольный матч закончился", NULL, NULL, FUDA_ABSTAIN_LANGUAGE},
        {NULL, "기차가 역에 도착했다. 축구 경기가 끝났다.", NULL, NULL, FUDA_ABSTAIN_LANGUAGE},
        {NULL, "The train stops at the station.", "fr", NULL, FUDA_ABSTAIN_LANGUAGE},
        {NULL, "Quokkas hibernate xylophonically.", NULL, NULL, FUDA_ABSTAIN_NO_EVIDENCE},
        {NULL, "12345 67", NULL, NULL, FUDA_ABSTAIN_NO_EVIDENCE},
        {NULL, "\xFF\xFE\xFF", NULL, NULL, FUDA_ABSTAIN_NO_EVIDENCE},
        {NULL, "　。、", NULL, NULL, FUDA_ABSTAIN_NO_EVIDENCE},
        {NULL, "", NULL, other_code, FUDA_ABSTAIN_NO_EVIDENCE},
        {NULL, "", NULL, code, FUDA_ANSWERED},
        {"Train", "", NULL, NULL, FUDA_ANSWERED},
        {NULL, "駅", NULL, NULL, FUDA_ANSWERED},
        {NULL, "The train stops at the station.", NULL, NULL, FUDA_ANSWERED},
    };
    enum { N = sizeof table / sizeof table[0] };
    fuda_tag_options options = {.explain = true};
    fuda_document d[N];
    const fuda_document *list[N];
    fuda_tagger *t;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        d[i] = (fuda_document){.title = str(table[i].title), .text = str(table[i].text), .lang = str(table[i].lang),
                               .codes = table[i].codes, .ncode = table[i].codes != NULL};
        list[i] = &d[i];
    }
    const fuda_result *r = tag(multi_model, 2, list, N, &options, &t);
    for (size_t i = 0; i < N; i++) {
        if (r[i].abstain != table[i].abstain)
            fail_msg("document %zu: abstain %d (%s)", i, r[i].abstain, r[i].tag);
        if (r[i].abstain == FUDA_ANSWERED) {
            assert_non_null(r[i].p);
            continue;
        }
        assert_int_equal(r[i].ntag, 0);
        assert_int_equal(r[i].nevidence, 0);
        assert_null(r[i].p);
        assert_non_null(r[i].tag);
    }
    assert_string_equal(r[0].tag, "und");
    assert_string_equal(r[3].tag, "ru");
    fuda_tagger_free(t);
    assert_null(fuda_abstain_name(FUDA_ANSWERED));
    assert_string_equal(fuda_abstain_name(FUDA_ABSTAIN_EMPTY), "empty");
    assert_string_equal(fuda_abstain_name(FUDA_ABSTAIN_LANGUAGE), "language");
    assert_string_equal(fuda_abstain_name(FUDA_ABSTAIN_NO_EVIDENCE), "no-evidence");
    assert_null(fuda_abstain_name((fuda_abstain)9));
    /* No documents at all. */
    tag(multi_model, 2, list, 0, NULL, &t);
    fuda_tagger_free(t);
    fuda_tagger_free(NULL);
}

static void top_and_min_p(void **state)
{
    static const double min_p[] = {0, 1e-9, 0.2, 0.5, 0.999999};
    fuda_tagger *t;

    (void)state;
    for (int single = 0; single < 2; single++) {
        const fuda_model *m = single ? single_model : multi_model;
        for (size_t top = 0; top < 6; top++) {
            for (size_t q = 0; q < 5; q++) {
                fuda_tag_options options = {.top = top, .min_p = min_p[q]};
                const fuda_result *r = tag(m, 1, multi_docs.list, multi_docs.n, &options, &t);
                for (size_t i = 0; i < multi_docs.n; i++) {
                    if (r[i].p == NULL)
                        continue;
                    double bound = min_p[q] > 0 ? min_p[q] : single ? 0 : 0.5;
                    size_t most = top > 0 ? top : single ? 1 : 3, eligible = 0;
                    for (size_t k = 0; k < 3; k++)
                        eligible += r[i].p[k] >= bound;
                    assert_int_equal(r[i].ntag, eligible < most ? eligible : most);
                    for (size_t j = 0; j < r[i].ntag; j++) {
                        /* Exactly j labels are better. */
                        size_t better = 0;
                        for (size_t k = 0; k < 3; k++)
                            better += r[i].p[k] > r[i].tags[j].p;
                        assert_int_equal(better, j);
                    }
                }
                fuda_tagger_free(t);
            }
        }
    }
}

static void evidence_points_and_adds_up(void **state)
{
    static const fuda_str codes[] = {{"B61L 3/00", 9}, {"B61L 3/00", 9}, {"B61B 1/00", 9}};
    fuda_tag_options options = {.explain = true, .top = 3, .min_p = 1e-12};
    static corpus c;
    fuda_tagger *t;
    size_t from_title = 0, from_codes = 0, phrases = 0;

    (void)state;
    for (int single = 0; single < 2; single++) {
        corpus_make(&c, false);
        for (size_t i = 0; i < c.n; i += 3)
            c.docs[i].codes = codes, c.docs[i].ncode = 3;
        const fuda_result *r = tag(single ? single_model : multi_model, 1, c.list, c.n, &options, &t);
        for (size_t i = 0; i < c.n; i++) {
            size_t e = 0;
            for (size_t j = 0; j < r[i].ntag; j++) {
                const fuda_tag *g = &r[i].tags[j];
                double sum = g->prior, last = HUGE_VAL;
                for (; e < r[i].nevidence && r[i].evidence[e].label == g->label; e++) {
                    const fuda_evidence *v = &r[i].evidence[e];
                    fuda_str where = v->in_title ? c.docs[i].title : c.docs[i].text;
                    sum += v->weight;
                    assert_true(fabs(v->weight) <= last + 1e-15);
                    last = fabs(v->weight);
                    assert_true(v->text.len > 0);
                    if (v->start == v->end) {
                        assert_int_equal(v->start, 0);
                        assert_memory_equal(v->text.ptr, "B61", 3);
                        from_codes++;
                        continue;
                    }
                    assert_true(v->end <= where.len);
                    from_title += v->in_title;
                    /* English: the term begins as the word does, whatever its case and ending. */
                    if (r[i].lang == FUDA_LANG_EN)
                        assert_int_equal(where.ptr[v->start] | 32, v->text.ptr[0]);
                    else if (v->text.len == v->end - v->start && r[i].lang == FUDA_LANG_ZH)
                        assert_memory_equal(where.ptr + v->start, v->text.ptr, v->text.len);
                    phrases += v->text.len == 13 && memcmp(v->text.ptr, "express train", 13) == 0;
                }
                assert_close(sum, g->score, 1e-9);
                if (!single)
                    assert_close(1 / (1 + exp(-g->score)), g->p, 1e-12);
            }
            assert_int_equal(e, r[i].nevidence);
        }
        fuda_tagger_free(t);
    }
    assert_true(from_title > 5 && from_codes > 5 && phrases > 0);
}

static void known_words_at_known_places(void **state)
{
    static const char text[] = "Rain. Soup with olive oil";
    fuda_document d = {.title = str("Olive oil"), .text = str(text)};
    const fuda_document *list[] = {&d};
    fuda_tag_options options = {.explain = true, .top = 1, .min_p = 1e-12};
    fuda_tagger *t;
    bool soup = false, oil = false, title = false;

    (void)state;
    const fuda_result *r = tag(multi_model, 1, list, 1, &options, &t);
    assert_string_equal(fuda_model_label(multi_model, r->tags[0].label), "cooking");
    assert_true(r->tags[0].p > 0.5);
    for (size_t e = 0; e < r->nevidence; e++) {
        const fuda_evidence *v = &r->evidence[e];
        bool phrase = v->text.len > 6 && memcmp(v->text.ptr, "oliv", 4) == 0;
        soup |= !v->in_title && v->start == 6 && v->end == 10 && v->weight > 0;
        oil |= phrase && !v->in_title && v->start == 16 && v->end == 25 && v->weight > 0;
        title |= phrase && v->in_title && v->start == 0 && v->end == 9;
    }
    assert_true(soup && oil && title);
    fuda_tagger_free(t);
}

static void evaluation(void **state)
{
    fuda_str labels[3] = {str("railways"), str("cooking"), str("gardening")}, maybe[] = {str("football"), str("x")};
    fuda_document d = {.text = str("x"), .labelling = FUDA_LABEL_SET, .labels = labels};
    uint32_t rail = fuda_model_find_label(multi_model, "railways", 8),
             foot = fuda_model_find_label(multi_model, "football", 8);
    fuda_tag tags[] = {{.label = rail}, {.label = foot}};
    fuda_result r = {.lang = FUDA_LANG_JA, .tags = tags, .ntag = 2};
    size_t empty, silent;
    fuda_evaluation *ev;
    fuda_score s;
    fuda_error err;

    (void)state;
    assert_int_equal(fuda_model_find_label(multi_model, "gardening", 9), UINT32_MAX);
    assert_int_equal(fuda_model_find_label(multi_model, "rail", 4), UINT32_MAX);
    assert_int_equal(fuda_evaluation_new(multi_model, &ev, &err), FUDA_OK);
    assert_false(fuda_evaluation_single(ev));
    /*  gold                  predicted             maybe        hit wrong missed  right
     *  railways cooking      railways football     football x    1    0     1      no
     *  railways              railways football     -             1    1     0      no
     *  railways gardening    railways              -             1    0     1      no  (unknown label)
     *  -                     -                     -                               yes
     *  -                     football              football                        yes
     *  -                     railways              -                  1            no
     *  railways              railways              -             1                 yes (zh)
     *  sums                                                      4    2     2      3 of 7          */
    d.nlabel = 2, d.maybe = maybe, d.nmaybe = 2;
    assert_int_equal(fuda_evaluation_add(ev, &d, &r, &err), FUDA_OK);
    d.nlabel = 1, d.nmaybe = 0;
    assert_int_equal(fuda_evaluation_add(ev, &d, &r, &err), FUDA_OK);
    labels[1] = labels[2];
    d.nlabel = 2, r.ntag = 1;
    assert_int_equal(fuda_evaluation_add(ev, &d, &r, &err), FUDA_OK);
    d.nlabel = 0, r.ntag = 0;
    assert_int_equal(fuda_evaluation_add(ev, &d, &r, &err), FUDA_OK);
    r.tags = tags + 1, r.ntag = 1, d.nmaybe = 1;
    assert_int_equal(fuda_evaluation_add(ev, &d, &r, &err), FUDA_OK);
    r.tags = tags, d.nmaybe = 0;
    assert_int_equal(fuda_evaluation_add(ev, &d, &r, &err), FUDA_OK);
    d.nlabel = 1, r.lang = FUDA_LANG_ZH;
    assert_int_equal(fuda_evaluation_add(ev, &d, &r, &err), FUDA_OK);
    d.labelling = FUDA_UNLABELLED;
    assert_int_equal(fuda_evaluation_add(ev, &d, &r, &err), FUDA_E_ARG);
    assert_string_equal(err.text, "the document has neither 'label' nor 'labels'");

    assert_int_equal(fuda_evaluation_documents(ev), 7);
    assert_close(fuda_evaluation_accuracy(ev), 3.0 / 7, 1e-12);
    s = fuda_evaluation_micro(ev);
    assert_close(s.precision, 4.0 / 6, 1e-12);
    assert_close(s.recall, 4.0 / 6, 1e-12);
    assert_close(s.f1, 8.0 / 12, 1e-12);
    assert_int_equal(s.support, 6);
    /* railways 4 hits, 1 wrong; cooking 1 missed; football 1 wrong. */
    s = fuda_evaluation_label_score(ev, rail);
    assert_close(s.precision, 0.8, 1e-12);
    assert_close(s.recall, 1, 1e-12);
    assert_int_equal(s.support, 4);
    assert_close(fuda_evaluation_macro_f1(ev), (8.0 / 9 + 0 + 0) / 3, 1e-12);
    fuda_evaluation_silence(ev, &empty, &silent);
    assert_int_equal(empty, 2); /* without gold and without "maybe" */
    assert_int_equal(silent, 1);
    assert_int_equal(fuda_evaluation_language_count(ev), 2);
    assert_string_equal(fuda_evaluation_language(ev, 0), "ja");
    assert_string_equal(fuda_evaluation_language(ev, 1), "zh");
    assert_int_equal(fuda_evaluation_language_documents(ev, 0), 6);
    assert_close(fuda_evaluation_language_score(ev, 1).f1, 1, 1e-12);
    assert_string_equal(fuda_evaluation_label(ev, rail), "railways");
    fuda_evaluation_free(ev);
    fuda_evaluation_free(NULL);
}

static void names_and_terms(void **state)
{
    fuda_feature_weight rows[40], few[3];
    uint32_t rail = fuda_model_find_label(multi_model, "railways", 8);
    size_t n = 40;
    bool train = false;
    fuda_error err;

    (void)state;
    assert_string_equal(fuda_model_label_name(multi_model, rail, FUDA_LANG_JA), "鉄道");
    assert_string_equal(fuda_model_label_name(multi_model, rail, FUDA_LANG_OTHER), "Railways");
    uint32_t foot = fuda_model_find_label(multi_model, "football", 8);
    assert_string_equal(fuda_model_label_name(multi_model, foot, FUDA_LANG_JA), "Football");
    assert_string_equal(fuda_model_label_name(single_model, 0, FUDA_LANG_ZH), "cooking");
    assert_int_equal(fuda_model_terms(multi_model, rail, FUDA_LANG_EN, rows, &n, &err), FUDA_OK);
    assert_int_equal(n, 40);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(rows[i].lang, FUDA_LANG_EN);
        assert_true(i == 0 || rows[i - 1].weight >= rows[i].weight);
        train |= i < 10 && rows[i].text.len >= 5 && memcmp(rows[i].text.ptr, "train", 5) == 0;
    }
    assert_true(train);
    n = 3;
    assert_int_equal(fuda_model_terms(multi_model, rail, FUDA_LANG_EN, few, &n, &err), FUDA_OK);
    assert_int_equal(n, 3);
    for (size_t i = 0; i < 3; i++)
        assert_ptr_equal(few[i].text.ptr, rows[i].text.ptr);
    n = 0;
    assert_int_equal(fuda_model_terms(multi_model, rail, FUDA_LANG_UND, NULL, &n, &err), FUDA_OK);
    assert_int_equal(n, 0);
    assert_int_equal(fuda_model_terms(multi_model, 99, FUDA_LANG_UND, rows, &n, &err), FUDA_E_ARG);
    assert_string_equal(err.text, "the model has no label number 99");
}

static int start(void **state)
{
    fuda_train_options o = fuda_train_options_default();
    fuda_taxonomy *tax = topics();

    (void)state;
    corpus_make(&single_docs, true);
    corpus_make(&multi_docs, false);
    single_model = train_on(&single_docs, &o);
    o.taxonomy = tax;
    multi_model = train_on(&multi_docs, &o);
    fuda_taxonomy_free(tax);
    return 0;
}

static int stop(void **state)
{
    static const char *const names[] = {"topics.yaml"};
    (void)state;
    fuda_model_free(single_model);
    fuda_model_free(multi_model);
    temp_clean(names, 1);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_it_learned),
        cmocka_unit_test(threads_and_runs_change_nothing),
        cmocka_unit_test(ties_are_ordered),
        cmocka_unit_test(abstentions),
        cmocka_unit_test(top_and_min_p),
        cmocka_unit_test(evidence_points_and_adds_up),
        cmocka_unit_test(known_words_at_known_places),
        cmocka_unit_test(evaluation),
        cmocka_unit_test(names_and_terms),
    };
    return cmocka_run_group_tests_name("tagging", tests, start, stop);
}
