"""The files of an edition."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from bantin_media.configuration.editions import begin, find, names
from bantin_media.configuration.file_names import natural
from bantin_media.errors import SourceError, UsageError
from bantin_media.files import as_named, slug
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


def test_files_without_number_belong_to_no_single_article(tmp_path: Path) -> None:
    lay(
        tmp_path / "2026-11",
        *("edition.toml", "lexicon.tsv", "01 tin.txt", "01 tin (đọc).txt", "anh chung.jpg", "trang_files/anh.png"),
    )
    beside = find(tmp_path, "2026-11", SUFFIXES).beside()
    assert {path.name for path in beside} == {"anh chung.jpg", "anh.png"}


def test_the_folder_of_a_saved_page_is_no_edition(tmp_path: Path) -> None:
    lay(tmp_path, "2026-11/edition.toml", "trang_files/anh.png", ".an/01 tin.txt", "templates/page.html")
    assert names(tmp_path) == ("2026-11",)


def test_a_missing_edition_is_reported_with_the_existing_ones(tmp_path: Path) -> None:
    lay(tmp_path, "2026-11/edition.toml", "2026-12/edition.toml")
    with pytest.raises(SourceError) as caught:
        find(tmp_path, "2026-10", SUFFIXES)
    assert "2026-11, 2026-12" in caught.value.hint


@pytest.mark.parametrize("name", ["con", "Aux.2026", "nul", "com1", "so 11.", "so 11 ", "so:11"])
def test_an_edition_that_windows_cannot_have_is_refused(tmp_path: Path, name: str) -> None:
    lay(tmp_path / name, "01 bai.txt")
    found = find(tmp_path, name, SUFFIXES)
    assert found.sources == () and [error.where for error in found.errors] == [str(tmp_path / name)]
    with pytest.raises(UsageError):
        begin(tmp_path, name)


def test_articles_without_a_number_come_last_in_natural_order(tmp_path: Path) -> None:
    lay(tmp_path / "so", "edition.toml", "bài 10.txt", "bài 2.txt", "03 tin.txt")
    edition = find(tmp_path, "so", SUFFIXES)
    assert [(one.number, one.path.name) for one in edition.sources] == [
        (3, "03 tin.txt"),
        (4, "bài 2.txt"),
        (5, "bài 10.txt"),
    ]
    assert [notice.code for notice in edition.notices] == ["edition.no-number"] * 2


def test_editions_are_the_folders_and_the_loose_articles(tmp_path: Path) -> None:
    lay(tmp_path, "2026-2/01 a.txt", "2026-10/01 a.txt", "templates/page/x.j2", "bantin.toml", "lexicon.tsv")
    assert names(tmp_path) == ("2026-2", "2026-10")
    lay(tmp_path, "tin.txt")
    assert names(tmp_path) == ("2026-2", "2026-10", "ban-tin")
    with pytest.raises(SourceError):
        names(tmp_path / "none")


def test_names_that_differ_in_case_or_zeros_only_have_one_order() -> None:
    for first, second in (("Bai.txt", "bai.txt"), ("bai 01.txt", "bai 1.txt")):
        assert sorted((first, second), key=natural) == sorted((second, first), key=natural) == [first, second]
    assert sorted(("bai 10", "bai 2b", "bai 2", "bai"), key=natural) == ["bai", "bai 2", "bai 2b", "bai 10"]


def test_decomposed_letters_are_equal_to_composed_ones(tmp_path: Path) -> None:
    lay(tmp_path / "so", *(unicodedata.normalize("NFD", name) for name in ("01 Đường mới.txt", "01 bài (đọc).txt")))
    edition = find(tmp_path, "so", SUFFIXES)
    (source,) = edition.sources
    assert source.slug == "01-duong-moi" and source.spoken_instead and not edition.errors


@pytest.mark.skipif(os.name == "nt", reason="makes links, which Windows allows to few")
@pytest.mark.parametrize("name", ["01 anh.jpg", "02 tin.txt", "02 tin.xyz", "01 doc.mp3"])
def test_a_link_that_leads_nowhere_is_not_passed_over(tmp_path: Path, name: str) -> None:
    lay(tmp_path / "so", "edition.toml", "01 tin.txt")
    (tmp_path / "so" / name).symlink_to(tmp_path / "nowhere")
    edition = find(tmp_path, "so", SUFFIXES)
    files = {one.path.name for one in edition.sources}
    files |= {one.name for source in edition.sources for one in (*source.pictures, source.recording) if one}
    assert name in files or any(name in error.where for error in edition.errors)


def test_articles_in_a_folder_inside_an_edition_are_named(tmp_path: Path) -> None:
    lay(tmp_path / "so", "edition.toml", "01 tin.txt", "tin them/02 tin.txt", "anh/a.jpg", "03 trang_files/ads.html")
    edition = find(tmp_path, "so", SUFFIXES)
    found = [(one.code, Path(one.where).name) for one in edition.notices]
    assert found == [("edition.pictures-inside", "anh"), ("edition.folder-inside", "tin them")]


def test_loose_articles_beside_a_folder_of_their_name_are_an_error(tmp_path: Path) -> None:
    lay(tmp_path, "ban-tin/edition.toml", "ban-tin/01 tin.txt", "02 tin.txt")
    assert names(tmp_path) == ("ban-tin",)
    (error,) = find(tmp_path, "ban-tin", SUFFIXES).errors
    assert error.where.endswith("02 tin.txt")


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


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["ảnh đường.png", "ảnh/Đặng Ánh.png"])
def test_a_file_is_found_however_its_name_is_composed(tmp_path: Path, form: str, name: str) -> None:
    there = tmp_path / unicodedata.normalize(form, name)
    there.parent.mkdir(exist_ok=True)
    there.touch()
    for wanted in ("NFC", "NFD"):
        assert as_named(tmp_path, unicodedata.normalize(wanted, name)) == there
    assert as_named(tmp_path, "không có.png") == tmp_path / "không có.png"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("01 anh.svg", "JPEG"),
        ("01 ghi am.wma", "MP3"),
        ("01 phim.mp4", "MP3"),
        ("02 bang gia.xlsx", ".docx"),
        ("02 tin.zip", "giải nén"),
        ("edition.toml.txt", "edition.toml"),
        ("edition (1).toml", "edition.toml"),
        ("lexicon.tsv.txt", "lexicon.tsv"),
    ],
)
def test_each_kind_of_stray_file_has_its_own_advice(tmp_path: Path, name: str, hint: str) -> None:
    folder = tmp_path / "2026-11"
    folder.mkdir()
    (folder / "01 bai.txt").write_text("Bài", "utf-8")
    (folder / name).write_text("x", "utf-8")
    (error,) = find(tmp_path, "2026-11", SUFFIXES).errors
    assert error.where.endswith(name)
    assert hint in error.hint


@pytest.mark.parametrize(
    ("twin", "hint"), [("01 mua mang.docx", "03 "), ("01 bai.docx", "hai lần"), ("01 bai (1).txt", "hai lần")]
)
def test_two_files_with_the_same_number_are_distinguished(tmp_path: Path, twin: str, hint: str) -> None:
    folder = tmp_path / "2026-11"
    folder.mkdir()
    for name in ("01 bai.txt", "02 khac.txt", twin, "~$bai.docx", "03.docx.crdownload"):
        (folder / name).write_text("Bài", "utf-8")
    (error,) = find(tmp_path, "2026-11", SUFFIXES).errors
    assert hint in error.hint


def test_photos_and_recordings_of_a_telephone_go_with_their_article(tmp_path: Path) -> None:
    folder = tmp_path / "2026-11"
    folder.mkdir()
    for name in ("01 bai.txt", "01 anh.HEIC", "01 anh.jfif", "01 ghi am.m4a"):
        (folder / name).write_text("Bài", "utf-8")
    (source,) = find(tmp_path, "2026-11", SUFFIXES).sources
    assert [path.name for path in source.pictures] == ["01 anh.HEIC", "01 anh.jfif"]
    assert source.recording is not None
