"""Finished MP3s → stretches that another script repeats, copied frame by frame.

A programme repeats its articles, which already have MP3s.  A stretch of a finished MP3 can be copied unchanged, because
segments begin at whole frames: the frames of a stretch do not depend on its position in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ..audio.mp3 import SAMPLES_PER_FRAME, FrameFormat, frames_for
from ..audio.tags import tag_bytes
from ..model import Clip, Cue, Narration, Script

_PIECE_BYTES: Final = 1 << 18
_TAG_HEAD_BYTES: Final = 10


@dataclass(frozen=True, slots=True)
class FinishedMp3:
    """A finished MP3 of `script`, in the same voices and format as the job that uses it."""

    script: Script
    narration: Narration


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a finished MP3 that can be copied: its cues, from the first to the last with sound, and clips."""

    cues: Sequence[Cue]
    clips: Sequence[Clip]
    narration: Narration

    def matches(self, cues: Sequence[Cue], place: int) -> bool:
        """Return whether `cues` from `place` on equal the cues of this stretch, with equal pauses between them."""
        there = cues[place : place + len(self.cues)]
        if len(there) < len(self.cues) or _spoken(there[-1]) != _spoken(self.cues[-1]):
            return False
        pairs = zip(self.cues[:-1], there[:-1], strict=True)
        return all(_spoken(one) == _spoken(other) and one.pause == other.pause for one, other in pairs)

    @property
    def first_frame(self) -> int:
        """Return the number of its first frame in the finished MP3."""
        return self.clips[0].start_samples // SAMPLES_PER_FRAME

    def frame_count(self, last_frames: int) -> int:
        """Return its number of frames; `last_frames` is that of its last segment."""
        return self.clips[-1].start_samples // SAMPLES_PER_FRAME + last_frames - self.first_frame

    def pieces(self, frame_format: FrameFormat, last_frames: int) -> Iterator[bytes]:
        """Yield its frames in chunks of bytes.  Raises `OSError` if the file cannot be read or is too short."""
        silence = len(frame_format.silent_frame)
        after = frames_for(self.narration.duration_samples) - self.first_frame - self.frame_count(last_frames)
        with self.narration.mp3_path.open("rb") as file:
            begin = tag_bytes(file.read(_TAG_HEAD_BYTES)) + silence * (1 + self.first_frame)
            file.seek(begin)
            yield from _read(file, self.narration.size_bytes - begin - silence * after)


def stretches(finished: Iterable[FinishedMp3], sample_rate_hz: int) -> Mapping[tuple[object, ...], Stretch]:
    """Return key of the first cue → stretch, for each MP3 that is complete and has this sample rate."""
    found = {}
    for mp3 in finished:
        heard = [place for place, cue in enumerate(mp3.script.cues) if cue.is_heard]
        one = mp3.narration
        is_whole = one.begin == 0 and one.sample_rate_hz == sample_rate_hz and _size(one.mp3_path) == one.size_bytes
        if is_whole and heard and len(heard) == len(one.clips):
            cues = mp3.script.cues[heard[0] : heard[-1] + 1]
            found[_spoken(cues[0])] = Stretch(cues, one.clips, one)
    return found


def stretch_at(known: Mapping[tuple[object, ...], Stretch], cues: Sequence[Cue], place: int) -> Stretch | None:
    """Return the stretch of `known` that `cues` repeats from `place` on; None if there is none."""
    found = known.get(_spoken(cues[place])) if known else None
    return found if found and found.matches(cues, place) else None


def _spoken(cue: Cue) -> tuple[object, ...]:
    return cue.spoken, cue.recording, cue.voice


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _read(file: BinaryIO, size_bytes: int) -> Iterator[bytes]:
    while size_bytes > 0:
        piece = file.read(min(_PIECE_BYTES, size_bytes))
        if not piece:
            raise OSError(f"{file.name} is shorter than it was")
        size_bytes -= len(piece)
        yield piece
