/* SPDX-License-Identifier: MIT */
/*
 * Text to tokens: language detection, segmentation and terms for Japanese, Chinese and English
 * in one document.
 *
 *   fuda_tokenizer   dictionaries, phrases, settings; immutable, shared by threads
 *   fuda_scratch     everything a call changes; one per thread
 *
 * Offsets are byte offsets into the caller's text, which may be any bytes: malformed UTF-8 and
 * control characters belong to no token.
 */
#ifndef FUDA_TEXT_H
#define FUDA_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <fuda/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Borrowed bytes, not NUL-terminated. */
typedef struct fuda_str {
    const char *ptr;
    size_t len;
} fuda_str;

typedef enum fuda_lang {
    FUDA_LANG_UND,  /* no letters, or too little to tell      */
    FUDA_LANG_EN,
    FUDA_LANG_JA,
    FUDA_LANG_ZH,   /* Chinese, either script                 */
    FUDA_LANG_OTHER /* a language fuda does not segment       */
} fuda_lang;

/* "und", "en", "ja", "zh", "other".  Thread-safe. */
FUDA_API const char *fuda_lang_name(fuda_lang lang);
/* The language of a tag: "ja", "zh", "zh-Hans", "zh_TW", "en-US" …; UND for empty or unknown ones,
 * OTHER for well-formed tags of other languages. */
FUDA_API fuda_lang fuda_lang_from_name(const char *name, size_t len);

/* How a text becomes terms.  Stored in every model; zero-initialise with fuda_text_settings_default. */
typedef struct fuda_text_settings {
    bool words;           /* words of Japanese and Chinese by segmenter; without them (and without phrases)
                             no segmenter is started; beside characters, words in letters remain */
    bool phrases;         /* phrases of the taxonomy or word list as terms of their own    */
    bool stop_words;      /* drop stop words and, in Japanese, function morphemes          */
    bool numbers;         /* keep tokens that are only digits as terms                     */
    uint8_t word_ngrams;  /* 1, 2, 3: pairs, triples of neighbouring words as terms         */
    uint8_t char_ngrams;  /* 0, 1 or 2: runs of n CJK characters as terms                  */
} fuda_text_settings;
FUDA_API fuda_text_settings fuda_text_settings_default(void);

typedef struct fuda_tokenizer_options {
    fuda_text_settings settings;
    const char *mecab_dic;      /* folder of a MeCab dictionary; NULL: the system's            */
    const char *mecab_userdic;  /* compiled user dictionary; NULL: none                        */
    const fuda_str *phrases;    /* [nphrase] phrases to recognise, borrowed during the call    */
    size_t nphrase;
} fuda_tokenizer_options;

typedef struct fuda_tokenizer fuda_tokenizer;
typedef struct fuda_scratch fuda_scratch;

/* options: NULL for the defaults.  Fails with E_ENGINE when ICU or MeCab cannot start. */
FUDA_API fuda_status fuda_tokenizer_new(const fuda_tokenizer_options *options,
                                        fuda_tokenizer **out, fuda_error *err);
FUDA_API void fuda_tokenizer_free(fuda_tokenizer *tokenizer);

/* The tokenizer is borrowed and must outlive the scratch. */
FUDA_API fuda_status fuda_scratch_new(const fuda_tokenizer *tokenizer, fuda_scratch **out,
                                      fuda_error *err);
FUDA_API void fuda_scratch_free(fuda_scratch *scratch);

/* The parts fuda was linked with, as one line each: "72.1", "0.996", "ipadic-utf8 392126 entries, …";
 * the dictionary is "none" for a tokenizer that needs none. */
FUDA_API const char *fuda_icu_version(void);
FUDA_API const char *fuda_mecab_version(void);
FUDA_API const char *fuda_tokenizer_dictionary(const fuda_tokenizer *tokenizer);

/* ---- detection ------------------------------------------------------------------------------ */

typedef struct fuda_run {
    size_t start, end; /* bytes */
    fuda_lang lang;
    const char *tag;   /* BCP 47, static */
} fuda_run;

typedef struct fuda_detection {
    fuda_lang lang;
    const char *tag;     /* BCP 47: "ja", "zh-Hans", "zh-Hant", "en", another code, or "und"; static */
    bool sure;           /* false: the letters allow more than one answer                            */
    /* Evidence: characters counted. */
    size_t kana, han, latin, hangul, other;
    size_t simplified;   /* Han characters found in simplified Chinese sets only       */
    size_t traditional;  /* … in traditional sets and not in simplified ones           */
    size_t japanese;     /* … in Japanese sets only                                    */
    const fuda_run *runs; /* [nrun] sentences of one language, in order, joined where equal */
    size_t nrun;
} fuda_detection;

/* The result is borrowed from the scratch: valid until its next use.  One thread per scratch. */
FUDA_API fuda_status fuda_detect(fuda_scratch *scratch, const char *text, size_t len,
                                 const fuda_detection **out, fuda_error *err);

/* ---- tokens --------------------------------------------------------------------------------- */

typedef struct fuda_token {
    size_t start, end; /* bytes; tokens are in order and never overlap                       */
    fuda_str term;     /* the counted form; ptr NULL when the token is no term (stop word …) */
    const char *pos;   /* part of speech as the dictionary names it, "" if unknown           */
    fuda_lang lang;    /* whose segmenter made it                                            */
} fuda_token;

typedef struct fuda_phrase {
    size_t start, end; /* bytes, from a token's start to a later token's end; in order of their starts, the shorter
                          first; they may overlap and lie in each other (芯片 in 芯片出口管制) */
    fuda_str term;     /* of the list's phrase, or of a compound: "gpt-4o", "100tops", "email" */
} fuda_phrase;

typedef struct fuda_tokens {
    fuda_lang lang; /* of the document */
    const char *tag;
    const fuda_token *tokens;
    size_t ntoken;
    const fuda_phrase *phrases;
    size_t nphrase;
} fuda_tokens;

/* lang: FUDA_LANG_UND detects; another value overrides the detection.  The result is borrowed
 * from the scratch: valid until its next use.  One thread per scratch. */
FUDA_API fuda_status fuda_tokenize(fuda_scratch *scratch, const char *text, size_t len,
                                   fuda_lang lang, const fuda_tokens **out, fuda_error *err);

#ifdef __cplusplus
}
#endif
#endif
