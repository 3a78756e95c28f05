"""Letters and digits in one word.  "30a" → "ba mươi a", "QL3B" → "quốc lộ ba bê", "5G" → "năm gờ".

"COVID-19" → "cô vít mười chín", "PM2.5" → "pê mờ hai chấm năm", "A/H5N1" → "a, hát năm nờ một", "3G/4G" → "ba gờ, bốn
gờ".  A number of up to three digits is read as a number; a longer one, or one with a leading zero, digit by digit.
Does not match a measure ("50cm", "7h30", "20tr"): the number classes precede this row in the table.
"""

from __future__ import annotations

import re
from functools import cache

from ..model import Certainty
from ..regex import regex
from ..vietnamese.abbreviations import SPELLED, Meaning, abbreviations, default_meaning, meaning
from ..vietnamese.letters import LETTER, LOWER, UPPER, spell
from ..vietnamese.syllables import is_syllable, syllables
from ..vietnamese.tables import read_table
from . import foreign
from .cardinal import cardinal, digits_one_by_one
from .context import Match, Place
from .evidence import choose, unsaid
from .short_date import lone_month
from .words import phrases, readings

_CODE = regex(
    rf"(?:[{UPPER}]/)?[{LETTER}]{{1,12}}[-–.]?\d{{1,12}}[{LETTER}\d]{{0,12}}(?:[-–.][{LETTER}\d]{{1,12}}|/[{UPPER}\d][{LETTER}\d]{{0,11}}){{0,4}}(?!\w)"
    rf"|\d{{1,6}}[{LETTER}]{{1,6}}[{LETTER}\d]{{0,8}}(?:[-–.][{LETTER}\d]{{1,12}}|/[{UPPER}\d][{LETTER}\d]{{0,11}}){{0,4}}(?!\w)"
)
_LONGEST_SPELLED = 3
"""A word with more small letters has lost a space; it is not a code."""
_BETWEEN = regex(rf"([{UPPER}]{{1,3}})(\d{{1,2}}) ?[-–] ?\1(\d{{1,2}})(?![\w/.-])")
_GENERATIONS = regex(r"\dG(?:/\dG){1,4}(?!\w)")
_GRADES = {"II": 2, "III": 3, "IV": 4, "VI": 6, "VII": 7, "VIII": 8}
"""Roman numerals that end a code: RON95-III."""
_BORE = regex(r"(DN?)([1-9]\d{1,3})")
_BORE_SIGHT = 6
_PLACED_YEAR = regex(rf"([{UPPER}][{LOWER}]{{1,6}})[-–]((?:19|20)\d\d)")
_FEWEST = 2
"""In letters: a single letter before digits is not a word."""
_WORD = regex(rf"([{LOWER}]{{2,7}})(?=\d)")
_COUNTED = regex(rf"([{LOWER}]{{2,7}})[-–](?=\d)")
"""A unit and the dash after it: "6 giờ 45 phút-7 giờ"."""
_TRIP = regex(r"(\d{1,2})[Nn](\d{1,2})[Đđ]")
_LEAVE = regex(r"(\d{1,3})(C?P|KP?)")
_LEAVE_SIGHT = 8
_PIECE = regex(rf"\d+|[{LETTER}]+|[-–./]")


def read_generations(at: Place) -> Match | None:
    """Match "3G/4G/5G", which would otherwise be a ratio of grams."""
    found = at.match(_GENERATIONS)
    if found is None or at.char_before.isalpha():
        return None
    names = (f"{cardinal(one[:-1], at.style)} {spell('g', at.style.letter_names)}" for one in found.group().split("/"))
    return Match(found.end(), ", ".join(names))


def read_between(at: Place) -> Match | None:
    """Match "BĐ2-BĐ3" and "KV1 - KV3" → "… đến …": the same letters with a higher number."""
    found = at.match(_BETWEEN)
    if found is None or found[1] not in _prefixes() or at.char_before.isalpha() or int(found[2]) >= int(found[3]):
        return None
    name = _letters(at, found[1])
    return Match(found.end(), f"{name} {_digits(at, found[2])} đến {name} {_digits(at, found[3])}")


def read(at: Place) -> Match | None:
    """Match a word that contains letters and digits."""
    if at.char_before.isalpha() or (at.char_before in {".", ",", "/", "-"} and at.text[at.start].isdigit()):
        return None
    found = at.match(_CODE)
    if found is None or _is_glued_word(at):
        return None
    if named := _bore(at, found) or _placed_year(at, found) or _trip(at, found) or _absent(at, found):
        return named
    pieces = _PIECE.findall(found.group())
    said = []
    for index, piece in enumerate(pieces):
        if piece.isdigit():
            said.append(_digits(at, piece))
        elif piece == "/":
            said.append("trên" if at.follows(phrases("label", "address")) else ",")
        elif piece == ".":
            both = index and pieces[index - 1].isdigit() and pieces[index + 1 : index + 2][:1]
            said.append("chấm" if both and both[0].isdigit() else "")
        elif index == len(pieces) - 1 == 1 and piece.islower() and default_meaning(piece):
            said.append(default_meaning(piece))
        elif piece not in "-–":
            said.append(_letters(at, piece, leads=index == 0 or not pieces[index - 1].isdigit()))
        elif _is_range(pieces, index) and not at.follows(phrases("label", "plot")):
            said.append("đến")
    spoken, *alternative = (_joined(words) for words in (said, _otherwise(at, pieces[0], said)) if words)
    other = alternative[0] if alternative else lone_month(at, found.group())
    if other:
        return Match(found.end(), spoken, certainty=Certainty.GUESS, other=other)
    return Match(found.end(), spoken)


def _bore(at: Place, found: re.Match[str]) -> Match | None:
    """Read the diameter of a pipe: "cống D1500" → "cống dê một nghìn năm trăm"."""
    width = _BORE.fullmatch(found.group())
    if width is None or not set(at.words_before(_BORE_SIGHT)) & set(phrases("label", "bore")):
        return None
    name = spell(width[1], at.style.letter_names)
    return Match(found.end(), f"{name} {cardinal(width[2], at.style)}")


def _placed_year(at: Place, found: re.Match[str]) -> Match | None:
    """Read place and year at the foot of a title page: "Cần Thơ-2012" → "Cần Thơ, hai nghìn không trăm mười hai"."""
    parts = _PLACED_YEAR.fullmatch(found.group())
    if parts is None or not is_syllable(parts[1].lower()):
        return None
    return Match(found.end(), f"{parts[1]}, {cardinal(parts[2], at.style)}")


def _trip(at: Place, found: re.Match[str]) -> Match | None:
    """Read the length of a trip: "3N2Đ" → "ba ngày hai đêm"."""
    parts = _TRIP.fullmatch(found.group())
    if parts is None:
        return None
    days, nights = (cardinal(one, at.style) for one in parts.groups())
    return Match(found.end(), f"{days} ngày {nights} đêm")


def _absent(at: Place, found: re.Match[str]) -> Match | None:
    """Read pupils who are absent with or without leave: "vắng 2 (1P, 1KP)" → "… một có phép, một không phép"."""
    parts = _LEAVE.fullmatch(found.group())
    if parts is None or set(phrases("label", "absent")).isdisjoint(at.words_before(_LEAVE_SIGHT)):
        return None
    return Match(found.end(), f"{cardinal(parts[1], at.style)} {readings('leave')[parts[2]]}")


def _joined(spoken: list[str]) -> str:
    return " ".join(word for word in spoken if word).replace(" ,", ",")


def _otherwise(at: Place, letters: str, spoken: list[str]) -> list[str]:
    """Return the other reading of a code whose letters have one; empty if a context word decides."""
    if len(letters) < _FEWEST or not letters.isalpha() or letters.lower() in phrases("label", "office"):
        return []
    if letters.lower() in phrases("formula", "radical"):
        return []
    spelled = spell(letters, at.style.letter_names)
    if known := _prefixes().get(letters):
        chosen = choose(at, at.start + len(letters), known)
        other = chosen.other or (SPELLED if chosen.meaning.is_guess else "") if chosen else known[0].spoken
    elif _is_expanded(letters, spoken[0]):
        other = SPELLED
    elif spoken[0] != spelled or at.follows(phrases("label", "of variety")) or at.follows(phrases("label", "code")):
        return []
    else:
        same = (SPELLED, spelled)
        other = next((one.spoken for one in abbreviations().get(letters, ()) if one.spoken not in same), "")
    return [spelled if other == SPELLED else other, *spoken[1:]] if other else []


def _is_expanded(letters: str, spoken: str) -> bool:
    """Return whether letters without a row are said by their words: a number may be part of a code ("BCĐ389")."""
    is_word = foreign.spoken(letters) or spoken == spell(letters)
    return len(letters) > _FEWEST and letters.isupper() and spoken == default_meaning(letters) and not is_word


def _is_range(pieces: list[str], index: int) -> bool:
    """Return whether a dash joins a number to a higher one of the same kind: "BĐ1-BĐ2", "BN2041-2055"."""
    before, behind = pieces[:index], pieces[index + 1 :]
    if len(before) != 2 or len(before[0]) < 2 or not (before[0].isalpha() and before[1].isdigit()):
        return False
    last = behind[1:] if behind[0] == before[0] else behind
    return len(last) == 1 and last[0].isdigit() and len(last[0]) >= len(before[1]) and int(last[0]) > int(before[1])


def _is_glued_word(at: Place) -> bool:
    """Return whether the space between a word and a number is missing: "từ15/11", "tổ5"; not "QL3", "covid2"."""
    found = at.match(_WORD)
    if (spaced := at.match(_COUNTED)) and spaced[1] in syllables():
        return at.left[-1:].isdecimal()
    return found is not None and found[1] in syllables() and not (found[1].isascii() and len(found[1]) < 3)


def _digits(at: Place, digits: str) -> str:
    if len(digits) > 3 or (len(digits) > 1 and digits[0] == "0"):
        return digits_one_by_one(digits)
    return cardinal(digits, at.style)


def _letters(at: Place, letters: str, *, leads: bool = True) -> str:
    """Return the kind of a road, a foreign word, a syllable as it is written, or the names of the letters."""
    if letters in _GRADES:
        return cardinal(_GRADES[letters], at.style)
    if leads and (known := _prefixes().get(letters)) and (chosen := choose(at, at.start + len(letters), known)):
        return _unsaid(at, letters, chosen.meaning.spoken)
    if spoken := foreign.spoken(letters):
        return spoken
    if len(letters) > 2 and letters.isupper() and (words := default_meaning(letters)):
        return words
    if letters[1:].islower() and (is_syllable(letters) or len(letters) > _LONGEST_SPELLED):
        return letters
    return spell(letters, at.style.letter_names)


def _unsaid(at: Place, letters: str, spoken: str) -> str:
    """Return the meaning of `letters` unless it precedes them: "khu vực KV1" does not repeat "khu vực"."""
    if spoken != SPELLED and letters.lower() in phrases("roman", "short"):
        return unsaid(at, spoken)
    return (unsaid(at, spoken) if spoken != SPELLED else "") or spell(letters, at.style.letter_names)


@cache
def _prefixes() -> dict[str, list[Meaning]]:
    found: dict[str, list[Meaning]] = {}
    for written, spoken, context in read_table(__package__, "alnum"):
        found.setdefault(written, []).append(meaning(spoken, context))
    return found
