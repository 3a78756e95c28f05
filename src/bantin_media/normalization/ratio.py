"""Two numbers and a slash that are not a date: a share, a part of a count, a scale, an address.

"1/5 diện tích" → "một phần năm diện tích", "5/7 xã" → "năm trên bảy xã", "24/24 giờ", "tỷ lệ 1/10.000", "số nhà 1/5" →
"số nhà một trên năm".  If the context does not decide, the reading is "trên", which is never false, with a notice.
"""

from __future__ import annotations

import re

from ..regex import regex
from ..vietnamese.letters import spell
from .cardinal import cardinal
from .context import Match, Place
from .decimal import AMOUNT, amount
from .measure import tail, unit
from .time import is_scale
from .words import phrases

PAIR_WITH_UNIT = regex(rf"({AMOUNT}) ?/ ?({AMOUNT})(?=[^\W\d_]|²|%)")
OF_ONE_UNIT = regex(rf"({AMOUNT})([^\W\d_]{{1,5}}[23²³]?)/({AMOUNT})\2(?![\w/])")
CHAIN = regex(r"\d{1,5}[a-zA-Z]?(?:/\d{1,5}[a-zA-Z]?){1,6}(?![/\w]|[.,]\d)")
DOSE = regex(r"\d{1,5}[glkK]/")
"""Grams, litres or money per another amount: "20g/16l", "5k/3 bó"."""
SCHOOL_YEAR = regex(r"((?:19|20)\d\d)/((?:19|20)?\d\d)(?![/\w])")
COLON = regex(rf"({AMOUNT}) ?: ?({AMOUNT})(?![:\w])")


def read_address(at: Place) -> Match | None:
    """Match numbers with slashes after a word for a house, a lane or a plot: "số 12/4", "ngõ 25/4/3"."""
    if at.char_before.isalnum() or not at.follows(phrases("label", "address")):
        return None
    found = at.match(CHAIN)
    if found is None or (found.group() in phrases("date", "feast") and at.follows(phrases("around", "house-of"))):
        return None
    return Match(found.end(), _slashed(at, found.group()))


def read(at: Place) -> Match | None:
    """Match a school year, a colon after "tỷ lệ", and "24/24h" or a chain of numbers, which `pair` does not match."""
    if at.char_before.isalnum() or at.char_before == "/":
        return None
    if found := at.match(SCHOOL_YEAR):
        return Match(found.end(), f"{cardinal(found[1], at.style)} đến {cardinal(found[2], at.style)}", "range")
    if (found := at.match(COLON)) and at.follows(phrases("range", "score")):
        return Match(found.end(), f"{amount(found[1], at.style)} {amount(found[2], at.style)}", "score")
    is_heading = found and ": " in found.group() and at.follows(phrases("ratio", "rank"))
    of_scale = phrases("ratio", "scale") + phrases("ratio", "mixing")
    if found and not is_heading and (is_scale(at) or at.follows(of_scale)):
        return Match(found.end(), _over(at, found))
    return _of_one_unit(at) or _with_unit(at) or _chain(at)


def _of_one_unit(at: Place) -> Match | None:
    """Read two amounts with one unit: "220V/380V" → "hai trăm hai mươi vôn trên ba trăm tám mươi vôn"."""
    found = at.match(OF_ONE_UNIT)
    known = unit(found[2]) if found else None
    if found is None or known is None or known[1] in ("rate", "minute"):
        return None
    named = tail(at, found.end(1))[1] or known[0]
    spoken = (f"{amount(number, at.style)} {named}" for number in (found[1], found[3]))
    return Match(found.end(), " trên ".join(spoken))


def _with_unit(at: Place) -> Match | None:
    """Read "24/24h", "100/50kg"."""
    found = at.match(PAIR_WITH_UNIT)
    if found is None:
        return None
    end, spoken, _ = tail(at, found.end())
    return Match(end, f"{_over(at, found)} {spoken}") if spoken else None


def _chain(at: Place) -> Match | None:
    found = at.match(CHAIN)
    if found and DOSE.match(found.group()):
        return None
    return Match(found.end(), _slashed(at, found.group())) if found else None


def _slashed(at: Place, written: str) -> str:
    spoken = []
    for part in written.split("/"):
        digits, letter = (part[:-1], part[-1]) if part[-1].isalpha() else (part, "")
        name = spell(letter, at.style.letter_names)
        spoken.append(f"{cardinal(digits, at.style)} {name}".rstrip())
    return " trên ".join(spoken)


def _over(at: Place, found: re.Match[str]) -> str:
    return f"{amount(found[1], at.style)} trên {amount(found[2], at.style)}"
