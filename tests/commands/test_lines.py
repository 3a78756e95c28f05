"""The grammar of the command line, the lines of a report and the streams: one line for each case.

`pytest tests/commands/test_lines.py --accept` rewrites `lines.expected.txt`; read its difference.
"""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bantin_media.commands import printing, streams
from bantin_media.commands.arguments import parser, understood
from bantin_media.commands.place import office
from bantin_media.errors import BantinError, SourceError, UsageError
from bantin_media.model import Notice
from bantin_media.pipeline.plan import Request
from bantin_media.reporting.report import GUESS, ArticleLine, EditionReport, FileKind, MadeFile

COMMANDS = """
build
build 2026-11 2026-12 --voice espeak:south --workers 3 --strict --no-audio --scheduler tcp://a:1 --output ra --work w
check --dir "tòa soạn" --proof p
script --input vao
build --workers 0
build --workers ba
build --workers 1.5
check --scheduler x
clean a.txt --json
clean
say "một hai" --explain --lines --mp3 a.mp3 --edition 2026-11 --voice gtts
say
desk --port 80 --no-browser
desk --port x
publish
publish /media/usb --host-key SHA256:x
sign 2026-11 --by "Lò Thị Ban" --on 2026-11-07
sign 2026-11 --by a
new 2026-12
new
verify a.epub b.epub --epubcheck
verify
card --dest the --programmes 2026-11
card
deposit --dest kho --dspace
deposit 2026-11
preview --port 8000
store prune --keep-days 5
store prune
store prune --keep-days 0
store clean
voices
voices add vais1000 --sha256 ab --mirror http://a.example --use --language tyz
voices remove vais1000
voices find x
init noi-khac
init
nobody
--no-such
"""
HELP = ("", "build", "check", "script", "clean", "say", "desk", "publish", "sign", "new", "verify", "card", "deposit",
        "preview", "store", "voices", "init")  # fmt: skip


def of_grammar(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    monkeypatch.setenv("BANTIN_DIR", "/nowhere/office")
    for line in COMMANDS.strip().splitlines():
        try:
            found = sorted(vars(understood(shlex.split(line))).items())
            yield f"{line}: {' '.join(f'{name}={str(value)!r}' for name, value in found)}"
        except UsageError as error:  # argparse's own words differ from version to version
            yield f"{line}: refused → {error.hint}"
    for verb in HELP:
        with streams.captured_output() as output, pytest.raises(SystemExit) as ended:
            parser().parse_args([*filter(None, [verb]), "--help"])
        text = "".join(written for _, written in output)
        words = text.replace("\n", " ").split()
        yield f"{verb} --help {ended.value.code}: {' '.join(words)}"


REPORTS = (
    EditionReport("2026-11", unchanged=True),
    EditionReport("", files=(MadeFile("index.html", FileKind.PAGE, 1), MadeFile("opds.xml", FileKind.PAGE, 999_999))),
    EditionReport(
        "2026-12",
        (
            ArticleLine(1, "Đường mới\x1b[2J", "2026-11-05", "Hà Văn Ton", 1, 0, 0),
            ArticleLine(12, "Lớp học", "", "", 2, 59_499, 1),
            ArticleLine(3, "Chợ phiên", "", "", 0, 3_725_500, 12),
        ),
        (
            MadeFile("2026-12.epub", FileKind.BOOK, 1_000_000, variant="light"),
            MadeFile("2026-12.mp3", FileKind.PROGRAMME, 999_499, 61_000),
            MadeFile("feed.xml", FileKind.PAGE, 400),
            *(MadeFile(name, FileKind.PAGE, 4) for name in ("a.vtt", "b.srt")),
        ),
        (Notice("b", "x.txt:3", "hai", "làm"), Notice(GUESS, "", "đoán", ""), Notice("a", "", "một", ""),
         *(Notice("c", f"/nowhere/input/2026-12/03 cho.txt:{line}", f"dòng {line}", "", f'captions = ["Dòng {line}"]')
           for line in (5, 7))),
        (SourceError("y.txt", "hỏng", "sửa"), BantinError("", "hỏng", "")),
        is_inside=True, code="0123456789abcdef", readings=("số: 1 chỗ",),
    ),
)  # fmt: skip


def of_reports() -> Iterator[str]:
    folder = Path("/nowhere")
    request = Request(folder / "input", folder / "output", folder / "proof", folder / "cache")
    for report in REPORTS:
        with streams.captured_output() as output:
            printing.report_built(report, request)
        for stream, text in output:
            yield from (f"{stream} {line}" for line in text.splitlines())
    times = [0, 1, 499, 500, 501, 1499, 59_499, 59_500, 60_000, 3_599_600]
    yield f"{[printing.duration(one) for one in times]}"
    yield f"{[printing.size(one) for one in (0, 1, 1499, 1501, 999_499, 999_999, 1_000_000, 1_050_000, 12_345_678)]}"


def test_commands_and_reports_are_as_accepted(
    monkeypatch: pytest.MonkeyPatch, as_accepted: Callable[[Path, str], None]
) -> None:
    lines = ["# grammar", *of_grammar(monkeypatch), "# reports", *of_reports()]
    as_accepted(Path(__file__).with_name("lines.expected.txt"), "\n".join(lines) + "\n")


class Closed(io.StringIO):
    """A stream whose reader is gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_closed_output_does_not_end_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Closed())
    request = Request(*map(Path, ("a", "b", "c", "d")))
    printing.report_built(REPORTS[0], request)


@pytest.mark.parametrize(
    ("variable", "remembered", "files", "found"),
    [
        ("/a", "b", ("start.py", "b/input/x"), "/a"),
        ("", "b", ("start.py", "b/input/x"), "."),
        (None, "b\n", ("start.py", "b/input/x"), "b"),
        (None, "b", ("b/input/x",), "."),
        (None, "b", ("start.py", "b/x"), "."),
        (None, "", ("start.py", "input/x"), "."),
        (None, None, ("start.py",), "."),
        (None, "\udcff", ("start.py",), "."),
    ],
)
def test_the_workspace_is_the_named_the_remembered_or_this_folder(
    *,
    variable: str | None,
    remembered: str | None,
    files: tuple[str, ...],
    found: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BANTIN_DIR", raising=False)
    if variable is not None:
        monkeypatch.setenv("BANTIN_DIR", variable)
    if remembered is not None:
        (tmp_path / ".workspace").write_bytes(os.fsencode(remembered))
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert office() == found
