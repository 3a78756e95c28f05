"""Files after a failing disk or a killed process, and on another system."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from bantin_media import files
from bantin_media.errors import OutputError
from bantin_media.files import (
    TEMPORARY_FOLDER,
    as_named,
    held,
    private_folder,
    remove_abandoned,
    remove_deserted,
    slug,
    unwritable,
    whole_file,
    whole_path,
    write_pieces,
    write_stream,
    write_through,
)

NOW_S = 1_800_000_000.0
NOBODY = 2**22 + 1
"""A number above the largest process id."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module on a system called "nt"; paths are those of this system."""
    monkeypatch.setattr(files, "os", types.SimpleNamespace(**{**vars(os), "name": "nt"}))


def test_a_file_in_the_making_has_the_process_in_its_name(tmp_path: Path) -> None:
    with whole_file(tmp_path / "page.html") as file:
        file.write(b"page")
        assert names(tmp_path) == [f".page.html.{os.getpid()}.part"]
    with whole_path(tmp_path / "book.epub") as path:
        assert path == tmp_path / f".book.epub.{os.getpid()}.part"


def test_folders_above_a_file_are_made(tmp_path: Path) -> None:
    for write in (write_stream, lambda target, pieces: write_pieces(target, lambda: pieces)):
        target = tmp_path / write.__name__.strip("<>") / "a" / "b" / "page.html"
        write(target, (b"a", b"b"))
        write(target.with_name("other.html"), (b"a", b"b"))
        assert names(target.parent) == ["other.html", "page.html"]


def test_an_unwritable_file_is_an_error_with_a_hint(tmp_path: Path) -> None:
    error = unwritable(tmp_path, PermissionError(13, "Permission denied"))
    assert isinstance(error, OutputError)
    assert (error.where, error.what) == (str(tmp_path), "không ghi được: người dùng này không được phép")
    assert error.hint.startswith("Hãy ")


def test_a_folder_in_the_place_of_a_file_leaves_no_half(tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()
    with pytest.raises(OutputError) as caught, whole_file(tmp_path / "page.html") as file:
        file.write(b"page")
    assert caught.value.where == str(tmp_path / "page.html")
    with pytest.raises(OutputError), whole_path(tmp_path / "page.html") as path:
        path.write_bytes(b"page")
    assert names(tmp_path) == ["page.html"]


def test_the_file_of_another_program_is_flushed_unchanged(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"sound")
    write_through(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"sound"
    with pytest.raises(FileNotFoundError):
        write_through(tmp_path / "none")


@pytest.mark.usefixtures("on_windows")
def test_no_folder_is_opened_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "open", lambda *_: pytest.fail("a folder was opened"))
    with whole_file(tmp_path / "page.html") as file:
        file.write(b"page")
    assert names(tmp_path) == ["page.html"]


def test_the_names_in_a_folder_are_brought_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Path, int]] = []
    closed: list[int] = []
    real_open, real_close = os.open, os.close
    monkeypatch.setattr(files.os, "open", lambda *each: opened.append(each) or real_open(*each))  # type: ignore[func-returns-value]
    monkeypatch.setattr(files.os, "close", lambda each: closed.append(each) or real_close(each))  # type: ignore[func-returns-value]
    files._write_through(tmp_path)
    assert opened == [(tmp_path, os.O_RDONLY)] and len(closed) == 1


@pytest.mark.parametrize(("age_s", "goes"), [(86_399, False), (86_400, True)])
@pytest.mark.usefixtures("on_windows")
def test_an_incomplete_file_is_removed_after_a_day_if_processes_are_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age_s: int, goes: bool
) -> None:
    monkeypatch.setattr(files.time, "time", lambda: NOW_S)
    half = tmp_path / ".page.html.1.part"
    half.write_bytes(b"half")
    os.utime(half, (NOW_S - age_s, NOW_S - age_s))
    remove_abandoned(tmp_path)
    assert half.exists() is not goes


def test_a_number_too_large_for_a_process_is_no_process(tmp_path: Path) -> None:
    (tmp_path / f".page.html.{10**30}.part").write_bytes(b"half")
    (tmp_path / ".page.html..part").write_bytes(b"half")
    remove_abandoned(tmp_path)
    assert names(tmp_path) == [".page.html..part"]


def test_a_process_that_ended_and_was_not_collected_is_not_running(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert ended.stdout
    ended.stdout.read()  # it has ended and is a zombie
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    half = tmp_path / f".page.html.{ended.pid}.part"
    half.write_bytes(b"half")
    assert not files._is_running(ended.pid, half)
    remove_abandoned(tmp_path)
    assert not half.exists()
    ended.communicate()
    assert files._is_running(os.getpid(), half)


def test_a_process_counts_as_running_if_the_system_lists_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none(_: Path) -> bytes:
        raise FileNotFoundError

    monkeypatch.setattr(files.Path, "read_bytes", none)
    assert files._is_running(os.getpid(), tmp_path)


def test_the_folder_of_another_user_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("empty", "left"):
        (tmp_path / f"{TEMPORARY_FOLDER}{name}").mkdir()
    (tmp_path / f"{TEMPORARY_FOLDER}left" / ".held").write_bytes(b"")
    (tmp_path / "other").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    remove_deserted(str(tmp_path))
    assert len(names(tmp_path)) == 3
    monkeypatch.undo()
    remove_deserted(str(tmp_path))
    assert names(tmp_path) == ["other"]


@pytest.mark.usefixtures("on_windows")
def test_a_folder_without_its_lock_file_remains_on_windows(tmp_path: Path) -> None:
    for name in ("left", "unheld"):
        (tmp_path / f"{TEMPORARY_FOLDER}{name}" / "a").mkdir(parents=True)
    (tmp_path / f"{TEMPORARY_FOLDER}left" / ".held").write_bytes(b"")
    remove_deserted(str(tmp_path))
    assert names(tmp_path) == [f"{TEMPORARY_FOLDER}unheld"]


def test_a_folder_removed_before_it_was_locked_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = files.tempfile.mkdtemp

    def swept(prefix: str, dir: str) -> str:
        made.append(real(prefix=prefix, dir=dir))
        if len(made) == 1:
            Path(made[0]).rmdir()
        return made[-1]

    monkeypatch.setattr(files.tempfile, "mkdtemp", swept)
    with private_folder(str(tmp_path)) as folder:
        assert str(folder) == made[1] and folder.name.startswith("bantin-")
        assert names(folder) == [".held"]
    assert names(tmp_path) == []


def test_private_folders_are_in_the_systems_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.tempfile, "tempdir", str(tmp_path))
    (tmp_path / f"{TEMPORARY_FOLDER}left").mkdir()
    with private_folder() as folder:
        assert names(tmp_path) == [folder.name]
    with pytest.raises(FileNotFoundError), private_folder(str(tmp_path / "none")):
        pass
    remove_deserted(str(tmp_path / "none"))


LOCK = """
import sys
from pathlib import Path
from bantin_media.files import held
with held(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_one_process_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "lock"
    with held(path) as first:
        assert first
        again = subprocess.run([sys.executable, "-c", LOCK, str(path)], input=b"", stdout=subprocess.PIPE, check=True)
        assert again.stdout.split() == [b"False"]
    with held(path) as second:
        assert second
    with path.open("rb") as file:
        assert not files._is_locked(file)  # only for Windows


@pytest.mark.parametrize("is_held", [False, True])
def test_a_lock_is_the_first_byte_of_its_file_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_held: bool
) -> None:
    calls: list[tuple[int, int, int]] = []

    def locking(descriptor: int, mode: int, size_bytes: int) -> None:
        calls.append((os.lseek(descriptor, 0, os.SEEK_CUR), mode, size_bytes))
        if is_held:
            raise PermissionError

    system = types.ModuleType("msvcrt")
    system.LK_NBLCK, system.locking = 2, locking  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "msvcrt", system)
    monkeypatch.setattr(files.sys, "platform", "win32")
    (tmp_path / "lock").write_bytes(b"held")
    with held(tmp_path / "lock") as ours:
        assert ours is not is_held
    assert calls == [(0, 2, 1)]


def test_an_open_file_is_the_lock_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with held(tmp_path / "lock") as first, held(tmp_path / "lock") as second:
        assert first and second


def test_a_process_is_queried_with_signal_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(files.os, "kill", lambda *each: asked.append(each))
    assert files._is_running(os.getpid(), tmp_path)
    assert asked == [(os.getpid(), 0)]


def test_a_folder_that_its_block_removed_is_no_error(tmp_path: Path) -> None:
    with private_folder(str(tmp_path)) as folder:
        (folder / ".held").unlink()
        folder.rmdir()
    assert names(tmp_path) == []


def test_every_abandoned_folder_is_removed(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{TEMPORARY_FOLDER}{name}").mkdir()
    for name in "de":
        (tmp_path / f"{TEMPORARY_FOLDER}{name}").mkdir()
        (tmp_path / f"{TEMPORARY_FOLDER}{name}" / ".held").write_bytes(b"")
    remove_deserted(str(tmp_path))
    assert names(tmp_path) == []


def test_pieces_that_end_sooner_or_later_are_other_bytes(tmp_path: Path) -> None:
    target = tmp_path / "a"
    for pieces in ((b"ab", b"cd"), (b"ab",), (b"ab", b"c"), (b"ab", b"cde"), (b"abcde", b""), ()):
        write_pieces(target, lambda pieces=pieces: pieces)  # type: ignore[misc]
        assert target.read_bytes() == b"".join(pieces)


def test_another_spelling_of_a_folder_is_found_part_by_part(tmp_path: Path) -> None:
    from unicodedata import normalize

    lies = tmp_path / normalize("NFD", "ảnh") / "bìa" / normalize("NFD", "số một.jpg")
    lies.parent.mkdir(parents=True)
    lies.write_bytes(b"")
    assert as_named(tmp_path, "ảnh/bìa/số một.jpg") == lies
    assert as_named(tmp_path, "ảnh/bìa/số hai.jpg") == lies.with_name("số hai.jpg")


@pytest.mark.parametrize(
    ("text", "longest", "name"),
    [
        ("ab cd", 4, "ab"), ("ab cd", 5, "ab-cd"), ("ab cd", 6, "ab-cd"), ("abcd", 4, "abcd"), ("abcd", 5, "abcd"),
        ("abcdef gh", 6, "abcdef"), ("a b c d e f", 5, "a-b-c"), ("a b c d e f", 6, "a-b-c"), ("ĐỔI ĐÒ", 60, "doi-do"),
        ("lpt9", 60, "lpt9-"),
        ("lpt99", 60, "lpt99"), ("Aux", 60, "aux-"), ("2026 – 11", 60, "2026-11"),
        ("x" * 70, 60, "x" * 60), ("a" * 59 + " b", 60, "a" * 59), ("a" * 58 + " b", 60, "a" * 58 + "-b"),
    ],
)  # fmt: skip
def test_a_name_is_cut_at_a_word(text: str, longest: int, name: str) -> None:
    assert slug(text, longest=longest) == name
    if longest == 60:
        assert slug(text) == name
