/* SPDX-License-Identifier: MIT */
/* Training where there is next to nothing to learn from, and settings that switch parts off. */
#include "prelude.h"

#include <string.h>

#include <fuda/model.h>

#include "core/memory.h"

typedef struct toy {
    const char *text, *label, *group;
} toy;

static fuda_str str(const char *text)
{
    return (fuda_str){text, text == NULL ? 0 : strlen(text)};
}

static fuda_document document(const toy *t, fuda_str *label, bool single)
{
    *label = str(t->label);
    return (fuda_document){.text = str(t->text), .group = str(t->group), .labels = label, .nlabel = 1,
                           .labelling = single ? FUDA_ONE_LABEL : FUDA_LABEL_SET};
}

static fuda_model *train(const toy *rows, size_t n, bool single, const fuda_train_options *options)
{
    fuda_error err = {0};
    fuda_dataset *data;
    fuda_model *model;

    assert_int_equal(fuda_dataset_new(options, &data, &err), FUDA_OK);
    for (size_t i = 0; i < n; i++) {
        fuda_str label;
        fuda_document d = document(&rows[i], &label, single);
        const fuda_document *list = &d;
        assert_int_equal(fuda_dataset_add(data, &list, 1, NULL, &err), FUDA_OK);
    }
    assert_int_equal(fuda_train(data, &model, &err), FUDA_OK);
    fuda_dataset_free(data);
    return model;
}

/* The probability of the text's own label, and whether it is the largest of all. */
static double own_p(const fuda_model *model, const toy *t, bool *best)
{
    fuda_error err = {0};
    fuda_str label;
    fuda_document d = document(t, &label, true);
    const fuda_document *list = &d;
    const fuda_result *r;
    fuda_tagger *tagger;
    uint32_t own = fuda_model_find_label(model, t->label, strlen(t->label));

    assert_int_equal(fuda_tagger_new(model, 1, &tagger, &err), FUDA_OK);
    assert_int_equal(fuda_tagger_run(tagger, &list, 1, NULL, &r, &err), FUDA_OK);
    assert_non_null(r->p);
    double p = r->p[own];
    *best = true;
    for (uint32_t k = 0; k < fuda_model_describe(model)->nlabel; k++)
        *best = *best && (k == own || r->p[k] < p);
    fuda_tagger_free(tagger);
    return p;
}

static const toy one_each[] = {
    {"common words here and there: river stone bridge water ferry oar", "boats", NULL},
    {"common words here and there: violin cello score concert bow tune", "music", NULL},
    {"common words here and there: orchard apple cider press barrel harvest", "fruit", NULL},
};

/* One document a label: left out of training, its label was never seen, and nothing may be fitted on that. */
static void one_document_a_label(void **state)
{
    (void)state;
    for (int single = 0; single <= 1; single++) {
        fuda_model *model = train(one_each, 3, single, NULL);
        for (int i = 0; i < 3; i++) {
            bool best;
            double p = own_p(model, &one_each[i], &best);
            assert_true(best);
            assert_true(single == 0 || p > 0.5);
        }
        fuda_model_free(model);
    }
}

/* All documents of one group: every fold but one is empty, and that one leaves nothing to train on. */
static void one_group(void **state)
{
    toy rows[12];
    bool best;

    (void)state;
    for (int i = 0; i < 12; i++) {
        rows[i] = one_each[i % 3];
        rows[i].group = "family";
    }
    for (int single = 0; single <= 1; single++) {
        fuda_model *model = train(rows, 12, single, NULL);
        for (int i = 0; i < 3; i++) {
            double p = own_p(model, &rows[i], &best);
            assert_true(best);
            assert_true(single == 0 || p > 0.9);
        }
        fuda_model_free(model);
    }
}

/* Without words, phrases are still found, those of one word too. */
static void phrases_without_words(void **state)
{
    const fuda_str phrases[] = {str("river stone"), str("cello"), str("具身智能"), str("强化学习")};
    fuda_train_options options = fuda_train_options_default();
    static const toy rows[] = {{"the river stone lay there", "a", NULL},
                               {"a cello", "b", NULL},
                               {"研究具身智能的人", "c", NULL},
                               {"他教强化学习", "d", NULL}};
    size_t n = 10;
    fuda_feature_weight terms[10];
    fuda_error err = {0};

    (void)state;
    options.text.words = false;
    options.phrases = phrases;
    options.nphrase = 4;
    fuda_model *model = train(rows, 4, true, &options);
    assert_int_equal(fuda_model_describe(model)->nfeature, 4);
    assert_int_equal(fuda_model_terms(model, 0, FUDA_LANG_UND, terms, &n, &err), FUDA_OK);
    assert_int_equal(n, 4);
    for (int i = 0; i < 4; i++) {
        bool best;
        own_p(model, &rows[i], &best);
        assert_true(best);
    }
    fuda_model_free(model);
}

/* A phrase in another language is found as that language is tokenised: without stems. */
static void phrases_of_other_languages(void **state)
{
    const fuda_str phrase = str("maschinelles Lernen");
    const char *text = "Das maschinelle Lernen und das maschinelles Lernen sind nicht dasselbe, aber es ist für "
                       "die Forschung und der Industrie wichtig.";
    fuda_tokenizer_options options = {.settings = fuda_text_settings_default(), .phrases = &phrase, .nphrase = 1};
    fuda_tokenizer *tokenizer;
    fuda_scratch *scratch;
    const fuda_tokens *tokens;
    fuda_error err = {0};

    (void)state;
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, &err), FUDA_OK);
    assert_int_equal(fuda_scratch_new(tokenizer, &scratch, &err), FUDA_OK);
    assert_int_equal(fuda_tokenize(scratch, text, strlen(text), FUDA_LANG_UND, &tokens, &err), FUDA_OK);
    assert_int_equal(tokens->lang, FUDA_LANG_OTHER);
    assert_int_equal(tokens->nphrase, 1);
    assert_int_equal(tokens->phrases[0].start, strstr(text, "maschinelles") - text);
    fuda_scratch_free(scratch);
    fuda_tokenizer_free(tokenizer);
}

static void bounds(void **state)
{
    enum { MANY = 10001 };
    static fuda_str labels[MANY];
    static char names[MANY][8];
    fuda_document d = {.text = str("word"), .labelling = FUDA_LABEL_SET, .labels = labels, .nlabel = MANY};
    const fuda_document *list = &d;
    fuda_error err = {0}, why = {0};
    fuda_dataset *data;
    fuda_tokenizer *tokenizer;
    fuda_buf phrase = {0};

    (void)state;
    for (int i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "l%d", i);
        labels[i] = str(names[i]);
    }
    assert_int_equal(fuda_dataset_new(NULL, &data, &err), FUDA_OK);
    assert_int_equal(fuda_dataset_add(data, &list, 1, &why, &err), FUDA_OK);
    assert_string_equal(why.text, "the document has 10001 labels, more than 10000");
    assert_int_equal(fuda_dataset_size(data), 0);
    fuda_dataset_free(data);

    /* A phrase of any length would make every text the square of its length to search. */
    for (int i = 0; i < 129; i++)
        fuda_buf_add_str(&phrase, "zeta ");
    fuda_str text = {phrase.ptr, phrase.len};
    fuda_tokenizer_options options = {.settings = fuda_text_settings_default(), .phrases = &text, .nphrase = 1};
    assert_int_equal(fuda_tokenizer_new(&options, &tokenizer, &err), FUDA_E_ARG);
    assert_non_null(strstr(err.text, "more than 128"));
    fuda_buf_release(&phrase);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_document_a_label),       cmocka_unit_test(one_group),
        cmocka_unit_test(phrases_without_words),      cmocka_unit_test(phrases_of_other_languages),
        cmocka_unit_test(bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
