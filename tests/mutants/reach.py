"""Line → the cases of the room's tests that run it: measured once and kept until a source or a test changes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

KEPT = ".mutants"
"""The folder of earlier measurements, in the checkout; a room keeps its last one."""
MOST_FAILING = 3
"""Tests that may fail on unchanged code by chance; more failures indicate another problem."""


@dataclass(frozen=True)
class Reach:
    """The results of the room's tests on unchanged code.  A node is pytest's name of one case."""

    by_line: dict[tuple[str, int], list[str]]
    """(path, line) → the nodes that run it, the quickest first."""
    by_module: dict[str, set[str]]
    """Path → the nodes that run a line of the module."""
    elsewhere: set[tuple[str, int]]
    """(path, line) of the lines that a fixture runs, or the collection of the tests."""
    imported: set[tuple[str, int]]
    """(path, line) of the lines that run while the tests are collected."""
    all: list[str]
    """All nodes of the room, the quickest first."""
    node_seconds: dict[str, float]
    """Node → seconds of processor time, under coverage."""
    seconds: float
    """Processor time of all tests, under coverage."""

    def of(self, path: str, line: int) -> list[str]:
        """Return the nodes that a change of a line can affect, the likeliest to fail first.

        They are the nodes that run the line, then those that run its module, which may use a value that the line made
        only once.  If an import, a fixture or another process runs the line, they are all nodes.
        """
        own, module = self.by_line.get((path, line), []), self.by_module.get(path, set())
        mine = {*own}
        found = [*own, *(node for node in self.all if node in module and node not in mine)]
        if own and (path, line) not in self.elsewhere:
            return found
        return [*found, *(node for node in self.all if node not in module and node not in mine)]


def reach_of(root: Path, room: str, paths: Iterable[str], tests: tuple[str, ...], environment: dict[str, str]) -> Reach:
    """Return which nodes run the lines of `paths`, measured in the copy `root` unless an earlier result is valid.

    Raises subprocess.CalledProcessError if more than `MOST_FAILING` tests fail.
    """
    kept = Path(__file__).parents[2] / KEPT / room / digest_of(root, tests)
    if not kept.is_dir():
        shutil.rmtree(kept.parent, ignore_errors=True)
        measured = root / KEPT
        measured.mkdir()
        _measure(root, measured, tests, environment)
        shutil.copytree(measured, kept)
    return _read(kept, paths)


def digest_of(root: Path, tests: tuple[str, ...]) -> str:
    """Return a digest of everything that the measurement depends on."""
    from .measure import __file__ as measure  # needs coverage, which only a run of mutants installs

    digest = hashlib.sha256(sys.version.encode())
    own = Path(measure).relative_to(Path(__file__).parents[2]).as_posix()
    for path in ("src", "pyproject.toml", "tests/conftest.py", own, *tests):
        top = root / path
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.relative_to(root).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:20]


def _measure(root: Path, folder: Path, tests: tuple[str, ...], environment: dict[str, str]) -> None:
    from . import measure

    options = ("-q", "-p", "no:cacheprovider", "-n0", f"--basetemp={root / 'tests-tmp'}")
    run = (sys.executable, "-m", "tests.mutants.measure", str(folder), *options, *tests)
    done = subprocess.run(run, check=False, cwd=root, env=environment, text=True, stdout=subprocess.PIPE)
    cases = folder / measure.CASES
    failed = json.loads(cases.read_text("utf-8"))["failed"] if cases.is_file() else []
    if failed:
        print(f"left out, because they fail before anything is changed: {', '.join(failed)}", flush=True)
    if len(failed) > MOST_FAILING or done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, run, done.stdout)


def _read(folder: Path, paths: Iterable[str]) -> Reach:
    from coverage import CoverageData

    from .measure import CASES, DATA, FIXTURE, IMPORT

    cases = json.loads((folder / CASES).read_text("utf-8"))
    seconds: dict[str, float] = cases["seconds"]
    places = {node: place for place, node in enumerate(sorted(seconds, key=lambda node: (seconds[node], node)))}
    for node in cases["failed"]:
        del places[node]
    data = CoverageData(str(folder / DATA))
    data.read()
    by_line: dict[tuple[str, int], list[str]] = {}
    modules: dict[str, set[str]] = defaultdict(set)
    elsewhere: set[tuple[str, int]] = set()
    imported: set[tuple[str, int]] = set()
    for path in paths:
        for line, contexts in data.contexts_by_lineno(path).items():
            nodes = sorted((node for node in contexts if node in places), key=places.__getitem__)
            modules[path].update(nodes)
            if nodes:
                by_line[path, line] = nodes
            if {IMPORT, FIXTURE} & {*contexts}:
                elsewhere.add((path, line))
            if IMPORT in contexts:
                imported.add((path, line))
    return Reach(by_line, modules, elsewhere, imported, list(places), seconds, cases["spent"])


def environment_of(root: Path) -> dict[str, str]:
    """Return the environment with the copy's own code before the installed one."""
    return os.environ | {"PYTHONPATH": str(root / "src")}
