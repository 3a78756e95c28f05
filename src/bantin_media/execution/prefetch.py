"""Prefetch: requests every missing sentence of the voices on a server before narration begins.

All requests of a build come from threads of this process, so that their number stays within the limit of the
server, with any number of workers.  The workers then read from the store.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..audio.calibration import Level
from ..errors import BantinError, OutputError, SpeechError
from ..speech.engine import is_on_a_server
from ..speech.narration import Job, JobVoices, spoken
from ..speech.utterance import encoded
from .fetching import fetch
from .workers import Workers

VoicedText = tuple[str, str]
"""A voice and a text."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The outcome of a prefetch: the number of `sentences`, and how many of them are `stored`.

    `errors` has the first error of each group of jobs that cannot be narrated.
    """

    sentences: int = 0
    stored: int = 0
    errors: Mapping[str, BantinError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A voice whose loudness a worker process measures; can be pickled."""

    job: Job
    voice: str


def measured(measure: Measure) -> Level:
    """Return the level of a voice.  Raises `SpeechError`, and `ConfigError` if the voice cannot be opened."""
    return JobVoices(measure.job).synthesizer(measure.voice).level()


def fetched(
    groups: Mapping[str, Sequence[Job]], *, workers: Workers, on_sentence: Callable[[int, int], None]
) -> Fetched:
    """Synthesize the missing sentences of the jobs of `groups`, which share voice, format, profile and store.

    `on_sentence` is called with the number of finished sentences and of all that were missing.  Raises `OutputError` if
    the store cannot be written: then nothing is requested, because it would be lost.
    """
    jobs = [job for group in groups.values() for job in group]
    if not jobs:
        return Fetched()
    voices = JobVoices(jobs[0])
    lines = dict.fromkeys(
        line for job in jobs for line in spoken(job) if line[0] and is_on_a_server(voices.engine(line[0]))
    )
    missing = [line for line in lines if voices.synthesizer(line[0]).lacks(line[1])]
    errors = _spoken(voices, missing, workers, on_sentence)
    by_group = {
        name: error
        for name, group in groups.items()
        if (error := next((errors[line] for job in group for line in spoken(job) if line in errors), None))
    }
    return Fetched(len(lines), len(lines) - len(errors), by_group)


def _spoken(
    voices: JobVoices, lines: Sequence[VoicedText], workers: Workers, on_sentence: Callable[[int, int], None]
) -> dict[VoicedText, BantinError]:
    """Synthesize `lines`, voice by voice; return the errors."""
    errors: dict[VoicedText, BantinError] = {}
    received = itertools.count(1)

    def done(_: str) -> None:
        on_sentence(next(received), len(lines))

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
