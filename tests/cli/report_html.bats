#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda report --html: one page that needs nothing else, that no document can break out of, and that fits.
load helper

@test "the page is well formed, accessible and needs nothing else" {
    py <<'EOF'
from report_cases import *
make()
fuda("report", "c.db", "--html", "a.html", "--compare", "ja", "zh")
fuda("report", "c.db", "--html", "b.html", "--compare", "ja", "zh", "-j", "1")
same(read("a.html"), read("b.html"))
assert len(read("a.html")) < 1_000_000
page = check_page("a.html")
for anchor in ("compare", "labels", "trends", "cross", "network", "applicants", "documents", "evidence", "groups", "method"):
    assert anchor in page.ids, anchor
assert page.links <= {"#" + anchor for anchor in page.ids}, page.links
assert page.count["figure"] >= 10 and page.count["mark"] > 50 and page.count["article"] > 20
assert {"ja", "zh", "en"} <= page.langs
# The figures are those of the tables.
tables = report()
for r in tables["labels"]:
    assert f"{r['raw']:,}" in page.text and r["name"] in page.text
assert all(r["limit"] in page.text for r in tables["limits"])
one_message(fuda("report", "c.db", "--html", "a.html", status=2), "exists")
assert fuda("report", "c.db", "--html", "-").out.startswith(b"<!DOCTYPE html>")
fuda("report", "c.db", "--html", "ja.html", env={"LC_ALL": "ja_JP.UTF-8"})
assert "輸出規制" in read("ja.html").decode() or "輸出管理" in read("ja.html").decode()
EOF
}

@test "documents cannot break out of HTML and SVG" {
    py <<'EOF'
from report_cases import *
make(evil_rows())
fuda("report", "c.db", "--html", "e.html", "--compare", "lang = 'en'", "genre = '<script>alert(1)</script>'")
page = check_page("e.html")
raw = read("e.html").decode()
assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]", raw)
for word in ("<script>alert(1)</script>", "onerror=alert(1)>", "]]></style></svg></title></table>", "&lt;b&gt;&amp;&#60;", "{{x}}${y}"):
    assert word in page.text, f"{word} is shown as text"
EOF
}

@test "colours can be read in light and dark" {
    py <<'EOF'
from report_cases import *
make(varied()[:30])
css = fuda("report", "c.db", "--html", "-").out.decode()
def luminance(c):
    f = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in (x / 255 for x in c)]
    return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]
def contrast(a, b):
    hi, lo = sorted((luminance(a), luminance(b)), reverse=True)
    return (hi + 0.05) / (lo + 0.05)
def color(text):
    text = text.strip()
    if text.startswith("#"):
        text = text[1:] if len(text) == 7 else "".join(2 * c for c in text[1:])
        return [int(text[i:i + 2], 16) for i in (0, 2, 4)]
    return [int(v) for v in text.split()]
blocks = re.findall(r":root\{([^}]*)\}", css)
same(len(blocks), 3, "light, dark, print")
light = {}
for block in blocks:
    values = dict(light, **dict(item.split(":") for item in block.split(";") if item.startswith("--")))
    light = light or values
    bg, ink, acc = (color(values["--" + n]) for n in ("bg", "ink", "acc"))
    for name in ("ink", "muted", "up", "down", "acc"):
        assert contrast(color(values["--" + name]), bg) >= 4.5, (block[:40], name, contrast(color(values["--" + name]), bg))
    assert contrast(ink, color(values["--mark"])) >= 4.5
    over = lambda a: [a * x + (1 - a) * y for x, y in zip(acc, bg)]
    for level, alpha in re.findall(r"\.(h\d)\{background:rgb\(var\(--acc\)/([.\d]+)\)", css):
        front = color(values["--heat-ink"]) if level >= "h5" else ink
        assert contrast(front, over(float(alpha))) >= 4.5, (level, contrast(front, over(float(alpha))))
EOF
}

@test "nothing overflows at 375 and 1440 pixels" {
    command -v chromium >/dev/null || skip "chromium is not installed"
    py <<'EOF'
from report_cases import *
make(varied() + evil_rows() + [{"id": "long", "text": "export controls on chips " * 3 + "x" * 900, "title": "長い" * 400, "applicants": ["y" * 500],
                                "genre": "z" * 300, "date": "2020"}])
fuda("report", "c.db", "--html", "a.html", "--compare", "ja", "zh", "--where", "not title = '" + "w" * 300 + "'")
for width in (375, 1440):
    for scheme in ("light", "dark"):
        found = measure("a.html", width, scheme)
        assert found["inner"] == width, found
        assert found["scroll"] <= width, found
        assert not found["outside"], found
        same(found["dark"], scheme == "dark")
# The measure sees what it looks for.
write("wide.html", read("a.html").decode().replace("</header>", "</header><div style='width:900px;height:9px'>x</div>"))
found = measure("wide.html", 375, "light")
assert found["scroll"] >= 900 and any("DIV" in e for e in found["outside"]), found
EOF
}
