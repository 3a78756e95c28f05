"""The voices of this machine: installed and available ones; adding and removing Piper's.

Only `bantin voices` uses this package; `engines` synthesize.
"""

from __future__ import annotations

import contextlib
from typing import Final

from ...errors import ConfigError, OutputError
from ...messages import cause_of, message
from ..engines import piper_voices

_FILES: Final = (piper_voices.RECORD, piper_voices.MODEL, piper_voices.CONFIG, piper_voices.CARD)
"""The record is first: a voice without it does not exist."""


def remove(name: str) -> None:
    """Remove the Piper voice `name` (also as `piper:<name>`) from this machine.

    Raises `ConfigError` if it is not installed, `OutputError` if its files cannot be removed.
    """
    bare = name.removeprefix("piper:")
    if bare not in piper_voices.names():
        there = ", ".join(piper_voices.names()) or "—"
        raise ConfigError(
            f"piper:{bare}",
            message('there is no Piper voice "{name}" on this machine', name=bare),
            message("Those that can be removed: {names}.", names=there),
        )
    for suffix in _FILES:
        path = piper_voices.folder() / f"{bare}{suffix}"
        with contextlib.suppress(FileNotFoundError):
            try:
                path.unlink()
            except PermissionError as error:
                raise OutputError(
                    str(path),
                    message("cannot be removed: {cause}", cause=cause_of(error)),
                    message("Allow writing to the folder and run the same command again."),
                ) from error
