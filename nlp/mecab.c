/* SPDX-License-Identifier: MIT */
#include "nlp/mecab.h"

#include <mecab.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/memory.h"

struct nlp_mecab {
    mecab_model_t *model;
    char *fingerprint; /* owned */
};

struct nlp_mecab_parser {
    mecab_t *tagger;
    mecab_lattice_t *lattice;
    fuda_buf text;            /* the sentence, NUL-terminated       */
    const mecab_node_t *node; /* next one to give */
};

/* Name of the last folder of a dictionary's path, the nearest thing to a name it has. */
static void dictionary_name(const char *file, char *out, size_t size)
{
    char *real = realpath(file, NULL);
    const char *path = real != NULL ? real : file;
    const char *end = strrchr(path, '/');
    const char *start;

    if (end == NULL) {
        snprintf(out, size, "%s", path);
    } else {
        for (start = end; start > path && start[-1] != '/'; start--)
            continue;
        snprintf(out, size, "%.*s", (int)(end - start), start);
    }
    free(real);
}

/* Adds 64 KiB of every megabyte of a file, and its size; nothing when it cannot be read. */
static void digest_file(fuda_digest *digest, const char *path, char *piece)
{
    enum { PIECE = 64 * 1024, STRIDE = 1 << 20 };
    struct stat st = {0};
    FILE *in = fopen(path, "rb");
    uint64_t size;

    if (in == NULL)
        return;
    if (fstat(fileno(in), &st) == 0) {
        for (off_t at = 0; at < st.st_size && fseeko(in, at, SEEK_SET) == 0; at += STRIDE)
            fuda_digest_add(digest, piece, fread(piece, 1, PIECE, in));
    }
    size = (uint64_t)st.st_size;
    fuda_digest_add(digest, &size, sizeof size);
    fclose(in);
}

/* Adds the files that lie beside a dictionary's words: costs and the rules for unknown words. */
static void digest_companions(fuda_digest *digest, const char *words, char *piece)
{
    static const char *const names[] = {"matrix.bin", "unk.dic", "char.bin"};
    const char *slash = strrchr(words, '/');
    fuda_buf path = {0};

    for (size_t i = 0; slash != NULL && i < sizeof names / sizeof names[0]; i++) {
        fuda_buf_clear(&path);
        fuda_buf_add(&path, words, (size_t)(slash - words) + 1);
        fuda_buf_add_str(&path, names[i]);
        if (fuda_buf_cstr(&path) != NULL)
            digest_file(digest, path.ptr, piece);
    }
    fuda_buf_release(&path);
}

/* Numbers of every part, and samples of all its files. */
static fuda_status make_fingerprint(nlp_mecab *mecab, fuda_error *err)
{
    const mecab_dictionary_info_t *info = mecab_model_dictionary_info(mecab->model);
    fuda_digest *digest = fuda_digest_new();
    char *piece = malloc(64 * 1024);
    fuda_buf text = {0};
    char name[64], hex[33];

    if (digest == NULL || piece == NULL) {
        fuda_digest_free(digest);
        free(piece);
        return fuda_fail_nomem(err);
    }
    for (; info != NULL; info = info->next) {
        uint64_t numbers[5] = {(uint64_t)info->size, (uint64_t)info->type, info->lsize, info->rsize,
                               info->version};
        fuda_digest_add(digest, numbers, sizeof numbers);
        digest_file(digest, info->filename, piece);
        if (info->type == MECAB_SYS_DIC)
            digest_companions(digest, info->filename, piece);
        dictionary_name(info->filename, name, sizeof name);
        fuda_buf_addf(&text, "%s %u entries, ", name, info->size);
    }
    fuda_digest_hex(digest, hex);
    fuda_buf_addf(&text, "%.16s", hex);
    fuda_digest_free(digest);
    free(piece);
    if (fuda_buf_cstr(&text) == NULL) {
        fuda_buf_release(&text);
        return fuda_fail_nomem(err);
    }
    mecab->fingerprint = text.ptr;
    return FUDA_OK;
}

fuda_status nlp_mecab_open(const char *dicdir, const char *userdic, nlp_mecab **out, fuda_error *err)
{
    char *argv[8];
    int argc = 0;
    nlp_mecab *mecab = calloc(1, sizeof *mecab);
    fuda_status st = FUDA_OK;

    *out = NULL;
    if (mecab == NULL)
        return fuda_fail_nomem(err);
    argv[argc++] = (char *)"fuda";
    if (dicdir != NULL) {
        argv[argc++] = (char *)"-d";
        argv[argc++] = (char *)dicdir;
    }
    if (userdic != NULL) {
        argv[argc++] = (char *)"-u";
        argv[argc++] = (char *)userdic;
    }
    mecab->model = mecab_model_new(argc, argv);
    if (mecab->model == NULL) {
        st = fuda_fail(err, FUDA_E_ENGINE,
                       "cannot open the Japanese dictionary (%s): %.180s; on Debian install "
                       "mecab-ipadic-utf8",
                       dicdir != NULL ? dicdir : "MeCab's default", mecab_strerror(NULL));
        goto fail;
    }
    for (const mecab_dictionary_info_t *info = mecab_model_dictionary_info(mecab->model);
         info != NULL; info = info->next) {
        if (strcasecmp(info->charset, "UTF-8") != 0 && strcasecmp(info->charset, "UTF8") != 0) {
            st = fuda_fail(err, FUDA_E_ENGINE,
                           "the Japanese dictionary '%.120s' is in %s; fuda needs one in UTF-8 (Debian: "
                           "mecab-ipadic-utf8)",
                           info->filename, info->charset);
            goto fail;
        }
    }
    st = make_fingerprint(mecab, err);
    if (st != FUDA_OK)
        goto fail;
    *out = mecab;
    return FUDA_OK;
fail:
    nlp_mecab_free(mecab);
    return st;
}

void nlp_mecab_free(nlp_mecab *mecab)
{
    if (mecab != NULL) {
        if (mecab->model != NULL)
            mecab_model_destroy(mecab->model);
        free(mecab->fingerprint);
        free(mecab);
    }
}

const char *nlp_mecab_fingerprint(const nlp_mecab *mecab)
{
    return mecab->fingerprint;
}

const char *nlp_mecab_version(void)
{
    return mecab_version();
}

fuda_status nlp_mecab_parser_new(const nlp_mecab *mecab, nlp_mecab_parser **out, fuda_error *err)
{
    nlp_mecab_parser *parser = calloc(1, sizeof *parser);

    *out = NULL;
    if (parser == NULL)
        return fuda_fail_nomem(err);
    parser->tagger = mecab_model_new_tagger(mecab->model);
    parser->lattice = mecab_model_new_lattice(mecab->model);
    if (parser->tagger == NULL || parser->lattice == NULL) {
        nlp_mecab_parser_free(parser);
        return fuda_fail(err, FUDA_E_ENGINE, "MeCab cannot start: %.180s", mecab_strerror(NULL));
    }
    *out = parser;
    return FUDA_OK;
}

void nlp_mecab_parser_free(nlp_mecab_parser *parser)
{
    if (parser != NULL) {
        if (parser->lattice != NULL)
            mecab_lattice_destroy(parser->lattice);
        if (parser->tagger != NULL)
            mecab_destroy(parser->tagger);
        fuda_buf_release(&parser->text);
        free(parser);
    }
}

fuda_status nlp_mecab_parse(nlp_mecab_parser *parser, const char *text, size_t len, fuda_error *err)
{
    /* Behind blanks at the end of a sentence MeCab looks up "the rest" of no bytes, which its double
     * array takes for a string that ends with NUL: without one there it reads on, and finds words
     * beyond the end of its tables. */
    parser->node = NULL;
    fuda_buf_clear(&parser->text);
    fuda_buf_add(&parser->text, text, len);
    if (fuda_buf_cstr(&parser->text) == NULL)
        return fuda_fail_nomem(err);
    mecab_lattice_set_sentence2(parser->lattice, parser->text.ptr, len);
    if (!mecab_parse_lattice(parser->tagger, parser->lattice)) {
        return fuda_fail(err, FUDA_E_ENGINE, "MeCab failed on a sentence of %zu bytes: %.150s", len,
                         mecab_lattice_strerror(parser->lattice));
    }
    parser->node = mecab_lattice_get_bos_node(parser->lattice);
    if (parser->node != NULL)
        parser->node = parser->node->next;
    return FUDA_OK;
}

bool nlp_mecab_next(nlp_mecab_parser *parser, nlp_morpheme *out)
{
    const mecab_node_t *node = parser->node;

    if (node == NULL || node->stat == MECAB_EOS_NODE)
        return false;
    out->start = (size_t)(node->surface - parser->text.ptr);
    out->end = out->start + node->length;
    out->feature = node->feature;
    out->known = node->stat == MECAB_NOR_NODE;
    parser->node = node->next;
    return true;
}
