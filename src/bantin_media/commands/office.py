"""The verbs of an office's own folder: each does its work and returns what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..messages import message


def begun(folder: Path) -> str:
    """Make a workspace in `folder`.  Raises `UsageError`, `OutputError`."""
    from ..configuration.workspace import begin

    begin(folder)
    return message(
        "{folder} is ready. Open a terminal there and run make, or double-click the file that opens the desk.",
        folder=folder,
    )


def pruned(work: Path, keep_days: int, size: Callable[[int], str]) -> str:
    """Remove from the store what was not used for so many days; `size` writes a number of bytes for people."""
    from ..pipeline.plan import SHELF, SPEECH
    from ..store import Store

    Store(work / SHELF).prune(keep_days=keep_days)
    done = Store(work / SPEECH).prune(keep_days=keep_days)
    return message(
        "removed {pieces} pieces ({size}); {kept} pieces ({kept_size}) are kept",
        pieces=done.pieces, size=size(done.size_bytes), kept=done.kept_pieces, kept_size=size(done.kept_size_bytes),
    )  # fmt: skip
