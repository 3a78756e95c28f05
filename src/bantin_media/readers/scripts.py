"""Superscript and subscript text → Unicode characters, so that 10³ does not become 103 without its formatting.

`10` + superscript `3` → `10³`, `CO` + subscript `2` → `CO₂`.  Letters are not changed ("1st"), except the
superscript o of degrees (25 + superscript `o` + C → `25°C`).
"""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-−=n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼ⁿ")
_LOWERED = str.maketrans("0123456789+-−=", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌")
_TABLES = {"superscript": _RAISED, "subscript": _LOWERED}
_KEPT = frozenset(" .,;*")
"""Characters that may be among superscript digits without being superscript: "¹, ²"."""


def placed(text: str, place: str) -> str:
    """Return superscript or subscript `text` in Unicode's characters, if there is one for each of its characters."""
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
    """Return `text` in brackets if it has several parts: "a+b" → "(a+b)"; "12" and "(a)" are unchanged."""
    text = text.strip()
    if text.replace(",", "").replace(".", "").isalnum() or (text[:1] == "(" and text.find(")") == len(text) - 1):
        return text
    return f"({text})" if text else ""
