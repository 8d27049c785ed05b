#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda learn, unlearn and merge: models changed exactly.
load helper

@test "learned in parts, merged, unlearned: the same counts as trained at once" {
    py <<'EOF'
def show(path): return parse(fuda("model", "show", path, "-f", "json").out.decode())
for single in (True, False):
    rows = labelled(12, single=single)
    parts = [rows[i::3] for i in range(3)]
    for i, part in enumerate(parts): write_jsonl(f"{i}.jsonl", part)
    settings = ["--algorithm", "multinomial", "--word-ngrams", "2", "--alpha", "0.2", "-q", "--force"]
    for name, files in (("a", [0]), ("b", [1]), ("c", [2]), ("ac", [2, 0]), ("all", [0, 1, 2])):
        fuda("train", *settings, *[f"{i}.jsonl" for i in files], "-o", f"{name}.fuda")
    done = fuda("learn", "a.fuda", "1.jsonl", "-o", "ab.fuda", "--force")
    assert "calibration and thresholds are still those" in done.err, done.err
    fuda("learn", "ab.fuda", "2.jsonl", "--in-place")
    same(show("ab.fuda")["counts_hash"], show("all.fuda")["counts_hash"])
    same([show("ab.fuda")[k] for k in ("learned", "unlearned", "merged", "stale")], [len(parts[1]) + len(parts[2]), 0, 0, True])
    fuda("merge", "c.fuda", "b.fuda", "a.fuda", "-o", "m.fuda", "--force")
    same(show("m.fuda")["counts_hash"], show("all.fuda")["counts_hash"])
    fuda("unlearn", "m.fuda", "1.jsonl", "-o", "u.fuda", "--force")
    same(show("u.fuda")["counts_hash"], show("ac.fuda")["counts_hash"])
    assert show("u.fuda")["counts_hash"] != show("all.fuda")["counts_hash"]
    same(show("ac.fuda")["stale"], False)
    fuda("learn", "ac.fuda", "1.jsonl", "--in-place"); same(show("ac.fuda")["stale"], True)
    assert "calibration" in fuda("tag", "-v", "-m", "ac.fuda", "0.jsonl").err
    assert "calibration" not in fuda("tag", "-m", "ac.fuda", "0.jsonl").err
    assert "stale" in fuda("model", "show", "ac.fuda", "-f", "table").out.decode()
    fuda("unlearn", "ac.fuda", "1.jsonl", "--in-place"); same(show("ac.fuda")["stale"], False)
    fuda("model", "verify", "ac.fuda")
EOF
}

@test "what cannot be done changes nothing" {
    py <<'EOF'
rows = labelled(8)
write_jsonl("some.jsonl", rows[:20]); write_jsonl("more.jsonl", rows[20:]); write_jsonl("all.jsonl", rows)
fuda("train", "-q", "--algorithm", "multinomial", "--word-ngrams", "2", "some.jsonl", "-o", "m.fuda")
before = read("m.fuda")
for arguments, word in ((["unlearn", "m.fuda", "more.jsonl", "--in-place"], rows[20]["id"]),
                        (["unlearn", "m.fuda", "all.jsonl", "--in-place"], "was not learned"),
                        (["unlearn", "m.fuda", "some.jsonl", "-o", "n.fuda"], "no labelled document would be left")):
    done = fuda(*arguments, status=1)
    one_message(done, word); assert "nothing was changed" in done.err, done.err
write("broken.jsonl", read("some.jsonl").split(b"\n")[0] + b'\n{"id":"x"\n')
done = fuda("unlearn", "m.fuda", "broken.jsonl", "--in-place", status=1)
assert "1 records cannot be used; nothing was changed" in done.err, done.err
same(read("m.fuda"), before); assert not os.path.exists("n.fuda")
done = fuda("learn", "m.fuda", "broken.jsonl", "-o", "n.fuda", status=1)   # as train does: the good ones count
assert "21 documents" in done.err, done.err
same(read("m.fuda"), before)
one_message(fuda("learn", "m.fuda", "more.jsonl", "-o", "n.fuda", status=2), "n.fuda")   # there already
for wrong in (["learn"], ["learn", "m.fuda", "more.jsonl"], ["learn", "m.fuda", "more.jsonl", "--in-place", "-o", "x"],
              ["merge", "m.fuda", "-o", "x"], ["merge", "m.fuda", "n.fuda"], ["learn", "absent.fuda", "more.jsonl", "-o", "x"],
              ["learn", "m.fuda", "absent.jsonl", "-o", "x"]):
    fuda(*wrong, status=2)
assert not os.path.exists("x")
write_jsonl("sets.jsonl", labelled(4, single=False)); fuda("train", "-q", "--algorithm", "multinomial", "--word-ngrams", "2", "sets.jsonl", "-o", "s.fuda")
assert "one label a document" in fuda("merge", "m.fuda", "s.fuda", "-o", "x", status=2).err
done = fuda("learn", "m.fuda", "sets.jsonl", "-o", "x", status=1)
assert "there is no labelled document to learn from" in done.err and not os.path.exists("x"), done.err
EOF
}

@test "--recalibrate: probabilities fit again" {
    py <<'EOF'
for single in (True, False):
    rows = labelled(30, single=single)
    # One in five is not what it looks like: being sure is wrong.
    rng = random.Random(4)
    for row in rng.sample(rows, len(rows) // 5):
        if single: row["label"] = rng.choice(["cooking", "football", "chips"])
        else: row["labels"] = [rng.choice(["cooking", "football", "chips"])]
    rng.shuffle(rows)
    write_jsonl("a.jsonl", rows[0::3]); write_jsonl("b.jsonl", rows[1::3]); write_jsonl("c.jsonl", rows[2::3])
    fuda("train", "-q", "--algorithm", "multinomial", "--word-ngrams", "2", "--force", "a.jsonl", "-o", "a.fuda")
    fuda("learn", "a.fuda", "b.jsonl", "-o", "stale.fuda", "--force")
    done = fuda("learn", "a.fuda", "b.jsonl", "--recalibrate", "c.jsonl", "-o", "fresh.fuda", "--force")
    assert "calibration" not in done.err, done.err
    fuda("learn", "stale.fuda", "--recalibrate", "c.jsonl", "-o", "later.fuda", "--force")
    same(read("later.fuda"), read("fresh.fuda"))
    show = {m: parse(fuda("model", "show", f"{m}.fuda", "-f", "json").out.decode()) for m in ("stale", "fresh")}
    same((show["stale"]["stale"], show["fresh"]["stale"]), (True, False))
    same(show["stale"]["counts_hash"], show["fresh"]["counts_hash"])
    stale, fresh = (parse(fuda("eval", f"{m}.fuda", "c.jsonl", "--bootstrap", 0).out.decode()) for m in ("stale", "fresh"))
    assert fresh["log_loss"] <= stale["log_loss"] + 1e-6, (single, stale["log_loss"], fresh["log_loss"])
    if single: same(fresh["accuracy"], stale["accuracy"])   # one factor for all scores decides nothing
write_jsonl("strange.jsonl", [{"id": "x", "text": "words", "labels": ["unknown"]}])
done = fuda("learn", "stale.fuda", "--recalibrate", "strange.jsonl", "-o", "no.fuda", status=1)
assert "no document with a label of the model" in done.err and not os.path.exists("no.fuda"), done.err
EOF
}
