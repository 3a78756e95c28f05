"""The meanings of abbreviations: the shared table → the meanings of each written form, with their contexts.

The header of `data/abbreviations.tsv` describes the format of a row.  `normalization.evidence` compares the contexts
with a text; this module does not depend on positions in a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .tables import read_table

SIDES = ("before", "after", "near")
FORMS_KEPT = 1024
"""The cache size: several rows ask about the same form, and a text has few different forms."""
SPELLED = "="
"""The spoken cell of a form that has no meaning here and is spelled."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A context of a form: `side` is one of `SIDES`; any one of `phrases` (lower case) is sufficient.

    In a phrase `#` matches a number; the phrase `^` matches a capitalised word.
    """

    side: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a form, which needs one of `conditions`, or none if there are no conditions.

    `is_guess` requests a notice with the reading.  `is_usual` makes a meaning certain that has no conditions, or whose
    only evidence is a number or a capital beside it.  `is_rare` makes a meaning without evidence a guess.
    """

    spoken: str
    conditions: tuple[Condition, ...] = ()
    is_guess: bool = False
    is_usual: bool = False
    is_rare: bool = False


class _Forms(Mapping[str, tuple[Meaning, ...]]):
    """Written form → its meanings.  A row is parsed when its form is first looked up, because a text has few forms."""

    def __init__(self, table: Iterable[tuple[str, ...]]) -> None:
        self._rows: dict[str, list[tuple[str, str]]] = {}
        for written, spoken, context in table:
            self._rows.setdefault(written, []).append((spoken, context))
        self._parsed: dict[str, tuple[Meaning, ...]] = {}

    def __getitem__(self, written: str) -> tuple[Meaning, ...]:
        found = self._parsed.get(written)
        if found is None:
            found = self._parsed[written] = tuple(meaning(*row) for row in self._rows[written])
        return found

    def get(self, written: str, default: Any = None) -> Any:
        return self[written] if written in self._rows else default

    def __contains__(self, written: object) -> bool:
        return written in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@cache
def abbreviations() -> Mapping[str, tuple[Meaning, ...]]:
    """Return the meanings of every written form, in the order in which they are tried."""
    return _Forms(read_table(__package__, "abbreviations"))


@lru_cache(FORMS_KEPT)
def default_meaning(written: str) -> str:
    """Return the meaning of `written` without any context; empty if there is none or it is uncertain."""
    for one in abbreviations().get(written, ()):
        if not one.conditions:
            return "" if one.is_guess or one.spoken == SPELLED else one.spoken
    return ""


@lru_cache(FORMS_KEPT)
def certain_meaning(written: str) -> str:
    """Return the meaning of `written` in every context; empty if there is none or if the form is ambiguous."""
    meanings = abbreviations().get(written, ())
    if any(one.is_rare for one in meanings):
        return ""
    is_certain = len({one.spoken for one in meanings}) == 1 or any(
        one.is_usual and not one.conditions for one in meanings
    )
    return default_meaning(written) if is_certain else ""


def meaning(spoken: str, context: str) -> Meaning:
    """Return one row of a table of meanings."""
    conditions = []
    parts = [part.strip() for part in context.split(";")]
    for part in parts:
        side, _, phrases = part.partition(":")
        if side in SIDES:
            conditions.append(Condition(side, tuple(phrases.split("|"))))
    return Meaning(spoken, tuple(conditions), "guess" in parts, "usual" in parts, "rare" in parts)
