"""Our narration compared with a pipe of espeak-ng and lame on the same articles.

The pipe is that of a shell script: an article's whole text into `espeak-ng --stdout | lame`.  It has no cache and no
sentence times, and its pauses are those of the voice.  Our narration reads the store, synthesizes sentence by
sentence, normalizes loudness, and writes tags and clips.  Figures are medians of interleaved pairs of total CPU time.

python bench/peers.py [--articles 20] [--pairs 5]
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from narration import articles, measure

PIPE = 'espeak-ng -v vi -s 168 -f "$1" --stdout | lame --quiet -m m -q 7 -b 48 - "$2"'


def pipe(folder: Path, text: str, *, name: str) -> None:
    """Make one MP3 of `text` with the two programs."""
    source = folder / f"{name}.txt"
    source.write_text(text, "utf-8")
    subprocess.run(["sh", "-c", PIPE, "sh", str(source), str(folder / f"{name}.mp3")], check=True)


def piped_cpu_s(folder: Path, made: list[list[str]], *, by_sentence: bool) -> float:
    """Return the CPU seconds of the pipe over all articles."""
    folder.mkdir(parents=True)
    before = _children_cpu_s()
    for number, article in enumerate(made):
        for place, text in enumerate(article if by_sentence else ["\n".join(article)]):
            pipe(folder, text, name=f"{number}-{place}")
    return _children_cpu_s() - before


def _children_cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    print("| figure | value |")
    print("|---|---|")
    if not (shutil.which("espeak-ng") and shutil.which("lame")):
        print("| espeak-ng and lame are not installed (Debian: apt install espeak-ng lame) | — |")
        return
    made = articles(options.articles)
    whole, single = [], []
    for _ in range(options.pairs):
        with tempfile.TemporaryDirectory(prefix="peers-") as name:
            folder = Path(name)
            ours = measure("ours", folder / "ours", options.articles)["cpu_s"]
            whole.append(piped_cpu_s(folder / "whole", made, by_sentence=False) / ours)
            single.append(piped_cpu_s(folder / "single", made, by_sentence=True) / ours)
    print(f"| CPU of espeak-ng piped into lame, an article at once ÷ our narration | {statistics.median(whole):.2f} |")
    print(
        f"| CPU of espeak-ng piped into lame, sentence by sentence ÷ our narration | {statistics.median(single):.2f} |"
    )


if __name__ == "__main__":
    main()
