#!/usr/bin/env python3
"""Runs the commands that README.md and docs show, and compares what they print.

    readme_check.py SOURCE_DIR BUILD_DIR FILE.md …

In a ```console block a line that begins with "$ " is a command (continued while it ends with a
backslash); the lines after it are its output, in which "…" stands for anything, line ends
included.  Commands of one file run in one scratch folder, in order; `./fuda` is the built program.
A command whose shown output is empty must succeed; "$ ./quickstart" and "$ ./check" are not run.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIP = re.compile(r"^\./(quickstart|check)\b|^git |^sudo |^cmake ")


def blocks(text):
    for block in re.findall(r"^```console\n(.*?)^```", text, re.M | re.S):
        command, output = None, []
        for line in block.split("\n")[:-1]:
            if command is not None and command.endswith("\\") and not output:
                command = command[:-1] + " " + line.strip()
            elif line.startswith("$ "):
                if command is not None:
                    yield command, output
                command, output = line[2:], []
            elif command is None:
                raise SystemExit(f"output before a command: {line}")
            else:
                output.append(line)
        if command is not None:
            yield command, output


def matches(shown, printed):
    pattern = ".*".join(re.escape(part) for part in "\n".join(shown).rstrip().split("…"))
    return re.fullmatch(pattern, printed.rstrip(), re.S) is not None


def prepare(scratch, source, build):
    (scratch / "fuda").symlink_to(build / "fuda")
    for name in ("corpus", "tests", "models", "docs"):
        (scratch / name).symlink_to(source / name)
    for path in (source / "docs" / "examples").glob("*"):
        shutil.copy(path, scratch)


def main():
    source, build = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    ran = failed = 0
    env = dict(os.environ, LANG="C.UTF-8", LC_ALL="C.UTF-8", COLUMNS="100", NO_COLOR="1", TERM="dumb")
    env.pop("FUDA_MODEL", None)
    for name in sys.argv[3:]:
        with tempfile.TemporaryDirectory() as folder:
            scratch = pathlib.Path(folder)
            prepare(scratch, source, build)
            for command, shown in blocks((source / name).read_text(encoding="utf-8")):
                if SKIP.match(command):
                    continue
                ran += 1
                done = subprocess.run(["bash", "-c", command], cwd=scratch, env=env, text=True,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, timeout=600, check=False)
                if (shown and not matches(shown, done.stdout)) or (not shown and done.returncode != 0):
                    failed += 1
                    print(f"{name}: $ {command}\n--- shown\n" + "\n".join(shown)
                          + f"\n--- printed (exit {done.returncode})\n{done.stdout}")
    print(f"{ran} commands, {failed} differ")
    return 1 if failed or ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
