"""Batches of sentences for a cluster: every missing sentence is spoken elsewhere and put into the store here.

The cluster gets spoken words and `SpeechSettings` and returns segments: it needs no disk of this machine.
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
from ..speech.engines import SpeechSettings
from ..speech.narration import Job, JobVoices, spoken
from ..speech.synthesizer import Synthesizer
from .cluster import Cluster
from .prefetch import VoicedText, is_on_a_server

BATCH_SENTENCES = 40
"""Sentences in one batch: an article, about; some seconds of a neural voice, and the scheduler has little to do."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences for a worker to speak in one voice; it needs nothing of this machine's disk.

    `group` is the slug of their article.
    """

    group: str
    texts: tuple[str, ...]
    voice: str
    speech: SpeechSettings
    frame_format: FrameFormat


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The segments of a batch, one for each text, as the store keeps them; empty if it was not spoken.

    `code_version` and `ingredients` say what spoke it: only what this machine would make the same goes into the store.
    """

    code_version: str
    ingredients: tuple[str, ...]
    segments: tuple[bytes, ...]


def code_version() -> str:
    """Return which bantin_media this is, to the letter."""
    return f"bantin_media {__version__} {code_digest()[:12]}"


def speak_batch(batch: Batch) -> BatchResult:
    """Speak a batch: this is what runs on a worker.

    A sentence that the voice cannot speak stays empty; the machine that sent the batch speaks it and reports the error.
    Raises `ConfigError` if the voice cannot be opened here.
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
    heard: Callable[[int, int], None],
) -> dict[str, BantinError]:
    """Have the missing sentences of `groups` spoken and put them into the store; return the first error of each group.

    `blank` is a job without cues, `places` says what an error calls a group, `heard` is told how many of how many
    sentences have come.  Raises `ConfigError` for a worker that speaks otherwise than this machine, `VoiceUnavailable`
    if the cluster is gone, `OutputError` if the store cannot be written.
    """
    voices = JobVoices(blank)
    batches = list(_batches(voices, blank.speech, groups))
    errors: dict[str, BantinError] = {}
    wanted, came = sum(len(batch.texts) for batch in batches), 0
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
        came += len(batch.texts)
        heard(came, wanted)
    return errors


def _batches(voices: JobVoices, speech: SpeechSettings, groups: Mapping[str, Sequence[Job]]) -> Iterator[Batch]:
    """Yield batches of the sentences that are not in the store and whose voices speak on this machine."""
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
    """Raise `ConfigError` if a result was made by other code, another engine or another encoder than ours."""
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
