"""PDFs of several pages, as printers and scanners make them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.tiny_pdf import of_letters

from bantin_media.errors import SourceError
from bantin_media.readers import photo, read, recognition
from bantin_media.readers.pdf.running import running_lines
from bantin_media.templates import TEMPLATES

Pdf = Callable[..., bytes]


@pytest.mark.parametrize(
    ("pages", "running"),
    [
        ([["BẢN TIN SỐ 4", "một", "Trang 1"], ["BẢN TIN SỐ 4", "hai", "Trang 2"]], {"bản tin số #", "trang #"}),
        ([["một", "- 7 -"], ["hai", "- 8 -"], ["ba", "- 9 -"]], {"- # -"}),
        ([["một", "1/3"], ["hai", "2/3"], ["ba", "3/3"]], {"#/#"}),
        ([["một", "12"], ["hai", "5"], ["ba", "40"]], set()),
        ([["một", "hai"], ["ba", "bốn"]], set()),
        ([["Điều 1. Chợ", "a", "b", "c", "d", "e", "Điều 2. Chợ", "f", "g", "h"], ["Điều 3. Chợ", "i"]], set()),
        ([["lẻ", "a"], ["chẵn", "b"], ["lẻ", "c"], ["chẵn", "d"]], {"lẻ", "chẵn"}),
    ],
)
def test_what_runs_along_the_pages(pages: list[list[str]], running: set[str]) -> None:
    assert set(running_lines(pages).values()) == running


def test_words_drawn_letter_by_letter_are_whole(tmp_path: Path) -> None:
    lines = ["Luật Đất đai quy định cảnh quan ở các xã vùng cao.", "Mỗi năm một lần xã kiểm tra và báo cáo tỉnh."]
    path = tmp_path / "01 luat.pdf"
    path.write_bytes(of_letters(lines * 3))
    assert [line.text for line in read(path).lines] == lines * 3


WORDS = ["Ủy ban nhân dân xã Bản Sen thông báo", "lịch tiêm phòng cho đàn trâu, bò của xã.", "Thời gian: 16/3/2026."]


def scan() -> Image.Image:
    image = Image.new("RGB", (1240, 900), "white")
    font = ImageFont.truetype(str(TEMPLATES / "fonts" / "BeVietnamPro-SemiBold.ttf"), 42)
    for place, line in enumerate(WORDS):
        ImageDraw.Draw(image).text((80, 80 + 90 * place), line, fill="black", font=font)
    return image


@pytest.mark.skipif(recognition.recognizer() is None, reason="Tesseract with its Vietnamese model is not installed")
def test_a_scanned_page_is_read_and_told(tmp_path: Path) -> None:
    scan().save(tmp_path / "01.pdf", resolution=150)
    scan().save(tmp_path / "02 (scan).png")
    for name in ("01.pdf", "02 (scan).png"):
        draft = read(tmp_path / name)
        assert [line.text for line in draft.lines] == WORDS
        assert "ocr.page" in [one.code for one in draft.notices]


def test_without_tesseract_the_way_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "recognizer", lambda: None)
    monkeypatch.setattr(photo, "recognizer", lambda: None)
    scan().save(tmp_path / "01.pdf", resolution=150)
    scan().save(tmp_path / "02 (scan).png")
    for name in ("01.pdf", "02 (scan).png"):
        with pytest.raises(SourceError, match="tesseract-ocr-vie"):
            read(tmp_path / name)
