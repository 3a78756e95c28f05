"""Atomic writing: a temporary file next to the target, flushed to the disk, then renamed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from .errors import OutputError
from .messages import cause_of, message
from .regex import regex

TEMPORARY_SUFFIX = ".part"
"""The suffix of an unfinished file; a build removes those of killed runs."""

DAY_S = 86_400
_PIECE_BYTES = 1 << 20

TEMPORARY_FOLDER = "bantin-"
"""The prefix of private folders, in the system's folder for temporary files."""
_HELD = ".held"
"""The lock file in a private folder; the process of the folder holds it, and a killed process releases it."""

WINDOWS_RESERVED = regex(r"(?i)^(con|prn|aux|nul|(com|lpt)[\d¹²³]|con(in|out)\$) *(\.|$)")
"""Names of devices: for such a name with any suffix ("con", "Aux.2026") Windows opens the device."""
_WINDOWS_FORBIDDEN = regex(r'[\x00-\x1f<>:"/\\|?*]|[. ]$')


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that becomes `target` at the end of the block; if the block fails, `target` is unchanged.

    Raises `OutputError` if the disk is full or read-only, or the folder cannot be created.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}{TEMPORARY_SUFFIX}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        _write_through(target.parent)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


@contextlib.contextmanager
def whole_path(target: Path) -> Iterator[Path]:
    """Yield a path; a file written there becomes `target` at the end of the block, unless the block fails.

    Raises `OutputError` like `whole_file`.
    """
    path = target.with_name(f".{target.name}.{os.getpid()}{TEMPORARY_SUFFIX}")
    try:
        yield path
        if path.exists():
            path.replace(target)
            _write_through(target.parent)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            path.unlink()


def unwritable(place: Path | str, error: OSError) -> OutputError:
    """Return the error for a file or folder that cannot be written."""
    return OutputError(
        str(place),
        message("cannot be written: {cause}", cause=cause_of(error)),
        message("Free space on the disk, or allow writing to the folder, and run the same command again."),
    )


def write_through(path: Path) -> None:
    """Flush a file that another program wrote to the disk, before it is renamed."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _write_through(folder: Path) -> None:
    """Flush the names in `folder` to the disk, so that after a power cut the new file is there and not the old one."""
    if os.name == "nt":  # a folder cannot be opened; the file system stores names itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems cannot: only the guarantee is lost
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_abandoned(folder: Path) -> None:
    """Remove the unfinished files in `folder` whose process no longer runs."""
    for path in folder.glob(f"*{TEMPORARY_SUFFIX}"):
        _, _, process = path.name.removesuffix(TEMPORARY_SUFFIX).rpartition(".")
        with contextlib.suppress(OSError):  # already removed, or left for the next build
            if process.isascii() and process.isdecimal() and not _is_running(int(process), path):
                path.unlink()


def _is_running(process: int, temporary: Path) -> bool:
    if os.name == "nt":  # a process cannot be asked; a file of the last day may be in use
        return time.time() - temporary.stat().st_mtime < DAY_S
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):  # a zombie process keeps its number in a container that does not collect it
        return not Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].startswith(b" Z")
    return True


@contextlib.contextmanager
def private_folder(within: str | None = None) -> Iterator[Path]:
    """Yield a folder for temporary files (in `within`, or the system's), removed at the end of the block.

    First removes the folders of killed processes.  Raises `OSError` if no folder can be created.
    """
    remove_deserted(within)
    folder, hold = _held_folder(within)
    try:
        yield folder
    finally:
        hold.close()
        shutil.rmtree(folder, ignore_errors=True)


def remove_deserted(within: str | None = None) -> None:
    """Remove the private folders that no process holds."""
    for folder in _deserted_or_held(within):
        with contextlib.suppress(OSError):  # it belongs to another user or is held
            if hasattr(os, "getuid") and folder.lstat().st_uid != os.getuid():
                continue
            with contextlib.suppress(OSError):
                folder.rmdir()  # empty: its process was killed before it created the lock
                continue
            if os.name == "nt":
                (folder / _HELD).unlink()  # this fails while another process has it open
                shutil.rmtree(folder)
            else:
                with (folder / _HELD).open("r+b") as hold:
                    if _is_ours(hold):
                        shutil.rmtree(folder)


def _deserted_or_held(within: str | None) -> list[Path]:
    with contextlib.suppress(OSError):
        return list(Path(within or tempfile.gettempdir()).glob(f"{TEMPORARY_FOLDER}*"))
    return []


def _held_folder(within: str | None) -> tuple[Path, BinaryIO]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=TEMPORARY_FOLDER, dir=within))
        with contextlib.suppress(FileNotFoundError):  # another process removed it before it was held
            hold = (folder / _HELD).open("w+b")
            if _is_ours(hold) and (folder / _HELD).exists():
                return folder, hold
            hold.close()


@contextlib.contextmanager
def held(path: Path) -> Iterator[bool]:
    """Yield whether this process got the lock at `path`; it is released at the end of the block or of the process.

    Raises `OSError` if the file cannot be created.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        yield _is_locked(file) if sys.platform == "win32" else _is_ours(file)


def _is_locked(file: BinaryIO) -> bool:
    """Return whether this process got the lock of the first byte of `file`, on Windows."""
    if sys.platform != "win32":
        return False
    import msvcrt

    file.seek(0)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


def _is_ours(hold: BinaryIO) -> bool:
    """Return whether this process got the lock of the file; the system releases it at the end of the process."""
    try:
        import fcntl
    except ImportError:  # Windows, where an open file cannot be removed
        return True
    try:
        fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to `target` atomically; do nothing if the target has the same bytes."""
    if target.is_file() and target.stat().st_size == len(content) and target.read_bytes() == content:
        return
    with whole_file(target) as file:
        file.write(content)


def write_pieces(target: Path, pieces: Callable[[], Iterable[bytes]]) -> None:
    """Write the result of `pieces()` like `write_whole`, for content too large for memory; `pieces` is called twice."""
    if target.is_file() and _holds(target, pieces()):
        return
    with whole_file(target) as file:
        for piece in pieces():
            file.write(piece)


def write_stream(target: Path, pieces: Iterable[bytes]) -> None:
    """Write `pieces` like `write_whole`, for content too large for memory that can be generated only once."""
    with whole_path(target) as path:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        if target.is_file() and _is_same(path, target):
            path.unlink()


def _is_same(path: Path, target: Path) -> bool:
    with path.open("rb") as file:
        return _holds(target, iter(lambda: file.read(_PIECE_BYTES), b""))


def pieces_of(path: Path) -> Iterator[bytes]:
    """Yield the content of a file in pieces of one MiB.  Raises `OSError`."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            yield piece


def _holds(target: Path, pieces: Iterable[bytes]) -> bool:
    with target.open("rb") as file:
        return all(file.read(len(piece)) == piece for piece in pieces) and not file.read(1)


def as_named(folder: Path, name: str) -> Path:
    """Return the path of `name` in `folder`, even if the disk has the name in another Unicode form (NFC or NFD).

    macOS, and archives packed there, write "ả" as two characters; a typed name has one.  The path need not exist.
    """
    path = folder / name
    if name.isascii() or path.exists():
        return path
    path = folder
    for part in Path(name).parts:
        path = path / part if (path / part).exists() else _spelt_otherwise(path, part)
    return path


def _spelt_otherwise(folder: Path, name: str) -> Path:
    wanted = unicodedata.normalize("NFC", name)
    with contextlib.suppress(OSError):  # a missing or unreadable folder has no files
        for path in sorted(folder.iterdir()):
            if unicodedata.normalize("NFC", path.name) == wanted:
                return path
    return folder / name


def existing(paths: Iterable[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield each ordinary file of `paths` with its status.

    A file that another program removes or renames after it was listed is left out: Word does so each time it saves.
    """
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            yield path, status


def leads_out(file: Path) -> bool:
    """Return whether `file` is a link out of its folder, or a circular one; such a file is not published."""
    try:
        try:
            end = file.resolve(strict=True)  # since Python 3.13 only strict mode detects a circle
        except FileNotFoundError:
            end = file.resolve()
        return not end.is_relative_to(file.parent.resolve())
    except (OSError, RuntimeError):
        return True


def is_portable(name: str) -> bool:
    """Return whether `name` is a valid name for a file or folder on Windows and memory cards."""
    return not (WINDOWS_RESERVED.match(name) or _WINDOWS_FORBIDDEN.search(name))


def slug(text: str, *, longest: int = 60) -> str:
    """Return `text` as a file name: ASCII, lower case, hyphens, safe on Windows and FAT.

    "Hiệu quả từ công tác" → "hieu-qua-tu-cong-tac".  Cut between words; never empty.
    """
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    words = re.findall(r"[a-z0-9]+", decomposed.encode("ascii", "ignore").decode().lower())
    name = ""
    for word in words:
        if len(name) + len(word) + 1 > longest:
            break
        name = f"{name}-{word}" if name else word
    name = name or (words[0][:longest] if words else "bai")
    return f"{name}-" if WINDOWS_RESERVED.match(name) else name
