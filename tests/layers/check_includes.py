#!/usr/bin/env python3
"""Reads every #include of the source tree against the table of allowed edges.

    check_includes.py SOURCE_DIR

Also holds the rule that a third-party header appears in one place only.
"""
import pathlib
import re
import sys

# folder: folders whose headers its files may include with quotes
EDGES = {
    "core": {"core"},
    "nlp": {"nlp", "core"},
    "classifier": {"classifier", "core"},
    "models": {"models", "nlp", "classifier", "core"},
    "corpus": {"corpus", "models", "nlp", "core"},
    "cli": {"cli"},
}
# header prefix: files that may include it
ADAPTERS = {
    # conversion of files' encodings is apart from all that the tokenizer asks of ICU
    "unicode/": {"nlp/unicode.c", "nlp/encoding.c"},
    "mecab.h": {"nlp/mecab.c"},
    "libstemmer.h": {"nlp/stem.c"},
    "yaml.h": {"models/taxonomy.c"},
    "xxhash.h": {"core/hash.c"},
    # patents of databases are walked as trees; all other JSON goes through jsonl.c
    "jansson.h": {"corpus/gold_json.c", "corpus/jsonl.c", "corpus/patent_json.c"},
    "expat.h": {"corpus/xml.c"},
    "archive.h": {"corpus/archive.c"},
    "archive_entry.h": {"corpus/archive.c"},
    "omp.h": {"core/parallel.c"},
}
SQLITE_FOLDER = "corpus"
GENERATED = {"fuda_config.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)


def problems_of(name, folder, text):
    for kind, header in INCLUDE.findall(text):
        if kind == '"':
            if header in GENERATED:
                continue
            target = header.split("/")[0] if "/" in header else None
            if target not in EDGES:
                yield f'{name}: "{header}" names no folder of the tree'
            elif target not in EDGES[folder]:
                yield f'{name}: {folder} must not include "{header}"'
            continue
        if header.startswith("fuda"):
            continue
        for prefix, files in ADAPTERS.items():
            if header.startswith(prefix) and name not in files:
                yield f"{name}: <{header}> belongs in {', '.join(sorted(files))}"
        if header == "sqlite3.h" and folder != SQLITE_FOLDER:
            yield f"{name}: <sqlite3.h> belongs in {SQLITE_FOLDER}/"


def public_problems(name, text):
    for kind, header in INCLUDE.findall(text):
        if kind == '"' or not (header.startswith("fuda") or header.startswith("std")):
            yield f"{name}: a public header must not include {header}"


def main():
    root = pathlib.Path(sys.argv[1])
    found, seen = [], 0
    for folder in EDGES:
        for path in sorted((root / folder).glob("*.[ch]")):
            seen += 1
            name = f"{folder}/{path.name}"
            found += problems_of(name, folder, path.read_text(encoding="utf-8"))
    for path in sorted((root / "include").rglob("*.h")):
        seen += 1
        found += public_problems(str(path.relative_to(root)), path.read_text(encoding="utf-8"))
    if seen < 40:
        found.append(f"only {seen} files found below {root}: is this the source tree?")
    # The check itself must be able to fail.
    if not list(problems_of("nlp/x.c", "nlp", '#include "models/model.h"\n')):
        found.append("the check does not see a forbidden edge")
    if not list(problems_of("cli/x.c", "cli", '#include <sqlite3.h>\n')):
        found.append("the check does not see a misplaced library")
    for line in found:
        print(line)
    print(f"{seen} files, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
