"""A build without changes → its output, which is repeated as long as nothing changes.

In most runs nothing has changed.  The files on which such a run depends (input, code, libraries, voices, output and
manifests) are stamped, and the stamps are stored with the command and its output.  A later run of the same command
with the same stamps repeats the output; with any other stamps it is a normal build.

This module must import nothing heavy: Python's start is most of the run time of a build without changes.
"""

from __future__ import annotations

import os
import sys
import time
from zlib import crc32

from ..stamps import Uncertain, below, settled, stamp
from .place import office

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..pipeline.plan import Request
    from ..reporting.report import EditionReport

NAME = "unchanged"
_LARGEST_BYTES = 1 << 25
_VERB = "build"
_WITH_VALUE = frozenset({"--workers", "--voice"})
"""Options with a value that do not change the folders."""
_PLACES = ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_DATA_HOME")
"""Environment variables that determine where a user's voices are; our own begin with `BANTIN_`."""
_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_COMPILED = "__pycache__"
_BETWEEN = "\0"
"""A separator that occurs in no file name and no line."""

Output = list[tuple[int, str]]
"""Output in order: the number of its stream (1 or 2) and the text."""


class Command:
    """A build command with the stamps of its input, taken before the input is read."""

    def __init__(self, arguments: Sequence[str], root: str) -> None:
        began_ns = time.time_ns()
        own = [f"{name}={value}" for name, value in os.environ.items() if name.startswith("BANTIN_") or name in _PLACES]
        self._key = repr((*arguments, os.getcwd(), sys.executable, sys.version, sys.path[1:], sorted(own)))
        self._read = [os.path.join(root, "input"), _PACKAGE]
        work = os.path.join(root, ".bantin")
        self._made = [
            os.path.join(root, one) for one in ("output", "output-noi-bo", os.path.join(".bantin", "manifests"))
        ]
        self._path = os.path.join(work, NAME)
        self._before = _state(self._read, since_ns=began_ns)

    def output(self) -> Output | None:
        """Return the output of this command without changes; None if something may have changed."""
        try:
            with open(self._path, "rb") as file:
                seal, content = file.read(4), file.read(_LARGEST_BYTES)
            if int.from_bytes(seal, "big") != crc32(content) or not self._before:
                return None
            kept, beside, *output = content.decode("utf-8", "surrogateescape").split(_BETWEEN)
            if kept != self._whole(beside.splitlines()):
                return None
            return [(int(one[0]), one[1:]) for one in output]
        except (OSError, ValueError, Uncertain):
            return None

    def keep(self, output: Output, beside: Iterable[str]) -> None:
        """Store the output, with the stamps of everything it depends on, including the folders `beside`.

        Nothing is stored if the input was changed since this command began.
        """
        folders = list(beside)
        temporary = f"{self._path}.{os.getpid()}.part"
        try:
            if not self._before or _state(self._read) != self._before:
                return
            parts = (self._whole(folders), "\n".join(folders), *(f"{number}{text}" for number, text in output))
            content = _BETWEEN.join(parts).encode("utf-8", "surrogateescape")
            if len(content) > _LARGEST_BYTES or any(_BETWEEN in one for one in parts):
                return
            with open(temporary, "wb") as file:
                file.write(crc32(content).to_bytes(4, "big") + content)
            os.replace(temporary, self._path)
        except (OSError, ValueError, Uncertain):  # the next run is then a normal build, too
            return

    def _whole(self, beside: Sequence[str]) -> str:
        """Return the command with all stamps."""
        return "\n".join((self._key, self._before, _state([*self._made, *beside])))


def remember(
    command: Command, request: Request, reported: Mapping[str, bool], show: Callable[[EditionReport], None]
) -> None:
    """Store what `show` prints for `command` without changes; `reported` as for `pipeline.unchanged`."""
    from ..pipeline import unchanged
    from ..speech.engines import piper_voices
    from .streams import captured_output

    reports = unchanged(request, reported)
    if reports is not None:
        with captured_output() as output:
            for report in reports:
                show(report)
        command.keep(output, [str(piper_voices.folder())])


def command(arguments: Sequence[str]) -> Command | None:
    """Return the build command in `arguments`; None if it is another command or sets folders of its own."""
    verb, *rest = arguments or ("",)
    while (place := next((place for place, one in enumerate(rest) if one in _WITH_VALUE), -1)) >= 0:
        del rest[place : place + 2]
    if verb != _VERB or any(one.startswith("-") for one in rest):
        return None
    try:
        return Command(arguments, office())
    except (OSError, Uncertain):
        return None


def _state(folders: Iterable[str], since_ns: int = 0) -> str:
    """Return the stamps of everything in `folders`, and of the folders of installed libraries.

    Empty if a file may have been written after `since_ns` (nanoseconds since the epoch) with an unchanged stamp.
    """
    lines = []
    for folder in folders:
        lines.append(folder)
        for path, status in below(folder, skip=_COMPILED) if os.path.isdir(folder) else ():
            if since_ns and not settled(status, since_ns):
                return ""
            lines.append(f"{path} {stamp(status)}")
    installed = (one for one in sys.path[1:] if os.path.isdir(one))  # the first is the folder of the command
    return "\n".join((*lines, *(f"{one} {stamp(os.stat(one))}" for one in installed)))
