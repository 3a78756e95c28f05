"""No stacked diacritic (Ẩ, Ễ, Ự) is cut off in pages and books in Chromium, in three fonts.

A diacritic is cut off if there is less ink than without any clipping.  At the upper edge of a book's page everything
above the line's own box is lost.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from tests.publication.epub.looking import written
from tests.publication.epub.torture import torture

from bantin_media.publication.documents import documents
from bantin_media.publication.writers.page import write_edition_pages
from bantin_media.templates import TEMPLATES

TESTS = Path(__file__).parents[2]
FONTS = {name: TEMPLATES / "fonts" / f"{name}.ttf" for name in ("NotoSerif-Bold", "BeVietnamPro-SemiBold")}
FEWEST_KINDS = {"book": 5, "page": 5, "list": 4}
LOST = 0.004
"""Placing letters differently by parts of a pixel makes a smaller difference."""
SPOILT = "html:root body h1, html:root body td { overflow: hidden; line-height: .8; padding: 0 }"
BARE = "html:root body h1 { padding: 0 }"


def ink(path: Path) -> float:
    """Return the amount of black in a picture, in pixels."""
    with Image.open(path) as picture:
        histogram = ImageOps.invert(picture.convert("L")).histogram()
    return sum(level * count for level, count in enumerate(histogram)) / 255


def photographed(
    folder: Path, pages: dict[str, Path], *, fonts: dict[str, Path], spoil: str = ""
) -> dict[str, tuple[float, float]]:
    """Return the ink of each kind of text, as displayed and without clipping."""
    if not (shutil.which("chromium") and shutil.which("node") and (TESTS / "tools" / "node_modules").exists()):
        pytest.skip("not installed (make test-tools): Chromium, Node or puppeteer-core")
    given = {
        "folder": str(folder),
        "pages": {name: path.as_uri() for name, path in pages.items()},
        "fonts": {name.partition("-")[0]: path.as_uri() for name, path in fonts.items()},
        "spoil": spoil,
    }
    command = ["node", str(TESTS / "browser" / "stacked_marks.mjs"), json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = {}
    for before, after in (("is", "free"), ("edge", "whole")):
        for path in sorted(folder.glob(f"*-{before}.png")):
            whole = path.with_name(path.name.replace(f"-{before}.png", f"-{after}.png"))
            found[path.stem] = (ink(path), ink(whole))
    return found


def cut(found: dict[str, tuple[float, float]]) -> list[str]:
    assert [name for name, (_, whole) in found.items() if whole < 50] == []
    return [name for name, (seen, whole) in found.items() if seen < whole * (1 - LOST)]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("marks")
    edition = torture(folder)
    book = written(edition, folder / "hard.epub")
    with zipfile.ZipFile(book) as archive:
        archive.extractall(folder / "book")
        tables = [name for name in archive.namelist() if name.endswith(".xhtml") and b"<td" in archive.read(name)]
    (folder / "pages").mkdir()
    made = write_edition_pages(edition, documents(edition), {}, folder / "pages", shared=())
    own = {path.name: path for path in made}[f"{Path(tables[0]).stem}.html"]
    return {"book": folder / "book" / tables[0], "page": own, "list": folder / "pages" / "index.html"}


def test_no_stacked_mark_is_cut(shown: dict[str, Path], tmp_path: Path) -> None:
    found = photographed(tmp_path, shown, fonts=FONTS)
    for name, fewest in FEWEST_KINDS.items():
        assert len({one.split("_")[2] for one in found if one.startswith(f"{name}_")}) >= fewest
    assert cut(found) == []


def test_a_cut_mark_would_be_seen(shown: dict[str, Path], tmp_path: Path) -> None:
    for name, spoil, fonts in (("spoilt", SPOILT, ()), ("bare", BARE, ("BeVietnamPro-SemiBold",))):
        (tmp_path / name).mkdir()
        pages = {page: path for page, path in shown.items() if page != "list" and (name == "spoilt" or page == "book")}
        found = photographed(tmp_path / name, pages, fonts={one: FONTS[one] for one in fonts}, spoil=spoil)
        wanted = (
            {"book_own_h1-is", "page_own_h1-is", "page_own_td-is"}
            if name == "spoilt"
            else {"book_BeVietnamPro_h1-edge"}
        )
        assert wanted <= set(cut(found))
