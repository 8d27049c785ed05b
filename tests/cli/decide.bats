#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the shipped model says, and why: labels on texts of many kinds, evidence and scores.
load helper

@test "evidence and prior add up to the score, and offsets cut the words out of the original bytes" {
    py <<'EOF'
import math
rows = [
    {"id": "en", "title": "Export control 😀 rules", "text": "😀😀 The export controls on chips hit humanoid robots.\r\n"
     "Large language\nmodels need ＧＰＵ clusters; naïve rivals don't."},
    {"id": "ja", "title": "🎌輸出管理の強化", "text": "🎌人型ロボットの強化学習について、ﾛﾎﾞｯﾄと大規模言語モデルを学習させた。輸出管理。"},
    {"id": "zh", "text": "😀具身智能機器人與大語言模型，芯片出口管制，國家戰略與資金。"},
    {"id": "mix", "text": (DATA / "mixed.txt").read_text(encoding="utf-8")},
    {"id": "none", "text": (DATA / "football-en.txt").read_text(encoding="utf-8")},
    {"id": "empty", "text": ""},
]
# Words that must be found where they stand in the text.
surfaces = {"en": ["export controls on chips", "humanoid robots", "Large language\nmodels", "ＧＰＵ clusters"],
            "ja": ["人型ロボット", "強化学習", "ﾛﾎﾞｯﾄ", "大規模言語モデル", "輸出管理"],
            "zh": ["具身智能", "出口管制"], "mix": ["輸出管理", "出口管制", "humanoid robot", "歩行"], "none": [], "empty": []}
done = fuda("tag", "--explain", "--evidence", 0, "-I", "jsonl", stdin=jsonl(rows))
plain = lines(fuda("tag", "-I", "jsonl", stdin=jsonl(rows)))
for row, answer, bare in zip(rows, lines(done), plain):
    same({k: answer[k] for k in bare}, bare, "explaining changes no answer")
    same(list(answer)[4:], ["evidence", "scores"])
    same([s["label"] for s in answer["scores"]], [t["label"] for t in answer["labels"]])
    cut = set()
    for e in answer["evidence"]:
        source = row["title" if e.get("part") == "title" else "text"].encode()
        assert 0 <= e["start"] < e["end"] <= len(source), e
        word = source[e["start"]:e["end"]].decode()
        assert word == word.strip() and word, (e, word)
        if "part" not in e:
            cut.add(word)
        # What counts is the normalised form of what stands there: it begins alike in English.
        folded = unicodedata.normalize("NFKC", word).casefold()
        assert not folded.isascii() or folded[:2] == e["term"][:2], (e, word)
        same(e["text"], word, "the text is what stands there")
        assert e["label"] in names(answer)
    for word in surfaces[row["id"]]:
        assert word in cut, (row["id"], word, sorted(cut))
    for score in answer["scores"]:
        weights = [e["weight"] for e in answer["evidence"] if e["label"] == score["label"]]
        assert weights and any(w > 0 for w in weights)
        same(score["rest"], 0)
        total = score["prior"] + sum(weights)
        assert abs(total - score["score"]) <= 0.00006 * (len(weights) + 2), (score, total)
        # A probability of a half or so belongs to a score about nought; at least the order agrees.
    order = [s["score"] for s in answer["scores"]]
    assert len(order) < 2 or (order[0] > order[-1] or math.isclose(order[0], order[-1])), order
assert any(e.get("part") == "title" for e in lines(done)[0]["evidence"])
same(lines(done)[4]["evidence"], []); same(lines(done)[5]["scores"], [])
EOF
}

@test "--evidence N lists the strongest, and the rest keeps the sum" {
    py <<'EOF'
text = str(DATA / "blog-ja.txt")
whole = lines(fuda("tag", "--explain", "--evidence=0", text))[0]
for n in (5, 1, 3):
    some = lines(fuda("tag", "--explain", *([] if n == 5 else ["--evidence", n]), text))[0]
    for score, full in zip(some["scores"], whole["scores"]):
        mine = [e for e in some["evidence"] if e["label"] == score["label"]]
        every = [e for e in whole["evidence"] if e["label"] == score["label"]]
        same(mine, every[:n], score["label"])
        same([abs(e["weight"]) for e in every], sorted((abs(e["weight"]) for e in every), reverse=True))
        same((score["prior"], score["score"]), (full["prior"], full["score"]))
        total = score["prior"] + sum(e["weight"] for e in mine) + score["rest"]
        assert abs(total - score["score"]) <= 0.00006 * (n + 3), (score, total)
fuda("tag", "--explain", "-f", "csv", text, status=2)
EOF
}

@test "football, recipes and obituaries get nothing" {
    py <<'EOF'
files = ["football-ja", "football-zh", "football-en", "recipe-ja", "obituary-en"]
for name, answer in zip(files, lines(fuda("tag", *(DATA / f"{name}.txt" for name in files)))):
    same((answer["labels"], answer["lang"], answer["abstain"]), ([], name[-2:], None), name)
EOF
}

@test "a long article on patents gets most drivers, a mixed one its labels" {
    py <<'EOF'
drivers = {f"driver/{d}" for d in "national-strategy funding talent research-institutions ip-incentives military-civil-fusion "
           "industry-startups compute-infrastructure domestic-market export-controls".split()}
blog, mixed = lines(fuda("tag", DATA / "blog-ja.txt", DATA / "mixed.txt"))
assert len(names(blog) & drivers) >= 5, names(blog)
assert sum(label.startswith("field/") for label in names(blog)) >= 2, names(blog)
assert {"driver/export-controls", "field/embodied-robotics"} <= names(mixed), names(mixed)
EOF
}

@test "headlines in three languages" {
    py <<'EOF'
wanted = [
    ("先端半導体の対中輸出規制、政府が強化へ", "driver/export-controls"),
    ("人型ロボットが倉庫で荷物を運ぶ", "field/embodied-robotics"),
    ("大規模言語モデルの開発競争が激化", "field/llm-generative"),
    ("美国收紧先进芯片出口管制", "driver/export-controls"),
    ("人形机器人走进工厂车间", "field/embodied-robotics"),
    ("国产大语言模型免费开放", "field/llm-generative"),
    ("Washington tightens export controls on advanced chips", "driver/export-controls"),
    ("Humanoid robots start work in the warehouse", "field/embodied-robotics"),
    ("New large language model writes code and poems", "field/llm-generative"),
]
silent = ["市長、商店街の夏祭りで挨拶", "昨夜大雨 市区多路公交停运", "Council votes to repair the old bridge",
          "里芋の煮物を上手に作るこつ", "女排三比零取胜晋级决赛", "Local bakery wins prize for rye bread"]
texts = [text for text, _ in wanted] + silent
found = lines(fuda("tag", "-I", "jsonl", stdin=jsonl({"id": t, "text": t} for t in texts)))
for (text, label), answer in zip(wanted, found):
    assert label in names(answer), (text, answer)
for answer in found[len(wanted):]:
    same(answer["labels"], [], answer["id"])
# As a title alone and as a text: both are read.
titles = lines(fuda("tag", "-I", "jsonl", stdin=jsonl({"id": t, "title": t} for t in texts)))
for (text, label), answer in zip(wanted, titles):
    assert label in names(answer), (text, answer)
EOF
}
