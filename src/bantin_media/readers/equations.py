"""The elements of an equation, Word's (OMML) or a page's (MathML) → one line of text: ½ is "1/2" and never "12".

Both name the same few things, so one table says what each element is, and one walk from the leaves up writes it;
it never recurses, however deep an equation is nested.  Shown: `1/2`, `10³`, `√25`, `∑_(i=1)^n xᵢ`, `(a; b)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .scripts import grouped, index, placed, power

_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b"), None)
"""Signs of MathML that are there for machines: "function of", "times", "and"."""
_ROOTS = {"3": "∛", "4": "∜"}


@dataclass(frozen=True, slots=True)
class Part:
    """An element that has been written: its name, its text, and the element, for what its attributes say."""

    name: str
    text: str
    element: Any


Rule = Callable[[Any, Sequence[Part]], str]
"""How an element is written, from itself and the parts in it."""


def linear(element: Any, rules: Mapping[str, Rule], leaves: frozenset[str], skipped: frozenset[str]) -> str:
    """Return the equation in `element` as one line.

    `leaves` name the elements that hold text, `skipped` those that show none; what no rule names is its parts in order.
    """
    stack: list[list[Part]] = [[]]
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, one in walk:
        name = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
        if event == "start":
            stack.append([])
            if name in skipped or not name:
                walk.skip_subtree()
            continue
        parts = stack.pop()
        if name in skipped or not name:
            continue
        text = (one.text or "") if name in leaves else ""
        rule = rules.get(name)
        stack[-1].append(Part(name, text or (rule(one, parts) if rule else joined(parts)), one))
    return joined(stack[0]).translate(_INVISIBLE).strip()


def joined(parts: Sequence[Part]) -> str:
    """Return parts side by side, with a space where two numbers would become one: "1" "1/2" → "1 1/2"."""
    text = ""
    for part in parts:
        text = beside(text, part.text)
    return text


def beside(before: str, after: str) -> str:
    """Return two texts side by side, parted by a space if a digit would touch a digit."""
    touch = before[-1:].isdigit() and after[:1].isdigit() and after[:1].isascii()
    return f"{before} {after}" if touch and ("/" in before or "/" in after) else before + after


def fraction(above: str, below: str) -> str:
    """Return "1/2", "(a+b)/2"."""
    return f"{grouped(above)}/{grouped(below)}" if below else above


def root(degree: str, radicand: str) -> str:
    """Return "√25", "∛8", "√(a+b)"; other degrees are raised before the sign: "⁵√32"."""
    degree = degree.strip()
    sign = _ROOTS.get(degree) or ("√" if degree in {"", "2"} else f"{placed(degree, 'superscript')}√")
    return f"{sign}{grouped(radicand)}"


def scripted(base: str, below: str, above: str) -> str:
    """Return a base with its index and its power: "x₁²"; of a sum or an integral the bounds."""
    return power(index(base, below), above)
