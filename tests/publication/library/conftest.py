"""The edition of the tests with all data that a library needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bantin_media.model import Edition


@pytest.fixture
def small_edition(small_edition: Edition) -> Edition:
    return replace(
        small_edition,
        issn="1859-123X",
        isbn="978-604-00-0000-2",
        period="Mỗi tháng một số",
        base_url="https://bantin.example.vn/",
    )
