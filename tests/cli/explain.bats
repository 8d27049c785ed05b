#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fuda tag --explain, --flip and -f html.
load helper

@test "--flip: without those words the label is not given" {
    py <<'EOF'
write_jsonl("train.jsonl", labelled(20, single=False)); write_jsonl("docs.jsonl", labelled(4, single=False, seed=5))
fuda("train", "-q", "--word-ngrams", 1, "train.jsonl", "-o", "m.fuda")
turned = 0
texts = {row["id"]: row["text"] for row in labelled(4, single=False, seed=5)}
for answer in lines(fuda("tag", "-m", "m.fuda", "--explain", "--flip", "docs.jsonl")):
    same([c["label"] for c in answer["counterfactual"]], [t["label"] for t in answer["labels"]], answer["id"])
    for c in answer["counterfactual"]:
        if c["without"] is None:
            continue
        turned += 1
        text = texts[answer["id"]]
        for word in sorted(c["without"], key=len, reverse=True):
            # A stem may end otherwise than the word: lithographi, lithography.
            form = rf"\b{re.escape(word[:-1])}\w*" if word.isascii() else re.escape(word)
            text = re.sub(form, ";", text, flags=re.I)
        write_jsonl("less.jsonl", [{"id": "less", "lang": answer["lang"], "text": text}])
        assert c["label"] not in names(lines(fuda("tag", "-m", "m.fuda", "less.jsonl"))[0]), (answer, text)
assert turned > 8, turned
table = fuda("tag", "-m", "m.fuda", "--explain", "--flip", "-f", "table", "docs.jsonl").out.decode()
assert "without " in table
assert "counterfactual" not in fuda("tag", "-m", "m.fuda", "--explain", "docs.jsonl").out.decode()
fuda("tag", "-m", "m.fuda", "--flip", "docs.jsonl", status=2)
for j in (1, 8):
    same(fuda("tag", "-m", "m.fuda", "--explain", "--flip", "-j", j, "docs.jsonl").out, fuda("tag", "-m", "m.fuda", "--explain", "--flip", "docs.jsonl").out)
EOF
}

@test "-f html: whole, escaped, nothing to load" {
    py <<'EOF'
import html.parser
evil = '<script>alert("1")</script> & \'quoted\' </div> goal \u202egnirts'
write_jsonl("train.jsonl", labelled(20)); fuda("train", "-q", "train.jsonl", "-o", "m.fuda")
write("docs.jsonl", b"\n".join(json.dumps(d).encode() for d in (
    {"id": "a<b>&\"", "title": evil, "text": evil + " the striker scored a goal in the match"}, {"id": "e", "text": ""},
    {"id": "plain", "text": labelled(1)[0]["text"]})) + b'\n{"id":"broken"\n')
done = fuda("tag", "-m", "m.fuda", "--explain", "--flip", "--evidence", 0, "-f", "html", "docs.jsonl", status=1)
page = done.out.decode()
class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True); self.open, self.seen, self.text = [], collections.Counter(), ""
    def handle_starttag(self, tag, attributes):
        self.seen[tag] += 1
        assert tag not in ("script", "img", "link", "iframe") and not any(k in ("src", "href") or k.startswith("on") for k, _ in attributes), tag
        if tag not in ("meta", "br"): self.open.append(tag)
    def handle_endtag(self, tag): same(self.open.pop(), tag)
    def handle_data(self, data): self.text += data
parser = Page(); parser.feed(page); parser.close()
same(parser.open, []); same(parser.seen["article"], 4)
assert evil.replace("\u202e", "\ufffd") in parser.text and "\u202e" not in page
assert 'a<b>&"' in parser.text and parser.seen["mark"] > 0
marked = " ".join(re.findall(r"<mark[^>]*>([^<]*)</mark>", page))
assert "goal" in marked, marked
fuda("tag", "-m", "m.fuda", "docs.jsonl", "-o", "page.html", status=1)
assert read("page.html").startswith(b"<!DOCTYPE html>") and b"<mark" not in read("page.html")
fuda("tag", "-m", "m.fuda", "--keep", "-f", "html", "docs.jsonl", status=2)
EOF
}
