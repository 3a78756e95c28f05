"""Draft → the lines whose states the sequence decides: joined, pinned by the editor, without known boilerplate."""

from __future__ import annotations

from dataclasses import dataclass

from ..configuration.settings import ArticleOverride
from ..model import Draft, Official
from . import arranging, boilerplate, data_tables, forms, joining, letters, official, overrides, placeholders, tables
from .labelling import Labelling, lay_out


@dataclass(frozen=True, slots=True)
class Prepared:
    """The labelled lines of a source, and what was found out about it as a whole."""

    labels: Labelling
    document: Official | None
    known: str
    """The title from the file's fields or the subject of a mail; empty if there is none."""
    by_form: bool
    """Lines may be captions whose pictures were lost."""


def prepare(draft: Draft, override: ArticleOverride, *, number: int, with_boilerplate: bool = False) -> Prepared:
    """Return the prepared lines of a draft; `with_boilerplate` keeps open what the tables of websites recognize."""
    labels = lay_out(draft)
    document = official.set_aside(labels)
    tables.gather(labels)
    data_tables.open_tables(labels)
    if draft.broken_lines:
        labels.lines = joining.join_broken(labels.lines)
    elif not labels.has_structure:
        labels.lines = joining.join_wrapped(labels.lines)
    overrides.pin(labels, override, number=number)
    is_form = forms.strike_out(labels)
    subject = "" if is_form else letters.strike_out(labels)
    if with_boilerplate:
        boilerplate.strike_out_marked(labels)
    else:
        boilerplate.strike_out(labels, broken=draft.broken_lines)
    placeholders.strike_out(labels, "")
    known = subject or dict(draft.metadata).get("title", "")
    by_form = document is None and not is_form and arranging.may_have_lost_pictures(labels, draft)
    return Prepared(labels, document, known, by_form)
