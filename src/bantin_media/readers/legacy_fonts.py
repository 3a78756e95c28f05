"""Text written for the fonts of before Unicode (.VnTime, VNI-Times) → Unicode text, by font name or by its look.

In such a font "Việt" is stored as "ViÖt" (TCVN3) or "Vieät" (VNI).  Conversion comes before anything else is
done to a text: U+00AD, elsewhere an invisible hyphen, **is** the letter ư in TCVN3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..regex import regex
from ..vietnamese.letters import LETTER
from ..vietnamese.syllables import syllable_share
from ..vietnamese.tables import read_table

ENOUGH = 0.93
"""The share of well-formed syllables below which a text is not taken for Vietnamese that was read rightly."""
_BROKEN_WORDS = 0.2
"""The share of words with letters no Vietnamese has, from which a line is taken for legacy text."""
_MANY_BROKEN_WORDS = 5
"""So many broken words in one line are looked at, however long it is: spacing can be broken too."""
_SHORTEST_REFUSED_WORDS = 12
_WRECKED = 0.8
"""A line is refused if it is long and reads worse than this; a shorter one may be a foreign sentence."""
SCHEMES = ("tcvn3", "vni")
_PACKAGE = "bantin_media.readers"
_VNI_MARKS = frozenset("ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ")
_VNI_PAIR = regex(r"[aeouyAEOUYôÔöÖ][ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ]|[ôÔöÖæÆóÓòÒîÎñÑ]")


@dataclass(frozen=True, slots=True)
class Face:
    """What a font's name says: the table its text follows (`tcvn3`, `vni`, or none), and whether it is all capitals."""

    scheme: str = ""
    capitals: bool = False


UNICODE = Face()


@cache
def face(font: str) -> Face:
    """Return what the name of a font says of the text set in it.

    ".VnTime" → TCVN3, ".VnTimeH" → TCVN3 in capitals, "VNI-Times" → VNI, "Times New Roman" → Unicode.
    """
    name = font.strip(" \"'").casefold()
    for prefix, scheme, ending in read_table(_PACKAGE, "legacy_fonts"):
        if name.startswith(prefix):
            return Face(scheme, bool(ending) and name.endswith(ending))
    return UNICODE


def convert(text: str, scheme: str, *, capitals: bool = False) -> str:
    """Return `text`, written for a font of `scheme`, as Unicode in NFC; in capitals where the face has only those."""
    if scheme == "tcvn3":
        text = text.translate(_tcvn3())
    elif scheme == "vni":
        text = _VNI_PAIR.sub(lambda pair: _vni().get(pair[0], pair[0]), text)
    return unicodedata.normalize("NFC", text.upper() if capitals else text)


def convert_runs(runs: Sequence[tuple[str, Face]]) -> list[str]:
    """Return the text of the runs of one line, each set in its face, in Unicode.

    A line that is Unicode already, whatever its fonts say, stays: editors type Unicode into old templates.
    """
    texts = [text for text, _ in runs]
    if not any(font.scheme for _, font in runs):
        return texts
    legacy = [(text, font) for text, font in runs if font.scheme]
    converted: list[str] = []
    for place, (text, font) in enumerate(runs):
        before = runs[place - 1] if place else ("", UNICODE)
        if font == before[1] and font.scheme == "vni" and before[0] and text[:1] in _VNI_MARKS:
            # The letter of a pair ended the run before, its mark begins this one.
            pair = converted[-1][-1:] + text[0]
            converted[-1] = converted[-1][:-1] + convert(pair, "vni")
            text = text[1:]  # noqa: PLW2901
        converted.append(convert(text, font.scheme, capitals=font.capitals) if font.scheme else text)
    whole = "".join(text for text, _ in legacy)
    if _is_unicode(whole):
        return texts
    if not whole.isascii():
        after = "".join(text for text, (_, font) in zip(converted, runs, strict=True) if font.scheme)
        if syllable_share(unicodedata.normalize("NFC", whole)) > syllable_share(after):
            return texts
    return converted


@dataclass(frozen=True, slots=True)
class Recognised:
    """What became of lines without font names.

    `refused` is the index of a line nobody can read, or -1; `doubtful` are those that may be foreign or damaged.
    `share` is that of well-formed syllables, of the whole text or of the refused line, before and after.
    """

    lines: tuple[str, ...]
    schemes: frozenset[str] = frozenset()
    doubtful: tuple[int, ...] = ()
    refused: int = -1
    share_before: float = 1.0
    share_after: float = 1.0


def recognise(lines: Sequence[str]) -> Recognised:
    """Return `lines` in Unicode where they were legacy text, told by the share of well-formed syllables.

    Text without the letters that only legacy text has (ß, ®, ¸ beside a letter, …) is never touched, whatever its
    share: it may be in another language.
    """
    if not any(_broken_words(line) for line in lines):
        return Recognised(tuple(lines))
    whole = "\n".join(lines)
    before = syllable_share(unicodedata.normalize("NFC", whole))
    # One letter that no old font has, and not all of it is in an old font: á there is another letter than here.
    if before < ENOUGH and not _is_unicode(whole):
        shares = {scheme: syllable_share(convert(whole, scheme)) for scheme in SCHEMES}
        scheme = max(SCHEMES, key=lambda one: shares[one])
        if shares[scheme] >= ENOUGH:
            converted = tuple(convert(line, scheme) for line in lines)
            return Recognised(converted, frozenset({scheme}), (), -1, before, shares[scheme])
    return _recognise_each(lines)


def _recognise_each(lines: Sequence[str]) -> Recognised:
    """Judge line by line: a page in Unicode into which a paragraph of legacy text was pasted."""
    result = list(lines)
    schemes: list[str] = [""] * len(lines)
    doubtful: list[int] = []
    for index, line in enumerate(lines):
        words, broken = len(line.split()), _broken_words(line)
        before = syllable_share(unicodedata.normalize("NFC", line)) if broken else 1.0
        if not broken or before >= ENOUGH or (broken < _BROKEN_WORDS * words and broken < _MANY_BROKEN_WORDS):
            continue
        shares = {scheme: syllable_share(convert(line, scheme)) for scheme in SCHEMES}
        scheme = max(SCHEMES, key=lambda one: shares[one])
        if shares[scheme] >= ENOUGH:
            result[index] = convert(line, scheme)
            schemes[index] = scheme
        elif words >= _SHORTEST_REFUSED_WORDS and before < _WRECKED:
            return Recognised(tuple(lines), frozenset(), (), index, before, shares[scheme])
        else:
            doubtful.append(index)
    _convert_between(result, schemes)
    return Recognised(tuple(result), frozenset(schemes) - {""}, tuple(doubtful))


def _convert_between(lines: list[str], schemes: list[str]) -> None:
    """Convert the short lines that show no sign of their own ("sè 5") where the line before was converted.

    A line with a letter that no old font has ends such a stretch.
    """
    current = ""
    for index, line in enumerate(lines):
        if schemes[index]:
            current = schemes[index]
        elif _is_unicode(line):
            current = ""
        elif current and not line.isascii():
            converted = convert(line, current)
            if syllable_share(converted) >= syllable_share(unicodedata.normalize("NFC", line)):
                lines[index] = converted


def _is_unicode(text: str) -> bool:
    """Return whether `text` has a letter that no old font has: đ, ơ, ạ, …"""
    return not _BEYOND_LEGACY.isdisjoint(text)


def _broken_words(line: str) -> int:
    """Return how many words have a character that legacy text has beside letters and Unicode Vietnamese has not.

    None in a line with letters of a third alphabet (ĕ, ŏ, ƀ, č of Êđê or Bahnar): no legacy font has those.
    """
    letters = set(line)
    if line.isascii() or letters.isdisjoint(LEGACY_SIGNS):
        return 0
    if any(letter > "\xff" and letter not in _BEYOND_LEGACY and letter.isalpha() for letter in letters):
        return 0
    return len(_BROKEN_WORD.findall(line))


@cache
def _tcvn3() -> dict[int, str]:
    return {int(byte, 16): letter for byte, letter in read_table(_PACKAGE, "tcvn3")}


@cache
def _vni() -> dict[str, str]:
    table = {row[0]: row[1] for row in read_table(_PACKAGE, "vni")}
    # A capital at the start of a word is often followed by the mark in its small form: "Aùnh".
    mixed = {pair[0] + pair[1].lower(): letter for pair, letter in table.items() if len(pair) > 1 and pair[0].isupper()}
    return mixed | table


_ODD = "".join(sorted({chr(code) for code in range(0xA1, 0x100)} - set(LETTER) - set("«»·°²³§©®™±×÷¼½¾¹€¶¬¡¿")))
_ODD_AMONG_LETTERS = "«»·°²³§©®±×÷¼½¾¹¶¬"
LEGACY_SIGNS = frozenset(_ODD + _ODD_AMONG_LETTERS)
"""Letters of which legacy text has at least one."""
_BROKEN_WORD = regex(rf"[^\W\d_]*[{re.escape(_ODD)}]\S*|[^\W\d_]+[{re.escape(_ODD_AMONG_LETTERS)}]+[^\W\d_]\S*")
_BEYOND_LEGACY = frozenset(letter for letter in LETTER if ord(letter) > 0xFF) | frozenset(
    "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
)
