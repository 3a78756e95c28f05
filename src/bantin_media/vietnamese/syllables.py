"""Vietnamese syllables: a word in, whether it is one out; tables of onsets, rhymes and tone places decide."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from ..regex import regex
from .letters import TONES, is_vowel, split_tone
from .tables import read_table

_EDGES = " .,;:!?…\"'“”‘’«»()[]{}<>/\\|–—-*•+=%&"
_SPOKEN_WORD = regex(r"[^\W\d_]+")
_MERGED_GI = ("i", "in", "im", "ip", "it")
"""Rhymes in which the i of `gi` is the vowel too: gì, gìn, gịt."""
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = (4, 5)
"""A syllable that ends in a stop has the tone sắc or nặng, never another; unmarked it is no syllable."""

_LONGEST = 16
"""Characters that a syllable may have: nghiêng has seven, and its vowel's marks may be characters of their own."""
_WORDS_KEPT = 4096
"""Several rows ask about the same word, and a text has few words."""


@lru_cache(_WORDS_KEPT)
def is_syllable(word: str) -> bool:
    """Return whether `word` is a well-formed Vietnamese orthographic syllable, in either case.

    Both tone placements are: hoà and hòa, thuý and thúy.  "Kạn" is one, "Slưn", "Facebook" and "ViÖt" are not.
    """
    if len(word) > _LONGEST:
        return False
    base, tone, place = split_tone(unicodedata.normalize("NFC", word).lower())
    shape = _shapes().get(base)
    if shape is None or tone < 0:
        return False
    places, stopped = shape
    if stopped:
        return tone in _STOP_TONES and place in places
    return tone == 0 or place in places


@cache
def syllables() -> frozenset[str]:
    """Return every well-formed syllable in small letters, with every tone it can have: some 20,000 words."""
    found: set[str] = set()
    for base, (places, stopped) in _shapes().items():
        if not stopped:
            found.add(base)
        for place in places:
            tones = TONES[4:] if stopped else TONES[1:]
            marked = (base[: place + 1] + tone + base[place + 1 :] for tone in tones)
            found.update(unicodedata.normalize("NFC", word) for word in marked)
    return frozenset(found)


def syllable_share(text: str) -> float:
    """Return which share of the words of `text` are well-formed syllables, 0 … 1; 1 if there are no words.

    Numbers and capital abbreviations do not count.  Unicode prose has 0.95 and more; the same prose read
    through a wrong legacy font table has 0.3 … 0.5.
    """
    right = total = 0
    for run in text.split():
        for part in run.strip(_EDGES).split("-"):
            word = part.strip(_EDGES)
            if not word or any(letter.isdigit() for letter in word) or _is_abbreviation(word):
                continue
            total += 1
            right += is_syllable(word)
    return right / total if total else 1.0


def count_syllables(spoken: str) -> int:
    """Return how many syllables a voice says for `spoken`: one a word, more only in foreign words ("Facebook")."""
    return sum(1 if is_syllable(word) else _vowel_groups(word) for word in _SPOKEN_WORD.findall(spoken))


def _vowel_groups(word: str) -> int:
    groups, inside = 0, False
    for letter in word:
        vowel = is_vowel(letter)
        groups += vowel and not inside
        inside = vowel
    return max(groups, 1)


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper() and all(letter.isascii() or letter in "ĐƯ" for letter in word)


@cache
def _shapes() -> dict[str, tuple[tuple[int, ...], bool]]:
    """Every syllable without its tone: where the tone may stand, and whether it ends in a stop."""
    shapes: dict[str, tuple[tuple[int, ...], bool]] = {}
    rhymes = [(rhyme, tuple(map(int, places))) for rhyme, places in read_table(__package__, "rhymes")]
    for name, before in read_table(__package__, "onsets"):
        onset = name.strip("-")
        for rhyme, places in rhymes:
            fits = before == "*" or rhyme[0] in before or (onset == "g" and rhyme in _MERGED_GI)
            if fits and (onset != "gi" or onset + rhyme not in shapes):
                shapes[onset + rhyme] = (tuple(len(onset) + place for place in places), rhyme.endswith(_STOPS))
    return shapes
