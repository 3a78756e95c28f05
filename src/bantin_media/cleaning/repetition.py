"""Detects a text that was pasted twice: paragraphs that occur again further down."""

from __future__ import annotations

from typing import Final

from ..messages import message
from .characters import beginning, folded
from .labelling import Labelling

_SHORTEST: Final = 60
"""In characters: shorter lines may be repeated in any text."""
_FEWEST: Final = 2


def tell(labels: Labelling) -> None:
    """Add one notice if at least two paragraphs occur again, not directly below their first occurrence."""
    first: dict[str, int] = {}
    again: list[int] = []
    for index in labels.body():
        text = labels.lines[index].text
        if len(text) < _SHORTEST:
            continue
        earlier = first.setdefault(folded(text), index)
        if index - earlier > 1:
            again.append(index)
    if len(again) >= _FEWEST:
        labels.notice(
            "line.again", again[0],
            message(
                "{count} paragraphs occur again in the text, from “{line}” on, and are read again",
                count=len(again), line=beginning(labels.lines[again[0]].text),
            ),
            message("If the text was pasted twice, take the second copy out of the source."),
        )  # fmt: skip
