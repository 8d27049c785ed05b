#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Word segmentation beside ICU, jieba and MeCab: precision, recall and F1 of words against gold, as a Markdown table.

  bench/peers/segmentation.py [--data DIR] [--fuda PROGRAM]

Needs python3-icu, python3-jieba and mecab.  Punctuation, which fuda does not count as words, is left out of the gold
and of every answer.
"""
import argparse
import json
import logging
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SETS = (("zh-pku", "zh"), ("zh-ud-gsdsimp-dev", "zh"), ("ja-ud-gsd-dev", "ja"))


def is_word(text):
    return any(c.isalnum() for c in text)


def spans(words):
    """(start, end) of each word that has a letter or a digit; the words are the text."""
    at, out = 0, set()
    for word in words:
        if is_word(word):
            out.add((at, at + len(word)))
        at += len(word)
    return out


def by_icu(texts, lang):
    import icu

    for text in texts:
        breaks = icu.BreakIterator.createWordInstance(icu.Locale(lang))
        units = text.encode("utf-16-le")
        breaks.setText(text)
        start, words = 0, []
        for end in breaks:
            words.append(units[2 * start:2 * end].decode("utf-16-le"))
            start = end
        yield spans(words)


def by_jieba(texts, _):
    import jieba

    jieba.setLogLevel(logging.ERROR)
    for text in texts:
        yield spans(jieba.cut(text))


def by_mecab(texts, _):
    done = subprocess.run(["mecab", "-Owakati"], input="\n".join(texts).encode() + b"\n", stdout=subprocess.PIPE, check=True)
    for line in done.stdout.decode().splitlines()[:len(texts)]:
        yield spans(line.split(" "))


def by_fuda(program):
    def run(texts, lang):
        lines = "".join(json.dumps({"id": str(i), "text": t}, ensure_ascii=False) + "\n" for i, t in enumerate(texts))
        done = subprocess.run([program, "tokenize", "-I", "jsonl", "-f", "jsonl", "--lang", lang, "-"],
                              input=lines.encode(), stdout=subprocess.PIPE, check=True)
        for text, line in zip(texts, done.stdout.decode().splitlines()):
            raw = text.encode()
            at, place = 0, {}
            for i, c in enumerate(text):
                place[at] = i
                at += len(c.encode())
            place[len(raw)] = len(text)
            yield {(place[t["start"]], place[t["end"]]) for t in json.loads(line)["tokens"]
                   if is_word(t["text"])}
    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--fuda", default=str(ROOT / "build" / "release" / "fuda"))
    args = parser.parse_args()
    print("| set | segmenter | precision | recall | F1 |\n| --- | --- | --- | --- | --- |")
    for name, lang in SETS:
        with open(args.data / "segmentation" / f"{name}.jsonl", encoding="utf-8") as lines:
            gold = [json.loads(line)["tokens"] for line in lines]
        texts = ["".join(words) for words in gold]
        if any(" " in text for text in texts):
            gold = [[w.replace(" ", "") for w in words] for words in gold]
            texts = ["".join(words) for words in gold]
        peers = [("ICU", by_icu), ("jieba" if lang == "zh" else "MeCab, ipadic", by_jieba if lang == "zh" else by_mecab),
                 ("fuda", by_fuda(args.fuda))]
        answers = {}
        for peer, segment in peers:
            answers[peer] = list(segment(texts, lang))
            right = sum(len(a & spans(w)) for a, w in zip(answers[peer], gold))
            found, real = sum(map(len, answers[peer])), sum(len(spans(w)) for w in gold)
            p, r = right / found, right / real
            print(f"| {name} | {peer} | {p:.4f} | {r:.4f} | {2 * p * r / (p + r):.4f} |", flush=True)
        other = answers[peers[1][0] if lang == "ja" else "ICU"]
        same = sum(len(a & b) for a, b in zip(answers["fuda"], other))
        print(f"| {name} | words of fuda that are words of {'MeCab' if lang == 'ja' else 'ICU'} too: "
              f"{same} of {sum(map(len, answers['fuda']))} | | | |")


if __name__ == "__main__":
    main()
