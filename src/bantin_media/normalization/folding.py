"""Converts a line to one form of typing: NFC, one kind of hyphen, space, digit and letter.

"５０.０００ đồng" → "50.000 đồng", "０９１２" → "0912", "٣" and "𝟻" → "3" and "5", "𝐔𝐁𝐍𝐃" → "UBND",
"CO₂" → "CO2", "Ⅳ" → "IV", "① Rà soát" → "(1) Rà soát", "QĐ-TTg²" → "QĐ-TTg(2)".  "km²" is unchanged because its 2
belongs to the measure, and "½" because *symbol* knows it.  "1,500 đồng" → "1.500 đồng".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from ..regex import regex
from ..vietnamese.letters import LETTER
from .listing import glued_commas
from .words import phrases

UNSEEN = "\u00ad\u200b\u200c\u2060\ufeff"
"""Soft hyphens and marks of no width, which do not end a word."""
HYPHENS = "\u2010\u2011\u2012"
STROKED = "\u00d0\u0189"
"""Ð and Ɖ of other languages, which look like Đ and are typed for it: "QÐ"."""
SPACES = "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f"
STYLED = frozenset(["<wide>", "<font>", "<sub>", "<square>"])
"""The Unicode decompositions that are applied: full width, typefaces, subscripts, units in a square (㎡)."""
LARGEST_MARK = 99
RAISED = regex("[⁰¹²³⁴-⁹]{1,3}")
SQUARED = frozenset(["m", "dm", "cm", "mm", "km", "dam", "hm", "µm", "μm"])
"""A superscript after these words is a square or a cube; after other words it is a note mark."""
LAST_WORD = regex(r"[^\W\d_]+$")
CLAUSE = regex(r"(?<!\w)(?:điều|khoản|điểm|mục|chương) \d{1,3}[a-zđ]?$", re.IGNORECASE)
"""A superscript after the number of a clause is a note mark, because such a number is never squared."""
SIGHT = 12
COMMA, THOUSAND = regex(r"\d,\d"), regex(r"\d,\d{3}")
NOWHERE = frozenset[int]()
UNCOMMON = regex(f"[^\\x00-\\x7f{LETTER}–—−…“”‘’«»°º½¼¾×÷±≤≥•]")
"""A line without any of these uncommon characters needs no folding; ² and ³ may be those of a unit."""


class _Folds(dict[int, str | None]):
    """Code point → its replacement; None for an invisible character."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(char: str) -> str:
    """Return the replacement of `char`, or `char`."""
    if (digit := unicodedata.decimal(char, -1)) >= 0:
        return str(digit)
    kind = unicodedata.decomposition(char).partition(" ")[0]
    if kind in STYLED:
        return unicodedata.normalize("NFKC", char)
    category = unicodedata.category(char)
    if category == "No" and kind != "<super>":
        number = unicodedata.numeric(char)
        return f"({int(number)})" if number.is_integer() and 0 < number <= LARGEST_MARK else char
    plain = unicodedata.normalize("NFKC", char)
    return plain if category == "Nl" and plain.isascii() else char


FOLDS = _Folds(
    {
        **dict.fromkeys(map(ord, UNSEEN)),
        **dict.fromkeys(map(ord, HYPHENS), "-"),
        **dict.fromkeys(map(ord, STROKED), "Đ"),
        **dict.fromkeys(map(ord, SPACES), " "),
    }
)


def fold(text: str) -> tuple[str, list[int] | None]:
    """Return `text` in one form of typing, with spaces in lists ("tổ 1,2,3" → "tổ 1, 2, 3").

    If the text has changed, the second value has the source offset of each character and of the end.
    """
    commas, points = (glued_commas(text), _thousands(text)) if COMMA.search(text) else (NOWHERE, NOWHERE)
    is_common = text.isascii() or not UNCOMMON.search(text)
    notes = {} if is_common else _note_marks(text)
    if not (commas or points or notes) and (is_common or _is_typed_so(text)):
        return text, None
    composed: list[str] = []
    offsets: list[int] = []
    start = 0
    for end in _cluster_ends(text):
        if start in points:
            composed.append(".")
            offsets.append(start)
            start = end
            continue
        if start in commas:
            composed.append(", ")
            offsets.extend((start, end))
            start = end
            continue
        piece = unicodedata.normalize("NFC", text[start:end]).translate(FOLDS)
        piece = notes.get(start, piece)
        piece = piece if piece.isascii() else unicodedata.normalize("NFC", piece)
        composed.append(piece)
        offsets.extend(range(start, end) if len(piece) == end - start else [start] * len(piece))
        start = end
    offsets[:1] = [0]
    offsets.append(len(text))
    return "".join(composed), offsets


@cache
def _grouped() -> re.Pattern[str]:
    """Thousands separated by a comma: "3,000 m2", "1,500 USD", "1,250 người" (never decimal); not "9,429 tỷ"."""
    nouns = "|".join(sorted(phrases("label", "whole"), key=len, reverse=True))
    return re.compile(
        r"(?:(?<=[$€£¥₩])|(?<=[$€£¥₩] ))[1-9]\d{0,2}(,)\d{3}(?![\d,]|\.\d)"
        r"|(?<![\d.,])[1-9]\d{0,2}(,)(?:000(?!\d|[.,]\d)"
        rf"|\d{{3}}(?=(?: ?[-–] ?[1-9]\d{{0,2}},\d{{3}})?\s?(?i:{nouns})(?![^\W_]))"
        r"|\d[05]0(?=\s?(?i:usd|đô la|euro)(?![\w/])))"
    )


def _thousands(text: str) -> frozenset[int]:
    """Return the places of commas that separate thousands."""
    if not THOUSAND.search(text):
        return NOWHERE
    return frozenset(found.start(found.lastindex or 1) for found in _grouped().finditer(text))


def _note_marks(text: str) -> dict[int, str]:
    """Return place → replacement for each superscript that is a note mark, so that it is read apart from its word."""
    marks: dict[int, str] = {}
    for found in RAISED.finditer(text):
        before = text[max(0, found.start() - SIGHT) : found.start()]
        word = LAST_WORD.search(before) or CLAUSE.search(before)
        if word is None or len(word.group()) == 1 or word.group() in SQUARED:
            continue
        digits = [str(unicodedata.digit(figure)) for figure in found.group()]
        digits[0] = f"({digits[0]}"
        digits[-1] += ")"
        marks |= dict(enumerate(digits, start=found.start()))
    return marks


def _is_typed_so(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text) and text.translate(FOLDS) == text


def _cluster_ends(text: str) -> list[int]:
    """Return the end of each letter with its combining marks."""
    combining: Callable[[str], int] = unicodedata.combining
    ends = [index for index in range(1, len(text)) if not combining(text[index])]
    return [*ends, len(text)]
