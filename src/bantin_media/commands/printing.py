"""The output of the commands: reports, notices and errors → lines on standard output and standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..messages import message, plural
from .streams import end_streams, print_line

if TYPE_CHECKING:
    from ..errors import BantinError
    from ..model import Notice
    from ..pipeline.plan import Request
    from ..reporting.report import ArticleLine, EditionReport

LANDMARKS = frozenset({"index.html", "feed.xml", "opds.xml"})
"""The pages that are listed after a build; all other pages are only counted."""


def report_built(report: EditionReport, request: Request) -> None:
    """Print a report.  If the reader of the output has closed the pipe, the build continues without printing."""
    try:
        print_report(report, request)
        sys.stdout.flush()
    except BrokenPipeError:
        end_streams()


def print_report(report: EditionReport, request: Request) -> None:
    """Print one edition: articles, files, notices with the settings that accept them, readings, errors."""
    state = message("nothing has changed") if report.unchanged else ""
    print_line(f"{report.id or request.output}  {state}".rstrip())
    for line in report.articles:
        print_line(_article(line))
    _print_files(report, (request.inside if report.is_inside else request.output) / report.id)
    _print_advice(report, request.input / report.id / "edition.toml")
    for reading in report.readings:
        print_line(f"  {reading}")
    if report.articles:
        from ..history import grouped

        code = f"  {message('code')} {grouped(report.code)}" if report.code else ""
        print_line(f"  → {request.proof / report.id}.html{code}")
    for error in report.errors:
        print_error(error)


def _article(line: ArticleLine) -> str:
    columns = (
        f"{line.number:>2}. {line.title}",
        line.date or message("no date"),
        line.author or message("no author"),
        plural("{number} paragraph", "{number} paragraphs", line.paragraphs),
        duration(line.duration_ms),
        plural("{number} line dropped", "{number} lines dropped", line.dropped),
    )
    return "  " + "  ".join(columns)


def _print_files(report: EditionReport, folder: Path) -> None:
    from ..reporting.report import FileKind

    shown = [file for file in report.files if file.kind is not FileKind.PAGE or file.name in LANDMARKS]
    for file in shown:
        length = f"  {duration(file.duration_ms)}" if file.duration_ms else ""
        print_line(f"  → {folder / file.name}  {size(file.size_bytes)}{length}")
    if rest := len(report.files) - len(shown):
        print_line("  + " + message("{number} more files: captions, pictures, files for sharing", number=rest))


def _print_advice(report: EditionReport, settings: Path) -> None:
    from ..reporting.report import GUESS
    from .office import to_paste

    print_notices(sorted(report.notices, key=lambda notice: notice.code != GUESS))
    for offered in to_paste(report.notices, settings):
        print_aside(offered)


def print_notices(notices: Iterable[Notice]) -> None:
    """Print each notice with place, text, hint and code on standard error."""
    for notice in notices:
        place = f"{notice.where}: " if notice.where else ""
        hint = f" — {notice.hint}" if notice.hint else ""
        print_aside(f"  ! {place}{notice.what}{hint}  [{notice.code}]")


def print_error(error: BantinError) -> None:
    """Print an error on standard error."""
    print_aside(message("ERROR  {error}", error=error))


def print_aside(text: str) -> None:
    """Print a line on standard error."""
    print_line(text, file=sys.stderr)


def duration(milliseconds: int) -> str:
    """Return a duration as minutes and seconds, "4:05"; a dash for 0."""
    seconds = round(milliseconds / 1000)
    return f"{seconds // 60}:{seconds % 60:02}" if seconds else "—"


def size(count: int) -> str:
    """Return a number of bytes as MB or kB, at least 1 kB."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
