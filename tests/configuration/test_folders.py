"""Input folders, row by row: their editions, the files of each, and all notices.

`pytest tests/configuration/test_folders.py --accept` rewrites `folders.expected.txt`; read its difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bantin_media.configuration.config import load
from bantin_media.configuration.editions import EditionFolder, begin, find, names, source_of
from bantin_media.errors import BantinError, UsageError
from bantin_media.readers import SUFFIXES

TABLE = Path(__file__).with_name("folders.tsv")
ROWS = [row.split("\t") for row in TABLE.read_text("utf-8").splitlines() if not row.startswith("#")]


def lay(root: Path, listing: str) -> None:
    for entry in listing.split("|"):
        name, _, target = entry.partition(" -> ")
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if target:
            path.symlink_to(target)
        elif name.endswith("/"):
            path.mkdir()
        else:
            path.touch()


def told(root: Path, edition: EditionFolder) -> Iterator[str]:
    def near(path: Path | str) -> str:
        return str(path).removeprefix(f"{root}/").replace(str(root), "input/")

    for one in edition.sources:
        yield f"  {one.number} {one.slug}: {near(one.path)}"
        yield from (f"      picture {near(path)}" for path in one.pictures)
        yield from (f"      spoken instead {near(path)}" for path in (one.spoken_instead,) if path)
        yield from (f"      recording {near(path)}" for path in (one.recording,) if path)
    yield from (f"  other {near(path)}" for path in edition.others)
    yield from (f"  beside {name}" for name in sorted(near(path) for path in edition.beside()))
    for notice in edition.notices:
        yield f"  [{notice.code}] {near(notice.where)}: {notice.what} → {notice.hint}"
    for error in edition.errors:
        yield f"  error {near(error.where)}: {error.what} → {error.hint}"


def described(root: Path, name: str) -> Iterator[str]:
    try:
        yield f"  editions: {', '.join(names(root))}"
        yield from told(root, find(root, name, SUFFIXES))
    except BantinError as error:
        yield f"  {type(error).__name__} {error.where.removeprefix(f'{root}/')}: {error.what} → {error.hint}"


def test_folders_are_as_accepted(tmp_path: Path, as_accepted: Callable[[Path, str], None]) -> None:
    lines: list[str] = []
    for place, (about, name, listing) in enumerate(ROWS):
        root = tmp_path / f"{place}"
        root.mkdir()
        lay(root, listing)
        lines += [about, *described(root, name), ""]
    as_accepted(TABLE.with_suffix(".expected.txt"), "\n".join(lines))


def test_a_path_that_is_no_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "so").touch()
    for root in (tmp_path / "none", tmp_path / "so"):
        with pytest.raises(BantinError) as caught:
            names(root)
        assert caught.value.where == str(root) and caught.value.hint


@pytest.mark.parametrize(
    ("name", "number", "slug", "beside"),
    [
        ("02 tin.txt", 2, "02-tin", ["02 anh 2.jpg", "02 anh 10.jpg"]),
        ("tin.txt", 1, "01-tin", []),
        ("7.docx", 7, "07", []),
        ("none/02 x.txt", 2, "02-x", []),
    ],
)
def test_a_source_has_the_files_with_its_number(
    tmp_path: Path, name: str, number: int, slug: str, beside: list[str]
) -> None:
    lay(tmp_path, "02 tin.txt|02 anh 10.jpg|02 anh 2.jpg|02 khac.txt|2 doc.mp3|2 (doc).txt|03 anh.jpg|tin.txt|anh.jpg")
    source = source_of(tmp_path / name)
    assert (source.number, source.slug, source.path) == (number, slug, tmp_path / name)
    assert [path.name for path in source.pictures] == beside
    assert (source.recording, source.spoken_instead) == (
        (tmp_path / "2 doc.mp3", tmp_path / "2 (doc).txt") if beside else (None, None)
    )


@pytest.mark.parametrize(
    ("name", "date", "number"),
    [("2026-12", "2026-12-01", "12"), ("2026-03-09", "2026-03-09", ""), ("2026-13", "", ""), ("so-tet", "", ""),
     ("2026-00", "", ""), ("2026-1", "", ""),
     ("2026-12-3", "", ""), ("x" * 60, "", "")],
)  # fmt: skip
def test_a_new_edition_has_the_date_of_its_name(tmp_path: Path, name: str, date: str, number: str) -> None:
    settings = load(begin(tmp_path, name) / "edition.toml")
    assert (settings.date.isoformat() if settings.date else "", settings.number) == (date, number)
    with pytest.raises(UsageError) as caught:
        begin(tmp_path, name)
    assert caught.value.where == str(tmp_path / name)


@pytest.mark.parametrize("name", ["", "-x", "a b", "a/b", "..", "x" * 61, "a.b"])
def test_a_name_that_is_no_folder_s_begins_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        begin(tmp_path, name)
    assert caught.value.where == name and not list(tmp_path.iterdir())
