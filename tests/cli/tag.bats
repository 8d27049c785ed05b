#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda tag: every form of input, one answer for each document, in the order of the input.
load helper

@test "a text file, several, a folder, standard input" {
    py <<'EOF'
write("a.txt", "半導体製造装置の対中輸出規制を強化")
write("b.txt", "Humanoid robots learn to walk by reinforcement learning.")
os.makedirs("in/sub")
write("in/z.txt", "芯片出口管制"); write("in/sub/c.md", "具身智能机器人"); write("in/.hidden", "x")
write_jsonl("in/r.jsonl", [{"id": "r1", "text": "a"}, {"id": "r2", "text": "b"}])
one = lines(fuda("tag", "a.txt"))
same(list(one[0]), ["id", "lang", "labels", "abstain"], "fields and their order")
same((one[0]["id"], one[0]["lang"], one[0]["abstain"]), ("a.txt", "ja", None))
assert "driver/export-controls" in names(one[0]), one
for label in one[0]["labels"]:
    same(list(label), ["label", "p"])
    assert 0 < label["p"] <= 1
    assert len(str(label["p"]).split(".")[1]) <= 4
ps = [label["p"] for label in one[0]["labels"]]
same(ps, sorted(ps, reverse=True), "most probable first")
two = lines(fuda("tag", "b.txt", "a.txt"))
same([d["id"] for d in two], ["b.txt", "a.txt"])
same(two[1], one[0])
same([d["id"] for d in lines(fuda("tag", "in"))], ["r1", "r2", "in/sub/c.md", "in/z.txt"], "sorted by name")
text = read("a.txt")
for arguments in (["-"], []):
    piped = lines(fuda("tag", *arguments, stdin=text))
    same((piped[0]["id"], piped[0]["labels"]), ("stdin", one[0]["labels"]))
mixed = lines(fuda("tag", "b.txt", "-", "a.txt", stdin=text))
same([d["id"] for d in mixed], ["b.txt", "stdin", "a.txt"])
EOF
}

@test "JSONL, CSV and TSV say the same, with standard and with other field names" {
    py <<'EOF'
records = [{"id": "n1", "title": "見出し, 引用\"符", "text": "人型ロボットの\n強化学習", "lang": "ja"},
           {"id": "n2", "title": "", "text": "芯片出口管制；国家战略", "lang": "zh"},
           {"id": "n3", "title": "Chips", "text": "Export controls on chips, and \"funding\"", "lang": "en"}]
other = {"id": "Nr", "title": "Head", "text": "Body", "lang": "Tongue"}
options = ["--id-field", "Nr", "--title-field=Head", "--text-field", "Body", "--lang-field=Tongue"]
def table(rows, delimiter, quoting):
    out = io.StringIO()
    made = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, quoting=quoting)
    made.writeheader(); made.writerows(rows)
    return out.getvalue()
def renamed(rows):
    return [{other[k]: v for k, v in row.items()} for row in rows]
flat = [{k: v.replace("\n", " ").replace('"', "") for k, v in r.items()} for r in records]
want = lines(fuda("tag", "-I", "jsonl", stdin=jsonl(records)))
same([d["id"] for d in want], ["n1", "n2", "n3"])
assert "field/embodied-robotics" in names(want[0]) and "driver/export-controls" in names(want[1]), want
for rows, extra in ((records, []), (renamed(records), options)):
    write_jsonl("x.jsonl", rows); write("x.csv", table(rows, ",", csv.QUOTE_MINIMAL))
    same(lines(fuda("tag", "x.jsonl", *extra)), want, "jsonl")
    same(lines(fuda("tag", "x.csv", *extra)), want, "csv")
    same(lines(fuda("tag", "-I", "csv", *extra, stdin=read("x.csv"))), want, "csv through a pipe")
    same(lines(fuda("tag", *extra, stdin=read("x.csv"))), want, "csv recognised by its header")
    same(lines(fuda("tag", "x.csv", *extra, stdin=b"")), want)
    write("bom.csv", b"\xef\xbb\xbf" + read("x.csv")); same(lines(fuda("tag", "bom.csv", *extra)), want, "BOM")
    write("crlf.jsonl", b"\xef\xbb\xbf" + read("x.jsonl").replace(b"\n", b"\r\n"))
    same(lines(fuda("tag", "crlf.jsonl", *extra)), want, "CR LF")
for rows, extra in ((flat, []), (renamed(flat), options)):
    write("x.tsv", table(rows, "\t", csv.QUOTE_NONE))
    same([d["id"] for d in lines(fuda("tag", "x.tsv", *extra))], ["n1", "n2", "n3"], "tsv")
    same(lines(fuda("tag", "x.tsv", *extra)), lines(fuda("tag", "-", "-I", "jsonl", stdin=jsonl(flat))))
# A field that is not called `text` is not the text.
bad = fuda("tag", "-I", "jsonl", stdin=jsonl(renamed(records)), status=1)
same(["error" in d for d in lines(bad)], [True] * 3)
EOF
}

@test "broken records keep their places, are named with their lines, and end in status 1" {
    py <<'EOF'
good = {"id": "ok", "text": "Export controls on chips"}
rows = [
    (dict(good, id="g1"), None),
    ('{"id":"x",', "JSON"),
    (b'{"id":"u","text":"\xff\xfe"}', "UTF-8"),
    (dict(good, id="g2"), None),
    ({"id": "m", "title2": "nothing to read"}, "text"),
    (b'{"id":"n","text":"a\x00b"}', ""),
    ({"id": "w1", "text": 5}, "'text'"),
    ({"id": "w2", "text": ["a"]}, "'text'"),
    ({"id": {"a": 1}, "text": "a"}, "'id'"),
    ({"id": "w3", "text": "a", "labels": "no array"}, "'labels'"),
    ({"id": "w4", "text": "a", "labels": [1]}, "'labels'"),
    ({"id": "w5", "text": "a", "label": ["b"]}, "'label'"),
    ({"id": "two", "text": "a", "label": "x", "labels": ["y"]}, "label"),
    ("[1,2]", ""), ("null", ""), ('"text"', ""), ('{"id":"a","text":"b"} x', ""), ("{'id':1}", "JSON"),
    (r'{"id":"s","text":"\ud800"}', ""),
    ('{"id":"k","text":"a","text":"b"}', ""),
    (dict(good, id="g3"), None),
]
write_jsonl("r.jsonl", [row for row, _ in rows])
done = fuda("tag", "r.jsonl", status=1)
answers = lines(done)
same(len(answers), len(rows), "one line for each record")
messages = done.err.strip().split("\n")
where = {}
for message in messages:
    found = re.fullmatch(r"fuda: r\.jsonl:(\d+): (.+)", message)
    assert found, message
    where[int(found[1])] = found[2]
for number, ((row, word), answer) in enumerate(zip(rows, answers), 1):
    if word is None:
        same((answer["id"], "error" in answer), (row["id"], False))
        assert number not in where, where[number]
    else:
        same(set(answer), {"id", "error"}, f"line {number}")
        assert word in answer["error"], (number, answer)
        same(where.get(number), answer["error"], f"line {number}")
same([a["id"] for a in answers if "error" not in a], ["g1", "g2", "g3"])
same(answers[4]["id"], "m", "the id of a broken record that has one")
good_alone = lines(fuda("tag", "-I", "jsonl", stdin=jsonl([rows[0][0]])))
same(answers[0], good_alone[0], "neighbours do not matter")
# The same rows in the other formats.
found = table_rows(fuda("tag", "r.jsonl", "-f", "csv", status=1).out)
same([bool(r["error"]) for r in found], ["error" in a for a in answers])
EOF
}

@test "broken rows of CSV and broken text files" {
    py <<'EOF'
write("r.csv", 'id,text\n1,Export controls\n2,a,b\n3\n4,"two\nlines"\n5,\xff\n6,last\n'.encode("latin-1"))
done = fuda("tag", "r.csv", status=1)
answers = lines(done)
same(["error" in a for a in answers], [False, True, True, False, True, False])
same([a["id"] for a in answers if "error" not in a], ["1", "4", "6"])
for line in (3, 4, 7):
    assert f"fuda: r.csv:{line}: " in done.err, done.err
write("nul.txt", b"a\x00b"); write("bad.txt", b"one\ntwo \xe3\x81"); write("utf16.txt", "text".encode("utf-16"))
write("good.txt", "Export controls on chips")
done = fuda("tag", "nul.txt", "bad.txt", "good.txt", "utf16.txt", status=1)
answers = lines(done)
same([("error" in a, a["id"]) for a in answers],
     [(True, "nul.txt"), (True, "bad.txt"), (False, "good.txt"), (False, "utf16.txt")])
assert "NUL" in answers[0]["error"] and "UTF-8" in answers[1]["error"], answers
assert "bad.txt:2: " in done.err, done.err
write("noheader.csv", "a,b\n1,2\n")
one_message(fuda("tag", "noheader.csv", status=2), "noheader.csv")
EOF
}

@test "empty files and empty documents" {
    py <<'EOF'
for name in ("e.jsonl", "e.csv", "e.tsv"):
    write(name, "")
    done = fuda("tag", name)
    same((done.out, done.err), (b"", ""), name)
write("e.txt", "")
same(lines(fuda("tag", "e.txt")), [{"id": "e.txt", "lang": "und", "labels": [], "abstain": "empty"}])
same(fuda("tag", stdin=b"").out, b"")
same(fuda("tag", "-I", "jsonl", stdin=b"\n\n  \n").out, b"", "blank lines are no records")
os.mkdir("empty"); same(fuda("tag", "empty").out, b"")
rows = [{"id": "a", "text": ""}, {"id": "b", "text": " \n\t　"}, {"id": "c", "text": "", "title": "Export controls on chips"},
        {"id": "d", "text": "12 34 %"}, {"id": "e", "text": "Der Bundestag hat gestern über das Gesetz beraten."},
        {"id": "f", "text": "qwrtzx vbnmkl"}]
found = lines(fuda("tag", "-I", "jsonl", stdin=jsonl(rows)))
same(found[0]["abstain"], "empty"); assert found[1]["abstain"] in ("empty", "no-evidence"), found[1]
same(found[2]["abstain"], None); assert "driver/export-controls" in names(found[2]), found[2]
same((found[4]["lang"], found[4]["abstain"]), ("other", "language"))
assert found[3]["abstain"] is not None and found[3]["labels"] == [], found[3]
same(found[5]["labels"], [])
same([d["id"] for d in found], list("abcdef"))
EOF
}

@test "--keep carries the other fields through" {
    py <<'EOF'
row = {"id": "k", "title": "題", "text": "芯片出口管制", "date": "2024-07", "group": "G1", "codes": ["G06N 3/08"],
       "labels": ["x"], "extra": {"a": [1, 2.5, None, "é\"\\\n"]}, "year": 2024, "ok": True, "none": None, "p": 1}
got = lines(fuda("tag", "--keep", "-I", "jsonl", stdin=jsonl([row])))[0]
for key in ("title", "text", "date", "group", "codes", "extra", "year", "ok", "none"):
    same(got.get(key), row[key], key)
same(got["gold"], ["x"], "the labels it came with")
assert {"label", "p"} == set(got["labels"][0]), "labels are the answer's"
plain = lines(fuda("tag", "-I", "jsonl", stdin=jsonl([row])))[0]
same({k: got[k] for k in plain}, plain, "the answer itself does not change")
clash = {"id": "k", "text": "a", "error": "mine", "abstain": "mine", "scores": 1, "evidence": 2, "other": 3}
got = lines(fuda("tag", "--keep", "-I", "jsonl", stdin=jsonl([clash])))[0]   # no key twice
same((got["abstain"] == "mine", got["other"], "error" in got), (False, 3, False))
write("k.csv", 'id,text,farbe,"größe"\n1,a,"rot, ""hell""",3\n')
same({k: lines(fuda("tag", "--keep", "k.csv"))[0][k] for k in ("farbe", "größe")}, {"farbe": 'rot, "hell"', "größe": "3"})
fuda("tag", "--keep", "-f", "csv", "k.csv", status=2)
EOF
}

@test "--top, --min-p and --lang" {
    py <<'EOF'
text = str(DATA / "blog-ja.txt")
def tags(*options):
    return lines(fuda("tag", *options, text))[0]
every = tags()["labels"]
assert len(every) > 4
same(tags("--top", 3)["labels"], every[:3])
same(tags("--top=1", "--min-p", "0.01")["labels"], every[:1])
same(tags("--top", 0)["labels"], every)
same(tags("--min-p", "0.945")["labels"], [t for t in every if t["p"] >= 0.945])   # no p is shown as that
more = tags("--min-p", "0.05")["labels"]
assert len(more) > len(every) and all(t["p"] >= 0.05 for t in more), more
assert all(t in more for t in every)
same(tags("--min-p", "1")["labels"], [t for t in every if t["p"] >= 1])
same([tags("--lang", lang)["lang"] for lang in ("ja", "zh", "en", "auto")], ["ja", "zh", "en", "ja"])
han = jsonl([{"id": "1", "text": "大学会議"}, {"id": "2", "text": "大学会議", "lang": "ja"}, {"id": "3", "text": "大学会議", "lang": "zh-Hant"}])
same([d["lang"] for d in lines(fuda("tag", "-I", "jsonl", stdin=han))][1:], ["ja", "zh"], "the record's own lang")
EOF
}

@test "-f json, csv and tsv agree with jsonl" {
    py <<'EOF'
rows = [{"id": "a,\"1\"", "text": "人型ロボットの強化学習と輸出規制"}, '{"id":"broken', {"id": "tab\there", "text": "料理"},
        {"id": "c", "text": "Die Katze sitzt auf dem Dach und schläft."}, {"id": "nl\nx", "text": "芯片出口管制"}]
write_jsonl("r.jsonl", rows)
want = lines(fuda("tag", "r.jsonl", status=1))
array = fuda("tag", "-f", "json", "r.jsonl", status=1).out.decode()
same(parse(array), want)
same(parse(fuda("tag", "-f", "json", stdin=b"").out.decode()), [])
for form, delimiter in (("csv", ","), ("tsv", "\t")):
    out = fuda("tag", "-f", form, "r.jsonl", status=1).out
    if form == "tsv":
        same([line.count(b"\t") for line in out.split(b"\n")[:-1]], [5] * 6, "no tab or line end within a field")
        header, *found = [line.split("\t") for line in out.decode().split("\n")[:-1]]
        found = [dict(zip(header, row)) for row in found]
    else:
        assert out.count(b"\r\n") == 6, out
        found = table_rows(out)
    same(list(found[0]), ["id", "lang", "labels", "p", "abstain", "error"])
    same(len(found), 5)
    for row, answer in zip(found, want):
        ident = answer["id"] or ""
        same(row["id"], re.sub(r"[\t\n]", " ", ident) if form == "tsv" else ident)
        same(row["error"], answer.get("error", ""))
        same(row["abstain"], answer.get("abstain") or "")
        same(row["labels"], ";".join(t["label"] for t in answer.get("labels", [])))
        same([float(p) for p in row["p"].split(";") if p], [t["p"] for t in answer.get("labels", [])])
EOF
}

@test "-o FILE appears whole, and nothing is overwritten without --force" {
    py <<'EOF'
write("in.txt", "芯片出口管制")
fuda("tag", "in.txt", "-o", "out.jsonl")
same(read("out.jsonl"), fuda("tag", "in.txt").out)
mask = os.umask(0); os.umask(mask)
same(os.stat("out.jsonl").st_mode & 0o777, 0o666 & ~mask)
write("out.jsonl", "precious")
one_message(fuda("tag", "in.txt", "-o", "out.jsonl", status=2), "out.jsonl", "--force")
same(read("out.jsonl"), b"precious")
fuda("tag", "in.txt", "-o", "out.jsonl", "--force")
same(len(lines(read("out.jsonl"))), 1)
# What fails leaves the old file and nothing beside it.
write("out.jsonl", "precious")
fuda("tag", "absent.txt", "-o", "out.jsonl", "--force", status=2)
fuda("tag", "in.txt", "-m", "absent.fuda", "-o", "out.jsonl", "--force", status=2)
fuda("tag", "in.txt", "-m", "absent.fuda", "-o", "new.jsonl", status=2)
one_message(fuda("tag", "in.txt", "-o", "no/such/out", status=2), "no/such/out")
os.mkdir("dir"); one_message(fuda("tag", "in.txt", "-o", "dir", status=2), "directory")
one_message(fuda("tag", "in.txt", "-o", "dir", "--force", status=2), "directory")
same(read("out.jsonl"), b"precious")
# Rejected records: the file is there all the same.
fuda("tag", "-I", "jsonl", "-o", "some.jsonl", stdin='{"id":\n{"id":"a","text":"b"}\n', status=1)
same(len(lines(read("some.jsonl"))), 2)
# A link stays a link.
os.symlink("some.jsonl", "link"); fuda("tag", "in.txt", "-o", "link", "--force")
assert os.path.islink("link") and len(lines(read("some.jsonl"))) == 1
same(left_over(), ["dir", "in.txt", "link", "out.jsonl", "some.jsonl"])
# A file size limit stands for a full disk.
def small():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
write_jsonl("many.jsonl", documents(500))
for name in ("full.jsonl", "out.jsonl"):
    done = fuda("tag", "many.jsonl", "-o", name, "--force", prepare=small, status=2)
    one_message(done, name)
same(read("out.jsonl"), b"precious")
assert "full.jsonl" not in left_over() and len(left_over()) == 6, left_over()
EOF
}

@test "interrupted while writing -o FILE: nothing is left" {
    py <<'EOF'
os.mkfifo("pipe")
for number in (signal.SIGINT, signal.SIGTERM):
    process = start("tag", "-I", "jsonl", "pipe", "-o", "out.jsonl", stderr=subprocess.PIPE)
    with open("pipe", "wb") as pipe:
        pipe.write(jsonl(documents(600))); pipe.flush()
        deadline = time.time() + 60
        while len(left_over()) < 2:
            assert time.time() < deadline
            time.sleep(0.01)
        process.send_signal(number)
        same(process.wait(60), 130)
    healthy(process.stderr.read().decode())
    same(left_over(), ["pipe"])
EOF
}

@test "a closed pipe ends quietly, a full one does not" {
    write_many() { py <<<'write_jsonl("many.jsonl", documents(20000))'; }
    write_many
    for format in jsonl json csv table; do
        run bash -o pipefail -c '"$FUDA" tag many.jsonl --text-field title -f "$1" 2>err | head -n 1 >/dev/null' _ "$format"
        [ "$status" -eq 0 ]
        [ ! -s err ]
    done
    head -n 500 many.jsonl >some.jsonl
    for format in jsonl table; do
        run bash -c '"$FUDA" tag some.jsonl -q -f "$1" 2>err >/dev/full' _ "$format"
        [ "$status" -eq 2 ]
        [ "$(wc -l <err)" -eq 1 ]
        grep -q 'standard output.*No space left' err
    done
    for words in "--help" "--version" "help tag" "completion bash"; do
        # shellcheck disable=SC2086
        run bash -c '"$FUDA" $1 >/dev/full' _ "$words"
        [ "$status" -eq 2 ]
    done
    run bash -c '"$FUDA" tokenize some.jsonl >/dev/full'
    [ "$status" -eq 2 ]
    run bash -c '"$FUDA" detect some.jsonl >/dev/full'
    [ "$status" -eq 2 ]
}
