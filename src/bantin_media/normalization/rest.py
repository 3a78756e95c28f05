"""Text that no class can read: white space stays white space, everything else is reported."""

from __future__ import annotations

import re
import unicodedata

from ..messages import message
from ..model import Notice
from ..regex import regex
from ..vietnamese.letters import ANY_LETTER, UPPER, in_latin, in_latin_letters, is_vowel, spell
from ..vietnamese.sounds import sounds
from ..vietnamese.syllables import is_syllable
from .context import Match, Place
from .words import readings

SPACE = regex(r"\s+")
LETTERS = regex(rf"{ANY_LETTER}{{1,200}}")
"""In characters: no word is this long; one without an end is read in pieces, so that few rows examine a long one."""
CAPITALS = regex(rf"[{UPPER}]{{2}}")
"""Two consecutive capitals indicate an abbreviation, whatever else the word contains."""
SAME = regex(r"(.)\1*", re.DOTALL)


def space(at: Place) -> Match | None:
    """Match white space of any width as one space."""
    found = at.match(SPACE)
    return Match(found.end(), "") if found else None


def read(at: Place) -> Match | None:
    """Match Latin letters as they are written, and other characters as silent; both are reported."""
    if found := at.match(SPACE):
        return Match(found.end(), "", "space")
    if found := at.match(LETTERS):
        return _letters(at, found.group())
    found = at.match(SAME)
    if found is None:
        return None
    written = found.group(1)
    notice = Notice(
        "reading.unknown-symbol",
        at.line.where,
        message('"{written}" (U+{code}) is not spoken', written=written, code=f"{ord(written):04X}"),
        message("Add to lexicon.tsv if it is to be spoken: {row}", row=f"{written}\t…"),
    )
    return Match(found.end(), "", "unread", (notice,))


def _letters(at: Place, written: str) -> Match:
    """Return Latin letters as they are written and the names of Greek ones; letters of other scripts are silent."""
    is_latin = bool(in_latin(written[0]))
    length = next((index for index, letter in enumerate(written) if bool(in_latin(letter)) != is_latin), len(written))
    written = written[:length]
    end = at.start + length
    if is_latin and not any(is_vowel(unicodedata.normalize("NFD", letter)[0]) for letter in written):
        spoken = spell(written, at.style.letter_names)
        return Match(end, spoken, "unread", (unknown_word_notice(at, written, spoken),))
    if is_latin:
        words = in_latin_letters(written)
        words = spell(words, at.style.letter_names) if CAPITALS.search(words) and not is_syllable(words) else words
        return Match(end, words, "unread", (unknown_word_notice(at, written),))
    names = [readings("symbol").get(letter.lower(), "") for letter in written]
    spoken = " ".join(names) if all(names) else ""
    return Match(end, spoken, "unread", (_another_script(at, written, spoken),))


def unknown_word_notice(at: Place, written: str, spoken: str = "") -> Notice:
    """Return the notice that no table contains `written`, with its reading: `spoken`, else its Vietnamese syllables."""
    return Notice(
        "reading.unknown-word",
        at.line.where,
        message('"{written}" is read: {spoken}', written=written[:40], spoken=spoken or sounds(written[:40])),
        message("Add to lexicon.tsv if it is to be read in another way: {row}", row=f"{written[:40]}\t…"),
    )


def _another_script(at: Place, written: str, spoken: str) -> Notice:
    script = unicodedata.name(written[0], f"U+{ord(written[0]):04X}")
    return Notice(
        "reading.another-script",
        at.line.where,
        message('"{written}" ({script}) is read: {spoken}', written=written[:40], script=script, spoken=spoken)
        if spoken
        else message(
            '"{written}" ({script}) is in another script and is not spoken', written=written[:40], script=script
        ),
        message("Add to lexicon.tsv if it is to be read in another way: {row}", row=f"{written[:40]}\t…"),
    )
