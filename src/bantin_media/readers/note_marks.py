"""The text before a reference to a note → the position of the mark."""

from __future__ import annotations

import unicodedata

from ..model import NoteMark


def mark_after(before: str, note: str) -> NoteMark:
    """Return the mark of `note` after the text `before` of its line."""
    composed = unicodedata.normalize("NFC", before)
    signs = 0
    for character in reversed(composed):
        if character.isalnum():
            break
        signs += not character.isspace() and unicodedata.category(character)[0] not in "CM"
    return NoteMark(note, sum(map(str.isalnum, composed)), signs)
