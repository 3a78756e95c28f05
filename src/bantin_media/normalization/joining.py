"""Tokens → the spoken sentence: words, commas and at most one closing mark."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Token
from .cardinal import DIGIT
from .words import phrases

END_MARKS = frozenset(".?!")
NUMBER_WORDS = frozenset((*DIGIT, *phrases("count", "number"), *phrases("count", "joint")))
WORD_RULES = frozenset({"word", "abbreviation", "caps", "foreign", "name", "place", "title"})
"""Classes whose last word may look like a number but is not: SN 1980 is "sinh năm một nghìn …"."""


def join(tokens: Iterable[Token]) -> str:
    """Return the spoken text without repeated pauses, and without one at the start or the end.

    Two adjacent numbers keep a comma between them, so that 70, 2009 is never heard as 72,009.  A month of May keeps one
    before its year, because some voices drop one of two equal syllables.
    """
    spoken: list[str] = []
    pause = ""
    number_before = False
    for token in tokens:
        words = token.spoken
        if not words:
            continue
        if words in END_MARKS:
            pause = words if pause not in ("?", "!") else pause
            continue
        if words[0] == ",":
            pause = pause or ","
        if not (words := words.strip(", ")):
            continue
        is_word = token.rule in WORD_RULES
        if spoken:
            close = number_before and not is_word and words.split(None, 1)[0] in NUMBER_WORDS
            spoken.append(", " if pause or close else " ")
        spoken.append(words)
        pause = "," if token.spoken.rstrip().endswith(",") else ""
        number_before = not is_word and words.rsplit(None, 1)[-1] in NUMBER_WORDS
    if spoken and pause in END_MARKS:
        spoken.append(pause)
    return "".join(spoken).replace("tháng năm năm ", "tháng năm, năm ")
