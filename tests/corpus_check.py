#!/usr/bin/env python3
"""Holds the rules of the authored documents in corpus/seed and corpus/sample.

    corpus_check.py SOURCE_DIR

Counts per language and label, the share without label, known labels and genres, near-duplicates
(word shingles in English, character shingles in Japanese and Chinese), shared long passages, variety.
"""
import collections
import itertools
import json
import pathlib
import re
import sys

LANGS = ("en", "ja", "zh")
GENRES = {"news", "policy", "patent", "research", "blog", "statute", "report", "interview", "tender"}
MIN_DOCS, MIN_SHARE_EMPTY, MIN_PER_LABEL = 120, 0.30, 3
SHINGLE = {"en": 8, "ja": 24, "zh": 16}   # a shared run of this length is a copy
MAX_SIMILARITY = 0.25                      # Jaccard of short shingles


def units(doc):
    text = f"{doc['title']}\n{doc['text']}".lower()
    if doc["lang"] == "en":
        return re.findall(r"[a-z0-9]+", text)
    return [c for c in text if not c.isspace() and c not in "。、，．,.「」『』（）()・：；“”《》"]


def shingles(seq, n):
    return {tuple(seq[i:i + n]) for i in range(len(seq) - n + 1)}


def load(folder, problems):
    docs = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if not line:
                continue
            doc = json.loads(line)
            where = f"{path.name}:{number}"
            for key in ("id", "lang", "genre", "title", "text", "labels"):
                if key not in doc:
                    problems.append(f"{where}: no field {key}")
            doc["where"] = where
            docs.append(doc)
    return docs


def check_documents(docs, labels, problems):
    ids = collections.Counter(d["id"] for d in docs)
    problems += [f"id {i} is used {n} times" for i, n in ids.items() if n > 1]
    for d in docs:
        if d["lang"] not in LANGS:
            problems.append(f"{d['where']}: language {d['lang']}")
        if d["genre"] not in GENRES:
            problems.append(f"{d['where']}: genre {d['genre']}")
        for label in d["labels"]:
            if label not in labels:
                problems.append(f"{d['where']}: label {label}")


def check_duplicates(docs, problems):
    worst = 0.0
    for lang in LANGS:
        group = [d for d in docs if d["lang"] == lang]
        long_runs = collections.defaultdict(set)
        short = {}
        for d in group:
            seq = units(d)
            short[d["id"]] = shingles(seq, 3)
            for s in shingles(seq, SHINGLE[lang]):
                long_runs[s].add(d["id"])
        copies = collections.Counter()
        for owners in long_runs.values():
            for pair in itertools.combinations(sorted(owners), 2):
                copies[pair] += 1
        for (a, b), n in copies.items():
            # A name of a law or an institution may recur; a sentence may not.
            if n > SHINGLE[lang]:
                problems.append(f"{a} and {b} share a passage")
        for a, b in itertools.combinations(group, 2):
            x, y = short[a["id"]], short[b["id"]]
            similarity = len(x & y) / max(1, len(x | y))
            worst = max(worst, similarity)
            if similarity > MAX_SIMILARITY:
                problems.append(f"{a['id']} and {b['id']} are alike ({similarity:.2f})")
    return worst


def main():
    root = pathlib.Path(sys.argv[1])
    problems = []
    taxonomy = (root / "models/taxonomy.yaml").read_text(encoding="utf-8")
    labels = set(re.findall(r"^  - id: (\S+)", taxonomy[taxonomy.index("\nlabels:"):], re.M))
    seed = load(root / "corpus/seed", problems)
    sample = load(root / "corpus/sample", problems)
    check_documents(seed + sample, labels, problems)
    for lang in LANGS:
        docs = [d for d in seed if d["lang"] == lang]
        empty = sum(not d["labels"] for d in docs)
        counts = collections.Counter(label for d in docs for label in d["labels"])
        types = collections.Counter(u for d in docs for u in units(d))
        ratio = len(types) / max(1, sum(types.values()))
        print(f"{lang}: {len(docs)} documents, {empty} without label, rarest label "
              f"{min(counts[x] for x in labels)} times, {len(types)} types, type-token ratio {ratio:.3f}")
        if len(docs) < MIN_DOCS:
            problems.append(f"{lang}: fewer than {MIN_DOCS} documents")
        if empty < MIN_SHARE_EMPTY * len(docs):
            problems.append(f"{lang}: only {empty} documents without label")
        problems += [f"{lang}: {x} only {counts[x]} times" for x in sorted(labels) if counts[x] < MIN_PER_LABEL]
    if len(sample) != 30:
        problems.append(f"{len(sample)} documents in corpus/sample, not 30")
    print(f"most alike pair of documents: Jaccard {check_duplicates(seed + sample, problems):.3f}")
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
