"""The order of an article's notices: what may not be published, what changed the text, guesses first; each once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..model import Notice

_CHANGES: Final = (
    "paper.", "title.", "caption.", "heading.", "boilerplate.", "table.", "lead.", "author.", "date.", "line.",
)  # fmt: skip
_ORDER: Final = (*_CHANGES, "official.", "picture.", "", "privacy.")
"""By the beginning of a notice's code; the empty one is for all others."""


def changes_text(notice: Notice) -> bool:
    """Return whether a notice tells of words that a guess moved, dropped or made something else."""
    return notice.code.startswith(_CHANGES)


def ranked(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return `notices` in the order an editor reads them; of those that say the same of the same words, the first."""
    once: dict[tuple[str, str], Notice] = {}
    for notice in notices:
        once.setdefault((notice.code, notice.what), notice)
    return tuple(sorted(once.values(), key=_rank))


def _rank(notice: Notice) -> int:
    named = (rank for rank, begin in enumerate(_ORDER) if begin and notice.code.startswith(begin))
    return next(named, _ORDER.index(""))
