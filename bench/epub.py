"""Measures the EPUB writer on 1,000 articles, in CPU seconds and peak memory: `python bench/epub.py`.

Each figure comes from a separate process.  If pandoc is installed, it makes a book of the same text in the same run.
The sound of the talking book is one article's, a thousand times.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from bantin_media.model import Article, Clip, Edition, Heading, Narration, Paragraph, Sentence, Text, plain
from bantin_media.publication.documents import Document, documents
from bantin_media.publication.writers.epub import write_epub

ARTICLES = 1000
PARAGRAPHS = 8
SENTENCES = (
    "Những năm gần đây, bà con các thôn vùng cao trong tỉnh đã mạnh dạn chuyển đổi cây trồng, đưa cây dược liệu vào "
    "sản xuất, từng bước nâng cao thu nhập.",
    "Theo báo cáo của Ủy ban nhân dân xã, đến hết tháng 10 năm 2026, toàn xã có 182 hộ tham gia, với diện tích hơn 75 "
    "héc-ta, tăng 12,5% so với cùng kỳ năm trước.",
    "Cùng với đó, cán bộ khuyến nông thường xuyên xuống từng hộ để hướng dẫn kỹ thuật, giúp người dân yên tâm làm ăn.",
    "Thời gian tới, xã tiếp tục kết nối với các hợp tác xã để bao tiêu sản phẩm.",
)
FRAME_BYTES, SAMPLES_PER_FRAME, RATE_HZ = 156, 576, 22050
SOUND_SECONDS = 266


def edition(count: int) -> Edition:
    """Return an edition of `count` articles of some 4,500 characters in ten sections."""
    articles = tuple(article(number) for number in range(1, count + 1))
    day = date(2026, 11, 20)
    return Edition("bench", "Bản tin Đo lường", "1", day, datetime(2026, 11, 20, tzinfo=UTC), "Ban", articles=articles)


def article(number: int) -> Article:
    ids = iter(range(10_000))

    def text(*sentences: str) -> Text:
        return tuple(Sentence(f"s{next(ids)}", words) for words in sentences)

    blocks = (
        *(Paragraph(text(*SENTENCES)) for _ in range(PARAGRAPHS // 2)),
        Heading(text("Kết quả bước đầu")),
        *(Paragraph(text(*SENTENCES)) for _ in range(PARAGRAPHS // 2)),
    )
    return Article(
        number,
        f"bai-{number}",
        Path(f"{number}.txt"),
        text(f"Bài số {number}: đổi mới ở vùng cao"),
        date(2026, 11, 20),
        text(SENTENCES[0]),
        text("Lý Thị Hoa"),
        section=f"Mục {number % 10}",
        blocks=blocks,
    )


def narrations(made: tuple[Document, ...], mp3: Path) -> dict[str, Narration]:
    """Return the same sound for every document, with clips of equal length."""
    frames = SOUND_SECONDS * RATE_HZ // SAMPLES_PER_FRAME
    mp3.write_bytes((b"\xff\xf3\x60\xc4" + bytes(FRAME_BYTES - 4)) * frames)
    samples = frames * SAMPLES_PER_FRAME
    sounds = {}
    for document in made:
        ids = [sentence.id for passage in document.passages for sentence in passage.text]
        step = samples // max(1, len(ids))
        clips = tuple(Clip(id, place * step, (place + 1) * step) for place, id in enumerate(ids))
        sounds[document.name] = Narration(
            document.name, document.title, mp3, RATE_HZ, samples, mp3.stat().st_size, clips
        )
    return sounds


def make(kind: str, folder: Path) -> None:
    """Make one book; this is the work of a measured process."""
    if kind == "nothing":
        return
    one = edition(ARTICLES)
    if kind == "edition":
        return
    made = documents(one)
    sounds = narrations(made, folder / "sound.mp3") if kind == "talking" else None
    write_epub(one, made, folder / f"{kind}.epub", narrations=sounds)


def write_markdown(target: Path) -> None:
    """Write the same text for pandoc."""
    lines = ["% Bản tin Đo lường", ""]
    for one in edition(ARTICLES).articles:
        lines += [f"# {plain(one.title)}", "", plain(one.lead), ""]
        for block in one.blocks:
            if isinstance(block, Heading | Paragraph):
                lines += [("## " if isinstance(block, Heading) else "") + plain(block.text), ""]
    target.write_text("\n".join(lines), "utf-8")


def measured(command: list[str]) -> tuple[float, float]:
    """Return the CPU seconds and the peak memory in MB of a command, measured in a separate process."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    cpu_seconds, memory_mb = done.stdout.split()
    return float(cpu_seconds), float(memory_mb)


def main() -> None:
    """Print the table: medians of interleaved rounds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    peer = shutil.which("pandoc") is not None
    costs: dict[str, list[float]] = {"light": [], "talking": [], "pandoc": []}
    peaks_mb: dict[str, list[float]] = {kind: [] for kind in costs}
    sizes_mb: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        own = [sys.executable, str(Path(__file__)), "--make"]
        write_markdown(folder / "all.md")
        others = ["pandoc", str(folder / "all.md"), "--toc", "-o", str(folder / "pandoc.epub")]
        for _ in range(rounds):
            before, _ = measured([*own, "edition", name])
            for kind in ("light", "talking", *(("pandoc",) if peer else ())):
                cpu_seconds, memory_mb = measured(others if kind == "pandoc" else [*own, kind, name])
                costs[kind].append(cpu_seconds - (0 if kind == "pandoc" else before))
                peaks_mb[kind].append(memory_mb)
                sizes_mb[kind] = (folder / f"{kind}.epub").stat().st_size / 1e6
                (folder / f"{kind}.epub").unlink()
    print(f"| {ARTICLES} articles | light book | talking book |")
    print("|---|---|---|")
    light, talking = costs["light"], costs["talking"]
    print(f"| CPU, here and now, s | {statistics.median(light):.2f} | {statistics.median(talking):.2f} |")
    print(f"| largest process, MB | {max(peaks_mb['light']):.0f} | {max(peaks_mb['talking']):.0f} |")
    print(f"| size, MB | {sizes_mb['light']:.1f} | {sizes_mb['talking']:.1f} |")
    if peer:
        ratio = statistics.median(other / mine for other, mine in zip(costs["pandoc"], light, strict=True))
        memory = statistics.median(
            other / mine for other, mine in zip(peaks_mb["pandoc"], peaks_mb["light"], strict=True)
        )
        print(f"| CPU of pandoc for the same words ÷ ours | {ratio:.0f} | — |")
        print(f"| memory of pandoc ÷ ours | {memory:.0f} | — |")
    else:
        print("| pandoc is not installed: no comparison | — | — |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
