/* SPDX-License-Identifier: MIT */
#include "nlp/han.h"

#include <pthread.h>

/*
 * The serialised form of ICU's UCharsTrie, format 1: nodes are 16-bit units.
 *   0x0000 … 0x002F  branch: one way for each of several characters; number − 1, or 0 and it follows
 *   0x0030 … 0x003F  a chain of 1 to 16 characters
 *   0x0040 … 0x7FFF  the upper bits are a value, the lower six a node as above
 *   0x8000 …         the value of a word that is no other's beginning
 * Values and distances that do not fit take one or two units more.
 */
enum {
    CHAIN = 0x30,
    VALUE = 0x40,
    FINAL = 0x8000,
    LINEAR = 5,           /* branches up to this many ways are lists, larger ones are halved */
    VALUE_2 = 0x4000, VALUE_3 = 0x7FFF,
    NODE_VALUE_2 = 0x4040, NODE_VALUE_3 = 0x7FC0,
    DELTA_2 = 0xFC00, DELTA_3 = 0xFFFF,
    MAX_WORD = 20,        /* characters */
    NO_WORD = 255         /* cost of a character that is no word */
};

static uint32_t long_number(const uint16_t *at)
{
    return (uint32_t)at[0] << 16 | at[1];
}

/* A number whose lead is at *at (a final value, or a way's distance), and *at moved behind it. */
static uint32_t read_value(const uint16_t **at)
{
    uint32_t lead = *(*at)++ & 0x7FFFu;

    if (lead < VALUE_2)
        return lead;
    if (lead < VALUE_3)
        return (lead - VALUE_2) << 16 | *(*at)++;
    *at += 2;
    return long_number(*at - 2);
}

static const uint16_t *skip_delta(const uint16_t *at)
{
    uint32_t lead = *at++;
    return at + (lead < DELTA_2 ? 0 : lead == DELTA_3 ? 2 : 1);
}

static const uint16_t *jump(const uint16_t *at)
{
    uint32_t delta = *at++;

    if (delta == DELTA_3) {
        delta = long_number(at);
        at += 2;
    } else if (delta >= DELTA_2) {
        delta = (delta - DELTA_2) << 16 | *at++;
    }
    return at + delta;
}

/* The way of a branch for c, or NULL.  `at` is behind the node's first unit. */
static const uint16_t *branch(const uint16_t *at, uint32_t n, uint16_t c)
{
    if (n == 0)
        n = *at++;
    n++;
    while (n > LINEAR) {
        if (c < *at++) {
            n >>= 1;
            at = jump(at);
        } else {
            n -= n >> 1;
            at = skip_delta(at);
        }
    }
    for (; n > 1; n--) {
        if (c == *at++) {
            if ((*at & FINAL) != 0)
                return at;
            uint32_t delta = read_value(&at);
            return at + delta;
        }
        read_value(&at);
    }
    return c == *at ? at + 1 : NULL;
}

/* A place in the trie: at a node, or within a chain with `left` characters to come. */
typedef struct place {
    const uint16_t *at;
    uint32_t left;
} place;

static bool step(place *p, uint16_t c)
{
    uint32_t node;

    if (p->left == 0) {
        node = *p->at++;
        if (node >= VALUE) {
            if ((node & FINAL) != 0)
                return false;
            p->at += node < NODE_VALUE_2 ? 0 : node < NODE_VALUE_3 ? 1 : 2;
            node &= VALUE - 1;
        }
        if (node < CHAIN) {
            p->at = branch(p->at, node, c);
            return p->at != NULL;
        }
        p->left = node - CHAIN + 1;
    }
    p->left--;
    return *p->at++ == c;
}

/* True when a word ends at the place; *longer tells whether there are longer ones. */
static bool word_at(const place *p, uint32_t *value, bool *longer)
{
    const uint16_t *at = p->at;
    uint32_t node = *at;

    *longer = true;
    if (p->left != 0 || node < VALUE)
        return false;
    if ((node & FINAL) != 0) {
        *value = read_value(&at);
        *longer = false;
    } else if (node < NODE_VALUE_2) {
        *value = (node >> 6) - 1;
    } else if (node < NODE_VALUE_3) {
        *value = ((node & 0x7FC0) - NODE_VALUE_2) << 10 | at[1];
    } else {
        *value = long_number(at + 1);
    }
    return true;
}

static nlp_han the_han;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void prepare(void)
{
    const uint16_t *trie = nlp_han_trie();

    the_han.trie = trie;
    for (uint32_t c = NLP_HAN_FIRST; trie != NULL && c < NLP_HAN_END; c++) {
        place p = {trie, 0};
        if (!step(&p, (uint16_t)c))
            continue;
        if (p.left != 0)
            the_han.trie = NULL; /* the root is no branch: not the dictionary we know */
        the_han.first[c - NLP_HAN_FIRST] = (uint32_t)(p.at - trie);
    }
}

const nlp_han *nlp_han_dictionary(void)
{
    pthread_once(&once, prepare);
    return &the_han;
}

static void relax(uint32_t *cost, uint32_t *back, size_t from, size_t to, uint32_t price)
{
    if (cost[from] + price < cost[to]) {
        cost[to] = cost[from] + price;
        back[to] = (uint32_t)from;
    }
}

size_t nlp_han_break(const nlp_han *han, const uint16_t *run, size_t n, uint32_t *cost, uint32_t *back)
{
    size_t m = 0, left;

    cost[0] = 0;
    for (size_t i = 1; i <= n; i++)
        cost[i] = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        uint32_t first = han->first[run[i] - NLP_HAN_FIRST], value;
        bool alone = false, longer = first != 0;
        place p = {han->trie + first, 0};
        for (size_t len = 1; longer; len++) {
            if (word_at(&p, &value, &longer)) {
                relax(cost, back, i, i + len, value);
                alone |= len == 1;
            }
            if (len >= MAX_WORD || i + len >= n || !longer || !step(&p, run[i + len]))
                break;
        }
        if (!alone)
            relax(cost, back, i, i + 1, NO_WORD);
    }
    /* The words' ends, found from the last one; the costs are not needed any more. */
    for (size_t at = n; at > 0; at = back[at])
        m++;
    left = m;
    for (size_t at = n; at > 0;) {
        size_t before = back[at];
        cost[--left] = (uint32_t)at;
        at = before;
    }
    for (size_t i = 0; i < m; i++)
        back[i] = cost[i];
    return m;
}
