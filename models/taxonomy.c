/* SPDX-License-Identifier: MIT */
/* Reads taxonomies from YAML.  The only file that includes libyaml. */
#include "models/taxonomy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "core/error.h"
#include "core/file.h"
#include "core/hash.h"

const fuda_lang mdl_langs[MDL_NLANG] = {FUDA_LANG_EN, FUDA_LANG_JA, FUDA_LANG_ZH};

enum { MAX_FILE = 16 << 20, MAX_KEYS = 1000, MAX_LABELS = 10000, MAX_DEPTH = 64, MAX_ANCHORS = 1000, MAX_TEXT = 64 << 20 };

void fuda_taxonomy_free(fuda_taxonomy *taxonomy)
{
    if (taxonomy == NULL)
        return;
    for (size_t i = 0; i < taxonomy->nlabel; i++) {
        free(taxonomy->labels[i].codes);
        free(taxonomy->labels[i].terms);
    }
    for (size_t i = 0; i < taxonomy->nanchor; i++)
        free(taxonomy->anchors[i].terms);
    free(taxonomy->labels);
    fuda_arena_release(&taxonomy->arena);
    free(taxonomy);
}

size_t fuda_taxonomy_label_count(const fuda_taxonomy *taxonomy)
{
    return taxonomy->nlabel;
}

const char *fuda_taxonomy_label(const fuda_taxonomy *taxonomy, size_t index)
{
    return taxonomy->labels[index].id;
}

size_t fuda_taxonomy_term_count(const fuda_taxonomy *taxonomy, size_t index, fuda_lang lang)
{
    const mdl_label *label = &taxonomy->labels[index];
    size_t n = 0;
    for (size_t i = 0; i < label->nterm; i++)
        n += label->terms[i].lang == lang;
    return n;
}

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct loading {
    yaml_document_t *doc;
    fuda_taxonomy *tax;
    const char *path;
    const fuda_buf *file;
    fuda_error *err;
} loading;

/* Length of a byte order mark, which libyaml takes for a letter. */
static size_t mark_length(const fuda_buf *file)
{
    return file->len >= 3 && memcmp(file->ptr, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* Where a character of the file is: libyaml counts in characters, errors in bytes. */
static size_t byte_of(const fuda_buf *file, size_t character)
{
    size_t at = mark_length(file);

    for (size_t n = 0; at < file->len; at++) {
        if (((unsigned char)file->ptr[at] & 0xC0) != 0x80 && n++ == character)
            break;
    }
    return at;
}

static fuda_status bad(const loading *in, const yaml_node_t *node, const char *what)
{
    return fuda_fail_at(in->err, FUDA_E_FORMAT, node->start_mark.line + 1,
                        byte_of(in->file, node->start_mark.index), "'%s' line %zu: %s", in->path,
                        node->start_mark.line + 1, what);
}

static fuda_status not_yaml(const char *path, const yaml_parser_t *parser, const fuda_buf *file, fuda_error *err)
{
    size_t line = parser->problem_mark.line + 1, byte = byte_of(file, parser->problem_mark.index);

    if (parser->error == YAML_MEMORY_ERROR)
        return fuda_fail_nomem(err);
    if (parser->error == YAML_READER_ERROR) {
        /* Characters that YAML forbids: the parser knows the byte and no line. */
        byte = mark_length(file) + parser->problem_offset;
        byte = byte < file->len ? byte : file->len;
        line = 1;
        for (size_t i = 0; i < byte; i++)
            line += file->ptr[i] == '\n';
    }
    return fuda_fail_at(err, FUDA_E_FORMAT, line, byte, "'%s' line %zu: %s", path, line,
                        parser->problem != NULL ? parser->problem : "not YAML");
}

/* The value of a key in a mapping, or NULL. */
static yaml_node_t *get(const loading *in, const yaml_node_t *map, const char *key)
{
    for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++) {
        const yaml_node_t *k = yaml_document_get_node(in->doc, p->key);
        if (k != NULL && k->type == YAML_SCALAR_NODE && k->data.scalar.length == strlen(key) &&
            memcmp(k->data.scalar.value, key, k->data.scalar.length) == 0)
            return yaml_document_get_node(in->doc, p->value);
    }
    return NULL;
}

static fuda_status scalar(const loading *in, const yaml_node_t *node, fuda_str *out)
{
    *out = (fuda_str){"", 0};
    if (node->type != YAML_SCALAR_NODE)
        return bad(in, node, "expected a plain value here, found a list or a mapping");
    if (memchr(node->data.scalar.value, 0, node->data.scalar.length) != NULL)
        return bad(in, node, "a NUL character inside a value");
    /* Aliases let a short file repeat a long list without end. */
    in->tax->size += node->data.scalar.length + sizeof(mdl_term);
    if (in->tax->size > MAX_TEXT)
        return bad(in, node, "more than 64 MiB of values, every alias counted");
    out->len = node->data.scalar.length;
    out->ptr = fuda_arena_copy(&in->tax->arena, node->data.scalar.value, out->len);
    return out->ptr == NULL ? fuda_fail_nomem(in->err) : FUDA_OK;
}

typedef fuda_status (*item_fn)(const loading *in, mdl_label *label, fuda_str item, void *ctx);

static fuda_status each(const loading *in, const yaml_node_t *list, mdl_label *label, item_fn fn, void *ctx)
{
    if (list->type == YAML_SCALAR_NODE && list->data.scalar.length == 0)
        return FUDA_OK; /* "codes:" with nothing behind it */
    if (list->type != YAML_SEQUENCE_NODE)
        return bad(in, list, "expected a list here");
    for (yaml_node_item_t *i = list->data.sequence.items.start; i < list->data.sequence.items.top; i++) {
        fuda_str item;
        fuda_status st = scalar(in, yaml_document_get_node(in->doc, *i), &item);
        if (st == FUDA_OK && item.len > 0)
            st = fn(in, label, item, ctx);
        if (st != FUDA_OK)
            return st;
    }
    return FUDA_OK;
}

static fuda_status add_code(const loading *in, mdl_label *label, fuda_str item, void *ctx)
{
    (void)ctx;
    if (!FUDA_GROW(label->codes, label->codes_cap, label->ncode + 1))
        return fuda_fail_nomem(in->err);
    label->codes[label->ncode++] = item;
    return FUDA_OK;
}

static fuda_status add_term(const loading *in, mdl_label *label, fuda_str item, void *ctx)
{
    mdl_term term = *(const mdl_term *)ctx;
    if (!FUDA_GROW(label->terms, label->terms_cap, label->nterm + 1))
        return fuda_fail_nomem(in->err);
    term.text = item;
    label->terms[label->nterm++] = term;
    return FUDA_OK;
}

static fuda_status read_terms(const loading *in, const yaml_node_t *map, mdl_label *label, bool strong)
{
    fuda_status st = FUDA_OK;

    if (map->type != YAML_MAPPING_NODE)
        return bad(in, map, "terms are given by language: {en: […], ja: […], zh: […]}");
    for (yaml_node_pair_t *p = map->data.mapping.pairs.start;
         st == FUDA_OK && p < map->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = yaml_document_get_node(in->doc, p->key);
        mdl_term term = {.strong = strong};
        fuda_str lang;
        st = scalar(in, key, &lang);
        if (st != FUDA_OK)
            return st;
        term.lang = fuda_lang_from_name(lang.ptr, lang.len);
        if (term.lang == FUDA_LANG_UND)
            return bad(in, key, "not a language code");
        st = each(in, yaml_document_get_node(in->doc, p->value), label, add_term, &term);
    }
    return st;
}

static fuda_status read_names(const loading *in, const yaml_node_t *node, mdl_label *label)
{
    fuda_status st = FUDA_OK;
    fuda_str name = {"", 0};

    if (node->type == YAML_SCALAR_NODE) {
        st = scalar(in, node, &name);
        for (int l = 0; l < MDL_NLANG; l++)
            label->name[l] = (char *)name.ptr;
        return st;
    }
    if (node->type == YAML_MAPPING_NODE &&
        node->data.mapping.pairs.top - node->data.mapping.pairs.start > MAX_KEYS)
        return bad(in, node, "a name in more than 1,000 languages");
    if (node->type != YAML_MAPPING_NODE)
        return bad(in, node, "a name is a text or {en: …, ja: …, zh: …}");
    for (int l = 0; st == FUDA_OK && l < MDL_NLANG; l++) {
        const yaml_node_t *value = get(in, node, fuda_lang_name(mdl_langs[l]));
        if (value != NULL) {
            st = scalar(in, value, &name);
            label->name[l] = (char *)name.ptr;
        }
    }
    return st;
}

static fuda_status read_company(const loading *in, const yaml_node_t *node, int *group)
{
    fuda_str id;
    fuda_status st = scalar(in, node, &id);

    for (size_t a = 0; st == FUDA_OK && a < in->tax->nanchor; a++) {
        if (strcmp(in->tax->anchors[a].id, id.ptr) == 0) {
            *group = (int)a;
            return FUDA_OK;
        }
    }
    return st == FUDA_OK ? bad(in, node, "'company' names none of the 'anchors'") : st;
}

static fuda_status read_anchors(const loading *in, const yaml_node_t *list)
{
    fuda_taxonomy *tax = in->tax;
    fuda_status st = FUDA_OK;

    if (list->type != YAML_SEQUENCE_NODE)
        return bad(in, list, "anchors are a list of groups with 'id' and 'terms'");
    for (yaml_node_item_t *i = list->data.sequence.items.start;
         st == FUDA_OK && i < list->data.sequence.items.top; i++) {
        const yaml_node_t *node = yaml_document_get_node(in->doc, *i), *id, *terms;
        fuda_str text;
        if (tax->nanchor == MDL_GROUPS)
            return bad(in, node, "more than 4 groups of anchors");
        if (node->type != YAML_MAPPING_NODE || (id = get(in, node, "id")) == NULL ||
            (terms = get(in, node, "terms")) == NULL)
            return bad(in, node, "a group of anchors has 'id' and 'terms'");
        st = scalar(in, id, &text);
        if (st != FUDA_OK)
            return st;
        for (size_t a = 0; a < tax->nanchor; a++) {
            if (strcmp(tax->anchors[a].id, text.ptr) == 0)
                return bad(in, id, "this group was named before");
        }
        mdl_label *group = &tax->anchors[tax->nanchor++];
        *group = (mdl_label){.id = (char *)text.ptr, .company = -1};
        st = read_terms(in, terms, group, true);
    }
    return st;
}

static fuda_status read_label(const loading *in, const yaml_node_t *node)
{
    fuda_taxonomy *tax = in->tax;
    const yaml_node_t *value;
    mdl_label *label;
    fuda_str id;
    fuda_status st;

    if (node->type != YAML_MAPPING_NODE)
        return bad(in, node, "a label is a mapping with 'id', 'name', 'terms' …");
    if (node->data.mapping.pairs.top - node->data.mapping.pairs.start > MAX_KEYS)
        return bad(in, node, "a label with more than 1,000 keys");
    value = get(in, node, "id");
    if (value == NULL)
        return bad(in, node, "a label without 'id'");
    if ((st = scalar(in, value, &id)) != FUDA_OK)
        return st;
    if (id.len == 0 || id.len > 200 || strpbrk(id.ptr, ";\n\t") != NULL)
        return bad(in, value, "an id has 1 to 200 bytes without ';', tabs or line ends");
    for (size_t i = 0; i < tax->nlabel; i++) {
        if (strcmp(tax->labels[i].id, id.ptr) == 0)
            return bad(in, value, "this id was used before");
    }
    if (tax->nlabel >= MAX_LABELS)
        return bad(in, node, "more than 10,000 labels");
    if (!FUDA_GROW(tax->labels, tax->labels_cap, tax->nlabel + 1))
        return fuda_fail_nomem(in->err);
    label = &tax->labels[tax->nlabel++];
    *label = (mdl_label){.id = (char *)id.ptr, .name = {(char *)"", (char *)"", (char *)""}};
    label->company = -1;
    if ((value = get(in, node, "company")) != NULL)
        st = read_company(in, value, &label->company);
    if (st == FUDA_OK && (value = get(in, node, "name")) != NULL)
        st = read_names(in, value, label);
    if (st == FUDA_OK && (value = get(in, node, "codes")) != NULL)
        st = each(in, value, label, add_code, NULL);
    if (st == FUDA_OK && (value = get(in, node, "terms")) != NULL)
        st = read_terms(in, value, label, true);
    if (st == FUDA_OK && (value = get(in, node, "weak")) != NULL)
        st = read_terms(in, value, label, false);
    return st;
}

static fuda_status read_threshold(const loading *in, const yaml_node_t *node)
{
    fuda_str text;
    fuda_status st = scalar(in, node, &text);
    char *end;

    if (st != FUDA_OK)
        return st;
    in->tax->threshold = strtod(text.ptr, &end);
    if (end == text.ptr || *end != '\0' || !(in->tax->threshold >= 0.01 && in->tax->threshold <= 0.99))
        return bad(in, node, "a threshold is a probability from 0.01 to 0.99");
    in->tax->threshold = round(in->tax->threshold * 1e6) / 1e6; /* as the model file has it */
    return FUDA_OK;
}

static fuda_status read_root(const loading *in)
{
    const yaml_node_t *root = yaml_document_get_root_node(in->doc), *value;
    fuda_str version = {"", 0};
    fuda_status st = FUDA_OK;

    if (root == NULL || root->type != YAML_MAPPING_NODE)
        return fuda_fail(in->err, FUDA_E_FORMAT, "'%s' is no taxonomy: it has no list 'labels'", in->path);
    if ((value = get(in, root, "version")) != NULL) {
        st = scalar(in, value, &version);
        /* It becomes one line of the model file. */
        if (st == FUDA_OK && (version.len > 200 || strpbrk(version.ptr, "\n\r") != NULL))
            return bad(in, value, "a version is one line of at most 200 bytes");
    }
    in->tax->version = (char *)version.ptr;
    in->tax->threshold = 0.5;
    if (st == FUDA_OK && (value = get(in, root, "threshold")) != NULL)
        st = read_threshold(in, value);
    if (st == FUDA_OK && (value = get(in, root, "anchors")) != NULL)
        st = read_anchors(in, value);
    value = get(in, root, "labels");
    if (st == FUDA_OK && (value == NULL || value->type != YAML_SEQUENCE_NODE))
        return fuda_fail(in->err, FUDA_E_FORMAT, "'%s' is no taxonomy: it has no list 'labels'", in->path);
    if (st != FUDA_OK)
        return st;
    for (yaml_node_item_t *i = value->data.sequence.items.start;
         st == FUDA_OK && i < value->data.sequence.items.top; i++)
        st = read_label(in, yaml_document_get_node(in->doc, *i));
    if (st == FUDA_OK && in->tax->nlabel == 0)
        return fuda_fail(in->err, FUDA_E_FORMAT, "'%s' has no labels", in->path);
    return st;
}

static bool start(yaml_parser_t *parser, const fuda_buf *file)
{
    size_t mark = mark_length(file);

    if (!yaml_parser_initialize(parser))
        return false;
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, (const unsigned char *)file->ptr + mark, file->len - mark);
    return true;
}

/* Refuses what libyaml needs the square of the time for: deep nesting, many anchors. */
static fuda_status check_shape(const char *path, const fuda_buf *file, fuda_error *err)
{
    yaml_parser_t parser;
    yaml_event_t event;
    size_t depth = 0, anchors = 0;
    bool done = false;
    fuda_status st = FUDA_OK;

    /* Tags have no use here, and libyaml compares each %TAG with all before it. */
    if (file->len >= 5 && memmem(file->ptr, file->len, "%TAG ", 5) != NULL)
        return fuda_fail(err, FUDA_E_FORMAT, "'%s' has a %%TAG directive, which no taxonomy needs", path);
    if (!start(&parser, file))
        return fuda_fail_nomem(err);
    while (st == FUDA_OK && !done) {
        if (!yaml_parser_parse(&parser, &event)) {
            st = not_yaml(path, &parser, file, err);
            break;
        }
        size_t line = event.start_mark.line + 1, byte = event.start_mark.index;
        bool opens = event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_MAPPING_START_EVENT;
        depth += opens;
        depth -= event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
        anchors += (event.type == YAML_SEQUENCE_START_EVENT && event.data.sequence_start.anchor != NULL) ||
                   (event.type == YAML_MAPPING_START_EVENT && event.data.mapping_start.anchor != NULL) ||
                   (event.type == YAML_SCALAR_EVENT && event.data.scalar.anchor != NULL);
        done = event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (depth > MAX_DEPTH || anchors > MAX_ANCHORS)
            st = fuda_fail_at(err, FUDA_E_FORMAT, line, byte_of(file, byte), "'%s' line %zu: %s", path, line,
                              depth > MAX_DEPTH ? "lists and mappings nested more than 64 deep"
                                                : "more than 1,000 anchors");
    }
    yaml_parser_delete(&parser);
    return st;
}

static fuda_status load_file(const char *path, const fuda_buf *file, fuda_taxonomy *tax, fuda_error *err)
{
    yaml_parser_t parser;
    yaml_document_t doc;
    fuda_status st = check_shape(path, file, err);

    if (st != FUDA_OK)
        return st;
    if (!start(&parser, file))
        return fuda_fail_nomem(err);
    if (!yaml_parser_load(&parser, &doc)) {
        st = not_yaml(path, &parser, file, err);
    } else {
        loading in = {&doc, tax, path, file, err};
        st = read_root(&in);
        yaml_document_delete(&doc);
    }
    yaml_parser_delete(&parser);
    return st;
}

fuda_status fuda_taxonomy_load(const char *path, fuda_taxonomy **out, fuda_error *err)
{
    fuda_buf file = {0};
    fuda_taxonomy *tax = calloc(1, sizeof *tax);
    fuda_status st;

    *out = NULL;
    if (tax == NULL)
        return fuda_fail_nomem(err);
    st = fuda_file_read(path, MAX_FILE, &file, err);
    if (st == FUDA_OK) {
        fuda_digest_of(file.ptr, file.len, tax->hash);
        st = load_file(path, &file, tax, err);
    }
    fuda_buf_release(&file);
    if (st != FUDA_OK) {
        fuda_taxonomy_free(tax);
        return st;
    }
    *out = tax;
    return FUDA_OK;
}
