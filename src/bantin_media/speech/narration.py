"""A script and a voice → one MP3 and exact clip times: sentences from the store, joined frame by frame.

`narrate` runs in a worker process.  Its memory does not grow with the script, because only one sentence is held at a
time.  If the sound of a sentence is missing, too short or too long, the error names the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ..audio.mp3 import DECODER_DELAY, SAMPLES_PER_FRAME, FrameFormat, LongSegment, Segment, frames_for, info_frame
from ..audio.tags import ChapterTime, Tags, id3
from ..cache import Cache
from ..configuration.settings import Profile
from ..errors import SourceError, SpeechError
from ..files import whole_file
from ..messages import cause_of, message
from ..model import Chapter, Clip, Cue, Narration, Notice, Pause, Reading, Script
from .engine import Engine, excerpt
from .engines import SpeechSettings
from .lost_words import Timed, hurried
from .recordings import recorded
from .reuse import FinishedMp3, Stretch, stretch_at, stretches
from .synthesizer import Synthesizer

SHORTEST_CLIP_MS: Final = 100
RECORDINGS_RATE_HZ: Final = 22050
"""The sample rate of an MP3 without a voice."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that one MP3 is made of; picklable for a worker process.

    `voice` may be empty if every cue has a recording.  `store` is the folder of stored speech; if it is None, every
    sentence is synthesized.
    """

    script: Script
    target: Path
    voice: str
    speech: SpeechSettings
    store: Path | None = None
    tags: Tags | None = None
    chapters: tuple[Chapter, ...] = ()
    finished: tuple[FinishedMp3, ...] = ()
    """Finished MP3s in the same voices and format; stretches that this MP3 repeats are copied from them."""


def narrate(job: Job) -> Narration:
    """Write `job.target` and return its narration, with a clip for each cue that is heard, in order.

    A clip covers the sound of its sentence without the pause after it; a cue without letters has no clip.  Raises
    `SpeechError` with the sentence that failed, `SourceError` for a recording that is not a sound file, and
    `OutputError`.  An earlier file at the target is replaced completely or left unchanged.
    """
    voices = JobVoices(job)
    with whole_file(job.target) as file:
        head = _Head(job)
        file.write(head.placeholder(voices.frame_format))
        track = _Track(file, voices.frame_format)
        clips = _speak(job, voices, track)
        duration_samples = track.end()
        size_bytes = file.tell()
        file.seek(0)
        file.write(head.finished(track, clips, duration_samples))
    return Narration(
        document=job.script.document,
        title=job.script.title,
        mp3_path=job.target,
        sample_rate_hz=voices.frame_format.sample_rate_hz,
        duration_samples=duration_samples,
        size_bytes=size_bytes,
        clips=tuple(clip for clip in clips if clip is not None),
        notices=(*voices.notices(), *_lost_words(job, voices, clips)),
        silent=tuple(cue.sentence_id for cue in job.script.cues if cue.sentence_id and not cue.is_heard),
    )


def speak_to_mp3(lines: Iterable[str], target: Path, *, voice: str, speech: SpeechSettings) -> Narration:
    """Write `lines`, one spoken sentence per line, to one MP3 (`bantin say --mp3`).  Errors as for `narrate`."""
    cues = tuple(Cue("", Reading((), line)) for line in lines)
    return narrate(Job(Script(target.stem, target.stem, cues), target, voice, speech))


def pause_ms(pause: Pause, profile: Profile) -> int:
    """Return the silence in milliseconds that `profile` sets for `pause`."""
    milliseconds: int = getattr(profile, f"{pause.value.replace('-', '_')}_ms")
    return milliseconds


def _speak(job: Job, voices: JobVoices, track: _Track) -> list[Clip | None]:
    """Write the sound of all cues; return one clip per cue, None for a cue that is not heard."""
    clips: list[Clip | None] = []
    cues, profile = job.script.cues, job.speech.profile
    known = stretches(job.finished, track.frame_format.sample_rate_hz)
    while len(clips) < len(cues):
        place = len(clips)
        if found := stretch_at(known, cues, place):
            clips += _copied(found, cues[place : place + len(found.cues)], voices, track)
        else:
            clips.append(_spoken(cues[place], voices, track) if cues[place].is_heard else None)
        track.pause(pause_ms(cues[len(clips) - 1].pause, profile))
    if not any(clips):
        raise SpeechError(job.script.title, message("there is nothing to speak in this document"))
    return clips


def _spoken(cue: Cue, voices: JobVoices, track: _Track) -> Clip:
    """Write the sound of `cue` and return its clip."""
    with closing(voices.segment(cue)) as segment:
        start, end = track.add(segment)
    if (end - start) * 1000 <= SHORTEST_CLIP_MS * track.frame_format.sample_rate_hz:
        raise SpeechError(excerpt(str(cue.recording or cue.spoken)), message("its sound is too short to be heard"))
    return Clip(cue.sentence_id, start, end)


def _copied(found: Stretch, cues: Sequence[Cue], voices: JobVoices, track: _Track) -> Iterator[Clip | None]:
    """Copy the sound of `cues` from another MP3; yield one clip per cue, None for a cue that is not heard."""
    with closing(voices.segment(cues[-1])) as last:
        shift = track.copy(found, last.frame_count)
    clips = iter(found.clips)
    for cue in cues:
        clip = next(clips) if cue.is_heard else None
        yield clip and Clip(cue.sentence_id, clip.start_samples + shift, clip.end_samples + shift)


def _lost_words(job: Job, voices: JobVoices, clips: Sequence[Clip | None]) -> Iterator[Notice]:
    """Yield a notice for each sentence in which a voice on a server may have omitted words."""
    timed: dict[str, list[Timed]] = {}
    for cue, clip in zip(job.script.cues, clips, strict=True):
        voice = cue.voice or job.voice
        if clip is not None and not cue.recording and voices.engine(voice).max_parallel:
            length_ms = (clip.end_samples - clip.start_samples) * 1000 / voices.frame_format.sample_rate_hz
            timed.setdefault(voice, []).append((cue.spoken, length_ms))
    for one in timed.values():
        yield from hurried(one)


class JobVoices:
    """The voices of one job, all in one MP3 format, and its store."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._store = Cache(job.store)
        self._synthesizers: dict[str, Synthesizer] = {}
        rate_hz = self.engine(job.voice).sample_rate_hz if job.voice else RECORDINGS_RATE_HZ
        self.frame_format = FrameFormat.for_voice(rate_hz, job.speech.bit_rate_kbps)

    def engine(self, voice: str) -> Engine:
        """Return the engine of `voice`; a process opens each engine once."""
        return self._job.speech.engine(voice)

    def segment(self, cue: Cue) -> Segment | LongSegment:
        """Return the sound of `cue`; raises `SpeechError` or `SourceError`."""
        if cue.recording:
            loudness_lufs = self._job.speech.profile.loudness_lufs
            return recorded(cue.recording, self.frame_format, loudness_lufs=loudness_lufs, store=self._store)
        voice = cue.voice or self._job.voice
        if not voice:
            hint = message("Name a voice, or put a recording beside the article.")
            raise SpeechError(excerpt(cue.spoken), message("no voice is chosen to speak it"), hint)
        return self.synthesizer(voice).segment(cue.spoken)

    def synthesizer(self, voice: str) -> Synthesizer:
        """Return the synthesizer of `voice` in this job."""
        if voice not in self._synthesizers:
            self._synthesizers[voice] = Synthesizer(
                self.engine(voice),
                self.frame_format,
                loudness_lufs=self._job.speech.profile.loudness_lufs,
                store=self._store,
                level=dict(self._job.speech.levels).get(voice),
            )
        return self._synthesizers[voice]

    def notices(self) -> tuple[Notice, ...]:
        """Return a notice if the store could not be written."""
        failure = self._store.failure
        if failure is None:
            return ()
        what = message("speech cannot be stored: {cause}", cause=cause_of(failure))
        hint = message(
            "Free space on the disk or allow writing to the folder: otherwise every build synthesizes everything again."
        )
        return (Notice("store.unwritable", str(self._job.store), what, hint),)


class _Track:
    """Writes the frames of one MP3 and counts their positions in the decoded sound."""

    def __init__(self, file: BinaryIO, frame_format: FrameFormat) -> None:
        self.frame_format = frame_format
        self.frame_count = 0
        self.byte_count = 0
        self._file = file
        self._sound_end = 0
        self._pause_ms = 0

    def add(self, segment: Segment | LongSegment) -> tuple[int, int]:
        """Write the pending pause and `segment`; return the segment's first sample and the sample after its last."""
        start = self._begin()
        for piece in segment.pieces():
            self._write(piece)
        self.frame_count += segment.frame_count
        self._sound_end, self._pause_ms = start + segment.samples, 0
        return start, self._sound_end

    def copy(self, found: Stretch, last_frames: int) -> int:
        """Write the pending pause and the stretch `found`, whose last segment has `last_frames` frames.

        Return the offset from the position in the other MP3 to the position here, in samples.
        """
        shift = self._begin() - found.clips[0].start_samples
        for piece in found.pieces(self.frame_format, last_frames):
            self._write(piece)
        self.frame_count += found.frame_count(last_frames)
        self._sound_end, self._pause_ms = found.clips[-1].end_samples + shift, 0
        return shift

    def _begin(self) -> int:
        """Write the pending pause, rounded to a frame; return the sample at which the next sound begins.

        Half a frame is always rounded up, so a stretch has the same pauses at every position in every MP3.
        """
        start = self._sound_end + self.frame_format.samples(self._pause_ms)
        self._silence((start + SAMPLES_PER_FRAME // 2) // SAMPLES_PER_FRAME - self.frame_count)
        return self.frame_count * SAMPLES_PER_FRAME

    def pause(self, milliseconds: int) -> None:
        """Add a pending pause; of several consecutive pauses the longest is written."""
        self._pause_ms = max(self._pause_ms, milliseconds)

    def end(self) -> int:
        """Write the last pause; return the length of the MP3 in samples."""
        wanted = self._sound_end + self.frame_format.samples(self._pause_ms)
        duration = max(wanted, self.frame_count * SAMPLES_PER_FRAME - DECODER_DELAY)
        self._silence(frames_for(duration) - self.frame_count)
        return duration

    def _silence(self, frame_count: int) -> None:
        if frame_count > 0:
            self._write(self.frame_format.silent_frame * frame_count)
            self.frame_count += frame_count

    def _write(self, frames: bytes) -> None:
        self._file.write(frames)
        self.byte_count += len(frames)


class _Head:
    """The head of the file: tag and Info frame.  Its length is known at the start, its content at the end."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def placeholder(self, frame_format: FrameFormat) -> bytes:
        """Return a head with the length of the finished one."""
        times = [ChapterTime(chapter.title, 0, 0) for chapter in self._job.chapters]
        return self._tag(times) + frame_format.silent_frame

    def finished(self, track: _Track, clips: Sequence[Clip | None], duration_samples: int) -> bytes:
        """Return the head of the file that `track` wrote."""
        rate = track.frame_format.sample_rate_hz
        starts = [_first_start(clips, chapter.first_cue, duration_samples) for chapter in self._job.chapters]
        ends = [*starts[1:], duration_samples]
        times = [
            ChapterTime(chapter.title, start * 1000 // rate, end * 1000 // rate)
            for chapter, start, end in zip(self._job.chapters, starts, ends, strict=False)
        ]
        return self._tag(times) + info_frame(
            track.frame_format,
            frame_count=track.frame_count,
            byte_count=track.byte_count,
            duration_samples=duration_samples,
        )

    def _tag(self, times: Sequence[ChapterTime]) -> bytes:
        if self._job.tags is None:
            return b""
        try:
            return id3(self._job.tags, times)
        except OSError as error:
            raise SourceError(
                str(self._job.tags.cover),
                message("the cover cannot be read: {cause}", cause=cause_of(error)),
                message("Give another picture, JPEG or PNG."),
            ) from error


def _first_start(clips: Sequence[Clip | None], cue: int, duration_samples: int) -> int:
    return next((clip.start_samples for clip in clips[cue:] if clip is not None), duration_samples)


def spoken(job: Job) -> Iterator[tuple[str, str]]:
    """Yield the voice and the words of each cue of `job` that a voice speaks, in order."""
    for cue in job.script.cues:
        if cue.is_heard and not cue.recording:
            yield cue.voice or job.voice, cue.spoken
