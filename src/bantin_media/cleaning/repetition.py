"""Detects a text that was pasted twice, and several stories in one file: "Tin 1: …", "Tin 2: …"."""

from __future__ import annotations

from typing import Final

from ..messages import message
from .characters import beginning, folded
from .labelling import Label, Labelling
from .title_text import is_counted

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
    _several(labels)


def _several(labels: Labelling) -> None:
    """Add one notice if at least two lines above text begin as items of news: they remain parts of one article."""
    kept = [i for i, line in enumerate(labels.lines) if line.label is not Label.DROPPED]
    counted = [i for i in kept if is_counted(labels.lines[i].text) and not labels.lines[i].is_prose]
    if len(counted) >= _FEWEST:
        labels.notice(
            "line.several", counted[1],
            message(
                "{count} lines such as “{line}” begin items of news, and all are one article",
                count=len(counted), line=beginning(labels.lines[counted[1]].text),
            ),
            message("If each is to be an article, put it into a file of its own."),
        )  # fmt: skip
