"""A PDF → a `Draft` of the lines on its pages: the last resort, for a PDF knows neither paragraphs nor headings."""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SourceError
from ..messages import message
from ..model import Draft
from .builder import DraftBuilder
from .source import too_large

if TYPE_CHECKING:
    from pypdf import PdfReader

_LARGEST_BYTES = 128 * 1024 * 1024
_MOST_PAGES = 1000
_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError,
    TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What the parser raises, beside its own errors, where a file is not what the format's rules say."""


def read(path: Path) -> Draft:
    """Return the lines of a PDF.  Raises `SourceError` where it is locked, damaged, or has only pictures of text."""
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
            for number, text in _pages(reader, path):
                _add_page(builder, number, text)
            pages = len(reader.pages)
    except (PyPdfError, DependencyError, *_DAMAGE) as error:
        # A lock of a newer kind, for which the parser wants a library of its own.
        if isinstance(error, DependencyError):
            raise _locked(path) from error
        raise SourceError(
            str(path),
            message("is a damaged PDF: {cause}", cause=type(error).__name__),
            message("Ask for the Word file."),
        ) from error
    if not builder.lines:
        raise SourceError(
            str(path),
            message("has no text: its {number} pages are pictures", number=pages),
            message("Ask for the Word file, or type the text."),
        )
    builder.notice(
        "pdf.last-resort",
        message("was read from a PDF, which keeps neither paragraphs nor headings"),
        message("Ask for the Word file; otherwise proof-read every line."),
    )
    return builder.draft(broken_lines=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the parser's own remarks on a file off the editor's screen: what matters becomes an error or a notice."""
    logger, handler = logging.getLogger("pypdf"), logging.NullHandler()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def _pages(reader: PdfReader, path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number of each page and its text."""
    if len(reader.pages) > _MOST_PAGES:
        raise SourceError(
            str(path),
            message("has more than {number} pages", number=_MOST_PAGES),
            message("Save only the article itself into the file."),
        )
    for number, page in enumerate(reader.pages, start=1):
        yield number, page.extract_text()


def _add_page(builder: DraftBuilder, number: int, text: str) -> None:
    """Add the lines of a page; its number, alone on its first or last line, is no part of the text."""
    lines = text.splitlines()
    filled = [place for place, line in enumerate(lines) if line.strip()]
    edges = {filled[0], filled[-1]} if filled else set()
    for place, line in enumerate(lines):
        if place in edges and line.strip(" -–—") == str(number):
            builder.drop(line, message("page number"))
        else:
            builder.add(line)


def _locked(path: Path) -> SourceError:
    return SourceError(
        str(path),
        message("is protected by a password"),
        message("Ask for a file without a password, best of all the Word file."),
    )
