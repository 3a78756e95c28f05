"""`python -m tests.mutants.runner`: a process that has loaded the libraries and forks for each run of tests.

A request is one line of JSON on standard input, `{"arguments": [...], "cpu": seconds, "wall": seconds}`; the response
is one line on standard output: pytest's exit status, or "late" if the run exceeded a time limit or used no processor
time for a while.  The code under test is imported after the fork, so each run uses the code on the disk.
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
from collections.abc import Iterator
from pathlib import Path

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
"""Modules that take long to import; not hypothesis, because its pytest plug-in imports it."""
LOOK = 0.02
"""In seconds: the interval between two checks of the run."""
IDLE = 45
"""In seconds: a run that uses almost no processor time for this long waits in vain.

No test waits so long, and on a busy machine a run gets its share within this time.
"""
ACTIVE = 0.3
"""In seconds of processor time: a run that does not wait uses at least this much in `IDLE`."""
LONGEST_CPU, LONGEST_WALL = 20, 150
"""Seconds of processor time and of wall time for one case of a test; a case that takes longer fails."""
TICKS = os.sysconf("SC_CLK_TCK")
MOST_OPEN_FILES = 512
"""Per process, so that a loop that opens files ends soon."""


class TooLongError(Exception):
    """A case of a test exceeds the limit: it loops or waits for ever."""


class Guard:
    """Ends a case of a test that takes too long, so that the others run."""

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_setup(self) -> Iterator[None]:
        with _guarded():
            yield

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        with _guarded():
            yield


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    timers = ((signal.ITIMER_PROF, LONGEST_CPU), (signal.ITIMER_REAL, LONGEST_WALL))
    for timer, seconds in timers:
        signal.setitimer(timer, seconds, 5)  # again after five seconds: what calls the loop may have caught the first
    try:
        yield
    finally:
        for timer, _ in timers:
            signal.setitimer(timer, 0)


def _too_long(*_: object) -> None:
    raise TooLongError


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
    used, idle_at = 0.0, time.monotonic() + IDLE
    try:
        while time.monotonic() < min(ends, idle_at):
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
                return "late" if late else str(os.waitstatus_to_exitcode(status))
            time.sleep(LOOK)
            if time.monotonic() > idle_at - 1 and (now := _used(child)) > used + ACTIVE:
                used, idle_at = now, time.monotonic() + IDLE
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return "late"
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # what the tests started
            os.killpg(child, signal.SIGKILL)


def _used(group: int) -> float:
    """Return the seconds of processor time that the processes of a group have used, with their ended children."""
    seconds = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[2]) == group:
                seconds += sum(map(int, fields[11:15])) / TICKS
    return seconds


def _run(arguments: list[str], cpu: int) -> None:
    """Run pytest in this process, a group of its own, and end the process."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, _too_long)
    status: int = 1
    try:
        status = int(pytest.main(arguments, plugins=[Guard()]))
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
