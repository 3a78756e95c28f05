"""A copy of the checkout in which mutants are tested; the checkout itself is never changed."""

from __future__ import annotations

import compileall
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from py_compile import PycInvalidationMode

from .drawing import Mutant, modules_of
from .reach import KEPT, Reach, environment_of, reach_of
from .swapping import is_within_functions

PROJECT = Path(__file__).parents[2]
LEFT = shutil.ignore_patterns(
    *(".git", ".venv", ".bantin", ".fuzz", ".workspace", KEPT, "__pycache__", "*.egg-info", "node_modules", ".*_cache"),
)
MADE = ("output", "output-noi-bo", "proof", "history", "build")
"""Build products at the top; a folder of the same name further down is a source."""
PYTEST = ["-q", "-p", "no:cacheprovider", "-n0"]
WALL = 6
"""Wall time allowed for a second of processor time: other work may share the machine, and a wait uses none."""
IMPORT = 15
"""Seconds of processor time for imports and the collection of all tests, beyond those of the tests."""


@dataclass
class Checkout:
    """One copy, in a folder of its own, with the processes that run its tests."""

    root: Path
    tests: tuple[str, ...] = ()
    reach: Reach | None = None
    runners: dict[bool, subprocess.Popen[str]] = field(default_factory=dict)
    """Whether the code is loaded → the process."""

    def source(self, room: str) -> dict[str, str]:
        """Return path → code of the room's modules."""
        return modules_of(self.root / "src/bantin_media" / room, self.root)

    def measured(self, room: str, tests: tuple[str, ...]) -> Reach:
        """Return line → the nodes that run it, from one run of the room's tests under coverage, or an earlier one."""
        return reach_of(self.root, room, self.source(room), tests, environment_of(self.root))

    def is_swappable(self, mutant: Mutant) -> bool:
        """Return whether a process that has loaded the code can exchange the change."""
        return (
            self.reach is not None
            and (mutant.path, mutant.line) not in self.reach.imported
            and is_within_functions(mutant.original, mutant.code)
        )

    def kills(self, mutant: Mutant, nodes: list[str], limit: float) -> str:
        """Return the result of the tests `nodes` on the mutant (see `tried`)."""
        with self._with({mutant.path: mutant.code}) as earlier:
            return self.tried(nodes, limit, self._swaps([mutant], earlier))

    def failures(
        self, mutants: Iterable[Mutant], codes: dict[str, str], nodes: list[str], limit: float
    ) -> set[str] | None:
        """Return the failing nodes with the modules `codes` of all `mutants`; None if the run does not finish."""
        with self._with(codes) as earlier:
            status, failed = self._run(nodes, limit, self._swaps(mutants, earlier), first=False)
        return None if status not in ("0", "1") or (status == "1" and not failed) else failed

    def tried(self, nodes: list[str], limit: float, swaps: list[tuple[str, str, str]] | None = None) -> str:
        """Run tests on the code as it lies here; with `swaps` in a fork of the process that has loaded it.

        Return "killed" if one fails, and again when it runs alone; "late" if they use more than `limit` seconds of
        processor time (a loop) or far more wall time (a wait); else "survived".
        """
        status, failed = self._run(nodes, limit, swaps, first=True)
        if status != "1":
            return {"0": "survived", "late": "late"}.get(status, "killed")
        if not failed or self._run(sorted(failed), limit, swaps, first=True)[0] != "0":
            return "killed"
        rest = [node for node in nodes if node not in failed]  # on a busy machine a test may exceed the limit by chance
        return self.tried(rest, limit, swaps) if rest else "survived"

    def _swaps(self, mutants: Iterable[Mutant], earlier: dict[str, str]) -> list[tuple[str, str, str]] | None:
        """Return what a loaded process exchanges for the modules that now lie here; None if it cannot."""
        if not all(map(self.is_swappable, mutants)):
            return None
        here = ((self.root / path, code) for path, code in earlier.items())
        return [(str(path), code, path.read_text(encoding="utf-8")) for path, code in here]

    @contextmanager
    def _with(self, codes: dict[str, str]) -> Iterator[dict[str, str]]:
        """Replace the code of the modules at these paths during the block, which gets the earlier code."""
        earlier = {path: (self.root / path).read_text(encoding="utf-8") for path in codes}
        try:
            for path, code in codes.items():
                (self.root / path).write_text(code, encoding="utf-8")
            yield earlier
        finally:
            for path, code in earlier.items():
                (self.root / path).write_text(code, encoding="utf-8")

    def _run(
        self, nodes: list[str], limit: float, swaps: list[tuple[str, str, str]] | None, *, first: bool
    ) -> tuple[str, set[str]]:
        """Return pytest's exit status of a run of these nodes, or "late", and the nodes that failed."""
        shutil.rmtree(self.root / "tests-tmp", ignore_errors=True)  # a loop may have made thousands of files
        failed = self.root / "mutants-failed.txt"
        failed.write_text("", encoding="utf-8")
        cpu = limit + IMPORT * (swaps is None)
        request = {
            "nodes": by_file(nodes),
            "first": first,
            "cpu": round(cpu),
            "wall": WALL * cpu,
            "failed": str(failed),
            "arguments": self._arguments(),
            "swaps": swaps or [],
        }
        status = self._answer(request, loaded=swaps is not None)
        if status == "unknown":
            return self._run(nodes, limit, None, first=first)
        return status, {*failed.read_text("utf-8").splitlines()}

    def _arguments(self) -> list[str]:
        return [*PYTEST, f"--basetemp={self.root / 'tests-tmp'}"]

    def close(self) -> None:
        """End the processes that run the tests."""
        for runner in self.runners.values():
            if runner.stdin:
                runner.stdin.close()
            runner.wait()

    def _answer(self, request: dict[str, object], *, loaded: bool) -> str:
        if loaded not in self.runners:
            options = [*self._arguments(), *self.tests] if loaded else []
            self.runners[loaded] = subprocess.Popen(
                (sys.executable, "-m", "tests.mutants.runner", *options),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=self.root,
                env=environment_of(self.root),
            )
        runner = self.runners[loaded]
        if runner.stdin is None or runner.stdout is None:
            raise RuntimeError("the process that runs the tests has no pipes")
        runner.stdin.write(json.dumps(request) + "\n")
        runner.stdin.flush()
        answer = runner.stdout.readline().strip()
        if not answer:
            raise RuntimeError("the process that runs the tests has ended")
        return answer


def by_file(nodes: list[str]) -> list[str]:
    """Return the nodes with those of one file together: a change of file ends the fixtures of the module."""
    files: dict[str, list[str]] = {}
    for node in nodes:
        files.setdefault(node.partition("::")[0], []).append(node)
    return [node for file in files.values() for node in file]


def copy_of(folder: Path, tests: tuple[str, ...]) -> Checkout:
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
    return Checkout(folder, tests)
