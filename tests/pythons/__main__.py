"""Every Python from 3.11 on this machine: builds the same edition, gives the same readings, passes the quick tests.

`python -m tests.pythons` copies the checkout into an empty folder for each interpreter, runs `make` there, and compares
the bytes of `output/`, the digest of 20,000 readings, `bantin verify` and the quick tests.  It names each minor version
that this machine lacks.  The exit status is 1 if one differs or fails.  Standard library only, because this file runs
before anything is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
MINORS = range(11, 15)
MANAGED = (".pyenv/versions/*/bin", ".local/share/uv/python/*/bin", ".asdf/installs/python/*/bin")
PLACES = ("/usr/bin", "/usr/local/bin", "/opt/*/bin", "/opt/python*/*/bin")
MADE = {".git", ".venv", ".bantin", ".fuzz", ".workspace", "build", "output", "output-noi-bo", "proof"}
"""Build products at the top of the checkout; a folder of the same name further down is a source."""
MADE_ANYWHERE = shutil.ignore_patterns("__pycache__", "*.egg-info", "node_modules", ".*_cache", ".hypothesis")
OUTER_MAKE = {"ARGS", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
"""Variables of `make test-pythons ARGS=…` that must not reach the make of a copy."""
ASK = "import sys; print('.'.join(map(str, sys.version_info[:3])), sys.executable)"


@dataclass(frozen=True)
class Result:
    """The results of one interpreter: digests to be compared, and the step that failed, if one did."""

    version: str
    output: str = ""
    readings: str = ""
    failed: str = ""


def interpreters() -> dict[str, str]:
    """Return full version → executable: one interpreter for each version found on PATH and in the usual places."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += [found for pattern in MANAGED for found in Path.home().glob(pattern)]
    folders += [found for pattern in PLACES for found in Path("/").glob(pattern.lstrip("/"))]
    versions: dict[str, str] = {}
    for folder in dict.fromkeys(folders):
        for name in ("python3", *(f"python3.{minor}" for minor in MINORS)):
            answer = _asked(folder / name)
            if answer and int(answer[0].split(".")[1]) in MINORS:
                versions.setdefault(*answer)
    return dict(sorted(versions.items(), key=lambda one: [int(part) for part in one[0].split(".")]))


def _asked(executable: Path) -> tuple[str, str] | None:
    if not executable.is_file():
        return None
    try:
        done = subprocess.run([executable, "-c", ASK], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    version, _, path = done.stdout.strip().partition(" ")
    return (version, path) if done.returncode == 0 and version.startswith("3.") else None  # a shim may print no version


def tried(version: str, executable: str, *, quick: bool) -> Result:
    """Return the results of `executable` in a copy of this checkout in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="bantin-") as empty:
        folder = Path(empty, "bản tin")
        shutil.copytree(PROJECT, folder, ignore=_not_copied)
        tool = folder / ".venv" / "bin" / "python"
        make = ["make", f"PYTHON={executable}"]
        if not _ran(folder, *make):
            return Result(version, failed="make")
        books = sorted(str(book) for book in folder.glob("output/**/*.epub"))
        if not books or not _ran(folder, str(tool), "-m", "bantin_media", "verify", *books):
            return Result(version, failed="bantin verify")
        readings = subprocess.run(
            [tool, "tests/pythons/readings.py"], cwd=folder, env=_environment(), stdout=-1, check=False
        )
        if readings.returncode:
            return Result(version, failed="readings")
        result = Result(version, _digest(folder / "output"), readings.stdout.decode().strip())
        if quick and not _ran(folder, *make, "test-rows"):
            return Result(version, result.output, result.readings, failed="make test-rows")
        return result


def _not_copied(folder: str, names: list[str]) -> set[str]:
    return MADE_ANYWHERE(folder, names) | (MADE & set(names) if Path(folder) == PROJECT else set())


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OUTER_MAKE}


def _ran(folder: Path, *command: str) -> bool:
    return subprocess.run(command, cwd=folder, env=_environment(), check=False).returncode == 0


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> int:
    """Try each interpreter, print a line each and what is missing, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.pythons", description=__doc__)
    parser.add_argument("--no-quick", action="store_true", help="build and compare only")
    quick = not parser.parse_args().no_quick
    found = interpreters()
    results = []
    for version, executable in found.items():
        begin = time.monotonic()
        print(f"== Python {version}: {executable}", flush=True)
        results.append(tried(version, executable, quick=quick))
        print(f"== Python {version}: {results[-1].failed or 'passed'} ({time.monotonic() - begin:.0f} s)", flush=True)
    for result in results:
        state = result.failed or "passed"
        print(f"{result.version:8} {state:16} output {result.output[:12]:12} readings {result.readings[:12]}")
    for minor in MINORS:
        if not any(version.startswith(f"3.{minor}.") for version in found):
            print(f"3.{minor:<6} not on this machine: not tried")
    same = len({(result.output, result.readings) for result in results}) == 1
    if not same:
        print("the interpreters do not agree, or none was found", file=sys.stderr)
    return 0 if same and not any(result.failed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
