"""Bad input: a clear error with its exit status; everything else is built and output/ stays undamaged."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from bantin_media.commands.cli import main
from bantin_media.errors import ConfigError, SourceError, UnforeseenError
from bantin_media.execution.workers import Workers
from bantin_media.pipeline import build
from bantin_media.pipeline.plan import Request
from bantin_media.readers import READERS

from .conftest import Quiet


def codes(report: Any) -> set[str]:
    return {notice.code for notice in report.notices}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("03 trong.txt", b""),
        ("03 hong.docx", b"not a zip"),
        ("03 la.xyz", b"?"),
        ("02 trung so.txt", "Tiêu đề\n\nMột đoạn văn đủ dài để thành bài.".encode()),
    ],
)
def test_one_bad_article_does_not_stop_the_others(small_office: Any, name: str, content: bytes) -> None:
    (small_office.input / "2026-11" / name).write_bytes(content)
    (report,) = small_office.build()
    assert len(report.errors) == 1 and isinstance(report.errors[0], SourceError)
    assert name in str(report.errors[0])
    assert "01-xoa-mu-chu.mp3" in {file.name for file in report.files}


@pytest.fixture
def faulty_reader(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the suffix of a format whose reader has a fault, like an untested plug-in."""

    def read(path: Any) -> Any:
        return {}[path.name]

    module = ModuleType("bantin_media.readers.faulty")
    module.read = read  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(READERS, ".odt", "faulty")  # type: ignore[arg-type]
    return ".odt"


def test_a_fault_of_the_program_concerns_the_article_that_met_it(small_office: Any, faulty_reader: str) -> None:
    small_office.edition("2026-12")
    small_office.write("01 tin.txt", "Tin\n\nMột đoạn.\n", "2026-12")
    small_office.write(f"03 kho doc{faulty_reader}", "x")
    first, second = small_office.build()
    (error,) = first.errors
    assert isinstance(error, UnforeseenError)
    assert error.where.endswith(f"03 kho doc{faulty_reader}")
    assert "KeyError" in error.what and "readers/__init__.py:" in error.what and "\n" not in str(error)
    assert {"01-xoa-mu-chu.mp3", "02-nuoc-sach.mp3"} <= {file.name for file in first.files}
    assert not second.errors and second.files


class Faulty(Quiet):
    """Progress with a fault: it accepts only one edition."""

    def begin(self, edition: str, steps: int) -> None:
        super().begin({"2026-12": edition}[edition], steps)


def test_a_fault_outside_the_articles_concerns_its_edition(small_office: Any) -> None:
    small_office.edition("2026-12")
    small_office.write("01 tin.txt", "Tin\n\nMột đoạn.\n", "2026-12")
    root = small_office.root
    request = Request(small_office.input, small_office.output, root / "proof", root / "work")
    with Workers(1) as workers:
        first, second, site = build(request, workers, Faulty())
    assert isinstance(first.errors[0], UnforeseenError) and first.errors[0].where.endswith("2026-11")
    assert not second.errors and second.files and not site.errors


def test_a_picture_that_is_no_picture_is_named(small_office: Any) -> None:
    (small_office.input / "2026-11" / "01 anh 1.jpg").write_bytes(b"GIF? no")
    (report,) = small_office.build()
    lines = [str(one) for one in report.errors] + [notice.where for notice in report.notices]
    assert any("01 anh 1.jpg" in one for one in lines)


def test_a_broken_article_does_not_damage_the_last_complete_edition(small_office: Any) -> None:
    small_office.build()
    before = small_office.published()
    good = (small_office.input / "2026-11" / "02 nuoc sach.txt").read_bytes()
    (small_office.input / "2026-11" / "02 nuoc sach.txt").write_bytes(b"")
    (report,) = small_office.build()
    assert report.errors and "edition.kept" in codes(report)
    assert small_office.published() == before
    (small_office.input / "2026-11" / "02 nuoc sach.txt").write_bytes(good)
    (report,) = small_office.build()
    assert not report.errors and small_office.published() == before


def test_an_edition_with_broken_settings_leaves_the_others(small_office: Any) -> None:
    small_office.edition("2026-12", settings='title = "x\n')
    small_office.write("01 tin.txt", "Tin\n\nMột đoạn.\n", "2026-12")
    good, bad = small_office.build()
    assert not good.errors
    assert isinstance(bad.errors[0], ConfigError)
    assert not (small_office.output / "2026-12").exists()


def test_an_edition_without_articles_is_reported(office: Any) -> None:
    office.edition()
    (report,) = office.build()
    assert isinstance(report.errors[0], SourceError)


def test_loose_articles_are_an_edition_with_a_notice(office: Any) -> None:
    (office.input / "tin.txt").write_text(
        "Thêm hộ thoát nghèo\n\nXã Khau Tràng có 12 hộ mới thoát nghèo trong tháng này.\n", "utf-8"
    )
    (report,) = office.build()
    assert not report.errors
    assert codes(report) >= {"edition.loose", "edition.no-number", "edition.no-date"}


@pytest.mark.parametrize(
    ("settings", "status"),
    [('title = "x\n', 3), ("pubisher = 1\n", 3), ('cover = "khong-co.jpg"\n', 3)],
)
def test_the_exit_status_names_the_kind_of_error(
    small_office: Any, settings: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small_office.edition(settings=settings)
    monkeypatch.chdir(small_office.root)
    assert main(["check"]) == status
    output = capsys.readouterr().err
    assert "LỖI" in output and "edition.toml" in output
    monkeypatch.setenv("BANTIN_LANG", "en")
    assert main(["check"]) == status
    assert "ERROR" in capsys.readouterr().err


def test_strict_makes_notices_a_failure(small_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_office.root)
    small_office.edition(settings=None)
    (small_office.input / "2026-11" / "edition.toml").unlink()
    assert main(["check"]) == 0
    assert main(["check", "--strict"]) == 9


def test_an_edition_that_is_not_there_is_named_with_those_that_are(
    small_office: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small_office.root)
    assert main(["build", "2026-13"]) == 4
    assert "2026-11" in capsys.readouterr().err


def test_a_command_that_cannot_be_understood_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dung"]) == 2
    assert main([]) == 2
    assert main(["build", "--workers", "0"]) == 2
    assert "--help" in capsys.readouterr().err


def test_new_makes_an_edition_and_overwrites_nothing(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office.root)
    assert main(["new", "2026-12"]) == 0
    text = (office.input / "2026-12" / "edition.toml").read_text("utf-8")
    assert "date = 2026-12-01" in text
    assert main(["new", "2026-12"]) == 2
    assert main(["new", "../x"]) == 2
    office.write(
        "01 tin.txt", "Thêm hộ thoát nghèo\n\nXã Khau Tràng có 12 hộ mới thoát nghèo trong tháng này.\n", "2026-12"
    )
    assert main(["check", "2026-12"]) == 0


SECRET = "LƯU HÀNH NỘI BỘ\n\nSắp xếp lại các tổ dân phố\n\nPhường dự kiến sáp nhập sáu tổ dân phố thành ba tổ.\n"


@pytest.mark.parametrize(
    ("settings", "refused"),
    [("", True), ('[articles.3]\npublic = ["LƯU HÀNH NỘI BỘ"]\n', False), ('audience = "internal"\n', False)],
)
def test_a_paper_not_for_the_public_is_an_error_until_it_is_allowed(office: Any, settings: str, refused: bool) -> None:
    office.edition(settings=f'number = "1"\ndate = 2026-11-05\n{settings}')
    office.write("01 tin.txt", "Tin vui của bản\n\nBản Lùng có điện.\n")
    office.write("03 mat.txt", SECRET)
    (report,) = office.build(audio=False)
    assert [type(error) for error in report.errors] == [SourceError] * refused
    assert all("LƯU HÀNH NỘI BỘ" in str(error) for error in report.errors)
