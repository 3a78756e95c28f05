"""Says why a line got its state, in an editor's words: its strongest signs, and what it would be otherwise.

"ngắn, viết hoa toàn bộ, ngay trên thân bài; nếu không thì là đoạn văn".  The words of the signs are in
`data/sign_words.tsv`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Final

from ..messages import message
from ..regex import regex
from .sequence import CAPTIONS, STATES, TEXT, WEBSITE, Decision, rows, tables

_MOST: Final = 3
_LEAST: Final = 25
"""In hundredths: a sign that speaks less for a state is not named."""
_FORM: Final = regex(r"_[fu]$")
_GROUPS: Final = (
    frozenset({"title", "title_more"}), CAPTIONS, TEXT | {"heading"}, WEBSITE, frozenset({"lead"}),
    frozenset({"meta_above", "meta", "signed"}),
)  # fmt: skip
"""States that are the same to an editor."""


def evidence(signs: Sequence[str], decision: Decision) -> str:
    """Return the signs that speak most for the state of a line against the next best one, and that state."""
    group = next(one for one in _GROUPS if decision.state in one)
    other = min((one for one in STATES if one not in group), key=lambda one: decision.ahead_of({one}))
    if decision.ahead_of({other}) == float("inf"):
        return ""
    chosen, against = STATES.index(decision.state), STATES.index(other)
    table = tables().signs
    weights = {sign: table[sign][chosen] - table[sign][against] for sign in signs if sign in table}
    strongest = sorted((sign for sign in weights if weights[sign] >= _LEAST), key=lambda sign: (-weights[sign], sign))
    named = list(dict.fromkeys(filter(None, map(words, strongest))))[:_MOST]
    if not named:
        return ""
    return message("Evidence: {signs}. Without it the line is {other}.", signs="; ".join(named), other=_name(other))


def words(sign: str) -> str:
    """Return the words of a sign in the editor's language; empty if there are none."""
    known = _words(english=os.environ.get("BANTIN_LANG", "vi")[:2] == "en")
    if (own := known.get(sign) or known.get(_FORM.sub("", sign))) is not None:
        return own
    beside, _, rest = sign.partition("_")
    if beside not in {"above", "below"} or not (other := known.get(rest) or known.get(_FORM.sub("", rest))):
        return ""
    if beside == "above":
        return message("the line above: {sign}", sign=other)
    return message("the line below: {sign}", sign=other)


@cache
def _words(*, english: bool) -> dict[str, str]:
    return {sign: one if english else two for sign, one, two in rows("sign_words.tsv")}


def _name(state: str) -> str:
    names = (
        (frozenset({"title", "title_more"}), message("the title")),
        (CAPTIONS, message("a caption")),
        (WEBSITE, message("the website's")),
        (frozenset({"lead"}), message("the lead")),
        (frozenset({"heading"}), message("a heading")),
        (TEXT, message("a paragraph")),
    )
    return next((name for states, name in names if state in states), message("author, source or date"))
