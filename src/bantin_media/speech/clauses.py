"""A sentence too long for one request in, pieces that are not out, cut where a clause ends; and their sounds joined.

A cut is best at punctuation, then before the clause-beginning words of `data/phrasing.tsv`, then before a little word
that holds on to what follows (`data/phrasing_never_after.tsv`), worst beside a name.  A piece more is worth a better
place to cut; a comma alone is no reason to cut.  Of equally good ways the most even one is taken.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from .engine import Speech
from .phrasing import clause_openings, holding_words

_STOPS: Final = (".", "!", "?", ";", ":", ",", ".”", ",”", ")")
_AT_A_STOP: Final = 0
_BEFORE_A_HOLDING_WORD: Final = 6
_AT_ANY_SPACE: Final = 15
_AT_A_NAME: Final = 18
_AFTER_A_HOLDING_WORD: Final = 20
"""Worse than anywhere: between "của" and what it belongs to."""
_A_PIECE: Final = 4
"""What one more piece costs: a request, and a pause that nobody wrote."""
_UNEVEN: Final = 4
"""What a piece of no length at all would cost beside one that is full."""
PAUSE_MS: Final = (230, 80)
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
    ends = list(itertools.accumulate(len(word) + 1 for word in words))
    costs = [_cost(words, place) for place in range(len(words))]
    best: list[tuple[float, int]] = [(0.0, 0)]
    """For each number of words: what cutting them costs, and where the last piece begins."""
    for end in range(1, len(words) + 1):
        choices = []
        for begin in range(end - 1, -1, -1):
            length = ends[end - 1] - 1 - (ends[begin - 1] if begin else 0)
            if length > longest:
                break
            room = 1 - length / longest
            choices.append((best[begin][0] + _A_PIECE + costs[begin] + _UNEVEN * room * room, begin))
        best.append(min(choices))
    found: list[str] = []
    end = len(words)
    while end:
        begin = best[end][1]
        found.append(" ".join(words[begin:end]))
        end = begin
    return tuple(reversed(found))


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
            pause_ms = PAUSE_MS[0 if piece.endswith(_STOPS) else 1] - 2 * _KEPT_MS
            whole += bytes(2 * (pause_ms * sample_rate_hz // 1000))
    return Speech(bytes(whole), sample_rate_hz)


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
    if words[place - 1] in holding_words():
        return _AFTER_A_HOLDING_WORD
    if not all(word.islower() for word in words[place - 1 : place + 2]):
        return _AT_A_NAME
    weights = [one.weight for one in clause_openings().get(words[place], ()) if one.begins(words, place)]
    otherwise = _BEFORE_A_HOLDING_WORD if words[place] in holding_words() else _AT_ANY_SPACE
    return min((1 + weight for weight in weights), default=otherwise)
