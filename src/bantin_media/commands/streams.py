"""Standard output and standard error, made safe: always open, able to print Vietnamese, silent if closed."""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False  # avoids the import of `typing`, because imports dominate the run time of a build without changes
if TYPE_CHECKING:
    from typing import TextIO

    from .unchanged import Output


def open_streams() -> None:
    """Prepare both streams; one that is missing in this process is replaced by the null device.

    Otherwise the next file that is opened would get its descriptor, and a library's messages would go into that file.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 -- open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles and LANG=C cannot encode Vietnamese
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def end_streams() -> None:
    """Discard buffered output that cannot be written; otherwise the interpreter fails at its exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            try:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            except io.UnsupportedOperation:  # a stream of a test, without a descriptor
                continue


def print_line(text: str, file: TextIO | None = None) -> None:
    """Print one line; line ends and terminal commands in `text` are shown as escapes."""
    from ..messages import one_line

    (file or sys.stdout).write(f"{one_line(text)}\n")


class captured_output:  # noqa: N801 -- a block: `contextlib` is not imported here
    """A block that returns the list of what is written to the standard streams, which receive nothing."""

    def __enter__(self) -> Output:
        output: Output = []
        self._streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Kept(1, output), _Kept(2, output)
        return output

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self._streams


class _Kept(io.TextIOBase):
    """A stream whose text is added to a list together with its number."""

    def __init__(self, number: int, output: Output) -> None:
        self._number, self._output = number, output

    def write(self, text: str) -> int:
        """Add `text`; consecutive texts of one stream are joined."""
        if self._output and self._output[-1][0] == self._number:
            text = self._output.pop()[1] + text
        self._output.append((self._number, text))
        return len(text)
