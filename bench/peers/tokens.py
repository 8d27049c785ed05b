# SPDX-License-Identifier: MIT
"""Words for the peers: MeCab's surface words, jieba's words, or scikit-learn's own word pattern."""
import json
import logging
import subprocess


def read(path):
    """Documents of a JSON Lines file; a title counts as the first line."""
    with open(path, encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    texts = [(d["title"] + "\n" if d.get("title") else "") + d["text"] for d in documents]
    return documents, texts


def mecab(texts):
    """Each text's surface words, by one mecab process; a line of a text is a line for MeCab."""
    lines = [text.replace("\r", "\n").replace("\0", " ").split("\n") for text in texts]
    joined = "\n".join("\n".join(parts) for parts in lines) + "\n"
    done = subprocess.run(["mecab", "-Owakati", "-b", "1000000"], input=joined.encode(), stdout=subprocess.PIPE,
                          check=True)
    out = done.stdout.decode(errors="replace").split("\n")
    result, at = [], 0
    for parts in lines:
        result.append(" ".join(out[at:at + len(parts)]).split())
        at += len(parts)
    return result


def jieba(texts):
    import jieba as segmenter

    segmenter.setLogLevel(logging.ERROR)
    return [[word for word in segmenter.cut(text) if word.strip()] for text in texts]


def plain(texts):
    """None: the vectorizer's pattern (lower case, words of two characters or more)."""
    return None
