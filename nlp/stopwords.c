/* SPDX-License-Identifier: MIT */
#include "nlp/stopwords.h"

/* Written before stemming: the list is compared with the folded word. */
const char *const nlp_stopwords_en[] = {
    "a", "about", "above", "after", "again", "against", "all", "also", "although", "am", "among", "an",
    "and", "any", "are", "aren't", "as", "at", "be", "because", "been", "before", "being", "below",
    "between", "both", "but", "by", "can", "can't", "cannot", "could", "couldn't", "did", "didn't", "do",
    "does", "doesn't", "doing", "don't", "down", "during", "each", "either", "else", "etc", "even", "ever",
    "every", "few", "for", "from", "further", "had", "hadn't", "has", "hasn't", "have", "haven't", "having",
    "he", "her", "here", "hers", "herself", "him", "himself", "his", "how", "however", "i", "i'd", "i'll",
    "i'm", "i've", "if", "in", "into", "is", "isn't", "it", "it's", "its", "itself", "just", "let", "may",
    "me", "might", "more", "most", "must", "my", "myself", "neither", "no", "nor", "not", "now", "of", "off",
    "on", "once", "one", "only", "onto", "or", "other", "others", "otherwise", "our", "ours", "ourselves",
    "out", "over", "own", "per", "perhaps", "rather", "said", "same", "shall", "she", "should", "shouldn't",
    "since", "so", "some", "such", "than", "that", "that's", "the", "their", "theirs", "them", "themselves",
    "then", "there", "thereby", "therefore", "therein", "thereof", "these", "they", "this", "those",
    "though", "through", "thus", "to", "together", "too", "toward", "towards", "under", "until", "up",
    "upon", "us", "very", "via", "was", "wasn't", "we", "were", "weren't", "what", "when", "where",
    "whereas", "wherein", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with",
    "within", "without", "won't", "would", "wouldn't", "yet", "you", "your", "yours", "yourself", "s", "t",
    0,
};

const char *const nlp_stopwords_ja[] = {
    "する",   "なる",   "ある",   "いる",   "できる", "よる",   "つく",   "おく",   "くる",   "いく",
    "行う",   "言う",   "いう",   "思う",   "見る",   "みる",   "もつ",   "持つ",   "出る",   "出す",
    "おる",   "れる",   "られる", "せる",   "させる", "しまう", "くれる", "もらう", "やる",   "ない",
    "こと",   "もの",   "ため",   "よう",   "とき",   "ところ", "ほか",   "うち",   "なか",   "それ",
    "これ",   "あれ",   "どれ",   "ここ",   "そこ",   "どこ",   "さん",   "くん",   "ちゃん", "たち",
    "方",     "的",     "化",     "性",     "等",     "など",   "者",     "人",     "年",     "月",
    "日",     "時",     "分",     "今",     "前",     "後",     "中",     "上",     "下",     "間",
    "何",     "私",     "僕",     "彼",     "彼女",   "自分",   "誰",     "みんな", "皆",     "場合",
    "以上",   "以下",   "以外",   "以内",   "以降",   "以前",   "一つ",   "二つ",   "同じ",   "同",
    "各",     "本",     "当",     "第",     "約",     "さまざま", "様々",  "それぞれ", "多く", "ほど",
    "くらい", "まま",   "わけ",   "はず",   "つもり", "かた",   "ら",     "いたす", "おこなう", "及ぶ",
    "よい",   "いい",   "良い",   "多い",   "高い",   "つ",     "ん",     "の",     "か月",   "図る",
    0,
};

const char *const nlp_stopwords_zh[] = {
    "的",   "了",   "和",   "是",   "在",   "也",   "有",   "就",   "不",   "都",   "而",   "及",
    "与",   "着",   "或",   "一个", "没有", "我们", "你们", "他们", "她们", "它们", "我",   "你",
    "他",   "她",   "它",   "这",   "那",   "这个", "那个", "这些", "那些", "这样", "那样", "之",
    "其",   "其中", "其他", "以",   "于",   "为",   "为了", "因为", "所以", "因此", "但",   "但是",
    "并",   "并且", "而且", "如果", "如",   "则",   "即",   "由",   "由于", "从",   "对",   "对于",
    "将",   "被",   "把",   "让",   "使",   "向",   "到",   "自",   "所",   "等",   "等等", "上",
    "下",   "中",   "里",   "内",   "外",   "前",   "后",   "间",   "时",   "年",   "月",   "日",
    "个",   "一",   "二",   "三",   "四",   "五",   "六",   "七",   "八",   "九",   "十",   "两",
    "第",   "各",   "每",   "该",   "本",   "此",   "某",   "更",   "最",   "很",   "太",   "还",
    "又",   "再",   "才",   "已",   "已经", "曾",   "正在", "可",   "可以", "能",   "能够", "会",
    "要",   "应",   "应当", "必须", "需要", "进行", "通过", "根据", "按照", "关于", "以及", "及其",
    "同时", "例如", "比如", "什么", "怎么", "如何", "哪",   "谁",   "吗",   "呢",   "吧",   "啊",
    "地",   "得",   "过",   "来",   "去",   "说",   "有的", "有些", "一些", "一种", "之间", "之后",
    "之前", "以上", "以下", "以后", "以前", "分别", "具有", "包括", "所述", "不是", "就是", "还是",
    0,
};
