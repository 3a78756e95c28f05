"""Abbreviated kinds of places.  "TP. Cao Bằng" → "thành phố Cao Bằng", "H. Bạch Thông" → "huyện …".

"P. 5" → "phường năm".  A letter with a dot (H., P., X., Q., T.) is a place only before a capitalised word or a number,
and not after a person's title or name: in "ông H. Páo" it is an initial.  Before an office, P. is "phó" and Q.
"quyền" ("P.Chủ tịch").  The dot does not end a sentence.
"""

from __future__ import annotations

import re
from functools import cache

from ..model import Certainty
from ..regex import regex
from ..vietnamese.letters import UPPER, spell
from ..vietnamese.tables import read_table
from .abbreviation import means_by_what_precedes
from .context import WINDOW, Match, Place, ends_in
from .words import phrases

_SHORT = regex(rf"([{UPPER}][{UPPER}ph]?[{UPPER}]?)(\.?) ?(?:(?=[{UPPER}][^\W\d_])|(?=(\d{{1,4}})(?!\w)))")
_SMALL = regex(rf"((?:tx|tt|tp|[hxpq])\.) ?(?=[{UPPER}][^\W\d_]* [{UPPER}][^\W\d_]*)")
_TWO_NAMES = regex(rf"[{UPPER}][^\W\d_]* [{UPPER}][^\W\d_]*")
"""The name of a street has two or more words; before a single word, Đ. is an initial."""
_ONE_NAME = regex(rf"[{UPPER}][^\W\d_]*[.…]?\s*$")
"""A single name up to the end of the line."""
_SIGNED = regex(rf"(?<![\w.])[{UPPER}]\.[{UPPER}]{{2,7}} ?[-–,] ?[{UPPER}]\.[{UPPER}]{{2,7}}(?!\w)")
_OFFICES = {"P": "phó", "Q": "quyền"}
_ROOM_SIGHT = 9
_HOUSE_DIGITS = 3
"""In digits: "P." before a number of this length is a room, before a shorter one a ward."""


def read(at: Place) -> Match | None:
    """Match a short form with its dot before a name or a number."""
    found = at.match(_SHORT)
    kind = _kinds().get(found[1] + found[2]) if found and not at.char_before.isalnum() else None
    if found is None or kind is None or _is_something_else(at, found):
        return None
    end = found.end(2)
    if found[1] in _OFFICES and at.precedes(found.end(), phrases("label", "post")):
        return Match(end, _OFFICES[found[1]])
    if found[1] == "Đ" and not (found[2] and _TWO_NAMES.match(at.text, found.end())):
        return None
    return _said(at, found, *kind)


def _said(at: Place, found: re.Match[str], name: str, room: str) -> Match:
    """Return the kind of a place; before a number of a school or an office, a room rather than a ward ("P.12")."""
    end = found.end(2)
    is_numbered = bool(found[3])
    if room and is_numbered and not set(phrases("address", "room")).isdisjoint(at.words_before(_ROOM_SIGHT)):
        return Match(end, room, certainty=Certainty.GUESS, other=name)
    spoken = room if room and is_numbered and len(found[3]) >= _HOUSE_DIGITS else name
    if len(found[1]) > 1 or is_numbered:
        return Match(end, spoken)
    if evidence := _address(at, found.end()):
        return Match(end, spoken, certainty=Certainty.CONTEXT, evidence=evidence)
    return Match(end, spoken, certainty=Certainty.GUESS, other=spell(found[1], at.style.letter_names))


def _is_something_else(at: Place, found: re.Match[str]) -> bool:
    """Return whether the letters are an initial, or their context gives them another meaning: "vắng KP 3 buổi"."""
    if len(found[1]) == 1:
        return at.follows(phrases("address", "sign")) if found[3] else _is_person(at, found.end())
    return bool(found[3]) and not found[2] and means_by_what_precedes(at, found.end(1), ("before", "near"))


def _is_person(at: Place, end: int) -> bool:
    """Return whether the letter is an initial: after a title or a name, before another initial, of a reporter."""
    is_named = at.follows(phrases("address", "person")) or _after_a_name(at) or _is_initials(at, end)
    return is_named or _signs(at, end) or _signs_with_another(at, end)


def read_small(at: Place) -> Match | None:
    """Match "x.

    Nà Mây", "h. Bạch Thông" before a name of two words; at the start of a sentence it is an item marker.
    """
    found = at.match(_SMALL)
    if found is None or at.char_before != " " or at.left[-1:] in (":", ";", "."):
        return None
    return Match(found.end(1), _kinds()[f"{found[1][:-1].capitalize()}."][0])


def _signs(at: Place, end: int) -> bool:
    """Return whether this is the name of a reporter, alone on a line or after a colon: "H.Minh", "Tin, ảnh: P.

    Hậu".
    """
    begins = not at.left or ends_in(at.left.removesuffix(":").rstrip(), phrases("address", "byline"))
    return begins and bool(_ONE_NAME.match(at.text, end, end + 24))


def _signs_with_another(at: Place, end: int) -> bool:
    """Return whether two reporters are named in capitals with a dash between: the T. of "V.LINH - T.LONG"."""
    window = at.text[max(0, at.start - WINDOW) : end + WINDOW]
    return bool(_SIGNED.search(window)) and at.text[end : end + 2].isupper()


def _address(at: Place, end: int) -> str:
    """Return the evidence that a place is named and not a person: another place beside it, a word of place."""
    if at.follows(phrases("address", "where")) or at.follows(phrases("address", "kind")):
        return at.evidence[-1]
    if at.left.endswith((",", "-", "–", "(")) and at.left[:-1].strip():
        return f"{at.left.split()[-1]} …"
    following = _TWO_NAMES.match(at.text, end)
    return f"… {following.group()}" if following else ""


def _after_a_name(at: Place) -> bool:
    """Return whether a name directly precedes without a comma: "Nguyễn H. Páo", but not "Tại H. Bạch Thông"."""
    text = at.text[max(0, at.start - 24) : at.start]
    words = text.split()
    return (
        text.endswith(" ")
        and bool(words)
        and words[-1][0].isupper()
        and words[-1][1:].islower()
        and words[-1].isalpha()
        and words[-1].lower() not in phrases("address", "where")
    )


def _is_initials(at: Place, end: int) -> bool:
    """Return whether another initial follows: "T. H. Páo"."""
    return at.text[end + 1 : end + 2] == "."


@cache
def _kinds() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in read_table(__package__, "place")}
