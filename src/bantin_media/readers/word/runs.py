"""One paragraph of a Word file → its content in order: text with its formatting, line breaks, pictures, boxes, …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from ..builder import MOST_PIECES
from ..equations import beside
from ..scripts import placed
from ..symbols import shown, sign
from .equation import equation_text
from .fields import Fields
from .package import child, name_of, relation_id, value
from .styles import Formatting, Styles, formatting_of

_SKIPPED = frozenset(
    {
        "pPr", "rPr", "sectPr", "sdtPr", "sdtEndPr", "delInstrText", "tblPr", "tblGrid", "trPr", "tcPr",
        "annotationRef", "footnoteRef", "endnoteRef", "fldData", "commentReference", "rubyPr",
    }
)  # fmt: skip
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_PLAIN = frozenset({"hyperlink", "smartTag", "drawing", "graphic", "graphicData", "proofErr", "bookmarkStart"})
_BREAKS = frozenset({"br", "cr"})
_BOXES = frozenset({"txbxContent", "txBody"})
_EQUATIONS = frozenset({"oMath", "oMathPara"})
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
GRAPHICS: Mapping[str, tuple[str, str]] = {
    "chart": ("chart", "id"), "relIds": ("diagram", "dm"), "OLEObject": ("object", "id"),
    "contentPart": ("ink", "id"), "control": ("control", "id"),
}  # fmt: skip
"""Elements for graphics in another part of the package → the kind, and the attribute with the relation."""
_SHOWN = frozenset({"t", "blip", "imagedata", "textpath", *_BOXES, *_EQUATIONS, *GRAPHICS})


PLAIN = Formatting()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph.

    `kind` is `text`, `break`, `picture` (`text` is its alternative text, `target` its relation), `box` (`element`
    contains paragraphs), `art` (the words of WordArt), `note` (`text` is `footnote` or `endnote`, `target` its id),
    `graphic` (`text` is a kind of `GRAPHICS`, `target` its relation, `element` its substitute), or text that is left
    out:
    `deleted` as a tracked change, `struck` through, `hidden`, `placeholder` of an empty control, `ruby`.
    """

    kind: str
    text: str = ""
    formatting: Formatting = PLAIN
    target: str = ""
    element: Any = None


LEFT_OUT = frozenset({"deleted", "struck", "hidden", "placeholder", "ruby"})


@dataclass(frozen=True, slots=True)
class _Place:
    """The properties that an element inherits from the elements around it."""

    formatting: Formatting
    deleted: bool = False
    alternative: str = ""
    left_out: str = ""
    """The kind of an element around it that makes its text invisible: `placeholder`, `ruby`."""


class RunReader:
    """Reads paragraphs of one document; counts its tracked insertions and deletions, and its equations."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.inserted = 0
        self.deleted = 0
        self.equations = 0
        self._fields = Fields()
        self.lost_fields = self._fields.lost
        self._last = ""
        """The text before the current element."""
        self._after_equation = False

    def pieces(self, paragraph: Any, formatting: Formatting) -> list[Piece]:
        """Return the pieces of a `w:p` with this `formatting`: at most one more than `MOST_PIECES`."""
        self._fields.begin_paragraph()
        self._last, self._after_equation = "", False
        found = list(islice(self._walk(paragraph, formatting), MOST_PIECES + 1))
        code = "text" if self._fields.end_paragraph() else "hidden"
        return [replace(piece, kind=code) if piece.kind == "code" else piece for piece in found]

    def _walk(self, paragraph: Any, formatting: Formatting) -> Iterator[Piece]:
        """Yield the pieces without recursion, at any depth."""
        stack = [(iter(paragraph), _Place(formatting))]
        while stack:
            children, place = stack[-1]
            element = next(children, None)
            if element is None:
                stack.pop()
                continue
            name = name_of(element)
            if name in _SKIPPED or not name:
                continue
            if name == "AlternateContent":
                stack.append((iter(_alternative(element)), place))
            elif name == "instrText":
                self._fields.code(element.text or "")
            elif (piece := self._piece(element, name, place)) is not None:
                yield piece
            else:
                stack.append((iter(element), self._inside(element, name, place)))

    def _inside(self, element: Any, name: str, place: _Place) -> _Place:
        if name == "r":
            properties = child(element, "rPr")
            formatting = formatting_of(properties)
            style = child(properties, "rStyle") if properties is not None else None
            if style is not None:
                formatting = formatting.over(self.styles.characters(value(style)))
            return _Place(formatting.over(place.formatting), place.deleted, place.alternative, place.left_out)
        if name in {"del", "moveFrom"}:
            self.deleted += 1
            return replace(place, deleted=True)
        if name in _PLAIN:
            return place
        self.inserted += name in {"ins", "moveTo"}
        if name == "rt" or (name == "sdt" and is_placeholder(element)):
            return replace(place, left_out="ruby" if name == "rt" else "placeholder")
        described = child(element, "docPr") if name in {"inline", "anchor"} else element
        if described is not None and (described is not element or name == "shape"):
            alternative = described.get("alt" if name == "shape" else "descr") or ""
            return replace(place, alternative=alternative[:1000])
        return place

    def _piece(self, element: Any, name: str, place: _Place) -> Piece | None:
        """Return the piece of an element, None for a container."""
        piece: Piece | None = None
        if name in {"t", "delText"}:
            piece = self._text(element.text or "", place, deleted=name == "delText")
        elif name in _CHARACTERS:
            piece = self._text(_CHARACTERS[name], place)
        elif name == "sym":
            piece = self._text(
                _symbol(element), replace(place, formatting=_symbol_formatting(element, place.formatting))
            )
        elif name == "fldChar":
            text = self._fields.mark(element)
            piece = self._equation(text, place) if text else None
        elif name in _EQUATIONS:
            self.equations += 1
            piece = self._equation(equation_text(element), place)
        elif name in _BREAKS:
            piece = Piece("break")
        else:
            piece = self._object(element, name, place)
        return piece

    def _object(self, element: Any, name: str, place: _Place) -> Piece | None:
        """Return the piece of a picture, a box, a graphic or a note mark; if it was deleted, of its words."""
        piece: Piece | None = None
        if name == "blip":
            piece = Piece("picture", place.alternative, target=relation_id(element, "embed") or "link")
        elif name == "imagedata":
            piece = Piece("picture", place.alternative, target=relation_id(element, "id") or "link")
        elif name in _BOXES:
            piece = Piece("box", element=element)
        elif name == "textpath":
            piece = Piece("art", (element.get("string") or "")[:1000])
        elif name in _NOTES:
            piece = Piece("note", _NOTES[name], target=value(element, "id"))
        elif name in GRAPHICS:
            kind, attribute = GRAPHICS[name]
            piece = Piece("graphic", kind, target=relation_id(element, attribute), element=element)
        gone = self._gone(place)
        if piece is None or not gone:
            return piece
        words = piece.text if piece.kind == "art" else " ".join(words_in(element)) if piece.kind == "box" else ""
        return replace(piece, kind=f"{gone} note") if piece.kind == "note" else Piece(gone, words)

    def _gone(self, place: _Place) -> str:
        """Return the kind of text that is left out here; empty if it is shown."""
        if place.deleted:
            return "deleted"
        if place.left_out:
            return place.left_out
        if place.formatting.hidden:
            return "hidden"
        return "struck" if place.formatting.struck else "code" if self._fields.in_code else ""

    def _text(self, text: str, place: _Place, *, deleted: bool = False) -> Piece:
        gone = "deleted" if deleted else self._gone(place)
        formatting = place.formatting
        text = shown(text, formatting.font or "")
        if gone:
            return Piece(gone, text, formatting)
        if formatting.place:
            text = placed(text, formatting.place)
        self._fields.shown()
        if self._after_equation and text:
            text, self._after_equation = beside(self._last, text)[len(self._last) :], False
        self._last = text[-40:] or self._last
        return Piece("text", text, formatting)

    def _equation(self, text: str, place: _Place) -> Piece:
        """Return an equation as text, separated from a number next to it: "1" "1/2" → "1 1/2"."""
        self._after_equation = False
        piece = self._text(
            beside(self._last, text)[len(self._last) :],
            replace(place, formatting=replace(place.formatting, place=None)),
        )
        self._after_equation = True
        return piece


def is_placeholder(control: Any) -> bool:
    """Return whether a content control (`w:sdt`) shows its prompt, "click here to enter a date", and no entry."""
    return child(control, "sdtPr", "showingPlcHdr") is not None


def words_in(element: Any) -> Iterator[str]:
    """Yield all words in an element of any kind, such as a deleted box."""
    stack = [iter(element)]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
            continue
        name = name_of(one)
        words = one.get("string") if name == "textpath" else one.text if name in {"t", "delText"} else ""
        if words and words.strip():
            yield words.strip()
        stack.append(iter(_alternative(one) if name == "AlternateContent" else one))


def _alternative(element: Any) -> Any:
    """Return the alternative that is shown: the first choice with content, else the fallback."""
    for one in element:
        if name_of(one) == "Choice" and any(name_of(inner) in _SHOWN for inner in one.iter()):
            return one
    fallback = child(element, "Fallback")
    return fallback if fallback is not None else ()


def _symbol(element: Any) -> str:
    """Return the visible character of a `w:sym`: the letter of a text font, the sign of a picture font."""
    try:
        code = int(value(element, "char")[:6], 16)
    except ValueError:
        return ""
    return sign(code, value(element, "font"))


def _symbol_formatting(element: Any, formatting: Formatting) -> Formatting:
    return replace(formatting, font=value(element, "font") or formatting.font)
