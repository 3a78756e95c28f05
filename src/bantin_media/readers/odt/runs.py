"""One paragraph of an `.odt` → its content in order, as pieces of the same kinds as a Word file's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from ..builder import MOST_PIECES
from ..scripts import placed
from ..symbols import shown
from ..word.package import child, name_of
from ..word.runs import Piece
from ..word.styles import Formatting
from .styles import Styles, get, number_in

_SKIPPED: Final = frozenset(
    {
        "soft-page-break", "bookmark", "bookmark-start", "bookmark-end", "reference-mark", "reference-mark-start",
        "reference-mark-end", "change", "change-end", "annotation-end", "note-citation", "desc", "title", "script",
        "event-listeners", "forms", "page-number-continuation", "toc-mark", "toc-mark-start", "toc-mark-end",
        "alphabetical-index-mark", "alphabetical-index-mark-start", "alphabetical-index-mark-end", "glue-point",
        "contour-polygon", "contour-path", "enhanced-geometry", "text-box-content",
    }
)  # fmt: skip
_SHAPES: Final = frozenset(
    {"custom-shape", "rect", "circle", "ellipse", "polygon", "polyline", "path", "caption", "text-box"}
)
_MOST_SPACES: Final = 200


@dataclass(frozen=True, slots=True)
class _Place:
    """The properties that an element inherits from the elements around it."""

    formatting: Formatting
    left_out: str = ""


class RunReader:
    """Reads paragraphs of one document, and counts its insertions and comments."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.inserted = 0
        self.comments: list[Any] = []

    def pieces(self, paragraph: Any, formatting: Formatting) -> list[Piece]:
        """Return the pieces of a paragraph with this `formatting`: at most one more than `MOST_PIECES`."""
        return list(islice(self._walk(paragraph, formatting), MOST_PIECES + 1))

    def loose(self, element: Any, formatting: Formatting) -> list[Piece]:
        """Return the pieces of a picture or a box between paragraphs."""
        return list(islice(self._within(iter((element,)), _Place(formatting), behind=False), MOST_PIECES + 1))

    def _walk(self, paragraph: Any, formatting: Formatting) -> Iterator[Piece]:
        """Yield the pieces of a paragraph."""
        around = _Place(formatting)
        yield from self._text(paragraph.text, around)
        yield from self._within(iter(paragraph), around)

    def _within(self, elements: Iterator[Any], around: _Place, *, behind: bool = True) -> Iterator[Piece]:
        """Yield the pieces of `elements` without recursion; if `behind`, including the text after each."""
        stack: list[tuple[Iterator[Any], _Place, str | None]] = [(elements, around, None)]
        while stack:
            children, place, after = stack[-1]
            element = next(children, None)
            if element is None:
                stack.pop()
                if stack:
                    yield from self._text(after, stack[-1][1])
                continue
            tail = element.tail if behind or len(stack) > 1 else None
            piece = self._piece(element, place)
            if piece is None:
                inside = self._inside(element, place)
                yield from self._text(element.text, inside)
                stack.append((iter(element), inside, tail))
                continue
            if piece.kind:
                yield piece
            yield from self._text(tail, place)

    def _inside(self, element: Any, place: _Place) -> _Place:
        name = name_of(element)
        if name in {"ruby-text", "placeholder", "hidden-text", "hidden-paragraph"}:
            kinds = {"ruby-text": "ruby", "placeholder": "placeholder"}
            return replace(place, left_out=kinds.get(name, "hidden"))
        style = get(element, "text:style-name")
        return (
            replace(place, formatting=self.styles.formatting("text", style).over(place.formatting)) if style else place
        )

    def _piece(self, element: Any, place: _Place) -> Piece | None:
        """Return the piece of an element: None for a container, and a piece without kind for an element to ignore."""
        name = name_of(element)
        if name in _SKIPPED or not name:
            return Piece("")
        if name == "change-start":
            self.inserted += 1
            return Piece("")
        if name in {"annotation", "note", *_SHAPES}:
            return self._held(element, name)
        if name == "frame" and child(element, "text-box") is None:
            return _framed(element)
        character = {"tab": "\t", "s": " " * min(number_in(get(element, "text:c"), 1), _MOST_SPACES)}.get(name)
        if character is not None:
            return next(self._text(character, place), Piece(""))
        return Piece("break") if name == "line-break" else None

    def _held(self, element: Any, name: str) -> Piece:
        """Return the piece of an element with paragraphs of its own: a comment, a note, a box."""
        if name == "annotation":
            self.comments.append(element)
            return Piece("")
        if name == "note":
            return Piece("note", "note", element=element)
        return Piece("box", element=element)

    def _text(self, text: str | None, place: _Place) -> Iterator[Piece]:
        if not text:
            return
        formatting = place.formatting
        words = shown(text.replace("\n", " "), formatting.font or "")
        gone = place.left_out or formatting.left_out
        if not gone and formatting.place:
            words = placed(words, formatting.place)
        yield Piece(gone or "text", words, formatting)


def _framed(frame: Any) -> Piece:
    """Return the picture in a frame; for an object, whose picture is only a substitute, the object."""
    for one in frame:
        if name_of(one) in {"object", "object-ole", "plugin"}:
            return Piece("graphic", name_of(one), target=get(one, "xlink:href"))
    targets = [get(one, "xlink:href") for one in frame if name_of(one) == "image"]
    good = [target for target in targets if not target.lower().endswith((".svg", ".svm", ".emf", ".wmf"))]
    description = next((one.text for one in frame if name_of(one) in {"desc", "title"} and one.text), "")
    return Piece("picture", description[:1000], target=(good or targets or [""])[0])
