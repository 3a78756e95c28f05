"""`docs/notices.md` is made from the code: it has every notice, with its text and its hint."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_notices", DOCS / "make_notices.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_equal_to_the_one_made_from_the_code(maker: ModuleType) -> None:
    assert (DOCS / "notices.md").read_text("utf-8") == maker.page(), "run python docs/make_notices.py"


def test_every_notice_has_a_text(maker: ModuleType) -> None:
    rows = [row for room in maker.notices().values() for row in room]
    assert len({code for code, _, _ in rows}) > 80
    assert [code for code, what, _ in rows if not what] == []
