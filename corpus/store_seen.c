/* SPDX-License-Identifier: MIT */
#include "corpus/store_seen.h"

#include <stdlib.h>

#include "core/memory.h"

static unsigned char *find_page(store_seen *seen, int64_t doc, bool make)
{
    uint64_t key = (uint64_t)doc / (8 * STORE_SEEN_PAGE);
    uint32_t at = fuda_map64_get(&seen->index, key);

    if (at != FUDA_NO_ID)
        return seen->pages[at];
    if (!make || !FUDA_GROW(seen->pages, seen->cap, seen->npage + 1))
        return NULL;
    unsigned char *page = calloc(STORE_SEEN_PAGE, 1);
    if (page == NULL || !fuda_map64_add(&seen->index, key, (uint32_t)seen->npage)) {
        free(page);
        return NULL;
    }
    return seen->pages[seen->npage++] = page;
}

bool store_seen_add(store_seen *seen, int64_t doc, bool *old)
{
    unsigned char *page = find_page(seen, doc, true);
    size_t bit = (uint64_t)doc % (8 * STORE_SEEN_PAGE);

    if (page == NULL || !FUDA_GROW(seen->fresh, seen->fresh_cap, seen->nfresh + 1))
        return false;
    *old = (page[bit / 8] >> (bit % 8) & 1) != 0;
    page[bit / 8] |= (unsigned char)(1u << (bit % 8));
    if (!*old)
        seen->fresh[seen->nfresh++] = doc;
    return true;
}

void store_seen_keep(store_seen *seen)
{
    seen->nfresh = 0;
}

void store_seen_undo(store_seen *seen)
{
    for (size_t i = 0; i < seen->nfresh; i++) {
        unsigned char *page = find_page(seen, seen->fresh[i], false);
        size_t bit = (uint64_t)seen->fresh[i] % (8 * STORE_SEEN_PAGE);
        page[bit / 8] &= (unsigned char)~(1u << (bit % 8));
    }
    seen->nfresh = 0;
}

void store_seen_clear(store_seen *seen)
{
    for (size_t i = 0; i < seen->npage; i++)
        free(seen->pages[i]);
    free(seen->pages);
    free(seen->fresh);
    fuda_map64_release(&seen->index);
    *seen = (store_seen){0};
}
