#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda tokenize and fuda detect.
load helper

@test "token and phrase offsets cut the original text exactly" {
    py <<'EOF'
texts = [(DATA / f).read_text(encoding="utf-8") for f in ("mixed.txt", "blog-ja.txt", "law-zh.txt", "football-en.txt")]
texts += ["😀人型ロボットがﾛﾎﾞｯﾄ と、e\u0301tude\u3000が\u3099っこう", "\r\n a\tb  c ", "", "ーーー", "a\u0000b 中\u0000文",
          "The U.S. firm's 3.14 re-used e-mail\u2019s ﬁne ＧＰＵ", "繁體中文的機器學習與人工智慧產業", "x" * 3000 + "長" * 3000]
rows = [{"id": str(i), "text": t} for i, t in enumerate(texts)]
for row, got in zip(rows, lines(fuda("tokenize", "-I", "jsonl", stdin=jsonl(rows)))):
    same(list(got), ["id", "lang", "tokens", "phrases"])
    source, end = row["text"].encode(), 0
    for token in got["tokens"]:
        same(list(token), ["start", "end", "text", "term", "pos", "lang"])
        assert end <= token["start"] < token["end"] <= len(source), (row["id"], token)
        same(source[token["start"]:token["end"]].decode(), token["text"])
        assert token["lang"] in ("ja", "zh", "en", "other", "und"), token
        end = token["end"]
    for phrase in got["phrases"]:
        word = source[phrase["start"]:phrase["end"]].decode()
        assert word and phrase["term"], phrase
        assert phrase["start"] in {t["start"] for t in got["tokens"]}, phrase
        assert phrase["end"] in {t["end"] for t in got["tokens"]}, phrase
EOF
}

@test "words of the three languages: base forms, stems, phrases" {
    py <<'EOF'
def terms(text, *options):
    got = lines(fuda("tokenize", *options, "-I", "jsonl", stdin=jsonl([{"id": "1", "text": text}])))[0]
    return got["lang"], {t["text"]: t["term"] for t in got["tokens"]}, {p["term"] for p in got["phrases"]}
lang, words, phrases = terms("研究者はモデルを動かした。大規模言語モデルの開発が進んだ。")
same(lang, "ja"); same(words["動かし"], "動かす"); same(words["は"], None); assert "大規模言語モデル" in phrases, phrases
lang, words, phrases = terms("The robots were learning: reinforcement\nlearning, Reinforcement-Learning.")
same(lang, "en"); same((words["robots"], words["learning"]), ("robot", "learn")); same(words["The"], None)
assert any("reinforc" in p for p in phrases), phrases
lang, words, phrases = terms("大学会议讨论了具身智能。")
same((lang, words["大学"], words["了"], phrases), ("zh", "大学", None, {"具身", "具身智能"}))
simplified, traditional = terms("机器学习")[2], terms("機器學習的發展與應用，這個產業")[2]
assert simplified and simplified & traditional, (simplified, traditional)
same(terms("大学会议", "--lang", "ja")[0], "ja")
# Words of the other languages inside a text go to their own segmenter.
lang, words, _ = terms("深圳的公司表示，humanoid robots 的销量增长了三倍。")
same((lang, words["robots"]), ("zh", "robot"))
EOF
}

@test "wakati: one line a document, table readable" {
    py <<'EOF'
rows = [{"id": "1", "text": "大学会议讨论了具身智能"}, {"id": "2", "text": "すもも\nもももも。"}, {"id": "b"}, {"id": "3", "text": ""},
        {"id": "4", "text": "Robots learn."}]
done = fuda("tokenize", "-f", "wakati", "-I", "jsonl", stdin=jsonl(rows), status=1)
out = done.out.decode().split("\n")
same(len(out), 6)
same(out[0].replace(" ", ""), "大学会议讨论了具身智能"); assert " " in out[0]
same(out[1].replace(" ", "").rstrip("。"), "すもももももも")
same((out[2], out[3]), ("", "")); same(out[4].split()[:2], ["Robots", "learn"])
shown = fuda("tokenize", "-f", "table", stdin="人型ロボットが歩く").out.decode()
assert "人型ロボット" in shown and "phrase" in shown and "歩く" in shown, shown
fuda("tokenize", "-f", "csv", stdin="a", status=2)
EOF
}

@test "segmentation does not depend on what the process saw before" {
    py <<'EOF'
tricky = ["ーション", "ージョンアップ", "AIー技術", "、ーと言う", "〜ーの話", "ー強化学習", "ー", "ーー漢字", "ーrobot", "ｰ半角ｶﾅ"]
before = ["漢字かな交じり文です。", "中文分词也很重要。", "カタカナ", "plain English", "한국어 문장"]
def spans(answer):
    return [(t["start"], t["end"], t["term"], t["lang"]) for t in answer["tokens"]]
for lang in ([], ["--lang", "zh"], ["--lang", "ja"]):
    warm = lines(fuda("tokenize", *lang, "-I", "jsonl", stdin=jsonl({"id": str(i), "text": t} for i, t in
                 enumerate(t for word in tricky for t in (*before, word)))))[len(before)::len(before) + 1]
    same(len(warm), len(tricky))
    chosen = tricky if not lang else tricky[:3]
    for text, after in zip(chosen, warm):
        fresh = lines(fuda("tokenize", *lang, stdin=text))[0]
        same(spans(after), spans(fresh), (text, lang))
EOF
}

@test "the language of texts" {
    py <<'EOF'
table = [
    ("研究者は新しい方法を提案した。", "ja"), ("人工智能专利申请数量快速增长", "zh-Hans"), ("人工智慧專利申請數量快速增長，這是臺灣的產業", "zh-Hant"),
    ("Researchers propose a new method for walking robots.", "en"), ("東京都庁舎の図書館", "ja"), ("東京都庁舎図書館", "ja"),
    ("Der Bundestag hat gestern über das Gesetz und die Steuern beraten.", "de"),
    ("Le gouvernement a présenté hier son projet de loi sur les impôts.", "fr"),
    ("정부는 어제 새로운 법안을 발표했다.", "ko"), ("Правительство вчера представило новый законопроект.", "ru"),
    ("12345 67.8 %", "und"), ("", "und"), ("😀😀", "und"), ("ﾛﾎﾞｯﾄｶﾞ ｱﾙｸ", "ja"),
]
rows = [{"id": str(i), "text": t} for i, (t, _) in enumerate(table)]
for (text, want), got in zip(table, lines(fuda("detect", "-I", "jsonl", stdin=jsonl(rows)))):
    same(list(got), ["id", "lang", "sure", "evidence", "runs"])
    if want in ("de", "fr"):   # other European languages: at least not taken for one of the three
        assert got["lang"] not in ("ja", "zh-Hans", "zh-Hant", "en"), (text, got)
    else:
        same(got["lang"], want, text)
    same(set(got["evidence"]), {"kana", "han", "latin", "hangul", "other", "simplified", "traditional", "japanese"})
    same(got["evidence"]["han"], sum("\u4e00" <= c <= "\u9fff" for c in text), text)
    for run in got["runs"]:
        assert 0 <= run["start"] < run["end"] <= len(text.encode()), run
        text.encode()[run["start"]:run["end"]].decode()
mixed = lines(fuda("detect", DATA / "mixed.txt"))[0]
same([r["lang"] for r in mixed["runs"]], ["ja", "zh-Hans", "en"])
shown = fuda("detect", "-f", "table", "-I", "jsonl", stdin=jsonl(rows)).out.decode()
same(sum(line[0] != " " for line in shown.split("\n") if line), len(rows))
bad = lines(fuda("detect", "-I", "jsonl", stdin=jsonl([rows[0], {"id": "bad"}, rows[1]]), status=1))
same(["error" in b for b in bad], [False, True, False])
EOF
}

@test "tokenize without any model" {
    py <<'EOF'
shutil.copy(pathlib.Path(PROGRAM).resolve(), "fuda")
libs = os.environ.get("LD_LIBRARY_PATH", "")
env = dict(os.environ, LD_LIBRARY_PATH=f"{pathlib.Path(PROGRAM).resolve().parent}:{libs}")
done = subprocess.run(["./fuda", "tokenize"], input="具身智能机器人".encode(), env=env, capture_output=True, check=False)
same(done.returncode, 0, done.stderr)
got = lines(done.stdout)[0]
same(got["phrases"], []); same("".join(t["text"] for t in got["tokens"]), "具身智能机器人")
done = subprocess.run(["./fuda", "tag"], input=b"text", env=env, capture_output=True, check=False)
same((done.returncode, done.stdout), (2, b""))
text = done.stderr.decode()
assert "--model" in text and "FUDA_MODEL" in text and os.path.join(os.getcwd(), "models") in text, text
EOF
}

@test "tokenize --phrases, --terms, --mecab-userdic" {
    py <<'EOF'
open("list.txt", "w").write("\ufeff# phrases of mine\n\n芯片\n芯片出口管制  \r\nchip export\n")
open("bad.txt", "w").write("good\nbad\t3\n")
open("doc.txt", "w").write("芯片出口管制\n")
got = json.loads(fuda("tokenize", "--phrases", "list.txt", "-f", "jsonl", "doc.txt").out)
same([(p["start"], p["end"], p["term"]) for p in got["phrases"]], [(0, 6, "芯片"), (0, 18, "芯片出口管制")])
open("en.txt", "w").write("The chips of\nGPT-4o\tare <b>new</b>\n")
same(fuda("tokenize", "--phrases", "list.txt", "-f", "wakati", "en.txt").out.decode(), "The chips of GPT 4o are <b> new </b>\n")
same(fuda("tokenize", "--terms", "-f", "wakati", "en.txt").out.decode(), "chip gpt 4o new\n")
same([t["term"] for t in json.loads(fuda("tokenize", "--terms", "-f", "jsonl", "en.txt").out)["tokens"]], ["chip", "gpt", "4o", "new"])
bad = fuda("tokenize", "--phrases", "bad.txt", "en.txt", status=2)
assert "bad.txt:2: a phrase has no tab in it" in bad.err, bad.err
assert "cannot read 'none.txt'" in fuda("tokenize", "--phrases", "none.txt", "en.txt", status=2).err
assert "leave it out" in fuda("tokenize", "-m", "some.fuda", "--phrases", "list.txt", "en.txt", status=2).err
assert "dictionary" in fuda("tokenize", "--mecab-userdic", "none.dic", "en.txt", status=2).err
EOF
}
