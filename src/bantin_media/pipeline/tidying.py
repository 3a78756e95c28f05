"""After a complete build: files of earlier builds are removed, foreign files stay, the manifest is written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..cache import Cache, Made, OutputCache, digest, file_digest, manifest
from ..cache.manifest import DESCRIPTION
from ..cache.sealed import is_inside
from ..configuration.config import VIET_NAM_TIME
from ..errors import OutputError
from ..files import TEMPORARY_SUFFIX, remove_abandoned, remove_deserted, write_whole
from ..messages import cause_of, message
from ..model import Edition, Notice
from ..reporting.report import EditionReport, FileKind, MadeFile
from .plan import ARTICLES, PICTURES, SPEECH, Plan, Request, manifests_of, older_manifests_of

if TYPE_CHECKING:
    from ..publication.writers.records import EditionRecord


def tidy(
    edition: Edition,
    plan: Plan,
    earlier: manifest.Manifest | None,
    report: EditionReport,
    *,
    outputs: OutputCache,
    record: EditionRecord,
    keep_sound: bool,
) -> EditionReport:
    """Remove files of earlier builds, write record and manifest, and return `report` with new notices and errors.

    With `keep_sound` (a build without audio) earlier MP3s and talking books stay.  A file that cannot be removed is an
    error, and the next build tries again.  `record`, with the digests of all files, is written into the edition's
    folder, so that the folder describes itself.  Raises `OutputError`.
    """
    from ..publication.writers.records import describe, described

    root = plan.output
    there = described(root)
    files = outputs.made(root / file.name for file in report.files)
    left_behind = {name: one for name, one in (earlier.files if earlier else {}).items() if name not in files}
    if keep_sound:
        files |= {name: one for name, one in left_behind.items() if (root / name).is_file()}
        left_behind = {}
    own = root / DESCRIPTION
    write_whole(own, describe(replace(record, files={n: one.sha256 for n, one in files.items() if n != DESCRIPTION})))
    files |= outputs.made([own])
    if DESCRIPTION not in {file.name for file in report.files}:
        report = replace(report, files=(*report.files, MadeFile(DESCRIPTION, FileKind.PAGE, own.stat().st_size)))
    left_behind.pop(DESCRIPTION, None)
    stays = _removed(root, left_behind)
    _removed(root, (path.relative_to(root).as_posix() for path in root.rglob(f".*{TEMPORARY_SUFFIX}")))
    content = digest(*(f"{name} {one.sha256}" for name, one in sorted(files.items())))
    notices = (*report.notices, *_strangers(root, {*files, *left_behind}))
    if there and there.is_approved:
        notices += tuple(_unrevised(edition, earlier, content))
    report = replace(report, notices=notices, errors=(*report.errors, *stays.values()))
    inputs = plan.unfinished("files that could not be removed").inputs if stays else plan.inputs
    files |= {name: left_behind[name] for name in stays}
    revised = edition.revised.isoformat()
    manifest.write(plan.manifest, manifest.Manifest(inputs, files, revised, content, report.stored, report.code))
    return report


def earlier_build(plan: Plan) -> manifest.Manifest | None:
    """Return the manifest of the earlier build, or one made from the record in its folder; None if both are missing."""
    if found := manifest.read(plan.manifest):
        return found
    if not (plan.output / DESCRIPTION).is_file():
        return None
    from ..publication.writers.records import described  # imported late: it loads the model of all publications

    there = described(plan.output)
    if there is None:
        return None
    own: dict[str, Made] = {}
    for name, sha256 in there.files.items():
        path = plan.output / name
        if is_inside(name) and sha256 and file_digest(path) == sha256:
            own[name] = Made(path.stat().st_size, sha256, path.stat().st_mtime_ns)
    return manifest.Manifest("", own, there.revised) if own else None


def forget_ingredients(plan: Plan) -> None:
    """Let the next build make all files again: an input that changed during the build may be in them under another
    digest.  Raises `OutputError`.
    """
    if earlier := manifest.read(plan.manifest):
        files = {name: replace(one, ingredients="") for name, one in earlier.files.items()}
        manifest.write(plan.manifest, replace(earlier, files=files))
    with contextlib.suppress(OSError):
        plan.manifest.with_suffix(".takes").unlink(missing_ok=True)


def withdrawn(plan: Plan, request: Request, report: EditionReport) -> EditionReport:
    """Remove the edition's files from the folder for the other kind of edition (public, internal); return `report`.

    If the edition is published now, its draft is removed; if it is internal now, its published files are removed.  If a
    signed edition was changed and is a draft again, the published files stay as signed, and `report` gets a notice.
    """
    if report.errors or not report.files:
        return report
    other = plan if report.is_inside else plan.moved(request)
    earlier = earlier_build(other)
    if earlier is None:
        return replace(report, errors=_left_published(plan, other)) if report.is_inside else report
    if report.is_inside and plan.settings.audience == "public":
        what = message("this is a draft; the published files of this edition stay as they were signed")
        hint = message("Sign the edition and run make to replace it; to withdraw it, delete its folder here.")
        notice = Notice("edition.still-published", str(other.output), what, hint)
        return replace(report, notices=(*report.notices, notice))
    if stays := _removed(other.output, earlier.files):
        return replace(report, errors=(*stays.values(),))
    for folder in sorted((one for one in other.output.rglob("*") if one.is_dir()), reverse=True):
        with contextlib.suppress(OSError):  # the folder contains files that are not from a build
            folder.rmdir()
    with contextlib.suppress(OSError):
        other.output.rmdir()
    for suffix in (".json", ".takes", ".jpg"):
        with contextlib.suppress(OSError):
            other.manifest.with_suffix(suffix).unlink(missing_ok=True)
    return report


def _left_published(plan: Plan, other: Plan) -> tuple[OutputError, ...]:
    """Return an error if the edition is internal now and its earlier published files cannot be identified."""
    if plan.settings.audience == "public" or not (other.output / manifest.DESCRIPTION).exists():
        return ()
    what = message("is internal now, and was published here; it is unknown which files belong to it")
    return (OutputError(str(other.output), what, message("Delete this folder, and run the same command again.")),)


def clear_abandoned(request: Request) -> None:
    """Remove temporary files of killed runs from the shared folders; `tidy` does this in an edition's own folder."""
    remove_deserted()
    _move_older(request)
    stores = (Cache(request.work / name).unfinished for name in (SPEECH, ARTICLES, PICTURES))
    places = (request.output, request.inside, request.proof)
    manifests = (manifests_of(replace(request, output=place)) for place in places[:2])
    for folder in (*places, *manifests, *stores):
        remove_abandoned(folder)


def _move_older(request: Request) -> None:
    """Rename the manifest folder of version 0.1, whose name depends on the absolute path of the output."""
    older, now = older_manifests_of(request), manifests_of(request)
    if older.is_dir() and not now.exists():
        with contextlib.suppress(OSError):  # without the manifests everything is built again
            older.rename(now)


def _removed(root: Path, names: Iterable[str]) -> dict[str, OutputError]:
    """Remove the files `names` below `root`; return name → error for each file that cannot be removed.

    A file that a linked folder places outside `root` does not belong to this edition, and stays.
    """
    stays = {}
    for name in names:
        path = root / name
        try:
            if path.parent.resolve().is_relative_to(root.resolve()):
                path.unlink(missing_ok=True)
        except OSError as error:
            stays[name] = OutputError(
                str(path),
                message("was withdrawn, but cannot be removed: {cause}", cause=cause_of(error)),
                message("Close the program in which it is open, and run the same command again."),
            )
    return stays


def _strangers(root: Path, files: Iterable[str]) -> Iterable[Notice]:
    known = {Path(name).parts[0] for name in files}
    for path in sorted(root.iterdir()):
        if path.name not in known:
            yield Notice(
                "output.unknown-file",
                str(path),
                message("this file was not made by this build and is unchanged"),
                message("Move it elsewhere if it is not to be published."),
            )


def _now() -> str:
    return datetime.now(VIET_NAM_TIME).isoformat(timespec="seconds")


def _unrevised(edition: Edition, earlier: manifest.Manifest | None, content: str) -> Iterable[Notice]:
    """Yield a notice if the files of a signed edition have changed but its date `revised` has not."""
    if (
        earlier
        and earlier.content
        and not edition.is_draft
        and earlier.content != content
        and earlier.revised == edition.revised.isoformat()
    ):
        yield Notice(
            "edition.not-revised",
            edition.id,
            message("the published files have changed, but the date of revision has not"),
            message("Write the time of this change into edition.toml: revised = {now}", now=_now()),
        )
