"""The cost of narration relative to its floor: CPU, wall time, memory and resumed work, on text without repetition.

The floor is the same sentences with bare espeak-ng and lameenc, one segment each, in one process.  Every figure is a
ratio: the median of interleaved pairs, each side in a fresh process.

python bench/narration.py [--articles 100] [--pairs 5] [--memory 1000]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bantin_media.speech.narration import Job

AFTERNOON_ARTICLES = 20
SAY_PAIRS = 9
SENTENCES_PER_ARTICLE = 36
"""As in the first sample article, with title and lead: about 975 syllables."""


def articles(count: int, *, changed: bool = False) -> list[list[str]]:
    """Return articles of invented sentences of real syllables; `changed` alters one sentence of the last."""
    from bantin_media.vietnamese.syllables import syllables

    chance = random.Random(20261101)
    words = sorted(syllables())
    made = []
    for _ in range(count):
        article = []
        for _ in range(SENTENCES_PER_ARTICLE):
            sentence = chance.choices(words, k=chance.randint(12, 42))
            for place in range(9, len(sentence) - 3, 11):
                sentence[place] += ","
            article.append(" ".join(sentence) + ".")
        made.append(article)
    if changed:
        made[-1][-1] = "một câu khác hẳn, chưa ai đọc bao giờ."
    return made


def floor(sentences: list[str]) -> int:
    """Synthesize and encode with the two libraries only; return the number of bytes."""
    import lameenc

    from bantin_media.speech.engines.espeak_library import EspeakLibrary

    library = EspeakLibrary()
    library.use("vi", 168)
    made = 0
    for sentence in sentences:
        pcm = library.synthesize(sentence)
        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_bit_rate(48)
        encoder.set_in_sample_rate(22050)
        encoder.set_out_sample_rate(22050)
        encoder.set_channels(1)
        encoder.set_quality(7)
        made += len(encoder.encode(pcm)) + len(encoder.flush())
    return made


def ours(made: list[list[str]], folder: Path, workers: int) -> int:
    """Narrate each article that no earlier run has narrated, like a build; return the number of bytes."""
    from bantin_media.cache import OutputCache, manifest
    from bantin_media.pipeline.narration_cache import NarrationCache
    from bantin_media.speech.narration import narrate

    jobs = _jobs(made, folder)
    earlier = manifest.read(folder / "manifest.json")
    known = NarrationCache(folder / "takes.json", OutputCache(folder, earlier.files if earlier else {}))
    told = [known.ingredients(job) for job in jobs]
    found = [known.find(job, ingredients) for job, ingredients in zip(jobs, told, strict=True)]
    anew = [job for job, take in zip(jobs, found, strict=True) if take is None]
    if workers == 1:
        narrated = iter([narrate(job) for job in anew])
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            narrated = iter(list(executor.map(narrate, anew)))
    whole = [take or one.told_of(next(narrated)) for take, one in zip(found, told, strict=True)]
    known.write(whole, None)
    manifest.write(folder / "manifest.json", manifest.Manifest("", known.outputs.made(job.target for job in jobs)))
    return sum(one.size_bytes for one in whole)


def _jobs(made: list[list[str]], folder: Path) -> list[Job]:
    from bantin_media.audio.tags import Tags
    from bantin_media.model import Cue, Pause, Reading, Script
    from bantin_media.speech.engines import SpeechSettings
    from bantin_media.speech.narration import Job

    jobs = []
    for number, article in enumerate(made):
        cues = tuple(Cue(f"s{place}", Reading((), words), Pause.SENTENCE) for place, words in enumerate(article))
        script = Script(f"{number:04}", f"Bài {number}", cues)
        tags = Tags(script.title, lyrics="\n".join(article))
        target = folder / f"{number:04}.mp3"
        jobs.append(Job(script, target, "espeak", SpeechSettings(), folder / "store", tags))
    return jobs


def afternoon(made: list[list[str]], folder: Path) -> int:
    """Do the same like a simple script: synthesize, `+=` with pydub, export with ffmpeg; return the number of bytes."""
    import imageio_ffmpeg
    from pydub import AudioSegment

    from bantin_media.speech.engines.espeak import respell
    from bantin_media.speech.engines.espeak_library import EspeakLibrary

    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    library = EspeakLibrary()
    library.use("vi", 168)
    folder.mkdir(parents=True, exist_ok=True)
    edition = AudioSegment.empty()
    total = 0
    for number, article in enumerate(made):
        sound = AudioSegment.empty()
        for sentence in article:
            pcm = library.synthesize(respell(sentence))
            sound += AudioSegment(pcm, sample_width=2, frame_rate=22050, channels=1) + AudioSegment.silent(380)
        sound.export(folder / f"{number:04}.mp3", format="mp3", bitrate="48k")
        edition += sound
        total += (folder / f"{number:04}.mp3").stat().st_size
    edition.export(folder / "all.mp3", format="mp3", bitrate="48k")
    return total


def floor_in_processes(made: list[list[str]], workers: int) -> int:
    """Run the floor on shares of the articles in parallel."""
    shares = [[one for article in made[share::workers] for one in article] for share in range(workers)]
    if workers == 1:
        return floor(shares[0])
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        return sum(executor.map(floor, shares))


def child(arguments: argparse.Namespace) -> None:
    """Run one side of one pair and print its cost, including its workers."""
    made = articles(arguments.articles, changed=arguments.changed)
    before, begin = _cpu_s(), time.perf_counter()
    if arguments.side == "floor":
        floor_in_processes(made, arguments.workers)
    elif arguments.side == "afternoon":
        afternoon(made, Path(arguments.folder))
    else:
        ours(made, Path(arguments.folder), arguments.workers)
    wall_s = time.perf_counter() - begin
    peak_kb = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"cpu_s": _cpu_s() - before, "wall_s": wall_s, "peak_mb": peak_kb / 1024}))


def _cpu_s() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measure(side: str, folder: Path, count: int, *, workers: int = 1, changed: bool = False) -> dict[str, float]:
    """Return the output of `child` in a separate process."""
    command = [sys.executable, __file__, "--side", side, "--folder", str(folder), "--articles", str(count)]
    command += ["--workers", str(workers), *(["--changed"] if changed else [])]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def report(arguments: argparse.Namespace) -> None:
    """Measure pairs in turn and print each ratio with its goal."""
    cpu, walls, resumed, peaks = [], [], [], []
    for _ in range(arguments.pairs):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            least = measure("floor", folder, arguments.articles)
            least_two = measure("floor", folder, arguments.articles, workers=2)
            cold = measure("ours", folder / "one", arguments.articles)
            changed = measure("ours", folder / "one", arguments.articles, changed=True)
            shutil.rmtree(folder / "one")
            cold_two = measure("ours", folder / "two", arguments.articles, workers=2)
        cpu.append(cold["cpu_s"] / least["cpu_s"])
        walls.append((cold_two["wall_s"] / cold["wall_s"]) / (least_two["wall_s"] / least["wall_s"]))
        resumed.append(changed["cpu_s"] / cold["cpu_s"])
        peaks.append(cold["peak_mb"])
    count = arguments.articles
    print("| figure | value | goal | every round |")
    print("|---|---|---|---|")
    print(f"| CPU, {count} articles cold ÷ floor | {statistics.median(cpu):.2f} | ≤ 1.10 | {_all(cpu)} |")
    figure = "wall time with 2 workers ÷ with 1 ÷ the same of the floor"
    print(f"| {figure} | {statistics.median(walls):.2f} | ≤ 1.07 | {_all(walls)} |")
    print(f"| CPU with one sentence changed ÷ cold | {statistics.median(resumed):.4f} | ≤ 0.02 | {_all(resumed)} |")
    print(f"| largest process, {count} articles, MB | {max(peaks):.0f} | ≤ 120 | |")
    with tempfile.TemporaryDirectory() as name:
        script = measure("afternoon", Path(name) / "script", AFTERNOON_ARTICLES)
        mine = measure("ours", Path(name) / "ours", AFTERNOON_ARTICLES)
    cpu_ratio, memory_ratio = script["cpu_s"] / mine["cpu_s"], script["peak_mb"] / mine["peak_mb"]
    print(f"| CPU of a simple script, written in an afternoon (espeak, pydub) ÷ ours | {cpu_ratio:.1f} | ≥ 2.3 | |")
    print(f"| memory of the same script ÷ ours | {memory_ratio:.1f} | ≥ 5 | |")
    print(f"| `bantin say` from start to finish ÷ bare `python -c pass` | {_say_ratio():.1f} | ≤ 15 | |")
    if arguments.memory:
        with tempfile.TemporaryDirectory() as name:
            peak = measure("ours", Path(name), arguments.memory)["peak_mb"]
        print(f"| largest process, {arguments.memory} articles, MB | {peak:.0f} | ≤ 120 | |")


def _say_ratio() -> float:
    """Return the time of a newcomer's first command divided by that of Python itself; the median of pairs."""
    say = [sys.executable, "-m", "bantin_media", "say", "Hiệu quả từ công tác luân chuyển"]
    ratios = [_wall_s(say) / _wall_s([sys.executable, "-c", "pass"]) for _ in range(SAY_PAIRS)]
    return statistics.median(ratios)


def _wall_s(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def _all(ratios: list[float]) -> str:
    return " ".join(f"{ratio:.3f}" for ratio in sorted(ratios))


def main() -> None:
    """Measure, or be one of the measured processes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--memory", type=int, default=0, help="also the peak memory with so many articles")
    parser.add_argument("--side", choices=["floor", "ours", "afternoon"])
    parser.add_argument("--folder", default="")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--changed", action="store_true")
    arguments = parser.parse_args()
    (child if arguments.side else report)(arguments)


if __name__ == "__main__":
    main()
