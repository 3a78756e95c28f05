"""Two numbers and a dash: a range, a score, or a subtraction.  "2-3 cán bộ" → "hai đến ba cán bộ", "15 - 20%".

"2021-2025", "dài 10-12 m"; "hòa 0 - 0" → "hòa không không"; "5 - 3 = 2" → "năm trừ ba bằng hai".  The dash between two
dates, times or amounts with units is read here too.
"""

from __future__ import annotations

import re

from ..model import Certainty, Token
from ..regex import regex
from ..vietnamese.letters import LETTER
from .cardinal import cardinal
from .context import Match, Place
from .decimal import AMOUNT, amount
from .measure import tail
from .words import one_of, phrases

SUBTRACTION = regex(rf"({AMOUNT})\s?([-–—−:])\s?({AMOUNT})(?=\s?=)")
OVER = regex(r"(\d{2,3})(?: ?[-–] ?(\d{2,3}))?/(\d{2,3})(?: ?[-–] ?(\d{2,3}))?(?![\w/]|[.,-]\d)")
"""Blood pressure, with a range on at least one side of the slash: "140-170/90-109"."""
AMOUNTS = regex(r"[1-9]\d{0,3}(?:[-–][1-9]\d{0,3}){2,5}(?![\d/.:-]|,\d)")
YEARS = regex(r"((?:1[0-9]|20)\d\d)\s?[-–—]\s?((?:1[0-9]|20|21)\d\d)(?![\w/]|[.,]\d)")
BETWEEN = regex(r"\s?[-–—]\s?(?=\d|[Kk]m ?\d|nay\b)")
BELOW = regex(rf"\s?[-–—]\s?(?={one_of('range', 'limit')} \d|[<≤] ?\d)")
"""The dash of "5 - dưới 12 tuổi", "2 - hơn 3 triệu"."""
NUMBERED = regex(rf"\s?[-–—]\s?([{LETTER}]{{1,4}})\.? ?\d{{1,4}}(?!\w)")
LABELLED = regex(r"\s?[-–—]\s?([^\W\d_]{2,5})\s?(?=\d|[IVX]+(?!\w))")
AFTER_A_COUNT = regex(r"(?:^|[\s(])\d[\d.,]*\s?((?:[^\W\d_]+ )?[^\W\d_%°²]+(?:/[^\W\d_]+)?)$")
COUNT_BEYOND = regex(r"\d[\d.,]*\s?((?:[^\W\d_]+ )?[^\W\d_]+(?:/[^\W\d_]+)?)")
AFTER_HOURS = regex(r"\d (?:giờ|phút)$|\d giờ \d{1,2}$")
HOURS_BEYOND = regex(r"\d{1,2} ?(?:giờ|h)")
NUMBER = regex(rf"{AMOUNT}(?:/{AMOUNT})?")
YEARED = regex(r"nay|\d{1,2}[/.-](?:1[0-9]|20)\d\d|\d{1,2}/\d{1,2}/\d{4}")
LAST_DAY = 31
LATITUDES = frozenset("NSB")
LONGITUDE = regex(r"[\d°º˚'’′″”\".,]{1,16}[EWĐT](?!\w)")
"""A longitude after the dash: a latitude and a longitude are not a range."""
_TIMED = r"(?<!\d)\d{1,2} ?(?:h|g|giờ|:)(?: ?\d{2}'?)?,? (?:ngày )?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?(?!\d)"
TIMED_BEFORE = regex(rf"{_TIMED}(?: ?\([^()]{{2,10}}\))?$")
TIMED_BEYOND = regex(_TIMED)
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
ANOTHER = {rule: regex(pattern) for rule, pattern in _ANOTHER.items()}
"""The class before the dash → what must follow it for a range."""


def read(at: Place) -> Match | None:
    """Match two years with a dash between them, and a subtraction; `pair` decides all other pairs."""
    if at.char_before.isalnum() or at.char_before in ("/", "-"):
        return None
    if (found := at.match(YEARS)) and found[1] <= found[2] and not tail(at, found.end())[1]:
        return Match(found.end(), f"{cardinal(found[1], at.style)} đến {cardinal(found[2], at.style)}")
    if match := _amounts(at):
        return match
    if (found := at.match(OVER)) and (found[2] or found[4]) and int(found[1]) > LAST_DAY:
        spans = ((found[1], found[2]), (found[3], found[4]))
        over = (" đến ".join(cardinal(one, at.style) for one in span if one) for span in spans)
        end, unit, _ = tail(at, found.end())
        return Match(end, f"{' trên '.join(over)} {unit}".rstrip())
    found = at.match(SUBTRACTION)
    if found is None:
        return None
    sign = "chia" if found[2] == ":" else "trừ"
    return Match(found.end(), f"{amount(found[1], at.style)} {sign} {amount(found[3], at.style)}", "arithmetic")


def _amounts(at: Place) -> Match | None:
    """Read three or more rising amounts of one unit: "quà 300-500-700 nghìn" → "ba trăm, năm trăm, bảy trăm nghìn"."""
    found = at.match(AMOUNTS)
    numbers = [int(number) for number in re.split(r"[-–]", found.group())] if found else []
    if found is None or numbers != sorted(set(numbers)):
        return None
    end, unit, _ = tail(at, found.end())
    if not unit and not at.precedes(end, phrases("label", "amount")):
        return None
    return Match(end, f"{', '.join(cardinal(number, at.style) for number in numbers)} {unit}".rstrip())


def read_between(at: Place) -> Match | None:
    """Match the dash between two dates, times, amounts or counts: "5 triệu - 10 triệu đồng"."""
    found = at.match(BETWEEN) if at.line.said else None
    if found is None:
        return None
    before = next((token for token in reversed(at.line.said[-2:]) if token.rule != "space"), at.line.said[-1])
    if before.written[-1:] in LATITUDES and LONGITUDE.match(at.text, found.end()):
        return Match(found.end(), ",", "punctuation")
    another = ANOTHER.get(before.rule)
    if another is None and before.rule == "cardinal" and len(before.written) == 4:
        another = YEARED
    if another and another.match(at.line.lower, found.end()) and not before.spoken.endswith(","):
        return _between_amounts(at, found.end(), before)
    hours = AFTER_HOURS.search(at.left) and HOURS_BEYOND.match(at.line.lower, found.end())
    if hours or _is_between_times(at, found.end()):
        return Match(found.end(), "đến")
    return Match(found.end(), "đến") if joins_counts(at) else None


def _is_between_times(at: Place, end: int) -> bool:
    """Return whether an hour with its date stands on both sides: "14h ngày 01/12 (T3) - 17h ngày 03/12"."""
    return TIMED_BEFORE.search(at.left) is not None and TIMED_BEYOND.match(at.line.lower, end) is not None


def read_to_label(at: Place) -> Match | None:
    """Match the dash before a word: "5 - dưới 12 tuổi", "thứ 2 - thứ 6", "BĐ2-BĐ3"."""
    if not at.line.said:
        return None
    if (found := at.match(BELOW)) and at.left[-1:].isdecimal():
        return Match(found.end(), "đến")
    found = at.match(NUMBERED)
    if found and found[1].isupper() and re.search(rf"(?:^|\W){found[1].lower()}\.? ?\d{{1,4}}$", at.left):
        return Match(found.start(1), "đến")
    found = at.match(LABELLED)
    if found and (label := found.group(1).lower()) in phrases("range", "label"):
        same = re.search(rf"(?:^|\W){label}\s?\S{{1,10}}$", at.left)
        return Match(found.start(1), "đến") if same else None
    return None


def _between_amounts(at: Place, start: int, before: Token) -> Match | None:
    """Read the dash between two amounts of the same quantity; "220V-50Hz" is not a range."""
    number = NUMBER.match(at.text, start)
    unit = tail(at, number.end())[1] if number else ""
    kinds = [one for one in phrases("range", "electric") if before.spoken.endswith(one)]
    if not unit or before.rule != "measure" or before.spoken.endswith(unit):
        certainty = Certainty.GUESS if kinds and not unit else Certainty.CERTAIN
        return Match(start, "đến", certainty=certainty)
    if kinds and unit.split()[-1] != kinds[0].split()[-1]:
        return None
    return Match(start, "đến", "", (), Certainty.GUESS)


def _same_count(one: str, other: str) -> bool:
    """Return whether two counts have the same unit, or a larger one: "4 tháng - 3 tuổi", "200 triệu - 1 tỷ"."""
    if one in (other, other.partition("/")[0]) or other.startswith(one + " "):
        return True
    first, last = one.rsplit(maxsplit=1)[-1], other.split(maxsplit=1)[0]
    scales = (phrases("range", "time"), phrases("range", "scale"))
    return any(first in scale and last in scale and scale.index(first) < scale.index(last) for scale in scales)


def joins_counts(at: Place) -> bool:
    """Return whether the dash is between two counts of the same things, or of a unit and a larger one."""
    found = at.match(BETWEEN)
    counted = AFTER_A_COUNT.search(at.left)
    beyond = COUNT_BEYOND.match(at.line.lower, found.end()) if found and counted else None
    return counted is not None and beyond is not None and _same_count(counted[1], beyond[1])
