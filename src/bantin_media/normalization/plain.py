"""Plain prose: well-formed Vietnamese words, in small letters or with an initial capital, read as they are written."""

from __future__ import annotations

from ..regex import regex
from ..vietnamese.letters import ANY_LETTER
from ..vietnamese.syllables import is_syllable
from .context import Match, Place

LONGEST_RUN = 400
"""In words: the maximum length of a run, so that a line without punctuation is read in linear time."""

LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)
RUN = regex("[" + "".join(sorted(LETTERS)) + " ]{1,%d}" % LONGEST_RUN)  # noqa: UP031 (braces)
FIRST = regex("( {0,4})([" + "".join(sorted(LETTERS)) + "]+)")
"""The spaces and the first word of a run: a quick test."""
WORD = regex(rf"{ANY_LETTER}{{1,200}}")
UNITS = frozenset({"ha", "vi", "xi", "i"})
"""Syllables that also have another reading ("mục vi"): the rows of the table are always tried."""
GLUE = frozenset("-./_'’@&+:\\–")


def is_plain(word: str) -> bool:
    """Return whether all words are such words: syllables in small letters, or several with an initial capital."""
    return is_syllable(word) and (word.islower() or (len(word) > 1 and word[1:].islower()))


def is_glued(text: str, end: int) -> bool:
    """Return whether the word that ends at `end` continues without a space, as in 30a, Ê-đê or baochi.vn."""
    if end >= len(text):
        return False
    char = text[end]
    return char.isalnum() or (char in GLUE and text[end + 1 : end + 2].isalnum())


def read(at: Place) -> Match | None:
    """Match one well-formed word that is not in a run of plain words."""
    found = at.match(WORD)
    return Match(found.end(), found.group()) if found and is_plain(found.group()) else None
