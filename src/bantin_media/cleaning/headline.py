"""Finds the title of a document by its type size: the lines above the text that are larger than all others.

"GƯƠNG NGƯỜI TỐT" in small letters above "ANH BÍ THƯ VÀ VƯỜN MÍT" in large ones is a kicker, and no part of the title.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Final

from .byline import has_surname, is_person
from .labelling import Label, LabelledLine
from .official_title import is_kind
from .rules import rules, starts_with

_MOST_LINES: Final = 4
_LONGEST: Final = 300
"""In characters, all lines together."""
_SHORTEST_SENTENCE: Final = 40
"""In characters."""
_LONGEST_MASTHEAD: Final = 7
"""In words: "BẢN TIN XÃ MƯỜNG PỒN"."""
_FURTHEST: Final = 12
"""In lines from the first one: a title that is set larger stands within this distance."""


def by_type(lines: Sequence[LabelledLine]) -> list[int]:
    """Return the places of the lines of the title; empty if their type is that of other lines."""
    usual = _usual(lines)
    story = next((at for at, line in enumerate(lines) if _is_text(line, usual)), len(lines))
    head = [at for at, line in enumerate(lines[: min(story, _FURTHEST)]) if _may_head(line)]
    heaviest = max((_weight(lines[at]) for at in head), default=usual)
    if not usual[0] or heaviest <= usual:
        return []
    title = [at for at in head if _weight(lines[at]) == heaviest]
    while len(title) > 1 and is_person(lines[title[-1]].text) and has_surname(lines[title[-1]].text):
        title.pop()  # the author below the title in letters of the same size
    most = _MOST_LINES if heaviest[0] > usual[0] else 1
    together = title[-1] - title[0] == len(title) - 1 and len({lines[at].text.isupper() for at in title}) == 1
    short = sum(len(lines[at].text) for at in title) <= _LONGEST
    if len(title) == 1 and is_kind(lines[title[0]].text):
        title = _gone_on(lines, title[0], head)  # "GIẤY MỜI", "BÀI PHÁT BIỂU": the title goes on below
        most = _MOST_LINES
    return title if together and title and len(title) <= most and short else []


def _gone_on(lines: Sequence[LabelledLine], kind: int, head: list[int]) -> list[int]:
    """Return a document's kind with the bold lines directly below it; empty if there are none."""
    below = itertools.takewhile(
        lambda at: at in head and lines[at].source.bold and not lines[at].is_final, itertools.count(kind + 1)
    )
    more = list(below)
    return [kind, *more] if more else []


def _weight(line: LabelledLine) -> tuple[int, bool]:
    """Return the size of the letters, and whether they are bold."""
    return line.source.size, line.source.bold


def _usual(lines: Sequence[LabelledLine]) -> tuple[int, bool]:
    """Return the weight of most letters of the source."""
    letters: Counter[tuple[int, bool]] = Counter()
    for line in lines:
        letters[_weight(line)] += len(line.text)
    return max(letters, key=lambda weight: letters[weight]) if letters else (0, False)


def _is_text(line: LabelledLine, usual: tuple[int, bool]) -> bool:
    """Return whether a line is a sentence in the size of the text."""
    return line.is_final and len(line.text) >= _SHORTEST_SENTENCE and line.source.size <= usual[0]


def _may_head(line: LabelledLine) -> bool:
    masthead = starts_with(line.text.casefold(), rules().mastheads) and line.syllables <= _LONGEST_MASTHEAD
    return line.is_text and line.label is Label.OPEN and bool(line.text) and not masthead
