"""A build with nothing to do repeats its output; every change of a file is noticed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bantin_media.commands import cli
from bantin_media.commands.main import main
from bantin_media.commands.unchanged import command
from bantin_media.pipeline import unchanged
from bantin_media.pipeline.plan import Request
from bantin_media.stamps import Uncertain, below, settled

TYPED = ("build", "--workers", "1")


@pytest.fixture(scope="module")
def built_before(new_office: Callable[[str], Any]) -> Any:
    """A workspace with two articles that has been built."""
    office = new_office("built-before")
    office.edition(settings='number = "1"\ndate = 2026-11-05\n[sound]\nvoice = "metronome"\n')
    office.write("01 xoa mu chu.txt", "Xã Khau Tràng mở lớp\n\n12/10/2026\n\nLớp học có 24 học viên.\n\nThu Hà\n")
    office.write("02 nuoc sach.txt", "Nước sạch về thôn\n\n13/10/2026\n\nCông trình cấp nước cho 46 hộ.\n\nThu Hà\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(office.root)
        assert main(TYPED) == 0
    return office


@pytest.fixture
def built(
    built_before: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """A copy of it whose last build had nothing to do."""
    root = shutil.copytree(built_before.root, tmp_path / "office")
    monkeypatch.chdir(root)
    while not (kept := command(TYPED)) or not kept._before:  # its files are younger than a clock tick
        continue
    assert main(TYPED) == 0
    capsys.readouterr()
    return type(built_before)(root)


def known(*typed: str) -> object:
    found = command(typed or TYPED)
    return found and found.output()


def test_the_repeated_output_is_that_of_a_full_run(built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert known()
    main(TYPED)
    short = capsys.readouterr()
    cli.main(TYPED)
    assert capsys.readouterr() == short
    assert "không có gì thay đổi" in short.out
    assert "imprint.missing" in short.err


def _same_size(path: Path) -> None:
    """Change a letter and restore the times, like a program that copies files with their times."""
    status = path.stat()
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


TOUCHED: dict[str, Callable[[Any], object]] = {
    "a letter of a text": lambda office: _same_size(office.input / "2026-11" / "02 nuoc sach.txt"),
    "the settings": lambda office: _same_size(office.input / "2026-11" / "edition.toml"),
    "a new file": lambda office: office.write("03 moi.txt", "Bài mới\n\nMột câu."),
    "a file that goes": lambda office: (office.input / "2026-11" / "02 nuoc sach.txt").unlink(),
    "a name": lambda office: (office.input / "2026-11" / "02 nuoc sach.txt").rename(office.input / "2026-11/03 a.txt"),
    "shared settings": lambda office: (office.input / "bantin.toml").write_text('publisher = "Xã khác"\n', "utf-8"),
    "an empty folder of templates": lambda office: (office.input / "templates").mkdir(),
    "a finished file": lambda office: _same_size(next(office.output.rglob("*.mp3"))),
    "a finished file that goes": lambda office: next(office.output.rglob("*.epub")).unlink(),
    "a foreign file": lambda office: (office.output / "2026-11" / "x.txt").write_text("x", "utf-8"),
    "a mark of a killed build": lambda office: (
        next((office.root / ".bantin/manifests").rglob("2026-11.json")).with_suffix(".begun").touch()
    ),
    "the manifests": lambda office: shutil.rmtree(office.root / ".bantin" / "manifests"),
    "a link": lambda office: (office.input / "2026-11" / "link").symlink_to(office.input),
}


@pytest.mark.parametrize("what", TOUCHED)
def test_every_changed_file_is_noticed(built: Any, what: str) -> None:
    TOUCHED[what](built)
    assert not known()


@pytest.mark.parametrize(
    "typed", [("build", "2026-11"), ("build", "--strict"), ("build", "--no-audio"), ("check",), ()]
)
def test_another_command_is_not_this_one(built: Any, typed: tuple[str, ...]) -> None:
    assert not (found := command(typed)) or not found.output()


@pytest.mark.parametrize("name", ["BANTIN_LANG", "BANTIN_VOICES", "HOME"])
def test_another_environment_is_not_this_one(built: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "en")
    assert not known()


def test_damaged_records_are_ignored(built: Any) -> None:
    kept = built.root / ".bantin" / "unchanged"
    whole = kept.read_bytes()
    for place in range(0, len(whole), 997):
        kept.write_bytes(whole[:place] + bytes((whole[place] ^ 0x20,)) + whole[place + 1 :])
        assert not known()
    for length in (0, 3, 4, 5, len(whole) - 1):
        kept.write_bytes(whole[:length])
        assert not known()


def test_an_edition_that_has_to_be_built_again_is_not_called_unchanged(
    built: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """A notice may request another build without a change of the input: the next run must build."""
    manifest = next((built.root / ".bantin" / "manifests").rglob("2026-11.json"))
    manifest.write_bytes(b"{}")
    (built.root / ".bantin" / "unchanged").unlink()
    next(built.output.rglob("*.epub")).unlink()
    assert main(TYPED) == 0
    assert next(built.output.rglob("*.epub")).is_file()
    assert "không có gì thay đổi" not in capsys.readouterr().out.splitlines()[0]


def test_a_stamp_taken_within_a_tick_vouches_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"1")
    written_ns = path.stat().st_mtime_ns
    assert not settled(path.stat(), written_ns)
    assert not settled(path.stat(), written_ns + 1_000_000)
    assert settled(path.stat(), written_ns + 4_000_000_000)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Uncertain):
        list(below(str(tmp_path)))


def test_of_two_editions_one_is_changed_and_both_are_known(built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    built.edition("2026-12", settings='number = "2"\ndate = 2026-12-05\n[sound]\nvoice = "metronome"\n')
    built.write("01 tin.txt", "Tin tháng mười hai\n\n05/12/2026\n\nMột câu.\n\nThu Hà\n", "2026-12")
    main(TYPED)
    built.write("02 nuoc sach.txt", "Nước sạch về bản\n\n13/10/2026\n\nCó nước cho 64 hộ.\n\nThu Hà\n")
    while not (found := command(TYPED)) or not found._before:
        continue
    main(TYPED)
    assert known()
    capsys.readouterr()
    main(TYPED)
    short = capsys.readouterr()
    cli.main(TYPED)
    assert capsys.readouterr() == short
    assert short.out.count("không có gì thay đổi") == 3


def test_an_edition_whose_build_was_killed_beside_this_one_is_not_called_unchanged(built: Any) -> None:
    request = Request(Path("input"), Path("output"), Path("proof"), Path(".bantin"))
    assert unchanged(request, {"2026-11": False})
    mark = next(Path(".bantin/manifests").rglob("2026-11.json")).with_suffix(".begun")
    mark.touch()
    assert unchanged(request, {"2026-11": False}) is None
    assert unchanged(request, {}) is None
