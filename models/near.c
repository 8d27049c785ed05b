/* SPDX-License-Identifier: MIT */
#include "models/near.h"

#include "core/hash.h"
#include "core/utf8.h"

enum { RUN = 3 };

/* Hash values of the last units, the newest at [at − 1 mod RUN]. */
typedef struct shingler {
    fuda_signing signing;
    uint64_t last[RUN];
    size_t n;      /* units so far */
    uint64_t word; /* of the word at work; 0: none */
} shingler;

static void add_unit(shingler *s, uint64_t unit)
{
    s->last[s->n++ % RUN] = unit;
    if (s->n < RUN)
        return;
    uint64_t h = 0;
    for (size_t i = s->n; i < s->n + RUN; i++) /* oldest first */
        h = fuda_mix64(h ^ s->last[i % RUN]) + 1;
    fuda_signing_add(&s->signing, h);
}

static void end_word(shingler *s)
{
    if (s->word != 0)
        add_unit(s, s->word);
    s->word = 0;
}

/* CJK radicals to Hangul syllables, compatibility ideographs, half-width kana, the further planes of ideographs. */
static bool stands_alone(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0xD7FF && !(c >= 0x3000 && c <= 0x3004) && !(c >= 0x3008 && c <= 0x3020)) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFFDC) || (c >= 0x20000 && c <= 0x3FFFF);
}

static bool is_letter(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || (c >= 0xFF10 && c <= 0xFF5A) ||
           (c >= 0x10000 && c < 0x1F000);
}

static void add_text(shingler *s, fuda_str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = fuda_utf8_next(text.ptr, text.len, &at);
        c = c >= 'A' && c <= 'Z' ? c + 32 : c;
        if (c == FUDA_BAD_CHAR || (!stands_alone(c) && !is_letter(c))) {
            end_word(s);
        } else if (stands_alone(c)) {
            end_word(s);
            add_unit(s, fuda_mix64(c));
        } else {
            s->word = fuda_mix64(s->word ^ c) + 1;
        }
    }
    end_word(s);
}

void mdl_near_sign(const fuda_document *document, fuda_signature *out)
{
    shingler s = {.n = 0};

    fuda_signing_begin(&s.signing);
    add_text(&s, document->title);
    add_text(&s, document->text);
    if (s.n > 0 && s.n < RUN) {
        uint64_t h = 0;
        for (size_t i = 0; i < s.n; i++)
            h = fuda_mix64(h ^ s.last[i]) + 1;
        fuda_signing_add(&s.signing, h);
    }
    fuda_signing_end(&s.signing, out);
}
