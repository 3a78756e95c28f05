"""Takes the pictures of docs/huong-dan.md from what `make` built of the sample edition.

Run `.venv/bin/python docs/make_screenshots.py` after `make`.  It needs Chromium (or Chrome), on the path or named by
PUPPETEER_EXECUTABLE_PATH.  Every page stands in a frame of its own, so that a phone's width is a phone's width:
browsers refuse windows that narrow.
"""

from __future__ import annotations

import html
import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bantin_media.desk.server import open_desk

PROJECT = Path(__file__).parents[1]
EDITION = "2026-11"
TARGET = Path(__file__).parent / "anh"
LARGEST_BYTES = 120_000
EAGER = """<script>addEventListener("load", () => { for (const frame of frames)
  for (const picture of frame.document.images) { picture.loading = "eager"; picture.decoding = "sync"; } })</script>"""
"""Pictures that load when they are scrolled to would be missing."""
PLAY = """<script>addEventListener("load", () => setTimeout(() => {
  const sentence = frames[0].document.querySelectorAll("article [data-t]")[4];
  sentence.click();
  setTimeout(() => { sentence.classList.add("now"); sentence.scrollIntoView({ block: "center" }); }, 1500);
}, 500))</script>"""
"""A sentence is heard; it is marked here too, since this browser's clock runs ahead of the sound."""
COLOURS = (256, 128, 64, 48, 32)
PHONE, BOOK, DESK = (375, 760), (460, 736), (1180, 800)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--allow-file-access-from-files", "--autoplay-policy=no-user-gesture-required", "--force-prefers-reduced-motion",
    "--virtual-time-budget=6000",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its pages side by side, each in a frame of `size_px`, drawn at `scale`."""

    name: str
    pages: tuple[Path, ...]
    size_px: tuple[int, int]
    scale: float = 1.0
    plays: bool = False
    """Whether a sentence of the first page is being heard, and so is marked."""


def shots(book: Path) -> tuple[Shot, ...]:
    """Return what is to be shown; `book` is the folder that the light EPUB was unpacked into."""
    output, text = PROJECT / "output", book / "EPUB" / "text"
    articles = sorted(path for path in text.glob("*.xhtml") if path.name[:2].isdigit())
    shared = sorted((output / EDITION / "share").glob("*.html"))
    return (
        Shot("trang-doc-thu", (PROJECT / "proof" / f"{EDITION}.html",), (1180, 1000)),
        Shot("trang-nghe-dien-thoai", (output / EDITION / "index.html", shared[1]), PHONE, 1.25, plays=True),
        Shot("trang-nghe-may-tinh", (output / EDITION / "index.html",), DESK),
        Shot("sach-dien-tu", (text / "cover.xhtml", articles[0]), BOOK),
        Shot("cac-so", (output / "index.html",), (1180, 620)),
    )


def take(shot: Shot, chromium: str, scratch: Path) -> Path:
    """Write one picture and return its path.  Raises `CalledProcessError` where the browser fails."""
    width, height = shot.size_px
    edge = 16
    frames = "".join(
        f'<iframe src="{html.escape(page.as_uri())}" width="{width}" height="{height}"></iframe>' for page in shot.pages
    )
    wall = scratch / f"{shot.name}.html"
    style = (
        f"body{{margin:0;padding:{edge}px;display:flex;gap:{edge}px;background:#dfe4e2}}"
        "iframe{border:0;flex:none;background:#fff}"
    )
    scripts = EAGER + (PLAY if shot.plays else "")
    wall.write_text(f"<!DOCTYPE html><meta charset='utf-8'><style>{style}</style>{frames}{scripts}", "utf-8")
    whole = (edge + len(shot.pages) * (width + edge), height + 2 * edge)
    drawn = scratch / f"{shot.name}.png"
    command = [
        chromium, *FLAGS, f"--user-data-dir={scratch / 'profile'}", f"--screenshot={drawn}",
        f"--window-size={max(whole[0], 520)},{whole[1] + 120}", f"--force-device-scale-factor={shot.scale}",
        wall.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 (a browser the caller chose)
    with Image.open(drawn) as picture:
        cut = picture.convert("RGB").crop((0, 0, round(whole[0] * shot.scale), round(whole[1] * shot.scale)))
    target = TARGET / f"{shot.name}.png"
    target.write_bytes(small(cut))
    return target


def take_desk(scratch: Path) -> list[Path]:
    """Write the pictures of the editor's desk, over the sample, and return their paths.  It needs Node."""
    desk = open_desk(PROJECT)
    threading.Thread(target=desk.server.run, kwargs={"sockets": [desk.listener]}, daemon=True).start()
    script = Path(__file__).with_name("desk_screenshots.mjs")
    command = [shutil.which("node") or "node", str(script), desk.address, EDITION, str(scratch)]
    subprocess.run(command, check=True, timeout=120)  # noqa: S603 (our own script)
    written = []
    for drawn in sorted(scratch.glob("ban-bien-tap*.png")):
        with Image.open(drawn) as picture:
            target = TARGET / drawn.name
            target.write_bytes(small(picture.convert("RGB")))
            written.append(target)
    return written


def small(picture: Image.Image) -> bytes:
    """Return `picture` as a PNG of at most `LARGEST_BYTES`, with as many colours as that allows."""
    packed = b""
    for colours in COLOURS:
        buffer = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        packed = buffer.getvalue()
        if len(packed) <= LARGEST_BYTES:
            return packed
    sys.exit(f"{len(packed)} bytes with {COLOURS[-1]} colours: show less of the page")


def main() -> None:
    """Take every picture, and say what was written."""
    chromium = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("there is no Chromium here: make test-tools installs it")
    built = PROJECT / "output" / EDITION / f"{EDITION}.epub"
    if not built.is_file():
        sys.exit(f"{built} has not been built: run make first")
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bantin-anh-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        with zipfile.ZipFile(built) as package:
            package.extractall(scratch / "book")
        for shot in shots(scratch / "book"):
            path = take(shot, chromium, scratch)
            sys.stdout.write(f"{path}  {path.stat().st_size / 1000:.0f} kB\n")
        for path in take_desk(scratch):
            sys.stdout.write(f"{path}  {path.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
