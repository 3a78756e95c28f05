"""A studio → the studio in which everything can be spoken: who stands in for a voice that failed.

Before anything is narrated, all that voices on a server have to say is fetched (`session`).  Where that fails for
good, whole articles get the fallback, wherever they are heard, or the build stops and says what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..errors import BantinError, VoiceUnavailable
from ..execution.session import Fetched, Measure, fetched, is_on_a_server, measured
from ..execution.workers import gathered
from ..messages import message
from ..model import Edition, Notice
from ..publication.documents import Document, documents
from ..reporting.progress import Progress
from ..speech.engines import Engine
from ..speech.narration import Job
from .studio import CONTINUITY, Studio


def rehearsed(studio: Studio, progress: Progress) -> tuple[Studio, list[BantinError]]:
    """Return the studio in which everything can be spoken, and the errors of articles that cannot be.

    Raises `VoiceUnavailable` where a voice failed for good and no fallback is set, `OutputError` where the store
    cannot be written, and `SpeechError` where a voice's loudness cannot be measured.
    """
    if not studio.selection.speaks:
        return studio, []
    studio = _levelled(studio)
    if not any(is_on_a_server(_engine(studio, voice)) for voice in studio.selection.chosen):
        return studio, []
    has_fallback = bool(studio.plan.settings.sound.fallback)
    found = _fetched(studio, studio.groups(_pages(studio)), progress)
    if has_fallback:
        studio = _with(studio, fallen=found.errors)
    elif found.errors:
        _stop_where_the_voice_failed(studio, found)
        studio = replace(studio, silent=frozenset(found.errors))
    around = _fetched(studio, {CONTINUITY: studio.continuity_jobs(_pages(studio))}, progress)
    if has_fallback:
        return _unfinished(_with(studio, continuity_falls_back=bool(around.errors))), []
    if not around.errors:
        return studio, _errors(studio, found)
    _stop_where_the_voice_failed(studio, around)
    return replace(studio, silent=studio.silent | {CONTINUITY}), [*_errors(studio, found), *around.errors.values()]


def with_notices(edition: Edition, notices: Sequence[Notice]) -> Edition:
    """Return the edition with each of `notices` at the article that it is of, for the proof page."""
    by_place: dict[str, tuple[Notice, ...]] = {}
    for notice in notices:
        by_place[notice.where] = (*by_place.get(notice.where, ()), notice)
    articles = (
        replace(article, notices=(*article.notices, *by_place.get(str(article.path), ())))
        for article in edition.articles
    )
    return replace(edition, articles=tuple(articles))


def _with(studio: Studio, **changes: Any) -> Studio:
    """Return the studio with `changes` of who speaks what."""
    return replace(studio, selection=replace(studio.selection, **changes))


def _unfinished(studio: Studio) -> Studio:
    """Return the studio with a plan that no later one is like where somebody stands in."""
    if not studio.selection.stands_in:
        return studio
    return replace(studio, plan=studio.plan.unfinished("a voice that stands in"))


def _pages(studio: Studio) -> tuple[Document, ...]:
    return documents(studio.edition, studio.voices)


def _errors(studio: Studio, found: Fetched) -> list[BantinError]:
    return [error for name, error in found.errors.items() if name in studio.silent]


def _engine(studio: Studio, voice: str) -> Engine:
    return studio.plan.speech.engine(voice)


def stand_ins(studio: Studio) -> list[Notice]:
    """Return what is to be said of each article, and of the words around them, that the fallback speaks."""
    fallback, fallen = studio.plan.settings.sound.fallback, studio.selection.fallen
    hint = message("Run the same command again when the voice is back: only what is missing is asked for.")
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
        for one in studio.scripted
        if one.article.slug in fallen
    ]  # fmt: skip
    if studio.selection.continuity_falls_back:
        what = message(
            'greeting, headlines and closing are spoken by "{fallback}": the edition\'s voice failed', fallback=fallback
        )
        notices.append(Notice("edition.stand-in", studio.edition.id, what, hint))
    return notices


def _levelled(studio: Studio) -> Studio:
    """Return the studio with the levels of its own machine's voices that have to be measured."""
    unknown = [
        voice
        for voice in studio.selection.chosen
        if (engine := _engine(studio, voice)).gain_db is None and not is_on_a_server(engine)
    ]
    job = studio.blank_job()
    tasks = [Measure(job, voice) for voice in unknown]
    levels, errors = gathered(studio.workers, measured, tasks, lambda task: task.voice, lambda *_: None)
    if errors:
        raise errors[0]
    return replace(studio, levels=tuple(zip(unknown, levels, strict=True)))


def _fetched(studio: Studio, groups: Mapping[str, Sequence[Job]], progress: Progress) -> Fetched:
    return fetched(groups, workers=studio.workers, heard=progress.fetched)


def _stop_where_the_voice_failed(studio: Studio, found: Fetched) -> None:
    """Raise `VoiceUnavailable` with what is there and what is missing, where a voice failed and not a sentence."""
    cause = next((error for error in found.errors.values() if isinstance(error, VoiceUnavailable)), None)
    if cause is None:
        return
    heard = [one.article.slug for one in studio.scripted if one.script.is_heard]
    whole = sum(slug not in found.errors for slug in heard)
    what = message(
        "{stored} of {sentences} sentences are spoken and kept, {whole} of {articles} articles whole; {cause}",
        stored=found.stored, sentences=found.sentences, whole=whole, articles=len(heard), cause=cause.what,
    )  # fmt: skip
    raise VoiceUnavailable(cause.where, what, cause.hint) from cause
