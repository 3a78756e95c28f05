"""`Edition` → what a library imports instead of retyping: MARCXML, Dublin Core, a DSpace simple archive.

All three say what the book's own metadata say.  Sources: MARC 21 Format for Bibliographic Data, MARCXML
(http://www.loc.gov/MARC21/slim), OAI-PMH's `oai_dc`, and the DSpace Simple Archive Format.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from ..documents import Document, edition_name, edition_title, issue_name, month_name, visible
from ..files import whole_file, write_whole
from ..model import Edition, plain
from ..settings import Settings
from .epub.metadata import DC, Meta, bare, identifier, in_utc, metadata

MARC = "http://www.loc.gov/MARC21/slim"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
LEADER = "00000nab a2200000 i 4500"
"""New record, language material, part of a serial, RDA description, Unicode."""
MARC_LANGUAGES = {"vi": "vie", "tyz": "tai", "nut": "tai", "hmn": "hmn", "en": "eng", "fr": "fre"}
"""ISO 639 → MARC's own codes; Tày and Nùng have only the family's."""
DSPACE_NAMES = {
    "date": ("date", "issued"),
    "creator": ("contributor", "author"),
    "contributor": ("contributor", "none"),
}

Field = tuple[str, str, tuple[tuple[str, str], ...]]
"""Tag, two indicators, subfields by code."""


def write_records(
    edition: Edition, settings: Settings, documents: Sequence[Document], folder: Path, *, files: Sequence[Path] = ()
) -> tuple[Path, ...]:
    """Write the records into `folder` and return their paths; `files` are copied into the DSpace archive.

    Raises `OutputError` where nothing can be written.
    """
    described = tuple(metadata(edition, settings, documents))
    names = [file.name for file in files]
    marc = _xml(marc_record(edition, settings, documents, names))
    dublin_core = _xml(dublin_core_record(described))
    item = folder / "dspace" / "item_001"
    made = {
        folder / "marc.xml": marc,
        folder / "dublin-core.xml": dublin_core,
        item / "dublin_core.xml": _xml(_dspace_record(described)),
        item / "contents": "".join(f"{name}\tbundle:ORIGINAL\n" for name in names).encode(),
    }
    for path, content in made.items():
        write_whole(path, content)
    return (*made, *(_copied(file, item / file.name) for file in files))


def dublin_core_record(described: Sequence[Meta]) -> Any:
    """Return the Dublin Core elements of the book as one `oai_dc:dc`."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    for meta in described:
        if meta.is_dc:
            etree.SubElement(root, f"{{{DC}}}{meta.tag}").text = meta.text
    etree.SubElement(root, f"{{{DC}}}format").text = "application/epub+zip"
    return root


def _dspace_record(described: Sequence[Meta]) -> Any:
    root = etree.Element("dublin_core", {"schema": "dc"})
    for meta in described:
        if meta.is_dc:
            qualifier = {"language": "iso", "identifier": "uri"}.get(meta.tag, "none")
            element, qualifier = DSPACE_NAMES.get(meta.tag, (meta.tag, qualifier))
            etree.SubElement(root, "dcvalue", {"element": element, "qualifier": qualifier}).text = meta.text
    return root


def marc_record(edition: Edition, settings: Settings, documents: Sequence[Document], names: Sequence[str] = ()) -> Any:
    """Return a MARCXML collection with one record, its fields in the order of their tags."""
    root = etree.Element(f"{{{MARC}}}collection", nsmap={None: MARC})
    record = etree.SubElement(root, f"{{{MARC}}}record")
    etree.SubElement(record, f"{{{MARC}}}leader").text = LEADER
    for tag, text in _control_fields(edition):
        etree.SubElement(record, f"{{{MARC}}}controlfield", {"tag": tag}).text = text
    for tag, indicators, subfields in _fields(edition, settings, documents, names):
        filled = [(code, visible(text).strip()) for code, text in subfields]
        if all(text for _, text in filled):
            attributes = {"tag": tag, "ind1": indicators[0], "ind2": indicators[1]}
            field = etree.SubElement(record, f"{{{MARC}}}datafield", attributes)
            for code, text in filled:
                etree.SubElement(field, f"{{{MARC}}}subfield", {"code": code}).text = text
    return root


def _control_fields(edition: Edition) -> Iterator[tuple[str, str]]:
    revised = in_utc(edition.revised)
    language = MARC_LANGUAGES.get(edition.language, "und")
    yield "001", identifier(edition, "light").removeprefix("urn:uuid:")
    yield "005", revised.strftime("%Y%m%d%H%M%S.0")
    yield "006", "m     o  d |      "  # a computer file, online, of documents
    yield "007", "cr |||||||||||"
    # Published on one day (e) in Vietnam (vm); a serial's places of which only "online" is known
    yield "008", f"{edition.date:%y%m%d}e{edition.date:%Y%m%d}vm || ||o||||||   ||{language} d"


def _fields(
    edition: Edition, settings: Settings, documents: Sequence[Document], names: Sequence[str]
) -> Iterator[Field]:
    issue = ", ".join(filter(None, [issue_name(edition), month_name(edition.date)]))
    publisher, title = visible(edition.publisher).strip(), edition_title(edition)
    authors = dict.fromkeys(plain(one.article.author) for one in documents if one.article and one.article.author)
    sections = dict.fromkeys(one.section for one in documents if one.section)
    articles = [one.title.rstrip(".") for one in documents if one.article]
    yield "020", "  ", (("a", bare(settings.isbn)), *(_given("q", "EPUB") if settings.isbn else ()))
    yield "022", "  ", (("a", settings.issn),)
    yield "040", "  ", (("a", publisher), ("b", "vie"), ("e", "rda"))
    yield "041", "0 ", (("a", MARC_LANGUAGES.get(edition.language, "und")),)
    if len(edition.language) == 3:
        yield "041", "07", (("a", edition.language), ("2", "iso639-3"))
    shown = (("n", f"{issue} /"), ("c", _ended(publisher))) if publisher else (("n", _ended(issue)),)
    yield "245", "00", (("a", _ended(title)), *shown)
    yield "264", " 1", (*_given("b", publisher), ("c", str(edition.date.year)))
    yield "310", "  ", (("a", settings.period),)
    yield "336", "  ", (("a", "text"), ("b", "txt"), ("2", "rdacontent"))
    yield "337", "  ", (("a", "computer"), ("b", "c"), ("2", "rdamedia"))
    yield "338", "  ", (("a", "online resource"), ("b", "cr"), ("2", "rdacarrier"))
    yield "362", "0 ", (("a", issue),)
    yield "520", "  ", (("a", "; ".join(articles[:12])),)
    yield (
        "540",
        "  ",
        (("a", next(meta.text for meta in metadata(edition, settings, documents) if meta.tag == "rights")),),
    )
    for section in sections:
        yield "653", "  ", (("a", section),)
    yield "655", " 7", (("a", "Bản tin"), ("2", "local"))
    yield "710", "2 ", (("a", publisher), ("4", "isb"))
    for author in authors:
        yield "720", "1 ", (("a", author), ("4", "aut"))
    yield "773", "0 ", (("t", title), ("g", issue), *_given("x", settings.issn))
    base = settings.base_url.rstrip("/")
    for name in names if base else ():
        yield "856", "40", (("u", f"{base}/{edition.id}/{name}"), ("y", edition_name(edition)))


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
