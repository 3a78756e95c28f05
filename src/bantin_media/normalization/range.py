"""Two numbers and a dash: from one to the other, a score, or a subtraction.

"2-3 cán bộ" → "hai đến ba cán bộ", "15 - 20%", "2021-2025", "dài 10-12 m"; "hòa 0 - 0" → "hòa không không";
"5 - 3 = 2" → "năm trừ ba bằng hai".  The dash between two dates, times or amounts with their units is read here too.
"""

from __future__ import annotations

import re

from ..messages import message
from ..model import Notice
from ..vietnamese.letters import UPPER
from .cardinal import cardinal
from .context import Match, Place
from .decimal import AMOUNT, amount, value
from .measure import tail
from .words import phrases

DASHED = re.compile(rf"({AMOUNT})\s?([-–—÷−])\s?({AMOUNT})(?!\s?[-–]\s?\d|[/:]\d|\w*\d)")
YEARS = re.compile(r"((?:1[0-9]|20)\d\d)\s?[-–—]\s?((?:1[0-9]|20|21)\d\d)(?![\w/]|[.,]\d)")
BETWEEN = re.compile(r"\s?[-–—]\s?(?=\d|[Kk]m ?\d|nay\b)")
LABELLED = re.compile(r"\s?[-–—]\s?([^\W\d_]{2,5})\s?(?=\d|[IVX]+(?!\w))")
AFTER_A_COUNT = re.compile(r"(?:^|[\s(])\d[\d.,]*\s?((?:[^\W\d_]+ )?[^\W\d_%°²]+)$")
COUNT_BEYOND = re.compile(r"\d[\d.,]*\s?((?:[^\W\d_]+ )?[^\W\d_]+)")
NUMBER = re.compile(rf"{AMOUNT}(?:/{AMOUNT})?")
NOW = re.compile("nay")
_ANOTHER = {
    "date": r"\d{1,2} ?[/.\-] ?\d{1,4}|(?:1[0-9]|20)\d\d|nay",
    "time": r"\d{1,2} ?(?:[hg:]|giờ)",
    "measure": r"\d",
    "percent": r"\d",
    "money": r"\d",
    "negative": r"\d",
    "fraction": r"\d+/\d",
    "ratio": r"\d+/\d",
    "post": r"km|\d",
}
ANOTHER = {rule: re.compile(pattern) for rule, pattern in _ANOTHER.items()}
"""What must follow the dash for a range, by the class of what stands before it."""
SCORES_SIGHT = 6
SIGHT = 60
OPPONENTS = re.compile(
    rf"(?:^|[.,;:(] ?)[{UPPER}][^-–:;,.()\d]{{1,30}}(?: [-–] | gặp | vs )[{UPPER}][^-–:;,.()\d]{{1,30}}: ?$"
)
"""Two names with a dash between and a colon behind: what follows is their score."""


def read(at: Place) -> Match | None:
    """Accept two amounts with a dash between, and the unit that belongs to both."""
    if at.char_before.isalnum() or at.char_before in ("/", "-"):
        return None
    if found := at.match(YEARS):
        return Match(found.end(), f"{cardinal(found[1], at.style)} đến {cardinal(found[2], at.style)}")
    found = at.match(DASHED)
    if found is None or (at.text[found.end() : found.end() + 1].isalpha() and not tail(at, found.end())[1]):
        return None
    return _joined(at, found, found[1], found[3])


def _joined(at: Place, found: re.Match[str], first: str, last: str) -> Match:
    if at.right(found.end()).startswith("="):
        return Match(found.end(), f"{amount(first, at.style)} trừ {amount(last, at.style)}", "arithmetic")
    if _is_score(at, first, last) or _are_opponents(at, found.end()):
        return Match(found.end(), f"{amount(first, at.style)} {amount(last, at.style)}", "score")
    end, unit, rule = tail(at, found.end())
    if value(first) < value(last) or unit or _is_shortened(first, last):
        said = f"{amount(first, at.style)} đến {amount(last, at.style)} {unit}".rstrip()
        return Match(end, said, rule if rule == "percent" else "")
    notice = Notice(
        "reading.unsure",
        at.line.where,
        message('"{written}" is no range: its numbers are said one after the other', written=found.group()),
        message("Add to lexicon.tsv if it is to be said otherwise: {row}", row=f"{found.group()}\t…"),
    )
    return Match(found.end(), f"{amount(first, at.style)}, {amount(last, at.style)}", notices=(notice,))


def read_between(at: Place) -> Match | None:
    """Accept the dash itself between two dates, times, amounts, and between two of a kind: "thứ 2 - thứ 6"."""
    if not at.line.said:
        return None
    found = at.match(BETWEEN)
    if found:
        before = next((token for token in reversed(at.line.said[-2:]) if token.rule != "space"), at.line.said[-1])
        another = ANOTHER.get(before.rule)
        if another is None and before.rule == "cardinal" and len(before.written) == 4:
            another = NOW
        if another and another.match(at.line.lower, found.end()) and not before.spoken.endswith(","):
            return None if _is_of_another_kind(at, found.end(), before.spoken) else Match(found.end(), "đến")
        counted, beyond = AFTER_A_COUNT.search(at.left), COUNT_BEYOND.match(at.line.lower, found.end())
        if counted and beyond and _same_count(counted[1], beyond[1]):
            return Match(found.end(), "đến")
        return None
    found = at.match(LABELLED)
    if found and (label := found.group(1).lower()) in phrases("range", "label"):
        same = re.search(rf"(?:^|\W){label}\s?\S{{1,10}}$", at.left)
        return Match(found.start(1), "đến") if same else None
    return None


def _is_of_another_kind(at: Place, start: int, before: str) -> bool:
    """Return whether the amount behind a dash measures something else: "220V-50Hz", "250kVA-22/0,4kV"."""
    number = NUMBER.match(at.text, start)
    unit = tail(at, number.end())[1] if number else ""
    kinds = [one for one in phrases("range", "electric") if before.endswith(one)]
    return bool(unit) and bool(kinds) and unit.split()[-1] != kinds[0].split()[-1]


def _same_count(one: str, other: str) -> bool:
    """Return whether two counts are of the same things: "5 triệu" and "10 triệu đồng"."""
    return other == one or other.startswith(one + " ")


def _is_score(at: Place, first: str, last: str) -> bool:
    if not (first.isdecimal() and last.isdecimal() and len(first) < 4 and len(last) < 4):
        return False
    if first == last and int(first) < 10:
        return True
    if at.follows_list(phrases("range", "score")):
        return True
    words = " " + " ".join(at.words_before(SCORES_SIGHT)) + " "
    if any(f" {one} " in words for one in phrases("range", "match")):
        return True
    return int(first) >= int(last) and any(f" {one} " in words for one in phrases("range", "score"))


def _are_opponents(at: Place, end: int) -> bool:
    """Return whether the numbers end what two names began: "Hà Nội - Hải Phòng: 1-2"; not "Xóm A - Xóm B: 3-5 hộ"."""
    is_last = at.text[end : end + 1] in ("", ".", ",", ";", ")")
    return is_last and OPPONENTS.search(at.text[max(0, at.start - SIGHT) : at.start]) is not None


def _is_shortened(first: str, last: str) -> bool:
    """Return whether a year is followed by the last two digits of a later one: "2021-25"."""
    return len(first) == 4 and len(last) == 2 and first.isdecimal() and int(last) > int(first[2:])
