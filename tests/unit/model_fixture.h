/* SPDX-License-Identifier: MIT */
/*
 * A small authored corpus in three languages — cooking, football, railways, and documents about
 * none of them — and the steps from it to a model, for the tests of models/.
 */
#ifndef TESTS_MODEL_FIXTURE_H
#define TESTS_MODEL_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/memory.h"
#include <fuda/model.h>

typedef struct authored {
    const char *title, *text;
    const char *labels; /* separated by ';', the first is the label of the single-label set */
} authored;

static const authored authored_docs[] = {
    {"Soup", "Peel the onions, chop the carrots and let the soup simmer with salt and pepper for an hour.", "cooking"},
    {NULL, "The baker kneads the dough, adds butter and flour, and puts the bread into the hot oven.", "cooking"},
    {NULL, "Whisk two eggs with sugar, fold in the flour and bake the cake until it is golden.", "cooking"},
    {"Recipe of the week", "Fry the garlic in olive oil, add tomatoes and basil, and serve the sauce with pasta.", "cooking"},
    {NULL, "The striker scored two goals and the home team won the match in front of a full stadium.", "football"},
    {"Cup final", "After extra time the goalkeeper saved three penalties and his club lifted the cup.", "football"},
    {NULL, "The coach praised the defenders: the team has not conceded a goal in five league matches.", "football"},
    {NULL, "A late goal from the captain decided the match, and the fans sang in the stadium.", "football"},
    {NULL, "The railway opens a new line next spring; express trains will stop at nine stations.", "railways"},
    {"Night train", "The sleeper train leaves the central station at ten and reaches the coast by morning.", "railways"},
    {NULL, "Engineers replaced the rails and signals on the line, so trains run on time again.", "railways"},
    {NULL, "In the dining car of the express train the cook fries eggs and serves onion soup to passengers.", "railways;cooking"},
    {NULL, "Special trains carried the football fans to the stadium station before the cup match.", "railways;football"},
    {NULL, "The court postponed its ruling on the inheritance until the witnesses can be heard.", ""},
    {"Weather", "Clouds gather over the mountains tonight and rain is expected on Sunday.", ""},
    {NULL, "She painted the portrait in oil and sold it to the museum of her native town.", ""},
    {"味噌汁", "鍋に出汁を沸かし、豆腐とわかめを入れて味噌を溶きます。最後に刻んだ葱を散らします。", "cooking"},
    {NULL, "小麦粉とバターと砂糖を混ぜ、生地を冷蔵庫で休ませてからオーブンで焼きます。", "cooking"},
    {NULL, "玉ねぎを炒め、人参と肉を加えて煮込み、カレーのルーを入れると夕食の料理が出来上がる。", "cooking"},
    {NULL, "卵を割って砂糖と牛乳を混ぜ、フライパンで焼くと甘い卵焼きになる。料理の基本だ。", "cooking"},
    {"決勝", "後半に主将がゴールを決め、サッカーの試合は二対一で地元のチームが勝った。", "football"},
    {NULL, "ゴールキーパーが相手のシュートを三度止め、チームは優勝杯を手にした。", "football"},
    {NULL, "監督は守備の選手を称え、サッカーリーグの次の試合でも失点しないと語った。", "football"},
    {NULL, "スタジアムに集まった観客は、選手がゴールを決めるたびに大きな声援を送った。", "football"},
    {"新線", "来春、鉄道の新しい路線が開業し、特急列車が九つの駅に停車する。", "railways"},
    {NULL, "夜行列車は午後十時に東京駅を出発し、翌朝に日本海側の駅へ到着する。", "railways"},
    {NULL, "線路と信号の交換が終わり、電車は再び時刻表どおりに運転している。", "railways"},
    {NULL, "特急列車の食堂車では、料理人が卵を焼き、味噌汁を乗客に出している。", "railways;cooking"},
    {NULL, "裁判所は相続をめぐる判決を、証人の話を聞くまで延期した。", ""},
    {NULL, "今夜は山沿いに雲が広がり、日曜日には雨が降る見込みです。", ""},
    {NULL, "彼女は油絵の肖像画を描き、故郷の美術館に売った。", ""},
    {"家常菜", "把土豆和胡萝卜切成小块，锅里放油，先炒洋葱，再加水和盐慢慢煮。", "cooking"},
    {NULL, "面粉里加鸡蛋和糖，揉成面团，放进烤箱烤二十分钟，面包就做好了。", "cooking"},
    {NULL, "鱼洗净后放上葱姜，蒸十分钟，淋上酱油和热油，这道菜就可以上桌。", "cooking"},
    {NULL, "厨师把豆腐切块，用酱油和辣椒炒香，再撒上葱花，味道很好。", "cooking"},
    {"决赛", "下半场队长射门得分，主队在足球比赛中以二比一战胜对手。", "football"},
    {NULL, "守门员扑出三个点球，球队在加时赛后捧起了足球联赛的奖杯。", "football"},
    {NULL, "教练表扬了后卫，球队已经连续五场比赛没有失球，球迷非常高兴。", "football"},
    {NULL, "体育场里坐满了球迷，前锋打进两个球，足球比赛的气氛很热烈。", "football"},
    {"新线路", "明年春天铁路新线开通，特快列车将在九个车站停靠。", "railways"},
    {NULL, "夜班火车晚上十点从中央车站出发，第二天早晨到达海边。", "railways"},
    {NULL, "工程师更换了铁轨和信号设备，列车又能准点运行了。", "railways"},
    {NULL, "特快列车的餐车里，厨师炒鸡蛋、煮面条，给旅客送上热菜。", "railways;cooking"},
    {NULL, "法院决定推迟遗产案的判决，等证人出庭以后再审理。", ""},
    {NULL, "今晚山区多云，预计星期天有雨，气温略有下降。", ""},
    {NULL, "她画了一幅油画肖像，卖给了家乡的美术馆。", ""},
};
enum { NAUTHORED = sizeof authored_docs / sizeof authored_docs[0] };

/* Documents with memory of their own. */
typedef struct corpus {
    fuda_document docs[NAUTHORED];
    const fuda_document *list[NAUTHORED];
    fuda_str labels[NAUTHORED][3];
    char ids[NAUTHORED][24];
    size_t n;
} corpus;

static inline fuda_str str(const char *text)
{
    return text == NULL ? (fuda_str){NULL, 0} : (fuda_str){text, strlen(text)};
}

/* Single: the documents with a label, each with its first.  Else all, with their sets. */
static inline void corpus_make(corpus *c, bool single)
{
    c->n = 0;
    for (size_t i = 0; i < NAUTHORED; i++) {
        const authored *a = &authored_docs[i];
        fuda_document *d = &c->docs[c->n];
        size_t nlabel = 0;
        if (single && a->labels[0] == '\0')
            continue;
        for (const char *p = a->labels; *p != '\0';) {
            size_t len = strcspn(p, ";");
            c->labels[c->n][nlabel++] = (fuda_str){p, len};
            p += len + (p[len] == ';');
        }
        snprintf(c->ids[c->n], sizeof c->ids[c->n], "d%zu", i);
        *d = (fuda_document){
            .id = str(c->ids[c->n]), .title = str(a->title), .text = str(a->text),
            .labelling = single ? FUDA_ONE_LABEL : FUDA_LABEL_SET,
            .labels = c->labels[c->n], .nlabel = single ? 1 : nlabel,
        };
        c->list[c->n] = d;
        c->n++;
    }
}

static inline fuda_dataset *dataset_of(const corpus *c, const fuda_train_options *options)
{
    fuda_error err = {0};
    fuda_dataset *data = NULL;

    if (fuda_dataset_new(options, &data, &err) != FUDA_OK ||
        fuda_dataset_add(data, c->list, c->n, NULL, &err) != FUDA_OK)
        fail_msg("data set: %s", err.text);
    return data;
}

static inline fuda_model *train_on(const corpus *c, const fuda_train_options *options)
{
    fuda_dataset *data = dataset_of(c, options);
    fuda_error err = {0};
    fuda_model *model = NULL;

    if (fuda_train(data, &model, &err) != FUDA_OK)
        fail_msg("training: %s", err.text);
    fuda_dataset_free(data);
    return model;
}

/* ---- files ---------------------------------------------------------------------------------- */

/* A folder of the test's own, made at the first use; its files are removed by temp_clean. */
static char temp_folder[64];

static inline const char *temp_path(const char *name)
{
    static char paths[4][128];
    static unsigned turn;
    char *path = paths[turn++ % 4];

    if (temp_folder[0] == '\0') {
        snprintf(temp_folder, sizeof temp_folder, "/tmp/fuda-test-XXXXXX");
        if (mkdtemp(temp_folder) == NULL)
            fail_msg("no temporary folder");
    }
    snprintf(path, sizeof paths[0], "%s/%s", temp_folder, name);
    return path;
}

static inline void temp_clean(const char *const *names, size_t n)
{
    if (temp_folder[0] == '\0')
        return;
    for (size_t i = 0; i < n; i++)
        unlink(temp_path(names[i]));
    if (rmdir(temp_folder) != 0)
        fprintf(stderr, "%s is not empty\n", temp_folder);
    temp_folder[0] = '\0';
}

static inline void write_file(const char *path, const void *bytes, size_t len)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL || fwrite(bytes, 1, len, out) != len || fclose(out) != 0)
        fail_msg("cannot write %s", path);
}

static inline void read_whole(const char *path, fuda_buf *out)
{
    FILE *in = fopen(path, "rb");
    char block[4096];
    size_t got;

    fuda_buf_clear(out);
    if (in == NULL)
        fail_msg("cannot open %s", path);
    while ((got = fread(block, 1, sizeof block, in)) > 0)
        fuda_buf_add(out, block, got);
    fclose(in);
}

/* A taxonomy of three labels for the same topics, with hints and names. */
static const char topics_yaml[] =
    "version: 1.5\n"
    "labels:\n"
    "  - id: railways\n"
    "    name: {en: Railways, ja: 鉄道, zh: 铁路}\n"
    "    codes: [B61B 1/00, B61L]\n"
    "    terms:\n"
    "      en: [railway, express train, sleeper train]\n"
    "      ja: [鉄道, 特急列車, 夜行列車]\n"
    "      zh: [铁路, 特快列车]\n"
    "    weak: {en: [station], ja: [駅], zh: [车站]}\n"
    "  - id: cooking\n"
    "    name: {en: Cooking, ja: 料理, zh: 烹饪}\n"
    "    terms: {en: [soup, olive oil], ja: [料理, 味噌汁], zh: [厨师, 酱油]}\n"
    "  - id: football\n"
    "    name: {en: Football, zh: 足球}\n"
    "    terms: {en: [football, goalkeeper], ja: [サッカー], zh: [足球, 足球比赛]}\n";

static inline fuda_taxonomy *topics(void)
{
    const char *path = temp_path("topics.yaml");
    fuda_taxonomy *tax = NULL;
    fuda_error err = {0};

    write_file(path, topics_yaml, sizeof topics_yaml - 1);
    if (fuda_taxonomy_load(path, &tax, &err) != FUDA_OK)
        fail_msg("taxonomy: %s", err.text);
    return tax;
}

#endif
