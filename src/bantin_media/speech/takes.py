"""MP3s that are there already → stretches of another script, found in it and copied frame by frame.

A programme says its articles one after the other, as their own MP3s do.  A stretch that a `Take` holds is copied as it
stands: segments begin at whole frames, so what follows from one of them does not depend on where it stands.
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
class Take:
    """A finished MP3 that speaks `script`, in the same voices and format as the job that it is given to."""

    script: Script
    narration: Narration


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of a take can be copied: from the first cue that is heard to the last, and their clips."""

    cues: Sequence[Cue]
    clips: Sequence[Clip]
    narration: Narration

    def stands_in(self, cues: Sequence[Cue], place: int) -> bool:
        """Return whether the same is said from `place` on, with the same pauses between."""
        there = cues[place : place + len(self.cues)]
        if len(there) < len(self.cues) or _said(there[-1]) != _said(self.cues[-1]):
            return False
        pairs = zip(self.cues[:-1], there[:-1], strict=True)
        return all(_said(one) == _said(other) and one.pause == other.pause for one, other in pairs)

    @property
    def first_frame(self) -> int:
        """Return the number of the frame at which it begins."""
        return self.clips[0].start_samples // SAMPLES_PER_FRAME

    def frame_count(self, last_frames: int) -> int:
        """Return of how many frames it is; its last segment has `last_frames`."""
        return self.clips[-1].start_samples // SAMPLES_PER_FRAME + last_frames - self.first_frame

    def pieces(self, frame_format: FrameFormat, last_frames: int) -> Iterator[bytes]:
        """Yield its frames, a piece at a time.  Raises `OSError`."""
        silence = len(frame_format.silent_frame)
        after = frames_for(self.narration.duration_samples) - self.first_frame - self.frame_count(last_frames)
        with self.narration.mp3_path.open("rb") as file:
            begin = tag_bytes(file.read(_TAG_HEAD_BYTES)) + silence * (1 + self.first_frame)
            file.seek(begin)
            yield from _read(file, self.narration.size_bytes - begin - silence * after)


def stretches(takes: Iterable[Take], sample_rate_hz: int) -> Mapping[tuple[object, ...], Stretch]:
    """Return what can be copied of `takes`, by what is said first."""
    found = {}
    for take in takes:
        heard = [place for place, cue in enumerate(take.script.cues) if cue.is_heard]
        one = take.narration
        is_whole = one.begin == 0 and one.sample_rate_hz == sample_rate_hz and _size(one.mp3_path) == one.size_bytes
        if is_whole and heard and len(heard) == len(one.clips):
            cues = take.script.cues[heard[0] : heard[-1] + 1]
            found[_said(cues[0])] = Stretch(cues, one.clips, one)
    return found


def stretch_at(known: Mapping[tuple[object, ...], Stretch], cues: Sequence[Cue], place: int) -> Stretch | None:
    """Return the stretch that stands in `cues` from `place` on, if one of `known` does."""
    found = known.get(_said(cues[place])) if known else None
    return found if found and found.stands_in(cues, place) else None


def _said(cue: Cue) -> tuple[object, ...]:
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
