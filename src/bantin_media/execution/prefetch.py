"""Prefetch: every sentence of the voices on a server is in the store before anything is narrated.

All requests of a build leave from threads of this process, so that a server never gets more at once than it allows,
however many workers there are.  The workers then read from the store.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..audio.calibration import Level
from ..errors import BantinError, OutputError, SpeechError
from ..speech.engine import Engine
from ..speech.narration import Job, JobVoices, spoken
from ..speech.utterance import encoded
from .fetching import fetch
from .workers import Workers

VoicedText = tuple[str, str]
"""A voice and what it is to say."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The outcome of a prefetch: how many `sentences` there are and how many are `stored`.

    `errors` has the first error of each group of jobs that cannot be narrated.
    """

    sentences: int = 0
    stored: int = 0
    errors: Mapping[str, BantinError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A voice whose loudness is to be measured by a worker process; can be pickled."""

    job: Job
    voice: str


def is_on_a_server(engine: Engine) -> bool:
    """Return whether `engine` speaks on a server, so that threads may call it."""
    return engine.max_parallel > 0


def measured(measure: Measure) -> Level:
    """Return the level of a voice; raises `SpeechError`, and `ConfigError` if it cannot be opened."""
    return JobVoices(measure.job).synthesizer(measure.voice).level()


def fetched(groups: Mapping[str, Sequence[Job]], *, workers: Workers, heard: Callable[[int, int], None]) -> Fetched:
    """Speak what the jobs of `groups` lack into the store; all of them have one voice, format, profile and store.

    `heard` is told how many of how many sentences that were missing have come.  Raises `OutputError` if the store
    cannot be written: nothing is asked for that would be lost.
    """
    jobs = [job for group in groups.values() for job in group]
    if not jobs:
        return Fetched()
    voices = JobVoices(jobs[0])
    lines = dict.fromkeys(
        line for job in jobs for line in spoken(job) if line[0] and is_on_a_server(voices.engine(line[0]))
    )
    missing = [line for line in lines if voices.synthesizer(line[0]).lacks(line[1])]
    errors = _spoken(voices, missing, workers, heard)
    by_group = {
        name: error
        for name, group in groups.items()
        if (error := next((errors[line] for job in group for line in spoken(job) if line in errors), None))
    }
    return Fetched(len(lines), len(lines) - len(errors), by_group)


def _spoken(
    voices: JobVoices, lines: Sequence[VoicedText], workers: Workers, heard: Callable[[int, int], None]
) -> dict[VoicedText, BantinError]:
    """Speak `lines`, voice by voice; return the error of each that is missing."""
    errors: dict[VoicedText, BantinError] = {}
    came = itertools.count(1)

    def done(_: str) -> None:
        heard(next(came), len(lines))

    for voice in dict.fromkeys(voice for voice, _ in lines):
        texts = [text for own, text in lines if own == voice]
        failed = _fetched(voices, voice, texts, workers, done)
        errors |= {(voice, texts[place]): error for place, error in failed.items()}
    return errors


def _fetched(
    voices: JobVoices, voice: str, texts: Sequence[str], workers: Workers, done: Callable[[str], None]
) -> dict[int, BantinError]:
    synthesizer = voices.synthesizer(voice)
    try:
        synthesizer.level()
    except SpeechError as failure:
        return dict.fromkeys(range(len(texts)), failure)
    errors = fetch(
        synthesizer, texts, parallel=voices.engine(voice).max_parallel, encoders=workers.count,
        encode=partial(workers.one, encoded), done=done,
    )  # fmt: skip
    for error in errors.values():
        if isinstance(error, OutputError):
            raise error
    return errors
