"""Unusual forms: a number, a unit or a code in a form that the table `form` does not have for its class.

"5,5 ha", "QL19", "8h30" are usual; "14h8", "62hec", "7-2021", "K-13" are not, and a rare form often
has another meaning.  Such a reading is a guess, unless a word behind the number decided it ("7-7,5 triệu").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..model import Certainty
from ..regex import regex
from ..vietnamese.tables import read_table
from .context import Match, Place

SLOTS: Mapping[str, str] = {
    "n": r"\d[\d.,]*",
    "day": r"(?:0?[1-9]|[12]\d|3[01])",
    "month": r"(?:0?[1-9]|1[0-2])",
    "year": r"(?:1[0-9]|20|21)\d\d",
    "dash": r"[-–—−÷]",
}
UNIT, MONEY, COUNTED = "unit", "currency", "counted"
FEW_LETTERS = 2
"""A shorter unit may be a single letter: only those of the rows "unit" are usual."""
BEHIND = "…"
"""The beginning of evidence from a word after the number."""


@cache
def usual() -> Mapping[str, re.Pattern[str]]:
    """Return the usual forms of each class."""
    found: dict[str, list[str]] = {}
    for rule, form in read_table(__package__, "form"):
        found.setdefault(rule, []).append(form)
    units = [re.escape(unit) for unit, *_ in read_table(__package__, "measure") if len(unit) >= FEW_LETTERS]
    unit, money = "|".join((*found.pop(UNIT), *units)), "|".join(found.pop(MONEY))
    slots = {**SLOTS, UNIT: f"(?:{unit})", MONEY: f"(?:{money})", COUNTED: f"(?:{unit}|{money})?"}
    return {rule: regex("|".join(_filled(form, slots) for form in forms)) for rule, forms in found.items()}


def _filled(form: str, slots: Mapping[str, str]) -> str:
    for name, pattern in slots.items():
        form = form.replace(f"{{{name}}}", pattern)
    return form


def weighed(at: Place, rule: str, match: Match) -> Match:
    """Return `match` as a guess if its form is unusual for the class `rule`, and no word after it decided."""
    forms = usual().get(rule)
    if forms is None or match.certainty is Certainty.GUESS or match.evidence.startswith(BEHIND):
        return match
    if forms.fullmatch(at.text[at.start : match.end].strip()) and not _is_glued(at, match.end):
        return match
    return match._replace(certainty=Certainty.GUESS)


def _is_glued(at: Place, end: int) -> bool:
    """Return whether a word follows a number without a space: "lúc 8 giờ 00ngày 6"."""
    return at.text[end - 1].isdecimal() and at.text[end : end + 1].isalpha()
