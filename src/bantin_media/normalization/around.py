"""The context of a position: the longest known phrase on each side, and the kinds of that phrase.

"Sáng nay (7/9)" → before: `today`, in a bracket; "2-3 lần" → behind: `measured`.  Kinds and phrases are rows of the
tables `around`, `date`, `ratio`, `range` and `label`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import LOWER, UPPER
from ..vietnamese.tables import read_table
from .context import NOT_LETTERS, WINDOW, Place
from .words import one_of, phrases

SOURCES = {
    "around": (),
    "date": ("day", "month", "holiday", "not"),
    "ratio": ("mass", "count", "scale", "share", "span"),
    "range": ("score", "match", "label"),
    "per": ("noun", "once"),
    "label": ("address", "number", "amount", "paper", "broken"),
}
"""The tables, and the kinds that are used of each; an empty tuple means all kinds."""
LONGEST_WORDS = 5
NEAR_WORDS = 7
FAR = 4
"""In words: evidence at a greater distance leaves a guess."""
STOP = regex(r"[.,;:!?()\[\]…“”\"/–—+]")
CLAUSE = regex(r"[.;!?]")
BEHIND_ONLY = frozenset(
    [
        "after",
        "measured",
        "count",
        "mass",
        "amount",
        "noun",
        "once",
        "changed",
        "compared",
        "then-lost",
        "span",
        "broken",
        "years",
        "monthly",
        "next-year",
        "uncounted",
    ]
)
"""Kinds that are evidence only after the numbers: in "tới ngày 2-3" the word "ngày" is not a unit of time."""
WHOLE = frozenset({"after", "years", "uncounted"})
"""Kinds whose phrases do not also count as their first word: "năm nay" is not "năm", a number of years."""
CAPITALS = regex(r"[A-ZĐ]{2,4}(?!\w)")
SHORT = 5
"""In characters: the distance after a number within which an abbreviation is evidence."""
COUNTED_KINDS, NONE = frozenset({"count", "noun", "mass", "measured"}), frozenset[str]()
NAMED = regex(rf" [{UPPER}][{LOWER}]")
"""Behind the numbers, a name or an office and no counted noun: "hôm 5/12 Tổng thống"."""
OF_TIME = frozenset({"measured", "amount", "after", "years"})
"""Kinds of phrases that may be capitalised: "28-30 Tết"."""
OPENING = "(“\"'‘[ "
NUMBERING = "".join(rf"(?<!{word} )" for word in phrases("count", "numbering"))
DAYS = rf"(?<!{phrases('count', 'before passed')[0]} ){one_of('count', 'of days')}"
COUNTED = regex(rf"(?:{NUMBERING}(?<![\w:])\d{{1,3}}|(?<!\w){DAYS}) (?:ngày|hôm)$")
"""A number of days, not the day of a month: "sau 3 ngày 2-3 cây héo"."""


class Side(NamedTuple):
    """The longest known phrase on one side, and its kinds."""

    phrase: str = ""
    kinds: frozenset[str] = frozenset()


NOTHING = Side()


@cache
def kinds() -> dict[str, frozenset[str]]:
    """Return phrase → its kinds."""
    found: dict[str, set[str]] = {}
    for table, wanted in SOURCES.items():
        for row in read_table(__package__, table):
            if not wanted or row[0] in wanted:
                found.setdefault(row[1], set()).add(row[0])
    return {phrase: frozenset(of) for phrase, of in found.items()}


@cache
def _first_words() -> frozenset[str]:
    """Return the first words of all phrases: no other word begins one."""
    return frozenset(phrase.split(" ")[0] for phrase in kinds())


@cache
def _last_words(wanted: frozenset[str] | None = None) -> frozenset[str]:
    """Return the last words of the phrases, or of those that are of a `wanted` kind."""
    return frozenset(phrase.split(" ")[-1] for phrase, of in kinds().items() if wanted is None or wanted & of)


def before(at: Place) -> Side:
    """Return the phrase directly before the position; a bracket or a colon may separate them."""
    found = at.memo.get("before")
    if not isinstance(found, Side):
        left = at.left.rstrip(' :(“"')
        side = meant(at) or ending(left)
        found = at.memo["before"] = NOTHING if "day" in side.kinds and COUNTED.search(left) else side
    return found


def meant(at: Place) -> Side | None:
    """Return what an abbreviation directly before means, if it is a known phrase: the "nhiệm kỳ" of "NK 26-31"."""
    last = at.line.said[-2:]
    if [token.rule for token in last] != ["abbreviation", "space"]:
        return None
    side = ending(last[0].spoken.lower())
    return side if side.phrase else None


def before_comma(at: Place) -> Side:
    """Return the phrase before the comma that directly precedes the position: "hôm nay, 5/10"."""
    left = at.left
    return ending(left[:-1].rstrip(" )")) if left.endswith(",") else NOTHING


def ending(left: str) -> Side:
    """Return the longest known phrase at the end of `left`, which is lower-case."""
    if not left[-1:].isalnum():
        return NOTHING
    known = kinds()
    words = left[-48:].split()[-LONGEST_WORDS:]
    if words[-1].lstrip(OPENING) not in _last_words():
        return NOTHING
    for first in range(len(words)):
        phrase = " ".join(words[first:]).lstrip(OPENING)
        if phrase in known and not known[phrase] <= BEHIND_ONLY:
            return Side(phrase, known[phrase])
    return NOTHING


def behind(at: Place, end: int) -> Side:
    """Return the phrase after `end`, up to punctuation, with the kinds of its shorter phrases too."""
    name = f"behind {end}"
    found = at.memo.get(name)
    if not isinstance(found, Side):
        found = at.memo[name] = _behind(at, end)
    return found


def _behind(at: Place, end: int) -> Side:
    text = at.line.lower[end : end + 48]
    if text[:1] != " " and not text[:2].isalpha():
        return NOTHING
    stop = STOP.search(text)
    words = (text[: stop.start()] if stop else text).split()[:LONGEST_WORDS]
    known = kinds()
    longest, found = "", frozenset[str]()
    for last in range(1, len(words) + 1) if words and words[0] in _first_words() else ():
        if (phrase := " ".join(words[:last])) in known:
            longest, found = phrase, known[phrase] if known[phrase] & WHOLE else known[phrase] | found
    if NAMED.match(at.text, end) and not found & OF_TIME:
        return NOTHING
    return Side(longest, found) if longest else _short(at.text[end + 1 : end + 1 + SHORT])


def _short(text: str) -> Side:
    """Return the kinds of the noun that an abbreviation stands for: for "ĐV" those of "đảng viên"."""
    form = CAPITALS.match(text)
    if form is None:
        return NOTHING
    known = kinds()
    for one in abbreviations().get(form.group(), ()):
        if COUNTED_KINDS & known.get(one.spoken, NONE):
            return Side(form.group(), known[one.spoken])
    return NOTHING


def is_far(at: Place, phrase: str) -> bool:
    """Return whether `phrase` is weak evidence: more than `FAR` words that are no names, or a day, come after it."""
    start = at.left.rfind(phrase)
    if start < 0:
        return False
    between = NOT_LETTERS.sub(" ", at.text[max(0, at.start - WINDOW) + start + len(phrase) : at.start]).split()
    return sum(word[0].islower() for word in between) > FAR or not set(phrases("date", "day")).isdisjoint(between)


def near(at: Place, wanted: frozenset[str]) -> Side:
    """Return the nearest phrase of a `wanted` kind among the last words of the clause."""
    clause = CLAUSE.split(at.left)[-1]
    words = NOT_LETTERS.sub(" ", clause).split()[-NEAR_WORDS:]
    if not words:
        return NOTHING
    known = kinds()
    ends = _last_words(wanted)
    for last in range(len(words), 0, -1):
        if words[last - 1] not in ends:
            continue
        for size in (3, 2, 1):
            phrase = " ".join(words[max(0, last - size) : last])
            if wanted & known.get(phrase, frozenset()):
                return Side(phrase, known[phrase] & wanted)
    return NOTHING
