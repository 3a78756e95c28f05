"""What abbreviations mean: the shared table in, each written form's meanings and their contexts out.

`data/abbreviations.tsv` says in its head how a row is written.  Who reads a text aloud judges the contexts
(`normalization.abbreviation`); the table itself knows nothing of places in a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .tables import read_table

SIDES = ("before", "after", "near")
SPELLED = "="
"""The spoken side of a form that is no short form of words here: it is said letter by letter."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must stand beside a form: `side` is one of `SIDES`, any of `phrases` (lower case) is enough.

    In a phrase `#` stands for a number, and the phrase `^` for a capitalised word.
    """

    side: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of a form: chosen where any of `conditions` holds, or always if there are none.

    `is_guess` asks for a notice although it is said.  `is_usual` makes a meaning certain that has no conditions, or
    only a number or a capital beside it.  `is_rare` makes one a guess that the text around does not speak of.
    """

    spoken: str
    conditions: tuple[Condition, ...] = ()
    is_guess: bool = False
    is_usual: bool = False
    is_rare: bool = False


@cache
def abbreviations() -> Mapping[str, tuple[Meaning, ...]]:
    """Return the meanings of every written form, in the order in which they are to be tried."""
    found: dict[str, list[Meaning]] = {}
    for written, spoken, context in read_table(__package__, "abbreviations"):
        found.setdefault(written, []).append(meaning(spoken, context))
    return MappingProxyType({written: tuple(meanings) for written, meanings in found.items()})


def default_meaning(written: str) -> str:
    """Return what `written` means without any context; empty if that is nothing or not certain."""
    for one in abbreviations().get(written, ()):
        if not one.conditions:
            return "" if one.is_guess or one.spoken == SPELLED else one.spoken
    return ""


def certain_meaning(written: str) -> str:
    """Return what `written` means wherever it stands; empty if that is nothing, or if it may mean something else."""
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
