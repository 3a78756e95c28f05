"""The cost of the worst files: each in a whole build, compared with a hundred ordinary articles.

The yardstick for time is a hundred ordinary articles; a build may use 500 MB of memory.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.faults.harmless import harms  # noqa: E402 -- found by the line above
from tests.faults.hostile import CORPUS, PARAGRAPH  # noqa: E402

WATCHED = ROOT / "tests" / "faults" / "watched.py"
ORDINARY = 100
PARAGRAPHS = 60
"""In an ordinary article, which then has about four thousand characters."""
LARGEST_MB = 500


def main() -> None:
    """Print a table: exit status, CPU as a share of the yardstick, peak memory, and forbidden actions of each file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--voice", default="metronome")
    parser.add_argument("names", nargs="*", help="parts of the names of the files; all without any")
    options = parser.parse_args()
    wanted = [name for name in CORPUS if not options.names or any(one in name for one in options.names)]
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        yardstick_s, _, _, _ = built(Path(folder) / "ordinary", ordinary, options.voice)
        print(f"Against {ORDINARY} ordinary articles (1.00), voice {options.voice}.\n")
        print("| file | exit status | CPU | peak MB | reached for |\n|---|---:|---:|---:|---|")
        worst = [0.0, 0.0]
        for number, name in enumerate(wanted):
            cpu_s, peak_mb, status, found = built(Path(folder) / str(number), CORPUS[name], options.voice)
            worst = [max(worst[0], cpu_s / yardstick_s), max(worst[1], peak_mb)]
            reached = "; ".join(found) or "nothing"
            print(f"| {name} | {status} | {cpu_s / yardstick_s:.2f} | {peak_mb:.0f} | {reached} |", flush=True)
        print(
            f"\nWorst of {len(wanted)}: CPU {worst[0]:.2f} (limit 1.00), peak {worst[1]:.0f} MB (limit {LARGEST_MB})."
        )


def ordinary(folder: Path) -> None:
    """Write the yardstick."""
    for number in range(1, ORDINARY + 1):
        lines = [f"{PARAGRAPH[:-1]}, thôn thứ {number} và {place} hộ dân." for place in range(PARAGRAPHS)]
        body = "\n\n".join(lines)
        (folder / f"{number:03} bai.txt").write_text(f"Con đường mới số {number}\n\n12/10/2026\n\n{body}\n", "utf-8")


def built(root: Path, write: object, voice: str) -> tuple[float, float, int, list[str]]:
    """Build what `write` puts into an edition; return CPU seconds, peak megabytes, exit status, and violations."""
    edition = root / "input" / "2026-11"
    edition.mkdir(parents=True)
    (root / "tmp").mkdir()
    (edition / "edition.toml").write_text('number = "1"\ndate = 2026-11-05\n', "utf-8")
    write(edition)  # type: ignore[operator]
    log = root.with_suffix(".log")
    with root.with_suffix(".said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, str(WATCHED), str(log), str(root), "--", "build", "--workers", "1", "--voice", voice],
            cwd=root, env=os.environ | {"TMPDIR": str(root / "tmp")}, stdin=subprocess.DEVNULL,
            stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    found = [line.split()[0] for line in log.read_text("utf-8").splitlines()] + list(harms(root / "output"))
    if b"Traceback" in root.with_suffix(".said").read_bytes():
        found.append("a traceback")
    peak_kb = int(log.with_suffix(".peak").read_text())  # of this process: the system's counter includes its parent
    shutil.rmtree(root)
    return usage.ru_utime + usage.ru_stime, peak_kb / 1024, process.returncode, found


if __name__ == "__main__":
    main()
