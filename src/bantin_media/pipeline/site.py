"""The records of all editions → what stands over them in `output/`: index, feed and catalogue.

Changing one edition costs that edition and one pass over the manifests; nothing of the others is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .. import manifest
from ..configuration import config
from ..configuration.editions import LOOSE_EDITION
from ..configuration.settings import Settings
from ..messages import message
from ..model import Notice
from ..reporting.report import EditionReport, FileKind, MadeFile, remembered
from .plan import Request, manifests_of

if TYPE_CHECKING:
    from ..publication.writers.records import EditionRecord

OWN_NAME = ".site.json"
"""The site's own manifest, beside the editions': no edition can be called so."""

MOST_NAMED = 5


def write_site(request: Request) -> EditionReport:
    """Write `index.html`, `feed.xml` and `opds.xml` over every edition that was ever built whole into this folder.

    Raises `ConfigError` for settings or a template, and `OutputError`.
    """
    folder = manifests_of(request)
    files = [path for path in sorted(folder.glob("*.json")) if path.name != OWN_NAME]
    shared = request.input / "bantin.toml"
    templates = request.input / "templates"
    beside = [path for path in templates.rglob("*") if path.is_file()] if templates.is_dir() else []
    gone = _gone(files, request)
    inputs = manifest.digest({shared, *beside, *files}, manifest.code_digest(), manifest.library_versions(), *gone)
    earlier = manifest.read(folder / OWN_NAME)
    if earlier and earlier.inputs == inputs and manifest.still_there(request.output, earlier.files):
        return remembered("", earlier.report)
    made, notices = _written(_records(files, request.output), config.load(shared), request.output, templates)
    report = EditionReport(
        "",
        files=tuple(
            MadeFile(path.relative_to(request.output).as_posix(), FileKind.PAGE, path.stat().st_size) for path in made
        ),
        notices=(*notices, *_still_published(gone, request)),
    )
    record = manifest.Ledger(request.output, earlier.files if earlier else {}).made(made)
    manifest.write(folder / OWN_NAME, manifest.Manifest(inputs, record, report=report.record()))
    return report


def _gone(files: Sequence[Path], request: Request) -> list[str]:
    """Return the editions that stand in the output and have no folder in the input any more."""
    names = (path.stem for path in files if path.stem != LOOSE_EDITION)
    return [name for name in names if (request.output / name).is_dir() and not (request.input / name).is_dir()]


def _still_published(gone: Sequence[str], request: Request) -> tuple[Notice, ...]:
    if not gone:
        return ()
    first = ", ".join(gone[:MOST_NAMED]) + (" …" if len(gone) > MOST_NAMED else "")
    what = message("published, and without a folder in the input any more: {editions}", editions=first)
    hint = message("Nothing was removed. To withdraw an edition, delete its folder here and run the command again.")
    return (Notice("output.no-source", str(request.output), what, hint),)


def _records(files: Sequence[Path], output: Path) -> list[EditionRecord]:
    from ..publication.writers.records import from_json

    # one manifest after the other: what else stands in them would be a hundred megabytes of a twenty-year archive
    found = (manifest.read(path) for path in files if (output / path.stem).is_dir())
    records = [from_json(one.record) for one in found if one and one.record]
    own = [one for one in records if not one.is_sample]
    return own or records  # the program's own sample shows how it looks until there is something to show


def _written(
    records: Sequence[EditionRecord], settings: Settings, output: Path, templates: Path
) -> tuple[list[Path], tuple[Notice, ...]]:
    from ..publication.writers.catalogue import write_catalogue
    from ..publication.writers.feed import write_feed
    from ..publication.writers.index import write_index

    feed, notices = write_feed(records, settings, output, overrides=templates)
    index = write_index(records, settings, output, overrides=templates, has_feed=bool(feed))
    return [*index, *feed, *write_catalogue(records, settings, output, overrides=templates)], notices
