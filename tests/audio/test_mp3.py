"""MP3 at frame level, checked by an independent decoder."""

from __future__ import annotations

import io
import struct

import mutagen.mp3
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from bantin_media.audio.mp3 import (
    BIT_RATES_KBPS,
    DECODER_DELAY,
    SAMPLE_RATES_HZ,
    FrameFormat,
    Segment,
    count_frames,
    encode,
    frames_for,
    info_frame,
)

FORMATS = [FrameFormat(rate, bits) for rate in SAMPLE_RATES_HZ for bits in BIT_RATES_KBPS]


def ticks(samples: int, every: int = 3000) -> bytes:
    wave = np.zeros(samples)
    for begin in range(0, samples - 400, every):
        wave[begin : begin + 400] = 0.5 * np.sin(np.arange(400) * 0.6) * np.hanning(400)
    return (wave * 32767).astype("<i2").tobytes()


def whole(frames: bytes, frame_count: int, duration: int, form: FrameFormat) -> bytes:
    frames += form.silent_frame * (frames_for(duration) - frame_count)
    count = max(frames_for(duration), frame_count)
    return info_frame(form, frame_count=count, byte_count=len(frames), duration_samples=duration) + frames


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_a_segment_decodes_to_exactly_its_samples(form: FrameFormat) -> None:
    pcm = ticks(20_011)
    segment = encode([pcm[:1000], pcm[1000:]], form.sample_rate_hz, form)
    assert segment.samples == 20_011
    sound, rate = soundfile.read(io.BytesIO(whole(segment.frames, segment.frame_count, segment.samples, form)))
    assert rate == form.sample_rate_hz
    assert len(sound) == 20_011
    original = np.frombuffer(pcm, "<i2") / 32768
    fits = [float(np.roll(sound, lag) @ original) for lag in range(-20, 21)]
    assert int(np.argmax(fits)) == 20


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_a_silent_frame_is_silent_and_of_the_format(form: FrameFormat) -> None:
    frames = form.silent_frame * 50
    assert count_frames(frames, form) == 50
    sound, _ = soundfile.read(io.BytesIO(whole(frames, 50, 27_000, form)))
    assert len(sound) == 27_000
    assert not sound.any()


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_the_info_frame_has_rate_and_length(form: FrameFormat) -> None:
    segment = encode([ticks(30_000)], form.sample_rate_hz, form)
    info = mutagen.mp3.MP3(io.BytesIO(whole(segment.frames, segment.frame_count, segment.samples, form))).info
    assert info.bitrate == pytest.approx(form.bit_rate_kbps * 1000, rel=0.01)
    assert info.bitrate_mode == mutagen.mp3.BitrateMode.CBR
    assert info.length == pytest.approx(segment.samples / form.sample_rate_hz, abs=1e-6)
    assert info.encoder_info.startswith("LAME 3.100")
    assert info.channels == 1


@pytest.mark.parametrize("rate", [8000, 11025, 32000, 44100, 48000])
def test_another_sample_rate_is_resampled_without_shift(rate: int) -> None:
    form = FrameFormat(22050, 64)
    wave = np.zeros(rate * 3)
    for second in (1, 2):
        length = rate // 50
        wave[second * rate : second * rate + length] = 0.5 * np.sin(np.arange(length) * 2 * np.pi * 2000 / rate)
    segment = encode([(wave * 32767).astype("<i2").tobytes()], rate, form)
    assert segment.samples == 3 * 22050
    sound, _ = soundfile.read(io.BytesIO(whole(segment.frames, segment.frame_count, segment.samples, form)))
    tone = np.sin(np.arange(441) * 2 * np.pi * 2000 / 22050)
    for second in (1, 2):
        begin = second * 22050
        fits = [float(sound[begin + lag : begin + lag + 441] @ tone) for lag in range(-30, 31)]
        assert abs(int(np.argmax(fits)) - 30) <= 1


@pytest.mark.parametrize(
    ("rate", "chosen"),
    [(22050, 22050), (24000, 24000), (16000, 16000), (44100, 22050), (48000, 24000), (32000, 24000), (8000, 24000)],
)
def test_a_voice_keeps_its_rate_or_gets_the_one_that_divides_it(rate: int, chosen: int) -> None:
    assert FrameFormat.for_voice(rate, 48).sample_rate_hz == chosen


def test_incomplete_frames_are_refused() -> None:
    form = FrameFormat(22050, 48)
    good = encode([ticks(5000)], 22050, form).frames
    for bad in (good[:-1], good[1:], good + b"\0", b"x" + good):
        with pytest.raises(ValueError, match="frame"):
            count_frames(bad, form)
    with pytest.raises(ValueError, match="frame"):
        count_frames(good, FrameFormat(22050, 32))


def test_an_info_frame_that_would_lie_is_refused() -> None:
    with pytest.raises(ValueError, match="frames"):
        info_frame(FrameFormat(22050, 48), frame_count=50, byte_count=7800, duration_samples=20_000)


def test_a_segment_survives_the_store() -> None:
    segment = encode([ticks(5000)], 22050, FrameFormat(22050, 48))
    assert Segment.from_bytes(segment.to_bytes()) == segment


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(500, 4000), st.integers(0, 20)), min_size=1, max_size=5))
def test_segments_and_silence_in_any_order_decode_each_in_its_place(parts: list[tuple[int, int]]) -> None:
    form = FrameFormat(22050, 48)
    frames, count, places = b"", 0, []
    for samples, silent in parts:
        segment = encode([ticks(samples, every=10_000)], 22050, form)
        places.append((count * 576, samples))
        frames += segment.frames + form.silent_frame * silent
        count += segment.frame_count + silent
    duration = count * 576 - DECODER_DELAY
    sound, _ = soundfile.read(io.BytesIO(whole(frames, count, duration, form)))
    assert len(sound) == duration
    for start, samples in places:
        expected = np.frombuffer(ticks(samples, every=10_000), "<i2")[:450] / 32768
        padded = np.concatenate([np.zeros(30), sound, np.zeros(30)])
        fits = [float(padded[30 + start + lag : 30 + start + lag + len(expected)] @ expected) for lag in range(-20, 21)]
        assert int(np.argmax(fits)) == 20


def test_the_tag_of_the_info_frame_carries_its_own_checksum() -> None:
    frame = info_frame(FrameFormat(22050, 48), frame_count=10, byte_count=1560, duration_samples=4000)
    crc = 0
    for byte in frame[:63]:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    assert struct.unpack(">H", frame[63:65])[0] == crc
