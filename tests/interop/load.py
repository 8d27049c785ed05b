#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Exports of fuda loaded by the tools they are made for.

    load.py FUDA SOURCE_DIR [PYTHON_WITH_DOCCANO]

`./check --interop` makes the environments and runs this.  Each tool must see the documents and labels that
fuda's own JSON Lines have; a tool that is not there is an error, not a skipped test.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

FUDA, SRC = sys.argv[1], pathlib.Path(sys.argv[2])
DOCCANO = sys.argv[3] if len(sys.argv) > 3 else None


def fuda(*args):
    return subprocess.run([FUDA, *map(str, args)], check=True, stdout=subprocess.PIPE).stdout


def make(folder):
    """A corpus of the demonstration documents and labelled seeds, classified."""
    seeds = sorted((SRC / "corpus" / "seed").glob("*.jsonl"))
    lines = [line for path in seeds for line in path.read_text(encoding="utf-8").splitlines()][::5]
    (folder / "seed.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    odd = [{"id": "odd \"1\", ü", "title": "題, \"名\"", "text": "a\r\nb\tc \u2028 __label__x", "labels": ["l;m", "with blank"],
            "n": 1.5, "date": "2024-05", "codes": ["G06N 3/08"]}, {"id": "empty", "text": "", "labels": []}]
    (folder / "odd.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in odd), encoding="utf-8")
    fuda("import", "-q", folder / "c.db", *sorted((SRC / "corpus" / "sample").glob("*.jsonl")), folder / "seed.jsonl",
         folder / "odd.jsonl")
    fuda("classify", "-q", folder / "c.db")
    return folder / "c.db"


def rows_of(corpus, *options):
    return {r["id"]: r for r in map(json.loads, fuda("export", corpus, "-f", "jsonl", *options).decode().split("\n")[:-1])}


def same(got, want, what):
    if got != want:
        raise AssertionError(f"{what}\ngot  {str(got)[:400]}\nwant {str(want)[:400]}")


def check_datasets(corpus, folder, rows):
    import datasets
    fuda("export", "-q", corpus, "-f", "huggingface", "--split", "train=0.8,validation=0.1,test=0.1", "-o", folder / "hf")
    data = datasets.load_dataset(str(folder / "hf"), cache_dir=str(folder / "cache"))
    same(sorted(data), ["test", "train", "validation"], "splits of the card")
    seen = {row["id"]: row for part in data.values() for row in part}
    same(set(seen), set(rows), "ids")
    for ident, row in rows.items():
        same((seen[ident]["text"], seen[ident]["labels"]), (row["text"], row["labels"]), ident)
    same(json.loads(seen["odd \"1\", ü"]["fields"]), {"n": 1.5}, "further fields")
    card = (folder / "hf" / "README.md").read_text(encoding="utf-8")
    from huggingface_hub import DatasetCard
    same(DatasetCard(card).data.to_dict()["task_categories"], ["text-classification"], "the card's YAML")
    return f"{len(seen)} rows in {len(data)} splits, by the card"


def check_pandas(corpus, folder, rows):
    import pandas
    fuda("export", "-q", corpus, "-f", "csv", "-o", folder / "t.csv")
    frame = pandas.read_csv(folder / "t.csv", dtype=str, keep_default_na=False)
    same(list(frame["id"]), sorted(rows, key=lambda i: i.encode()), "ids of the CSV")
    same(dict(zip(frame["id"], frame["text"])), {i: r["text"].replace("\r\n", "\r\n") for i, r in rows.items()}, "texts")
    fuda("export", "-q", corpus, "-f", "tsv", "-o", folder / "t.tsv")
    tabs = pandas.read_csv(folder / "t.tsv", sep="\t", dtype=str, keep_default_na=False, quoting=3)
    same(list(tabs["id"]), list(frame["id"]), "ids of the TSV")
    lines = pandas.read_json(folder / "hf" / "train.jsonl", lines=True, dtype=False)
    same(set(lines["id"]) <= set(rows), True, "JSON Lines")
    return f"{len(frame)} rows of CSV and TSV, {len(lines)} of JSON Lines"


def check_sklearn(corpus, folder, rows):
    import numpy
    import scipy.sparse
    from sklearn.datasets import load_svmlight_file
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.multiclass import OneVsRestClassifier
    for form in ("libsvm", "npz"):
        fuda("export", "-q", corpus, "-f", form, "-o", folder / form)
    ids = (folder / "npz" / "all.ids.txt").read_text(encoding="utf-8").split("\n")[:-1]
    labels = (folder / "npz" / "labels.txt").read_text(encoding="utf-8").split("\n")[:-1]
    x = scipy.sparse.load_npz(folder / "npz" / "all.x.npz")
    y = scipy.sparse.load_npz(folder / "npz" / "all.y.npz")
    x.check_format(True)
    same((x.shape[0], y.shape), (len(ids), (len(ids), len(labels))), "shapes")
    a, targets = load_svmlight_file(str(folder / "libsvm" / "all.libsvm"), multilabel=True, n_features=x.shape[1], zero_based=False)
    same(abs(a - x).nnz, 0, "both matrices are one")
    for i, target in enumerate(targets):
        want = set(rows[ids[i]]["labels"])
        same({labels[int(t)] for t in target}, want, ids[i])
        same({labels[t] for t in y[i].indices}, want, ids[i])
    usable = numpy.asarray(y.sum(axis=0)).ravel() > 1
    score = OneVsRestClassifier(MultinomialNB()).fit(x, y.toarray()[:, usable]).score(x, y.toarray()[:, usable])
    return f"{x.shape[0]} × {x.shape[1]} features, {len(labels)} labels; a classifier fits them ({score:.2f})"


def check_fasttext(corpus, folder, rows):
    fuda("export", "-q", corpus, "-f", "fasttext", "-o", folder / "f.txt")
    done = subprocess.run(["fasttext", "supervised", "-input", str(folder / "f.txt"), "-output", str(folder / "ft"), "-epoch", "3",
                           "-dim", "10", "-thread", "1", "-loss", "ova", "-minCount", "1", "-bucket", "1000"],
                          check=True, capture_output=True, text=True)
    words = [line for line in done.stderr.splitlines() + done.stdout.splitlines() if "Number of" in line]
    count = next(int(line.split()[-1]) for line in words if "labels" in line)
    same(count, len({l.replace(" ", "_") for r in rows.values() for l in r["labels"] or []}), "labels fastText sees")
    return f"{count} labels, a model trains"


def check_spacy(corpus, folder, rows):
    import random
    import spacy
    from spacy.training import Example
    fuda("export", "-q", corpus, "-f", "spacy", "-o", folder / "s.jsonl")
    nlp = spacy.blank("xx")
    seen = [json.loads(line) for line in (folder / "s.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    examples = [Example.from_dict(nlp.make_doc(row["text"]), {"cats": row["cats"]}) for row in seen]
    for example, row in zip(examples, seen):
        same({k for k, v in example.reference.cats.items() if v == 1.0}, set(rows[row["meta"]["id"]]["labels"]), row["meta"]["id"])
    categoriser = nlp.add_pipe("textcat_multilabel")
    for label in seen[0]["cats"]:
        categoriser.add_label(label)
    random.seed(1)
    nlp.initialize(lambda: examples[:50])
    losses = nlp.update(random.sample(examples, 16))
    return f"{len(examples)} examples, an update of textcat_multilabel runs (loss {losses['textcat_multilabel']:.3f})"


def check_label_studio(corpus, folder, rows):
    from label_studio_sdk.label_interface import LabelInterface
    from xml.sax.saxutils import quoteattr
    fuda("export", "-q", corpus, "-f", "label-studio", "-o", folder / "ls.json")
    tasks = json.loads((folder / "ls.json").read_text(encoding="utf-8"))
    labels = sorted({l for r in rows.values() for l in r["labels"] or []} |
                    {c for t in tasks for p in t.get("predictions", []) for r in p["result"] for c in r["value"]["choices"]})
    interface = LabelInterface('<View><Text name="text" value="$text"/><Choices name="labels" toName="text" choice="multiple">' +
                               "".join(f"<Choice value={quoteattr(l)}/>" for l in labels) + "</Choices></View>")
    n = 0
    for task in tasks:
        same(interface.validate_task({"data": task["data"]}), True, "a task's data")
        for kind, check in (("annotations", interface.validate_annotation), ("predictions", interface.validate_prediction)):
            for answer in task.get(kind, []):
                same(check(answer), True, (kind, task["data"]["id"]))
                n += 1
    same({t["data"]["id"] for t in tasks}, set(rows), "ids")
    return f"{len(tasks)} tasks and {n} annotations and predictions are valid for its SDK"


def check_doccano(corpus, folder, rows):
    fuda("export", "-q", corpus, "-f", "doccano", "-o", folder / "d.jsonl")
    script = """
import json, os, sys
import importlib.util
sys.path.insert(0, os.path.join(os.path.dirname(importlib.util.find_spec("numpy").origin), "..", "backend"))
from data_import.pipeline.parsers import JSONLParser
parser = JSONLParser(encoding="utf-8")
rows = list(parser.parse(sys.argv[1]))
print(json.dumps({"rows": rows, "errors": len(parser.errors)}))
"""
    done = subprocess.run([DOCCANO, "-c", script, str(folder / "d.jsonl")], check=True, capture_output=True, text=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    same(answer["errors"], 0, "errors of its parser")
    same({r["doc_id"]: r["label"] for r in answer["rows"]}, {i: r["labels"] or [] for i, r in rows.items()}, "labels")
    return f"{len(answer['rows'])} rows by its own JSON Lines parser"


def check_sums(corpus, folder, rows):
    for name in ("hf", "libsvm", "npz"):
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder / name, check=True)
    return "sha256sum agrees with three folders"


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        corpus = make(folder)
        rows = rows_of(corpus)
        answered = {i: r for i, r in rows.items() if r["labels"] is not None}
        checks = [("datasets", check_datasets, rows), ("pandas", check_pandas, rows), ("scikit-learn", check_sklearn, answered),
                  ("fastText", check_fasttext, answered), ("spaCy", check_spacy, answered), ("Label Studio", check_label_studio, rows),
                  ("sha256sum", check_sums, rows)]
        if DOCCANO:
            checks.append(("doccano", check_doccano, rows))
        for tool, check, wanted in checks:
            try:
                print(f"{tool}: {check(corpus, folder, wanted)}", flush=True)
            except Exception as problem:  # pylint: disable=broad-except
                failed += 1
                print(f"{tool}: FAILED: {type(problem).__name__}: {problem}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
