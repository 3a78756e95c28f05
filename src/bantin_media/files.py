"""Files written whole: to a temporary name beside the target, through to the disk, then renamed into place."""

from __future__ import annotations

import contextlib
import filecmp
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

TEMPORARY_SUFFIX = ".part"
"""What an unfinished file is called; a build removes those that a killed one left."""

DAY_S = 86_400

TEMPORARY_FOLDER = "bantin-"
"""How the names of private folders begin, in the system's folder for temporary files."""
_HELD = ".held"
"""A file in each of them that its process holds: nobody holds that of one who was killed."""

WINDOWS_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that becomes `target` when the block ends, and nothing when it fails.

    Raises `OutputError` if the disk is full, read-only, or the folder cannot be made.
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
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def whole_path(target: Path) -> Iterator[Path]:
    """Yield the path of a file that becomes `target` when the block ends, and nothing when it fails or made no file.

    Raises `OutputError` as `whole_file` does.
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
            path.unlink(missing_ok=True)


def unwritable(place: Path | str, error: OSError) -> OutputError:
    """Return the error of a file or folder that cannot be written."""
    return OutputError(
        str(place),
        message("cannot be written: {cause}", cause=cause_of(error)),
        message("Make room on the disk, or allow writing to the folder, and run the same command again."),
    )


def write_through(path: Path) -> None:
    """Bring what another program wrote to `path` to the disk, before it is renamed into its place."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _write_through(folder: Path) -> None:
    """Bring the names in `folder` to the disk: a power cut after this leaves the new file, not the old one."""
    if os.name == "nt":  # where a folder cannot be opened; the file system keeps its names itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems cannot: nothing is lost but a promise
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_abandoned(folder: Path) -> None:
    """Remove the unfinished files in `folder` whose process is no more: what a killed run left there."""
    for path in folder.glob(f"*{TEMPORARY_SUFFIX}"):
        _, _, process = path.name.removesuffix(TEMPORARY_SUFFIX).rpartition(".")
        with contextlib.suppress(OSError):  # it is gone, or stays until the next build
            if process.isascii() and process.isdecimal() and not _is_running(int(process), path):
                path.unlink()


def _is_running(process: int, temporary: Path) -> bool:
    if os.name == "nt":  # no signal asks there; nothing is written for a whole day
        return time.time() - temporary.stat().st_mtime < DAY_S
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):  # if nobody collects orphans (a container) the dead keep their number
        return not Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].startswith(b" Z")
    return True


@contextlib.contextmanager
def private_folder(within: str | None = None) -> Iterator[Path]:
    """Yield a folder for temporary files (in `within`, or where the system has them), removed when the block ends.

    Those of processes that were killed go first.  Raises `OSError` if none can be made.
    """
    remove_deserted(within)
    folder, hold = _held_folder(within)
    try:
        yield folder
    finally:
        hold.close()
        shutil.rmtree(folder, ignore_errors=True)


def remove_deserted(within: str | None = None) -> None:
    """Remove the private folders that nobody holds any more."""
    for folder in _deserted_or_held(within):
        with contextlib.suppress(OSError):  # another user's, or one that is held: it stays
            if hasattr(os, "getuid") and folder.lstat().st_uid != os.getuid():
                continue
            with contextlib.suppress(OSError):
                folder.rmdir()  # its process was killed before it could hold anything
                continue
            if os.name == "nt":
                (folder / _HELD).unlink()  # which fails there while it is open
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
        with contextlib.suppress(FileNotFoundError):  # another process swept it away before it was held
            hold = (folder / _HELD).open("w+b")
            if _is_ours(hold) and (folder / _HELD).exists():
                return folder, hold
            hold.close()


@contextlib.contextmanager
def held(path: Path) -> Iterator[bool]:
    """Yield whether this process alone holds the lock at `path`; it is given up with the block, or with the process.

    Raises `OSError` if the file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        yield _is_locked(file) if sys.platform == "win32" else _is_ours(file)


def _is_locked(file: BinaryIO) -> bool:
    """Return whether the first byte of `file` is this process's now, where Windows keeps locks of bytes."""
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
    """Return whether this process holds the file now; the system lets go of it with the process."""
    try:
        import fcntl
    except ImportError:  # Windows, where the open file itself is the hold
        return True
    try:
        fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to `target`, whole or not at all; leave it alone if it holds these bytes already."""
    if target.is_file() and target.stat().st_size == len(content) and target.read_bytes() == content:
        return
    with whole_file(target) as file:
        file.write(content)


def write_pieces(target: Path, pieces: Callable[[], Iterable[bytes]]) -> None:
    """Write what `pieces` yields anew each time it is called, as `write_whole` does: for what is too large to join."""
    if target.is_file() and _holds(target, pieces()):
        return
    with whole_file(target) as file:
        for piece in pieces():
            file.write(piece)


def write_stream(target: Path, pieces: Iterable[bytes]) -> None:
    """Write `pieces` as they come, as `write_whole` does: for what is too large to join and is made only once."""
    with whole_path(target) as path:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        if target.is_file() and filecmp.cmp(path, target, shallow=False):
            path.unlink()


def _holds(target: Path, pieces: Iterable[bytes]) -> bool:
    with target.open("rb") as file:
        return all(file.read(len(piece)) == piece for piece in pieces) and not file.read(1)


def as_named(folder: Path, name: str) -> Path:
    """Return what is called `name` in `folder`, also where the disk has the letters of its name in pieces or whole.

    macOS, and archives packed there, write "ả" as two characters; who types it into a text or a setting writes one.
    The path need not exist.
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
    with contextlib.suppress(OSError):  # no folder, or one that cannot be read: what is in it is not there
        for path in sorted(folder.iterdir()):
            if unicodedata.normalize("NFC", path.name) == wanted:
                return path
    return folder / name


def still_there(paths: Iterable[Path]) -> Iterator[tuple[Path, os.stat_result]]:
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
    """Return whether `file` is a link to something outside its folder, or in a circle: it is not to be published."""
    try:
        try:
            end = file.resolve(strict=True)  # from Python 3.13 on, only a strict look tells of a circle
        except FileNotFoundError:
            end = file.resolve()
        return not end.is_relative_to(file.parent.resolve())
    except (OSError, RuntimeError):
        return True


def slug(text: str, *, longest: int = 60) -> str:
    """Return `text` as a file name: ASCII, lower case, hyphens, safe on Windows and FAT.

    "Hiệu quả từ công tác" → "hieu-qua-tu-cong-tac".  Cut at a word; never empty.
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
