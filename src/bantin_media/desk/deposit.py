"""A built edition → a package for an archive: a BagIt bag, or DSpace's simple archive.

Sources: The BagIt File Packaging Format 1.0 (RFC 8493); the DSpace Simple Archive Format.  A bag is a copy of the
files with four small text files.  The tests validate it with `bagit` from PyPI; the program does not use that
library, because it writes the date and the machine into each bag, and has no wheel.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import __version__
from ..cache import Made, digest_of_bytes, file_digest, manifest, still_there
from ..errors import UsageError
from ..files import unwritable
from ..messages import message
from ..pipeline.plan import Plan
from ..publication.documents.labels import label
from ..publication.writers.library import DSPACE
from ..publication.writers.records import EditionRecord, described
from ..reporting.report import FileKind
from .card import not_built

KINDS = (FileKind.BOOK, FileKind.PROGRAMME, FileKind.ARTICLE)
"""The kinds of files that an archive keeps; slots, pages and captions can be made from them."""
RECORDS = "records/"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ITEM = "item_000"


@dataclass(frozen=True, slots=True)
class Deposit:
    """The content of the package: the edition's record, and the names of its files in `root`, the book first."""

    record: EditionRecord
    root: Path
    files: Mapping[str, Made]

    def copy(self, name: str, target: Path) -> None:
        """Copy one file to `target`.  Raises `UsageError` if it was changed after the build."""
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.root / name, target)
        if file_digest(target, anew=True) != self.files[name].sha256:
            raise not_built(self.record.id)


def write_deposit(plan: Plan, target: Path, *, dspace: bool = False) -> Path:
    """Write the package of a built edition into `target`, completely or not at all, and return its folder.

    The same package again is left alone.  Raises `UsageError` if the edition is not built or signed, `target` does not
    exist, or something else has the package's name; `OutputError` if it cannot be written.
    """
    folder = target / (f"{plan.folder.id}-dspace" if dspace else plan.folder.id)
    if not target.is_dir():
        raise UsageError(
            str(target),
            message("there is no such folder"),
            message("Make the folder first, or name another one, for example /media/usb."),
        )
    deposit = _collected(plan)
    try:
        with tempfile.TemporaryDirectory(prefix=".bantin-", dir=target) as unfinished:
            package = Path(unfinished) / folder.name
            (_write_archive if dspace else _write_bag)(deposit, package)
            if not folder.exists():
                package.rename(folder)
            elif _files(folder) != _files(package):
                raise UsageError(
                    str(folder),
                    message("already exists, and is another package"),
                    message("Keep it, and name another folder for this one: an archive keeps every version."),
                )
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder


def _files(folder: Path) -> dict[Path, str]:
    """Return the digest of each file below `folder`, read anew from the disk."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): file_digest(path, anew=True) for path in files}


def _collected(plan: Plan) -> Deposit:
    """Return the edition's built files.  Raises `UsageError` if one is missing or the edition is not signed."""
    built, record = manifest.read(plan.manifest), described(plan.output)
    if built is None or record is None or not still_there(plan.output, built.files):
        raise not_built(plan.folder.id)
    if not record.is_approved:
        raise UsageError(
            plan.folder.id,
            message("this edition is not signed: an archive keeps no drafts"),
            message("Sign the edition, build it, then make the package again."),
        )
    wanted = [one.name for one in built.report.files if one.kind in KINDS]
    wanted += [name for name in sorted(built.files) if name.startswith(RECORDS) and name.endswith(".xml")]
    return Deposit(record, plan.output, {name: built.files[name] for name in wanted})


def _write_bag(deposit: Deposit, folder: Path) -> None:
    for name in deposit.files:
        deposit.copy(name, folder / "data" / name)
    payload = {f"data/{name}": made.sha256 for name, made in deposit.files.items()}
    tags = {
        "bagit.txt": DECLARATION.encode(),
        "bag-info.txt": _information(deposit).encode(),
        "manifest-sha256.txt": _checksums(payload),
    }
    tags["tagmanifest-sha256.txt"] = _checksums({name: digest_of_bytes(content) for name, content in tags.items()})
    for name, content in tags.items():
        (folder / name).write_bytes(content)


def _information(deposit: Deposit) -> str:
    """Return `bag-info.txt`: sender, content and size; its date is that of the edition's last revision."""
    record, size_bytes = deposit.record, sum(made.size_bytes for made in deposit.files.values())
    lines = {
        "Source-Organization": record.publisher,
        "External-Description": record.name,
        "External-Identifier": record.key,
        "Bagging-Date": record.moment.date().isoformat(),
        "Payload-Oxum": f"{size_bytes}.{len(deposit.files)}",
        "Bag-Software-Agent": f"bantin_media {__version__}",
    }
    return "".join(f"{name}: {' '.join(text.split())}\n" for name, text in lines.items() if text.strip())


def _checksums(digests: Mapping[str, str]) -> bytes:
    """Return a BagIt manifest: SHA-256 and name of each file."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()


def _write_archive(deposit: Deposit, folder: Path) -> None:
    """Write DSpace's simple archive: one item with its metadata, its files, and their list."""
    item = folder / ITEM
    deposit.copy(f"{RECORDS}{DSPACE}", item / "dublin_core.xml")
    lines = []
    for name in deposit.files:
        shown = name.removeprefix(RECORDS)
        if shown == DSPACE:
            continue
        deposit.copy(name, item / shown)
        if shown != name:
            lines.append(f"{shown}\tbundle:METADATA\n")
            continue
        primary = "" if any("primary" in line for line in lines) else "\tprimary:true"
        lines.append(f"{shown}\tbundle:ORIGINAL{primary}\tdescription:{_description(deposit.record, name)}\n")
    (item / "contents").write_bytes("".join(lines).encode())


def _description(record: EditionRecord, name: str) -> str:
    """Return the description of a file in DSpace: the kind of the book, or the title of the article."""
    books = {one.file.name: f"{record.name}, {label('version_talking')}" for one in record.books if one.has_sound}
    titles = {one.sound.name: one.title for one in record.articles if one.sound}
    return " ".join((books.get(name) or titles.get(name) or record.name).split())
