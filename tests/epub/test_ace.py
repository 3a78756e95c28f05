"""Ace by DAISY on a light and a talking book: no violation of EPUB Accessibility."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bantin_media.writers.epub import write_epub

ACE = Path(__file__).parents[1] / "tools" / "node_modules" / ".bin" / "ace-cli"


@pytest.mark.skipif(not (shutil.which("chromium") and shutil.which("node")), reason="Chromium or Node is not installed")
@pytest.mark.skipif(not ACE.exists(), reason="Ace is not installed: make test-tools")
@pytest.mark.parametrize("variant", ["light", "talking"])
def test_ace_finds_nothing(variant: str, spoken_edition: Any, tmp_path: Path) -> None:
    one = spoken_edition
    sounds = one.narrations if variant == "talking" else None
    book = write_epub(one.edition, one.settings, one.documents, tmp_path / "book.epub", narrations=sounds)
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": shutil.which("chromium") or ""}
    # -E: without it Ace says that all is well where it could not open the book
    subprocess.run(
        [str(ACE), "-E", "-f", "-o", str(tmp_path / "report"), str(book)],
        env=environment,
        check=True,
        capture_output=True,
        timeout=300,
    )
    report = json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))
    assert [one for found in report["assertions"] for one in found["assertions"]] == []
    assert report["earl:result"] == {"earl:outcome": "pass"}
