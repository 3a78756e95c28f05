"""A page of a PDF → its lines with unbroken words.

pypdf follows the order of drawing, which keeps columns apart.  If each Vietnamese letter was drawn separately in
another font, pypdf takes the gaps for spaces ("Lu ật", "n ăm").  Its layout mode uses the positions of the letters
instead, but writes columns side by side; here they are separated again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...regex import regex
from ...vietnamese.syllables import syllable_share
from .drawn import Drawn, Line, drawn

if TYPE_CHECKING:
    from pypdf import PageObject

_SCRAP = regex(r"(?<![\w.,/-])(?:ngh|ng|nh|ch|gh|kh|ph|th|tr|qu|gi|[bcdđghklmnpqrstvx])(?![\w.,/-])")
"""An isolated beginning of a syllable."""
_SCRAPS_SHARE = 0.03
_FEWEST_SCRAPS = 3
_GUTTER = regex(r" {3,}")
_GUTTER_SHARE = 0.6
_FEWEST_LINES = 6


def shown_on(page: PageObject) -> Drawn:
    """Return the content of a page."""
    found = drawn(page)
    plain = found.text
    if not _is_in_scraps(plain):
        return found
    whole = "\n".join(_columns(page.extract_text(extraction_mode="layout").splitlines()))
    same = _letters(whole) == _letters(plain) or len(_letters(whole)) >= 0.98 * len(_letters(plain))
    better = same and syllable_share(whole) > syllable_share(plain)
    return Drawn(tuple(map(Line, whole.splitlines()))) if better else found


def _is_in_scraps(text: str) -> bool:
    scraps = len(_SCRAP.findall(text))
    return scraps >= _FEWEST_SCRAPS and scraps > _SCRAPS_SHARE * len(text.split())


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _columns(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a page column by column, with single spaces."""
    gutter = _gutter(lines)
    left = [line[:gutter] if gutter else line for line in lines]
    right = [line[gutter:] for line in lines] if gutter else []
    for line in (*left, *right):
        yield " ".join(line.split())


def _gutter(lines: list[str]) -> int:
    """Return the position of the gap between two columns; 0 if there is one column."""
    filled = [line.rstrip() for line in lines if line.strip()]
    ends: dict[int, int] = {}
    for line in filled:
        for gap in _GUTTER.finditer(line):
            if gap.start() and gap.end() < len(line):
                ends[gap.end()] = ends.get(gap.end(), 0) + 1
    place = max(ends, key=lambda end: ends[end], default=0)
    if len(filled) < _FEWEST_LINES or not place:
        return 0
    clear = sum(1 for line in filled if len(line) > place and not line[place - 2 : place].strip())
    return place if clear >= _GUTTER_SHARE * sum(1 for line in filled if len(line) > place) and clear > 2 else 0
