"""A page or a sound that has been checked is checked again only if something changed that it depends on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bantin_media.cache import Cache
from bantin_media.verify import verify
from bantin_media.verify.book import Book
from bantin_media.verify.verdicts import Verdicts

from .seeded import MP3, NAV, OPF, PAGE, SMIL, change, packed, rewrite, unpacked

CHANGES = {
    "page": (change(PAGE, "</h1>", " </h1>"), True),
    "overlay": (change(SMIL, "</smil>", "<!-- --></smil>"), True),
    "sound": (rewrite(MP3, lambda content: content[:300] + bytes((content[300] ^ 1,)) + content[301:]), True),
    "style": (change("EPUB/talking.css", r"\A", "/* */ p {} "), False),
    "language": (change(OPF, "<dc:language>vi<", "<dc:language>en<"), False),
}
"""A change, and whether it concerns one page only."""


def test_sound_that_is_known_is_not_looked_at_again(good: Path, judged: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bantin_media.verify.overlays.sound", None)
    assert verify(good, judged) == ()


def test_a_page_that_is_known_is_not_looked_at_again(good: Path, judged: Cache, looked_at: list[str]) -> None:
    assert verify(good, judged) == ()
    assert looked_at == []
    assert verify(good) == ()
    assert PAGE in looked_at


@pytest.mark.parametrize("changed", CHANGES)
def test_a_page_is_looked_at_again_if_what_it_depends_on_has_changed(
    changed: str, good: Path, judged: Cache, tmp_path: Path, looked_at: list[str]
) -> None:
    files = unpacked(good)
    make, is_of_one_page = CHANGES[changed]
    make(files)
    book = packed(files, tmp_path / "book.epub")
    verify(book)
    every = set(looked_at)
    looked_at.clear()
    verify(book, judged)
    assert set(looked_at) == ({PAGE} if is_of_one_page else every)


def test_a_link_is_looked_up_again_on_a_page_that_is_known(good: Path, tmp_path: Path) -> None:
    files, known = unpacked(good), Cache(tmp_path / "known")
    other = next(name for name in files if name.startswith("EPUB/text/") and name not in {PAGE, NAV})
    id = re.findall(r'<span id="([^"]+)"', files[PAGE].decode())[-1]
    change(other, "</body>", f'<p><a href="{Path(PAGE).name}#{id}">*</a></p></body>')(files)
    assert verify(packed(files, tmp_path / "book.epub"), known) == ()
    change(PAGE, f'id="{id}"', f'id="{id}x"')(files)
    change(SMIL, f"#{id}", f"#{id}x")(files)
    broken = packed(files, tmp_path / "broken.epub")
    assert {notice.code for notice in verify(broken, known)} == {"page.link"}
    assert verify(broken, known) == verify(broken)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"a": 1}', b'{"a": [1, 2]}', b'{"a": [["b"], [["c"]], [], 0]}', b"\xff"]
)
def test_kept_verdicts_of_another_shape_are_not_used(content: bytes, good: Path, tmp_path: Path) -> None:
    known = Cache(tmp_path / "known")
    with Book(good, known) as book:
        known.put(Verdicts(book)._key, content)
    assert verify(good, known) == ()
