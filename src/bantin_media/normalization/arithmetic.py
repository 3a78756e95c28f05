"""Sums and sizes.  "3 x 4 m" → "ba nhân bốn mét", "40x60cm", "2x(3x3)m", "5 + 3 = 8" → "năm cộng ba bằng tám".

"6.6e-34" → "sáu chấm sáu nhân mười mũ âm ba mươi tư".
"""

from __future__ import annotations

import re

from ..regex import regex
from ..vietnamese.letters import spell
from .cardinal import cardinal, digits_one_by_one
from .context import Match, Place
from .decimal import AMOUNT, amount
from .measure import tail, units
from .words import one_of, phrases

TIMES = regex(rf"[x×*X] (?=\d|{one_of('arithmetic', 'next size')} )")
FACTOR = regex(r"[x×*] (?=[\w(])")
LETTER_BEFORE, LETTER_BEHIND = regex(r"(?<!\w)[^\W\d_]$"), regex(r"[x×*] [^\W\d_](?: [x×*] [^\W\d_])?\s?=")
COUNTED = regex(r"\d[^\s\d]{0,12}(?: [^\W\d_]{1,7}(?:/[^\W\d_]{1,7}){0,3}){0,2},?$")
COUNTED_DAY = regex(r"([DGNT]) ?([+\-−–]) ?(\d{1,2})(?![\w/]|[.,]\d)")
SIZE = regex(rf"{AMOUNT}\s?(?:m|cm|mm|km)?(?:\s?[x×*X]\s?{AMOUNT}){{1,3}}")
LAST_SPAN = regex(rf"(?<=\d) ?[-–] ?({AMOUNT})(?= ?[cm]?m(?!\w))")
"""A range as the last number: "60 x 25 – 40 cm"."""
GROUP = regex(rf"({AMOUNT})\s?[x×*X]\s?\((?={AMOUNT}\s?(?:m|cm|mm)?\s?[x×*X])")
"""A count of equal sizes: the culvert of "2x(3x3)m"."""
POWER = regex(r"\^ ?([-−–]?)(\d{1,3})(?![\w^])")
DIVISION = regex(r"[:÷] ?(?=\(?\d[^=.;]{0,40}=)")
QUOTIENT = regex(r"[:÷] \d[\d.,]{0,12}(?: [-+x×*:÷–] \d[\d.,]{0,12}){0,4} ?=")
"""A division of two numbers, which may go on up to the sign of the result: "200 : 100 x 15 = 30"."""
PART = regex(AMOUNT)
SCIENTIFIC = regex(r"(\d{1,9})(?:[.,](\d{1,12}))?[eE]([-−–+]?)(\d{1,3})(?!\w|[.,]\d)")
"""Scientific notation: "6.6e-34"; without the sign, "e" and a number may be a code."""
TIMES_SIGNS = frozenset("x×*")


def read(at: Place) -> Match | None:
    """Match a size: two to four numbers joined by x, and their unit; the last numbers may be in brackets."""
    if match := _scientific(at):
        return match
    group = at.match(GROUP)
    found = SIZE.match(at.text, group.end()) if group else at.match(SIZE)
    if found is None or at.text[found.end() : found.end() + 1] in TIMES_SIGNS:
        return None
    end, unit, _ = tail(at, found.end())
    if group:
        if at.text[end : end + 1] != ")":
            return None
        end, outer, _ = tail(at, end + 1)
        unit = unit or outer
    if not unit and at.text[end : end + 1].isalnum():
        return None
    spoken = [amount(group[1], at.style)] if group else []
    for part in re.split(r"\s?[x×*X]\s?", found.group()):
        number = PART.match(part)
        if number is None:
            return None
        own = units().get(part[number.end() :].strip(), ("", ""))[0]
        spoken.append(f"{amount(number.group(), at.style)} {own}".rstrip())
    if span := LAST_SPAN.match(at.text, end):
        end, unit, _ = tail(at, span.end())
        spoken[-1] += f" đến {amount(span[1], at.style)}"
    return Match(end, f"{' nhân '.join(spoken)} {unit}".rstrip())


def _scientific(at: Place) -> Match | None:
    """Read "6.6e-34": "sáu chấm sáu nhân mười mũ âm ba mươi tư"."""
    found = at.match(SCIENTIFIC)
    if found is None or not (found[2] or found[3]):
        return None
    whole, broken, sign, power = found.groups()
    point = "" if broken is None else f" {'phẩy' if ',' in found[0] else 'chấm'} {digits_one_by_one(broken)}"
    below = "" if sign in ("", "+") else "âm "
    spoken = f"{cardinal(whole, at.style)}{point} nhân mười mũ {below}{cardinal(power, at.style)}"
    return Match(found.end(), spoken)


def read_counted_day(at: Place) -> Match | None:
    """Match days and hours relative to one that is named by a letter: "ngày N-1" → "ngày nờ trừ một"."""
    found = at.match(COUNTED_DAY)
    if found is None or not at.follows(("ngày", "giờ")):
        return None
    sign = "cộng" if found[2] == "+" else "trừ"
    return Match(found.end(), f"{spell(found[1], at.style.letter_names)} {sign} {cardinal(found[3], at.style)}")


def read_times(at: Place) -> Match | None:
    """Match the x between two amounts that have units ("250 mg x 2 lần"), or two factors of a formula."""
    found = at.match(TIMES)
    is_size = at.left.endswith(phrases("arithmetic", "size"))
    if found is None or not (is_size or COUNTED.search(at.left[-24:])):
        found = at.match(FACTOR) if "=" in at.left or _are_letters(at) else None
    if found is None or at.char_before != " ":
        return None
    return Match(found.start() + 1, "nhân")


def _are_letters(at: Place) -> bool:
    """Return whether two letters that an equals sign follows are multiplied: "b x h = 0,4 x 0,5m"."""
    return LETTER_BEFORE.search(at.left) is not None and at.match(LETTER_BEHIND) is not None


def read_division(at: Place) -> Match | None:
    """Match the colon of a division whose result follows: "(60 + 10) : 2 = 35" → "… chia hai bằng …"."""
    found = at.match(DIVISION) if at.left[-1:] in (")", "]") else None
    if found is None and at.char_before == " " and at.left[-1:].isdecimal():
        found = at.match(QUOTIENT)
    return Match(at.start + 1, "chia") if found else None


def read_power(at: Place) -> Match | None:
    """Match the power of a number: "10^6" → "mười mũ sáu", "10^-3" → "mười mũ âm ba"."""
    found = at.match(POWER)
    if found is None or not at.char_before.isdecimal():
        return None
    sign = "âm " if found[1] else ""
    return Match(found.end(), f"mũ {sign}{cardinal(found[2], at.style)}", "arithmetic")
