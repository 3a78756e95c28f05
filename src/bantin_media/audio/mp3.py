"""PCM → MP3 segments that can be joined at frame boundaries; silent frames; the Info frame for exact times.

A segment is one sentence, encoded by LAME on its own.  It begins without a bit reservoir, so segments and silent
frames can follow each other in any order.  A decoder delays the sound by `DECODER_DELAY` samples.  The Info frame
at the beginning of a file tells players to skip as many, so a segment whose first frame has the number `n` begins
exactly at sample `n * SAMPLES_PER_FRAME`.

Only the three sample rates of MPEG-2 are used (16,000, 22,050 and 24,000 Hz): speech needs no more.
Sources: ISO/IEC 13818-3 §2.4.2.3 (header), and the LAME tag revision 1 of http://gabriel.mp3-tech.org/mp3infotag.html.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, Final

from ..stamps import version_of

SAMPLES_PER_FRAME: Final = 576
ENCODER_DELAY: Final = 576
"""The samples that LAME inserts before the sound and writes into its tag."""
DECODER_DELAY: Final = ENCODER_DELAY + 528 + 1
"""The delay in samples of the first sample of a segment in any decoder."""
SAMPLE_RATES_HZ: Final = {22050: 0, 24000: 1, 16000: 2}
"""Sample rate → its code in the frame header."""
BIT_RATES_KBPS: Final = {32: 4, 48: 6, 64: 8}
"""Bit rate → its code in the frame header."""
LAME_QUALITY: Final = 7
_SIDE_INFORMATION_BYTES: Final = 9
_HEAD_BYTES: Final = 8
_PIECE_BYTES: Final = 1 << 18
_RUN_FRAMES: Final = 1024
_MOST_END_PADDING: Final = 4095
_LEAST_END_PADDING: Final = 529
"""In samples, the delay of a decoder: with less padding at the end of a file some decoders cut off the last sound."""


@dataclass(frozen=True, slots=True)
class FrameFormat:
    """The format of all frames of a file: constant bit rate, mono."""

    sample_rate_hz: int
    bit_rate_kbps: int

    @classmethod
    def for_voice(cls, sample_rate_hz: int, bit_rate_kbps: int) -> FrameFormat:
        """Return the format for a voice of `sample_rate_hz`: this rate, or the permitted one with a simple ratio."""
        if sample_rate_hz in SAMPLE_RATES_HZ:
            return cls(sample_rate_hz, bit_rate_kbps)
        return cls(24000 if sample_rate_hz % 24000 in {0, 8000} else 22050, bit_rate_kbps)

    @property
    def fingerprint(self) -> str:
        """Return the ingredients of an encoded segment besides its PCM."""
        return f"lameenc {_lame_version()} q{LAME_QUALITY} mono cbr {self.bit_rate_kbps} at {self.sample_rate_hz}"

    @property
    def frame_bytes(self) -> int:
        """Return the length of a frame without the padding byte."""
        return 72_000 * self.bit_rate_kbps // self.sample_rate_hz

    @property
    def header(self) -> bytes:
        """Return the four header bytes of a frame without padding: MPEG-2 layer III, no CRC, mono, original."""
        numbers = BIT_RATES_KBPS[self.bit_rate_kbps] << 4 | SAMPLE_RATES_HZ[self.sample_rate_hz] << 2
        return bytes((0xFF, 0xF3, numbers, 0xC4))

    @property
    def silent_frame(self) -> bytes:
        """Return one frame of digital silence: a header and zeros, which mean that no spectrum follows."""
        return self.header.ljust(self.frame_bytes, b"\0")

    def samples(self, milliseconds: float) -> int:
        """Return the number of samples in `milliseconds`, rounded."""
        return round(milliseconds * self.sample_rate_hz / 1000)


@dataclass(frozen=True, slots=True)
class Segment:
    """One encoded sentence: its frames, their number, and the number of samples of its sound."""

    samples: int
    frame_count: int
    frames: bytes

    def pieces(self) -> Iterator[bytes]:
        """Yield the frames in one piece."""
        yield self.frames

    def close(self) -> None:
        """Do nothing: no file is open."""

    def to_bytes(self) -> bytes:
        """Return the segment in the format of the store."""
        return _head(self.samples, self.frame_count) + self.frames

    @classmethod
    def from_bytes(cls, stored: bytes) -> Segment:
        """Return the segment from the output of `to_bytes`."""
        return cls(*_lengths(stored[:_HEAD_BYTES]), stored[_HEAD_BYTES:])


@dataclass(frozen=True, slots=True)
class LongSegment:
    """An encoded recording of any length, never in memory as a whole: `file` contains its frames from `begin` on."""

    samples: int
    frame_count: int
    file: BinaryIO
    begin: int = 0

    def pieces(self) -> Iterator[bytes]:
        """Yield the frames in pieces; each call starts from the beginning."""
        self.file.seek(self.begin)
        while piece := self.file.read(_PIECE_BYTES):
            yield piece

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def to_pieces(self) -> Iterator[bytes]:
        """Yield the segment in the format of the store."""
        yield _head(self.samples, self.frame_count)
        yield from self.pieces()

    @classmethod
    def from_file(cls, stored: BinaryIO) -> LongSegment:
        """Return the segment from the output of `to_pieces`, read from `stored`, which must remain open."""
        return cls(*_lengths(stored.read(_HEAD_BYTES)), stored, stored.tell())


def _head(samples: int, frame_count: int) -> bytes:
    return samples.to_bytes(4, "big") + frame_count.to_bytes(4, "big")


def _lengths(head: bytes) -> tuple[int, int]:
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")


def encode(pcm: Iterable[bytes], sample_rate_hz: int, frame_format: FrameFormat) -> Segment:
    """Return the segment of mono 16-bit little-endian PCM, which comes in pieces.

    Its `samples` are counted at the rate of `frame_format`; LAME resamples if the rate of the PCM differs.  Raises
    `ValueError` if the encoder did not keep to the format, because all times would be wrong.
    """
    file = io.BytesIO()
    long = encode_to(file, pcm, sample_rate_hz, frame_format)
    return Segment(long.samples, long.frame_count, file.getvalue())


def encode_to(file: BinaryIO, pcm: Iterable[bytes], sample_rate_hz: int, frame_format: FrameFormat) -> LongSegment:
    """Return the segment like `encode`, with its frames in `file`, which must remain open."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(frame_format.bit_rate_kbps)
    encoder.set_in_sample_rate(sample_rate_hz)
    encoder.set_out_sample_rate(frame_format.sample_rate_hz)
    encoder.set_channels(1)
    encoder.set_quality(LAME_QUALITY)
    begin = file.tell()
    taken = frame_count = 0
    rest = b""
    for piece in itertools.chain(pcm, (None,)):
        taken += len(piece or b"") // 2
        frames = b"".join((rest, encoder.flush() if piece is None else encoder.encode(piece)))
        count, end = _whole_frames(frames, frame_format)  # the encoder's output may end inside a frame
        frame_count += count
        file.write(frames[:end])
        rest = frames[end:]
    if rest:
        raise ValueError("the last frame is not whole")
    samples = taken * frame_format.sample_rate_hz // sample_rate_hz
    if frame_count * SAMPLES_PER_FRAME < samples + DECODER_DELAY:
        raise ValueError("the encoder lost samples")
    return LongSegment(samples, frame_count, file, begin)


def count_frames(frames: bytes | bytearray, frame_format: FrameFormat) -> int:
    """Return the number of `frames`.  Raises `ValueError` if they are not whole frames of the format."""
    third_bytes = _frame(frame_format).findall(frames)
    padded = third_bytes.count(_padded(frame_format))
    # Matches do not overlap, so their lengths add up to the whole only if the frames follow each other directly.
    if len(third_bytes) * frame_format.frame_bytes + padded != len(frames):
        raise ValueError(f"these are not whole frames of {frame_format}")
    return len(third_bytes)


def frames_for(duration_samples: int) -> int:
    """Return the number of frames that a file of `duration_samples` needs."""
    return -(-(duration_samples + ENCODER_DELAY + _LEAST_END_PADDING) // SAMPLES_PER_FRAME)


def info_frame(frame_format: FrameFormat, *, frame_count: int, byte_count: int, duration_samples: int) -> bytes:
    """Return the first frame of a file, which gives players delay, padding and length.  Raises `ValueError`.

    `frame_count` and `byte_count` are those of the following frames.  There is no table for seeking: at a constant bit
    rate players calculate the position from the number of bytes, and a frame of 32 kbit/s has no space for it.
    """
    padding = frame_count * SAMPLES_PER_FRAME - ENCODER_DELAY - duration_samples
    if not 0 <= padding <= _MOST_END_PADDING:
        raise ValueError(f"{frame_count} frames are not what {duration_samples} samples need")
    frame = bytearray(frame_format.silent_frame)
    tag = bytearray(b"Info" + (0x0003).to_bytes(4, "big"))
    tag += frame_count.to_bytes(4, "big") + (byte_count + len(frame)).to_bytes(4, "big")
    lame = bytearray(36)
    lame[0:9] = b"LAME3.100"
    lame[9] = 0x01  # tag revision 0, constant bit rate
    lame[20] = frame_format.bit_rate_kbps
    lame[21:24] = (ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
    lame[28:32] = (byte_count + len(frame)).to_bytes(4, "big")
    begin = 4 + _SIDE_INFORMATION_BYTES
    frame[begin : begin + len(tag) + len(lame)] = tag + lame
    end = begin + len(tag) + len(lame)
    frame[end - 2 : end] = _crc16(frame[: end - 2]).to_bytes(2, "big")
    return bytes(frame)


def _whole_frames(frames: bytes, frame_format: FrameFormat) -> tuple[int, int]:
    """Return the number of whole frames at the beginning of `frames`, and their length in bytes."""
    count = position = 0
    while (run := _run(frame_format).match(frames, position)) and run.end() > position:
        count += len(_frame(frame_format).findall(frames, position, run.end()))
        position = run.end()
    return count, position


@cache
def _frame(frame_format: FrameFormat) -> re.Pattern[bytes]:
    """Return the pattern of one frame; its group is the third byte of the header, which contains the padding bit."""
    return re.compile(_looks(frame_format, b"("), re.DOTALL)


@cache
def _run(frame_format: FrameFormat) -> re.Pattern[bytes]:
    """Return the pattern of a limited run of frames; the engine of `re` needs memory for each repetition."""
    return re.compile(b"(?:%b){0,%d}" % (_looks(frame_format, b"(?:"), _RUN_FRAMES), re.DOTALL)


def _looks(frame_format: FrameFormat, group: bytes) -> bytes:
    start, plain, padded = map(re.escape, (frame_format.header[:2], frame_format.header[2:3], _padded(frame_format)))
    rest = frame_format.frame_bytes - 3
    return b"%b%b[%b%b])(?:(?<=%b).{%d}|.{%d})" % (start, group, plain, padded, plain, rest, rest + 1)


def _padded(frame_format: FrameFormat) -> bytes:
    """Return the third header byte of a frame with a padding byte."""
    return bytes((frame_format.header[2] | 0x02,))


def _crc16(content: bytes | bytearray) -> int:
    """Return the CRC-16/ARC at the end of the LAME tag."""
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


@cache
def _lame_version() -> str:
    return version_of("lameenc")
