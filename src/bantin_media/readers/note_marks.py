"""The text before a note's mark → the mark, placed by what stands before it."""

from __future__ import annotations

import unicodedata

from ..model import NoteMark


def mark_after(before: str, note: str) -> NoteMark:
    """Return the mark of `note` that stands in its line after the text `before`."""
    composed = unicodedata.normalize("NFC", before)
    signs = 0
    for character in reversed(composed):
        if character.isalnum():
            break
        signs += not character.isspace() and unicodedata.category(character)[0] not in "CM"
    return NoteMark(note, sum(map(str.isalnum, composed)), signs)
