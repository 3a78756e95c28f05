"""Safe against a power cut: the bytes of a file are flushed before its name is, and then the name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bantin_media.files import remove_abandoned, whole_file, write_whole

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="reads /proc, which only Linux has")

NO_PROCESS = 2**22 + 1
"""A number above the largest process id of Linux."""


def test_a_finished_file_is_written_through_before_and_after_it_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        order.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real_fsync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        order.append("rename")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    write_whole(tmp_path / "books" / "so-1.epub", b"whole")
    content, rename, folder = order
    assert content.startswith(".so-1.epub.") and rename == "rename" and folder == "books"


def test_a_failing_block_changes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "so-1.epub"
    target.write_bytes(b"earlier")
    with pytest.raises(ZeroDivisionError), whole_file(target) as file:
        file.write(b"half")
        _ = 1 / 0
    assert target.read_bytes() == b"earlier" and [path.name for path in tmp_path.iterdir()] == [target.name]


def test_only_the_files_of_processes_that_are_no_more_are_removed(tmp_path: Path) -> None:
    mine = tmp_path / f".so-1.epub.{os.getpid()}.part"
    abandoned = tmp_path / f".so-1.epub.{NO_PROCESS}.part"
    strange = tmp_path / "bai.part"
    finished = tmp_path / "so-1.epub"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    while ") Z" not in Path(f"/proc/{dead.pid}/stat").read_text():
        os.sched_yield()
    uncollected = tmp_path / f".so-2.epub.{dead.pid}.part"
    for path in (mine, abandoned, uncollected, strange, finished):
        path.write_bytes(b"?")
    remove_abandoned(tmp_path)
    dead.wait()
    remove_abandoned(tmp_path / "absent")
    assert {path.name for path in tmp_path.iterdir()} == {mine.name, strange.name, finished.name}
