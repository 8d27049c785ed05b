/* SPDX-License-Identifier: MIT */
/*
 * `fuda tag -f html`: one page, without scripts or anything to load.  With --explain the words that moved a
 * label are marked in the text.  Everything a document brings is escaped.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/tag.h"
#include "cli/width.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>fuda</title>\n<style>\n"
    "body{font:16px/1.6 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}\n"
    "article{border-top:1px solid #ccc;padding:1em 0}\n"
    "h2{font-size:1.1em;margin:0 0 .5em}h2 small{color:#666;font-weight:normal}\n"
    ".text{white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "mark{color:inherit;border-radius:.2em;padding:0 .1em}\n"
    ".l{display:inline-block;border-radius:.3em;padding:0 .5em;margin:0 .4em .4em 0}\n"
    ".c0{background:#bfe3f0}.c1{background:#f7e3a1}.c2{background:#cdebc0}.c3{background:#ecc9ec}"
    ".c4{background:#cfd6f7}.c5{background:#f6c8c0}\n"
    "table{border-collapse:collapse;margin-top:.7em;font-size:.9em}td{padding:0 .8em .1em 0;vertical-align:top}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.q{color:#666}\n"
    "@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}article{border-color:#444}"
    "h2 small,.q{color:#999}.c0{background:#17495a}.c1{background:#5c4a10}.c2{background:#2c5220}"
    ".c3{background:#57305a}.c4{background:#31396e}.c5{background:#6b2f26}}\n"
    "</style>\n</head>\n<body>\n";

enum { COLORS = 6 };

/* Text as HTML: markup escaped; control characters, malformed bytes and marks that would show other text
 * than there is as U+FFFD. */
static void put(output *out, const char *text, size_t len)
{
    for (size_t at = 0, used; at < len; at += used) {
        uint32_t c = width_decode(text + at, len - at, &used);
        const char *name = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : c == '\'' ? "&#39;" : NULL;
        if (name != NULL)
            output_text(out, name);
        else if (c == 0xfffd || (width_unsafe(c) && c != '\n' && c != '\t'))
            output_text(out, "\xEF\xBF\xBD");
        else
            output_write(out, text + at, used);
    }
}

static void put_string(output *out, const char *text)
{
    put(out, text, strlen(text));
}

void tag_begin_html(output *out)
{
    output_text(out, head);
}

void tag_end_html(output *out)
{
    output_text(out, "</body>\n</html>\n");
}

static void put_marked(output *out, fuda_str text, const tag_place *places, size_t n)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        put(out, text.ptr + at, places[i].start - at);
        output_format(out, "<mark class=\"c%zu\" title=\"%+.2f\">", places[i].strongest % COLORS, places[i].weight);
        put(out, text.ptr + places[i].start, places[i].end - places[i].start);
        output_text(out, "</mark>");
        at = places[i].end;
    }
    put(out, text.ptr + at, text.len - at);
}

static void put_labels(output *out, const fuda_model *model, const fuda_result *r, fuda_lang names)
{
    output_text(out, "<p>");
    for (size_t i = 0; i < r->ntag; i++) {
        output_format(out, "<span class=\"l c%zu\">", i % COLORS);
        put_string(out, fuda_model_label_name(model, r->tags[i].label, names));
        output_format(out, " %d%%</span>", (int)(r->tags[i].p * 100 + 0.5));
    }
    if (r->abstain != FUDA_ANSWERED)
        output_format(out, "<span class=\"q\">no answer: %s</span>", fuda_abstain_name(r->abstain));
    else if (r->ntag == 0)
        output_text(out, "<span class=\"q\">no label</span>");
    output_text(out, "</p>\n");
}

static void put_flip(output *out, const fuda_model *model, const fuda_flip *flip, fuda_lang names)
{
    output_text(out, "<br><span class=\"q\">");
    if (!flip->turned)
        output_text(out, "no words turn it");
    for (size_t w = 0; w < flip->nword; w++) {
        output_text(out, w == 0 ? "without " : ", ");
        put(out, flip->words[w].ptr, flip->words[w].len);
    }
    if (flip->turned && isnan(flip->p))
        output_text(out, ": no answer");
    else if (flip->turned)
        output_format(out, ": %d%%", (int)(flip->p * 100 + 0.5));
    if (flip->turned && flip->instead != UINT32_MAX && flip->instead != flip->label) {
        output_text(out, ", then ");
        put_string(out, fuda_model_label_name(model, flip->instead, names));
    }
    output_text(out, "</span>");
}

static void put_sums(output *out, const fuda_model *model, const fuda_result *r, tag_word *const *words,
                     const size_t *nword, const size_t *listed, size_t ntag, fuda_lang names)
{
    output_text(out, "<table>\n");
    for (size_t i = 0; i < ntag; i++) {
        double rest = 0;
        for (size_t w = listed[i]; w < nword[i]; w++)
            rest += words[i][w].weight;
        output_format(out, "<tr><td><span class=\"l c%zu\">", i % COLORS);
        put_string(out, fuda_model_label_name(model, r->tags[i].label, names));
        output_format(out, "</span></td><td class=\"n\">%+.2f</td><td><span class=\"q\">prior %+.2f</span>",
                      r->tags[i].score, r->tags[i].prior);
        for (size_t w = 0; w < listed[i]; w++) {
            output_text(out, " &nbsp;");
            put(out, words[i][w].text.ptr, words[i][w].text.len);
            if (words[i][w].times > 1)
                output_format(out, " ×%zu", words[i][w].times);
            output_format(out, " %+.2f", words[i][w].weight);
        }
        if (listed[i] < nword[i])
            output_format(out, " &nbsp;<span class=\"q\">%zu others %+.2f</span>", nword[i] - listed[i], rest);
        if (r->flips != NULL)
            put_flip(out, model, &r->flips[i], names);
        output_text(out, "</td></tr>\n");
    }
    output_text(out, "</table>\n");
}

static void put_heading(output *out, const fuda_document *d, const char *lang)
{
    output_text(out, "<h2>");
    put(out, d->id.ptr, d->id.len);
    output_format(out, " <small>%s</small></h2>\n", lang);
}

static void put_explained(output *out, const cli_args *args, const fuda_model *model, const fuda_document *d,
                          const fuda_result *r, fuda_lang names)
{
    const size_t ntag = !args->explain ? 0 : r->ntag < TAG_MARKED ? r->ntag : TAG_MARKED;
    tag_word **words = cli_alloc(ntag, sizeof *words);
    size_t *nword = cli_alloc(ntag, sizeof *nword), *listed = cli_alloc(ntag, sizeof *listed);
    tag_place *places = cli_alloc(r->nevidence, sizeof *places);

    for (size_t i = 0; i < ntag; i++) {
        words[i] = tag_words(r, r->tags[i].label, &nword[i]);
        listed[i] = args->evidence > 0 && nword[i] > (size_t)args->evidence ? (size_t)args->evidence : nword[i];
    }
    for (int part = 0; part < 2; part++) {
        fuda_str text = part == 0 ? d->title : d->text;
        if (text.len == 0)
            continue;
        output_text(out, part == 0 ? "<p><b class=\"text\">" : "<div class=\"text\">");
        put_marked(out, text, places, ntag == 0 ? 0 : tag_places(r, part == 0, text.len, words, listed, places));
        output_text(out, part == 0 ? "</b></p>\n" : "</div>\n");
    }
    if (ntag > 0)
        put_sums(out, model, r, words, nword, listed, ntag, names);
    for (size_t i = 0; i < ntag; i++)
        free(words[i]);
    free(words);
    free(nword);
    free(listed);
    free(places);
}

void tag_write_html(output *out, const cli_args *args, const fuda_model *model, const fuda_record *record,
                    const fuda_result *result)
{
    const fuda_document *d = &record->document;
    fuda_lang names = table_user_lang();

    output_text(out, "<article>\n");
    put_heading(out, d, result != NULL ? result->tag : "");
    if (result == NULL) {
        output_text(out, "<p class=\"q\">");
        put_string(out, record->error.text);
        output_text(out, "</p>\n");
    } else {
        put_labels(out, model, result, names);
        put_explained(out, args, model, d, result, names);
    }
    output_text(out, "</article>\n");
}
