/* SPDX-License-Identifier: MIT */
/* The page: which fields come with which drivers beyond chance, as a picture with its table. */
#include <math.h>

#include "corpus/html.h"

enum { MOST_EDGES = 28, MOST_NODES = 40, WIDTH = 880, LEFT = 330, RIGHT = 550, ROW = 26, TOP = 16 };

typedef struct edge {
    size_t row; /* of the table of pairs */
    size_t left, right;
} edge;

typedef struct network {
    edge edges[MOST_EDGES];
    size_t nedge;
    fuda_str nodes[2][MOST_NODES]; /* labels: left, right */
    size_t nnode[2];
} network;

/* The node's place, added if there is room; MOST_NODES if not. */
static size_t node_of(network *w, int side, fuda_str label)
{
    size_t n = w->nnode[side];

    for (size_t i = 0; i < n; i++) {
        if (html_same(w->nodes[side][i], label))
            return i;
    }
    if (n == MOST_NODES)
        return MOST_NODES;
    w->nodes[side][n] = label;
    return w->nnode[side]++;
}

static fuda_str axis_of(const html_page *p, fuda_str label)
{
    size_t row = html_label_row(p, label);
    return row == SIZE_MAX ? (fuda_str){0} : html_cell_text(p, REP_LABELS, row, "axis");
}

/* Pairs of the two axes of the cross-table that are bound beyond chance. */
static void collect(const html_page *p, network *w)
{
    fuda_str a_axis = axis_of(p, html_cell_text(p, REP_CROSS, 0, "field"));
    fuda_str b_axis = axis_of(p, html_cell_text(p, REP_CROSS, 0, "driver"));

    for (size_t i = 0; i < html_rows(p, REP_COOCCURRENCE) && w->nedge < MOST_EDGES; i++) {
        fuda_str a = html_cell_text(p, REP_COOCCURRENCE, i, "a"), b = html_cell_text(p, REP_COOCCURRENCE, i, "b");
        if (!(html_cell_real(p, REP_COOCCURRENCE, i, "q") < 0.05) || !(html_cell_real(p, REP_COOCCURRENCE, i, "odds_ratio") > 1) ||
            html_cell_int(p, REP_COOCCURRENCE, i, "both") < 3 || !html_same(axis_of(p, a), a_axis) ||
            !html_same(axis_of(p, b), b_axis))
            continue;
        edge e = {i, node_of(w, 0, a), node_of(w, 1, b)};
        if (e.left < MOST_NODES && e.right < MOST_NODES)
            w->edges[w->nedge++] = e;
    }
}

static double y_of(size_t place, size_t n, size_t most)
{
    /* The shorter side is spread over the height of the longer. */
    return TOP + ROW * (n > 1 ? (double)place * (double)(most - 1) / (double)(n - 1) : (double)(most - 1) / 2);
}

static void put_edge(html_page *p, const network *w, const edge *e, size_t most)
{
    double y1 = y_of(e->left, w->nnode[0], most), y2 = y_of(e->right, w->nnode[1], most);
    double odds = html_cell_real(p, REP_COOCCURRENCE, e->row, "odds_ratio");

    html_putf(p, "<path d=\"M%d %.1f C%d %.1f %d %.1f %d %.1f\" stroke-width=\"%.1f\"><title>", LEFT + 8, y1, LEFT + 90, y1,
              RIGHT - 90, y2, RIGHT - 8, y2, fmin(1 + log2(odds), 9));
    html_text(p, html_name(p, w->nodes[0][e->left]), 60);
    html_put(p, " – ");
    html_text(p, html_name(p, w->nodes[1][e->right]), 60);
    html_putf(p, ": odds ratio %.1f</title></path>", odds);
}

static void put_picture(html_page *p, const network *w)
{
    size_t most = w->nnode[0] > w->nnode[1] ? w->nnode[0] : w->nnode[1];

    html_putf(p, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Network\"><svg class=\"net\" "
                 "viewBox=\"0 0 %d %zu\" role=\"img\" aria-label=\"Fields on the left, drivers on the right, joined where they "
                 "come together beyond chance\"><g class=\"edges\">",
              WIDTH, 2 * (size_t)TOP + ROW * (most - 1));
    for (size_t i = 0; i < w->nedge; i++)
        put_edge(p, w, &w->edges[i], most);
    html_put(p, "</g>");
    for (int side = 0; side < 2; side++) {
        html_putf(p, "<g class=\"%s\">", side == 0 ? "from" : "to");
        for (size_t i = 0; i < w->nnode[side]; i++) {
            double y = y_of(i, w->nnode[side], most);
            html_putf(p, "<circle cx=\"%d\" cy=\"%.1f\" r=\"4\"/><text x=\"%d\" y=\"%.1f\">", side == 0 ? LEFT : RIGHT, y,
                      side == 0 ? LEFT - 12 : RIGHT + 12, y + 4.5);
            html_text(p, html_name(p, w->nodes[side][i]), 44);
            html_put(p, "</text>");
        }
        html_put(p, "</g>");
    }
    html_put(p, "</svg></div>");
}

static void put_table(html_page *p)
{
    enum { SHOWN = 60 };

    html_put(p, "<details><summary>Pairs of labels as a table</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                "aria-label=\"Pairs of labels\"><table class=\"plain\"><thead><tr><th scope=\"col\">Label</th><th scope=\"col\">with"
                "</th><th scope=\"col\" class=\"n\">Both</th><th scope=\"col\" class=\"n\">By chance</th><th scope=\"col\" "
                "class=\"n\">Odds ratio (95&#8239;%)</th><th scope=\"col\" class=\"n\">PMI</th><th scope=\"col\" class=\"n\">q</th>"
                "</tr></thead><tbody>");
    for (size_t i = 0; i < html_rows(p, REP_COOCCURRENCE) && i < SHOWN; i++) {
        double pmi = html_cell_real(p, REP_COOCCURRENCE, i, "pmi");
        html_put(p, "<tr><th scope=\"row\">");
        html_text(p, html_name(p, html_cell_text(p, REP_COOCCURRENCE, i, "a")), 60);
        html_put(p, "</th><td>");
        html_text(p, html_name(p, html_cell_text(p, REP_COOCCURRENCE, i, "b")), 60);
        html_put(p, "</td><td class=\"n\">");
        html_count(p, (double)html_cell_int(p, REP_COOCCURRENCE, i, "both"));
        html_putf(p, "</td><td class=\"n\">%.1f</td><td class=\"n\">%.2f (%.2f–%.2f)</td><td class=\"n\">",
                  html_cell_real(p, REP_COOCCURRENCE, i, "expected"), html_cell_real(p, REP_COOCCURRENCE, i, "odds_ratio"),
                  html_cell_real(p, REP_COOCCURRENCE, i, "low"), html_cell_real(p, REP_COOCCURRENCE, i, "high"));
        if (isfinite(pmi))
            html_putf(p, "%.2f", pmi);
        else
            html_put(p, "–");
        html_putf(p, "</td><td class=\"n\">%.3f</td></tr>", html_cell_real(p, REP_COOCCURRENCE, i, "q"));
    }
    html_put(p, "</tbody></table></div></details>");
}

void html_network(html_page *p)
{
    network w = {.nedge = 0};

    if (html_rows(p, REP_COOCCURRENCE) == 0)
        return;
    if (html_rows(p, REP_CROSS) > 0)
        collect(p, &w);
    html_section(p, "network", "What comes together beyond chance",
                 w.nedge > 0 ? "Lines join a field and a driver that share more documents than chance would give (q below 0.05); "
                               "the thicker, the larger the odds ratio."
                             : "No field and driver share surely more documents than chance would give.");
    if (w.nedge > 0)
        put_picture(p, &w);
    put_table(p);
    html_put(p, "</section>");
}
