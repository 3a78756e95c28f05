"""The records of the editions in `output/` → index, feed and catalogue.

A changed edition costs that edition and one pass over the records; no other file of the others is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..cache import OutputCache, code_digest, digest, library_versions, manifest, still_there
from ..configuration import config
from ..configuration.file_names import LOOSE_EDITION, PICTURES
from ..configuration.settings import Settings
from ..files import write_whole
from ..messages import message
from ..model import Notice
from ..reporting.report import EditionReport, FileKind, MadeFile, repeated
from .assembly import logo
from .plan import Request, manifests_of

if TYPE_CHECKING:
    from ..publication.writers.records import EditionRecord

OWN_NAME = ".site.json"
"""The manifest of the site, next to those of the editions; no edition can have this name."""

MOST_NAMED = 5


def write_site(request: Request) -> EditionReport:
    """Write `index.html`, `feed.xml` and `opds.xml` of all complete editions in the output folder.

    Raises `ConfigError` for settings or a template, and `OutputError`.
    """
    about = _about(request)
    if same := _as_before(about, request):
        return same
    found = {path: _described(path) for path in about.files}
    editions = [one for one in found.values() if one and not one.is_sample]
    if not editions:  # the program's sample is listed only if there is no other edition
        editions = [one for one in found.values() if one]
    made, notices = _written(editions, config.load(_shared(request)), request.output, request.input / "templates")
    report = EditionReport(
        "",
        files=tuple(
            MadeFile(path.relative_to(request.output).as_posix(), FileKind.PAGE, path.stat().st_size) for path in made
        ),
        notices=(
            *notices,
            *_unread([path for path, one in found.items() if not one]),
            *_still_published(about.gone, request),
        ),
    )
    record = OutputCache(request.output, about.earlier.files if about.earlier else {}).made(made)
    manifest.write(manifests_of(request) / OWN_NAME, manifest.Manifest(about.inputs, record, report=report.stored))
    return report


def unchanged_site(request: Request) -> EditionReport | None:
    """Return the stored report of the site; None if a file of it has to be written again."""
    return _as_before(_about(request), request)


@dataclass(frozen=True, slots=True)
class _About:
    """The inputs of the site: the records of the editions, and the digest of these and all other inputs."""

    files: list[Path]
    gone: list[str]
    inputs: str
    earlier: manifest.Manifest | None


def _about(request: Request) -> _About:
    files = sorted(request.output.glob(f"*/{manifest.DESCRIPTION}"))
    templates = request.input / "templates"
    beside = [path for path in templates.rglob("*") if path.is_file()] if templates.is_dir() else []
    gone = _gone([path.parents[1].name for path in files], request)
    pictures = (path for path in request.input.iterdir() if path.suffix.lower() in PICTURES)  # the office's emblem
    inputs = digest(code_digest(), library_versions(), *gone, files={_shared(request), *beside, *pictures, *files})
    return _About(files, gone, inputs, manifest.read(manifests_of(request) / OWN_NAME))


def _shared(request: Request) -> Path:
    return request.input / "bantin.toml"


def _as_before(about: _About, request: Request) -> EditionReport | None:
    earlier = about.earlier
    if earlier and earlier.inputs == about.inputs and still_there(request.output, earlier.files):
        return repeated("", earlier.report)
    return None


def _described(path: Path) -> EditionRecord | None:
    from ..publication.writers.records import described  # imported late: it loads the model of all publications

    return described(path.parents[1])


def describe_older(request: Request) -> None:
    """Write the missing records of editions that version 0.1 built: it kept them in the manifests.

    An edition whose input is archived cannot be built again to get one.
    """
    for path in manifests_of(request).glob("*.json"):
        own = request.output / path.stem / manifest.DESCRIPTION
        if own.parents[1].is_dir() and not own.exists():
            from ..publication.writers.records import describe, from_older

            record = from_older(manifest.older_record(path))
            if record:
                write_whole(own, describe(record))


def _gone(names: Sequence[str], request: Request) -> list[str]:
    """Return the editions in the output whose input folder does not exist any more."""
    return [name for name in names if name != LOOSE_EDITION and not (request.input / name).is_dir()]


def _unread(files: Sequence[Path]) -> Iterator[Notice]:
    for path in files:
        what = message("the record of this edition cannot be read: it is not listed")
        yield Notice("output.no-record", str(path), what, message("Build the edition again, or restore this file."))


def _still_published(gone: Sequence[str], request: Request) -> tuple[Notice, ...]:
    if not gone:
        return ()
    first = ", ".join(gone[:MOST_NAMED]) + (" …" if len(gone) > MOST_NAMED else "")
    what = message("published, but no longer in the input folder: {editions}", editions=first)
    hint = message("Nothing was removed. To withdraw an edition, delete its folder here and run the command again.")
    return (Notice("output.no-source", str(request.output), what, hint),)


def _written(
    editions: Sequence[EditionRecord], settings: Settings, output: Path, templates: Path
) -> tuple[list[Path], tuple[Notice, ...]]:
    from ..publication.writers.catalogue import write_catalogue
    from ..publication.writers.feed import write_feed
    from ..publication.writers.index import write_index

    feed, notices = write_feed(editions, settings, output, overrides=templates)
    emblem = logo(templates.parent, settings)
    index = write_index(editions, settings, output, overrides=templates, has_feed=bool(feed), logo=emblem)
    return [*index, *feed, *write_catalogue(editions, settings, output, overrides=templates)], notices
