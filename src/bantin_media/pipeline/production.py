"""A plan → a finished edition and its report: read → clean → script → assemble → narrate → publish."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..cache import Cache, OutputCache, digest
from ..errors import BantinError
from ..execution.workers import Workers, gathered
from ..files import slug
from ..history import State
from ..messages import message, plural
from ..model import Certainty, Edition
from ..publication.writers.proof import spoken_otherwise
from ..reporting.progress import Progress
from ..reporting.report import EditionReport, line_of
from ..speech.running_order import SpokenTemplates
from ..templates import environment, source
from .article_cache import cached_article, shared, stored_article, surroundings
from .assembly import assemble, in_order, jingle
from .edition_audio import EditionAudio
from .narration_cache import NarrationCache
from .plan import Plan, Request
from .preparation import Prepared, Task, normalizer
from .proof_page import write_proof_page
from .publicity import for_the_public
from .recordings import doubtful
from .settled import without_settled
from .signature import judged, state_of
from .tidying import earlier_build
from .voice_selection import select_voices, unknown_sections


@dataclass(frozen=True, slots=True)
class Examined:
    """An edition after reading, cleaning and scripting, before synthesis."""

    audio: EditionAudio
    state: State
    report: EditionReport

    @property
    def edition(self) -> Edition:
        """Return the edition; it is a draft if it is not signed or has changed since."""
        return self.audio.edition


def examine(plan: Plan, request: Request, workers: Workers, progress: Progress) -> Examined:
    """Read, clean and script an edition; return it with the plan for its output folder.

    Raises `ConfigError`, `LexiconError`, `SourceError` and `OutputError` if the whole edition cannot be built; errors
    of single articles are in the report.
    """
    normalizer(plan.settings.reading, plan.lexicons)
    voices, ident = select_voices(plan), jingle(plan.folder.path, plan.settings)
    prepared, errors = _prepared(plan, workers, progress)
    edition = assemble(plan.folder, plan.settings, [one.article for one in prepared])
    scripted = _as_heard(edition, prepared)
    audio = EditionAudio(edition, scripted, plan, ident, voices, workers, _narrations(plan))
    state = state_of(audio)
    edition, judgement = judged(edition, state, plan)
    if edition.is_draft or not edition.is_public:
        plan = plan.moved(request)
    report = EditionReport(
        edition.id,
        tuple(line_of(article) for article in edition.articles),
        notices=(
            *judgement,
            *edition.notices,
            *unknown_sections(plan.settings, edition.articles, str(plan.folder.path / "edition.toml")),
            *(notice for one in scripted for notice in one.notices),
            *doubtful(scripted, plan.settings.profile, Cache(plan.articles)),
        ),
        errors=(*plan.folder.errors, *errors),
        is_inside=edition.is_draft or not edition.is_public,
        code=state.code,
    )
    narrations = audio.narrations if plan is audio.plan else _narrations(plan)
    return Examined(replace(audio, edition=edition, plan=plan, narrations=narrations), state, report)


def produce(plan: Plan, request: Request, workers: Workers, progress: Progress) -> EditionReport:
    """Build, or only check, one edition; return its report without the settled notices.

    Errors as for `examine`.
    """
    progress.begin(plan.folder.id, len(plan.folder.sources) * (2 if request.publish and request.audio else 1))
    examined = examine(plan, request, workers, progress)
    report = _produced(examined, request, progress)
    return without_settled(report, examined.audio.scripted, plan.settings.settled)


def _produced(examined: Examined, request: Request, progress: Progress) -> EditionReport:
    audio, report, edition = examined.audio, examined.report, examined.edition
    plan, scripted = audio.plan, audio.scripted
    earlier = earlier_build(plan)
    write_proof_page(edition, scripted, proof_path(edition.id, request), plan, report)
    if request.announcer:
        from ..publication.writers.announcer import write_announcer_script

        script, chapters = audio.script(scripted, slug(edition.id))
        write_announcer_script(script, chapters, edition.date, announcer_path(edition.id, request))
    if not request.publish or not scripted:
        return replace(report, readings=_readings(scripted, plan.templates))
    from .completion import completed  # imported late: a check does not need it

    return completed(examined, earlier, request, progress)


def _narrations(plan: Plan) -> NarrationCache:
    earlier = earlier_build(plan)
    outputs = OutputCache(plan.output, earlier.files if earlier else {}, plan.environment)
    return NarrationCache(plan.manifest.with_suffix(".takes"), outputs)


def _readings(scripted: Sequence[Prepared], templates: Path) -> tuple[str, ...]:
    """Return a line per class of text that is spoken otherwise than written; guesses are not counted (notices)."""
    labels = tomllib.loads(source(environment("proof", templates), "labels.toml"))["rules"]
    found = spoken_otherwise(reading for one in scripted for reading in one.readings)
    certain = Counter(one.rule for one in found if one.certainty is Certainty.CERTAIN)
    by_context = Counter(one.rule for one in found if one.certainty is Certainty.CONTEXT)
    lines = []
    for rule in sorted(certain | by_context, key=lambda rule: str(labels.get(rule, rule))):
        known, decided = certain[rule], by_context[rule]
        line = plural(
            "{label}: {number} reading", "{label}: {number} readings", known + decided, label=labels.get(rule, rule)
        )
        lines.append(line + (message(", {number} by context", number=decided) if decided else ""))
    return (*lines, message("The proof page lists all of them.")) if lines else ()


def proof_path(edition_id: str, request: Request) -> Path:
    """Return the path of the proof page."""
    return request.proof / f"{edition_id}.html"


def announcer_path(edition_id: str, request: Request) -> Path:
    """Return the path of the script for a human announcer."""
    return request.proof / f"{edition_id}-loi-doc.docx"


def _prepared(plan: Plan, workers: Workers, progress: Progress) -> tuple[list[Prepared], list[BantinError]]:
    settings = plan.settings
    environment = digest(plan.environment, surroundings(plan.folder.beside()))
    tasks = [
        Task(
            source,
            settings.override(source.number),
            settings.reading,
            plan.lexicons,
            SpokenTemplates(plan.templates),
            read_captions=settings.sound.read_captions,
            read_tables=settings.sound.read_tables,
            environment=environment,
            language=settings.language,
            cache=plan.articles,
            pictures=plan.pictures,
        )
        for source in in_order(plan.folder.sources, settings)
    ]
    known = {task.source.number: stored_article(task) for task in tasks}
    for task in tasks:
        if known[task.source.number] is not None:
            progress.step(task.source.slug, 0)
    anew, errors = gathered(
        workers,
        cached_article,
        [task for task in tasks if known[task.source.number] is None],
        lambda task: str(task.source.path),
        lambda task, _: progress.step(task.source.slug, 0),
    )
    # each worker has its own token objects
    known |= {one.article.number: shared(one) if workers.count > 1 else one for one in anew}
    prepared = [one for one in known.values() if one is not None]
    if settings.audience != "public":
        return prepared, errors
    fine, kept_back = for_the_public(prepared)
    return fine, [*errors, *kept_back]


def _as_heard(edition: Edition, prepared: Sequence[Prepared]) -> tuple[Prepared, ...]:
    """Return the prepared articles in the order of the edition, with the names that it gave them."""
    by_number = {one.article.number: one for one in prepared}
    return tuple(by_number[article.number].renamed(article) for article in edition.articles)
