"""How much work a Dask cluster takes over: the same edition built here, and with two workers that synthesize.

Scheduler and workers are processes on the loopback, each with its own CPU time.  The figures are ratios to the CPU
time of a build on one machine in the same round: of the main process, which reads, joins and publishes; of the
workers, which synthesize; and of the scheduler.

python bench/cluster.py [--articles 60] [--rounds 3]
"""

from __future__ import annotations

import argparse
import filecmp
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pipeline import write_input

WORKERS = 2
SHARED_HERE = f"""
import resource, sys
from bantin_media.commands.main import main
status = main(["build", "--workers", "{WORKERS}"])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(usage.ru_utime + usage.ru_stime, file=sys.stderr)
sys.exit(status)
"""
"""A build with its own workers, which prints the CPU time of its main process."""


@dataclass
class Cluster:
    """A scheduler and its workers; `cpu_s` has the CPU time of each by its name after the end."""

    address: str = ""
    processes: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    cpu_s: dict[str, float] = field(default_factory=dict)

    def start(self, name: str, *arguments: str, sign: str) -> str:
        """Start `dask …` and return its output after `sign`."""
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--no-dashboard"], stderr=subprocess.PIPE, text=True
        )
        self.processes[name] = process
        assert process.stderr
        for line in process.stderr:
            if found := re.search(sign + r": +(\S+)", line):
                return found[1]
        raise SystemExit(f"{name} did not start")

    def end(self) -> None:
        """End all processes and measure their CPU time."""
        for name, process in reversed(self.processes.items()):
            process.terminate()
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
            self.cpu_s[name] = usage.ru_utime + usage.ru_stime


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Yield a cluster on the loopback."""
    one = Cluster()
    try:
        one.address = one.start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", sign="Scheduler at")
        for number in range(WORKERS):
            alone = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1")
            one.start(f"worker {number}", "worker", one.address, *alone, sign="Registered to")
        yield one
    finally:
        one.end()


def build_cpu_s(folder: Path, *arguments: str) -> float:
    """Build everything in `folder` in one process and return its CPU seconds."""
    command = [sys.executable, "-m", "bantin_media", "build", "--workers", "1", *arguments]
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
    if status:
        raise SystemExit((folder / "said.txt").read_text("utf-8"))
    return usage.ru_utime + usage.ru_stime


def main_process_cpu_s(folder: Path) -> float:
    """Build everything in `folder` with workers on this machine; return the CPU seconds of the main process alone."""
    run = subprocess.run([sys.executable, "-c", SHARED_HERE], cwd=folder, capture_output=True, text=True, check=True)
    return float(run.stderr.split()[-1])


def same_bytes(one: Path, other: Path) -> bool:
    """Return whether both folders have the same files with the same bytes."""
    names = [{path.relative_to(root) for path in root.rglob("*") if path.is_file()} for root in (one, other)]
    return names[0] == names[1] and not any(filecmp.cmpfiles(one, other, map(str, names[0]), shallow=False)[1:])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    alone_s, serial, here, workers, scheduler, shares = [], [], [], [], [], []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="cluster-") as name:
            alone, local, shared = (Path(name) / one for one in ("alone", "local", "shared"))
            for folder in (alone, local, shared):
                write_input(folder, options.articles)
            whole = build_cpu_s(alone)
            alone_s.append(whole / options.articles)
            serial.append(main_process_cpu_s(local) / whole)
            with cluster() as dask:
                here.append(build_cpu_s(shared, "--scheduler", dask.address) / whole)
            spoken = [cpu_s for key, cpu_s in dask.cpu_s.items() if key.startswith("worker")]
            workers.append(sum(spoken) / whole)
            scheduler.append(dask.cpu_s["scheduler"] / whole)
            shares.append(min(spoken) / max(spoken))
            if not same_bytes(alone / "output", shared / "output"):
                raise SystemExit("the bytes differ")
    print(
        f"| {options.articles} articles, {WORKERS} workers on the loopback, the same bytes | ÷ CPU of a build alone |"
    )
    print("|---|---|")
    print(f"| the main process: reads, asks, joins, publishes (with what Dask costs to import) | {_median(here)} |")
    print(f"| the workers together: speak and encode (with their start) | {_median(workers)} |")
    print(f"| the scheduler (with its start) | {_median(scheduler)} |")
    print(f"| the worker with less to do ÷ the one with more | {_median(shares)} |")
    print(f"| {WORKERS} workers here and no cluster: the main process | {_median(serial)} |")
    print(f"| CPU seconds an article of a build alone, here and now (no ratio) | {_median(alone_s)} |")


def _median(values: list[float]) -> str:
    return f"{statistics.median(values):.2f}"


if __name__ == "__main__":
    main()
