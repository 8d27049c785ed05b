/* SPDX-License-Identifier: MIT */
#include "nlp/encoding.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

#include "core/error.h"

enum { LOOK = 20000, ENOUGH = 4000 /* characters that are not ASCII */ };

/* ---- names ----------------------------------------------------------------------------------- */

static const struct {
    const char *name, *icu;
} encodings[] = {
    {"UTF-8", "UTF-8"},           {"UTF-16LE", "UTF-16LE"},    {"UTF-16BE", "UTF-16BE"},
    {"ISO-2022-JP", "ISO-2022-JP"}, {"Shift_JIS", "ibm-943_P15A-2003"}, {"EUC-JP", "euc-jp-2007"},
    {"GB18030", "gb18030"},       {"Big5", "windows-950-2000"}, {"windows-1252", "windows-1252"},
};
/* What files say and what is meant: the larger set of those that share a name. */
static const struct {
    const char *alias, *name;
} aliases[] = {
    {"utf8", "UTF-8"},          {"utf-16", "UTF-16LE"},       {"sjis", "Shift_JIS"},
    {"shift-jis", "Shift_JIS"}, {"x-sjis", "Shift_JIS"},      {"cp932", "Shift_JIS"},
    {"ms932", "Shift_JIS"},     {"windows-31j", "Shift_JIS"}, {"eucjp", "EUC-JP"},
    {"x-euc-jp", "EUC-JP"},     {"jis", "ISO-2022-JP"},       {"gbk", "GB18030"},
    {"gb2312", "GB18030"},      {"gb-2312", "GB18030"},       {"cp936", "GB18030"},
    {"euc-cn", "GB18030"},      {"cp950", "Big5"},            {"big-5", "Big5"},
    {"latin1", "windows-1252"}, {"iso-8859-1", "windows-1252"}, {"cp1252", "windows-1252"},
    {"us-ascii", "UTF-8"},      {"ascii", "UTF-8"},
};

static const char *icu_name(const char *name)
{
    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++)
        if (strcmp(encodings[i].name, name) == 0)
            return encodings[i].icu;
    return name;
}

const char *nlp_encoding_named(const char *name, size_t len, char room[48])
{
    UErrorCode code = U_ZERO_ERROR;

    if (len == 0 || len >= 48 || memchr(name, '\0', len) != NULL)
        return NULL;
    memcpy(room, name, len);
    room[len] = '\0';
    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++)
        if (strcasecmp(encodings[i].name, room) == 0)
            return encodings[i].name;
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (strcasecmp(aliases[i].alias, room) == 0)
            return aliases[i].name;
    UConverter *converter = ucnv_open(room, &code);
    if (U_FAILURE(code))
        return NULL;
    ucnv_close(converter);
    return room;
}

/* ---- scoring --------------------------------------------------------------------------------- */

/* The characters that running text is mostly made of, written down for this purpose. */
static const char common_simplified[] =
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方"
    "后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开"
    "它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此"
    "变条只没结解问意建月公无系军很情者最立代想已通并提直题程展五果料象员位入常文总次品式活设及管特件长求基资流"
    "路级图统接知较将组见计别手期根论运农指几区强放决西被干必战先回则任取据处术府科技智网络模型策市报企信息服务"
    "装置包括所述根据实施例";
static const char common_traditional[] =
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方"
    "後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開"
    "它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此"
    "變條只沒結解問意建月公無系軍很情者最立代想已通並提直題程展五果料象員位入常文總次品式活設及管特件長求基資流"
    "路級圖統接知較將組見計別手期根論運農指幾區強放決西被必戰先回則任取據處術府科技智網模型策市報企信息服務裝置"
    "包括所述根據實施例";
static const char common_japanese[] =
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北書先名水半男西電"
    "語食車何南万毎天読父会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世"
    "多正安院心界教文元重近考画海売知道集別物使品計死特私始運終台広住真有口少料工建空送切転研究着質待試験英医味"
    "写字答音注図週室風色走関連制度市情報技術装置法処実施形態構成部分御段提供課解決徴請求項示政策企能発推進経済"
    "受信号含含第機器記録接続対象設定複数検出次結果可性的";

/* Code points of one list, sorted. */
typedef struct common {
    uint32_t list[512];
    size_t n;
} common;

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void load_common(common *c, const char *text)
{
    const unsigned char *s = (const unsigned char *)text;

    c->n = 0;
    for (; s[0] != 0 && c->n < 512; s += 3) /* all of them take three bytes */
        c->list[c->n++] = (uint32_t)((s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F));
    qsort(c->list, c->n, sizeof c->list[0], by_value);
}

static bool is_common(const common *c, uint32_t ch)
{
    return bsearch(&ch, c->list, c->n, sizeof c->list[0], by_value) != NULL;
}

typedef enum charset { SJIS, EUCJP, GB, BIG5, LATIN, UTF16 } charset;

/* In hundredths: what an ideograph says for its charset, by the standard's level it stands in. */
static int han_score(charset set, const unsigned char *bytes, size_t n)
{
    switch (set) {
    case SJIS:
        return bytes[0] < 0x98 ? 50 : bytes[0] < 0xEE ? -60 : -150;
    case EUCJP:
        return n > 2 ? -150 : bytes[0] < 0xD0 ? 50 : -60;
    case GB:
        return n > 2 ? -150 : bytes[0] >= 0xB0 && bytes[1] >= 0xA1 ? (bytes[0] < 0xD8 ? 50 : -60) : -60;
    case BIG5:
        return bytes[0] >= 0xA4 && bytes[0] < 0xC7 ? 50 : -60;
    case LATIN:
    case UTF16:
        break;
    }
    return 30;
}

static bool is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_plain(int c)
{
    return c < 0x80 || c == 0xA0;
}

/* Of Western European text; before and behind: the neighbours, 0 at the ends. */
static int latin_score(uint32_t c, int before, int behind)
{
    /* no-break blank, ¢ £ § © « ® ° ± ² ³ µ · » ¼ ½ ¾ × and the currency sign of the euro, ™ */
    static const unsigned char signs[] = {0xA0, 0xA2, 0xA3, 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB1, 0xB2,
                                          0xB3, 0xB5, 0xB7, 0xBB, 0xBC, 0xBD, 0xBE, 0xD7};
    bool closing = c == 0x2019 || c == 0x201D, opening = c == 0x2018 || c == 0x201C;

    /* Quotation marks where they belong: no lead byte of a pair of two bytes stands so by chance. */
    if (opening && (before <= ' ' || before == '(') && (is_letter(behind) || (behind >= '0' && behind <= '9')))
        return 250;
    if (closing && before > ' ' && before < 0x80 && (behind <= ' ' || is_letter(behind) || strchr(".,;:!?)", behind) != NULL))
        return 250;
    if ((c >= 0x2013 && c <= 0x2026) || c == 0x20AC || c == 0x2122)
        return is_plain(before) && is_plain(behind) ? 120 : -100;
    if (c < 0x100 && memchr(signs, (int)c, sizeof signs) != NULL)
        return is_plain(before) && is_plain(behind) ? 120 : c == 0xA7 ? 60 : -100;
    /* Icelandic's own letters and ÿ, which is what 0xFF would be */
    if (c == 0xFF || c == 0xFE || c == 0xF0 || c == 0xDE || c == 0xD0)
        return -100;
    if (c >= 0xC0 && c != 0xF7 && c < 0x180)
        return (is_letter(before) && (is_letter(behind) || behind <= ' ' || strchr(".,;:!?)'-", behind) != NULL)) ||
                       (before <= ' ' && is_letter(behind))
                   ? 150
                   : -100;
    return -100;
}

static int char_score(charset set, uint32_t c, const unsigned char *bytes, size_t n, const common *list)
{
    bool japanese = set == SJIS || set == EUCJP;

    if (c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF) || (c < 0xA0 && c >= 0x80))
        return -300;
    if (c >= 0x3041 && c <= 0x3096)
        return japanese ? 200 : set == UTF16 ? 150 : -100;
    if (c >= 0x30A1 && c <= 0x30FC)
        return japanese ? 150 : set == UTF16 ? 100 : -100;
    if (c >= 0xFF61 && c <= 0xFF9F)
        return -120;
    if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c >= 0x20000)
        return is_common(list, c) ? 200 : han_score(set, bytes, n);
    if ((c >= 0x3000 && c <= 0x3011) || (c >= 0xFF01 && c <= 0xFF1F) || (c >= 0x2013 && c <= 0x2026) || c == 0x300E)
        return 100;
    if (c >= 0xFF20 && c <= 0xFF5E)
        return 30;
    return -50;
}

/* Mean of the characters' scores; INT32_MIN when the bytes are not well-formed or say nothing. */
static int32_t score(charset set, const char *encoding, const char *text, size_t len, const common *list)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(icu_name(encoding), &code);
    const char *at = text, *end = text + len;
    int64_t sum = 0, n = 0;

    if (U_FAILURE(code))
        return INT32_MIN;
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    while (at < end && n < ENOUGH && U_SUCCESS(code)) {
        const char *from = at;
        if (set != UTF16 && (unsigned char)*at < 0x80) {
            at++;
            continue;
        }
        uint32_t c = (uint32_t)ucnv_getNextUChar(converter, &at, end, &code);
        if (U_FAILURE(code)) {
            if (code == U_TRUNCATED_CHAR_FOUND || (end - from < 4 && len == LOOK))
                code = U_ZERO_ERROR;
            break;
        }
        if (set == UTF16 && c < 0x80) {
            sum += c == 0 ? -300 : 60; /* ASCII in pairs with zeros says much by itself */
        } else if (set == LATIN) {
            int before = from > text ? (unsigned char)from[-1] : 0, behind = at < end ? (unsigned char)*at : 0;
            sum += latin_score(c, before, behind);
        } else {
            sum += char_score(set, c, (const unsigned char *)from, (size_t)(at - from), list);
        }
        n++;
    }
    ucnv_close(converter);
    return U_FAILURE(code) || n == 0 ? INT32_MIN : (int32_t)(sum / n);
}

static const char *guess_utf16(const char *text, size_t len, const common *list)
{
    int32_t little, big;
    enum { SHORT = 16, CERTAIN = 60 };

    if ((len % 2 != 0 && len < LOOK) || len < SHORT)
        return NULL;
    len -= len % 2;
    little = score(UTF16, "UTF-16LE", text, len, list);
    big = score(UTF16, "UTF-16BE", text, len, list);
    return little < CERTAIN && big < CERTAIN ? NULL : little >= big ? "UTF-16LE" : "UTF-16BE";
}

static bool is_iso2022jp(const char *text, size_t len)
{
    bool shifts = false;

    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] >= 0x80)
            return false;
        if (text[i] != 0x1B)
            continue;
        if (len - i < 3)
            break;
        if (text[i + 1] == '$' && (text[i + 2] == 'B' || text[i + 2] == '@'))
            shifts = true;
        else if (text[i + 1] != '(' && text[i + 1] != '$')
            return false;
    }
    return shifts;
}

const char *nlp_encoding_guess(const char *text, size_t len)
{
    static const struct {
        charset set;
        const char *name, *common;
    } candidates[] = {{SJIS, "Shift_JIS", common_japanese},
                      {EUCJP, "EUC-JP", common_japanese},
                      {GB, "GB18030", common_simplified},
                      {BIG5, "Big5", common_traditional},
                      {LATIN, "windows-1252", ""}};
    enum { CERTAIN = 20 };
    const char *best = NULL;
    int32_t best_score = CERTAIN;
    common list;

    len = len < LOOK ? len : LOOK;
    if (len == 0)
        return NULL;
    if (memchr(text, '\0', len) != NULL) {
        load_common(&list, common_japanese);
        return guess_utf16(text, len, &list);
    }
    if (memchr(text, 0x1B, len) != NULL)
        return is_iso2022jp(text, len) ? "ISO-2022-JP" : NULL;
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        load_common(&list, candidates[i].common);
        int32_t s = score(candidates[i].set, candidates[i].name, text, len, &list);
        if (s > best_score) {
            best = candidates[i].name;
            best_score = s;
        }
    }
    return best;
}

/* ---- converting ------------------------------------------------------------------------------ */

struct nlp_decoder {
    UConverter *from, *to;
    UChar pivot[2048];
    UChar *source, *target; /* in pivot */
    bool begun;
};

fuda_status nlp_decoder_new(const char *name, nlp_decoder **out, fuda_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    nlp_decoder *d = calloc(1, sizeof *d);

    *out = NULL;
    if (d == NULL)
        return fuda_fail_nomem(err);
    d->from = ucnv_open(icu_name(name), &code);
    if (U_SUCCESS(code))
        d->to = ucnv_open("UTF-8", &code);
    if (U_FAILURE(code)) {
        nlp_decoder_free(d);
        return fuda_fail(err, FUDA_E_ARG, "unknown encoding '%.40s'", name);
    }
    d->source = d->target = d->pivot;
    *out = d;
    return FUDA_OK;
}

void nlp_decoder_free(nlp_decoder *d)
{
    if (d == NULL)
        return;
    if (d->from != NULL)
        ucnv_close(d->from);
    if (d->to != NULL)
        ucnv_close(d->to);
    free(d);
}

fuda_status nlp_decode(nlp_decoder *d, const char *bytes, size_t len, bool last, fuda_buf *out, fuda_error *err)
{
    const char *at = bytes, *end = bytes + len;
    UErrorCode code;

    do {
        if (!fuda_buf_reserve(out, len * 3 + 64))
            return fuda_fail_nomem(err);
        char *target = out->ptr + out->len;
        code = U_ZERO_ERROR;
        ucnv_convertEx(d->to, d->from, &target, out->ptr + out->cap, &at, end, d->pivot, &d->source, &d->target,
                       d->pivot + 2048, (UBool)!d->begun, (UBool)last, &code);
        d->begun = true;
        out->len = (size_t)(target - out->ptr);
    } while (code == U_BUFFER_OVERFLOW_ERROR);
    return U_FAILURE(code) ? fuda_fail(err, FUDA_E_ENGINE, "the conversion of the text failed") : FUDA_OK;
}
