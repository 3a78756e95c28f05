"""The roles that a page gives its lines → the roles that can be true: one title, one date, one lead.

A list of other articles has titles, dates and leads too, and a clock for visitors has a date.  Only the first of each
kind that belongs to the article is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...model import LineKind, SourceLine
from ...regex import regex
from ...vietnamese.tables import one_of

_LONGEST = {"title": 300, "date": 120, "author": 120, "source": 160, "section": 80, "lead": 1500}
_YEAR_OR_CLOCK = regex(r"\d{4}|\d{1,2}[/.-]\d{1,2}")
_BYLINE = regex(rf"(?i)^(?:{one_of('bantin_media.readers', 'bylines')}[^:]{{0,30}}:|theo\s)")
_LONGEST_BYLINE = 120
_WITHIN_BOX = 2
_NEAR = 6
"""The number of lines above the article's element that may contain its title."""
_SHORTEST_TITLE = 15
"""In characters: a shorter line is the name of a website or a section."""
_AFTER_ARTICLE = 5
"""The number of lines after the article's element that may still contain its author or source."""


def settled(lines: Sequence[SourceLine], main_lines: tuple[int, int] | None, *, named: str = "") -> list[SourceLine]:
    """Return `lines` with at most one of each role (except captions), and the article's surroundings as boilerplate.

    `main_lines` are the first and last line of the article's element, None if no element is declared as such; `named`
    is the title in the page's own metadata.
    """
    possible = [line if _can_be(line) else replace(line, role="") for line in lines]
    title = next((i for i, line in enumerate(possible) if line.role == "title" and line.kind is LineKind.HEADING), -1)
    if title < 0:
        title = next((i for i, line in enumerate(possible) if line.role == "title"), -1)
    if title < 0:
        title = _first_heading(possible, main_lines)
    if title < 0 and main_lines:
        title = _named(possible[: main_lines[0]], named)
    kept = {title}
    start = title if title >= 0 else main_lines[0] if main_lines else 0
    for role in ("date", "source", "section"):
        places = [i for i, line in enumerate(possible) if line.role == role]
        kept.add(next((i for i in places if i > start), places[-1] if places else -1))
    kept |= _authors(possible, start, main_lines)
    leads = [i for i, line in enumerate(possible) if line.role == "lead" and i > start]
    kept |= {i for n, i in enumerate(leads) if i - n == leads[0]}
    result = [
        line if line.role in {"", "caption"} or i in kept else replace(line, role="") for i, line in enumerate(possible)
    ]
    return _surroundings(result, title, main_lines) if main_lines else result


def _first_heading(lines: list[SourceLine], main_lines: tuple[int, int] | None) -> int:
    """Return the last `<h1>` above the article's element, or the only one of the page; -1 if there is none."""
    headings = [i for i, line in enumerate(lines) if line.kind is LineKind.HEADING and line.level == 1]
    above = [i for i in headings if main_lines and i < main_lines[0]]
    return above[-1] if above else headings[0] if len(headings) == 1 else -1


def _named(above: list[SourceLine], named: str) -> int:
    """Return the last line above the article's element with which the page's own title begins, or a heading near it.

    -1 if there is neither.
    """
    low = named.casefold()
    long = [i for i, line in enumerate(above) if len(line.text) >= _SHORTEST_TITLE and not line.role]
    near = [i for i in long if above[i].kind is LineKind.HEADING and i >= len(above) - _NEAR]
    return next((i for i in reversed(long) if low.startswith(above[i].text.casefold())), near[-1] if near else -1)


def _authors(lines: list[SourceLine], start: int, main_lines: tuple[int, int] | None) -> set[int]:
    """Return the author lines next to the title, and those at the end of the article's element.

    A box with the author also has the date, an office and an address: cleaning decides which line is the name.
    """
    places = [i for i, line in enumerate(lines) if line.role == "author"]
    first = next((i for i in places if i > start), places[-1] if places else -1)
    kept = {first}
    for i in places:
        if first < i <= max(kept) + _WITHIN_BOX:
            kept.add(i)
    if main_lines is not None:
        kept |= {i for i in places if i > first and main_lines[1] - _AFTER_ARTICLE <= i < main_lines[1]}
    return kept


def _can_be(line: SourceLine) -> bool:
    if line.role == "updated":
        return False  # cleaning uses the day of a change if the page gives no other
    if line.role not in _LONGEST:
        return True
    if len(line.text) > _LONGEST[line.role] or line.kind in {LineKind.TABLE, LineKind.PICTURE}:
        return False
    return line.role != "date" or bool(line.stamp or _YEAR_OR_CLOCK.search(line.text))


def _surroundings(lines: list[SourceLine], title: int, main_lines: tuple[int, int]) -> list[SourceLine]:
    """Mark the lines before the title and after the article's element as boilerplate."""
    first, end = main_lines
    heading = next(
        (i for i, line in enumerate(lines[:end]) if line.kind is LineKind.HEADING and line.level == 1), first
    )
    first = min(first, heading, title if 0 <= title < end else first)

    def outside(i: int, line: SourceLine) -> bool:
        if first <= i < end or line.role:
            return False
        is_byline = len(line.text) <= _LONGEST_BYLINE and bool(_BYLINE.match(line.text))
        return not (is_byline and end <= i < end + _AFTER_ARTICLE)

    return [replace(line, role="boilerplate") if outside(i, line) else line for i, line in enumerate(lines)]
