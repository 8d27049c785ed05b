#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda import, classify and export.
load helper

counts='
def counts(done):
    found = re.search(r"fuda: (\d+) added, (\d+) changed, (\d+) unchanged, (\d+) rejected", done.err)
    assert found, done.err
    return tuple(map(int, found.groups()))
def ran(done):
    found = re.search(r"fuda: run (\d+): (\d+) classified, (\d+) of them tagged, (\d+) done before", done.err)
    assert found, done.err
    return tuple(map(int, found.groups()))
'

@test "import counts, and importing again changes nothing" {
    py <<EOF
$counts
rows = documents(2100)
write_jsonl("r.jsonl", rows)
same(counts(fuda("import", "c.db", "r.jsonl")), (2100, 0, 0, 0))
first = read("c.db")
for _ in range(2):
    same(counts(fuda("import", "c.db", "r.jsonl")), (0, 0, 2100, 0))
same(read("c.db") == first, True, "not a byte")
rows[5]["text"] += "!"; rows[6]["year"] = 1; rows[7]["title"] = ""
rows[8]["labels"] = ["a", "b"]
write_jsonl("r.jsonl", rows + [{"id": "new", "text": "n"}])
same(counts(fuda("import", "c.db", "r.jsonl")), (1, 4, 2096, 0))
same(left_over(), ["c.db", "r.jsonl"], "the log is gone with the last program")
versions = dict(query("c.db", "SELECT id, version FROM documents WHERE version > 1"))
same(versions, {rows[i]["id"]: 2 for i in (5, 6, 7, 8)})
rows[8]["labels"] = ["b", "a"]
same(counts(fuda("import", "c.db", "-", "-I", "jsonl", stdin=jsonl(rows))), (0, 0, 2100, 0))
same(query("c.db", "PRAGMA integrity_check"), [("ok",)])
EOF
}

@test "rejected records: named, listed, counted; --max-errors" {
    py <<EOF
$counts
rows = [{"id": "a", "text": "1"}, "{broken", {"id": "a", "text": "again"}, {"id": "b"}, {"id": "c", "text": "3", "label": "x", "labels": []}, {"id": "d", "text": "4"}]
write_jsonl("r.jsonl", rows); write_jsonl("s.jsonl", [{"id": "d", "text": "other file"}, {"id": "e", "text": "5"}])
done = fuda("import", "c.db", "r.jsonl", "s.jsonl", "--rejects", "bad.jsonl", status=1)
same(counts(done), (3, 0, 0, 5))
listed = lines(read("bad.jsonl"))
same([list(r) for r in listed], [["file", "line", "byte", "id", "reason"]] * 5)
same(sorted(((r["file"], r["line"], r["id"]) for r in listed), key=str),
     [("r.jsonl", 2, None), ("r.jsonl", 3, "a"), ("r.jsonl", 4, "b"), ("r.jsonl", 5, "c"), ("s.jsonl", 1, "d")])
for record in listed:
    assert record["reason"] in done.err, (record, done.err)
same([r[0] for r in query("c.db", "SELECT text FROM documents ORDER BY id")], ["1", "4", "5"])
one_message(fuda("import", "c.db", "s.jsonl", "--rejects", "bad.jsonl", status=2), "bad.jsonl", "--force")
same(len(lines(read("bad.jsonl"))), 5)
fuda("import", "c.db", "s.jsonl", "--rejects", "bad.jsonl", "--force")
same(read("bad.jsonl"), b"")
# Too many: status 2, what is stored stays, the list is kept.
done = fuda("import", "d.db", "r.jsonl", "--max-errors", 2, "--rejects", "many.jsonl", status=2)
assert "more than 2" in done.err, done.err
same(len(lines(read("many.jsonl"))), 4)
fuda("import", "e.db", "r.jsonl", "--max-errors", 4, status=1)
done = fuda("import", "f.db", "s.jsonl", "--max-errors", 0)
same(query("d.db", "PRAGMA integrity_check"), [("ok",)])
EOF
}

@test "classify does what is new or changed, and nothing else" {
    py <<EOF
$counts
rows = documents(1200); write_jsonl("r.jsonl", rows)
fuda("import", "-q", "c.db", "r.jsonl")
run, classified, tagged, before = ran(fuda("classify", "c.db"))
same((run, classified, before), (1, 1200, 0)); assert 100 < tagged <= 1200
same(query("c.db", "SELECT count(DISTINCT id) FROM tagged")[0][0], tagged)
first = query("c.db", "SELECT * FROM predictions ORDER BY 1, 2, 3")
for _ in range(2):
    same(ran(fuda("classify", "c.db")), (1, 0, 0, 1200))
same(query("c.db", "SELECT * FROM predictions ORDER BY 1, 2, 3"), first)
same(query("c.db", "SELECT documents, finished IS NOT NULL, single FROM runs"), [(1200, 1, 0)])
rows[3]["text"] = "Export controls on advanced chips"; rows[4]["year"] = 1900
write_jsonl("r.jsonl", rows + [{"id": "new", "text": "人型ロボット"}]); fuda("import", "-q", "c.db", "r.jsonl")
same(query("c.db", "SELECT count(*) FROM tagged WHERE id = ?", rows[3]["id"]), [(0,)], "outdated results do not show")
same(ran(fuda("classify", "c.db"))[:2], (1, 2), "a changed year is nothing to a model")
assert ("driver/export-controls",) in query("c.db", "SELECT label FROM tagged WHERE id = ?", rows[3]["id"])
same(ran(fuda("classify", "c.db", "--force"))[:2], (2, 1201))
same(ran(fuda("classify", "c.db", "--top", 1))[:2], (3, 1201), "other settings, another run")
same(query("c.db", "SELECT max(n) FROM (SELECT count(*) AS n FROM tagged GROUP BY id)"), [(1,)])
same(ran(fuda("classify", "c.db")), (2, 0, 0, 1201), "back to the latest run of these settings")
command, model = query("c.db", "SELECT command, model_hash FROM runs WHERE run = 3")[0]
assert command.startswith("fuda classify c.db --top 1"), command
same(fuda("model", "verify").out.decode(), f"ok {model}\n")
fuda("classify", "absent.db", status=2)
assert "absent.db" not in left_over()
EOF
}

@test "predictions are what tag says" {
    py <<EOF
$counts
rows = [parse(line) for path in SAMPLES for line in read(path).decode().splitlines()]
rows += [{"id": "empty", "text": ""}, {"id": "de", "text": "Der Bundestag hat gestern über das Gesetz beraten."}]
write_jsonl("r.jsonl", rows); fuda("import", "-q", "c.db", "r.jsonl"); fuda("classify", "-q", "c.db")
said = {d["id"]: d for d in lines(fuda("tag", "r.jsonl"))}
stored = collections.defaultdict(dict)
for ident, label, p in query("c.db", "SELECT id, label, p FROM tagged"):
    stored[ident][label] = round(p, 4)
for ident, answer in said.items():
    same(stored.get(ident, {}), {t["label"]: t["p"] for t in answer["labels"]}, ident)
results = {i: (lang, abstain) for i, lang, abstain in query("c.db", "SELECT d.id, r.lang, r.abstain FROM results r JOIN documents d USING (doc)")}
same(results, {i: (a["lang"], a["abstain"]) for i, a in said.items()})
same({i for i, in query("c.db", "SELECT id FROM tagged")}, {i for i, a in said.items() if a["labels"]})
few = query("c.db", "SELECT count(*) FROM predictions WHERE decided = 0 AND p < 0.1")
same(few, [(0,)])
EOF
}

@test "exports in three forms, gold and predicted labels" {
    py <<EOF
rows = [{"id": "b", "title": "題, \"名\"", "text": "Export controls on\nadvanced chips; \"quoted\"", "labels": ["x;y", "z"], "date": "2024", "group": "G", "codes": ["G06N 3/08"], "extra": {"a": [1, None]}},
        {"id": "a", "text": "芯片出口管制", "lang": "zh"}, {"id": "c", "text": "Football tonight.\tTab", "labels": []},
        {"id": "d", "text": ""}, {"id": "é", "text": "人型ロボット", "maybe": ["m"], "n": 5}]
write_jsonl("r.jsonl", rows); fuda("import", "-q", "c.db", "r.jsonl")
before = lines(fuda("export", "c.db"))
same([(r["id"], r["source"]) for r in before], [("a", "none"), ("b", "gold"), ("c", "gold"), ("d", "none"), ("é", "none")])
fuda("classify", "-q", "c.db")
both = lines(fuda("export", "c.db"))
same([(r["id"], r["source"]) for r in both], [("a", "predicted"), ("b", "gold"), ("c", "gold"), ("d", "abstained"), ("é", "predicted")])
same(list(both[1]), ["id", "title", "text", "date", "group", "codes", "labels", "source", "extra"])
same({k: both[1][k] for k in ("title", "text", "date", "group", "codes", "extra")}, {k: rows[0][k] for k in ("title", "text", "date", "group", "codes", "extra")})
same((sorted(both[1]["labels"]), both[2]["labels"], both[3]["labels"]), (["x;y", "z"], [], None))
same(both[4]["n"], 5); same(both[0]["lang"], "zh")
assert "driver/export-controls" in both[0]["labels"]
same(list(both[0]["p"]), both[0]["labels"])
tagged = lines(fuda("tag", "r.jsonl"))[1]
same(both[0]["p"], {t["label"]: t["p"] for t in tagged["labels"]})
same([r["id"] for r in lines(fuda("export", "c.db", "--labels", "gold"))], ["b", "c"])
predicted = lines(fuda("export", "c.db", "--labels=predicted"))
same([r["id"] for r in predicted], ["a", "b", "c", "d", "é"])
assert "driver/export-controls" in predicted[1]["labels"] and predicted[1]["source"] == "predicted"
low = lines(fuda("export", "c.db", "--labels", "predicted", "--min-p", "0.2"))
assert all(p >= 0.2 for r in low for p in r.get("p", {}).values())
assert sum(len(r["labels"] or []) for r in low) >= sum(len(r["labels"] or []) for r in predicted)
found = table_rows(fuda("export", "c.db", "-f", "csv").out)
same([r["id"] for r in found], ["a", "b", "c", "d", "é"])
same((found[1]["title"], found[1]["text"]), (rows[0]["title"], rows[0]["text"]))
same((sorted(parse(found[1]["labels"])), found[2]["labels"], parse(found[1]["fields"])), (["x;y", "z"], "", {"extra": {"a": [1, None]}}))
same(found[0]["labels"].split(";"), both[0]["labels"]); same([float(p) for p in found[0]["p"].split(";")], list(both[0]["p"].values()))
bom = fuda("export", "c.db", "-f", "csv", "--bom").out
same(bom, b"\xef\xbb\xbf" + fuda("export", "c.db", "-f", "csv").out)
tsv = fuda("export", "c.db", "-f", "tsv").out.decode().split("\n")
same((len(tsv), {line.count("\t") for line in tsv[:-1]}), (7, {tsv[0].count("\t")}))
bare = lines(fuda("export", "c.db", "--ids-only"))
assert all("text" not in r and "title" not in r for r in bare) and len(bare) == 5
assert "text" not in table_rows(fuda("export", "c.db", "-f", "csv", "--ids-only").out)[0]
fuda("classify", "-q", "c.db", "--top", 1)
assert max(len(r["labels"] or []) for r in lines(fuda("export", "c.db", "--labels", "predicted"))) == 1
same(lines(fuda("export", "c.db", "--run", 1)), both)
one_message(fuda("export", "c.db", "--run", 9, status=2), "9")
EOF
}

@test "export -o: whole or not at all, nothing overwritten" {
    py <<'EOF'
write_jsonl("r.jsonl", documents(3000)); fuda("import", "-q", "c.db", "r.jsonl")
done = fuda("export", "c.db", "-f", "csv", "-o", "out.csv")
assert "3000 documents" in done.err
same(read("out.csv"), fuda("export", "c.db", "-f", "csv").out)
write("out.csv", "precious")
one_message(fuda("export", "c.db", "-f", "csv", "-o", "out.csv", status=2), "out.csv", "--force")
def small():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
for name in ("out.csv", "new.csv"):
    one_message(fuda("export", "c.db", "-o", name, "--force", prepare=small, status=2), name)
same((read("out.csv"), left_over()), (b"precious", ["c.db", "out.csv", "r.jsonl"]))
fuda("export", "-q", "c.db", "-f", "csv", "-o", "out.csv", "--force")
same(len(table_rows(read("out.csv"))), 3000)
with open("/dev/full", "wb") as full:
    process = start("export", "c.db", stdout=full, stderr=subprocess.PIPE)
    err = process.communicate()[1].decode()
    same(process.returncode, 2); assert "No space left" in err, err
for form in ("jsonl", "csv"):
    process = start("export", "c.db", "-f", form, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline(); process.stdout.close()
    same((process.stderr.read(), process.wait(60)), (b"", 0), "a closed pipe")
EOF
}

@test "import(export(x)) is x, in JSONL and CSV" {
    py <<EOF
$counts
many = documents(300)
for i, row in enumerate(many):
    row["date"], row["group"], row["codes"] = f"2024-{i % 12 + 1:02}", f"G{i % 7}", ["G06N 3/08", "H01L"][:i % 3]
    row["meta"] = {"n": i, "list": [1.5, None, True, "語\"\\\\"], "text": "inner"}
    if i % 4 == 0:
        row["labels"] = [["a", "b c"], [], ["語"], ["x;y", "[z"]][i // 4 % 4]
    if i % 4 == 1:
        row["maybe"] = ["m"]
    row["text"] += ["", ' "q", \r\n next\ttab ', "\u2028", " end "][i % 4]
one = [dict(row, id="one" + row["id"], label="L" + str(i % 3)) for i, row in enumerate(documents(60, seed=4))]
clash = [{"id": "clash", "text": "t", "source": "a newspaper", "p": "pp", "fields": {"f": 1, "g": "h"}}]
dump = "SELECT d.id, title, text, lang, date, grp, codes, fields, labelling, (SELECT group_concat(label || maybe, '|') FROM (SELECT label, maybe FROM gold g JOIN labels USING (label_no) WHERE g.doc = d.doc ORDER BY label)) FROM documents d ORDER BY d.id"
for name, rows in (("sets", many), ("single", one), ("clash", clash), ("both", many + one)):
    write_jsonl("r.jsonl", rows); fuda("import", "-q", f"{name}.db", "r.jsonl")
    for form in ("jsonl", "csv"):
        fuda("export", "-q", f"{name}.db", "-f", form, "-o", f"{name}.{form}")
        same(counts(fuda("import", f"{name}-{form}.db", f"{name}.{form}")), (len(rows), 0, 0, 0))
        want, got = query(f"{name}.db", dump), query(f"{name}-{form}.db", dump)
        for w, g in zip(want, got):
            same(g, w, (name, form))
        same(fuda("export", f"{name}-{form}.db", "-f", form).out == read(f"{name}.{form}"), True, (name, form))
        same(counts(fuda("import", f"{name}.db", f"{name}.{form}"))[:2], (0, 0), "the same document is unchanged")
EOF
}

@test "what is no corpus is refused and left alone" {
    py <<'EOF'
write_jsonl("r.jsonl", documents(3))
write("text.db", "this is a text file, not a corpus, and long enough to look at\n" * 50); write("empty.db", ""); write("short.db", "x")
with sqlite3.connect("foreign.db") as db:
    db.execute("CREATE TABLE addresses (name TEXT)"); db.execute("INSERT INTO addresses VALUES ('Ada')")
db.close()
fuda("import", "-q", "newer.db", "r.jsonl")
with sqlite3.connect("newer.db") as db:
    db.execute("PRAGMA user_version = 999")
db.close()
fuda("import", "-q", "cut.db", "r.jsonl"); write("cut.db", read("cut.db")[:6000])
os.mkdir("dir.db")
for name in ("text.db", "short.db", "foreign.db", "newer.db", "dir.db", "cut.db"):
    before = read(name) if name != "dir.db" else b""
    for arguments in (["import", name, "r.jsonl"], ["classify", name], ["export", name]):
        done = fuda(*arguments, status=2)
        one_message(done, name)
        same(done.out, b"")
    same(read(name) if name != "dir.db" else b"", before, name)
same([n for n in left_over() if "-" in n], [], "no log beside a file that is not fuda's")
for name in ("absent.db", "no/such.db"):
    one_message(fuda("export", name, status=2), name); one_message(fuda("classify", name, status=2), name)
one_message(fuda("import", "no/such.db", "r.jsonl", status=2), "no/such.db")
EOF
}

@test "a read-only corpus can be exported, not written to" {
    run py <<'EOF'
who = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
with tempfile.TemporaryDirectory() as folder:
    os.chmod(folder, 0o755); os.chdir(folder)
    os.mkdir("shut")
    write_jsonl("r.jsonl", documents(50)); fuda("import", "-q", "shut/c.db", "r.jsonl"); fuda("classify", "-q", "shut/c.db")
    want = fuda("export", "shut/c.db").out
    os.chmod("shut/c.db", 0o444); os.chmod("shut", 0o555); os.chmod("r.jsonl", 0o444)
    if who:
        try:
            if subprocess.run([PROGRAM, "--version"], capture_output=True, check=False, **who).returncode != 0:
                sys.exit(77)
        except PermissionError:
            sys.exit(77)
    same(fuda("export", "shut/c.db", **who).out, want)
    one_message(fuda("import", "shut/c.db", "r.jsonl", status=2, **who), "shut/c.db")
    one_message(fuda("import", "shut/new.db", "r.jsonl", status=2, **who), "shut/new.db")
    one_message(fuda("classify", "--force", "shut/c.db", status=2, **who), "shut/c.db")
    one_message(fuda("export", "shut/c.db", "-o", "shut/out", status=2, **who), "shut/out")
    os.chmod("shut", 0o755)
    same(left_over("shut"), ["c.db"])
    same(fuda("export", "shut/c.db").out, want)
    os.chdir("/")
EOF
    [ "$status" -ne 77 ] || skip "nobody may not run the program"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}
