"""Text for legacy fonts (.VnTime, VNI-Times) → Unicode text, by the name of the font or by its characters.

In such a font "Việt" is stored as "ViÖt" (TCVN3) or "Vieät" (VNI).  The conversion must come before all other
processing: U+00AD, elsewhere a soft hyphen, is the letter ư in TCVN3.
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
"""The least share of well-formed syllables in a text that is accepted as Vietnamese."""
_BROKEN_WORDS = 0.2
"""The share of words with letters that Vietnamese does not have, from which a line counts as legacy text."""
_MANY_BROKEN_WORDS = 5
"""The number of such words after which a line counts as legacy text, even if broken spacing lowers their share."""
_SHORTEST_REFUSED_WORDS = 12
_WRECKED = 0.8
"""A long line with a smaller share is refused; a shorter line may be a foreign sentence."""
SCHEMES = ("tcvn3", "vni")
_PACKAGE = "bantin_media.readers"
_VNI_MARKS = frozenset("ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ")
_VNI_PAIR = regex(r"[aeouyAEOUYôÔöÖ][ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ]|[ôÔöÖæÆóÓòÒîÎñÑ]")


@dataclass(frozen=True, slots=True)
class Face:
    """The properties of a font by its name: its encoding (`tcvn3`, `vni`, or none), and whether it is all capitals."""

    scheme: str = ""
    capitals: bool = False


UNICODE = Face()


@cache
def face(font: str) -> Face:
    """Return the properties of a font by its name.

    ".VnTime" → TCVN3, ".VnTimeH" → TCVN3 in capitals, "VNI-Times" → VNI, "Times New Roman" → Unicode.
    """
    name = font.strip(" \"'").casefold()
    for prefix, scheme, ending in read_table(_PACKAGE, "legacy_fonts"):
        if name.startswith(prefix):
            return Face(scheme, bool(ending) and name.endswith(ending))
    return UNICODE


def convert(text: str, scheme: str, *, capitals: bool = False) -> str:
    """Return `text` of the encoding `scheme` as Unicode in NFC, in capitals if the font has only these."""
    if scheme == "tcvn3":
        text = text.translate(_tcvn3())
    elif scheme == "vni":
        text = _VNI_PAIR.sub(lambda pair: _vni().get(pair[0], pair[0]), text)
    return unicodedata.normalize("NFC", text.upper() if capitals else text)


def convert_runs(runs: Sequence[tuple[str, Face]]) -> list[str]:
    """Return the text of the runs of one line in Unicode.

    If the line is Unicode already, the names of its fonts are ignored: editors type Unicode into old templates.
    """
    texts = [text for text, _ in runs]
    if not any(font.scheme for _, font in runs):
        return texts
    legacy = [(text, font) for text, font in runs if font.scheme]
    converted: list[str] = []
    for place, (text, font) in enumerate(runs):
        before = runs[place - 1] if place else ("", UNICODE)
        if font == before[1] and font.scheme == "vni" and before[0] and text[:1] in _VNI_MARKS:
            # a letter and its mark may be in different runs
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
    """The result for lines without font names.

    `refused` is the index of an unreadable line, or -1; `doubtful` are lines that may be foreign or damaged.  `share`
    is
    the share of well-formed syllables in the whole text, or in the refused line, before and after.
    """

    lines: tuple[str, ...]
    schemes: frozenset[str] = frozenset()
    doubtful: tuple[int, ...] = ()
    refused: int = -1
    share_before: float = 1.0
    share_after: float = 1.0


def recognise(lines: Sequence[str]) -> Recognised:
    """Return `lines` with legacy text converted to Unicode; the share of well-formed syllables decides.

    Text without the letters that only legacy text has (ß, ®, ¸ next to a letter, …) is never changed, whatever its
    share: it may be in another language.
    """
    if not any(_broken_words(line) for line in lines):
        return Recognised(tuple(lines))
    whole = "\n".join(lines)
    before = syllable_share(unicodedata.normalize("NFC", whole))
    # A text with Unicode letters may be legacy only in part; then á and others are not the letters of the font.
    if before < ENOUGH and not _is_unicode(whole):
        shares = {scheme: syllable_share(convert(whole, scheme)) for scheme in SCHEMES}
        scheme = max(SCHEMES, key=lambda one: shares[one])
        if shares[scheme] >= ENOUGH:
            converted = tuple(convert(line, scheme) for line in lines)
            return Recognised(converted, frozenset({scheme}), (), -1, before, shares[scheme])
    return _recognise_each(lines)


def _recognise_each(lines: Sequence[str]) -> Recognised:
    """Decide line by line: legacy text may have been pasted into a Unicode page."""
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
    """Convert short lines without evidence of their own ("sè 5") below a converted line.

    A line with a letter that no legacy font has ends this stretch.
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
    """Return whether `text` has a letter that no legacy font has: đ, ơ, ạ, …"""
    return not _BEYOND_LEGACY.isdisjoint(text)


def _broken_words(line: str) -> int:
    """Return the number of words with a character that occurs next to letters only in legacy text.

    Return 0 for a line with letters of another alphabet (ĕ, ŏ, ƀ, č of Êđê or Bahnar), which no legacy font has.
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
    # At the start of a word the mark after a capital is often in lower case: "Aùnh".
    mixed = {pair[0] + pair[1].lower(): letter for pair, letter in table.items() if len(pair) > 1 and pair[0].isupper()}
    return mixed | table


_ODD = "".join(sorted({chr(code) for code in range(0xA1, 0x100)} - set(LETTER) - set("«»·°²³§©®™±×÷¼½¾¹€¶¬¡¿")))
_ODD_AMONG_LETTERS = "«»·°²³§©®±×÷¼½¾¹¶¬"
LEGACY_SIGNS = frozenset(_ODD + _ODD_AMONG_LETTERS)
"""Letters of which every legacy text has at least one."""
_BROKEN_WORD = regex(rf"[^\W\d_]*[{re.escape(_ODD)}]\S*|[^\W\d_]+[{re.escape(_ODD_AMONG_LETTERS)}]+[^\W\d_]\S*")
_BEYOND_LEGACY = frozenset(letter for letter in LETTER if ord(letter) > 0xFF) | frozenset(
    "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
)
