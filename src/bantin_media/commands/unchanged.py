"""A build that had nothing to do → what it said, to be said again for as long as nothing is touched.

Most runs of an editor change nothing.  What such a run depends on (input, code, libraries, voices, and the output with
its manifests) is stamped, and the stamps are kept beside the manifests with the command and its words.  A later run of
the same command that finds the same stamps says the same.  Whatever else it finds, it goes the whole way.

Nothing heavy is imported here: starting Python is most of what such a run costs.
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
"""Options that have no part in where things lie."""
_PLACES = ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_DATA_HOME")
"""Variables of the environment that tell where a user's voices are; ours begin with `BANTIN_`."""
_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_COMPILED = "__pycache__"
_BETWEEN = "\0"
"""No name and no line has it."""

Said = list[tuple[int, str]]
"""What was written, in order, each with the number of its stream: 1 or 2."""


class Command:
    """A build as it was typed, with the stamps of what it reads, taken before it reads it."""

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

    def said(self) -> Said | None:
        """Return what this command said when it had nothing to do; None if something may have been touched since."""
        try:
            with open(self._path, "rb") as file:
                seal, content = file.read(4), file.read(_LARGEST_BYTES)
            if int.from_bytes(seal, "big") != crc32(content) or not self._before:
                return None
            kept, beside, *said = content.decode("utf-8", "surrogateescape").split(_BETWEEN)
            if kept != self._whole(beside.splitlines()):
                return None
            return [(int(one[0]), one[1:]) for one in said]
        except (OSError, ValueError, Uncertain):
            return None

    def keep(self, said: Said, beside: Iterable[str]) -> None:
        """Keep what is said as long as nothing is touched that was stamped, nor what is in the folders `beside`.

        Nothing is kept if something was touched since this command began.
        """
        folders = list(beside)
        temporary = f"{self._path}.{os.getpid()}.part"
        try:
            if not self._before or _state(self._read) != self._before:
                return
            parts = (self._whole(folders), "\n".join(folders), *(f"{number}{text}" for number, text in said))
            content = _BETWEEN.join(parts).encode("utf-8", "surrogateescape")
            if len(content) > _LARGEST_BYTES or any(_BETWEEN in one for one in parts):
                return
            with open(temporary, "wb") as file:
                file.write(crc32(content).to_bytes(4, "big") + content)
            os.replace(temporary, self._path)
        except (OSError, ValueError, Uncertain):  # the next run goes the whole way, too
            return

    def _whole(self, beside: Sequence[str]) -> str:
        """Return the command with the stamps of all that it depends on."""
        return "\n".join((self._key, self._before, _state([*self._made, *beside])))


def remember(
    command: Command, request: Request, told: Mapping[str, bool], show: Callable[[EditionReport], None]
) -> None:
    """Keep what `command` will say if it has nothing to do, as `show` writes it; `told` as for `pipeline.unchanged`."""
    from ..pipeline import unchanged
    from ..speech.engines import piper_voices
    from .streams import what_is_said

    reports = unchanged(request, told)
    if reports is not None:
        with what_is_said() as said:
            for report in reports:
                show(report)
        command.keep(said, [str(piper_voices.folder())])


def command(arguments: Sequence[str]) -> Command | None:
    """Return the build that `arguments` ask for, if it is one whose folders lie where all have them."""
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
    """Return the stamps of all that is in `folders`, and of where libraries are put and taken away.

    It is empty if a file may have been written after `since_ns` (nanoseconds since the epoch) and kept its stamp.
    """
    lines = []
    for folder in folders:
        lines.append(folder)
        for path, status in below(folder, skip=_COMPILED) if os.path.isdir(folder) else ():
            if since_ns and not settled(status, since_ns):
                return ""
            lines.append(f"{path} {stamp(status)}")
    installed = (one for one in sys.path[1:] if os.path.isdir(one))  # the first is where this command was started
    return "\n".join((*lines, *(f"{one} {stamp(os.stat(one))}" for one in installed)))
