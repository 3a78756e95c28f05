"""Finds the lead (sapo): the first paragraph below the title, if a body follows it.

An article of one paragraph has no lead, and neither has an announcement that begins with its list.  A paragraph
much longer than everything below it is the article text, except after an agency's name, which precedes leads.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..configuration.settings import ArticleOverride
from ..model import Draft, LineKind
from ..regex import regex
from .byline import tag
from .characters import folded
from .labelling import Label, LabelledLine, Labelling
from .letters import is_address
from .markers import is_item, is_signed_item
from .overrides import find

_DASH: Final = regex(r"^[-–—] ?(?=[^\W\d_])")
LONGEST: Final = 900
SHORTEST: Final = 50
_LONGER: Final = 1.2
"""A lead may be this many times as long as everything below it."""
_FEWEST_PICTURES: Final = 3
"""The fewest pictures of a photo story, in which only captions follow the lead."""
_LONGEST_UNENDED: Final = 90
"""In characters: a shorter line without final punctuation is a heading."""
_AFTER_PICTURE: Final = 400
"""In characters.  A longer paragraph below a picture is usually article text."""


def find_lead(labels: Labelling, draft: Draft, override: ArticleOverride, *, title: int | None, number: int) -> None:
    """Label the lead, if the article has one."""
    if override.lead is not None:
        if override.lead:
            for index in find(labels, override.lead, key="lead", number=number)[:1]:
                labels.mark(index, Label.LEAD)
        return
    for index in labels.open():
        if labels.lines[index].source.role == "lead":
            labels.mark(index, Label.LEAD)
            return
    if title is None:
        return
    below = [i for i in labels.body() if i > title and (labels.lines[i].text or labels.lines[i].source.rows)]
    story = [i for i in below if labels.lines[i].label is not Label.CAPTION and labels.lines[i].source.picture is None]
    if not story or labels.lines[story[0]].label is not Label.OPEN:
        return
    if _is_headed_lead(labels.lines[story[0]]):
        labels.mark(story[0], Label.LEAD)
        return
    first, rest = labels.lines[story[0]], [labels.lines[i] for i in story[1:]]
    captions = [labels.lines[i] for i in below if labels.lines[i].label is Label.CAPTION]
    if not rest and len(captions) >= _FEWEST_PICTURES:
        rest = captions
    first = _bare(first, rest)
    pictured = story[0] != next(i for i in range(title + 1, len(labels.lines)) if labels.lines[i].label in _SHOWN)
    if _is_lead(first, rest, dict(draft.metadata).get("description", ""), pictured=pictured):
        labels.lines[story[0]] = first
        labels.mark(story[0], Label.LEAD)


_SHOWN: Final = frozenset({Label.OPEN, Label.CAPTION, Label.HEADING})


def _is_headed_lead(line: LabelledLine) -> bool:
    """Return whether a heading or a quotation directly below the title is the lead, as in many newspapers."""
    set_off = line.source.kind in {LineKind.HEADING, LineKind.QUOTE}
    return set_off and line.text.endswith((".", "…")) and SHORTEST <= len(line.text) <= LONGEST


def _is_lead(line: LabelledLine, rest: list[LabelledLine], description: str, *, pictured: bool) -> bool:
    if line.source.kind is not LineKind.TEXT or line.kept or not SHORTEST <= len(line.text) <= LONGEST:
        return False
    ended = line.is_final or (len(line.text) >= _LONGEST_UNENDED and rest and rest[0].is_prose)
    if not ended or not rest or is_item(line.text) or _is_list(line) or _goes_into_list(rest) or _greets(line):
        return False
    if len(description) > 30 and folded(line.text).startswith(folded(description[:60])):
        return True
    if line.source.bold and not all(one.source.bold for one in rest):
        return True
    if pictured and len(line.text) > _AFTER_PICTURE:
        return False
    longer = 1.0 if pictured else _LONGER
    return bool(tag(line.text)) or len(line.text) < longer * sum(len(one.text) for one in rest)


def _goes_into_list(rest: list[LabelledLine]) -> bool:
    """Return whether a list follows.  One bulleted line above prose is a heading, not a list: "* Giữ nghề"."""
    heads = rest[0].source.kind is LineKind.TEXT and not rest[0].is_final and len(rest) > 1 and rest[1].is_prose
    return _is_list(rest[0]) and not heads


def _greets(line: LabelledLine) -> bool:
    """Return whether a line is the salutation of a letter: "Kính gửi: các thôn.", "Kính thưa bà con!"."""
    return is_address(line.text) and (line.text[:10].casefold().startswith("kính gửi") or line.text.endswith("!"))


def _is_list(line: LabelledLine) -> bool:
    return line.source.kind is LineKind.LIST_ITEM or is_signed_item(line.text)


def _bare(line: LabelledLine, rest: list[LabelledLine]) -> LabelledLine:
    """Return the lead without the dash that a website put before it; other lines below must not have one."""
    alone = line.is_text and _DASH.match(line.text) and not any(_is_list(one) for one in rest)
    return replace(line, text=_DASH.sub("", line.text)) if alone else line
