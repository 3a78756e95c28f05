"""The shapes of two numbers and of their surroundings: the evidence, besides words, for one of their readings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..model import Certainty, Reading
from ..regex import regex
from ..vietnamese.syllables import is_syllable
from . import around
from .context import Place
from .date import is_day
from .decimal import value
from .measure import tail
from .pair_hours import hours
from .pair_numbers import ELEMENT, FEW, HOURS, LARGEST_GOALS, Pair
from .words import phrases

DASHES = frozenset("-–—÷−")
WRITTEN = regex(r"\d[\d.,]{0,12}?\s?([-–—÷−/.])\s?\d")
IN_A_YEAR = regex(r"(?:19|20)\d\d$")
OF_DAYS = frozenset({"day", "today", "part", "weekday", "when", "due", "until", "holiday", "then", "within"})
ANOTHER = regex(
    r"(?: ?[-–—] ?|,? (?:đến|tới|và|hoặc|sang)(?: hết)?(?: ngày)? |, ?)(\d{1,2})[/.\-](\d{1,2})"
    r"(?:[/.\-](?:19|20)\d\d)?(?![\w/]|[.,]\d)"
)
"""A second pair that may also be a date."""
AFTER_DAY = regex(r"(?:^|[^\d/.,\-–:])(\d{1,2})(?:,|;| và| đến| tới| hoặc|, và| ?[-–])$")
AFTER_HOUR = regex(
    r"\d ?(?:giờ|h|g)(?: ?\d{1,2})?(?: ?(?:phút|p|ph|'|’|′))?(?: (?:sáng|trưa|chiều|tối|đêm|khuya))?[, (/]*$"
)
YEAR_BEHIND = regex(r" năm (?:(?:1[0-9]|20|21)\d\d(?!\d)|ngoái|kia)|, ?(?:19|20)\d\d(?![\d.,])| \((?:19|20)\d\d\)")
NAMED_DAY = regex(r"(?<!\w)[Nn]gày ((?:[^\W\d_]+,? ){1,9})\(?$")
IS_DAY = regex(r"(?<!\w)[Nn]gày (?:[^\W\d_]+ ){1,8}là $")
"""A day that the sentence names before it: "ngày công bố kết quả là 4-9"."""
NAMES = regex(r"(?:^| )([^\W\d_]\w*) $")
OPPONENTS = regex(r"(?:^|[.,;:(] ?)[^\W\d_][^-–:;,.()\d]{1,30}(?: [-–] | gặp | vs )[^\W\d_][^-–:;,.()\d]{1,30}: ?$")
"""Two names joined by a dash and followed by a colon: a score follows."""
LISTED, IN_DIGITS = regex(r",|;| và "), regex(r"\d+")
SETS = regex(r"(?<![\d/.,\-–])\d{1,2} ?[-–] ?\d{1,2}(?:(?:, ?|; ?| và )\d{1,2} ?[-–] ?\d{1,2}){2,6}(?![\d/]|[.,\-–]\d)")
SLASHED_SETS = regex(r"\(\d{1,2}/\d{1,2}(?:[,;] ?\d{1,2}/\d{1,2}){1,4}\)")
SHARE = regex(r"(\d)/(\d)(?!\d)")
SCORE_SIGHT = 20
PLAYERS = regex(r"[^\W\d_]+ [-–] [^\W\d_]+(?: [^\W\d_]+)? $")
SETS_BEHIND = regex(r" ?\((?:\w{2,4} )?\d{1,2} ?[-–] ?\d{1,2}(?:[,;] ?\d{1,2} ?[-–] ?\d{1,2}){0,6}\)")
SIGHT, HOUR_SIGHT, NAME_SIGHT = 70, 24, 24
SAID_SIGHT = 8
PAIRS = frozenset({"date", "range", "score", "ratio", "fraction", "decimal"})
OF_TIME = frozenset({"until", "when", "today", "part", "weekday", "then"})
LAST, LAST_GUESS, AFTER_DATE = "last-", "last-guess", "after-date"
OF_A_MATCH = frozenset({"opponents", "sets", "last-score"})
OF_HOURS = frozenset({"other-part", "clock", "opening"})
OPENED = regex(r", [^\W\d_]")
LATE_DAY = 12
MANY_GOALS = 10
ROUND_THE_CLOCK = "24/7"
OF_NUMBERS = frozenset(
    (
        "rising", "falling", "equal", "large", "late-day", "padded", "spaced-padded", "month-of-two", "simple",
        "simple-alone", "simple-of-count", "simple-of-measured", "from-nought", "many-goals", "feast", "feast-falling",
        "set-off", "opens",
    )
)  # fmt: skip
"""Shapes of the numbers alone; all others describe the context."""
ENDS = frozenset(',.;:)!?…”"]')


def shapes(at: Place, pair: Pair) -> frozenset[str]:
    """Return the shapes of the numbers and of the marks around them."""
    name = f"shapes {pair.end}{pair.mark}"
    found = at.memo.get(name)
    if not isinstance(found, frozenset):
        found = at.memo[name] = _shapes(at, pair)
    return found


def _shapes(at: Place, pair: Pair) -> frozenset[str]:
    one, other = value(pair.first), value(pair.last)
    found = ["rising" if one < other else "falling" if one > other else "equal"]
    if pair.unit:
        found.append("unit")
    following = at.text[pair.end : pair.end + 1]
    if not following or following in ENDS:
        found.append("set-off")
    if at.char_before == "(" and following in (")", ","):
        found.append("bracket")
    if "date" in pair.possible:
        found.extend(_as_date(at, pair))
    if HOURS in pair.possible:
        found.extend(hours(at, pair.last, pair.end))
    found.extend(_last(at, pair.mark))
    if pair.mark == "/" and _is_of_slashed_sets(at):
        found.append("sets")
    found.extend(_as_range(at, pair, one, other) if pair.mark == "-" else _as_share(at, pair, one, other))
    return frozenset(found)


def _last(at: Place, mark: str) -> list[str]:
    """Return the class of a near pair in this line, else of a pair with the same mark some sentences earlier.

    A pair that was itself a guess is no evidence (`LAST_GUESS`), but two alike are read alike.
    """
    near = (one for one in reversed(at.line.said[-SAID_SIGHT:]) if one.rule in PAIRS)
    if last := next(near, None):
        return [f"last-{last.rule}", *([LAST_GUESS] if last.certainty is Certainty.GUESS else [])]
    return [f"earlier-{at.line.earlier[mark]}"] if mark in at.line.earlier else []


def earlier(readings: Iterable[Reading]) -> Mapping[str, str]:
    """Return mark → class of the last two numbers joined by it, for readings that the context decided."""
    found: dict[str, str] = {}
    for reading in readings:
        for token in reading.tokens:
            if token.rule in PAIRS and token.certainty is Certainty.CONTEXT and (pair := WRITTEN.match(token.written)):
                found["-" if pair[1] in DASHES else pair[1]] = token.rule
    return found


def _padded(at: Place, pair: Pair) -> list[str]:
    """Return whether a number has a leading zero as in dates ("02-09", "5/07"), and whether the dash is spaced."""
    zeros = pair.first[0] == "0" or pair.last[0] == "0"
    if not zeros or (pair.mark == "-" and not len(pair.first) == len(pair.last) == 2):
        return []
    spaced = pair.mark == "-" and " " in at.text[pair.start : pair.end] and int(pair.first) < int(pair.last)
    return ["padded", "spaced-padded"] if spaced else ["padded"]


def _as_date(at: Place, pair: Pair) -> list[str]:
    found = _padded(at, pair)
    if len(pair.last) == 2 and pair.last[0] == "1":
        found.append("month-of-two")
    if int(pair.first) > LATE_DAY:
        found.append("late-day")
    if is_another(at, pair.end):
        found.append("span")
        if pair.mark == "-" and (other := ANOTHER.match(at.line.lower, pair.end)) and int(other[1]) < int(pair.first):
            found.append("span-falling")
    if pair.mark in "-/" and int(pair.first) < int(pair.last) and _is_unknown_behind(at, pair.end):
        found.append("unknown-word")
    if f"{int(pair.first)}/{int(pair.last)}" in phrases("date", "feast"):
        found.append(
            "feast-house" if _names_a_house(at, pair)
            else "feast-falling" if int(pair.first) > int(pair.last) else "feast"
        )  # fmt: skip
    before = at.left
    side = around.before(at)
    if side.kinds & OF_TIME and before == side.phrase and OPENED.match(at.text, pair.end):
        found.append("opens")
    day = AFTER_DAY.search(before[-12:])
    if day and 0 < int(day[1]) < int(pair.first):
        found.append("after-day")
    if at.has_words_before and _is_named_day(at):
        found.append("named-day")
    if is_listed_day(at):
        found.append(AFTER_DATE)
    if (at.has_words_before and AFTER_HOUR.search(before[-HOUR_SIGHT:])) or _is_after_time(at):
        found.append("after-time")
    if YEAR_BEHIND.match(at.line.lower, pair.end):
        found.append("year")
    return found


def _as_range(at: Place, pair: Pair, one: float, other: float) -> list[str]:
    found = []
    if one >= LARGEST_GOALS or not pair.is_whole:
        found.append("large")
    if pair.is_whole and not pair.unit and one > MANY_GOALS and _is_product(at):
        found.append("product")
    if pair.is_whole and len(pair.first) == 4 and len(pair.last) == 2 and int(pair.last) > int(pair.first[2:]):
        found.append("shortened")
    if max(one, other) >= MANY_GOALS:
        found.append("many-goals")
    if pair.first == "0":
        found.append("from-nought")
    if (
        pair.is_whole
        and len(pair.first) < 3
        and IN_A_YEAR.fullmatch(pair.last)
        and " " in at.text[pair.start : pair.end]
    ):
        found.append("then-year")
    if one > other and one >= 1000 and at.precedes(pair.end, ("năm",)):
        found.append("long-ago")
    if _are_first_days(at):
        found.append("first-days")
    if _is_of_sets(at, pair):
        found.append("sets")
    before = at.text[max(0, at.start - SIGHT) : at.start]
    named = before.endswith((":", ": ")) and OPPONENTS.search(before) and "date" not in around.before(at).kinds
    if named or (PLAYERS.search(before) and SETS_BEHIND.match(at.text, pair.end)):
        found.append("opponents")
    elif _is_between_names(at, pair.end):
        found.append("between-names")
    return found


def _are_first_days(at: Place) -> bool:
    """Return whether "mùng" precedes, and a word for Tết or for a duty, or another "mùng", is before it in the line."""
    if at.word not in phrases("date", "first days"):
        return False
    before = at.words_before(SIGHT)[:-1]
    return bool({*before} & {*phrases("date", "of first days"), *phrases("date", "first days")})


def _is_of_sets(at: Place, pair: Pair) -> bool:
    """Return whether a list of pairs falls here and there, as the sets of a match do: "(25-19, 22-25, 25-17)"."""
    for found in SETS.finditer(at.text, max(0, at.start - SIGHT), pair.end + SIGHT):
        if found.start() <= at.start < found.end():
            numbers = [[int(number) for number in IN_DIGITS.findall(one)] for one in LISTED.split(found.group())]
            return any(one > other for one, other in numbers)
    return False


def _is_of_slashed_sets(at: Place) -> bool:
    """Return whether a list of pairs in brackets belongs to a score before them: "3-0 (15/8, 15/11)"."""
    if not any(token.rule == "score" for token in at.line.said[-SCORE_SIGHT:]):
        return False
    opened = at.text.rfind("(", max(0, at.start - SIGHT), at.start)
    found = SLASHED_SETS.match(at.text, opened) if opened >= 0 else None
    return found is not None and found.end() > at.start


def _as_share(at: Place, pair: Pair, one: float, other: float) -> list[str]:
    found = []
    if at.text[pair.start : pair.end] == ROUND_THE_CLOCK:
        found.append("round-the-clock")
    if "share" not in pair.possible:
        return found
    simple = pair.is_simple
    if simple:
        found.append("simple")
    if simple and one == 1 and at.text.strip() == at.text[pair.start : pair.end]:
        found.append("simple-alone")
    kinds = around.behind(at, pair.beyond).kinds
    if simple and kinds & {"count", "noun"} and "measured" not in kinds:
        found.append("simple-of-count")
    if simple and "measured" in kinds and not kinds & {"count", "once"}:
        found.append("simple-of-measured")
    if ELEMENT.match(at.text, pair.end):
        found.append("of-element")
    if at.line.said and at.line.said[-1].spoken == "âm":
        found.append("below-nought")
    if one in (1, 3) and other in (2, 4) and "span" in kinds:
        found.append("half-of-time")
    if pair.unit and other <= FEW and pair.unit_rule != "percent":
        found.append("unit-of-few")
    return found


def _is_product(at: Place) -> bool:
    """Return whether a capitalised word that is not a syllable precedes."""
    if around.meant(at):
        return False
    name = NAMES.search(at.text[max(0, at.start - NAME_SIGHT) : at.start])
    return name is not None and name[1][0].isupper() and not is_syllable(name[1].lower())


def _is_unknown_behind(at: Place, end: int) -> bool:
    """Return whether an unknown word follows, which may be a counted noun: "ngày 3-4 xxx"."""
    following = at.text[end : end + 2]
    if following[:1] != " " or not following[1:].islower() or around.behind(at, end).kinds:
        return False
    return not at.precedes(end, phrases("date", "goes on"))


def is_another(at: Place, end: int) -> bool:
    """Return whether a joint and another day and month follow, without a counted noun after them."""
    found = ANOTHER.match(at.line.lower, end)
    if found is None or not is_day(found[1], found[2]):
        return False
    if found.group()[:1] == "," and not (around.before(at).kinds & OF_DAYS or IN_A_YEAR.search(found.group())):
        return False
    if "/" in found.group() and _may_be_shares(at, found):
        return False
    if at.line.lower.startswith(f"{found[1]}/{found[2]}", at.start):
        return False
    counted = around.behind(at, found.end()).kinds
    return not counted & {"measured", "count", "mass", "amount"} and not tail(at, found.end())[1]


def _may_be_shares(at: Place, last: re.Match[str]) -> bool:
    """Return whether a pair and the `last` one are shares of different size and no rising days: "mức 1/5 đến 1/3"."""
    first = SHARE.match(at.text, at.start)
    return first is not None and last[1] == first[1] == "1" and int(first[2]) > int(last[2])


def is_listed_day(at: Place) -> bool:
    """Return whether a date or "ngày" begins the list that this day ends: "30/4 và 1/5", "hai ngày 20 và 21/6"."""
    left = at.left
    joined = phrases("date", "list")
    if left[-1:] not in (",", ";", "-", "–", "—") and left.rpartition(" ")[2] not in joined:
        return False
    if at.follows_list(("ngày",)):
        return True
    for token in reversed(at.line.said[-6:]):
        if token.rule == "date":
            return True
        of_list = token.written.strip() in (*joined, *phrases("date", "in list"))
        if token.rule not in ("space", "punctuation", "range") and not of_list:
            return False
    return False


def _names_a_house(at: Place, pair: Pair) -> bool:
    """Return whether a holiday is the name of a street or a school: "đường 30/4"; never "cách chợ 3-4km", "tổ 3-4"."""
    measured = pair.unit or around.behind(at, pair.end).kinds & {"measured", "amount", "count"}
    is_range = pair.mark == "-" and int(pair.last) - int(pair.first) == 1
    is_range = is_range or at.words_before(2)[:1] == phrases("around", "several")
    return not (measured or is_range) and "house-of" in around.before(at).kinds


def _is_named_day(at: Place) -> bool:
    """Return whether "Ngày" and the name of a holiday precede: "Ngày Nhà giáo Việt Nam 20/11"."""
    before = at.text[max(0, at.start - SIGHT) : at.start]
    if "gày " not in before or (named := NAMED_DAY.search(before)) is None:
        return False
    if IS_DAY.search(before):
        return True
    words = named[1].split()
    return sum(word[0].isupper() for word in words) > 1 or (named.group()[0] == "N" and words[0][0].isupper())


def _is_after_time(at: Place) -> bool:
    rules = (one.rule for one in reversed(at.line.said[-4:]) if one.spoken.strip(", "))
    return next(rules, "") == "time"


def _is_between_names(at: Place, end: int) -> bool:
    """Return whether a name is on both sides: "Việt Nam 1-2 Thái Lan"; the first word of a line does not count."""
    before = at.text[max(0, at.start - 24) : at.start]
    found = NAMES.search(before)
    if found is None or not found[1][0].isupper() or (before.strip() == found[1] and is_syllable(found[1].lower())):
        return False
    return at.text[end : end + 1] == " " and at.text[end + 1 : end + 2].isupper()
