"""A studio and a cluster → every sentence that is missing in the store, spoken elsewhere, put into it here.

The cluster gets spoken words and how they are to be spoken, and returns segments: it needs no disk of ours.  All
MP3s are joined here, from the store, as always, so the output has the bytes of a build on one machine.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .. import __version__, manifest
from ..audio.mp3 import FrameFormat
from ..errors import BantinError, ConfigError, SpeechError
from ..execution.cluster import Cluster
from ..execution.session import is_on_a_server
from ..messages import message
from ..publication.documents import documents
from ..reporting.progress import Progress
from ..speech.engines import SpeechSettings
from ..speech.engines.speaking import Speaker
from ..speech.narration import Booth, Job, spoken
from .studio import CONTINUITY, Studio

BATCH = 40
"""Sentences in one order: an article, about; some seconds of a neural voice, and the scheduler has little to do."""

Line = tuple[str, str]
"""A voice and what it is to say."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker needs to speak some sentences in one voice, and nothing of this machine's disk.

    `group` is the article that they are of, by its slug.
    """

    group: str
    texts: tuple[str, ...]
    voice: str
    speech: SpeechSettings
    frame_format: FrameFormat


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of an order: a segment for each of its texts, as the store keeps it; empty where it was not spoken.

    `passport` and `ingredients` say what spoke it: only what would be the same here may go into the store.
    """

    passport: str
    ingredients: tuple[str, ...]
    segments: tuple[bytes, ...]


def passport() -> str:
    """Return which bantin_media this is, to the letter."""
    return f"bantin_media {__version__} {manifest.code_digest()[:12]}"


def delivered(order: Order) -> Delivery:
    """Speak an order: this is what runs on a worker.

    A sentence that its voice cannot speak is left to the machine that ordered it, which says what is wrong with it.
    Raises `ConfigError` where the voice cannot be opened here.
    """
    speaker = Speaker(
        order.speech.engine(order.voice),
        order.frame_format,
        loudness_lufs=order.speech.profile.loudness_lufs,
        store=None,
        level=dict(order.speech.levels).get(order.voice),
    )
    return Delivery(passport(), speaker.ingredients, tuple(_segment(speaker, text) for text in order.texts))


def _segment(speaker: Speaker, text: str) -> bytes:
    try:
        return speaker.segment(text).to_bytes()
    except SpeechError:
        return b""


def dispatched(studio: Studio, progress: Progress) -> tuple[Studio, list[BantinError]]:
    """Return the studio without the articles that the cluster failed at, and why it did; the rest is in the store.

    Without a cluster it is returned as it is.  Raises `ConfigError` for an internal edition, whose words stay on this
    machine, and for a worker that speaks otherwise than this machine; `VoiceUnavailable` where the cluster is gone,
    `OutputError` where the store cannot be written.
    """
    cluster = studio.workers.cluster
    if cluster is None or not studio.selection.speaks:
        return studio, []
    if studio.plan.settings.audience == "internal":
        raise ConfigError(
            str(studio.plan.folder.path / "edition.toml"),
            message("this edition is internal, and its words would leave this machine for the cluster"),
            message("Build it without --scheduler."),
        )
    pages = documents(studio.edition, studio.voices)
    groups = {**studio.groups(pages), CONTINUITY: studio.continuity_jobs(pages)}
    booth = Booth(studio.blank_job())
    orders = list(_orders(booth, studio, groups))
    errors = _ordered(cluster, booth, orders, _places(studio), progress)
    return replace(studio, silent=studio.silent | errors.keys()), [errors[group] for group in groups if group in errors]


def _places(studio: Studio) -> dict[str, str]:
    """Return what an error calls each group: the article's file, or the edition."""
    return {CONTINUITY: studio.edition.id} | {one.article.slug: str(one.article.path) for one in studio.scripted}


def _orders(booth: Booth, studio: Studio, groups: Mapping[str, Sequence[Job]]) -> Iterator[Order]:
    """Yield orders for all that is not in the store and that this machine would speak itself."""
    speech = studio.blank_job().speech
    seen: set[Line] = set()
    for group, jobs in groups.items():
        lines = [line for line in dict.fromkeys(itertools.chain.from_iterable(map(spoken, jobs))) if line not in seen]
        seen.update(lines)
        missing = [line for line in lines if not is_on_a_server(booth.engine(line[0])) and _lacks(booth, line)]
        for voice in dict.fromkeys(voice for voice, _ in missing):
            texts = [text for own, text in missing if own == voice]
            for begin in range(0, len(texts), BATCH):
                yield Order(group, tuple(texts[begin : begin + BATCH]), voice, speech, booth.frame_format)


def _lacks(booth: Booth, line: Line) -> bool:
    voice, text = line
    return booth.speaker(voice).lacks(text)


def _ordered(
    cluster: Cluster, booth: Booth, orders: Sequence[Order], places: Mapping[str, str], progress: Progress
) -> dict[str, BantinError]:
    """Have `orders` spoken and put what comes into the store; return the first error of each group that failed."""
    errors: dict[str, BantinError] = {}
    wanted, came = sum(len(order.texts) for order in orders), 0
    for order, outcome in cluster.run(delivered, orders, lambda order: places[order.group]):
        if isinstance(outcome, ConfigError):
            raise ConfigError(cluster.address, outcome.what, outcome.hint) from outcome
        if isinstance(outcome, BantinError):
            errors.setdefault(order.group, outcome)
            continue
        speaker = booth.speaker(order.voice)
        _refuse_another(cluster.address, outcome, speaker)
        for text, content in zip(order.texts, outcome.segments, strict=True):
            if content:
                speaker.receive(text, content)
        came += len(order.texts)
        progress.fetched(came, wanted)
    return errors


def _refuse_another(address: str, delivery: Delivery, speaker: Speaker) -> None:
    """Raise `ConfigError` where a delivery was made by other code, another engine or another encoder than ours."""
    theirs, ours = (delivery.passport, *delivery.ingredients), (passport(), *speaker.ingredients)
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
