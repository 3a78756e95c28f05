"""Notices that somebody has seen: bound by a digest to what was seen, so that they come back when it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..cache import digest_of_bytes
from ..model import Notice
from ..reporting.report import EditionReport
from .preparation import Prepared

LENGTH = 12


class Seen:
    """What stands behind each notice of an edition: the source line it names, or the sentence whose reading it is."""

    def __init__(self, scripted: Sequence[Prepared]) -> None:
        self._lines = {
            f"{one.article.path}:{traced.line}": traced.text for one in scripted for traced in one.article.trace
        }
        found: dict[Notice, list[str]] = defaultdict(list)
        for one in scripted:
            for reading in one.readings:
                for notice in reading.notices:
                    found[notice].append(reading.written)
        self._sentences: Mapping[Notice, list[str]] = found

    def digest(self, notice: Notice) -> str:
        """Return what `settled` in edition.toml calls `notice` as long as it and its text are the same."""
        path, _, line = notice.where.rpartition(":")
        place = Path(path if line.isdecimal() else notice.where).name
        text = (notice.code, place, notice.what, self._lines.get(notice.where, ""), *self._sentences.get(notice, ()))
        return digest_of_bytes("\0".join(text).encode("utf-8", "surrogatepass"))[:LENGTH]


def without_settled(report: EditionReport, scripted: Sequence[Prepared], settled: Sequence[str]) -> EditionReport:
    """Return `report` without the notices that are settled."""
    if not settled:
        return report
    seen, done = Seen(scripted), frozenset(settled)
    return replace(report, notices=tuple(one for one in report.notices if seen.digest(one) not in done))
