"""A built edition → its MP3s on a memory card, written one after the other in playback order.

Cheap card speakers play files in the order of writing, not by name.  So each file is written and flushed to the card
before the next one, and is read back.  A record in the edition's folder on the card lists the files of the last run;
nothing else on the card is changed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..cache import digest_of_bytes, file_digest, manifest, still_there
from ..errors import OutputError, UsageError
from ..files import unwritable
from ..messages import message
from ..model import Notice
from ..pipeline.plan import Plan, Request
from ..publication.writers.records import described
from ..reporting.report import FileKind

RECORD = ".bantin.json"
"""The record in an edition's folder on a card: the name and SHA-256 of each written file."""


@dataclass(frozen=True, slots=True)
class Card:
    """The written files in order, and the notices."""

    files: tuple[Path, ...]
    notices: tuple[Notice, ...] = ()


def built(plan: Plan, request: Request) -> Plan:
    """Return the plan with the folder in which the edition was built: the public one, or that of drafts."""
    return plan if manifest.read(plan.manifest) else plan.moved(request)


def write_card(plan: Plan, target: Path, *, programmes: bool = False) -> Card:
    """Copy the articles' MP3s (or the programme, in slots if there are any) of a built edition to `target/<edition>/`.

    Files of earlier runs that are no longer needed are removed.  Raises `UsageError` if the edition is not built,
    `target` does not exist, or it is the output folder; `OutputError` if the card is full or returns other bytes than
    were written.
    """
    folder = target / plan.folder.id
    _check_place(plan, target, folder)
    record = manifest.read(plan.manifest)
    if record is None or not still_there(plan.output, record.files):
        raise not_built(plan.folder.id)
    kinds = {file.kind for file in record.report.files}
    whole = FileKind.SLOT if FileKind.SLOT in kinds else FileKind.PROGRAMME  # not both: they have the same content
    kind = whole if programmes else FileKind.ARTICLE
    wanted = {file.name: record.files[file.name].sha256 for file in record.report.files if file.kind is kind}
    try:
        written = tuple(_written(plan, folder, wanted))
        return Card(written, (*outdated(plan), *_others(folder, wanted), *_draft(plan)))
    except OSError as error:
        raise unwritable(folder, error) from error


def _check_place(plan: Plan, target: Path, folder: Path) -> None:
    """Raise `UsageError` if the target is not a card, or a copy would overwrite its source."""
    if not target.is_dir() or target.resolve() == Path.cwd():
        raise UsageError(
            str(target),
            message("is not the folder of a card"),
            message("Name the card's folder, for example /media/usb."),
        )
    own = (plan.output.parent, plan.templates.parent, plan.store.parent)
    inside = any(folder.resolve().is_relative_to(one.resolve()) for one in own)
    if inside or (folder.exists() and plan.output.exists() and folder.samefile(plan.output)):
        raise UsageError(
            str(folder),
            message("is the folder of the editions themselves: copying there would destroy them"),
            message("Name the card's folder, for example /media/usb."),
        )


def not_built(name: str) -> UsageError:
    """Return the error for an edition whose built files are not all present and unchanged."""
    return UsageError(
        name,
        message("this edition has not been built, or not completely"),
        message("Build first: the button of the desk, or make."),
    )


def outdated(plan: Plan) -> tuple[Notice, ...]:
    """Return a notice if the edition, or the program, has changed since the edition was built."""
    record = manifest.read(plan.manifest)
    if record is None or record.inputs.startswith(plan.inputs):
        return ()
    what = message("this is the edition as it was built: the edition or the program has changed since then")
    hint = message("To deliver the present state, sign it, run make, then give the same command again.")
    return (Notice("delivery.outdated", plan.folder.id, what, hint),)


def _draft(plan: Plan) -> tuple[Notice, ...]:
    """Return the notice about an edition that is not signed."""
    record = described(plan.output)
    if record and record.is_approved:
        return ()
    what = message("this edition is not signed: the card contains a draft")
    hint = message("Sign the edition, build it, then copy it again.")
    return (Notice("card.draft", plan.folder.id, what, hint),)


def _others(folder: Path, wanted: Mapping[str, str]) -> Iterator[Notice]:
    """Yield a notice for each foreign sound in the folder, because a player would play it with the articles."""
    for path in sorted(folder.glob("*.[mM][pP]3")):
        if path.name not in wanted:
            what = message("this sound does not belong to this edition, and is played with it")
            yield Notice("card.other-sound", str(path), what, message("Remove it from the card if it is not wanted."))


def _written(plan: Plan, folder: Path, wanted: Mapping[str, str]) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    earlier = _recorded(folder)
    _record(folder, {**earlier, **wanted})  # written first: even after a failure the next run knows these files
    for name, digest in earlier.items():
        if name not in wanted and file_digest(folder / name) == digest:
            (folder / name).unlink()
    for name in wanted:
        (folder / name).unlink(missing_ok=True)
    for name, digest in wanted.items():
        _copy(plan, name, digest, folder / name)
        yield folder / name
    _record(folder, wanted)


def _recorded(folder: Path) -> dict[str, str]:
    """Return the record of `folder`; empty if it is missing, damaged or of another origin."""
    try:
        found = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    names = ((name, digest) for name, digest in found.items() if name == Path(name).name and isinstance(digest, str))
    return dict(names)


def _record(folder: Path, files: Mapping[str, str]) -> None:
    (folder / RECORD).write_text(json.dumps(dict(files), indent=1), "utf-8")


def _copy(plan: Plan, name: str, digest: str, target: Path) -> None:
    """Copy one file to the card, flush and compare; an incomplete file is removed."""
    content = (plan.output / name).read_bytes()
    if digest_of_bytes(content) != digest:
        raise not_built(plan.folder.id)
    whole = False
    try:
        with target.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        whole = file_digest(target, anew=True) == digest
    finally:
        if not whole:
            with contextlib.suppress(OSError):
                target.unlink(missing_ok=True)
    if not whole:
        raise OutputError(
            str(target), message("the card returned other bytes than were written"), message("Use another card.")
        )
