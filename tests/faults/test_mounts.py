"""Full disks in any folder, and read-only folders: a clear error, and no incomplete file looks complete.

Each build has a small file system in memory, mounted in a user namespace of its own, which needs no rights.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bantin_media.verify import verify
from bantin_media.verify.mp3 import SoundError, sound

SPEECH_ERROR, OUTPUT_ERROR = 6, 7
BUILD = f"{sys.executable} -m bantin_media build --workers $WORKERS --voice $VOICE"
FILLS_UP = f"""
mount -t tmpfs -o size=$ROOM none "$DISK" && cp -r input "$DISK" && cd "$DISK" || exit 1
mkdir -p tmp; export TMPDIR=$DISK/tmp
{BUILD} > "$FOUND/said.txt" 2>&1 < /dev/null; echo $? > "$FOUND/status"
cp -r "$DISK" "$FOUND/full"
mount -o remount,size=200m "$DISK"
{BUILD} > "$FOUND/said-later.txt" 2>&1 < /dev/null; echo $? > "$FOUND/status-later"
cp -r "$DISK" "$FOUND/later"
"""
READ_ONLY = f"""
for one in $LOCKED; do mkdir -p "$one" && mount --bind "$one" "$one" && mount -o remount,bind,ro "$one" || exit 1; done
{BUILD} > "$FOUND/said.txt" 2>&1 < /dev/null; echo $? > "$FOUND/status"
"""
LONG_SIZES_KIB = random.Random(9).sample(range(20, 5000), 40)
SIZES_KIB = (60, 900, *(pytest.param(size, marks=pytest.mark.long) for size in LONG_SIZES_KIB))

InNamespace = Callable[..., Path]


@pytest.fixture(scope="session")
def can_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    command = ("unshare", "-rm", "sh", "-c", "mount -t tmpfs none /mnt")
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def in_namespace(can_mount: bool, desk: Any, tmp_path: Path) -> InNamespace:
    """Run a script in a namespace where it may mount file systems; return the folder of its results."""
    if not can_mount:
        pytest.skip("file systems cannot be mounted here, not even in a namespace of their own")

    def run(script: str, **variables: object) -> Path:
        found, disk = tmp_path / "found", tmp_path / "disk"
        found.mkdir()
        disk.mkdir()
        said = {"FOUND": found, "DISK": disk, "VOICE": "metronome", "WORKERS": 1, "TMPDIR": desk.temporary} | variables
        environment = os.environ | {name: str(value) for name, value in said.items()}
        command = ("unshare", "-rm", "sh", "-c", script)
        done = subprocess.run(command, cwd=desk.root, env=environment, capture_output=True, text=True, check=False)
        assert (found / "status").is_file(), done.stderr
        return found

    return run


def half_made(folder: Path) -> list[str]:
    wrong = [str(path) for path in folder.rglob("*.epub") if verify(path)]
    for path in folder.rglob("*.mp3"):
        try:
            sound(path.read_bytes())
        except SoundError:
            wrong.append(str(path))
    return wrong


def status_of(found: Path, name: str = "status") -> int:
    return int((found / name).read_text())


@pytest.mark.parametrize("size_kib", SIZES_KIB)
def test_a_disk_that_fills_up_anywhere(
    in_namespace: InNamespace, new_desk: Any, undisturbed: Any, tmp_path: Path, size_kib: int
) -> None:
    voice = "espeak" if size_kib % 4 == 0 and size_kib > 1000 else "metronome"
    found = in_namespace(FILLS_UP, ROOM=f"{size_kib}k", VOICE=voice, WORKERS=1 + size_kib % 2)
    text, status = (found / "said.txt").read_text("utf-8"), status_of(found)
    assert "Traceback" not in text
    assert status in {0, SPEECH_ERROR, OUTPUT_ERROR} and (status == 0 or ("LỖI" in text and "chạy lại" in text)), text
    desk = new_desk()
    for name, whole in (("full", status == 0), ("later", True)):
        shutil.rmtree(desk.root)
        shutil.copytree(found / name, desk.root)
        assert half_made(desk.output) == []
        if whole:
            assert desk.published() == undisturbed(voice)
            assert desk.unfinished() == []
    assert status_of(found, "status-later") == 0


@pytest.mark.parametrize(
    "locked", ["output", ".bantin", *(pytest.param(one, marks=pytest.mark.long) for one in ("proof", "output/2026-11"))]
)
def test_a_read_only_folder_is_reported(in_namespace: InNamespace, desk: Any, undisturbed: Any, locked: str) -> None:
    found = in_namespace(READ_ONLY, LOCKED=locked, WORKERS=2)
    text = (found / "said.txt").read_text("utf-8")
    assert status_of(found) == OUTPUT_ERROR, text
    assert "LỖI" in text and "Traceback" not in text
    assert desk.built() == undisturbed("metronome")
    assert desk.unfinished() == []


def test_a_read_only_store_of_speech_is_a_notice(in_namespace: InNamespace, desk: Any, undisturbed: Any) -> None:
    found = in_namespace(READ_ONLY, LOCKED=".bantin/store")
    assert status_of(found) == 0
    assert "store.unwritable" in (found / "said.txt").read_text("utf-8")
    assert desk.published() == undisturbed("metronome")


def test_a_read_only_input_is_enough(in_namespace: InNamespace, desk: Any, undisturbed: Any) -> None:
    found = in_namespace(READ_ONLY, LOCKED="input")
    assert status_of(found) == 0
    assert desk.published() == undisturbed("metronome")
