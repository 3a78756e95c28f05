"""A real reading system plays the talking book: each sentence is highlighted when it sounds, on every page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bantin_media.verify.book import Book

from .looking import pages

TESTS = Path(__file__).parents[2]
LATEST_SECONDS = 0.15
SHORT_PAGE = "contents.xhtml"
TRIES = 3
OF_THE_MACHINE = (b"ProtocolError", b"AbortError: The play() request was interrupted by a call to pause()")
"""Errors of a busy machine, not of a book: no frame is drawn, or a page is asked for before a sound begins."""
SMIL = "{http://www.w3.org/ns/SMIL}"


def play(book: Path) -> subprocess.CompletedProcess[bytes]:
    """Play the book once in a separate browser."""
    return subprocess.run(
        ["node", str(TESTS / "browser" / "play_overlays.mjs"), str(book), SHORT_PAGE],
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": shutil.which("chromium") or ""},
        capture_output=True,
        timeout=300,
        check=False,
    )


@pytest.mark.skipif(not (shutil.which("chromium") and shutil.which("node")), reason="Chromium or Node is not installed")
@pytest.mark.skipif(
    not (TESTS / "tools" / "node_modules" / "foliate-js").exists(),
    reason="foliate-js is not installed: make test-tools",
)
def test_a_reading_system_lights_each_sentence_when_it_sounds(sample_books: tuple[Path, Path]) -> None:
    book = sample_books[1]
    for _ in range(TRIES):
        done = play(book)
        if not any(error in done.stdout + done.stderr for error in OF_THE_MACHINE):
            break
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


@pytest.mark.long
def test_a_second_reading_system_lights_each_sentence_in_order(sample_books: tuple[Path, Path]) -> None:
    if not (TESTS / "tools" / "readers" / "node_modules" / "r2-streamer-js").exists():
        pytest.skip("the second reading system is not installed: make test-readers installs it")
    _, overlay = next(pages(sample_books[1], SHORT_PAGE.replace("xhtml", "smil")))
    clips = [
        (text.get("src").partition("#")[2], float(audio.get("clipBegin")[:-1]), float(audio.get("clipEnd")[:-1]))
        for text, audio in zip(overlay.iter(f"{SMIL}text"), overlay.iter(f"{SMIL}audio"), strict=True)
    ]
    command = ["node", TESTS / "browser" / "read_along.cjs", sample_books[1], SHORT_PAGE, str(clips[-1][2])]
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": shutil.which("chromium") or ""}
    done = subprocess.run(
        list(map(str, command)), env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    marks = json.loads(done.stdout)[: len(clips)]
    assert [mark["id"] for mark in marks] == [id for id, _, _ in clips]
    for mark, (id, begin, _) in zip(marks, clips, strict=True):
        assert abs(mark["at"] - begin) <= 2 * LATEST_SECONDS, (
            id,
            mark,
        )  # this reader updates its clock four times a second
        assert mark["background"] == "rgb(255, 224, 138)"
