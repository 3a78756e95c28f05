"""The whole walk in straight lines: an input folder → finished editions, proof pages, and what to say of them.

read → clean → script (in workers) → assemble → narrate (in workers) → publish.  One edition after the other; of
an edition, one article's sound is in memory at a time.  Nothing here knows a format, an engine or a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from . import editions, manifest
from .assembly import assemble, in_order
from .editions import EditionFolder
from .errors import BantinError, OutputError
from .messages import message
from .model import Edition
from .plan import Plan, Request, make_plan
from .preparation import Prepared, Task, prepare
from .progress import Progress
from .publishing import kept, publish, write_proof_page
from .readers import SUFFIXES
from .report import EditionReport, line_of, remembered
from .studio import Studio
from .workers import Workers, gathered


def build(request: Request, workers: Workers, progress: Progress) -> tuple[EditionReport, ...]:
    """Return a report for each edition asked for; an edition that cannot be built is a report with its errors.

    Raises `SourceError` where the input folder, or an edition that was asked for, is not there.
    """
    wanted = request.editions or editions.names(request.input)
    folders = [editions.find(request.input, name, SUFFIXES) for name in wanted]
    return tuple(_edition(folder, request, workers, progress) for folder in folders)


def _edition(folder: EditionFolder, request: Request, workers: Workers, progress: Progress) -> EditionReport:
    try:
        plan = make_plan(folder, request)
        earlier = manifest.read(plan.manifest)
        if request.publish and earlier and _nothing_changed(plan, earlier):
            return remembered(folder.id, earlier.report)
        with _alone(plan):
            progress.begin(folder.id, len(folder.sources) * (2 if request.publish and request.audio else 1))
            return _made(plan, earlier, request, workers, progress)
    except BantinError as error:
        return EditionReport(folder.id, notices=folder.notices, errors=(*folder.errors, error))
    finally:
        progress.end()


@contextmanager
def _alone(plan: Plan) -> Iterator[None]:
    """Hold this edition's lock, which a killed process gives up.  Raises `OutputError` where another has it."""
    from filelock import FileLock, Timeout

    lock = FileLock(plan.manifest.with_suffix(".lock"))
    try:
        plan.manifest.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise OutputError(
            str(plan.output),
            message("another build is at work on this edition"),
            message("Wait until it is done, then run the command again."),
        ) from error
    except OSError as error:
        raise OutputError(
            str(plan.manifest.parent),
            message("cannot be written: {cause}", cause=error.strerror or error),
            message("Make room on the disk, or allow writing to the folder, and run the same command again."),
        ) from error
    try:
        yield
    finally:
        lock.release()


def _nothing_changed(plan: Plan, earlier: manifest.Manifest) -> bool:
    same = earlier.inputs == plan.inputs and not plan.folder.errors
    return same and manifest.still_there(plan.output, earlier.files)


def _made(
    plan: Plan, earlier: manifest.Manifest | None, request: Request, workers: Workers, progress: Progress
) -> EditionReport:
    prepared, errors = _prepared(plan, workers, progress)
    edition = assemble(plan.folder, plan.settings, [one.article for one in prepared])
    scripted = _as_heard(edition, prepared)
    report = EditionReport(
        edition.id,
        tuple(line_of(article) for article in edition.articles),
        notices=(*edition.notices, *(notice for one in scripted for notice in one.notices)),
        errors=(*plan.folder.errors, *errors),
    )
    write_proof_page(edition, scripted, request.proof / f"{edition.id}.html", plan, report.notices)
    if not request.publish or not scripted:
        return report
    if report.errors and earlier:
        return replace(report, notices=(*report.notices, kept(plan)))
    studio = Studio(edition, scripted, plan, workers)
    return publish(studio, earlier, report, progress if request.audio else None)


def _prepared(plan: Plan, workers: Workers, progress: Progress) -> tuple[list[Prepared], list[BantinError]]:
    settings = plan.settings
    tasks = [
        Task(
            source,
            settings.override(source.number),
            settings.reading,
            plan.lexicons,
            plan.frame,
            settings.sound.read_captions,
            settings.sound.read_tables,
        )
        for source in in_order(plan.folder.sources, settings)
    ]
    return gathered(
        workers, prepare, tasks, lambda task: str(task.source.path), lambda task, _: progress.step(task.source.slug, 0)
    )


def _as_heard(edition: Edition, prepared: Sequence[Prepared]) -> tuple[Prepared, ...]:
    """Return what was prepared in the edition's order and under the names that it gave its articles."""
    by_number = {one.article.number: one for one in prepared}
    return tuple(by_number[article.number].renamed(article) for article in edition.articles)
