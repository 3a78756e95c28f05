"""A finished EPUB → what is wrong with it that EPUBCheck and Ace do not see, and much of what they do.

`CHECKS` is the whole list, in the order in which a book is looked at.  EPUBCheck remains the judge of validity;
this looks at what a listener meets: sound that ends too early, words nobody says, pictures without words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..model import Notice
from .book import Book, Unreadable
from .overlays import UNSAID, check_durations, check_overlays, check_sound
from .package import check_manifest, check_metadata, check_spine
from .pages import check_composed, check_headings, check_ids_and_links, check_language, check_pictures
from .parcel import check_dates, check_entries, check_first

__all__ = ["CHECKS", "UNSAID", "verify"]

CHECKS: tuple[Callable[[Book], Iterator[Notice]], ...] = (
    check_first,
    check_dates,
    check_entries,
    check_manifest,
    check_spine,
    check_metadata,
    check_language,
    check_ids_and_links,
    check_headings,
    check_pictures,
    check_composed,
    check_sound,
    check_overlays,
    check_durations,
)


def verify(path: Path) -> tuple[Notice, ...]:
    """Return everything that is wrong with the EPUB at `path`; nothing for a good one.

    A file that cannot be read as an EPUB at all is one notice with the code `epub.unreadable`.
    """
    try:
        with Book(path) as book:
            return tuple(notice for check in CHECKS for notice in check(book))
    except Unreadable as problem:
        return (problem.notice,)
