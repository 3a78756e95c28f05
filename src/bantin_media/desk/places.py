"""The contract of a place for publishing, and a local folder as one; `sftp` is a folder on a server.

Files are first copied to a waiting folder, read back, and only then renamed to their names, so that readers never see
half an edition.  A record in the place lists the files of this program; no other file is changed.
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
"""The folder in which files wait until all have been copied."""


class Place(AbstractContextManager["Place"], Protocol):
    """Names are paths below the place, with slashes.  Every method raises `OutputError` if the place fails."""

    def record(self) -> bytes:
        """Return the content of the record, empty if there is none."""
        ...

    def has(self, name: str, *, digest: str, size: int, recorded: str) -> bool:
        """Return whether the file in the place has `digest`; `recorded` is its digest in the record."""
        ...

    def put_aside(self, source: Path, aside: str, digest: str) -> None:
        """Copy `source` to the waiting folder, and read it back."""
        ...

    def show(self, aside: str, name: str) -> None:
        """Rename a waiting file to its name, atomically."""
        ...

    def remove(self, name: str) -> bool:
        """Remove a file and the folders that become empty; return whether it existed."""
        ...

    def write_record(self, content: bytes) -> None:
        """Replace the record atomically."""
        ...

    def clear_aside(self) -> None:
        """Remove the waiting files of an abandoned attempt."""
        ...


def read_record(place: Place) -> dict[str, str]:
    """Return the names and digests of the record; empty if it cannot be read."""
    try:
        found = json.loads(place.record().decode("utf-8"))
        return {str(name): str(digest) for name, digest in found.items() if is_below(str(name))}
    except (ValueError, AttributeError):
        return {}


def as_record(names: Mapping[str, str]) -> bytes:
    """Return the content of a record."""
    return json.dumps(names, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "surrogateescape")


def is_below(name: str) -> bool:
    """Return whether a name leads to a file below the place, outside of the waiting folder."""
    parts = PurePosixPath(name).parts
    return bool(parts) and name[0] != "/" and ".." not in parts and "\\" not in name and parts[0] not in (RECORD, ASIDE)


def aside_name(name: str, digest: str) -> str:
    """Return the name of a waiting file; by its digest a later attempt finds it again."""
    return digest_of_bytes(f"{name}\0{digest}".encode("utf-8", "surrogateescape"))[:40]


def not_as_given(where: str) -> OutputError:
    """Return the error of a place that returned other bytes than were written."""
    return OutputError(
        where,
        message("the place returned other bytes than were written"),
        message("Run the same command again; if it fails again, use another stick or disk."),
    )


def no_such_folder(where: str) -> UsageError:
    """Return the error of a missing place."""
    return UsageError(
        where, message("there is no such folder"), message("Make the folder, or plug in the stick, then publish again.")
    )


class UnknownServerError(UsageError):
    """A server has a key that nobody has confirmed; `fingerprint` is the key's."""

    def __init__(self, server: str, fingerprint: str, confirmed: str) -> None:
        self.fingerprint = fingerprint
        what = (
            message("the server has another key than the one that was confirmed: {key}", key=fingerprint)
            if confirmed
            else message("this server is not known yet; its key is {key}", key=fingerprint)
        )
        hint = message(
            "Ask the server's administrator whether this is its key; if it is, confirm it, then publish again."
        )
        super().__init__(server, what, hint)


class FolderPlace:
    """A folder of this machine, a USB stick, or a network share."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> Self:
        """Return itself.  Raises `UsageError` if the folder does not exist."""
        if not self._root.is_dir():
            raise no_such_folder(str(self._root))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Do nothing."""

    def record(self) -> bytes:
        """See `Place`."""
        try:
            return (self._root / RECORD).read_bytes()
        except OSError:
            return b""

    def has(self, name: str, *, digest: str, size: int, recorded: str) -> bool:
        """Compare the bytes, because reading a folder is fast."""
        return file_digest(self._root / name, anew=True) == digest

    def put_aside(self, source: Path, aside: str, digest: str) -> None:
        """See `Place`."""
        target = self._root / ASIDE / aside
        if file_digest(target, anew=True) == digest:
            return
        with whole_file(target) as file, source.open("rb") as content:
            shutil.copyfileobj(content, file)
        if file_digest(target, anew=True) != digest:
            target.unlink(missing_ok=True)
            raise not_as_given(str(target))

    def show(self, aside: str, name: str) -> None:
        """See `Place`."""
        target = self._root / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            (self._root / ASIDE / aside).replace(target)
        except OSError as error:
            raise unwritable(target, error) from error

    def remove(self, name: str) -> bool:
        """See `Place`."""
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
        """See `Place`."""
        with whole_file(self._root / RECORD) as file:
            file.write(content)

    def clear_aside(self) -> None:
        """See `Place`."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self._root / ASIDE)
