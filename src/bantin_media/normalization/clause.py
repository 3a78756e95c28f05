"""Clauses and points of laws.  "điểm d khoản 2 Điều 12a" → "điểm dê khoản hai Điều mười hai a".

"khoản 3/2" → "khoản ba trên hai": after such a noun a slash is never a date or a fraction.  A list is continued: "các
điểm a, b, đ".  Does not match without the noun ("đạt 3/2"), nor a score ("điểm 8,5 môn Văn").
"""

from __future__ import annotations

from ..regex import regex
from ..vietnamese.letters import LOWER, spell
from .cardinal import cardinal
from .context import Match, Place
from .words import phrases

_NUMBERED = regex(r"(\d{1,3})(?:/(\d{1,3})|((?:\.\d{1,2}){1,3}))?([a-zđ])?(?![\w/,.]{0,20}\d)(?!\w)")
_POINT = regex(rf"[{LOWER}](?!\w)")
_LIST = regex(rf"(?:điểm|tiết) (?:[{LOWER}](?:, | và | hoặc ))+$")
_SIGHT = 60


def read(at: Place) -> Match | None:
    """Match the number after khoản, điều, mục, and the letter after điểm, tiết."""
    if at.char_before.isalnum():
        return None
    return _point(at) or _numbered(at)


def _point(at: Place) -> Match | None:
    found = at.match(_POINT)
    listed = found and _LIST.search(at.line.lower[max(0, at.start - _SIGHT) : at.start])
    if found is None or not (listed or at.follows(phrases("clause", "lettered"))):
        return None
    return Match(found.end(), _named(at, found.group()))


def _named(at: Place, letter: str) -> str:
    """Return the name of a point; d and đ are always distinguished, because laws have both, whatever the style."""
    name = spell(letter, at.style.letter_names)
    return spell(letter) if letter == "d" and name == spell("đ", at.style.letter_names) else name


def _is_mark(at: Place, end: int) -> bool:
    """Return whether "điểm 8.75" is a score and not a point of a law."""
    before = at.left.removesuffix("điểm").rstrip()
    return at.follows(("điểm",)) and (at.right(end).startswith("môn ") or before.endswith(phrases("clause", "scored")))


def _numbered(at: Place) -> Match | None:
    found = at.match(_NUMBERED)
    if found is None or at.char_before == "(" or not at.follows(phrases("clause", "noun")):
        return None
    number, other, parts, letter = found.groups()
    if not (other or parts or letter) or (parts and not at.follows(phrases("clause", "parted"))):
        return None
    if letter == "đ" and at.left.endswith(":"):
        return None
    if parts and not letter and _is_mark(at, found.end()):
        return None
    spoken = [cardinal(number, at.style)]
    if other:
        spoken.append(f"trên {cardinal(other, at.style)}")
    spoken.extend(f"chấm {cardinal(part, at.style)}" for part in (parts or "").split(".")[1:])
    if letter:
        spoken.append(_named(at, letter))
    return Match(found.end(), " ".join(spoken))
