"""A finished EPUB → what is wrong with it that EPUBCheck and Ace do not see, and much of what they do.

`CHECKS` and `PAGE_CHECKS` are the whole list, in the order in which a book is looked at: first as a whole, then page
by page, so that each page is read once or twice, however many checks there are.  EPUBCheck remains the judge of
validity; this looks at what a listener meets: sound that ends too early, words nobody says, pictures without words.
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

__all__ = ["ADVICE", "CHECKS", "PAGE_CHECKS", "verify"]

ADVICE = frozenset({UNSAID, "nav.missing", "nav.landmarks", "page.headlines", "style.active"})
"""Codes of what an editor's own template or stylesheet may have meant: told, and no reason to refuse the book."""

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
    """Return everything that is wrong with the EPUB at `path`; nothing for a good one.

    Sound that `known` has found to be whole is not looked at frame by frame again.

    A file that cannot be read as an EPUB at all is one notice with the code `epub.unreadable`.
    """
    try:
        with Book(path, known) as book:
            whole = [notice for check in CHECKS for notice in check(book)]
            paged = [notice for page in book.spine for check in PAGE_CHECKS for notice in check(book, page)]
            return (*whole, *paged, *check_durations(book))
    except Unreadable as problem:
        return (problem.notice,)
