"""Opus files next to the MP3s: the same duration, a third of the size, reproducible bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from bantin_media.audio.opus import OpusJob, encode_opus
from bantin_media.errors import SpeechError
from bantin_media.speech.engines import SpeechSettings
from bantin_media.speech.narration import speak_to_mp3

WORDS = ["bà con các thôn cùng nhau làm đường, dọn vệ sinh và trồng thêm hoa hai bên lối đi."] * 6


def test_the_same_sound_in_a_third_of_the_size(tmp_path: Path) -> None:
    made = speak_to_mp3(WORDS, tmp_path / "bai.mp3", voice="espeak", speech=SpeechSettings())
    job = OpusJob(made.mp3_path, tmp_path / "bai.opus", 16)
    opus = encode_opus(job).read_bytes()
    assert len(opus) < made.size_bytes * 0.45
    assert abs(soundfile.info(str(job.target)).duration - made.duration_ms / 1000) < 0.05
    assert encode_opus(job).read_bytes() == opus
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bai.mp3", "bai.opus"]


def test_a_file_that_is_no_sound_is_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "bai.mp3").write_bytes(b"no sound")
    with pytest.raises(SpeechError):
        encode_opus(OpusJob(tmp_path / "bai.mp3", tmp_path / "bai.opus", 16))
    assert [path.name for path in tmp_path.iterdir()] == ["bai.mp3"]
