"""The pictures of docs/look.md exist, none is unused, and together they are small."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).parents[2] / "docs"
MOST_BYTES = 1_000_000
WIDTHS = (360, 768, 1280)


def test_every_picture_is_there_and_all_are_light() -> None:
    named = set(re.findall(r"\]\(look/([\w.-]+)\)", (DOCS / "look.md").read_text("utf-8")))
    made = {path.name: path for path in (DOCS / "look").iterdir()}
    assert named == made.keys()
    assert sum(path.stat().st_size for path in made.values()) < MOST_BYTES
    for name, path in made.items():
        with Image.open(path) as picture:
            assert picture.format == "WEBP"
            if name != "cover.webp":  # three widths side by side at half their size
                assert picture.width == sum(WIDTHS) // 2 + 4 * 12
