"""Private folders are removed after use, and those of killed processes by the next run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bantin_media.files import TEMPORARY_FOLDER, private_folder, remove_deserted

HOLDER = """
import os, sys
from bantin_media.files import private_folder
with private_folder(sys.argv[1]) as folder:
    (folder / "a" / "b").mkdir(parents=True)
    print(folder, flush=True)
    sys.stdin.read()
"""


def test_a_private_folder_is_removed_after_its_block(tmp_path: Path) -> None:
    with private_folder(str(tmp_path)) as folder:
        (folder / "a").write_text("x")
        remove_deserted(str(tmp_path))
        assert (folder / "a").is_file()
    assert list(tmp_path.iterdir()) == []


def test_the_next_run_removes_the_folder_of_a_killed_process(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdin
    theirs = Path(process.stdout.readline().strip())
    with private_folder(str(tmp_path)):
        assert (theirs / "a" / "b").is_dir()
    process.kill()
    process.communicate()
    assert theirs.is_dir()
    with private_folder(str(tmp_path)) as ours:
        assert list(tmp_path.iterdir()) == [ours]


def test_one_killed_before_it_held_its_folder_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY_FOLDER}x").mkdir()
    remove_deserted(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_foreign_files_remain(tmp_path: Path) -> None:
    other, link = tmp_path / f"{TEMPORARY_FOLDER}theirs", tmp_path / f"{TEMPORARY_FOLDER}link"
    (other / "a").mkdir(parents=True)
    try:
        link.symlink_to(other, target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")
    remove_deserted(str(tmp_path))
    assert (other / "a").is_dir() and link.is_symlink()
