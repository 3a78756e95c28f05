"""What a source says of its words' languages → the language of a line, "" if it is Vietnamese or not sure."""

from __future__ import annotations

from collections.abc import Mapping

from ..vietnamese.languages import foreign_tag

_NEARLY_ALL = 0.9


def foreign(letters: Mapping[str, int], text: str) -> str:
    """Return the language of nearly all of `text`, of which so many `letters` are in each, if its words bear it out."""
    if not any(letters):
        return ""
    tag = max(letters, key=lambda one: letters[one])
    return foreign_tag(tag, text) if tag and letters[tag] >= _NEARLY_ALL * sum(letters.values()) else ""
