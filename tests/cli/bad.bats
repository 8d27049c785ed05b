#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Input that is too long, too deep, not there or not readable: one message, the right status, bounded memory.
load helper

# The peak of a process's memory, in MiB, and its answer.
setup_script='
def measured(*arguments, status=0):
    process = start(*arguments, stdout=open("out", "wb"), stderr=open("err", "wb"), stdin=subprocess.DEVNULL)
    _, code, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    healthy(read("err").decode())
    same(process.returncode, status, read("err"))
    peak = usage.ru_maxrss / 1024
    assert SANITIZED or peak < 1536, f"{peak} MiB"
    return read("out")
sentence = "the committee discussed export controls on chips and humanoid robots for the market "
def long_text(mib):
    return (sentence * (mib * 1024 * 1024 // len(sentence) + 1))[:mib * 1024 * 1024]
'

@test "a 50 MB line in JSON Lines" {
    py <<EOF
$setup_script
small = {"id": "a", "text": sentence}
with open("big.jsonl", "wb") as out:
    out.write(jsonl([small, {"id": "big", "text": long_text(50)}, dict(small, id="z")]))
found = lines(measured("tag", "big.jsonl"))
same([d["id"] for d in found], ["a", "big", "z"])
assert "driver/export-controls" in names(found[1])
same(found[0]["labels"], found[2]["labels"])
EOF
}

@test "a 50 MB line in a text file" {
    py <<EOF
$setup_script
write("big.txt", long_text(50))
found = lines(measured("tag", "big.txt"))
assert "driver/export-controls" in names(found[0])
EOF
}

@test "long lines of Japanese and Chinese without a break" {
    py <<EOF
$setup_script
size = 200000 if SANITIZED else 1000000
write("ja.txt", "人型ロボットの強化学習と輸出規制について" * (size // 20))
write("zh.txt", "芯片出口管制与具身智能机器人" * (size // 14))
write("kanji.txt", "半導体製造装置輸出規制強化" * (size // 13))
for name in ("ja", "zh", "kanji"):
    got = lines(measured("tag", name + ".txt"))[0]
    assert "driver/export-controls" in names(got), (name, got)
EOF
}

@test "a record beyond the limit is rejected and reading goes on behind it" {
    py <<EOF
$setup_script
small = {"id": "a", "text": sentence}
with open("huge.jsonl", "wb") as out:
    out.write(jsonl([small, {"id": "huge", "text": long_text(70)}, dict(small, id="z")]))
found = lines(measured("tag", "huge.jsonl", status=1))
same([d["id"] for d in found], ["a", None, "z"])
assert read("err").startswith(b"fuda: huge.jsonl:2: ") and b"longer" in read("err")
os.unlink("huge.jsonl")
write("huge.txt", long_text(70))
assert "error" in lines(measured("tag", "huge.txt", status=1))[0]
EOF
}

@test "JSON nested 100000 deep, CSV with an endless quote" {
    py <<EOF
$setup_script
last = {"id": "z", "text": "b"}
write("deep.jsonl", b'{"id":"a","text":' + b"[" * 100000 + b"]" * 100000 + b"}\n" + b'{"a":' * 100000 + b"\n" + b"[" * 100000 + b"\n" + jsonl([last]))
found = lines(measured("tag", "deep.jsonl", status=1))
same([("error" in d, d["id"]) for d in found][-1], (False, "z"))
same([("error" in d) for d in found], [True, True, True, False])
write("deep2.jsonl", b'{"id":"a","text":"b","x":' + b"[" * 300 + b"]" * 300 + b"}\n")
same(lines(measured("tag", "--keep", "deep2.jsonl"))[0]["x"], parse("[" * 300 + "]" * 300))
write("open.csv", 'id,text\n1,a\n2,"' + "never closed\n" * 100000)
found = lines(measured("tag", "open.csv", status=1))
same(("error" in found[0], "error" in found[1], len(found)), (False, True, 2))
EOF
}

@test "files that are not there or may not be read" {
    py <<'EOF'
write("a.txt", "a")
for verb in ("tag", "tokenize", "detect"):
    done = fuda(verb, "a.txt", "absent.txt", status=2)
    one_message(done, "absent.txt", "No such file")
    same(done.out, b"", "nothing is begun")
    one_message(fuda(verb, "a.txt/b", status=2), "a.txt/b")
fuda("import", "c.db", "absent.jsonl", status=2)
same(left_over(), ["a.txt"], "no corpus is made for nothing")
EOF
}

@test "a folder or a file without permission" {
    run py <<'EOF'
# Root reads everything: it becomes nobody for this.
who = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
with tempfile.TemporaryDirectory() as folder:
    os.chmod(folder, 0o777)
    os.chdir(folder)
    os.makedirs("open/closed"); os.mkdir("shut")
    write("open/a.txt", "a"); write("open/closed/b.txt", "b"); write("open/z.txt", "z"); write("secret.txt", "s")
    os.chmod("open/closed", 0); os.chmod("shut", 0); os.chmod("secret.txt", 0)
    for path in (".", "open"):
        os.chmod(path, 0o755)
    try:
        if who:
            probe = subprocess.run([PROGRAM, "--version"], capture_output=True, check=False, **who)
    except PermissionError:
        probe = None
    if who and (probe is None or probe.returncode != 0):
        sys.exit(77)
    else:
        one_message(fuda("tag", "secret.txt", status=2, **who), "secret.txt", "Permission denied")
        one_message(fuda("tag", "shut", status=2, **who), "shut", "Permission denied")
        done = fuda("tag", "open", status=1, **who)
        found = lines(done)
        same([d["id"] for d in found if "error" not in d], ["open/a.txt", "open/z.txt"])
        same(len(found), 3)
        one_message(done, "open/closed", "Permission denied")
    os.chmod("open/closed", 0o755); os.chmod("shut", 0o755)
    os.chdir("/")
EOF
    [ "$status" -ne 77 ] || skip "nobody may not run the program"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

@test "link loops, devices and pipes" {
    py <<'EOF'
os.makedirs("d/sub"); write("d/a.txt", "a"); os.symlink("..", "d/sub/up"); os.symlink("absent", "d/broken"); os.mkfifo("d/pipe")
found = lines(fuda("tag", "d", status=1))
same([d["id"] for d in found if "error" not in d], ["d/a.txt"])
same(len(found), 2, "the broken link is an error record")
done = fuda("tag", "/dev/null")
same(([d["abstain"] for d in lines(done)], done.err), (["empty"], ""))
same(lines(fuda("tag", "-I", "text", stdin="Export controls on chips"))[0]["id"], "stdin")
same(fuda("tag", stdin=b"").out, b"")
EOF
}

@test "noise of every kind never crashes" {
    py <<'EOF'
rng = random.Random(11)
pieces = [b'{"id":"a","text":"b"}', b'"', b"{", b"}", b"[", b"\\u0000", b"\\ud83d", b"\xff", b"\x00", b",", b";", b"\t", b"\r\n", b"\n", b"id,text",
          "漢字かな".encode(), b"\xe3\x81", b"\xf0\x9f\x98\x80", b'"text"', b":", b"labels", b"1e999", b"null"]
noise = [b"".join(rng.choice(pieces) for _ in range(rng.randrange(400))) for _ in range(12)]
noise += [bytes(rng.randrange(256) for _ in range(3000)) for _ in range(3)]
for number, content in enumerate(noise):
    for form in ("jsonl", "csv", "tsv", "text", "auto"):
        if number % 5 and form in ("text", "auto"):
            continue
        process = subprocess.run([PROGRAM, "tag", "--keep", "--explain", "-I", form], input=content, capture_output=True, check=False)
        assert process.returncode in (0, 1, 2), (form, process.returncode, content, process.stderr)
        healthy(process.stderr.decode("utf-8", "replace"))
        lines(process.stdout)
EOF
}
