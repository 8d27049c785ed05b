#!/usr/bin/env bats
# What people have on their disks: archives, office files, pages, PDF, encodings.

load helper

@test "archives, in each other and in folders" {
    py <<'EOF'
import gzip, io, tarfile, zipfile, bz2, lzma
def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in members.items():
            z.writestr(name, content)
    return out.getvalue()
def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as t:
        for name, content in members.items():
            info = tarfile.TarInfo(name); info.size = len(content); t.addfile(info, io.BytesIO(content))
    return out.getvalue()
docs = b'{"id":"j1","text":"Robots"}\n{"text":"Chips"}\n'
write("d.jsonl.gz", gzip.compress(docs)); write("d.jsonl.bz2", bz2.compress(docs)); write("d.jsonl.xz", lzma.compress(docs))
inner = zipped({"deep/a.txt": "Deep text"})
write("all.zip", zipped({"../../etc/passwd": "Path text", "/abs.txt": "Absolute", "x.jsonl": docs, "img.tif": "II*", "sub/": "", "in.zip": inner}))
write("all.tar.gz", tarred({"t/b.txt": b"Tar text", "t/in.zip": inner}))
ids = lambda *a: [d["id"] for d in lines(fuda("detect", *a))]
same(ids("d.jsonl.gz"), ["j1", "d.jsonl.gz:2"])
same(ids("d.jsonl.bz2"), ["j1", "d.jsonl.bz2:2"]); same(ids("d.jsonl.xz"), ["j1", "d.jsonl.xz:2"])
same(ids("all.zip"), ["all.zip/../../etc/passwd", "all.zip//abs.txt", "j1", "all.zip/x.jsonl:2", "all.zip/in.zip/deep/a.txt"])
same(ids("all.tar.gz"), ["all.tar.gz/t/b.txt", "all.tar.gz/t/in.zip/deep/a.txt"])
assert not os.path.exists("etc") and not os.path.exists("deep") and not os.path.exists("t")
os.makedirs("f"); write("f/z.zip", inner); write("f/a.txt", "A")
same(ids("f"), ["f/a.txt", "f/z.zip/deep/a.txt"])
done = fuda("import", "c.db", "all.zip")
assert "5 added" in done.err and "1 files without text passed over" in done.err, done.err
# five deep
deep = zipped({"a.txt": "x"})
for _ in range(5):
    deep = zipped({"n.zip": deep})
write("deep.zip", deep)
done = fuda("detect", "deep.zip", status=1)
one_message(done, "deep.zip/n.zip/n.zip/n.zip/n.zip", "nested deeper than 4")
# damaged: what is before the damage is read
whole = zipped({"a.txt": "first", "b.txt": os.urandom(200000).hex()})
write("cut.zip", whole[:len(whole) // 2])
done = fuda("detect", "cut.zip", status=1)
same([d["id"] for d in lines(done) if "error" not in d][:1], ["cut.zip/a.txt"])
EOF
}

@test "archives that unpack without measure" {
    py <<'EOF'
import gzip, io, zipfile, resource
limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30)) if "san" not in os.environ.get("FUDA", "") else None
out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
    with z.open("bomb.jsonl", "w") as member:
        for _ in range(300):
            member.write(b"\n" * (1 << 20))
write("bomb.zip", out.getvalue())
done = fuda("detect", "bomb.zip", status=1, prepare=limit)
one_message(done, "bomb.zip/bomb.jsonl", "more than 250 times")
write("bomb.gz.gz", gzip.compress(gzip.compress(b"\n" * (300 << 20), 9), 9))
done = fuda("detect", "bomb.gz.gz", status=1, prepare=limit)
one_message(done, "more than 250 times")
same(lines(fuda("detect", "bomb.zip", "--max-ratio", "any")), [])
EOF
}

@test "office files and e-books" {
    py <<'EOF'
import io, zipfile
def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in members:
            z.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
types = ("[Content_Types].xml", "<Types/>")
core = ("docProps/core.xml", '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>凧の報告</dc:title><dcterms:created>2024-05-01T00:00:00Z</dcterms:created><dc:language>ja</dc:language></cp:coreProperties>')
zipped("a.docx", [types, core, ("word/document.xml", f'<w:document {W}><w:body><w:p><w:r><w:t>凧は</w:t></w:r><w:r><w:t>飛ぶ。</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>Kites</w:t><w:tab/><w:t>fly.</w:t></w:r></w:p></w:body></w:document>')])
slide = lambda text: f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'
zipped("b.pptx", [types] + [(f"ppt/slides/slide{i}.xml", slide(f"slide {i}")) for i in (10, 2, 1)])
zipped("c.xlsx", [types, ("xl/sharedStrings.xml", '<sst><si><t>東京</t><rPh><t>トウキョウ</t></rPh></si><si><r><t>chip</t></r><r><t>s</t></r></si></sst>'), ("xl/worksheets/sheet1.xml", '<worksheet><sheetData><c t="inlineStr"><is><t>inline</t></is></c><c><v>42</v></c></sheetData></worksheet>')])
zipped("d.odt", [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", '<office:document-content xmlns:office="o" xmlns:text="t"><office:body><text:h>题目</text:h><text:p>机器<text:span>人</text:span><text:s/>A</text:p></office:body></office:document-content>'), ("meta.xml", '<office:document-meta xmlns:office="o" xmlns:dc="d"><dc:title>标题</dc:title><dc:language>zh-CN</dc:language></office:document-meta>')])
zipped("e.epub", [("mimetype", "application/epub+zip"), ("OEBPS/1.xhtml", "<html><body><p>One.</p></body></html>"), ("OEBPS/2.xhtml", "<html><body><p>Two.</p></body></html>")])
zipped("f.docx", [types, ("word/other.xml", "<a/>")])
zipped("g.docx", [types, ("word/document.xml", f'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]><w:document {W}><w:p><w:t>&h;&h;&h;</w:t></w:p></w:document>')])
done = fuda("import", "--dry-run", "c.db", "a.docx", "b.pptx", "c.xlsx", "d.odt", "e.epub", "f.docx", "g.docx", status=1)
got = {d["id"]: d for d in lines(done)}
same((got["a.docx"]["text"], got["a.docx"]["title"], got["a.docx"]["date"], got["a.docx"]["lang"]), ("凧は飛ぶ。\nKites fly.", "凧の報告", "2024-05-01", "ja"))
same(got["b.pptx"]["text"], "slide 1\nslide 2\nslide 10")
same(got["c.xlsx"]["text"], "東京\nchips\ninline")
same((got["d.odt"]["text"], got["d.odt"]["title"], got["d.odt"]["lang"]), ("题目\n机器人 A", "标题", "zh-CN"))
same(got["e.epub"]["text"], "One.\nTwo.")
assert "f.docx: a zip that is no document" in done.err and "g.docx:1: the XML's entities expand" in done.err, done.err
assert not os.path.exists("c.db")
EOF
}

@test "web pages" {
    py <<'EOF'
import sqlite3
sql = lambda db, query: sqlite3.connect(db).execute(query).fetchall()
body = "".join(f"<p>Sentence number {i} of the story goes on about kites that learn to fly by themselves in the wind.</p>" for i in range(4))
write("a.html", f'''<!DOCTYPE html><html lang="en-GB"><head><title>Kites learn</title><meta name="date" content="2024-02-03"></head><body>
<nav><a href="/">Home</a> <a href="/n">News</a></nav><header><p>The Daily Kite, the paper that everybody reads every day of the week at breakfast</p></header>
<article><h1>Kites</h1>{body}<h2>Sources</h2><p>A short line of text here.</p></article>
<div class="sidebar"><p>Buy our kites now, they are the best kites that money can buy in all of the country and beyond it.</p></div>
<ul><li><a href="1">Another story about something</a></li><li><a href="2">Yet another story about more of it</a></li></ul>
<script>var x = "<p>no</p>";</script><footer>&copy; us</footer></body></html>''')
write("b.htm", "<p>Short &amp; sweet<br>page &lt; 1 &notanentity; &#x4e2d;")
write("c.html", "<html><body><p>caf\u00e9 cr\u00e8me and na\u00efve r\u00e9sum\u00e9</p></body></html>".encode("cp1252"))
write("d.html", '<html><head><meta charset="Shift_JIS"></head><body><p>凧</p></body></html>'.encode("cp932"))
write("e.html", "<a" * 300000); write("f.html", "<div>" * 100000 + "deep"); write("g.html", "<!-- " + "x" * 1000)
got = {d["id"]: d for d in lines(fuda("import", "--dry-run", "c.db", "a.html", "b.htm", "c.html", "d.html", "f.html"))}
text = got["a.html"]["text"]
same((got["a.html"]["title"], got["a.html"]["date"], got["a.html"]["lang"]), ("Kites learn", "2024-02-03", "en-GB"))
assert text.startswith("Kites\nSentence number 0"), text
fuda("import", "c.db", "a.html")
stored = sql("c.db", "SELECT text FROM documents")[0][0]
assert stored.count("Sentence") == 4 and "Sources" not in stored.split("\n")[0], stored
for word in ("Home", "Daily", "Buy", "Another", "©", "no"):
    assert word not in stored.split(), (word, stored)
same(got["b.htm"]["text"], "Short & sweet\npage < 1 &notanentity; 中")
same((got["c.html"]["text"], got["c.html"]["fields"]["encoding"]), ("café crème and naïve résumé", "windows-1252"))
same((got["d.html"]["text"], got["d.html"]["fields"]["encoding"]), ("凧", "Shift_JIS"))
same(got["f.html"]["text"], "deep")
fuda("detect", "e.html", "g.html")
EOF
}

@test "PDF" {
    py <<'EOF'
def pdf(text):
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
             b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out)); out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    xref = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % xref
write("a b;$(x).pdf", pdf("Kites in a PDF")); write("bad.pdf", b"%PDF-1.4\nnothing")
one_message(fuda("detect", "bad.pdf", status=1, env={"PATH": "/nowhere"}), "bad.pdf", "pdftotext is needed")
import shutil
if shutil.which("pdftotext"):
    same(lines(fuda("import", "--dry-run", "c.db", "a b;$(x).pdf"))[0]["text"], "Kites in a PDF")
    one_message(fuda("detect", "bad.pdf", status=1), "bad.pdf", "pdftotext cannot read the PDF")
EOF
}

@test "encodings" {
    py <<'EOF'
import sqlite3
sql = lambda db, query: sqlite3.connect(db).execute(query).fetchall()
ja = "人工知能を搭載した凧の研究開発を進めています。政府は技術の輸出規制を強化する方針です。"
zh = "本发明公开了一种会学习的风筝，包括传感器和控制装置。政府将加强对技术出口的管理。"
tw = "本發明公開了一種會學習的風箏，包括感測器和控制裝置。政府將加強對技術出口的管理。"
en = "A kite costs 5 € — “don’t fly it in a café”, says Zoë."
cases = [(ja, "cp932", "Shift_JIS"), (ja, "euc-jp", "EUC-JP"), (ja, "iso2022_jp", "ISO-2022-JP"), (ja, "utf-16", "UTF-16LE"),
         (zh, "gb18030", "GB18030"), (zh, "gbk", "GB18030"), (tw, "big5", "Big5"), (en, "cp1252", "windows-1252"),
         (ja, "utf-8-sig", None), (zh, "utf-8", None), (en, "utf-16", "UTF-16LE")]
short = [("凧が飛ぶ。", "cp932", "Shift_JIS"), ("凧が飛ぶ。", "euc-jp", "EUC-JP"), ("人工智能", "gbk", "GB18030"), ("人工智慧發展", "big5", "Big5"),
         ("半導体の輸出を規制", "cp932", "Shift_JIS"), ("机器学习方法", "gb18030", "GB18030"), ("café", "cp1252", "windows-1252")]
for i, (text, codec, name) in enumerate(cases + short):
    path = write(f"{i}.txt", text.encode(codec))
    got = lines(fuda("import", "--dry-run", "c.db", path))[0]
    same((got["text"], got.get("fields", {}).get("encoding")), (text if len(text.encode()) <= 200 else got["text"], name), f"{codec} {text}")
    assert text.startswith(got["text"]), got
# a long file that begins in ASCII; a CSV; the user's word is the last; JSON is UTF-8
write("late.csv", ("id,text\n" + "".join(f"{i},plain text\n" for i in range(20000)) + f"x,{ja}\n").encode("euc-jp"))
fuda("import", "c.db", "late.csv")
same(sql("c.db", "SELECT text, json_extract(fields, '$.encoding') FROM documents WHERE id = 'x'"), [(ja, "EUC-JP")])
same(sql("c.db", "SELECT count(*) FROM documents WHERE id = '7' AND fields IS NULL OR fields = '' AND id = '7'")[0][0], 1)
path = write("named.txt", "人工智能".encode("gbk"))
same(lines(fuda("import", "--dry-run", "d.db", path, "--encoding", "big5"))[0]["fields"]["encoding"], "Big5")
fuda("detect", path, "--encoding", "klingon", status=2)
done = fuda("detect", "-", "-I", "jsonl", stdin='{"text":"凧"}\n'.encode("cp932"), status=1)
assert "invalid UTF-8" in done.err, done.err
EOF
}

@test "two folders with the same names" {
    py <<'EOF'
import sqlite3
sql = lambda db, query: sqlite3.connect(db).execute(query).fetchall()
os.makedirs("a/x"); os.makedirs("b/x")
for folder in "ab":
    write(f"{folder}/x/1.txt", f"text of {folder}"); write(f"{folder}/r.jsonl", '{"text":"%s"}\n' % folder)
done = fuda("import", "c.db", "a", "./b//")
assert "4 added, 0 changed" in done.err, done.err
done = fuda("import", "c.db", "a/", "b")
assert "0 added, 0 changed, 4 unchanged, 0 rejected" in done.err, done.err
done = fuda("import", "c.db", "b/r.jsonl")
assert "0 added, 0 changed, 1 unchanged, 0 rejected" in done.err, done.err
same([i for (i,) in sql("c.db", "SELECT id FROM documents ORDER BY id")], ["a/r.jsonl:1", "a/x/1.txt", "b/r.jsonl:1", "b/x/1.txt"])
EOF
}

@test "tables by column mapping, dry run, unknown parts" {
    py <<'EOF'
write("p.csv", "Pub No,Name,Summary,Pub Date,IPC codes,Fam\nXX 1,Kite,A kite.,2024-01-02,A63H 27/08;G06N 3/08,F1\n")
got = lines(fuda("import", "--dry-run", "c.db", "p.csv", "--id-field", "Pub No", "--title-field", "Name", "--text-field", "Summary",
                 "--date-field", "Pub Date", "--codes-field", "IPC codes", "--group-field", "Fam"))[0]
same([got[k] for k in ("id", "title", "text", "date", "codes", "group")], ["XX 1", "Kite", "A kite.", "2024-01-02", ["A63H 27/08", "G06N 3/08"], "F1"])
fuda("detect", "p.csv", "--parts", "title,claim", status=2)
source = os.environ["FUDA_SRC"] + "/tests/data/patents/"
import zipfile
with zipfile.ZipFile("bulk.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for name in ("us-bulk.xml", "docdb.xml"):
        z.write(source + name, name)
same([d["id"] for d in lines(fuda("detect", "bulk.zip"))], ["US9000001B2", "USD800002S1", "US20050000003A1", "WO1995000006A1", "JPH0100007A"])
same(len(lines(fuda("tokenize", "bulk.zip"))), 5)
EOF
}

@test "hostile XML, CSV and JSON" {
    py <<'EOF'
import resource, threading
plain = "san" not in os.environ.get("FUDA", "")
limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30)) if plain else None
good = '<?xml version="1.0"?><us-patent-grant country="US"><publication-reference><document-id><doc-number>1</doc-number><kind>B1</kind></document-id></publication-reference><invention-title>Kite</invention-title></us-patent-grant>\n'
bomb = '<?xml version="1.0"?><!DOCTYPE us-patent-grant [<!ENTITY a "' + "a" * 1000 + '">' + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(8)) + ']><us-patent-grant country="US"><invention-title>&i;</invention-title></us-patent-grant>\n'
outside = '<?xml version="1.0"?><!DOCTYPE us-patent-grant [<!ENTITY x SYSTEM "file:///etc/passwd">]><us-patent-grant country="US"><publication-reference><document-id><doc-number>2</doc-number><kind>B1</kind></document-id></publication-reference><invention-title>a&x;b</invention-title></us-patent-grant>\n'
deep = '<?xml version="1.0"?><us-patent-grant>' + "<p>" * 100000 + "\n"
for name, text in (("bomb", bomb), ("deep", deep), ("cut", good[:150] + "\n"), ("bare", '<?xml version="1.0"?><us-patent-grant a="' + "\n"), ("other", '<?xml version="1.0"?><feed/>\n')):
    write(f"{name}.xml", text + good)
    done = fuda("detect", f"{name}.xml", status=1, prepare=limit)
    found = lines(done)
    same([d["id"] for d in found if "error" not in d], ["US1B1"], name)
    same(len(found), 2, name)
words = {"bomb": "expand without measure", "deep": "nested deeper", "other": "<feed> is no patent format"}
for name, word in words.items():
    assert word in fuda("detect", f"{name}.xml", status=1).err
write("outside.xml", outside)
got = lines(fuda("import", "--dry-run", "c.db", "outside.xml"))[0]
assert "root" not in got["title"], got
write("loop.xml", '<?xml<?xml version="1.0"?><a')
fuda("detect", "loop.xml", status=1)
write("deep.json", '[{"text":"a","x":' + "[" * 100000 + "]" * 100000 + '},{"id":"2","text":"b"}]')
found = lines(fuda("detect", "deep.json", status=1, prepare=limit))
same([d["id"] for d in found if "error" not in d], ["2"])
# a quoted field of a gigabyte, made on the way
process = start("detect", "-I", "csv", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, prepare=limit)
def feed():
    process.stdin.write(b'id,text\n1,"')
    for _ in range(1024):
        process.stdin.write(b"x" * (1 << 20))
    process.stdin.write(b'"\n2,after\n'); process.stdin.close()
feeder = threading.Thread(target=feed); feeder.start()
out = process.stdout.read(); err = process.stderr.read().decode(); feeder.join()
same(process.wait(), 1)
assert "longer than 67108864 bytes" in healthy(err) and b'"id":"2"' in out, (err, out)
# every file of ours, cut anywhere
source = os.environ["FUDA_SRC"] + "/tests/data/patents/"
for name in sorted(os.listdir(source)):
    whole = read(source + name)
    for part in range(1, 8):
        path = write("part-" + name, whole[:len(whole) * part // 8])
        process = subprocess.run([PROGRAM, "detect", path], capture_output=True, timeout=60)
        assert process.returncode in (0, 1, 2), (name, part, process)
        healthy(process.stderr.decode("utf-8", "replace"))
EOF
}
