"""Two numbers and a slash that are no date: a share, a part of a count, a scale, an address.

"1/5 diện tích" → "một phần năm diện tích", "5/7 xã" → "năm trên bảy xã", "24/24 giờ", "tỷ lệ 1/10.000", "số nhà 1/5" →
"số nhà một trên năm".  Where nothing decides, "trên" is never false, and a notice says so.
"""

from __future__ import annotations

import re

from ..messages import message
from ..model import Notice
from ..vietnamese.letters import spell
from .cardinal import cardinal
from .context import Match, Place
from .decimal import AMOUNT, amount, value
from .measure import tail
from .words import phrases

PAIR = re.compile(rf"({AMOUNT}) ?/ ?({AMOUNT})(?![/\w])")
PAIR_WITH_UNIT = re.compile(rf"({AMOUNT}) ?/ ?({AMOUNT})(?=[^\W\d_]|²|%)")
CHAIN = re.compile(r"\d{1,5}[a-zA-Z]?(?:/\d{1,5}[a-zA-Z]?){1,6}(?![/\w]|[.,]\d)")
DOSE = re.compile(r"\d{1,5}[gl]/")
"""Grams and litres to so much else are an amount: "20g/16l"."""
SCHOOL_YEAR = re.compile(r"((?:19|20)\d\d)/((?:19|20)?\d\d)(?![/\w])")
ANOTHER = re.compile(r" ?[-–] ?\d{1,2}/\d{1,2}(?![/\w])| đến \d{1,2}/\d{1,2}(?![/\w])")
COLON = re.compile(rf"({AMOUNT}) ?: ?({AMOUNT})(?![:\w])")
LARGEST_OF_ONE = 100
"""A single part is a share of more: "1/26 lương tháng" → "một phần hai mươi sáu"."""
LARGEST_SHARE = 20
"""Above it the parts of a whole are not said as a share: "3/25 số xã" → "ba trên hai mươi lăm"."""


def read_address(at: Place) -> Match | None:
    """Accept numbers with slashes after a word for a house, a lane, a plot: "số 12/4", "ngõ 25/4/3"."""
    if at.char_before.isalnum() or not at.follows(phrases("label", "address")):
        return None
    found = at.match(CHAIN)
    if found is None:
        return None
    return Match(found.end(), _slashed(at, found.group()))


def read(at: Place) -> Match | None:
    """Accept any two numbers with a slash between, or a colon after "tỷ lệ"."""
    if at.char_before.isalnum() or at.char_before == "/":
        return None
    if found := at.match(SCHOOL_YEAR):
        return Match(found.end(), f"{cardinal(found[1], at.style)} đến {cardinal(found[2], at.style)}", "range")
    if (found := at.match(COLON)) and at.follows(phrases("ratio", "scale")):
        return Match(found.end(), _over(at, found))
    found = at.match(PAIR)
    if found is None:
        return _with_unit(at) or _chain(at)
    if _is_share(at, found):
        return Match(found.end(), _share(at, found), "fraction")
    decided = (
        at.follows(phrases("ratio", "scale"))
        or at.precedes(found.end(), phrases("ratio", "count"))
        or at.precedes(found.end(), phrases("ratio", "mass"))
        or value(found[1]) == value(found[2])
        or not found.group().replace("/", "").replace(" ", "").isdecimal()
        or value(found[2]) > 31
    )
    end, unit, _ = tail(at, found.end())
    notices = () if decided or unit else (_unsure(at, found.group()),)
    return Match(end, f"{_over(at, found)} {unit}".rstrip(), notices=notices)


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
    said = []
    for part in written.split("/"):
        digits, letter = (part[:-1], part[-1]) if part[-1].isalpha() else (part, "")
        name = spell(letter, at.style.letter_names)
        said.append(f"{cardinal(digits, at.style)} {name}".rstrip())
    return " trên ".join(said)


def _over(at: Place, found: re.Match[str]) -> str:
    return f"{amount(found[1], at.style)} trên {amount(found[2], at.style)}"


def _is_share(at: Place, found: re.Match[str]) -> bool:
    """Return whether a part of a whole is meant: "2/3 số hộ", "hơn 1/2"; "hơn 5/7 xã" counts and is none."""
    part, whole = found[1], found[2]
    if at.follows(phrases("ratio", "scale")):
        return False
    if not (part.isdecimal() and whole.isdecimal()) or part[0] == "0" or whole[0] == "0":
        return False
    if not 0 < int(part) < int(whole) <= (LARGEST_OF_ONE if part == "1" else LARGEST_SHARE):
        return False
    other = ANOTHER.match(at.text, found.end())
    end = other.end() if other else found.end()
    is_span = part in ("1", "3") and whole in ("2", "4") and at.precedes(found.end(), phrases("ratio", "span"))
    if is_span or at.precedes(end, phrases("ratio", "mass")):
        return True
    if at.precedes(end, phrases("ratio", "count")):
        return False
    return at.follows(phrases("ratio", "share")) and int(whole) <= 10


def _share(at: Place, found: re.Match[str]) -> str:
    whole = "tư" if int(found[2]) == 4 else cardinal(found[2], at.style)
    return f"{cardinal(found[1], at.style)} phần {whole}"


def _unsure(at: Place, written: str) -> Notice:
    return Notice(
        "reading.unsure",
        at.line.where,
        message('"{written}" could be a date, a share or a number: it is said number by number', written=written),
        message("Add to lexicon.tsv if it is to be said otherwise: {row}", row=f"{written}\t…"),
    )
