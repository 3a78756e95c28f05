"""Amounts, whole or decimal.  "4.859,96" → "bốn nghìn tám trăm năm mươi chín phẩy chín sáu".

"3,05" keeps its zero; a single point that cannot group thousands is the foreign decimal point ("5.5" → "năm chấm năm").
"""

from __future__ import annotations

import re

from ..configuration.settings import ReadingStyle
from ..model import Certainty
from ..regex import regex
from . import around
from .cardinal import cardinal, digits_one_by_one
from .context import Match, Place
from .words import one_of, phrases, readings

_FRACTION = r"(?:,\d{1,12})?"
_GROUPED = r"[1-9]\d{0,2}(?:\.\d{3}){1,6}" + _FRACTION
_SPACE = "[ \u00a0\u202f]"
_COUNTED = rf"(?=\s?{one_of('count', 'counted')}(?![^\W_]))"
_SPACED = (
    rf"[1-9]\d{{0,2}}(?:(?:{_SPACE}\d{{3}}){{1,6}}(?!\d){_FRACTION}(?i:{_COUNTED})"
    rf"|(?:{_SPACE}\d{{3}}){{0,5}}{_SPACE}000(?!\d){_FRACTION})"
)
"""Thousands separated by spaces, before a counted noun or if the last group is 000; "120 486" may be two numbers."""
_FOREIGN = r"[1-9]\d{0,2}(?:(?:,\d{3}){2,6}(?:\.\d{1,6})?|,\d{3}\.\d{1,2})"
_PLAIN = r"\d{1,18}(?:[.,]\d{1,12})?"
AMOUNT = rf"(?:(?:{_GROUPED}|{_SPACED}|{_FOREIGN}|{_PLAIN})(?![.,]?\d))"
"""One whole amount: the lookahead refuses every shorter match."""

MIXED = regex(r"(\d{1,4})(?: ?([½¼¾⅓⅔⅛])| ([1-9])/([2-9])(?![\d/]|[.,]\d))")
WITH_MARKS = regex(AMOUNT)
FOREIGN = regex(_FOREIGN)
GROUPED = regex(_GROUPED)
HEADING = regex(r"\d\d\.[1-9]\d")
"""A heading of customs, after its noun: "nhóm 07.14"."""
ZERO_LED = regex(r"0\d{1,3}(?:[. ]\d{3}){1,3}(?![.,]?\d)")
"""A number in groups with a leading zero, of a ticket or an account; it is not an amount."""


def amount(written: str, style: ReadingStyle) -> str:
    """Return the words of a number that `AMOUNT` matches."""
    if written.isdecimal():
        return cardinal(written, style)
    text = re.sub(r"\s", "", written)
    if FOREIGN.fullmatch(text):
        text = text.replace(",", "")
    elif GROUPED.fullmatch(text):
        text = text.replace(".", "")
    whole, mark, rest = text, "", ""
    for sign, word in ((",", "phẩy"), (".", "chấm")):
        if sign in text:
            whole, _, rest = text.partition(sign)
            mark = word
    if not mark:
        return cardinal(whole, style)
    return f"{cardinal(whole, style)} {mark} {_decimals(rest, style)}"


def value(written: str) -> float:
    """Return the value of a number that `AMOUNT` matches, for comparison."""
    if written.isdecimal():
        return float(written)
    text = re.sub(r"\s", "", written)
    if FOREIGN.fullmatch(text):
        return float(text.replace(",", ""))
    if GROUPED.fullmatch(text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def _decimals(digits: str, style: ReadingStyle) -> str:
    """Return the words of the digits after the comma: "05" → "không năm"; as a number if the style requires it."""
    number = digits.lstrip("0")
    if style.decimals == "digits" or not number or len(digits) > 3:
        return digits_one_by_one(digits)
    zeros = digits_one_by_one(digits[: len(digits) - len(number)])
    return f"{zeros} {cardinal(number, style)}".strip()


def read(at: Place) -> Match | None:
    """Match an amount with a comma, a point or grouped thousands; figures in groups, "045.678", are read one by one."""
    if led := at.match(ZERO_LED):
        groups = re.split(r"[. ]", led.group())
        return Match(led.end(), ", ".join(digits_one_by_one(group) for group in groups), "code")
    found = at.match(WITH_MARKS)
    if found is None or found.group().isdecimal():
        return None
    if " " in found.group() and at.follows(phrases("label", "number")):
        return None
    if HEADING.fullmatch(found.group()) and at.follows(phrases("label", "heading")):
        whole, rest = found.group().split(".")
        return Match(found.end(), f"{digits_one_by_one(whole)} chấm {cardinal(rest, at.style)}", "code")
    rule = "decimal" if "," in found.group() else ""
    return Match(found.end(), amount(found.group(), at.style), rule)


def read_mixed(at: Place) -> Match | None:
    """Match a whole number followed by a fraction: "1½ lít" → "một và một phần hai lít", "2 1/2 giờ"."""
    found = at.match(MIXED)
    if found is None or at.char_before.isalnum():
        return None
    whole = cardinal(found[1], at.style)
    if sign := found[2]:
        return Match(found.end(), f"{whole} và {readings('symbol')[sign]}")
    counted = around.behind(at, found.end()).kinds & {"measured", "mass", "span"}
    alone = at.left in ("", "-", "−")
    if int(found[3]) >= int(found[4]) or not (counted or alone) or at.follows(phrases("label", "number")):
        return None
    parts = "tư" if found[4] == "4" else cardinal(found[4], at.style)
    spoken = f"{whole} và {cardinal(found[3], at.style)} phần {parts}"
    return Match(found.end(), spoken, "", (), Certainty.CERTAIN if counted else Certainty.GUESS)
