"""What a build says when it is done: values, which the command line prints and the manifest remembers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

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
class EditionReport:
    """All there is to say of one edition; `unchanged` where nothing had to be made."""

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
    """Of an edition that was only checked: what is said otherwise than it is written, sorted, to be proof-read."""

    def record(self) -> dict[str, Any]:
        """Return the report as JSON values; errors are not remembered, they are made again."""
        return {
            "articles": [asdict(line) for line in self.articles],
            "files": [asdict(file) for file in self.files],
            "notices": [asdict(notice) for notice in self.notices],
        }


def remembered(id: str, record: Mapping[str, Any]) -> EditionReport:
    """Return the report of an edition with nothing changed.  Raises `TypeError` or `KeyError` for a foreign record."""
    return EditionReport(
        id,
        tuple(ArticleLine(**line) for line in record["articles"]),
        tuple(MadeFile(**{**file, "kind": FileKind(file["kind"])}) for file in record["files"]),
        tuple(Notice(**notice) for notice in record["notices"]),
        unchanged=True,
    )


def line_of(article: Article, narrations: Sequence[Narration] = ()) -> ArticleLine:
    """Return the line of one article; its length is that of its own narration, 0 where there is none."""
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
