"""Whole programmes: a folder of articles and settings, and next to it the expected text for an announcer.

`pytest tests/pipeline/test_programmes.py --accept` rewrites `expected.txt`; read its difference.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bantin_media.commands.cli import main
from bantin_media.readers import read

from .conftest import Office

PROGRAMMES = sorted(path for path in (Path(__file__).parent / "programmes").iterdir() if path.is_dir())
EXPECTED = "expected.txt"


@pytest.mark.parametrize("folder", PROGRAMMES, ids=lambda folder: folder.name)
def test_a_programme_is_equal_to_the_accepted_one(
    folder: Path, office: Office, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    shutil.copytree(folder, office.input / "2026-11", ignore=shutil.ignore_patterns(EXPECTED))
    monkeypatch.chdir(office.root)
    assert main(["script"]) == 0
    spoken = "\n".join(line.text for line in read(office.root / "proof" / "2026-11-loi-doc.docx").lines) + "\n"
    if request.config.getoption("--accept"):
        (folder / EXPECTED).write_text(spoken, "utf-8")
    assert spoken == (folder / EXPECTED).read_text("utf-8")
