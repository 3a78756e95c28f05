"""Chooses between the meanings of one written form by its context; the order of a table has no effect.

A directly adjacent word weighs more than one a few words away, a long phrase more than a short one, and a phrase more
than "any number" or "any capital".  The rows are those of `vietnamese.abbreviations`; this module weighs them at a
position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import cast

from ..model import Certainty, Notice
from ..vietnamese.abbreviations import SPELLED, Condition, Meaning
from ..vietnamese.letters import is_upper
from .context import Match, Place
from .words import phrases

NEAR_WORDS = 12
"""In words: the distance within which a phrase is evidence."""
_BEFORE, _AFTER, _LISTED, _NEAR, _ANY = 140, 100, 60, 20, 10
"""Weights of a phrase directly before the form, directly after it, before it in a list, at a distance, and of any
number or capital beside it.
"""
_WEAK = 2 * _ANY
"""Up to this weight it is not evidence: a number or a capital stands beside codes and names of all kinds."""
_NOTHING = (0, "")
SURE = 30
"""A meaning with a smaller lead is a guess, because two phrases at a distance differ in weight by chance."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A meaning and its total evidence: `weight` is 0 if there is none; `other` is an equally likely meaning."""

    meaning: Meaning
    weight: int
    evidence: str = ""
    other: str = ""

    def match(self, end: int, spoken: str, notices: tuple[Notice, ...] = ()) -> Match:
        """Return the reading of the form that ends at `end`, with its evidence, or as a guess."""
        if self.meaning.is_guess or self.other:
            return Match(end, spoken, "", notices, Certainty.GUESS, self.evidence, self.other)
        certainty = Certainty.CONTEXT if self.evidence else Certainty.CERTAIN
        return Match(end, spoken, "", notices, certainty, self.evidence)


def choose(at: Place, end: int, meanings: Sequence[Meaning]) -> Choice | None:
    """Return the meaning of the form from `at` to `end` with the most evidence, or the one that needs none.

    None if each meaning needs evidence and has none.  The choice has an `other` if another meaning has about as much
    evidence, or if no meaning has any and the form is ambiguous.
    """
    best: dict[str, Choice] = {}
    for meaning in meanings:
        found, evidence = _weigh(at, end, meaning)
        if found >= 0 and (meaning.spoken not in best or found > best[meaning.spoken].weight):
            best[meaning.spoken] = Choice(meaning, found, evidence)
    if not best:
        return None
    first, *others = sorted(best.values(), key=lambda choice: -choice.weight)
    near = next((one for one in others if one.weight and first.weight - one.weight < SURE), None)
    if near and first.weight:
        return replace(first, other=near.meaning.spoken)
    if first.weight > _WEAK or first.meaning.is_usual:
        return first
    if first.meaning.is_rare and (words := _own_words(at, end, first.meaning.spoken)):
        return replace(first, weight=_NEAR, evidence=f"… {words} …")
    without = SPELLED if first.weight or first.meaning.is_rare else ""
    return replace(first, other=next((one.spoken for one in meanings if one.spoken != first.meaning.spoken), without))


def _own_words(at: Place, end: int, spoken: str) -> str:
    """Return two adjacent words of a meaning that are also adjacent near the form; empty if there are none."""
    words = spoken.replace(",", "").split()
    near = _words_around(at, end)[""]
    return next((f"{one} {two}" for one, two in pairwise(words) if f" {one} {two} " in near), "")


def _weigh(at: Place, end: int, meaning: Meaning) -> tuple[int, str]:
    """Return the evidence for `meaning` and its weight: 0 if it needs none, -1 if it needs some and has none."""
    if not meaning.conditions:
        return 0, ""
    found = [_weight(at, end, condition) for condition in meaning.conditions]
    total, evidence = sum(weight for weight, _ in found), max(found)[1]
    return (total, evidence) if total else (-1, "")


def holds(at: Place, end: int, condition: Condition) -> bool:
    """Return whether `condition` is met around the form from `at` to `end`."""
    return _weight(at, end, condition)[0] > 0


def unsaid(at: Place, spoken: str) -> str:
    """Return `spoken` without its first word if that word precedes: "đường ĐT 254" → "đường tỉnh …"."""
    for head in phrases("label", "head"):
        if spoken.startswith(head) and at.follows((head,)):
            return spoken[len(head) :].strip()
    return spoken


def _weight(at: Place, end: int, condition: Condition) -> tuple[int, str]:
    """Return the weight of the heaviest phrase of `condition` near the form, and its position relative to the form."""
    phrases = condition.phrases
    if condition.side == "near":
        words = _words_around(at, end)
        there = (phrase for word in words.keys() & _by_first(phrases).keys() for phrase in _by_first(phrases)[word])
        found = [(_NEAR + len(phrase), f"… {phrase} …") for phrase in there if f" {phrase} " in words[""]]
    elif condition.side == "before":
        left = at.left.replace("–", "-") if "–" in at.left else at.left
        plain, loose = _by_kind(phrases)
        beside = (*plain, *loose) if left.endswith(plain) else loose
        found = [(_size(phrase, _BEFORE), f"{phrase} …") for phrase in beside if _stands_before(left, phrase)]
    else:
        right = at.right(end).replace("–", "-")
        plain, loose = _by_kind(phrases)
        beside = (*plain, *loose) if right.startswith(plain) else loose
        found = [(_size(phrase, _AFTER), f"… {phrase}") for phrase in beside if _stands_after(at, end, right, phrase)]
    return max(found, default=_NOTHING)


def _words_around(at: Place, end: int) -> Mapping[str, str]:
    """Return the words near a form as keys; the value of the key "" is all of them, separated by spaces."""
    name = f"words around {end}"
    known = at.memo.get(name)
    if known is None:
        words = (*at.words_before(NEAR_WORDS), *at.words_after(end, NEAR_WORDS))
        known = at.memo[name] = {**dict.fromkeys(words, ""), "": f" {' '.join(words)} "}
    return cast("Mapping[str, str]", known)


@cache
def _by_first(phrases: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the phrases by their first word."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        first = phrase.split(" ")[0]
        found[first] = (*found.get(first, ()), phrase)
    return found


@cache
def _by_kind(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the phrases of plain text, and those that match any number or any capital."""
    loose = tuple(phrase for phrase in phrases if "#" in phrase or phrase == "^")
    return tuple(phrase for phrase in phrases if phrase not in loose), loose


def _size(phrase: str, beside: int) -> int:
    if phrase in ("#", "##", "^"):
        return _ANY
    return (_LISTED if phrase.endswith((",", " và")) else beside) + len(phrase)


def _stands_before(left: str, phrase: str) -> bool:
    if "#" in phrase:
        return _numbered(phrase, at_end=True).search(left) is not None
    return left.endswith(phrase) and not (phrase[:1].isalnum() and left[: -len(phrase)][-1:].isalnum())


def _stands_after(at: Place, end: int, right: str, phrase: str) -> bool:
    if phrase == "^":
        return is_name(at.text, end)
    if "#" in phrase:
        return _numbered(phrase).match(right) is not None
    return right.startswith(phrase) and not (phrase[-1:].isalnum() and right[len(phrase) :][:1].isalnum())


@cache
def _numbered(phrase: str, *, at_end: bool = False) -> re.Pattern[str]:
    """Return the pattern of a phrase with a number: "năm #" matches "năm 2020", "##" at most two digits."""
    number = r"\d{1,2}(?![\d.,]*\d)\s?" if "##" in phrase else r"\d(?:[\d.,]{0,12}\d)?\s?"
    words = number.join(map(re.escape, phrase.replace("##", "#").split("#")))
    return re.compile(rf"{words}$" if at_end else words)


def is_name(text: str, end: int) -> bool:
    """Return whether a capitalised word that is not an abbreviation follows `end` after one space."""
    first, second = text[end + 1 : end + 2], text[end + 2 : end + 3]
    return text[end : end + 1] == " " and is_upper(first) and (second.islower() or (second == " " and first in "AÝ"))
