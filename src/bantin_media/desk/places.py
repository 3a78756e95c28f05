"""A place to publish to: a folder of this machine, or (`sftp`) one on a server; both are asked for the same few things.

Files are first put aside, read back, and only then renamed into their places: nobody who looks there meanwhile sees
half an edition.  A record beside them says what this program put there; nothing else is ever touched.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Protocol, Self

from ..cache import digest_of_bytes, file_digest
from ..errors import OutputError, UsageError
from ..files import unwritable, whole_file
from ..messages import message

RECORD = ".ban-tin-da-dang.json"
ASIDE = ".ban-tin-dang-chep"
"""The folder in which files wait until all of them are there."""


class Place(AbstractContextManager["Place"], Protocol):
    """Names are paths below the place, with slashes.  Every method raises `OutputError` if the place fails."""

    def record(self) -> bytes:
        """Return the record that stands there, empty if there is none."""
        ...

    def has(self, name: str, *, digest: str, size: int, recorded: str) -> bool:
        """Return whether the file there is the one of `digest`; `recorded` is what the record says of it."""
        ...

    def put_aside(self, source: Path, aside: str, digest: str) -> None:
        """Copy `source` to where it waits, and read it back."""
        ...

    def show(self, aside: str, name: str) -> None:
        """Rename what waits into its place, in one step."""
        ...

    def remove(self, name: str) -> bool:
        """Remove a file and the folders that are empty without it; return whether it was there."""
        ...

    def write_record(self, content: bytes) -> None:
        """Replace the record, whole."""
        ...

    def clear_aside(self) -> None:
        """Remove what still waits: it is of an attempt that was given up."""
        ...


def read_record(place: Place) -> dict[str, str]:
    """Return what this program put there, by name, with its digest; nothing if the record cannot be read."""
    try:
        found = json.loads(place.record().decode("utf-8"))
        return {str(name): str(digest) for name, digest in found.items() if is_below(str(name))}
    except (ValueError, AttributeError):
        return {}


def as_record(names: Mapping[str, str]) -> bytes:
    """Return the record of files and their digests."""
    return json.dumps(names, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "surrogateescape")


def is_below(name: str) -> bool:
    """Return whether a name leads to a file below the place, and to none of this program's own there."""
    parts = PurePosixPath(name).parts
    return bool(parts) and name[0] != "/" and ".." not in parts and "\\" not in name and parts[0] not in (RECORD, ASIDE)


def aside_name(name: str, digest: str) -> str:
    """Return what a file is called while it waits: one that an interrupted attempt left is found again."""
    return digest_of_bytes(f"{name}\0{digest}".encode("utf-8", "surrogateescape"))[:40]


def not_as_given(where: str) -> OutputError:
    """Return the error of a place that did not keep what it was given."""
    return OutputError(
        where,
        message("the place gave back other bytes than it was given"),
        message("Run the same command again; if it comes again, take another stick or another disk."),
    )


def no_such_folder(where: str) -> UsageError:
    """Return the error of a place that is not there."""
    return UsageError(
        where,
        message("there is no such folder"),
        message("Make the folder, or plug in the stick, then publish again."),
    )


class UnknownServerError(UsageError):
    """A server shows a key that nobody has confirmed; `fingerprint` is that key's."""

    def __init__(self, server: str, fingerprint: str, confirmed: str) -> None:
        self.fingerprint = fingerprint
        what = (
            message("the server shows another key than the one that was confirmed: {key}", key=fingerprint)
            if confirmed
            else message("this server is not known yet; its key is {key}", key=fingerprint)
        )
        hint = message("Ask who runs the server whether this is its key; if it is, confirm it, then publish again.")
        super().__init__(server, what, hint)


class FolderPlace:
    """A folder: of this machine, a stick, or a share of the office."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> Self:
        """Return itself.  Raises `UsageError` if there is no such folder."""
        if not self._root.is_dir():
            raise no_such_folder(str(self._root))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave the folder as it is."""

    def record(self) -> bytes:
        """Return the record, as `Place` says."""
        try:
            return (self._root / RECORD).read_bytes()
        except OSError:
            return b""

    def has(self, name: str, *, digest: str, size: int, recorded: str) -> bool:
        """Compare the bytes: a folder is read in no time."""
        return file_digest(self._root / name, anew=True) == digest

    def put_aside(self, source: Path, aside: str, digest: str) -> None:
        """Copy and read back, as `Place` says."""
        target = self._root / ASIDE / aside
        if file_digest(target, anew=True) == digest:
            return
        with whole_file(target) as file, source.open("rb") as content:
            shutil.copyfileobj(content, file)
        if file_digest(target, anew=True) != digest:
            target.unlink(missing_ok=True)
            raise not_as_given(str(target))

    def show(self, aside: str, name: str) -> None:
        """Rename, as `Place` says."""
        target = self._root / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            (self._root / ASIDE / aside).replace(target)
        except OSError as error:
            raise unwritable(target, error) from error

    def remove(self, name: str) -> bool:
        """Remove, as `Place` says."""
        path = self._root / name
        try:
            if not path.resolve().is_relative_to(self._root.resolve()) or not path.is_file():
                return False
            path.unlink()
            folder = path.parent
            while folder != self._root and not any(folder.iterdir()):
                folder.rmdir()
                folder = folder.parent
        except OSError as error:
            raise unwritable(path, error) from error
        return True

    def write_record(self, content: bytes) -> None:
        """Replace the record, as `Place` says."""
        with whole_file(self._root / RECORD) as file:
            file.write(content)

    def clear_aside(self) -> None:
        """Remove what still waits, as `Place` says."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self._root / ASIDE)
