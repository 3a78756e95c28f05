"""What a build says when it is done: values, which the command line prints and the manifest remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..errors import BantinError
from ..model import Article, Narration, Notice, Paragraph, plain


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One article in one line."""

    number: int
    title: str
    date: str
    author: str
    paragraphs: int
    duration_ms: int
    dropped: int


GUESS = "reading.guess"
"""The code of a notice that is told first, and stands on the proof page as a row of its own."""


class FileKind(StrEnum):
    """What a finished file is."""

    BOOK = "book"
    ARTICLE = "article"
    PROGRAMME = "programme"
    SLOT = "slot"
    OPUS = "opus"
    PAGE = "page"
    """A page, and everything that goes with books and sound: captions, covers, records."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One finished file: its path below the edition's folder, its kind, size, and length if it sounds."""

    name: str
    kind: FileKind
    size_bytes: int
    duration_ms: int = 0
    variant: str = ""
    """Of a book which one it is, of a slot its number."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said again of an edition with nothing changed."""

    articles: tuple[ArticleLine, ...] = ()
    files: tuple[MadeFile, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionReport:
    """All there is to say of one edition; `unchanged` if nothing had to be made."""

    id: str
    articles: tuple[ArticleLine, ...] = ()
    files: tuple[MadeFile, ...] = ()
    notices: tuple[Notice, ...] = ()
    errors: tuple[BantinError, ...] = ()
    unchanged: bool = False
    is_inside: bool = False
    """Whether it was built where only the office sees it: a draft, or an internal edition."""
    code: str = ""
    """What tells this state of the edition, all that is seen and heard, from any other."""
    readings: tuple[str, ...] = ()
    """Of an edition that was only checked: how many readings there are of each class that is not plain words."""

    @property
    def said(self) -> Said:
        """Return what a manifest remembers of it; errors are not remembered, they are made again."""
        return Said(self.articles, self.files, self.notices)


def remembered(id: str, said: Said) -> EditionReport:
    """Return the report of an edition with nothing changed."""
    return EditionReport(id, said.articles, said.files, said.notices, unchanged=True)


def line_of(article: Article, narrations: Sequence[Narration] = ()) -> ArticleLine:
    """Return the line of one article; its length is that of its own narration, 0 if there is none."""
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
