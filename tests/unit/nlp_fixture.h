/* SPDX-License-Identifier: MIT */
/* A tokenizer and a scratch for the tests of nlp/, and their result as one readable line. */
#ifndef TESTS_NLP_FIXTURE_H
#define TESTS_NLP_FIXTURE_H

#include "prelude.h"

#include "core/memory.h"
#include <fuda/text.h>

typedef struct fixture {
    fuda_tokenizer *tokenizer;
    fuda_scratch *scratch;
} fixture;

/* phrases: NULL-terminated, or NULL for none. */
static fixture fixture_new(fuda_text_settings settings, const char *const *phrases)
{
    fixture f = {0};
    fuda_str list[64];
    fuda_error err = {0};
    size_t n = 0;

    for (; phrases != NULL && phrases[n] != NULL; n++) {
        assert_true(n < COUNT(list));
        list[n] = (fuda_str){phrases[n], strlen(phrases[n])};
    }
    fuda_tokenizer_options options = {.settings = settings, .phrases = list, .nphrase = n};
    if (fuda_tokenizer_new(&options, &f.tokenizer, &err) != FUDA_OK ||
        fuda_scratch_new(f.tokenizer, &f.scratch, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    return f;
}

static inline void fixture_free(fixture *f)
{
    fuda_scratch_free(f->scratch);
    fuda_tokenizer_free(f->tokenizer);
    *f = (fixture){0};
}

/* "学習/学習 させ/- …": surface and term of every token, then the phrases as "[surface=term]". */
static inline void show_tokens(fuda_scratch *scratch, const char *text, size_t len, fuda_lang lang,
                               fuda_buf *out)
{
    const fuda_tokens *tokens = NULL;
    fuda_error err = {0};

    if (fuda_tokenize(scratch, text, len, lang, &tokens, &err) != FUDA_OK)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < tokens->ntoken; i++) {
        const fuda_token *t = &tokens->tokens[i];
        if (i > 0)
            fuda_buf_add_char(out, ' ');
        fuda_buf_add(out, text + t->start, t->end - t->start);
        fuda_buf_add_char(out, '/');
        if (t->term.ptr == NULL)
            fuda_buf_add_char(out, '-');
        else
            fuda_buf_add(out, t->term.ptr, t->term.len);
    }
    for (size_t i = 0; i < tokens->nphrase; i++) {
        const fuda_phrase *p = &tokens->phrases[i];
        fuda_buf_add_str(out, " [");
        fuda_buf_add(out, text + p->start, p->end - p->start);
        fuda_buf_add_char(out, '=');
        fuda_buf_add(out, p->term.ptr, p->term.len);
        fuda_buf_add_char(out, ']');
    }
}

/* The same line for a C string; compared and released. */
static inline void assert_shown(fuda_scratch *scratch, const char *text, fuda_lang lang, const char *want)
{
    fuda_buf got = {0};
    show_tokens(scratch, text, strlen(text), lang, &got);
    const char *line = fuda_buf_cstr(&got);
    assert_non_null(line);
    if (strcmp(line, want) != 0)
        fail_msg("%s\n  got  %s\n  want %s", text, line, want);
    fuda_buf_release(&got);
}

#endif
