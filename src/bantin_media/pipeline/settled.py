"""Notices that the editor has settled, by a digest of notice and text: if either changes, the notice is shown again."""

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
    """The text that each notice of an edition is about: the source line that it names, or the sentence read."""

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
        """Return the digest of `notice` for `settled` in edition.toml; it changes with notice and text."""
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
