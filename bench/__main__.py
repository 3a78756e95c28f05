"""`make bench`: measures every figure of the README again and writes bench/results.md.

python -m bench [--quick] [NAME …]
python -m bench NAME -- ITS OWN OPTIONS

Each bench is a separate process and prints Markdown.  With names, only these run, and the other parts of the results
are unchanged.  `--quick` has fewer rounds and smaller numbers; all benches then take about ten minutes.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results.md"
QUICK: Mapping[str, tuple[str, ...]] = {
    "normalization": ("--pairs", "9"),
    "constructed": ("--count", "5000"),
    "readers": (),
    "cleaning": (),
    "narration": ("--articles", "30", "--pairs", "3"),
    "peers": ("--articles", "10", "--pairs", "3"),
    "pipeline": ("--articles", "50", "--rounds", "1"),
    "cluster": ("--articles", "30", "--rounds", "1"),
    "epub": ("--rounds", "1"),
    "online": ("--articles", "10", "--parallel", "1"),
    "hostile": (),
    "photos": ("--rounds", "1"),
    "scale": ("--articles", "1000"),
    "voices": ("--pairs", "1"),
    "tones": (),
}
"""Every bench in the order of the results, with its options for `--quick`."""
LIBRARIES = ("espeakng-loader", "lameenc", "ebooklib", "lxml", "numpy", "distributed", "sea-g2p")
TOOLS = (("espeak-ng", "--version"), ("lame", "--version"), ("pandoc", "--version"))
LONGEST_S = 3600
HEAD = """# Figures

Written by `make bench`; where something is compared, the figure is a ratio within one run, the median of interleaved
pairs. Times by themselves are those of one machine at one moment and mean nothing on another.
"""
_PART = re.compile(r"(?m)^## (\S+)\n")


def main() -> int:
    """Run the benches; a failure or time-out is printed in its place, and the others continue."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*QUICK, []], metavar="NAME", help=", ".join(QUICK))
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller numbers")
    own: list[str] = []
    if "--" in sys.argv:
        place = sys.argv.index("--")
        own, sys.argv[place:] = sys.argv[place + 1 :], []
    options = parser.parse_args()
    if own and len(options.names) != 1:
        parser.error("options of its own go to one bench, by name")
    parts = _parts(RESULTS.read_text("utf-8")) if RESULTS.is_file() and options.names else {}
    failed = 0
    for name in options.names or [one for one in QUICK if (HERE / f"{one}.py").is_file()]:
        print(f"bench/{name}.py …", file=sys.stderr, flush=True)
        said, ok = _run(name, tuple(own) or (QUICK[name] if options.quick else ()))
        failed += not ok
        known = _parts(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
        parts |= {one: text for one, text in known.items() if options.names and one != name}  # the other benches
        parts[name] = said
        _write(parts)
    return 1 if failed else 0


def _run(name: str, arguments: tuple[str, ...]) -> tuple[str, bool]:
    """Return the output of a bench, with the date, machine and command, and whether it succeeded."""
    command = [sys.executable, str(HERE / f"{name}.py"), *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    try:
        run = subprocess.run(
            command, stdout=subprocess.PIPE, text=True, check=False, timeout=LONGEST_S, env=environment
        )
        printed, end = run.stdout, f"It failed (exit status {run.returncode})." if run.returncode else ""
    except subprocess.TimeoutExpired:
        printed, end = "", f"It was not done after {LONGEST_S} s."
    how = " ".join(("python", f"bench/{name}.py", *arguments))
    head = f"`{how}` on {datetime.now(UTC):%Y-%m-%d}: {_machine()}"
    return "\n\n".join(part for part in (head, printed.strip(), end) if part), not end


def _parts(results: str) -> dict[str, str]:
    """Return the parts of earlier results by the names of their benches."""
    found = _PART.split(results)[1:]
    return {name: part.strip() for name, part in zip(found[::2], found[1::2], strict=True)}


def _write(parts: Mapping[str, str]) -> None:
    """Write the existing parts in the order of `QUICK`."""
    text = "\n".join([HEAD, *(f"## {name}\n\n{parts[name]}\n" for name in QUICK if name in parts)])
    temporary = RESULTS.with_suffix(".part")
    temporary.write_text(text, "utf-8")
    temporary.replace(RESULTS)


def _machine() -> str:
    known = [(name, _version(name)) for name in LIBRARIES]
    libraries = ", ".join(f"{name} {found}" for name, found in known if found)
    tools = "".join(f", {found}" for tool, option in TOOLS if (found := _tool(tool, option)))
    cores = os.cpu_count()
    return (
        f"{_processor()} ({cores} cores), {platform.system()}, Python {platform.python_version()}; {libraries}{tools}."
    )


def _processor() -> str:
    try:
        names = re.findall(r"(?m)^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"))
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _tool(name: str, option: str) -> str:
    try:
        said = subprocess.run([name, option], capture_output=True, text=True, check=False, timeout=20)
    except OSError:
        return ""
    number = re.search(r"\d+\.\d+[\d.]*", said.stdout + said.stderr)
    return f"{name} {number[0]}" if number else name


if __name__ == "__main__":
    sys.exit(main())
