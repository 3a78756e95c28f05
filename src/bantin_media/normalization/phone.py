"""Telephone numbers, digit by digit in groups.  "0912.345.678" → "không chín một hai, ba bốn năm, sáu bảy tám".

The x of a masked number is read ("09xx.xxx.xxx").  A short number is a telephone number only after a word for calling
("gọi 113").
"""

from __future__ import annotations

import re
from functools import cache

from ..regex import regex
from ..vietnamese.letters import letter_names
from . import around
from .cardinal import GROUPED, digits_one_by_one
from .context import JOINING, Match, Place, ending, last_word, without_list
from .words import phrases

_SEPARATOR = "[ .\u00a0-]"
_PREFIX = rf"(?:\(\+?\d{{2,4}}\)|\+84|\b84(?={_SEPARATOR}?9)|0)"
_GROUPS = r"(?:\([\dxX*]{1,11}\)|[\dxX*]{1,14}(?![\dxX*]))"
_END = r"(?![\w*]|[.\-]\d)"
TIGHT = regex(rf"{_PREFIX}(?:{_SEPARATOR}?{_GROUPS}){{1,5}}{_END}")
LOOSE = regex(rf"{_PREFIX}(?:{_SEPARATOR}{{0,3}}{_GROUPS}){{1,5}}{_END}")
HOTLINE = regex(rf"1[89]00(?:{_SEPARATOR}?\d{{2,4}}){{1,3}}(?!\w|[.,]\d)")
SHORT = regex(r"(?:11[1-9]|1022|1080|156|5656)(?![\w/]|[.,]\d)")
CODE = regex(r"\d{3,5}(?![\w/]|[., ]\d)")
LABELLED = regex(rf"[1-9]\d{{0,5}}(?:{_SEPARATOR}\d{{2,4}}){{1,3}}(?!\w|[.,]\d)|[1-9]\d{{5,10}}(?!\w|[.,]\d)")
EXPLAINED = regex(r"(?<=\d) ?\([^()]{1,40}\)")
"""A remark in brackets after a number of a list."""
GROUP = regex(r"[\dxX*]+")
SHORTEST_DIGITS, LONGEST_DIGITS, HOTLINE_DIGITS = 9, 14, 8
BEGINS = frozenset("0+(8")
ABROAD_DIGITS = 11
"""The number of digits with the country code 84 and no plus; a number of other length is an amount of millions."""
SIGHT = 8
COUNTED = frozenset({"count", "measured", "noun", "amount"})
MASK = frozenset("xX*")


def read(at: Place) -> Match | None:
    """Match a number that can be dialled.  Never an amount: an amount has no leading zero."""
    for pattern in (TIGHT, LOOSE) if at.text[at.start] in BEGINS else ():
        found = at.match(pattern)
        if found and _is_dialled(found.group()) and not _is_amount(at, found):
            return _match(at, found, found.end())
    hotline = at.match(HOTLINE) if at.text[at.start] == "1" else None
    if hotline and sum(map(str.isdecimal, hotline.group())) >= HOTLINE_DIGITS:
        return _match(at, hotline, hotline.end())
    return _read_called(at, hotline) if _may_be_called(at) else None


def _read_called(at: Place, hotline: re.Match[str] | None) -> Match | None:
    """Match a short number, or one with an unusual start, if the preceding words say that it is called."""
    short, labelled = at.match(CODE), at.match(LABELLED)
    if not (hotline or short or labelled):
        return None
    called = at.follows_list(phrases("label", "phone")) or (bool(short) and (_is_hotline(at) or _is_in_list(at)))
    if hotline and called:
        return _match(at, hotline, hotline.end())
    if not at.follows(phrases("label", "short")):
        short = at.match(SHORT) if called else None
    if short and not around.behind(at, short.end()).kinds & COUNTED:
        return Match(short.end(), digits_one_by_one(short.group()))
    if labelled and called and not at.follows_list(phrases("label", "uncalled")) and not _is_amount(at, labelled):
        return _match(at, labelled, labelled.end())
    return None


def _may_be_called(at: Place) -> bool:
    """Return whether a word for calling may precede, directly or in front of a list; a quick test."""
    word = at.word
    return word in _callers() or not word.isalpha() or any(first in at.left for first in _exchange())


@cache
def _callers() -> frozenset[str]:
    """Return the last words of phrases before a number to call, and before the next number of a list."""
    return frozenset(last_word(one) for kind in ("phone", "short") for one in phrases("label", kind)) | JOINING | {"số"}


def _is_hotline(at: Place) -> bool:
    """Return whether a short number is one to call: "số 114 báo cháy", "tổng đài quốc gia … 111"."""
    before = f" {' '.join(at.words_before(SIGHT))} "
    if any(f" {one} " in before for one in phrases("label", "exchange")):
        return not at.follows(phrases("label", "amounting"))
    if not at.follows(("số",)):
        return False
    near = f"{before}{' '.join(at.words_after(at.start, SIGHT))} "
    return any(f" {one} " in near for one in phrases("label", "hotline"))


@cache
def _exchange() -> frozenset[str]:
    """Return the first words of the names of an exchange."""
    return frozenset(one.partition(" ")[0] for one in phrases("label", "exchange"))


def _is_in_list(at: Place) -> bool:
    """Return whether a short number continues a list of numbers to call, with remarks: "gọi 113 (công an), 114 …"."""
    if not at.match(SHORT):
        return False
    left = without_list(EXPLAINED.sub("", at.left))
    return bool(ending(left.rstrip(" :("), phrases("label", "phone")))


def _is_amount(at: Place, found: re.Match[str]) -> bool:
    """Return whether money or things are counted: "84.912.345.000 đồng", "nhắn tin tới 12.000 thuê bao"."""
    if found.group()[0] == "8" and at.precedes(found.end(), phrases("label", "amount")):
        return True
    following = at.text[found.end() : found.end() + 2]
    return bool(GROUPED.fullmatch(found.group())) and following[:1] == " " and following[1:].islower()


def _is_dialled(written: str) -> bool:
    marks = [char for char in written if char.isdecimal() or char in MASK]
    if written.startswith("84"):
        return len(marks) == ABROAD_DIGITS
    return SHORTEST_DIGITS <= len(marks) <= LONGEST_DIGITS


def _match(at: Place, found: re.Match[str], end: int) -> Match:
    groups = GROUP.findall(found.group())
    if len(groups) == 1:
        groups = _grouped(groups[0])
    elif len(groups) > 2:
        groups = _merged(groups)
    names = letter_names(at.style.letter_names)
    spoken = [
        " ".join(digits_one_by_one(char) if char.isdecimal() else names["x"] if char in "xX" else "sao" for char in one)
        for one in groups
    ]
    plus = "cộng " if found.group().lstrip("(").startswith("+") else ""
    return Match(end, plus + ", ".join(spoken))


def _grouped(digits: str) -> list[str]:
    """Return 0912345678 in its usual groups: 0912, 345, 678."""
    if len(digits) == 10:
        return [digits[:4], digits[4:7], digits[7:]]
    if len(digits) == 11 and digits[:2] == "84":
        return [digits[:2], digits[2:5], digits[5:8], digits[8:]]
    if len(digits) == 11:
        return [digits[:4], digits[4:8], digits[8:]]
    if len(digits) == 8:
        return [digits[:4], digits[4:]]
    return [digits[start : start + 3] for start in range(0, len(digits), 3)]


def _merged(groups: list[str]) -> list[str]:
    """Merge the single digits of 0209, 3, 870, 123 with the group after them: 0209, 3870, 123."""
    merged: list[str] = []
    for group in reversed(groups):
        if len(group) == 1 and merged:
            merged[-1] = group + merged[-1]
        else:
            merged.append(group)
    return merged[::-1]
