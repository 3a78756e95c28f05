"""Real readers show the book: every word on a reachable page, pictures and cover, no figure split."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.publication.epub.looking import pages, shown, written
from tests.publication.epub.torture import torture

from bantin_media.model import Edition
from bantin_media.verify import verify

TESTS = Path(__file__).parents[2]
MODULES = TESTS / "tools" / "node_modules"
PHONE = (360, 640)
MUPDF_PAGE = {"width": 420, "height": 595, "fontsize": 11}
"""The start-up file of SumatraPDF."""
COVER_INK = 0.2


@pytest.fixture(scope="module")
def hard_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hard")
    return written(torture(folder), folder / "hard.epub")


def reached(reader: str, book: Path) -> list[dict[str, Any]]:
    if not (shutil.which("chromium") and shutil.which("node")):
        pytest.skip("Chromium or Node is not installed")
    if not (MODULES / {"foliate": "foliate-js", "readium": "@readium/css"}.get(reader, reader)).exists():
        pytest.skip(f"{reader} is not installed: make test-tools")
    command = ["node", str(TESTS / "browser" / "reach_words.mjs"), reader, str(book), *map(str, PHONE)]
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": shutil.which("chromium") or ""}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    assert report["errors"] == []
    found: list[dict[str, Any]] = report["pages"]
    return found


def test_the_judges_have_nothing_against_it(hard_book: Path, epubcheck: Any, ace: Any) -> None:
    assert verify(hard_book) == ()
    assert epubcheck(hard_book) == []
    assert ace(hard_book) == []


@pytest.mark.parametrize("reader", ["foliate", "epubjs", "readium"])
def test_every_word_is_on_a_page_of_a_phone(reader: str, hard_book: Path) -> None:
    letters = {name.rpartition("/")[2]: len(squeezed(shown(root))) for name, root in pages(hard_book)}
    found = reached(reader, hard_book)
    assert {page["page"]: page["letters"] for page in found} == letters
    assert sum(page["pictures"] for page in found) == 4
    for page in found:
        assert (page["lost"], page["broken"], page["figures"]) == ([], [], []), page["page"]


@pytest.mark.parametrize("reader", ["foliate", "epubjs", "readium"])
def test_a_box_that_scrolls_would_be_seen(reader: str, hard_book: Path, tmp_path: Path) -> None:
    book = tmp_path / "scrolls.epub"
    with zipfile.ZipFile(hard_book) as old, zipfile.ZipFile(book, "w") as new:
        for entry in old.infolist():
            more = b"\n.table { overflow-x: auto; }\n" if entry.filename.endswith("style.css") else b""
            new.writestr(entry, old.read(entry) + more)
    assert any(len(page["lost"]) > 500 for page in reached(reader, book))


def mupdf(book: Path) -> Any:
    import pymupdf

    document = pymupdf.open(book)
    document.layout(**MUPDF_PAGE)
    return document


def ink(page: Any) -> float:
    """Return the share of pixels that are not white."""
    pixels = page.get_pixmap(dpi=36, colorspace="GRAY").samples
    return sum(value < 240 for value in pixels) / len(pixels)


@pytest.mark.parametrize("kind", ["hard", "small"])
def test_mupdf_shows_every_word_and_every_picture(
    kind: str, hard_book: Path, small_edition: Edition, tmp_path: Path
) -> None:
    book = hard_book if kind == "hard" else written(small_edition, tmp_path / "small.epub")
    document = mupdf(book)
    assert ink(document[0]) > COVER_INK
    assert [page.number for page in document if ink(page) == 0] == []
    found = Counter(squeezed("".join(page.get_text() for page in document)))
    wanted = Counter(squeezed("".join(shown(root) for _, root in pages(book))))
    assert wanted - found == Counter()  # compared by letters, because a long address is broken into lines
    cut = [page.number for page in document for one in page.get_image_info() if not page.rect.contains(one["bbox"])]
    assert cut == [], "a picture is cut off by the edge of the page"
    small = [one["bbox"] for page in document for one in page.get_image_info() if one["bbox"][2] - one["bbox"][0] < 60]
    assert small == [], "a picture is too small to be seen"
    lowest = [word for page in document for word in page.get_text("words") if not page.rect.contains(word[:4])]
    assert lowest == [], "a mark is cut off by the edge of the page"


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]+", "", text)
