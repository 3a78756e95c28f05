"""The whole build: an input folder → finished editions, proof pages, and their reports.

read → clean → script (in workers) → assemble → narrate (in workers) → publish.  Editions are built one after the other,
with the sound of one article in memory at a time.  Nothing here knows a format, an engine or a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from ..cache import manifest, still_there
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
from ..reporting.report import EditionReport, remembered
from .plan import Plan, Request, make_plan, manifests_of
from .site import describe_older, unchanged_site, write_site
from .tidying import clear_abandoned, withdrawn


def build(request: Request, workers: Workers, progress: Progress) -> Iterator[EditionReport]:
    """Yield a report for each edition asked for as it is done, and, where something is published, one for what stands
    over them.

    An edition that cannot be built is a report with its errors.  No report is kept here: those of a twenty-year
    archive, held to the end, would be tens of megabytes.

    Raises, before anything is built, `SourceError` if the input folder, or an edition that was asked for, is not
    there, and `UsageError` if what is made would lie in it.
    """
    _check_places(request)
    for name in request.editions:
        editions.find(request.input, name, SUFFIXES)
    wanted = request.editions or editions.names(request.input)
    clear_abandoned(request)
    describe_older(request)
    return _reports(wanted, request, workers, progress)


def unchanged(request: Request, told: Mapping[str, bool]) -> list[EditionReport] | None:
    """Return what `build` would yield if it had nothing to do; None if it has.  Nothing is built.

    `told` has the editions that a build has just found unchanged, and whether they are only for the office: if no input
    was touched since, their files are looked at and their sources are not read again.  Errors as for `build`.
    """
    reports = []
    for name in request.editions or editions.names(request.input):
        if name in told:
            same = _still_stands(name, request, is_inside=told[name])
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
        except SourceError as error:  # it was taken away while others were built
            yield EditionReport(name, errors=(error,))
        else:
            yield _edition(folder, request, workers, progress)
    if request.publish:
        yield _site(request)


def _check_places(request: Request) -> None:
    """Raise `UsageError` if what is made would be taken for articles by the next build."""
    for made in (request.output, request.proof):
        if made.resolve().is_relative_to(request.input.resolve()):
            raise UsageError(
                str(made),
                message("lies in the input folder: the next build would take it for articles"),
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
    except OSError as error:  # a disk can fail at any place, not only where a file is written
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
        from .production import produce  # what it imports is not needed if nothing has changed

        report = produce(plan, request, workers, progress)
        if request.publish:
            report = withdrawn(plan, request, report)
        if request.publish and _changed_meanwhile(plan, request):
            return replace(report, notices=(*report.notices, _changed(plan)))  # the mark stays: it is built again
        _begun(plan).unlink(missing_ok=True)
        return report


@contextmanager
def alone(manifest: Path, output: Path) -> Iterator[None]:
    """Hold the lock beside an edition's manifest, which a killed process gives up.

    Raises `OutputError`, which names the edition's `output`, if another has it.
    """
    with ExitStack() as stack:
        try:
            is_held = stack.enter_context(held(manifest.with_suffix(".lock")))
        except OSError as error:
            raise unwritable(error.filename or manifest.parent, error) from error
        if not is_held:
            raise OutputError(
                str(output),
                message("another build is at work on this edition"),
                message("Wait until it is done, then run the command again."),
            )
        yield


def _begun(plan: Plan) -> Path:
    """Return the mark beside the manifest of a build under way: a killed build does not count as unchanged."""
    return plan.manifest.with_suffix(".begun")


def _changed_meanwhile(plan: Plan, request: Request) -> bool:
    """Return whether an input of the edition has changed since the build began."""
    try:
        return make_plan(plan.folder, request).inputs != plan.inputs
    except (BantinError, OSError):
        return True


def _changed(plan: Plan) -> Notice:
    return Notice(
        "input.changed",
        str(plan.folder.path),
        message("a file of this edition was changed while it was being built"),
        message("Run the same command again: it builds what has changed."),
    )


def _still_stands(name: str, request: Request, *, is_inside: bool) -> EditionReport | None:
    place = replace(request, output=request.inside) if is_inside else request
    path = manifests_of(place) / f"{name}.json"
    earlier = None if path.with_suffix(".begun").exists() else manifest.read(path)
    if earlier and still_there(place.output / name, earlier.files):
        return replace(remembered(name, earlier.said), is_inside=is_inside)
    return None


def _as_before(plan: Plan, request: Request) -> EditionReport | None:
    """Return the remembered report of an unchanged edition, wherever it was built; None if it has to be built."""
    if plan.folder.errors or _begun(plan).exists():
        return None
    for place in (plan, plan.moved(request)):
        earlier = manifest.read(place.manifest)
        if earlier and earlier.inputs == plan.inputs and still_there(place.output, earlier.files):
            same = replace(remembered(plan.folder.id, earlier.said), is_inside=place is not plan)
            return replace(withdrawn(plan, request, same), notices=same.notices)
    return None
