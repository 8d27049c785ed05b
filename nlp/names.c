/* SPDX-License-Identifier: MIT */
#include "nlp/names.h"

#include <pthread.h>
#include <stdbool.h>
#include <uchar.h>

#include "nlp/unicode.h"

/* Countries and regions of three characters and more, in simplified characters; the longer before its beginning. */
static const char16_t *const names[] = {
    u"印度尼西亚", u"印度洋", u"印度支那", u"巴布亚新几内亚", u"赤道几内亚", u"几内亚比绍", u"几内亚", u"南苏丹", u"北马其顿",
    u"马来西亚", u"新加坡", u"菲律宾", u"柬埔寨", u"巴基斯坦", u"孟加拉国", u"斯里兰卡", u"尼泊尔", u"马尔代夫", u"阿富汗",
    u"哈萨克斯坦", u"乌兹别克斯坦", u"吉尔吉斯斯坦", u"塔吉克斯坦", u"土库曼斯坦", u"沙特阿拉伯", u"阿拉伯联合酋长国", u"阿联酋",
    u"科威特", u"卡塔尔", u"巴勒斯坦", u"以色列", u"伊拉克", u"叙利亚", u"黎巴嫩", u"土耳其", u"格鲁吉亚", u"亚美尼亚",
    u"阿塞拜疆", u"俄罗斯", u"乌克兰", u"白俄罗斯", u"摩尔多瓦", u"罗马尼亚", u"保加利亚", u"匈牙利", u"斯洛伐克",
    u"斯洛文尼亚", u"克罗地亚", u"塞尔维亚", u"波斯尼亚", u"阿尔巴尼亚", u"爱沙尼亚", u"拉脱维亚", u"立陶宛", u"奥地利",
    u"意大利", u"西班牙", u"葡萄牙", u"比利时", u"卢森堡", u"爱尔兰", u"北爱尔兰", u"苏格兰", u"英格兰", u"威尔士",
    u"新西兰", u"澳大利亚", u"加拿大", u"墨西哥", u"危地马拉", u"洪都拉斯", u"萨尔瓦多", u"尼加拉瓜", u"哥斯达黎加",
    u"巴拿马", u"多米尼加", u"牙买加", u"哥伦比亚", u"委内瑞拉", u"厄瓜多尔", u"玻利维亚", u"阿根廷", u"乌拉圭", u"巴拉圭",
    u"摩洛哥", u"阿尔及利亚", u"突尼斯", u"利比亚", u"毛里塔尼亚", u"毛里求斯", u"塞内加尔", u"冈比亚", u"塞拉利昂",
    u"利比里亚", u"科特迪瓦", u"布基纳法索", u"尼日利亚", u"尼日尔", u"喀麦隆", u"中非共和国", u"刚果民主共和国",
    u"刚果共和国", u"安哥拉", u"赞比亚", u"津巴布韦", u"博茨瓦纳", u"纳米比亚", u"莫桑比克", u"马达加斯加", u"坦桑尼亚",
    u"肯尼亚", u"乌干达", u"卢旺达", u"布隆迪", u"埃塞俄比亚", u"厄立特里亚", u"索马里", u"吉布提", u"斯威士兰", u"马拉维",
    u"所罗门群岛", u"瓦努阿图", u"密克罗尼西亚", u"加利福尼亚", u"弗吉尼亚", u"西弗吉尼亚", u"宾夕法尼亚", u"北卡罗来纳",
    u"南卡罗来纳", u"新罕布什尔", u"新墨西哥", u"得克萨斯", u"马萨诸塞", u"内蒙古", u"东帝汶", 0};

/* First characters of the names, a bit each: most words begin with none. */
static struct {
    pthread_once_t once;
    uint64_t first[(NLP_HAN_END - NLP_HAN_FIRST) / 64];
} N = {.once = PTHREAD_ONCE_INIT};

static void fill(void)
{
    for (int i = 0; names[i] != 0; i++) {
        uint32_t c = (uint32_t)names[i][0] - NLP_HAN_FIRST;
        N.first[c / 64] |= (uint64_t)1 << c % 64;
    }
}

static bool may_begin(uint32_t c)
{
    return c >= NLP_HAN_FIRST && c < NLP_HAN_END &&
           (N.first[(c - NLP_HAN_FIRST) / 64] >> (c - NLP_HAN_FIRST) % 64 & 1) != 0;
}

/* Length of the longest name at the start of run, within `left` units; 0: none. */
static size_t name_at(const uint16_t *run, size_t left)
{
    size_t best = 0;

    for (int i = 0; names[i] != 0; i++) {
        size_t n = 0;
        while (n < left && names[i][n] != 0 && nlp_simplified(run[n]) == names[i][n])
            n++;
        if (names[i][n] == 0 && n > best)
            best = n;
    }
    return best;
}

size_t nlp_join_names(const uint16_t *run, uint32_t *ends, size_t n)
{
    size_t to = 0, start = 0;

    pthread_once(&N.once, fill);
    for (size_t i = 0; i < n; i++) {
        size_t end = ends[i], name = 0;
        if (may_begin(nlp_simplified(run[start])) && (name = name_at(run + start, ends[n - 1] - start)) > end - start) {
            size_t k = i;
            while (k < n && ends[k] < start + name)
                k++;
            if (k < n && ends[k] == start + name)
                end = ends[i = k];
        }
        ends[to++] = (uint32_t)end;
        start = end;
    }
    return to;
}
