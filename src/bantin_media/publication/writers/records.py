"""An edition → the small record from which index, feed and catalogue are made without opening its files again.

A record is JSON in the edition's own folder.  After a change of one edition only that edition and the three lists are
made again, from all records.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from ...cache import sealed
from ...cache.manifest import DESCRIPTION
from ...model import Edition, Narration, plain
from ...reporting.report import FileKind, MadeFile
from ..books import BOOKS
from ..documents import Document, edition_name, issue_name, voice_credits
from ..documents.labels import imprint_labels
from ..names import programme_name
from .epub.metadata import identifier, in_utc
from .page import COVER, LIST_COVER, THUMBNAIL
from .page.view import ArticleView, article_views

FORMAT = 1


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A finished file of the edition: its name in the edition's folder, its size, and its duration if it is sound."""

    name: str
    size_bytes: int
    duration_ms: int = 0


@dataclass(frozen=True, slots=True)
class BookRecord:
    """A book of the edition: `variant` is its kind (`books.BOOKS`), `id` its URN."""

    variant: str
    id: str
    file: FileRecord
    has_sound: bool = False


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article: `name` is the stem of its file names, `href` the address of its page."""

    name: str
    title: str
    section: str
    lead: str
    author: str
    href: str
    sound: FileRecord | None = None
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """The data of an edition for index, feed and catalogue.  Dates are ISO, `revised` in UTC; ids are URNs."""

    id: str
    title: str
    name: str
    issue: str
    date: str
    revised: str
    publisher: str
    language: str
    is_public: bool
    is_approved: bool
    key: str
    rights: str = ""
    voice_credits: str = ""
    is_sample: bool = False
    cover: str = COVER
    thumbnail: str = THUMBNAIL
    articles: tuple[ArticleRecord, ...] = ()
    books: tuple[BookRecord, ...] = ()
    """The book with the most content first."""
    programme: FileRecord | None = None
    transcript: str = ""
    chapters: str = ""
    correction: str = ""
    """The editor's text about corrections since publication."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Relative name → SHA-256 of every finished file except this record."""

    @property
    def is_published(self) -> bool:
        """Return whether it may be listed in feed and catalogue: it is public and signed."""
        return self.is_public and self.is_approved

    @property
    def list_cover(self) -> str:
        """Return the name of the cover for the list of all editions; editions of older versions have no small one."""
        return LIST_COVER if LIST_COVER in self.files else self.thumbnail

    @property
    def day(self) -> dt.date:
        """Return the day of issue."""
        return dt.date.fromisoformat(self.date)

    @property
    def moment(self) -> dt.datetime:
        """Return the time of its last revision."""
        return dt.datetime.fromisoformat(self.revised)

    @property
    def folder(self) -> str:
        """Return the edition's folder as a relative web address."""
        return quote(self.id)

    @property
    def season(self) -> int:
        """Return the quarter of the year, 1 to 4, which determines its colour."""
        return (self.day.month - 1) // 3 + 1

    @property
    def duration_ms(self) -> int:
        """Return the duration of the edition's sound in milliseconds."""
        if self.programme:
            return self.programme.duration_ms
        return sum(article.sound.duration_ms for article in self.articles if article.sound)

    def uuid(self, part: str) -> str:
        """Return the UUID of a part of this edition; it does not depend on the text."""
        return str(uuid5(UUID(self.key), part))


def edition_record(
    edition: Edition, documents: Sequence[Document], narrations: Mapping[str, Narration], files: Sequence[MadeFile]
) -> EditionRecord:
    """Return the record of `edition`; `files` are all its finished files, with names relative to its folder."""
    records = {file.name: FileRecord(file.name, file.size_bytes, file.duration_ms) for file in files}
    books = {file.variant: records[file.name] for file in files if file.kind is FileKind.BOOK}
    programme = next((records[file.name] for file in files if file.kind is FileKind.PROGRAMME), None)
    stem = programme_name(edition.id)
    authors = {one.slug: plain(one.author) for one in edition.articles}
    return EditionRecord(
        id=edition.id,
        title=edition.title,
        name=edition_name(edition),
        issue=issue_name(edition),
        date=edition.date.isoformat(),
        revised=in_utc(edition.revised).isoformat(),
        publisher=edition.publisher,
        language=edition.language,
        is_public=edition.is_public,
        is_approved=not edition.is_draft,
        key=identifier(edition, "page"),
        rights=edition.rights,
        voice_credits=voice_credits(edition),
        is_sample=edition.is_sample,
        articles=tuple(
            _article(view, authors[view.slug], records) for view in article_views(documents, narrations, {})
        ),
        books=tuple(
            BookRecord(kind.variant, identifier(edition, kind.variant), books[kind.variant], kind.has_sound)
            for kind in reversed(BOOKS)
            if kind.variant in books
        ),
        programme=programme,
        transcript=_name(records, f"{stem}.vtt"),
        chapters=_name(records, f"{stem}.chapters.json"),
        correction=dict(edition.imprint.lines).get(imprint_labels()["correction"], ""),
    )


def describe(record: EditionRecord) -> bytes:
    """Return the content of the record file in an edition's folder."""
    return sealed.sealed(FORMAT, record)


def described(folder: Path) -> EditionRecord | None:
    """Return the record in `folder`, with the folder's name as id; None if it is missing, damaged or not plausible.

    So an edition is complete in its folder: it may be moved, and the work folder may be deleted.
    """
    found = sealed.read(folder / DESCRIPTION, FORMAT, EditionRecord)
    return replace(found, id=folder.name) if found and _is_sound(found) else None


def from_older(values: object) -> EditionRecord | None:
    """Return the record from a manifest of an older version; None if `values` is not one."""
    try:
        whole = values if "books" in values else _upgraded(values)  # type: ignore[operator, arg-type]
        found = sealed.shaped(EditionRecord, whole)
    except (ValueError, KeyError, TypeError):
        return None
    return found if _is_sound(found) else None


def _is_sound(record: EditionRecord) -> bool:
    try:
        return bool(record.day and record.moment and UUID(record.key))
    except ValueError:
        return False


def _upgraded(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an older record, which has two keys per book, in the current format."""
    rest = dict(values)
    books = [(kind, rest.pop(f"{kind.variant}_id"), rest.pop(kind.variant)) for kind in reversed(BOOKS)]
    return rest | {
        "books": [
            {"variant": one.variant, "id": id, "file": file, "has_sound": one.has_sound}
            for one, id, file in books
            if file
        ]
    }


def newest_first(records: Sequence[EditionRecord]) -> list[EditionRecord]:
    """Return `records` by day of issue and, for one day, by id, in descending order."""
    return sorted(records, key=lambda one: (one.date, one.id), reverse=True)


def _article(view: ArticleView, author: str, records: Mapping[str, FileRecord]) -> ArticleRecord:
    return ArticleRecord(
        name=view.document.name,
        title=view.document.title,
        section=view.document.section,
        lead=view.lead,
        author=author,
        href=view.own_href,
        sound=records.get(f"{view.slug}.mp3"),
        transcript=_name(records, f"{view.slug}.vtt"),
    )


def _name(records: Mapping[str, FileRecord], name: str) -> str:
    return name if name in records else ""
