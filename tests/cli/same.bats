#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The same input gives the same bytes, whatever the number of threads.
load helper

@test "tag and eval: the same with 1, 2 and 8 threads" {
    py <<'EOF'
rows = []
for path in SEEDS[::2]:
    rows += read(path).splitlines()[::2]
write("r.jsonl", b"\n".join(rows + [b'{"broken"'] + rows[:300]) + b"\n")
for options in ([], ["--explain"]):
    outs = [fuda("tag", "-j", j, *options, "r.jsonl", status=1).out for j in (1, 2, 8, 0)]
    assert outs[0].count(b"\n") == len(rows) + 301
    for out in outs[1:]:
        same(out == outs[0], True, options)
outs = {fuda("eval", "-j", j, "--cv", 3, "--label-field", "genre", SEEDS[0], SEEDS[3], SEEDS[6]).out for j in (1, 2, 8)}
same(len(outs), 1)
EOF
}

@test "train: the same model with 1, 2 and 8 threads, and twice" {
    py <<'EOF'
write_jsonl("multi.jsonl", labelled(40, single=False)); write_jsonl("single.jsonl", labelled(40))
for name in ("multi", "single"):
    for options in ([], ["--word-ngrams", 1], ["--word-ngrams", 2, "--char-ngrams", 2, "--alpha", "0.5"]):
        made = set()
        for j in (1, 2, 8, 1):
            fuda("train", "-q", "-j", j, *options, f"{name}.jsonl", "-o", "m.fuda", "--force")
            made.add(read("m.fuda"))
        same(len(made), 1, (name, options))
EOF
}

@test "the shipped model: rebuilt from its seeds it is the same" {
    py <<'EOF'
want = read(pathlib.Path(PROGRAM).resolve().parent / "models" / "ai-fields-drivers.fuda")
for options in ([], [], ["-j", 1], ["-j", 8]):
    done = fuda("train", "--word-ngrams", 1, "--taxonomy", SRC / "models" / "taxonomy.yaml", *options, *SEEDS, "-o", "m.fuda", "--force")
    assert read("m.fuda") == want, options
    assert "38 labels" in done.err, done.err
EOF
}

@test "classify and export: the same with 1, 2 and 8 threads" {
    py <<'EOF'
rows = documents(2500) + [dict(parse(line), id=f"s{n}") for n, line in enumerate(b"".join(map(read, SAMPLES)).decode().splitlines())]
write_jsonl("r.jsonl", rows)
seen = set()
for j in (1, 2, 8):
    fuda("import", "-q", f"{j}.db", "r.jsonl")
    fuda("classify", "-q", "-j", j, f"{j}.db")
    exports = tuple(fuda("export", f"{j}.db", "--labels", "predicted", "-f", form).out for form in ("jsonl", "csv", "tsv"))
    stored = query(f"{j}.db", "SELECT doc, label_no, p, decided FROM predictions ORDER BY doc, label_no")
    assert stored
    seen.add((exports, tuple(stored)))
same(len(seen), 1)
# What is exported is what tag says.
tagged = {d["id"]: d for d in lines(fuda("tag", "r.jsonl"))}
for record in lines(next(iter(seen))[0][0]):
    same(record["source"] in ("predicted", "abstained"), True)
    same(record.get("p", {}), {t["label"]: t["p"] for t in tagged[record["id"]]["labels"]}, record["id"])
EOF
}
