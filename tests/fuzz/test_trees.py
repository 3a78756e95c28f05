"""Every word of a random document or page is exactly once in its draft or in the text that was left out.

A failure prints its seed.  There are 300 documents of each kind here, 20,000 in the long form (`make test-long`).
"""

from __future__ import annotations

import random
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from bantin_media.model import Draft
from bantin_media.readers import read

from ..readers.conftest import SPACES, write_docx
from ..tiny_odt import odt
from .odt_trees import AUTOMATIC, OdtTree
from .rtf_trees import RtfTree
from .trees import Tree

WORD = re.compile(r"kw\d{4,}z")
SHORT, LONG, BATCH = 300, 20_000, 2_000


NUMBERS = [
    pytest.param(range(SHORT), id="short"),
    *(
        pytest.param(range(start, min(LONG, start + BATCH)), id=f"from {start}", marks=pytest.mark.long)
        for start in range(SHORT, LONG, BATCH)
    ),
]


def counted(draft: Draft) -> Counter[str]:
    """Return how often each word is in the draft or in the text that was left out."""
    lines = (part for line in draft.lines for part in (line.text, line.marker, *(c for row in line.rows for c in row)))
    return Counter(WORD.findall("\n".join((*lines, *(one.text for one in draft.dropped)))))


def wrong(path: Path, tree: Tree) -> dict[str, int]:
    """Return the words that are not there exactly once, each with its count."""
    found = counted(read(path))
    return {word: found[word] for word in tree.words if found[word] != 1}


@pytest.mark.parametrize("numbers", NUMBERS)
def test_every_word_of_a_word_file_occurs_once(tmp_path: Path, numbers: range) -> None:
    path = tmp_path / "01.docx"
    for number in numbers:
        tree = Tree(random.Random(f"word {number}"))
        body = f"<w:p><w:r><w:t>{tree.word()}</w:t></w:r></w:p>{tree.word_body()}"
        notes = f"<w:footnotes {SPACES}>{''.join(tree.notes)}</w:footnotes>"
        write_docx(path, body, parts={"word/footnotes.xml": notes.encode()}, compression=zipfile.ZIP_STORED)
        assert not wrong(path, tree), f"seed {number}"


@pytest.mark.parametrize("numbers", NUMBERS)
def test_every_word_of_a_page_occurs_once(tmp_path: Path, numbers: range) -> None:
    path = tmp_path / "01.html"
    for number in numbers:
        tree = Tree(random.Random(f"page {number}"))
        body = f"<p>{tree.word()}</p>{tree.page_body()}"
        path.write_text(f"<html><head><meta charset=utf-8></head><body>{body}</body></html>", "utf-8")
        assert not wrong(path, tree), f"seed {number}"


@pytest.mark.parametrize("numbers", NUMBERS)
def test_every_word_of_an_odt_occurs_once(tmp_path: Path, numbers: range) -> None:
    for number in numbers:
        tree = OdtTree(random.Random(f"odt {number}"))
        body = f"<text:p>{tree.word()}</text:p>{tree.body()}"
        assert not wrong(odt(tmp_path / "01.odt", body, automatic=AUTOMATIC), tree), f"seed {number}"


@pytest.mark.parametrize("numbers", NUMBERS)
def test_every_word_of_a_rich_text_occurs_once(tmp_path: Path, numbers: range) -> None:
    path = tmp_path / "01.rtf"
    styles = r"{\fonttbl{\f0 Arial;}{\f1\fcharset163 Times;}}{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 caption;}}"
    for number in numbers:
        tree = RtfTree(random.Random(f"rtf {number}"))
        path.write_bytes(rf"{{\rtf1\ansi{styles}\pard {tree.word()}\par {tree.body()}}}".encode("ascii"))
        assert not wrong(path, tree), f"seed {number}"
