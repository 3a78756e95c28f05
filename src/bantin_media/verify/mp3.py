"""The bytes of an MP3 → its duration and the beginnings of sentences, or the defect; every frame header is checked.

Consecutive frames with the same header, as in sound of a constant bit rate, are matched together, because an hour
has 140,000 frames.

Sources: ISO/IEC 11172-3 §2.4.2.3 and 13818-3 (headers), ID3v2.3 §3.1, and the LAME tag for delay and padding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..messages import message

RATES_HZ = (44100, 48000, 32000)
KBPS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RUN_FRAMES = 4096


class SoundError(ValueError):
    """The file is not an MP3, or is damaged; the message names the position."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The length of an MP3, and the times at which sound begins after inserted silent frames."""

    sample_rate_hz: int
    samples: int
    onsets_ms: tuple[int, ...] = ()
    """In milliseconds, rounded down.  Only silence between sentences consists of empty frames: no encoder makes
    them.
    """

    @property
    def duration_ms(self) -> int:
        """Return the length in milliseconds, rounded down."""
        return self.samples * 1000 // self.sample_rate_hz


@dataclass(frozen=True, slots=True)
class _Frame:
    kind: bytes
    """The second byte of the header, and the third without the padding bit, from which all lengths follow."""
    length: int
    samples: int
    sample_rate_hz: int
    side_bytes: int
    is_padded: bool


def sound(content: bytes) -> Sound:
    """Return the sound of the MP3; its Info frame and its frames must agree.  Raises `SoundError`."""
    begin, end = _after_id3(content), len(content) - (128 if content[-128:-125] == b"TAG" else 0)
    position, first = begin, None
    silent: list[bool] = []
    while position < end:
        frame = _frame(content, position)
        if frame is None or position + frame.length > end or (first and frame.sample_rate_hz != first.sample_rate_hz):
            raise SoundError(message("no whole frame at byte {position}", position=position))
        first = first or frame
        alike, position = _alike_from(content, position, end, frame)
        silent += alike
    if first is None:
        raise SoundError(message("there is no sound in it"))
    frames = len(silent)
    info = begin + 4 + first.side_bytes
    if content[info : info + 4] not in {b"Info", b"Xing"}:
        return Sound(first.sample_rate_hz, frames * first.samples)
    told = int.from_bytes(content[info + 8 : info + 12], "big") if content[info + 7] & 1 else frames - 1
    if told != frames - 1:
        raise SoundError(message("it has {frames} frames and declares {told}", frames=frames - 1, told=told))
    return Sound(first.sample_rate_hz, told * first.samples - _trimmed(content, info), _onsets(silent, first))


def _onsets(silent: Sequence[bool], frame: _Frame) -> tuple[int, ...]:
    """Return the times at which sound begins after empty frames; the Info frame, which is not played, is skipped."""
    found = (place - 1 for place in range(2, len(silent)) if silent[place - 1] and not silent[place])
    return tuple(place * frame.samples * 1000 // frame.sample_rate_hz for place in found)


def _trimmed(content: bytes, info: int) -> int:
    """Return the number of samples that players skip at both ends, from the LAME tag."""
    flags = int.from_bytes(content[info + 4 : info + 8], "big")
    tag = info + 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    if content[tag : tag + 4] not in {b"LAME", b"Lavc", b"Lavf"}:
        return 0
    both = int.from_bytes(content[tag + 21 : tag + 24], "big")
    return (both >> 12) + (both & 0xFFF)


def _after_id3(content: bytes) -> int:
    if content[:3] != b"ID3" or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _frame(content: bytes, position: int) -> _Frame | None:
    """Return the layer III frame at `position`; None if there is no valid header."""
    head = content[position : position + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, bits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bits in {0, 15} or rate == 3:
        return None
    is_first = version == 3
    sample_rate_hz = RATES_HZ[rate] // {3: 1, 2: 2, 0: 4}[version]
    samples = 1152 if is_first else 576
    is_padded = bool(head[2] >> 1 & 1)
    length = samples // 8 * KBPS[1 if is_first else 2][bits] * 1000 // sample_rate_hz + is_padded
    side_bytes = ((32, 17) if is_first else (17, 9))[head[3] >> 6 == 3]  # shorter if mono
    return _Frame(bytes((head[1], head[2] & 0xFD)), length, samples, sample_rate_hz, side_bytes, is_padded)


@cache
def _alike(kind: bytes, length: int, group: bytes = b"") -> bytes:
    """Return the pattern of a whole frame of `kind`, with `length` bytes and an optional padding byte.

    `group` opens the group around the zeros after the header of an empty frame: a name, or `?:` for no group.
    """
    second, plain, padded = map(re.escape, (kind[:1], kind[1:], bytes((kind[1] | 0x02,))))
    rest = length - 4
    return rb"\xff%b(?:%b.(?:(%b\0{%d})|.{%d})|%b.{%d})" % (second, plain, group, rest, rest, padded, rest + 2)


@cache
def _each(kind: bytes, length: int) -> re.Pattern[bytes]:
    return re.compile(_alike(kind, length), re.DOTALL)


@cache
def _run(kind: bytes, length: int) -> re.Pattern[bytes]:
    # The limit keeps memory constant: the engine stores each repetition.  There is no possessive repeat: CPython before
    # 3.11.5 ends one too early (CPython issues 100061 and 106052).
    return re.compile(rb"(?:%b){0,%d}" % (_alike(kind, length, b"?:"), _RUN_FRAMES), re.DOTALL)


def _alike_from(content: bytes, position: int, end: int, frame: _Frame) -> tuple[list[bool], int]:
    """Return, for each frame like `frame` from `position` on, whether it is empty; and the end of the last one."""
    look = frame.kind, frame.length - frame.is_padded
    empty: list[bool] = []
    while (run := _run(*look).match(content, position, end)) and run.end() > position:
        empty += map(bool, _each(*look).findall(content, position, run.end()))
        position = run.end()
    return empty, position
