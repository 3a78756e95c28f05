"""Whole numbers.  "5.000 cây" → "năm nghìn cây", "05 tập thể" → "năm tập thể", "0912345678" digit by digit.

All other classes use the functions below for number words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from typing import Literal

from ..configuration.settings import ReadingStyle
from ..model import Certainty
from ..regex import regex
from ..vietnamese.syllables import syllables
from .context import Match, Place
from .words import phrases

DIGIT = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
FAR = 120
"""In characters: the distance within which a second thing with a number is evidence."""
LARGEST_DIGITS = 19
"""In digits: a longer number is not an amount and is read digit by digit."""


def digits_one_by_one(digits: str) -> str:
    """Return the name of each digit: "113" → "một một ba"; a superscript (²) has the name of its digit."""
    return " ".join(DIGIT[unicodedata.digit(digit)] for digit in digits)


def cardinal(number: int | str, style: ReadingStyle) -> str:
    """Return the words of a whole number, given as an int or as ASCII digits; leading zeros are omitted.

    108 → "một trăm linh tám".  A number of more than 19 digits is read digit by digit.
    """
    digits = str(number).lstrip("0")
    if len(digits) < 4:
        return _small(style.zero_tens, style.four_after_tens)[int(digits or 0)]
    if len(digits) > LARGEST_DIGITS:
        return digits_one_by_one(digits)
    if len(digits) > 9:
        head = f"{cardinal(digits[:-9], style)} tỷ"
        return f"{head} {_below_billion(digits[-9:], style, after_higher=True)}".strip()
    return _below_billion(digits, style, after_higher=False)


def year(digits: str, style: ReadingStyle) -> str:
    """Return the words of a year: 2009 → "hai nghìn không trăm linh chín", 1975 → "một nghìn chín trăm …"."""
    return cardinal(digits, style)


@cache
def _small(zero_tens: Literal["linh", "lẻ"], four_after_tens: Literal["tư", "bốn"]) -> tuple[str, ...]:
    """Return the words of 0 to 999; cached, because most numbers are in this range."""
    style = replace(ReadingStyle(), zero_tens=zero_tens, four_after_tens=four_after_tens)
    return DIGIT[0], *(_below_billion(str(number), style, after_higher=False) for number in range(1, 1000))


def _below_billion(digits: str, style: ReadingStyle, *, after_higher: bool) -> str:
    """Return the words of up to nine digits; `after_higher` if a higher group precedes."""
    padded = digits.zfill(9)
    spoken: list[str] = []
    for group, scale in ((padded[:3], "triệu"), (padded[3:6], style.thousand), (padded[6:], "")):
        if group == "000":
            continue
        spoken.append(_group(group, style, after_higher=after_higher or bool(spoken)))
        if scale:
            spoken.append(scale)
    return " ".join(spoken)


def _group(group: str, style: ReadingStyle, *, after_higher: bool) -> str:
    """Return the words of three digits: 009 after a higher group → "không trăm linh chín"."""
    hundreds, tens, units = (int(digit) for digit in group)
    spoken: list[str] = []
    if hundreds:
        spoken.append(f"{DIGIT[hundreds]} trăm")
    elif after_higher and style.zero_hundreds:
        spoken.append("không trăm")
    if tens == 0 and units and (hundreds or after_higher):
        spoken.append(style.zero_tens)
    elif tens == 1:
        spoken.append("mười")
    elif tens > 1:
        spoken.append(f"{DIGIT[tens]} mươi")
    if units:
        spoken.append(_unit(units, tens, style))
    return " ".join(spoken)


def _unit(unit: int, tens: int, style: ReadingStyle) -> str:
    if unit == 1 and tens > 1:
        return "mốt"
    if unit == 4 and tens > 1:
        return style.four_after_tens
    if unit == 5 and tens > 0:
        return "lăm"
    return DIGIT[unit]


GROUPED = regex(r"\d{1,3}(?:\.\d{3}){1,6}(?![.,]?\d)")
FIGURES = regex(r"([1-9]\d{0,2})((?: \d{3}){1,3})(?![.,/:\-]?\d|[^\W_])")
"""Two numbers of a list, or one amount with spaces between thousands: the first number, and the rest."""
DIGITS = regex(r"\d+")
ROUND = regex(r"[1-9]\d{0,6}0{9,}")
"""Thousands of millions and more: neither a telephone number nor a code."""
NUMBERED = regex(r"([1-9]\d?) (?=[1-9]\d{0,2} ?(?:[^\W\d_]{1,9}[23²³]?|%)(?![\w/]))(?=(\d{3}))")
"""The number of a pond or a plot before its amount, which together look like a spaced thousand: "ao 1 420kg"."""
GLUED = regex(r"(\d{1,9})([^\W\d_]{2,7})(?!\w)")


def read_glued(at: Place) -> Match | None:
    """Match a number whose following space is missing: "5xã", "10người"; not "30a" or "5G"."""
    found = at.match(GLUED)
    if found is None or found.group(2) not in syllables():
        return None
    word = found.group(2)
    if word.isascii() and len(word) < 3 and word not in phrases("per", "noun"):
        return None
    return Match(found.end(1), cardinal(found.group(1), at.style))


def read_numbered(at: Place) -> Match | None:
    """Match the number of a thing that its amount follows after a space: "ao 1 420kg, ao 2 385kg".

    Several things that are numbered in this way make it certain; otherwise the amount of both is the other reading.
    """
    found = at.match(NUMBERED)
    if found is None or not at.follows(phrases("around", "site")):
        return None
    spoken = f"{cardinal(found[1], at.style)},"
    others = re.findall(
        rf"(?<!\w){re.escape(at.word)} (\d{{1,2}}) ?[:\d]", at.line.lower[max(0, at.start - FAR) : at.start + FAR]
    )
    if len(set(others)) > 1:
        return Match(found.end(1), spoken, "", (), Certainty.CONTEXT, f"{at.word} …")
    return Match(found.end(1), spoken, "", (), Certainty.GUESS, "", cardinal(found[1] + found[2], at.style))


def read(at: Place) -> Match | None:
    """Match any whole number; the leading zeros of a count are omitted, those of any other number are read."""
    plain = at.match(DIGITS)
    if plain is None:
        return None
    mark = at.text[plain.end() : plain.end() + 1]
    if mark == "." and (found := at.match(GROUPED)):
        digits = re.sub(r"\D", "", found.group())
        return Match(found.end(), cardinal(digits, at.style))
    if mark == " " and (found := at.match(FIGURES)) and not at.left[-1:].isdecimal():
        return _figures(at, found)
    digits = plain.group()
    if (len(digits) > 9 and ROUND.fullmatch(digits) is None) or (digits[0] == "0" and len(digits) > 2):
        return Match(plain.end(), digits_one_by_one(digits))
    return Match(plain.end(), cardinal(digits, at.style))


def _figures(at: Place, found: re.Match[str]) -> Match:
    """Read "120 486" as two numbers of a list, and offer the reading as one amount."""
    spoken = [digits_one_by_one(one) if one[0] == "0" else cardinal(one, at.style) for one in found.group().split()]
    joined = cardinal(found.group().replace(" ", ""), at.style)
    return Match(found.end(), ", ".join(spoken), "", (), Certainty.GUESS, "a bcd", joined)
