"""The report of a finished build, as values: the command line prints it and the manifest stores parts of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..errors import BantinError
from ..model import Article, Narration, Notice, Paragraph, plain


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """The data of one article in a report."""

    number: int
    title: str
    date: str
    author: str
    paragraphs: int
    duration_ms: int
    dropped: int


GUESS = "reading.guess"
"""The code of uncertain readings: reported first, and listed in rows of their own on the proof page."""


class FileKind(StrEnum):
    """The kind of a finished file."""

    BOOK = "book"
    ARTICLE = "article"
    PROGRAMME = "programme"
    SLOT = "slot"
    OPUS = "opus"
    PAGE = "page"
    """A page or an accessory file: captions, covers, records."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A finished file: its path inside the edition's folder, its kind, its size, and the duration of its sound."""

    name: str
    kind: FileKind
    size_bytes: int
    duration_ms: int = 0
    variant: str = ""
    """The kind of a book; the number of a broadcast slot."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """The parts of a report that are repeated if the edition is unchanged."""

    articles: tuple[ArticleLine, ...] = ()
    files: tuple[MadeFile, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionReport:
    """The report of one edition; `unchanged` if nothing was generated."""

    id: str
    articles: tuple[ArticleLine, ...] = ()
    files: tuple[MadeFile, ...] = ()
    notices: tuple[Notice, ...] = ()
    errors: tuple[BantinError, ...] = ()
    unchanged: bool = False
    is_inside: bool = False
    """It was built in a folder that is not published: a draft or an internal edition."""
    code: str = ""
    """The code of the edition's state: the digest of everything visible and audible."""
    readings: tuple[str, ...] = ()
    """After a check: the number of readings per semiotic class, plain words excluded."""

    @property
    def stored(self) -> StoredReport:
        """Return the parts that a manifest stores; errors are not stored, because a later build finds them again."""
        return StoredReport(self.articles, self.files, self.notices)


def repeated(id: str, stored: StoredReport) -> EditionReport:
    """Return the report of an unchanged edition."""
    return EditionReport(id, stored.articles, stored.files, stored.notices, unchanged=True)


def line_of(article: Article, narrations: Sequence[Narration] = ()) -> ArticleLine:
    """Return the row of one article; its length is that of its own narration, 0 if there is none."""
    duration_ms = next((one.duration_ms for one in narrations if one.document == article.slug), 0)
    return ArticleLine(
        article.number,
        plain(article.title),
        article.date.isoformat() if article.date else "",
        plain(article.author),
        sum(isinstance(block, Paragraph) for block in article.blocks),
        duration_ms,
        len(article.dropped),
    )
