"""The numbering of a `.docx` (ISO 29500-1, 17.9): a list and a level → the marker of the next item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...regex import regex
from ..list_markers import BULLET, ordinal, written_marker
from .package import child, name_of, value
from .styles import LEVELS, Styles

_PLACE = regex(r"%([1-9])")
_MOST_DIGITS = 6
_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int = LEVELS
    """It restarts after an item of this level, counted from 1, or of a higher one; 0: never."""
    legal: bool = False
    """Whether the numbers of all levels are shown as digits: "1.1" under "I"."""


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str = ""
    starts: Mapping[int, int] | None = None
    levels: Mapping[int, _Level] | None = None
    """The levels that the list defines differently from its abstract list."""


class Numbering:
    """`word/numbering.xml`, and the current count of each list."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._links: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styles = styles
        for one in root if root is not None else ():
            if name_of(one) == "abstractNum":
                key = value(one, "abstractNumId")
                self._levels[key] = dict(_level(level) for level in one if name_of(level) == "lvl")
                link = child(one, "numStyleLink")
                if link is not None:
                    self._links[key] = value(link)
            elif name_of(one) == "num":
                self._lists[value(one, "numId")] = _list(one)

    def marker(self, number: str, level: int) -> str:
        """Return the marker of the next item of a list; empty if the list does not exist or has no marker."""
        one = self._lists.get(number, _List())
        abstract = one.abstract
        if (linked := self._links.get(abstract)) and (target := self._styles.paragraph(linked).number):
            abstract = self._lists.get(target, _List()).abstract
        levels = {**self._levels.get(abstract, {}), **(one.levels or {})}
        own = levels.get(level)
        if own is None:
            return ""
        counts = self._counts.setdefault(abstract, [-1] * LEVELS)
        starts = one.starts or {}
        if level in starts and (number, level) not in self._begun:
            counts[level] = starts[level] - 1
        elif counts[level] < 0:
            counts[level] = own.start - 1
        self._begun.add((number, level))
        counts[level] += 1
        for deeper in range(level + 1, LEVELS):
            if level + 1 <= levels.get(deeper, _Level()).restart:
                counts[deeper] = -1
        return _shown(own, levels, counts)


def _shown(own: _Level, levels: Mapping[int, _Level], counts: list[int]) -> str:
    """Return the marker of an item of the level `own`, from the counts of all levels."""
    if own.form == "bullet":
        return written_marker(own.text)
    if own.form == "none":
        return ""

    def number(place: re.Match[str]) -> str:
        which = int(place[1]) - 1
        one = levels.get(which, _Level())
        return ordinal(counts[which] if counts[which] >= 0 else one.start, "decimal" if own.legal else one.form)

    return _PLACE.sub(number, own.text).strip() or (BULLET if not own.text else "")


def _list(element: Any) -> _List:
    abstract = child(element, "abstractNumId")
    starts: dict[int, int] = {}
    levels: dict[int, _Level] = {}
    for over in element:
        if name_of(over) != "lvlOverride":
            continue
        place, start, level = _digits(value(over, "ilvl"), 0), child(over, "startOverride"), child(over, "lvl")
        if level is not None:
            levels[place] = _level(level)[1]
        if start is not None:
            starts[place] = _digits(value(start), 1)
    return _List(value(abstract) if abstract is not None else "", starts, levels)


def _level(element: Any) -> tuple[int, _Level]:
    start, form, text, restart, legal = (
        child(element, name) for name in ("start", "numFmt", "lvlText", "lvlRestart", "isLgl")
    )
    return _digits(value(element, "ilvl"), 0), _Level(
        _digits(value(start), 1) if start is not None else 1,
        value(form) if form is not None else "decimal",
        value(text)[:40] if text is not None else "",
        _digits(value(restart), LEVELS) if restart is not None else LEVELS,
        legal is not None and value(legal).lower() not in _OFF,
    )


def _digits(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else otherwise
