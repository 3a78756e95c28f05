"""The shape of each line, which is evidence for its neighbours too: prose, sentence, short line, list item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..model import LineKind
from .labelling import LabelledLine
from .markers import is_item

_SHORT: Final = 20
"""In words."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Properties of a line that are also needed for its neighbours."""

    mark: str
    """"f" if the line has final punctuation, else "u": the end of many features."""
    prose: bool
    story: bool
    short: bool
    """It is a short line of text without final punctuation."""
    item: bool
    capitals: bool
    beginning: list[str]


def shape_of(line: LabelledLine) -> Shape:
    """Return the shape of a line."""
    final, prose, text = line.is_final, line.is_prose, line.text
    said = final and len(text) >= 50 and line.is_text and not text.endswith(("...", "…"))
    return Shape(
        mark="f" if final else "u",
        prose=prose,
        story=prose or said or line.source.kind in {LineKind.LIST_ITEM, LineKind.TABLE},
        short=not final and line.is_text and line.syllables <= _SHORT,
        item=line.source.kind is LineKind.LIST_ITEM or is_item(text),
        capitals=text.isupper(),
        beginning=text.split(maxsplit=2)[:2],
    )


def runs_of(shapes: list[Shape]) -> list[int]:
    """Return for each line the length of its run of short lines without final punctuation."""
    short = [shape.short for shape in shapes]
    runs = [0] * len(shapes)
    at = 0
    while at < len(shapes):
        end = at
        while end < len(shapes) and short[end]:
            end += 1
        for one in range(at, end):
            runs[one] = end - at
        at = max(end, at + 1)
    return runs
