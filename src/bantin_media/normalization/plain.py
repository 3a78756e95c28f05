"""Plain prose: well-formed Vietnamese words, in small letters or with a capital first, said as they stand."""

from __future__ import annotations

from ..regex import regex
from ..vietnamese.syllables import is_syllable
from .context import Match, Place

LONGEST_RUN = 400
"""A run is cut here, so that a line without any stop is still read in linear time."""

LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)
RUN = regex("[" + "".join(sorted(LETTERS)) + " ]{1,%d}" % LONGEST_RUN)  # noqa: UP031 (braces)
WORD = regex(r"[^\W\d_]+")
UNITS = frozenset({"ha", "vi", "xi", "i"})
"""Syllables that are also measured or counted in ("mục vi"): the rows of the table are always asked."""
GLUE = frozenset("-./_'’@&+:\\–")


def is_plain(word: str) -> bool:
    """Return whether prose is made of such words: syllables in small letters, or several with a capital first."""
    return is_syllable(word) and (word.islower() or (len(word) > 1 and word[1:].islower()))


def is_glued(text: str, end: int) -> bool:
    """Return whether the word that ends at `end` goes on without a space, as in 30a, Ê-đê or baochi.vn."""
    if end >= len(text):
        return False
    char = text[end]
    return char.isalnum() or (char in GLUE and text[end + 1 : end + 2].isalnum())


def read(at: Place) -> Match | None:
    """Accept one well-formed word where the short cut stopped before it."""
    found = at.match(WORD)
    return Match(found.end(), found.group()) if found and is_plain(found.group()) else None
