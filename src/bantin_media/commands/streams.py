"""Standard output and standard error: always open, able to print Vietnamese, silent if nobody reads them."""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False  # what a command with nothing to do imports is most of its cost
if TYPE_CHECKING:
    from typing import TextIO

    from .unchanged import Said


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
            try:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            except io.UnsupportedOperation:  # a test's, which has no number
                continue


def print_line(text: str, file: TextIO | None = None) -> None:
    """Print one line: a name that holds line ends or a terminal's commands is shown, not obeyed."""
    from ..messages import one_line

    (file or sys.stdout).write(f"{one_line(text)}\n")


class what_is_said:  # noqa: N801 -- a block: `contextlib` is not imported here
    """The list of what is written to the standard streams in a block, which do not get it."""

    def __enter__(self) -> Said:
        said: Said = []
        self._streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Kept(1, said), _Kept(2, said)
        return said

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self._streams


class _Kept(io.TextIOBase):
    """A stream whose text goes into a list, with its number."""

    def __init__(self, number: int, said: Said) -> None:
        self._number, self._said = number, said

    def write(self, text: str) -> int:
        """Add `text`, to what was written last if that went to the same stream."""
        if self._said and self._said[-1][0] == self._number:
            text = self._said.pop()[1] + text
        self._said.append((self._number, text))
        return len(text)
