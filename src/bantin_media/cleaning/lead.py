"""Labels the lead (sapo): the line that the editor, the file or the sequence of all lines declares as such."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..configuration.settings import ArticleOverride
from ..model import LineKind
from ..regex import regex
from .labelling import Label, LabelledLine, Labelling
from .markers import is_signed_item
from .overrides import find

_NOTE: Final = LineKind.FOOTNOTE
_DASH: Final = regex(r"^[-–—] ?(?=[^\W\d_])")


def find_lead(labels: Labelling, override: ArticleOverride, *, number: int) -> None:
    """Label the lead, if the article has one."""
    if override.lead is not None:
        for index in find(labels, override.lead, key="lead", number=number)[:1] if override.lead else ():
            labels.mark(index, Label.LEAD)
        return
    by_role = [i for i in labels.open() if labels.lines[i].source.role == "lead"]
    for index in by_role[:1] or [i for i in labels.open() if labels.lines[i].state == "lead"]:
        rest = [labels.lines[i] for i in labels.body() if i > index and labels.lines[i].source.kind is not _NOTE]
        if not by_role and not any(line.text or line.source.rows for line in rest):
            return  # an article of one paragraph has no lead
        labels.lines[index] = _bare(labels.lines[index], rest)
        labels.mark(index, Label.LEAD)


def _bare(line: LabelledLine, rest: list[LabelledLine]) -> LabelledLine:
    """Return a paragraph without the dash that a website set before its lead: no other line below has one."""
    alone = line.is_text and _DASH.match(line.text) and not any(is_signed_item(one.text) for one in rest)
    return replace(line, text=_DASH.sub("", line.text)) if alone else line
