"""The band on a talking book's cover is added with two pictures in memory, which is the memory peak of a build."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
from datetime import UTC, date, datetime
from pathlib import Path
from bantin_media.model import Edition
from bantin_media.publication.writers.cover import HEIGHT, WIDTH, cover_picture, marked_as_talking

def memory(name):
    return next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if name in line)

edition = Edition("2026-11", "Bản tin Nà Phạ", "1", date(2026, 11, 5), datetime(2026, 11, 5, tzinfo=UTC), "Xã Nà Phạ")
cover = cover_picture(edition, ["Xã Nà Phạ vào vụ gặt"])
marked_as_talking(cover, edition)
before = memory("VmRSS")
Path("/proc/self/clear_refs").write_text("5")
marked = marked_as_talking(cover, edition)
print((memory("VmHWM") - before) * 1024 / (4 * WIDTH * HEIGHT), marked.height > cover.height)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells a process's peak and forgets it on demand")
def test_the_mark_takes_no_more_than_two_pictures() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    pictures, is_higher = run.stdout.split()
    assert float(pictures) < 2.5
    assert is_higher == "True"
