"""The exact text of progress in a log and on a terminal, and its times."""

from __future__ import annotations

import io

import pytest

from bantin_media.reporting import progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The elapsed seconds, set by a test."""
    now = [3.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_kind_of_the_stream_decides() -> None:
    assert isinstance(progress.progress_on(Terminal()), progress.Bar)
    assert isinstance(progress.progress_on(io.StringIO()), progress.Lines)


def test_a_log_has_these_lines(clock: list[float]) -> None:
    stream = io.StringIO()
    shown = progress.Lines(stream)
    shown.begin("so\n11", 3)
    shown.step("một", 90_000)
    clock[0] += 10
    shown.step("hai", 60_000)
    clock[0] += 9.5
    shown.step("ba", 60_000)
    shown.fetched(3, 8)
    clock[0] += 0.5
    shown.fetched(7, 8)
    shown.fetched(8, 8)
    clock[0] += 10
    shown.fetched(8, 8)
    shown.end()
    assert stream.getvalue().splitlines() == [
        "Đang làm so\\n11 …",
        "so\\n11: 2/3  2.5 phút tiếng nói, nhanh gấp 15 lần thời gian thực",
        "so\\n11: đã nhận 7 trên 8 câu từ máy chủ giọng đọc",
        "so\\n11: đã nhận 8 trên 8 câu từ máy chủ giọng đọc",
    ]


def test_nothing_is_counted_before_an_edition_begins() -> None:
    bar = progress.Bar(Terminal())
    assert (bar._spoken_ms, bar._began_s) == (0, 0.0)
    shown = progress.Lines(io.StringIO())
    assert (shown._edition, shown._steps, shown._done, shown._spoken_ms) == ("", 0, 0, 0)
    assert (shown._began_s, shown._said_s) == (0.0, 0.0)


def test_no_time_at_all_is_no_division_by_nothing(clock: list[float]) -> None:
    assert progress._spoken(6_000, clock[0]) == "0.1 phút tiếng nói, nhanh gấp 6000 lần thời gian thực"
    assert progress._spoken(60_000, clock[0] - 60) == "1.0 phút tiếng nói, nhanh gấp 1 lần thời gian thực"


def frames(stream: io.StringIO) -> list[str]:
    return [frame.rstrip() for frame in stream.getvalue().split("\r") if frame.strip()]


def test_a_bar_is_drawn_at_each_step_and_taken_away(clock: list[float]) -> None:
    stream = Terminal()
    shown = progress.Bar(stream)
    shown.begin("so\n11", 4)
    assert frames(stream)[-1].startswith("so\\n11:   0%|") and " 0/4 " in frames(stream)[-1]
    clock[0] += 10
    drawn = len(frames(stream))
    shown.step("một", 60_000)
    assert len(frames(stream)) == drawn + 1
    assert " 1/4 " in frames(stream)[-1] and "1.0 phút tiếng nói, nhanh gấp 6 lần" in frames(stream)[-1]
    drawn = len(frames(stream))
    shown.step("hai", 0)
    assert len(frames(stream)) == drawn + 1
    assert " 2/4 " in frames(stream)[-1] and "1.0 phút tiếng" in frames(stream)[-1]
    shown.step("ba", 120_000)
    assert " 3/4 " in frames(stream)[-1] and "3.0 phút tiếng nói, nhanh gấp 18 lần" in frames(stream)[-1]
    shown.fetched(3, 8)
    assert "đã nhận 3 trên 8 câu" in frames(stream)[-1]
    shown.end()
    assert "\n" not in stream.getvalue()  # an empty line is left on the screen
    before = stream.getvalue()
    shown.step("none is at work", 1)
    shown.fetched(1, 1)
    shown.end()
    assert stream.getvalue() == before
    shown.begin("so 12", 1)
    clock[0] += 10
    shown.step("bốn", 60_000)
    assert "so 12: 100%" in frames(stream)[-1] and "1.0 phút tiếng nói, nhanh gấp 6 lần" in frames(stream)[-1]
    shown.end()


def test_the_report_of_an_edition_without_articles_has_no_line_about_speech(clock: list[float]) -> None:
    stream = Terminal()
    shown = progress.Bar(stream)
    shown.begin("so 11", 2)
    shown.step("chỉ đọc", 0)
    assert "phút" not in frames(stream)[-1]
    shown.end()


def test_bytes_in_a_log_are_tenths_and_megabytes() -> None:
    stream = io.StringIO()
    with progress.bytes_on(stream, 5_000_000) as came:
        for size in (499_999, 500_000, 999_999, 1_250_000, 5_000_000, 5_000_000):
            came(size)
    assert stream.getvalue().splitlines() == ["10 %  0.5 MB", "20 %  1.2 MB", "100 %  5.0 MB"]


def test_bytes_on_a_terminal_are_a_bar_in_thousands() -> None:
    stream = Terminal()
    with progress.bytes_on(stream, 2_000_000) as came:
        assert came(500_000) is None  # type: ignore[func-returns-value]
        came(1_500_000)
        came(2_000_000)
    assert "0.00/2.00M" in frames(stream)[0]
    assert "\n" not in stream.getvalue()


def test_nothing_to_come_draws_no_bar() -> None:
    stream = Terminal()
    with progress.bytes_on(stream, 0):
        pass
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("spoken_ms", "minutes"), [(2_999, "0.0"), (3_000, "0.1"), (3_001, "0.1")])
def test_speech_is_counted_from_nothing_in_each_edition(clock: list[float], spoken_ms: int, minutes: str) -> None:
    for kind in (progress.Bar, progress.Lines):
        stream = Terminal()
        shown = kind(stream)
        for name in ("so 11", "so 12"):
            shown.begin(name, 1)
            clock[0] += 11
            shown.step("một", spoken_ms)
            output = frames(stream)[-1] if kind is progress.Bar else stream.getvalue().splitlines()[-1]
            assert f"{minutes} phút tiếng nói" in output, kind
            shown.end()


def test_a_bar_follows_the_window_and_is_drawn_at_once() -> None:
    shown = progress.Bar(Terminal())
    shown.begin("so 11", 1)
    assert shown._bar is not None
    assert (bool(shown._bar.dynamic_ncols), shown._bar.mininterval, shown._bar.miniters) == (True, 0, 1)
    shown.end()


def test_bytes_are_counted_as_they_came_in_thousands_of_thousands() -> None:
    stream = Terminal()
    with progress.bytes_on(stream, 1_000_000_000) as came:
        bar = came.__closure__[0].cell_contents  # type: ignore[attr-defined]
        for size in (300, 700, 1_000):
            came(size)
            assert bar.n == size
    assert "1.00G" in frames(stream)[0]


def test_the_length_of_an_article_does_not_depend_on_its_place() -> None:
    from pathlib import Path

    from bantin_media.model import Article, Narration
    from bantin_media.reporting.report import line_of

    made = [
        Narration(name, "x", Path("x"), 1000, length, 1, ())
        for name, length in (("01", 1000), ("09", 2000), ("03", 3000))
    ]
    assert line_of(Article(3, "03", Path("x"), ()), made).duration_ms == 3000
