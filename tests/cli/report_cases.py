# SPDX-License-Identifier: MIT
"""Corpora for report.bats and report_html.bats: `from report_cases import *` behind everything of check.py."""
import html
import html.parser

from check import *  # pylint: disable=wildcard-import,unused-wildcard-import

EVIL = ["<script>alert(1)</script>", "\"'\\><img src=x onerror=alert(1)>", "=HYPERLINK(\"http://x\")", "+1+cmd|' /C calc'!A0",
        "-2+3", "@SUM(A1)", "\tx", "\r=x", "\u202eevil\u2066", "\x1b[2J\x1b]0;t\x07", "a\nb,c;\"d\"",
        "]]></style></svg></title></table>", "&lt;b&gt;&amp;&#60;", "javascript:alert(1)", "\u2028\u200f\u0085{{x}}${y}"]


def make(rows=None, path="c.db"):
    """A classified corpus of the rows, which does not know how the model errs: counts are as tagged."""
    rows = rows if rows is not None else varied()
    write_jsonl("rows.jsonl", rows)
    fuda("import", "-q", path, "rows.jsonl")
    fuda("classify", "-q", path)
    db = sqlite3.connect(path)
    db.execute("DROP TABLE IF EXISTS run_rates")
    db.commit()
    db.close()
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


# ---- pages -----------------------------------------------------------------------------------------

class Page(html.parser.HTMLParser):
    """Reads a page of fuda's and holds it to its rules."""
    VOID = {"meta", "rect", "circle", "path", "polygon", "polyline"}
    TAGS = VOID | set("html head title style body main header section nav article figure figcaption h1 h2 h3 h4 p a ul li dl dt dd div "
                      "span strong em b small code mark blockquote details summary table caption thead tbody tr th td svg g text".split())

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.langs, self.pieces = [], set(), set(), set(), []
        self.count = collections.Counter()
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"
        self.text = "".join(self.pieces)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        assert tag in self.TAGS, f"<{tag}>"
        self.count[tag] += 1
        for name, value in attrs.items():
            assert not name.startswith("on") and name not in ("src", "srcset", "action", "xlink:href", "style"), (tag, name)
            assert name != "href" or (tag == "a" and value.startswith("#")), (tag, value)
            assert "url(" not in (value or "") and "javascript:" not in (value or ""), (tag, name, value)
        if "id" in attrs:
            assert attrs["id"] not in self.ids, attrs["id"]
            self.ids.add(attrs["id"])
        if tag == "a":
            self.links.add(attrs["href"])
        if "lang" in attrs:
            self.langs.add(attrs["lang"])
        if tag == "svg":
            assert attrs.get("aria-hidden") == "true" or (attrs.get("role") == "img" and attrs.get("aria-label")), attrs
        if tag == "th":
            assert attrs.get("scope") in ("col", "row"), attrs
        if "tabindex" in attrs:
            assert attrs.get("role") == "region" and attrs.get("aria-label"), attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data):
        if "style" in self.open:
            assert "url(" not in data and "@import" not in data
        self.pieces.append(data)


def check_page(path):
    text = read(path).decode("utf-8")
    assert text.startswith("<!DOCTYPE html>\n<html lang=\"en\">") and text.count("<title>") >= 1
    assert "default-src 'none'" in text and "prefers-color-scheme:dark" in text and "@media print" in text
    return Page(text)


MEASURE = """<script>addEventListener('load', () => {
  document.querySelectorAll('details').forEach(d => d.open = true);
  const limit = document.documentElement.clientWidth, outside = [];
  const inside = e => { for (let p = e; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return true; return false; };
  document.querySelectorAll('main *').forEach(e => { const r = e.getBoundingClientRect();
    if (r.right > limit + 1 && r.width > 0 && !inside(e)) outside.push(e.tagName + '.' + e.getAttribute('class') + ' ' + r.right); });
  parent.postMessage(JSON.stringify({inner: innerWidth, scroll: document.documentElement.scrollWidth, outside: outside.slice(0, 9),
    dark: matchMedia('(prefers-color-scheme: dark)').matches}), '*'); });</script>"""


def measure(path, width, scheme):
    """What a browser makes of the page at a width, every part opened: a copy that may run a script, in a frame."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", read(path).decode())
    write("copy.html", text.replace("</body>", MEASURE + "</body>"))
    write("frame.html", f"""<!doctype html><body><p id=out></p><script>addEventListener('message', e => out.textContent = e.data)</script>
<iframe src="copy.html" style="border:0;width:{width}px;height:900px"></iframe>""")
    profile = tempfile.mkdtemp(dir=".")
    done = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                           "--disable-background-networking", "--disable-component-update", "--disable-sync",
                           "--allow-file-access-from-files", "--virtual-time-budget=8000", "--window-size=1600,1000",
                           f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}",
                           f"--user-data-dir={profile}", "--dump-dom", pathlib.Path("frame.html").resolve().as_uri()],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=200, check=False)
    shutil.rmtree(profile, ignore_errors=True)
    answer = re.search(r'<p id="out">(\{.*?\})</p>', done.stdout.decode("utf-8", "replace"))
    assert answer, done.stdout[:600]
    return json.loads(html.unescape(answer.group(1)))
