/* SPDX-License-Identifier: MIT */
/* The breaker of Han runs against ICU's own word breaks: on the authored Chinese texts and on random runs. */
#include "prelude.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/random.h"
#include "core/utf8.h"
#include "nlp/han.h"

enum { MAX_RUN = 4000 };

typedef struct oracle {
    nlp_breaker *icu;
    const nlp_han *han;
    size_t runs, words;
} oracle;

static void compare(oracle *o, const uint16_t *run, size_t n)
{
    static uint32_t cost[MAX_RUN + 1], ends[MAX_RUN + 1];
    fuda_error err = {0};
    size_t m = nlp_han_break(o->han, run, n, cost, ends), i = 0;
    int32_t end;

    assert_int_equal(nlp_breaker_set(o->icu, run, n, &err), FUDA_OK);
    while ((end = nlp_breaker_next(o->icu)) >= 0) {
        if (i >= m || ends[i] != (uint32_t)end) {
            char text[4];
            print_error("run of %zu: ", n);
            for (size_t j = 0; j < n; j++)
                print_error("%.*s", (int)fuda_utf8_put(run[j], text), text);
            fail_msg("word %zu ends at %d, not at %d", i, i < m ? (int)ends[i] : -1, (int)end);
        }
        i++;
    }
    assert_int_equal(i, m);
    o->runs++;
    o->words += m;
}

static void open_oracle(oracle *o)
{
    fuda_error err = {0};

    *o = (oracle){0};
    assert_int_equal(nlp_unicode_init(&err), FUDA_OK);
    assert_int_equal(nlp_breaker_new(&o->icu, &err), FUDA_OK);
    o->han = nlp_han_dictionary();
    assert_non_null(o->han->trie); /* Debian's ICU has its dictionary where this looks for it */
}

/* Characters as they follow each other in real sentences, and all of them for the next test. */
static void real_text(void **state)
{
    static const char *const files[] = {"zh-news-policy", "zh-patents-research", "zh-hard-cases"};
    static uint16_t run[MAX_RUN];
    fuda_buf file = {0};
    fuda_error err = {0};
    oracle o;

    (void)state;
    open_oracle(&o);
    for (size_t f = 0; f < 3; f++) {
        char path[400];
        size_t n = 0;
        snprintf(path, sizeof path, "%s/corpus/seed/%s.jsonl", SOURCE_DIR, files[f]);
        assert_int_equal(fuda_file_read(path, 1 << 24, &file, &err), FUDA_OK);
        for (size_t pos = 0; pos < file.len;) {
            uint32_t c = fuda_utf8_next(file.ptr, file.len, &pos);
            if (c >= NLP_HAN_FIRST && c < NLP_HAN_END && n < MAX_RUN) {
                run[n++] = (uint16_t)c;
                continue;
            }
            if (n > 0)
                compare(&o, run, n);
            n = 0;
        }
    }
    assert_true(o.runs > 10000 && o.words > 50000);
    fuda_buf_release(&file);
    nlp_breaker_free(o.icu);
}

/* Random runs: of frequent characters, where words overlap in every way, and of any at all. */
static void random_runs(void **state)
{
    static uint16_t run[MAX_RUN];
    uint16_t frequent[400];
    size_t nfrequent = 0;
    fuda_rng rng = {7};
    oracle o;
    const char *text = "人工智能学习机器中国大学研究发展技术企业数据模型系统信息安全管理国家政府市场经济社会产业创新"
                       "资金投入专利申请军民融合出口管制芯片制造设备网络平台服务教育人才培养国际合作标准法律法规一二三"
                       "不是的了在有和与及其所以为上下前后东西南北年月日时分高低长短大小多少生产业务员工作品质量子";

    (void)state;
    open_oracle(&o);
    for (size_t pos = 0, len = strlen(text); pos < len && nfrequent < 400;)
        frequent[nfrequent++] = (uint16_t)fuda_utf8_next(text, len, &pos);
    for (int i = 0; i < 6000; i++) {
        size_t n = 1 + fuda_rng_below(&rng, i % 100 == 0 ? 2000 : 40);
        for (size_t j = 0; j < n; j++)
            run[j] = i % 4 == 3 ? (uint16_t)(NLP_HAN_FIRST + fuda_rng_below(&rng, NLP_HAN_END - NLP_HAN_FIRST))
                                : frequent[fuda_rng_below(&rng, nfrequent)];
        compare(&o, run, n);
    }
    assert_int_equal(o.runs, 6000);
    nlp_breaker_free(o.icu);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(real_text), cmocka_unit_test(random_runs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
