"""Each seeded defect is found by our check or by EPUBCheck."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bantin_media.cache import Cache
from bantin_media.verify import verify
from bantin_media.verify.epubcheck import run_epubcheck

from .seeded import DEFECTS, PAGE, change, packed, unpacked

Check = Callable[[Path], list[dict[str, Any]]]


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_seeded_defect_is_caught(defect: str, good: Path, judged: Cache, tmp_path: Path, epubcheck: Check) -> None:
    code, seed = DEFECTS[defect]
    files = unpacked(good)
    before = list(files.items())
    seed(files)
    assert list(files.items()) != before, "nothing was seeded"
    book = packed(files, tmp_path / "book.epub")
    found = verify(book)
    assert verify(book, judged) == found
    if code:
        assert code in {notice.code for notice in found}
        assert all(notice.what and notice.hint and str(book) in notice.where for notice in found)
    else:
        assert epubcheck(book)


def test_a_good_book_has_nothing_found_when_it_is_packed_again(good: Path, tmp_path: Path) -> None:
    assert verify(packed(unpacked(good), tmp_path / "book.epub")) == ()


def test_messages_of_epubcheck_become_notices(good: Path, tmp_path: Path) -> None:
    files = unpacked(good)
    change(PAGE, "<li>", "lạc<li>")(files)
    found = run_epubcheck(packed(files, tmp_path / "book.epub"))
    assert found[0].code == "epubcheck.RSC-005"
    assert PAGE in found[0].where
    assert found[0].what.startswith("ERROR")
    assert found[0].hint
