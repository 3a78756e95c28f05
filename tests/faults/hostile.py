"""Malicious files by format: each is a row, a function that writes it into an edition's folder.

`test_hostile_builds.py` builds editions with them, and `python -m bench hostile` measures the cost.
"""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from tests import tiny_odt, tiny_pdf

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MEGABYTE = 1024 * 1024
PARAGRAPH = "Bà con trong thôn góp công, góp đất làm con đường mới dài bốn cây số."
SECRET = "MAT-KHAU-BI-MAT"
"""The content of a file outside the input folder, which must never be published."""

Harm = Callable[[Path], None]


def text(content: str | bytes, name: str = "01 bai.txt") -> Harm:
    """Return a function that writes a file with this content."""

    def write(folder: Path) -> None:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)

    return write


def made(content: Callable[[], str | bytes], name: str = "01 bai.txt") -> Harm:
    """Return a function that writes a large file, whose content is only made when needed."""

    def write(folder: Path) -> None:
        text(content(), name)(folder)

    return write


def page(body: str) -> str:
    """Return a page with a title, a paragraph and `body`."""
    return f"<!doctype html><meta charset=utf-8><title>Bài</title><h1>Con đường mới</h1><p>{PARAGRAPH}</p>{body}"


def html(body: str) -> Harm:
    """Return a function that writes such a page."""
    return text(page(body), "01 bai.html")


def word(body: str, parts: Mapping[str, bytes] | None = None, head: str = "") -> bytes:
    """Return a Word file with this body; `head` precedes its root element."""
    spaces = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    first = f"<w:p><w:r><w:t>{PARAGRAPH}</w:t></w:r></w:p>"
    content = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{head}<w:document {spaces}><w:body>{first}{body}</w:body></w:document>",
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ({one: xml.encode() for one, xml in content.items()} | dict(parts or {})).items():
            archive.writestr(name, data)
    return file.getvalue()


def docx(body: str = "", parts: Mapping[str, bytes] | None = None, head: str = "") -> Harm:
    """Return a function that writes such a Word file."""
    return made(lambda: word(body, parts, head), "01 bai.docx")


def odt(body: str) -> Harm:
    """Return a function that writes an OpenDocument text with this body."""

    def write(folder: Path) -> None:
        tiny_odt.odt(folder / "01 bai.odt", f"<text:p>{PARAGRAPH}</text:p>{body}")

    return write


def png(width: int, height: int, pixels: bytes | None = None) -> bytes:
    """Return a PNG that declares this size; without `pixels` it has one row of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(pixels if pixels is not None else bytes(width + 1), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def picture(content: Callable[[], bytes], name: str = "01 anh 1.png") -> Harm:
    """Return a function that writes an article with this picture next to it."""

    def write(folder: Path) -> None:
        text(f"Con đường mới\n\n{PARAGRAPH}\n")(folder)
        (folder / name).write_bytes(content())

    return write


def link(name: str, target: str) -> Harm:
    """Return a function that writes an article and, next to it, a link out of the folder."""

    def write(folder: Path) -> None:
        text(f"Con đường mới\n\n{PARAGRAPH}\n", "09 bai.txt")(folder)
        secret = folder.parent.parent / "secret.txt"
        secret.write_text(f"{SECRET}\n\n{PARAGRAPH}\n", "utf-8")
        (folder / name).symlink_to(target or secret)

    return write


def beside(name: str, content: str) -> Harm:
    """Return a function that writes an article and a file of the edition."""

    def write(folder: Path) -> None:
        text(f"Con đường mới\n\n{PARAGRAPH}\n")(folder)
        (folder / name).write_text(content, "utf-8")

    return write


def template(content: str) -> Harm:
    """Return a function that writes an article and a template that replaces one of ours."""

    def write(folder: Path) -> None:
        text(f"Con đường mới\n\n{PARAGRAPH}\n")(folder)
        place = folder.parent / "templates" / "epub"
        place.mkdir(parents=True)
        (place / "imprint.xhtml.j2").write_text(content, "utf-8")

    return write


def many_pictures() -> bytes:
    """Return a Word file with 39,500 small pictures."""
    one = '<w:p><w:r><w:drawing><a:blip r:embed="p"/></w:drawing></w:r></w:p>'
    relations = f'<Relationships xmlns="{RELATIONS}"><Relationship Id="p" Type="{R}/image" Target="media/a.png"/></Relationships>'
    parts = {"word/_rels/document.xml.rels": relations.encode(), "word/media/a.png": png(1, 1, b"\0\0")}
    return word(one * 39_500, parts)


def many_fonts() -> bytes:
    """Return a Word file with thousands of pieces, each in a font of its own."""
    run = '<w:r><w:rPr><w:rFonts w:ascii="{0}{1}" w:hAnsi="{0}{1}"/></w:rPr><w:t>ViÖt </w:t></w:r>'
    runs = "".join(run.format((".VnTime", "VNI-Times", "Arial")[at % 3], at) for at in range(20_000))
    return word(f"<w:p>{runs}</w:p>")


def zip_bomb() -> bytes:
    """Return a Word file of a megabyte whose text is a gigabyte of spaces."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        part.write(f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>'.encode())
        for _ in range(1024):
            part.write(b" " * MEGABYTE)
    return file.getvalue()


def pdf_bomb() -> bytes:
    """Return a PDF with a page that unpacks to hundreds of megabytes."""
    content = zlib.compress(zlib.compress(b"(a) Tj " * (30 * MEGABYTE)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(content), content),
    ]
    return tiny_pdf.pdf(objects)


def silence_bomb() -> bytes:
    """Return a WAV that declares four gigabytes."""
    head = b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 65_535, 4_000_000_000, 0, 0, 16)
    return head + b"data\xff\xff\xff\xff" + bytes(1000)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DECLARED = f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
SCRIPTS = (
    '<script>alert(1)</script><img src=x onerror=alert(1)><p onclick="alert(1)">Bấm vào đây.</p>'
    '<a href="javascript:alert(1)">Xem thêm</a><iframe src="http://127.0.0.1:9/"></iframe><svg onload=alert(1)>'
    "<script>alert(2)</script></svg><math><mtext><img src=x onerror=alert(3)></mtext></math><object data=x></object>"
    '<p>&lt;script&gt;alert(4)&lt;/script&gt; và &lt;img src=x onerror="alert(5)"&gt; là chữ.</p>'
)
REMOTE = (
    '<link rel=stylesheet href="http://127.0.0.1:9/a.css"><img src="http://127.0.0.1:9/a.jpg">'
    '<img src="//127.0.0.1:9/b.jpg"><img src="file:///etc/passwd"><img src="../../secret.png">'
    '<video src="http://127.0.0.1:9/v"></video><style>@import "http://127.0.0.1:9/c.css"</style>'
    '<base href="http://127.0.0.1:9/"><meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">'
)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script><image href='/etc/passwd'/></svg>"
TEMPLATE = (
    "Con đường {{ 7*7 }} mới\n\n{% include '/etc/passwd' %} {{ ''.__class__ }} {% for a in b %} {# #} ${IFS} %s %(a)s\n"
)
POLYGLOT = b"%PDF-1.4\n<html><script>alert(1)</script>" + b"PK\x03\x04" + bytes(40) + PARAGRAPH.encode()

CORPUS: Mapping[str, Harm] = {
    "txt: NULs": text(b"\0" * 100_000 + PARAGRAPH.encode()),
    "txt: a line of 50 MB": made(lambda: "a " * (25 * MEGABYTE)),
    "txt: dense codes": made(lambda: "Con đường mới\n\n" + "1/" * 95_000),
    "txt: a megabyte of codes": made(lambda: ("1/1/1/" * 20 + "\n") * 8_700),
    "txt: fractions without an end": made(lambda: "Con đường mới\n\n" + "1/2 " * 45_000),
    "txt: one endless word": made(lambda: "Con đường mới\n\n" + "a" * 190_000),
    "txt: 39,000 lines": made(lambda: "Thôn\n" * 39_000),
    "txt: a million blank lines": made(lambda: "Con đường mới\n" + "\n" * 3_000_000 + PARAGRAPH),
    "txt: mixed encodings": text(PARAGRAPH.encode() + b"\n" + PARAGRAPH.encode("utf-16") + b"\xff\xfe\x80\x81\n" * 50),
    "txt: scripts": text(f"Con đường mới\n\n<script>alert(1)</script> <img src=x onerror=alert(1)> {PARAGRAPH}\n"),
    "txt: template code": text(TEMPLATE),
    "txt: marks that turn the writing": text(f"Con đường \u202emới\n\n{PARAGRAPH} \u2066\u200f\ufeff\n\u0301\u0301" * 200),
    "txt: letters with ten thousand marks": text("Con đường mới\n\nBa" + "\u0301" * 10_000 + f"n {PARAGRAPH}"),
    "txt: polyglot": text(POLYGLOT),
    "txt: a link out": link("01 bai.txt", ""),
    "txt: a link to /dev/zero": link("01 bai.txt", "/dev/zero"),
    "lexicon: a link to /dev/zero": link("lexicon.tsv", "/dev/zero"),
    "html: scripts and event attributes": html(SCRIPTS),
    "html: remote resources": html(REMOTE),
    "html: nested 100,000 deep": html("<div>" * 100_000 + PARAGRAPH),
    "html: tables in tables": html("<table><tr><td>" * 3_000 + PARAGRAPH),
    "html: 60,000 items": html("<ul>" + "<li>Thôn" * 60_000),
    "html: 60,000 cells": html("<table border=1>" + "<tr><td>1<td>2<td>3" * 20_000),
    "html: cells that span everything": html("<table>" + "<tr><td rowspan=65000 colspan=1000>a" * 3_000),
    "html: entities": text(DECLARED + page("&l11; &x;"), "01 bai.html"),
    "html: 200,000 attributes": html("<p " + " ".join(f"a{n}=b" for n in range(200_000)) + ">a</p>"),
    "html: huge pictures inside": made(
        lambda: page(f"<img src='data:image/png;base64,{base64.b64encode(bytes(9 * MEGABYTE)).decode()}'>"), "01 bai.html"
    ),
    "md: deep": text("# Bài\n\n" + ">" * 50_000 + f" {PARAGRAPH}\n" + "".join(" " * n + "- a\n" for n in range(400)), "01 bai.md"),
    "md: links that never close": text("# Bài\n\n" + "[a](" * 20_000 + "\n\n" + "*a_" * 30_000, "01 bai.md"),
    "md: scripts": text(f"# Bài\n\n{SCRIPTS}\n\n[x](javascript:alert(1)) ![x](http://127.0.0.1:9/a.jpg)\n\n{PARAGRAPH}\n", "01 bai.md"),
    "md: front matter": text("---\n" + "title: {{ 7*7 }}\n" * 39 + f"---\n{PARAGRAPH}\n", "01 bai.md"),
    "docx: zip bomb": made(zip_bomb, "01 bai.docx"),
    "docx: laughs and an external entity": docx("<w:p><w:r><w:t>&l11;&x;</w:t></w:r></w:p>", head=DECLARED),
    "docx: nested 100,000 deep": docx("<w:sdt><w:sdtContent>" * 100_000),
    "docx: names that lead elsewhere": docx(parts={"../../../out.txt": b"x", "/etc/out.txt": b"x", "C:\\out.txt": b"x"}),
    "docx: members without end": made(
        lambda: word("", {f"word/media/{n}": b"" for n in range(20_000)}), "01 bai.docx"
    ),
    "docx: a broken font": docx(parts={"word/fonts/a.odttf": b"\0\1\0\0" + b"\xff" * 90_000}),
    "docx: 20,000 fonts": made(many_fonts, "01 bai.docx"),
    "docx: 39,500 pictures": made(many_pictures, "01 bai.docx"),
    "docx: cells without end": docx("<w:tbl>" + "<w:tr>" + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 60_000 + "</w:tr></w:tbl>"),
    "odt: nested 100,000 deep": odt("<text:section>" * 100_000),
    "odt: columns without end": odt(
        "<table:table>" + '<table:table-row><table:table-cell table:number-columns-repeated="1000000"><text:p>1</text:p>'
        "</table:table-cell></table:table-row>" * 20_000 + "</table:table>"
    ),
    "odt: spaces without end": odt("<text:p>" + '<text:s text:c="1000000"/>' * 50_000 + "</text:p>"),
    "docx: another kind": text(POLYGLOT, "01 bai.docx"),
    "pdf: a bomb": made(pdf_bomb, "01 bai.pdf"),
    "pdf: pages in circles": text(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>"
        b"endobj trailer<</Root 1 0 R>>", "01 bai.pdf",
    ),
    "pdf: scripts": text(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj "
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj trailer<</Root 1 0 R>>", "01 bai.pdf",
    ),
    "picture: 60,000 by 60,000": picture(lambda: png(60_000, 60_000)),
    "picture: a bomb": picture(lambda: png(13_000, 13_000, bytes(13_001) * 13_000)),
    "picture: 39,500 wide": picture(lambda: png(39_500, 4, bytes(39_501) * 4)),
    "picture: SVG with scripts": picture(lambda: SVG),
    "picture: SVG by name": picture(lambda: SVG, "01 anh 1.jpg"),
    "picture: another kind": picture(lambda: POLYGLOT, "01 anh 1.jpg"),
    "picture: a link out": link("09 anh 1.jpg", ""),
    "sound: four gigabytes": picture(silence_bomb, "01 doc.wav"),
    "names: scripts": text(f"Con đường mới\n\n{PARAGRAPH}\n", "01 <script>alert(1)<script> {{ 7*7 }} & 'a'.txt"),
    "toml: deep lists": beside("edition.toml", 'number = "1"\na = ' + "[" * 10_000),
    "toml: a key of 8,000 dots": beside("edition.toml", "a." * 8_000 + "b = 1"),
    "toml: a title with scripts": beside("edition.toml", 'title = "</title><script>alert(1)</script>{{ 7*7 }}"\nnumber = "1"\n'),
    "toml: an address with a script": beside("edition.toml", 'base_url = "javascript:alert(1)"\n'),
    "lexicon: spoken code": beside("lexicon.tsv", "UBND\t<speak>1</speak>\n"),
    "template: without end": template("{% for a in range(99999) %}{% for b in range(99999) %}{{ a * b }}{% endfor %}{% endfor %}"),
    "template: out of the folder": template("{% include '../../../../../etc/passwd' %}"),
    "template: out of the sandbox": template("{{ cycler.__init__.__globals__.os.system('touch harmed') }}"),
}  # fmt: skip
