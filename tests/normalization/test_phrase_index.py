"""The index of contexts: it finds the phrases that a comparison with all phrases finds, and compares few."""

from __future__ import annotations

import re

from tests.pythons.readings import Chance

from bantin_media.normalization.context import Place
from bantin_media.normalization.machine import Line
from bantin_media.normalization.phrase_index import NEAR_WORDS, PhraseIndex, is_name
from bantin_media.normalization.words import phrases
from bantin_media.vietnamese.abbreviations import abbreviations

MOST_COMPARED = 40
"""How many phrases of a form end, or begin, with the same word; a form has up to 400."""
LINKS = (" ", ", ", " (", "-", "", " – ", " và ")


def place(before: str, form: str, behind: str) -> Place:
    text = f"{before}{form}{behind}"
    return Place(Line(text, text.lower(), None, None), len(before))  # type: ignore[arg-type]


def is_part(words: list[str], number: int) -> bool:
    """Return whether a syllable is part of a word of two syllables that the table lists."""
    pairs = (" ".join(words[first : first + 2]) for first in (number - 1, number) if first >= 0)
    return any(pair in phrases("evidence", "compound") for pair in pairs)


def is_there(side: str, phrase: str, at: Place, end: int) -> bool:
    """Return whether a phrase is on its side of the form, without an index."""
    left, right = at.left.replace("–", "-"), at.right(end).replace("–", "-")
    words_near = [*at.words_before(NEAR_WORDS), "|", *at.words_after(end, NEAR_WORDS)]
    if side == "near" and " " not in phrase:
        return any(one == phrase and not is_part(words_near, number) for number, one in enumerate(words_near))
    beside, place_beside = (left.split(), len(left.split()) - 1) if side == "before" else (right.split(), 0)
    if side != "near" and phrase.isalpha() and is_part(beside, place_beside):
        return False
    if side == "near":
        return f" {phrase} " in f" {' '.join((*at.words_before(NEAR_WORDS), *at.words_after(end, NEAR_WORDS)))} "
    if side == "after" and phrase == "^":
        return is_name(at.text, end)
    few = r"\d{1,2}(?![\d.,]*\d)\s?"
    number = few if "##" in phrase else r"\d(?:[\d.,]{0,12}\d)?\s?"
    words = number.join(map(re.escape, phrase.replace("##", "#").split("#")))
    is_loose = "#" in phrase
    if side == "before":
        edge = "" if is_loose or not phrase[:1].isalnum() else r"(?<![^\W_])"
        return re.search(rf"{edge}{words}$", left) is not None
    edge = "" if is_loose or not phrase[-1:].isalnum() else r"(?![^\W_])"
    return re.match(rf"{words}{edge}", right) is not None


def test_every_phrase_beside_a_form_is_found() -> None:
    by = Chance(31)
    found = 0
    for form, meanings in abbreviations().items():
        conditions = [one for meaning in meanings for one in meaning.conditions]
        every = [phrase for one in conditions for phrase in one.phrases]
        for _ in range(2 if every else 0):
            before, behind = (by.of(every).replace("##", "7").replace("#", "12,5") for _ in range(2))
            at = place(f"xã {before}{by.of(LINKS)}", form, f"{by.of(LINKS)}{behind} tỉnh")
            end = at.start + len(form)
            wanted = {
                number
                for number, meaning in enumerate(meanings)
                for one in meaning.conditions
                if any(is_there(one.side, phrase, at, end) for phrase in one.phrases)
            }
            index = PhraseIndex(meanings)
            assert set(index.found(at, end)) == wanted, at.text
            sides = {one.side for meaning in meanings for one in meaning.conditions}
            assert index.speaks(at, end, sides) == bool(wanted)
            found += len(wanted)
    assert found > 500


def test_few_phrases_are_compared() -> None:
    for form, meanings in abbreviations().items():
        index = PhraseIndex(meanings)
        for side in ("before", "after"):
            most = max(map(len, index._phrases[side].values()), default=0)
            assert most <= MOST_COMPARED, (form, side)
