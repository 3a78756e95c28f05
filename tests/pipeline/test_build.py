"""Whole builds: their output, its reproducibility, and the cost of a change."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from mutagen.mp3 import MP3

from bantin_media.errors import SourceError


def test_an_edition_becomes_books_and_sound(small_office: Any) -> None:
    (report,) = small_office.build()
    assert not report.errors
    assert {file.name for file in report.files} >= {
        "2026-11.epub",
        "2026-11-co-tieng.epub",
        "2026-11.mp3",
        "01-xoa-mu-chu.mp3",
        "02-nuoc-sach.mp3",
    }
    first, second = report.articles
    assert (first.title, first.date, first.author) == ("Xã Khau Tràng mở lớp xóa mù chữ", "2026-10-12", "Hoàng Mai")
    assert (second.title, second.author) == ("Nước sạch về bản Thẳm Mò", "Vi Thị Hoa")
    assert all(line.duration_ms > 5000 for line in report.articles)


def test_every_mp3_has_the_length_of_its_speech(small_office: Any) -> None:
    (report,) = small_office.build()
    sounding = [file for file in report.files if file.duration_ms]
    assert sounding
    for file in sounding:
        length_ms = MP3(small_office.output / "2026-11" / file.name).info.length * 1000
        assert abs(length_ms - file.duration_ms) < 50, file.name


def test_one_and_two_workers_give_the_same_bytes(small_office: Any, tmp_path: Path) -> None:
    small_office.build(workers=1)
    alone = small_office.published()
    shutil.rmtree(small_office.root / "work")
    shutil.rmtree(small_office.output)
    small_office.build(workers=2)
    assert small_office.published() == alone


def test_an_unchanged_build_makes_no_file_and_has_the_same_report(small_office: Any) -> None:
    (first,) = small_office.build()
    before = {path: path.stat().st_mtime_ns for path in small_office.output.rglob("*")}
    (again,) = small_office.build()
    assert again.unchanged and not small_office.progress.narrated
    assert (again.articles, again.files, again.notices) == (first.articles, first.files, first.notices)
    assert before == {path: path.stat().st_mtime_ns for path in small_office.output.rglob("*")}


def test_without_its_manifest_an_edition_has_the_same_bytes(small_office: Any) -> None:
    small_office.build()
    before = small_office.published()
    shutil.rmtree(small_office.root / "work" / "manifests")
    small_office.build()
    assert small_office.published() == before


def test_a_changed_sentence_adds_its_own_speech_only(small_office: Any) -> None:
    small_office.build()
    store = small_office.root / "work" / "store"
    before = {path for path in store.rglob("*") if path.is_file()}
    small_office.write("02 nuoc sach.txt", _second().replace("46 hộ dân", "48 hộ dân"))
    small_office.build()
    assert len({path for path in store.rglob("*") if path.is_file()} - before) == 1


def test_a_renamed_article_leaves_nothing_behind(small_office: Any) -> None:
    small_office.build()
    folder = small_office.input / "2026-11"
    (folder / "02 nuoc sach.txt").rename(folder / "02 nuoc ve ban.txt")
    (small_office.output / "2026-11" / "ghi chu.txt").write_text("của biên tập viên")
    (report,) = small_office.build()
    names = {path.name for path in (small_office.output / "2026-11").iterdir()}
    assert "02-nuoc-ve-ban.mp3" in names and "02-nuoc-sach.mp3" not in names
    assert "ghi chu.txt" in names
    assert "output.unknown-file" in {notice.code for notice in report.notices}


def test_a_build_without_sound_leaves_earlier_sound_alone(small_office: Any) -> None:
    small_office.build()
    before = small_office.published()
    small_office.build(audio=False)
    assert small_office.published() == before


def test_check_speaks_nothing_and_publishes_nothing(small_office: Any) -> None:
    (report,) = small_office.build(publish=False)
    assert not small_office.output.exists() and not report.files
    assert not any("87,5% → tám mươi bảy phẩy năm phần trăm" in reading for reading in report.readings)
    assert "87,5%" in (small_office.root / "proof" / "2026-11.html").read_text("utf-8")
    assert any(line.startswith("phần trăm: ") for line in report.readings)
    assert (small_office.root / "proof" / "2026-11.html").is_file()


def test_a_signed_edition_that_changes_unrevised_is_a_notice(small_office: Any) -> None:
    signed = 'number = "1"\ndate = 2026-11-05\napproved_by = "Lý Thị Mẩy"\n'
    small_office.edition(settings=signed)
    small_office.build()
    small_office.write("02 nuoc sach.txt", _second().replace("46", "47"))
    (report,) = small_office.build()
    assert "edition.not-revised" in {notice.code for notice in report.notices}
    small_office.edition(settings=signed + "revised = 2026-11-06T08:00:00\n")
    (report,) = small_office.build()
    assert "edition.not-revised" not in {notice.code for notice in report.notices}


def test_a_report_is_yielded_as_soon_as_its_edition_is_built(small_office: Any) -> None:
    small_office.edition("2026-12", settings="date = 2026-12-05\n")
    small_office.write("01 tin.txt", "Tin mới của xã\n\nXã có thêm 12 hộ thoát nghèo.\n", "2026-12")
    reports = small_office.reports()
    assert next(reports).id == "2026-11"
    assert (small_office.output / "2026-11").is_dir() and not (small_office.output / "2026-12").exists()
    assert [report.id for report in reports] == ["2026-12", ""]


def test_a_build_continues_if_an_edition_is_removed(small_office: Any) -> None:
    for name in ("2026-12", "2027-01"):
        small_office.edition(name, settings="date = 2026-12-05\n")
        small_office.write("01 tin.txt", "Tin mới của xã\n\nXã có thêm 12 hộ thoát nghèo.\n", name)
    reports = small_office.reports(publish=False)
    next(reports)
    shutil.rmtree(small_office.input / "2026-12")
    gone, last = reports
    assert gone.id == "2026-12" and isinstance(gone.errors[0], SourceError)
    assert last.id == "2027-01" and not last.errors


def test_no_edition_is_built_if_one_of_them_is_missing(small_office: Any) -> None:
    with pytest.raises(SourceError, match="2026-13"):
        small_office.build("2026-11", "2026-13")
    assert not small_office.output.exists()


def test_the_editor_orders_and_skips(small_office: Any) -> None:
    small_office.edition(settings="date = 2026-11-05\norder = [2, 1]\n")
    (report,) = small_office.build()
    assert [line.number for line in report.articles] == [2, 1]
    assert {file.name for file in report.files} >= {"01-nuoc-sach.mp3", "02-xoa-mu-chu.mp3"}
    small_office.edition(settings="date = 2026-11-05\n[articles.1]\nskip = true\n")
    (report,) = small_office.build()
    assert [line.number for line in report.articles] == [2]


def _second() -> str:
    from pathlib import Path as Here

    source = (Here(__file__).parent / "conftest.py").read_text("utf-8")
    return source.partition('SECOND = """')[2].partition('"""')[0]


def test_a_jingle_for_all_editions_is_no_edition(small_office: Any) -> None:
    (small_office.input / "nhac-hieu.wav").write_bytes(b"RIFF")
    assert [report.id for report in small_office.build(publish=False)] == ["2026-11"]


def test_signing_leaves_the_checksum_of_the_proof_page_alone(small_office: Any) -> None:
    def checksum() -> str:
        small_office.build(publish=False)
        page = (small_office.root / "proof" / "2026-11.html").read_text("utf-8")
        return re.search(r"\b[0-9a-f]{4}(-[0-9a-f]{4}){3}\b", page).group()  # type: ignore[union-attr]

    before = checksum()
    small_office.edition(settings='number = "1"\ndate = 2026-11-05\napproved_by = "Lý Thị Mẩy"\n# đã ký\n')
    assert checksum() == before
    small_office.write("02 nuoc sach.txt", _second().replace("46 hộ", "47 hộ"))
    assert checksum() != before


def test_an_editors_own_proof_page_is_used(small_office: Any) -> None:
    own = small_office.input / "templates" / "proof"
    own.mkdir(parents=True)
    (own / "proof.html.j2").write_text("<p>Trang soát của {{ edition.title }}</p>", "utf-8")
    (report,) = small_office.build(publish=False)
    assert report.errors == ()
    assert (small_office.root / "proof" / "2026-11.html").read_text("utf-8") == "<p>Trang soát của Bản tin</p>"


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("", {"01-xoa-mu-chu", "02-nuoc-sach"}),
        ('share = "all"', {"01-xoa-mu-chu", "02-nuoc-sach"}),
        ('share = "chosen"', {"02-nuoc-sach"}),
        ('share = "none"', set()),
    ],
)
def test_an_office_chooses_which_articles_are_files_to_pass_on(
    small_office: Any, setting: str, names: set[str]
) -> None:
    head = f'{setting}\ndate = 2026-11-05\napproved_by = "A"\n[sound]\nvoice = "metronome"\n'
    small_office.edition(settings=f"{head}[articles.2]\nshare = true\n")
    (report,) = small_office.build()
    assert not report.errors
    folder = small_office.output / "2026-11" / "share"
    assert {path.stem for path in folder.glob("*")} == names
    small_office.edition(settings=head.replace(setting, 'share = "none"') if setting else f'share = "none"\n{head}')
    small_office.build()
    assert not list(folder.glob("*")), "what is no longer wanted goes"
