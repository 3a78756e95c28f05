"""Common parts of all MARC records of an edition: the document, the field types, and the shared fields.

Sources: MARC 21 Format for Bibliographic Data; MARCXML (http://www.loc.gov/MARC21/slim).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import takewhile
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from ....model import Edition, plain
from ...documents import Document, issue_name, month_name, visible
from ...documents.labels import imprint_labels, label
from ..epub.metadata import in_utc

MARC = "http://www.loc.gov/MARC21/slim"
Field = tuple[str, str, tuple[tuple[str, str], ...]]
"""Tag, two indicators, subfields by code."""

LANGUAGES = {"vi": "vie", "tyz": "tai", "nut": "tai", "hmn": "hmn", "en": "eng", "fr": "fre"}
"""ISO 639 → MARC language codes; for Tày and Nùng MARC has only the code of the language family."""
LONGEST_TITLE = 300
LARGEST_FIELD_BYTES = 9000
"""The longest field: ISO 2709, the format of many catalogues, has four digits for the length of a field."""
SOURCES = (("336", "content", "rdacontent"), ("337", "media", "rdamedia"), ("338", "carrier", "rdacarrier"))


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its leader, its control fields, and its data fields in the order of their tags."""

    leader: str
    control: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]


@cache
def terms() -> Mapping[str, Any]:
    """Return the tables of `terms.toml`."""
    return tomllib.loads((resources.files(__package__) / "terms.toml").read_text("utf-8"))


def term(key: str, **values: object) -> str:
    """Return the sentence `key` of `terms.toml`, filled."""
    return str(terms()[key]).format(**values)


def collection(records: Iterable[Record]) -> Any:
    """Return a MARCXML collection of `records`; a field with an empty subfield is left out."""
    root = etree.Element(f"{{{MARC}}}collection", nsmap={None: MARC})
    for record in records:
        element = etree.SubElement(root, f"{{{MARC}}}record")
        etree.SubElement(element, f"{{{MARC}}}leader").text = record.leader
        for tag, text in record.control:
            etree.SubElement(element, f"{{{MARC}}}controlfield", {"tag": tag}).text = text
        for field in record.fields:
            _add(element, *field)
    return root


def _add(record: Any, tag: str, indicators: str, subfields: Sequence[tuple[str, str]]) -> None:
    filled = [(code, visible(text).strip()) for code, text in subfields]
    if not all(text for _, text in filled):
        return
    field = etree.SubElement(record, f"{{{MARC}}}datafield", {"tag": tag, "ind1": indicators[0], "ind2": indicators[1]})
    for code, text in filled:
        etree.SubElement(field, f"{{{MARC}}}subfield", {"code": code}).text = text


def stamped(edition: Edition) -> str:
    """Return field 005: the time of the last revision, in UTC."""
    return in_utc(edition.revised).strftime("%Y%m%d%H%M%S.0")


def language(edition: Edition) -> str:
    """Return MARC's code of the edition's language, `und` if it has none."""
    return LANGUAGES.get(edition.language, "und")


def serial_number(edition: Edition) -> str:
    """Return the control number (001) of the serial's own record, which is equal for all issues."""
    name = visible("\n".join((edition.publisher, edition.title, "serial")))
    return str(uuid5(NAMESPACE_URL, name))


def sound_number(edition: Edition) -> str:
    """Return the control number (001) of the record of the sound."""
    name = visible("\n".join((edition.publisher, edition.title, edition.id, "sound")))
    return str(uuid5(NAMESPACE_URL, name))


def catalogued(edition: Edition) -> Iterator[Field]:
    """Yield the cataloguing agency and the language (040, 041)."""
    publisher = publisher_of(edition)
    yield "040", "  ", (("a", publisher), ("b", "vie"), ("e", "rda"), ("c", publisher))
    yield "041", "0 ", (("a", language(edition)),)
    if len(edition.language) == 3:
        yield "041", "07", (("a", edition.language), ("2", "iso639-3"))


def title_field(title: str, part: str, publisher: str) -> Field:
    """Return field 245: title, part and statement of responsibility, with ISBD punctuation."""
    shown: tuple[tuple[str, str], ...]
    if part:
        shown = (("n", f"{part} /"), ("c", ended(publisher))) if publisher else (("n", ended(part)),)
        return "245", "00", (("a", ended(title)), *shown)
    shown = (("a", f"{title} /"), ("c", ended(publisher))) if publisher else (("a", ended(title)),)
    return "245", "00", shown


def published(edition: Edition, indicators: str, year: str) -> Field:
    """Return field 264: place, publisher and year of publication; `year` may be empty."""
    publisher = publisher_of(edition)
    named = given("b", publisher and (f"{publisher}," if year else publisher))
    return "264", indicators, (("a", f"{_place(edition)} :"), *named, *given("c", year))


def _place(edition: Edition) -> str:
    """Return the communes, towns and provinces at the end of the imprint's address, as the resource itself prints them.

    "Số 1, đường Hòa Bình, phường Vân Lĩnh" → "Phường Vân Lĩnh"; without any the place is unknown.
    """
    address = dict(edition.imprint.lines).get(imprint_labels()["address"], "")
    begins = tuple(f"{word} " for word in terms()["places"]["words"])
    parts = [part.strip(" .") for part in address.split(",")]
    where = list(takewhile(lambda part: part.casefold().startswith(begins), reversed(parts)))
    place = ", ".join(reversed(where))
    return f"{place[:1].upper()}{place[1:]}" if place else term("no_place")


def kinds(content: str) -> Iterator[Field]:
    """Yield content, medium and carrier type (336, 337, 338) for `content` in `terms.toml`."""
    for (tag, table, source), name in zip(SOURCES, (content, "computer", "online"), strict=True):
        words, code = terms()[table][name]
        yield tag, "  ", (("a", words), ("b", code), ("2", source))


def subjects(documents: Sequence[Document]) -> Iterator[Field]:
    """Yield the sections as uncontrolled index terms, and the genre (653, 655)."""
    for section in dict.fromkeys(one.section for one in documents if one.section):
        yield "653", "  ", (("a", section),)
    yield "655", " 7", (("a", term("genre")), ("2", "local"))


def people(edition: Edition, documents: Sequence[Document]) -> Iterator[Field]:
    """Yield the issuing office and the authors of the articles (710, 720)."""
    yield "710", "2 ", (("a", edition.publisher), ("4", "isb"))
    for author in dict.fromkeys(author_of(one) for one in documents):
        yield "720", "1 ", (("a", author), ("4", "aut"))


def contents(entries: Sequence[str]) -> Field:
    """Return field 505, the contents note: complete (0), or partial if the field would be too long (2)."""
    text, is_whole = within_a_field(entries, " -- ")
    return "505", "0 " if is_whole else "2 ", (("a", text),)


def summary(edition: Edition, documents: Sequence[Document]) -> Iterator[Field]:
    """Yield the restriction of an internal edition and the summary (506, 520)."""
    if not edition.is_public:
        yield "506", "1 ", (("a", term("internal")),)
    titles = [short(one.title) for one in documents if one.article]
    text, _ = within_a_field(titles[:12], "; ")
    yield "520", "  ", (("a", label("headlines", titles=text) if text else ""),)


def host(edition: Edition) -> Field:
    """Return field 773: the serial of the issue, with the control number of its record."""
    named = (("7", "nnas"), ("t", edition.title), ("g", issue_of(edition)))
    return "773", "0 ", (*named, *given("x", edition.issn), ("w", serial_number(edition)))


def publisher_of(edition: Edition) -> str:
    """Return the displayed name of the issuing office; empty if there is none."""
    return visible(edition.publisher).strip()


def issue_of(edition: Edition) -> str:
    """Return "Số 11, tháng 11 năm 2026"."""
    issue = ", ".join(filter(None, [issue_name(edition), month_name(edition.date)]))
    return issue[:1].upper() + issue[1:]


def author_of(document: Document) -> str:
    """Return the displayed name of an article's author; empty if there is none."""
    return visible(plain(document.article.author)).strip() if document.article else ""


def short(title: str) -> str:
    """Return a title without its full stop; one that is too long for a field is cut between words."""
    title = title.rstrip(".")
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE].rsplit(' ', 1)[0]}…"


def within_a_field(entries: Sequence[str], between: str) -> tuple[str, bool]:
    """Return as many joined `entries` as fit into one field, and whether these are all."""
    size, kept = 0, 0
    for entry in entries:
        size += len(f"{entry}{between}".encode())
        if size > LARGEST_FIELD_BYTES:
            break
        kept += 1
    return between.join(entries[:kept]), kept == len(entries)


def ended(text: str) -> str:
    """Return `text` with a full stop at the end, as field 245 and its parts require."""
    return f"{visible(text).strip().rstrip('.')}."


def given(code: str, text: str) -> tuple[tuple[str, str], ...]:
    """Return the subfield, or nothing if `text` is empty."""
    return ((code, text),) if text.strip() else ()
