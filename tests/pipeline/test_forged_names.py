"""Malicious names and links: displayed or refused, never executed and never published."""

from __future__ import annotations

import shutil
import wave
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3

from bantin_media.commands.cli import main
from bantin_media.errors import SourceError
from bantin_media.messages import one_line

ORDERS = ["\x1b[2J\x1b[31m", "\x9b2J", "\x1b]0;x\x07", "\r", "\b\b\b", "\u202e", "\u2028", "\x85"]


@pytest.mark.parametrize("order", [*ORDERS, "\nLỖI  giả: mạo\n"])
def test_a_name_is_shown_and_not_obeyed(
    small_office: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.chdir(small_office.root)
    folder = small_office.input / "2026-11"
    (folder / f"03 tin{order}.txt").write_text("", "utf-8")
    (folder / f"la{order}.png").write_bytes(b"no picture")
    assert main(["check", "--workers", "1"]) == SourceError.exit_status
    assert main(["clean", str(folder / f"03 tin{order}.txt")]) == SourceError.exit_status
    output = "".join(capsys.readouterr())
    assert "03 tin\\" in output
    assert not [letter for letter in output if letter in order and letter != "\n" and not letter.isprintable()]
    assert not [line for line in output.splitlines() if line.startswith("LỖI  giả")]


def test_displayable_text_is_unchanged() -> None:
    assert one_line("Đường mới\u00a0– 1,5\ttỷ 🔔 \u200b") == "Đường mới\u00a0– 1,5\ttỷ 🔔 \u200b"
    assert one_line("a\x1b[0m\nb") == "a\\x1b[0m\\nb"


LINKED = ["01 anh 1.png", "01 nguoi doc.wav", "01 xoa mu chu (doc).txt", "bia.png"]


@pytest.mark.parametrize("name", LINKED)
@pytest.mark.parametrize("where", ["outside", "circle"])
def test_a_link_out_of_the_edition_is_named_and_not_published(small_office: Any, name: str, where: str) -> None:
    outside = small_office.root / "secret" / name
    outside.parent.mkdir()
    outside.write_bytes(b"secret")
    link = small_office.input / "2026-11" / name
    link.symlink_to(outside if where == "outside" else link)
    (report,) = small_office.build(audio=False)
    (error,) = report.errors
    assert isinstance(error, SourceError) and error.where == str(link)
    assert b"secret" not in b"".join(
        path.read_bytes() for path in small_office.root.rglob("output*/**/*") if path.is_file()
    )


def test_a_link_inside_the_edition_is_a_file_like_another(small_office: Any, drawing: Path) -> None:
    folder = small_office.input / "2026-11"
    shutil.copy(drawing, folder / "01 anh 1.png")
    (folder / "02 anh 1.png").symlink_to("01 anh 1.png")
    (report,) = small_office.build(audio=False)
    assert not report.errors


def test_an_edition_of_recordings_alone_is_built(office: Any) -> None:
    folder = office.edition()
    for name in ("01 Phỏng vấn già làng.wav", "02 dan_ca.wav"):
        with wave.open(str(folder / name), "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            ramp = b"".join(int(9000 * (i % 100 - 50) / 50).to_bytes(2, "little", signed=True) for i in range(66150))
            file.writeframes(ramp)
    (report,) = office.build(voice="metronome")
    assert not report.errors
    assert [line.title for line in report.articles] == ["Phỏng vấn già làng", "dan ca"]
    assert all(2900 < line.duration_ms < 4500 for line in report.articles)
    assert ID3(office.output / "2026-11" / "01-phong-van-gia-lang.mp3")["TIT2"].text == ["Phỏng vấn già làng"]
    assert (office.output / "2026-11" / "2026-11.mp3").is_file()


def test_a_recording_without_article_is_no_article_next_to_others(small_office: Any) -> None:
    (small_office.input / "2026-11" / "07 nhac.mp3").write_bytes(b"sound")
    (report,) = small_office.build(audio=False)
    assert len(report.articles) == 2
    assert "edition.unused-file" in {notice.code for notice in report.notices}
