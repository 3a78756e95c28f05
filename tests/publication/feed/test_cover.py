"""The picture of the podcast is drawn for any name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bantin_media.publication.writers.feed import write_feed

from .test_feed import SHARED, record


@pytest.mark.parametrize("title", ["Bản tin Vân Lĩnh", "Bản tin " + "Dài " * 60, "x" * 400, ""])
def test_any_name_fits_the_cover(title: str, tmp_path: Path) -> None:
    write_feed([record(1)], replace(SHARED, title=title, publisher=title), tmp_path)
    assert (tmp_path / "feed.jpg").stat().st_size < 500_000
