"""Word's fields (ISO 29500-1, 17.16): a field has a code, which is not text, and usually a result, which is text.

`{ EQ \f(1;2) }` shows ½, a drop-down list its chosen entry, a check box ☒ or ☐; these have no stored result.
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
"""Real fields are nested a few levels deep; each text is checked against all open ones."""
_OPENED, _CLOSED = "\ue000", "\ue001"
"""Substitutes for the brackets of processed text, so that the switches around it can be found."""
_NUMBERS = frozenset({"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "SYMBOL", "INCLUDETEXT", "INCLUDEPICTURE"})
"""Fields whose visible text is not stored in the file."""


@dataclass(slots=True)
class _Field:
    form: str = ""
    """The visible text of a form field without a stored result."""
    code: str = ""
    separated: bool = False
    has_result: bool = False


class Fields:
    """Keeps track of the open fields of a document."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.lost: list[str] = []
        """The names of fields whose visible text the file does not store."""
        self._before = 0
        """The number of open fields at the beginning of the paragraph."""

    def begin_paragraph(self) -> None:
        """Handle the beginning of a paragraph."""
        self._before = len(self._open)

    def end_paragraph(self) -> bool:
        """Return whether the code of a field that began in the paragraph never ends.

        Word does not write such fields: the file is damaged, and the following text is shown.
        """
        broken = [place for place, one in enumerate(self._open) if place >= self._before and not one.separated]
        if broken:
            del self._open[broken[0] :]
        return bool(broken)

    def mark(self, element: Any) -> str:
        """Handle a `w:fldChar`; return the visible text of a field without a stored result."""
        kind = value(element, "fldCharType")
        if kind == "begin" and len(self._open) < _DEEPEST:
            self._open.append(_Field(_form(child(element, "ffData"))))
        elif kind == "separate" and self._open:
            self._open[-1].separated = True
        elif kind == "end" and self._open:
            field = self._open.pop()
            if not field.has_result:
                if stores_no_text(field.code):
                    self.lost.append(field.code.split(None, 1)[0].upper())
                return field.form or written(field.code)
        return ""

    def code(self, text: str) -> None:
        """Add a piece to the code of the innermost field."""
        if self._open and len(self._open[-1].code) < 1000:
            self._open[-1].code += text[:1000]

    def shown(self) -> None:
        """Record that the open fields have a visible result."""
        for field in self._open:
            field.has_result = field.has_result or field.separated

    @property
    def in_code(self) -> bool:
        """Return whether the next text is the code of a field."""
        return bool(self._open) and not all(one.separated for one in self._open)


def stores_no_text(code: str) -> bool:
    """Return whether the visible text of a field with this code is not stored in the file."""
    return code.split(None, 1)[0].upper() in _NUMBERS if code.strip() else False


def _form(data: Any) -> str:
    """Return the visible text of a form field: the chosen entry of a list, or a checked or empty box."""
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
    """Return the visible text of a field without a result: an `EQ` equation as a line of text."""
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
