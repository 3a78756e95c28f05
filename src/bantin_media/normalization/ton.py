"""The letter t after a number.  "xe 5t" → "năm tấn", "ông Páo (62t)" → "sáu mươi hai tuổi", "giá 2t3" → "hai tỷ ba …".

The words before decide: a person, a load, a price.  Without them a t is left to the other rows ("lớp 5t"), except alone
on its line, or before a digit: then it is a guess between billions and tons.
"""

from __future__ import annotations

import re

from ..model import Certainty
from ..regex import regex
from .cardinal import cardinal
from .context import Match, Place
from .decimal import amount
from .words import phrases

AGED = regex(r" t(?=\.? [^\W\d_]|[.,;)])")
SPLIT = regex(r"([1-9]\d{0,2})t(\d)(?!\w|[.,/-]\d)")
ALONE = regex(r"\s*\d{1,3}t(?:\s?[-–]\s?\d{1,3}t)?\s*")
"""A line that contains nothing else."""
SIGHT = 4
"""In words: how far before the number the person, the load or the price may be."""


def read(at: Place, number: re.Match[str]) -> Match | None:
    """Match a number and its t: years of age, tons of a load, or billions of a price."""
    words = set(at.words_before(SIGHT))
    if split := at.match(SPLIT):
        return _split(at, split, words)
    end = number.end()
    is_person = bool(words & set(phrases("label", "aged")))
    if AGED.match(at.text, end):
        return Match(end + 2, f"{amount(number.group(), at.style)} tuổi", "measure") if is_person else None
    if at.text[end : end + 1] not in ("t", "T") or at.text[end + 1 : end + 2].isalnum():
        return None
    if is_person and number.group().isdecimal():
        return Match(end + 1, f"{amount(number.group(), at.style)} tuổi", "measure")
    return _of_a_thing(at, number, words)


def _of_a_thing(at: Place, number: re.Match[str], words: set[str]) -> Match | None:
    """Read a t that does not follow a person; a whole number in brackets is an age."""
    end, counted, is_whole = number.end(), amount(number.group(), at.style), number.group().isdecimal()
    is_loaded = bool(words & set(phrases("label", "loaded")))
    if is_whole and not is_loaded and at.char_before == "(" and at.text[end + 1 : end + 2] in (")", ",", ";"):
        return Match(end + 1, f"{counted} tuổi", "measure")
    if is_loaded or not is_whole or at.text[end + 1 : end + 2] == "/":
        return Match(end + 1, f"{counted} tấn", "measure")
    if at.text[end] == "t" and (words & set(phrases("label", "priced")) or ALONE.fullmatch(at.text)):
        return Match(end + 1, f"{counted} tỷ", "money", (), Certainty.GUESS, "", f"{counted} tấn")
    return None


def _split(at: Place, found: re.Match[str], words: set[str]) -> Match:
    """Read "2t3" by the words of a load or of a price; few texts write so, so it is a guess."""
    whole, tenth = cardinal(found[1], at.style), cardinal(found[2], at.style)
    of_money, of_weight = f"{whole} tỷ {tenth} trăm triệu", f"{whole} tấn {tenth}"
    is_load = bool(words & set(phrases("label", "loaded"))) and not words & set(phrases("label", "priced"))
    first, other = (of_weight, of_money) if is_load else (of_money, of_weight)
    return Match(found.end(), first, "measure" if is_load else "money", (), Certainty.GUESS, "", other)
