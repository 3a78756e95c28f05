"""`python -m tests.mutants.runner`: a process that has the libraries and forks once for each run of tests.

A request is one line of JSON on standard input, `{"arguments": [...], "cpu": seconds, "wall": seconds}`; the answer is
one line on standard output: pytest's exit status, or "late" if the run took more processor time or wall time than that.
The code under test is not imported before the fork, so each run has the code that lies on the disk.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
import time

import pytest

LIBRARIES = (
    "ebooklib.epub",
    "jinja2",
    "lxml.html",
    "markdown_it",
    "mutagen.id3",
    "numpy",
    "PIL.Image",
    "polib",
    "pypdf",
)
"""Modules whose import takes long; not hypothesis, whose plugin of pytest wants to import itself."""
LOOK = 0.02
"""Seconds between two looks at the run."""
MOST_OPEN_FILES = 512
"""Of one process: a loop that opens files ends soon."""


def main() -> None:
    """Answer requests until the input ends."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        print(_outcome(request["arguments"], request["cpu"], request["wall"]), flush=True)


def _outcome(arguments: list[str], cpu: int, wall: float) -> str:
    child = os.fork()
    if not child:
        _run(arguments, cpu)
    ends = time.monotonic() + wall
    try:
        while time.monotonic() < ends:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
                return "late" if late else str(os.waitstatus_to_exitcode(status))
            time.sleep(LOOK)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return "late"
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # what the tests started
            os.killpg(child, signal.SIGKILL)


def _run(arguments: list[str], cpu: int) -> None:
    """Run pytest in this process, a group of its own, and end the process."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    status: int = 1
    try:
        status = int(pytest.main(arguments))
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
