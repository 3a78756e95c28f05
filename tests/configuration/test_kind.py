"""Common oversights: an article taken out, a misspelt section, photographs in a subfolder, a tune for a voice."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from bantin_media.commands.cli import main

SHORT = "Tin mới\n\nXã có thêm 12 hộ thoát nghèo. Bà con phấn khởi.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "input" / "2026-12"
    path.mkdir(parents=True)
    (path / "01 tin.txt").write_text(SHORT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def checked(folder: Path, settings: str, capsys: pytest.CaptureFixture[str]) -> str:
    (folder / "edition.toml").write_text(settings, "utf-8")
    status = main(["check", "--workers", "1"])
    output = capsys.readouterr().err
    assert status == 0, output
    return output


def test_an_article_that_was_taken_out_stops_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = checked(folder, 'order = [3, 1]\n[articles.2]\ntitle = "Cũ"\n', capsys)
    assert output.count("[edition.no-article]") == 2


def test_a_misspelt_section_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = checked(folder, 'sections = ["Kinh tế - Xã hội"]\n[articles.1]\nsection = "Kinh tế - Xã hôi"\n', capsys)
    assert "Kinh tế - Xã hội" in output and "[edition.unknown-section]" in output
    output = checked(folder, 'sections = ["Kinh tế"]\n[articles.1]\nsection = "Thông báo"\n', capsys)
    assert "[edition.unknown-section]" not in output


def test_photographs_in_a_folder_inside_are_not_forgotten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ảnh").mkdir()
    (folder / "ảnh" / "lop.jpg").write_bytes(b"\xff\xd8")
    assert "[edition.pictures-inside]" in checked(folder, "", capsys)
    (folder / "02 bai.md").write_text("# Bài\n\nCó ảnh.\n", "utf-8")
    assert "[edition.pictures-inside]" not in checked(folder, "", capsys)


@pytest.mark.parametrize(("seconds", "is_asked"), [(1, True), (7, False), (180, True)])
def test_a_recording_of_unlikely_length_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str], seconds: int, is_asked: bool
) -> None:
    with wave.open(str(folder / "01 nhac.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\x10\x20" * 8000 * seconds)
    assert ("[recording.length]" in checked(folder, "", capsys)) is is_asked


def test_a_hint_that_fits_several_lines_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "01 tin.txt").write_text("Tin mới\n\nXã có chợ A.\n\nXã có chợ B.\n\nXã có chợ C.\n", "utf-8")
    output = checked(folder, '[articles.1]\ndrop = ["Xã có"]\n', capsys)
    assert "3 dòng" in output and "[override.several]" in output


def test_two_hints_for_one_article_are_merged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "edition.toml").write_text('[articles.1]\nkeep = ["A"]\nkeep = ["B"]\n', "utf-8")
    assert main(["check", "--workers", "1"]) == 3
    assert 'keep = ["A", "B"]' in capsys.readouterr().err
