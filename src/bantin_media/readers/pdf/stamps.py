"""Annotations on a page of a PDF: the number and date that an office stamps on a signed paper, seals, notes.

They are not part of the page's text.  Each is a field or a note with a picture of its own, which may contain words.
An office's number and date belong into the gaps for them: "Số:      /TTr-SNV", "ngày      tháng 8".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...regex import regex

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject

_MOST: Final = 200
"""On one page."""
_HIDDEN: Final = 0b100010
"""The flags of invisible annotations: hidden, no view."""
_LAID_OVER: Final = frozenset({"/Widget", "/FreeText", "/Stamp"})
_GAPS: Final = (
    regex(r"\bsố\s*:?(?P<gap>\s*)(?=/|-[^\W\d_])", re.IGNORECASE),
    regex(r"\bngày(?P<gap>[\s.…]{2,})(?=tháng\b)", re.IGNORECASE),
    regex(r"\btháng(?P<gap>[\s.…]{2,})(?=năm\b)", re.IGNORECASE),
)
"""From left to right, in the usual order."""
_FILLS: Final = regex(r"\d{1,6}[a-zA-Z]?")


@dataclass(frozen=True, slots=True)
class _Stamp:
    """The words of an annotation, and their left edge."""

    left: float
    text: str


def put_in(page: PageObject, lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return a page's lines with the stamped numbers in their gaps, and the words of all other annotations."""
    filled, stamps = list(lines), sorted(_stamps(page), key=lambda one: one.left)
    for pattern in _GAPS:
        places = ((place, pattern.search(line)) for place, line in enumerate(filled))
        place, gap = next(((place, match) for place, match in places if match), (0, None))
        stamp = next((one for one in stamps if _FILLS.fullmatch(one.text)), None)
        if gap is None or stamp is None:
            continue
        line = filled[place]
        behind = "" if line[gap.end("gap")] in "/-" else " "
        filled[place] = f"{line[: gap.start('gap')]} {stamp.text}{behind}{line[gap.end('gap') :]}"
        stamps.remove(stamp)
    return filled, [stamp.text for stamp in stamps]


def _stamps(page: PageObject) -> Iterator[_Stamp]:
    """Yield the annotations of a page that have words."""
    annotations = page.get("/Annots")
    for one in (annotations.get_object() if annotations is not None else [])[:_MOST]:
        annotation = one.get_object()
        if annotation.get("/Subtype") not in _LAID_OVER or int(annotation.get("/F", 0)) & _HIDDEN:
            continue
        if text := " ".join(_words(annotation).split()):
            yield _Stamp(float(annotation["/Rect"][0]), text)


def _words(annotation: DictionaryObject) -> str:
    """Return the words in the picture of an annotation, which the parser reads like a page."""
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    looks = annotation.get("/AP", DictionaryObject()).get_object().get("/N")
    looks = looks.get_object() if looks is not None else None
    if not isinstance(looks, StreamObject):
        return ""
    page = PageObject.create_blank_page(None, 600, 800)
    page[NameObject("/Resources")] = looks.get("/Resources", DictionaryObject())
    page[NameObject("/Contents")] = looks
    return page.extract_text()
