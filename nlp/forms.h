/* SPDX-License-Identifier: MIT */
/* Forms under which words of one language meet, beside Unicode's normal form. */
#ifndef NLP_FORMS_H
#define NLP_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Japanese, in place, after NFKC; returns the new length, which is not larger:
 *   iteration marks   佐々木 → 佐佐木, すゞ → すず
 *   old kanji         國會 → 国会; one form for one form only (not 辨 瓣 辯, which are all 弁 now)
 *   ヴ                ヴァイオリン → バイオリン
 */
size_t nlp_japanese_form(char *text, size_t len);

/* The length without a long-vowel mark at the end of a katakana word of four characters or more: コンピューター →
 * コンピュータ.  For terms, not for offsets. */
size_t nlp_drop_long_vowel(const char *text, size_t len);

/* The new form of an old kanji, or c itself.  Thread-safe. */
uint32_t nlp_new_kanji(uint32_t c);

/* True for abbreviations with stops between single letters, as UAX #29 leaves them: "u.s", "a.i". */
bool nlp_is_dotted(const char *norm, size_t len);

/* True for units of measurement ("nm", "gb", "tops") and for prefixes that are written with a hyphen or without
 * ("pre", "multi", "e"), folded. */
bool nlp_is_unit(const char *norm, size_t len);
bool nlp_is_prefix(const char *norm, size_t len);

#endif
