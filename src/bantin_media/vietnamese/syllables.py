"""Vietnamese syllables: tables of onsets, rhymes and tone positions decide whether a word is one."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from ..regex import regex
from .letters import TONES, is_vowel, split_tone
from .tables import read_table

_EDGES = " .,;:!?…\"'“”‘’«»()[]{}<>/\\|–—-*•+=%&"
_SPOKEN_WORD = regex(r"[^\W\d_]+")
_MERGED_GI = ("i", "in", "im", "ip", "it")
"""Rhymes whose vowel is the i of `gi`: gì, gìn, gịt."""
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = (4, 5)
"""A syllable that ends in a stop consonant has the tone sắc or nặng; without a tone mark it is not a syllable."""

_LONGEST = 16
"""In characters: nghiêng has seven letters, and the marks of a vowel may be separate characters."""
_WORDS_KEPT = 4096
"""The cache size: several rows ask about the same word, and a text has few different words."""


@lru_cache(_WORDS_KEPT)
def is_syllable(word: str) -> bool:
    """Return whether `word` is a well-formed Vietnamese orthographic syllable, in either case.

    Both tone positions are accepted: hoà and hòa, thuý and thúy.  "Kạn" is a syllable, "Slưn", "Facebook" and "ViÖt"
    are not.
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
    """Return all well-formed syllables in lower case, with every possible tone: some 20,000 words."""
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
    """Return the share of well-formed syllables among the words of `text`, 0 … 1; 1 if there are no words.

    Numbers and capital abbreviations are ignored.  Prose in Unicode has 0.95 and more; the same prose converted with
    the wrong table of a legacy font has 0.3 … 0.5.
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
    """Return the number of syllables that a voice pronounces for `spoken`: one per word, more in "Facebook"."""
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
    """Each syllable without its tone → the position of the tone mark, and whether the syllable ends in a stop."""
    shapes: dict[str, tuple[tuple[int, ...], bool]] = {}
    rhymes = [(rhyme, tuple(map(int, places))) for rhyme, places in read_table(__package__, "rhymes")]
    for name, before in read_table(__package__, "onsets"):
        onset = name.strip("-")
        for rhyme, places in rhymes:
            fits = before == "*" or rhyme[0] in before or (onset == "g" and rhyme in _MERGED_GI)
            if fits and (onset != "gi" or onset + rhyme not in shapes):
                shapes[onset + rhyme] = (tuple(len(onset) + place for place in places), rhyme.endswith(_STOPS))
    return shapes
