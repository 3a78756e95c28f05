"""Files written whole: to a temporary name beside the target, through to the disk, then renamed into place."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .errors import OutputError
from .messages import message

TEMPORARY_SUFFIX = ".part"
"""What an unfinished file is called; a build removes those that a killed one left."""

WINDOWS_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that becomes `target` when the block ends, and nothing when it fails.

    Raises `OutputError` where the disk is full, read-only, or the folder cannot be made.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}{TEMPORARY_SUFFIX}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        raise OutputError(
            str(target),
            message("cannot be written: {cause}", cause=error.strerror or error),
            message("Make room on the disk, or allow writing to the folder, and run the same command again."),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to `target`, whole or not at all; leave it alone where it holds these bytes already."""
    if target.is_file() and target.stat().st_size == len(content) and target.read_bytes() == content:
        return
    with whole_file(target) as file:
        file.write(content)


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
