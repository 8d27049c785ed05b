#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What people see: tables, colours, widths, and nothing a document could do to the terminal.
load helper

@test "a terminal gets a table, a pipe JSON Lines" {
    py <<'EOF'
text = str(DATA / "mixed.txt")
shown = terminal("tag", text)
assert "Export controls" in shown and "%" in shown and "{" not in shown, shown
assert fuda("tag", text).out.startswith(b'{"id":')
same(terminal("tag", "-f", "jsonl", "-q", text), fuda("tag", text).out.decode())
write("t.txt", "大学会议"); assert terminal("detect", "t.txt").startswith("t.txt"), "detect"
assert not terminal("tokenize", "t.txt").startswith("{")
EOF
}

@test "colours: on a terminal, unless NO_COLOR, TERM=dumb or --color say otherwise" {
    py <<'EOF'
text = str(DATA / "mixed.txt")
def colored(*options, env=None, on_terminal=True):
    options = ("tag", "-f", "table", *options, text)
    return "\x1b[" in (terminal(*options, env=env) if on_terminal else fuda(*options, env=env).out.decode())
same(colored(), True)
same(colored(env={"NO_COLOR": "1"}), False)
same(colored(env={"NO_COLOR": ""}), True, "an empty NO_COLOR does not count")
same(colored(env={"TERM": "dumb"}), False)
same(colored("--color", "never"), False)
same(colored("--color=always", env={"NO_COLOR": "1", "TERM": "dumb"}), True)
same(colored(on_terminal=False), False)
same(colored("--color", "always", on_terminal=False), True)
# Colours only add: without them the table is the same.
plain = fuda("tag", "-f", "table", text).out.decode()
bright = fuda("tag", "-f", "table", "--color", "always", text).out.decode()
same(re.sub(r"\x1b\[[0-9;]*m", "", bright), plain)
same(bright.count("\x1b[0m") * 2, bright.count("\x1b["), "every colour ends")
assert "\x1b" not in fuda("tag", "--color", "always", text).out.decode(), "never in JSON"
EOF
}

@test "columns line up whatever the script, and lines fit the terminal" {
    py <<'EOF'
texts = {"a": "Export controls on advanced chips hit humanoid robots and large language models again this year",
         "文書-一": "人型ロボットの強化学習と先端半導体の輸出規制について、大学の研究費と人材をめぐる国家戦略を詳しく述べる記事である",
         "文档二号": "芯片出口管制与国家战略，高校科研经费和人才政策，具身智能机器人与大语言模型的发展趋势分析报告全文刊登",
         "ｈａｌｆ": "ﾛﾎﾞｯﾄ の が\u3099 コンピュータ 人型ロボット", "e\u0301té😀": "Football match ends in a draw",
         "한국어": "도시에서 열린 회의", "long-identifier-of-a-document-that-is-too-long": "Recipe for soup"}
write_jsonl("r.jsonl", [{"id": k, "title": "題名 " + v, "text": v} for k, v in texts.items()])
for columns in (40, 60, 90, 140):
    for explain in ([], ["--explain"]):
        shown = terminal("tag", "r.jsonl", "-q", "--color", "never", *explain, columns=columns)
        piped = fuda("tag", "-f", "table", "-q", "r.jsonl", *explain, env={"COLUMNS": str(columns)}).out.decode()
        same(shown, piped, "COLUMNS where there is no terminal")
        for line in shown.split("\n"):
            assert width(line) <= columns, (columns, width(line), line)
            assert line == line.rstrip() or explain, f"blanks at the end of {line!r}"
        heads = [line for line in shown.split("\n") if re.search(r"^\S.*  +(ja|zh|en|ko|other|und)  +", line)]
        same(len(heads), len(texts), shown)
        starts = {width(line[:re.search(r"(?<=  )(ja|zh|en|ko|other|und)  +", line).start()]) for line in heads}
        same(len(starts), 1, f"languages begin in columns {starts}\n{shown}")
EOF
}

@test "names follow the user's language" {
    py <<'EOF'
text = str(DATA / "mixed.txt")
for env, word in (({"LC_ALL": "ja_JP.UTF-8"}, "分野"), ({"LC_ALL": "zh_CN.UTF-8"}, "领域"), ({"LC_ALL": "en_US.UTF-8"}, "fields"),
                  ({"LC_ALL": "", "LC_MESSAGES": "ja_JP.UTF-8"}, "分野"), ({"LC_ALL": "C"}, "fields"),
                  ({"LC_ALL": "de_DE.UTF-8"}, "fields")):
    shown = fuda("tag", "-f", "table", text, env=env).out.decode()
    assert word in shown, (env, shown)
# Numbers and data are the same everywhere.
same(fuda("tag", text, env={"LC_ALL": "de_DE.UTF-8"}).out, fuda("tag", text, env={"LC_ALL": "C"}).out)
EOF
}

@test "control characters and escape sequences do not reach the terminal" {
    py <<'EOF'
evil = "\x1b[31mred\x1b]0;title\x07 \u009b5m \x08\x7f\x00\u202eabc\u2066 \r\n\ttab export controls on chips"
write_jsonl("e.jsonl", [{"id": "id" + evil, "title": "t" + evil, "text": "x" + evil}, {"id": "b\x1b[2J", "text": 5},
                        {"id": "c", "title": "", "text": evil}])
safe = r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*"
for verb in ("tag", "tokenize", "detect"):
    for options in ([], ["--explain"] if verb == "tag" else []):
        for id_line in (["-f", "table"],):
            done = fuda(verb, "e.jsonl", *id_line, *options, "--color", "never", status=1)
            found = re.fullmatch(safe, done.out.decode())
            assert found, (verb, re.sub(safe, "", done.out.decode()))
            assert re.fullmatch(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f]*", done.err), done.err
assert "export controls" in fuda("tag", "e.jsonl", "-f", "table", status=1).out.decode()
done = fuda("tag", "no\x1b[31mfile\u009b", status=2)
assert "\x1b" not in done.err and "\u009b" not in done.err, done.err
done = fuda("t\x1b[31mg", status=2)
assert "\x1b" not in done.err, done.err
write_jsonl("l.jsonl", [{"id": f"x{i}", "text": f"word{i % 2} text", "label": f"a\x1b[31m{i % 2}"} for i in range(20)])
fuda("train", "l.jsonl", "-o", "l.fuda", "-q")
for arguments in (["tag", "-m", "l.fuda", "l.jsonl"], ["model", "show", "l.fuda"], ["eval", "l.fuda", "l.jsonl"]):
    assert "\x1b" not in fuda(*arguments, "-f", "table").out.decode(), arguments
EOF
}

@test "--explain marks the words in the text" {
    py <<'EOF'
text = str(DATA / "mixed.txt")
shown = fuda("tag", "--explain", "-f", "table", text).out.decode()
answer = lines(fuda("tag", "--explain", text))[0]
marks = re.findall(r"\[([^\]]+)\]\{([\d,]+)\}", shown)
assert any(word == "輸出管理" for word, _ in marks), marks
for _, numbers in marks:
    assert all(1 <= int(n) <= len(answer["labels"]) for n in numbers.split(",")), numbers
for score in answer["scores"]:
    assert f"prior {score['prior']:+.2f}" in shown and f"score {score['score']:+.2f}" in shown, (score, shown)
assert len(shown) < 6000
bright = fuda("tag", "--explain", "-f", "table", "--color=always", text).out.decode()
assert not re.search(r"\]\{[\d,]+\}", re.sub(r"\x1b\[[0-9;]*m", "", bright)) and "輸出管理" in bright
EOF
}

@test "no FILE and a terminal: how to use it; progress on terminals only" {
    py <<'EOF'
shown = terminal("tag", status=2)
assert "usage" in shown and "standard input is a terminal" in shown, shown
write_jsonl("many.jsonl", documents(3000))
quiet = fuda("tag", "many.jsonl", "-o", "o.jsonl").err
same(quiet, "")
loud = fuda("train", "--progress", "always", "-o", "m.fuda", *SEEDS).err
assert "\x1b" not in loud and "\r" not in loud, "a log gets lines"
assert "\x1b" not in fuda("import", "--progress", "always", "c.db", "many.jsonl").err
EOF
}
