"""The styles and the numbering of a `.docx`: an id in, how its text looks and what stands before it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..list_markers import BULLET, ordinal, written_marker
from .package import child, name_of, value

_OFF = frozenset({"0", "false", "off"})
_DEEPEST_CHAIN = 20
_SWITCHES = {"b": "bold", "caps": "capitals", "vanish": "hidden", "strike": "struck", "dstrike": "struck"}
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; None is what the run leaves to its style."""

    font: str | None = None
    bold: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    place: str | None = None
    """`superscript`, `subscript` or `baseline`."""

    def over(self, below: Look) -> Look:
        """Return this look on top of that of its style."""
        return Look(
            below.font if self.font is None else self.font,
            below.bold if self.bold is None else self.bold,
            below.capitals if self.capitals is None else self.capitals,
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.place if self.place is None else self.place,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all it inherits.  `outline` is 1 … 9 for a heading, 0 for text; `number` is its list, if any."""

    name: str = ""
    look: Look = field(default_factory=Look)
    outline: int | None = None
    number: str | None = None
    number_level: int = 0
    right: bool | None = None


def look_of(properties: Any) -> Look:
    """Return the look that a `w:rPr` sets."""
    font: str | None = None
    place: str | None = None
    switches: dict[str, bool] = {}
    for one in properties if properties is not None else ():
        name = name_of(one)
        if name == "rFonts":
            font = value(one, "hAnsi") or value(one, "ascii") or font
            if font is None and (value(one, "hAnsiTheme") or value(one, "asciiTheme")):
                font = ""
        elif name == "vertAlign":
            place = value(one)
        elif name in _SWITCHES:
            kind = _SWITCHES[name]
            on = value(one).lower() not in _OFF
            switches[kind] = on or (kind == "struck" and switches.get(kind, False))
    return Look(font, place=place, **switches)


def style_of(properties: Any, look: Look, name: str = "") -> Style:
    """Return what a `w:pPr` sets, with the look that goes with it."""
    outline: int | None = None
    number: str | None = None
    level, right = 0, None
    for one in properties if properties is not None else ():
        kind = name_of(one)
        if kind == "outlineLvl":
            digits = value(one)
            outline = int(digits) + 1 if digits.isdigit() and int(digits) < _LEVELS else 0
        elif kind == "numPr":
            found, depth = child(one, "numId"), child(one, "ilvl")
            number = value(found) if found is not None else None
            digits = value(depth) if depth is not None else ""
            level = min(int(digits), _LEVELS - 1) if digits.isdigit() and len(digits) < 4 else 0
        elif kind == "jc":
            right = value(one) in {"right", "end"}
    return Style(name, look, outline, number, level, right)


class Styles:
    """The style sheet, `word/styles.xml`."""

    def __init__(self, root: Any) -> None:
        self._own: dict[str, tuple[Style, str]] = {}
        self._whole: dict[str, Style] = {}
        self.default_paragraph = ""
        self._defaults = Style()
        for one in root if root is not None else ():
            if name_of(one) == "docDefaults":
                self._defaults = Style(look=look_of(child(one, "rPrDefault", "rPr")))
            elif name_of(one) == "style":
                key = value(one, "styleId")
                name, based = child(one, "name"), child(one, "basedOn")
                style = style_of(
                    child(one, "pPr"), look_of(child(one, "rPr")), value(name).lower() if name is not None else ""
                )
                self._own[key] = (style, value(based) if based is not None else "")
                if value(one, "type") == "paragraph" and value(one, "default").lower() not in {"", *_OFF}:
                    self.default_paragraph = key

    def paragraph(self, key: str) -> Style:
        """Return a paragraph style with all it inherits, the document's defaults below."""
        key = key if key in self._own else self.default_paragraph
        if key not in self._whole:
            self._whole[key] = _stacked(self._chain(key), self._defaults)
        return self._whole[key]

    def characters(self, key: str) -> Look:
        """Return the look of a character style with all it inherits."""
        return _stacked(self._chain(key), Style()).look

    def _chain(self, key: str) -> list[Style]:
        chain: list[Style] = []
        while key in self._own and len(chain) < _DEEPEST_CHAIN:
            style, key = self._own[key]
            chain.append(style)
        return chain


def _stacked(chain: list[Style], below: Style) -> Style:
    for style in reversed(chain):
        below = on_top(style, below)
    return below


def on_top(style: Style, below: Style) -> Style:
    """Return `style` with what it leaves open taken from `below`."""
    return Style(
        style.name or below.name,
        style.look.over(below.look),
        below.outline if style.outline is None else style.outline,
        below.number if style.number is None else style.number,
        below.number_level if style.number is None else style.number_level,
        below.right if style.right is None else style.right,
    )


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


class Numbering:
    """`word/numbering.xml`, and how far each list has counted."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._links: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styles = styles
        for one in root if root is not None else ():
            if name_of(one) == "abstractNum":
                key = value(one, "abstractNumId")
                self._levels[key] = dict(_level(level) for level in one if name_of(level) == "lvl")
                link = child(one, "numStyleLink")
                if link is not None:
                    self._links[key] = value(link)
            elif name_of(one) == "num":
                abstract = child(one, "abstractNumId")
                starts = {
                    _digits(value(over, "ilvl"), 0): _digits(value(start), 1)
                    for over in one
                    if name_of(over) == "lvlOverride" and (start := child(over, "startOverride")) is not None
                }
                self._lists[value(one, "numId")] = (value(abstract) if abstract is not None else "", starts)

    def marker(self, number: str, level: int) -> str:
        """Return the marker of the next item of a list; empty where there is no such list or it shows none."""
        abstract, starts = self._lists.get(number, ("", {}))
        if (linked := self._links.get(abstract)) and (target := self._styles.paragraph(linked).number):
            abstract = self._lists.get(target, ("", {}))[0]
        levels: Mapping[int, _Level] = self._levels.get(abstract, {})
        own = levels.get(level)
        if own is None:
            return ""
        counts = self._counts.setdefault(abstract, [-1] * _LEVELS)
        if level in starts and (number, level) not in self._begun:
            counts[level] = starts[level] - 1
        elif counts[level] < 0:
            counts[level] = own.start - 1
        self._begun.add((number, level))
        counts[level] += 1
        counts[level + 1 :] = [-1] * (_LEVELS - level - 1)
        if own.form == "bullet":
            return written_marker(own.text)
        if own.form == "none":
            return ""

        def shown(place: re.Match[str]) -> str:
            which = int(place[1]) - 1
            one = levels.get(which, _Level())
            return ordinal(counts[which] if counts[which] >= 0 else one.start, one.form)

        return _PLACE.sub(shown, own.text).strip() or (BULLET if not own.text else "")


def _level(element: Any) -> tuple[int, _Level]:
    start, form, text = (child(element, name) for name in ("start", "numFmt", "lvlText"))
    return _digits(value(element, "ilvl"), 0), _Level(
        _digits(value(start), 1) if start is not None else 1,
        value(form) if form is not None else "decimal",
        value(text)[:40] if text is not None else "",
    )


def _digits(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else otherwise
