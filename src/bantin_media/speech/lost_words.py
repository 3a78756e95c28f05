"""Sentences of one voice and their durations → a notice for each that may have lost words.

A notice and not an error: the sound is usable, and the editor should listen to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ..messages import message
from ..model import Notice
from ..vietnamese.sounds import sounded
from ..vietnamese.syllables import count_syllables
from .engine import excerpt

_LEAST_SYLLABLES: Final = 6
"""The pace of shorter sentences varies too much to be compared."""
_LEAST_SENTENCES: Final = 8
"""The number of sentences needed to estimate a voice's pace."""
_HURRIED: Final = 0.65
"""A sentence with less than this share of the median time per syllable may have lost words.

The pace of newsreaders varies by a fifth only.
"""

Timed = tuple[str, float]
"""The words of a sentence, and its duration in milliseconds."""


def hurried(timed: Sequence[Timed]) -> Iterable[Notice]:
    """Yield a notice for each sentence of one voice that is too short for its syllables, compared with the others."""
    paces = [(words, ms, syllables, ms / syllables) for words, ms in timed if (syllables := _count(words))]
    usual = [pace for _, _, syllables, pace in paces if syllables >= _LEAST_SYLLABLES]
    if len(usual) < _LEAST_SENTENCES:
        return
    typical = _median(usual)
    for words, ms, syllables, pace in paces:
        if syllables >= _LEAST_SYLLABLES and pace < _HURRIED * typical:
            what = message(
                "the voice may have left words out: {got} s for {syllables} syllables, which usually take {usual} s",
                got=f"{ms / 1000:.1f}", syllables=syllables, usual=f"{typical * syllables / 1000:.1f}",
            )  # fmt: skip
            hint = message("Listen to it. If words are missing, change the sentence, or choose another voice.")
            yield Notice("sentence.hurried", excerpt(words), what, hint)


def _count(words: str) -> int:
    return count_syllables(sounded(words))


def _median(values: Sequence[float]) -> float:
    """Return the median of at least one value; importing `statistics` takes as long as to read ten sentences."""
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
