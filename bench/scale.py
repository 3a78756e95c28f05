"""Builds of many articles: whether the cost is linear and memory constant.

Articles are invented, short (ten different sentences), a hundred per edition, and spoken by a metronome, which costs
almost nothing: everything but the voice is measured.  Each build is a separate process with one worker.

python bench/scale.py [--articles 10000] [--per-edition 100] [--share 10] [--sentences 10] [--voice espeak] …

First a tenth of the articles (`--share`) is built, then all of them; the ratio of the two shows whether the cost is
linear.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SETTINGS = """title = "Bản tin Đo lường"
publisher = "Văn phòng"
base_url = "https://ban-tin.example/"
[sound]
voice = "{voice}"
bit_rate_kbps = {kbps}
"""
FASTEST = """[profiles.phone]
syllables_per_minute = 700
"""
CHILD = """
import json, resource, sys
from bantin_media.commands.main import main
if __name__ == "__main__":
    status = main(["build", "--workers", "1", *sys.argv[1:]])
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]), file=sys.stderr)
    sys.exit(status)
"""
LONG_WORDS = 7
"""In letters.  Longer invented words are left out, so that the articles look like Vietnamese."""


@dataclass(frozen=True)
class Build:
    """One run of `bantin build`."""

    cpu_s: float
    wall_s: float
    peak_mb: float


def write_input(folder: Path, articles: int, options: argparse.Namespace) -> None:
    """Write editions of `per_edition` articles each, or one of all if there are fewer, with monthly dates."""
    from bantin_media.vietnamese.syllables import syllables

    chance = random.Random(20261101)
    words = sorted(one for one in syllables() if len(one) <= LONG_WORDS)
    (folder / "input").mkdir(parents=True)
    settings = SETTINGS.format(voice=options.voice, kbps=options.kbps)
    settings += FASTEST if options.voice == "metronome" else ""
    (folder / "input" / "bantin.toml").write_text(settings, "utf-8")
    per_edition = min(options.per_edition, articles)
    for edition in range(articles // per_edition):
        year, month = 2000 + edition // 12, edition % 12 + 1
        place = folder / "input" / f"{year}-{month:02}"
        place.mkdir()
        (place / "edition.toml").write_text(edition_toml(edition + 1, year, month), "utf-8")
        for number in range(1, per_edition + 1):
            lines = [
                " ".join(chance.choices(words, k=chance.randint(10, 24))).capitalize() for _ in range(options.sentences)
            ]
            title = " ".join(lines.pop().split()[:9])
            paragraphs = [". ".join(lines[place : place + 3]) + "." for place in range(0, len(lines), 3)]
            text = "\n\n".join([title, f"05/{month:02}/{year}", *paragraphs, "Thu Hà"])
            (place / f"{number:03} bai.txt").write_text(text + "\n", "utf-8")


def edition_toml(number: int, year: int, month: int) -> str:
    return f'number = "{number}"\ndate = {year}-{month:02}-20\napproved_by = "Thu Hà"\n'


def build(folder: Path, *, profile: Path | None = None) -> Build:
    """Build everything in `folder`; with `profile`, write cProfile's figures there (its times are not reliable)."""
    (folder / "run.py").write_text(CHILD, "utf-8")
    measured = ["-m", "cProfile", "-o", str(profile)] if profile else []
    began_s = time.monotonic()
    run = subprocess.run(
        [sys.executable, *measured, "run.py"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    wall_s = time.monotonic() - began_s
    if run.returncode:
        raise SystemExit(run.stderr[-4000:])
    cpu_s, peak_mb = json.loads(run.stderr.splitlines()[-1])
    return Build(cpu_s, wall_s, peak_mb)


def bytes_in(folder: Path) -> tuple[int, int]:
    """Return the bytes and the number of the files under `folder`."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return sum(sizes), len(sizes)


@dataclass(frozen=True)
class Size:
    """The measurements for one number of articles."""

    articles: int
    cold: Build
    same: Build
    changed: Build
    folders: dict[str, tuple[int, int]]
    """Bytes and files of each folder."""
    over_all: dict[str, int]
    """Bytes of the files over all editions."""


def measured(folder: Path, articles: int, options: argparse.Namespace) -> Size:
    """Build `articles` in `folder`: from nothing, without changes, and after one change."""
    write_input(folder, articles, options)
    cold = build(folder)
    same = build(folder)
    changed = max(folder.glob("input/*/*.txt"))
    changed.write_text(changed.read_text("utf-8").replace("Thu Hà", "Câu này đã được đổi lại.\n\nThu Hà"), "utf-8")
    return Size(
        articles, cold, same, build(folder),
        {name: bytes_in(folder / name) for name in ("output", ".bantin/store", ".bantin/manifests", "proof")},
        {path.name: path.stat().st_size for path in (folder / "output").glob("*.*")},
    )  # fmt: skip


def report(few: Size, many: Size, options: argparse.Namespace) -> None:
    """Print the tables."""
    times = many.articles / few.articles
    print(
        f"Articles of {options.sentences} sentences, {options.per_edition} to an edition; voice {options.voice},"
        f" {options.kbps} kbit/s; one worker.\n"
    )
    print(f"| figure | {few.articles:,} articles | {many.articles:,} articles | ratio |")
    print("|---|---|---|---|")
    rows = (
        ("CPU of a build from nothing, s", few.cold.cpu_s, many.cold.cpu_s),
        ("CPU with one sentence changed, s", few.changed.cpu_s, many.changed.cpu_s),
        ("CPU with nothing changed, s", few.same.cpu_s, many.same.cpu_s),
    )
    for what, one, other in rows:
        print(f"| {what} | {one:.2f} | {other:.2f} | {other / one:.2f} |")
    print(f"| largest process, MB | {few.cold.peak_mb:.0f} | {many.cold.peak_mb:.0f} | |")
    for name, (size, files) in many.folders.items():
        before, _ = few.folders[name]
        print(
            f"| {name}: kB an article ({files / many.articles:.1f} files) | {before / few.articles / 1e3:.1f} "
            f"| {size / many.articles / 1e3:.1f} | {size / before:.2f} |"
        )
    for name, size in sorted(many.over_all.items()):
        before = few.over_all.get(name, 0)
        if before:
            print(f"| output/{name}, kB | {before / 1e3:.0f} | {size / 1e3:.0f} | {size / before:.2f} |")
    print()
    print("| figure | value | goal |")
    print("|---|---|---|")
    growth = many.cold.cpu_s / few.cold.cpu_s
    print(f"| CPU, {many.articles:,} articles : {few.articles:,} | {growth:.2f} | ≤ {1.1 * times:.0f} |")
    print(f"| largest process, {many.articles:,} articles, MB | {many.cold.peak_mb:.0f} | ≤ 120 |")
    print(f"| CPU with nothing changed ÷ from nothing | {many.same.cpu_s / many.cold.cpu_s:.4f} | ≤ 0.01 |")
    print(f"| CPU an article, ms | {many.cold.cpu_s / many.articles * 1000:.0f} | |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--per-edition", type=int, default=100)
    parser.add_argument("--share", type=int, default=10, help="so many times fewer articles are built to compare")
    parser.add_argument("--sentences", type=int, default=10)
    parser.add_argument("--voice", default="metronome")
    parser.add_argument("--kbps", type=int, default=32)
    parser.add_argument("--keep", type=Path, help="build in this folder and leave everything there")
    options = parser.parse_args()
    sizes = []
    for articles in (options.articles // options.share, options.articles):
        with tempfile.TemporaryDirectory(prefix="scale-") as name:
            folder = (options.keep or Path(name)) / str(articles)
            sizes.append(measured(folder, articles, options))
    report(sizes[0], sizes[-1], options)


if __name__ == "__main__":
    main()
