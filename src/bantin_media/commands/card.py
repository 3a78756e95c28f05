"""A built edition → its MP3s on a memory card, one after the other in the order of hearing.

Cheap card speakers play files in the order in which they were written, not by name: so each is written whole,
through to the card, before the next begins, and read back.  Nothing else on the card is touched.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from .. import manifest
from ..errors import OutputError, UsageError
from ..manifest import sha256
from ..messages import message
from ..model import Notice
from ..pipeline.plan import Plan
from ..reporting.report import remembered


def write_card(plan: Plan, target: Path, *, programmes: bool = False) -> tuple[Path, ...]:
    """Copy the articles' MP3s (or the programmes') of a built edition to `target/<edition>/`; return what was written.

    What an edition that nobody signed is heard by is the editor's to decide: see `draft_notices`.  Raises `UsageError`
    where the edition has not been built or the card is not there, and `OutputError` where the card is full, or gives
    back other bytes than it was given.
    """
    if not target.is_dir() or target.resolve() == Path.cwd():
        raise UsageError(
            str(target),
            message("is no folder of a card"),
            message("Name the card's folder: make card DEST=/media/usb."),
        )
    record = manifest.read(plan.manifest)
    if record is None or not manifest.still_there(plan.output, record.files):
        raise UsageError(
            plan.folder.id, message("this edition has not been built, or not whole"), message("Run make first.")
        )
    report = remembered(plan.folder.id, record.report)
    kind = "programme" if programmes else "article"
    wanted = [plan.output / file.name for file in report.files if file.kind == kind]
    return tuple(_written(wanted, target / plan.folder.id))


def draft_notices(plan: Plan) -> tuple[Notice, ...]:
    """Return what is to be said of a built edition that goes on a card before anybody signed it."""
    record = manifest.read(plan.manifest)
    if record is None or record.record.get("is_approved"):
        return ()
    what = message("nobody has signed this edition yet: what is on the card is a draft")
    hint = message("Write who signed it into edition.toml (approved_by), run make, then make card again.")
    return (Notice("card.draft", plan.folder.id, what, hint),)


def _written(sources: list[Path], folder: Path) -> Iterator[Path]:
    try:
        folder.mkdir(exist_ok=True)
        for source in sources:
            (folder / source.name).unlink(missing_ok=True)
        for source in sources:
            yield _copied(source, folder / source.name)
    except OSError as error:
        raise OutputError(
            str(folder),
            message("cannot be written: {cause}", cause=error.strerror or error),
            message("Make room on the disk, or allow writing to the folder, and run the same command again."),
        ) from error


def _copied(source: Path, target: Path) -> Path:
    """Copy one file through to the card and compare; half a file never stays."""
    whole = False
    try:
        with target.open("wb") as file:
            file.write(source.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        whole = sha256(target) == sha256(source)
    finally:
        if not whole:
            with contextlib.suppress(OSError):
                target.unlink(missing_ok=True)
    if not whole:
        raise OutputError(
            str(target), message("the card gave back other bytes than it was given"), message("Take another card.")
        )
    return target
