"""Each change to a small book, and the complete messages about it.

`pytest tests/verify/test_variants.py --accept` rewrites `variants.expected.txt`; read its difference.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bantin_media.cache import Cache
from bantin_media.verify import book as book_module
from bantin_media.verify import verify
from bantin_media.verify.book import KEPT_TREES, MOST_ATTRIBUTES, Book, Unreadable
from bantin_media.verify.clock import milliseconds

from .tiny_book import DATED, files, packed

TABLE = Path(__file__).with_name("variants.tsv")
ROWS = [row.split("\t") for row in TABLE.read_text("utf-8").splitlines() if not row.startswith("#")]
GOOD = files()


def changed(member: str, old: str, new: str) -> dict[str, bytes]:
    content = dict(GOOD)
    if new == "-":
        content.pop(member)
    elif old:
        assert old.encode() in content[member], f"{old} is not in {member}"
        content[member] = content[member].replace(old.encode(), new.encode(), 1)
    else:
        content[member] = new.encode()
    return content


def said(path: Path) -> Iterator[str]:
    for notice in verify(path):
        where = notice.where.removeprefix(str(path)).removeprefix(":")
        yield f"  [{notice.code}] {where}: {notice.what} → {notice.hint}".replace(str(path), "book.epub")


def test_every_change_has_the_accepted_messages(tmp_path: Path, as_accepted: Callable[[Path, str], None]) -> None:
    lines: list[str] = []
    known = Cache(tmp_path / "known")
    for place, (about, member, old, new) in enumerate(ROWS):
        path = packed(changed(member, old, new), tmp_path / f"{place}.epub")
        lines += [about, *said(path), ""]
        assert verify(path, known) == verify(path)
    as_accepted(TABLE.with_suffix(".expected.txt"), "\n".join(lines))


def test_a_good_book_is_good(tmp_path: Path) -> None:
    assert verify(packed(GOOD, tmp_path / "book.epub")) == ()
    assert list(said(tmp_path / "none.epub")) == [
        next(said(tmp_path / "none.epub"))  # one notice, and no more
    ]


def entries(path: Path, *rows: tuple[str, tuple[int, ...], int, bytes]) -> Path:
    """Write the valid book; each row changes an entry's date, kind of compression, extra field."""
    changes = {name: row for name, *row in rows}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in GOOD.items():
            dated, kind, extra = changes.get(name, (DATED, zipfile.ZIP_STORED, b""))
            entry = zipfile.ZipInfo(name, dated)  # type: ignore[arg-type]
            entry.extra = extra  # type: ignore[assignment]
            archive.writestr(entry, content, kind)  # type: ignore[arg-type]
    return path


STORED, EXTRA = zipfile.ZIP_STORED, b"\x99\x99\x02\x00ab"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("mimetype", DATED, zipfile.ZIP_DEFLATED, b""), "epub.mimetype"),
        (("mimetype", DATED, STORED, EXTRA), "epub.mimetype"),
        (("E/style.css", DATED, zipfile.ZIP_DEFLATED, EXTRA), ""),
        (("E/style.css", (2026, 11, 5, 8, 0, 6), STORED, b""), "epub.dates"),
        (("mimetype", (1980, 1, 1, 0, 0, 0), STORED, b""), "epub.dates"),
    ],
)
def test_the_entries_of_the_zip(tmp_path: Path, row: tuple[str, tuple[int, ...], int, bytes], code: str) -> None:
    found = verify(entries(tmp_path / "book.epub", row))
    assert [notice.code for notice in found] == ([code] if code else [])
    assert not found or found[0].where == f"{tmp_path / 'book.epub'}:{row[0]}"


@pytest.mark.parametrize(("year", "dated"), [(1970, 1980), (1980, 1980), (1981, 1981)])
def test_a_zip_has_no_year_before_1980(tmp_path: Path, year: int, dated: int) -> None:
    content = changed("E/content.opf", "2026-11-05T08:00:05Z", f"{year}-11-05T08:00:05Z")
    with zipfile.ZipFile(tmp_path / "book.epub", "w") as archive:
        for name, one in content.items():
            archive.writestr(zipfile.ZipInfo(name, (dated, 11, 5, 8, 0, 4)), one)
    assert verify(tmp_path / "book.epub") == ()


def test_an_entry_that_is_encrypted_is_not_read_through(tmp_path: Path) -> None:
    path = packed(GOOD, tmp_path / "book.epub")
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "epub.broken" not in {notice.code for notice in verify(path)}


@pytest.mark.parametrize(("count", "is_read"), [(MOST_ATTRIBUTES, True), (MOST_ATTRIBUTES + 1, False)])
def test_an_element_has_so_many_attributes(tmp_path: Path, count: int, is_read: bool) -> None:
    many = " ".join(f"a{number}=''" for number in range(count))
    content = changed("E/text/a.xhtml", "<div ", f"<div><i {many}/></div><div ")
    codes = [notice.code for notice in verify(packed(content, tmp_path / "book.epub"))]
    assert codes == ([] if is_read else ["epub.unreadable"])


def test_a_member_may_be_so_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(GOOD, tmp_path / "book.epub")
    size = max(map(len, GOOD.values()))
    monkeypatch.setattr(book_module, "LARGEST_MEMBER_BYTES", size)
    assert verify(path) == ()
    monkeypatch.setattr(book_module, "LARGEST_MEMBER_BYTES", size - 1)
    (notice,) = verify(path)
    assert (notice.code, notice.where) == ("epub.unreadable", f"{path}:E/sound/a.mp3")
    assert book_module.KEPT_TREES == 8 and MOST_ATTRIBUTES == 256


def test_few_parsed_members_are_held(tmp_path: Path) -> None:
    content = {f"{number}.xml": b"<a/>" for number in range(KEPT_TREES + 2)}
    with Book(packed(content, tmp_path / "book.epub")) as book:
        first = book.tree("0.xml")
        assert book.tree("0.xml") is first
        for name in content:
            book.tree(name)
        assert list(book._parsed) == [f"{number}.xml" for number in range(2, KEPT_TREES + 2)]
        assert book.tree("0.xml") is not first
        with pytest.raises(Unreadable):
            book.tree("none.xml")
    with pytest.raises(ValueError, match="closed"):
        book.archive.read("1.xml")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.0004s", 0), ("0.0005s", 1), ("0.0014s", 1), ("0.0015s", 2), ("1.5h", 5_400_000), ("0.5min", 30_000),
        ("1:00:00", 3_600_000), ("2:03:04.005", 7_384_005), ("59:59", 3_599_000), ("60:00", None), (" 1s ", 1000),
        ("1.s", None), (".5s", None), ("-1s", None), ("1:1:1ms", None), ("1:1", 61_000), ("00:00:00.0005", 1),
    ],
)  # fmt: skip
def test_more_clock_values(value: str, expected: int | None) -> None:
    assert milliseconds(value) == expected
