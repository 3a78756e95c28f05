"""Negative numbers.  "xuống -2°C" → "xuống âm hai độ xê", "tăng trưởng -3,5%" → "… âm ba phẩy năm phần trăm".

Does not match a hyphen at the start of a line, or between two numbers or words.
"""

from __future__ import annotations

import re

from ..model import Certainty
from ..regex import regex
from . import around
from .context import Match, Place
from .decimal import AMOUNT, amount
from .measure import tail
from .range import joins_counts
from .words import phrases

NEGATIVE = regex(rf"[-−–]({AMOUNT})")
BOTH = regex(rf"[-−–]({AMOUNT})\s?(?:[-−–—]|đến|tới)\s?[-−–]({AMOUNT})(?!\s?[-−–/]\d)")
FRACTION = regex(r"[-−–](?:\d{1,4} )?\d{1,4}/\d{1,4}(?: ?\.?| [^\W\d_]{1,9})")
SPAN = regex(r"(?:(?:đến|tới|và) [-−–]?|[-–] )\d[\d,]*\s?(?:[°º%]|độ)")
"""The upper end of a negative range: "-1 đến -3°C", "-1 đến 3°C"."""
BEHIND_COUNT = regex(r"\d ?\($")
LAST_WORD = regex(r"([^\W\d_]+) ?$")
COMPARING = frozenset("<>≤≥=≈")
SIGHT = 24
OPENING, CLOSING = frozenset(":;|,"), frozenset(",;.)|")


def read(at: Place) -> Match | None:
    """Match a minus directly before an amount and after a space or a bracket.

    Before a measure and after a word that introduces one the reading is certain, after any other word it is a guess.
    """
    if not at.left and FRACTION.fullmatch(at.text, at.start):
        return Match(at.start + 1, "âm", "", (), Certainty.CONTEXT, "-… alone")
    if match := _second(at) or _both(at):
        return match
    compared = at.char_before in COMPARING
    found = at.match(NEGATIVE) if compared or at.char_before in ("", " ", "(", "\u00a0") else None
    if found is None or at.left[-1:].isdecimal() or at.left[-1:] in ("%", "°", "/", "-", "–") or joins_counts(at):
        return None
    end, unit, rule = tail(at, found.end())
    is_dash = rule == "measure" and at.char_before != "(" and _is_dash(at, unit)
    if (not unit and at.text[end : end + 1].isalnum()) or is_dash:
        return None
    sign = "" if at.follows(("âm",)) else "âm "
    spoken = f"{sign}{amount(found[1], at.style)} {unit}".rstrip()
    measured = (
        rule in ("percent", "money") or unit.startswith("độ") or at.precedes(end, phrases("negative", "measured"))
    )
    if (
        at.text[at.start] == "−"
        or compared
        or measured
        or SPAN.match(at.right(end))
        or at.follows(phrases("negative", "before"))
    ):
        return Match(end, spoken)
    return _likely(at, found, end, spoken)


def _second(at: Place) -> Match | None:
    """Read the minus of a second level after a slash: "mức -180/-160"."""
    found = at.match(NEGATIVE) if at.char_before == "/" else None
    if found is None or [token.rule for token in at.line.said[-2:-1]] != ["negative"]:
        return None
    end, unit, _ = tail(at, found.end())
    return Match(end, f"âm {amount(found[1], at.style)} {unit}".rstrip())


def _both(at: Place) -> Match | None:
    """Read a range of which both ends are below nought: "-3--1 độ", "-20 - -18°C"."""
    found = at.match(BOTH) if not at.left[-1:].isdecimal() and not at.char_before.isalnum() else None
    if found is None:
        return None
    end, unit, _ = tail(at, found.end())
    if not unit and at.text[end : end + 1].isalnum():
        return None
    return Match(end, f"âm {amount(found[1], at.style)} đến âm {amount(found[2], at.style)} {unit}".rstrip())


def _likely(at: Place, found: re.Match[str], end: int, spoken: str) -> Match | None:
    """Read a minus without a measure: alone in its line, in brackets, before a decimal, after any word."""
    if not at.left and not at.text[end:].strip(" ."):
        return Match(end, spoken, "", (), Certainty.CONTEXT, "-… alone")
    in_brackets = at.char_before == "(" and at.text[end : end + 1] in (")", ",", ";")
    if in_brackets and BEHIND_COUNT.search(at.left) and "+" in at.left + at.right(end):
        return Match(end, spoken.replace("âm", "giảm", 1), "change", (), Certainty.CONTEXT, "+ … -", spoken)
    if in_brackets or ("," in found[1] and at.left[-1:].isalpha()):
        return Match(end, spoken, "", (), Certainty.CONTEXT, "(-…)" if in_brackets else "-a,b")
    if not at.left:
        return None
    if at.left[-1:] in OPENING or at.char_before == "(":
        return _opened(at, found, end, spoken)
    return _after_a_word(at, end, spoken)


def _after_a_word(at: Place, end: int, spoken: str) -> Match:
    """Read a minus after a word as a guess: "kém -3"; after a name or before a counted noun it is more often a dash."""
    plain = spoken.removeprefix("âm ")
    word = LAST_WORD.search(at.text[max(0, at.start - SIGHT) : at.start])
    numbered = at.follows(phrases("label", "number") + phrases("range", "label"))
    if word is None or not word[1].islower() or numbered or around.behind(at, end).kinds:
        return Match(end, f", {plain}", "", (), Certainty.GUESS, "", spoken)
    return Match(end, spoken, "", (), Certainty.GUESS, "-a", plain)


def _is_dash(at: Place, unit: str) -> bool:
    """Return whether the dash belongs to a range of two measures with the same unit: "từ 1,18m -1,31m"."""
    before = at.line.said[-2:]
    return any(token.rule == "measure" and token.spoken.endswith(f" {unit}") for token in before)


def _opened(at: Place, found: re.Match[str], end: int, spoken: str) -> Match:
    """Read a minus after a colon or a bar: "trên báo động: -0,1m"; before a counted noun the dash may be a bullet."""
    if "," in found[1] or spoken.count(" ") > amount(found[1], at.style).count(" ") + 1:
        return Match(end, spoken, "", (), Certainty.CONTEXT, ": -a")
    if at.text[end : end + 1] in CLOSING or end == len(at.text):
        return Match(end, spoken, "", (), Certainty.CONTEXT, ": -a")
    return Match(end, f", {spoken.removeprefix('âm ')}", "", (), Certainty.GUESS, "", spoken)
