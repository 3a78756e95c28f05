"""`make fuzz MINUTES=…`: divides the minutes among the targets and reports each of them.

python -m tests.fuzz --minutes 60 [TARGET …]

Each target runs under atheris (libFuzzer) in its own process.  The learned inputs are kept in `.fuzz/corpus/`, and
inputs that broke a promise in `.fuzz/found/`; store the latter as files in `tests/fuzz/corpus/<target>/`.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
KEPT = Path(__file__).parent / "corpus"
WORK = ROOT / ".fuzz"
WATCHED = {"config": ("tomllib",), "markdown": ("markdown_it",)}
"""Python libraries that parse a target's input first; they are instrumented too."""
LONGEST_S = 20
LARGEST_MIB = 1500
LEAKING = {"sound": 8000}
"""In MiB: memory that the libraries of a target do not release over tens of thousands of broken files."""


def main() -> int:
    """Run the targets one after the other and print a report of each; the exit status is 1 after a finding."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--executions", type=int, default=-1, help="of each target, where they come before the minutes")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        fuzz(options.targets[0], round(options.minutes * 60), options.executions, options.one)
    names = options.targets or listed()
    found = 0
    print(f"{'target':<15}{'executions':>12}{'a second':>10}  found")
    for name in names:
        executions, rate, output = run(name, options.minutes / len(names), options.executions)
        found += bool(output)
        print(f"{name:<15}{executions:>12,}{rate:>10,}  {output or '-'}", flush=True)
    return int(found > 0)


def listed() -> list[str]:
    """Return the names of all targets."""
    from tests.fuzz.targets import TARGETS

    return list(TARGETS)


def run(name: str, minutes: float, most: int) -> tuple[int, int, str]:
    """Fuzz one target; return the number of runs, the rate per second, and the findings."""
    log = WORK / f"{name}.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as file, tempfile.TemporaryDirectory(prefix="fuzz-", dir=shared_memory()) as folder:
        command = [sys.executable, "-m", "tests.fuzz", "--one", folder, "--minutes", str(minutes)]
        command += ["--executions", str(most), name]
        status = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, check=False
        ).returncode
    output = log.read_text("utf-8", "replace")
    executions = [int(number) for number in re.findall(r"(?m)(?:^#|number_of_executed_units: )(\d+)", output)]
    rates = re.findall(r"exec/s: (\d+)|average_exec_per_sec:\s+(\d+)", output)
    problem = re.findall(r"(?m)^(?:\w+\.)*(\w*(?:Error|Promise|Warning)\w*: .{0,160}|==\d+== ?ERROR.*)", output)
    cause = (problem[-1] if problem else f"exit status {status}, see {log}") if status else ""
    return max(executions, default=0), int(max(rates[-1]) if rates else 0), cause


def fuzz(name: str, seconds: int, most: int, seeds: Path) -> None:
    """Run one target for a time or a number of runs, writing only into `seeds`; libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["bantin_media", *WATCHED.get(name, ())]):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[name]
    learnt, found = WORK / "corpus" / name, WORK / "found"
    for folder in (learnt, found, seeds / "seeds", seeds / "work", KEPT / name):
        folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(target.seeds()):
        (seeds / "seeds" / f"{number:04}").write_bytes(content)
    words = "".join(f'"{hexed(word)}"\n' for word in target.words)
    (seeds / "words").write_text(words, "ascii")
    work = seeds / "work"

    def attack(data: bytes) -> None:
        target.attack(data, work)

    options = [
        f"-max_total_time={seconds}", f"-runs={most}", f"-max_len={target.longest_bytes}", f"-timeout={LONGEST_S}",
        f"-rss_limit_mb={LEAKING.get(name, LARGEST_MIB)}", f"-artifact_prefix={found}/{name}-", "-print_final_stats=1",
        *([f"-dict={seeds / 'words'}"] if target.words else []),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(learnt), str(seeds / "seeds"), str(KEPT / name)], attack)
    atheris.Fuzz()


def hexed(word: str) -> str:
    """Return `word` in the format of libFuzzer's dictionaries."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def shared_memory() -> str | None:
    """Return a folder in memory, if the system has one, because every run writes a file."""
    return "/dev/shm" if os.path.isdir("/dev/shm") and os.access("/dev/shm", os.W_OK) else None  # noqa: PTH112


if __name__ == "__main__":
    sys.exit(main())
