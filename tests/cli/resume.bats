#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda import and classify interrupted, killed, out of space: what is stored stays, the same command goes on.
load helper

# shellcheck disable=SC2016
common='
# Everything a run stored, times and run lengths apart.
DUMP = ("SELECT r.run, r.doc, r.hash, r.lang, r.tag, r.abstain, r.tokens FROM results r ORDER BY 1, 2",
        "SELECT p.run, p.doc, l.label, p.p, p.decided FROM predictions p JOIN labels l USING (label_no) ORDER BY 1, 2, 3",
        "SELECT run, model_hash, settings, single, documents, finished IS NOT NULL FROM runs ORDER BY 1",
        "SELECT * FROM tagged ORDER BY id, label")
def dump(path):
    return [query(path, sql) for sql in DUMP]
def done_so_far(path):
    """Results stored, seen by another program while the first is at work."""
    try:
        return query(path, "SELECT count(*) FROM results")[0][0]
    except sqlite3.OperationalError:
        return 0
TOTAL = 5000 if SANITIZED else 15000
def prepared(name):
    write_jsonl("r.jsonl", documents(TOTAL))
    fuda("import", "-q", name, "r.jsonl")
def interrupt(path, number, *options, after=0):
    """Runs classify and sends the signal once `after` results are stored; its status and how far it was."""
    process = start("classify", "-j", 1, path, *options, stderr=subprocess.PIPE)
    while process.poll() is None and done_so_far(path) <= after:
        time.sleep(0.002)
    process.send_signal(number)
    err = healthy(process.communicate()[1].decode())
    return process.returncode, done_so_far(path), err
'

@test "kill -9 at many moments: the end is that of an uninterrupted run" {
    py <<EOF
$common
prepared("whole.db")
shutil.copy("whole.db", "killed.db")
begun = time.time()
fuda("classify", "-q", "-j", 1, "whole.db")
length = time.time() - begun
rng = random.Random()
partial = set()
for turn in range(14):
    if turn % 2 == 0:
        # After the next batch was stored.
        status, stored, _ = interrupt("killed.db", signal.SIGKILL, after=max(partial, default=0))
    else:
        # At any moment: while the model loads, within a transaction, between two.
        process = start("classify", "-q", "-j", 1, "killed.db")
        time.sleep(rng.uniform(0, 0.25) * length)
        process.kill()
        status, stored = process.wait(), done_so_far("killed.db")
    assert stored >= max(partial, default=0), "what was stored is lost"
    if status == -signal.SIGKILL and 0 < stored < TOTAL:
        partial.add(stored)
    same(query("killed.db", "PRAGMA quick_check"), [("ok",)])
    if stored == TOTAL:
        break
assert partial, "never killed in the middle"
assert all(n % 512 == 0 for n in partial), partial
assert query("killed.db", "SELECT count(*) FROM results")[0][0] == TOTAL or query("killed.db", "SELECT finished FROM runs") == [(None,)]
done = fuda("classify", "killed.db")
same(int(re.search(r"(\d+) classified", done.err)[1]) + int(re.search(r"(\d+) done before", done.err)[1]), TOTAL)
for got, want in zip(dump("killed.db"), dump("whole.db")):
    same(got == want, True, (got[:3], want[:3]))
for form in ("jsonl", "csv"):
    same(fuda("export", "killed.db", "-f", form).out == fuda("export", "whole.db", "-f", form).out, True, form)
before = dump("killed.db")
assert f"run 1: 0 classified, 0 of them tagged, {TOTAL} done before" in fuda("classify", "killed.db").err
same(dump("killed.db") == before, True)
EOF
}

@test "SIGINT and SIGTERM: the batch is finished, 130, and the same command goes on" {
    py <<EOF
$common
prepared("c.db")
shutil.copy("c.db", "whole.db"); fuda("classify", "-q", "whole.db")
for number in (signal.SIGINT, signal.SIGTERM):
    before = done_so_far("c.db")
    status, stored, err = interrupt("c.db", number, after=before)
    assert before < stored < TOTAL, "too fast to be interrupted"
    same(status, 130, err)
    assert err.startswith(f"fuda: interrupted: {stored - before} documents are classified") and "again" in err, err
    same(stored % 512, 0)
done = fuda("classify", "c.db")
assert f"{TOTAL - stored} classified" in done.err and f"{stored} done before" in done.err, done.err
for got, want in zip(dump("c.db"), dump("whole.db")):
    same(got == want, True)
EOF
}

@test "import killed: whole batches, and importing again completes it" {
    py <<EOF
$common
write_jsonl("r.jsonl", documents(TOTAL))
fuda("import", "-q", "whole.db", "r.jsonl")
for turn in range(3):
    process = start("import", "-q", "c.db", "r.jsonl")
    while process.poll() is None:
        try:
            if query("c.db", "SELECT count(*) FROM documents")[0][0] > turn * 2048:
                break
        except sqlite3.OperationalError:
            time.sleep(0.002)
    process.kill(); process.wait()
    stored = query("c.db", "SELECT count(*) FROM documents")[0][0]
    assert stored % 1024 == 0 or stored == TOTAL, stored
    same(query("c.db", "PRAGMA quick_check"), [("ok",)])
done = fuda("import", "c.db", "r.jsonl")
assert f"{TOTAL - stored} added, 0 changed, {stored} unchanged" in done.err, (stored, done.err)
same(fuda("export", "c.db").out == fuda("export", "whole.db").out, True)
EOF
}

@test "no space for the corpus: one message, what was stored is intact, and it goes on with more space" {
    py <<EOF
$common
# A limit on the size of files stands for a full disk.
def limit(size):
    def prepare():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return prepare
write_jsonl("r.jsonl", documents(6000))
fuda("import", "-q", "whole.db", "r.jsonl"); fuda("classify", "-q", "whole.db")
done = fuda("import", "-q", "c.db", "r.jsonl", prepare=limit(1200000), status=2)
one_message(done, "c.db")
stored = query("c.db", "SELECT count(*) FROM documents")[0][0]
assert 0 < stored < 6000 and stored % 1024 == 0, stored
same(query("c.db", "PRAGMA integrity_check"), [("ok",)])
done = fuda("import", "c.db", "r.jsonl")
assert f"{6000 - stored} added, 0 changed, {stored} unchanged" in done.err, done.err
done = fuda("classify", "-q", "c.db", prepare=limit(250000), status=2)
one_message(done, "c.db")
some = done_so_far("c.db")
assert 0 <= some < 6000 and some % 512 == 0, some
same(query("c.db", "PRAGMA integrity_check"), [("ok",)])
assert f"{6000 - some} classified" in fuda("classify", "c.db").err
for got, want in zip(dump("c.db"), dump("whole.db")):
    same(got == want, True)
same(fuda("export", "c.db").out == fuda("export", "whole.db").out, True)
# No space for even an empty corpus: none is left behind, or one that can be used.
fuda("import", "-q", "new.db", "r.jsonl", prepare=limit(2000), status=2)
fuda("import", "-q", "new.db", "r.jsonl")
same(query("new.db", "SELECT count(*) FROM documents"), [(6000,)])
EOF
}

@test "a corpus in use: readers do not wait, a second writer is told" {
    py <<EOF
$common
write_jsonl("r.jsonl", documents(600)); fuda("import", "-q", "c.db", "r.jsonl")
db = sqlite3.connect("c.db", isolation_level=None)
db.execute("BEGIN IMMEDIATE")
same(len(lines(fuda("export", "c.db"))), 600, "reading goes on beside a writer")
process = start("classify", "-q", "c.db", stderr=subprocess.PIPE)
time.sleep(0.5)
db.execute("ROLLBACK"); db.close()
same((process.communicate()[1], process.returncode), (b"", 0), "a short wait is no error")
same(done_so_far("c.db"), 600)
EOF
}
