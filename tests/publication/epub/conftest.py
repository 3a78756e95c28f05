"""The sample edition, built once a run, by the command that `make` runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

SAMPLE = Path(__file__).parents[3] / "input"


@pytest.fixture(scope="session")
def sample_books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the light and the talking book of the sample edition; workers of one run share them."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample books"
    books = root / "output" / "2026-11" / "2026-11.epub", root / "output" / "2026-11" / "2026-11-co-tieng.epub"
    folders = [f"--{name}={root / name}" for name in ("output", "proof", "work")]
    command = [sys.executable, "-m", "bantin_media", "build", f"--input={SAMPLE}", *folders, "--workers=1"]
    with FileLock(root.with_suffix(".lock")):
        if not (root / "built").exists():
            done = subprocess.run(command, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr.decode()
            (root / "built").touch()
    return books
