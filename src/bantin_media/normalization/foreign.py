"""Foreign words and the names of the mountains.  "Facebook" → "phây búc", "H'Mông" → "Hơ Mông", "Ê-đê" → "Ê đê".

A foreign word that is not in the table stays as it is written and is reported by the last row.  A word that carries
Vietnamese letters but is no Vietnamese syllable ("Slưn", "Đắk Lắk") is a name: it stays, and is no mistake.
Does not fire inside a word, nor on Vietnamese that looks foreign ("to", "do").
"""

from __future__ import annotations

import re
from functools import cache

from ..vietnamese.letters import LETTER
from ..vietnamese.syllables import is_syllable
from ..vietnamese.tables import read_table
from .context import Match, Place

_WORD = re.compile(rf"[{LETTER}]+(?:[’'‘`][{LETTER}]+)?")
_HYPHENED = re.compile(rf"[{LETTER}]+(?:[-‑‐’'][{LETTER}]+){{1,5}}(?![\w/])")
_PLURAL = re.compile(r"(?<=[a-z]{3})s$")
_ASCII = re.compile(r"[A-Za-z]+")


def read(at: Place) -> Match | None:
    """Accept a word or a few of the table, the longest first, in any case."""
    if at.char_before.isalnum():
        return None
    found = at.match(_WORD)
    if found is None:
        return None
    for written, said in _by_first().get(found.group().lower(), ()):
        end = at.start + len(written)
        if at.line.lower.startswith(written, at.start) and not at.text[end : end + 1].isalnum():
            return Match(end, said)
    if (said := spoken(found.group())) and not at.text[found.end() : found.end() + 1].isalnum():
        return Match(found.end(), said)
    return None


def read_name(at: Place) -> Match | None:
    """Accept words tied by hyphens or an apostrophe, and words in Vietnamese letters that are no syllables."""
    if at.char_before.isalnum():
        return None
    if found := at.match(_HYPHENED):
        parts = re.split(r"[-‑‐’']", found.group())
        if all(_is_sayable(part) for part in parts):
            return Match(found.end(), " ".join(parts), "name")
    found = at.match(_WORD)
    if found is None or found.group().isupper() or len(found.group()) < 2:
        return None
    word = found.group()
    if _ASCII.fullmatch(word) or at.text[found.end() : found.end() + 1].isalnum() or "'" in word or "’" in word:
        return None
    return Match(found.end(), word, "name")


def spoken(word: str) -> str:
    """Return how a foreign word of the table is said, without a plural s if need be, or nothing."""
    table = _table()
    lower = word.lower()
    return table.get(lower) or (table.get(_PLURAL.sub("", lower), "") if len(lower) > 4 else "")


def _is_sayable(part: str) -> bool:
    return not part.isupper() or is_syllable(part)


@cache
def _table() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "foreign")}


@cache
def _by_first() -> dict[str, tuple[tuple[str, str], ...]]:
    """The rows of more than one word by their first, the longest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for written, said in _table().items():
        first = _WORD.match(written)
        if first and first.group() != written:
            found.setdefault(first.group(), []).append((written, said))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}
