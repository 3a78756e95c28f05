"""The Vietnamese letters: capitals, letters with a tone mark, and the names of letters.

The range `[A-ZÀ-Ỹ]` is unsuitable as a test for capitals: in Unicode capital and small letters alternate there, so it
matches đ, à and ệ.  Here every letter is listed in a table, and the character classes for regular expressions are made
from it.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
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
"""Every lower-case letter of Vietnamese text, with f j w z, as the content of a character class in a regular
expression.
"""
UPPER: Final = LOWER.upper()
LETTER: Final = LOWER + UPPER
VOWEL_CAPITALS: Final = "".join(letter for letter in LOWER if letter in VOWELS or letter in _TONED).upper()
ANY_LETTER: Final = r"[^\W\d_¹²³¼-¾⁰-⁹₀-₉⅐-↉①-⓿❶-➓㉑-㊿]"
"""A letter of any script, as a regular expression.  Signs of a value are none: for Python, ² and ½ belong to `\\w`."""
_LOWER_SET: Final = frozenset(LOWER)
_OF_VOICES: Final = frozenset(LETTER)
"""The letters that any Vietnamese voice can pronounce."""
_UPPER_SET: Final = frozenset(UPPER)
_VOWEL_SET: Final = frozenset(VOWELS) | frozenset(_TONED)


def is_lower(letter: str) -> bool:
    """Return whether `letter` is one small letter, Vietnamese or of another script that has capitals."""
    return letter in _LOWER_SET or letter.islower()


def is_upper(letter: str) -> bool:
    """Return whether `letter` is one capital, Vietnamese or of another script that has capitals."""
    return letter in _UPPER_SET or letter.isupper()


def is_vowel(letter: str) -> bool:
    """Return whether `letter` is a vowel, with or without a tone mark, small or capital."""
    return letter.lower() in _VOWEL_SET


def split_tone(word: str) -> tuple[str, int, int]:
    """Return a lower-case NFC word without its tone mark, the tone (0 … 5) and the mark's place (-1 if there is none).

    `hoà` → `("hoa", 1, 2)`.  For a word with two tone marks the tone is -1, because no syllable has two.
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
    """Return the small letters that replace `letter` of any Latin alphabet: é → é, ł → l, ﬁ → fi.

    Empty for a letter of another script (я, 中, α) and for other characters, which no Vietnamese voice can pronounce.
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
    """Return words with replacements for Latin letters that Vietnamese voices lack: Straße → Strasse, ĳ → ij.

    Other characters are unchanged.
    """
    if _OF_VOICES.issuperset(written):
        return written
    spoken = []
    for letter in written:
        instead = in_latin(letter)
        same = not instead or instead == letter.lower()
        spoken.append(letter if same else instead.capitalize() if letter.isupper() else instead)
    return "".join(spoken)


@cache
def _latin() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "latin")}


@cache
def letter_names(style: str = "a bê xê") -> dict[str, str]:
    """Return each lower-case letter's spoken name in one of the traditions of `data/letters.tsv`."""
    column = {"a bê xê": 1, "a bê xê đê": 2, "a bờ cờ": 3}[style]
    return {row[0]: row[column] for row in read_table(__package__, "letters")}


@lru_cache(1024)
def spell(text: str, style: str = "a bê xê") -> str:
    """Return the names of the letters of `text`, separated by spaces: `QĐ` → `quy đê`; other characters are left out.

    A letter with a tone mark has the name of its plain letter, another Latin letter that of its replacement (`é` →
    `e`).  A letter of another script is left out; the caller reports it.
    """
    names = letter_names(style)
    spoken = []
    for letter in unicodedata.normalize("NFC", text).lower():
        plain = split_tone(letter)[0]
        for one in plain if plain in names else in_latin(letter):
            base = one if one in names else unicodedata.normalize("NFD", one)[0]
            spoken.append(names[base])
    return " ".join(spoken)
