/* SPDX-License-Identifier: MIT */
#include "corpus/format.h"

#include <string.h>
#include <strings.h>

#include "corpus/archive.h"
#include "corpus/csv.h"
#include "corpus/json_scan.h"
#include "corpus/patent_paths.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct {
    const char *extension;
    fuda_format format;
} extensions[] = {
    {"jsonl", FUDA_FORMAT_JSONL}, {"ndjson", FUDA_FORMAT_JSONL}, {"csv", FUDA_FORMAT_CSV},
    {"tsv", FUDA_FORMAT_TSV},     {"tab", FUDA_FORMAT_TSV},      {"txt", FUDA_FORMAT_TEXT},
    {"text", FUDA_FORMAT_TEXT},   {"md", FUDA_FORMAT_TEXT},      {"markdown", FUDA_FORMAT_TEXT},
    {"rst", FUDA_FORMAT_TEXT},    {"org", FUDA_FORMAT_TEXT},     {"tex", FUDA_FORMAT_TEXT},
    {"html", FUDA_FORMAT_HTML},   {"htm", FUDA_FORMAT_HTML},     {"xhtml", FUDA_FORMAT_HTML},
    {"pdf", FUDA_FORMAT_PDF},     {"json", FUDA_FORMAT_JSON},
};

static const char *extension_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash == NULL ? path : slash + 1, '.');
    return dot == NULL ? "" : dot + 1;
}

fuda_format corpus_format_by_name(const char *path)
{
    const char *extension = extension_of(path);

    for (size_t i = 0; i < COUNT(extensions); i++)
        if (strcasecmp(extension, extensions[i].extension) == 0)
            return extensions[i].format;
    return FUDA_FORMAT_AUTO;
}

bool corpus_format_no_text(const char *path)
{
    static const char *const endings[] = {"tif", "tiff", "png",  "jpg", "jpeg", "gif", "bmp",  "svg", "ico", "webp",
                                          "dtd", "ent",  "xsl",  "xslt", "xsd", "css", "js",   "mol", "cdx", "nb",
                                          "mp3", "mp4",  "avi",  "mov", "wav", "exe", "dll",  "so",  "o",   "a",
                                          "woff", "woff2", "ttf", "otf", "db",  "sqlite"};
    const char *extension = extension_of(path);

    for (size_t i = 0; i < COUNT(endings); i++)
        if (strcasecmp(extension, endings[i]) == 0)
            return true;
    return strncmp(path, "__MACOSX/", 9) == 0;
}

static bool begins(const char *bytes, size_t len, const char *with)
{
    return len >= strlen(with) && strncasecmp(bytes, with, strlen(with)) == 0;
}

static void skip_blanks(const char **bytes, size_t *len)
{
    if (begins(*bytes, *len, "\xEF\xBB\xBF")) {
        *bytes += 3;
        *len -= 3;
    }
    while (*len > 0 && memchr(" \t\r\n", **bytes, 4) != NULL) {
        ++*bytes;
        --*len;
    }
}

/* Behind declarations and comments: the first element's name. */
static bool first_element(const char *bytes, size_t len, char name[64])
{
    size_t n = 0;

    for (;;) {
        const char *end;
        skip_blanks(&bytes, &len);
        if (len < 2 || bytes[0] != '<')
            return false;
        if (bytes[1] != '?' && bytes[1] != '!')
            break;
        if (begins(bytes, len, "<!DOCTYPE")) {
            size_t skip = 9; /* its name is the element's */
            while (skip < len && memchr(" \t\r\n", bytes[skip], 4) != NULL)
                skip++;
            bytes += skip - 1;
            len -= skip - 1;
            break;
        }
        const char *mark = begins(bytes, len, "<!--") ? "-->" : ">";
        size_t m = strlen(mark);
        for (end = bytes; len >= m && memcmp(end, mark, m) != 0; end++)
            len--;
        if (len < m)
            return false;
        bytes = end + m;
        len -= m;
    }
    for (size_t i = 1; i < len && n < 63 && memchr(" \t\r\n/>[", bytes[i], 7) == NULL; i++)
        name[n++] = bytes[i];
    name[n] = '\0';
    const char *colon = strrchr(name, ':');
    if (colon != NULL)
        memmove(name, colon + 1, strlen(colon));
    return n > 0;
}

fuda_format corpus_format_by_sign(const char *path, const char *bytes, size_t len)
{
    char name[64];
    bool xml;

    if (begins(bytes, len, "%PDF-"))
        return FUDA_FORMAT_PDF;
    if (corpus_archive_is_office(bytes, len))
        return FUDA_FORMAT_OFFICE;
    skip_blanks(&bytes, &len);
    if (len == 0 || bytes[0] != '<')
        return FUDA_FORMAT_AUTO;
    xml = begins(bytes, len, "<?xml") || strcasecmp(extension_of(path), "xml") == 0;
    if (!first_element(bytes, len, name))
        return xml ? FUDA_FORMAT_PATENT : FUDA_FORMAT_AUTO;
    if (strcasecmp(name, "html") == 0)
        return FUDA_FORMAT_HTML;
    return xml || corpus_path_is_patent(name) ? FUDA_FORMAT_PATENT : FUDA_FORMAT_AUTO;
}

bool corpus_format_maybe_json(const char *path, const char *bytes, size_t len)
{
    fuda_format format = corpus_format_by_name(path);

    if (format == FUDA_FORMAT_JSONL || format == FUDA_FORMAT_JSON)
        return true;
    skip_blanks(&bytes, &len);
    return format == FUDA_FORMAT_AUTO && len > 0 && (bytes[0] == '{' || bytes[0] == '[');
}

fuda_format corpus_format_by_line(const char *bytes, size_t len, const corpus_names *names)
{
    const char *end = len == 0 ? NULL : memchr(bytes, '\n', len);
    size_t line = end == NULL ? len : (size_t)(end - bytes), i = 1;

    if (corpus_header_guess(bytes, line, '\t', names))
        return FUDA_FORMAT_TSV;
    if (corpus_header_guess(bytes, line, ',', names) || begins(bytes, len, "search URL:,http"))
        return FUDA_FORMAT_CSV;
    skip_blanks(&bytes, &len);
    if (len == 0 || (bytes[0] != '{' && bytes[0] != '['))
        return FUDA_FORMAT_TEXT;
    while (i < len && memchr(" \t\r\n", bytes[i], 4) != NULL)
        i++;
    if (bytes[0] == '[')
        return i < len && (bytes[i] == '{' || bytes[i] == ']') ? FUDA_FORMAT_JSON : FUDA_FORMAT_TEXT;
    if (i >= len || (bytes[i] != '"' && bytes[i] != '}'))
        return FUDA_FORMAT_TEXT;
    end = memchr(bytes, '\n', len);
    /* A first line longer than what can be seen is one of JSON Lines: nobody writes other JSON so. */
    return end == NULL || corpus_json_is_line(bytes, (size_t)(end - bytes)) ? FUDA_FORMAT_JSONL : FUDA_FORMAT_JSON;
}
