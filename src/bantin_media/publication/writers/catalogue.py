"""Records of all editions → `output/opds.xml`, the catalogue that library apps subscribe to (OPDS 1.2).

Addresses are relative, so the folder can be published at any address.  Every book is a separate entry, because the text
edition and the talking book differ in identifier and in accessibility.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from ...configuration.settings import Settings
from ...files import write_whole
from ...templates import environment, render
from ..documents.labels import visible
from .paging import pages, remove_beyond
from .records import EditionRecord, FileRecord, newest_first

NAME: Final = "opds.xml"
BOOKS_A_PAGE: Final = 50
ZULU: Final = "+00:00"


@dataclass(frozen=True, slots=True)
class Book:
    """One entry: a book of an edition."""

    record: EditionRecord
    id: str
    file: FileRecord
    has_sound: bool

    @property
    def href(self) -> str:
        """Return the book's address, relative to the catalogue."""
        return f"{self.record.folder}/{quote(self.file.name)}"

    @property
    def updated(self) -> str:
        """Return when the edition was last revised (RFC 3339)."""
        return self.record.revised.replace(ZULU, "Z")


def write_catalogue(
    records: Sequence[EditionRecord], settings: Settings, target_folder: Path, *, overrides: Path | None = None
) -> list[Path]:
    """Write the catalogue of all public, signed editions; return its files.

    Its date is that of the newest revision.  Raises `ConfigError` for a template, and `OutputError`.
    """
    published = newest_first([record for record in records if record.is_published])
    books = [book for record in published for book in _books(record)]
    templates = environment("feed", overrides)
    templates.filters["visible"] = visible
    base = settings.base_url.rstrip("/")
    identity = base or f"{settings.publisher}\n{settings.title}"
    paths: list[Path] = []
    for page in pages(books, BOOKS_A_PAGE, NAME):
        text = render(
            templates,
            "opds.xml.j2",
            page=page,
            settings=settings.shown(),
            base=f"{base}/" if base else "",
            id=uuid5(NAMESPACE_URL, f"{identity}\nopds").urn,
            updated=max((book.updated for book in books), default="1970-01-01T00:00:00Z"),
        )
        write_whole(target_folder / page.name, text.encode("utf-8"))
        paths.append(target_folder / page.name)
    remove_beyond(len(paths), NAME, target_folder)
    return paths


def _books(record: EditionRecord) -> Iterator[Book]:
    return (Book(record, one.id, one.file, one.has_sound) for one in record.books)
