"""A real reading system plays the talking book: each sentence is lit when it sounds, on every page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bantin_media.verify.book import Book

TESTS = Path(__file__).parents[2]
LATEST_SECONDS = 0.15
SHORT_PAGE = "contents.xhtml"


@pytest.mark.skipif(not (shutil.which("chromium") and shutil.which("node")), reason="Chromium or Node is not installed")
@pytest.mark.skipif(
    not (TESTS / "tools" / "node_modules" / "foliate-js").exists(),
    reason="foliate-js is not installed: make test-tools",
)
def test_a_reading_system_lights_each_sentence_when_it_sounds(sample_books: tuple[Path, Path]) -> None:
    book = sample_books[1]
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": shutil.which("chromium") or ""}
    done = subprocess.run(
        ["node", str(TESTS / "browser" / "play_overlays.mjs"), str(book), SHORT_PAGE],
        env=environment,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    played = json.loads(done.stdout)
    assert played["errors"] == []
    assert [page["page"] for page in played["pages"]] == pages_in_order(book)
    for page in played["pages"]:
        ids = [clip["id"] for clip in page["clips"]]
        wanted = ids if page["whole"] else list(dict.fromkeys((ids[0], ids[len(ids) // 2], ids[-1])))
        assert [mark["id"] for mark in page["marks"]] == wanted
        for mark in page["marks"]:
            assert abs(mark["at"] - mark["begin"]) <= LATEST_SECONDS, (page["page"], mark)
            assert mark["background"] == "rgb(255, 224, 138)"
    assert sum(page["whole"] for page in played["pages"]) == 1


def pages_in_order(path: Path) -> list[str]:
    with Book(path) as book:
        return [page.name.rpartition("/")[2] for page in book.spine]
