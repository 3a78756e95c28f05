"""The cost of a whole build relative to the floor: 100 articles from nothing, after one change, without changes.

The floor is the same sentences with bare espeak-ng and lameenc (see bench/narration.py).  Each figure is the median
over rounds; within a round everything runs in sequence, each in a separate process.

python bench/pipeline.py [--articles 100] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from narration import articles, measure


def write_input(folder: Path, count: int, *, changed: bool = False) -> None:
    """Write an edition of `count` articles of invented sentences, as plain text files; if `changed`, only the last."""
    edition = folder / "input" / "2026-11"
    edition.mkdir(parents=True, exist_ok=True)
    (edition / "edition.toml").write_text('number = "1"\ndate = 2026-11-05\npublisher = "Văn phòng"\n', "utf-8")
    for number, sentences in enumerate(articles(count, changed=changed), 1):
        if changed and number < count:
            continue
        title, *body = (one[0].upper() + one[1:] for one in sentences)
        paragraphs = [" ".join(body[place : place + 5]) for place in range(0, len(body), 5)]
        text = "\n\n".join([" ".join(title.rstrip(".").split()[:12]), "05/11/2026", *paragraphs, "Thu Hà"])
        (edition / f"{number:03} bai.txt").write_text(text + "\n", "utf-8")


def build(folder: Path, workers: int, verb: str = "build") -> tuple[float, float]:
    """Run `bantin build` in `folder`; return its CPU seconds, workers included, and the largest process in MB."""
    program = (
        "import resource, sys\nfrom bantin_media.commands.main import main\n"
        "if __name__ == '__main__':\n"
        f"    status = main(['{verb}', '--workers', '{workers}'])\n"
        "    own = [line for line in open('/proc/self/status') if line.startswith('VmHWM')][0].split()[1]\n"
        "    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "    print(max(int(own), workers) / 1024, file=sys.stderr)\n"
        "    sys.exit(status)\n"
    )
    script = folder / "run.py"
    script.write_text(program, "utf-8")
    # Python caches compiled modules on every editor's machine
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = children_cpu_s()
    run = subprocess.run(
        [sys.executable, str(script)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(run.stderr)
    return children_cpu_s() - before, float(run.stderr.split()[-1])


def children_cpu_s() -> float:
    """Return the CPU seconds of all processes that this one started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    cold, changed, same, peaks = [], [], [], []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_input(folder, options.articles)
            floor = measure("floor", folder, options.articles)["cpu_s"]
            cold_s, peak_mb = build(folder, 1)
            same_s, _ = build(folder, 1)
            write_input(folder, options.articles, changed=True)
            changed_s, _ = build(folder, 1)
        cold.append(cold_s / floor)
        changed.append(changed_s / cold_s)
        same.append(same_s / cold_s)
        peaks.append(peak_mb)
    print(f"| the whole walk, {options.articles} articles | figure |")
    print("|---|---|")
    print(f"| CPU cold ÷ floor (read, clean, normalise, speak, two books, programme) | {statistics.median(cold):.2f} |")
    print(f"| CPU with one sentence changed ÷ cold | {statistics.median(changed):.3f} |")
    print(f"| CPU with nothing changed ÷ cold | {statistics.median(same):.4f} |")
    print(f"| largest process, MB | {max(peaks):.0f} |")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
