"""Foreign words and names of minority languages.  "camera" → "ca mê ra", "H'Mông" → "H'Mông", "Ê-đê" → "Ê đê".

A name of the table stays as it is written, because each voice has its own way to pronounce it.  A foreign word that is
not in the table also stays, and the last row reports it.  A word with Vietnamese letters that is not a Vietnamese
syllable ("Slưn", "Đắk Lắk") is a name: it stays, except a final that Vietnamese lacks ("Ngọk Réo" → "Ngọc Réo").  Does
not match inside a word, nor Vietnamese that looks foreign ("to", "do").
"""

from __future__ import annotations

from functools import cache

from ..messages import message
from ..model import Certainty, Notice
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import LETTER, LOWER, UPPER, is_vowel, spell
from ..vietnamese.sounds import has_foreign_final, is_regular, sounds
from ..vietnamese.syllables import is_syllable
from ..vietnamese.tables import read_table
from .context import WINDOW, Match, Place
from .measure import NUMBER_WORDS, unit
from .rest import CAPITALS, unknown_word_notice
from .words import phrases

_WORD = regex(rf"[{LETTER}]+(?:[’'‘`][{LETTER}]+)?")
_RUN = regex(rf"[{LETTER}]+")
_HYPHENED = regex(rf"[{LETTER}]+(?:[-‑‐’'][{LETTER}]+){{1,5}}(?![\w/])")
_APOSTROPHES = frozenset("’'‘`")
"""Apostrophes as they are typed; the table and the voices use one form."""
_ONE_APOSTROPHE = {ord(mark): "'" for mark in _APOSTROPHES}
_CASES = regex(rf"[{LETTER}]{{3,40}}")
_CAMEL = regex(rf"[{UPPER}]?[{LOWER}]+")
_TIES = regex(r"[-‑‐’']")
_PLURAL = regex(r"(?<=[a-z]{3})s$")
_ASCII = regex(r"[A-Za-z]+")


def read(at: Place) -> Match | None:
    """Match the longest sequence of words in the table, in any case."""
    if at.char_before.isalpha():
        return None
    found = at.match(_WORD)
    if found is None:
        return None
    for written, words in _by_first().get(found.group().lower(), ()):
        end = at.start + len(written)
        if at.line.lower.startswith(written, at.start) and not at.text[end : end + 1].isalnum():
            return Match(end, words or at.text[at.start : end])
    if found.group().isupper() and found.group() in abbreviations():
        return None
    if (words := spoken(found.group())) and not at.text[found.end() : found.end() + 1].isalnum():
        return Match(found.end(), words)
    return None


def may_begin(run: str) -> bool:
    """Return whether a run of letters is a word of the table or begins one, also with a plural s."""
    lower = run.lower()
    return not {lower, _PLURAL.sub("", lower)}.isdisjoint(_first_runs()) or not _RUN.fullmatch(run)


def read_tied(at: Place) -> Match | None:
    """Match words joined by hyphens or an apostrophe: "Ê-đê", "Văn hoá-Thông tin"."""
    found = at.match(_HYPHENED)
    if found is None or at.char_before.isalpha():
        return None
    parts = _TIES.split(found.group())
    ties = [*_TIES.findall(found.group()), ""]
    begins = ties[0] in _APOSTROPHES and parts[0].lower() in phrases("address", "mountain letter")
    if not all(map(_is_sayable, parts[begins:])):
        return None
    spoken = " ".join(_part(at, part, tie) for part, tie in zip(parts, ties, strict=True))
    if begins:
        return Match(found.end(), spoken)
    return Match(found.end(), spoken, notices=_unknown(at, parts))


def _unknown(at: Place, parts: list[str]) -> tuple[Notice, ...]:
    """Return the notices of `parts` that are in no table and match no rule for minority names."""
    strange = (part for part in parts if len(part) > 1 and not is_syllable(part) and not spoken(part))
    return tuple(unknown_word_notice(at, part) for part in strange if not is_regular(part))


def _part(at: Place, part: str, tie: str) -> str:
    """Return the reading of a part of a joined word; a single consonant is named: "X-quang" → "ích quang".

    Before an apostrophe a consonant is its sound: "Ch'Ơm" → "chờ Ơm".
    """
    if len(part) > 1:
        is_consonant = tie in _APOSTROPHES and part.lower() in phrases("address", "mountain letter")
        return part if is_syllable(part) else sounds(part) if is_consonant else spoken(part) or part
    if tie in _APOSTROPHES and tie and not is_vowel(part):
        return sounds(part)
    return part if is_vowel(part) else spell(part, at.style.letter_names)


def read_name(at: Place) -> Match | None:
    """Match words in Vietnamese letters that are not syllables ("Slưn"), and words with a missing space."""
    if at.char_before.isalpha():
        return None
    if match := _glued(at):
        return match
    found = at.match(_WORD)
    if found is None or found.group().isupper() or len(found.group()) < 2:
        return None
    word = found.group()
    if _is_of_the_mountains(at, word):
        return Match(found.end(), word, "name", certainty=Certainty.CONTEXT, evidence=at.evidence[-1])
    if _ASCII.fullmatch(word) or at.text[found.end() : found.end() + 1].isalnum() or not _APOSTROPHES.isdisjoint(word):
        return None
    notices = () if is_regular(word) else (unknown_word_notice(at, word),)
    spoken = sounds(word).capitalize() if has_foreign_final(word) else word
    return Match(found.end(), spoken, "name", notices)


def _is_of_the_mountains(at: Place, word: str) -> bool:
    """Return whether a word without Vietnamese letters is a minority name: "Kon Klor", "Y Blong", "A Yun"."""
    is_name = word[0].isupper() and word.isascii() and word.isalpha() and any(map(is_vowel, word))
    return is_name and at.char_before == " " and at.follows(phrases("address", "mountain")) and _follows_a_name(at)


def _follows_a_name(at: Place) -> bool:
    """Return whether the preceding word is written as a name, or is a noun of several letters ("làng Tak")."""
    before = at.text[max(0, at.start - WINDOW) : at.start].split()[-1]
    return before[0].isupper() or len(before) > 1


def _glued(at: Place) -> Match | None:
    """Read two words without the space between them ("trướcĐa"), and a wrong capital ("HIện")."""
    found = at.match(_CASES)
    if found is None or at.text[found.end() : found.end() + 1].isalnum():
        return None
    word = found.group()
    if word[:2].isupper() and is_syllable(word):
        spoken = word.capitalize()
    elif at.left[-1:].isdecimal() and (amount := _amount(word)):
        spoken = amount
    elif len(parts := _CAMEL.findall(word)) > 1 and all(is_syllable(part) for part in parts):
        spoken = " ".join(parts)
    else:
        return None
    notice = Notice(
        "reading.slip",
        at.line.where,
        message('"{written}" is read: {spoken}', written=word, spoken=spoken),
        message("Correct it in the source if it is a typing error."),
    )
    return Match(found.end(), spoken, "name", (notice,))


def _amount(word: str) -> str:
    """Return the words of a number word and the unit attached to it: "triệukm" → "triệu ki lô mét"; else empty."""
    for number in NUMBER_WORDS:
        if word.startswith(number) and (rest := word.removeprefix(number)):
            known = unit(rest)
            if known or is_syllable(rest):
                return f"{number} {known[0] if known else rest}"
    return ""


def spoken(word: str) -> str:
    """Return the reading of a foreign word in the table, if necessary without its plural s; empty for other words."""
    table = _table()
    lower = word.lower().translate(_ONE_APOSTROPHE)
    for form in (lower, _PLURAL.sub("", lower) if len(lower) > 4 else lower):
        if form in table:
            return table[form] or word.translate(_ONE_APOSTROPHE)
    return ""


def _is_sayable(part: str) -> bool:
    """Return whether a part is pronounceable as a word: it has a vowel, and capitals only at its start."""
    return len(part) == 1 or is_syllable(part) or (any(map(is_vowel, part.lower())) and not CAPITALS.search(part))


@cache
def _table() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "foreign")}


@cache
def _first_runs() -> frozenset[str]:
    return frozenset(found.group() for written in _table() if (found := _RUN.match(written)))


@cache
def _by_first() -> dict[str, tuple[tuple[str, str], ...]]:
    """The rows of several words by their first word, the longest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for written, spoken in _table().items():
        first = _WORD.match(written)
        if first and first.group() != written:
            found.setdefault(first.group(), []).append((written, spoken))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}
