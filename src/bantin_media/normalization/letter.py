"""Single letters and initials.  "V.I. Lênin" → "vê i Lênin", "ông T.V.A" → "ông tê vê a", "điểm đ" → "điểm đê".

"nhóm máu AB" → "nhóm máu a bê".  Does not match inside a word; a vowel that is a word or a name ("Lý A Dì", "Y tế") is
unchanged.
"""

from __future__ import annotations

import re
from functools import cache

from ..model import Certainty
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import LETTER, UPPER, is_vowel, spell
from ..vietnamese.sounds import sounds
from ..vietnamese.syllables import is_syllable
from ..vietnamese.tables import read_table
from . import roman
from .abbreviation import means_by_what_precedes
from .context import Match, Place
from .measure import units
from .words import phrases, readings

_INITIALS = regex(rf"(?:(?:Ph|Th|Tr|Ng|Nh|Ch|Kh|[{UPPER}])\. ?){{1,4}}(?=[{UPPER}][^\W\d_])")
_NAMELESS = regex(rf"(?:[{UPPER}]\.){{1,4}}[{UPPER}](?:\.(?= ?[^\W\d_,]))?(?!\w)")
_CLUSTERED = regex(rf"(?:(?:Ph|Th|Tr|Ng|Nh|Ch|Kh)\. ?(?:[{UPPER}]\. ?){{0,3}}|(?:[{UPPER}]\. ){{2,4}})[{UPPER}](?!\w)")
_SHARE = 3
_CODE_BEFORE = regex(r"(?<!\w)([A-Z]{3})(?:, ?| và | - )$")
_CODE_BEHIND = regex(r"(?:, ?| và | - )([A-Z]{3})(?!\w)")
_MOVE = regex(r" (?:cùng |cũng )?(?:tăng|giảm|mất)(?: [^\W\d_]{2,5}){0,2} \d{1,2}(?:,\d{1,2})? ?%")
_SHARE_NAMED = regex(r"(?<!\w)(?:[Mm]ã|[Cc]ổ phiếu) [A-Z]{3}(?!\w)")
_BESIDE = 8
"""A code of three letters and the joint to the next."""
_SENTENCE = 400
"""In characters: the distance on both sides within which a word may name the stock market."""
_BY_SOUND = "a bờ cờ"
"""Other meanings of a single small letter: "6 t" may be six tons, or six years."""
_PART = regex(rf"[{UPPER}][a-z]?")
_LETTER = regex(rf"[{LETTER}](?!\w)")
_NAME = regex(rf" ([{UPPER}][^\W\d_{UPPER}]{{2,11}})(?!\w)")
_NAMED = regex(rf"[{UPPER}]{{2,3}}(?!\w)")


def read_initials(at: Place) -> Match | None:
    """Match the initials of a name: capitals with dots, before a capitalised word or instead of one."""
    found = at.match(_INITIALS) or at.match(_CLUSTERED) or at.match(_NAMELESS)
    if found is None or at.char_before.isalpha() or found.group().rstrip(".") in abbreviations():
        return None
    names = _clusters()
    parts = _PART.findall(found.group())
    if len(parts) == 1 and roman.is_counted(at):
        return None
    spoken = " ".join(names.get(part) or spell(part, at.style.letter_names) for part in parts)
    return Match(found.end(), spoken)


def read_named(at: Place) -> Match | None:
    """Match two or three capitals after a noun whose members are named by letters: "nhóm máu AB", "mã BVH"."""
    found = at.match(_NAMED)
    if found is None or at.char_before.isalpha():
        return None
    is_share = len(found.group()) == _SHARE and (_shares().search(at.left) is not None or _moves(at, found.end()))
    if not is_share and (not at.follows(_nouns()) or means_by_what_precedes(at, found.end())):
        return None
    return Match(found.end(), spell(found.group(), at.style.letter_names))


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
    if written.isupper() or at.follows(phrases("label", "lettered")):
        return Match(found.end(), spoken)
    return Match(found.end(), spoken, certainty=Certainty.GUESS, other=spell(written, _BY_SOUND))


def _moves(at: Place, end: int) -> bool:
    """Return whether a code is that of a share in a market report: "HCM giảm 1,3%", "SSI, VND, HCM cùng tăng".

    Either the sentence names the market ("phiên", "cổ phiếu"), and a price change or another code is beside the form;
    or the form, or its neighbour, has no other meaning and its price changes by a percentage: "HSG và NKG giảm gần 1%".
    Does not match a currency ("USD tăng 0,3%").
    """
    form = at.text[at.start : end]
    if not form.isascii() or form in units() or form in readings("acronym"):
        return False
    beside = _CODE_BEFORE.search(at.text, max(0, at.start - _BESIDE), at.start) or _CODE_BEHIND.match(at.text, end)
    is_moving = _MOVE.match(at.text, beside.end() if beside and beside.start() == end else end) is not None
    if is_moving and (form not in abbreviations() or (beside and beside[1] not in abbreviations())):
        return True
    sentence = at.line.lower[max(0, at.start - _SENTENCE) : end + _SENTENCE]
    names_a_market = any(word in sentence for word in phrases("label", "market")) or _SHARE_NAMED.search(
        at.text, max(0, at.start - _SENTENCE), end
    )
    return bool(names_a_market) and (beside is not None or at.precedes(end, phrases("label", "move")))


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
def _shares() -> re.Pattern[str]:
    """Return the text before a list of share codes of three letters: "cổ phiếu như VCB, BVH và"."""
    nouns = "|".join(phrases("label", "share"))
    links = "|".join(phrases("label", "share link"))
    return re.compile(rf"(?<!\w)(?:{nouns})(?: (?:{links})){{0,3}}:? ?(?:[a-z]{{3}}(?:,| và| hoặc| hay) ?){{0,12}}$")


@cache
def _clusters() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "letter") if row[1]}


@cache
def _nouns() -> tuple[str, ...]:
    return tuple(row[0] for row in read_table(__package__, "letter") if not row[1])
