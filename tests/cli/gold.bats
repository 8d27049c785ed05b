#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda label, import --gold, diff, search from the command line.
load helper

# shellcheck disable=SC2016
common='
GOLD = "SELECT d.id, l.label, g.maybe FROM gold g JOIN documents d USING (doc) JOIN labels l USING (label_no) ORDER BY 1, 2"
def gold(path):
    found = collections.defaultdict(dict)
    for ident, label, maybe in query(path, GOLD):
        found[ident][label] = maybe
    return dict(found)
def kinds(path):
    return dict(query(path, "SELECT id, labelling FROM documents"))
ROWS = [{"id": "a", "text": "Export controls on advanced chips"}, {"id": "b c", "text": "Football tonight", "label": "x"},
        {"id": "c", "text": "人型ロボットの開発", "labels": ["l", "m"]}, {"id": "d", "text": ""}]
def made(path):
    write_jsonl("rows.jsonl", ROWS); fuda("import", "-q", path, "rows.jsonl")
'

@test "labels by hand: give, take, arguable, accept; lines of standard input" {
    py <<EOF
$common
made("c.db")
done = fuda("label", "c.db", "a", "+field/ai-chips", "-driver/talent", "?driver/funding")
assert "1 changed, 0 unchanged" in done.err, done.err
same((gold("c.db")["a"], kinds("c.db")["a"]), ({"field/ai-chips": 0, "driver/funding": 1}, 2))
same(query("c.db", "SELECT version FROM documents WHERE id = 'a'"), [(2,)])
assert "0 changed, 1 unchanged" in fuda("label", "c.db", "a", "+field/ai-chips").err
same(query("c.db", "SELECT version FROM documents WHERE id = 'a'"), [(2,)])
fuda("label", "-q", "c.db", "a", "-field/ai-chips", "+driver/funding")
same(gold("c.db")["a"], {"driver/funding": 0})
# One label that excludes others is replaced, and can be taken away.
fuda("label", "-q", "c.db", "b c", "+y"); same((gold("c.db")["b c"], kinds("c.db")["b c"]), ({"y": 0}, 1))
one_message(fuda("label", "-q", "c.db", "b c", "+y", "+z", status=2), "exclude")
fuda("label", "-q", "c.db", "b c", "-y"); same(("b c" in gold("c.db"), kinds("c.db")["b c"]), (False, 0))
# What the run decided, corrected.
fuda("classify", "-q", "c.db")
said = {label for label, in query("c.db", "SELECT label FROM tagged WHERE id = 'a'")}; assert "driver/export-controls" in said
fuda("label", "-q", "c.db", "a", "--accept", "-driver/export-controls", "+mine")
same(set(gold("c.db")["a"]), said - {"driver/export-controls"} | {"mine"})
one_message(fuda("label", "-q", "c.db", "d", "--accept", status=2), "no run has an answer")
# Lines: tab or blank behind the id; each wrong line is named and the others are done.
lines_ = "c +n -l ?m\nb c\t+p ?q\n\nnobody +x\nc x\na\nc\t+o\n"
done = fuda("label", "c.db", stdin=lines_, status=1)
same(gold("c.db")["c"], {"n": 0, "m": 1, "o": 0}); same(gold("c.db")["b c"], {"p": 0, "q": 1})
for word in ("line 4: the corpus has no document 'nobody'", "line 5: 'x' is none of", "line 6: no labels", "3 changed, 0 unchanged, 3 rejected"):
    assert word in done.err, (word, done.err)
for bad in (["label", "c.db", "a"], ["label", "c.db", "a", "plain"], ["label", "c.db", "a", "+"], ["label", "c.db", "a", "+x", "-x"], ["label"], ["label", "c.db", "zz", "+x"]):
    fuda(*bad, status=2)
EOF
}

@test "import --gold: fuda's forms, doccano, Label Studio, Prodigy; unknown ids are named" {
    py <<EOF
$common
def run(name, content, *options, status=0):
    write(name, content if isinstance(content, (str, bytes)) else jsonl(content))
    return fuda("import", "--gold", "c.db", name, *options, status=status)
made("c.db"); before = query("c.db", "SELECT text, date, fields, hash FROM documents ORDER BY id")
done = run("g.jsonl", [{"id": "a", "labels": ["x", "y"], "maybe": ["z"]}, {"id": "nobody", "labels": []}, {"id": "c", "labels": None}, {"id": "d", "label": "s"}, "{broken}", {"labels": ["q"]}], status=1)
assert "2 changed, 0 unchanged, 1 not labelled, 3 rejected" in done.err and "g.jsonl:2: the corpus has no document 'nobody'" in done.err, done.err
assert "g.jsonl:5" in done.err and "g.jsonl:6" in done.err, done.err
same((gold("c.db")["a"], kinds("c.db")["a"], kinds("c.db")["d"]), ({"x": 0, "y": 0, "z": 1}, 2, 1))
same(query("c.db", "SELECT text, date, fields, hash FROM documents ORDER BY id"), before, "only labels change")
assert "0 changed, 1 unchanged" in run("g2.jsonl", [{"id": "a", "labels": ["y", "x"], "maybe": ["z"]}]).err
run("g.csv", "id,labels,note\na,p;q,n\nc,,\n"); same((gold("c.db")["a"], "c" in gold("c.db"), kinds("c.db")["c"]), ({"p": 0, "q": 0}, False, 2))
run("g.tsv", "id\tlabel\nb c\tone\n"); same(gold("c.db")["b c"], {"one": 0})
run("named.csv", "key,tags\nc,u;v\n", "--id-field", "key", "--label-field", "tags"); same(set(gold("c.db")["c"]) | {"u;v"}, {"u;v"} | set(gold("c.db")["c"]))
# doccano: its own number as id, ours as doc_id
run("d.jsonl", [{"id": 17, "text": "…", "label": ["k"], "doc_id": "a", "Comments": []}]); same(gold("c.db")["a"], {"k": 0})
# Label Studio: an indented array; two people; one that was cancelled
answer = lambda *choices, **more: {"result": [{"from_name": "labels", "type": "choices", "value": {"choices": list(choices)}}] if choices else [], "was_cancelled": False, **more}
tasks = [{"id": 1, "data": {"id": "a", "text": "}{\"["}, "annotations": [answer("one", "two"), answer("two", "three"), answer("never", was_cancelled=True)], "predictions": [answer("no")]},
         {"id": 2, "data": {"id": "c"}, "annotations": [answer()]}, {"id": 3, "data": {"id": "d"}, "annotations": []}]
done = run("ls.json", "\ufeff" + json.dumps(tasks, indent=2, ensure_ascii=False))
assert "2 changed, 0 unchanged, 1 not labelled, 0 rejected" in done.err, done.err
same((gold("c.db")["a"], "c" in gold("c.db")), ({"two": 0, "one": 1, "three": 1}, False))
# Prodigy
run("p.jsonl", [{"text": "…", "accept": ["P"], "answer": "accept", "meta": {"id": "a"}}, {"text": "…", "accept": ["no"], "answer": "reject", "meta": {"id": "c"}}])
same((gold("c.db")["a"], "c" in gold("c.db")), ({"P": 0}, False))
# Round trips: what fuda exports for a tool comes back as gold.
want = gold("c.db")
for form, options in (("doccano", []), ("label-studio", []), ("prodigy", []), ("jsonl", []), ("csv", [])):
    end = {"label-studio": "json", "csv": "csv"}.get(form, "jsonl")
    fuda("export", "-q", "c.db", "-f", form, "--labels", "gold", "-o", f"t-{form}.{end}")
    made(f"r-{form}.db")
    done = fuda("import", "--gold", f"r-{form}.db", f"t-{form}.{end}", *options)
    same({i: {l: m for l, m in v.items() if not m} for i, v in gold(f"r-{form}.db").items() if i != "b c" or form != "x"}, {i: {l: m for l, m in v.items() if not m} for i, v in want.items()}, form)
# Hostile: nesting, an object without end, what is no JSON
for name, content in (("deep.json", "[" + "{\"a\":" * 5000 + "1" + "}" * 5000 + "]"), ("cut.json", "[{\"id\": \"a\", \"labels\": [\"x\"]"), ("no.json", "hello\nworld\n"), ("bin.json", b"\xff\xfe\x00{\x00"), ("list.json", "[[[[1,2]]]")):
    run(name, content, status=1)
same(gold("c.db"), want)
one_message(fuda("import", "--gold", "absent.db", "g.jsonl", status=2).__class__(2, b"", fuda("import", "--gold", "absent.db", "g.jsonl", status=2).err.strip().split("\n")[0]), "absent.db")
EOF
}

@test "diff: which labels changed, by which features" {
    py <<EOF
$common
rows = labelled(per_label=15, single=False)
write_jsonl("t.jsonl", rows); fuda("train", "-q", "t.jsonl", "-o", "one.fuda")
write_jsonl("u.jsonl", [dict(r, labels=["ball" if l == "football" else l for l in r["labels"]]) for r in rows]); fuda("train", "-q", "u.jsonl", "-o", "two.fuda")
write_jsonl("docs.jsonl", [{k: r[k] for k in ("id", "text")} for r in rows] + [{"id": "late", "text": "goal striker match"}])
fuda("import", "-q", "c.db", "docs.jsonl")
fuda("classify", "-q", "c.db", "-m", "one.fuda"); fuda("classify", "-q", "c.db", "-m", "two.fuda")
done = fuda("diff", "c.db", 1, 2, "--models", "one.fuda", "two.fuda"); found = {d["id"]: d for d in lines(done)}
tags = collections.defaultdict(lambda: (set(), set()))
for run, ident, label in query("c.db", "SELECT run, id, label FROM predictions JOIN documents USING (doc) JOIN labels USING (label_no) WHERE decided"):
    tags[ident][run - 1].add(label)
same(set(found), {i for i, (a, b) in tags.items() if a != b}); assert len(found) > 10
for ident, d in found.items():
    a, b = tags[ident]
    same({l["label"]: l["change"] for l in d["labels"]}, {l: "lost" for l in a - b} | {l: "gained" for l in b - a}, ident)
    for label in d["labels"]:
        assert 1 <= len(label["features"]) <= 5
        moved = [abs(w[1] - w[0]) for w in (f["weights"] for f in label["features"])]; same(moved, sorted(moved, reverse=True))
        same(all(w[label["change"] == "lost"] == 0 for w in (f["weights"] for f in label["features"])), True, "a label only one model knows")
assert f"{len(found)} of {len(rows) + 1} documents have other labels" in done.err, done.err
back = {d["id"]: d for d in lines(fuda("diff", "c.db", 2, 1))}
same({i: {l["label"]: l["change"] for l in d["labels"]} for i, d in back.items()}, {i: {l["label"]: {"gained": "lost", "lost": "gained"}[l["change"]] for l in d["labels"]} for i, d in found.items()})
same({f for d in back.values() for l in d["labels"] for f in map(str, l["features"])}, set(), "no models, no features")
same(lines(fuda("diff", "c.db", 1, 1)), [])
rows_ = table_rows(fuda("diff", "c.db", 1, 2, "-f", "csv", "-n", 1).out); same(list(rows_[0]), ["id", "label", "change", "p1", "p2"])
text = fuda("diff", "c.db", 1, 2, "-f", "table").out.decode(); assert "gained" in text and "→" in text and "+ ball" in text, text
one_message(fuda("diff", "c.db", 1, 2, "--models", "two.fuda", "one.fuda", status=2), "made with model")
for bad in ([1, 9], [1], ["x", 2], [0, 1], [1, 2, 3]):
    fuda("diff", "c.db", *bad, status=2)
# A changed document is said to be one.
write_jsonl("docs.jsonl", [{"id": "late", "text": "soup onion kitchen recipe"}]); fuda("import", "-q", "c.db", "docs.jsonl"); fuda("classify", "-q", "c.db", "-m", "two.fuda")
done = fuda("diff", "c.db", 1, 2); assert "1 documents were changed" in done.err; same({d["id"]: d for d in lines(done)}["late"]["same_version"], False)
EOF
}

@test "search: forms, filters, offsets, an index that follows and survives kills" {
    py <<EOF
$common
rows = documents(3000); write_jsonl("r.jsonl", rows); fuda("import", "-q", "--index", "c.db", "r.jsonl")
same(query("c.db", "SELECT count(*) FROM search_docs"), [(3000,)])
done = fuda("search", "c.db", "市场", "-n", 5000); found = lines(done)
same({d["id"] for d in found}, {r["id"] for r in rows if "市场" in r["title"] + r["text"] or "市場" in r["title"] + r["text"]})
assert f"{len(found)} documents" in done.err
by_id = {r["id"]: r for r in rows}
for d in found:
    for h in d["hits"]:
        same(by_id[d["id"]][h["field"]].encode()[h["start"]:h["end"]].decode(), h["text"]); assert h["text"] in ("市场", "市場")
    for c in d["context"]:
        raw = by_id[d["id"]][c["field"]].encode(); same(raw[c["start"]:c["start"] + len(c["text"].encode())].decode(), c["text"])
same([d["score"] for d in found], sorted((d["score"] for d in found), reverse=True))
same(lines(fuda("search", "c.db", "市场", "-n", 7, "--offset", 3)), found[3:10])
kwic = table_rows(fuda("search", "c.db", "robots", "-f", "csv", "-n", 3).out)
assert all(r["hit"].lower() == "robots" for r in kwic) and kwic
text = fuda("search", "c.db", "robots", "AND", "weather", "-f", "table", "-n", 2).out.decode(); assert "[robots]" in text and "[weather]" in text, text
same({d["lang"] for d in lines(fuda("search", "c.db", "芯片 OR 半導体"))}, {None})
same(len(lines(fuda("search", "c.db", "robots", "--where", "fields.year = 2003", "-n", 999))), sum("robots" in r["title"] + r["text"] and r["year"] == 2003 for r in rows))
for bad in ('"open', "(", "NOT x", "+++", "a) OR (b", "x*y:("):
    done = fuda("search", "c.db", bad, status=2); one_message(done, "query"); same(done.out, b"")
one_message(fuda("search", "c.db", "x", "--where", "1 = 1; DROP TABLE documents", status=2), "")
# Killed while it indexes; the same in the end.
fuda("import", "-q", "k.db", "r.jsonl"); rng = random.Random()
for _ in range(6):
    process = start("search", "-q", "k.db", "robots", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(rng.uniform(0.01, 0.6)); process.kill(); process.wait()
    same(query("k.db", "PRAGMA quick_check"), [("ok",)])
for q in ("robots", "市场", "NEAR(weather market, 3)"):
    same(fuda("search", "-q", "k.db", q, "-n", 999).out == fuda("search", "-q", "c.db", q, "-n", 999).out, True, q)
# Two at once; one is told to wait or both answer.
fuda("import", "-q", "w.db", "r.jsonl")
pair = [start("search", "-q", "w.db", "robots", stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
said = [(p.communicate(), p.returncode) for p in pair]
assert all(code == 0 or b"another process" in err for (_, err), code in said) and any(code == 0 for _, code in said), said
EOF
}
