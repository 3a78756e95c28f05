"""A scripted edition and its report → the proof page, also of an edition that is only checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ..history import grouped
from ..model import Article, Edition, Notice, Reading
from ..publication.writers.proof import write_proof
from ..reporting.report import EditionReport
from .plan import Plan
from .preparation import Prepared
from .settled import without_settled

Noticed = TypeVar("Noticed", Article, Reading)


def write_proof_page(
    edition: Edition, scripted: Sequence[Prepared], target: Path, plan: Plan, report: EditionReport
) -> Path:
    """Write the page that the editor proof-reads and signs.  Raises `OutputError`, `ConfigError`."""
    remaining = frozenset(without_settled(report, scripted, plan.settings.settled).notices)
    done = frozenset(report.notices) - remaining
    readings = {one.article.slug: tuple(_without(reading, done) for reading in one.readings) for one in scripted}
    articles = tuple(_without(article, done) for article in edition.articles)
    shown = replace(edition, articles=articles, notices=tuple(one for one in report.notices if one in remaining))
    return write_proof(shown, target, readings=readings, checksum=grouped(report.code), overrides=plan.templates)


def _without(one: Noticed, done: frozenset[Notice]) -> Noticed:
    """Return `one` without the notices `done`."""
    if done.isdisjoint(one.notices):
        return one
    return replace(one, notices=tuple(notice for notice in one.notices if notice not in done))
