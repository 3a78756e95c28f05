"""A sign of growth before an amount: "+3,1%" in a table of changes is "tăng ba phẩy một phần trăm", not a sum.

In "Tăng +3,1%" the word is spoken once; "12 ca (+3)" is "tăng ba".  Other amounts keep "cộng": "thang điểm +1".
"""

from __future__ import annotations

from ..model import Certainty
from ..regex import regex
from .context import Match, Place
from .decimal import AMOUNT, amount
from .measure import tail
from .words import phrases, readings

GROWN = regex(rf"\+({AMOUNT})")
OTHER_SIGN = regex(r"(?:^|[ (|])[-−–+]\d[\d.,]*\s?(?:%|\)|$)")


def read(at: Place) -> Match | None:
    """Match a plus directly before a percentage, or before an amount in brackets behind a number."""
    found = at.match(GROWN) if at.char_before in ("", " ", "(", "\u00a0") else None
    if found is None:
        return None
    end, unit, rule = tail(at, found.end())
    in_brackets = at.char_before == "(" and at.left[-3:-1].strip()[-1:].isdecimal() and at.text[end : end + 1] == ")"
    if rule != "percent" and not in_brackets:
        return None
    plain = f"{amount(found[1], at.style)} {unit}".rstrip()
    if at.follows(phrases("label", "rise")):
        return Match(end, plain)
    signs = readings("change")
    others = OTHER_SIGN.search(at.right(end)) or OTHER_SIGN.search(at.left)
    certainty, evidence = (Certainty.CONTEXT, "+ … -") if others else (Certainty.GUESS, "")
    return Match(end, f"{signs['rise']} {plain}", "", (), certainty, evidence, f"{signs['sum']} {plain}")
