"""Codes of companies' shares.  "cổ phiếu BVH" → "cổ phiếu bê vê hát", "HSG và NKG giảm 1%" → "hát ét gờ và nờ ca gờ …".

A code has three letters and is often an abbreviation as well (HSG is "học sinh giỏi"), so it needs evidence: a word for
a share before it, a market report around it, or the codes of other companies beside it.  Does not match a currency
("USD tăng 0,3%").
"""

from __future__ import annotations

import re
from functools import cache

from ..model import Certainty
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations, default_meaning
from ..vietnamese.letters import spell
from .context import Match, Place
from .measure import units
from .words import phrases, readings

_CODE = regex(r"[A-Z]{3}(?!\w)")
_BEFORE = regex(r"(?<!\w)([A-Z]{3})(?:, ?| và | - )$")
_BEHIND = regex(r"(?:, ?| và | - )([A-Z]{3})(?!\w)")
_LIST_BEFORE = regex(r"(?<!\w)(?:[A-Z]{3}(?:, ?|; ?| và | - |/)){1,12}$")
_LIST_BEHIND = regex(r"(?:(?:, ?|; ?| và | - |/)[A-Z]{3}(?!\w)){1,12}")
_IN_LIST = regex(r"[A-Z]{3}")
_MOVE = regex(r" (?:cùng |cũng )?(?:tăng|giảm|mất)(?: [^\W\d_]{2,5}){0,2} \d{1,2}(?:,\d{1,2})? ?%")
_NAMED = regex(r"(?<!\w)(?:[Mm]ã|[Cc]ổ phiếu) [A-Z]{3}(?!\w)")
_BESIDE = 8
"""A code of three letters and the joint to the next."""
_LISTED = 96
"""In characters: the longest list of codes on one side."""
_FEWEST = 3
"""A list with this many codes of companies is not a list of offices."""
_SENTENCE = 400
"""In characters: the distance on both sides within which a word may name the stock market."""


def read(at: Place) -> Match | None:
    """Match three capitals that are the code of a share."""
    found = at.match(_CODE)
    if found is None or at.char_before.isalpha():
        return None
    form, end = found.group(), found.end()
    spoken = spell(form, at.style.letter_names)
    if _nouns().search(at.left) or _moves(at, form, end):
        return Match(end, spoken, "letter")
    if _is_listed(at, form, end):
        return Match(end, spoken, "letter", (), Certainty.CONTEXT, "… mã …")
    if form in _tickers() and form not in units() and _MOVE.match(at.text, end):
        return Match(end, spoken, "letter", (), Certainty.GUESS, other=default_meaning(form))
    return None


def _is_listed(at: Place, form: str, end: int) -> bool:
    """Return whether the form is in a list of at least three codes of known companies, and few others."""
    before = _LIST_BEFORE.search(at.text, max(0, at.start - _LISTED), at.start)
    behind = _LIST_BEHIND.match(at.text, end)
    if before is None and behind is None:
        return False
    around = f"{before.group() if before else ''} {behind.group() if behind else ''}"
    listed = [form, *_IN_LIST.findall(around)]
    known = sum(code in _tickers() for code in listed)
    return known >= _FEWEST and 2 * known > len(listed)


def _moves(at: Place, form: str, end: int) -> bool:
    """Return whether a code is that of a share in a market report: "HCM giảm 1,3%", "SSI, VND, HCM cùng tăng".

    Either the sentence names the market ("phiên", "cổ phiếu"), and a price change or another code is beside the form;
    or the form, or its neighbour, has no other meaning and its price changes by a percentage: "HSG và NKG giảm gần 1%".
    """
    if form in units() or form in readings("acronym"):
        return False
    beside = _BEFORE.search(at.text, max(0, at.start - _BESIDE), at.start) or _BEHIND.match(at.text, end)
    is_moving = _MOVE.match(at.text, beside.end() if beside and beside.start() == end else end) is not None
    if is_moving and (form not in abbreviations() or (beside and beside[1] not in abbreviations())):
        return True
    if beside is None and not at.right(end).startswith(phrases("label", "move")):
        return False
    sentence = at.line.lower[max(0, at.start - _SENTENCE) : end + _SENTENCE]
    names_a_market = any(word in sentence for word in phrases("label", "market")) or _NAMED.search(
        at.text, max(0, at.start - _SENTENCE), end
    )
    return bool(names_a_market) and (beside is not None or at.precedes(end, phrases("label", "move")))


@cache
def _tickers() -> frozenset[str]:
    return frozenset(phrases("share", "ticker"))


@cache
def _nouns() -> re.Pattern[str]:
    """Return the pattern of the text before a company's share code: "cổ phiếu như VCB, BVH và"."""
    nouns = "|".join(phrases("label", "share"))
    links = "|".join(phrases("label", "share link"))
    return re.compile(rf"(?<!\w)(?:{nouns})(?: (?:{links})){{0,3}}:? ?(?:[a-z]{{3}}(?:,| và| hoặc| hay) ?){{0,12}}$")
