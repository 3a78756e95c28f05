"""Which files an edition is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.editions import find, names
from bantin_media.errors import SourceError
from bantin_media.files import slug
from bantin_media.readers import SUFFIXES


def lay(folder: Path, *files: str) -> None:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_pictures_recordings_and_spoken_texts_go_with_their_article(tmp_path: Path) -> None:
    lay(
        tmp_path / "2026-11",
        "edition.toml", "01 Tin đầu.docx", "01 anh 2.jpg", "01 anh 10.jpg", "02 tin hai.txt", "02 tin hai (đọc).txt",
        "02 nguoi doc.mp3", "bia.png", "~$01 Tin đầu.docx", "Thumbs.db", ".an",
    )  # fmt: skip
    edition = find(tmp_path, "2026-11", SUFFIXES)
    assert not edition.errors
    first, second = edition.sources
    assert (first.number, first.slug) == (1, "01-tin-dau")
    assert [path.name for path in first.pictures] == ["01 anh 2.jpg", "01 anh 10.jpg"]
    assert second.spoken_instead and second.spoken_instead.name == "02 tin hai (đọc).txt"
    assert second.recording and second.recording.name == "02 nguoi doc.mp3"
    assert [path.name for path in edition.others] == ["bia.png"]


def test_articles_without_a_number_come_last_in_natural_order(tmp_path: Path) -> None:
    lay(tmp_path / "so", "edition.toml", "bài 10.txt", "bài 2.txt", "03 tin.txt")
    edition = find(tmp_path, "so", SUFFIXES)
    assert [(one.number, one.path.name) for one in edition.sources] == [
        (3, "03 tin.txt"),
        (4, "bài 2.txt"),
        (5, "bài 10.txt"),
    ]
    assert [notice.code for notice in edition.notices] == ["edition.no-number"] * 2


def test_editions_are_the_folders_and_what_lies_loose(tmp_path: Path) -> None:
    lay(tmp_path, "2026-2/01 a.txt", "2026-10/01 a.txt", "templates/page/x.j2", "bantin.toml", "lexicon.tsv")
    assert names(tmp_path) == ("2026-2", "2026-10")
    lay(tmp_path, "tin.txt")
    assert names(tmp_path) == ("2026-2", "2026-10", "ban-tin")
    with pytest.raises(SourceError):
        names(tmp_path / "none")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hiệu quả từ công tác", "hieu-qua-tu-cong-tac"),
        ("ĐẢNG BỘ", "dang-bo"),
        ("…", "bai"),
        ("con", "con-"),
        ("a" * 300, "a" * 60),
        ("một " * 40, "-".join(["mot"] * 15)),
    ],
)
def test_names_are_safe_everywhere(text: str, name: str) -> None:
    assert slug(text) == name
