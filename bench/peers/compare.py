# SPDX-License-Identifier: MIT
"""The table of bench/peers/run: accuracy or micro-F1 of both programs, set by set."""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings

import sklearn
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import MultinomialNB
from sklearn.preprocessing import MultiLabelBinarizer

import tokens

ALPHAS = (1, 0.1, 0.01)
FOLDS = 5
# name, words, how it is split, languages (for the reader)
SETS = {
    "reuters_r52": (tokens.plain, "split", "en"),
    "20newsgroups_stripped": (tokens.plain, "split", "en"),
    "csl_abstracts_merged": (tokens.jieba, "split", "zh"),
    "livedoor": (tokens.mecab, "folds", "ja"),
    "reuters90": (tokens.plain, "label sets", "en"),
}


def counts(words, texts, train, test):
    """Count matrices; the vocabulary is that of the training part."""
    if words is None:
        vectorizer = CountVectorizer()
        return vectorizer.fit_transform([texts[i] for i in train]), vectorizer.transform([texts[i] for i in test])
    vectorizer = CountVectorizer(analyzer=lambda document: document)
    return vectorizer.fit_transform([words[i] for i in train]), vectorizer.transform([words[i] for i in test])


def best(scores):
    """Best mean over the parts: (score, alpha)."""
    return max((sum(values) / len(values), alpha) for alpha, values in scores.items())


def peer_single(texts, labels, words, parts):
    scores = {alpha: [] for alpha in ALPHAS}
    for train, test in parts:
        x, y = counts(words, texts, train, test)
        for alpha in ALPHAS:
            model = MultinomialNB(alpha=alpha).fit(x, [labels[i] for i in train])
            scores[alpha].append(accuracy_score([labels[i] for i in test], model.predict(y)))
    return best(scores)


def peer_sets(texts, labels, words):
    gold = MultiLabelBinarizer().fit_transform(labels)
    scores = {}
    for alpha in ALPHAS:
        answer = gold * 0
        for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(texts):
            x, y = counts(words, texts, train, test)
            answer[test] = OneVsRestClassifier(MultinomialNB(alpha=alpha)).fit(x, gold[train]).predict(y)
        scores[alpha] = [f1_score(gold, answer, average="micro")]
    return best(scores)


def call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode > 1: # 1: records were rejected
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}")
    return done.stdout


def fuda_split(program, train, test):
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, "peers.fuda")
        call(program, "train", "--quiet", "-o", model, train)
        return json.loads(call(program, "eval", "--quiet", "-f", "json", model, test))


def fuda_folds(program, path):
    return json.loads(call(program, "eval", "--quiet", "-f", "json", "--cv", str(FOLDS), path))


def compare(name, data, program):
    """One row: measure, the peer's (score, alpha, seconds), fuda's (score, seconds)."""
    segment, split, _ = SETS[name]
    train = os.path.join(data, name, "train.jsonl")
    test = os.path.join(data, name, "test.jsonl")
    start = time.time()
    documents, texts = tokens.read(train)
    if split == "split":
        rest, more = tokens.read(test)
        parts = [(range(len(texts)), range(len(texts), len(texts) + len(more)))]
        documents, texts = documents + rest, texts + more
    words = segment(texts)
    if split == "label sets":
        score, alpha = peer_sets(texts, [d["labels"] for d in documents], words)
    else:
        labels = [d["label"] for d in documents]
        if split == "folds":
            parts = list(StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, labels))
        score, alpha = peer_single(texts, labels, words, parts)
    middle = time.time()
    own = fuda_split(program, train, test) if split == "split" else fuda_folds(program, train)
    own = own["micro_f1"] if split == "label sets" else own["accuracy"]
    return score, alpha, middle - start, own, time.time() - middle


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--fuda", required=True)
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", message="Label not") # rare topics are missing from some folds
    for name in options.sets:
        if name not in SETS:
            parser.error(f"no set {name!r}; there are {', '.join(SETS)}")
    version = subprocess.run([options.fuda, "--version"], stdout=subprocess.PIPE, check=True).stdout.decode()
    print(f"{', '.join(version.split(chr(10))).strip(', ')}; scikit-learn {sklearn.__version__}, "
          f"{os.cpu_count()} cores\n")
    print("| set | language | measure | MultinomialNB (best alpha) | fuda | difference | seconds: peer, fuda |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in options.sets or SETS:
        if not os.path.exists(os.path.join(options.data, name, "train.jsonl")):
            print(f"{name}: not in {options.data}, left out", file=sys.stderr)
            continue
        measure = {"split": "accuracy, official split", "folds": "accuracy, 5 folds",
                   "label sets": "micro-F1, 5 folds"}[SETS[name][1]]
        score, alpha, seconds, own, own_seconds = compare(name, options.data, options.fuda)
        print(f"| {name} | {SETS[name][2]} | {measure} | {score:.4f} ({alpha}) | {own:.4f} | "
              f"{own - score:+.4f} | {seconds:.0f}, {own_seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
