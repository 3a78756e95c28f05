"""Many commands in one workspace: the exit status and the text on both streams.

`pytest tests/commands/test_output.py --accept` rewrites `commands.expected.txt`; read its difference.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests import tiny_voice

from bantin_media.commands import cli, main, place, printing, streams, unchanged
from bantin_media.commands.printing import duration, print_notices, size
from bantin_media.model import Notice
from bantin_media.pipeline.plan import Request
from bantin_media.reporting.report import EditionReport
from bantin_media.stamps import Uncertain

TABLE, VOICES = (Path(__file__).with_name(name) for name in ("commands.txt", "voices.txt"))
OFFICE = {
    "input/bantin.toml": 'publisher = "UBND xã Khuổi Lặng"\n[sound]\nvoice = "metronome"\nprogramme_minutes = 1\n',
    "input/lexicon.tsv": "HTX\thợp tác xã\n",
    "input/2026-11/edition.toml": 'number = "11"\ndate = 2026-11-05\n',
    "input/2026-11/lexicon.tsv": "HĐND\thội đồng\n",
    "input/2026-11/01 lop hoc.txt": (
        "Bản vùng cao mở lớp học buổi tối\n\n12/10/2026\n\nTối thứ Ba hằng tuần, nhà văn hóa thôn lại sáng đèn.\n\n"
        "Đến nay, 92,5% học viên đã đọc được. Mọi thắc mắc xin gọi 0912 345 678.\n\nHoàng Mai\n"
    ),
    "input/2026-11/02 duong moi.txt": "Đường mới về thôn\n\nCon đường dài 4,2 km vừa được bàn giao cho 57 hộ dân.\n",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in OFFICE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for name in ("the", "kho", "kho2"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BANTIN_DIR", raising=False)
    return tmp_path


def plain(text: str, root: Path) -> str:
    """Return a text without parts that depend on templates, voices, the time and the machine."""
    text = text.replace(str(root), ".")
    text = re.sub(r"\d+(?:\.\d)? (?:kB|MB)", "SIZE", text)
    text = re.sub(r"\b\d+:\d\d\b", "LENGTH", text)
    text = re.sub(r"\b[0-9a-f]{4}(?:[- ][0-9a-f]{4}){3}\b|\b[0-9a-f]{12,64}\b", "CODE", text)
    text = re.sub(r"bantin_media \d+\.\d+\S*", "bantin_media VERSION", text)
    text = re.sub(r"\(choose from [^)]*\)", "(choose from …)", text)  # other versions of Python quote it differently
    text = re.sub(r"\.tsv:\d+", ".tsv:N", text)
    return re.sub(r"nhanh gấp \d+ lần", "nhanh gấp N lần", text)


def day(table: Path, office: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the exit status and both streams of each command in a table."""
    lines: list[str] = []
    for command in table.read_text("utf-8").splitlines():
        try:
            status = cli.main(shlex.split(command))
        except SystemExit as ended:
            status = int(ended.code or 0)
        output = capsys.readouterr()
        lines += [f"$ bantin {command}", f"  status {status}"]
        lines += [
            f"  {mark} {line}" for mark, text in (("|", output.out), ("!", output.err)) for line in text.splitlines()
        ]
    return plain("\n".join(lines), office) + "\n"


def test_a_day_of_commands(
    office: Path, capsys: pytest.CaptureFixture[str], as_accepted: Callable[[Path, str], None]
) -> None:
    as_accepted(TABLE.with_suffix(".expected.txt"), day(TABLE, office, capsys))


def test_voices_are_added_tried_and_removed_as_accepted(
    office: Path, voices_folder: Path, capsys: pytest.CaptureFixture[str], as_accepted: Callable[[Path, str], None]
) -> None:
    licences = {"thu": "CC BY 4.0", "cam": "CC BY-NC 4.0", "xem": "in this card\n\nFor research only.", "khong": ""}
    for name, licence in licences.items():
        folder = office / f"vi_VN-{name}"
        tiny_voice.write(folder, folder.name, tiny_voice.model(), tiny_voice.description())
        if licence:
            (folder / "MODEL_CARD").write_text(f"# Card\n\n* License: {licence}\n", "utf-8")
    output = day(VOICES, office, capsys)
    settings = (office / "input" / "bantin.toml").read_text("utf-8")
    as_accepted(VOICES.with_suffix(".expected.txt"), f"{output}{settings}")


def test_a_preview_ends_without_a_failure(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bantin_media.commands import preview

    served = SimpleNamespace(address="http://a/", proof_address="http://b/", run=lambda: None)
    monkeypatch.setattr(preview, "serve", lambda output, proof, port: served)
    assert cli.main(["preview"]) == 0
    printed = capsys.readouterr().out
    assert "http://a/" in printed and "http://b/" in printed


def test_a_build_is_repeated_only_in_the_same_environment(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def key() -> str:
        return unchanged.Command(["build"], ".")._key

    same = key()
    monkeypatch.setenv("QUITE_ANOTHER", "x")
    assert key() == same
    for name in ("BANTIN_LANG", *unchanged._PLACES):
        before = key()
        monkeypatch.setenv(name, "/elsewhere")
        assert key() != before, name


def test_a_build_in_a_folder_that_is_gone_is_not_repeated(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (office / "gone").mkdir()
    monkeypatch.chdir(office / "gone")
    (office / "gone").rmdir()
    assert unchanged.command(["build"]) is None


def test_every_folder_of_libraries_is_stamped_but_the_commands_own(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(office / name) for name in ("the", "kho", "kho2", "none")])
    stamped = unchanged._state([])
    assert [name for name in ("the", "kho", "kho2", "none") if f"{office / name} " in stamped] == ["kho", "kho2"]


def test_files_that_change_meanwhile_end_no_build(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changing(*_: object) -> str:
        raise Uncertain

    command = unchanged.Command(["build"], ".")
    command._before = "before"
    monkeypatch.setattr(unchanged, "_state", changing)
    command.keep([(1, "x")], [])
    assert command.output() is None


def test_stored_output_may_be_as_long_as_the_limit(office: Path) -> None:
    (office / ".bantin").mkdir()
    command = unchanged.Command(["build"], ".")
    command._before = unchanged._state(command._read)
    command.keep([(1, "x")], [])
    room = unchanged._LARGEST_BYTES - ((office / ".bantin" / "unchanged").stat().st_size - 4 - 1)
    for length in (room, room + 1):
        command.keep([(1, "y" * length)], [])
    output = command.output()
    assert output is not None and len(output[0][1]) == room


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


class Closed(io.StringIO):
    """A stream without a reader, or on a full disk."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def flush(self) -> None:
        raise self.error


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


def test_the_store_is_pruned_with_its_neighbours(tmp_path: Path) -> None:
    import os

    from bantin_media.cache import Cache
    from bantin_media.commands.office import pruned

    for name in ("articles", "pictures", "store"):
        Cache(tmp_path / name).put("ab" * 32, b"x" * 980)
        os.utime(tmp_path / name / "ab" / ("ab" * 31), (1, 1))
        Cache(tmp_path / name).put("cd" * 32, b"x" * 1980)
    assert pruned(tmp_path, 2, size).count("1 ") and "2 kB" in pruned(tmp_path, 2, size)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["cd" * 31] * 3


def test_ctrl_c_reports_the_stored_work(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.VERBS, "say", stopped)
    assert cli.main(["say", "xã"]) == 130
    assert capsys.readouterr().err.startswith("Đã dừng")


def test_lines_come_back_one_by_one(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("UBND xã\n\n5 km. 3 ha.\n"))
    assert cli.main(["say", "--lines"]) == 0
    assert capsys.readouterr().out == "ủy ban nhân dân xã\n\nnăm ki lô mét. ba héc ta.\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO("HTX\n"))
    assert cli.main(["say"]) == 0
    assert capsys.readouterr().out == "hợp tác xã\n"


# --------------------------------------------------------------------------------- repeated output, and the workspace


def test_the_workspace_is_the_named_the_remembered_or_this_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for value, found in (("/somewhere", "/somewhere"), ("", ".")):
        monkeypatch.setenv("BANTIN_DIR", value)
        assert place.office() == found
    monkeypatch.delenv("BANTIN_DIR")
    assert place.office() == "."
    elsewhere = tmp_path / "office"
    (elsewhere / "input").mkdir(parents=True)
    (tmp_path / ".workspace").write_text(f"{elsewhere}\n", "utf-8")
    assert place.office() == "."  # this is not the program's folder
    (tmp_path / "start.py").touch()
    assert place.office() == str(elsewhere)
    for remembered in ("", str(tmp_path / "gone")):
        (tmp_path / ".workspace").write_text(remembered, "utf-8")
        assert place.office() == "."
    (tmp_path / ".workspace").write_bytes(b"\xff")
    assert place.office() == "."


@pytest.mark.parametrize(
    ("typed", "is_known"),
    [
        (["build"], True), (["build", "2026-11"], True), (["build", "--workers", "2", "2026-11"], True),
        (["build", "--voice", "espeak", "--workers", "2"], True), (["build", "--output", "x"], False),
        (["build", "--strict"], False), (["check"], False), ([], False), (["build", "--workers"], True),
    ],
)  # fmt: skip
def test_only_the_output_of_a_plain_build_is_repeated(office: Path, typed: list[str], is_known: bool) -> None:
    assert (unchanged.command(typed) is not None) == is_known


def test_the_output_is_repeated_until_a_file_changes(office: Path) -> None:
    import os

    for path in (office / "input").rglob("*"):
        os.utime(path, (1, 1))

    def known() -> unchanged.Command:
        found = unchanged.command(["build"])
        assert found is not None
        found._before = found._before or "settled"  # the files of this test are younger than a clock tick
        return found

    unchanged_state = unchanged._state
    first = unchanged.Command(["build"], ".")
    first._before = unchanged_state(first._read)
    (office / ".bantin").mkdir()
    output = [(1, "một\n"), (2, "hai\n")]
    first.keep(output, [str(office / "beside")])
    assert first.output() == output
    kept = (office / ".bantin" / "unchanged").read_bytes()
    for damaged in (kept[:-1], kept[:4], b"", b"\0" + kept[1:], kept + b"x"):
        (office / ".bantin" / "unchanged").write_bytes(damaged)
        assert first.output() is None
    (office / ".bantin" / "unchanged").write_bytes(kept)
    assert first.output() == output
    first._before = ""
    assert first.output() is None
    first._before = "another"
    assert first.output() is None
    first._before = unchanged_state(first._read)
    (office / "output").mkdir()
    (office / "output" / "x").write_text("x")
    assert first.output() is None
    (office / "output" / "x").unlink()
    (office / "output").rmdir()
    (office / "beside").mkdir()
    (office / "beside" / "voice").write_text("x")
    assert first.output() is None


def test_nothing_is_stored_if_changes_could_be_missed(office: Path) -> None:
    (office / ".bantin").mkdir()
    command = unchanged.Command(["build"], ".")
    path = office / ".bantin" / "unchanged"
    for before, said in (("", [(1, "x")]), ("another", [(1, "x")]), (unchanged._state(command._read), [(1, "a\0b")])):
        command._before = before
        command.keep(said, [])
        assert not path.exists()
    command._before = unchanged._state(command._read)
    command.keep([(1, "x")], [])
    assert path.exists() and list((office / ".bantin").iterdir()) == [path]
    command.keep([(1, "x" * (1 << 25))], [])
    assert command.output() == [(1, "x")]


def test_main_repeats_the_output_or_runs_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Known:
        def output(self) -> list[tuple[int, str]]:
            return [(1, "một\n"), (2, "hai\n")]

    monkeypatch.setattr(main, "command", lambda typed: Known() if typed == ["build"] else None)
    monkeypatch.setattr(cli, "main", lambda typed, build: 40 + len(typed))
    assert main.main(["build"]) == 0 and capsys.readouterr() == ("một\n", "hai\n")
    assert main.main(["check", "x"]) == 42
    monkeypatch.setattr(sys, "argv", ["bantin", "build"])
    assert main.main() == 0
    monkeypatch.setattr(sys, "stdout", Closed(OSError(28, "full")))
    assert main.main(["build"]) == 41


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
