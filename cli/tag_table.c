/* SPDX-License-Identifier: MIT */
/*
 * `fuda tag` for people.  A document is a line of id, language and title, and under it a line an axis
 * ("fields", "drivers": what stands before the slash of a label) with names and percentages.
 */
#include <stdio.h>
#include <string.h>

#include "cli/tag.h"
#include "cli/width.h"

/* Headings in the languages names may be in. */
static const struct {
    const char *axis, *en, *ja, *zh;
} headings[] = {{"field", "fields", "分野", "领域"}, {"driver", "drivers", "要因", "动因"}};

static const struct {
    fuda_abstain reason;
    const char *en, *ja, *zh;
} reasons[] = {{FUDA_ABSTAIN_EMPTY, "no text", "本文なし", "无正文"},
               {FUDA_ABSTAIN_LANGUAGE, "language", "対象外の言語", "语言不支持"},
               {FUDA_ABSTAIN_NO_EVIDENCE, "no known words", "既知の語なし", "无已知词"}};

static const char *pick(fuda_lang lang, const char *en, const char *ja, const char *zh)
{
    return lang == FUDA_LANG_JA ? ja : lang == FUDA_LANG_ZH ? zh : en;
}

const char *tag_color(size_t n)
{
    static const char *const colors[] = {"36", "33", "32", "35", "34", "31"};
    return colors[n % (sizeof colors / sizeof colors[0])];
}

/* The part of a label before its slash; 0 when there is none. */
static size_t axis_length(const char *label)
{
    const char *slash = strchr(label, '/');
    return slash != NULL ? (size_t)(slash - label) : 0;
}

static bool same_axis(const char *a, const char *b)
{
    size_t n = axis_length(a);
    return n == axis_length(b) && strncmp(a, b, n) == 0;
}

static void put_heading(table *t, const char *label)
{
    size_t n = axis_length(label);

    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        if (strlen(headings[i].axis) == n && strncmp(headings[i].axis, label, n) == 0) {
            table_text(t, pick(t->names, headings[i].en, headings[i].ja, headings[i].zh));
            return;
        }
    }
    table_cut(t, label, n, 12);
}

static void put_tag(table *t, const fuda_model *model, const fuda_tag *tag, size_t number, bool first)
{
    const size_t gap = first ? 0 : 3;
    size_t room = t->width > t->indent ? t->width - t->indent : 0;
    const char *name = fuda_model_label_name(model, tag->label, t->names);
    size_t len = strlen(name);
    char percent[16];

    snprintf(percent, sizeof percent, " %d%%", (int)(tag->p * 100 + 0.5));
    /* A name and its percentage stay together. */
    if (!first && t->column + gap + width_text(name, len) + strlen(percent) > t->width)
        table_wrap(t);
    else
        table_pad(t, t->column + gap);
    table_style(t, tag_color(number));
    room = room > strlen(percent) + 4 ? room - strlen(percent) : 4;
    table_cut(t, name, len, room);
    table_style(t, NULL);
    table_style(t, "2");
    table_text(t, percent);
    table_style(t, NULL);
}

/* All tags of the axis of tag `first`. */
static void put_axis(table *t, const fuda_model *model, const fuda_result *result, size_t first, size_t left)
{
    const char *label = fuda_model_label(model, result->tags[first].label);
    bool begun = false;

    table_pad(t, left);
    if (axis_length(label) > 0) {
        table_style(t, "2");
        put_heading(t, label);
        table_style(t, NULL);
        table_pad(t, t->column < left + 9 ? left + 9 : t->column + 1);
    }
    t->indent = t->column;
    for (size_t i = first; i < result->ntag; i++) {
        if (!same_axis(label, fuda_model_label(model, result->tags[i].label)))
            continue;
        put_tag(t, model, &result->tags[i], i, !begun);
        begun = true;
    }
    table_line(t);
}

/* True when no tag before `at` is of its axis. */
static bool first_of_axis(const fuda_model *model, const fuda_result *result, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (same_axis(fuda_model_label(model, result->tags[i].label),
                      fuda_model_label(model, result->tags[at].label)))
            return false;
    return true;
}

/* Fields come before drivers, other axes as they are found. */
static bool is_axis(const fuda_model *model, const fuda_result *result, size_t at, const char *axis)
{
    const char *label = fuda_model_label(model, result->tags[at].label);
    return axis_length(label) == strlen(axis) && strncmp(label, axis, strlen(axis)) == 0;
}

static void put_axes(table *t, const fuda_model *model, const fuda_result *result, size_t left)
{
    for (size_t i = 0; i < result->ntag; i++)
        if (is_axis(model, result, i, "field") && first_of_axis(model, result, i))
            put_axis(t, model, result, i, left);
    for (size_t i = 0; i < result->ntag; i++)
        if (!is_axis(model, result, i, "field") && first_of_axis(model, result, i))
            put_axis(t, model, result, i, left);
}

static void put_nothing(table *t, const fuda_result *result, size_t left)
{
    table_pad(t, left);
    table_style(t, "2");
    table_text(t, "—");
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].reason == result->abstain) {
            table_text(t, " (");
            table_text(t, pick(t->names, reasons[i].en, reasons[i].ja, reasons[i].zh));
            table_text(t, ")");
        }
    }
    table_style(t, NULL);
    table_line(t);
}

void tag_write_table(table *t, const cli_args *args, const fuda_model *model, const fuda_record *record,
                     const fuda_result *result, size_t id_width)
{
    const fuda_document *d = &record->document;
    const size_t left = id_width + 2;

    if (d->id.len > 0)
        table_cut(t, d->id.ptr, d->id.len, id_width);
    else
        table_text(t, "-");
    table_pad(t, left);
    if (result == NULL) {
        table_style(t, "31");
        table_text(t, "!  ");
        t->indent = t->column;
        table_flow(t, record->error.text, strlen(record->error.text));
        table_style(t, NULL);
        table_line(t);
        return;
    }
    const char *lang =
        result->lang == FUDA_LANG_OTHER && result->tag != NULL ? result->tag : fuda_lang_name(result->lang);
    table_style(t, "2");
    table_cut(t, lang, strlen(lang), 8);
    table_style(t, NULL);
    table_text(t, "  ");
    if (d->title.len > 0) {
        table_style(t, "1");
        table_cut(t, d->title.ptr, d->title.len, 0);
        table_style(t, NULL);
    } else if (d->text.len > 0) {
        table_cut(t, d->text.ptr, d->text.len, 0);
    }
    table_line(t);
    if (result->ntag == 0)
        put_nothing(t, result, left);
    else
        put_axes(t, model, result, left);
    if (args->explain && result->ntag > 0)
        explain_table(t, args, model, d, result, left);
}
