"""Whole builds of malicious files: refused or harmless; nothing is fetched or written elsewhere.

`python -m bench hostile` measures memory and time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from .harmless import harms
from .hostile import CORPUS, SECRET

WATCHED = Path(__file__).with_name("watched.py")
LONGEST_S = 300
SHORT = (
    "html: scripts and event attributes", "html: remote resources", "txt: template code",
    "names: scripts", "toml: a title with scripts", "txt: a link out", "txt: a link to /dev/zero",
    "lexicon: a link to /dev/zero",
)  # fmt: skip
NAMES = [name if name in SHORT else pytest.param(name, marks=pytest.mark.long) for name in CORPUS]


@pytest.mark.skipif(os.name == "nt", reason="writes names and links that Windows refuses")
@pytest.mark.parametrize("name", NAMES)
def test_malicious_input_is_refused_or_harmless(desk: Any, tmp_path: Path, name: str) -> None:
    for path in desk.edition.glob("*.txt"):
        path.unlink()
    CORPUS[name](desk.edition)
    log = tmp_path / "log"
    command = [sys.executable, str(WATCHED), str(log), str(desk.root), "--", "build", "--workers", "1"]
    run = subprocess.run(
        [*command, "--voice", "metronome"], cwd=desk.root, env=os.environ | {"TMPDIR": str(desk.temporary)},
        capture_output=True, timeout=LONGEST_S, check=False,
    )  # fmt: skip
    output = (run.stdout + run.stderr).decode("utf-8")
    assert "Traceback" not in output and "Warning:" not in output, output
    assert run.returncode in {0, 3, 4, 5}, output
    assert log.read_text("utf-8") == ""
    assert run.returncode == 0 or "LỖI" in output
    assert list(harms(desk.output)) == []
    assert SECRET not in output and not any(SECRET in content for content in everything(desk.root))
    assert "root:x:0" not in output and not any("root:x:0" in content for content in everything(desk.root))


def everything(root: Path) -> list[str]:
    """Return the text of all generated files."""
    found = []
    for folder in ("output", "proof", ".bantin/manifests"):
        for path in (root / folder).rglob("*"):
            if path.suffix == ".epub":
                with zipfile.ZipFile(path) as book:
                    found += [book.read(name).decode("utf-8", "replace") for name in book.namelist() if "html" in name]
            elif path.is_file() and path.suffix != ".mp3":
                found.append(path.read_bytes().decode("utf-8", "replace"))
    return found
