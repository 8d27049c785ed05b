#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda train, eval and model.
load helper

@test "a single-label model: train, tag, eval" {
    py <<'EOF'
write_jsonl("train.jsonl", labelled(30)); write_jsonl("test.jsonl", labelled(8, seed=9))
done = fuda("train", "train.jsonl", "-o", "m.fuda")
same(done.out, b""); assert "90 documents" in done.err and "3 labels" in done.err, done.err
for answer in lines(fuda("tag", "-m", "m.fuda", "test.jsonl")):
    same([t["label"] for t in answer["labels"]], [answer["id"].split("-")[0]])
every = lines(fuda("tag", "-m", "m.fuda", "--min-p", "0.000001", "test.jsonl"))[0]["labels"]
assert abs(sum(t["p"] for t in every) - 1) < 0.001, every
same(lines(fuda("tag", "test.jsonl", env={"FUDA_MODEL": "m.fuda"}))[0]["labels"][0]["label"], "cooking")
got = parse(fuda("eval", "m.fuda", "test.jsonl", "-f", "json").out.decode())
assert {"documents", "accuracy", "micro_precision", "micro_recall", "micro_f1", "macro_f1", "labels", "languages"} <= set(got), got
assert "silent" not in got
same((got["documents"], got["accuracy"], got["micro_f1"], got["macro_f1"]), (24, 1, 1, 1))
same(set(got["labels"]), {"cooking", "football", "chips"})
for score in [*got["labels"].values(), *got["languages"].values()]:
    assert {"precision", "recall", "f1", "support"} <= set(score), score
same(got["labels"]["chips"]["support"], 8)
same({k: v["documents"] for k, v in got["languages"].items()}, {"ja": 9, "zh": 9, "en": 6})
same(parse(fuda("eval", "-m", "m.fuda", "test.jsonl").out.decode()), got, "-m MODEL")
same(parse(fuda("eval", "m.fuda", "-", "-I", "jsonl", stdin=read("test.jsonl")).out.decode()), got, "through a pipe")
rows = table_rows(fuda("eval", "m.fuda", "test.jsonl", "-f", "csv").out)
same(list(rows[0]), ["kind", "name", "precision", "recall", "f1", "support", "value", "low", "high", "gold", "given"])
assert {"chips", "ja"} <= {r["name"] for r in rows}
assert "chips" in fuda("eval", "m.fuda", "test.jsonl", "-f", "table").out.decode()
EOF
}

@test "a wrong answer counts: figures by hand" {
    py <<'EOF'
write_jsonl("train.jsonl", labelled(30))
fuda("train", "-q", "train.jsonl", "-o", "m.fuda")
# Of 24: two footballs called chips, one cooking called football.
rows = labelled(8, seed=9)
wrong = 0
for row in rows:
    if row["label"] == "football" and wrong < 2:
        row["label"], wrong = "chips", wrong + 1
    elif row["label"] == "cooking" and wrong == 2:
        row["label"], wrong = "football", 3
same(wrong, 3)
write_jsonl("test.jsonl", rows)
got = parse(fuda("eval", "m.fuda", "test.jsonl").out.decode())
same((got["accuracy"], got["micro_f1"]), (0.875, 0.875))
# cooking: 8 answers, 7 right, 7 there; football: 8 answers, 6 right, 7 there; chips: 8 answers, 8 right, 10 there
def score(label):
    s = got["labels"][label]
    return (round(s["precision"], 4), round(s["recall"], 4), s["support"])
same((score("cooking"), score("football"), score("chips")), ((0.875, 1, 7), (0.75, 0.8571, 7), (1, 0.8, 10)))
want = (2 * .875 / 1.875 + 2 * .75 * (6 / 7) / (.75 + 6 / 7) + 2 * .8 / 1.8) / 3
assert abs(got["macro_f1"] - want) < 0.0001, (got["macro_f1"], want)
fuda("eval", "m.fuda", "test.jsonl", "--fail-under", "0.87")
done = fuda("eval", "m.fuda", "test.jsonl", "--fail-under", "0.9", status=1)
assert "0.8750" in done.err and parse(done.out.decode()) == got, done
EOF
}

@test "a multi-label model: sets, none included" {
    py <<'EOF'
write_jsonl("train.jsonl", labelled(30, single=False)); write_jsonl("test.jsonl", labelled(9, single=False, seed=9))
fuda("train", "-q", "train.jsonl", "-o", "m.fuda")
for answer in lines(fuda("tag", "-m", "m.fuda", "test.jsonl")):
    want = {"cooking": {"cooking", "food"}, "none": set()}.get(answer["id"].split("-")[0], {answer["id"].split("-")[0]})
    same(names(answer), want, answer["id"])
got = parse(fuda("eval", "m.fuda", "test.jsonl").out.decode())
same((got["documents"], got["micro_f1"], got["silent"]), (36, 1, {"empty": 9, "silent": 9}))
info = parse(fuda("model", "show", "-f", "json", "m.fuda").out.decode())
same((info["single"], info["documents"], len(info["labels"])), (False, 120, 4))
# CSV with a semicolon list is the same training set.
rows = labelled(30, single=False)
out = io.StringIO(); made = csv.DictWriter(out, ["id", "text", "labels"]); made.writeheader()
made.writerows(dict(r, labels=";".join(r["labels"])) for r in rows)
write("train.csv", out.getvalue()); fuda("train", "-q", "train.csv", "-o", "c.fuda")
same(read("c.fuda") == read("m.fuda"), True)
write_jsonl("topic.jsonl", [{"id": r["id"], "text": r["text"], "topics": r["labels"], "label": "other"} for r in rows])
fuda("train", "-q", "--label-field", "topics", "topic.jsonl", "-o", "t.fuda")
same(parse(fuda("model", "show", "-f", "json", "t.fuda").out.decode())["labels"], info["labels"])
EOF
}

@test "cross-validation" {
    py <<'EOF'
for single in (True, False):
    write_jsonl("l.jsonl", labelled(20, single=single))
    got = parse(fuda("eval", "--cv", 5, "l.jsonl", "-f", "json").out.decode())
    same(got["documents"], 60 if single else 80)
    assert got["micro_f1"] > 0.9, got
    same(parse(fuda("eval", "--cv", 5, "-I", "jsonl", "-", stdin=read("l.jsonl")).out.decode()), got)
    fuda("eval", "--cv", 5, "l.jsonl", "--fail-under", "1", status=1 if got["micro_f1"] < 1 else 0)
fuda("eval", "--cv", 5, "-m", "x.fuda", "l.jsonl", status=2)
fuda("eval", "--cv", 1, "l.jsonl", status=2)
fuda("eval", status=2)
one_message(fuda("eval", "--cv", 5, "-", stdin=b"", status=2))
EOF
}

@test "records that cannot be learned from are named, and the model is made from the others" {
    py <<'EOF'
good = labelled(12)
write_jsonl("good.jsonl", good)
write_jsonl("some.jsonl", [*good[:10], {"id": "u", "text": "unlabelled"}, "{broken", {"id": "l", "text": "null", "label": None},
                           {"id": "n", "text": "label with a number", "label": 7}, *good[10:]])
fuda("train", "-q", "good.jsonl", "-o", "good.fuda")
done = fuda("train", "some.jsonl", "-o", "some.fuda", status=1)
for word in ("fuda: some.jsonl:12: ", "fuda: some.jsonl:14: ", "some.jsonl:11: 'u': ", "some.jsonl:13: 'l': ", "4 of 40"):
    assert word in done.err, (word, done.err)
same(read("some.fuda"), read("good.fuda"), "the same documents, the same model")
done = fuda("eval", "some.fuda", "some.jsonl", status=1)
same(parse(done.out.decode())["documents"], 36)
done = fuda("eval", "--cv", 3, "some.jsonl", status=1)
same(parse(done.out.decode())["documents"], 36)
# One label here, sets there: not one training set.
write_jsonl("mix.jsonl", good + [{"id": "s", "text": "set", "labels": ["a"]}])
done = fuda("train", "mix.jsonl", "-o", "mix.fuda", status=1)
assert "mix.jsonl" in done.err and "label" in done.err, done.err
# A label that the taxonomy does not know.
done = fuda("train", "--taxonomy", SRC / "models" / "taxonomy.yaml", "-", "-I", "jsonl", "-o", "x.fuda", status=2,
            stdin=jsonl([{"id": "a", "text": "b", "labels": ["field/nonsense"]}]))
assert "field/nonsense" in done.err and "x.fuda" not in left_over(), done.err
# Nothing to learn from: no model.
done = fuda("train", "-", "-I", "jsonl", "-o", "none.fuda", stdin=jsonl([{"id": "u", "text": "unlabelled"}]), status=2)
assert "none.fuda" not in left_over(), left_over()
fuda("train", "-", "-o", "none.fuda", stdin=b"", status=2)
assert "none.fuda" not in left_over(), left_over()
EOF
}

@test "train: where to, what from" {
    py <<'EOF'
write_jsonl("l.jsonl", labelled(6))
done = fuda("train", "l.jsonl", status=2); assert "--output" in done.err
fuda("train", "-q", "l.jsonl", "-o", "m.fuda")
before = read("m.fuda")
one_message(fuda("train", "-q", "l.jsonl", "--alpha", "3", "-o", "m.fuda", status=2), "m.fuda", "--force")
same(read("m.fuda"), before)
fuda("train", "-q", "l.jsonl", "--alpha", "3", "-o", "m.fuda", "--force")
assert read("m.fuda") != before
one_message(fuda("train", "l.jsonl", "absent.jsonl", "-o", "n.fuda", status=2), "absent.jsonl")
one_message(fuda("train", "l.jsonl", "--taxonomy", "absent.yaml", "-o", "n.fuda", status=2), "absent.yaml")
write("bad.yaml", "labels:\n  - id: [1\n")
one_message(fuda("train", "l.jsonl", "--taxonomy", "bad.yaml", "-o", "n.fuda", status=2), "bad.yaml:")
one_message(fuda("train", "l.jsonl", "--phrases", "absent", "-o", "n.fuda", status=2), "absent")
write("phrases", "# ours\n\n光刻 晶圆\n味噌 大根\n")
fuda("train", "-q", "l.jsonl", "--phrases", "phrases", "-o", "p.fuda")
def small():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
one_message(fuda("train", "-q", "l.jsonl", "-o", "full.fuda", prepare=small, status=2), "full.fuda")
same(left_over(), ["bad.yaml", "l.jsonl", "m.fuda", "p.fuda", "phrases"])
same(fuda("tag", "-m", "m.fuda", "l.jsonl", "-q").err, "")
EOF
}

@test "model show, terms, verify" {
    py <<'EOF'
info = parse(fuda("model", "show", "-f", "json").out.decode())
same((len(info["labels"]), info["single"]), (38, False))
for key in ("hash", "documents", "features", "alpha", "text", "data_hash", "taxonomy_hash", "taxonomy_version", "fuda", "icu", "mecab", "dictionary"):
    assert info[key] not in ("", None), key
version = fuda("--version").out.decode()
assert f"ICU {info['icu']}" in version and info["fuda"] in version, (info, version)
for label in info["labels"]:
    assert all(label["name"][lang] for lang in ("en", "ja", "zh")), label
shown = fuda("model", "show", "-f", "table").out.decode()
assert info["hash"] in shown and all(label["label"] in shown for label in info["labels"])
same(fuda("model", "verify").out.decode(), f"ok {info['hash']}\n")
for lang, word in (("ja", "輸出"), ("zh", "出口"), ("en", "export")):
    terms = lines(fuda("model", "terms", "driver/export-controls", "--lang", lang, "-n", 15, "-f", "jsonl"))
    same(len(terms), 15)
    same({t["lang"] for t in terms}, {lang})
    assert any(word in t["text"] for t in terms), terms
    same([t["weight"] for t in terms], sorted((t["weight"] for t in terms), reverse=True))
same(len(lines(fuda("model", "terms", "driver/talent"))), 20)
same(parse(fuda("model", "terms", "driver/talent", "-f", "json", "-n", 3).out.decode()), lines(fuda("model", "terms", "driver/talent", "-n", 3)))
rows = table_rows(fuda("model", "terms", "driver/talent", "-f", "csv", "-n", 3).out)
same(len(rows), 3)
assert "driver/talent" in fuda("model", "terms", "talent", status=2).err
fuda("model", "terms", "no-such-label", status=2)
for wrong in ([], ["shwo"], ["terms"], ["show", "a", "b"], ["show", "-f", "csv"]):
    fuda("model", *wrong, status=2)
write_jsonl("l.jsonl", labelled(6)); fuda("train", "-q", "l.jsonl", "-o", "m.fuda")
same(parse(fuda("model", "show", "-f", "json", "m.fuda").out.decode()), parse(fuda("model", "show", "-f", "json", "-m", "m.fuda").out.decode()))
EOF
}

@test "damaged, foreign and missing models" {
    py <<'EOF'
write_jsonl("l.jsonl", labelled(6)); fuda("train", "-q", "l.jsonl", "-o", "good.fuda")
good = read("good.fuda")
rng = random.Random(5)
damaged = {"empty": b"", "text": b"This is no model.\n", "cut": good[:len(good) // 2], "short": good[:-1], "head": good[:10],
           "longer": good + b"\0", "json": b'{"id":"a"}\n', "zeros": bytes(4096)}
for n in range(12):
    at = rng.randrange(len(good))
    damaged[f"flip{n}"] = good[:at] + bytes([good[at] ^ 1 << rng.randrange(8)]) + good[at + 1:]
for name, content in damaged.items():
    write("m.fuda", content)
    for arguments in (["model", "verify", "m.fuda"], ["tag", "-m", "m.fuda", "l.jsonl"])[:1 if name.startswith("flip") else 2]:
        done = fuda(*arguments, status=2)
        one_message(done, "m.fuda")
        same(done.out, b"", name)
os.mkdir("dir")
for arguments in (["model", "show"], ["tag", "l.jsonl", "-m"], ["eval", "l.jsonl", "-m"]):
    one_message(fuda(*arguments, "absent.fuda", status=2), "absent.fuda")
    one_message(fuda(*arguments, "dir", status=2), "dir")
one_message(fuda("tag", "l.jsonl", env={"FUDA_MODEL": "elsewhere.fuda"}, status=2), "elsewhere.fuda")
EOF
}
