/* SPDX-License-Identifier: MIT */
#include "nlp/unicode.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/udata.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/uversion.h>

#include "core/error.h"
#include "core/utf8.h"

nlp_char_tables nlp_chars;

static struct {
    pthread_once_t once;
    UErrorCode status;
    const char *what;
    const UNormalizer2 *nfkc_cf;
    uint8_t plain[NLP_TABLE_END];            /* its own normal form, and composes with nothing before it */
    uint16_t simplified[NLP_HAN_END - NLP_HAN_FIRST];
    char version[U_MAX_VERSION_STRING_LENGTH];
    UDataMemory *words;                  /* ICU's dictionary of Chinese and Japanese words, while in use */
} U = {.once = PTHREAD_ONCE_INIT};

static nlp_class class_from_icu(UChar32 c)
{
    UErrorCode e = U_ZERO_ERROR;
    int8_t type = u_charType(c);

    if (c == 0x3005 || c == 0x3006 || c == 0x3007)
        return NLP_HAN;
    if (c == 0x30FC || c == 0xFF70)
        return NLP_KATAKANA;
    if (u_isUWhiteSpace(c))
        return NLP_SPACE;
    if (type == U_DECIMAL_DIGIT_NUMBER)
        return NLP_DIGIT;
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK)
        return NLP_MARK;
    /* The half-width voicing marks are letters by type but act as marks. */
    if (c == 0xFF9E || c == 0xFF9F)
        return NLP_MARK;
    if (!u_isalpha(c) && type != U_LETTER_NUMBER)
        return NLP_PUNCT;
    switch (uscript_getScript(c, &e)) {
    case USCRIPT_LATIN:
        return NLP_LATIN;
    case USCRIPT_HAN:
        return NLP_HAN;
    case USCRIPT_HIRAGANA:
        return NLP_HIRAGANA;
    case USCRIPT_KATAKANA:
        return NLP_KATAKANA;
    case USCRIPT_HANGUL:
        return NLP_HANGUL;
    default:
        return NLP_LETTER;
    }
}

nlp_class nlp_class_of_rare(uint32_t c)
{
    if (c >= 0xAC00 && c <= 0xD7A3)
        return NLP_HANGUL;
    if (c > 0x10FFFF)
        return NLP_PUNCT;
    return class_from_icu((UChar32)c);
}

/* True when c normalises to itself and never joins the character before it. */
static bool is_plain_in_icu(UChar32 c)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar in[2], out[8];
    int32_t in_len = 0;

    if (c >= 0xD800 && c <= 0xDFFF)
        return false;
    U16_APPEND_UNSAFE(in, in_len, c);
    int32_t out_len = unorm2_normalize(U.nfkc_cf, in, in_len, out, 8, &e);
    return U_SUCCESS(e) && out_len == in_len && memcmp(in, out, (size_t)in_len * 2) == 0 &&
           unorm2_hasBoundaryBefore(U.nfkc_cf, c);
}

static bool is_plain(uint32_t c)
{
    if (c < NLP_TABLE_END)
        return U.plain[c];
    return c >= NLP_HAN_FIRST && c < NLP_HAN_END;
}

/* Marks the characters of a double-byte character set: lead and trail are inclusive ranges. */
static void mark_charset(const char *name, unsigned bit, int lead0, int lead1, int trail0, int trail1)
{
    UErrorCode e = U_ZERO_ERROR;
    UConverter *cnv = ucnv_open(name, &e);
    char bytes[2 * 256];
    UChar text[2 * 256 + 2];

    if (U_FAILURE(e)) {
        U.status = e;
        U.what = name;
        return;
    }
    for (int lead = lead0; lead <= lead1; lead++) {
        int n = 0;
        for (int trail = trail0; trail <= trail1; trail++) {
            bytes[n++] = (char)lead;
            bytes[n++] = (char)trail;
        }
        e = U_ZERO_ERROR;
        int32_t len = ucnv_toUChars(cnv, text, 2 * 256, bytes, n, &e);
        for (int32_t i = 0; U_SUCCESS(e) && i < len; i++) {
            if (text[i] >= NLP_HAN_FIRST && text[i] < NLP_HAN_END)
                nlp_chars.charsets[text[i] - NLP_HAN_FIRST] |= (uint8_t)bit;
        }
    }
    ucnv_close(cnv);
}

static void load_simplified(void)
{
    UErrorCode e = U_ZERO_ERROR;
    static const UChar id[] = u"Traditional-Simplified";
    UTransliterator *trans = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);

    for (int c = NLP_HAN_FIRST; c < NLP_HAN_END; c++)
        U.simplified[c - NLP_HAN_FIRST] = (uint16_t)c;
    if (U_FAILURE(e)) {
        U.status = e;
        U.what = "transliterator Traditional-Simplified";
        return;
    }
    /* One character at a time between spaces, so that no rule sees a neighbour. */
    enum { STEP = 512 };
    for (int from = NLP_HAN_FIRST; from < NLP_HAN_END; from += STEP) {
        UChar text[STEP * 2 + 64];
        int32_t len = 0, limit;
        for (int c = from; c < from + STEP && c < NLP_HAN_END; c++) {
            text[len++] = (UChar)c;
            text[len++] = ' ';
        }
        limit = len;
        e = U_ZERO_ERROR;
        utrans_transUChars(trans, text, &len, STEP * 2 + 64, 0, &limit, &e);
        if (U_FAILURE(e) || len != limit || len % 2 != 0)
            continue;
        for (int32_t i = 0; i < len; i += 2) {
            if (text[i + 1] == ' ' && text[i] >= NLP_HAN_FIRST && text[i] < NLP_HAN_END)
                U.simplified[from + i / 2 - NLP_HAN_FIRST] = text[i];
        }
    }
    utrans_close(trans);
}

static void prime_breaker(void)
{
    static const UChar text[] = u"ページの分割と中文分词 word";
    UErrorCode e = U_ZERO_ERROR;
    UBreakIterator *it = ubrk_open(UBRK_WORD, "zh", text, -1, &e);
    if (U_FAILURE(e)) {
        U.status = e;
        U.what = "word break iterator";
        return;
    }
    while (ubrk_next(it) != UBRK_DONE)
        continue;
    ubrk_close(it);
}

static void init_once(void)
{
    UVersionInfo version;
    UErrorCode e = U_ZERO_ERROR;

    u_getVersion(version);
    u_versionToString(version, U.version);
    U.nfkc_cf = unorm2_getNFKCCasefoldInstance(&e);
    if (U_FAILURE(e)) {
        U.status = e;
        U.what = "NFKC_Casefold";
        return;
    }
    for (uint32_t c = 0; c < NLP_TABLE_END; c++) {
        nlp_chars.class_of[c] = (uint8_t)class_from_icu((UChar32)c);
        U.plain[c] = is_plain_in_icu((UChar32)c);
    }
    mark_charset("EUC-CN", NLP_IN_GB, 0xB0, 0xF7, 0xA1, 0xFE);
    mark_charset("Big5", NLP_IN_BIG5, 0xA4, 0xF9, 0x40, 0x7E);
    mark_charset("Big5", NLP_IN_BIG5, 0xA4, 0xF9, 0xA1, 0xFE);
    mark_charset("EUC-JP", NLP_IN_JIS, 0xB0, 0xF4, 0xA1, 0xFE);
    mark_charset("EUC-JP", NLP_IN_JIS1, 0xB0, 0xCF, 0xA1, 0xFE);
    load_simplified();
    prime_breaker();
}

fuda_status nlp_unicode_init(fuda_error *err)
{
    pthread_once(&U.once, init_once);
    if (U_FAILURE(U.status))
        return fuda_fail(err, FUDA_E_ENGINE, "ICU cannot provide its %s: %s", U.what,
                         u_errorName(U.status));
    return FUDA_OK;
}

const char *nlp_unicode_version(void)
{
    pthread_once(&U.once, init_once);
    return U.version;
}

uint32_t nlp_fold_letter(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

uint32_t nlp_compose(uint32_t a, uint32_t b)
{
    UChar32 both = unorm2_composePair(U.nfkc_cf, (UChar32)a, (UChar32)b);
    return both < 0 ? FUDA_BAD_CHAR : (uint32_t)both;
}

uint32_t nlp_simplified(uint32_t c)
{
    return c >= NLP_HAN_FIRST && c < NLP_HAN_END ? U.simplified[c - NLP_HAN_FIRST] : c;
}

/* The slow road of normalisation, for text that is not plain. */
static fuda_status normalize_with_icu(const char *text, size_t len, fuda_buf *out, fuda_error *err)
{
    UErrorCode e = U_ZERO_ERROR;
    size_t room;
    UChar small[256], few[18 * 64 + 1], *utf16 = small, *folded = few;
    int32_t n = 0, m, bytes;
    fuda_status st = FUDA_OK;

    if (len > INT32_MAX / 64)
        return fuda_fail(err, FUDA_E_ARG, "a token of %zu bytes is too long to normalise", len);
    /* A character grows to at most 18 UTF-16 units in NFKC (U+FDFA). */
    room = 18 * len + 1;
    if (len > 200 && (utf16 = malloc((len + 1) * sizeof *utf16)) == NULL)
        return fuda_fail_nomem(err);
    if (len > 64 && (folded = malloc(room * sizeof *folded)) == NULL) {
        st = fuda_fail_nomem(err);
        goto done;
    }
    for (size_t pos = 0; pos < len;) {
        uint32_t c = fuda_utf8_next(text, len, &pos);
        if (c == FUDA_BAD_CHAR)
            c = 0xFFFD;
        U16_APPEND_UNSAFE(utf16, n, (UChar32)c);
    }
    m = unorm2_normalize(U.nfkc_cf, utf16, n, folded, (int32_t)room, &e);
    if (U_SUCCESS(e) && fuda_buf_reserve(out, (size_t)m * 3 + 1)) {
        u_strToUTF8(out->ptr + out->len, m * 3 + 1, &bytes, folded, m, &e);
        if (U_SUCCESS(e))
            out->len += (size_t)bytes;
    }
    if (U_FAILURE(e))
        st = fuda_fail(err, FUDA_E_ENGINE, "ICU cannot normalise a token: %s", u_errorName(e));
    else if (out->failed)
        st = fuda_fail_nomem(err);
done:
    if (folded != few)
        free(folded);
    if (utf16 != small)
        free(utf16);
    return st;
}

fuda_status nlp_normalize(const char *text, size_t len, fuda_buf *out, fuda_error *err)
{
    size_t pos = 0, start = out->len;

    if (!fuda_buf_reserve(out, len))
        return fuda_fail_nomem(err);
    /* Plain characters and ASCII need no ICU. */
    while (pos < len) {
        unsigned char b = (unsigned char)text[pos];
        size_t at = pos;
        if (b < 0x80) {
            out->ptr[out->len++] = (char)(b >= 'A' && b <= 'Z' ? b + 32 : b);
            pos++;
            continue;
        }
        uint32_t c = fuda_utf8_next(text, len, &pos);
        if (!is_plain(c)) {
            out->len = start;
            return normalize_with_icu(text, len, out, err);
        }
        memcpy(out->ptr + out->len, text + at, pos - at);
        out->len += pos - at;
    }
    return FUDA_OK;
}

const uint16_t *nlp_han_trie(void)
{
    enum { TRIE_OFFSET, TRIE_TYPE = 4, TYPE_MASK = 7, TYPE_UCHARS = 1 };
    UErrorCode e = U_ZERO_ERROR;
    UDataMemory *data = udata_open(U_ICUDATA_NAME "-brkitr", "dict", "cjdict", &e);
    UDataInfo info = {.size = sizeof info};
    const int32_t *indexes;

    if (U_FAILURE(e))
        return NULL;
    udata_getInfo(data, &info);
    indexes = udata_getMemory(data);
    if (memcmp(info.dataFormat, "Dict", 4) != 0 || info.formatVersion[0] != 1 ||
        info.isBigEndian != U_IS_BIG_ENDIAN || (indexes[TRIE_TYPE] & TYPE_MASK) != TYPE_UCHARS) {
        udata_close(data);
        return NULL;
    }
    /* Never closed: the words are read as long as the process lives. */
    U.words = data;
    return (const uint16_t *)(const void *)((const char *)indexes + indexes[TRIE_OFFSET]);
}

struct nlp_breaker {
    UBreakIterator *it;
};

fuda_status nlp_breaker_new(nlp_breaker **out, fuda_error *err)
{
    UErrorCode e = U_ZERO_ERROR;

    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return fuda_fail_nomem(err);
    (*out)->it = ubrk_open(UBRK_WORD, "zh", NULL, 0, &e);
    if (U_FAILURE(e)) {
        nlp_breaker_free(*out);
        *out = NULL;
        return fuda_fail(err, FUDA_E_ENGINE, "ICU has no word break iterator: %s", u_errorName(e));
    }
    return FUDA_OK;
}

void nlp_breaker_free(nlp_breaker *breaker)
{
    if (breaker != NULL) {
        if (breaker->it != NULL)
            ubrk_close(breaker->it);
        free(breaker);
    }
}

fuda_status nlp_breaker_set(nlp_breaker *breaker, const uint16_t *text, size_t len, fuda_error *err)
{
    UErrorCode e = U_ZERO_ERROR;

    if (len > INT32_MAX)
        return fuda_fail(err, FUDA_E_ARG, "a text of %zu units is too long for the segmenter", len);
    ubrk_setText(breaker->it, (const UChar *)text, (int32_t)len, &e);
    if (U_FAILURE(e))
        return fuda_fail(err, FUDA_E_ENGINE, "ICU's segmenter failed: %s", u_errorName(e));
    return FUDA_OK;
}

int32_t nlp_breaker_next(nlp_breaker *breaker)
{
    int32_t at = ubrk_next(breaker->it);
    return at == UBRK_DONE ? -1 : at;
}
