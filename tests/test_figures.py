"""Every figure in the README is in `bench/results.md`, word for word."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def rows(text: str) -> list[list[str]]:
    """The cells of every row of every Markdown table in `text`, without the line between head and body."""
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [cells for cells in found if not all(re.fullmatch(r":?-+:?", cell) for cell in cells)]


def quoted() -> list[list[str]]:
    """The rows of the README's figures: a bench, the measured quantity, and the figure."""
    section = (ROOT / "README.md").read_text("utf-8").partition("\n## Figures\n")[2].partition("\n## ")[0]
    return rows(section)[1:]


def test_every_figure_of_the_readme_was_measured() -> None:
    results = (ROOT / "bench" / "results.md").read_text("utf-8")
    parts = dict(re.findall(r"(?ms)^## (\S+)\n(.*?)(?=^## |\Z)", results))
    assert len(quoted()) >= 5
    for bench, what, figure in quoted():
        measured = {cells[0]: cells[1:] for cells in rows(parts[bench.strip("`")])}
        assert what in measured, f"bench/results.md has no row {what!r} under {bench}"
        assert figure in measured[what], f"{what}: the README says {figure}, bench/results.md {measured[what]}"


def test_every_bench_of_the_results_is_there() -> None:
    names = re.findall(r"(?m)^## (\S+)$", (ROOT / "bench" / "results.md").read_text("utf-8"))
    assert names and all((ROOT / "bench" / f"{name}.py").is_file() for name in names)
