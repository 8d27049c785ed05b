/* SPDX-License-Identifier: MIT */
#include "nlp/forms.h"

#include <pthread.h>
#include <string.h>

#include "core/utf8.h"
#include "nlp/unicode.h"

/* Old form, new form; pairs that are one to one. */
static const char old_kanji[] =
    "亞亜惡悪壓圧圍囲醫医爲為壹壱隱隠榮栄營営衞衛驛駅圓円鹽塩緣縁艷艶應応歐欧毆殴櫻桜奧奥橫横溫温穩穏假仮價価畫画會会"
    "懷懐壞壊擴拡殼殻覺覚學学嶽岳樂楽渴渇勸勧卷巻寬寛歡歓觀観關関陷陥巖巌顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙虛虚"
    "峽峡挾挟狹狭曉暁區区驅駆勳勲薰薫徑径惠恵揭掲攜携溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸儉倹劍剣圈圏檢検權権獻献硏研縣県"
    "險険顯顕驗験嚴厳效効廣広恆恒鑛鉱號号國国濟済碎砕齋斎劑剤雜雑參参慘惨棧桟蠶蚕贊賛殘残齒歯兒児辭辞濕湿實実舍舎寫写"
    "釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙奬奨將将燒焼稱称證証乘乗剩剰壤壌孃嬢條条淨浄疊畳穰穣讓譲釀醸囑嘱觸触"
    "寢寝愼慎晉晋眞真盡尽圖図粹粋醉酔隨随髓髄數数樞枢聲声靜静齊斉攝摂竊窃專専戰戦淺浅潛潜纖繊踐践錢銭禪禅雙双壯壮搜捜"
    "插挿巢巣爭争總総聰聡莊荘裝装騷騒臟臓藏蔵屬属續続墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴"
    "遲遅晝昼蟲虫鑄鋳廳庁聽聴敕勅鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗當当鬪闘德徳獨独讀読屆届繩縄貳弐惱悩腦脳霸覇廢廃拜拝"
    "賣売麥麦發発髮髪拔抜蠻蛮祕秘濱浜佛仏拂払變変邊辺寶宝襃褒豐豊沒没每毎萬万滿満麵麺默黙譯訳藥薬與与搖揺樣様謠謡遙遥"
    "譽誉亂乱覽覧賴頼龍竜兩両獵猟綠緑鄰隣壘塁淚涙禮礼勵励靈霊齡齢戀恋爐炉勞労樓楼錄録灣湾";

static struct {
    pthread_once_t once;
    uint16_t new_form[NLP_HAN_END - NLP_HAN_FIRST];
} F = {.once = PTHREAD_ONCE_INIT};

static void fill(void)
{
    for (size_t pos = 0; pos + 6 <= sizeof old_kanji - 1;) {
        uint32_t old = fuda_utf8_next(old_kanji, sizeof old_kanji - 1, &pos);
        F.new_form[old - NLP_HAN_FIRST] = (uint16_t)fuda_utf8_next(old_kanji, sizeof old_kanji - 1, &pos);
    }
}

uint32_t nlp_new_kanji(uint32_t c)
{
    pthread_once(&F.once, fill);
    if (c < NLP_HAN_FIRST || c >= NLP_HAN_END || F.new_form[c - NLP_HAN_FIRST] == 0)
        return c;
    return F.new_form[c - NLP_HAN_FIRST];
}

/* The voiced form of a kana that has one: か → が. */
static uint32_t voiced(uint32_t c)
{
    uint32_t both = nlp_compose(c, 0x3099);
    return both == FUDA_BAD_CHAR ? c : both;
}

/* What an iteration mark stands for after `before`; the mark itself where it can stand for nothing. */
static uint32_t repeated(uint32_t mark, uint32_t before)
{
    nlp_class k = before == 0 ? NLP_SPACE : nlp_class_of(before);

    switch (mark) {
    case 0x3005: /* 々 */
        return k == NLP_HAN ? before : mark;
    case 0x309D: /* ゝ */
    case 0x30FD: /* ヽ */
        return k == NLP_HIRAGANA || k == NLP_KATAKANA ? before : mark;
    case 0x309E: /* ゞ */
    case 0x30FE: /* ヾ */
        return k == NLP_HIRAGANA || k == NLP_KATAKANA ? voiced(before) : mark;
    default:
        return mark;
    }
}

/* ヴァ ヴィ ヴェ ヴォ are バ ビ ベ ボ, ヴ alone ブ; *pos is moved behind a small vowel that is used up. */
static uint32_t v_to_b(const char *text, size_t len, size_t *pos)
{
    static const uint32_t forms[][2] = {{0x30A1, 0x30D0}, {0x30A3, 0x30D3}, {0x30A7, 0x30D9}, {0x30A9, 0x30DC}};
    size_t next = *pos;
    uint32_t vowel = next < len ? fuda_utf8_next(text, len, &next) : 0;

    for (int i = 0; i < 4; i++) {
        if (vowel == forms[i][0]) {
            *pos = next;
            return forms[i][1];
        }
    }
    return 0x30D6;
}

size_t nlp_japanese_form(char *text, size_t len)
{
    size_t to = 0;
    uint32_t before = 0;

    for (size_t pos = 0; pos < len;) {
        size_t at = pos;
        uint32_t c = fuda_utf8_next(text, len, &pos);
        if (c == FUDA_BAD_CHAR || c < 0x3000) {
            memmove(text + to, text + at, pos - at);
            to += pos - at;
            before = 0;
            continue;
        }
        c = c == 0x30F4 ? v_to_b(text, len, &pos) : nlp_new_kanji(repeated(c, before));
        to += fuda_utf8_put(c, text + to);
        before = c;
    }
    return to;
}

size_t nlp_drop_long_vowel(const char *text, size_t len)
{
    static const char mark[] = "ー";
    size_t n = 0;

    if (len < 12 || memcmp(text + len - 3, mark, 3) != 0 || memcmp(text + len - 6, mark, 3) == 0)
        return len;
    for (size_t pos = 0; pos < len; n++) {
        if (nlp_class_of(fuda_utf8_next(text, len, &pos)) != NLP_KATAKANA)
            return len;
    }
    return n >= 4 ? len - 3 : len;
}

bool nlp_is_dotted(const char *norm, size_t len)
{
    if (len < 3 || len % 2 == 0 || len > 15)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (i % 2 == 0 ? norm[i] < 'a' || norm[i] > 'z' : norm[i] != '.')
            return false;
    }
    return true;
}

/* True when the word stands in the list, which has a blank around each. */
static bool is_listed(const char *list, size_t list_len, const char *word, size_t len)
{
    char padded[16];

    if (len == 0 || len > sizeof padded - 2)
        return false;
    padded[0] = ' ';
    memcpy(padded + 1, word, len);
    padded[len + 1] = ' ';
    return memmem(list, list_len, padded, len + 2) != NULL;
}

bool nlp_is_unit(const char *norm, size_t len)
{
    static const char units[] =
        " nm um μm mm cm km kg mg w kw mw gw tw wh kwh mwh gwh twh v kv mv ma mah ah hz khz mhz ghz thz kb mb gb tb pb "
        "eb bit bits byte bytes kbps mbps gbps tbps flops mflops gflops tflops pflops eflops tops fps rpm dpi ppi "
        "ppm ppb db dbm pa kpa mpa gpa ev kev mev gev nits ";
    return is_listed(units, sizeof units - 1, norm, len);
}

bool nlp_is_prefix(const char *norm, size_t len)
{
    static const char prefixes[] = " e re pre co de non un multi semi anti sub inter bi micro nano bio cyber super hyper "
                                   "mis over under self post meta auto ";
    return is_listed(prefixes, sizeof prefixes - 1, norm, len);
}
