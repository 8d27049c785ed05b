/* SPDX-License-Identifier: MIT */
/* From labelled documents to models: the same bytes always, refusals, cross-validation. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "assert_close.h"
#include "models/dataset.h"
#include "models/model.h"
#include "model_fixture.h"

#include <fuda/evaluation.h>

static corpus single_docs, multi_docs;

/* The bytes of a model's file. */
static void bytes_of(const fuda_model *model, fuda_buf *out)
{
    const char *path = temp_path("m.fuda");
    fuda_error err = {0};

    if (fuda_model_save(model, path, true, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    read_whole(path, out);
}

static void assert_same_bytes(const fuda_buf *a, const fuda_buf *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->ptr, b->ptr, a->len);
}

/* Ten variants of settings: with and without taxonomy, single and multi, n-grams. */
static fuda_train_options variant(int v, const fuda_taxonomy *tax)
{
    fuda_train_options o = fuda_train_options_default();

    o.jobs = 1;
    o.taxonomy = v & 2 ? tax : NULL;
    o.text.word_ngrams = v & 4 ? 2 : 1;
    o.text.char_ngrams = v & 4 ? 2 : 0;
    o.alpha = v & 1 ? 0 : 0.37654321;
    return o;
}

static void threads_give_the_same_file(void **state)
{
    static const int jobs[] = {1, 2, 8};
    fuda_taxonomy *tax = topics();
    fuda_buf file[3] = {{0}};

    (void)state;
    for (int v = 0; v < 8; v++) {
        fuda_train_options o = variant(v, tax);
        for (int j = 0; j < 3; j++) {
            o.jobs = jobs[j];
            fuda_model *m = train_on(v & 1 ? &single_docs : &multi_docs, &o);
            bytes_of(m, &file[j]);
            fuda_model_free(m);
        }
        assert_same_bytes(&file[0], &file[1]);
        assert_same_bytes(&file[0], &file[2]);
    }
    for (int j = 0; j < 3; j++)
        fuda_buf_release(&file[j]);
    fuda_taxonomy_free(tax);
}

static void loading_and_saving_is_lossless(void **state)
{
    fuda_taxonomy *tax = topics();
    fuda_buf first = {0}, second = {0};

    (void)state;
    for (int v = 0; v < 8; v++) {
        fuda_train_options o = variant(v, tax);
        fuda_model *m = train_on(v & 1 ? &single_docs : &multi_docs, &o), *again;
        fuda_error err;
        const fuda_result *r[2];
        fuda_tagger *t[2];
        fuda_tag_options options = {.explain = true};

        bytes_of(m, &first);
        assert_int_equal(fuda_model_load(temp_path("m.fuda"), NULL, &again, &err), FUDA_OK);
        bytes_of(again, &second);
        assert_same_bytes(&first, &second);
        const fuda_model_info *a = fuda_model_describe(m), *b = fuda_model_describe(again);
        assert_int_equal(a->single, (v & 1) != 0);
        assert_int_equal(a->nlabel, 3);
        assert_int_equal(a->ndocument, v & 1 ? single_docs.n : multi_docs.n);
        assert_string_equal(a->hash, b->hash);
        assert_string_equal(a->data_hash, b->data_hash);
        assert_string_equal(a->taxonomy_hash, v & 2 ? tax->hash : "");
        assert_string_equal(b->taxonomy_hash, a->taxonomy_hash);
        assert_string_equal(b->taxonomy_version, v & 2 ? "1.5" : "");
        assert_string_equal(b->fuda_version, fuda_version());
        assert_string_equal(b->dictionary, fuda_tokenizer_dictionary(fuda_model_tokenizer(again)));
        assert_string_equal(b->mismatch, "");
        assert_close(a->alpha, b->alpha, 0);
        assert_int_equal(a->nfeature, b->nfeature);
        assert_memory_equal(&a->text, &b->text, sizeof a->text);

        /* Trained and loaded say exactly the same. */
        const corpus *c = v & 1 ? &single_docs : &multi_docs;
        assert_int_equal(fuda_tagger_new(m, 1, &t[0], &err), FUDA_OK);
        assert_int_equal(fuda_tagger_new(again, 2, &t[1], &err), FUDA_OK);
        for (int i = 0; i < 2; i++)
            assert_int_equal(fuda_tagger_run(t[i], c->list, c->n, &options, &r[i], &err), FUDA_OK);
        for (size_t i = 0; i < c->n; i++) {
            assert_int_equal(r[0][i].ntag, r[1][i].ntag);
            assert_int_equal(r[0][i].nevidence, r[1][i].nevidence);
            if (r[0][i].p != NULL)
                assert_memory_equal(r[0][i].p, r[1][i].p, 3 * sizeof(double));
            for (size_t e = 0; e < r[0][i].nevidence; e++)
                assert_memory_equal(&r[0][i].evidence[e].weight, &r[1][i].evidence[e].weight, sizeof(double));
        }
        fuda_tagger_free(t[0]);
        fuda_tagger_free(t[1]);
        fuda_model_free(m);
        fuda_model_free(again);
    }
    fuda_buf_release(&first);
    fuda_buf_release(&second);
    fuda_taxonomy_free(tax);
}

static void batches_and_repeated_training(void **state)
{
    fuda_train_options o = variant(4, NULL);
    fuda_buf whole = {0}, parts = {0};
    fuda_dataset *data;
    fuda_model *m;
    fuda_error err;

    (void)state;
    m = train_on(&multi_docs, &o);
    bytes_of(m, &whole);
    fuda_model_free(m);
    assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_OK);
    for (size_t i = 0; i < multi_docs.n; i += 7) {
        size_t n = multi_docs.n - i < 7 ? multi_docs.n - i : 7;
        assert_int_equal(fuda_dataset_add(data, multi_docs.list + i, n, NULL, &err), FUDA_OK);
        assert_int_equal(fuda_dataset_size(data), i + n);
        if (i == 14) { /* training in between renumbers and must not disturb */
            assert_int_equal(fuda_train(data, &m, &err), FUDA_OK);
            fuda_model_free(m);
        }
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fuda_train(data, &m, &err), FUDA_OK);
        bytes_of(m, &parts);
        assert_same_bytes(&whole, &parts);
        fuda_model_free(m);
    }
    fuda_dataset_free(data);
    fuda_buf_release(&whole);
    fuda_buf_release(&parts);
}

/* Training sees the features that tagging sees: counts of a model of one document. */
static void training_and_tagging_see_the_same(void **state)
{
    fuda_train_options o = variant(4, NULL);
    mdl_extractor x;
    fuda_error err;

    (void)state;
    for (size_t i = 0; i < multi_docs.n; i += 5) {
        fuda_dataset *data;
        size_t len;
        assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_OK);
        assert_int_equal(fuda_dataset_add(data, &multi_docs.list[i], 1, NULL, &err), FUDA_OK);
        assert_int_equal(mdl_extractor_init(&x, data->tokenizer, &err), FUDA_OK);
        assert_int_equal(mdl_extract(&x, multi_docs.list[i], FUDA_LANG_UND, true, &err), FUDA_OK);
        assert_int_equal(mdl_dataset_sort(data, &err), FUDA_OK);
        assert_int_equal(data->vocabulary.count, x.nitem);
        for (size_t j = 0; j < x.nitem; j++) {
            const char *key = mdl_item_key(&x, &x.items[j], &len);
            uint32_t f = fuda_strtab_find(&data->vocabulary, key, len);
            assert_true(f < x.nitem);
            assert_int_equal(data->rows.feature[f], f);
            assert_int_equal(data->rows.count[f], x.items[j].count);
        }
        mdl_extractor_release(&x);
        fuda_dataset_free(data);
    }
}

static void refusals(void **state)
{
    const fuda_str labels[] = {str("railways"), str("cooking")}, odd[] = {str("gardening")},
                   empty[] = {str("")}, nul[] = {{"a\0b", 3}}, twice[] = {str("cooking"), str("cooking")};
    static const char *const none = "the document has neither 'label' nor 'labels'";
    fuda_taxonomy *tax = topics();
    fuda_train_options o = variant(2, tax);
    fuda_dataset *data;
    fuda_error err, why[10];
    fuda_document d[10];
    const fuda_document *list[10];

    (void)state;
    for (size_t i = 0; i < 10; i++) {
        d[i] = (fuda_document){.text = str("The train stops."), .labelling = FUDA_LABEL_SET, .labels = labels,
                               .nlabel = 2};
        list[i] = &d[i];
    }
    d[0].labelling = FUDA_UNLABELLED;
    d[2].labelling = FUDA_ONE_LABEL, d[2].nlabel = 1;
    d[3].labels = odd, d[3].nlabel = 1;
    d[4].nlabel = 0;
    d[5].labels = empty, d[5].nlabel = 1;
    d[6].labels = nul, d[6].nlabel = 1;
    d[7].labels = twice;
    d[8].labelling = FUDA_UNLABELLED;
    assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_OK);
    assert_int_equal(fuda_dataset_add(data, list, 10, why, &err), FUDA_OK);
    assert_string_equal(why[0].text, none);
    assert_int_equal(why[0].status, FUDA_E_ARG);
    assert_int_equal(why[1].status, FUDA_OK);
    assert_string_equal(why[2].text, "the document has one 'label' where the ones before it have 'labels'");
    assert_string_equal(why[3].text, "the taxonomy has no label 'gardening'");
    assert_int_equal(why[4].status, FUDA_OK);
    assert_string_equal(why[5].text, "the document has an empty label");
    assert_string_equal(why[6].text, "a label has a NUL character inside");
    assert_int_equal(why[7].status, FUDA_OK);
    assert_string_equal(why[8].text, none);
    assert_int_equal(why[9].status, FUDA_OK);
    assert_int_equal(fuda_dataset_size(data), 4);
    assert_int_equal(data->rows.label_ptr[3] - data->rows.label_ptr[2], 1); /* a label twice is one label */
    fuda_dataset_free(data);

    /* The other way round, and one label that is none or two. */
    o.taxonomy = NULL;
    d[0].labelling = d[1].labelling = d[3].labelling = FUDA_ONE_LABEL;
    d[0].nlabel = 1;
    d[1].nlabel = 0;
    d[3].labels = labels, d[3].nlabel = 2;
    assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_OK);
    assert_int_equal(fuda_dataset_add(data, list, 5, why, &err), FUDA_OK);
    assert_int_equal(why[0].status, FUDA_OK);
    assert_string_equal(why[1].text, "the document has 0 labels where one 'label' belongs");
    assert_int_equal(why[2].status, FUDA_OK);
    assert_string_equal(why[3].text, "the document has 2 labels where one 'label' belongs");
    assert_string_equal(why[4].text, "the document has 'labels' where the ones before it have one 'label'");
    assert_int_equal(fuda_dataset_size(data), 2);
    fuda_dataset_free(data);
    fuda_taxonomy_free(tax);
}

static void nothing_to_learn_from(void **state)
{
    fuda_train_options o = fuda_train_options_default();
    fuda_document d = {.text = str("rain"), .labelling = FUDA_LABEL_SET};
    const fuda_document *list[] = {&d, &d};
    fuda_evaluation *ev;
    fuda_dataset *data;
    fuda_model *m;
    fuda_error err;

    (void)state;
    assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_OK);
    assert_int_equal(fuda_train(data, &m, &err), FUDA_E_ARG);
    assert_string_equal(err.text, "there is no labelled document to learn from");
    assert_null(m);
    assert_int_equal(fuda_dataset_add(data, list, 2, NULL, &err), FUDA_OK);
    assert_int_equal(fuda_train(data, &m, &err), FUDA_E_ARG);
    assert_string_equal(err.text, "no document has a label");
    assert_int_equal(fuda_cross_validate(data, &(fuda_cv_options){.folds = 5}, &ev, &err), FUDA_E_ARG);
    assert_null(ev);
    fuda_dataset_free(data);
    static const double alphas[] = {-1, 1e-7, 1001, 1e12};
    for (size_t i = 0; i < 4; i++) {
        o.alpha = alphas[i];
        assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_E_ARG);
        assert_non_null(strstr(err.text, "smoothing (alpha) goes from 0.000001 to 1000"));
        assert_null(data);
    }
    o.alpha = NAN;
    assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_E_ARG);
    o.alpha = 0;
    o.folds = 51;
    assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_E_ARG);
    o.folds = 0;
    o.text.char_ngrams = 3;
    assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_E_ARG);
    fuda_dataset_free(NULL);
}

static void cross_validation(void **state)
{
    static const int folds[] = {2, 5, 13};
    fuda_taxonomy *tax = topics();
    fuda_evaluation *ev;
    fuda_error err;

    (void)state;
    for (int v = 0; v < 4; v++) {
        const corpus *c = v & 1 ? &single_docs : &multi_docs;
        fuda_train_options o = variant(v, tax);
        o.keep_documents = true;
        fuda_dataset *data = dataset_of(c, &o);
        double accuracy[3];
        for (int f = 0; f < 3; f++) {
            assert_int_equal(fuda_cross_validate(data, &(fuda_cv_options){.folds = folds[f]}, &ev, &err), FUDA_OK);
            size_t support = 0, labels = 0, by_lang = 0;
            assert_int_equal(fuda_evaluation_documents(ev), c->n); /* every document once */
            assert_int_equal(fuda_evaluation_label_count(ev), 3);
            for (size_t k = 0; k < 3; k++)
                support += fuda_evaluation_label_score(ev, k).support;
            for (size_t i = 0; i < c->n; i++)
                labels += c->docs[i].nlabel;
            assert_int_equal(support, labels);
            assert_int_equal(fuda_evaluation_micro(ev).support, labels);
            for (size_t l = 0; l < fuda_evaluation_language_count(ev); l++)
                by_lang += fuda_evaluation_language_documents(ev, l);
            assert_int_equal(by_lang, c->n);
            assert_int_equal(fuda_evaluation_language_count(ev), 3);
            assert_string_equal(fuda_evaluation_language(ev, 0), "en");
            accuracy[f] = fuda_evaluation_accuracy(ev);
            fuda_evaluation_free(ev);
        }
        assert_true(accuracy[1] > 0.5); /* chance is a third */
        o.jobs = 3;
        fuda_dataset *other = dataset_of(c, &o);
        assert_int_equal(fuda_cross_validate(other, &(fuda_cv_options){.folds = 5}, &ev, &err), FUDA_OK);
        assert_close(fuda_evaluation_accuracy(ev), accuracy[1], 0);
        fuda_evaluation_free(ev);
        fuda_dataset_free(other);
        assert_int_equal(fuda_cross_validate(data, &(fuda_cv_options){.folds = 1}, &ev, &err), FUDA_E_ARG);
        assert_int_equal(fuda_cross_validate(data, &(fuda_cv_options){.folds = 51}, &ev, &err), FUDA_E_ARG);
        assert_int_equal(fuda_cross_validate(data, &(fuda_cv_options){.folds = 50}, &ev, &err), FUDA_E_ARG);
        assert_non_null(strstr(err.text, "50 folds need at least as many documents"));
        fuda_dataset_free(data);
    }
    fuda_taxonomy_free(tax);
}

/* Labels marked arguable are never wrong; unknown ones and repetitions change nothing. */
static void arguable_labels_are_ignored(void **state)
{
    const fuda_str maybe[] = {str("cooking"), str("gardening"), str("cooking"), str("football"), str("railways")};
    fuda_train_options o = fuda_train_options_default();
    static corpus c;
    size_t empty[2], silent[2];
    double precision[2], recall[2];
    fuda_evaluation *ev;
    fuda_error err;

    (void)state;
    corpus_make(&c, false);
    for (int marked = 0; marked < 2; marked++) {
        for (size_t i = 0; marked && i < c.n; i++)
            c.docs[i].maybe = maybe, c.docs[i].nmaybe = 5;
        o.keep_documents = true;
        fuda_dataset *data = dataset_of(&c, &o);
        assert_int_equal(fuda_cross_validate(data, &(fuda_cv_options){.folds = 5}, &ev, &err), FUDA_OK);
        precision[marked] = fuda_evaluation_micro(ev).precision;
        recall[marked] = fuda_evaluation_micro(ev).recall;
        fuda_evaluation_silence(ev, &empty[marked], &silent[marked]);
        fuda_evaluation_free(ev);
        fuda_dataset_free(data);
    }
    assert_true(precision[0] < 1);
    assert_close(precision[1], 1, 0);
    assert_close(recall[0], recall[1], 0);
    assert_int_equal(empty[0], 9);
    assert_int_equal(empty[1], 0);
}

/* Two copies of each document, in one group or found to be the same: neither ever helps to guess the other. */
static void copies_are_not_parted(void **state)
{
    static char group[NAUTHORED][24];
    static corpus copies;
    fuda_train_options o = fuda_train_options_default();
    fuda_evaluation *ev;
    fuda_dataset *data;
    double right[3];
    fuda_leakage leak;
    fuda_error err;

    (void)state;
    o.keep_documents = true;
    for (int how = 0; how < 3; how++) { /* parted, grouped, looked for */
        const fuda_cv_options cv = {.folds = 8, .near = how == 2 ? 0.9 : 2};
        assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_OK);
        for (int copy = 0; copy < 2; copy++) {
            copies = single_docs;
            for (size_t i = 0; i < copies.n; i++) {
                /* Labels shuffled: nothing but the copy tells them. */
                copies.labels[i][0] = str(i * 7 % 3 == 0 ? "a" : i * 7 % 5 < 3 ? "b" : "c");
                copies.docs[i].labels = copies.labels[i];
                copies.list[i] = &copies.docs[i];
                snprintf(group[i], sizeof group[i], "g%zu", i);
                copies.docs[i].group = how == 1 ? str(group[i]) : str(NULL);
            }
            assert_int_equal(fuda_dataset_add(data, copies.list, copies.n, NULL, &err), FUDA_OK);
        }
        assert_int_equal(fuda_cross_validate(data, &cv, &ev, &err), FUDA_OK);
        right[how] = fuda_evaluation_accuracy(ev);
        leak = fuda_evaluation_leakage(ev);
        assert_int_equal(leak.grouped, how == 1 ? copies.n : 0);
        assert_true(how == 2 ? leak.near >= copies.n : leak.near == 0);
        /* Of pairs dealt out by chance to eight parts, seven in eight are parted. */
        size_t parted = how == 1 ? leak.grouped_parted : leak.near_parted;
        assert_true(how == 0 ? parted == 0 : parted > copies.n * 6 / 8);
        fuda_evaluation_free(ev);
        fuda_dataset_free(data);
    }
    assert_true(right[0] > right[1] + 0.2);
    assert_true(right[0] > right[2] + 0.2);
}

/* Tags one half with a model of the other and counts, as a user would. */
static void measure_half(const corpus *c, const char *learned, fuda_train_options o, fuda_counts *sum,
                         size_t *abstained)
{
    fuda_dataset *data;
    fuda_model *m;
    fuda_tagger *tagger;
    fuda_evaluation *ev;
    const fuda_result *results;
    const fuda_document *list[2 * NAUTHORED];
    size_t n = 0;
    fuda_error err;

    o.keep_documents = false;
    assert_int_equal(fuda_dataset_new(&o, &data, &err), FUDA_OK);
    for (size_t i = 0; i < c->n; i++) {
        if (c->docs[i].group.ptr[0] == learned[0])
            assert_int_equal(fuda_dataset_add(data, &c->list[i], 1, NULL, &err), FUDA_OK);
        else
            list[n++] = c->list[i];
    }
    assert_int_equal(fuda_train(data, &m, &err), FUDA_OK);
    assert_int_equal(fuda_tagger_new(m, 1, &tagger, &err), FUDA_OK);
    assert_int_equal(fuda_evaluation_new(m, &ev, &err), FUDA_OK);
    assert_int_equal(fuda_tagger_run(tagger, list, n, NULL, &results, &err), FUDA_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(fuda_evaluation_add(ev, list[i], &results[i], &err), FUDA_OK);
    for (size_t k = 0; k < fuda_evaluation_label_count(ev); k++) {
        fuda_counts counts = fuda_evaluation_label_counts(ev, k);
        sum->hit += counts.hit;
        sum->wrong += counts.wrong;
        sum->missed += counts.missed;
    }
    *abstained += fuda_evaluation_abstained(ev, FUDA_ABSTAIN_LANGUAGE);
    fuda_evaluation_free(ev);
    fuda_tagger_free(tagger);
    fuda_model_free(m);
    fuda_dataset_free(data);
}

/* Two groups make two folds that are known; a foreign and a long document are decided as tagging does. */
static void decides_as_tagging_does(void **state)
{
    static corpus c;
    static char longer[200000];
    fuda_train_options o = fuda_train_options_default();
    fuda_dataset *data;
    fuda_evaluation *ev;
    fuda_error err;

    (void)state;
    for (int single = 0; single < 2; single++) {
        fuda_counts want = {0}, got = {0};
        size_t abstained = 0, len = 0;
        corpus_make(&c, single);
        for (size_t i = 0; i < c.n; i++)
            c.docs[i].group = str(i % 2 == 0 ? "even" : "odd");
        c.docs[3].text = str("Der Bundestag hat gestern über das Gesetz und die Steuern in den Gemeinden beraten.");
        c.docs[3].title = c.docs[3].lang = str(NULL);
        for (size_t i = 0; i < c.n && len + c.docs[i].text.len + 1 < sizeof longer; i++) {
            if (c.docs[i].text.len == 0)
                continue;
            memcpy(longer + len, c.docs[i].text.ptr, c.docs[i].text.len);
            len += c.docs[i].text.len;
            longer[len++] = '\n';
        }
        c.docs[4].text = (fuda_str){longer, len};
        o.keep_documents = true;
        data = dataset_of(&c, &o);
        assert_int_equal(fuda_cross_validate(data, &(fuda_cv_options){.folds = 2, .near = 2}, &ev, &err), FUDA_OK);
        for (size_t k = 0; k < fuda_evaluation_label_count(ev); k++) {
            fuda_counts counts = fuda_evaluation_label_counts(ev, k);
            got.hit += counts.hit;
            got.wrong += counts.wrong;
            got.missed += counts.missed;
        }
        measure_half(&c, "even", o, &want, &abstained);
        measure_half(&c, "odd", o, &want, &abstained);
        assert_int_equal(abstained, 1);
        assert_int_equal(fuda_evaluation_abstained(ev, FUDA_ABSTAIN_LANGUAGE), abstained);
        assert_int_equal(got.hit, want.hit);
        assert_int_equal(got.wrong, want.wrong);
        assert_int_equal(got.missed, want.missed);
        fuda_evaluation_free(ev);
        fuda_dataset_free(data);
    }
}

static int start(void **state)
{
    (void)state;
    corpus_make(&single_docs, true);
    corpus_make(&multi_docs, false);
    return 0;
}

static int clean(void **state)
{
    static const char *const names[] = {"m.fuda", "topics.yaml"};
    (void)state;
    temp_clean(names, 2);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_give_the_same_file),
        cmocka_unit_test(loading_and_saving_is_lossless),
        cmocka_unit_test(batches_and_repeated_training),
        cmocka_unit_test(training_and_tagging_see_the_same),
        cmocka_unit_test(refusals),
        cmocka_unit_test(nothing_to_learn_from),
        cmocka_unit_test(cross_validation),
        cmocka_unit_test(arguable_labels_are_ignored),
        cmocka_unit_test(copies_are_not_parted),
        cmocka_unit_test(decides_as_tagging_does),
    };
    return cmocka_run_group_tests_name("training", tests, start, clean);
}
