/* SPDX-License-Identifier: MIT */
#include "models/passages.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
    const mdl_use *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->end != y->end)
        return x->end < y->end ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

/* True when a line or a sentence ends between two words. */
static bool is_break(fuda_str text, size_t from, size_t to)
{
    if (to > text.len || from >= to)
        return false;
    if (memchr(text.ptr + from, '\n', to - from) != NULL)
        return true;
    for (size_t i = from; i < to; i++) {
        if (to - i >= 3 && memcmp(text.ptr + i, "\xE3\x80\x82", 3) == 0) /* 。 */
            return true;
        if (to - i >= 2 && (text.ptr[i] == '.' || text.ptr[i] == '!' || text.ptr[i] == '?') &&
            text.ptr[i + 1] == ' ')
            return true;
    }
    return false;
}

bool mdl_cut(mdl_extractor *x, fuda_str text, size_t target, mdl_passages *out)
{
    size_t uses = 0, n, at = 0;

    while (uses < x->nuse && !x->uses[uses].in_title)
        uses++;
    n = target == 0 ? 1 : (uses + target / 2) / target;
    /* A title longer than a long text is none, and would be counted again in every passage. */
    if (n < MDL_LONG || (x->nuse - uses) / MDL_LONG > target)
        n = 1;
    if (!FUDA_GROW(out->bounds, out->cap, n + 1))
        return false;
    out->n = 0;
    out->bounds[0] = 0;
    if (n > 1)
        qsort(x->uses, uses, sizeof *x->uses, by_place);
    for (size_t j = 1; j < n; j++) {
        /* The first good place within the next half passage, or right here. */
        size_t ideal = uses * j / n, last = ideal + uses / n / 2, cut = ideal;
        if (ideal <= at)
            continue;
        for (size_t u = ideal; u < last && u < uses; u++) {
            if (is_break(text, x->uses[u - 1].end, x->uses[u].start)) {
                cut = u;
                break;
            }
        }
        at = cut;
        out->bounds[++out->n] = cut;
    }
    out->bounds[++out->n] = uses;
    return true;
}
