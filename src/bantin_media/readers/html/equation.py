"""An equation of a page (`<math>`, MathML Core) → one line of text, without its annotations for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from ..equations import Part, Rule, fraction, joined, linear, root, scripted

_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_SKIPPED = frozenset({"annotation", "annotation-xml", "mprescripts", "mphantom", "maligngroup", "malignmark"})
_SUMS = frozenset("∑∏∫∮⋃⋂")


def equation_text(element: Any) -> str:
    """Return the equation in a `<math>` as one line: "1/2", "10³", "√25"."""
    return " ".join(linear(element, _RULES, _LEAVES, _SKIPPED).split())


def _part(parts: Sequence[Part], place: int) -> str:
    return parts[place].text if place < len(parts) else ""


def _marked(element: Any, parts: Sequence[Part]) -> str:
    """Return a base with a mark above or below it: a bound, or an accent, which has a sign of its own."""
    if len(_part(parts, 1).strip()) == 1 and not _part(parts, 1).strip().isalnum():
        return joined(parts)
    return _raised(element, parts) if element.tag == "mover" else _lowered(element, parts)


def _rest(parts: Sequence[Part], place: int) -> str:
    return joined(parts[place:])


def _fraction(_: Any, parts: Sequence[Part]) -> str:
    return fraction(_part(parts, 0), _part(parts, 1)) + _rest(parts, 2)


def _raised(_: Any, parts: Sequence[Part]) -> str:
    return scripted(_part(parts, 0), "", _part(parts, 1)) + _rest(parts, 2)


def _lowered(_: Any, parts: Sequence[Part]) -> str:
    return scripted(_part(parts, 0), _part(parts, 1), "") + _rest(parts, 2)


def _both(_: Any, parts: Sequence[Part]) -> str:
    base = _part(parts, 0)
    space = " " if base in _SUMS else ""
    return scripted(base, _part(parts, 1), _part(parts, 2)) + space + _rest(parts, 3)


def _square_root(_: Any, parts: Sequence[Part]) -> str:
    return root("", joined(parts))


def _root(_: Any, parts: Sequence[Part]) -> str:
    return root(_part(parts, 1), _part(parts, 0)) + _rest(parts, 2)


def _fenced(element: Any, parts: Sequence[Part]) -> str:
    between = (element.get("separators", ",") or "")[:1]
    inner = f"{between} ".join(part.text for part in parts) if between else joined(parts)
    return f"{element.get('open', '(')[:4]}{inner}{element.get('close', ')')[:4]}"


def _in_rows(between: str, _: Any, parts: Sequence[Part]) -> str:
    return between.join(part.text for part in parts)


_RULES: Mapping[str, Rule] = {
    "mfrac": _fraction,
    "msup": _raised,
    "mover": _marked,
    "msub": _lowered,
    "munder": _marked,
    "msubsup": _both,
    "munderover": _both,
    "msqrt": _square_root,
    "mroot": _root,
    "mfenced": _fenced,
    "mtable": partial(_in_rows, "; "),
    "mtr": partial(_in_rows, ", "),
    "mlabeledtr": partial(_in_rows, ", "),
}
