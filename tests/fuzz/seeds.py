"""The seeds of each target: valid input."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import PIL.Image
from tests import tiny_pdf

from bantin_media.readers import SUFFIXES, html, legacy_fonts, markdown, office, pdf, read, text, word  # noqa: F401

from .promises import utf8
from .sources import SPACES, word_file
from .surroundings import BOOK

TESTS = Path(__file__).parent.parent


def files(pattern: str, longest_bytes: int) -> list[bytes]:
    """Return the beginnings of the tests' own files."""
    return [path.read_bytes()[:longest_bytes] for path in sorted(TESTS.glob(pattern))]


def text_seeds() -> list[bytes]:
    """Return articles in several encodings."""
    whole = files("cleaning/*_*.txt", 500)[:40]
    legacy = "Héi nghÞ triÓn khai nhiÖm vô n¨m häc míi cña x· vµ c¸c th«n b¶n trong huyÖn".encode("cp1252", "replace")
    return [*whole, legacy, "Số 1\nXã A".encode("utf-16"), "Đường mới".encode("utf-16-le"), b"\xef\xbb\xbfa\r\n\x85b"]


def line_seeds() -> list[bytes]:
    """Return the rows of the normalization's tests."""
    rows = b"\n".join(files("normalization/*.tsv", 1 << 20)).split(b"\n")
    return [row.split(b"\t")[0] for row in rows if row and not row.startswith(b"#")]


def cleaning_seeds() -> list[bytes]:
    """Return drafts with and without a structure."""
    plain = files("cleaning/*.txt", 900)
    marked = [
        b"\n".join(b"\x01" + bytes([97 + at % 8, 97 + at % 9]) + line for at, line in enumerate(one.split(b"\n")))
        for one in plain[:12]
    ]
    return plain + marked


def html_seeds() -> list[bytes]:
    """Return pages and pieces of pages."""
    return [
        *files("readers/pages/*.html", 1200),
        "<table><tr><th>A<td rowspan=2>Đ</table><ol start=3 type=a><li>x<ul><li>y</ul></ol>".encode(),
        "<meta charset=windows-1258><title>T</title><p style='font-family:.VnTime'>ViÖt<br>b</p><del>x</del>".encode(),
        b'<script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":"H"}</script><p>a',
        b"<figure><img src=a.jpg alt=x><figcaption>c</figcaption></figure><blockquote>q</blockquote><sup>1</sup>",
    ]


def markdown_seeds() -> list[bytes]:
    """Return every structure that Markdown has."""
    return [
        "---\ntitle: Đường\ndate: 2026-11-01\n---\n# Một\n\nĐoạn [^1] **đậm**.\n\n[^1]: Ghi chú\n".encode(),
        b"- a\n  - b\n1) c\n\n> q\n\n```\nx\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![x](a.jpg) <b>t</b>\n",
        b"a\\\nb  \nc\n***\n[l](javascript:x) <http://x> &amp; &#0; `c`\n\nT\n===\n",
    ]


def pdf_seeds() -> list[bytes]:
    """Return small documents of one page."""
    content = b"BT /F1 12 Tf 50 780 Td (Bai mot) Tj 0 -20 Td [(hai) -300 (ba)] TJ ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    whole = tiny_pdf.pdf(objects)
    return [whole, whole.partition(b"xref")[0] + b"trailer<</Root 1 0 R>>", b"%PDF-1.5\n"]


def word_part_seeds() -> list[bytes]:
    """Return bodies, styles, lists and notes."""
    return [
        "\0<w:body><w:p><w:pPr><w:pStyle w:val='A'/><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
        "<w:r><w:rPr><w:rFonts w:ascii='.VnTime'/><w:b/></w:rPr><w:t>ViÖt</w:t><w:br/><w:tab/></w:r></w:p></w:body>",
        "\0<w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r>"
        "</w:p></w:tc></w:tr></w:tbl><w:ins><w:r><w:t>x</w:t></w:r></w:ins><w:sdt><w:sdtContent/></w:sdt></w:body>",
        "\1<w:style w:type='paragraph' w:styleId='A'><w:name w:val='heading 2'/><w:basedOn w:val='A'/></w:style>",
        "\2<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>"
        "<w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
        "\3<w:footnote w:id='1'><w:p><w:r><w:t>g</w:t></w:r></w:p></w:footnote>",
    ]  # type: ignore[return-value]


def rtf_seeds() -> list[bytes]:
    """Return rich texts: fonts, styles, tables, notes."""
    return [
        rb"{\rtf1\ansi\ansicpg1258\uc1{\fonttbl{\f0\fcharset163 A;}{\f1 .VnTime;}}{\stylesheet{\s1 heading 1;}}"
        rb"\pard\s1 a\par\f1 B\'b6n{\super 3}{\footnote b}\u7841?\par}",
        rb"{\rtf1{\info{\upr{\title a}{\*\ud{\title b}}}}\trowd\clbrdrt\brdrs\cellx9\pard\intbl a\cell\row"
        rb"{\shp{\*\shpinst{\shptxt b\par}}}{\pict\bin3 abc}{\deleted c}\par}",
    ]


def odt_part_seeds() -> list[str]:
    """Return bodies and styles of OpenDocument texts."""
    return [
        "\0<text:list text:style-name='A'><text:list-item text:start-value='3'><text:p>a<text:s text:c='3'/></text:p>"
        "</text:list-item></text:list><text:h text:outline-level='2'>b<text:note><text:note-body><text:p>c</text:p>"
        "</text:note-body></text:note></text:h>",
        "\0<table:table><table:table-row><table:table-cell table:number-columns-repeated='4'><text:p>a</text:p>"
        "</table:table-cell></table:table-row></table:table><draw:frame><draw:image xlink:href='Pictures/1.png'/>"
        "</draw:frame><draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame>",
        "\1<style:style style:name='A' style:family='paragraph' style:parent-style-name='A'><style:text-properties "
        "style:font-name='.VnTime' style:text-position='super 58%'/></style:style>",
        "\2<text:list-style style:name='A'><text:list-level-style-number text:level='1' style:num-format='1' "
        "text:display-levels='9'/></text:list-style>",
    ]


def encoded(seeds: Callable[[], Sequence[object]]) -> Callable[[], Sequence[bytes]]:
    """Return seeds given as text, as bytes."""
    return lambda: [one if isinstance(one, bytes) else utf8(str(one)) for one in seeds()]


def package_seeds() -> list[bytes]:
    """Return whole Word files."""
    return [
        word_file({}),
        word_file({"word/styles.xml": utf8(f"<w:styles {SPACES}/>"), "word/media/a.jpg": b"\xff\xd8\xff"}),
    ]


def config_seeds() -> list[bytes]:
    """Return the sample's own files, and one row of every kind."""
    root = TESTS.parent
    own = [path.read_bytes()[:900] for path in sorted((root / "input").rglob("*.toml"))]
    return [
        *own,
        b'number = "1"\ndate = 2026-11-05\nrevised = 2026-11-05T08:00:00+07:00\norder = [2, 1]\nissn = "1859-1231"\n',
        b'[articles.1]\ntitle = "T"\ndrop = ["a"]\ndate = 2026-01-01\n[sound]\nprofile = "phone"\nvoice = "espeak"\n',
        b'[profiles.x]\nbitrate_kbps = 32\n[voices.y]\npreset = "openai"\naddress = "http://127.0.0.1/"\n'
        b"[voices.y.json]\na = 1\n",
        b'language = "tyz"\nbase_url = "https://a.vn/"\n[reading]\n[imprint]\n"Giay phep" = "1"\n',
    ]


def sound_seeds() -> list[bytes]:
    """Return a tenth of a second in each format."""
    import numpy as np
    import soundfile

    tone = (np.sin(np.arange(1200) / 9) * 9000).astype("int16")
    found = []
    for place, (kind, subtype) in enumerate((("MP3", None), ("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"))):
        file = BytesIO()
        soundfile.write(file, tone, 8000 if kind != "MP3" else 16000, format=kind, subtype=subtype)
        found.append(bytes([place]) + file.getvalue())
    return found


def picture_seeds() -> list[bytes]:
    """Return a small picture in each format."""
    found = []
    for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"):
        file = BytesIO()
        PIL.Image.radial_gradient("L").resize((9, 7)).convert("RGB").save(file, kind)
        found.append(file.getvalue())
    return found


def verify_seeds() -> list[bytes]:
    """Return every member of a small book, and the book."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in BOOK.items():
            archive.writestr(zipfile.ZipInfo(name.decode()), content)
    return [name + b"\n" + content for name, content in BOOK.items()] + [whole.getvalue()]


def name_seeds() -> list[bytes]:
    """Return names as editors give them, and as old programs left them."""
    return [
        "01 Tên bài.docx\n01 anh 1.jpg\n01 (đọc).txt\n02.html".encode(),
        "Bài 2.txt\nbài 10.md\n~$x.docx\nCON.txt".encode(),
        b"1.txt\n01.txt\nnhac.mp3\ncover.png",
        "01 Đường.txt".encode("cp1258", "replace"), b"03 \xff\xfe.txt", b"aux.md\n.\n..\n001",
    ]  # fmt: skip
