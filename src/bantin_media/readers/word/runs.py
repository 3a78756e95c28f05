"""One paragraph of a `.docx` → what stands in it, in order: text with its look, line breaks, pictures, boxes, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from .package import child, name_of, relation_id, value
from .styles import Look, Styles, look_of

_SKIPPED = frozenset(
    {
        "pPr", "rPr", "sectPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "tblPr", "tblGrid", "trPr", "tcPr",
        "annotationRef", "footnoteRef", "endnoteRef", "fldData", "rt", "control", "commentReference",
    }
)  # fmt: skip
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_BREAKS = frozenset({"br", "cr"})
_SHOWN = frozenset({"t", "blip", "imagedata", "txbxContent"})


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing in a paragraph.

    `kind` is `text`, `deleted` (text that was struck out with changes tracked), `hidden`, `break`, `picture`
    (`text` is its alternative, `target` its relation), `box` (`element` holds paragraphs) or `note`
    (`text` is `footnote` or `endnote`, `target` its id).
    """

    kind: str
    text: str = ""
    look: Look = PLAIN
    target: str = ""
    element: Any = None


@dataclass(frozen=True, slots=True)
class _Place:
    """What an element inherits from those around it."""

    look: Look
    deleted: bool = False
    alternative: str = ""


class Fields:
    """Which of Word's fields (`fldChar`) are open: the code of a field is no text, its result is."""

    def __init__(self) -> None:
        self._open: list[bool] = []

    def mark(self, kind: str) -> None:
        """Take note of a field's `begin`, `separate` or `end`."""
        if kind == "begin":
            self._open.append(False)
        elif kind == "separate" and self._open:
            self._open[-1] = True
        elif kind == "end" and self._open:
            self._open.pop()

    @property
    def in_code(self) -> bool:
        """Whether what comes next is a field's code."""
        return not all(self._open)


class RunReader:
    """Reads paragraphs of one document; counts its tracked insertions and deletions."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.inserted = 0
        self.deleted = 0
        self._fields = Fields()

    def pieces(self, paragraph: Any, look: Look) -> Iterator[Piece]:
        """Yield what stands in a `w:p`, whose own look is `look`; without recursion, however deep it is nested."""
        stack = [(iter(paragraph), _Place(look))]
        while stack:
            children, place = stack[-1]
            element = next(children, None)
            if element is None:
                stack.pop()
                continue
            name = name_of(element)
            if name in _SKIPPED or not name:
                continue
            if name == "fldChar":
                self._fields.mark(value(element, "fldCharType"))
            elif name == "AlternateContent":
                stack.append((iter(_alternative(element)), place))
            elif (piece := self._piece(element, name, place)) is not None:
                yield piece
            else:
                stack.append((iter(element), self._inside(element, name, place)))

    def _inside(self, element: Any, name: str, place: _Place) -> _Place:
        if name == "r":
            properties = child(element, "rPr")
            look = look_of(properties)
            style = child(properties, "rStyle") if properties is not None else None
            if style is not None:
                look = look.over(self.styles.characters(value(style)))
            return replace(place, look=look.over(place.look))
        if name in {"del", "moveFrom"}:
            self.deleted += 1
            return replace(place, deleted=True)
        if name in {"ins", "moveTo"}:
            self.inserted += 1
        elif name in {"inline", "anchor"}:
            described = child(element, "docPr")
            if described is not None:
                return replace(place, alternative=(described.get("descr") or "")[:1000])
        elif name == "shape":
            return replace(place, alternative=(element.get("alt") or "")[:1000])
        return place

    def _piece(self, element: Any, name: str, place: _Place) -> Piece | None:
        """Return the piece that an element is, None for one that only holds others."""
        piece: Piece | None = None
        if name in {"t", "delText"}:
            piece = self._text(element.text or "", place, deleted=name == "delText")
        elif name in _CHARACTERS:
            piece = self._text(_CHARACTERS[name], place)
        elif name == "sym":
            piece = self._text(_symbol(element), replace(place, look=_symbol_look(element, place.look)))
        elif name in _BREAKS:
            piece = Piece("break")
        elif name == "blip":
            piece = Piece("picture", place.alternative, target=relation_id(element, "embed") or "link")
        elif name == "imagedata":
            piece = Piece("picture", place.alternative, target=relation_id(element, "id") or "link")
        elif name == "txbxContent":
            piece = Piece("box", element=element)
        elif name in {"footnoteReference", "endnoteReference"}:
            piece = Piece("note", name.removesuffix("Reference"), target=value(element, "id"))
        return piece

    def _text(self, text: str, place: _Place, *, deleted: bool = False) -> Piece:
        if deleted or place.deleted:
            return Piece("deleted", text, place.look)
        hidden = place.look.hidden or self._fields.in_code
        return Piece("hidden" if hidden else "text", text, place.look)


def _alternative(element: Any) -> Any:
    """Return the one of the alternatives that is shown: the first choice with anything in it, else the fallback."""
    for one in element:
        if name_of(one) == "Choice" and any(name_of(inner) in _SHOWN for inner in one.iter()):
            return one
    fallback = child(element, "Fallback")
    return fallback if fallback is not None else ()


def _symbol(element: Any) -> str:
    """Return the letter of a `w:sym`: of a letter font its own, of a picture font a bullet."""
    try:
        code = int(value(element, "char")[:6], 16)
    except ValueError:
        return ""
    letter = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    font = value(element, "font").casefold()
    if font.startswith(("symbol", "wingdings", "webdings")):
        return "•"
    return chr(letter) if 0x20 <= letter <= 0x10FFFF and not 0xD800 <= letter < 0xE000 else ""


def _symbol_look(element: Any, look: Look) -> Look:
    return replace(look, font=value(element, "font") or look.font)
