"""The cost of photos: a realistic edition with camera pictures, built from nothing and after one change.

Eight articles (text, two Word files with a photo and a table each, a recording) and six JPEGs of twelve megapixels.
Each figure is the median over rounds; within a round everything runs in sequence, each in a separate process.  A photo
is compared with Pillow alone: `draft`, a thumbnail and a JPEG of the same file at the same sizes.

python bench/photos.py [--rounds 3]
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
import wave
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from narration import articles

from pipeline import build, children_cpu_s

WIDTH, HEIGHT = 4000, 3000
ARTICLES = 8
BESIDE = (2, 3, 4, 5)
"""The articles with a photo file."""
WORD = (6, 7)
"""The Word files with a photo inside."""
RECORDED = 8
HEAD = 'number = "1"\ndate = 2026-11-05\npublisher = "Văn phòng"\napproved_by = "Văn phòng"\n'
WORD_HEAD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>'
)
DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="Ảnh trong bài"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="rId9"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="{id}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="jpeg" '
    'ContentType="image/jpeg"/><Default Extension="xml" ContentType="application/xml"/></Types>'
)


def photo(seed: int) -> bytes:
    """Return a JPEG of twelve megapixels with the detail and noise of a phone camera: three to five MB."""
    dice = np.random.default_rng(seed)
    small = Image.fromarray(dice.integers(0, 256, (HEIGHT // 50, WIDTH // 50, 3), dtype="uint8"))
    smooth = np.asarray(small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), dtype="int16")
    grain = dice.normal(0, 6, (HEIGHT, WIDTH, 1)).astype("int16")
    image = Image.fromarray((smooth + grain).clip(0, 255).astype("uint8"))
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    target = io.BytesIO()
    image.save(target, "JPEG", quality=88, exif=exif)
    return target.getvalue()


def word_file(paragraphs: list[str], picture: bytes, path: Path) -> None:
    """Write a Word file with a table and a photo in it."""
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in (("Thôn", "Số hộ", "Đạt"), ("Nà Lẹng", "46", "87,5%"), ("Thẳm Mò", "52", "91%"))
    )
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    parts = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": RELATIONS.format(id="rId1", kind="officeDocument", target="word/document.xml").encode(),
        "word/_rels/document.xml.rels": RELATIONS.format(id="rId9", kind="image", target="media/image1.jpeg").encode(),
        "word/document.xml": f"{WORD_HEAD}{body}{DRAWING}<w:tbl>{rows}</w:tbl></w:body></w:document>".encode(),
        "word/media/image1.jpeg": picture,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 5, 0, 0, 0)), content)


def recording(path: Path) -> None:
    """Write a minute of sound like a person's recording."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        beat = (9000 * np.sin(np.arange(22050 * 60) / 15) * (np.arange(22050 * 60) % 6000 > 900)).astype("<i2")
        file.writeframes(beat.tobytes())


_TICK_S = 0.05
"""More than a tick of the file system's clock: the output of a build that starts within one is not kept, because a
later save could leave the same time.
"""


def write_edition(folder: Path, photos: list[bytes], *, changed: bool = False) -> None:
    """Write the edition, or, if `changed`, only its last article with one sentence altered, as an editor saves it."""
    edition = folder / "input" / "2026-11"
    edition.mkdir(parents=True, exist_ok=True)
    (edition / "edition.toml").write_text(HEAD, "utf-8")
    for number, sentences in enumerate(articles(ARTICLES, changed=changed), 1):
        if changed and number < ARTICLES:
            continue
        title, *body = (one[0].upper() + one[1:] for one in sentences)
        title = " ".join(title.rstrip(".").split()[:12])
        paragraphs = [" ".join(body[place : place + 5]) for place in range(0, len(body), 5)]
        if number in WORD:
            word_file([title, *paragraphs], photos[len(BESIDE) + WORD.index(number)], edition / f"{number:02} bai.docx")
            continue
        text = "\n\n".join([title, "05/11/2026", *paragraphs, "Thu Hà"])
        (edition / f"{number:02} bai.txt").write_text(text + "\n", "utf-8")
        if number in BESIDE:
            (edition / f"{number:02} anh.jpg").write_bytes(photos[BESIDE.index(number)])
        if number == RECORDED and not changed:
            recording(edition / f"{number:02} doc.wav")
    time.sleep(_TICK_S)


def with_settings(more: str) -> Callable[[Path], None]:
    """Return a function that appends `more` to the edition's settings."""

    def change(folder: Path) -> None:
        path = folder / "input" / "2026-11" / "edition.toml"
        path.write_text(HEAD + more, "utf-8")

    return change


def with_lexicon(folder: Path) -> None:
    """Write a lexicon row that one article needs."""
    (folder / "input" / "2026-11" / "lexicon.tsv").write_text("Nà Lẹng\tnà lẹng\n", "utf-8")


def with_another_photo(folder: Path) -> None:
    """Replace one photo."""
    (folder / "input" / "2026-11" / "02 anh.jpg").write_bytes(photo(99))


def with_a_caption(folder: Path) -> None:
    """Write a caption below the text with a photo."""
    path = folder / "input" / "2026-11" / "03 bai.txt"
    path.write_text(path.read_text("utf-8").replace("\n\nThu Hà", "\n\nẢnh: Bà con thu hoạch ngô\n\nThu Hà"), "utf-8")


CHANGES: dict[str, Callable[[Path], None]] = {
    "a title": with_settings('[articles.1]\ntitle = "Tên khác của bài"\n'),
    "the order": with_settings("order = [2, 1]\n"),
    "a row of the lexicon": with_lexicon,
    "a photo's caption": with_a_caption,
    "a photo": with_another_photo,
}


def bare(content: bytes) -> float:
    """Return the CPU seconds of Pillow alone: `draft`, thumbnail and JPEG at the sizes of an edition."""
    from bantin_media.publication.writers.picture_encoding import JPEG_QUALITY, SIZES

    before = time.process_time()
    for longest in SIZES:
        with Image.open(io.BytesIO(content)) as image:
            scale = longest / max(image.size)
            image.draft("RGB", (round(image.width * scale), round(image.height * scale)))
            image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=None)
            image.save(io.BytesIO(), "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return time.process_time() - before


def ours(content: bytes, folder: Path) -> float:
    """Return the CPU seconds for all sizes of a photo in an edition, without a cache."""
    from bantin_media.model import Picture
    from bantin_media.publication.writers.picture_encoding import Pictures

    path = folder / "photo.jpg"
    path.write_bytes(content)
    before = time.process_time()
    made = Pictures(None)
    made.sizes(Picture(path))
    return time.process_time() - before


def imports_s() -> float:
    """Return the CPU seconds of Python's start and of the modules that a build with any change imports."""
    modules = "bantin_media.commands.cli, bantin_media.pipeline.completion, ebooklib.epub, jinja2"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = children_cpu_s()
    subprocess.run([sys.executable, "-c", f"import {modules}"], env=environment, check=True)
    return children_cpu_s() - before


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    photos = [photo(number) for number in range(len(BESIDE) + len(WORD))]
    figures: dict[str, list[float]] = {}
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_edition(folder, photos)
            cold_s, peak_mb = build(folder, 1)
            same_s, _ = build(folder, 1)
            write_edition(folder, photos, changed=True)
            changed_s, _ = build(folder, 1)
            found = {"one sentence": changed_s, "nothing": same_s}
            start_s = statistics.median(imports_s() for _ in range(3))
            for change, make in CHANGES.items():
                make(folder)
                found[change] = build(folder, 1)[0]
            ratio = statistics.median(ours(one, folder) / bare(one) for one in photos)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_edition(folder, photos)
            first_s, _ = build(folder, 1, "check")
            write_edition(folder, photos, changed=True)
            checked_s, _ = build(folder, 1, "check")
        for what, seconds in found.items():
            figures.setdefault(f"CPU with {what} changed ÷ cold", []).append(seconds / cold_s)
        figures.setdefault("of this, Python's start and its imports alone ÷ cold", []).append(start_s / cold_s)
        figures.setdefault("`bantin check` with one sentence changed ÷ its first run", []).append(checked_s / first_s)
        figures.setdefault("CPU for a photo in all its sizes ÷ Pillow alone", []).append(ratio)
        figures.setdefault("largest process, MB", []).append(peak_mb)
        print(f"round {number + 1}: cold {cold_s:.2f} s", {k: round(v, 2) for k, v in found.items()}, file=sys.stderr)
    print(f"| {ARTICLES} articles, {len(photos)} photos of 12 megapixels, two of them in Word files | figure |")
    print("|---|---|")
    for what, values in figures.items():
        print(f"| {what} | {statistics.median(values):.3f} |")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
