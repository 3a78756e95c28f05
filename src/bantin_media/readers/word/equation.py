"""An equation of Word's (`m:oMath`, ISO 29500-1, 22.1) → one line of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from ..equations import Part, Rule, fraction, joined, linear, root, scripted
from ..scripts import grouped
from .package import child, name_of

_LEAVES = frozenset({"t"})
_SKIPPED = frozenset(
    {"rPr", "ctrlPr", "fPr", "sSupPr", "sSubPr", "sSubSupPr", "sPrePr", "radPr", "naryPr", "dPr", "funcPr", "limLowPr",
     "limUppPr", "accPr", "barPr", "groupChrPr", "borderBoxPr", "boxPr", "mPr", "eqArrPr", "phantPr", "oMathParaPr",
     "argPr", "del", "moveFrom", "delText"}
)  # fmt: skip


def equation_text(element: Any) -> str:
    """Return the equation in `element` as one line: "1/2", "10³", "√25"."""
    return linear(element, _RULES, _LEAVES, _SKIPPED)


def _named(parts: Sequence[Part], name: str) -> str:
    return joined([part for part in parts if part.name == name])


def _own(element: Any, properties: str, name: str, otherwise: str) -> str:
    """Return an attribute of an element's properties, which may be set to nothing."""
    one = child(element, properties, name)
    if one is None:
        return otherwise
    return next((str(text)[:4] for key, text in one.attrib.items() if key.endswith("}val")), otherwise)


def _fraction(element: Any, parts: Sequence[Part]) -> str:
    above, below = _named(parts, "num"), _named(parts, "den")
    if _own(element, "fPr", "type", "bar") == "noBar":
        return f"({above}; {below})"
    return fraction(above, below)


def _scripts(_: Any, parts: Sequence[Part]) -> str:
    return scripted(_named(parts, "e"), _named(parts, "sub"), _named(parts, "sup"))


def _before(_: Any, parts: Sequence[Part]) -> str:
    return scripted("", _named(parts, "sub"), _named(parts, "sup")) + _named(parts, "e")


def _root(element: Any, parts: Sequence[Part]) -> str:
    return root(_named(parts, "deg"), _named(parts, "e"))


def _sum(element: Any, parts: Sequence[Part]) -> str:
    sign = _own(element, "naryPr", "chr", "∫")
    return f"{scripted(sign, _named(parts, 'sub'), _named(parts, 'sup'))} {_named(parts, 'e')}"


def _brackets(element: Any, parts: Sequence[Part]) -> str:
    begin, end = _own(element, "dPr", "begChr", "("), _own(element, "dPr", "endChr", ")")
    between = _own(element, "dPr", "sepChr", "|")
    return begin + between.join(part.text for part in parts if part.name == "e") + end


def _function(_: Any, parts: Sequence[Part]) -> str:
    return f"{_named(parts, 'fName')} {grouped(_named(parts, 'e'))}"


def _limit(_: Any, parts: Sequence[Part]) -> str:
    limit = _named(parts, "lim")
    return f"{_named(parts, 'e')}({limit})" if limit else _named(parts, "e")


def _in_rows(name: str, between: str, _: Any, parts: Sequence[Part]) -> str:
    return between.join(part.text for part in parts if part.name == name)


def _accented(element: Any, parts: Sequence[Part]) -> str:
    mark = _own(element, "accPr", "chr", "\u0302")
    base = _named(parts, "e")
    return base + mark if name_of(element) == "acc" and len(base) == 1 else base


_RULES: Mapping[str, Rule] = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _before,
    "rad": _root,
    "nary": _sum,
    "d": _brackets,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "m": partial(_in_rows, "mr", "; "),
    "mr": partial(_in_rows, "e", ", "),
    "eqArr": partial(_in_rows, "e", "; "),
    "oMathPara": partial(_in_rows, "oMath", "; "),
    "acc": _accented,
}
