"""Files are written completely or not at all; file names are safe on every disk."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.errors import OutputError
from bantin_media.files import (
    TEMPORARY_SUFFIX,
    as_named,
    existing,
    is_portable,
    leads_out,
    remove_abandoned,
    slug,
    whole_file,
    whole_path,
    write_pieces,
    write_stream,
    write_whole,
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_becomes_its_target_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "new" / "page.html"
    with whole_file(target) as file:
        file.write(b"page")
        assert not target.exists()
    assert target.read_bytes() == b"page"
    assert names(target.parent) == ["page.html"]


def test_a_failing_block_keeps_the_earlier_file(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), whole_file(target) as file:
        file.write(b"half")
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), whole_path(target) as path:
        path.write_bytes(b"half")
        raise ZeroDivisionError
    assert target.read_bytes() == b"before"
    assert names(tmp_path) == ["page.html"]


def test_a_block_without_a_file_keeps_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_bytes(b"before")
    with whole_path(target):
        pass
    assert target.read_bytes() == b"before"


def test_a_folder_that_cannot_be_created_is_an_error_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError) as caught:
        write_whole(tmp_path / "file" / "page.html", b"page")
    assert caught.value.where == str(tmp_path / "file" / "page.html")
    with pytest.raises(OutputError), whole_path(tmp_path / "none" / "page.html") as path:
        path.write_bytes(b"page")


def _whole(target: Path, content: bytes) -> None:
    write_whole(target, content)


def _pieces(target: Path, content: bytes) -> None:
    write_pieces(target, lambda: (content[:2], content[2:]))


def _stream(target: Path, content: bytes) -> None:
    write_stream(target, iter((content[:2], content[2:])))


WRITERS = pytest.mark.parametrize("write", [_whole, _pieces, _stream])


@WRITERS
def test_the_same_bytes_leave_the_file_alone(tmp_path: Path, write: Callable[[Path, bytes], None]) -> None:
    target = tmp_path / "page.html"
    write(target, b"page")
    before = (target.stat().st_ino, target.stat().st_mtime_ns)
    write(target, b"page")
    assert (target.stat().st_ino, target.stat().st_mtime_ns) == before


@WRITERS
@pytest.mark.parametrize("content", [b"pag", b"pages", b"pagf", b""])
def test_other_bytes_replace_it(tmp_path: Path, write: Callable[[Path, bytes], None], content: bytes) -> None:
    target = tmp_path / "page.html"
    write(target, b"page")
    write(target, content)
    assert target.read_bytes() == content
    assert names(tmp_path) == ["page.html"]


def test_only_files_of_killed_runs_are_removed(tmp_path: Path) -> None:
    nobody = 2**22 + 1  # above the largest process id
    for process in (nobody, os.getpid(), "x", "²"):
        (tmp_path / f".page.html.{process}{TEMPORARY_SUFFIX}").write_bytes(b"half")
    (tmp_path / f"page.{nobody}.html").write_bytes(b"whole")
    remove_abandoned(tmp_path)
    kept = {f".page.html.{process}{TEMPORARY_SUFFIX}" for process in (os.getpid(), "x", "²")}
    assert set(names(tmp_path)) == kept | {f"page.{nobody}.html"}


@pytest.mark.parametrize(("disk", "typed"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_a_name_is_found_however_its_letters_are_composed(tmp_path: Path, disk: str, typed: str) -> None:
    name = "ảnh/bìa số một.jpg"
    lies = tmp_path / unicodedata.normalize(disk, name)  # type: ignore[arg-type]
    lies.parent.mkdir()
    lies.write_bytes(b"")
    assert as_named(tmp_path, unicodedata.normalize(typed, name)) == lies  # type: ignore[arg-type]


def test_a_name_that_nothing_has_is_a_path_all_the_same(tmp_path: Path) -> None:
    assert as_named(tmp_path, "ảnh.jpg") == tmp_path / "ảnh.jpg"
    assert as_named(tmp_path / "none", "ảnh.jpg") == tmp_path / "none" / "ảnh.jpg"
    assert as_named(tmp_path, "a.jpg") == tmp_path / "a.jpg"


def test_a_plain_name_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "ảnh.jpg").write_bytes(b"")
    assert as_named(tmp_path, "a.jpg") == tmp_path / "a.jpg"
    assert as_named(tmp_path, "x/../ảnh.jpg") == tmp_path / "x/../ảnh.jpg"


def test_a_process_of_another_user_counts_as_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: int, signal: int) -> None:
        raise PermissionError

    half = tmp_path / f".page.html.1{TEMPORARY_SUFFIX}"
    half.write_bytes(b"half")
    monkeypatch.setattr(os, "kill", refuse)
    remove_abandoned(tmp_path)
    assert half.exists()


def test_a_link_leads_out_or_not(tmp_path: Path) -> None:
    inside, outside = tmp_path / "so" / "anh.jpg", tmp_path / "anh.jpg"
    inside.parent.mkdir()
    for path in (inside, outside):
        path.write_bytes(b"")
    gone, far_gone = inside.parent / "gone.jpg", tmp_path / "gone.jpg"
    ways = {"near": inside, "far": outside, "round": inside.parent / "round", "gone": gone, "far gone": far_gone}
    for name, to in ways.items():
        (inside.parent / name).symlink_to(to)
    assert [leads_out(inside.parent / name) for name in ways] == [False, True, True, False, True]
    assert not leads_out(inside)


@pytest.mark.parametrize(
    ("text", "longest", "name"),
    [
        ("Hiệu quả từ công tác", 60, "hieu-qua-tu-cong-tac"),
        ("Đường  mới — về Đảng", 60, "duong-moi-ve-dang"),
        ("một hai ba", 7, "mot-hai"),
        ("một hai ba", 8, "mot-hai"),
        ("một hai ba", 11, "mot-hai-ba"),
        ("một haihaihai ba", 7, "mot"),
        ("nghiêng", 3, "ngh"),
        ("", 60, "bai"),
        ("中文", 60, "bai"),
        ("CON", 60, "con-"),
        ("com1", 60, "com1-"),
        ("con trâu", 60, "con-trau"),
    ],
)
def test_a_name_is_ascii_and_safe_everywhere(text: str, longest: int, name: str) -> None:
    assert slug(text, longest=longest) == name


@pytest.mark.parametrize(
    "name", ["2026-11", "số 11", "Bản tin tháng 11", "con-trau", "console", "com", "com10", "a.con", ".hidden", "lpt"]
)
def test_a_name_that_every_system_can_have(name: str) -> None:
    assert is_portable(name)


@pytest.mark.parametrize(
    "name",
    [
        *("con", "CON", "aux", "Nul", "prn", "com1", "LPT9", "com²", "conin$"),
        *("con.txt", "aux.2026", "nul.", "com1.tar.gz", "con .x", "prn "),
        *("so 11.", "so 11 ", "so 11...", "so:11", "a?", "a*b", "a|b", 'a"b', "a\\b", "a\nb"),
    ],
)
def test_a_name_that_windows_cannot_have(name: str) -> None:
    assert not is_portable(name)


def test_a_file_that_went_away_after_it_was_listed_is_left_out(tmp_path: Path) -> None:
    here, gone = tmp_path / "bai.txt", tmp_path / "~WRD0001.tmp"
    here.write_text("một", "utf-8")
    assert [(path, status.st_size) for path, status in existing([gone, tmp_path, here])] == [(here, 5)]
