"""A copy of the checkout in which mutants are tested; the checkout itself is never changed."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

from lxml import etree

from .drawing import Mutant, modules_of

PROJECT = Path(__file__).parents[2]
LEFT = shutil.ignore_patterns(
    *(".git", ".venv", ".bantin", ".fuzz", ".workspace", "__pycache__", "*.egg-info", "node_modules", ".*_cache"),
)
MADE = ("output", "output-noi-bo", "proof", "history", "build")
"""Build products at the top; a folder of the same name further down is a source."""
ALL = ("-q", "-p", "no:cacheprovider", "-n0")
PYTEST = (*ALL, "-x")
FAILED = "mutants-failed.xml"
"""pytest's record of the last failed tests."""
MOST_FAILING = 3
"""Tests that may fail on unchanged code by chance; more failures indicate another problem."""
WALL = 6
"""Wall time allowed for a second of processor time: other work may share the machine, and a wait uses none."""


@dataclass(frozen=True)
class Reach:
    """The results of the room's tests on unchanged code."""

    by_line: dict[tuple[str, int], list[str]]
    """(path, line) → the tests that run it, the quickest first."""
    by_module: dict[str, set[str]]
    """Path → the tests that run a line of the module."""
    all: list[str]
    """All tests of the room, the quickest first."""
    node_seconds: dict[str, float]
    """Test → seconds of all its cases, under coverage."""
    seconds: float
    """Processor time of all tests, under coverage."""

    def of(self, path: str, line: int) -> list[str]:
        """Return the tests that a change of a line can affect, the likeliest to fail first.

        They are the tests that run the line, then those that run its module, which may use a value that the line made
        only once.  If an import, a fixture or another process runs the line, they are all tests.
        """
        own, module = self.by_line.get((path, line), []), self.by_module.get(path, set())
        others = [node for node in self.all if node in module and node not in own]
        return [*own, *others] if own else [*others, *(node for node in self.all if node not in module)]


@dataclass
class Checkout:
    """One copy, in a folder of its own, with a process that runs its tests."""

    root: Path
    runner: subprocess.Popen[str] | None = None

    def source(self, room: str) -> dict[str, str]:
        """Return path → code of the room's modules."""
        return modules_of(self.root / "src/bantin_media" / room, self.root)

    def reach(self, room: str, tests: tuple[str, ...]) -> Reach:
        """Return line → the tests that run it, from one run of the room's tests under coverage."""
        settings, report = self.root / "mutants-coverage.ini", self.root / "mutants-tests.xml"
        settings.write_text("[run]\ndynamic_context = test_function\n", encoding="utf-8")
        source = f"--source={self.root / 'src/bantin_media'}"
        pytest = ("-m", "pytest", *ALL, f"--junitxml={report}", f"--basetemp={self.root / 'tests-tmp'}", *tests)
        run = (sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", source, *pytest)
        began = os.times()
        done = subprocess.run(
            run, check=False, cwd=self.root, env=self._environment(), text=True, stdout=subprocess.PIPE
        )
        ended = os.times()
        spent = ended.children_user + ended.children_system - began.children_user - began.children_system
        if failed := self._failed(report):
            print(f"left out, because they fail before anything is changed: {', '.join(sorted(failed))}", flush=True)
        if len(failed) > MOST_FAILING or done.returncode not in (0, 1):
            raise subprocess.CalledProcessError(done.returncode, run, done.stdout)
        return self.reached(room, report, spent)

    def reached(self, room: str, report: Path, spent: float) -> Reach:
        """Return line → the tests that run it, from the data of the run under coverage."""
        from coverage import CoverageData  # one of the tools, which only a run of mutants installs

        seconds, failed = self._seconds(report), self._failed(report)
        data = CoverageData(str(self.root / ".coverage"))
        data.read()
        found: dict[tuple[str, int], list[str]] = {}
        modules: dict[str, set[str]] = defaultdict(set)
        for path in self.source(room):
            for line, contexts in data.contexts_by_lineno(str(self.root / path)).items():
                nodes = [node for context in contexts if (node := self._node(context)) not in failed]
                modules[path].update(filter(None, nodes))
                if all(nodes):
                    found[path, line] = sorted(nodes, key=lambda node: (seconds.get(node, 0), node))
        every = sorted(seconds.keys() - failed, key=lambda node: (seconds[node], node))
        return Reach(found, modules, every, dict(seconds), spent)

    def kills(self, mutant: Mutant, nodes: list[str], limit: float) -> str:
        """Return the result of the tests `nodes` on the mutant (see `tried`)."""
        with self._with({mutant.path: mutant.code}):
            return self.tried(nodes, limit)

    def failures(self, codes: dict[str, str], nodes: list[str], limit: float) -> set[str] | None:
        """Return the failing tests among `nodes` with the modules `codes`; None if the run does not finish."""
        with self._with(codes):
            status = self._run(nodes, limit, ALL)
        failed = self._failed(self.root / FAILED)
        return None if status not in ("0", "1") or "" in failed else failed

    def tried(self, nodes: list[str], limit: float) -> str:
        """Run tests on the code as it lies here.

        Return "killed" if one fails, and again when it runs alone; "late" if they use more than `limit` seconds of
        processor time (a loop) or far more wall time (a wait); else "survived".
        """
        status = self._run(nodes, limit, PYTEST)
        if status != "1":
            return {"0": "survived", "late": "late"}.get(status, "killed")
        failed = self._failed(self.root / FAILED) & {*nodes}
        if not failed or self._run(sorted(failed), limit, PYTEST) != "0":
            return "killed"
        rest = [node for node in nodes if node not in failed]  # on a busy machine a test may exceed the limit by chance
        return self.tried(rest, limit) if rest else "survived"

    @contextmanager
    def _with(self, codes: dict[str, str]) -> Iterator[None]:
        """Replace the code of the modules at these paths during the block."""
        earlier = {path: (self.root / path).read_text(encoding="utf-8") for path in codes}
        try:
            for path, code in codes.items():
                (self.root / path).write_text(code, encoding="utf-8")
            yield
        finally:
            for path, code in earlier.items():
                (self.root / path).write_text(code, encoding="utf-8")

    def _run(self, nodes: list[str], limit: float, options: Sequence[str]) -> str:
        """Return pytest's exit status of a run of these tests, or "late"; its report is in `FAILED`."""
        names, folder = self.root / "mutants-nodes.txt", self.root / "tests-tmp"
        names.write_text("".join(f"{node}\n" for node in nodes), encoding="utf-8")
        # not in the time of the next run: a loop may have made thousands of files
        shutil.rmtree(folder, ignore_errors=True)
        (self.root / FAILED).unlink(missing_ok=True)
        arguments = [*options, f"--junitxml={self.root / FAILED}", f"--basetemp={folder}", f"@{names}"]
        return self._answer({"arguments": arguments, "cpu": round(limit), "wall": WALL * limit})

    def close(self) -> None:
        """End the process that runs the tests."""
        if self.runner and self.runner.stdin:
            self.runner.stdin.close()
            self.runner.wait()

    def _answer(self, request: dict[str, object]) -> str:
        if self.runner is None:
            command = (sys.executable, "-m", "tests.mutants.runner")
            pipe = subprocess.PIPE
            self.runner = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, text=True, cwd=self.root, env=self._environment()
            )
        if self.runner.stdin is None or self.runner.stdout is None:
            raise RuntimeError("the process that runs the tests has no pipes")
        self.runner.stdin.write(json.dumps(request) + "\n")
        self.runner.stdin.flush()
        return self.runner.stdout.readline().strip()

    def _seconds(self, report: Path) -> dict[str, float]:
        """Return test → seconds of all its cases, from the report that pytest writes for other tools."""
        seconds: dict[str, float] = defaultdict(float)
        for case in etree.parse(report, etree.XMLParser(huge_tree=True)).iter("testcase"):
            if node := self._case(case):
                seconds[node] += float(case.get("time", 0))
        return seconds

    def _failed(self, report: Path) -> set[str]:
        """Return the tests of a report that failed, "" for one that could not be collected."""
        if not report.is_file():
            return set()
        cases = etree.parse(report, etree.XMLParser(huge_tree=True)).iter("testcase")
        return {
            self._case(case) for case in cases if case.find("failure") is not None or case.find("error") is not None
        }

    def _case(self, case: etree._Element) -> str:
        """Return pytest's name of the test of a case of its report, "" if it is none."""
        return self._node(f"{case.get('classname')}.{case.get('name', '').partition('[')[0]}")

    def _node(self, context: str) -> str:
        """Return pytest's name of a context as coverage has it: `tests.cache.test_cache.test_same` → file::test."""
        module, _, test = context.rpartition(".")
        file = self.root / f"{module.replace('.', '/')}.py"
        return f"{file.relative_to(self.root).as_posix()}::{test}" if module and file.is_file() else ""

    def _environment(self) -> dict[str, str]:
        """Return the environment with the copy's own code before the installed one."""
        return os.environ | {"PYTHONPATH": str(self.root / "src")}


def copy_of(folder: Path) -> Checkout:
    """Return a copy of this checkout in `folder`, with its interpreter and its tools."""
    shutil.copytree(PROJECT, folder, ignore=LEFT)
    for made in MADE:
        shutil.rmtree(folder / made, ignore_errors=True)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    tools = PROJECT / "tests/tools/node_modules"
    if tools.is_dir():
        (folder / "tests/tools/node_modules").symlink_to(tools)
    # byte code is compared with the text of its module, because a mutant and the code may have equal size and second
    compileall.compile_dir(folder / "src", quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return Checkout(folder)
