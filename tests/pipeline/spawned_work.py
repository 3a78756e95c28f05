"""Work for the tests of workers, in a module of its own, because a spawned process must import it."""

from __future__ import annotations

import os
import signal

from bantin_media.errors import SourceError


def work(kind: str) -> int:
    if kind == "bad":
        raise SourceError("here", "is wrong")
    if kind == "faulty":
        return int("²")
    if kind == "killer":
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def work_elsewhere(main: int) -> int:
    """Return the id of the process that runs this; the process dies unless it is `main`."""
    if os.getpid() != main:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()
