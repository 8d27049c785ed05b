#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# kill -9 at random moments of import and classify.  FUDA_KILLS sets how many (10): ./check is to stay quick.
load helper

@test "kill -9 at random moments: in the end every table is that of an uninterrupted run" {
    py <<'EOF'
kills = int(os.environ.get("FUDA_KILLS", "10"))
total = 2000 if SANITIZED else 6000
write_jsonl("r.jsonl", documents(total))
# A second import changes every seventh document.
write_jsonl("s.jsonl", [dict(d, text=d["text"] + " again", labels=["x"]) for d in documents(total)[::7]])
STEPS = [("import", "-q", "DB", "r.jsonl"), ("import", "-q", "DB", "s.jsonl"), ("classify", "-q", "-j", "2", "DB")]
TIMES = re.compile(r"'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ'")

def content(path):
    """Everything in the file, as the sqlite3 shell dumps it, times and the name of the file apart."""
    db = sqlite3.connect(path)
    try:
        same(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        same(db.execute("PRAGMA foreign_key_check").fetchall(), [])
        return [TIMES.sub("TIME", line).replace(path, "DB") for line in db.iterdump()]
    finally:
        db.close()

def run(step, path):
    return [word.replace("DB", path) for word in step]

lengths = []
for step in STEPS:
    begun = time.time()
    fuda(*run(step, "whole.db"))
    lengths.append(time.time() - begun)
whole = content("whole.db")

rng = random.Random()
seed = rng.randrange(1 << 30)
rng.seed(seed)
done = interrupted = turn = 0
per_step = {0: 0, 1: 0, 2: 0}
while done < kills:
    turn += 1
    path = f"k{turn}.db"
    for number, step in enumerate(STEPS):
        # Killed a few times, then left to end.
        for _ in range(rng.randint(1, 4)):
            process = start(*run(step, path), stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0, 1.1) * lengths[number])
            process.kill()
            if process.wait() == -signal.SIGKILL:
                interrupted += 1
                per_step[number] += 1
            done += 1
        fuda(*run(step, path))
    got = content(path)
    for a, b in zip(got, whole):
        same(a, b, f"{path}, seed {seed}")
    same(len(got), len(whole))
    os.remove(path)
    same(left_over(), ["r.jsonl", "s.jsonl", "whole.db"])
assert interrupted > kills // 3, f"only {interrupted} of {done} hit a running process"
print(f"{done} kills, {interrupted} of them in the middle: {per_step}")
EOF
}

@test "two classify processes at once: each document is done once" {
    py <<'EOF'
total = 1500 if SANITIZED else 6000
write_jsonl("r.jsonl", documents(total))
fuda("import", "-q", "c.db", "r.jsonl")
shutil.copy("c.db", "alone.db"); fuda("classify", "-q", "alone.db")
pair = [start("classify", "-j", "1", "c.db", stderr=subprocess.PIPE) for _ in range(2)]
said = [(p.communicate()[1].decode(), p.returncode) for p in pair]
classified = sum(int(n) for text, _ in said for n in re.findall(r"(\d+) classified", text))
same(classified, total, said)
# Either the second came while the first was at work, and was told so, or it found nothing left.
for text, status in said:
    healthy(text)
    assert status == 0 or (status == 2 and "another process is at this very work" in text), (status, text)
same(query("c.db", "SELECT * FROM results ORDER BY 1, 2"), query("alone.db", "SELECT * FROM results ORDER BY 1, 2"))
same(query("c.db", "SELECT documents FROM runs"), [(total,)])
EOF
}
