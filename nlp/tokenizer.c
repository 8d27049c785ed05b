/* SPDX-License-Identifier: MIT */
/* Tokenizers and scratches: made, described, taken apart. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "nlp/scratch.h"
#include "nlp/unicode.h"

const char *fuda_lang_name(fuda_lang lang)
{
    static const char *const names[] = {"und", "en", "ja", "zh", "other"};
    return (unsigned)lang < 5 ? names[lang] : "und";
}

fuda_lang fuda_lang_from_name(const char *name, size_t len)
{
    char low[4] = {0};
    size_t n = 0;

    if (len == 5 && memcmp(name, "other", 5) == 0)
        return FUDA_LANG_OTHER;
    /* The primary subtag: two or three letters. */
    for (; n < len && name[n] != '-' && name[n] != '_'; n++) {
        char c = (char)(name[n] | 32);
        if (n == 3 || c < 'a' || c > 'z')
            return FUDA_LANG_UND;
        low[n] = c;
    }
    if (n < 2 || strcmp(low, "und") == 0)
        return FUDA_LANG_UND;
    /* ISO 639-1, 639-2, the kinds of Chinese that are written in Chinese characters, and the two countries
     * whose codes are often taken for their languages'. */
    static const struct {
        char code[4];
        fuda_lang lang;
    } known[] = {{"ja", FUDA_LANG_JA},  {"jpn", FUDA_LANG_JA}, {"en", FUDA_LANG_EN},  {"eng", FUDA_LANG_EN},
                 {"zh", FUDA_LANG_ZH},  {"zho", FUDA_LANG_ZH}, {"chi", FUDA_LANG_ZH}, {"cmn", FUDA_LANG_ZH},
                 {"yue", FUDA_LANG_ZH}, {"jp", FUDA_LANG_JA},  {"cn", FUDA_LANG_ZH}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(low, known[i].code) == 0)
            return known[i].lang;
    }
    return FUDA_LANG_OTHER;
}

fuda_text_settings fuda_text_settings_default(void)
{
    return (fuda_text_settings){
        .words = true, .phrases = true, .stop_words = true, .numbers = false,
        .word_ngrams = 1, .char_ngrams = 0,
    };
}

const char *fuda_icu_version(void)
{
    return nlp_unicode_version();
}

const char *fuda_mecab_version(void)
{
    return nlp_mecab_version();
}

const char *fuda_tokenizer_dictionary(const fuda_tokenizer *tokenizer)
{
    return tokenizer->mecab == NULL ? "none" : nlp_mecab_fingerprint(tokenizer->mecab);
}

const fuda_text_settings *nlp_tokenizer_settings(const fuda_tokenizer *tokenizer)
{
    return &tokenizer->settings;
}

fuda_status fuda_tokenizer_new(const fuda_tokenizer_options *options, fuda_tokenizer **out,
                               fuda_error *err)
{
    const fuda_tokenizer_options defaults = {.settings = fuda_text_settings_default()};
    fuda_tokenizer *tokenizer;
    fuda_status st;

    *out = NULL;
    if (options == NULL)
        options = &defaults;
    if (options->settings.word_ngrams > 3 || options->settings.char_ngrams > 2)
        return fuda_fail(err, FUDA_E_ARG, "n-grams are limited to 3 words and 2 characters");
    bool phrases = options->nphrase > 0 && options->settings.phrases;
    tokenizer = calloc(1, sizeof *tokenizer);
    if (tokenizer == NULL)
        return fuda_fail_nomem(err);
    tokenizer->settings = options->settings;
    if ((st = nlp_unicode_init(err)) == FUDA_OK && (st = nlp_stop_lists_init(&tokenizer->stop, err)) == FUDA_OK &&
        /* Characters need no segmenter. */
        (!(options->settings.words || phrases) ||
         (st = nlp_mecab_open(options->mecab_dic, options->mecab_userdic, &tokenizer->mecab, err)) == FUDA_OK) &&
        phrases)
        st = nlp_add_phrases(tokenizer, options, err);
    if (st != FUDA_OK) {
        fuda_tokenizer_free(tokenizer);
        return st;
    }
    *out = tokenizer;
    return FUDA_OK;
}

void fuda_tokenizer_free(fuda_tokenizer *tokenizer)
{
    if (tokenizer != NULL) {
        nlp_mecab_free(tokenizer->mecab);
        nlp_phrases_release(&tokenizer->phrases);
        nlp_stop_lists_release(&tokenizer->stop);
        free(tokenizer);
    }
}

fuda_status fuda_scratch_new(const fuda_tokenizer *tokenizer, fuda_scratch **out, fuda_error *err)
{
    fuda_scratch *scratch = calloc(1, sizeof *scratch);
    fuda_status st;

    *out = NULL;
    if (scratch == NULL)
        return fuda_fail_nomem(err);
    scratch->tokenizer = tokenizer;
    st = nlp_lexicon_init(&scratch->lexicon, &tokenizer->settings, &tokenizer->phrases, &tokenizer->stop,
                          err);
    if (st == FUDA_OK)
        st = nlp_segmenter_init(&scratch->segmenter, tokenizer->mecab, err);
    if (st != FUDA_OK) {
        fuda_scratch_free(scratch);
        return st;
    }
    *out = scratch;
    return FUDA_OK;
}

void fuda_scratch_free(fuda_scratch *scratch)
{
    if (scratch == NULL)
        return;
    nlp_segmenter_release(&scratch->segmenter);
    nlp_lexicon_release(&scratch->lexicon);
    nlp_scan_release(&scratch->scan);
    nlp_marks_release(&scratch->marks);
    fuda_map64_release(&scratch->joined);
    fuda_buf_release(&scratch->both);
    fuda_map64_release(&scratch->grams);
    free(scratch->uses);
    free(scratch->tokens);
    free(scratch->found);
    free(scratch->runs);
    free(scratch);
}
