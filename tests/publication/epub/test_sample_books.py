"""The books of the sample edition: checked by EPUBCheck, Ace and our validation, played, and displayed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from bantin_media.verify import verify

Check = Callable[[Path], list[dict[str, Any]]]
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def test_all_three_judges_find_nothing(sample_books: tuple[Path, Path], epubcheck: Check, ace: Check) -> None:
    for book in sample_books:
        assert verify(book) == ()
        assert epubcheck(book) == []
        assert ace(book) == []


def test_the_footnote_of_the_word_file_is_a_link_to_and_fro(sample_books: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(sample_books[0]) as archive:
        (name,) = (one for one in archive.namelist() if "/03-" in one and one.endswith(".xhtml"))
        page = etree.fromstring(archive.read(name))
    (mark,) = (link for link in page.iter(f"{XHTML}a") if link.get(TYPE) == "noteref")
    (note,) = (one for one in page.iter(f"{XHTML}aside") if one.get(TYPE) == "footnote")
    assert mark.get("href") == f"#{note.get('id')}"
    assert note.find(f".//{XHTML}a").get("href") == f"#{mark.get('id')}"
    assert "".join(note.itertext()).split("Ghi chú 1.")[1].strip().startswith("Số liệu rà soát")
