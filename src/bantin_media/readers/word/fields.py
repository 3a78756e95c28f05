"""Word's fields (ISO 29500-1, 17.16): the code of a field is no text, its result is, and some have a code alone.

`{ EQ \\f(1;2) }` shows ½, a form's list shows the entry that was chosen, a form's box ☒ or ☐; none of them stores it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ...regex import regex
from ..equations import fraction, root
from ..scripts import index, power
from .package import child, name_of, value

_OFF = frozenset({"0", "false", "off"})
_SWITCH = regex(r"\\([A-Za-z]{1,2})((?:\s*\\?[a-z]{2}\d{0,4})*)\s*\(([^()]{0,400})\)")
_SEPARATOR = regex(r"[;,](?!\d)|;")
_MOST_SWITCHES = 60
_DEEPEST = 100
"""Fields stand in one another a few deep; each text is asked about all that are open."""
_OPENED, _CLOSED = "\ue000", "\ue001"
"""Stand for the brackets of what has been written, so that the switches around it can be found."""
_NUMBERS = frozenset({"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "SYMBOL", "INCLUDETEXT", "INCLUDEPICTURE"})
"""Fields that show something which the file does not store as text."""


@dataclass(slots=True)
class _Field:
    form: str = ""
    """What the field of a form shows, where its result is not stored."""
    code: str = ""
    separated: bool = False
    has_result: bool = False


class Fields:
    """Which of a document's fields are open."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._before = 0
        """How many were open when the paragraph began."""

    def begin_paragraph(self) -> None:
        """Take note that a paragraph begins."""
        self._before = len(self._open)

    def end_paragraph(self) -> bool:
        """Return whether a field that began in the paragraph never came to an end of its code.

        Word's own fields do that nowhere: the file is damaged, and what follows is text.
        """
        broken = [place for place, one in enumerate(self._open) if place >= self._before and not one.separated]
        if broken:
            del self._open[broken[0] :]
        return bool(broken)

    def mark(self, element: Any) -> str:
        """Take note of a `w:fldChar`; return the text that a field without a stored result shows."""
        kind = value(element, "fldCharType")
        if kind == "begin" and len(self._open) < _DEEPEST:
            self._open.append(_Field(_form(child(element, "ffData"))))
        elif kind == "separate" and self._open:
            self._open[-1].separated = True
        elif kind == "end" and self._open:
            field = self._open.pop()
            if not field.has_result:
                return field.form or written(field.code)
        return ""

    def code(self, text: str) -> None:
        """Take note of a piece of the innermost field's code."""
        if self._open and len(self._open[-1].code) < 1000:
            self._open[-1].code += text[:1000]

    def shown(self) -> None:
        """Take note that something is shown as the result of what is open."""
        for field in self._open:
            field.has_result = field.has_result or field.separated

    @property
    def in_code(self) -> bool:
        """Whether what comes next is a field's code."""
        return bool(self._open) and not all(one.separated for one in self._open)


def stores_no_text(code: str) -> bool:
    """Return whether a field of this code shows something that the file does not store."""
    return code.split(None, 1)[0].upper() in _NUMBERS if code.strip() else False


def _form(data: Any) -> str:
    """Return what a field of a form shows: the entry chosen from a list, or a box with or without its cross."""
    for one in data if data is not None else ():
        if name_of(one) == "ddList":
            entries = [value(entry) for entry in one if name_of(entry) == "listEntry"]
            chosen = child(one, "result")
            chosen = child(one, "default") if chosen is None else chosen
            digits = value(chosen) if chosen is not None else "0"
            place = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0
            return entries[place] if place < len(entries) else ""
        if name_of(one) == "checkBox":
            ticked = child(one, "checked")
            ticked = child(one, "default") if ticked is None else ticked
            return "☒" if ticked is not None and value(ticked).lower() not in _OFF else "☐"
    return ""


def written(code: str) -> str:
    """Return what a field shows that has nothing but its code: an equation of `EQ` as a line of text."""
    name, _, rest = code.strip().partition(" ")
    if name.upper() != "EQ":
        return ""
    for _ in range(_MOST_SWITCHES):
        found = _SWITCH.search(rest)
        if found is None:
            break
        rest = rest[: found.start()] + _switch(found) + rest[found.end() :]
    return rest.replace(_OPENED, "(").replace(_CLOSED, ")").strip()


def _switch(found: re.Match[str]) -> str:
    """Return one switch of `EQ` as text: `\\f(1;2)` → "1/2", `\\r(2;x)` → "√x", `\\s\\up8(2)` → "²"."""
    parts = [part.strip() for part in _SEPARATOR.split(found[3])]
    name, last = found[1].lower(), parts[-1]
    if name == "f" and len(parts) == 2:
        text = fraction(parts[0], parts[1])
    elif name == "r":
        text = root(parts[0] if len(parts) > 1 else "", last)
    elif name == "s":
        text = index("", last) if "do" in found[2] else power("", last)
    elif name == "b":
        text = f"({found[3]})"
    else:
        text = ", ".join(part for part in parts if part)
    return text.replace("(", _OPENED).replace(")", _CLOSED)
