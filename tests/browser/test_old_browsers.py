"""The listening pages in old browsers: Chromium 64 and 76 themselves, Firefox 58 by MDN's compatibility data."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.browser.test_listening import made_by_make

from bantin_media.templates import TEMPLATES

HERE = Path(__file__).parent
TOOLS = HERE.parent / "tools" / "node_modules"
SIZES = [[360, 640], [240, 320], [320, 256]]
"""A cheap phone, a phone with keys, and a page zoomed to four times its size."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    sample = made_by_make(tmp_path_factory.mktemp("old"))
    return [(sample / "index.html").as_uri(), sorted(sample.glob("03*.html"))[0].as_uri()]


@pytest.mark.xdist_group("listening")
@pytest.mark.parametrize("version", [64, 76])
def test_an_old_browser_plays_and_shows_everything(version: int, pages: list[str]) -> None:
    package = TOOLS / f"chromium-{version}"
    if not (shutil.which("node") and package.is_dir()):
        reason = f"Chromium {version} is not installed: make test-tools"
        assert not os.environ.get("BANTIN_NO_SKIP"), reason
        pytest.skip(reason)
    given = {"package": str(package), "pages": pages, "sizes": SIZES}
    command = ["node", str(HERE / "old_chromium.mjs"), json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout)
    assert seen["version"].partition("/")[2].startswith(f"{version}.")
    assert len(seen["pages"]) == len(pages) * len(SIZES)
    for page in seen["pages"]:
        judge(page)


def judge(page: dict[str, Any]) -> None:
    assert page["errors"] == []
    assert page["heard"] > 0.3, page
    if page["scripted"]:
        assert page["bar"] and page["marked"] and not page["players"], page
    else:
        assert page["players"] and not page["bar"], page
    assert page["end"] <= page["room"], f"the end of the page lies under the bar: {page}"
    assert page["wide"] <= 0 and page["outside"] == 0 and not page["crossing"], page
    assert page["gap"] >= 4, f"words touch their pictures: {page}"
    assert page["title"] >= page["width"] / 3, f"the title has no room: {page}"
    assert page["words"] > 2000


def test_nothing_newer_than_the_oldest_browsers_is_used_without_an_answer() -> None:
    needed = ("@mdn/browser-compat-data", "acorn", "css-tree")
    if not (shutil.which("node") and all((TOOLS / one).is_dir() for one in needed)):
        reason = f"not installed (make test-tools): {', '.join(needed)}"
        assert not os.environ.get("BANTIN_NO_SKIP"), reason
        pytest.skip(reason)
    files = [TEMPLATES / "page" / name for name in ("style.css", "player.js")]
    done = subprocess.run(
        ["node", str(HERE / "features.mjs"), *map(str, files)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [line.split("\t") for line in (HERE / "newer.tsv").read_text("utf-8").splitlines()[1:]]
    assert all(len(row) == 2 and row[1] for row in rows)
    assert sorted(json.loads(done.stdout)) == sorted(feature for feature, _ in rows)
