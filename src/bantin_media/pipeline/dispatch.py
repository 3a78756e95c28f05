"""The audio of an edition + a cluster → every missing sentence in the store, and the articles that failed.

All MP3s are joined here from the store, so the output has the bytes of a build on one machine.
"""

from __future__ import annotations

from dataclasses import replace

from ..errors import BantinError, ConfigError
from ..messages import message
from ..publication.documents import documents
from ..reporting.progress import Progress
from .edition_audio import CONTINUITY, EditionAudio


def dispatched(audio: EditionAudio, progress: Progress) -> tuple[EditionAudio, list[BantinError]]:
    """Synthesize on the cluster; return the audio without the articles that failed, and their errors.

    Without a cluster the audio is returned unchanged.  Raises `ConfigError` for an internal edition, whose text must
    not leave this machine, and for a worker whose voice differs from that of this machine; `VoiceUnavailable` if the
    cluster is gone, `OutputError` if the store cannot be written.
    """
    cluster = audio.workers.cluster
    if cluster is None or not audio.selection.speaks:
        return audio, []
    if audio.plan.settings.audience == "internal":
        raise ConfigError(
            str(audio.plan.folder.path / "edition.toml"),
            message("this edition is internal, and its text would be sent to the cluster"),
            message("Build it without --scheduler."),
        )
    from ..execution.batches import speak_on_cluster

    pages = documents(audio.edition, audio.voices)
    groups = {**audio.groups(pages), CONTINUITY: audio.continuity_jobs(pages)}
    errors = speak_on_cluster(cluster, audio.blank_job(), groups, _places(audio), progress.fetched)
    return replace(audio, silent=audio.silent | errors.keys()), [errors[group] for group in groups if group in errors]


def _places(audio: EditionAudio) -> dict[str, str]:
    """Return the place that an error of each group names: the article's file, or the edition."""
    return {CONTINUITY: audio.edition.id} | {one.article.slug: str(one.article.path) for one in audio.scripted}
