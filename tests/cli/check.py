# SPDX-License-Identifier: MIT
"""What the scripts in the .bats files have in reach; `check.py [ARG…] < script` runs one."""
import collections
import csv
import hashlib
import io
import json
import os
import pathlib
import pty
import random
import re
import resource
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata
import fcntl
import termios

PROGRAM = os.environ["FUDA"]
SRC = pathlib.Path(os.environ["FUDA_SRC"])
DATA = SRC / "tests" / "data"
SEEDS = sorted(str(p) for p in (SRC / "corpus" / "seed").glob("*.jsonl"))
SAMPLES = sorted(str(p) for p in (SRC / "corpus" / "sample").glob("*.jsonl"))
SANITIZED = any(word in pathlib.Path(PROGRAM).resolve().read_bytes()
                for word in (b"__asan_init", b"__tsan_init"))
COMPLAINTS = ("AddressSanitizer", "LeakSanitizer", "ThreadSanitizer", "runtime error:")
args = sys.argv[1:]

Done = collections.namedtuple("Done", "status out err")


def healthy(err):
    for word in COMPLAINTS:
        assert word not in err, err
    return err


def _signals(signals):
    """Before exec: the signals at their defaults, whatever the caller ignores."""
    def prepare():
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        if signals is not None:
            signals()
    return prepare


def start(*arguments, prepare=None, env=None, **options):
    """The program, running; no message of a test goes through a shell."""
    return subprocess.Popen([PROGRAM, *map(str, arguments)], preexec_fn=_signals(prepare),
                            env=dict(os.environ, **(env or {})), **options)


def fuda(*arguments, status=0, stdin=b"", env=None, prepare=None, **options):
    """Runs the program to its end and compares the exit status; out is bytes, err text."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    process = start(*arguments, prepare=prepare, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE, **options)
    out, err = process.communicate(stdin, timeout=300)
    err = healthy(err.decode("utf-8", "replace"))
    assert process.returncode == status, \
        f"fuda {' '.join(map(str, arguments))}\nexit {process.returncode}, not {status}\n{err}\n{out[:2000]}"
    return Done(process.returncode, out, err)


def one_message(done, *words):
    """Standard error is one line of fuda's, with all the words."""
    text = done.err.strip()
    assert text.startswith("fuda: ") and "\n" not in text, f"not one message: {done.err!r}"
    for word in words:
        assert word in text, f"no {word!r} in {text!r}"


def same(got, want, what=""):
    assert got == want, f"{what}\ngot  {got!r}\nwant {want!r}"


# ---- files -----------------------------------------------------------------------------------------

def write(path, content):
    pathlib.Path(path).write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def read(path):
    return pathlib.Path(path).read_bytes()


def jsonl(records):
    """Strings and bytes go in as they are."""
    out = []
    for record in records:
        if isinstance(record, str):
            record = record.encode()
        if not isinstance(record, bytes):
            record = json.dumps(record, ensure_ascii=False).encode()
        out.append(record + b"\n")
    return b"".join(out)


def write_jsonl(path, records):
    return write(path, jsonl(records))


def _object(pairs):
    keys = [key for key, _ in pairs]
    assert len(set(keys)) == len(keys), f"a key twice: {keys}"
    return dict(pairs)


def parse(text):
    """Strict: no key twice, no NaN."""
    def refuse(word):
        raise AssertionError(f"{word} is no JSON")
    return json.loads(text, object_pairs_hook=_object, parse_constant=refuse)


def lines(out):
    """The objects of JSON Lines, each ended by a line end, raw UTF-8."""
    if isinstance(out, Done):
        out = out.out
    text = out.decode("utf-8")
    assert text == "" or text.endswith("\n"), "the last line has no end"
    return [parse(line) for line in text.split("\n")[:-1]]


def table_rows(out, delimiter=","):
    text = out.decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def names(answer):
    return {label["label"] for label in answer["labels"]}


def query(path, sql, *values):
    """Leaves its own -wal and -shm beside the corpus: a reader may not remove them."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    try:
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


def left_over(folder="."):
    """Names in a folder: nothing unfinished may stay."""
    return sorted(p.name for p in pathlib.Path(folder).iterdir())


# ---- terminals -------------------------------------------------------------------------------------

def width(text):
    """Columns a terminal uses."""
    return sum(0 if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf")
               else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def terminal(*arguments, env=None, columns=90, status=0):
    """Runs the program with a terminal as standard input, output and error; what it printed."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = start(*arguments, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    out = b""
    while True:
        ready, _, _ = select.select([master], [], [], 120)
        assert ready, "no answer"
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(master)
    same(process.wait(60), status, "exit status")
    return healthy(out.decode("utf-8")).replace("\r\n", "\n")


# ---- documents -------------------------------------------------------------------------------------

WORDS = {
    "ja": "半導体 輸出規制 研究費 大学 人材 国家戦略 人型ロボット 強化学習 料理 試合 選手 天気 市場 投資 工場 病院 画像認識 言語モデル".split(),
    "zh": "芯片 出口管制 资金 高校 人才 国家战略 机器人 强化学习 菜谱 比赛 球员 天气 市场 投资 工厂 医院 图像识别 语言模型".split(),
    "en": "chips exports funding university talent strategy robots reinforcement recipe match player weather market "
          "investment factory hospital images language".split(),
}


def documents(n, seed=1):
    """Short documents in three languages, always the same ones."""
    rng = random.Random(seed)
    made = []
    for i in range(n):
        lang = ("ja", "zh", "en")[i % 3]
        words = [rng.choice(WORDS[lang]) for _ in range(rng.randint(4, 14))]
        text = {"ja": "は".join(words) + "について述べた。", "zh": "的".join(words) + "。",
                "en": "The " + " and the ".join(words) + "."}[lang]
        made.append({"id": f"d{i:06d}", "title": words[0], "text": text, "year": 2000 + i % 25})
    return made


def labelled(per_label=12, single=True, seed=3):
    """Documents of three classes that can be told apart, in three languages."""
    rng = random.Random(seed)
    classes = {
        "cooking": ["鍋 豆腐 味噌 大根 煮込む 料理", "豆腐 火锅 酱油 炒菜 厨房 菜谱", "soup onion kitchen recipe butter oven"],
        "football": ["選手 得点 試合 監督 優勝 球場", "球员 进球 比赛 教练 冠军 球场", "goal striker match coach league stadium"],
        "chips": ["半導体 製造装置 回路 露光 微細化 工場", "芯片 晶圆 光刻 制程 半导体 封装", "semiconductor wafer lithography circuit foundry chip"],
    }
    made = []
    for i in range(per_label):
        for label, bags in classes.items():
            lang = ("ja", "zh", "en")[i % 3]
            words = bags[i % 3].split()
            text = (" " if lang == "en" else "、").join(rng.choice(words) for _ in range(9))
            text += {"ja": "について", "zh": "的问题", "en": " today"}[lang] + f" {i}"
            record = {"id": f"{label}-{i}", "text": text}
            if single:
                record["label"] = label
            else:
                record["labels"] = [label] + (["food"] if label == "cooking" else [])
            made.append(record)
    if not single:
        for i in range(per_label):
            made.append({"id": f"none-{i}", "labels": [], "text": ("weather rain cloud wind sun", "天气 下雨 多云 刮风",
                                                                   "天気、雨、曇り、風")[i % 3] + f" {i}"})
    return made


if __name__ == "__main__":
    exec(compile(sys.stdin.read(), "script", "exec"), globals())  # pylint: disable=exec-used
