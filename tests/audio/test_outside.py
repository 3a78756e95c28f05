"""Sound files of the editor: converted to the programme's loudness and rate, or refused with the cause."""

from __future__ import annotations

import hashlib
import io
import shlex
import struct
import sys
import types
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bantin_media.audio import ffmpeg as ffmpeg_module
from bantin_media.audio import opus, outside
from bantin_media.audio.calibration import decoded
from bantin_media.audio.loudness import integrated_lufs, true_peak_dbtp
from bantin_media.audio.mp3 import FrameFormat, LongSegment
from bantin_media.audio.opus import OpusJob, encode_opus
from bantin_media.audio.outside import digest, segment
from bantin_media.errors import ConfigError, SourceError, SpeechError

FORM = FrameFormat(22050, 48)


def sound(rate: int, seconds: float = 1.0, level: float = 0.2, hz: int = 441) -> np.ndarray:
    place = np.arange(int(rate * seconds))
    return level * np.sin(2 * np.pi * hz * place / rate) * (1 + np.sin(place * 40 / rate)) / 2


def made(path: Path, loudness_lufs: float = -19.0) -> tuple[LongSegment, bytes]:
    found = segment(path, io.BytesIO(), FORM, loudness_lufs=loudness_lufs)
    return found, b"".join(decoded(found))


@pytest.mark.parametrize("rate", [4000, 8000, 22050, 44100, 192_000])
@pytest.mark.parametrize("loudness_lufs", [-19.0, -16.0])
def test_sound_of_any_rate_gets_the_programmes_rate_and_loudness(
    tmp_path: Path, rate: int, loudness_lufs: float
) -> None:
    soundfile.write(tmp_path / "a.wav", sound(rate), rate, subtype="FLOAT")
    found, heard = made(tmp_path / "a.wav", loudness_lufs)
    assert found.samples == 22050
    assert integrated_lufs([heard], 22050) == pytest.approx(loudness_lufs, abs=0.3)
    assert true_peak_dbtp([heard], 22050) <= -1.0


def test_channels_are_mixed_and_clipped_at_full_scale(tmp_path: Path) -> None:
    one = sound(22050)
    for name, channels in {"mono": [one], "both": [one, one], "half": [one, 0 * one], "eight": [one] * 8}.items():
        soundfile.write(tmp_path / f"{name}.wav", np.stack(channels, axis=1), 22050, subtype="FLOAT")
    sounds = {path.stem: b"".join(outside._mono(path)) for path in tmp_path.iterdir()}
    mono = np.frombuffer(sounds["mono"], "<i2")
    assert np.abs(mono - np.rint(one * 32767)).max() <= 1
    for name, share in {"both": 1.0, "half": 0.5, "eight": 1.0}.items():
        assert np.abs(np.frombuffer(sounds[name], "<i2") - mono * share).max() <= 8
    broken = np.array([0.5, np.nan, np.inf, -np.inf, 3.0, -3.0, 1.0, -1.0])
    soundfile.write(tmp_path / "broken.wav", broken, 22050, subtype="FLOAT")
    found = np.frombuffer(b"".join(outside._mono(tmp_path / "broken.wav")), "<i2").tolist()
    assert found == [16384, 0, 32767, -32767, 32767, -32767, 32767, -32767]


def test_a_long_recording_is_decoded_in_pieces_of_ten_seconds(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sound(4000, 25), 4000)
    assert [len(piece) // 2 for piece in outside._mono(tmp_path / "a.wav")] == [40_000, 40_000, 20_000]


def wav_head(rate: int, channels: int, frames: int) -> bytes:
    size = frames * channels * 2
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, rate * channels * 2, channels * 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)


@pytest.mark.parametrize(
    ("rate", "channels", "frames", "said"),
    [
        (3_999, 1, 3_999, "0 giờ, 1 kênh, 3999 Hz"),
        (192_001, 1, 10, "0 giờ, 1 kênh, 192001 Hz"),
        (8_000, 9, 10, "0 giờ, 9 kênh, 8000 Hz"),
        (4_000, 1, 6 * 3600 * 4_000 + 1, "6 giờ, 1 kênh, 4000 Hz"),
        (4_000, 1, 7 * 3600 * 4_000, "7 giờ, 1 kênh, 4000 Hz"),
    ],
)
def test_a_file_with_impossible_properties_is_refused(
    tmp_path: Path, rate: int, channels: int, frames: int, said: str
) -> None:
    path = tmp_path / "a.wav"
    with path.open("wb") as file:
        file.write(wav_head(rate, channels, frames))
        file.truncate(44 + frames * channels * 2)
    with pytest.raises(SourceError) as caught:
        made(path)
    assert caught.value.where == str(path) and said in caught.value.what and caught.value.hint


def test_six_hours_and_eight_channels_are_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with path.open("wb") as file:
        file.write(wav_head(4_000, 8, 6 * 3600 * 4_000))
        file.truncate(44 + 6 * 3600 * 4_000 * 16)
    assert outside._sample_rate_hz(path) == 4_000


@pytest.mark.parametrize(
    ("name", "content"), [("a.wav", b"no sound"), ("a.mp3", b""), ("a.txt", b"x"), ("a.MP3", b"\xff")]
)
def test_a_file_that_is_no_sound_is_reported(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as caught:
        made(tmp_path / name)
    assert caught.value.where == str(tmp_path / name)
    assert (".mp3, .wav, .flac, .ogg, .m4a, .aac" in caught.value.what) == (name == "a.txt")


def test_silence_and_a_missing_file_are_reported(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(22050), 22050)
    with pytest.raises(SourceError, match="không có tiếng"):
        made(tmp_path / "a.wav")
    with pytest.raises(SourceError):
        made(tmp_path / "none.wav")
    with pytest.raises(SourceError) as caught:
        digest(tmp_path / "none.wav")
    assert caught.value.where == str(tmp_path / "none.wav")
    assert digest(tmp_path / "a.wav") == hashlib.sha256((tmp_path / "a.wav").read_bytes()).hexdigest()


def program(folder: Path, script: str) -> str:
    """Return a substitute for ffmpeg; its last argument is the file to be made."""
    path = folder / "ffmpeg"
    code = shlex.quote(f"import sys, shutil\ntarget = sys.argv[-1]\n{script}\n")
    # not Python's path after "#!", because it must not contain a space
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c {code} "$@"\n')
    path.chmod(0o755)
    return str(path)


def test_a_recording_of_a_phone_is_decoded_by_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soundfile.write(tmp_path / "a.flac", sound(22050), 22050)
    (tmp_path / "A.M4A").write_bytes(b"as a telephone has it")
    text, flac = str(tmp_path / "said"), str(tmp_path / "a.flac")
    script = f"print(sys.argv, file=open({text!r}, 'w')); shutil.copy({flac!r}, target)"
    found = program(tmp_path, script)
    monkeypatch.setattr(outside, "ffmpeg", lambda: found)
    assert made(tmp_path / "A.M4A")[1] == made(tmp_path / "a.flac")[1]
    asked = Path(text).read_text()
    assert "'-t', '21600'" in asked and "'-protocol_whitelist', 'file'" in asked and str(tmp_path / "A.M4A") in asked


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("sys.stderr.write('x' * 300 + 'broken'); sys.exit(1)", "x" * 194 + "broken"),
        ("sys.exit(1)", "ffmpeg"),
        ("", "ffmpeg"),
        ("open(target, 'wb').write(b'fLaC'); sys.stderr.write('half'); sys.exit(1)", "half"),
    ],
)
def test_a_file_that_ffmpeg_cannot_read_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, cause: str
) -> None:
    found = program(tmp_path, script)
    monkeypatch.setattr(outside, "ffmpeg", lambda: found)
    (tmp_path / "a.aac").write_bytes(b"x")
    with pytest.raises(SourceError) as caught:
        made(tmp_path / "a.aac")
    assert caught.value.what.endswith(cause)
    monkeypatch.setattr(outside, "ffmpeg", lambda: str(tmp_path / "none"))
    with pytest.raises(SourceError, match="FileNotFoundError"):
        made(tmp_path / "a.aac")
    monkeypatch.setattr(outside, "ffmpeg", lambda: None)
    with pytest.raises(SourceError, match=r"\.aac"):
        made(tmp_path / "a.aac")


def test_ffmpeg_is_that_of_the_wheel_or_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = types.ModuleType("imageio_ffmpeg")
    wheel.get_ffmpeg_exe = lambda: "/wheel/ffmpeg"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", wheel)
    monkeypatch.setattr(ffmpeg_module.shutil, "which", lambda name: f"/machine/{name}")
    assert ffmpeg_module.ffmpeg() == "/wheel/ffmpeg"

    def none() -> str:
        raise RuntimeError

    wheel.get_ffmpeg_exe = none  # type: ignore[attr-defined]
    assert ffmpeg_module.ffmpeg() == "/machine/ffmpeg"
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    assert ffmpeg_module.ffmpeg() == "/machine/ffmpeg"


@pytest.mark.parametrize(
    ("script", "cause"),
    [("sys.stderr.write('x' * 300 + 'broken'); sys.exit(1)", "x" * 194 + "broken"),
     ("sys.stderr.write('a'); open(target, 'wb').write(b'Opus')", "")],
)  # fmt: skip
def test_opus_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, cause: str) -> None:
    found = program(tmp_path, script)
    monkeypatch.setattr(opus, "ffmpeg", lambda: found)
    job = OpusJob(tmp_path / "a.mp3", tmp_path / "a.opus", 16)
    if cause:
        with pytest.raises(SpeechError) as caught:
            encode_opus(job)
        assert caught.value.what.endswith(cause) and caught.value.where == str(job.source)
    else:
        assert encode_opus(job).read_bytes() == b"Opus"
    assert sorted(path.name for path in tmp_path.iterdir()) == ([] if cause else ["a.opus"]) + ["ffmpeg"]


def test_no_opus_without_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = OpusJob(tmp_path / "a.mp3", tmp_path / "a.opus", 16)
    monkeypatch.setattr(opus, "ffmpeg", lambda: None)
    with pytest.raises(ConfigError, match="imageio-ffmpeg"):
        encode_opus(job)
    monkeypatch.setattr(opus, "ffmpeg", lambda: str(tmp_path / "none"))
    with pytest.raises(SpeechError, match="none"):
        encode_opus(job)


def test_a_cover_is_scaled_until_it_is_small(tmp_path: Path) -> None:
    from mutagen.id3 import ID3
    from PIL import Image

    from bantin_media.audio.tags import Tags, id3

    noise = np.random.default_rng(3).integers(0, 256, (900, 700, 3), dtype="uint8")
    calm = np.full((900, 700, 3), 90, "uint8")
    for name, pixels, width in (("noise", noise, 360), ("calm", calm, 600)):
        path = tmp_path / f"{name}.png"
        Image.fromarray(pixels).save(path, compress_level=0)
        found = ID3(io.BytesIO(id3(Tags("Một", cover=path))), translate=False)["APIC:"]
        with Image.open(io.BytesIO(found.data)) as small:
            assert (small.width, small.height) == (width, pixels.shape[0] * width // pixels.shape[1])
            assert (small.format, found.mime, found.type, found.desc) == ("JPEG", "image/jpeg", 3, "")
