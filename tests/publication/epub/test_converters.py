"""calibre and pandoc, which libraries and readers use for conversion, find every word and the role of each person."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from tests.publication.epub.looking import pages, shown, written
from tests.publication.epub.torture import torture

from bantin_media.model import Edition

pytestmark = pytest.mark.long


def run(*command: str | Path) -> str:
    """Return the output of another program; the test is skipped if it is not installed."""
    if not shutil.which(str(command[0])):
        pytest.skip(f"{command[0]} is not installed")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
    done = subprocess.run(
        list(map(str, command)), env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module", params=["hard", "small"])
def book(request: pytest.FixtureRequest, small_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("converted")
    return written(torture(folder) if request.param == "hard" else small_edition, folder / "book.epub")


def letters(text: str) -> Counter[str]:
    return Counter("".join(filter(str.isalnum, text.casefold())))


def words_of(book: Path, *, without: str = "-") -> str:
    return " ".join(shown(root) for name, root in pages(book) if without not in name)


def test_calibre_converts_every_word(book: Path) -> None:
    target = book.with_suffix(".calibre.txt")
    run("ebook-convert", book, target)
    assert letters(words_of(book)) - letters(target.read_text("utf-8")) == Counter()


def test_pandoc_reads_every_word_back(book: Path) -> None:
    text = run("pandoc", "-f", "epub", "-t", "plain", "--wrap=none", book)
    words = words_of(book, without="contents.xhtml")  # pandoc generates its own contents
    assert letters(words) - letters(text) == Counter()


def test_calibre_finds_title_author_series_and_cover(book: Path) -> None:
    cover = book.with_suffix(".jpg")
    output = dict(
        map(str.strip, line.split(":", 1)) for line in run("ebook-meta", book, f"--get-cover={cover}").splitlines()[:8]
    )
    assert output["Author(s)"] == output["Publisher"] != "Unknown"
    assert output["Title"].startswith(output["Series"].partition(" #")[0])
    assert output["Series"].partition(" #")[2].isdigit()
    assert output["Languages"] == "vie"
    assert cover.stat().st_size > 50_000
