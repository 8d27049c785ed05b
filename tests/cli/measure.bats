#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What fuda eval says besides precision and recall.
load helper

@test "intervals, averages, probabilities, curves: they fit together" {
    py <<'EOF'
for single in (True, False):
    write_jsonl("train.jsonl", labelled(15, single=single)); rows = labelled(12, single=single, seed=9)
    wrong = 0
    for row in rows[::7]:
        if single: row["label"] = "chips"
        else: row["labels"] = ["chips"]
    write_jsonl("test.jsonl", rows)
    fuda("train", "-q", "--force", "train.jsonl", "-o", "m.fuda")
    got = parse(fuda("eval", "m.fuda", "test.jsonl", "-f", "json").out.decode())
    for name in ("accuracy", "micro_f1", "macro_f1", "weighted_f1", "samples_f1", "brier", "log_loss"):
        low, high = got["intervals"][name]
        assert 0 <= low <= got[name] <= high, (name, low, got[name], high)
        assert low < high, name
    same(got["intervals"]["units"], len(rows)); same(got["intervals"]["draws"], 1000)
    assert 0 <= got["ece"] <= 1
    if single:
        same(sum(b["n"] for b in got["reliability"]), len(rows))
        same(sum(n for row in got["confusion"].values() for n in row.values()), len(rows))
        assert abs(sum(row.get(gold, 0) for gold, row in got["confusion"].items()) / len(rows) - got["accuracy"]) < 1e-6
    last = got["risk_coverage"]["points"][-1]
    same(last["coverage"], 1); assert abs(last["risk"] - (1 - got["accuracy"])) < 1e-6
    covers = [p["coverage"] for p in got["risk_coverage"]["points"]]
    same(covers, sorted(covers))
    for level in got["levels"][2::7]:
        again = parse(fuda("eval", "m.fuda", "test.jsonl", "--min-p", level["min_p"], "--bootstrap", 0).out.decode())
        for a, b in (("precision", "micro_precision"), ("recall", "micro_recall"), ("f1", "micro_f1")):
            assert abs(level[a] - again[b]) < 1e-6, (single, level, again[b])
    assert "intervals" not in again
    for label, score in got["labels"].items():
        same(score["hit"] + score["missed"], score["support"])
    same(sum(s["support"] for l in got["languages"].values() for s in l["labels"].values()), sum(s["support"] for s in got["labels"].values()))
    same({parse(fuda("eval", "m.fuda", "test.jsonl", "-j", j).out.decode())["intervals"]["micro_f1"][0] for j in (1, 2, 8)}, {got["intervals"]["micro_f1"][0]})
    kinds = {r["kind"] for r in table_rows(fuda("eval", "m.fuda", "test.jsonl", "-f", "csv").out)}
    assert {"micro", "macro", "weighted", "samples", "label", "language", "figure"} <= kinds, kinds
    table = fuda("eval", "m.fuda", "test.jsonl", "-f", "table").out.decode()
    for word in ("weighted", "samples", "Brier score", "calibration error", "surest", "--min-p"):
        assert word in table, (word, table)
EOF
}

@test "two models on the same documents" {
    py <<'EOF'
write_jsonl("train.jsonl", labelled(20)); rows = labelled(20)
rng = random.Random(1)
for row in rows: row["label"] = rng.choice(["cooking", "football", "chips"])   # nothing to learn
write_jsonl("noise.jsonl", rows); write_jsonl("test.jsonl", labelled(12, seed=9))
fuda("train", "-q", "train.jsonl", "-o", "good.fuda"); fuda("train", "-q", "noise.jsonl", "-o", "bad.fuda")
got = parse(fuda("eval", "good.fuda", "--versus", "bad.fuda", "test.jsonl").out.decode())["versus"]
good, bad = (parse(fuda("eval", m, "test.jsonl").out.decode()) for m in ("good.fuda", "bad.fuda"))
for name in ("accuracy", "micro_f1", "macro_f1", "brier"):
    same((got[name]["a"], got[name]["b"]), (good[name], bad[name]), name)
    assert abs(got[name]["difference"] - (good[name] - bad[name])) < 2e-6
    assert got[name]["low"] <= got[name]["difference"] <= got[name]["high"]
assert got["accuracy"]["difference"] > 0.2 and got["accuracy"]["p"] < 0.01 and got["mcnemar"]["p"] < 0.01, got
m = got["mcnemar"]
same(m["both_right"] + m["only_a_right"], round(good["accuracy"] * 36)); same(m["both_right"] + m["only_b_right"], round(bad["accuracy"] * 36))
even = parse(fuda("eval", "good.fuda", "--versus", "good.fuda", "test.jsonl").out.decode())["versus"]
same((even["accuracy"]["difference"], even["accuracy"]["p"], even["mcnemar"]["p"]), (0, 1, 1))
assert "McNemar" in fuda("eval", "good.fuda", "--versus", "bad.fuda", "test.jsonl", "-f", "table").out.decode()
fuda("eval", "--cv", 3, "--versus", "bad.fuda", "train.jsonl", status=2)
EOF
}

@test "cross-validation keeps copies together and says so" {
    py <<'EOF'
rows = labelled(20)
copies = [dict(row, id=row["id"] + "-again", text=row["text"] + " .") for row in rows]
write_jsonl("twice.jsonl", rows + copies)
got = parse(fuda("eval", "--cv", 5, "twice.jsonl").out.decode())["cross_validation"]
assert got["near_pairs"] >= len(rows) and got["near_clusters"] > 0 and 0 < got["near_pairs_kept_together"] <= got["near_pairs"], got
same((got["group_pairs"], got["folds"]), (0, 5))
off = parse(fuda("eval", "--cv", 5, "--no-dedup", "twice.jsonl").out.decode())["cross_validation"]
same((off["near_pairs"], off["near_clusters"]), (0, 0))
for row in rows + copies: row["group"] = row["id"].removesuffix("-again")
write_jsonl("groups.jsonl", rows + copies)
got = parse(fuda("eval", "--cv", 5, "--no-dedup", "groups.jsonl").out.decode())["cross_validation"]
same(got["group_pairs"], len(rows)); assert got["group_pairs_kept_together"] > 0
assert "near-duplicates:" in fuda("eval", "--cv", 5, "twice.jsonl", "-f", "table").out.decode()
copies[0]["label"] = "chips" if rows[0]["label"] != "chips" else "football"
write_jsonl("clash.jsonl", rows + copies)
got = parse(fuda("eval", "--cv", 5, "clash.jsonl").out.decode())["cross_validation"]
assert got["near_clusters_of_different_labels"] >= 1, got
for wrong in (["--near", "0"], ["--min-p", "0.4"], ["--top", "2"], ["--lang", "ja"]):
    fuda("eval", "--cv", 3, *wrong, "twice.jsonl", status=2)
EOF
}

@test "--suspects finds labels that were changed" {
    py <<'EOF'
for single in (True, False):
    rows = labelled(25, single=single)
    rng, planted = random.Random(2), {}
    for row in rng.sample([r for r in rows if single or r.get("labels")], 6):
        old = row["label"] if single else row["labels"]
        new = rng.choice([l for l in ("cooking", "football", "chips") if l not in (old if not single else [old])])
        planted[row["id"]] = (old, new)
        if single: row["label"] = new
        else: row["labels"] = [new]
    write_jsonl("some.jsonl", rows)
    got = parse(fuda("eval", "--cv", 5, "--no-dedup", "--suspects", 12, "some.jsonl").out.decode())
    found = {s["id"] for s in got["suspects"]} & set(planted)
    assert len(found) >= (5 if single else 4), (single, found, planted, got["suspects"])
    assert len(got["suspects"]) <= 12 and got["suspected"] >= len(got["suspects"])
    same([s["doubt"] for s in got["suspects"]], sorted((s["doubt"] for s in got["suspects"]), reverse=True))
    if single:
        right = sum(s["suggested"] == planted[s["id"]][0] for s in got["suspects"] if s["id"] in planted)
        assert right >= 4, got["suspects"]
        assert all(s["label"] == planted[s["id"]][1] for s in got["suspects"] if s["id"] in planted)
    if not single: continue
    assert "doubtful labels" in fuda("eval", "--cv", 5, "--no-dedup", "--suspects", 3, "some.jsonl", "-f", "table").out.decode()
    assert any(r["kind"] == "suspect" for r in table_rows(fuda("eval", "--cv", 5, "--suspects", 3, "some.jsonl", "-f", "csv").out))
EOF
}
