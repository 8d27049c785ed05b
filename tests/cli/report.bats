#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda report: its tables against what the corpus says, corrections against known truths, and documents that try to
# break out of every form of output.
load helper

@test "counts are those of the corpus" {
    py <<'EOF'
from report_cases import *
rows = {row["id"]: row for row in make()}
tables, tags, lang = report(), tags_of(), langs_of()
summary = {r["item"]: r["documents"] for r in tables["summary"]}
same((summary["matching"], summary["counted"], summary["tagged"]), (len(rows), len(lang), sum(1 for id in lang if tags[id])))
for r in tables["labels"]:
    same((r["raw"], r["documents"]), (sum(r["label"] in tags[id] for id in lang), len(lang)), r["label"])
    same(r["share"], round(r["raw"] / r["documents"], 4))
    same((r["basis"], r["corrected"]), ("uncorrected", None))
    assert r["share_low"] <= r["share"] <= r["share_high"]
assert {r["label"] for r in tables["labels"]} >= {l for t in tags.values() for l in t}
for table, inner, column, key in (("years", "label_years", "year", lambda id: [year_of(rows[id])] if year_of(rows[id]) else []),
        ("languages", "label_languages", "lang", lambda id: [lang[id]]),
        ("genres", "label_genres", "genre", lambda id: [rows[id]["genre"]] if "genre" in rows[id] else []),
        ("applicants", "label_applicants", "applicant", lambda id: rows[id].get("applicants", []))):
    want = collections.defaultdict(set)
    for id in lang:
        for value in key(id):
            want[value].add(id)
    assert len(want) >= 3, table
    same({r[column]: (r["documents"], r["tagged"]) for r in tables[table]},
         {v: (len(ids), sum(1 for id in ids if tags[id])) for v, ids in want.items()}, table)
    got = {(r["label"], r[column]): r["raw"] for r in tables[inner]}
    same(got, {(l["label"], v): sum(l["label"] in tags[id] for id in ids) for l in tables["labels"] for v, ids in want.items()}, inner)
assert tables["cross"] and all(r["field"].startswith("field/") and r["driver"].startswith("driver/") for r in tables["cross"])
for r in tables["cross"]:
    same(r["documents"], sum({r["field"], r["driver"]} <= tags[id] for id in lang))
for r in tables["cooccurrence"]:
    a, b = (sum(r[x] in tags[id] for id in lang) for x in "ab")
    same((r["both"], r["expected"]), (sum({r["a"], r["b"]} <= tags[id] for id in lang), round(a * b / len(lang), 2)))
EOF
}

@test "the terms' documents are those that have them" {
    py <<'EOF'
from report_cases import *
import math
rows = {row["id"]: row for row in make()}
tables, tags, lang = report(), tags_of(), langs_of()
has = set()
write_jsonl("t.jsonl", [{"id": id, "text": rows[id].get("title", "") + "\n" + rows[id]["text"], "lang": lang[id]} for id in lang])
for answer in lines(fuda("tokenize", "t.jsonl")):
    has |= {(piece["term"], answer["id"]) for piece in answer["tokens"] + answer["phrases"] if piece.get("term")}
checked = 0
for r in tables["terms"]:
    if r["axis"] != "label":
        continue
    inside = [id for id in lang if lang[id] == r["lang"] and r["value"] in tags[id]]
    outside = [id for id in lang if lang[id] == r["lang"] and r["value"] not in tags[id]]
    same((r["documents"], r["of"], r["rest_documents"], r["rest_of"]),
         (sum((r["term"], id) in has for id in inside), len(inside), sum((r["term"], id) in has for id in outside), len(outside)), r)
    # Dunning's statistic, typed anew.
    cells = [r["documents"], r["of"] - r["documents"], r["rest_documents"], r["rest_of"] - r["rest_documents"]]
    n, row, col = sum(cells), (cells[0] + cells[1], cells[2] + cells[3]), (cells[0] + cells[2], cells[1] + cells[3])
    g2 = 2 * sum(o * math.log(o * n / (row[i // 2] * col[i % 2])) for i, o in enumerate(cells) if o)
    assert abs(g2 - r["g2"]) < 0.006, (g2, r)
    assert r["z"] > 0 and r["log_ratio"] > 0 and r["documents"] >= 2
    checked += 1
assert checked >= 15, checked
assert {r["axis"] for r in tables["terms"]} == {"label", "year", "language", "applicant"}, "every kind of group"
shown = 0
for r in tables["contexts"]:
    text = re.sub(r"[\x00-\x20]+", " ", rows[r["id"]].get("title", "") + "\n" + rows[r["id"]]["text"])
    assert r["left"] + r["keyword"] + r["right"] in text, r
    assert r["axis"] != "label" or r["value"] in tags[r["id"]]
    shown += 1
assert shown > 50
for r in tables["documents"]:
    assert r["passage"] in rows[r["id"]]["text"] and r["label"] in tags[r["id"]]
    for mark in r["marks"].split():
        a, b = map(int, mark.split("-"))
        assert r["passage"].encode()[a:b].decode(), "whole characters"
assert sum(1 for r in tables["documents"] if r["marks"]) >= 10
EOF
}

@test "every form holds the same, whatever the number of threads" {
    py <<'EOF'
from report_cases import *
make()
whole = fuda("report", "c.db", "-f", "json").out
for jobs in ("1", "2", "8"):
    same(fuda("report", "c.db", "-f", "json", "-j", jobs).out, whole, jobs)
tables = parse(whole.decode())
names = fuda("report", "--table", "list").out.decode().split()
same(list(tables), names)
flat = {(r["table"], int(r["row"]), r["column"]): r["value"] for r in table_rows(fuda("report", "c.db", "-f", "csv").out)}
by_line = collections.defaultdict(list)
for r in lines(fuda("report", "c.db", "-f", "jsonl")):
    by_line[r.pop("table")].append(r)
for name in names:
    same(by_line[name], tables[name], name)
for name in ("labels", "trends", "terms", "documents", "rates", "limits", "compare"):
    same(parse(fuda("report", "c.db", "-f", "json", "--table", name).out.decode()), tables[name], name)
    rows = table_rows(fuda("report", "c.db", "-f", "csv", "--table", name).out)
    same(len(rows), len(tables[name]), name)
    for n, (got, want) in enumerate(zip(rows, tables[name])):
        same(list(got), list(want))
        for key, value in want.items():
            text = got[key]
            same(text, flat[name, n + 1, key])
            if isinstance(value, float):
                assert abs(float(text) - value) < 1e-9
            elif isinstance(value, int):
                same(int(text), value)
            else:
                same(text, value or "")
    shown = fuda("report", "c.db", "-f", "table", "--table", name, env={"COLUMNS": "70"}).out.decode()
    assert all(width(line) <= 70 for line in shown.split("\n")), name
one_message(fuda("report", "c.db", "-f", "json", "--run", "7", status=2), "run 7")
assert "no table 'x'" in fuda("report", "c.db", "--table", "x", status=2).err
fuda("import", "-q", "empty.db", "rows.jsonl")
one_message(fuda("report", "empty.db", status=2), "nothing has been classified")
fuda("report", "c.db", "-o", "r.json")
same(parse(read("r.json").decode()), tables)
one_message(fuda("report", "c.db", "-o", "r.json", status=2), "exists")
EOF
}

@test "a terminal gets lines that fit, and names in its language" {
    py <<'EOF'
from report_cases import *
make()
for columns in (40, 80, 150):
    for extra in ([], ["--compare", "ja", "zh"], ["--where", "lang = 'ja' and year >= 2020"]):
        shown = terminal("report", "c.db", *extra, columns=columns, env={"NO_COLOR": "1"})
        for line in shown.split("\n"):
            assert width(line) <= columns, (columns, width(line), line)
        assert "documents" in shown and "Limits" in shown
        assert "█" in shown or extra[:1] == ["--compare"] or columns == 40
assert "分野" in fuda("report", "c.db", "-f", "table", env={"LC_ALL": "ja_JP.UTF-8"}).out.decode()
assert "Export controls" in fuda("report", "c.db", "-f", "table").out.decode()
EOF
}

@test "corrected counts cover the truth where raw counts fail" {
    py <<'EOF'
from report_cases import *
import math
# Labels of 400 documents in two languages are drawn by known error rates, of which the corpus knows only what 80
# positive and 400 negative held-out documents say.
rng = random.Random(5)
make([{"id": f"d{n}", "text": "export controls on chips hit robots" if n % 2 else "半導体の輸出規制とロボット", "date": "2020"} for n in range(400)])
errors = {"en": (0.8, 0.04), "ja": (0.55, 0.10)}
covered = raw_covered = runs = 0
langs = dict(query("c.db", "SELECT doc, lang FROM results"))
numbers = {label: no for no, label in query("c.db", "SELECT label_no, label FROM labels")}
same(set(langs.values()), {"en", "ja"})
for turn in range(5):
    def held_out(no):
        out = {}
        for lang, (tpr, fpr) in errors.items():
            tp, fp = sum(rng.random() < tpr for _ in range(80)), sum(rng.random() < fpr for _ in range(400))
            out[lang] = (tp, fp, 80 - tp, 400 - fp)
        return out
    with_rates(numbers.values(), held_out)
    db, truth = sqlite3.connect("c.db"), collections.Counter()
    db.execute("DELETE FROM predictions")
    for n, no in enumerate(numbers.values()):
        prevalence = [0.03, 0.1, 0.3, 0.5][n % 4]
        for doc, lang in langs.items():
            true = rng.random() < prevalence * (1.4 if lang == "ja" else 0.6)
            truth[no] += true
            if rng.random() < errors[lang][0 if true else 1]:
                db.execute("INSERT INTO predictions VALUES (1, ?, ?, 0.9, 1)", (doc, no))
    db.commit()
    db.close()
    for r in report("--table", "labels"):
        same(r["basis"], "corrected")
        true, n, p, z = truth[numbers[r["label"]]], r["documents"], r["raw"] / r["documents"], 1.96
        covered += r["low"] <= true <= r["high"]
        middle, half = (p + z * z / 2 / n) / (1 + z * z / n), z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
        raw_covered += middle - half <= true / n <= middle + half
        runs += 1
shown = fuda("report", "c.db", "-f", "table").out.decode()
assert "corrected (95 %)" in shown and "uncorrected" not in shown
print(f"covered: corrected {covered / runs:.3f}, raw {raw_covered / runs:.3f} of {runs}")
assert runs >= 100, runs
assert covered / runs >= 0.90, (covered, runs)
assert raw_covered / runs <= 0.6, (raw_covered, runs)
EOF
}

@test "rates measured on the documents people labelled" {
    py <<'EOF'
from report_cases import *
rows = varied()
make(rows)
lang, tags, rng = langs_of(), tags_of(), random.Random(2)
# People labelled a third of the documents: mostly as the model did, some otherwise, some labels arguable.
names = sorted({label for t in tags.values() for label in t})
labelled = []
for row in rows:
    if rng.random() < 0.35:
        gold = {label for label in names if (label in tags[row["id"]]) != (rng.random() < 0.08)}
        maybe = {label for label in names if rng.random() < 0.05} - gold
        labelled.append(dict(row, labels=sorted(gold), maybe=sorted(maybe)))
write_jsonl("gold.jsonl", labelled)
fuda("import", "-q", "c.db", "gold.jsonl")
tables = report("--rates", "gold")
for r in tables["rates"]:
    here = [d for d in labelled if d["id"] in lang and r["lang"] in ("all", lang[d["id"]]) and r["label"] not in d["maybe"]]
    given = [d for d in here if r["label"] in tags[d["id"]]]
    tp = sum(r["label"] in d["labels"] for d in given)
    fn = sum(r["label"] in d["labels"] for d in here) - tp
    same((r["tp"], r["fp"], r["fn"], r["tn"]), (tp, len(given) - tp, fn, len(here) - len(given) - fn), r)
assert sum(r["basis"] == "corrected" for r in tables["labels"]) >= 5
assert "drawn at random" in tables["limits"][0]["limit"]
assert report()["labels"][0]["basis"] == "uncorrected"
make(varied()[:30], "none.db")
db = sqlite3.connect("none.db"); db.execute("UPDATE documents SET labelling = 0"); db.execute("DELETE FROM gold"); db.commit(); db.close()
one_message(fuda("report", "none.db", "--rates", "gold", status=2), "labelled by people")
EOF
}

@test "trends: known rises and falls, and no more" {
    py <<'EOF'
from report_cases import *
make([{"id": f"d{n}", "text": "export controls on chips hit robots", "date": str(2010 + n % 10)} for n in range(1000)])
db = sqlite3.connect("c.db")
db.execute("DELETE FROM predictions")
labels = [no for no, in db.execute("SELECT label_no FROM labels ORDER BY label_no")][:20]
for i, no in enumerate(labels):
    for doc in range(1, 1001):
        year, place = (doc - 1) % 10, (doc - 1) // 10
        many = {0: 10 + 5 * year, 1: 80 - 6 * year}.get(i, 30 + (year * 37 + i * 11) % 7)
        if place < many:
            db.execute("INSERT INTO predictions VALUES (1, ?, ?, 0.9, 1)", (doc, no))
db.commit()
name = dict(db.execute("SELECT label_no, label FROM labels"))
db.close()
found = {r["label"]: r for r in report("--table", "trends")}
up, down = found.pop(name[labels[0]]), found.pop(name[labels[1]])
same((up["direction"], up["s"], up["slope"], up["years"]), ("rising", 45, 0.05, 10))
same((down["direction"], down["s"], down["slope"]), ("falling", -45, -0.06))
assert up["p"] <= 1e-6 and up["q"] < 0.05, "2 / 10!"
same(len(found), 18)
assert all(r["direction"] == "unclear" for r in found.values()), found
EOF
}

@test "documents cannot break out of JSON, CSV or the terminal" {
    py <<'EOF'
from report_cases import *
make(evil_rows())
unsafe = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
for form in ("json", "jsonl", "csv", "tsv", "table"):
    for extra in ([], ["--compare", "lang = 'en'", "genre = '-2+3'"]):
        out = fuda("report", "c.db", "-f", form, *extra).out.decode()
        if form == "table":
            assert not re.search(unsafe, out), re.search(unsafe, out)
        if form == "json":
            assert "<script>alert(1)</script>" in json.dumps(parse(out), ensure_ascii=False)
        if form == "jsonl":
            assert lines(out.encode())
        if form == "csv":
            cells = [cell for row in csv.reader(io.StringIO(out, newline=""), strict=True) for cell in row]
            for cell in cells:
                assert re.fullmatch(r"-?\d+(\.\d+)?", cell) or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
            assert "'=HYPERLINK(\"http://x\")" in cells and "'-2+3" in cells
for name in ("documents", "contexts", "applicants", "provenance"):
    out = fuda("report", "c.db", "-f", "table", "--table", name).out.decode()
    assert not re.search(unsafe, out), name
EOF
}
