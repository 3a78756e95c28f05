"""A finished EPUB → its defects: those that EPUBCheck and Ace do not find, and most of those that they find.

All checks, in the order in which they run: `CHECKS` on the whole book, then all `PAGE_CHECKS` on one page after
another, so that no page is parsed more than twice.  EPUBCheck remains the reference for validity.  These checks are
about readers and listeners: sound that ends too early, text without sound, pictures without a description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..cache import Cache
from ..model import Notice
from .book import Book, Item, Unreadable
from .contents import check_landmarks, check_listed, check_order
from .ocf import check_dates, check_entries, check_first
from .overlays import UNSAID, check_durations, check_overlay, check_sound, check_textrefs
from .package import check_manifest, check_metadata, check_spine
from .pages import check_composed, check_headings, check_ids_and_links, check_language, check_lists, check_pictures
from .pictures import check_images
from .styles import check_active, check_styles
from .verdicts import Verdicts

__all__ = ["ADVICE", "CHECKS", "PAGE_CHECKS", "verify"]

ADVICE = frozenset({UNSAID, "nav.missing", "nav.landmarks", "page.headlines", "style.active"})
"""Codes of notices that do not make a book fail: the editor's template or stylesheet may intend what they report."""

CHECKS: tuple[Callable[[Book], Iterator[Notice]], ...] = (
    check_first,
    check_dates,
    check_entries,
    check_manifest,
    check_spine,
    check_order,
    check_landmarks,
    check_metadata,
    check_lists,
    check_images,
    check_styles,
    check_sound,
)
PAGE_CHECKS: tuple[Callable[[Book, Item], Iterator[Notice]], ...] = (
    check_language,
    check_ids_and_links,
    check_headings,
    check_listed,
    check_pictures,
    check_composed,
    check_active,
    check_overlay,
    check_textrefs,
)


def verify(path: Path, known: Cache | None = None) -> tuple[Notice, ...]:
    """Return the defects of the EPUB at `path`; empty if there are none.

    A sound or a page is not checked again if `known` records that an earlier check found no fault in it.

    A file that cannot be read as an EPUB gives one notice with the code `epub.unreadable`.
    """
    try:
        with Book(path, known) as book:
            whole = [notice for check in CHECKS for notice in check(book)]
            return (*whole, *_of_pages(book), *check_durations(book))
    except Unreadable as problem:
        return (problem.notice,)


def _of_pages(book: Book) -> list[Notice]:
    verdicts, notices = Verdicts(book), []
    for page in book.spine:
        if verdicts.holds(page):
            continue
        found = [notice for check in PAGE_CHECKS for notice in check(book, page)]
        notices += found
        if not found:
            verdicts.add(page)
    verdicts.keep()
    return notices
