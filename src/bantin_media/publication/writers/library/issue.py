"""`Edition` → the MARC record of the issue as a book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from ....model import Edition
from ...books import BOOKS, BookKind
from ...documents import Document, edition_name, edition_title
from ...documents.labels import label
from ..epub.metadata import FEATURES, bare, identifier, metadata, words
from . import marc
from .marc import Field, Record

MONOGRAPH = "00000nam a2200000 i 4500"
"""New record, language material, monograph: for an issue with its own ISBN or address."""
PART = "00000naa a2200000 i 4500"
"""New record, language material, one unit of a serial; field 773 links to the record of the serial."""
VOCABULARY = "sapdv"
"""MARC's name for schema.org's vocabulary of accessibility properties."""


def control_number(edition: Edition) -> str:
    """Return the record's number (001): the book's identifier without its scheme."""
    return identifier(edition, "light").removeprefix("urn:uuid:")


def issue_record(
    edition: Edition, documents: Sequence[Document], books: Sequence[tuple[BookKind, str]], *, is_heard: bool
) -> Record:
    """Return the record of the issue; `books` are all its books with their file names.

    The record describes the first kind of book; `is_heard`: the sound has its own record.
    """
    fields = (
        *_described(edition, documents),
        *_linked(edition, documents, is_heard=is_heard),
        *_addresses(edition, books),
    )
    stands_alone = edition.isbn or edition.base_url
    return Record(MONOGRAPH if stands_alone else PART, tuple(_control(edition, documents)), fields)


def _control(edition: Edition, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    yield "001", control_number(edition)
    yield "005", marc.stamped(edition)
    yield "006", "m     o  d |      "  # a computer file, online, of documents
    yield "007", "cr |||||||||||"
    # Published on one day (e) in Vietnam (vm); a book's places: illustrated, online (o), no conference's papers,
    # no Festschrift, no index (000), no fiction (0); the rest is left to the cataloguer (|)
    pictures = "a" if _illustrated(documents) else " "
    yield "008", f"{edition.date:%y%m%d}e{edition.date:%Y%m%d}vm {pictures}   |o|||||000 0|{marc.language(edition)} d"


def _illustrated(documents: Sequence[Document]) -> bool:
    return any(part.picture is not None for document in documents if document.article for part in document.parts)


def _described(edition: Edition, documents: Sequence[Document]) -> Iterator[Field]:
    """Yield the fields that describe the issue: 020 to 655."""
    yield "020", "  ", (("a", bare(edition.isbn)), *marc.given("q", "EPUB" if edition.isbn else ""))
    yield from marc.catalogued(edition)
    yield marc.title_field(edition_title(edition), marc.issue_of(edition), marc.publisher_of(edition))
    yield marc.published(edition, " 1", str(edition.date.year))
    pictures = _illustrated(documents)
    extent = marc.term("extent_book")
    yield "300", "  ", (("a", f"{extent} :"), ("b", marc.term("illustrated"))) if pictures else (("a", extent),)
    yield from marc.kinds("text")
    yield "341", "0 ", (("a", "textual"), *(("b", one) for one in FEATURES), ("2", VOCABULARY))
    if pictures:
        yield "341", "0 ", (("a", "visual"), ("b", "alternativeText"), ("2", VOCABULARY))
    yield "347", "  ", (("a", "text file"), ("b", "EPUB"), ("2", "rdaft"))
    articles = [one for one in documents if one.article]
    yield marc.contents([" / ".join(filter(None, [marc.short(one.title), marc.author_of(one)])) for one in articles])
    yield from marc.summary(edition, documents)
    yield "532", "1 ", (("a", words()["summary_light"]),)
    yield "540", "  ", (("a", next(one.text for one in metadata(edition, documents) if one.tag == "rights")),)
    yield from marc.subjects(documents)


def _linked(edition: Edition, documents: Sequence[Document], *, is_heard: bool) -> Iterator[Field]:
    """Yield the linking fields: persons and offices, the serial, the sound (710 to 776)."""
    yield from marc.people(edition, documents)
    yield marc.host(edition)
    if is_heard:
        title = marc.term("sound_title", name=edition_name(edition))
        yield "776", "08", (("i", marc.term("also_sound")), ("t", title), ("w", marc.sound_number(edition)))


def _addresses(edition: Edition, books: Sequence[tuple[BookKind, str]]) -> Iterator[Field]:
    """Yield the address of each book (856)."""
    base = edition.base_url.rstrip("/")
    for kind, name in books if base else ():
        is_described = kind == BOOKS[0]
        more = "" if is_described else f", {label(f'version_{kind.variant}')}"
        address = f"{base}/{quote(edition.id)}/{quote(name)}"
        shown = f"{edition_name(edition)}{more}"
        yield "856", "40" if is_described else "41", (("u", address), ("q", "application/epub+zip"), ("y", shown))
