/* SPDX-License-Identifier: MIT */
#include "nlp/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/utf8.h"
#include "nlp/forms.h"
#include "nlp/stopwords.h"
#include "nlp/tokenizer.h"
#include "nlp/unicode.h"

static bool fill_list(fuda_strtab *tab, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (fuda_strtab_add(tab, *words, strlen(*words)) == FUDA_NO_ID)
            return false;
    }
    return true;
}

fuda_status nlp_stop_lists_init(nlp_stop_lists *lists, fuda_error *err)
{
    if (!fill_list(&lists->en, nlp_stopwords_en) || !fill_list(&lists->ja, nlp_stopwords_ja) ||
        !fill_list(&lists->zh, nlp_stopwords_zh))
        return fuda_fail_nomem(err);
    return FUDA_OK;
}

void nlp_stop_lists_release(nlp_stop_lists *lists)
{
    fuda_strtab_release(&lists->en);
    fuda_strtab_release(&lists->ja);
    fuda_strtab_release(&lists->zh);
}

fuda_status nlp_lexicon_init(nlp_lexicon *lex, const fuda_text_settings *settings,
                             const nlp_phrases *phrases, const nlp_stop_lists *stop, fuda_error *err)
{
    *lex = (nlp_lexicon){.settings = settings, .phrases = phrases, .stop = stop};
    /* Two places share a cache line. */
    lex->recent = aligned_alloc(64, NLP_NRECENT * sizeof *lex->recent);
    if (lex->recent == NULL)
        return fuda_fail_nomem(err);
    memset(lex->recent, 0, NLP_NRECENT * sizeof *lex->recent);
    return nlp_stemmer_new(&lex->stemmer, err);
}

void nlp_lexicon_release(nlp_lexicon *lex)
{
    for (int t = 0; t < NLP_NTABLE; t++) {
        fuda_strtab_release(&lex->tables[t].keys);
        free(lex->tables[t].entries);
    }
    free(lex->recent);
    fuda_strtab_release(&lex->terms);
    fuda_strtab_release(&lex->pos_names);
    fuda_arena_release(&lex->pos_text);
    free(lex->pos_list);
    fuda_buf_release(&lex->norms);
    fuda_buf_release(&lex->work);
    nlp_stemmer_free(lex->stemmer);
    *lex = (nlp_lexicon){0};
}

void nlp_lexicon_clear(nlp_lexicon *lex)
{
    for (int t = 0; t < NLP_NTABLE; t++)
        fuda_strtab_clear(&lex->tables[t].keys);
    memset(lex->recent, 0, NLP_NRECENT * sizeof *lex->recent);
    fuda_strtab_clear(&lex->terms);
    fuda_buf_clear(&lex->norms);
}

bool nlp_lexicon_is_full(const nlp_lexicon *lex)
{
    enum { WORDS = 1 << 20, BYTES = 64 << 20 };
    size_t words = lex->terms.count, bytes = lex->terms.pool_len + lex->norms.len;

    for (int t = 0; t < NLP_NTABLE; t++) {
        words += lex->tables[t].keys.count;
        bytes += lex->tables[t].keys.pool_len;
    }
    return words > WORDS || bytes > BYTES;
}

char nlp_table_lang(enum nlp_table table)
{
    static const char names[NLP_NTABLE] = {'e', 'o', 'z', 'j', 'o'};
    return names[table];
}

uint32_t nlp_lexicon_term(nlp_lexicon *lex, char kind, char lang, const char *text, size_t len)
{
    fuda_buf *work = &lex->work;

    fuda_buf_clear(work);
    fuda_buf_add_char(work, kind);
    fuda_buf_add_char(work, lang);
    fuda_buf_add(work, text, len);
    return work->failed ? FUDA_NO_ID : fuda_strtab_add(&lex->terms, work->ptr, work->len);
}

/* Field `index` of a comma-separated record; *count is set to the number of fields. */
static fuda_str field(const char *record, int index, int *count)
{
    fuda_str found = {"", 0};
    const char *start = record;
    int n = 0;

    for (const char *p = record;; p++) {
        if (*p == ',' || *p == '\0') {
            if (n == index)
                found = (fuda_str){start, (size_t)(p - start)};
            n++;
            start = p + 1;
            if (*p == '\0')
                break;
        }
    }
    *count = n;
    return found;
}

static bool is(fuda_str s, const char *text)
{
    return s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0;
}

static bool is_any(fuda_str s, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (is(s, *list))
            return true;
    }
    return false;
}

/* Content words by the tag sets of ipadic and UniDic. */
static bool is_content(fuda_str pos, fuda_str detail)
{
    static const char *const no_noun[] = {"数",   "数詞",         "非自立", "代名詞",         "接続詞的",
                                          "特殊", "動詞非自立的", "助動詞語幹", 0};
    static const char *const no_verb[] = {"非自立", "接尾", 0};

    if (is(pos, "名詞"))
        return !is_any(detail, no_noun);
    if (is(pos, "動詞") || is(pos, "形容詞"))
        return !is_any(detail, no_verb);
    return is(pos, "形状詞") || is(pos, "接尾辞") || is(pos, "未知語");
}

/* Stable text of "名詞-一般". */
static const char *pos_name(nlp_lexicon *lex, fuda_str pos, fuda_str detail)
{
    fuda_buf *work = &lex->work;

    fuda_buf_clear(work);
    fuda_buf_add(work, pos.ptr, pos.len);
    if (detail.len != 0 && !is(detail, "*")) {
        fuda_buf_add_char(work, '-');
        fuda_buf_add(work, detail.ptr, detail.len);
    }
    uint32_t before = lex->pos_names.count, id;
    if (work->failed || !FUDA_GROW(lex->pos_list, lex->pos_cap, (size_t)before + 1))
        return NULL;
    id = fuda_strtab_add(&lex->pos_names, work->ptr, work->len);
    if (id == FUDA_NO_ID)
        return NULL;
    if (id == before) {
        lex->pos_list[id] = fuda_arena_copy(&lex->pos_text, work->ptr, work->len);
        if (lex->pos_list[id] == NULL)
            fuda_strtab_clear(&lex->pos_names); /* keep the two lists in step */
    }
    return lex->pos_list[id];
}

static bool all_digits(const char *text, size_t len)
{
    for (size_t pos = 0; pos < len;) {
        uint32_t c = fuda_utf8_next(text, len, &pos);
        if (nlp_class_of(c) != NLP_DIGIT && c != '.' && c != ',' && c != '_')
            return false;
    }
    return true;
}

static bool has_word_character(const char *text, size_t len)
{
    for (size_t pos = 0; pos < len;) {
        nlp_class c = nlp_class_of(fuda_utf8_next(text, len, &pos));
        if (c != NLP_PUNCT && c != NLP_SPACE && c != NLP_MARK)
            return true;
    }
    return false;
}

/* Simplified forms, in place: both have three bytes. */
static void simplify(char *text, size_t len)
{
    for (size_t pos = 0; pos < len;) {
        size_t at = pos;
        uint32_t c = fuda_utf8_next(text, len, &pos), s;
        if (c != FUDA_BAD_CHAR && (s = nlp_simplified(c)) != c)
            fuda_utf8_put(s, text + at);
    }
}

/* The trie node a word of CJK characters leads to. */
static uint32_t walk_characters(const nlp_phrases *phrases, uint32_t node, const char *text, size_t len)
{
    for (size_t pos = 0; pos < len && node != NLP_NO_NODE;)
        node = nlp_phrases_step(phrases, node, nlp_char_symbol(fuda_utf8_next(text, len, &pos)));
    return node;
}

static uint32_t first_symbol(const char *norm, size_t len)
{
    size_t pos = 0;
    return nlp_char_symbol(fuda_utf8_next(norm, len, &pos));
}

static uint8_t letters_and_digits(const char *norm, size_t len)
{
    uint8_t has = 0;

    for (size_t i = 0; i < len; i++) {
        if (norm[i] >= '0' && norm[i] <= '9')
            has |= NLP_HAS_DIGIT;
        else if ((norm[i] >= 'a' && norm[i] <= 'z') || (unsigned char)norm[i] >= 0x80)
            has |= NLP_HAS_LETTER;
    }
    return has;
}

/* The form of an abbreviation: without its stops (A.I. is AI), unless that is a stop word; and US and IT in capitals
 * are no stop words either.  NULL for other words. */
static const char *abbreviation(const nlp_lexicon *lex, const char *word, size_t word_len, const char *norm, size_t len,
                                char form[16], size_t *form_len)
{
    size_t n = 0;

    if (word_len == 2 && (memcmp(word, "US", 2) == 0 || memcmp(word, "IT", 2) == 0)) {
        memcpy(form, (char[]){norm[0], '.', norm[1]}, 3);
        *form_len = 3;
        return form;
    }
    if (!nlp_is_dotted(norm, len))
        return NULL;
    for (size_t i = 0; i < len; i += 2)
        form[n++] = norm[i];
    if (fuda_strtab_find(&lex->stop->en, form, n) != FUDA_NO_ID) {
        memcpy(form, norm, len);
        n = len;
    }
    *form_len = n;
    return form;
}

static fuda_status make_alpha(nlp_lexicon *lex, nlp_entry *e, const char *word, size_t word_len, bool english,
                              fuda_error *err)
{
    char form[16];
    const char *norm = lex->norms.ptr + e->norm, *stem;
    size_t len = e->norm_len, stem_len;
    bool letters = true;

    /* Possessives: "China's", with either apostrophe. */
    if (english && len > 2 && norm[len - 1] == 's') {
        if (norm[len - 2] == '\'')
            len -= 2;
        else if (len > 4 && memcmp(norm + len - 4, "\xE2\x80\x99", 3) == 0)
            len -= 4;
    }
    for (size_t i = 0; i < len; i++)
        letters = letters && norm[i] >= 'a' && norm[i] <= 'z';
    e->has = letters_and_digits(norm, len) | (nlp_is_unit(norm, len) ? NLP_HAS_UNIT : 0) |
             (nlp_is_prefix(norm, len) ? NLP_HAS_PREFIX : 0);
    const char *abbreviated = english ? abbreviation(lex, word, word_len, norm, len, form, &stem_len) : NULL;
    if (abbreviated == NULL)
        stem_len = len;
    stem = abbreviated == NULL ? norm : abbreviated;
    if (english && abbreviated == NULL && letters && len > 2) {
        stem = nlp_stem(lex->stemmer, norm, len, &stem_len);
        if (stem == NULL)
            return fuda_fail_nomem(err);
    }
    e->symbol = nlp_stem_symbol(lex->phrases, stem, stem_len);
    e->node = e->symbol == FUDA_NO_ID ? NLP_NO_NODE : nlp_phrases_step(lex->phrases, 0, e->symbol);
    e->pos = "";
    if (lex->settings->stop_words && english && abbreviated == NULL &&
        (fuda_strtab_find(&lex->stop->en, norm, e->norm_len) != FUDA_NO_ID ||
         fuda_strtab_find(&lex->stop->en, norm, len) != FUDA_NO_ID))
        return FUDA_OK;
    if (stem_len == 0 || (!lex->settings->numbers && all_digits(norm, len)))
        return FUDA_OK;
    e->term = nlp_lexicon_term(lex, NLP_KIND_WORD, english ? 'e' : 'o', stem, stem_len);
    return e->term == FUDA_NO_ID ? fuda_fail_nomem(err) : FUDA_OK;
}

static fuda_status make_zh(nlp_lexicon *lex, nlp_entry *e, fuda_error *err)
{
    char *norm = lex->norms.ptr + e->norm;

    simplify(norm, e->norm_len);
    e->cjk = true;
    e->symbol = first_symbol(norm, e->norm_len);
    e->node = walk_characters(lex->phrases, 0, norm, e->norm_len);
    e->pos = "";
    if (lex->settings->stop_words && fuda_strtab_find(&lex->stop->zh, norm, e->norm_len) != FUDA_NO_ID)
        return FUDA_OK;
    e->term = nlp_lexicon_term(lex, NLP_KIND_WORD, 'z', norm, e->norm_len);
    return e->term == FUDA_NO_ID ? fuda_fail_nomem(err) : FUDA_OK;
}

static fuda_status make_ja(nlp_lexicon *lex, nlp_entry *e, const char *feature, fuda_error *err)
{
    int nfield;
    fuda_str pos = field(feature, 0, &nfield), detail = field(feature, 1, &nfield), base;
    e->norm_len = (uint32_t)nlp_japanese_form(lex->norms.ptr + e->norm, e->norm_len);
    lex->norms.len = e->norm + e->norm_len;
    const char *norm = lex->norms.ptr + e->norm;
    fuda_status st;

    e->cjk = true;
    e->symbol = first_symbol(norm, e->norm_len);
    e->node = walk_characters(lex->phrases, 0, norm, e->norm_len);
    e->pos = pos_name(lex, pos, detail);
    if (e->pos == NULL)
        return fuda_fail_nomem(err);
    if (!has_word_character(norm, e->norm_len) ||
        (lex->settings->stop_words && !is_content(pos, detail)) ||
        (!lex->settings->numbers && all_digits(norm, e->norm_len)))
        return FUDA_OK;
    /* Dictionary form: field 7 of ipadic and its kin, field 11 of UniDic. */
    base = field(feature, nfield > 12 ? 10 : 6, &nfield);
    size_t at = lex->norms.len;
    if (base.len != 0 && !is(base, "*")) {
        st = nlp_normalize(base.ptr, base.len, &lex->norms, err);
        if (st != FUDA_OK)
            return st;
        lex->norms.len = at + nlp_japanese_form(lex->norms.ptr + at, lex->norms.len - at);
    } else {
        if (!fuda_buf_reserve(&lex->norms, e->norm_len))
            return fuda_fail_nomem(err);
        fuda_buf_add(&lex->norms, lex->norms.ptr + e->norm, e->norm_len);
    }
    const char *word = lex->norms.ptr + at;
    size_t len = nlp_drop_long_vowel(word, lex->norms.len - at);
    if (!lex->settings->stop_words || fuda_strtab_find(&lex->stop->ja, word, len) == FUDA_NO_ID) {
        e->term = nlp_lexicon_term(lex, NLP_KIND_WORD, 'j', word, len);
        if (e->term == FUDA_NO_ID)
            return fuda_fail_nomem(err);
    }
    lex->norms.len = at;
    return FUDA_OK;
}

static fuda_status make_entry(nlp_lexicon *lex, enum nlp_table table, const char *word, size_t len,
                              const char *feature, nlp_entry *e, fuda_error *err)
{
    fuda_status st;
    size_t at = lex->norms.len;

    *e = (nlp_entry){.term = FUDA_NO_ID, .node = NLP_NO_NODE, .symbol = FUDA_NO_ID, .pos = ""};
    if (table == NLP_SKIP) {
        fuda_str none = {"*", 1};
        e->pos = pos_name(lex, (fuda_str){word, len}, none);
        return e->pos == NULL ? fuda_fail_nomem(err) : FUDA_OK;
    }
    st = nlp_normalize(word, len, &lex->norms, err);
    if (st != FUDA_OK)
        return st;
    if (lex->norms.len > UINT32_MAX)
        return fuda_fail_nomem(err);
    e->norm = (uint32_t)at;
    e->norm_len = (uint32_t)(lex->norms.len - at);
    if (e->norm_len == 0)
        return FUDA_OK;
    switch (table) {
    case NLP_ZH:
        return make_zh(lex, e, err);
    case NLP_JA:
        return make_ja(lex, e, feature, err);
    default:
        return make_alpha(lex, e, word, len, table == NLP_EN, err);
    }
}

/* The table's own search; makes the entry of a new word. */
static fuda_status search(nlp_lexicon *lex, enum nlp_table table, const char *word, size_t len,
                          const char *feature, uint32_t *index, fuda_error *err)
{
    nlp_word_table *t = &lex->tables[table];
    uint32_t before = t->keys.count, id;
    char key[256];

    if (feature == NULL) {
        id = fuda_strtab_add(&t->keys, word, len);
    } else if (len + sizeof feature <= sizeof key) {
        /* One surface may be several dictionary entries: the record's address tells them apart. */
        memcpy(key, word, len);
        memcpy(key + len, &feature, sizeof feature);
        id = fuda_strtab_add(&t->keys, key, len + sizeof feature);
    } else {
        fuda_buf_clear(&lex->work);
        fuda_buf_add(&lex->work, word, len);
        fuda_buf_add(&lex->work, &feature, sizeof feature);
        id = lex->work.failed ? FUDA_NO_ID : fuda_strtab_add(&t->keys, lex->work.ptr, lex->work.len);
    }
    if (id == FUDA_NO_ID)
        return fuda_fail_nomem(err);
    if (id == before) {
        if (!FUDA_GROW(t->entries, t->cap, (size_t)id + 1))
            return fuda_fail_nomem(err);
        fuda_status st = make_entry(lex, table, word, len, feature, &t->entries[id], err);
        if (st != FUDA_OK)
            return st;
    }
    *index = id;
    return FUDA_OK;
}

/* The bytes of a word of 1 to 16 bytes in two numbers: different for different words of one length. */
static void pack(const char *word, size_t len, uint64_t *head, uint64_t *tail)
{
    uint32_t first, last;

    *tail = 0;
    if (len >= 8) {
        memcpy(head, word, 8);
        memcpy(tail, word + len - 8, 8);
    } else if (len >= 4) {
        memcpy(&first, word, 4);
        memcpy(&last, word + len - 4, 4);
        *head = (uint64_t)first << 32 | last;
    } else {
        *head = (uint64_t)(unsigned char)word[0] << 16 | (uint64_t)(unsigned char)word[len / 2] << 8 |
                (unsigned char)word[len - 1];
    }
}

uint32_t nlp_lexicon_expect(const nlp_lexicon *lex, const char *word, size_t len, const char *feature)
{
    uint64_t head, tail;
    uint32_t hash;

    if (len == 0 || len > 16)
        return 0;
    pack(word, len, &head, &tail);
    hash = (uint32_t)fuda_mix64(head ^ tail * 3 ^ (uintptr_t)feature);
    __builtin_prefetch(&lex->recent[hash & (NLP_NRECENT - 2)]);
    return hash;
}

fuda_status nlp_lexicon_meet(nlp_lexicon *lex, enum nlp_table table, const char *word, size_t len,
                             const char *feature, uint32_t hash, uint32_t *index, fuda_error *err)
{
    nlp_recent key = {.feature = feature, .len = (uint16_t)len, .table = (uint16_t)table};
    nlp_recent *pair = &lex->recent[hash & (NLP_NRECENT - 2)];
    fuda_status st;

    if (len == 0 || len > 16)
        return search(lex, table, word, len, feature, index, err);
    pack(word, len, &key.head, &key.tail);
    for (int way = 0; way < 2; way++) {
        const nlp_recent *r = &pair[way];
        if (r->head == key.head && r->tail == key.tail && r->feature == feature && r->len == key.len &&
            r->table == key.table) {
            *index = r->entry;
            __builtin_prefetch(&lex->tables[table].entries[*index]);
            return FUDA_OK;
        }
    }
    st = search(lex, table, word, len, feature, index, err);
    if (st == FUDA_OK) {
        key.entry = *index;
        pair[1] = pair[0]; /* the older one goes */
        pair[0] = key;
    }
    return st;
}

fuda_status nlp_lexicon_word(nlp_lexicon *lex, enum nlp_table table, const char *word, size_t len,
                             const char *feature, uint32_t *index, fuda_error *err)
{
    uint32_t hash = nlp_lexicon_expect(lex, word, len, feature);
    return nlp_lexicon_meet(lex, table, word, len, feature, hash, index, err);
}
