"""A copy of the checkout that mutants are tried in; the checkout itself is never changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from .drawing import Mutant, modules_of

PROJECT = Path(__file__).parents[2]
LEFT = shutil.ignore_patterns(
    *(".git", ".venv", ".bantin", ".fuzz", ".workspace", "__pycache__", "*.egg-info", "node_modules", ".*_cache"),
)
MADE = ("output", "output-noi-bo", "proof", "history", "build")
"""What a build leaves at the top; a folder of the same name further down is a source."""
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n0")
WHOLE_ROOM = 60
"""Tests: a line that more of them reach is tried by the room's whole folder; the command would grow too long."""


@dataclass(frozen=True)
class Checkout:
    """One copy, in a folder of its own."""

    root: Path

    def source(self, room: str) -> dict[str, str]:
        """Return path → code of the room's modules."""
        return modules_of(self.root / "src/bantin_media" / room, self.root)

    def tests_by_line(self, room: str, tests: tuple[str, ...]) -> dict[tuple[str, int], list[str]]:
        """Return (path, line) → the tests that run the line, by one run of the room's tests under coverage.

        Lines that only a fixture, an import or another process runs are left out: all tests of the room try them.
        """
        settings = self.root / "mutants-coverage.ini"
        settings.write_text("[run]\ndynamic_context = test_function\n", encoding="utf-8")
        source = f"--source={self.root / 'src/bantin_media'}"
        run = (sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", source, *PYTEST[1:], *tests)
        subprocess.run(run, check=True, cwd=self.root, env=self._environment(), text=True, stdout=subprocess.PIPE)
        data = CoverageData(str(self.root / ".coverage"))
        data.read()
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for path in self.source(room):
            for line, contexts in data.contexts_by_lineno(str(self.root / path)).items():
                nodes = [self._node(context) for context in contexts]
                if all(nodes) and len(nodes) <= WHOLE_ROOM:
                    found[path, line] = sorted(nodes)
        return found

    def kills(self, mutant: Mutant, nodes: list[str], limit: float) -> bool:
        """Return whether one of the tests `nodes` fails on the mutant, or runs longer than `limit` seconds (a loop).

        The module is as it was afterwards.
        """
        module = self.root / mutant.path
        code = module.read_text(encoding="utf-8")
        module.write_text(mutant.code, encoding="utf-8")
        try:
            done = subprocess.run(
                (*PYTEST, f"--basetemp={self.root / 'tests-tmp'}", *nodes),
                check=False,
                cwd=self.root,
                env=self._environment(),
                capture_output=True,
                timeout=limit,
            )
        except subprocess.TimeoutExpired:
            return True
        finally:
            module.write_text(code, encoding="utf-8")
        return done.returncode != 0

    def _node(self, context: str) -> str:
        """Return pytest's name of a context as coverage has it: `tests.cache.test_cache.test_same` → file::test."""
        module, _, test = context.rpartition(".")
        file = self.root / f"{module.replace('.', '/')}.py"
        return f"{file.relative_to(self.root).as_posix()}::{test}" if module and file.is_file() else ""

    def _environment(self) -> dict[str, str]:
        """Return the environment with the copy's own code before the installed one; no byte code outlives a mutant."""
        return os.environ | {"PYTHONPATH": str(self.root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}


def copy_of(folder: Path) -> Checkout:
    """Return a copy of this checkout in `folder`, with its interpreter and its tools."""
    shutil.copytree(PROJECT, folder, ignore=LEFT)
    for made in MADE:
        shutil.rmtree(folder / made, ignore_errors=True)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    tools = PROJECT / "tests/tools/node_modules"
    if tools.is_dir():
        (folder / "tests/tools/node_modules").symlink_to(tools)
    return Checkout(folder)
