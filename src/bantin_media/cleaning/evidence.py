"""Decides by weights (`data/captions.tsv`) whether a line is a caption whose picture was lost in copying.

A caption describes: it names persons or things, an action, a place.  A heading is shorter and has article text
below it.  A sentence of the article reports (đã, sẽ, được, là …).  Each sign found in a line or in its neighbours
adds its weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from ..regex import regex
from .caption_words import contains, is_view, tells
from .characters import folded
from .labelling import Label, LabelledLine
from .rules import rules, starts_with
from .word_table import one_of

_PERCENT: Final = regex(r"\d[.,]?\d* ?%")
_MONEY: Final = regex(rf"\d {one_of('amounts')}\b")
_SAID: Final = regex(rf""":\s?["“”']|\b{one_of("quoting")}(?:,|:| rằng)""")
_NUMBERED: Final = regex(r"\d/[a-zđ]{2,}[\w\-]*")
_DATED: Final = regex(r"\b(?:từ|đến|trước|vào|trong) (?:hết )?ngày \d|\bngày \d{1,2}/\d")
_PICTURES: Final = regex(r"\b(?:ảnh|hình)\b")
_MANY_TITLE_WORDS: Final = 0.35
_SOME_TITLE_WORDS: Final = 0.2
_BROKEN_OFF: Final = 45
"""In letters."""
_SHORT: Final = 25
"""In words: a longer line below a caption is article text."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The surroundings of a line: its neighbours in the body, and the number of body lines above it."""

    line: LabelledLine
    above: LabelledLine | None
    below: LabelledLine | None
    position: int
    """0 directly below the title, 1 below the first paragraph."""
    title: str
    """The words of the title, folded."""
    body_indent: int
    spaced: bool
    """The line is a paragraph of its own, by the structure of the file or by empty lines above and below."""
    above_alike: bool
    """The line and the next one both look like captions."""
    captions_above: int
    """The number of guessed captions directly above the line."""
    in_row: bool
    """The line above or below begins with the same words, and neither ends as a sentence does."""
    of_page: bool


def is_caption(setting: Setting) -> bool:
    """Return whether the total weight of the evidence is enough for a caption."""
    column = int(setting.line.is_final)
    return sum(weights()[name][column] for name in evidence(setting)) >= weights()["enough"][column]


def evidence(setting: Setting) -> frozenset[str]:
    """Return the names of the signs for and against a caption; each is a row of the table."""
    line = setting.line
    words = _of_words(line.text.strip("()[] ") if is_bracketed(line.text) else line.text)
    return words | frozenset((*_of_length(line), *_of_place(setting), *_of_title(setting)))


def is_bracketed(text: str) -> bool:
    """Return whether one pair of brackets encloses a line: "(Các đại biểu dự hội nghị)"."""
    return text[:1] + text[-1:] in {"()", "[]"} and not re.search(r"[()\[\]]", text[1:-1])


@lru_cache(maxsize=2048)
def _of_words(text: str) -> frozenset[str]:
    low, table = text.casefold(), rules()
    narrated, told = starts_with(low, table.narrative), tells(low)
    signs = {
        "who": starts_with(low, (*table.openings, *table.subjects)),
        "view": starts_with(low, table.views),
        "place": is_view(text) and not starts_with(low, table.views),
        "scene": contains(low, table.scenes),
        "shown": not told,
        "told": told,
        "at": " tại " in low,
        "narrated": narrated,
        "told_as_story": narrated and told,
        "said": bool(_SAID.search(low)),
        "calls": starts_with(low, table.calls) or low.endswith("!"),
        "percent": bool(_PERCENT.search(low)),
        "money": bool(_MONEY.search(low)),
        "numbered": bool(_NUMBERED.search(low)),
        "dated": bool(_DATED.search(low)),
    }
    return frozenset(name for name, seen in signs.items() if seen)


def _of_length(line: LabelledLine) -> Iterator[str]:
    count = line.syllables
    if count <= (12 if line.is_final else 7):
        yield "brief"
    if count >= 13:
        yield "medium"
    if count >= (31 if line.is_final else 20):
        yield "long"


def _of_place(setting: Setting) -> Iterator[str]:
    line, above, below = setting.line, setting.above, setting.below
    signs = {
        "under_title": setting.position == 0,
        "leads": setting.position == 0 and tells(line.text.casefold()),
        "under_first": setting.position == 1,
        "under_caption": line.syllables <= _SHORT and above is not None and _lost_its_picture(above),
        "under_captions": line.syllables <= _SHORT and setting.captions_above > 1,
        "above_alike": setting.above_alike,
        "in_row": setting.in_row,
        "barred": line.barred,
        "bracketed": is_bracketed(line.text),
        "sealed": line.text.endswith(("./.", "…/.")),
        "goes_on": above is not None and _waits(above) and not line.blank_before,
        "under_colon": above is not None and above.text.endswith(":") and not _PICTURES.search(above.text.casefold()),
        "apart": setting.spaced,
        "indented": bool(setting.body_indent) and abs(line.source.indent - setting.body_indent) > 2,
        "over_long": below is not None and len(below.text) >= 3 * len(line.text),
        "after_end": above is not None and above.text.endswith(("./.", "…/.")),
        "page": setting.of_page,
        "bold": line.source.bold,
        "last": below is None,
        "cut_off": below is None and not line.is_final and (tells(line.text.casefold()) or ":" in line.text),
    }
    return (name for name, seen in signs.items() if seen)


def _waits(above: LabelledLine) -> bool:
    """Return whether a long line without a closing mark continues in the next line."""
    return above.label is Label.OPEN and above.is_text and not above.is_final and len(above.text) >= _BROKEN_OFF


def _lost_its_picture(line: LabelledLine) -> bool:
    return line.label is Label.CAPTION and line.guessed and not line.after_picture


def _of_title(setting: Setting) -> Iterator[str]:
    words = re.findall(r"[^\W\d_]+", folded(setting.line.text))
    known = set(re.findall(r"[^\W\d_]+", setting.title))
    share = sum(word in known for word in words) / len(words) if words else 0
    if share >= _MANY_TITLE_WORDS:
        yield "title_words"
    elif share >= _SOME_TITLE_WORDS:
        yield "some_title_words"


@cache
def weights() -> dict[str, tuple[int, int]]:
    """Return the two weights of each row: for a line without final punctuation, and for a sentence."""
    text = (resources.files(__package__) / "data" / "captions.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: (int(unfinished), int(sentence)) for name, unfinished, sentence, _ in rows[1:]}
