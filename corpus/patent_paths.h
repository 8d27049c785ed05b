/* SPDX-License-Identifier: MIT */
/* What the elements of patent XML are, by the ends of their paths. */
#ifndef CORPUS_PATENT_PATHS_H
#define CORPUS_PATENT_PATHS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum path_kind {
    PATH_NOTHING,
    PATH_SKIP,   /* the subtree is about other documents */
    /* one value */
    PATH_COUNTRY,
    PATH_NUMBER,
    PATH_KIND,
    PATH_DATE,
    PATH_APPLICATION,
    PATH_FILED,
    PATH_PRIORITY,
    PATH_FAMILY,
    PATH_CODE,
    PATH_TITLE_LANG,
    /* parts */
    PATH_TITLE,
    PATH_ABSTRACT,
    PATH_CLAIMS,
    PATH_DESCRIPTION,
    /* people: a subtree with a name */
    PATH_APPLICANT,
    PATH_INVENTOR,
    PATH_ASSIGNEE,
    /* a classification symbol in pieces */
    PATH_SYMBOL,
    PATH_SYMBOL_PIECE,
    /* numbers in a form of the database's, of which only the date is taken */
    PATH_REFERENCE
} path_kind;

/* path: "/a/b/c" from the record's element. */
path_kind corpus_path_kind(const char *path, size_t len);
/* True for the elements that are one patent. */
bool corpus_path_is_patent(const char *name);

/* Inside text: elements that are paragraphs, and those whose content is no prose. */
bool corpus_path_is_block(const char *name);
bool corpus_path_is_hidden(const char *name);
bool corpus_path_is_image(const char *name);

typedef enum name_piece { PIECE_NONE, PIECE_WHOLE, PIECE_GIVEN, PIECE_MIDDLE, PIECE_FAMILY, PIECE_SUFFIX, PIECES } name_piece;
name_piece corpus_path_piece(const char *name);

typedef enum symbol_piece { SYMBOL_SECTION, SYMBOL_CLASS, SYMBOL_SUBCLASS, SYMBOL_GROUP, SYMBOL_SUBGROUP, SYMBOL_TEXT, SYMBOL_PIECES } symbol_piece;
/* SYMBOL_PIECES for an element that is none. */
symbol_piece corpus_path_symbol(const char *name);

#endif
