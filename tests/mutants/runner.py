"""`python -m tests.mutants.runner [TEST…]`: a process that forks for each run of tests.

With names of tests it has loaded them and the code under test, and a fork exchanges the mutated functions; without, it
has loaded the libraries only, and a fork imports the code from the disk.  A request is one line of JSON on standard
input (see `Request`); the response is one line on standard output: pytest's exit status, "late" if the run exceeded a
time limit or used no processor time for a while, "unknown" if the fork cannot exchange the functions.  The names of
the nodes that failed are in the file of the request.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .swapping import CannotSwapError, functions, swap

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
LOOK = 0.005
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
UNKNOWN = 99
"""Exit status of a fork that cannot exchange the functions."""


@dataclass(frozen=True)
class Request:
    """One run of tests."""

    nodes: list[str]
    first: bool
    """Stop at the first failure."""
    cpu: int
    wall: float
    failed: str
    """The file that gets the names of the nodes that fail, one a line."""
    arguments: list[str]
    """Of pytest."""
    swaps: list[tuple[str, str, str]]
    """File, original and mutated code of the modules that a fork of the loaded process exchanges."""


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


class Failures:
    """Writes the names of failing nodes to a file, so that they are known if the run is ended."""

    def __init__(self) -> None:
        self.file = os.devnull

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            with Path(self.file).open("a", encoding="utf-8") as file:
                file.write(report.nodeid + "\n")


class Chosen:
    """Selects the nodes of a request, in its order; all cases of a test if one of its cases is no longer there."""

    def __init__(self, nodes: list[str]) -> None:
        self._nodes = nodes

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = chosen(items, self._nodes)


def chosen(items: list[pytest.Item], nodes: list[str]) -> list[pytest.Item]:
    """Return the items with these names, in this order, and all cases of a test that has lost a case."""
    by_name = {item.nodeid: item for item in items}
    found = {node: by_name[node] for node in nodes if node in by_name}
    lost = {_test(node) for node in nodes if node not in by_name}
    return [*found.values(), *(item for item in items if item.nodeid not in found and _test(item.nodeid) in lost)]


def _test(node: str) -> str:
    return node.partition("[")[0]


class Session:
    """Answers requests in the place of pytest's own loop, after the tests have been collected."""

    def __init__(self, answer: Callable[[Callable[[Request], int]], None], failures: Failures) -> None:
        self._answer = answer
        self._failures = failures

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        known = functions(str(Path.cwd()))
        gc.collect()
        gc.freeze()  # a fork leaves the pages of these objects unwritten

        def run(request: Request) -> int:
            try:
                for each in request.swaps:
                    swap(*each, known)
            except CannotSwapError:
                return UNKNOWN
            self._failures.file = request.failed
            session.config.option.maxfail = int(request.first)
            items = chosen(session.items, request.nodes)
            for place, item in enumerate(items):
                following = items[place + 1] if place + 1 < len(items) else None
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.shouldfail:
                    break
            return int(session.testsfailed > 0)

        self._answer(run)
        return True


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
    options, tests = sys.argv[1:], [each for each in sys.argv[1:] if not each.startswith("-")]
    requests, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(silence, stream)

    def answer(run: Callable[[Request], int]) -> None:
        for line in requests:
            print(_outcome(Request(**json.loads(line)), run), file=answers, flush=True)

    for name in LIBRARIES:
        importlib.import_module(name)
    if tests:
        failures = Failures()
        pytest.main(options, plugins=[Guard(), failures, Session(answer, failures)])
    else:
        answer(_fresh)


def _fresh(request: Request) -> int:
    """Import the code and collect the tests from the disk; return pytest's exit status."""
    os.dup2(0, 2)
    failures = Failures()
    failures.file = request.failed
    files = dict.fromkeys(node.partition("::")[0] for node in request.nodes)
    arguments = [*request.arguments, *(["-x"] if request.first else []), *files]
    return int(pytest.main(arguments, plugins=[Guard(), failures, Chosen(request.nodes)]))


def _outcome(request: Request, run: Callable[[Request], int]) -> str:
    child = os.fork()
    if not child:
        _limited(request, run)
    ends = time.monotonic() + request.wall
    used, idle_at = 0.0, time.monotonic() + IDLE
    try:
        while time.monotonic() < min(ends, idle_at):
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
                code = os.waitstatus_to_exitcode(status)
                return "late" if late else "unknown" if code == UNKNOWN else str(code)
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


def _limited(request: Request, run: Callable[[Request], int]) -> None:
    """Run tests in this process, a group of its own, and end the process."""
    status = 1
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (request.cpu, request.cpu + 5))
        resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
        for number in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(number, _too_long)
        status = run(request)
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
