"""`make bench`: every figure that the README quotes, made anew and written to bench/results.md."""

from __future__ import annotations

import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
BENCHES = ("normalization", "readers", "cleaning", "narration", "pipeline", "epub")
LIBRARIES = ("espeakng-loader", "lameenc", "ebooklib", "lxml", "numpy")


def main() -> int:
    """Run each bench in a process of its own; a bench that fails is said and the others go on."""
    wanted = sys.argv[1:] or [name for name in BENCHES if (HERE / f"{name}.py").is_file()]
    parts = [
        f"# Figures\n\n{_machine()}\n\nRatios within one run; times of shared machines mean nothing by themselves.\n"
    ]
    failed = 0
    for name in wanted:
        print(f"bench/{name}.py …", file=sys.stderr)
        run = subprocess.run([sys.executable, str(HERE / f"{name}.py")], stdout=subprocess.PIPE, text=True, check=False)
        failed += bool(run.returncode)
        parts.append(f"## {name}\n\n{run.stdout.strip()}\n")
    (HERE / "results.md").write_text("\n".join(parts), "utf-8")
    return 1 if failed else 0


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}; {libraries}."


if __name__ == "__main__":
    sys.exit(main())
