"""`Edition` → what a library imports instead of retyping: MARCXML, Dublin Core, a DSpace simple archive.

All three say what the book's own metadata say.  Sources: MARC 21 Format for Bibliographic Data, MARCXML
(http://www.loc.gov/MARC21/slim), OAI-PMH's `oai_dc`, and the DSpace Simple Archive Format.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import etree

from ...files import whole_file, write_whole
from ...model import Edition, plain
from ..books import BOOKS, BookKind
from ..documents import Document, edition_name, edition_title, issue_name, month_name, visible
from ..documents.labels import label
from .epub.metadata import DC, Meta, bare, identifier, in_utc, metadata

MARC = "http://www.loc.gov/MARC21/slim"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
Field = tuple[str, str, tuple[tuple[str, str], ...]]
"""Tag, two indicators, subfields by code."""

LEADER = "00000naa a2200000 i 4500"
"""New record, language material, one unit within a serial (whose record 773 names), ISBD punctuation, Unicode."""
MARC_LANGUAGES = {"vi": "vie", "tyz": "tai", "nut": "tai", "hmn": "hmn", "en": "eng", "fr": "fre"}
"""ISO 639 → MARC's own codes; Tày and Nùng have only the family's."""
NO_PLACE = "[Nơi xuất bản không xác định]"
"""What a cataloguer writes if no town is named: an office's address is a street more often than a town."""
EXTENT = (("a", "1 tài nguyên trực tuyến"),)
EXTENT_WITH_PICTURES = (("a", "1 tài nguyên trực tuyến :"), ("b", "minh họa"))
CARRIER: tuple[Field, ...] = (
    ("336", "  ", (("a", "văn bản"), ("b", "txt"), ("2", "rdacontent"))),
    ("337", "  ", (("a", "máy tính"), ("b", "c"), ("2", "rdamedia"))),
    ("338", "  ", (("a", "tài nguyên trực tuyến"), ("b", "cr"), ("2", "rdacarrier"))),
    ("347", "  ", (("a", "text file"), ("b", "EPUB"), ("2", "rdaft"))),
)
LONGEST_TITLE = 300
LARGEST_FIELD_BYTES = 9000
"""ISO 2709, to which many catalogues turn a record, has four digits for the length of a field."""
DSPACE_NAMES = {
    "language": ("language", "iso"),
    "date": ("date", "issued"),
    "creator": ("contributor", "author"),
    "contributor": ("contributor", "author"),
    "description": ("description", "abstract"),
}


def write_records(
    edition: Edition,
    documents: Sequence[Document],
    folder: Path,
    books: Sequence[tuple[BookKind, Path]] = (),
) -> tuple[Path, ...]:
    """Write the records into `folder` and return their paths.

    The first kind of `books` is what is described and copied into the DSpace archive; the MARC record leads to the
    others too.

    Raises `OutputError` if nothing can be written.
    """
    described = tuple(metadata(edition, documents))
    marc = _xml(marc_record(edition, documents, [(kind, path.name) for kind, path in books]))
    files = [path for kind, path in books if kind == BOOKS[0]]
    dublin_core = _xml(dublin_core_record(described))
    item = folder / "dspace" / "item_001"
    made = {
        folder / "marc.xml": marc,
        folder / "dublin-core.xml": dublin_core,
        item / "dublin_core.xml": _xml(_dspace_record(edition, described)),
        item / "contents": "".join(f"{name}\tbundle:ORIGINAL\n" for name in (file.name for file in files)).encode(),
    }
    for path, content in made.items():
        write_whole(path, content)
    return (*made, *(_copied(file, item / file.name) for file in files))


def dublin_core_record(described: Sequence[Meta]) -> Any:
    """Return the Dublin Core elements of the book as one `oai_dc:dc`, with the series it belongs to."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    for meta in described:
        if meta.is_dc:
            etree.SubElement(root, f"{{{DC}}}{meta.tag}").text = meta.text
    for meta in described:
        if dict(meta.attributes).get("property") in {"belongs-to-collection", "dcterms:identifier"}:
            etree.SubElement(root, f"{{{DC}}}relation").text = meta.text
    etree.SubElement(root, f"{{{DC}}}format").text = "application/epub+zip"
    return root


def _dspace_record(edition: Edition, described: Sequence[Meta]) -> Any:
    root = etree.Element("dublin_core", {"schema": "dc"})
    values = [_dspace_value(meta) for meta in described if meta.is_dc]
    series = ";".join(filter(None, [edition_title(edition), issue_name(edition)]))
    values.append(("relation", "ispartofseries", series))
    if edition.issn:
        values.append(("identifier", "issn", edition.issn))
    for element, qualifier, text in values:
        etree.SubElement(root, "dcvalue", {"element": element, "qualifier": qualifier}).text = text
    return root


def _dspace_value(meta: Meta) -> tuple[str, str, str]:
    """Return element, qualifier and text; not "uri", which DSpace shows as a link, for numbers that lead nowhere."""
    if meta.tag == "identifier":
        isbn = meta.text.removeprefix("urn:isbn:")
        return (meta.tag, "other", meta.text) if isbn == meta.text else (meta.tag, "isbn", isbn)
    return (*DSPACE_NAMES.get(meta.tag, (meta.tag, "none")), meta.text)


def marc_record(
    edition: Edition,
    documents: Sequence[Document],
    books: Sequence[tuple[BookKind, str]] = (),
) -> Any:
    """Return a MARCXML collection with one record, its fields in the order of their tags.

    `books` are all that were made of it, by their files' names; the first kind is the one described.
    """
    root = etree.Element(f"{{{MARC}}}collection", nsmap={None: MARC})
    record = etree.SubElement(root, f"{{{MARC}}}record")
    etree.SubElement(record, f"{{{MARC}}}leader").text = LEADER
    for tag, text in _control_fields(edition, documents):
        etree.SubElement(record, f"{{{MARC}}}controlfield", {"tag": tag}).text = text
    fields = (*_described(edition, documents), *_linked(edition, documents, books))
    for tag, indicators, subfields in fields:
        filled = [(code, visible(text).strip()) for code, text in subfields]
        if all(text for _, text in filled):
            attributes = {"tag": tag, "ind1": indicators[0], "ind2": indicators[1]}
            field = etree.SubElement(record, f"{{{MARC}}}datafield", attributes)
            for code, text in filled:
                etree.SubElement(field, f"{{{MARC}}}subfield", {"code": code}).text = text
    return root


def _control_fields(edition: Edition, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    revised = in_utc(edition.revised)
    language = MARC_LANGUAGES.get(edition.language, "und")
    yield "001", identifier(edition, "light").removeprefix("urn:uuid:")
    yield "005", revised.strftime("%Y%m%d%H%M%S.0")
    yield "006", "m     o  d |      "  # a computer file, online, of documents
    yield "007", "cr |||||||||||"
    # Published on one day (e) in Vietnam (vm); a book's places: illustrated, online (o), no conference's papers,
    # no Festschrift, no index (000), no fiction (0); the rest is left to the cataloguer (|)
    pictures = "a" if _illustrated(documents) else " "
    yield "008", f"{edition.date:%y%m%d}e{edition.date:%Y%m%d}vm {pictures}   |o|||||000 0|{language} d"


def _illustrated(documents: Sequence[Document]) -> bool:
    return any(part.picture is not None for document in documents if document.article for part in document.parts)


def _described(edition: Edition, documents: Sequence[Document]) -> Iterator[Field]:
    """Yield the fields that describe the issue: 020 to 655."""
    issue = _issue(edition)
    publisher, title = visible(edition.publisher).strip(), edition_title(edition)
    yield "020", "  ", (("a", bare(edition.isbn)), *_given("q", "EPUB" if edition.isbn else ""))
    yield "022", "  ", (("a", edition.issn),)
    yield "040", "  ", (("a", publisher), ("b", "vie"), ("e", "rda"), ("c", publisher))
    yield "041", "0 ", (("a", MARC_LANGUAGES.get(edition.language, "und")),)
    if len(edition.language) == 3:
        yield "041", "07", (("a", edition.language), ("2", "iso639-3"))
    shown = (("n", f"{issue} /"), ("c", _ended(publisher))) if publisher else (("n", _ended(issue)),)
    yield "245", "00", (("a", _ended(title)), *shown)
    yield (
        "264",
        " 1",
        (("a", f"{NO_PLACE} :"), *_given("b", publisher and f"{publisher},"), ("c", str(edition.date.year))),
    )
    yield "300", "  ", EXTENT_WITH_PICTURES if _illustrated(documents) else EXTENT
    yield "310", "  ", (("a", edition.period),)
    yield from CARRIER
    yield "362", "0 ", (("a", issue),)
    articles = [one for one in documents if one.article]
    contents, is_whole = _within_a_field([_entry(one) for one in articles], " -- ")
    yield "505", "0 " if is_whole else "2 ", (("a", contents),)
    if not edition.is_public:
        yield "506", "1 ", (("a", "Lưu hành nội bộ."),)
    summary, _ = _within_a_field([_short(one.title) for one in articles[:12]], "; ")
    yield "520", "  ", (("a", label("headlines", titles=summary) if summary else ""),)
    yield "540", "  ", (("a", next(one.text for one in metadata(edition, documents) if one.tag == "rights")),)
    for section in dict.fromkeys(one.section for one in documents if one.section):
        yield "653", "  ", (("a", section),)
    yield "655", " 7", (("a", "Bản tin"), ("2", "local"))


def _linked(edition: Edition, documents: Sequence[Document], books: Sequence[tuple[BookKind, str]]) -> Iterator[Field]:
    """Yield the fields that lead on: who made it, the serial it is an issue of, if it can be had (710 to 856)."""
    yield "710", "2 ", (("a", edition.publisher), ("4", "isb"))
    for author in dict.fromkeys(_author(one) for one in documents):
        yield "720", "1 ", (("a", author), ("4", "aut"))
    host = (("7", "nnas"), ("t", edition_title(edition)), ("g", _issue(edition)), *_given("x", edition.issn))
    yield "773", "0 ", host
    base = edition.base_url.rstrip("/")
    places = [
        ("40", name, "") if kind == BOOKS[0] else ("41", name, f", {label(f'version_{kind.variant}')}")
        for kind, name in books
    ]
    for indicators, name, more in places if base else ():
        address = f"{base}/{quote(edition.id)}/{quote(name)}"
        shown = f"{edition_name(edition)}{more}"
        yield "856", indicators, (("u", address), ("q", "application/epub+zip"), ("y", shown))


def _issue(edition: Edition) -> str:
    issue = ", ".join(filter(None, [issue_name(edition), month_name(edition.date)]))
    return issue[:1].upper() + issue[1:]


def _entry(document: Document) -> str:
    """Return "Title / Author" as a note of contents has it."""
    return " / ".join(filter(None, [_short(document.title), _author(document)]))


def _author(document: Document) -> str:
    return visible(plain(document.article.author)).strip() if document.article else ""


def _short(title: str) -> str:
    title = title.rstrip(".")
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE].rsplit(' ', 1)[0]}…"


def _within_a_field(entries: Sequence[str], between: str) -> tuple[str, bool]:
    """Return as many of `entries` as one field can hold, joined, and whether that is all of them."""
    size, kept = 0, 0
    for entry in entries:
        size += len(f"{entry}{between}".encode())
        if size > LARGEST_FIELD_BYTES:
            break
        kept += 1
    return between.join(entries[:kept]), kept == len(entries)


def _ended(text: str) -> str:
    """Return `text` with the full stop that field 245 and its parts end with."""
    return f"{visible(text).strip().rstrip('.')}."


def _given(code: str, text: str) -> tuple[tuple[str, str], ...]:
    return ((code, text),) if text.strip() else ()


def _xml(root: Any) -> bytes:
    content: bytes = etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True)
    return content


def _copied(source: Path, target: Path) -> Path:
    with source.open("rb") as reading, whole_file(target) as writing:
        shutil.copyfileobj(reading, writing, 1 << 18)
    return target
