/* SPDX-License-Identifier: MIT */
#include "corpus/patent_table.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *name; /* as normal() gives it */
    table_role role;
} names[] = {
    {"id", TABLE_ID}, {"lensid", TABLE_LENS}, {"resultlink", TABLE_GOOGLE},
    {"publicationnumber", TABLE_NUMBER}, {"documentnumber", TABLE_NUMBER}, {"publicationno", TABLE_NUMBER},
    {"patentnumber", TABLE_NUMBER}, {"ucid", TABLE_NUMBER}, {"文献番号", TABLE_NUMBER}, {"公報番号", TABLE_NUMBER},
    {"公開番号", TABLE_NUMBER}, {"公开号", TABLE_NUMBER}, {"公开(公告)号", TABLE_NUMBER}, {"公开（公告）号", TABLE_NUMBER},
    {"docnumber", TABLE_NUMBER},
    {"jurisdiction", TABLE_COUNTRY}, {"countrycode", TABLE_COUNTRY}, {"country", TABLE_COUNTRY},
    {"kind", TABLE_KIND}, {"kindcode", TABLE_KIND},
    {"title", TABLE_TITLE}, {"inventiontitle", TABLE_TITLE}, {"titlelocalized", TABLE_TITLE},
    {"発明の名称", TABLE_TITLE}, {"标题", TABLE_TITLE}, {"名称", TABLE_TITLE}, {"专利名称", TABLE_TITLE},
    {"abstract", TABLE_ABSTRACT}, {"abstractlocalized", TABLE_ABSTRACT}, {"要約", TABLE_ABSTRACT},
    {"摘要", TABLE_ABSTRACT},
    {"claims", TABLE_CLAIMS}, {"claimslocalized", TABLE_CLAIMS}, {"請求の範囲", TABLE_CLAIMS}, {"权利要求", TABLE_CLAIMS},
    {"description", TABLE_DESCRIPTION}, {"descriptionlocalized", TABLE_DESCRIPTION}, {"说明书", TABLE_DESCRIPTION},
    {"publicationdate", TABLE_DATE}, {"publishdate", TABLE_DATE}, {"公知日", TABLE_DATE}, {"公開日", TABLE_DATE},
    {"公开日", TABLE_DATE}, {"公开(公告)日", TABLE_DATE}, {"公开（公告）日", TABLE_DATE},
    {"grantdate", TABLE_GRANTED},
    {"filingdate", TABLE_FILED}, {"applicationdate", TABLE_FILED}, {"filing/creationdate", TABLE_FILED},
    {"出願日", TABLE_FILED}, {"申请日", TABLE_FILED},
    {"prioritydate", TABLE_PRIORITY}, {"earliestprioritydate", TABLE_PRIORITY}, {"優先日", TABLE_PRIORITY},
    {"优先权日", TABLE_PRIORITY},
    {"applicationnumber", TABLE_APPLICATION}, {"出願番号", TABLE_APPLICATION}, {"申请号", TABLE_APPLICATION},
    {"familyid", TABLE_FAMILY}, {"simplefamilyid", TABLE_FAMILY}, {"docdbfamilyid", TABLE_FAMILY},
    {"applicants", TABLE_APPLICANTS}, {"applicant", TABLE_APPLICANTS}, {"出願人", TABLE_APPLICANTS},
    {"出願人/権利者", TABLE_APPLICANTS}, {"申请人", TABLE_APPLICANTS}, {"申请(专利权)人", TABLE_APPLICANTS},
    {"inventors", TABLE_INVENTORS}, {"inventor", TABLE_INVENTORS}, {"inventorharmonized", TABLE_INVENTORS},
    {"inventor/author", TABLE_INVENTORS}, {"発明者", TABLE_INVENTORS}, {"发明人", TABLE_INVENTORS},
    {"assignee", TABLE_ASSIGNEES}, {"assignees", TABLE_ASSIGNEES}, {"assigneeharmonized", TABLE_ASSIGNEES},
    {"owners(us)", TABLE_ASSIGNEES}, {"owners", TABLE_ASSIGNEES},
    {"cpcclassifications", TABLE_CODES}, {"ipcrclassifications", TABLE_CODES}, {"ipcclassifications", TABLE_CODES},
    {"classifications", TABLE_CODES}, {"cpc", TABLE_CODES}, {"ipc", TABLE_CODES}, {"ipcr", TABLE_CODES},
    {"ficodes", TABLE_CODES}, {"fi", TABLE_CODES}, {"ipc分类号", TABLE_CODES}, {"cpccodes", TABLE_CODES},
    {"ipccodes", TABLE_CODES},
    {"publication", TABLE_PUBLICATION}, {"application", TABLE_FILING}, {"parties", TABLE_PARTIES}};
/* clang-format on */

table_role corpus_table_role(const char *name, size_t len)
{
    char normal[64];
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        char c = name[i];
        if (c == ' ' || c == '_' || c == '-')
            continue;
        if (n + 1 >= sizeof normal)
            return TABLE_OTHER;
        normal[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i].name) == n && memcmp(names[i].name, normal, n) == 0)
            return names[i].role;
    return TABLE_OTHER;
}

bool corpus_table_is_patents(const table_role *roles, size_t n)
{
    bool number = false, id = false, google = false, title = false, about = false;

    for (size_t i = 0; i < n; i++) {
        number |= roles[i] == TABLE_NUMBER || roles[i] == TABLE_PUBLICATION;
        id |= roles[i] == TABLE_ID;
        google |= roles[i] == TABLE_GOOGLE;
        title |= roles[i] == TABLE_TITLE;
        /* One more thing that only patents have. */
        about |= roles[i] == TABLE_FILED || roles[i] == TABLE_APPLICATION || roles[i] == TABLE_CODES ||
                 roles[i] == TABLE_PRIORITY || roles[i] == TABLE_FILING || roles[i] == TABLE_KIND ||
                 roles[i] == TABLE_APPLICANTS || roles[i] == TABLE_ASSIGNEES || roles[i] == TABLE_INVENTORS;
    }
    return (number || (id && google)) && title && about;
}

bool corpus_table_is_taken(const char *name)
{
    static const char *const taken[] = {"country",    "kind",      "application", "filed", "priority",
                                        "applicants", "inventors", "assignees",   "langs", "versions",
                                        "encoding"};

    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        if (strcmp(taken[i], name) == 0)
            return true;
    return false;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static bool code_begins(const char *text, size_t len)
{
    return len > 4 && text[0] >= 'A' && text[0] <= 'Y' && text[1] >= '0' && text[1] <= '9' && text[2] >= '0' &&
           text[2] <= '9' && text[3] >= 'A' && text[3] <= 'Z';
}

static void take_codes(corpus_patent *p, const char *text, size_t len)
{
    size_t from = 0;

    for (size_t i = 0; i <= len; i++) {
        bool cut = i == len || memchr(";|\n", text[i], 3) != NULL;
        if (!cut && text[i] == ',') { /* in FI symbols a comma is part of the symbol */
            size_t next = i + 1;
            while (next < len && text[next] == ' ')
                next++;
            cut = code_begins(text + next, len - next);
        }
        if (!cut)
            continue;
        while (from < i && (text[from] == ' ' || text[from] == ','))
            from++;
        if (from < i)
            corpus_patent_code(p, text + from, i - from);
        from = i + 1;
    }
}

static void take_name(corpus_patent *p, corpus_name_kind kind, const char *text, size_t len)
{
    static const char others[] = " 他"; /* "and others" of J-PlatPat */

    while (len > 0 && (text[len - 1] == ';' || text[len - 1] == ' '))
        len--;
    if (len > sizeof others - 1 && memcmp(text + len - (sizeof others - 1), others, sizeof others - 1) == 0)
        len -= sizeof others - 1;
    corpus_patent_name(p, kind, text, len);
}

static void take_names(corpus_patent *p, corpus_name_kind kind, const char *text, size_t len, table_list list)
{
    size_t from = 0;

    for (size_t i = 0; i <= len; i++) {
        bool two = i + 1 < len && text[i] == ';' && text[i + 1] == ';';
        bool cut = i == len || (list == LIST_LENS ? two
                                                  : text[i] == ';' || text[i] == '\n' ||
                                                        (list == LIST_COMMAS && text[i] == ','));
        if (!cut)
            continue;
        if (i > from)
            take_name(p, kind, text + from, i - from);
        if (list == LIST_LENS && i < len)
            i++;
        from = i + 1;
    }
}

/* A kind may be a name with the code in brackets: "公開特許公報(A)". */
static void take_kind(corpus_patent *p, const char *text, size_t len)
{
    const char *open = len == 0 ? NULL : memchr(text, '(', len);

    if (open != NULL) {
        len -= (size_t)(open + 1 - text);
        text = open + 1;
        const char *close = len == 0 ? NULL : memchr(text, ')', len);
        len = close == NULL ? len : (size_t)(close - text);
    }
    PATENT_SET(p->kind, text, len);
}

void corpus_table_take(corpus_patent *p, table_role role, const char *text, size_t len, table_list list)
{
    char date[16];

    if (len == 0)
        return;
    switch (role) {
    case TABLE_ID:
    case TABLE_NUMBER:
        /* What is in columns of its own has precedence over what is read from the number. */
        corpus_publication_split(text, len, p);
        break;
    case TABLE_COUNTRY:
        PATENT_SET(p->country, text, len);
        break;
    case TABLE_KIND:
        take_kind(p, text, len);
        break;
    case TABLE_TITLE:
    case TABLE_ABSTRACT:
    case TABLE_CLAIMS:
    case TABLE_DESCRIPTION:
        corpus_patent_part(p, (corpus_part)(role - TABLE_TITLE), NULL, text, len);
        break;
    case TABLE_DATE:
    case TABLE_GRANTED:
        corpus_date(text, len, date);
        PATENT_SET(p->date, date, strlen(date));
        break;
    case TABLE_FILED:
        corpus_date(text, len, date);
        PATENT_SET(p->filed, date, strlen(date));
        break;
    case TABLE_PRIORITY:
        corpus_patent_priority(p, text, len);
        break;
    case TABLE_APPLICATION:
        PATENT_SET(p->application, text, len);
        break;
    case TABLE_FAMILY:
        PATENT_SET(p->family, text, len);
        break;
    case TABLE_APPLICANTS:
    case TABLE_INVENTORS:
    case TABLE_ASSIGNEES:
        take_names(p, (corpus_name_kind)(role - TABLE_APPLICANTS), text, len, list);
        break;
    case TABLE_CODES:
        take_codes(p, text, len);
        break;
    case TABLE_OTHER:
    case TABLE_PUBLICATION:
    case TABLE_FILING:
    case TABLE_PARTIES:
    case TABLE_LENS:
    case TABLE_GOOGLE:
        break;
    }
}
