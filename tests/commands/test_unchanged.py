"""The stored output of a build is repeated only if nothing changed that it depends on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bantin_media.commands import cli, main, unchanged
from bantin_media.stamps import Uncertain

from .closed import Closed


def test_a_build_is_repeated_only_in_the_same_environment(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def key() -> str:
        return unchanged.Command(["build"], ".")._key

    same = key()
    monkeypatch.setenv("QUITE_ANOTHER", "x")
    assert key() == same
    monkeypatch.setattr(sys, "path", ["/another/script", *sys.path[1:]])
    assert key() == same
    monkeypatch.setattr(sys, "path", [*sys.path, "/more/libraries"])
    assert key() != same
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
