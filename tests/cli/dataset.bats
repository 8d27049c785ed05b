#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda export: the formats other tools read, splits, samples, folders.
load helper

# shellcheck disable=SC2016
common='
import zipfile
def corpus(path, rows, classify=True):
    write_jsonl("rows.jsonl", rows)
    fuda("import", "-q", path, "rows.jsonl")
    if classify:
        fuda("classify", "-q", path)
def folder(path):
    return {p.name: p.read_bytes() for p in pathlib.Path(path).iterdir()}
def checked(path):
    """The files of an exported folder; the list of checksums names all of them and is right."""
    files = folder(path)
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    same({name: hashlib.sha256(content).hexdigest() for name, content in files.items()}, sums, path)
    assert not [n for n in left_over(pathlib.Path(path).parent) if re.search(r"\.[A-Za-z0-9]{6}$", n)], left_over()
    return files
def part_of(path, names=("train", "validation", "test")):
    """id -> part, from the files of a split."""
    files = checked(path)
    return {row["id"]: name for name in names for row in lines(files[f"{name}.jsonl"])}
ROWS = [{"id": "b", "title": "題, \"名\"", "text": "Export controls on\nadvanced chips", "labels": ["x y", "z"], "date": "2024-05", "group": "G", "codes": ["G06N 3/08"], "extra": {"a": [1, None]}},
        {"id": "a", "text": "芯片出口管制", "lang": "zh", "n": 5}, {"id": "c", "text": "Football tonight __label__trap", "labels": []},
        {"id": "d", "text": ""}, {"id": "é", "text": "人型ロボットの開発", "labels": ["z"], "maybe": ["m"]}]
'

@test "annotation tools and trainers: fields, gold and predicted labels, what is left out" {
    py <<EOF
$common
corpus("c.db", ROWS)
predicted = {r["id"]: r for r in lines(fuda("export", "c.db", "--labels", "predicted"))}
control = predicted["a"]["labels"]
assert "driver/export-controls" in control
# doccano
found = {r["id"]: r for r in lines(fuda("export", "c.db", "-f", "doccano"))}
same(sorted(found), ["a", "b", "c", "d", "é"])
same((found["b"]["text"], found["b"]["label"], found["b"]["source"]), ('題, "名"\nExport controls on\nadvanced chips', ["x y", "z"], "gold"))
same((found["a"]["label"], found["a"]["source"], found["a"]["fields"]), (control, "predicted", {"n": 5}))
same((found["c"]["label"], found["c"]["source"], found["d"]["label"], found["d"]["source"]), ([], "gold", [], "abstained"))
# Label Studio: annotations by people and predictions side by side
tasks = {t["data"]["id"]: t for t in parse(fuda("export", "c.db", "-f", "label-studio").out.decode())}
choices = lambda answer: [c for r in answer["result"] for c in r["value"]["choices"]]
same(choices(tasks["b"]["annotations"][0]), ["x y", "z"])
same(sorted(choices(tasks["b"]["predictions"][0])), sorted(predicted["b"]["labels"]))
same(choices(tasks["c"]["annotations"][0]), [])
assert "annotations" not in tasks["a"] and sorted(choices(tasks["a"]["predictions"][0])) == sorted(control)
model, = query("c.db", "SELECT model_hash FROM runs")[0]
same((tasks["a"]["predictions"][0]["model_version"], tasks["a"]["predictions"][0]["score"]), (model, min(predicted["a"]["p"].values())))
same(list(tasks["d"]), ["data"])
same(parse(fuda("export", "c.db", "-f", "label-studio", "--labels", "gold").out.decode())[0].keys(), {"data", "annotations"})
# Prodigy: what a program said is a proposal, what people said an answer
found = {r["meta"]["id"]: r for r in lines(fuda("export", "c.db", "-f", "prodigy"))}
same((found["b"]["accept"], found["b"]["answer"], found["a"]["accept"], found["a"].get("answer")), (["x y", "z"], "accept", control, None))
options = [o["id"] for o in found["a"]["options"]]
same(options, sorted(options)); assert {"x y", "z", *control} <= set(options), options
assert "accept" not in found["d"]
# spaCy: only documents whose labels are known
done = fuda("export", "c.db", "-f", "spacy")
found = {r["meta"]["id"]: r for r in lines(done)}
same(sorted(found), ["a", "b", "c", "é"]); assert "1 documents without known labels are left out" in done.err, done.err
same({k for k, v in found["b"]["cats"].items() if v == 1.0}, {"x y", "z"}); same(set(found["b"]["cats"].values()), {0.0, 1.0})
same(set(found["c"]["cats"].values()), {0.0}); same(list(found["a"]["cats"]), options)
# fastText: words, one line a document; blanks in labels and words that look like labels
text = fuda("export", "c.db", "-f", "fasttext", "--labels", "gold").out.decode().splitlines()
same([sorted(w for w in line.split() if w.startswith("__label__")) for line in text], [["__label__x_y", "__label__z"], [], ["__label__z"]])
assert text[2].split()[1:3] == ["人型", "ロボット"] or "ロボット" in text[2].split(), text[2]
assert "Export controls on advanced chips" in text[0], text[0]
for form in ("fasttext", "spacy", "doccano", "label-studio", "prodigy", "npz", "libsvm"):
    fuda("export", "c.db", "-f", form, "--ids-only", "-o", "never", status=2)
assert "never" not in left_over()
EOF
}

@test "feature matrices: libsvm and npz hold the same numbers as tokenize" {
    py <<EOF
$common
corpus("c.db", ROWS + [{"id": "twice", "text": "chips chips robots", "labels": ["z"]}, {"id": "nil", "text": "", "labels": []}])
def array(content):
    """A .npy file, by its format's own description."""
    same(content[:8], b"\x93NUMPY\x01\x00"); size = struct.unpack("<H", content[8:10])[0]; same((10 + size) % 64, 0)
    head = eval(content[10:10 + size].decode()); body = content[10 + size:]  # pylint: disable=eval-used
    same(head["fortran_order"], False)
    if head["descr"] == "|S3":
        return body
    code = {"<i4": "i", "<i8": "q"}[head["descr"]]
    values = list(struct.unpack(f"<{len(body) // struct.calcsize(code)}{code}", body))
    same(len(values), math.prod(head["shape"])); return values
def matrix(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        same(archive.testzip(), None)
        parts = {name[:-4]: array(archive.read(name)) for name in archive.namelist()}
    same(parts["format"], b"csr"); rows, columns = parts["shape"]; same(len(parts["indptr"]), rows + 1)
    assert all(0 <= i < columns for i in parts["indices"])
    return [dict(zip(parts["indices"][a:b], parts["data"][a:b])) for a, b in zip(parts["indptr"], parts["indptr"][1:])], columns
import math
fuda("export", "-q", "c.db", "-f", "npz", "--labels", "gold", "-o", "n"); fuda("export", "-q", "c.db", "-f", "libsvm", "--labels", "gold", "-o", "l")
n, l = checked("n"), checked("l")
same(sorted(n), ["README.md", "all.ids.txt", "all.x.npz", "all.y.npz", "features.tsv", "labels.txt"])
x, width = matrix(n["all.x.npz"]); y, classes = matrix(n["all.y.npz"])
ids = n["all.ids.txt"].decode().split("\n")[:-1]; labels = n["labels.txt"].decode().split("\n")[:-1]
same(ids, ["b", "c", "nil", "twice", "é"]); same((len(x), len(y), classes), (5, 5, len(labels)))
same({i: {labels[c] for c in row} for i, row in zip(ids, y)}, {"b": {"x y", "z"}, "c": set(), "nil": set(), "twice": {"z"}, "é": {"z"}})
features = [line.split("\t") for line in n["features.tsv"].decode().split("\n")[1:-1]]
same(width, len(features)); same([f[0] for f in features], [str(i) for i in range(width)])
names = {i: {(features[f][1], features[f][4]): c for f, c in row.items()} for i, row in zip(ids, x)}
same((names["twice"][("w", "chip")], names["twice"][("w", "robot")]), (2, 1))
assert any(kind == "i" and term.startswith("G06N") for kind, term in names["b"]), names["b"]
df = collections.Counter(f for row in x for f in row)
same([int(f[3]) for f in features], [df[i] for i in range(width)])
# libsvm: numbered from 1, the same counts
same((l["features.tsv"], l["labels.txt"], l["all.ids.txt"]), (n["features.tsv"], n["labels.txt"], n["all.ids.txt"]))
for line, row, target in zip(l["all.libsvm"].decode().split("\n"), x, y):
    head, _, rest = line.partition(" ")
    same(head, ",".join(map(str, sorted(target))))
    pairs = [tuple(map(int, p.split(":"))) for p in rest.split()]
    if not row and not target:
        same(pairs, [(1, 0)], "no blank line"); pairs = []
    same(pairs, sorted((f + 1, c) for f, c in row.items()))
EOF
}

@test "a Hugging Face folder: card, types, and back again" {
    py <<EOF
$common
corpus("c.db", ROWS)
fuda("export", "-q", "c.db", "-f", "huggingface", "-o", "hf")
files = checked("hf"); same(sorted(files), ["README.md", "train.jsonl"])
rows = {r["id"]: r for r in lines(files["train.jsonl"])}
same((rows["b"]["fields"], rows["a"]["p"]), ('{"extra":{"a":[1,null]}}', list(lines(fuda("export", "c.db"))[0]["p"].values())))
card = files["README.md"].decode()
assert card.startswith("---\n") and "\n---\n" in card and "  - split: train\n    path: train.jsonl\n" in card, card
model, version = query("c.db", "SELECT model_hash, taxonomy_version FROM runs")[0]
for word in (model, version, "| x y | 1 |", "| 2024 | 1 |", "| zh | 1 |", "| gold | 3 |", "fuda export -q c.db -f huggingface -o hf"):
    assert word in card, (word, card)
same(card.count(hashlib.sha256(files["train.jsonl"]).hexdigest()), 1)
assert "None is known for predicted labels" in card
with sqlite3.connect("c.db") as db:
    db.execute("CREATE TABLE run_rates (run INTEGER, label_no INTEGER, lang TEXT, tp INTEGER, fp INTEGER, fn INTEGER, tn INTEGER)")
    db.executemany("INSERT INTO run_rates VALUES (1, ?, ?, ?, ?, ?, 5)", [(1, "", 30, 10, 20), (2, "", 30, 30, 0), (2, "ja", 99, 0, 0)])
db.close()
fuda("export", "-q", "c.db", "-f", "huggingface", "-o", "rated")
assert "precision 0.60, recall 0.75, F1 0.67 (80 labels" in folder("rated")["README.md"].decode(), folder("rated")["README.md"].decode()
# Back again, labels by people only: what came in comes back.
fuda("export", "-q", "c.db", "-f", "huggingface", "--labels", "gold", "-o", "gold")
fuda("import", "-q", "back.db", "gold/train.jsonl")
dump = "SELECT d.id, title, text, lang, date, grp, codes, fields, labelling, (SELECT group_concat(label || maybe, '|') FROM (SELECT label, maybe FROM gold g JOIN labels USING (label_no) WHERE g.doc = d.doc ORDER BY label)) FROM documents d WHERE labelling <> 0 ORDER BY d.id"
same(query("back.db", dump), query("c.db", dump))
fuda("export", "-q", "back.db", "-f", "huggingface", "--labels", "gold", "-o", "again")
same(folder("again")["train.jsonl"], folder("gold")["train.jsonl"])
# doccano holds ids, texts and labels; the title becomes the text's first line.
fuda("export", "-q", "c.db", "-f", "doccano", "--labels", "gold", "-o", "d.jsonl")
fuda("import", "-q", "d.db", "--label-field", "label", "d.jsonl")
labels = "SELECT d.id, l.label FROM gold g JOIN documents d USING (doc) JOIN labels l USING (label_no) WHERE maybe = 0 ORDER BY 1, 2"
same(query("d.db", labels), query("c.db", labels))
same(query("d.db", "SELECT text, title, date, grp FROM documents WHERE id = 'b'"), [('題, "名"\nExport controls on\nadvanced chips', "", "2024-05", "G")])
EOF
}

@test "splits: shares a label, groups undivided, and nobody moves when documents come" {
    py <<EOF
$common
rng = random.Random(5)
def made(i):
    labels = [l for l, p in (("often", 0.6), ("some", 0.2), ("rare", 0.03), ("odd", 0.1)) if rng.random() < p]
    row = {"id": f"k{rng.randrange(10**9)}", "text": f"text {i}", "labels": labels, "date": f"{2015 + i % 10}-0{1 + i % 9}-11"}
    if i % 10 < 3:
        row["group"] = f"family {i // 10}"
    return row
rows = [made(i) for i in range(1000)]
corpus("c.db", rows[:600], classify=False)
split = ("--split", "train=0.7,validation=0.15,test=0.15")
fuda("export", "-q", "c.db", *split, "-o", "s1")
first = part_of("s1")
same(len(first), 600)
by_id = {r["id"]: r for r in rows}
def groups_whole(parts):
    seen = collections.defaultdict(set)
    for ident, part in parts.items():
        if "group" in by_id[ident]:
            seen[by_id[ident]["group"]].add(part)
    assert seen and all(len(p) == 1 for p in seen.values()), "a family is divided"
def shares(parts, slack):
    for label in ("often", "some", "rare", "odd"):
        mine = [p for i, p in parts.items() if label in by_id[i]["labels"]]
        for part, share in (("train", 0.7), ("validation", 0.15), ("test", 0.15)):
            assert abs(mine.count(part) - share * len(mine)) <= slack, (label, part, mine.count(part), share * len(mine))
groups_whole(first); shares(first, 4)
# The same again, and the same from documents imported in another order.
fuda("export", "-q", "c.db", *split, "-o", "s2"); same(part_of("s2"), first)
corpus("other.db", sorted(rows[:600], key=lambda r: r["id"]), classify=False)
fuda("export", "-q", "other.db", *split, "-o", "s3"); same(part_of("s3"), first)
# New documents join; old ones stay; labels that old ones get later move nobody.
relabelled = [dict(r, labels=["new"]) for r in rows[:40]]
corpus("c.db", rows[600:] + relabelled, classify=False)
for r in relabelled:
    by_id[r["id"]] = r
fuda("export", "-q", "c.db", *split, "-o", "s4")
second = part_of("s4")
same({i: second[i] for i in first}, first); same(len(second), 1000); groups_whole(second); shares(second, 6)
# Another seed and other shares are splits of their own.
fuda("export", "-q", "c.db", *split, "--seed", 2, "-o", "s5")
assert sum(part_of("s5")[i] != p for i, p in second.items()) > 200
same(len(query("c.db", "SELECT DISTINCT split FROM splits")), 2)
# A document that ties two parts together: the older one's part holds, and it is said.
a = next(i for i in rows if second[i["id"]] == "train" and "group" not in i); b = next(i for i in rows if second[i["id"]] == "test" and "group" not in i)
write_jsonl("tie.jsonl", [dict(a, group="tie"), dict(b, group="tie")]); fuda("import", "-q", "c.db", "tie.jsonl")
done = fuda("export", "c.db", *split, "-o", "s6")
assert "1 documents are now in another part" in done.err, done.err
third = part_of("s6"); older = a if rows.index(a) < rows.index(b) else b
same({third[a["id"]], third[b["id"]]}, {second[older["id"]]}); same(sum(third[i] != p for i, p in second.items()), 1)
for bad in ("train=0.5", "train=0.5,test=0.6", "train=0.5,train=0.5", "tr/ain=0.5,test=0.5", "train=,test=1", "train=0.5,test=0.5,", "=0.5,b=0.5", "a=nan,b=1"):
    fuda("export", "c.db", "--split", bad, "-o", "bad", status=2)
assert "bad" not in left_over()
EOF
}

@test "splits by date, samples, and up to N documents a label" {
    py <<EOF
$common
rows = [{"id": f"d{i:03}", "text": f"t {i}", "labels": [["a"], ["a", "b"], []][i % 3], "date": f"{2015 + i % 10}-06-01"} for i in range(300)]
rows += [{"id": "undated", "text": "u", "labels": []}, {"id": "old", "text": "o", "labels": ["a"], "group": "g", "date": "2015"}, {"id": "young", "text": "y", "labels": ["a"], "group": "g", "date": "2024-12"}]
corpus("c.db", rows, classify=False)
done = fuda("export", "c.db", "--split-date", "2020-01-01,2023-01-01", "-o", "t")
assert "1 documents without a date" in done.err, done.err
parts = part_of("t"); dates = {r["id"]: r.get("date") for r in rows}
same(len(parts), 302)
for ident, part in parts.items():
    want = "train" if dates[ident] < "2020" else "validation" if dates[ident] < "2023" else "test"
    same(part, "test" if ident == "old" else want, ident)
fuda("export", "-q", "c.db", "--split-date", "2020", "-o", "t2"); same(set(part_of("t2", ("train", "test")).values()), {"train", "test"})
ids = lambda done: [r["id"] for r in lines(done)]
some = ids(fuda("export", "c.db", "--sample", 50)); same((len(some), some), (50, sorted(some)))
assert set(some) < set(ids(fuda("export", "c.db", "--sample", 80))), "a larger sample holds the smaller one"
assert ids(fuda("export", "c.db", "--sample", 50, "--seed", 2)) != some
same(ids(fuda("export", "c.db", "--sample", 5000)), sorted(dates))
found = lines(fuda("export", "c.db", "--per-label", 20))
counts = collections.Counter(l for r in found for l in r["labels"] or ["(none)"])
assert counts["b"] == 20 == counts["(none)"] and 20 <= counts["a"] <= 40, counts
for bad in ("2020-13", "x", "2023-01-01,2020-01-01", "2020,2021,2022", ""):
    fuda("export", "c.db", f"--split-date={bad}", "-o", "bad", status=2)
fuda("export", "c.db", "--split-date", "2020", "--split", "a=0.5,b=0.5", "-o", "bad", status=2)
assert "bad" not in left_over()
EOF
}

@test "a folder appears whole or not at all, and only fuda's own folders are overwritten" {
    py <<EOF
$common
corpus("c.db", documents(3000), classify=False)
one_message(fuda("export", "c.db", "-f", "npz", "-o", "-", status=2).__class__(2, b"", fuda("export", "c.db", "-f", "huggingface", status=2).err.split("\n")[0]), "-o")
fuda("export", "-q", "c.db", "-f", "huggingface", "-o", "hf"); before = folder("hf")
one_message(fuda("export", "c.db", "-f", "huggingface", "-o", "hf", status=2), "hf", "--force")
fuda("export", "-q", "c.db", "-f", "huggingface", "--sample", 10, "-o", "hf/", "--force")
same(len(lines(checked("hf")["train.jsonl"])), 10)
# A folder with anything else in it is never removed.
write("hf/notes.txt", "precious"); held = folder("hf")
one_message(fuda("export", "c.db", "-f", "huggingface", "-o", "hf", "--force", status=2), "hf", "other files")
same(folder("hf"), held)
os.mkdir("mine"); os.mkdir("mine/deep"); write("file", "x")
for target in ("mine", "file"):
    one_message(fuda("export", "c.db", "-f", "huggingface", "-o", target, "--force", status=2), target)
os.mkdir("empty"); fuda("export", "-q", "c.db", "-f", "huggingface", "-o", "empty", "--force"); checked("empty")
def small():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
for form in ("huggingface", "libsvm", "npz"):
    one_message(fuda("export", "c.db", "-f", form, "-o", "full", "--labels", "both", prepare=small, status=2), "full") if form == "huggingface" else None
same(sorted(left_over()), ["c.db", "empty", "file", "hf", "mine", "rows.jsonl"])
one_message(fuda("export", "c.db", "-f", "huggingface", "-o", "no/such", status=2), "no/such")
# Formulas
corpus("f.db", [{"id": "=1+1", "title": "@x", "text": "-2", "labels": ["+a", "b"]}], classify=False)
same(table_rows(fuda("export", "f.db", "-f", "csv", "--guard-formulas").out)[0] | {}, {"id": "'=1+1", "title": "'@x", "text": "'-2", "lang": "", "date": "", "group": "", "codes": "", "labels": "'+a;b", "source": "gold", "p": "", "fields": ""})
fuda("export", "f.db", "--guard-formulas", status=2)
EOF
}
