/* SPDX-License-Identifier: MIT */
/* Models changed in steps against models trained at once: counts, weights and fingerprints must be the same. */
#include "prelude.h"

#include "classifier/classifier.h"
#include "core/random.h"
#include "models/dataset.h"
#include "models/model.h"
#include "model_fixture.h"

#include <fuda/update.h>

static corpus single_docs, multi_docs;
static fuda_taxonomy *tax;

/* Single and multi, with and without taxonomy, words and pairs. */
static fuda_train_options variant(int v)
{
    fuda_train_options o = fuda_train_options_default();

    o.jobs = 1;
    o.alpha = 0.25;
    o.taxonomy = v & 2 ? tax : NULL;
    o.text.word_ngrams = v & 4 ? 2 : 1;
    o.algorithm = (v & 3) == 2 ? "joined" : v == 5 ? "bernoulli" : "multinomial";
    return o;
}

static const corpus *documents_of(int v)
{
    return v & 1 ? &single_docs : &multi_docs;
}

static fuda_dataset *part_of(const corpus *c, fuda_dataset *data, const bool *in)
{
    fuda_error err;

    for (size_t i = 0; i < c->n; i++)
        if (in[i] && fuda_dataset_add(data, &c->list[i], 1, NULL, &err) != FUDA_OK)
            fail_msg("%s", err.text);
    return data;
}

static fuda_model *train_part(const corpus *c, const fuda_train_options *o, const bool *in)
{
    fuda_dataset *data;
    fuda_model *m;
    fuda_error err;

    assert_int_equal(fuda_dataset_new(o, &data, &err), FUDA_OK);
    part_of(c, data, in);
    if (fuda_train(data, &m, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    fuda_dataset_free(data);
    return m;
}

/* The model with documents added or taken out; the old one is freed. */
static fuda_model *change(fuda_model *m, const corpus *c, const bool *in, bool learn)
{
    fuda_dataset *data;
    fuda_model *changed;
    fuda_error err;

    assert_int_equal(fuda_dataset_for_model(m, NULL, NULL, 1, &data, &err), FUDA_OK);
    part_of(c, data, in);
    if ((learn ? fuda_model_learn : fuda_model_unlearn)(m, data, &changed, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    fuda_dataset_free(data);
    fuda_model_free(m);
    return changed;
}

/* Every weight before calibration, to the last bit. */
/* Every weight before calibration, to the last bit. */
static void same_weights(const fuda_model *a, const fuda_model *b)
{
    bool joined = a->clf.choice.algorithm == CLF_JOINED;
    const clf_bayes *x = joined ? &a->clf.bayes : &a->clf.fit.bayes, *y = joined ? &b->clf.bayes : &b->clf.fit.bayes;

    assert_int_equal(a->clf.choice.algorithm, b->clf.choice.algorithm);
    for (uint32_t k = 0; k < a->clf.counts.nlabel; k++) {
        for (uint32_t f = 0; f < a->clf.counts.nfeature && !joined; f++)
            assert_true(clf_fit_weight(&a->clf.fit, f, k) == clf_fit_weight(&b->clf.fit, f, k));
        for (uint32_t f = 0; f < a->clf.counts.nfeature && joined; f++)
            assert_true(clf_bayes_weight(x, f, k) == clf_bayes_weight(y, f, k));
        if (a->clf.choice.algorithm == CLF_BERNOULLI)
            assert_true(a->clf.fit.bias[k] == b->clf.fit.bias[k] && a->clf.fit.absent[k] == b->clf.fit.absent[k]);
        else
            assert_true(x->prior[k] == y->prior[k]);
    }
}

static void same_counts(const fuda_model *a, const fuda_model *b)
{
    const clf_counts *x = &a->clf.counts, *y = &b->clf.counts;

    assert_int_equal(x->nlabel, y->nlabel);
    for (size_t k = 0; k < x->nlabel; k++)
        assert_string_equal(a->labels[k].id, b->labels[k].id);
    assert_int_equal(x->ndoc, y->ndoc);
    assert_memory_equal(x->label_docs, y->label_docs, x->nlabel * sizeof *x->label_docs);
    assert_int_equal(x->nfeature, y->nfeature);
    assert_int_equal(a->vocabulary.pool_len, b->vocabulary.pool_len);
    assert_memory_equal(a->vocabulary.pool, b->vocabulary.pool, a->vocabulary.pool_len);
    assert_memory_equal(x->total, y->total, x->nfeature * sizeof *x->total);
    assert_memory_equal(x->ptr, y->ptr, (x->nfeature + 1) * sizeof *x->ptr);
    assert_memory_equal(x->label, y->label, x->ptr[x->nfeature] * sizeof *x->label);
    assert_memory_equal(x->count, y->count, x->ptr[x->nfeature] * sizeof *x->count);
    assert_int_equal(x->nhint, y->nhint);
    assert_memory_equal(x->hints, y->hints, x->nhint * sizeof *x->hints);
    assert_memory_equal(a->lang_docs, b->lang_docs, sizeof a->lang_docs);
    assert_memory_equal(a->lang_uses, b->lang_uses, sizeof a->lang_uses);
    assert_string_equal(a->info.data_hash, b->info.data_hash);
    assert_string_equal(a->info.counts_hash, b->info.counts_hash);
    same_weights(a, b);
}

/* Every document goes to one of three parts; the third is learned and unlearned again.  Parts are learned
 * one after the other, merged, and trained at once. */
static void any_way_leads_to_the_same(void **state)
{
    fuda_rng rng = {7};
    (void)state;

    for (int round = 0; round < 12; round++) {
        int v = round % 8; /* all of them, half of them twice */
        const corpus *c = documents_of(v);
        fuda_train_options o = variant(v);
        bool part[3][NAUTHORED] = {{false}}, both[NAUTHORED], all[NAUTHORED];
        for (size_t i = 0; i < c->n; i++) {
            part[i < 2 ? i : fuda_rng_below(&rng, 3)][i] = true;
            both[i] = part[0][i] || part[1][i];
            all[i] = true;
        }
        fuda_model *want = train_part(c, &o, both), *whole = train_part(c, &o, all);
        fuda_model *m = train_part(c, &o, part[0]);
        assert_string_not_equal(m->info.counts_hash, want->info.counts_hash);
        m = change(m, c, part[2], true);
        m = change(m, c, part[1], true);
        same_counts(m, whole);
        assert_true(m->info.stale);
        m = change(m, c, part[2], false);
        same_counts(m, want);
        size_t learned = 0, unlearned = 0;
        for (size_t i = 0; i < c->n; i++) {
            learned += part[1][i] || part[2][i];
            unlearned += part[2][i];
        }
        assert_int_equal(m->info.nlearned, learned);
        assert_int_equal(m->info.nunlearned, unlearned);
        fuda_model_free(m);

        fuda_model *a = train_part(c, &o, part[1]), *b = train_part(c, &o, part[0]), *sum;
        const fuda_model *const list[] = {a, b};
        fuda_error err;
        assert_int_equal(fuda_model_merge(list, 2, &sum, &err), FUDA_OK);
        same_counts(sum, want);
        assert_int_equal(sum->info.nmerged, 1);
        fuda_model_free(sum);
        fuda_model_free(a);
        fuda_model_free(b);
        /* Back to where it came from: nothing is stale any more. */
        want = change(want, c, part[2], true);
        assert_true(want->info.stale);
        want = change(want, c, part[2], false);
        assert_false(want->info.stale);
        fuda_model_free(want);
        fuda_model_free(whole);
    }
}

static void labels_come_and_go(void **state)
{
    fuda_train_options o = variant(1);
    bool few[NAUTHORED] = {false}, rest[NAUTHORED];
    (void)state;

    for (size_t i = 0; i < single_docs.n; i++) {
        fuda_str label = single_docs.labels[i][0];
        few[i] = label.ptr[0] != 'r';
        rest[i] = !few[i];
    }
    fuda_model *m = train_part(&single_docs, &o, few), *before = train_part(&single_docs, &o, few);
    assert_int_equal(m->info.nlabel, 2);
    m = change(m, &single_docs, rest, true);
    assert_int_equal(m->info.nlabel, 3);
    assert_string_equal(fuda_model_label(m, 2), "railways");
    m = change(m, &single_docs, rest, false);
    same_counts(m, before);
    assert_int_equal(fuda_model_find_label(m, "railways", 8), UINT32_MAX);
    fuda_model_free(m);
    fuda_model_free(before);
}

static void a_file_keeps_it_all(void **state)
{
    fuda_train_options o = variant(5);
    bool even[NAUTHORED], odd[NAUTHORED];
    fuda_model *m, *loaded;
    fuda_error err;
    (void)state;

    for (size_t i = 0; i < NAUTHORED; i++)
        odd[i] = !(even[i] = i % 2 == 0);
    m = change(train_part(&single_docs, &o, even), &single_docs, odd, true);
    assert_int_equal(fuda_model_save(m, temp_path("m.fuda"), true, &err), FUDA_OK);
    assert_int_equal(fuda_model_load(temp_path("m.fuda"), NULL, &loaded, &err), FUDA_OK);
    same_counts(m, loaded);
    assert_true(loaded->info.stale);
    assert_int_equal(loaded->info.nlearned, m->info.nlearned);
    assert_string_equal(loaded->info.hash, m->info.hash);
    loaded = change(loaded, &single_docs, odd, false);
    assert_false(loaded->info.stale);
    fuda_model_free(m);
    fuda_model_free(loaded);
}

static void refuse(const fuda_model *m, fuda_document d, const char *why)
{
    const fuda_document *list[] = {&d};
    fuda_dataset *data;
    fuda_model *changed;
    fuda_error err, rejected = {0};
    fuda_status st;

    assert_int_equal(fuda_dataset_for_model(m, NULL, NULL, 1, &data, &err), FUDA_OK);
    assert_int_equal(fuda_dataset_add(data, list, 1, &rejected, &err), FUDA_OK);
    st = rejected.status;
    if (st == FUDA_OK) {
        st = fuda_model_unlearn(m, data, &changed, &rejected);
        assert_null(changed);
    }
    assert_int_equal(st, FUDA_E_ARG);
    if (strstr(rejected.text, why) == NULL)
        fail_msg("'%s' does not say '%s'", rejected.text, why);
    fuda_dataset_free(data);
}

static void what_was_not_learned_is_not_unlearned(void **state)
{
    bool all[NAUTHORED];
    (void)state;

    memset(all, 1, sizeof all);
    for (int v = 0; v < 4; v++) {
        const corpus *c = documents_of(v);
        fuda_train_options o = variant(v);
        fuda_model *m = train_part(c, &o, all);
        fuda_str cooking = str("cooking"), football = str("football"), strange = str("gardening");
        fuda_document d = c->docs[0];
        d.id = str("the-one");
        d.labels = &cooking, d.nlabel = 1;
        d.text = str("Soup and helicopters.");
        refuse(m, d, "the document 'the-one' was not learned as it is");
        d = c->docs[0];
        d.labels = &football;
        refuse(m, d, "'d0'");
        d.labels = &strange;
        refuse(m, d, v & 2 ? "no label 'gardening'" : "'d0'");
        /* Once, and no second time. */
        bool first[NAUTHORED] = {true};
        fuda_model *less = change(m, c, first, false);
        refuse(less, c->docs[0], "'d0'");
        fuda_model_free(less);
    }
}

static void nothing_is_left_or_done(void **state)
{
    bool none[NAUTHORED] = {false}, all[NAUTHORED];
    fuda_train_options o = variant(1);
    fuda_model *m, *changed = NULL;
    fuda_dataset *data;
    fuda_error err;
    (void)state;

    memset(all, 1, sizeof all);
    m = train_part(&single_docs, &o, all);
    assert_int_equal(fuda_dataset_for_model(m, NULL, NULL, 1, &data, &err), FUDA_OK);
    part_of(&single_docs, data, none);
    assert_int_equal(fuda_model_learn(m, data, &changed, &err), FUDA_E_ARG);
    assert_null(changed);
    assert_int_equal(fuda_model_unlearn(m, data, &changed, &err), FUDA_E_ARG);
    part_of(&single_docs, data, all);
    assert_int_equal(fuda_model_unlearn(m, data, &changed, &err), FUDA_E_ARG);
    assert_string_equal(err.text, "no labelled document would be left");
    assert_int_equal(fuda_model_merge(NULL, 0, &changed, &err), FUDA_E_ARG);
    fuda_dataset_free(data);
    fuda_model_free(m);
}

static void only_like_and_like_are_merged(void **state)
{
    bool all[NAUTHORED];
    (void)state;

    memset(all, 1, sizeof all);
    for (int other = 0; other < 4; other++) {
        int v = other == 0 ? 0 : other == 1 ? 3 : other == 2 ? 5 : 1;
        fuda_train_options o = variant(1), p = variant(v);
        p.alpha = other == 3 ? 0.5 : 0.25;
        fuda_model *a = train_part(&single_docs, &o, all), *b = train_part(documents_of(v), &p, all), *sum;
        const fuda_model *const list[] = {a, b};
        fuda_error err;
        assert_int_equal(fuda_model_merge(list, 2, &sum, &err), FUDA_E_MISMATCH);
        assert_null(sum);
        assert_non_null(strstr(err.text, "model 2 cannot be merged with the first"));
        fuda_model_free(a);
        fuda_model_free(b);
    }
}

/* Counts of a label that has no document, as only a forged file says: nothing is read where nothing is. */
static void forged_counts_do_no_harm(void **state)
{
    fuda_train_options o = variant(1);
    bool all[NAUTHORED], first[NAUTHORED] = {true};
    (void)state;

    memset(all, 1, sizeof all);
    fuda_model *m = train_part(&single_docs, &o, all);
    m->clf.counts.label_docs[2] = 0;
    m = change(m, &single_docs, first, false);
    assert_int_equal(m->info.nlabel, 3);
    for (size_t i = 0; i < m->clf.counts.ptr[m->clf.counts.nfeature]; i++)
        assert_true(m->clf.counts.label[i] < 3);
    fuda_model_free(m);
}

static int start(void **state)
{
    (void)state;
    corpus_make(&single_docs, true);
    corpus_make(&multi_docs, false);
    tax = topics();
    return 0;
}

static int clean(void **state)
{
    static const char *const names[] = {"m.fuda", "topics.yaml"};
    (void)state;
    fuda_taxonomy_free(tax);
    temp_clean(names, 2);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_way_leads_to_the_same),
        cmocka_unit_test(labels_come_and_go),
        cmocka_unit_test(a_file_keeps_it_all),
        cmocka_unit_test(what_was_not_learned_is_not_unlearned),
        cmocka_unit_test(nothing_is_left_or_done),
        cmocka_unit_test(only_like_and_like_are_merged),
        cmocka_unit_test(forged_counts_do_no_harm),
    };
    return cmocka_run_group_tests(tests, start, clean);
}
