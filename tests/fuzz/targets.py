"""What is attacked: bytes in, nothing out; whatever breaks a promise is raised.

Each target is one function and one row in `TARGETS`.  The long form (`make fuzz`, `__main__.py`) lets atheris breed the
bytes, the short form (`test_fuzz.py`) mutates the seeds and the kept corpus a few hundred times.  All that is attacked
is imported here, at the top, so that it can be instrumented.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import PIL.Image

from bantin_media import config, editions, manifest
from bantin_media.audio import outside
from bantin_media.audio.mp3 import FrameFormat
from bantin_media.cleaning import clean
from bantin_media.cleaning.characters import tidy
from bantin_media.documents import documents
from bantin_media.engines.espeak import refuse_unspeakable
from bantin_media.errors import ConfigError, LexiconError, SourceError
from bantin_media.files import slug
from bantin_media.model import Draft, Edition, LineKind, Notice, Picture, Sentence, SourceLine
from bantin_media.normalization import Normalizer, lexicon
from bantin_media.readers import SUFFIXES, docx, html, legacy_fonts, markdown, office, pdf, read, text  # noqa: F401
from bantin_media.readers.decoding import decode
from bantin_media.report import remembered
from bantin_media.settings import ArticleOverride, Settings
from bantin_media.verify import verify
from bantin_media.vietnamese.sentences import split
from bantin_media.writers.pictures import book_picture

TESTS = Path(__file__).parent.parent
NORMALIZER = Normalizer()
SPOKEN = re.compile(r"(?:[^\W\d_]+(?:[-'][^\W\d_]+)*(?:, | |(?=[.?!]?$)))*[.?!]?")
ID = re.compile(r"[a-z]\d+")
EMPTY_FOLDER = "/nonexistent"
"""The only place where programs are looked for: what LibreOffice would do is not fuzzed."""

Attack = Callable[[bytes, Path], None]
"""The bytes, and a folder of its own, which it leaves empty or as it was."""


class BrokenPromise(AssertionError):  # noqa: N818 -- that is what it is
    """Something came out that may never come out."""


@dataclass(frozen=True, slots=True)
class Target:
    """One row: how it is attacked, with what it begins, how many bytes are enough, and what words it understands."""

    attack: Attack
    seeds: Callable[[], Sequence[bytes]]
    longest_bytes: int = 600
    words: tuple[str, ...] = ()


def promise(kept: object, what: str) -> None:
    """Raise `BrokenPromise` where `kept` is false."""
    if not kept:
        raise BrokenPromise(what)


def utf8(text_: str) -> bytes:
    """Encode; what cannot be encoded could be neither written nor printed."""
    return text_.encode("utf-8")


# --- readers


def attack_file(data: bytes, folder: Path, suffix: str) -> Draft | None:
    """Read a file of these bytes; an error has a place, a cause and a hint, a draft has lines in order."""
    path = folder / f"01 bài{suffix}"
    path.write_bytes(data)
    try:
        draft = read(path)
    except SourceError as error:
        promise(str(path) in error.where and error.what and error.hint, f"an error without a place or advice: {error}")
        utf8(str(error))
        return None
    numbers = [line.line for line in draft.lines]
    promise(numbers == sorted(set(numbers)), "line numbers do not increase")
    promise(draft.lines, "an empty draft")
    for line in draft.lines:
        utf8(line.text)
        promise("\0" not in line.text, "a control character")
        promise(len({len(row) for row in line.rows}) <= 1, "a ragged table")
    for notice in draft.notices:
        utf8(f"{notice.where}{notice.what}{notice.hint}")
    return draft


def reader(suffix: str) -> Attack:
    """Return the attack on the reader of `suffix`."""

    def attack(data: bytes, folder: Path) -> None:
        attack_file(data, folder, suffix)

    return attack


def attack_text(data: bytes, folder: Path) -> None:
    """Read a text file; no letter and no digit of it is lost."""
    draft = attack_file(data, folder, ".txt")
    if draft is None or any(notice.code.startswith(("legacy", "encoding")) for notice in draft.notices):
        return
    found = [(line.line, line.text) for line in draft.lines] + [(line.line, line.text) for line in draft.dropped]
    written, _ = decode(data, "")
    promise(
        letters(written) == letters("".join(text_ for _, text_ in sorted(found, key=lambda one: one[0]))),
        "letters of a text file are lost",
    )


def letters(text_: str) -> str:
    """Return only letters and digits."""
    return "".join(letter for letter in text_ if letter.isalnum())


PARTS = ("document", "styles", "numbering", "footnotes", "header", "_rels/document.xml.rels")
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def word_file(parts: Mapping[str, bytes]) -> bytes:
    """Return a package with `parts` of the folder `word`, and what leads to them."""
    kinds = ("styles", "numbering", "footnotes", "header")
    known = "".join(f'<Relationship Id="k{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    content = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{known}</Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body><w:p><w:r><w:t>B\u00e0i.</w:t></w:r></w:p></w:body>"
        "</w:document>",
    }
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in ({f"{name}": utf8(xml) for name, xml in content.items()} | dict(parts)).items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return whole.getvalue()


def attack_word_part(data: bytes, folder: Path) -> None:
    """Read a Word file one of whose parts (the first byte says which) is these bytes, between the right tags."""
    part = PARTS[data[0] % len(PARTS)] if data else PARTS[0]
    name = f"word/{part}.xml" if "." not in part else f"word/{part}"
    tag = {"document": "document"}.get(part, part)
    xml = data[1:]
    if "." not in part and not xml.lstrip().startswith(b"<?xml"):
        xml = utf8(f"<w:{tag} {SPACES}>") + xml + utf8(f"</w:{tag}>")
    attack_file(word_file({name: xml}), folder, ".docx")


def attack_office(data: bytes, folder: Path) -> None:
    """Read an office file where LibreOffice is not to be had."""
    path, os.environ["PATH"] = os.environ.get("PATH", ""), EMPTY_FOLDER
    try:
        attack_file(data[1:], folder, (".doc", ".rtf", ".odt")[(data or b"\0")[0] % 3])
    finally:
        os.environ["PATH"] = path


# --- the language


def attack_sentences(data: bytes, _: Path) -> None:
    """Cut a text into sentences: joined, they are the text."""
    whole = data.decode("utf-8", "replace")
    cut = split(whole)
    promise(" ".join(cut) == " ".join(whole.split()), "sentences joined are not the text")
    promise(all(cut), "an empty sentence")


def attack_normalization(data: bytes, _: Path, normalizer: Normalizer = NORMALIZER) -> None:
    """Read a line aloud: everything written is in a token, everything spoken is words, silence is announced."""
    line = data.decode("utf-8", "replace")
    reading = normalizer.read(line)
    promise("".join(token.written for token in reading.tokens) == line, "tokens joined are not the line")
    promise(reading.written == line, "what was written is not the line")
    promise(unicodedata.is_normalized("NFC", reading.spoken), "spoken in pieces of letters")
    promise(SPOKEN.fullmatch(reading.spoken), f"not words: {reading.spoken!r}")
    refuse_unspeakable(reading.spoken)
    silent = [token for token in reading.tokens if not token.spoken and token.rule == "unread"]
    promise(not silent or reading.notices, f"silent and unannounced: {silent}")
    for token in reading.tokens:
        promise(token.spoken or not re.search(r"[0-9]", token.written) or reading.notices, f"a number lost: {token}")
    for notice in reading.notices:
        utf8(f"{notice.what}{notice.hint}")


def attack_lexicon(data: bytes, folder: Path) -> None:
    """Load a lexicon: refused with its line, or of use."""
    path = folder / "lexicon.tsv"
    path.write_bytes(data)
    try:
        loaded = lexicon.load([path])
    except LexiconError as error:
        promise(str(path) in error.where and error.what and error.hint, f"no place or advice: {error}")
        utf8(str(error))
        return
    normalizer = Normalizer(lexicon=loaded)
    for entries in loaded.entries.values():
        for entry in entries[:4]:
            attack_normalization(utf8(f"{entry.near} {entry.written} {entry.near} xã 12 km."), folder, normalizer)


def attack_legacy(data: bytes, _: Path) -> None:
    """Decode bytes of any encoding; convert runs of any font."""
    try:
        decoded, _encoding = decode(data, "x.txt")
    except SourceError as error:
        promise(error.what and error.hint, "no advice")
        decoded = data.decode("cp1252", "replace")
    lines = decoded.split("\n")
    found = legacy_fonts.recognise(lines)
    promise(len(found.lines) == len(lines), "lines are lost")
    runs = [
        (line, legacy_fonts.face((".VnTime", ".VnTimeH", "VNI-Times", "Arial")[place % 4]))
        for place, line in enumerate(decoded.split("|"))
    ]
    converted = legacy_fonts.convert_runs(runs)
    promise(len(converted) == len(runs), "runs are lost")


# --- cleaning

KINDS = tuple(LineKind)
ROLES = ("", "title", "date", "lead", "author", "source", "section", "caption", "furniture")


def draft_of(data: bytes) -> Draft:
    """Return a draft of lines; one that begins with \\x01 says by two more letters what it is."""
    lines: list[SourceLine] = []
    blank = True
    for number, raw in enumerate(data.decode("utf-8", "replace").split("\n")[:60], 1):
        kind, role, line = LineKind.TEXT, "", raw
        if raw.startswith("\x01") and len(raw) > 2:
            kind, role, line = KINDS[ord(raw[1]) % len(KINDS)], ROLES[ord(raw[2]) % len(ROLES)], raw[3:]
        if not line.strip():
            blank = True
            continue
        rows: tuple[tuple[str, ...], ...] = ()
        if kind is LineKind.TABLE:  # of which no reader says what it is for
            role = role if role == "furniture" else ""
            cells = [cell.strip() for cell in line.split("|")]
            rows = tuple(zip(cells[::2], [*cells[1::2], ""], strict=False))
            line = ""
        indent = len(line) - len(line.lstrip())
        lines.append(SourceLine(number, line.strip(), kind, role, 1, indent=indent, blank_before=blank, rows=rows))
        blank = False
    return Draft(Path("01 bài.txt"), tuple(lines), broken_lines=data[:1] in {b" ", b"\t"})


def words(value: object) -> Iterator[str]:
    """Yield all texts of an article, wherever they stand."""
    if isinstance(value, Sentence):
        yield value.text
    elif isinstance(value, str):
        yield value
    elif isinstance(value, date):
        yield f"{value:%d/%m/%Y}"
    elif isinstance(value, tuple):
        for one in value:
            yield from words(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Notice | Picture | type):
        for field in dataclasses.fields(value):
            yield from words(getattr(value, field.name))


SMALL_NUMBER = re.compile(r"\d{1,2}")
"""Part of a date or an hour, which the article has as a date."""


def attack_cleaning(data: bytes, _: Path) -> None:
    """Clean a draft: no word is lost unannounced, ids are names, every sentence is one."""
    draft = draft_of(data)
    try:
        article = clean(draft, number=1, slug="bai", override=ArticleOverride())
    except SourceError as error:
        promise(error.what and error.hint, "no advice")
        return
    kept = tidy(" ".join(words(dataclasses.replace(article, trace=(), notices=()))))
    have, run = set(re.findall(r"\w+", kept)), letters(kept)
    written = " ".join(cell for line in draft.lines for cell in (line.text, *(one for row in line.rows for one in row)))
    lost = {
        word
        for word in set(re.findall(r"\w+", tidy(written))) - have
        # what was glued may be parted: hộiTác, 15PV
        if word not in run and not any({word[:at], word[at:]} <= have for at in range(1, len(word)))
    }
    promise(not {word for word in lost if not SMALL_NUMBER.fullmatch(word)}, f"words are lost: {sorted(lost)}")
    ids = [sentence.id for sentence in sentences_of(article)]
    promise(len(ids) == len(set(ids)) and all(map(ID.fullmatch, ids)), "ids are not unique names")
    promise(all(one.reason for one in article.dropped), "dropped without a reason")


def sentences_of(value: object) -> Iterator[Sentence]:
    """Yield the sentences in `value`, in order."""
    if isinstance(value, Sentence):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from sentences_of(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from sentences_of(getattr(value, field.name))


def attack_overrides(data: bytes, _: Path) -> None:
    """Clean with an editor's word: what comes before the first NUL, a line each; the rest is the article."""
    head, _mark, body = data.partition(b"\0")
    wanted = head.decode("utf-8", "replace").split("\n")
    override = ArticleOverride(
        title=wanted[0] if len(wanted) > 4 else "",
        drop=tuple(wanted[1:2]),
        keep=tuple(wanted[2:3]),
        captions=tuple(wanted[3:4]),
        author=wanted[4] if len(wanted) > 4 else "",
        lead=wanted[5] if len(wanted) > 5 else None,
    )
    try:
        article = clean(draft_of(body), number=1, slug="bai", override=override)
    except (ConfigError, SourceError) as error:
        promise(error.what and error.hint, "no advice")
        return
    ids = [sentence.id for sentence in sentences_of(article)]
    promise(len(ids) == len(set(ids)), "ids are not unique")


def attack_pages(data: bytes, folder: Path) -> None:
    """Walk a text to the XHTML of its book and page: well formed, without a script or an event attribute of its own."""
    from lxml import etree

    draft = attack_file(data, folder, ".txt")
    if draft is None:
        return
    try:
        article = clean(draft, number=1, slug="bai", override=ArticleOverride())
    except SourceError:
        return
    for sentence in sentences_of(article):
        attack_normalization(utf8(sentence.text), folder)
    from datetime import UTC, datetime

    edition = Edition(
        "2026-11", "Bản tin", "1", date(2026, 11, 5), datetime(2026, 11, 5, tzinfo=UTC), "Phòng", articles=(article,)
    )
    for document in documents(edition, Settings()):
        for sentence in sentences_of(document):
            etree.fromstring(f"<p>{escape(sentence.text)}</p>")


def escape(text_: str) -> str:
    """Escape as the templates do."""
    from markupsafe import escape as escaped

    return str(escaped(text_))


# --- what lies beside the articles


def attack_config(data: bytes, folder: Path) -> None:
    """Read a configuration: refused with file and advice, or settings that can be used."""
    path = folder / "edition.toml"
    path.write_bytes(data)
    try:
        settings = config.load(path)
    except ConfigError as error:
        promise(str(path) in error.where and error.what, f"no place: {error}")
        utf8(str(error))
        return
    utf8(repr(settings))
    promise(settings.sound.profile in dict(settings.profiles), "a profile that is not there")


def attack_editions(data: bytes, folder: Path) -> None:
    """Find the articles among files of these names: safe slugs, numbers of their own, words for the rest."""
    folder = folder / "input"
    place = folder / "2026-11"
    place.mkdir(parents=True)
    try:
        for raw in data.split(b"\n")[:6]:
            name = os.fsdecode(raw.replace(b"/", b"").replace(b"\0", b"")[:120])
            if name not in {"", ".", ".."}:
                (place / name).touch()
        names = editions.names(folder)
        promise(names == ("2026-11",), "editions that are none")
        edition = editions.find(folder, "2026-11", SUFFIXES)
        slugs = [source.slug for source in edition.sources]
        promise(len(slugs) == len(set(slugs)), f"two articles of one name: {slugs}")
        promise(all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,70}", one) for one in slugs), f"no name of a file: {slugs}")
        for said in (*edition.notices, *edition.errors):
            promise(said.where and said.what and said.hint, "no advice")
            utf8(f"{said.where}{said.what}{said.hint}")
        manifest.digest([source.path for source in edition.sources])
        promise(re.fullmatch(r"[a-z0-9-]+", slug(data.decode("utf-8", "replace"))), "no name of a file")
    finally:
        shutil.rmtree(folder)


MANIFEST = {
    "content": "", "files": {"a.mp3": {"modified_ns": 1, "sha256": "0", "size_bytes": 1}}, "inputs": "x",
    "record": {}, "report": {"articles": [], "files": [], "notices": []}, "revised": "",
}  # fmt: skip


def attack_manifest(data: bytes, folder: Path) -> None:
    """Read a manifest: another's, or a damaged one, is none."""
    path = folder / "manifest.json"
    path.write_bytes(data)
    found = manifest.read(path)
    if found is not None:
        manifest.still_there(folder, found.files)
    try:
        body = json.loads(data)
        record = {"format": manifest.FORMAT, "sha256": manifest._digest_of(body), "manifest": body}
        whole = json.dumps(record).encode()
    except (ValueError, RecursionError):
        return
    path.write_bytes(whole)
    if (found := manifest.read(path)) is not None:
        manifest.still_there(folder, found.files)
        if isinstance(found.report, dict) and found.report.keys() >= {"articles"}:
            try:
                remembered("2026-11", found.report)
            except (TypeError, KeyError):
                return


FRAMES = FrameFormat(22_050, 48)


def attack_sound(data: bytes, folder: Path) -> None:
    """Decode a jingle or recording: a segment with a length, or refused."""
    path = folder / f"jingle{outside.SUFFIXES[(data or b'x')[0] % len(outside.SUFFIXES)]}"
    path.write_bytes(data[1:])
    try:
        with (folder / "frames").open("w+b") as file:
            segment = outside.segment(path, file, FRAMES, loudness_lufs=-19.0)
            promise(segment is not None, "no segment")
    except SourceError as error:
        promise(str(path) in error.where and error.what and error.hint, "no advice")
        utf8(str(error))


def attack_picture(data: bytes, folder: Path) -> None:
    """Open a picture: pixels that fit a page, or refused."""
    path = folder / "anh.jpg"
    path.write_bytes(data)
    try:
        picture = book_picture(Picture(path), 64)
    except SourceError as error:
        promise(str(path) in error.where and error.what and error.hint, "no advice")
        utf8(str(error))
        return
    promise(0 < max(picture.width, picture.height) <= 64, "a picture that is too large")
    PIL.Image.open(BytesIO(picture.content)).load()


def attack_verify(data: bytes, folder: Path) -> None:
    """Judge a book one of whose members, named in its first line, is these bytes; without a name, the whole is."""
    path = folder / "x.epub"
    name, _, content = data.partition(b"\n")
    book = dict(BOOK)
    if name in BOOK:
        book[name] = content
        with zipfile.ZipFile(path, "w") as archive:
            for one, bytes_ in book.items():
                archive.writestr(zipfile.ZipInfo(one.decode()), bytes_)
    else:
        path.write_bytes(data)
    for notice in verify(path):
        promise(notice.code and notice.what, "a notice without words")
        utf8(f"{notice.where}{notice.what}{notice.hint}")


XHTML = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="vi" lang="vi">'
    '<head><title>Bài</title></head><body><h1><span id="t1">Bài một.</span></h1>'
    '<p><img src="a.png" alt="Ảnh"/><a href="#t1">x</a></p></body></html>'
)
BOOK: Mapping[bytes, bytes] = {
    b"mimetype": b"application/epub+zip",
    b"META-INF/container.xml": b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    b'<rootfiles><rootfile full-path="EPUB/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    b"EPUB/p.opf": utf8(
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i" xml:lang="vi"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:x</dc:identifier><dc:title>B</dc:title>'
        '<dc:language>vi</dc:language><meta property="dcterms:modified">2026-11-05T00:00:00Z</meta><meta '
        'property="media:duration">1s</meta><meta property="media:duration" refines="#s">1s</meta></metadata>'
        '<manifest><item id="x" href="x.xhtml" media-type="application/xhtml+xml" media-overlay="s"/>'
        '<item id="n" href="n.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '<item id="s" href="x.smil" media-type="application/smil+xml"/><item id="m" href="x.mp3" '
        'media-type="audio/mpeg"/><item id="a" href="a.png" media-type="image/png"/></manifest>'
        '<spine><itemref idref="x"/></spine></package>'
    ),
    b"EPUB/x.xhtml": utf8(XHTML),
    b"EPUB/n.xhtml": utf8(
        XHTML.replace("<p>", '<nav epub:type="toc"><ol><li><a href="x.xhtml">B</a></li></ol></nav><p>')
    ),
    b"EPUB/x.smil": b'<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">'
    b'<body><seq epub:textref="x.xhtml"><par><text src="x.xhtml#t1"/>'
    b'<audio src="x.mp3" clipBegin="0s" clipEnd="1s"/></par></seq></body></smil>',
    b"EPUB/x.mp3": bytes.fromhex("fff360c4") + bytes(300),
    b"EPUB/a.png": b"\x89PNG\r\n\x1a\n",
}


# --- seeds


def files(pattern: str, longest_bytes: int) -> list[bytes]:
    """Return the heads of the tests' own files."""
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
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>startxref\n%d\n%%%%EOF" % len(whole)
    return [whole + b"xref\n0 6\n0000000000 65535 f \n" + table + end, whole + b"trailer<</Root 1 0 R>>", b"%PDF-1.5\n"]


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
    """Return names as editors give them, and as old programs leave them."""
    return [
        "01 Tên bài.docx\n01 anh 1.jpg\n01 (đọc).txt\n02.html".encode(),
        "Bài 2.txt\nbài 10.md\n~$x.docx\nCON.txt".encode(),
        b"1.txt\n01.txt\nnhac.mp3\ncover.png",
        "01 Đường.txt".encode("cp1258", "replace"), b"03 \xff\xfe.txt", b"aux.md\n.\n..\n001",
    ]  # fmt: skip


TARGETS: Mapping[str, Target] = {
    "text": Target(attack_text, text_seeds),
    "html": Target(reader(".html"), html_seeds, 700, ("<td", "<li>", "<table", "</p>", "colspan=", "class=", "&#")),
    "markdown": Target(reader(".md"), markdown_seeds, 500, ("[^1]", "- ", "> ", "|-|", "![", "```", "---\n", "&#")),
    "pdf": Target(reader(".pdf"), pdf_seeds, 1200, ("obj", "endobj", "stream", "/Filter/", "/Kids", "R", "BT", "Tj")),
    "word-part": Target(attack_word_part, encoded(word_part_seeds), 700, ("<w:p>", "<w:t>", "<w:tc>", "w:val='")),
    "word-package": Target(reader(".docx"), package_seeds, 2500, ("PK\x03\x04", "PK\x05\x06", "word/")),
    "office": Target(attack_office, lambda: [*(b"\0" + one for one in package_seeds()), b"\1{\\rtf1}", b"\2"], 2500),
    "sentences": Target(attack_sentences, text_seeds, 400, ("./.", "TP.", "…", "”", "GS.TS. ")),
    "normalization": Target(attack_normalization, line_seeds, 120, ("/", "km", "%", "tỷ", "ngày ", "số ", "QĐ-", "°")),
    "lexicon": Target(
        attack_lexicon,
        lambda: [*files("../input/lexicon.tsv", 600), "UBND\tủy ban\nCĐ\tcao đẳng\tbefore:trường\n".encode()],
        300, ("\t", "before:", "after:"),
    ),
    "legacy": Target(attack_legacy, text_seeds, 300),
    "cleaning": Target(attack_cleaning, cleaning_seeds, 600, ("Ảnh: ", "Tác giả", "Theo ", "./.", "12/09/24", "\x01")),
    "overrides": Target(
        attack_overrides, lambda: [b"T\nTheo\nA\nB\nC\nD\0" + one for one in cleaning_seeds()[:20]], 450, ("\0", "\n")
    ),
    "pages": Target(attack_pages, text_seeds, 350, ("<script>", "&amp;", "]]>", "{{", "{%")),
    "config": Target(attack_config, config_seeds, 700, ("[articles.1]", " = ", '"""', "2026-11-05", "[[", "{", "inf")),
    "editions": Target(attack_editions, name_seeds, 200, (".docx", ".txt", "01 ", "(đọc)", ".jpg", ".mp3")),
    "manifest": Target(attack_manifest, lambda: [json.dumps(MANIFEST).encode(), b"[]"], 600, ('"files":', "{", "[")),
    "sound": Target(attack_sound, sound_seeds, 1500, ("RIFF", "fmt ", "data", "OggS", "fLaC", "ID3")),
    "picture": Target(attack_picture, picture_seeds, 900, ("IHDR", "IDAT", "Exif", "GIF89a")),
    "verify": Target(attack_verify, verify_seeds, 1500, ("epub:type", "clipEnd=", "<item ", "href=", "id=")),
}  # fmt: skip
