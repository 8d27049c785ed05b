/* SPDX-License-Identifier: MIT */
/*
 * Patents in tables and JSON of databases (The Lens, Google Patents, IFI Claims, J-PlatPat, parsed JPO XML …): what a
 * column or key means by its name, and what is in a cell.
 */
#ifndef CORPUS_PATENT_TABLE_H
#define CORPUS_PATENT_TABLE_H

#include "corpus/patent.h"

typedef enum table_role {
    TABLE_OTHER,
    TABLE_ID, /* `id`: a publication number in tables that say so */
    TABLE_NUMBER,
    TABLE_COUNTRY,
    TABLE_KIND,
    TABLE_TITLE,
    TABLE_ABSTRACT,
    TABLE_CLAIMS,
    TABLE_DESCRIPTION,
    TABLE_DATE,
    TABLE_GRANTED, /* the date where there is no other */
    TABLE_FILED,
    TABLE_PRIORITY,
    TABLE_APPLICATION,
    TABLE_FAMILY,
    TABLE_APPLICANTS,
    TABLE_INVENTORS,
    TABLE_ASSIGNEES,
    TABLE_CODES,
    /* JSON: an object with some of the above */
    TABLE_PUBLICATION,
    TABLE_FILING,
    TABLE_PARTIES,
    TABLE_LENS,   /* The Lens' id: lists have two semicolons between items */
    TABLE_GOOGLE  /* the link in a download of Google Patents, whose `id` is the number */
} table_role;

/* Blanks, underscores, hyphens and case do not count. */
table_role corpus_table_role(const char *name, size_t len);

/* True when the roles of a table's columns or an object's keys are those of patents: a number and a title. */
bool corpus_table_is_patents(const table_role *roles, size_t n);

/* What is between the names of a list. */
typedef enum table_list {
    LIST_ANY,    /* a semicolon or a line end                         */
    LIST_LENS,   /* two semicolons; one may be in a name              */
    LIST_COMMAS  /* a comma too                                       */
} table_list;

/* Takes the text of one value with a simple role. */
void corpus_table_take(corpus_patent *patent, table_role role, const char *text, size_t len, table_list list);

/* True for the members corpus_patent_record writes into the fields: another of the name must not be added. */
bool corpus_table_is_taken(const char *name);

#endif
