"""The printed markers of list items: a number and its format → `1.`, `a)`, `IV.`, `•`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..regex import regex

BULLET = "•"
_KEPT_BULLETS = frozenset("-–—+*•")
_HTML_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS_FORMS = {
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
}  # fmt: skip
_LIST_STYLE = regex(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 3999
_LARGEST_NUMBER = 10**9


def ordinal(number: int, form: str) -> str:
    """Return `number` in one of Word's formats (ECMA-376-1, 17.18.59); decimal for an unknown format."""
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= 26 * 10:
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form in {"lowerRoman", "upperRoman"} and 0 < number <= _LARGEST_ROMAN:
        text = _roman(number)
    elif form == "decimalZero":
        text = f"{number:02}"
    else:
        text = str(number)
    return text.upper() if form.startswith("upper") else text


def written_marker(text: str) -> str:
    """Return a marker as printed: "·" and private letters of symbol fonts become bullets, "1." stays "1."."""
    text = text.strip()
    if len(text) == 1 and (not text.isalnum() or text == "o") and text not in _KEPT_BULLETS:
        return BULLET
    return text or BULLET


def list_marker(element: Any) -> Callable[[Any], str]:
    """Return a function that gives the marker of each `<li>` of a `<ul>` or `<ol>` in turn."""
    if element.tag != "ol":
        return lambda _: BULLET
    form = _form(element, "decimal")
    step = -1 if "reversed" in element.attrib else 1
    following = _number(element.get("start"), sum(one.tag == "li" for one in element) if step < 0 else 1)

    def marker(item: Any) -> str:
        nonlocal following
        own = _number(item.get("value"), following)
        following = own + step
        return f"{ordinal(own, _form(item, form))}."

    return marker


def _form(element: Any, otherwise: str) -> str:
    """Return the number format of a list or an item, from its `type` or its style."""
    style = _LIST_STYLE.search(element.get("style", "")[:1000].lower())
    return _HTML_FORMS.get(element.get("type", ""), _CSS_FORMS.get(style[1], otherwise) if style else otherwise)


def _number(text: str | None, otherwise: int) -> int:
    try:
        number = int(text[:12]) if text else otherwise
    except ValueError:
        return otherwise
    return number if abs(number) <= _LARGEST_NUMBER else otherwise


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
