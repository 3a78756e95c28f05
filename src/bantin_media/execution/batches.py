"""Batches of sentences for a cluster: its workers synthesize the missing sentences, this machine stores them.

The cluster gets spoken text and `SpeechSettings` and returns segments: it needs no disk of this machine.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import __version__
from ..audio.mp3 import FrameFormat
from ..cache import code_digest
from ..errors import BantinError, ConfigError, SpeechError
from ..messages import message
from ..speech.engine import is_on_a_server
from ..speech.engines import SpeechSettings
from ..speech.narration import Job, JobVoices, spoken
from ..speech.synthesizer import Synthesizer
from .cluster import Cluster
from .prefetch import VoicedText

BATCH_SENTENCES = 40
"""Sentences per batch, about one article: some seconds of a neural voice, so the scheduler has few tasks."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences that a worker synthesizes with one voice, without the disk of this machine.

    `group` is the slug of their article.
    """

    group: str
    texts: tuple[str, ...]
    voice: str
    speech: SpeechSettings
    frame_format: FrameFormat


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The segments of a batch in the format of the store, one per text; empty if a text was not synthesized.

    `code_version` and `ingredients` describe the worker: a result is stored only if this machine would make the same.
    """

    code_version: str
    ingredients: tuple[str, ...]
    segments: tuple[bytes, ...]


def code_version() -> str:
    """Return the digest of this version of bantin_media."""
    return f"bantin_media {__version__} {code_digest()[:12]}"


def speak_batch(batch: Batch) -> BatchResult:
    """Synthesize a batch; this runs on a worker.

    The result of a sentence that the voice cannot speak is empty; the machine that sent the batch then tries it and
    reports the error.  Raises `ConfigError` if the voice cannot be opened.
    """
    synthesizer = Synthesizer(
        batch.speech.engine(batch.voice),
        batch.frame_format,
        loudness_lufs=batch.speech.profile.loudness_lufs,
        store=None,
        level=dict(batch.speech.levels).get(batch.voice),
    )
    return BatchResult(
        code_version(), synthesizer.ingredients, tuple(_segment(synthesizer, text) for text in batch.texts)
    )


def _segment(synthesizer: Synthesizer, text: str) -> bytes:
    try:
        return synthesizer.segment(text).to_bytes()
    except SpeechError:
        return b""


def speak_on_cluster(
    cluster: Cluster,
    blank: Job,
    groups: Mapping[str, Sequence[Job]],
    places: Mapping[str, str],
    on_sentence: Callable[[int, int], None],
) -> dict[str, BantinError]:
    """Synthesize the missing sentences of `groups` on the cluster and store them; return the first error of each group.

    `blank` is a job without cues; `places` maps a group to its name in errors; `on_sentence` is called with the number
    of finished sentences and their total.  Raises `ConfigError` if a worker has other code or another voice,
    `VoiceUnavailable` if the cluster is gone, `OutputError` if the store cannot be written.
    """
    voices = JobVoices(blank)
    batches = list(_batches(voices, blank.speech, groups))
    errors: dict[str, BantinError] = {}
    wanted, received = sum(len(batch.texts) for batch in batches), 0
    for batch, outcome in cluster.run(speak_batch, batches, lambda batch: places[batch.group]):
        if isinstance(outcome, ConfigError):
            raise ConfigError(cluster.address, outcome.what, outcome.hint) from outcome
        if isinstance(outcome, BantinError):
            errors.setdefault(batch.group, outcome)
            continue
        synthesizer = voices.synthesizer(batch.voice)
        _refuse_another(cluster.address, outcome, synthesizer)
        for text, content in zip(batch.texts, outcome.segments, strict=True):
            if content:
                synthesizer.receive(text, content)
        received += len(batch.texts)
        on_sentence(received, wanted)
    return errors


def _batches(voices: JobVoices, speech: SpeechSettings, groups: Mapping[str, Sequence[Job]]) -> Iterator[Batch]:
    """Yield batches of the sentences that are not in the store and whose voices need no server."""
    seen: set[VoicedText] = set()
    for group, jobs in groups.items():
        lines = [line for line in dict.fromkeys(itertools.chain.from_iterable(map(spoken, jobs))) if line not in seen]
        seen.update(lines)
        missing = [line for line in lines if not is_on_a_server(voices.engine(line[0])) and _lacks(voices, line)]
        for voice in dict.fromkeys(voice for voice, _ in missing):
            texts = [text for own, text in missing if own == voice]
            for begin in range(0, len(texts), BATCH_SENTENCES):
                yield Batch(group, tuple(texts[begin : begin + BATCH_SENTENCES]), voice, speech, voices.frame_format)


def _lacks(voices: JobVoices, line: VoicedText) -> bool:
    voice, text = line
    return voices.synthesizer(voice).lacks(text)


def _refuse_another(address: str, result: BatchResult, synthesizer: Synthesizer) -> None:
    """Raise `ConfigError` if a worker has another version of the code, the engine or the encoder."""
    theirs, ours = (result.code_version, *result.ingredients), (code_version(), *synthesizer.ingredients)
    for their, our in itertools.zip_longest(theirs, ours, fillvalue=""):
        if their != our:
            raise ConfigError(
                address,
                message('a worker speaks with "{theirs}", this machine with "{ours}"', theirs=their, ours=our),
                message(
                    "Install the same versions on all machines (requirements/run.txt), and the same voices, then start"
                    " the workers again."
                ),
            )
