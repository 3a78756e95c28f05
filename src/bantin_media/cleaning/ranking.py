"""Sorts an article's notices: text that must not be published, changes of the text, guesses, all others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..model import Notice

_CHANGES: Final = (
    "paper.", "title.", "caption.", "heading.", "boilerplate.", "table.", "lead.", "author.", "date.", "line.",
)  # fmt: skip
_ORDER: Final = (*_CHANGES, "official.", "picture.", "", "privacy.")
"""The prefixes of notice codes in order; the empty prefix matches all others."""


def changes_text(notice: Notice) -> bool:
    """Return whether a notice is about words that a guess moved, dropped or turned into another kind of text."""
    return notice.code.startswith(_CHANGES)


def ranked(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return `notices` in the order for the editor, without those that repeat code and text of an earlier one."""
    once: dict[tuple[str, str], Notice] = {}
    for notice in notices:
        once.setdefault((notice.code, notice.what), notice)
    return tuple(sorted(once.values(), key=_rank))


def _rank(notice: Notice) -> int:
    named = (rank for rank, begin in enumerate(_ORDER) if begin and notice.code.startswith(begin))
    return next(named, _ORDER.index(""))
