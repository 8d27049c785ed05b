/* SPDX-License-Identifier: MIT */
#include "corpus/patent_paths.h"

#include <string.h>

/* clang-format off */
static const char *const patents[] = {
    "us-patent-application", "us-patent-grant", "patent-application-publication", "PATDOC",
    "exchange-document", "fulltext-document", "ep-patent-document", "wo-patent-document", "patent-document",
    "wo-published-application", "cn-patent-document", "cn-application-body", "PatentDocumentAndRelated",
    "jp-official-gazette", "kr-patent-document", "PatentPublication", "UnexaminedPatentPublication",
    "RegisteredPatentPublication", "InternationalPatentPublication", "PatentGrant", "ApplicationBody",
    "UnexaminedUtilityModelPublication", "RegisteredUtilityModelPublication"};

static const struct {
    const char *path;
    path_kind kind;
} paths[] = {
    /* ST.36 and DOCDB */
    {"publication-reference", PATH_REFERENCE},
    {"application-reference", PATH_REFERENCE},
    {"priority-claim", PATH_REFERENCE},
    {"document-id", PATH_REFERENCE},
    {"publication-reference/document-id/country", PATH_COUNTRY},
    {"publication-reference/document-id/doc-number", PATH_NUMBER},
    {"publication-reference/document-id/kind", PATH_KIND},
    {"publication-reference/document-id/date", PATH_DATE},
    {"cn-publication-reference/document-id/country", PATH_COUNTRY},
    {"cn-publication-reference/document-id/doc-number", PATH_NUMBER},
    {"cn-publication-reference/document-id/kind", PATH_KIND},
    {"cn-publication-reference/document-id/date", PATH_DATE},
    {"application-reference/document-id/doc-number", PATH_APPLICATION},
    {"application-reference/document-id/date", PATH_FILED},
    {"priority-claim/document-id/date", PATH_PRIORITY},
    {"priority-claim/date", PATH_PRIORITY},
    {"us-provisional-application/document-id/date", PATH_PRIORITY},
    {"invention-title", PATH_TITLE},
    {"abstract", PATH_ABSTRACT},
    {"claims", PATH_CLAIMS},
    {"cn-claims", PATH_CLAIMS},
    {"description", PATH_DESCRIPTION},
    {"classification-ipcr", PATH_SYMBOL},
    {"classification-cpc", PATH_SYMBOL},
    {"patent-classification", PATH_SYMBOL},
    {"classification-ipc/main-classification", PATH_CODE},
    {"classification-ipc/further-classification", PATH_CODE},
    {"classification-ipc/text", PATH_CODE},
    {"classification-ipc/main-clsf", PATH_CODE},
    {"classification-ipc/further-clsf", PATH_CODE},
    {"classification-national/main-clsf", PATH_CODE},
    {"classification-national/further-clsf", PATH_CODE},
    {"applicant", PATH_APPLICANT},
    {"us-applicant", PATH_APPLICANT},
    {"inventor", PATH_INVENTOR},
    {"assignee", PATH_ASSIGNEE},
    {"references-cited", PATH_SKIP},
    {"us-references-cited", PATH_SKIP},
    {"us-field-of-classification-search", PATH_SKIP},
    {"field-of-search", PATH_SKIP},
    {"citation", PATH_SKIP},
    {"correspondence-address", PATH_SKIP},
    {"dates-of-public-availability", PATH_SKIP},
    /* applications of 2001 to 2004 */
    {"subdoc-bibliographic-information/document-id/country-code", PATH_COUNTRY},
    {"subdoc-bibliographic-information/document-id/doc-number", PATH_NUMBER},
    {"subdoc-bibliographic-information/document-id/kind-code", PATH_KIND},
    {"subdoc-bibliographic-information/document-id/document-date", PATH_DATE},
    {"domestic-filing-data/application-number/doc-number", PATH_APPLICATION},
    {"domestic-filing-data/filing-date", PATH_FILED},
    {"foreign-priority-data/filing-date", PATH_PRIORITY},
    {"non-provisional-of-provisional/document-id/document-date", PATH_PRIORITY},
    {"title-of-invention", PATH_TITLE},
    {"classification-ipc-primary/ipc", PATH_CODE},
    {"classification-ipc-secondary/ipc", PATH_CODE},
    {"first-named-inventor", PATH_INVENTOR},
    {"subdoc-abstract", PATH_ABSTRACT},
    {"subdoc-claims", PATH_CLAIMS},
    {"subdoc-description", PATH_DESCRIPTION},
    /* ST.32: grants of 2001 to 2004, bibliographic data of EP documents */
    {"B110", PATH_NUMBER},
    {"B130", PATH_KIND},
    {"B140", PATH_DATE},
    {"B190", PATH_COUNTRY},
    {"B210", PATH_APPLICATION},
    {"B220", PATH_FILED},
    {"B320", PATH_PRIORITY},
    {"B511", PATH_CODE},
    {"B512", PATH_CODE},
    {"B541", PATH_TITLE_LANG},
    {"B542", PATH_TITLE},
    {"PATDOC/SDOBI/B500/B540", PATH_TITLE},
    {"B711", PATH_APPLICANT},
    {"B721", PATH_INVENTOR},
    {"B731", PATH_ASSIGNEE},
    {"B560", PATH_SKIP},
    {"B580", PATH_SKIP},
    {"B600", PATH_SKIP},
    {"SDOAB", PATH_ABSTRACT},
    {"SDOCL", PATH_CLAIMS},
    {"SDODE", PATH_DESCRIPTION},
    /* the drafts of ST.96 at CNIPA */
    {"PublicationReference/DocumentID/WIPOST3Code", PATH_COUNTRY},
    {"PublicationReference/DocumentID/DocNumber", PATH_NUMBER},
    {"PublicationReference/DocumentID/Kind", PATH_KIND},
    {"PublicationReference/DocumentID/Date", PATH_DATE},
    {"ApplicationReference/DocumentID/DocNumber", PATH_APPLICATION},
    {"ApplicationReference/DocumentID/Date", PATH_FILED},
    {"PriorityClaim/DocumentID/Date", PATH_PRIORITY},
    {"PriorityDetails/Priority/DocumentID/Date", PATH_PRIORITY},
    {"ClassificationIPCR", PATH_SYMBOL},
    {"ClassificationIPC/MainClassification", PATH_CODE},
    {"BibliographicData/InventionTitle", PATH_TITLE},
    {"ReferencesCited", PATH_SKIP},
    /* ST.96 */
    {"PatentPublicationIdentification/IPOfficeCode", PATH_COUNTRY},
    {"PatentPublicationIdentification/PublicationNumber", PATH_NUMBER},
    {"PatentPublicationIdentification/PatentDocumentKindCode", PATH_KIND},
    {"PatentPublicationIdentification/PublicationDate", PATH_DATE},
    {"PatentGrantIdentification/IPOfficeCode", PATH_COUNTRY},
    {"PatentGrantIdentification/PatentNumber", PATH_NUMBER},
    {"PatentGrantIdentification/PatentDocumentKindCode", PATH_KIND},
    {"PatentGrantIdentification/GrantDate", PATH_DATE},
    {"ApplicationIdentification/ApplicationNumber/ApplicationNumberText", PATH_APPLICATION},
    {"ApplicationIdentification/FilingDate", PATH_FILED},
    {"PriorityClaim/FilingDate", PATH_PRIORITY},
    {"EarliestPriorityApplication/FilingDate", PATH_PRIORITY},
    {"BibliographicData/InventionTitleBag/InventionTitle", PATH_TITLE},
    {"PatentPublicationBibliographicData/InventionTitle", PATH_TITLE},
    {"UnexaminedPatentPublicationBibliographicData/InventionTitle", PATH_TITLE},
    {"RegisteredPatentPublicationBibliographicData/InventionTitle", PATH_TITLE},
    {"InternationalPatentPublicationBibliographicData/InventionTitle", PATH_TITLE},
    {"UnexaminedUtilityModelPublicationBibliographicData/InventionTitle", PATH_TITLE},
    {"RegisteredUtilityModelPublicationBibliographicData/InventionTitle", PATH_TITLE},
    {"IPCClassification/MainClassification", PATH_CODE},
    {"IPCClassification/FurtherClassification", PATH_CODE},
    {"MainNationalClassification/PatentClassificationText", PATH_CODE},
    {"FurtherNationalClassification/PatentClassificationText", PATH_CODE},
    {"IPCRClassification", PATH_SYMBOL},
    {"CPCClassification", PATH_SYMBOL},
    {"Applicant", PATH_APPLICANT},
    {"Inventor", PATH_INVENTOR},
    {"Assignee", PATH_ASSIGNEE},
    {"Abstract", PATH_ABSTRACT},
    {"Claims", PATH_CLAIMS},
    {"Description", PATH_DESCRIPTION},
    {"ReferenceCitationBag", PATH_SKIP},
    {"WrittenAmendmentBag", PATH_SKIP},
};

static const char *const blocks[] = {
    "p", "P", "PARA", "paragraph", "Paragraphs", "heading", "Heading", "H", "claim", "Claim", "CLM", "claim-text",
    "ClaimText", "li", "LI", "row", "tr", "ul", "ol", "dl", "dt", "dd", "section", "abst-problem", "abst-solution",
    "technical-field", "background-art", "disclosure", "description-of-drawings", "TechnicalField",
    "BackgroundArt", "Disclosure", "DrawingsDescription", "InventionMode", "InventionTitle", "invention-title",
    "title-of-invention", "best-mode", "table", "tables"};
/* Formulas and images: their markup is no text; numbers of paragraphs and claims are no words. */
static const char *const hidden[] = {
    "maths", "math", "MathText", "MathDetails", "Math", "MATH-US", "EMI", "chemistry", "Chemistry", "CHEM-US",
    "img", "Image", "figure", "Figure", "AbstractFigure", "number", "ClaimNumber", "doc-page", "DocPage",
    "DocumentPage", "in-line-formulae", "CustomCharacter"};
static const char *const images[] = {"img", "Image", "doc-page", "DocPage", "DocumentPage", "EMI", "page-image"};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool listed(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (names[i][0] == name[0] && strcmp(names[i], name) == 0)
            return true;
    return false;
}

bool corpus_path_is_patent(const char *name)
{
    return listed(patents, COUNT(patents), name);
}

bool corpus_path_is_block(const char *name)
{
    return listed(blocks, COUNT(blocks), name);
}

bool corpus_path_is_hidden(const char *name)
{
    return listed(hidden, COUNT(hidden), name);
}

bool corpus_path_is_image(const char *name)
{
    return listed(images, COUNT(images), name);
}

path_kind corpus_path_kind(const char *path, size_t len)
{
    size_t best = 0;
    path_kind kind = PATH_NOTHING;

    for (size_t i = 0; i < COUNT(paths); i++) {
        size_t n = strlen(paths[i].path);
        /* The longest path decides: "document-id" is a reference wherever no longer one says more. */
        if (n > best && len > n && path[len - n - 1] == '/' && path[len - 1] == paths[i].path[n - 1] &&
            memcmp(path + len - n, paths[i].path, n) == 0) {
            best = n;
            kind = paths[i].kind;
        }
    }
    return kind;
}

name_piece corpus_path_piece(const char *name)
{
    static const struct {
        const char *name;
        name_piece piece;
    } pieces[] = {
        {"name", PIECE_WHOLE},           {"orgname", PIECE_WHOLE},
        {"ONM", PIECE_WHOLE},            {"organization-name", PIECE_WHOLE},
        {"Name", PIECE_WHOLE},           {"EntityName", PIECE_WHOLE},
        {"PersonFullName", PIECE_WHOLE}, {"OrganizationStandardName", PIECE_WHOLE},
        {"first-name", PIECE_GIVEN},     {"given-name", PIECE_GIVEN},
        {"FNM", PIECE_GIVEN},            {"FirstName", PIECE_GIVEN},
        {"middle-name", PIECE_MIDDLE},   {"MiddleName", PIECE_MIDDLE},
        {"last-name", PIECE_FAMILY},     {"family-name", PIECE_FAMILY},
        {"SNM", PIECE_FAMILY},           {"snm", PIECE_FAMILY},
        {"LastName", PIECE_FAMILY},      {"suffix", PIECE_SUFFIX},
        {"name-suffix", PIECE_SUFFIX},   {"SFX", PIECE_SUFFIX},
    };

    for (size_t i = 0; i < COUNT(pieces); i++)
        if (strcmp(pieces[i].name, name) == 0)
            return pieces[i].piece;
    return PIECE_NONE;
}

symbol_piece corpus_path_symbol(const char *name)
{
    static const struct {
        const char *name;
        symbol_piece piece;
    } pieces[] = {
        {"section", SYMBOL_SECTION},  {"Section", SYMBOL_SECTION},        {"CPCSection", SYMBOL_SECTION},
        {"class", SYMBOL_CLASS},      {"MainClass", SYMBOL_CLASS},        {"Class", SYMBOL_CLASS},
        {"subclass", SYMBOL_SUBCLASS}, {"Subclass", SYMBOL_SUBCLASS},     {"main-group", SYMBOL_GROUP},
        {"MainGroup", SYMBOL_GROUP},  {"subgroup", SYMBOL_SUBGROUP},      {"Subgroup", SYMBOL_SUBGROUP},
        {"text", SYMBOL_TEXT},        {"classification-symbol", SYMBOL_TEXT}, {"Text", SYMBOL_TEXT},
        {"PatentClassificationText", SYMBOL_TEXT},
    };

    for (size_t i = 0; i < COUNT(pieces); i++)
        if (strcmp(pieces[i].name, name) == 0)
            return pieces[i].piece;
    return SYMBOL_PIECES;
}
