#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Verbs, options and their mistakes; help, manual page, completion, versions.
load helper

@test "mistyped verbs and options come with a suggestion" {
    py <<'EOF'
for typed, meant in (("tga", "tag"), ("tokenise", "tokenize"), ("clasify", "classify"), ("improt", "import"), ("exprot", "export"),
                     ("det", "detect"), ("evla", "eval"), ("trian", "train"), ("modle", "model")):
    done = fuda(typed, status=2)
    assert done.err.startswith(f"fuda: unknown verb '{typed}'; did you mean '{meant}'?\n"), done.err
    assert "--help" in done.err and done.out == b""
done = fuda("xyzzyplugh", status=2); assert "did you mean" not in done.err and "unknown verb" in done.err
for verb, typed, meant in (("tag", "--exlpain", "--explain"), ("tag", "--colour", "--color"), ("tag", "--min_p=0.5", "--min-p"),
                           ("train", "--taxnomy", "--taxonomy"), ("eval", "--fail-udner", "--fail-under"),
                           ("export", "--labls", "--labels"), ("import", "--max-error", "--max-errors")):
    done = fuda(verb, typed, status=2)
    assert f"did you mean '{meant}'?" in done.err and f"fuda {verb} --help" in done.err, done.err
for arguments in (["tag", "--zzzzzzzzzz"], ["tag", "-Z"], ["tag", "-qZ"], ["-q", "tag"], ["--nonsense"]):
    assert "unknown option" in fuda(*arguments, status=2).err, arguments
EOF
}

@test "values that make no sense" {
    py <<'EOF'
write("a.txt", "a")
for arguments, words in (
        (["tag", "--top", "x"], ["--top", "'x'", "whole number"]), (["tag", "--top=-1"], ["--top", "0 to"]), (["tag", "--top", "1.5"], ["--top"]),
        (["tag", "--top", "99999999999999999999"], ["--top"]), (["tag", "--top", "3x"], ["--top"]), (["tag", "--top", " 3"], ["--top"]),
        (["tag", "--top="], ["--top"]), (["tag", "--min-p", "1.5"], ["--min-p", "0 to 1"]), (["tag", "--min-p", "nan"], ["--min-p"]),
        (["tag", "--min-p", "0,5"], ["--min-p"]), (["tag", "--min-p", "inf"], ["--min-p"]), (["tag", "-j", "2000"], ["--jobs"]),
        (["tag", "--lang", "de"], ["--lang", "auto, ja, zh, en"]), (["tag", "-f", "xml"], ["--format", "jsonl"]),
        (["tag", "--color", "maybe"], ["auto, always, never"]), (["tag", "-I", "docx"], ["--input-format", "text"]),
        (["tag", "--explain=yes"], ["takes no value"]), (["tag", "--output"], ["needs FILE"]), (["tag", "-m"], ["needs FILE"]),
        (["tag", "-m", ""], ["empty"]), (["tag", "--id-field="], ["empty"]),
        (["train", "--alpha", "0"], ["--alpha"]), (["train", "--alpha", "some"], ["--alpha", "auto"]), (["train", "--word-ngrams", "4"], ["1 to 3"]),
        (["eval", "--cv", "one"], ["--cv"]), (["export", "--run", "0"], ["--run", "latest"]), (["export", "--labels", "all"], ["both"]),
        (["export"], ["corpus"]), (["import"], ["corpus"]), (["classify"], ["corpus"]), (["classify", "a", "b"], ["'b'"]), (["export", "a", "b"], ["'b'"]),
        (["completion"], ["bash"]), (["completion", "csh"], ["bash"]), (["export", "--bom", "-f", "tsv", "a"], ["--bom"]),
        (["import", "--max-errors", "-1", "x.db", "a.txt"], ["--max-errors"])):
    done = fuda(*arguments, status=2)
    first = done.err.split("\n")[0]
    assert first.startswith("fuda: ") and all(word in first for word in words), (arguments, done.err)
    assert "--help" in done.err and done.out == b"", (arguments, done)
EOF
}

@test "GNU style: options anywhere, joined, bundled, ended by --" {
    py <<'EOF'
write("a.txt", "芯片出口管制"); write("-q", "芯片出口管制"); write("--top", "料理")
want = fuda("tag", "--top", 1, "-f", "jsonl", "a.txt").out
for arguments in (["a.txt", "--top=1", "-fjsonl"], ["-qfjsonl", "a.txt", "--top", "1"], ["-q", "a.txt", "-vf", "jsonl", "-j1", "--top", "1"],
                  ["--top", "5", "--top", "1", "a.txt", "--"]):
    same(fuda("tag", *arguments).out, want, arguments)
same([d["id"] for d in lines(fuda("tag", "--", "-q", "--top", "a.txt"))], ["-q", "--top", "a.txt"])
same(lines(fuda("tag", "./-q"))[0]["id"], "-q")
EOF
}

@test "--help of every verb names the options that are fixed" {
    py <<'EOF'
records = ["--input-format", "--id-field", "--text-field", "--title-field", "--label-field", "--lang-field"]
general = ["--quiet", "--verbose", "--color", "--progress", "--help", "--version", "-q", "-v", "-h"]
fixed = {
    "tag": [*records, "-m", "--model", "-j", "--jobs", "-I", "-f", "--format", "-o", "--output", "--force", "--explain", "--evidence", "--keep",
            "--top", "--min-p", "--lang"],
    "tokenize": [*records, "--model", "--format", "--output", "--lang", "--mecab-dic"],
    "detect": [*records, "--format", "--output"],
    "train": [*records, "--output", "--force", "--seed", "--jobs", "--taxonomy", "--alpha", "--folds"],
    "eval": [*records, "--model", "--jobs", "--cv", "--fail-under", "--seed", "--format", "--output", "--lang", "--top", "--min-p"],
    "model": ["--model", "--format", "--output", "--lang", "--count"],
    "import": [*records, "--max-errors", "--rejects", "--force"],
    "classify": ["--model", "--jobs", "--force", "--lang", "--top", "--min-p"],
    "export": ["--format", "--output", "--force", "--labels", "--run", "--min-p", "--ids-only", "--bom"],
}
for verb, options in fixed.items():
    done = fuda(verb, "--help")
    text = done.out.decode()
    same(done.err, "")
    assert text.startswith(f"usage: fuda {verb}"), text
    for option in options + general:
        assert re.search(rf"(?m)(^|[ ,]){option}\b", text), (verb, option, text)
    same(fuda("help", verb).out, done.out); same(fuda(verb, "-h").out, done.out)
    same(fuda(verb, "a", "--help", "b").out, done.out)
    assert all(width(line) <= 100 for line in text.split("\n")), text
overview = fuda("--help").out.decode()
for verb in [*fixed, "help", "completion"]:
    assert re.search(rf"(?m)^  {verb} ", overview), (verb, overview)
same(fuda("help").out, fuda("-h").out)
done = fuda(status=2)
assert done.out == b"" and "usage: fuda" in done.err
assert "did you mean 'tag'" in fuda("help", "tga", status=2).err
EOF
}

@test "versions of everything" {
    py <<'EOF'
text = fuda("--version").out.decode()
assert re.fullmatch(r"fuda \d+\.\d+\.\d+\nICU \d+[\d.]*\nMeCab [\d.]+, \S.*\nSQLite \d+\.\d+\.\d+\n", text), text
same(fuda("tag", "--version").out.decode(), text)
EOF
}

@test "the manual page is clean and names every verb and option" {
    "$FUDA" help --man >fuda.1
    run mandoc -Tlint -W warning fuda.1
    echo "$output"
    [ "$status" -eq 0 ] && [ -z "$output" ]
    mandoc -Tutf8 fuda.1 >page
    py <<'EOF'
page = re.sub(".\x08", "", read("page").decode())   # bold and underlined by overstriking
for verb in "tag tokenize detect train eval model import classify export report".split():
    assert re.search(rf"\b{verb}\b", page), verb
    for option in set(re.findall(r"--[a-z][a-z-]+", fuda(verb, "--help").out.decode())):
        assert option in page, (verb, option)
for word in ("EXIT STATUS", "ENVIRONMENT", "FILES", "FUDA_MODEL", "NO_COLOR", "130"):
    assert word in page, word
EOF
}

@test "the completion script is bash and completes" {
    "$FUDA" completion bash >c.bash
    bash -n c.bash
    shellcheck -s bash -S error c.bash
    py <<'EOF'
def complete(*words):
    script = f'''
source ./c.bash
COMP_WORDS=({" ".join(f"'{w}'" for w in words)})
COMP_CWORD={len(words) - 1}
COMP_LINE="${{COMP_WORDS[*]}}" COMP_POINT=${{#COMP_LINE}}
entry=$(complete -p fuda); entry=${{entry##*-F }}; "${{entry%% *}}" fuda "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD-1]}}"
printf '%s\\n' "${{COMPREPLY[@]}}"'''
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    same(done.stderr, "")
    return [word.strip() for word in done.stdout.split("\n") if word.strip()]
assert {"tag", "train", "tokenize"} == set(complete("fuda", "t")), complete("fuda", "t")
assert {"--explain", "--evidence", "--encoding"} == set(complete("fuda", "tag", "--e")), complete("fuda", "tag", "--e")
assert {"always", "auto", "never"} == set(complete("fuda", "tag", "--color", "")), complete("fuda", "tag", "--color", "")
assert {"show", "terms", "verify"} <= set(complete("fuda", "model", "")), complete("fuda", "model", "")
EOF
}

@test "the name of the output chooses the format; documents alone are measured with the default model" {
    py <<'PY'
write("g.txt", "export controls on chips")
fuda("tag", "-o", "out.csv", "g.txt")
assert read("out.csv").startswith(b"id,lang,labels"), read("out.csv")
fuda("tag", "-o", "out.jsonl", "g.txt")
same(parse(read("out.jsonl").decode())["id"], "g.txt")
fuda("tag", "-f", "jsonl", "-o", "odd.csv", "g.txt")
same(parse(read("odd.csv").decode())["id"], "g.txt")
write_jsonl("gold.jsonl", [{"id": "1", "text": "export controls on chips", "labels": ["driver/export-controls"]}])
same(parse(fuda("eval", "gold.jsonl").out.decode())["documents"], 1)
PY
}
