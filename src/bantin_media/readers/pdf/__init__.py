"""A PDF → a `Draft` of the lines on its pages; a last resort, because a PDF has neither paragraphs nor headings.

Pages that are pictures of text are read by Tesseract if it is installed; otherwise a notice names them.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import SourceError
from ...messages import message
from ...model import Draft, LineKind
from ..builder import DraftBuilder
from ..recognition import MOST_PAGES, how_to_recognize, recognized, tell_of_page
from ..source import too_large
from .drawn import Drawn, Line
from .layout import shown_on
from .running import running_lines
from .scans import scans
from .stamps import put_in

if TYPE_CHECKING:
    from pypdf import PdfReader

_LARGEST_BYTES = 128 * 1024 * 1024
_MOST_PAGES = 1000
_FEWEST_CHARACTERS = 20
"""A page with less text is searched for pictures of text."""
_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError,
    TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
"""Other exceptions of the parser for a file that violates the format."""


def read(path: Path) -> Draft:
    """Return the lines of a PDF.  Raises `SourceError` if it is locked, damaged, or has only pictures of text."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    if path.stat().st_size > _LARGEST_BYTES:
        raise too_large(str(path), _LARGEST_BYTES)
    builder = DraftBuilder(path)
    try:
        with _quiet(), path.open("rb") as file:
            reader = PdfReader(file)
            if reader.is_encrypted and not reader.decrypt(""):
                raise _locked(path)
            pages = _pages(reader, path)
            _add_pages(builder, pages)
    except (PyPdfError, DependencyError, *_DAMAGE) as error:
        # An encryption for which the parser needs another library.
        if isinstance(error, DependencyError):
            raise _locked(path) from error
        raise SourceError(
            str(path),
            message("is a damaged PDF: {cause}", cause=type(error).__name__),
            message("Ask for the Word file."),
        ) from error
    if not builder.lines:
        raise SourceError(
            str(path), message("has no text: its {number} pages are pictures", number=len(pages)), how_to_recognize()
        )
    _tell(builder, pages)
    return builder.draft(broken_lines=True)


@dataclass(frozen=True, slots=True)
class _Page:
    """The content of a page: its lines, and whether they come from a picture of it."""

    lines: tuple[str, ...]
    recognized: bool = False
    is_picture: bool = False
    laid_over: tuple[str, ...] = ()
    """The words of stamps, seals and notes on it."""
    shown: Drawn = field(default_factory=lambda: Drawn(()))
    """Its note marks and footnotes, if its text is not from a picture."""

    def add_line(self, builder: DraftBuilder, place: int, number: int) -> None:
        """Add one of the lines of page `number` with its type and its note marks."""
        drawn = self.shown.lines[place] if place < len(self.shown.lines) else Line("")
        marks = tuple(replace(mark, note=_note_name(number, figure)) for figure, mark in drawn.marks)
        if drawn.apart:
            builder.blank()
        builder.add(self.lines[place], marks=marks, size=drawn.size, bold=drawn.bold)


def _tell(builder: DraftBuilder, pages: Sequence[_Page]) -> None:
    builder.notice(
        "pdf.last-resort",
        message("was read from a PDF, which contains neither paragraphs nor headings"),
        message("Ask for the Word file; otherwise proof-read every line."),
    )
    if laid_over := [words for page in pages for words in page.laid_over]:
        builder.notice(
            "pdf.stamp",
            message("words laid over the pages were left out: {words}", words="; ".join(laid_over)[:200]),
            message("If they belong to the article, write them into the text."),
        )
    if unread := [str(number) for number, page in enumerate(pages, start=1) if page.is_picture]:
        builder.notice(
            "pdf.pictures-of-text",
            message("these pages are pictures, and their text was not read: {pages}", pages=", ".join(unread)),
            how_to_recognize(),
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress the parser's messages; the relevant ones become errors or notices."""
    logger, handler = logging.getLogger("pypdf"), logging.NullHandler()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def _pages(reader: PdfReader, path: Path) -> list[_Page]:
    """Return the content of each page."""
    if len(reader.pages) > _MOST_PAGES:
        raise SourceError(
            str(path),
            message("has more than {number} pages", number=_MOST_PAGES),
            message("Save only the article itself into the file."),
        )
    pages: list[_Page] = []
    for page in reader.pages:
        shown = shown_on(page)
        text, laid_over = put_in(page, [line.text for line in shown.lines])
        lines = tuple(text)
        if sum(map(len, lines)) >= _FEWEST_CHARACTERS:
            pages.append(_Page(lines, laid_over=tuple(laid_over), shown=shown))
            continue
        pictures = scans(page)
        read_so_far = sum(one.recognized for one in pages)
        words = "\n".join(map(recognized, pictures)) if read_so_far < MOST_PAGES else ""
        if words.strip():
            pages.append(_Page((*lines, *words.splitlines()), recognized=True, laid_over=tuple(laid_over)))
        else:
            pages.append(_Page(lines, is_picture=bool(pictures), laid_over=tuple(laid_over)))
    return pages


def _add_pages(builder: DraftBuilder, pages: Sequence[_Page]) -> None:
    """Add the lines of the pages; running heads and feet are reported once and are not part of the text."""
    running = running_lines([page.lines for page in pages])
    reported: set[str] = set()
    for number, page in enumerate(pages):
        filled = [place for place, line in enumerate(page.lines) if line.strip()]
        edges = {filled[0], filled[-1]} if filled else set()
        for place, line in enumerate(page.lines):
            form = running.get((number, place))
            if form is None and not (place in edges and line.strip(" -–—") == str(number + 1)):
                page.add_line(builder, place, number)
            elif form is None or form not in reported:
                reported.add(form or "")
                reason = message("running head or foot of the pages") if form else message("page number")
                builder.drop(line, reason)
        for words in page.laid_over:
            builder.drop(words, message("laid over the page: a stamp, a seal or a note"))
        if page.recognized:
            tell_of_page(builder, number + 1, "\n".join(page.lines))
    for number, page in enumerate(pages):
        for figure, words in page.shown.notes:
            builder.add(words, LineKind.FOOTNOTE, marker=figure, note=_note_name(number, figure))


def _note_name(page: int, figure: str) -> str:
    """Return the name of a footnote in the draft; it includes the page, because each page may begin its own count."""
    return f"page {page + 1} {figure}"


def _locked(path: Path) -> SourceError:
    return SourceError(
        str(path),
        message("is protected by a password"),
        message("Ask for a file without a password, best of all the Word file."),
    )
