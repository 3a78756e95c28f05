"""Plain prose: well-formed Vietnamese words, in small letters or with a capital first, said as they stand."""

from __future__ import annotations

import re
from functools import cache

from ..vietnamese.syllables import syllables
from .context import Match, Place

LONGEST_RUN = 400
"""A run is cut here, so that a line without any stop is still read in linear time."""

LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)
RUN = re.compile("[" + "".join(sorted(LETTERS)) + " ]{1,%d}" % LONGEST_RUN)  # noqa: UP031 (braces)
WORD = re.compile(r"[^\W\d_]+")
GLUE = frozenset("-./_'’@&+:\\–")


@cache
def plain_words() -> frozenset[str]:
    """Return the words that prose is made of: every syllable in small letters and with a capital first."""
    words = {""}
    for syllable in syllables():
        words.add(syllable)
        if len(syllable) > 1:
            words.add(syllable[0].upper() + syllable[1:])
    return frozenset(words)


def is_glued(text: str, end: int) -> bool:
    """Return whether the word that ends at `end` goes on without a space, as in 30a, Ê-đê or baochi.vn."""
    if end >= len(text):
        return False
    char = text[end]
    return char.isalnum() or (char in GLUE and text[end + 1 : end + 2].isalnum())


def read(at: Place) -> Match | None:
    """Accept one well-formed word where the short cut stopped before it."""
    found = at.match(WORD)
    return Match(found.end(), found.group()) if found and found.group() in plain_words() else None
