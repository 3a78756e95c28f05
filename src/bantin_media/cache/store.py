"""The cache on disk: stores results of costly work under the digest of their ingredients.

An entry is one file, named by its key and guarded by a checksum: an entry that is incomplete or damaged (killed run,
full disk, bad sector) counts as absent and is made again.  So no write waits for the disk (no fsync), several processes
may share a folder, and any entry may be deleted.  The modification time of an entry shows its last use, to the day.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Generic, TypeVar

from ..files import TEMPORARY_SUFFIX
from .digests import digest

Result = TypeVar("Result")

_MAGIC: Final = b"BTS1"
_DIGEST_BYTES: Final = 16
_GUARD_BYTES: Final = len(_MAGIC) + _DIGEST_BYTES
_DAY_S: Final = 86_400
UNDECODABLE: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError)
"""The exceptions that decoding an entry of an unexpected format can raise."""
_READ_BYTES: Final = 1 << 18
_BINARY: Final = getattr(os, "O_BINARY", 0)
"""Without this flag Windows translates line endings."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """Number and total size of the entries that `Cache.prune` removed, and of those that are left."""

    pieces: int
    size_bytes: int
    kept_pieces: int
    kept_size_bytes: int


@dataclass(frozen=True, slots=True)
class Codec(Generic[Result]):
    """Converts a result to bytes and back.  If `decode` raises one of `UNDECODABLE`, the result is made again."""

    encode: Callable[[Result], bytes]
    decode: Callable[[bytes], Result]


class Cache:
    """Stores results in `folder` under the digest of their ingredients; if `folder` is None, nothing is stored.

    No method but `prune` raises an error because of another process or a folder that cannot be written.
    """

    def __init__(self, folder: Path | None) -> None:
        self._keeps = folder is not None
        self._folder = folder or Path()
        self._root, self._unfinished = str(self._folder), str(self.unfinished)
        self.failure: OSError | None = None
        """The error of the first failed write (no permission, full disk), or None.  After it nothing more is stored."""

    def of(self, ingredients: Sequence[str], make: Callable[[], Result], codec: Codec[Result]) -> Result:
        """Return the stored result of these `ingredients`; if there is none, return and store the result of `make`.

        The ingredients must name everything that the result depends on.  An entry that is damaged, or that another
        version of the program wrote, counts as absent.
        """
        name = digest(*ingredients)
        content = self.get(name)
        if content is not None:
            with contextlib.suppress(*UNDECODABLE):
                return codec.decode(content)
        entry = make()
        self.put(name, codec.encode(entry))
        return entry

    def find(self, ingredients: Iterable[str], codec: Codec[Result]) -> Result | None:
        """Return the stored result of these `ingredients`; None if there is none, as for `of`."""
        content = self.get(digest(*ingredients))
        if content is not None:
            with contextlib.suppress(*UNDECODABLE):
                return codec.decode(content)
        return None

    def keep(self, ingredients: Iterable[str], result: Result, codec: Codec[Result]) -> None:
        """Store `result` under these `ingredients`, with errors as for `put`."""
        self.put(digest(*ingredients), codec.encode(result))

    def get(self, key: str) -> bytes | None:
        """Return the content stored under `key`, or None if the entry is missing or damaged."""
        if not self._keeps:
            return None
        path = self._path(key)
        try:
            stored, last_used_s = _read(path)
        except OSError:
            return None
        content = stored[_GUARD_BYTES:]
        if stored[:_GUARD_BYTES] != _guard(key, (content,)):
            return None
        _mark_used(path, last_used_s)
        return content

    def put(self, key: str, content: bytes) -> None:
        """Store `content` under `key`; if writing fails, the error is stored in `failure` and not raised."""
        whole = _guard(key, (content,)) + content
        self._keep(key, lambda: (whole,))

    def opened(self, key: str) -> BinaryIO | None:
        """Return an open file positioned at the content of `key`, or None if the entry is missing or damaged.

        For content too large for memory.  The caller closes the file.
        """
        if not self._keeps:
            return None
        path = self._path(key)
        with contextlib.ExitStack() as stack:
            try:
                file = stack.enter_context(Path(path).open("rb"))
                guard = file.read(_GUARD_BYTES)
                if guard != _guard(key, iter(lambda: file.read(_READ_BYTES), b"")):
                    return None
                file.seek(_GUARD_BYTES)
                _mark_used(path, os.fstat(file.fileno()).st_mtime)
            except OSError:
                return None
            stack.pop_all()
            return file

    def put_pieces(self, key: str, pieces: Callable[[], Iterable[bytes]]) -> None:
        """Store the chunks that `pieces()` yields, with errors as for `put`.

        `pieces` is called several times and must yield the same chunks each time.
        """
        guard = _guard(key, pieces())
        self._keep(key, lambda: itertools.chain((guard,), pieces()))

    def _keep(self, key: str, pieces: Callable[[], Iterable[bytes]]) -> None:
        if self.failure is not None or not self._keeps:
            return
        path = self._path(key)
        temporary = f"{self._unfinished}{os.sep}{key}.{os.getpid()}{TEMPORARY_SUFFIX}"
        try:
            try:
                _write(temporary, path, pieces())
            except FileNotFoundError:  # the folder does not exist yet, or another process has just removed it
                for folder in (self.unfinished, Path(path).parent):
                    folder.mkdir(parents=True, exist_ok=True)
                _write(temporary, path, pieces())
        except OSError as error:
            self.failure = error
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)

    @property
    def unfinished(self) -> Path:
        """Return the folder of entries that are being written; a killed run leaves its temporary files there."""
        return self._folder / "unfinished"

    def prune(self, *, keep_days: int) -> Pruned:
        """Remove entries not used for `keep_days` and temporary files older than a day, which killed runs left."""
        oldest_s = time.time() - keep_days * _DAY_S
        removed = [0, 0]
        kept = [0, 0]
        for path in self._files():
            try:
                status = path.stat()
                unfinished = path.name.endswith(TEMPORARY_SUFFIX) and time.time() - status.st_mtime > _DAY_S
                if unfinished or status.st_mtime < oldest_s:
                    path.unlink()
                    tally = removed
                else:
                    tally = kept
            except FileNotFoundError:  # another process pruned it first
                continue
            tally[0] += 1
            tally[1] += status.st_size
        return Pruned(*removed, *kept)

    def _path(self, key: str) -> str:
        return f"{self._root}{os.sep}{key[:2]}{os.sep}{key[2:]}"

    def _files(self) -> Iterator[Path]:
        for folder in (*sorted(self._folder.glob("[0-9a-f][0-9a-f]")), self.unfinished):
            yield from sorted(folder.glob("*"))


def _read(path: str) -> tuple[bytes, float]:
    """Return content and modification time of the file with few system calls, because a build reads thousands."""
    descriptor = os.open(path, os.O_RDONLY | _BINARY)
    try:
        status = os.fstat(descriptor)
        return os.read(descriptor, status.st_size), status.st_mtime
    finally:
        os.close(descriptor)


def _mark_used(path: str, last_used_s: float) -> None:
    if time.time() - last_used_s > _DAY_S:
        with contextlib.suppress(OSError):  # a read-only store keeps old times; it cannot be pruned
            os.utime(path)


def _write(temporary: str, path: str, pieces: Iterable[bytes]) -> None:
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
    try:
        for piece in pieces:
            written = 0
            while written < len(piece):
                written += os.write(descriptor, memoryview(piece)[written:])
    finally:
        os.close(descriptor)
    os.replace(temporary, path)  # noqa: PTH105 -- creating a Path takes a third of the time of the call


def _guard(key: str, pieces: Iterable[bytes]) -> bytes:
    """Return the head of an entry: magic and a checksum of these bytes under this key."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES, key=key.encode())
    for piece in pieces:
        digest.update(piece)
    return _MAGIC + digest.digest()
