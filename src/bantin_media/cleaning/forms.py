"""Splits the form of a correspondent into author, title, text and captions: "Họ tên: …", "Đơn vị: …", "Tiêu đề: …",
"Nội dung: …".

A source is a form only if a label is before its title and one before its text or lead, or if several facts about the
writer are above the text.  Elsewhere "Họ tên: …" is a line of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ..messages import message
from ..regex import regex
from .labelling import Labelling
from .rules import rules
from .title_text import is_marked

_WITHIN: Final = 12
"""The label of the text must be among this many first lines."""
_FEWEST_FACTS: Final = 2
_FIELD: Final = regex(r"(?P<label>[^:]{2,30}?)\s*:\s*(?P<value>.*)")
_NUMBERED: Final = regex(r"(?:ảnh|hình) \d{1,2}")
"""A label that belongs to the caption: "Ảnh 1: …"."""


@dataclass(frozen=True, slots=True)
class _Field:
    index: int
    label: str
    """In lower case."""
    value: str


def strike_out(labels: Labelling) -> bool:
    """Remove the labels and the facts about the writer from a form, and return whether the source is one."""
    fields = _fields(labels)
    table = rules()
    began = table.form_texts | table.form_leads
    text = next((one for one in fields if one.label in began and one.index < _WITHIN), None)
    text = text or _last_fact(fields)
    if text is None or not any(is_marked(labels.lines[one.index].text) for one in fields if one.index < text.index):
        return False
    reason = message("a field of the form, not of the article")
    for index in labels.open():
        if index < min(one.index for one in fields):
            labels.drop(index, reason)
    for one in fields:
        if one.label in table.form_names and one.index <= text.index and one.value:
            _fill(labels, one, "author")
        elif one.index > text.index and one.value and _NUMBERED.fullmatch(one.label):
            line = labels.lines[one.index]
            labels.lines[one.index] = replace(line, source=replace(line.source, role="caption"))
        elif one.label in table.form_captions and one.index > text.index and one.value:
            _fill(labels, one, "caption")
        elif one.label in table.form_leads and one.value and one.index < _WITHIN:
            _fill(labels, one, "lead")
        elif one.label in table.form_texts and one.value and one.index < _WITHIN:
            _fill(labels, one, "")
        elif one is text or (one.label in table.form_fields and one.index < text.index):
            labels.drop(one.index, reason)
    return True


def _last_fact(fields: list[_Field]) -> _Field | None:
    """Return the last of several facts about the writer above a text without a label; None if it has fewer."""
    known = rules().form_names | rules().form_fields
    facts = [one for one in fields if one.label in known and one.value and one.index < _WITHIN]
    return facts[-1] if len(facts) >= _FEWEST_FACTS else None


def _fields(labels: Labelling) -> list[_Field]:
    fields = []
    for index in labels.open():
        line = labels.lines[index]
        match = _FIELD.fullmatch(line.text) if line.is_text else None
        if match is not None:
            fields.append(_Field(index, match["label"].casefold().strip(" *-•"), match["value"].strip()))
    return fields


def _fill(labels: Labelling, field: _Field, role: str) -> None:
    """Leave only the value in the line of a field, with its role in the article."""
    line = labels.lines[field.index]
    labels.drop_part(field.index, line.text.removesuffix(field.value).strip(), message("a label of the form"))
    labels.lines[field.index] = replace(line, text=field.value, source=replace(line.source, role=role))
