"""A recording of a phone (.m4a, .aac) gives the same sound as a WAV file."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bantin_media.audio.ffmpeg import ffmpeg
from bantin_media.audio.mp3 import FrameFormat
from bantin_media.audio.outside import segment
from bantin_media.errors import SourceError


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    place = np.arange(2 * 22050) / 22050
    soundfile.write(tmp_path / "a.wav", 0.2 * np.sin(2 * np.pi * 330 * place) * (1 + np.sin(place * 9)) / 2, 22050)
    return tmp_path / "a.wav"


def samples(path: Path) -> int:
    return segment(path, BytesIO(), FrameFormat(22050, 48), loudness_lufs=-19).samples


@pytest.mark.parametrize("suffix", [".m4a", ".aac"])
def test_ffmpeg_reads_the_file_if_installed(wav: Path, suffix: str) -> None:
    program = ffmpeg()
    if program is None:
        pytest.skip("there is no ffmpeg here")
    target = wav.with_suffix(suffix)
    subprocess.run([program, "-loglevel", "error", "-i", str(wav), "-c:a", "aac", str(target)], check=True)
    assert abs(samples(target) - samples(wav)) < 4096


def test_without_ffmpeg_the_error_says_how_to_install_it(wav: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bantin_media.audio.outside.ffmpeg", lambda: None)
    target = wav.rename(wav.with_suffix(".m4a"))
    with pytest.raises(SourceError, match="ffmpeg"):
        samples(target)
