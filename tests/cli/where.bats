#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda report --where and --compare: what they choose, what they say to mistakes, and that nothing becomes SQL.
load helper

@test "conditions: what they choose" {
    py <<'EOF'
from report_cases import *
rows = {row["id"]: row for row in make()}
lang, tags = langs_of(), tags_of()
year = lambda id: year_of(rows[id]) or 0
applicants = lambda id: rows[id].get("applicants", [])
cases = [("lang = 'ja' and year >= 2020", lambda id: lang[id] == "ja" and year(id) >= 2020),
    ("LANG in ('ja', 'en') AND NOT year = 2018", lambda id: lang[id] in ("ja", "en") and year(id) not in (2018, 0)),
    ("year between 2019 and 2021 or genre = 'policy'", lambda id: 2019 <= year(id) <= 2021 or rows[id].get("genre") == "policy"),
    ("not (genre != 'policy')", lambda id: rows[id].get("genre") == "policy"),
    ("applicant = 'Acme, Inc.'", lambda id: "Acme, Inc." in applicants(id)),
    ("applicant = 'O''Brien; Ltd'", lambda id: "O'Brien; Ltd" in applicants(id)),
    ("applicant != 'Acme, Inc.'", lambda id: "Acme, Inc." not in applicants(id)),
    ("applicant like '%大学'", lambda id: any(a.endswith("大学") for a in applicants(id))),
    ("applicant is null", lambda id: not applicants(id)),
    ("label = 'driver/export-controls'", lambda id: "driver/export-controls" in tags[id]),
    ("label not in ('driver/export-controls', 'driver/talent')", lambda id: not tags[id] & {"driver/export-controls", "driver/talent"}),
    ("fields.genre = 'news'", lambda id: rows[id].get("genre") == "news"),
    ("fields.year = 2018", lambda id: rows[id].get("year") == 2018),
    ("fields.year is not null", lambda id: "year" in rows[id]),
    ("fields.nothing.at.all is null and date like '2022%'", lambda id: str(rows[id].get("date", "")).startswith("2022")),
    ("id in ('ja-01', 'zh-01')", lambda id: id in ("ja-01", "zh-01"))]
for text, want in cases:
    ids = [id for id in lang if want(id)]
    assert 0 < len(ids) < len(lang), text
    same({r["item"]: r["documents"] for r in report("--where", text, "--table", "summary")}["counted"], len(ids), text)
EOF
}

@test "conditions: mistakes are pointed at" {
    py <<'EOF'
from report_cases import *
make(varied()[:40])
cases = [("lang = ja", 7, "between quotes: 'ja'"), ("lang = 'ja", 7, "no closing quote"), ("lang == 'ja' year = 2020", 13, "'and' or 'or'"),
    ("langs = 'ja'", 0, "no column 'langs'"), ("year = '2020'", 7, "is a number"), ("lang = 2020", 7, "is a text"), ("", 0, "a test is missing"),
    ("year >", 6, "a value is missing"), ("(year = 2020", 12, "')' is missing"), ("year in 2020", 8, "a list"), ("year in (2020", 13, "not closed"),
    ("lang = \"ja\"", 7, "single quotes"), ("year = 2020 and", 15, "a test is missing"), ("date between '2020' or '2021'", 20, "'between' needs 'and'"),
    ("year like '20%'", 10, "is for texts"), ("year ~ 3", 5, "no meaning"), ("label", 5, "a comparison is missing"), ("fields. = 'x'", 0, "name of a field"),
    ("日本語の題 = 'x' and lang = ja", 0, "no column"), ("lang = '日本' and 題 = 1", 20, "no column"), ("year = 20x", 7, "a number ends in a letter"),
    ("not " * 60 + "year = 2020", 200, "levels")]
for text, byte, words in cases:
    err = fuda("report", "c.db", "--where", text, status=2).err.split("\n")
    assert err[0].startswith("fuda: --where: ") and words in err[0] or "is empty" in err[0], (text, err)
    if 0 < len(text) < 60:
        same(err[1], "  " + text)
        same(err[2], "  " + " " * width(text.encode()[:byte].decode()) + "^", text)
    assert err[-2].endswith("^") and width(err[-2]) < 110 or not text
long = fuda("report", "c.db", "--where", "title = '" + "x" * 300 + "' and lang = ja", status=2).err.split("\n")
assert long[1].startswith("  …") and width(long[1]) < 110 and long[1][long[2].index("^"):].startswith("ja"), long
assert "\x1b" not in fuda("report", "c.db", "--where", "lang = \x1b[31mja", status=2).err
EOF
}

@test "conditions: nothing a user writes becomes SQL" {
    py <<'EOF'
from report_cases import *
make(varied()[:40])
before = query("c.db", "SELECT count(*), total(length(text)) FROM documents")
attacks = ["lang = 'ja'; DROP TABLE documents", "lang = 'ja' -- x", "1 = 1", "lang = 'x' or 1=1", "lang = 'ja' union select 1", "load_extension('x')",
    "fields.a\") or 1 or (\" = 'x'", "fields.x'); DELETE FROM documents; -- = 'x'", "year = 2020 /* x */", "lang = ?1", "lang = :a", "rowid = 1",
    "sqlite_schema = 'x'", "r.lang = 'ja'", "d.text = 'x'", "lang = 'ja' and (select 1)", "fields.\"a\" = 'x'", "lang in (select 'ja')", "year = 1e3"]
for text in attacks:
    done = fuda("report", "c.db", "--where", text, status=2)
    assert "^" in done.err and "SQL" not in done.err, done.err
# In values everything is only text.
for text in ("title = '''; DROP TABLE documents; --'", "applicant = 'x'' OR 1=1 --'", "text like '%''; DELETE FROM documents%'",
             "fields.a-b = 'x\") OR (1=1'", "label = 'x'') OR 1=1 --'", "lang in ('ja''', ''';--')", "code = '%' and gold = ''''"):
    same({r["item"]: r["documents"] for r in report("--where", text, "--table", "summary")}["counted"], 0, text)
same(query("c.db", "SELECT count(*), total(length(text)) FROM documents"), before)
EOF
}

@test "--compare: years, languages, applicants, conditions, runs" {
    py <<'EOF'
from report_cases import *
rows = {row["id"]: row for row in make()}
lang, tags = langs_of(), tags_of()
for a, b, in_a, in_b in (("2019", "2022", lambda i: year_of(rows[i]) == 2019, lambda i: year_of(rows[i]) == 2022),
        ("ja", "zh", lambda i: lang[i] == "ja", lambda i: lang[i] == "zh"),
        ("O'Brien; Ltd", "北山大学", lambda i: "O'Brien; Ltd" in rows[i].get("applicants", []), lambda i: "北山大学" in rows[i].get("applicants", [])),
        ("news", "lang = 'en' and year < 2022", lambda i: rows[i].get("genre") == "news",
         lambda i: lang[i] == "en" and (year_of(rows[i]) or 9999) < 2022)):
    tables = report("--compare", a, b)
    A, B = [i for i in lang if in_a(i)], [i for i in lang if in_b(i)]
    assert A and B
    for r in tables["compare"]:
        same((r["a_documents"], r["b_documents"]), (len(A), len(B)), (a, b))
        same((r["a_raw"], r["b_raw"]), (sum(r["label"] in tags[i] for i in A), sum(r["label"] in tags[i] for i in B)))
        assert abs(r["difference"] - (r["a_raw"] / len(A) - r["b_raw"] / len(B))) < 1e-4
        assert r["low"] <= r["difference"] + 1e-4 and r["difference"] <= r["high"] + 1e-4
    assert any(r["q"] < 0.05 for r in tables["compare"]) or a != "ja"
fuda("classify", "-q", "c.db", "--min-p", "0.9")
runs = report("--compare", "run 1", "run 2", "--where", "lang = 'ja'")["compare"]
assert all(r["a_raw"] >= r["b_raw"] for r in runs) and any(r["a_raw"] > r["b_raw"] for r in runs)
assert all(r["a_documents"] == sum(l == "ja" for l in lang.values()) for r in runs)
for a, b, words in (("2019", "1999", "no classified documents"), ("nobody", "2019", "no year, language"),
                    ("2019", "lang = ja", "between quotes"), ("run 9", "run 1", "no run 9")):
    assert words in fuda("report", "c.db", "--compare", a, b, status=2).err
assert "two values" in fuda("report", "c.db", "--compare", "2019", status=2).err
EOF
}
