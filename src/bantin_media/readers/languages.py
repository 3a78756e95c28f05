"""The languages that a source declares → the language of a line; "" if it is Vietnamese or uncertain."""

from __future__ import annotations

from collections.abc import Mapping

from ..vietnamese.languages import foreign_tag

_NEARLY_ALL = 0.9


def foreign(letters: Mapping[str, int], text: str) -> str:
    """Return the language of nearly all of `text`, from the number of `letters` in each, if its words confirm it."""
    if not any(letters):
        return ""
    tag = max(letters, key=lambda one: letters[one])
    return foreign_tag(tag, text) if tag and letters[tag] >= _NEARLY_ALL * sum(letters.values()) else ""
