"""Capitalised words.  "ĐẢNG BỘ TỈNH BẮC KẠN" → "đảng bộ tỉnh bắc kạn": prose in capitals is read as prose.

Does not match an abbreviation inside such prose ("NGHỊ QUYẾT CỦA BCH ĐẢNG BỘ"), which is not a syllable, nor an
abbreviation that is a syllable but has small letters around it ("của TU").
"""

from __future__ import annotations

from ..model import Certainty
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import UPPER, spell
from ..vietnamese.syllables import is_syllable
from .context import Match, Place

_WORD = regex(rf"[{UPPER}]{{1,8}}(?![\w])")
_BEFORE = regex(rf"(?<!\w)([{UPPER}]+)[\s,–\-\"“]{{1,3}}$")
_AFTER = regex(rf"[\s,–\-\"“]{{1,3}}([{UPPER}]+)(?!\w)")
_SIGHT = 24
_SHORT = 4
"""Up to this length a syllable may be an abbreviation."""
_PLAIN = frozenset("ABCDĐEGHIKLMNOPQRSTUVXYƯ")


def read(at: Place) -> Match | None:
    """Match one capital word that is a syllable and not an abbreviation; it is read in small letters."""
    found = at.match(_WORD)
    if found is None or at.char_before.isalpha() or not is_caps_word(at, found.group(), found.end()):
        return None
    written = found.group()
    if len(written) <= _SHORT and _PLAIN.issuperset(written) and not stands_among_capitals(at, found.end()):
        return Match(
            found.end(), written.lower(), certainty=Certainty.GUESS, other=spell(written, at.style.letter_names)
        )
    return Match(found.end(), written.lower())


def is_caps_word(at: Place, written: str, end: int) -> bool:
    """Return whether `written`, which ends at `end`, is a word of prose in capitals.

    A tone mark or a circumflex is sufficient (HỌP).  A bare syllable (BAN, TU, AN) needs another capital syllable
    beside it; alone it must be longer than an abbreviation that could be a syllable (PHONG, not THA).
    """
    if not written.isupper() or not is_syllable(written):
        return False
    if len(written) > 1 and not _PLAIN.issuperset(written):
        return True
    if stands_among_capitals(at, end):
        return True
    return len(written) > 3 and written not in abbreviations()


def stands_among_capitals(at: Place, end: int) -> bool:
    """Return whether a word of prose in capitals directly precedes, or follows `end`."""
    name = f"among capitals {end}"
    found = at.memo.get(name)
    if not isinstance(found, bool):
        found = at.memo[name] = _stands_among_capitals(at, end)
    return found


def _stands_among_capitals(at: Place, end: int) -> bool:
    text = at.text
    before = _BEFORE.search(text[max(0, at.start - _SIGHT) : at.start])
    after = _AFTER.match(text, end, end + _SIGHT)
    neighbours = [found.group(1) for found in (before, after) if found]
    return any(
        is_syllable(word) and (word not in abbreviations() or not _PLAIN.issuperset(word))
        for word in neighbours
        if len(word) > 1
    )
