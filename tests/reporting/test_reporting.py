"""The output of a build during its run and at its end."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from bantin_media.errors import SourceError
from bantin_media.model import Article, Dropped, Heading, Narration, Notice, Paragraph, Sentence
from bantin_media.reporting import progress
from bantin_media.reporting.report import ArticleLine, EditionReport, FileKind, MadeFile, line_of, repeated


def text(words: str) -> tuple[Sentence, ...]:
    return (Sentence("s1", words),)


ARTICLE = Article(
    3, "03-duong-moi", Path("03.txt"), text("Đường mới"), date(2026, 11, 5), author=text("Lò Thị Mai"),
    blocks=(Paragraph(text("Một.")), Heading(text("Đầu mục")), Paragraph(text("Hai."))),
    dropped=(Dropped(1, "In trang", "nút"),),
)  # fmt: skip


def narration(document: str, samples: int) -> Narration:
    return Narration(
        document, "Đường mới", Path("x.mp3"), duration_samples=samples, size_bytes=1000, sample_rate_hz=24_000, clips=()
    )


def test_an_article_in_one_line_has_its_own_length() -> None:
    made = [narration("02-khac", 24_000), narration("03-duong-moi", 72_000)]
    assert line_of(ARTICLE, made) == ArticleLine(3, "Đường mới", "2026-11-05", "Lò Thị Mai", 2, 3000, 1)
    assert line_of(ARTICLE).duration_ms == 0


def test_a_stored_report_is_repeated_without_its_errors() -> None:
    report = EditionReport(
        "2026-11", (line_of(ARTICLE),), (MadeFile("a.mp3", FileKind.ARTICLE, 1),), (Notice("x", "y", "z"),),
        errors=(SourceError("a", "b"),), code="9f3a",
    )  # fmt: skip
    again = repeated("2026-11", report.stored)
    assert (again.articles, again.files, again.notices) == (report.articles, report.files, report.notices)
    assert again.unchanged and not again.errors and not again.code


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The elapsed seconds, set by a test."""
    now = [1000.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_log_gets_a_line_at_the_beginning_and_one_every_ten_seconds(clock: list[float]) -> None:
    stream = io.StringIO()
    shown = progress.progress_on(stream)
    shown.begin("2026-11", 4)
    for seconds in (9.9, 0.1, 5, 5.5):
        clock[0] += seconds
        shown.step("bài", 60_000)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 3
    assert "2026-11" in lines[0]
    assert lines[1].startswith("2026-11: 2/4  2.0 phút") and "gấp 12 " in lines[1]
    assert lines[2].startswith("2026-11: 4/4  4.0 phút") and "gấp 12 " in lines[2]
    shown.fetched(3, 8)
    clock[0] += 10
    shown.fetched(5, 8)
    shown.end()
    assert [line for line in stream.getvalue().splitlines() if "/" not in line][1:] == [
        line for line in stream.getvalue().splitlines() if "5" in line and "8" in line and "/" not in line
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_that_disappears_at_the_end(clock: list[float]) -> None:
    stream = Terminal()
    shown = progress.progress_on(stream)
    shown.step("before anything began", 1)
    shown.fetched(1, 2)
    shown.begin("2026-11\x1b[2J", 2)
    clock[0] += 10
    shown.step("bài", 60_000)
    shown.fetched(3, 8)
    shown.end()
    drawn = stream.getvalue()
    assert "2026-11" in drawn and "\x1b[2J" not in drawn
    assert "1/2" in drawn and "gấp 6" in drawn
    assert "3" in drawn and "8" in drawn
    shown.end()


def test_the_count_begins_again_with_each_edition(clock: list[float]) -> None:
    stream = io.StringIO()
    shown = progress.Lines(stream)
    for name in ("2026-11", "2026-12"):
        shown.begin(name, 1)
        clock[0] += 20
        shown.step("bài", 60_030)
    last = stream.getvalue().splitlines()[-1]
    assert last.startswith("2026-12: 1/1  1.0 phút") and "gấp 3 " in last


def test_a_log_reports_bytes_at_every_tenth() -> None:
    stream = io.StringIO()
    with progress.bytes_on(stream, 1000) as came:
        for size in (50, 100, 150, 320, 310, 1000):
            came(size)
    assert [line.split(" %")[0] for line in stream.getvalue().splitlines()] == ["10", "30", "100"]
