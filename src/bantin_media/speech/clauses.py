"""A sentence too long for its engine → pieces that fit, cut at clause ends; also joins the sounds of the pieces.

The best place for a cut is punctuation, then before the clause-beginning words of `data/phrasing.tsv`, then before a
function word (`data/phrasing_never_after.tsv`); the worst places are next to a name and inside a number.  A better
place justifies one more piece; a comma alone does not justify a cut.  Pieces of similar length are preferred.
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
"""Worse than between two content words: between "của" and the noun after it."""
_AFTER_A_NUMBER: Final = 25
"""Between "hai mươi bảy" and "héc ta"."""
_IN_A_NUMBER: Final = 60
"""Only if nothing else is possible: "hai nghìn" and "linh chín" would be heard as two numbers."""
_A_PIECE: Final = 4
"""The cost of one more piece: a request, and a pause that is not in the text."""
_UNEVEN: Final = 4
"""The cost of an empty piece; the cost of a piece decreases with its length, to 0 for a full one."""
_PAUSE_MS: Final = (230, 80)
"""The silence between two pieces: after punctuation as newsreaders pause, elsewhere as short as possible."""
_QUIET: Final = 100
"""Samples below this value (-50 dB of full scale) count as silence."""
_KEPT_MS: Final = 30
"""The part of a piece's own silence that is kept, because a soft beginning or end belongs to the word."""


def cut(text: str, longest: int) -> tuple[str, ...]:
    """Return `text` in pieces of at most `longest` characters; joined by spaces they give the words of `text`.

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
    """The lowest cost of the words so far; for each end, the begin of its last piece; for each begin, the cost of a
    piece from there, with everything before it."""
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
    """Return the cost of the unused length of a piece, for each length up to `longest`."""
    rooms = (1 - length / longest for length in range(longest + 1))
    return tuple(_UNEVEN * room * room for room in rooms)


def joined(pieces: Sequence[str], sounds: Sequence[Speech]) -> Speech:
    """Return the sounds of `pieces` as one, with a pause of fixed length between them.

    The result has the sample rate of the first sound; sounds with another rate are resampled.
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
    """Return the silence between `piece` and the next piece of its sentence, in milliseconds."""
    return _PAUSE_MS[0 if piece.endswith(_STOPS) else 1]


def _without_quiet(sound: bytes, sample_rate_hz: int, *, head: bool, tail: bool) -> bytes:
    """Return `sound` with the silence at its head and its tail shortened to `_KEPT_MS`, if `head` or `tail` is true."""
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
    """Return the cost of a cut before word `place`."""
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
