"""Results of the audio functions for fixed input, so that a changed constant or formula must be accepted.

`pytest tests/audio/test_accepted.py --accept` rewrites `accepted.txt`; read its difference.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np

from bantin_media.audio import calibration, levels, loudness, mp3, resampling, sentence
from bantin_media.audio.calibration import Level, calibrated, solved
from bantin_media.audio.levels import drive_db, is_audible, quieter
from bantin_media.audio.loudness import integrated_lufs, true_peak_dbtp
from bantin_media.audio.mp3 import FrameFormat, LongSegment, Segment, frames_for, info_frame
from bantin_media.audio.sentence import sentence_lufs, trimmed
from bantin_media.audio.tags import ChapterTime, Tags, id3, tag_bytes

FORMATS = [FrameFormat(rate, bits) for rate in mp3.SAMPLE_RATES_HZ for bits in mp3.BIT_RATES_KBPS]
FORM = FrameFormat(22050, 48)


def pcm(samples: object) -> bytes:
    return np.rint(np.asarray(samples)).astype("<i2").tobytes()


def bursts(rate: int, seconds: float, level: float, *, hz: int = 300, gap: bool = True) -> bytes:
    """Return a tone in bursts of a quarter of a second, of integers only, so that it is the same on every machine."""
    place = np.arange(int(rate * seconds))
    saw = (place * hz * 2 % (2 * rate)) / rate - 1.0
    loud = (place * 4 // rate) % 2 == 0 if gap else np.ones(len(place))
    return pcm(np.floor(saw * loud * level * 32767))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def of_levels() -> Iterator[str]:
    inputs = [0, 1, -1, 100, -100, 9_000, 12_299, 12_400, 15_000, 20_000, 21_900, 30_000, 32_767, -32_767, -32_768]
    for gain_db, ceiling_dbfs in ((0.0, -3.5), (6.0, -3.5), (-6.0, -3.5), (12.3454, -3.5), (3.0, -5.25), (30.0, -1.0)):
        found = np.frombuffer(levels.level(pcm(inputs), gain_db, ceiling_dbfs), "<i2").tolist()
        yield f"level {gain_db} below {ceiling_dbfs}: {found}"
    yield f"level by itself: {np.frombuffer(levels.level(pcm(inputs), 6.0), '<i2').tolist()}"
    many = bursts(22050, 3, 0.9)
    yield f"level of many: {digest(levels.level(many, 4.5))} {digest(levels.level(many[: 32768 + 2], 4.5))}"
    yield f"quieter: {np.frombuffer(quieter(pcm(inputs), 6.0), '<i2').tolist()}"
    for wanted in (-30, -24, -23, -21.5, -19, -18.25, -16, -13.5, -13, -10):
        yield f"drive at {wanted}: {drive_db(2.5, wanted):.4f}"
    for samples in ([], [299], [300], [-300], [-299], [0, -301, 5]):
        yield f"audible {samples}: {is_audible(pcm(samples), 300)}"


def of_loudness() -> Iterator[str]:
    for rate in (8000, 16000, 22050, 24000, 48000):
        for level in (0.9, 0.05, 0.002, 0.00005):
            found = integrated_lufs([bursts(rate, 3, level)], rate)
            peak = true_peak_dbtp([bursts(rate, 3, level)], rate)
            yield f"loudness at {rate} of {level}: {found:.4f} LUFS, {peak:.3f} dBTP"
    loud, soft = bursts(22050, 2, 0.5, gap=False), bursts(22050, 2, 0.02, gap=False)
    yield f"a gate of ten: {integrated_lufs([loud, soft], 22050):.4f} {integrated_lufs([soft, loud], 22050):.4f}"
    yield f"nothing: {integrated_lufs([], 22050)} {true_peak_dbtp([], 22050)} {integrated_lufs([bytes(100)], 22050)}"
    for size in (1, 2, 50, 500, 2205, 4408, 4410, 4412, 6616, 9000):
        short = loud[: 2 * size]
        found = integrated_lufs([short], 22050)
        piecewise = integrated_lufs([short[:98], short[98:1002], short[1002:]], 22050)
        yield f"of {size} samples: {found:.4f} {piecewise:.4f} {true_peak_dbtp([short], 22050):.3f}"
    yield f"peak between samples: {true_peak_dbtp([pcm([0, 20000, 20000, 0, -20000, -20000] * 900)], 22050):.3f}"
    one = np.zeros(20_000)
    one[[100, 8192, 16_390]] = (9_000, -30_000, 20_000)
    yield f"peaks apart: {true_peak_dbtp([pcm(one)], 24000):.3f} {true_peak_dbtp([pcm(-one)], 24000):.3f}"


def of_takes() -> Iterator[str]:
    for rate in sentence.K_WEIGHTING:
        for seconds, level in ((2, 0.5), (0.35, 0.5), (0.05, 0.5), (2, 0.001), (2, 0.00002)):
            found = bursts(rate, seconds, level)
            padded = bytes(rate // 2 * 2) + found + bytes(rate)
            cut = trimmed(padded, rate)
            yield (
                f"take at {rate} of {seconds} s {level}: {sentence_lufs(found, rate)} LUFS, {len(padded)} → {len(cut)}"
                f" from {padded.find(cut[:400])}"
            )
    loud, soft = bursts(22050, 1, 0.5, gap=False), bursts(22050, 1, 0.05, gap=False)
    yield f"gate: {sentence_lufs(loud + soft, 22050)} {sentence_lufs(soft + loud + bytes(22050), 22050)}"
    noise = bursts(22050, 0.5, 0.5 * 10 ** (-56 / 20), gap=False)
    breath = bursts(22050, 0.5, 0.5 * 10 ** (-54 / 20), gap=False)
    yield f"quiet and breath: {len(trimmed(noise + loud + noise, 22050))} {len(trimmed(breath + loud, 22050))}"
    for ms in (5, 10, 15, 200, 290, 300, 310, 400):
        word = loud[: 2 * (22050 * ms // 1000)]
        pieces = [
            trimmed(bytes(a) + word + bytes(b), 22050) for a, b in ((0, 0), (40_000, 0), (0, 40_000), (9_000, 9_000))
        ]
        yield f"a word of {ms} ms: {[len(piece) for piece in pieces]}"
    for samples in (1, 2, 3, 4, 100, 2205, 2206, 8820, 8821):
        yield f"loudness of {samples} samples: {sentence_lufs(loud[: 2 * samples], 22050)}"


def of_calibration() -> Iterator[str]:
    level = Level(3.0, typical_lufs=-24.0)
    for lufs in (-24.0, -24.2, -24.3, -23.76, -29.9, -30.3, -18.1, -17.0, -70.0):
        yield f"gain of a sentence of {lufs}: {level.of(lufs).gain_db}"
    yield f"a level: {Level(1.5)} {digest(Level(2.0, -6.0).apply(bursts(22050, 0.5, 0.9)))}"
    calls: list[float] = []

    def bent(gain_db: float) -> float:
        calls.append(gain_db)
        return -30 + gain_db - max(gain_db - 8, 0) * 0.7

    for wanted in (-30.0, -29.96, -25.0, -20.0, 0.0):
        calls.clear()
        yield f"solved for {wanted}: {solved(bent, wanted, 30.0)} in {calls}"
    yield f"solved at its limit: {solved(bent, 0.0, 12.0)}"
    yield f"solved for silence: {solved(lambda _: -70.0, -19.0, 30.0)} {solved(lambda _: -69.9, -69.9, 30.0)}"
    calls.clear()
    yield f"a flat one: {solved(lambda gain: calls.append(gain) or -40 + 0.01 * gain, -19.0, 45.0)} in {len(calls)}"
    sentences = [bursts(22050, 1.5, 0.3), bursts(22050, 1.0, 0.1, hz=500), bursts(22050, 2, 0.2, hz=220)]
    for wanted in (-19.0, -16.0, -24.0):
        found = calibrated(sentences, FORM, wanted)
        assert found is not None
        yield f"calibrated to {wanted}: {found.gain_db:.1f} {found.ceiling_dbfs:.1f} {found.typical_lufs}"
    for faint in (bursts(22050, 1, 0.0002), bytes(22050)):
        yield f"too faint: {calibrated([faint] * 2, FORM, -19.0)}"
    loud = bursts(22050, 1.0, 1.0, hz=1000, gap=False)
    ceilings: list[float] = []

    def levelled(ceiling_dbfs: float) -> list[bytes]:
        ceilings.append(round(ceiling_dbfs, 1))
        return [levels.level(loud, 12.0, ceiling_dbfs)]

    segment = calibration.held(levelled, -0.5, FORM)
    yield f"held: {segment.samples} {segment.frame_count} {len(segment.frames)} at {ceilings}"
    heard = b"".join(calibration.decoded(segment))
    yield f"heard: {len(heard)} {true_peak_dbtp([heard], 22050) <= levels.LARGEST_TRUE_PEAK_DBTP}"


def of_mp3() -> Iterator[str]:
    for form in FORMATS:
        frame = info_frame(form, frame_count=100, byte_count=12_345, duration_samples=100 * 576 - 576 - 700)
        yield f"{form.sample_rate_hz} {form.bit_rate_kbps}: {form.header.hex()} {form.frame_bytes}"
        yield f"  {len(form.silent_frame)} {frame.rstrip(bytes(1)).hex()} {len(frame)}"
        made = mp3.encode([bursts(form.sample_rate_hz, 0.7, 0.5)], form.sample_rate_hz, form)
        yield f"  {made.samples} {made.frame_count} {len(made.frames)} {mp3.count_frames(made.frames, form)}"
        yield f"  {form.fingerprint.partition(' q')[2]} {form.samples(1000.03)} {form.samples(0.04)}"
    for rate in (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 96000, 88200):
        yield f"a voice of {rate}: {FrameFormat.for_voice(rate, 48).sample_rate_hz}"
    yield f"frames: {[frames_for(samples) for samples in (0, 1, 46, 47, 48, 623, 624, 10_000)]}"
    for padding in (-1, 0, 4095, 4096):
        try:
            info_frame(FORM, frame_count=100, byte_count=1, duration_samples=100 * 576 - 576 - padding)
            yield f"padding {padding} fits"
        except ValueError as error:
            yield f"padding {padding}: {error}"
    yield f"stored: {Segment(258, 3, b'xyz').to_bytes().hex()}"
    long = LongSegment(258, 3, io.BytesIO(b"..xyz"), 2)
    yield f"long: {b''.join(long.to_pieces()).hex()} {b''.join(long.pieces())!r}"
    again = LongSegment.from_file(io.BytesIO(b"".join(long.to_pieces())))
    yield f"again: {again.samples} {again.frame_count} {again.begin} {b''.join(again.pieces())!r}"
    big = LongSegment(1, 1, io.BytesIO(bytes(600_000)), 5)
    yield f"in pieces: {[len(piece) for piece in big.pieces()]}"
    other = mp3.encode([bursts(48000, 0.7, 0.5)], 48000, FORM)
    yield f"at another rate: {other.samples} {other.frame_count}"


def of_resampling() -> Iterator[str]:
    for samples in (0, 1, 2, 3, 999, 16_384, 16_385, 40_000):
        sound = bursts(24000, 2, 0.5)[: 2 * samples]
        pieces = list(resampling.resampled([sound], 24000, 22050))
        yield f"{samples} → {sum(map(len, pieces)) // 2} in {len(pieces)}, {resampling.length(samples, 24000, 22050)}"
    loud = pcm([32767, -32768] * 40 + [32767] * 100)
    found = np.frombuffer(b"".join(resampling.resampled([loud], 24000, 22050)), "<i2")
    yield f"cut at full scale: {found.max()} {found.min()}"
    name, *_, quality, word, rate = resampling.fingerprint(24000, 22050).split()
    yield f"{name} {quality} {word} {rate}"


def of_tags() -> Iterator[str]:
    full = Tags(
        "Hiệu quả", artist="Ủy ban", album="Bản tin số 11", track=2, tracks=7, date=date(2026, 11, 20),
        lyrics="Câu một.\nCâu hai.", copyright="© giọng",
    )  # fmt: skip
    chapters = [ChapterTime("Mở đầu", 0, 61_000), ChapterTime("Bài một", 61_000, 3_599_999)]
    for about, tag in {
        "full": id3(full, chapters),
        "bare": id3(Tags("Một")),
        "a track alone": id3(Tags("Một", track=3)),
        "many": id3(Tags("Một"), [ChapterTime(f"Bài {n}", n, n + 1) for n in range(300)]),
    }.items():
        yield f"{about}: {len(tag)} {tag_bytes(tag)} {digest(tag)} {tag[:40].hex()}"
    yield f"no tag: {tag_bytes(b'')} {tag_bytes(b'TAG' + bytes(10))} {tag_bytes(b'ID3' + bytes([3, 0, 0, 1, 2, 3, 4]))}"


PARTS = (of_levels, of_loudness, of_takes, of_calibration, of_mp3, of_resampling, of_tags)


def test_figures_are_as_accepted(as_accepted: Callable[[Path, str], None]) -> None:
    text = "".join(
        f"# {part.__name__.removeprefix('of_')}\n" + "".join(f"{line}\n" for line in part()) for part in PARTS
    )
    as_accepted(Path(__file__).with_name("accepted.txt"), text)


def test_keys_contain_the_ingredients_of_sound() -> None:
    assert levels.FINGERPRINT == "bend -8.5 -3.5" and sentence.FINGERPRINT == "take -55 10 20 300 k4"
    assert loudness.SILENT_LUFS == -70.0 and calibration.PAUSE_MS == 400
    assert (levels.REFERENCE_LUFS, levels.LARGEST_TRUE_PEAK_DBTP, levels.ENCODER_GAIN_DB) == (-19.0, -1.0, -0.446)
