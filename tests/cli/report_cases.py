# SPDX-License-Identifier: MIT
"""Corpora for report.bats and report_html.bats: `from report_cases import *` behind everything of check.py."""
from check import *  # pylint: disable=wildcard-import,unused-wildcard-import

EVIL = ["<script>alert(1)</script>", "\"'\\><img src=x onerror=alert(1)>", "=HYPERLINK(\"http://x\")", "+1+cmd|' /C calc'!A0",
        "-2+3", "@SUM(A1)", "\tx", "\r=x", "\u202eevil\u2066", "\x1b[2J\x1b]0;t\x07", "a\nb,c;\"d\"",
        "]]></style></svg></title></table>", "&lt;b&gt;&amp;&#60;", "javascript:alert(1)", "\u2028\u200f\u0085{{x}}${y}"]


def make(rows=None, path="c.db"):
    """A classified corpus of the rows."""
    rows = rows if rows is not None else varied()
    write_jsonl("rows.jsonl", rows)
    fuda("import", "-q", path, "rows.jsonl")
    fuda("classify", "-q", path)
    return rows


def varied():
    """Documents of three languages, seven years, three genres, some applicants."""
    out = []
    for n, row in enumerate(documents(240)):
        row["date"] = ["2019", "2020-03", "2021-04-05", "2022", "2023", "2024-01"][n * 7 % 6]
        row["genre"] = ["news", "patent", "policy"][n % 3]
        if n % 4:
            row["applicants"] = [["東方ロボ"], ["Acme, Inc.", "北山大学"], ["O'Brien; Ltd"]][n // 2 % 3]
        if n % 5 == 0:
            del row["date"]
            row["year"] = 2018
        out.append(row)
    for path in SAMPLES:
        for line in read(path).decode().splitlines():
            row = parse(line)
            row.pop("labels", None)
            out.append(row)
    return out


def evil_rows():
    """Every text a document brings is an attack on some form of output."""
    rows = []
    for n in range(90):
        e = EVIL[n % len(EVIL)]
        text = f"{e} export controls on chips {e} large language models {e} robots {e}"
        rows.append({"id": f"{e}{n}", "title": e, "text": text, "genre": e, "applicants": [e, "Acme"],
                     "date": f"{2010 + n % 9}-{e}"})
    return rows


def report(*options, path="c.db"):
    return parse(fuda("report", path, "-f", "json", *options).out.decode())


def tags_of(path="c.db"):
    """Decided labels by the document's id."""
    found = collections.defaultdict(set)
    for name, label in query(path, "SELECT d.id, l.label FROM predictions p JOIN documents d USING (doc)"
                                   " JOIN labels l USING (label_no) WHERE p.decided AND p.run = 1"):
        found[name].add(label)
    return found


def langs_of(path="c.db"):
    """Languages of the documents that got an answer."""
    return dict(query(path, "SELECT d.id, r.lang FROM results r JOIN documents d USING (doc)"
                            " WHERE r.abstain IS NULL AND r.run = 1"))


def year_of(row):
    digits = str(row["date"] if "date" in row else row.get("year", ""))[:4]
    return int(digits) if digits else None


def with_rates(labels, rates, path="c.db"):
    """Puts held-out decisions into the corpus: rates(label number) gives {language: (tp, fp, fn, tn)}."""
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE IF NOT EXISTS run_rates (run INTEGER, label_no INTEGER, lang TEXT, tp INTEGER, fp INTEGER,"
               " fn INTEGER, tn INTEGER)")
    db.execute("DELETE FROM run_rates")
    for no in labels:
        total = [0, 0, 0, 0]
        for lang, counts in rates(no).items():
            total = [a + b for a, b in zip(total, counts)]
            db.execute("INSERT INTO run_rates VALUES (1, ?, ?, ?, ?, ?, ?)", (no, lang, *counts))
        db.execute("INSERT INTO run_rates VALUES (1, ?, '', ?, ?, ?, ?)", (no, *total))
    db.commit()
    db.close()
