"""The Vietnamese letters: which are capital, which carry a tone, and what each is called.

The range `[A-ZÀ-Ỹ]` is no test for a capital: in Unicode the cases alternate there, so it matches đ, à and ệ.
Here every letter stands in a table, and the classes for regular expressions are made from it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from .tables import read_table

_PLAIN: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
VOWELS: Final = "aăâeêioôơuưy"
"""The twelve vowel letters, without tone."""
TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Combining marks in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng."""

_TONED: Final = {
    unicodedata.normalize("NFC", vowel + mark): (vowel, tone)
    for vowel in VOWELS
    for tone, mark in enumerate(TONES)
    if tone
}

LOWER: Final = _PLAIN + "".join(_TONED)
"""Every lower-case letter of Vietnamese text, f j w z included: a regular expression's class without brackets."""
UPPER: Final = LOWER.upper()
LETTER: Final = LOWER + UPPER
VOWEL_CAPITALS: Final = "".join(letter for letter in LOWER if letter in VOWELS or letter in _TONED).upper()
_LOWER_SET: Final = frozenset(LOWER)
_OF_VOICES: Final = frozenset(LETTER)
"""What any Vietnamese voice can say."""
_UPPER_SET: Final = frozenset(UPPER)
_VOWEL_SET: Final = frozenset(VOWELS) | frozenset(_TONED)


def is_lower(letter: str) -> bool:
    """Return whether `letter` is one lower-case letter of Vietnamese, or of another script that has case."""
    return letter in _LOWER_SET or letter.islower()


def is_upper(letter: str) -> bool:
    """Return whether `letter` is one capital of Vietnamese, or of another script that has case."""
    return letter in _UPPER_SET or letter.isupper()


def is_vowel(letter: str) -> bool:
    """Return whether `letter` is a vowel letter, with or without a tone, in either case."""
    return letter.lower() in _VOWEL_SET


def split_tone(word: str) -> tuple[str, int, int]:
    """Return a lower-case NFC word without its tone, the tone (0 … 5) and where it stood (-1 for none).

    `hoà` → `("hoa", 1, 2)`.  A word with two tone marks comes back with tone -1: no syllable has two.
    """
    letters, tone, place = [], 0, -1
    for index, letter in enumerate(word):
        if letter in _TONED:
            if tone:
                return word, -1, -1
            letter, tone = _TONED[letter]  # noqa: PLW2901 -- the letter goes on without its tone
            place = index
        letters.append(letter)
    return "".join(letters), tone, place


@cache
def in_latin(letter: str) -> str:
    """Return the small letter or letters that stand for `letter` of any script that is Latin: é → é, ł → l, ﬁ → fi.

    Empty for a letter of another script (я, 中, α) and for what is no letter: no Vietnamese voice can say it.
    """
    small = unicodedata.normalize("NFC", letter.lower())
    if unicodedata.normalize("NFD", small)[:1] in _LOWER_SET and len(small) == 1:
        return small
    if instead := _latin().get(small, ""):
        return instead
    parts = unicodedata.normalize("NFKD", small)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain if plain and _LOWER_SET.issuperset(plain) else ""


def in_latin_letters(written: str) -> str:
    """Return words with what stands for each Latin letter that no Vietnamese voice has: Straße → Strasse, ĳ → ij.

    What is no Latin letter stays.
    """
    if _OF_VOICES.issuperset(written):
        return written
    said = []
    for letter in written:
        instead = in_latin(letter)
        same = not instead or instead == letter.lower()
        said.append(letter if same else instead.capitalize() if letter.isupper() else instead)
    return "".join(said)


@cache
def _latin() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "latin")}


@cache
def letter_names(style: str = "a bê xê") -> dict[str, str]:
    """Return each lower-case letter's spoken name in one of the traditions of `data/letters.tsv`."""
    column = {"a bê xê": 1, "a bê xê đê": 2, "a bờ cờ": 3}[style]
    return {row[0]: row[column] for row in read_table(__package__, "letters")}


def spell(text: str, style: str = "a bê xê") -> str:
    """Return the letters of `text` by name, a space between: `QĐ` → `quy đê`; other characters are left out.

    A letter that carries a tone is named by its plain letter, another Latin one by what stands for it (`é` → `e`);
    a letter of another script is left out: the caller reports what it cannot say.
    """
    names = letter_names(style)
    said = []
    for letter in unicodedata.normalize("NFC", text).lower():
        plain = split_tone(letter)[0]
        for one in plain if plain in names else in_latin(letter):
            base = one if one in names else unicodedata.normalize("NFD", one)[0]
            said.append(names[base])
    return " ".join(said)
