"""Chooses between the meanings of one written form by its context; the order of a table has no effect.

A directly adjacent word weighs more than one a few words away, a long phrase more than a short one, and a phrase more
than "any number" or "any capital".  The rows are those of `vietnamese.abbreviations`; `phrase_index` finds their
phrases at a position.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..model import Certainty, Notice
from ..vietnamese.abbreviations import SPELLED, Meaning
from .context import Match, Place
from .phrase_index import ANY, NEAR, NOTHING, phrase_index, words_around
from .words import phrases

_WEAK = 2 * ANY
"""Up to this weight it is not evidence: a number or a capital stands beside codes and names of all kinds."""
SURE = 30
"""A meaning with a smaller lead is a guess, because two phrases at a distance differ in weight by chance."""


class Choice(NamedTuple):
    """A meaning and its total evidence: `weight` is 0 if there is none; `other` is an equally likely meaning."""

    meaning: Meaning
    weight: int
    evidence: str = ""
    other: str = ""
    is_firm: bool = True
    """Whether more than one hint supports the meaning."""

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
    found = phrase_index(meanings).found(at, end)
    for number, meaning in enumerate(meanings):
        if meaning.conditions and number not in found:
            continue
        support = found.get(number, NOTHING)
        if meaning.spoken not in best or support.weight > best[meaning.spoken].weight:
            best[meaning.spoken] = Choice(meaning, support.weight, support.evidence, "", support.is_firm)
    if not best:
        return None
    first, *others = sorted(best.values(), key=lambda choice: -choice.weight)
    rivals = (one for one in others if one.weight and not _is_part(one.evidence, first.evidence))
    near = next((one for one in rivals if first.weight - one.weight < SURE), None)
    if near and first.weight:
        return first._replace(other=near.meaning.spoken)
    usual = {one.spoken for one in meanings if one.is_usual and not one.conditions}
    if (first.weight > _WEAK and first.is_firm) or first.meaning.is_usual or first.meaning.spoken in usual:
        return first
    if first.meaning.is_rare and (words := _own_words(at, end, first.meaning.spoken)):
        return first._replace(weight=NEAR, evidence=f"… {words} …")
    without = SPELLED if first.weight or first.meaning.is_rare else ""
    return first._replace(other=next((one.spoken for one in meanings if one.spoken != first.meaning.spoken), without))


def _is_part(phrase: str, longer: str) -> bool:
    """Return whether evidence is part of longer evidence on the same side: the "ngành" of "sở, ngành"."""
    return len(phrase) < len(longer) and (longer.endswith(phrase) or longer.startswith(phrase))


def _own_words(at: Place, end: int, spoken: str) -> str:
    """Return two adjacent words of a meaning that are also adjacent near the form; empty if there are none."""
    words = spoken.replace(",", "").split()
    near = words_around(at, end)[""]
    return next((f"{one} {two}" for one, two in pairwise(words) if f" {one} {two} " in near), "")


def unsaid(at: Place, spoken: str) -> str:
    """Return `spoken` without its first word if that word precedes: "đường ĐT 254" → "đường tỉnh …"."""
    heads = phrases("label", "head")
    for head in heads if spoken.startswith(heads) else ():
        if spoken.startswith(head) and at.follows((head,)):
            return spoken[len(head) :].strip()
    return spoken
