"""Standard output and standard error: always open, able to print Vietnamese, silent if nobody reads them."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import UnsupportedOperation
from typing import TextIO

from ..messages import one_line


def open_streams() -> None:
    """Make both streams fit to be written to; one that this process was started without leads nowhere.

    Its number would else be given to the next file that is opened, and a library's complaints would go into that.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 -- open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles and LANG=C would fail on Vietnamese
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def end_streams() -> None:
    """Let what a stream holds and cannot write go nowhere: the interpreter would fail on it at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(UnsupportedOperation):  # a test's, which has no number
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_line(text: str, file: TextIO | None = None) -> None:
    """Print one line: a name that holds line ends or a terminal's commands is shown, not obeyed."""
    (file or sys.stdout).write(f"{one_line(text)}\n")
