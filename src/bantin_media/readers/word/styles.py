"""The styles of a `.docx`: an id → the formatting of its text and its list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from .package import child, name_of, value

_OFF = frozenset({"0", "false", "off"})
_DEEPEST_CHAIN = 20
_SWITCHES = {"b": "bold", "caps": "capitals", "vanish": "hidden", "strike": "struck", "dstrike": "struck"}
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Formatting:
    """The formatting of a run; None means that the style decides."""

    font: str | None = None
    bold: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    place: str | None = None
    """`superscript`, `subscript` or `baseline`."""
    language: str | None = None
    """Its declared language; that of the whole document is ignored, because most programs declare English."""
    size: int | None = None
    """In half points."""

    @property
    def left_out(self) -> str:
        """Why the text is left out, `hidden` or `struck`; empty if it is not."""
        return "hidden" if self.hidden else "struck" if self.struck else ""

    def over(self, below: Formatting) -> Formatting:
        """Return this formatting, completed by that of its style."""
        return Formatting(
            below.font if self.font is None else self.font,
            below.bold if self.bold is None else self.bold,
            below.capitals if self.capitals is None else self.capitals,
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.place if self.place is None else self.place,
            below.language if self.language is None else self.language,
            below.size if self.size is None else self.size,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything that it inherits.  `outline` is 1 … 9 for a heading, 0 for text; `number` is its list."""

    name: str = ""
    formatting: Formatting = field(default_factory=Formatting)
    outline: int | None = None
    number: str | None = None
    number_level: int = 0
    right: bool | None = None


def half_points(text: str) -> int | None:
    """Return a size in half points; None if no letter has this size."""
    good = text.isascii() and text.isdigit() and len(text) < 4
    return int(text) if good and int(text) else None


def formatting_of(properties: Any) -> Formatting:
    """Return the formatting that a `w:rPr` sets."""
    font: str | None = None
    place: str | None = None
    language: str | None = None
    size: int | None = None
    switches: dict[str, bool] = {}
    for one in properties if properties is not None else ():
        name = name_of(one)
        if name == "rFonts":
            font = value(one, "hAnsi") or value(one, "ascii") or font
            if font is None and (value(one, "hAnsiTheme") or value(one, "asciiTheme")):
                font = ""
        elif name == "vertAlign":
            place = value(one)
        elif name == "lang":
            language = value(one) or None
        elif name == "sz":
            size = half_points(value(one)) or size
        elif name in _SWITCHES:
            kind = _SWITCHES[name]
            on = value(one).lower() not in _OFF
            switches[kind] = on or (kind == "struck" and switches.get(kind, False))
    return Formatting(font, place=place, language=language, size=size, **switches)


def style_of(properties: Any, formatting: Formatting, name: str = "") -> Style:
    """Return the style that a `w:pPr` sets, with `formatting` as its formatting."""
    outline: int | None = None
    number: str | None = None
    level, right = 0, None
    for one in properties if properties is not None else ():
        kind = name_of(one)
        if kind == "outlineLvl":
            digits = value(one)
            outline = int(digits) + 1 if digits.isdigit() and int(digits) < LEVELS else 0
        elif kind == "numPr":
            found, depth = child(one, "numId"), child(one, "ilvl")
            number = value(found) if found is not None else None
            digits = value(depth) if depth is not None else ""
            level = min(int(digits), LEVELS - 1) if digits.isdigit() and len(digits) < 4 else 0
        elif kind == "jc":
            right = value(one) in {"right", "end"}
    return Style(name, formatting, outline, number, level, right)


class Styles:
    """The style sheet, `word/styles.xml`."""

    def __init__(self, root: Any) -> None:
        self._own: dict[str, tuple[Style, str]] = {}
        self._whole: dict[str, Style] = {}
        self.default_paragraph = ""
        self._defaults = Style()
        for one in root if root is not None else ():
            if name_of(one) == "docDefaults":
                self._defaults = Style(
                    formatting=replace(formatting_of(child(one, "rPrDefault", "rPr")), language=None)
                )
            elif name_of(one) == "style":
                key = value(one, "styleId")
                name, based = child(one, "name"), child(one, "basedOn")
                style = style_of(
                    child(one, "pPr"), formatting_of(child(one, "rPr")), value(name).lower() if name is not None else ""
                )
                if value(one, "type") == "paragraph" and value(one, "default").lower() not in {"", *_OFF}:
                    self.default_paragraph = key
                    style = replace(style, formatting=replace(style.formatting, language=None))
                self._own[key] = (style, value(based) if based is not None else "")

    def paragraph(self, key: str) -> Style:
        """Return a paragraph style with everything that it inherits, including the document's defaults."""
        key = key if key in self._own else self.default_paragraph
        if key not in self._whole:
            self._whole[key] = _stacked(self._chain(key), self._defaults)
        return self._whole[key]

    def characters(self, key: str) -> Formatting:
        """Return the formatting of a character style with everything that it inherits."""
        return _stacked(self._chain(key), Style()).formatting

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
    """Return `style` with its missing values taken from `below`."""
    return Style(
        style.name or below.name,
        style.formatting.over(below.formatting),
        below.outline if style.outline is None else style.outline,
        below.number if style.number is None else style.number,
        below.number_level if style.number is None else style.number_level,
        below.right if style.right is None else style.right,
    )
