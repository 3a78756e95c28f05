"""Lists without spaces after commas.  "các tổ 1,2,3" is read like "các tổ 1, 2, 3", "khoản 1,2" like "khoản 1, 2".

A text → the places of such commas; the rows then see the list with spaces.  Three or more numbers are a list.  Two
numbers are one only after a noun that introduces a list and without a unit after them, or as two days before a month
("ngày 7,8/5").  Never grouped thousands ("1,000,000 đồng"), never an amount ("hỗ trợ thôn 1,2 tỷ đồng", "8,5", "mỗi
ngày 1,5 lít").
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ..regex import regex
from ..vietnamese.tables import read_table
from .context import last_word
from .words import phrases

_SEVERAL = regex(r"(?<![\w.,/:-])\d{1,4}(?:,\d{1,4}){2,40}(?![\d:-]|[.,]\d)")
_GOES_ON = regex(r"(?:(?:, | và )\d{1,4}(?:,\d{1,4}){0,40}){1,20}(?![\d:%-]|[.,]\d)")
"""The continuation of a list: "21,22,23, 25,27"; a lower number does not continue it: "1,2,3, 1,5 km"."""
_THOUSANDS = regex(r"\d{1,3}(?:,\d{3})+")
_DAYS = regex(
    r"(?<!\w)[Nn]gày ((?:\d{1,2}, ?){0,8}\d{1,2},\d{1,2}(?:, \d{1,2}){0,8})"
    r"(?=(?:,? và \d{1,2})?(?:/| tháng )\d{1,2}(?!\d))"
)
_NUMBER = regex(r"\d+")
_JOINED = regex(r"\d{1,4}(?:,\d{1,4})+")
_WHICH = r"(?:nay|ngoái|trước|sau|(?:19|20)\d\d)"
"""Behind "năm" a year, and not a number of years: "tháng 6,7 năm ngoái"."""
_LONGEST_NOUN = 24


def glued_commas(text: str) -> frozenset[int]:
    """Return the places in `text` of commas that join two numbers of a list without a space."""
    joined = list(_JOINED.finditer(text))
    found: list[tuple[int, int]] = []
    if any(one.group().count(",") > 1 for one in joined):
        several = (one for one in _SEVERAL.finditer(text) if not _THOUSANDS.fullmatch(one.group()))
        found.extend(_whole_list(text, one) for one in several)
    if "gày " in text and ("/" in text or " tháng " in text):
        found.extend(one.span(1) for one in _DAYS.finditer(text))
    if any(_noun_before(text, one.start()) in _nouns() for one in joined):
        found.extend(one.span(1) for pattern in (_pair(), _months()) for one in pattern.finditer(text))
    return frozenset(index for start, end in found for index in range(start, end) if text[index] == ",")


def _noun_before(text: str, start: int) -> str:
    """Return the word before a number and a space, in lower case."""
    return last_word(text[max(0, start - _LONGEST_NOUN) : start - 1].lower()) if text[start - 1 : start] == " " else ""


def _whole_list(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Return the span of a list of several numbers, and its continuation after a spaced comma if the numbers rise."""
    rest = _GOES_ON.match(text, found.end())
    if rest is None:
        return found.span()
    numbers = [int(number) for number in _NUMBER.findall(text[found.start() : rest.end()])]
    rising = all(one < other for one, other in pairwise(numbers))
    return (found.start(), rest.end()) if rising else found.span()


@cache
def _pair() -> re.Pattern[str]:
    listed = phrases("label", "listed")
    pairs = (one.split(" ") for one in phrases("label", "compound"))
    other = "".join(rf"(?<!{first} )" for first, last in pairs if last in listed)
    return re.compile(rf"(?<!\w)(?i:{other}(?:{'|'.join(listed)})) (\d{{1,3}},[1-9]\d{{0,2}}){_no_amount()}")


@cache
def _nouns() -> frozenset[str]:
    """Return the last words of the nouns that introduce a list of two numbers."""
    return frozenset(last_word(one) for kind in ("listed", "following") for one in phrases("label", kind))


@cache
def _months() -> re.Pattern[str]:
    """Two consecutive months or weeks: "tháng 6,7 mưa nhiều"; not "mỗi tháng 6,7 triệu"."""
    pairs = "|".join(f"{month},{month + 1}" for month in range(1, 12))
    nouns = "|".join(phrases("label", "following"))
    return re.compile(
        rf"(?<!mỗi )(?<!một )(?<!hằng )(?<!hàng )(?<!\w)(?i:{nouns}) ({pairs})(?:(?= năm {_WHICH})|{_no_amount()})"
    )


def _no_amount() -> str:
    """Return the lookahead for "no unit, percent sign or digit follows"."""
    units = (re.escape(row[0]) for row in read_table(__package__, "measure") if row[0].isalpha())
    words = "|".join((*phrases("label", "amount"), *units))
    return rf"(?![\d./-]|[,:]\d|\s?%|\w|\s(?i:{words})(?!\w))"
