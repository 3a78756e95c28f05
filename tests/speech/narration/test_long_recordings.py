"""Recordings of several hours take constant memory, and no library prints anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bantin_media.audio.mp3 import FrameFormat, encode
from bantin_media.configuration.settings import PROFILES
from bantin_media.speech.engines import open_engine

LARGEST_PEAK_MB = 120
PROGRAM = """
import sys
from pathlib import Path
from bantin_media.model import Cue, Pause, Reading, Script
from bantin_media.speech.narration import Job, narrate
from bantin_media.configuration.settings import PROFILES
from bantin_media.speech.engines import SpeechSettings

recording, folder = map(Path, sys.argv[1:])
script = Script("a", "A", (Cue("s1", Reading((), ""), Pause.END, recording),))
for turn in range(2):
    made = narrate(Job(script, folder / f"{turn}.mp3", "", SpeechSettings(), folder / "store"))
    # getrusage is not used, because it includes the memory of the parent process.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(made.duration_ms, int(peak.split()[1]) // 1024)
"""


def read_aloud(path: Path, minutes: int) -> Path:
    """Write a recording of this many minutes: one minute of speech repeated, joined at frame level."""
    engine = open_engine("espeak", PROFILES["phone"])
    sound = engine.speak("Đồng bào trong xã nghe một người đọc bản tin từ đầu đến cuối, không vội, không vấp.").pcm
    minute = (sound * (2 * engine.sample_rate_hz * 60 // len(sound) + 1))[: 2 * engine.sample_rate_hz * 60]
    frames = encode([minute], engine.sample_rate_hz, FrameFormat(engine.sample_rate_hz, 64)).frames
    with path.open("wb") as file:
        for _ in range(minutes):
            file.write(frames)
    return path


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="reads /proc, which only Linux has")
@pytest.mark.parametrize(
    "minutes", [4, pytest.param(60, marks=pytest.mark.long), pytest.param(180, marks=pytest.mark.long)]
)
def test_a_long_recording_takes_no_more_memory_than_a_short_one(tmp_path: Path, minutes: int) -> None:
    recording = read_aloud(tmp_path / "01 bài.mp3", minutes)
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(recording), str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    found = [tuple(map(int, line.split())) for line in run.stdout.splitlines()]
    for duration_ms, peak_mb in found:
        assert duration_ms == pytest.approx(minutes * 60_000, rel=0.01)
        assert peak_mb <= LARGEST_PEAK_MB
    assert (tmp_path / "0.mp3").read_bytes() == (tmp_path / "1.mp3").read_bytes()
