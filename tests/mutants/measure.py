"""`python -m tests.mutants.measure FOLDER TEST…`: which cases run which lines, from one run under coverage.

The run leaves `coverage.sqlite` and `cases.json` in FOLDER.  Each case is a context of its own; code that runs while
the tests are collected has the context `IMPORT`, and the code of fixtures has `FIXTURE`.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage

IMPORT, FIXTURE = "import", "fixture"
DATA, CASES = "coverage.sqlite", "cases.json"


class Contexts:
    """Gives each case its context, and notes its processor time and whether it failed."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._coverage.switch_context(FIXTURE)
        before = sum(os.times()[:4])  # not wall time: other work may share the machine
        yield
        self.seconds[item.nodeid] += sum(os.times()[:4]) - before

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        self._coverage.switch_context(item.nodeid)
        yield
        self._coverage.switch_context(FIXTURE)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)


def main() -> int:
    """Return pytest's exit status."""
    folder, arguments = Path(sys.argv[1]), sys.argv[2:]
    coverage = Coverage(str(folder / DATA), source=["src/bantin_media"], config_file=False)
    coverage.set_option("run:relative_files", True)
    coverage.start()
    coverage.switch_context(IMPORT)
    contexts = Contexts(coverage)
    status = int(pytest.main(arguments, plugins=[contexts]))
    coverage.stop()
    coverage.save()
    found = {"seconds": contexts.seconds, "failed": sorted(contexts.failed), "spent": sum(os.times()[:4])}
    (folder / CASES).write_text(json.dumps(found), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
