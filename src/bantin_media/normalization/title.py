"""Titles before names.  "PGS.TS Nguyễn Văn A" → "phó giáo sư, tiến sĩ Nguyễn Văn A", "NSƯT Quang Vinh", "đ/c Hà".

An ambiguous title ("CN", "KS", "TS") matches only before a name: "KS Nguyễn Hà" → "kỹ sư Nguyễn Hà", but "ngành CN" is
left to *abbreviation*. The dot of "ThS." does not end a sentence.
"""

from __future__ import annotations

import re
from functools import cache

from ..model import Certainty
from ..regex import regex
from ..vietnamese.letters import ANY_LETTER, LOWER, UPPER, spell
from ..vietnamese.syllables import is_syllable
from ..vietnamese.tables import read_table
from .abbreviation import means_by_what_precedes
from .context import Match, Place
from .phrase_index import NEAR_WORDS
from .words import phrases

_GRADE = regex(r"CK[12](?!\w)")
_ORDAINED = "ordained"
_HONORIFIC_KIND = "honorific"
_LONGEST = 7
_NAME = regex(rf"[{UPPER}][^\W\d_]*(?: [{UPPER}][^\W\d_]*)?")
_CODE = regex(rf"{ANY_LETTER}{{1,9}}(?:/c)?")
_HONORIFIC = regex(rf"([ÔBc])\. ?(?=[{UPPER}][{LOWER}])")
WOMAN = regex(rf"[{UPPER}][{LOWER}]* Thị ")
_LINK = regex(r"\.?, ?|\.? |\.|, ?|-")


def read(at: Place) -> Match | None:
    """Match one or several titles ("GS.TS.", "PGS, TS") before a name, or a form with only one meaning."""
    if at.char_before.isalnum():
        return None
    titles = _titles()
    words: list[str] = []
    end, certain = at.start, False
    position = at.start
    while (found := _CODE.match(at.text, position)) and len(found.group()) <= _LONGEST and found.group() in titles:
        spoken, is_certain = titles[found.group()]
        words.append(spoken)
        certain = certain or is_certain
        end = found.end()
        link = _LINK.match(at.text, end)
        if link is None or len(words) == 4:
            break
        position = link.end()
    if not words or _is_code(at.text, end) or (len(words) == 1 and means_by_what_precedes(at, end, ("before", "near"))):
        return None
    is_named = _is_named(at.text, end)
    if not (is_named or certain or len(words) > 1):
        return None
    dotted = at.text[end : end + 1] == "." and (is_named or bool(at.text[end + 1 : end + 2].strip()))
    return Match(end + dotted, ", ".join(words))


def may_begin(run: str) -> bool:
    """Return whether a run of letters is a title, or the first letters of one ("đ/c")."""
    return run in _titles() or f"{run}/c" in _titles()


def _is_code(text: str, end: int) -> bool:
    """Return whether a number is glued to the letters: "GS55" is a code; "BSCK1" has the grade of a doctor."""
    return text[end : end + 1].isdigit() and _GRADE.match(text, max(0, end - 2)) is None


def read_ordained(at: Place) -> Match | None:
    """Match "HT. Thích An", "LM. Phêrô Bình" → "hòa thượng …", "linh mục …", by a religious name or a temple nearby.

    Does not match other meanings of the letters: "TT. Chợ Rã" is a township, "HT Nguyễn An" a headmaster.
    """
    found = at.match(_ordained()[1])
    if found is None or at.char_before.isalnum():
        return None
    if not at.precedes(found.end(), phrases("address", "dharma")):
        words = f" {' '.join((*at.words_before(NEAR_WORDS), *at.words_after(found.end(), NEAR_WORDS)))} "
        temple = next((one for one in phrases("address", "temple") if f" {one} " in words), "")
        if not temple:
            return None
        at.evidence.append(f"… {temple} …")
    return Match(found.end(1), _ordained()[0][found[2]], certainty=Certainty.CONTEXT, evidence=at.evidence[-1])


def read_honorific(at: Place) -> Match | None:
    """Match "Ô. Hoàng Văn An", "B. Nông Thị Lan", "c. Thảo" → "ông …", "bà …", "chị …", the last as a guess.

    Does not match an initial ("B. Obama"), or an item marker ("c. Rà soát", after a colon or alone).
    """
    found = at.match(_HONORIFIC)
    if found is None or at.char_before.isalnum() or at.char_before == ".":
        return None
    word = _of_kind(_HONORIFIC_KIND)[found[1]]
    if found[1] == "B" and not (WOMAN.match(at.text, found.end()) or "ô." in at.left):
        return None
    if found[1] == "c":
        if not at.left or at.left[-1] in ":;,.":
            return None
        return Match(found.end(), word, "", (), Certainty.GUESS, "", spell("c", at.style.letter_names))
    return Match(found.end(), word)


def _is_named(text: str, end: int) -> bool:
    """Return whether a person's name follows: two capitalised words, or one after a dot; not an abbreviation."""
    dotted = text[end : end + 1] == "."
    start = end + dotted
    start += text[start : start + 1] == " "
    if start == end:
        return False
    found = _NAME.match(text, start, start + 24)
    if found is None:
        return False
    words = found.group().split()
    if any(len(word) > 1 and word.isupper() and not is_syllable(word) for word in words):
        return False
    return dotted or len(words) == 2


@cache
def _titles() -> dict[str, tuple[str, bool]]:
    """Title → its reading, and whether that is its only meaning."""
    kinds = (_ORDAINED, _HONORIFIC_KIND)
    return {row[0]: (row[1], row[2] == "certain") for row in read_table(__package__, "title") if row[2] not in kinds}


@cache
def _of_kind(kind: str) -> dict[str, str]:
    """Return the titles of one kind and their readings."""
    return {row[0]: row[1] for row in read_table(__package__, "title") if row[2] == kind}


@cache
def _ordained() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return title → its reading, and the pattern of short religious titles before a name."""
    known = _of_kind(_ORDAINED)
    forms = "|".join(sorted(known, key=len, reverse=True))
    return known, regex(rf"(({forms})\.?) ?(?=[{UPPER}][{LOWER}])")
