#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda import --dedup: near-duplicates are marked, none is dropped, and splits keep them together.
load helper

@test "near-duplicates: found, followed when documents change, the same whatever the order of work" {
    py <<'EOF'
rng = random.Random(11)
words = {"en": [f"word{i}" for i in range(4000)], "zh": [chr(0x4e00 + i) for i in range(3000)]}
def text(lang, n):
    return " ".join(rng.choice(words["en"]) for _ in range(n)) if lang == "en" else "".join(rng.choice(words["zh"]) for _ in range(n)) + "的发展。"
rows = [{"id": f"d{i:04}", "text": text("en" if i % 2 else "zh", 80)} for i in range(900)]
known = {}
for i in range(40):  # a few words exchanged, another title, letters in another case
    base = rows[i * 5]; changed = base["text"].upper() + (" tail" if i * 5 % 2 else "。")
    known[f"near{i:03}"] = base["id"]; rows.append({"id": f"near{i:03}", "title": "News" if i * 5 % 2 else "", "text": changed})
rows += [{"id": f"same{i}", "text": rows[7]["text"]} for i in range(300)] + [{"id": "e1", "text": ""}, {"id": "e2", "text": ""}, {"id": "de1", "text": "12345 67890"}, {"id": "de2", "text": "12345 67890"}]
write_jsonl("r.jsonl", rows)
done = fuda("import", "--dedup", "c.db", "r.jsonl")
def clusters(path):
    found = collections.defaultdict(set)
    for cluster, ident in query(path, "SELECT cluster, id FROM near_duplicates"):
        found[cluster].add(ident)
    return sorted(map(sorted, found.values()))
first = clusters("c.db"); where = {ident: n for n, c in enumerate(first) for ident in c}
for near, base in known.items():
    same(where.get(near, "missing"), where.get(base), near)
big = {"d0007"} | {f"same{i}" for i in range(300)}
assert big <= set(first[where["d0007"]])
same({"de1", "de2"} <= set(where) and where["de1"] == where["de2"], True); assert "e1" not in where and "e2" not in where
unrelated = [i for i in where if i.startswith("d0") and i not in known.values() and i != "d0007"]
assert len(unrelated) <= 2, unrelated
assert f"{len(where)} near-duplicates in {len(first)} clusters" in done.err, done.err
same(query("c.db", "SELECT count(*) FROM documents"), [(len(rows),)], "none is dropped")
# Again: nothing changes, not even after a change of metadata.  Other batches, another order: the same clusters.
fuda("import", "-q", "--dedup", "c.db"); same(clusters("c.db"), first)
shuffled = rows[:]; rng.shuffle(shuffled); write_jsonl("s.jsonl", shuffled[:600]); fuda("import", "-q", "--dedup", "s.db", "s.jsonl")
write_jsonl("s.jsonl", shuffled[600:]); fuda("import", "-q", "--dedup", "s.db", "s.jsonl"); same(clusters("s.db"), first)
# A document that changes leaves its cluster.
write_jsonl("t.jsonl", [{"id": "near001", "text": text("en", 60)}]); fuda("import", "-q", "c.db", "t.jsonl")
same(query("c.db", "SELECT current FROM near_duplicates WHERE id = 'near001'"), [(0,)])
fuda("import", "-q", "--dedup", "c.db"); assert not any("near001" in c for c in clusters("c.db"))
# Killed in between: the same in the end.
fuda("import", "-q", "k.db", "r.jsonl")
for _ in range(4):
    process = start("import", "-q", "--dedup", "k.db"); time.sleep(rng.uniform(0.01, 0.5)); process.kill(); process.wait()
fuda("import", "-q", "--dedup", "k.db"); same(clusters("k.db"), first)
# Splits: a cluster is in one part; a stricter threshold marks fewer.
write_jsonl("l.jsonl", [{"id": r["id"], "labels": [rng.choice("abc")]} for r in rows]); fuda("import", "-q", "--gold", "k.db", "l.jsonl")
fuda("export", "-q", "k.db", "--split", "train=0.5,test=0.5", "-o", "out")
part = {row["id"]: name for name in ("train", "test") for row in lines(read(f"out/{name}.jsonl"))}
same(len(part), len(rows))
for cluster in first:
    same(len({part[i] for i in cluster}), 1, cluster[:5])
assert 0.4 < list(part.values()).count("train") / len(part) < 0.75
fuda("import", "-q", "--dedup", "--similar", "1", "k.db"); assert {"d0007", "same0"} <= {i for c in clusters("k.db") for i in c}; assert len(clusters("k.db")) < len(first)
EOF
}
