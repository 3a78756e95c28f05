"""Codes that look like document numbers and are none: of forms, of police departments, and of unknown offices.

"Mẫu 04/DT-QLDA" → "Mẫu không bốn, dê tê, quản lý dự án", "số 07/PC 45" → "số không bảy, pê xê bốn mươi lăm", "Công văn
số 37/KN-CN" → "… ba mươi bảy, ca nờ, xê nờ".  Short codes are spelled, because on a form "HĐ" may be anything.
"""

from __future__ import annotations

from ..configuration.settings import ReadingStyle
from ..regex import regex
from ..vietnamese.abbreviations import certain_meaning
from ..vietnamese.letters import UPPER
from .cardinal import cardinal
from .context import Match, Place
from .docnum import follows_noun, letters_of, number_of
from .words import phrases

_CODE = regex(rf"(\d{{1,4}}[a-zđ]?)((?:[/\-–][{UPPER}&]{{1,8}}){{1,4}})(?![\w/]|[-–][{UPPER}\d])")
_POLICE = regex(r"(\d{1,5})/(P[ACHVXĐ]) ?(\d\d)(?!\w|[/.,]\d)")
_JOINT = regex(r"[/\-–]")
_LONGEST_SPELLED = 3


def read(at: Place) -> Match | None:
    """Match a code after the noun of a form ("Mẫu số"), and a number of a police department."""
    if at.char_before.isalnum() or at.char_before in {"/", "-"}:
        return None
    if (found := at.match(_POLICE)) and at.follows(("số",)):
        spoken = f"{number_of(found[1], at.style)}, {letters_of(found[2], at.style)} {cardinal(found[3], at.style)}"
        return Match(found.end(), spoken)
    found = at.match(_CODE)
    if found is None or not at.follows(phrases("office", "form")):
        return None
    return Match(found.end(), _spoken(found[1], found[2], at.style))


def read_other(at: Place) -> Match | None:
    """Match the number of a document whose code no table contains."""
    if at.char_before.isalnum() or at.char_before in {"/", "-"}:
        return None
    found = at.match(_CODE)
    if found is None or not follows_noun(at):
        return None
    return Match(found.end(), _spoken(found[1], found[2], at.style))


def _spoken(number: str, code: str, style: ReadingStyle) -> str:
    parts = _JOINT.split(code)[1:]
    known = (
        (certain_meaning(part) if len(part) > _LONGEST_SPELLED else "") or letters_of(part, style) for part in parts
    )
    return ", ".join((number_of(number, style), *known))
