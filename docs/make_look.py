"""Takes the pictures of docs/look.md from what `make` built of the sample: every page at three widths, light and dark.

Run `.venv/bin/python docs/make_look.py` after `make`.  It needs Chromium and Node.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

from PIL import Image

from bantin_media.desk.server import open_desk

PROJECT = Path(__file__).parents[1]
EDITION = "2026-11"
TARGET = Path(__file__).parent / "look"
WIDTHS, SCHEMES = (360, 768, 1280), ("light", "dark")
SCALE, GAP = 0.5, 12
MOST_BYTES = 1_000_000
"""Of all pictures together."""


def pages(book: Path) -> dict[str, Path]:
    """Return what is shown, by name; `book` is the folder that the light EPUB was unpacked into."""
    edition = PROJECT / "output" / EDITION
    articles = sorted(path for path in (book / "EPUB" / "text").glob("*.xhtml") if path.name[:2].isdigit())
    return {
        "list": PROJECT / "output" / "index.html",
        "page": edition / "index.html",
        "article": sorted(edition.glob("03-*.html"))[0],
        "book": articles[2],
        "proof": PROJECT / "proof" / f"{EDITION}.html",
    }


def sheet(name: str, scheme: str, scratch: Path) -> Path:
    """Write one page's pictures of one scheme side by side, and return the file."""
    drawn = []
    for width in WIDTHS:
        with Image.open(scratch / f"{name}-{width}-{scheme}.png") as picture:
            size = (round(picture.width * SCALE), round(picture.height * SCALE))
            drawn.append(picture.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    return laid_out(drawn, f"{name}-{scheme}")


def covers() -> Path:
    """Write the covers of both books and return the file."""
    drawn = []
    for ending in ("", "-co-tieng"):
        with (
            zipfile.ZipFile(PROJECT / "output" / EDITION / f"{EDITION}{ending}.epub") as book,
            book.open("EPUB/pictures/cover.jpg") as file,
            Image.open(file) as picture,
        ):
            drawn.append(picture.convert("RGB").resize((320, round(320 * picture.height / picture.width))))
    return laid_out(drawn, "cover")


def laid_out(pictures: list[Image.Image], name: str) -> Path:
    """Write `pictures` side by side on grey and return the file."""
    size = (sum(one.width + GAP for one in pictures) + GAP, max(one.height for one in pictures) + 2 * GAP)
    whole = Image.new("RGB", size, "#8b908e")
    left = GAP
    for one in pictures:
        whole.paste(one, (left, GAP))
        left += one.width + GAP
    target = TARGET / f"{name}.webp"
    whole.save(target, "WEBP", quality=72, method=6)
    return target


def main() -> None:
    """Take every picture, and print the names of the files."""
    TARGET.mkdir(exist_ok=True)
    desk = open_desk(PROJECT)
    threading.Thread(target=desk.server.run, kwargs={"sockets": [desk.listener]}, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        with zipfile.ZipFile(PROJECT / "output" / EDITION / f"{EDITION}.epub") as package:
            package.extractall(scratch / "book")
        shown = pages(scratch / "book")
        named = [f"{name}={path.as_uri()}" for name, path in shown.items()]
        command = [shutil.which("node") or "node", str(Path(__file__).with_name("look.mjs")), str(scratch)]
        subprocess.run([*command, desk.address, EDITION, *named], check=True, timeout=400)  # noqa: S603 (our own script)
        names = [*shown, "desk", "desk-article"]
        made = [covers(), *(sheet(name, scheme, scratch) for name in names for scheme in SCHEMES)]
    total = sum(path.stat().st_size for path in made)
    for path in made:
        sys.stdout.write(f"{path.relative_to(PROJECT)}  {path.stat().st_size / 1000:.0f} kB\n")
    if total > MOST_BYTES:
        sys.exit(f"{total} bytes: show less")


if __name__ == "__main__":
    main()
