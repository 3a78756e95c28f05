"""The whole build: an input folder → finished editions, proof pages, and their reports.

read → clean → script (in workers) → assemble → narrate (in workers) → publish.  Editions are built one after the other,
with the sound of one article in memory at a time.  Nothing here knows a format, an engine or a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from ..cache import keep_digests, manifest, still_there
from ..configuration import editions
from ..configuration.editions import EditionFolder
from ..errors import BantinError, OutputError, SourceError, UsageError
from ..execution.boundary import Boundary
from ..execution.workers import Workers
from ..files import held, unwritable
from ..messages import message
from ..model import Notice
from ..readers import SUFFIXES
from ..reporting.progress import Progress
from ..reporting.report import EditionReport, repeated
from .plan import Plan, Request, digests_of, make_plan, manifests_of
from .site import describe_older, unchanged_site, write_site
from .tidying import clear_abandoned, forget_ingredients, withdrawn


def build(request: Request, workers: Workers, progress: Progress) -> Iterator[EditionReport]:
    """Yield a report for each requested edition when it is finished, and, if `request.publish`, one for the site.

    For an edition that cannot be built, the report contains its errors.  No report is kept here, because the reports of
    a twenty-year archive take tens of megabytes.

    Raises, before anything is built, `SourceError` if the input folder or a requested edition does not exist, and
    `UsageError` if an output folder is inside the input folder.
    """
    _check_places(request)
    for name in request.editions:
        editions.find(request.input, name, SUFFIXES)
    wanted = request.editions or editions.names(request.input)
    clear_abandoned(request)
    describe_older(request)
    return _reports(wanted, request, workers, progress)


def unchanged(request: Request, reported: Mapping[str, bool]) -> list[EditionReport] | None:
    """Return the reports of `build` if every edition is unchanged; None if something has to be built.

    Nothing is built.  `reported` contains the editions that a build has just found unchanged → whether they are
    internal or drafts.  If no input was touched since, only their output files are checked, not their sources.
    Raises like `build`.
    """
    reports = []
    for name in request.editions or editions.names(request.input):
        if name in reported:
            same = _untouched(name, request, is_inside=reported[name])
        else:
            same = _as_before(make_plan(editions.find(request.input, name, SUFFIXES), request), request)
        if same is None or same.errors:
            return None
        reports.append(same)
    same = unchanged_site(request)
    return None if same is None else [*reports, same]


def _reports(wanted: Sequence[str], request: Request, workers: Workers, progress: Progress) -> Iterator[EditionReport]:
    for name in wanted:
        try:
            folder = editions.find(request.input, name, SUFFIXES)
        except SourceError as error:  # the folder was removed while other editions were built
            yield EditionReport(name, errors=(error,))
        else:
            yield _edition(folder, request, workers, progress)
    if request.publish:
        yield _site(request)


def _check_places(request: Request) -> None:
    """Raise `UsageError` if an output folder is inside the input: the next build would read its files as articles."""
    for made in (request.output, request.proof):
        if made.resolve().is_relative_to(request.input.resolve()):
            raise UsageError(
                str(made),
                message("is in the input folder: the next build would treat it as articles"),
                message("Name another place with --output and --proof."),
            )


def _site(request: Request) -> EditionReport:
    try:
        with Boundary(str(request.output)):
            return write_site(request)
    except BantinError as error:
        return EditionReport("", errors=(error,))
    except OSError as error:
        return EditionReport("", errors=(unwritable(error.filename or request.output, error),))


def _edition(folder: EditionFolder, request: Request, workers: Workers, progress: Progress) -> EditionReport:
    try:
        with Boundary(str(folder.path)):
            return _planned(folder, request, workers, progress)
    except BantinError as error:
        return EditionReport(folder.id, notices=folder.notices, errors=(*folder.errors, error))
    except OSError as error:  # a disk can also fail outside the functions that write files
        failure = unwritable(error.filename or request.output / folder.id, error)
        return EditionReport(folder.id, notices=folder.notices, errors=(*folder.errors, failure))
    finally:
        progress.end()


def _planned(folder: EditionFolder, request: Request, workers: Workers, progress: Progress) -> EditionReport:
    plan = make_plan(folder, request)
    if request.publish and (same := _as_before(plan, request)):
        return same
    with alone(plan.manifest, plan.output):
        _begun(plan).touch()
        from .production import produce  # imported late: an unchanged edition does not need it

        report = produce(plan, request, workers, progress)
        keep_digests(digests_of(folder, request), folder.path)
        if request.publish:
            report = withdrawn(plan, request, report)
        if request.publish and _changed_meanwhile(plan, request):
            for place in (plan, plan.moved(request)):
                forget_ingredients(place)
            return replace(report, notices=(*report.notices, _changed(plan)))  # the mark stays: the next build repeats
        _begun(plan).unlink(missing_ok=True)
        return report


@contextmanager
def alone(manifest: Path, output: Path) -> Iterator[None]:
    """Hold the lock next to an edition's manifest; the system releases it if the process is killed.

    Raises `OutputError` for the edition's `output` if another process holds the lock.
    """
    with ExitStack() as stack:
        try:
            is_held = stack.enter_context(held(manifest.with_suffix(".lock")))
        except OSError as error:
            raise unwritable(error.filename or manifest.parent, error) from error
        if not is_held:
            raise OutputError(
                str(output),
                message("another build of this edition is running"),
                message("Wait until it is done, then run the command again."),
            )
        yield


def _begun(plan: Plan) -> Path:
    """Return the file that marks a build in progress: if a killed build leaves it, the edition is built again."""
    return plan.manifest.with_suffix(".begun")


def _changed_meanwhile(plan: Plan, request: Request) -> bool:
    """Return whether an input of the edition has changed since the build began.

    Files and settings are compared too: they are read one after the other, so a file that is saved in between can be in
    the digest of the inputs with its new content and in the settings with its old one.
    """
    try:
        now = make_plan(editions.find(request.input, plan.folder.id, SUFFIXES), request)
    except (BantinError, OSError):
        return True
    return not now.is_same(plan)


def _changed(plan: Plan) -> Notice:
    return Notice(
        "input.changed",
        str(plan.folder.path),
        message("a file of this edition was changed while it was being built"),
        message("Run the same command again: it builds what has changed."),
    )


def _untouched(name: str, request: Request, *, is_inside: bool) -> EditionReport | None:
    place = replace(request, output=request.inside) if is_inside else request
    path = manifests_of(place) / f"{name}.json"
    earlier = None if path.with_suffix(".begun").exists() else manifest.read(path)
    if earlier and still_there(place.output / name, earlier.files):
        return replace(repeated(name, earlier.report), is_inside=is_inside)
    return None


def _as_before(plan: Plan, request: Request) -> EditionReport | None:
    """Return the stored report of an unchanged edition, published or internal; None if it has to be built."""
    if plan.folder.errors or _begun(plan).exists():
        return None
    for place in (plan, plan.moved(request)):
        earlier = manifest.read(place.manifest)
        if earlier and earlier.inputs == plan.inputs and still_there(place.output, earlier.files):
            same = replace(repeated(plan.folder.id, earlier.report), is_inside=place is not plan)
            return replace(withdrawn(plan, request, same), notices=same.notices)
    return None
