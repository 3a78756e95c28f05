"""The cost of reading and cleaning a source, relative to a bare lxml parse of the same bytes, by size.

`python bench/cleaning.py` prints a Markdown table.  Each ratio is the median of interleaved pairs within one run.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.readers import read

SENTENCE = "Hợp tác xã chè ở thôn Nà Lùng có 46 hộ, mỗi vụ thu hơn ba tấn búp tươi, giá ổn định quanh năm. "
SIZES = (8, 80, 800)
"""In paragraphs: an article, a report, a book."""
PAIRS = 5
HEAD = ("Trang chủ > Tin tức", "Nà Lùng vào vụ chè xuân", "Thứ hai, 12/10/2026 08:15", "Lượt xem: 120", "In bài viết")
FOOT = ("Lò Thị Lan", "Chia sẻ", "Các tin khác", "Đường mới về bản (01/10/2026)", "Bản quyền thuộc về xã")


def lines(paragraphs: int) -> list[str]:
    """Return a portal's page of so many paragraphs, with a heading and a caption in every ten."""
    body = []
    for number in range(paragraphs):
        body.append(SENTENCE * 3)
        if number % 10 == 4:
            body += ["Kết quả bước đầu", SENTENCE * 3, "Bà con thu hái chè tại thôn. Ảnh: Lan", SENTENCE * 2]
    return [*HEAD, *body, *FOOT]


def text(path: Path, paragraphs: int) -> None:
    """Write a paste."""
    path.write_text("\n\n".join(lines(paragraphs)), "utf-8")


def page(path: Path, paragraphs: int) -> None:
    """Write the same as a saved page."""
    body = "\n".join(f'<p style="text-align: justify;">{line}</p>' for line in lines(paragraphs))
    path.write_text(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>', "utf-8")


def whole(path: Path) -> None:
    """Read and clean."""
    clean(read(path), number=1, slug="bai", override=ArticleOverride())


def bare(path: Path) -> None:
    """Parse the same bytes with lxml."""
    etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))


def cpu_seconds(work: Callable[[Path], object], path: Path) -> float:
    """Return the CPU seconds of one call, as the mean of several calls."""
    calls = max(1, 200_000 // path.stat().st_size)
    start = time.process_time()
    for _ in range(calls):
        work(path)
    return (time.process_time() - start) / calls


def main() -> None:
    """Print the table."""
    print(
        "| source | paragraphs | size (kB) | read and clean ÷ bare parse | reading alone ÷ | CPU per kB, ÷ smallest |"
    )
    print("|---|---|---|---|---|---|")
    cases: list[tuple[str, str, Callable[[Path, int], None]]] = [("paste", ".txt", text), ("page", ".html", page)]
    with tempfile.TemporaryDirectory() as folder:
        for name, suffix, make in cases:
            small = 0.0
            for paragraphs in SIZES:
                path = Path(folder) / f"{paragraphs}{suffix}"
                make(path, paragraphs)
                whole(path)
                trials = [[cpu_seconds(work, path) for work in (whole, read, bare)] for _ in range(PAIRS)]
                times = statistics.median(one / parse for one, _, parse in trials)
                reading = statistics.median(one / parse for _, one, parse in trials)
                kilobytes = path.stat().st_size / 1e3
                cost = statistics.median(one for one, _, _ in trials) / kilobytes
                small = small or cost
                print(
                    f"| {name} | {paragraphs} | {kilobytes:.0f} | {times:.0f} | {reading:.1f} | {cost / small:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
