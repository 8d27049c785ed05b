/* SPDX-License-Identifier: MIT */
/* The page: how the figures were made, what they do not say, and where they come from. */
#include "corpus/html.h"

static void put_rates(html_page *p)
{
    if (html_rows(p, REP_RATES) == 0)
        return;
    html_put(p, "<details><summary>Error rates of the model</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                "aria-label=\"Error rates\"><table class=\"plain\"><thead><tr><th scope=\"col\">Label</th><th scope=\"col\">Language"
                "</th><th scope=\"col\" class=\"n\">Held-out with label</th><th scope=\"col\" class=\"n\">found (95&#8239;%)</th>"
                "<th scope=\"col\" class=\"n\">without</th><th scope=\"col\" class=\"n\">tagged all the same (95&#8239;%)</th></tr>"
                "</thead><tbody>");
    for (size_t i = 0; i < html_rows(p, REP_RATES); i++) {
        if (!html_is(html_cell_text(p, REP_RATES, i, "lang"), "all"))
            continue;
        html_put(p, "<tr><th scope=\"row\">");
        html_text(p, html_name(p, html_cell_text(p, REP_RATES, i, "label")), 60);
        html_put(p, "</th><td>");
        html_text(p, html_cell_text(p, REP_RATES, i, "lang"), 12);
        html_put(p, "</td><td class=\"n\">");
        html_count(p, (double)(html_cell_int(p, REP_RATES, i, "tp") + html_cell_int(p, REP_RATES, i, "fn")));
        html_put(p, "</td><td class=\"n\">");
        html_percent(p, html_cell_real(p, REP_RATES, i, "recall"));
        html_put(p, " <small>(");
        html_percent(p, html_cell_real(p, REP_RATES, i, "recall_low"));
        html_put(p, "–");
        html_percent(p, html_cell_real(p, REP_RATES, i, "recall_high"));
        html_put(p, ")</small></td><td class=\"n\">");
        html_count(p, (double)(html_cell_int(p, REP_RATES, i, "fp") + html_cell_int(p, REP_RATES, i, "tn")));
        html_put(p, "</td><td class=\"n\">");
        html_percent(p, html_cell_real(p, REP_RATES, i, "false_alarm"));
        html_put(p, " <small>(");
        html_percent(p, html_cell_real(p, REP_RATES, i, "false_alarm_low"));
        html_put(p, "–");
        html_percent(p, html_cell_real(p, REP_RATES, i, "false_alarm_high"));
        html_put(p, ")</small></td></tr>");
    }
    html_put(p, "</tbody></table></div></details>");
}

void html_method(html_page *p)
{
    html_section(p, "method", "Method and limits", NULL);
    html_put(p, "<ul class=\"limits\">");
    for (size_t i = 0; i < html_rows(p, REP_LIMITS); i++) {
        html_put(p, "<li>");
        html_text(p, html_cell_text(p, REP_LIMITS, i, "limit"), 0);
        html_put(p, "</li>");
    }
    html_put(p, "</ul><p class=\"note\">Corrected counts: adjusted count (Forman 2008) within each language, percentile intervals "
                "over documents and error rates. Trends: Mann (1945), Kendall (1975), Theil (1950), Sen (1968), Benjamini and "
                "Hochberg (1995). Key terms: documents with the term, weighted log-odds with an informative prior (Monroe, "
                "Colaresi and Quinn 2008), G² of at least 6.63 (Dunning 1993).</p>");
    put_rates(p);
    html_put(p, "<h3>Where this comes from</h3><dl class=\"provenance\">");
    for (size_t i = 0; i < html_rows(p, REP_PROVENANCE); i++) {
        html_put(p, "<dt>");
        html_text(p, html_cell_text(p, REP_PROVENANCE, i, "item"), 60);
        html_put(p, "</dt><dd>");
        html_text(p, html_cell_text(p, REP_PROVENANCE, i, "value"), 400);
        html_put(p, "</dd>");
    }
    html_put(p, "</dl></section>");
}
