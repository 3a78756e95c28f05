"""The cost of a reader relative to a bare lxml parse of the same bytes: CPU, growth with size, peak memory.

`python bench/readers.py` prints a Markdown table.  Each ratio is the median of interleaved pairs within one run; each
peak is measured in a separate process.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from bantin_media.readers import read

SENTENCE = "Hợp tác xã chè ở thôn Nà Lùng có 46 hộ, mỗi vụ thu hơn ba tấn búp tươi, giá ổn định quanh năm. "
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
PAIRS = 3


def page(path: Path, paragraphs: int) -> None:
    """Write a saved page like a portal's, with menus and a style on every paragraph."""
    menu = "<nav><ul>" + "<li><a href='/x'>Chuyên mục</a></li>" * 80 + "</ul></nav>"
    body = f'<p style="text-align: justify;"><span style="font-size:14px">{SENTENCE * 3}</span></p>\n' * paragraphs
    path.write_text(
        f'<html><head><meta charset="utf-8"></head><body>{menu}<div class="detail"><h1>Tên bài</h1>{body}</div>'
        "<footer>Bản quyền</footer></body></html>",
        "utf-8",
    )


def word(path: Path, paragraphs: int) -> None:
    """Write a Word file like Word's: several runs per paragraph, each with its font."""
    run = '<w:r w:rsidR="00A1"><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr>'
    runs = "".join(f'{run}<w:t xml:space="preserve">{part} </w:t></w:r>' for part in SENTENCE.split(", ") * 3)
    body = f'<w:p w:rsidR="00B2"><w:pPr><w:jc w:val="both"/></w:pPr>{runs}</w:p>' * paragraphs
    relations = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{OFFICE}" Target="word/document.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", relations + "</Relationships>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')


def text(path: Path, paragraphs: int) -> None:
    """Write plain text."""
    path.write_text(f"{SENTENCE * 3}\n\n" * paragraphs, "utf-8")


def bare(path: Path) -> None:
    """Parse the same bytes with lxml."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            etree.fromstring(archive.read("word/document.xml"))
    else:
        etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))


def cpu_seconds(work: Callable[[Path], object], path: Path) -> float:
    """Return the CPU seconds of one call."""
    start = time.process_time()
    work(path)
    return time.process_time() - start


def ratio(path: Path) -> tuple[float, float]:
    """Return reader ÷ bare parse as the median of pairs, and the reader's CPU seconds."""
    read(path)
    pairs = [(cpu_seconds(read, path), cpu_seconds(bare, path)) for _ in range(PAIRS)]
    return statistics.median(one / two for one, two in pairs), statistics.median(one for one, _ in pairs)


def peak_mb(path: Path) -> int:
    """Return the peak memory of a process that reads one file; Linux counts it separately from the parent's."""
    program = (
        "import sys; from pathlib import Path; from bantin_media.readers import read; read(Path(sys.argv[1])); "
        "print([int(line.split()[1]) // 1024 for line in open('/proc/self/status') if 'VmHWM' in line][0])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout)


def main() -> None:
    """Print the table."""
    print("| source | size (MB) | reader ÷ bare parse | CPU per MB, ÷ that of the small one | peak (MB) |")
    print("|---|---|---|---|---|")
    cases: list[tuple[str, str, Callable[[Path, int], None], tuple[int, int]]] = [
        ("page", ".html", page, (100, 1000)),
        ("Word file", ".docx", word, (100, 1000)),
        ("text", ".txt", text, (100, 1000)),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, suffix, make, sizes in cases:
            small = 0.0
            for paragraphs in sizes:
                path = Path(folder) / f"{paragraphs}{suffix}"
                make(path, paragraphs)
                megabytes = path.stat().st_size / 1e6
                if suffix == ".docx":
                    with zipfile.ZipFile(path) as archive:
                        megabytes = archive.getinfo("word/document.xml").file_size / 1e6
                times, seconds = ratio(path)
                small = small or seconds / megabytes
                growth = seconds / megabytes / small
                print(f"| {name} | {megabytes:.1f} | {times:.1f} | {growth:.2f} | {peak_mb(path)} |", flush=True)


if __name__ == "__main__":
    main()
