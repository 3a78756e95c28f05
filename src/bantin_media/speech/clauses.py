"""A sentence too long for its engine in, pieces that are not out, cut where a clause ends; and their sounds joined.

A cut is best at punctuation, then before the clause-beginning words of `data/phrasing.tsv`, then before a little word
that holds on to what follows (`data/phrasing_never_after.tsv`), worst beside a name.  A piece more is worth a better
place to cut; a comma alone is no reason to cut.  Of equally good ways the most even one is taken.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import cache
from typing import Final

from .engine import Speech
from .phrasing import NUMBER_WORDS, clause_openings, holding_words

_STOPS: Final = (".", "!", "?", ";", ":", ",", ".”", ",”", ")")
_AT_A_STOP: Final = 0
_BEFORE_A_HOLDING_WORD: Final = 6
_AT_ANY_SPACE: Final = 15
_AT_A_NAME: Final = 18
_AFTER_A_HOLDING_WORD: Final = 20
"""Worse than anywhere in plain words: between "của" and what it belongs to."""
_AFTER_A_NUMBER: Final = 25
"""Between "hai mươi bảy" and "héc ta"."""
_IN_A_NUMBER: Final = 60
"""Never, if there is another way: "hai nghìn" and "linh chín" are two numbers."""
_A_PIECE: Final = 4
"""What one more piece costs: a request, and a pause that nobody wrote."""
_UNEVEN: Final = 4
"""What a piece of no length at all would cost beside one that is full."""
_PAUSE_MS: Final = (230, 80)
"""The quiet where two pieces meet: at punctuation as newsreaders make it, elsewhere as short as can be."""
_QUIET: Final = 100
"""Samples below this (-50 dB of full scale) are no speech."""
_KEPT_MS: Final = 30
"""How much of a piece's own quiet is left alone: a soft beginning or end is part of the word."""


def cut(text: str, longest: int) -> tuple[str, ...]:
    """Return `text` as pieces of at most `longest` characters, which joined by a space are its words.

    Raises `ValueError` if a single word is longer.
    """
    words = text.split()
    if len(text) <= longest:
        return (" ".join(words),)
    if any(len(word) > longest for word in words):
        raise ValueError(next(word for word in words if len(word) > longest))
    ends = [0, *itertools.accumulate(len(word) + 1 for word in words)]
    uneven = _uneven(longest)
    best, begins, starts = 0.0, [0], []
    """The least that the words so far cost; where the last piece of them begins; what a piece from each place on costs
    with all before it."""
    for end in range(1, len(words) + 1):
        starts.append(best + _A_PIECE + _cost(words, end - 1))
        best, begin, last = math.inf, end - 1, ends[end] - 1
        while begin >= 0 and (length := last - ends[begin]) <= longest:
            cost = starts[begin] + uneven[length]
            if cost <= best:
                best, found = cost, begin
            begin -= 1
        begins.append(found)
    pieces: list[str] = []
    end = len(words)
    while end:
        pieces.append(" ".join(words[begins[end] : end]))
        end = begins[end]
    return tuple(reversed(pieces))


@cache
def _uneven(longest: int) -> tuple[float, ...]:
    """Return what a piece of each length up to `longest` costs for not being full."""
    rooms = (1 - length / longest for length in range(longest + 1))
    return tuple(_UNEVEN * room * room for room in rooms)


def joined(pieces: Sequence[str], sounds: Sequence[Speech]) -> Speech:
    """Return the sounds of `pieces` as one, the quiet between them neither longer nor shorter than a pause.

    It has the rate of the first; a server sends all at one rate, and what does not have it is brought to it.
    """
    sample_rate_hz = sounds[0].sample_rate_hz
    whole = bytearray()
    for number, (piece, speech) in enumerate(zip(pieces, sounds, strict=True)):
        last = number == len(pieces) - 1
        sound = b"".join(speech.at(sample_rate_hz))
        whole += _without_quiet(sound, sample_rate_hz, head=number > 0, tail=not last)
        if not last:
            whole += bytes(2 * ((pause_ms(piece) - 2 * _KEPT_MS) * sample_rate_hz // 1000))
    return Speech(bytes(whole), sample_rate_hz)


def pause_ms(piece: str) -> int:
    """Return the quiet that is heard between `piece` and the next one of the same sentence."""
    return _PAUSE_MS[0 if piece.endswith(_STOPS) else 1]


def _without_quiet(sound: bytes, sample_rate_hz: int, *, head: bool, tail: bool) -> bytes:
    """Return `sound` with all but a little of the quiet at its head and tail cut off, if that is wanted."""
    import numpy as np

    samples = np.frombuffer(sound, "<i2")
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) >= _QUIET)
    kept = _KEPT_MS * sample_rate_hz // 1000
    if not len(loud):
        return sound
    begin = max(int(loud[0]) - kept, 0) if head else 0
    end = min(int(loud[-1]) + 1 + kept, len(samples)) if tail else len(samples)
    return sound[2 * begin : 2 * end]


def _cost(words: Sequence[str], place: int) -> float:
    """Return how unwelcome a cut before word `place` is."""
    if place == 0 or words[place - 1].endswith(_STOPS):
        return _AT_A_STOP
    before, word = words[place - 1], words[place]
    if before in NUMBER_WORDS:
        return _IN_A_NUMBER if word.strip(",.?!") in NUMBER_WORDS else _AFTER_A_NUMBER
    if before in holding_words():
        return _AFTER_A_HOLDING_WORD
    if not (before.islower() and word.islower() and (place + 1 == len(words) or words[place + 1].islower())):
        return _AT_A_NAME
    weights = [one.weight for one in clause_openings().get(word, ()) if one.begins(words, place)]
    if weights:
        return 1 + min(weights)
    return _BEFORE_A_HOLDING_WORD if word in holding_words() else _AT_ANY_SPACE
