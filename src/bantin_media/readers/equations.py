"""The elements of an equation, Word's (OMML) or a page's (MathML) → one line of text: ½ becomes "1/2", never "12".

The two formats have the same few constructs.  One table of rules gives the text of each element, and one pass from
the leaves upwards applies them, without recursion, at any depth.  Results: `1/2`, `10³`, `√25`, `∑_(i=1)^n xᵢ`,
`(a; b)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .scripts import grouped, index, placed, power

_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b"), None)
"""Invisible characters of MathML for machines: "function of", "times", "and"."""
_ROOTS = {"3": "∛", "4": "∜"}


@dataclass(frozen=True, slots=True)
class Part:
    """A processed element: its name, its text, and the element itself for its attributes."""

    name: str
    text: str
    element: Any


Rule = Callable[[Any, Sequence[Part]], str]
"""An element and its processed parts → its text."""


def linear(element: Any, rules: Mapping[str, Rule], leaves: frozenset[str], skipped: frozenset[str]) -> str:
    """Return the equation in `element` as one line.

    `leaves` name the elements that contain text, `skipped` those that show nothing; an element without a rule becomes
    its parts in order.
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
    """Return parts side by side, with a space between two numbers: "1" "1/2" → "1 1/2"."""
    text = ""
    for part in parts:
        text = beside(text, part.text)
    return text


def beside(before: str, after: str) -> str:
    """Return two texts side by side, with a space if two digits would touch."""
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
    """Return a base with index and power: "x₁²"; for a sum or an integral its bounds."""
    return power(index(base, below), above)
