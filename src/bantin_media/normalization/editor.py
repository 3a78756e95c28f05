"""The editor's rows: a written form of `lexicon.tsv` has the reading of its row."""

from __future__ import annotations

from .context import Match, Place
from .lexicon import Entry

NEAR_WORDS = 6
"""In words: the distance within which the context of a row is searched."""


def read(at: Place) -> Match | None:
    """Match the longest row whose written form is here and whose context is near.  Does not match inside a word."""
    lexicon = at.line.lexicon
    if not lexicon.entries:
        return None
    for entry in lexicon.starting(at.text, at.start):
        end = at.start + len(entry.written)
        if _is_written(at, entry, end) and _is_near(at, entry, end):
            return Match(end, entry.spoken)
    return None


def _is_written(at: Place, entry: Entry, end: int) -> bool:
    found = at.text[at.start : end]
    same = found == entry.written or (entry.written[0].islower() and found[:1].lower() + found[1:] == entry.written)
    if not same:
        return False
    inside_left = found[0].isalnum() and at.char_before.isalnum()
    inside_right = found[-1].isalnum() and at.text[end : end + 1].isalnum()
    return not (inside_left or inside_right)


def _is_near(at: Place, entry: Entry, end: int) -> bool:
    if not entry.side:
        return True
    words = at.words_before(NEAR_WORDS) if entry.side == "before" else at.words_after(end, NEAR_WORDS)
    return f" {entry.near} " in f" {' '.join(words)} "
