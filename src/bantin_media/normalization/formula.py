"""Chemical formulas without digits.  "CaO" → "xê a o", "NaOH" → "nờ a o hát", "hàm lượng Pb" → "hàm lượng pê bê".

A formula consists of the symbols in `data/formula.tsv` and has small letters and at least two capitals.  A single
symbol is a formula only after a noun of chemistry, or in a list after one ("kim loại nặng Pb, Cd và Hg").  Does not
match a form in the table of abbreviations.  Formulas with digits ("K2O") are *alphanumeric*.
"""

from __future__ import annotations

import re
from functools import cache

from ..model import Certainty
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import is_upper, spell
from .context import Match, Place
from .words import phrases

_WORD = regex(r"[A-Z][A-Za-z]{0,9}(?![^\W_])")
_LIST = regex(r"[ (:]{1,3}[a-z]{1,2}(?:(?:, ?|; ?| và )[a-z]{1,2}){0,8}(?:, ?|; ?| và ?)$")
"""Elements before the current one: "kim loại nặng (Pb, Cd và "."""


def read(at: Place) -> Match | None:
    """Match a formula of several elements, and a single element in a context of chemistry."""
    found = at.match(_WORD)
    if found is None or at.char_before.isalnum() or found.group() in abbreviations():
        return None
    written = found.group()
    if not _symbols().fullmatch(written):
        return None
    spoken = spell(written, at.style.letter_names)
    if sum(map(is_upper, written)) > 1 and not written.isupper():
        return Match(found.end(), spoken)
    if len(written) == 2 and written[1].islower() and (evidence := _noun(at)):
        return Match(found.end(), spoken, certainty=Certainty.CONTEXT, evidence=evidence)
    return None


def may_begin(run: str) -> bool:
    """Return whether a run of letters is a formula or an element, and no abbreviation."""
    if run in abbreviations() or not _symbols().fullmatch(run):
        return False
    is_formula = sum(map(is_upper, run)) > 1 and not run.isupper()
    return is_formula or (len(run) == 2 and run[1].islower())


def _noun(at: Place) -> str:
    """Return the noun of chemistry that precedes, or that precedes the list of elements which ends here."""
    left = f" {_LIST.sub('', at.left).rstrip(' :(')}"
    noun = next((one for one in phrases("formula", "noun") if left.endswith(f" {one}")), "")
    return f"{noun} …" if noun else ""


@cache
def _symbols() -> re.Pattern[str]:
    symbols = sorted(phrases("formula", "element"), key=len, reverse=True)
    return regex(f"(?:{'|'.join(symbols)}){{1,6}}")
