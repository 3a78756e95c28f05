"""The contexts of the meanings of one written form, as an index: the word beside the form → the phrases to compare.

A form such as "CN" has 13 meanings with 300 phrases.  Only those phrases are compared with the text whose last word
precedes the form, whose first word follows it, or whose first word is near it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple, cast

from ..regex import regex
from ..vietnamese.abbreviations import Meaning
from ..vietnamese.letters import is_upper
from .context import NOT_LETTERS, Place, first_word, last_word
from .words import phrases as words_of

NEAR_WORDS = 12
"""In words: the distance within which a phrase is evidence."""
BEFORE, AFTER, LISTED, NEAR, FUNCTION, ANY = 140, 100, 60, 20, 15, 10
"""Weights of a phrase directly before the form, directly after it, before it in a list, at a distance, of a function
word beside it, and of any number or capital beside it.
"""
CLOSE_WORDS = 5
"""In words: the distance in the same clause within which one syllable is more than a hint."""
_CLAUSE_END = regex(r"[.;:!?()–]| - ")
_NUMBER, _NAME = "#", "^"
_ANYTHING = frozenset({_NUMBER, "##", _NAME})


class Phrase(NamedTuple):
    """A phrase of a condition: its weight, the evidence that it is, and the number of the condition."""

    words: str
    weight: int
    shown: str
    condition: int
    pattern: re.Pattern[str] | None = None
    """The pattern of a phrase with a number."""

    @property
    def has_several_words(self) -> bool:
        """Return whether the phrase is longer than one syllable."""
        return " " in self.words.strip()


class Support(NamedTuple):
    """The total weight of the evidence for a meaning, and the heaviest of it.

    It is not firm if it is one hint: a function word, or one syllable at a distance.
    """

    weight: int = 0
    evidence: str = ""
    is_firm: bool = True


NOTHING = Support()


class PhraseIndex:
    """The phrases of all conditions of several meanings, by the word that must stand beside the form."""

    def __init__(self, meanings: Sequence[Meaning]) -> None:
        self.meanings = tuple(meanings)
        self._owners: list[int] = []
        """The number of the meaning of each condition."""
        self._phrases: dict[str, dict[str, list[Phrase]]] = {"before": {}, "after": {}, "near": {}}
        self._numbers: dict[str, dict[str, list[Phrase]]] = {"before": {}, "after": {}}
        """Phrases with a number, by the character that begins or ends them, or `_NUMBER`."""
        self._names: list[Phrase] = []
        for owner, meaning in enumerate(self.meanings):
            for condition in meaning.conditions:
                for words in condition.phrases:
                    self._add(condition.side, words, len(self._owners))
                self._owners.append(owner)

    def _add(self, side: str, words: str, condition: int) -> None:
        if side == "near":
            one = Phrase(f" {words} ", NEAR + len(words), f"… {words} …", condition)
            self._phrases[side].setdefault(words.split(" ", maxsplit=1)[0], []).append(one)
        elif side == "before":
            one = Phrase(words, _size(words, BEFORE), f"{words} …", condition)
            if _NUMBER in words:
                last = words[-1]
                self._numbers[side].setdefault(last, []).append(one._replace(pattern=_numbered(words, at_end=True)))
            else:
                self._phrases[side].setdefault(last_word(words), []).append(one)
        else:
            one = Phrase(words, _size(words, AFTER), f"… {words}", condition)
            if words == _NAME:
                self._names.append(one)
            elif _NUMBER in words:
                self._numbers[side].setdefault(words[0], []).append(one._replace(pattern=_numbered(words)))
            else:
                self._phrases[side].setdefault(first_word(words), []).append(one)

    def speaks(self, at: Place, end: int, sides: Iterable[str]) -> bool:
        """Return whether a phrase of one of `sides` is there, around the form from `at` to `end`."""
        return any(next(_SEARCHES[side](self, at, end), None) for side in sides)

    def found(self, at: Place, end: int) -> dict[int, Support]:
        """Return the meanings that the context supports, by their number.

        Of several phrases of one condition, only the heaviest counts.
        """
        weights: dict[int, int] = {}
        signs: dict[int, set[Phrase]] = {}
        for search in _SEARCHES.values():
            for one in search(self, at, end):
                weights[one.condition] = max(one.weight, weights.get(one.condition, 0))
                signs.setdefault(self._owners[one.condition], set()).add(one)
        totals = dict.fromkeys(signs, 0)
        for condition, weight in weights.items():
            totals[self._owners[condition]] += weight
        return {owner: _support(at, end, total, signs[owner]) for owner, total in totals.items()}

    def before(self, at: Place, end: int) -> Iterator[Phrase]:
        """Yield the phrases directly before the form."""
        left = at.left.replace("–", "-") if "–" in at.left else at.left
        for one in self._phrases["before"].get(last_word(left), ()):
            words = one.words
            is_whole = left.endswith(words) and not (words[:1].isalnum() and left[: -len(words)][-1:].isalnum())
            if is_whole and not (words.isalpha() and " ".join(left.rsplit(" ", 2)[-2:]) in _compounds()):
                yield one
        for one in _of_character(self._numbers["before"], left[-1:]):
            if one.pattern and one.pattern.search(left):
                yield one

    def after(self, at: Place, end: int) -> Iterator[Phrase]:
        """Yield the phrases directly after the form."""
        right = at.right(end).replace("–", "-")
        for one in self._phrases["after"].get(first_word(right), ()):
            words = one.words
            is_whole = right.startswith(words) and not (words[-1:].isalnum() and right[len(words) :][:1].isalnum())
            if is_whole and not (words.isalpha() and " ".join(NOT_LETTERS.sub(" ", right).split()[:2]) in _compounds()):
                yield one
        for one in _of_character(self._numbers["after"], right[:1]):
            if one.pattern and one.pattern.match(right):
                yield one
        if self._names and is_name(at.text, end):
            yield from self._names

    def near(self, at: Place, end: int) -> Iterator[Phrase]:
        """Yield the phrases within `NEAR_WORDS` words."""
        if not (phrases := self._phrases["near"]):
            return
        words = words_around(at, end)
        for word in words.keys() & phrases.keys():
            for one in phrases[word]:
                if one.words in words[""] and (one.has_several_words or _stands_alone(words[""], word)):
                    yield one


_SEARCHES: Mapping[str, Callable[[PhraseIndex, Place, int], Iterator[Phrase]]] = {
    "before": PhraseIndex.before,
    "after": PhraseIndex.after,
    "near": PhraseIndex.near,
}
_INDEXES: dict[tuple[int, ...], PhraseIndex] = {}


def phrase_index(meanings: Sequence[Meaning]) -> PhraseIndex:
    """Return the index of `meanings`, rows of a table, which is built once.

    An index keeps its meanings, so that no other ones can have their identity.
    """
    identity = tuple(map(id, meanings))
    found = _INDEXES.get(identity)
    if found is None:
        found = _INDEXES[identity] = PhraseIndex(meanings)
    return found


def words_around(at: Place, end: int) -> Mapping[str, str]:
    """Return the words near a form as keys; the value of the key "" is all of them, with a bar for the form."""
    name = f"words around {end}"
    known = at.memo.get(name)
    if known is None:
        before, after = at.words_before(NEAR_WORDS), at.words_after(end, NEAR_WORDS)
        text = f" {' '.join(before)} | {' '.join(after)} "
        known = at.memo[name] = {**dict.fromkeys((*before, *after), ""), "": text}
    return cast("Mapping[str, str]", known)


def _support(at: Place, end: int, total: int, signs: Set[Phrase]) -> Support:
    weight, evidence = max((one.weight, one.shown) for one in signs)
    firm = len({one.words for one in signs if one.weight > ANY}) > 1 or weight <= ANY or weight >= LISTED
    return Support(total, evidence, firm or any(_is_firm(at, end, one) for one in signs))


def _is_firm(at: Place, end: int, one: Phrase) -> bool:
    """Return whether one phrase is more than a hint: not a function word, and not one syllable far away."""
    if one.weight == FUNCTION:
        return False
    return one.has_several_words or one.words.strip() in _close_words(at, end)


def _close_words(at: Place, end: int) -> tuple[str, ...]:
    """Return the words nearest to the form in its clause, on both sides."""
    left, right = _CLAUSE_END.split(at.left)[-1], _CLAUSE_END.split(at.right(end))[0]
    before, after = NOT_LETTERS.sub(" ", left).split(), NOT_LETTERS.sub(" ", right).split()
    return (*before[-CLOSE_WORDS:], *after[:CLOSE_WORDS])


def _stands_alone(words: str, syllable: str) -> bool:
    """Return whether a syllable is somewhere in `words` a word by itself: not the "tiết" of "chi tiết"."""
    parts = words.split()
    known = _compounds()
    return any(
        " ".join(parts[place - 1 : place + 1]) not in known and " ".join(parts[place : place + 2]) not in known
        for place, part in enumerate(parts)
        if part == syllable
    )


@cache
def _functions() -> frozenset[str]:
    return frozenset(words_of("evidence", "function"))


@cache
def _compounds() -> frozenset[str]:
    return frozenset(words_of("evidence", "compound"))


def is_name(text: str, end: int) -> bool:
    """Return whether a capitalised word that is not an abbreviation follows `end` after one space."""
    first, second = text[end + 1 : end + 2], text[end + 2 : end + 3]
    return text[end : end + 1] == " " and is_upper(first) and (second.islower() or (second == " " and first in "AÝ"))


def _of_character(phrases: Mapping[str, Sequence[Phrase]], char: str) -> Iterator[Phrase]:
    """Yield the phrases with a number that may begin or end with `char`."""
    yield from phrases.get(char, ())
    if char.isdecimal():
        yield from phrases.get(_NUMBER, ())


def _size(phrase: str, beside: int) -> int:
    if phrase in _ANYTHING:
        return ANY
    if phrase in _functions():
        return FUNCTION
    return (LISTED if phrase.endswith((",", " và")) else beside) + len(phrase)


def _numbered(phrase: str, *, at_end: bool = False) -> re.Pattern[str]:
    """Return the pattern of a phrase with a number: "năm #" matches "năm 2020", "##" at most two digits."""
    number = r"\d{1,2}(?![\d.,]*\d)\s?" if "##" in phrase else r"\d(?:[\d.,]{0,12}\d)?\s?"
    words = number.join(map(re.escape, phrase.replace("##", "#").split("#")))
    return regex(rf"{words}$" if at_end else words)
