"""Two tabs, a running build, and Word saving a file, at random and at the same time: no file is lost or incomplete.

`BANTIN_SEED=7 BANTIN_BUILDS=300 make test-long ARGS="-k desk_soak"` repeats a run; a failure names its seed.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bantin_media.desk.building import Builder
from bantin_media.desk.changes import EDITION, ChangeRequest
from bantin_media.desk.office import Office, StaleError
from bantin_media.errors import OutputError, UsageError

from .conftest import SECOND, new_office

SEED = int(os.environ.get("BANTIN_SEED", "1"))
BUILDS = int(os.environ.get("BANTIN_BUILDS", "100"))
NAME = "2026-12"
BUILD = (sys.executable, "-m", "bantin_media", "build", "--voice", "metronome", "--workers", "1")
UNFORESEEN = ("Traceback", "chương trình có lỗi")


class Tab(threading.Thread):
    """An open page that makes changes, some of them when it is older than the files."""

    def __init__(self, office: Office, dice: random.Random, key: str) -> None:
        super().__init__()
        self.office, self.dice, self.key = office, dice, key
        self.written: list[str] = []
        self.failures: list[BaseException] = []

    def run(self) -> None:
        try:
            seen = self.office.seen(NAME)
            for _ in range(4):
                value = str(self.dice.randrange(10**6))
                what, form = self.dice.choice([
                    ("details", {self.key: value}),
                    ("article", {"article": self.dice.choice("12"), "author": f"Lò Văn {self.key}"}),
                    ("order", {"order": self.dice.choice(["1 2", "2 1"])}),
                    ("undo", {}),
                ])  # fmt: skip
                try:
                    EDITION[what](ChangeRequest(self.office, Builder(self.office), NAME, {"seen": seen, **form}))
                except (StaleError, OutputError, UsageError):  # reported, and the page is loaded again
                    seen = self.office.seen(NAME)
                else:
                    self.written.append(f"{what} {form}")
                    seen = self.office.seen(NAME) if self.dice.random() < 0.7 else seen
        except Exception as failure:  # noqa: BLE001 -- a thread's own error would be printed and forgotten
            self.failures.append(failure)


def word_saves(office: Office, dice: random.Random) -> None:
    """Save like Word: a lock file, a temporary file, two renames."""
    folder = office.request.input / NAME
    path, lock = folder / "02 duong moi.txt", folder / "~$ duong moi.txt"
    for _ in range(5):
        lock.write_bytes(b"owner")
        temporary, older = folder / f"~WRD{dice.randrange(9999):04}.tmp", folder / f"~WRL{dice.randrange(9999):04}.tmp"
        temporary.write_text(SECOND.replace("57 hộ", f"{dice.randint(10, 99)} hộ"), "utf-8")
        path.replace(older)
        temporary.replace(path)
        older.unlink()
        lock.unlink()


def build(root: Path) -> tuple[int, str]:
    environment = {name: value for name, value in os.environ.items() if name != "BANTIN_DIR"}
    made = subprocess.run(BUILD, cwd=root, env=environment, capture_output=True, text=True, check=False)
    return made.returncode, made.stdout + made.stderr


def published(root: Path) -> dict[str, bytes]:
    found = (path for name in ("output", "output-noi-bo") for path in (root / name).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def together(office: Office, dice: random.Random, root: Path) -> list[str]:
    """Run everything at the same time; return the text that the tabs reported as written."""
    tabs = [Tab(office, random.Random(dice.random()), key) for key in ("number", "greeting")]
    word = threading.Thread(target=word_saves, args=(office, random.Random(dice.random())))
    said: list[tuple[int, str]] = []
    builder = threading.Thread(target=lambda: said.append(build(root)))
    threads: list[threading.Thread] = [builder, *tabs, word]
    dice.shuffle(threads)
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [failure for tab in tabs for failure in tab.failures] == []
    assert not any(words in said[0][1] for words in UNFORESEEN), said[0][1]
    return [line for tab in tabs for line in tab.written]


def soak(root: Path, new_root: Callable[[], Path], seed: int, rounds: int) -> None:
    office, dice = new_office(root), random.Random(seed)
    for number in range(rounds):
        written = together(office, dice, root)
        story = f"BANTIN_SEED={seed}, round {number + 1}: {written}"
        settings: dict[str, Any] = tomllib.loads((root / "input" / NAME / "edition.toml").read_text("utf-8"))
        assert "# của tòa soạn" in (root / "input" / NAME / "edition.toml").read_text("utf-8"), story
        assert settings["date"].isoformat() == "2026-12-05", story
        left = {path.name for path in (root / "input" / NAME).iterdir()}
        assert left == {"01 lop hoc.txt", "02 duong moi.txt", "edition.toml"}, story
        assert build(root)[0] == 0, story
        assert not [path for path in root.rglob("*") if path.suffix in {".part", ".begun", ".before"}], story
        afresh = new_root()
        shutil.copytree(root / "input", afresh / "input")
        status, said = build(afresh)
        assert status == 0, f"{story}\n{said}"
        assert published(root) == published(afresh), story
        shutil.rmtree(afresh)


def test_a_short_desk_soak(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    soak(tmp_path / "office", lambda: tmp_path_factory.mktemp("afresh"), 20261105, 1)


@pytest.mark.long
def test_a_long_desk_soak(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    print(f"BANTIN_SEED={SEED} BANTIN_BUILDS={BUILDS}")  # noqa: T201 -- shown where it fails
    soak(tmp_path / "office", lambda: tmp_path_factory.mktemp("afresh"), SEED, BUILDS)
