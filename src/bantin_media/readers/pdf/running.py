"""The lines of a PDF's pages → the running heads and feet among them, which are not part of the text.

"BẢN TIN/Số 12/Ngày 20-3-2026" at the head of every page, "Trang 3" or "- 3 -" at the foot.  A running line is one of
the outermost lines of a page, and is repeated on other pages, with other numbers, but nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ...regex import regex
from ...vietnamese.tables import one_of

_EDGE_LINES = 3
"""The number of lines at the head and the foot of a page that can be running lines."""
_ENOUGH = 0.3
"""The least share of pages with the line; odd and even pages may have different ones."""
_LONGEST = 160
_NUMBER = regex(r"\d+")
_PAGE, _OF = (one_of("bantin_media.readers", name) for name in ("pages", "of_pages"))
_WORDLESS = regex(rf"[\W\d_]*{_PAGE}?[\W\d_]*{_OF}?[\W\d_]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    place: int
    text: str


def running_lines(pages: Sequence[Sequence[str]]) -> dict[tuple[int, int], str]:
    """Return the running lines of `pages` by page and index, each with its repeated form."""
    found: dict[str, list[_Line]] = defaultdict(list)
    times = Counter(_form(line) for lines in pages for line in lines if len(line) <= _LONGEST)
    for page, lines in enumerate(pages):
        filled = [place for place, line in enumerate(lines) if line.strip()]
        for place in {*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]}:
            if len(lines[place]) <= _LONGEST:
                found[_form(lines[place])].append(_Line(page, place, lines[place]))
    running: dict[tuple[int, int], str] = {}
    for form, lines_of_form in found.items():
        on = {line.page for line in lines_of_form}
        is_number = bool(_WORDLESS.fullmatch(form))
        sure = _counts(lines_of_form) if is_number else len(lines_of_form) == times[form]
        if len(on) >= max(2, _ENOUGH * len(pages)) and sure:
            running |= {(line.page, line.place): form for line in lines_of_form}
    return running


def _form(line: str) -> str:
    return " ".join(_NUMBER.sub("#", line).casefold().split())


def _counts(lines: Sequence[_Line]) -> bool:
    """Return whether lines without words are page numbers; numbers at the edge of two pages may be something else."""
    steps = [int(numbers[0][:9]) - line.page for line in lines if (numbers := _NUMBER.findall(line.text))]
    return bool(steps) and max(map(steps.count, steps)) >= max(2, len(lines) * 0.6)
