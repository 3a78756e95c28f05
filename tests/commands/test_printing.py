"""Lengths, sizes, notices and streams as they are printed; an output that cannot be written."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bantin_media.commands import cli, office, printing, streams
from bantin_media.commands.printing import duration, print_notices, size
from bantin_media.model import Notice
from bantin_media.pipeline.plan import Request
from bantin_media.reporting.report import EditionReport

from .closed import Closed


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [(0, "—"), (499, "—"), (501, "0:01"), (9_400, "0:09"), (59_499, "0:59"), (59_501, "1:00"), (3_661_000, "61:01")],
)
def test_a_length_is_minutes_and_seconds(milliseconds: int, said: str) -> None:
    assert duration(milliseconds) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "1 kB"),
        (1_499, "1 kB"),
        (1_501, "2 kB"),
        (999_999, "1000 kB"),
        (1_000_000, "1.0 MB"),
        (12_340_000, "12.3 MB"),
    ],
)
def test_a_size_is_megabytes_or_kilobytes(count: int, said: str) -> None:
    assert size(count) == said


def test_a_notice_is_a_line_of_the_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    print_notices([Notice("a.b", "x:1", "what\nnext", "do"), Notice("c", "", "what")])
    assert capsys.readouterr() == ("", "  ! x:1: what\\nnext — do  [a.b]\n  ! what  [c]\n")


@pytest.mark.parametrize(("error", "status"), [(BrokenPipeError(), 0), (OSError(28, "No space left on device"), 7)])
def test_an_output_that_cannot_be_written_ends_the_command(
    office: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, status: int
) -> None:
    monkeypatch.setattr(sys, "stdout", Closed(error))
    aside = io.StringIO()
    monkeypatch.setattr(sys, "stderr", aside)
    assert cli.main(["say", "xã"]) == status
    assert bool(aside.getvalue()) == bool(status)


def test_a_failure_without_a_file_names_the_sentence(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for error, said in ((OSError(28, "x"), "những gì lệnh này in ra"), (OSError(28, "x", "a/b"), "a/b")):

        def failing(_: object, error: OSError = error) -> int:
            raise error

        monkeypatch.setitem(cli.VERBS, "say", failing)
        assert cli.main(["say", "xã"]) == 7
        assert said in capsys.readouterr().err


def test_a_build_continues_if_its_output_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    report = EditionReport("2026-11")
    request = Request(Path("input"), Path("output"), Path("proof"), Path("work"))
    monkeypatch.setattr(sys, "stdout", Closed(BrokenPipeError()))
    printing.report_built(report, request)
    with pytest.raises(BrokenPipeError):
        sys.stdout.flush()


def test_ctrl_c_reports_the_stored_work(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.VERBS, "say", stopped)
    assert cli.main(["say", "xã"]) == 130
    assert capsys.readouterr().err.startswith("Đã dừng")


def test_streams_are_open_and_can_encode_every_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    bytes_ = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(bytes_, "ascii"))
    monkeypatch.setattr(sys, "stderr", None)
    streams.open_streams()
    streams.print_line("ả\x1b[2J\ud800")
    sys.stdout.flush()
    assert bytes_.getvalue().decode() == "ả\\x1b[2J\\ud800\n"
    assert sys.stderr.writable()
    sys.stderr.close()


def test_output_in_a_block_is_stored_in_order() -> None:
    before = sys.stdout, sys.stderr
    with streams.captured_output() as said:
        streams.print_line("a")
        streams.print_line("b")
        streams.print_line("c", sys.stderr)
        streams.print_line("d")
    assert said == [(1, "a\nb\n"), (2, "c\n"), (1, "d\n")]
    assert (sys.stdout, sys.stderr) == before


def test_output_without_a_reader_is_discarded_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdout", "stderr"):
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "w", encoding="utf-8") as stream, monkeypatch.context() as patched:
            stream.write("một dòng")
            patched.setattr(sys, name, stream)
            streams.end_streams()  # then closing the stream raises no BrokenPipeError


def test_the_address_of_the_desk_is_printed_before_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = io.BytesIO()
    seen: list[bytes] = []
    desk = SimpleNamespace(address="http://a/", run=lambda browser: seen.append(printed.getvalue()))
    monkeypatch.setattr(office, "opened", lambda root, port: desk)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, "utf-8"))
    assert cli.main(["desk", "--no-browser"]) == 0
    assert b"http://a/" in seen[0]
