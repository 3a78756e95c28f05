"""The styles of an `.odt`: a name → the formatting of its text, its display name, and its list numbering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..list_markers import BULLET, ordinal, written_marker
from ..word.package import child, name_of
from ..word.styles import LEVELS, Formatting

_NAMESPACES: Final[Mapping[str, str]] = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"
    for name, urn in {
        "text": "text", "table": "table", "style": "style", "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
} | {"xlink": "http://www.w3.org/1999/xlink"}  # fmt: skip
_DEEPEST_CHAIN: Final = 20
_DEFAULT: Final = frozenset({"standard", "default paragraph style"})
"""Styles of all text, whose language is that of the program."""
_FORMS: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BOLD: Final = frozenset({"bold", "600", "700", "800", "900"})
_LARGEST_NUMBER: Final = 10**6


def get(element: Any, name: str) -> str:
    """Return an attribute such as `text:style-name`, empty if the element does not have it."""
    prefix, _, local = name.partition(":")
    return element.get(f"{{{_NAMESPACES[prefix]}}}{local}") or ""


def number_in(text: str, otherwise: int) -> int:
    """Return the number in an attribute, or `otherwise` if it is not a valid number."""
    good = text.isascii() and text.isdigit() and len(text) < 8
    return min(int(text), _LARGEST_NUMBER) if good else otherwise


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: its number format, the text around the number, the first number, the levels shown."""

    form: str = ""
    """Empty for a bullet."""
    before: str = ""
    behind: str = ""
    first: int = 1
    shown: int = 1
    bullet: str = BULLET


@dataclass(frozen=True, slots=True)
class _Style:
    """A style: its display name, its formatting, and its parent."""

    formatting: Formatting = field(default_factory=Formatting)
    named: str = ""
    """In lower case; empty for an automatic style."""
    below: str = ""
    lined: bool = False
    """It is the style of a cell with borders."""
    right: bool = False


class Styles:
    """All styles of a document, from its two parts."""

    def __init__(self, *roots: Any) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self.headings: dict[int, ListLevel] = {}
        self._fonts: dict[str, str] = {}
        for root in roots:
            for one in _declared(root):
                self._take(one)

    def _take(self, one: Any) -> None:
        name = name_of(one)
        if name == "font-face":
            self._fonts[get(one, "style:name")] = get(one, "svg:font-family").strip("'\"")
        elif name == "list-style":
            self._lists[get(one, "style:name")] = _levels(one)
        elif name == "outline-style":
            self.headings = {level: how for level, how in _levels(one).items() if how.form}
        elif name in {"style", "default-style"}:
            key = (get(one, "style:family"), get(one, "style:name"))
            self._styles[key] = self._style(one, named=name_of(one.getparent()) == "styles")

    def _style(self, element: Any, *, named: bool) -> _Style:
        text, cell, paragraph = (child(element, f"{kind}-properties") for kind in ("text", "table-cell", "paragraph"))
        borders = (
            [get(cell, f"fo:border{side}") for side in ("", "-top", "-bottom", "-left")] if cell is not None else []
        )
        called = (get(element, "style:display-name") or get(element, "style:name")).replace("_20_", " ").lower()
        return _Style(
            self._formatting(text) if text is not None else Formatting(),
            called if named else "",
            get(element, "style:parent-style-name"),
            any(border not in {"", "none"} for border in borders),
            paragraph is not None and get(paragraph, "fo:text-align") in {"end", "right"},
        )

    def _formatting(self, text: Any) -> Formatting:
        """Return the formatting that `style:text-properties` sets."""
        font = get(text, "style:font-name")
        weight, case = get(text, "fo:font-weight"), get(text, "fo:text-transform")
        line, display = get(text, "style:text-line-through-style"), get(text, "text:display")
        language, country = get(text, "fo:language"), get(text, "fo:country")
        return Formatting(
            font=(self._fonts.get(font) or get(text, "fo:font-family").strip("'\"") or font or None),
            bold=weight in _BOLD if weight else None,
            capitals=case == "uppercase" if case else None,
            hidden=display == "none" if display else None,
            struck=line != "none" if line else None,
            place=_place(get(text, "style:text-position")),
            size=_half_points(get(text, "fo:font-size")),
            language="-".join(one for one in (language, country) if one not in {"", "none"}) or None,
        )

    def formatting(self, family: str, name: str) -> Formatting:
        """Return the formatting of a style with everything that it inherits; for a paragraph also from the defaults."""
        formatting = Formatting()
        for style in self._chain(family, name):
            formatting = formatting.over(
                replace(style.formatting, language=None) if style.named in _DEFAULT else style.formatting
            )
        return formatting.over(replace(self._styles.get((family, ""), _Style()).formatting, language=None))

    def called(self, name: str) -> str:
        """Return the display name of the nearest named style of a paragraph, in lower case."""
        return next((style.named for style in self._chain("paragraph", name) if style.named), "")

    def is_right(self, name: str) -> bool:
        """Return whether a paragraph is right-aligned."""
        return any(style.right for style in self._chain("paragraph", name))

    def is_lined(self, name: str) -> bool:
        """Return whether a table cell of this style has borders."""
        return any(style.lined for style in self._chain("table-cell", name))

    def level(self, name: str, level: int) -> ListLevel:
        """Return the numbering of a list at a level, from 1."""
        return self._lists.get(name, {}).get(level, ListLevel())

    def _chain(self, family: str, name: str) -> Iterator[_Style]:
        for _ in range(_DEEPEST_CHAIN):
            style = self._styles.get((family, name)) if name else None
            if style is None:
                return
            yield style
            name = style.below


def marker_of(levels: list[tuple[ListLevel, int]]) -> str:
    """Return the marker of an item: "2.1.", "a)", "•"; its own level and count are the last of `levels`."""
    how, _ = levels[-1]
    if not how.form:
        return written_marker(how.bullet)
    shown = [(one, count) for one, count in levels[-max(1, how.shown) :] if one.form]
    numbers = ".".join(ordinal(count, one.form) for one, count in shown)
    return f"{how.before}{numbers}{how.behind}".strip()


def _declared(root: Any) -> Iterator[Any]:
    """Yield the declarations of a part: fonts, styles, lists."""
    for group in root if root is not None else ():
        if name_of(group) in {"font-face-decls", "styles", "automatic-styles"}:
            yield from group


def _levels(element: Any) -> dict[int, ListLevel]:
    found: dict[int, ListLevel] = {}
    for one in element:
        level = number_in(get(one, "text:level"), 0)
        if not 0 < level <= LEVELS + 1:
            continue
        form = _FORMS.get(get(one, "style:num-format"), "")
        found[level] = ListLevel(
            form, get(one, "style:num-prefix"), get(one, "style:num-suffix"),
            number_in(get(one, "text:start-value"), 1), number_in(get(one, "text:display-levels"), 1),
            get(one, "text:bullet-char") or BULLET,
        )  # fmt: skip
    return found


def _half_points(size: str) -> int | None:
    """Return a size such as "14pt" in half points; None for one relative to another style ("115%")."""
    number = size.removesuffix("pt")
    whole, _, part = number.partition(".")
    if number == size or not whole.isdigit() or len(whole) > 3 or (part and not part.isdigit()):
        return None
    return round(2 * float(number))


def _place(position: str) -> str | None:
    """Return the position of letters: "super 58%", "33% 58%" are superscript, "sub", "-33%" subscript."""
    first = position.split(" ", maxsplit=1)[0] if position else ""
    if not first:
        return None
    if first.startswith("sub") or (first.startswith("-") and first != "-0%"):
        return "subscript"
    return "baseline" if first in {"0%", "-0%"} else "superscript"
