"""Single letters and initials.  "V.I. Lênin" → "vê i Lênin", "ông T.V.A" → "ông tê vê a", "điểm đ" → "điểm đê".

"nhóm máu AB" → "nhóm máu a bê".  Does not match inside a word; a vowel that is a word or a name ("Lý A Dì", "Y tế") is
unchanged.
"""

from __future__ import annotations

from functools import cache

from ..model import Certainty
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations, default_meaning
from ..vietnamese.letters import LETTER, LOWER, UPPER, is_vowel, spell
from ..vietnamese.sounds import sounds
from ..vietnamese.syllables import is_syllable
from ..vietnamese.tables import read_table
from . import roman
from .abbreviation import means_by_what_precedes, unknown_notice
from .cardinal import cardinal
from .context import Match, Place
from .words import phrases

_INITIALS = regex(rf"(?:(?:Ph|Th|Tr|Ng|Nh|Ch|Kh|[{UPPER}])\. ?){{1,4}}(?=[{UPPER}][^\W\d_])")
_NAMELESS = regex(rf"(?:[{UPPER}]\.){{1,4}}[{UPPER}](?:\.(?= ?[^\W\d_,]))?(?!\w)")
_CLUSTERED = regex(rf"(?:(?:Ph|Th|Tr|Ng|Nh|Ch|Kh)\. ?(?:[{UPPER}]\. ?){{0,3}}|(?:[{UPPER}]\. ){{2,4}})[{UPPER}](?!\w)")
_BY_SOUND = "a bờ cờ"
"""Other meanings of a single small letter: "6 t" may be six tons, or six years."""
_NUMBERED_UNIT = regex(r"([A-Z])\.((?=[IVX])X?(?:IX|IV|V?I{0,3}))(?!\w|\.\w)")
_UNIT_SIGHT = 8
_PART = regex(rf"[{UPPER}][a-z]?")
_LETTER = regex(rf"[{LETTER}](?!\w)")
_NAME = regex(rf" ([{UPPER}][^\W\d_{UPPER}]{{2,11}})(?!\w)")
_CONTRACTED = regex(rf"[{UPPER}]\.[{LOWER}]{{2,7}}(?!\w)")
"""A word of which the first part is shortened to its letter: "Đ.điểm"; the table has those that are usual."""
_NAMED = regex(rf"[{UPPER}]{{2,3}}(?!\w)")


def read_initials(at: Place) -> Match | None:
    """Match the initials of a name: capitals with dots, before a capitalised word or instead of one."""
    found = at.match(_INITIALS) or at.match(_CLUSTERED) or at.match(_NAMELESS)
    if found is None or at.char_before.isalpha() or _is_known(found.group().rstrip(".")):
        return None
    if unit := _numbered_unit(at):
        return unit
    names = _clusters()
    parts = _PART.findall(found.group())
    if len(parts) == 1 and roman.is_counted(at):
        return None
    spoken = " ".join(names.get(part) or spell(part, at.style.letter_names) for part in parts)
    return Match(found.end(), spoken)


def _is_known(letters: str) -> bool:
    """Return whether several letters are an abbreviation; a single one with a dot is an initial."""
    return len(letters) > 1 and letters in abbreviations()


def _numbered_unit(at: Place) -> Match | None:
    """Read the Roman number of a department: "các Vụ: V.I, V.III" → "vê một, vê ba"."""
    found = at.match(_NUMBERED_UNIT)
    if found is None or not set(at.words_before(_UNIT_SIGHT)) & set(phrases("label", "lettered unit")):
        return None
    return Match(found.end(), f"{spell(found[1], at.style.letter_names)} {cardinal(roman.value(found[2]), at.style)}")


def read_named(at: Place) -> Match | None:
    """Match two or three capitals after a noun whose members are named by letters: "nhóm máu AB"."""
    found = at.match(_NAMED)
    if found is None or at.char_before.isalpha():
        return None
    if not at.follows(_nouns()) or means_by_what_precedes(at, found.end(), ("before", "near")):
        return None
    spoken = spell(found.group(), at.style.letter_names)
    if other := default_meaning(found.group()) if found.group() in abbreviations() else "":
        return Match(found.end(), spoken, certainty=Certainty.GUESS, other=other)
    return Match(found.end(), spoken)


def read(at: Place) -> Match | None:
    """Match a single letter; a vowel stays as it is written."""
    found = at.match(_LETTER)
    if found is None or at.char_before.isalpha():
        return None
    written = found.group()
    if is_vowel(written):
        return Match(found.end(), written)
    if _is_of_a_name(at, found.end()):
        return Match(found.end(), sounds(written), certainty=Certainty.CONTEXT, evidence=at.evidence[-1])
    spoken = spell(written, at.style.letter_names)
    if contracted := at.match(_CONTRACTED):
        return Match(found.end(), spoken, notices=(unknown_notice(at, contracted.group()),))
    if written.isupper() or at.follows(phrases("label", "lettered")):
        return Match(found.end(), spoken)
    return Match(found.end(), spoken, certainty=Certainty.GUESS, other=spell(written, _BY_SOUND))


def _is_of_a_name(at: Place, end: int) -> bool:
    """Return whether a consonant begins a minority name after a word for a person: "chị H Bliak Niê"."""
    found = _NAME.match(at.text, end)
    if (
        found is None
        or is_syllable(found[1])
        or at.text[at.start : end].lower() not in phrases("address", "mountain letter")
    ):
        return False
    return at.follows(phrases("address", "person"))


@cache
def _clusters() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "letter") if row[1]}


@cache
def _nouns() -> tuple[str, ...]:
    return tuple(row[0] for row in read_table(__package__, "letter") if not row[1])
