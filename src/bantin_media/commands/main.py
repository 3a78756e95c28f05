"""`bantin`: repeats the output of the last build if nothing has changed since, else runs the command line."""

from __future__ import annotations

import sys

from .unchanged import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status, like `cli.main`."""
    typed = sys.argv[1:] if arguments is None else arguments
    build = command(typed)
    output = build.output() if build else None
    if output is not None and _say(output):
        return 0
    from . import cli

    return cli.main(typed, build)


def _say(output: list[tuple[int, str]]) -> bool:
    """Print `output` and return whether this succeeded; if not, the command line reports the error."""
    from .streams import open_streams

    open_streams()
    streams = {1: sys.stdout, 2: sys.stderr}
    try:
        for number, text in output:
            streams[number].write(text)
            streams[number].flush()
    except (OSError, ValueError):
        return False
    return True
