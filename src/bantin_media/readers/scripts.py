"""Raised and lowered characters → Unicode's own, so that 10³ never becomes 103 when its formatting is gone.

`10` + raised `3` → `10³`, `CO` + lowered `2` → `CO₂`.  Letters stay as they are ("1st"), but
for the raised o of degrees (25 + raised `o` + C → `25°C`).
"""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-−=n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼ⁿ")
_LOWERED = str.maketrans("0123456789+-−=", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌")
_TABLES = {"superscript": _RAISED, "subscript": _LOWERED}
_KEPT = frozenset(" .,;*")
"""What may stand among raised digits without being raised itself: "¹, ²"."""


def placed(text: str, place: str) -> str:
    """Return `text`, set as `superscript` or `subscript`, in Unicode's characters where all of it has some."""
    table = _TABLES.get(place)
    if table is None or not text.strip():
        return text
    if place == "superscript" and text.strip() == "o":
        return text.replace("o", "°")
    if all(ord(letter) in table or letter in _KEPT for letter in text) and any(ord(one) in table for one in text):
        return text.translate(table)
    return text


def power(base: str, exponent: str) -> str:
    """Return a power as a line of text: "10³", "x^(a+b)"."""
    return _tied(base, exponent, "superscript", "^")


def index(base: str, below: str) -> str:
    """Return an index as a line of text: "x₁", "a_k"."""
    return _tied(base, below, "subscript", "_")


def _tied(base: str, other: str, place: str, sign: str) -> str:
    if not other.strip():
        return base
    other = other.strip()
    raised = placed(other, place)
    return f"{base}{raised}" if raised != other else f"{base}{sign}{grouped(other)}"


def grouped(text: str) -> str:
    """Return `text` in brackets if it has more than one part: "a+b" → "(a+b)", "12" and "(a)" as they are."""
    text = text.strip()
    if text.replace(",", "").replace(".", "").isalnum() or (text[:1] == "(" and text.find(")") == len(text) - 1):
        return text
    return f"({text})" if text else ""
