/* SPDX-License-Identifier: MIT */
/*
 * Which words moved which label, for people: the passages of the text where they stand, marked, and
 * for each label its strongest words with their weights and the sum.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/tag.h"
#include "cli/width.h"

enum {
    CONTEXT = 44,     /* columns shown around a marked tag_place */
    PASSAGES = 8,     /* a document                          */
    LONGEST_WORD = 30 /* columns of a word in the list of a label */
};

static int by_text(const void *a, const void *b)
{
    const tag_word *x = a, *y = b;
    size_t n = x->text.len < y->text.len ? x->text.len : y->text.len;
    int c = n > 0 ? memcmp(x->text.ptr, y->text.ptr, n) : 0;

    if (c != 0)
        return c;
    if (x->text.len != y->text.len)
        return x->text.len < y->text.len ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int by_weight(const void *a, const void *b)
{
    const tag_word *x = a, *y = b;
    double v = fabs(x->weight), w = fabs(y->weight);

    if (v != w)
        return v > w ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* The words of a tag, strongest first; for free. */
tag_word *tag_words(const fuda_result *result, uint32_t label, size_t *nword)
{
    tag_word *words = cli_alloc(result->nevidence, sizeof *words);
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < result->nevidence; i++)
        if (result->evidence[i].label == label)
            words[n++] = (tag_word){result->evidence[i].text, result->evidence[i].weight, 1, i};
    qsort(words, n, sizeof *words, by_text);
    for (size_t i = 0; i < n; i++) {
        tag_word *last = kept > 0 ? &words[kept - 1] : NULL;
        if (last != NULL && last->text.len == words[i].text.len &&
            memcmp(last->text.ptr, words[i].text.ptr, last->text.len) == 0) {
            last->weight += words[i].weight;
            last->times++;
        } else {
            words[kept++] = words[i];
        }
    }
    qsort(words, kept, sizeof *words, by_weight);
    *nword = kept;
    return words;
}

/* ---- places --------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
    const tag_place *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static bool is_listed(const tag_word *words, size_t n, const fuda_str *text)
{
    for (size_t i = 0; i < n; i++)
        if (words[i].text.len == text->len && memcmp(words[i].text.ptr, text->ptr, text->len) == 0)
            return words[i].weight > 0; /* what speaks against a label is not marked */
    return false;
}

/* Adds the places of a tag's listed words in the title or the text. */
static size_t add_places(const fuda_result *result, size_t tag, const tag_word *words, size_t nword,
                         bool in_title, size_t len, tag_place *places, size_t n)
{
    for (size_t i = 0; i < result->nevidence; i++) {
        const fuda_evidence *e = &result->evidence[i];
        if (e->label == result->tags[tag].label && e->in_title == in_title && e->start < e->end &&
            e->end <= len && is_listed(words, nword, &e->text))
            places[n++] = (tag_place){e->start, e->end, UINT64_C(1) << tag, tag, e->weight};
    }
    return n;
}

/* Sorts, and joins places that overlap. */
static size_t join_places(tag_place *places, size_t n)
{
    size_t kept = 0;

    qsort(places, n, sizeof *places, by_start);
    for (size_t i = 0; i < n; i++) {
        tag_place *last = kept > 0 ? &places[kept - 1] : NULL;
        if (last == NULL || places[i].start >= last->end) {
            places[kept++] = places[i];
            continue;
        }
        if (places[i].end > last->end)
            last->end = places[i].end;
        last->labels |= places[i].labels;
        if (places[i].weight > last->weight) {
            last->weight = places[i].weight;
            last->strongest = places[i].strongest;
        }
    }
    return kept;
}

size_t tag_places(const fuda_result *result, bool in_title, size_t len, tag_word *const *words,
                  const size_t *listed, tag_place *places)
{
    const size_t ntag = result->ntag < TAG_MARKED ? result->ntag : TAG_MARKED;
    size_t n = 0;

    for (size_t i = 0; i < ntag; i++)
        n = add_places(result, i, words[i], listed[i], in_title, len, places, n);
    return join_places(places, n);
}

/* ---- passages ------------------------------------------------------------------------------- */

static bool ends_sentence(uint32_t c, const char *text, size_t next, size_t len)
{
    if (c == '\n' || c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff0e || c == 0x2029)
        return true;
    return (c == '.' || c == '!' || c == '?') && (next >= len || text[next] == ' ' || text[next] == '\n');
}

/* Where a passage that must show byte `at` begins; *cut when that is within a sentence. */
static size_t passage_start(const char *text, size_t len, size_t at, bool *cut)
{
    size_t from = at, columns = 0;

    *cut = false;
    while (from > 0) {
        size_t back = from - 1, used;
        while (back > 0 && from - back < 4 && ((unsigned char)text[back] & 0xc0) == 0x80)
            back--;
        uint32_t c = width_decode(text + back, len - back, &used);
        if (ends_sentence(c, text, back + used, len))
            break;
        columns += (size_t)width_of(c);
        if (columns > CONTEXT) {
            *cut = true;
            /* Not within a word. */
            while (from < at && text[from] != ' ' && (unsigned char)text[from] < 0x80)
                from++;
            break;
        }
        from = back;
    }
    while (from < at && (text[from] == ' ' || text[from] == '\t'))
        from++;
    return from;
}

static size_t passage_end(const char *text, size_t len, size_t at, bool *cut)
{
    size_t columns = 0, to = at, used;

    *cut = false;
    for (; to < len; to += used) {
        uint32_t c = width_decode(text + to, len - to, &used);
        if (c == '\n')
            break;
        columns += (size_t)width_of(c);
        if (ends_sentence(c, text, to + used, len)) {
            to += used;
            break;
        }
        if (columns > CONTEXT) {
            *cut = true;
            while (to > at && text[to - 1] != ' ' && (unsigned char)text[to - 1] < 0x80)
                to--;
            break;
        }
    }
    return to;
}

static void put_place(table *t, const char *text, const tag_place *p)
{
    char numbers[TAG_MARKED * 4 + 4];
    int n = 0;

    if (t->color) {
        char style[16];
        snprintf(style, sizeof style, "1;%s", tag_color(p->strongest));
        table_style(t, style);
        table_flow(t, text + p->start, p->end - p->start);
        table_style(t, NULL);
        return;
    }
    n = snprintf(numbers, sizeof numbers, "]{");
    for (int i = 0; i < TAG_MARKED; i++)
        if (p->labels >> i & 1)
            n += snprintf(numbers + n, sizeof numbers - (size_t)n, "%s%d", numbers[n - 1] == '{' ? "" : ",",
                          i + 1);
    snprintf(numbers + n, sizeof numbers - (size_t)n, "}");
    /* The mark stays in one piece where it fits a line. */
    size_t columns = width_text(text + p->start, p->end - p->start) + strlen(numbers) + 1;
    if (t->column > t->indent && t->column + columns > t->width && t->indent + columns <= t->width)
        table_wrap(t);
    table_text(t, "[");
    table_flow(t, text + p->start, p->end - p->start);
    if (t->column + strlen(numbers) > t->width)
        table_wrap(t); /* a mark longer than a line */
    table_text(t, numbers);
}

/* Prints the sentences around the places, at most PASSAGES of them. */
static void put_passages(table *t, const char *text, size_t len, const tag_place *places, size_t n)
{
    size_t passages = 0, i = 0;

    while (i < n && passages < PASSAGES) {
        bool cut_start, cut_end, ignored;
        size_t from = passage_start(text, len, places[i].start, &cut_start);
        size_t to = passage_end(text, len, places[i].end, &cut_end);
        size_t last = i;
        /* Places whose surroundings meet share a passage. */
        while (last + 1 < n && passage_start(text, len, places[last + 1].start, &ignored) <= to &&
               (cut_end || places[last + 1].start < to)) {
            last++;
            to = passage_end(text, len, places[last].end, &cut_end);
        }
        table_wrap(t);
        if (cut_start)
            table_text(t, "…");
        for (size_t at = from; i <= last; i++) {
            table_flow(t, text + at, places[i].start - at);
            put_place(t, text, &places[i]);
            at = places[i].end;
            if (i == last)
                table_flow(t, text + at, to - at);
        }
        if (cut_end)
            table_text(t, "…");
        passages++;
    }
    if (i < n) {
        char more[64];
        snprintf(more, sizeof more, "… and %zu more", n - i);
        table_wrap(t);
        table_style(t, "2");
        table_text(t, more);
        table_style(t, NULL);
    }
}

/* ---- sums ----------------------------------------------------------------------------------- */

static void put_sum(table *t, const fuda_model *model, const fuda_result *result, size_t tag,
                    const tag_word *words, size_t nword, size_t listed, size_t indent)
{
    const fuda_tag *g = &result->tags[tag];
    const char *name = fuda_model_label_name(model, g->label, t->names);
    double rest = 0, sum = 0;
    char text[128];

    for (size_t i = 0; i < nword; i++) {
        sum += words[i].weight;
        if (i >= listed)
            rest += words[i].weight;
    }
    t->bar = NULL;
    table_pad(t, indent);
    snprintf(text, sizeof text, "%zu  ", tag + 1);
    table_style(t, tag_color(tag));
    table_text(t, text);
    t->indent = t->column;
    table_cut(t, name, strlen(name), t->width < t->column + 40 ? 0 : 32);
    table_style(t, NULL);
    snprintf(text, sizeof text, "  %d%%: prior %+.2f, words %+.2f, score %+.2f", (int)(g->p * 100 + 0.5),
             g->prior, sum, g->score);
    table_style(t, "2");
    table_flow(t, text, strlen(text));
    table_style(t, NULL);
    table_wrap(t);
    for (size_t i = 0; i < listed; i++) {
        size_t columns = width_text(words[i].text.ptr, words[i].text.len);
        if (words[i].times > 1)
            snprintf(text, sizeof text, " ×%zu %+.2f", words[i].times, words[i].weight);
        else
            snprintf(text, sizeof text, " %+.2f", words[i].weight);
        /* A word and its weight stay together; the word is cut where both do not fit a line. */
        size_t tail = width_text(text, strlen(text));
        size_t room = t->width > t->indent + tail + 4 ? t->width - t->indent - tail : 4;
        room = room < LONGEST_WORD ? room : LONGEST_WORD;
        columns = columns < room ? columns : room;
        if (t->column > t->indent && t->column + columns + tail + 3 > t->width)
            table_wrap(t);
        else if (i > 0)
            table_text(t, "   ");
        table_cut(t, words[i].text.ptr, words[i].text.len, room);
        table_text(t, text);
    }
    if (listed < nword) {
        snprintf(text, sizeof text, "   %zu others %+.2f", nword - listed, rest);
        if (t->column + width_text(text, strlen(text)) > t->width)
            table_wrap(t);
        table_style(t, "2");
        table_text(t, text + (t->column == t->indent ? 3 : 0));
        table_style(t, NULL);
    }
    table_line(t);
}

static void put_flip(table *t, const fuda_model *model, const fuda_flip *flip, size_t indent)
{
    char text[64];

    table_pad(t, indent);
    t->indent = indent + 3;
    table_pad(t, indent + 3);
    if (!flip->turned) {
        table_text(t, "no words turn it");
        table_line(t);
        return;
    }
    table_text(t, "without ");
    for (size_t w = 0; w < flip->nword; w++) {
        if (w > 0)
            table_text(t, ", ");
        table_flow(t, flip->words[w].ptr, flip->words[w].len);
    }
    if (isnan(flip->p))
        snprintf(text, sizeof text, ": no answer");
    else
        snprintf(text, sizeof text, ": %d%%", (int)(flip->p * 100 + 0.5));
    table_text(t, text);
    if (flip->instead != UINT32_MAX && flip->instead != flip->label) {
        const char *name = fuda_model_label_name(model, flip->instead, t->names);
        table_text(t, ", then ");
        table_flow(t, name, strlen(name));
    }
    table_line(t);
}

void explain_table(table *t, const cli_args *args, const fuda_model *model, const fuda_document *document,
                   const fuda_result *result, size_t indent)
{
    const size_t ntag = result->ntag < TAG_MARKED ? result->ntag : TAG_MARKED;
    tag_word **words = cli_alloc(ntag, sizeof *words);
    size_t *nword = cli_alloc(ntag, sizeof *nword), *listed = cli_alloc(ntag, sizeof *listed);
    tag_place *places = cli_alloc(result->nevidence, sizeof *places);
    bool any = false;

    for (size_t i = 0; i < ntag; i++) {
        words[i] = tag_words(result, result->tags[i].label, &nword[i]);
        listed[i] =
            args->evidence > 0 && nword[i] > (size_t)args->evidence ? (size_t)args->evidence : nword[i];
    }
    for (int part = 0; part < 2; part++) {
        const fuda_str *text = part == 0 ? &document->title : &document->text;
        size_t n = tag_places(result, part == 0, text->len, words, listed, places);
        if (n == 0)
            continue;
        t->bar = "│ ";
        t->indent = indent + 2;
        put_passages(t, text->ptr, text->len, places, n);
        any = true;
    }
    if (any)
        table_line(t);
    t->bar = NULL;
    for (size_t i = 0; i < ntag; i++) {
        put_sum(t, model, result, i, words[i], nword[i], listed[i], indent);
        if (result->flips != NULL)
            put_flip(t, model, &result->flips[i], indent);
        free(words[i]);
    }
    table_line(t);
    free(words);
    free(nword);
    free(listed);
    free(places);
}
