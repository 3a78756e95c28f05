"""Fallback voices: the parts that the fallback speaks if a voice on a server failed.

All sentences of voices on a server are prefetched before anything is narrated.  If a voice fails for good, the
fallback speaks whole articles in every file; without a fallback the build stops and reports what is missing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..cache import Cache
from ..errors import BantinError, SpeechError, VoiceUnavailable
from ..execution.memory import available_mb, workers_within
from ..execution.workers import gathered
from ..messages import message
from ..model import Edition, Notice
from ..publication.documents import Document, documents
from ..reporting.progress import Progress
from ..speech.engine import Engine, is_on_a_server
from ..speech.engines import memory_mb
from ..speech.narration import Job
from .edition_audio import CONTINUITY, EditionAudio

if TYPE_CHECKING:
    from ..execution.prefetch import Fetched


def prefetched(audio: EditionAudio, progress: Progress) -> tuple[EditionAudio, list[BantinError]]:
    """Prefetch all speech from servers; return the audio with its fallbacks, and the errors of articles without sound.

    Raises `VoiceUnavailable` if a voice failed for good and no fallback is set, `OutputError` if the store
    cannot be written, and `SpeechError` if a voice's loudness cannot be measured.
    """
    if not audio.selection.speaks:
        return audio, []
    audio = _levelled(audio)
    if not any(is_on_a_server(_engine(audio, voice)) for voice in audio.selection.chosen):
        return audio, []
    has_fallback = bool(audio.plan.settings.sound.fallback)
    found = _fetched(audio, audio.groups(_pages(audio)), progress)
    if has_fallback:
        audio = _with(audio, fallen=found.errors)
    elif found.errors:
        _stop_where_the_voice_failed(audio, found)
        audio = replace(audio, silent=frozenset(found.errors))
    around = _fetched(audio, {CONTINUITY: audio.continuity_jobs(_pages(audio))}, progress)
    if has_fallback:
        return _unfinished(_with(audio, continuity_falls_back=bool(around.errors))), []
    if not around.errors:
        return audio, _errors(audio, found)
    _stop_where_the_voice_failed(audio, around)
    return replace(audio, silent=audio.silent | {CONTINUITY}), [*_errors(audio, found), *around.errors.values()]


def with_notices(edition: Edition, notices: Sequence[Notice]) -> Edition:
    """Return the edition with each notice added to the article that it concerns, for the proof page."""
    by_place: dict[str, tuple[Notice, ...]] = {}
    for notice in notices:
        by_place[notice.where] = (*by_place.get(notice.where, ()), notice)
    articles = (
        replace(article, notices=(*article.notices, *by_place.get(str(article.path), ())))
        for article in edition.articles
    )
    return replace(edition, articles=tuple(articles))


def _with(audio: EditionAudio, **changes: Any) -> EditionAudio:
    """Return the audio with `changes` to its voice selection."""
    return replace(audio, selection=replace(audio.selection, **changes))


def _unfinished(audio: EditionAudio) -> EditionAudio:
    """Return the audio; if the fallback speaks anything, with a plan that makes the next build build it again."""
    if not audio.selection.stands_in:
        return audio
    return replace(audio, plan=audio.plan.unfinished("a voice that stands in"))


def _pages(audio: EditionAudio) -> tuple[Document, ...]:
    return documents(audio.edition, audio.voices)


def _errors(audio: EditionAudio, found: Fetched) -> list[BantinError]:
    return [error for name, error in found.errors.items() if name in audio.silent]


def _engine(audio: EditionAudio, voice: str) -> Engine:
    return audio.plan.speech.engine(voice)


def fallback_notices(audio: EditionAudio) -> list[Notice]:
    """Return a notice for each article that the fallback speaks, and one if it speaks the continuity."""
    fallback, fallen = audio.plan.settings.sound.fallback, audio.selection.fallen
    hint = message("Run the same command again when the voice works: only missing sentences are requested.")
    notices = [
        Notice(
            "article.stand-in",
            str(one.article.path),
            message(
                '"{fallback}" speaks this article in place of its own voice, which failed: {cause}',
                fallback=fallback, cause=fallen[one.article.slug].what,
            ),
            hint,
        )
        for one in audio.scripted
        if one.article.slug in fallen
    ]  # fmt: skip
    if audio.selection.continuity_falls_back:
        what = message(
            'greeting, headlines and closing are spoken by "{fallback}": the edition\'s voice failed', fallback=fallback
        )
        notices.append(Notice("edition.stand-in", audio.edition.id, what, hint))
    return notices


def fitted(audio: EditionAudio) -> list[Notice]:
    """Limit the number of workers to the free memory of this machine; return a notice if this reduces it."""
    workers, free_mb = audio.workers, available_mb()
    needed_mb = max(map(memory_mb, audio.selection.chosen)) if audio.selection.speaks else 0
    wanted, fit = workers.count, workers_within(workers.count, needed_mb, free_mb) if needed_mb else workers.count
    if fit == wanted:
        return []
    workers.at_most(fit)
    what = message(
        "{fit} workers instead of {wanted}: the voice needs {needed} MB for each, and {free} MB are free",
        fit=fit, wanted=wanted, needed=needed_mb, free=free_mb,
    )  # fmt: skip
    hint = message("Nothing needs to be done; it takes longer. Close other programs, or choose a lighter voice.")
    return [Notice("edition.fewer-workers", audio.edition.id, what, hint)]


def ignored_speeds(audio: EditionAudio) -> list[Notice]:
    """Return a notice for each voice whose server ignores the requested speed."""
    voices = [voice for voice in audio.selection.chosen if is_on_a_server(_engine(audio, voice))]
    if not (voices and audio.selection.speaks):
        return []
    from ..speech.engines.http.pace import ignores_speed

    store, found = Cache(audio.plan.store), []
    for voice in voices:
        with contextlib.suppress(SpeechError):  # the failure of the voice is reported elsewhere
            if ignores_speed(_engine(audio, voice), store):
                found.append(voice)
    hint = message("Remove {place} and syllables_per_minute from [voices.…]: it has its own pace.", place="{speed}")
    return [
        Notice(
            "edition.speed-ignored",
            audio.edition.id,
            message('the server of "{voice}" ignores the requested speed', voice=voice),
            hint,
        )
        for voice in found
    ]


def _levelled(audio: EditionAudio) -> EditionAudio:
    """Return the audio with the measured levels of local voices whose engines declare no gain."""
    unknown = [
        voice
        for voice in audio.selection.chosen
        if (engine := _engine(audio, voice)).gain_db is None and not is_on_a_server(engine)
    ]
    if not unknown:
        return audio
    from ..execution.prefetch import Measure, measured  # imported late: the embedded voice needs none of it

    job = audio.blank_job()
    tasks = [Measure(job, voice) for voice in unknown]
    levels, errors = gathered(audio.workers, measured, tasks, lambda task: task.voice, lambda *_: None)
    if errors:
        raise errors[0]
    return replace(audio, levels=tuple(zip(unknown, levels, strict=True)))


def _fetched(audio: EditionAudio, groups: Mapping[str, Sequence[Job]], progress: Progress) -> Fetched:
    from ..execution.prefetch import fetched

    return fetched(groups, workers=audio.workers, on_sentence=progress.fetched)


def _stop_where_the_voice_failed(audio: EditionAudio, found: Fetched) -> None:
    """Raise `VoiceUnavailable`, with counts of stored sentences and articles, if a voice failed, not one sentence."""
    cause = next((error for error in found.errors.values() if isinstance(error, VoiceUnavailable)), None)
    if cause is None:
        return
    heard = [one.article.slug for one in audio.scripted if one.script.is_heard]
    whole = sum(slug not in found.errors for slug in heard)
    what = message(
        "{stored} of {sentences} sentences are stored, {whole} of {articles} articles completely; {cause}",
        stored=found.stored, sentences=found.sentences, whole=whole, articles=len(heard), cause=cause.what,
    )  # fmt: skip
    raise VoiceUnavailable(cause.where, what, cause.hint) from cause
