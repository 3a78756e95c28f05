"""PDFs of several pages, as made by printers and scanners."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject
from tests.tiny_pdf import of_letters
from tests.tiny_pdf import pdf as pdf_of

from bantin_media.errors import SourceError
from bantin_media.model import LineKind
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


def stamped(whole: bytes, stamps: list[tuple[int, bytes, int]]) -> bytes:
    """Put stamps on the page of a PDF: the position of each, its drawing in the page's font, its flags."""
    writer = PdfWriter(clone_from=BytesIO(whole))
    page = writer.pages[0]
    page[NameObject("/Annots")] = annotations = ArrayObject()
    for left, drawn, flags in stamps:
        looks = StreamObject()
        looks.set_data(b"BT /F1 12 Tf 0 0 Td " + drawn + b" Tj ET")
        looks[NameObject("/Resources")] = page["/Resources"]
        annotation = DictionaryObject()
        annotation[NameObject("/Subtype")] = NameObject("/Widget")
        annotation[NameObject("/F")] = NumberObject(flags)
        annotation[NameObject("/Rect")] = ArrayObject(NumberObject(one) for one in (left, 700, left + 40, 720))
        annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(looks)})
        annotations.append(writer._add_object(annotation))
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_stamped_number_and_day_stand_in_their_gaps(tmp_path: Path, pdf: Pdf) -> None:
    lines = ["Số:      /TTr-SNV", "Nà Phạ, ngày     tháng 8 năm 2026", "Sở kính trình.", "7125"]
    whole = pdf(lines)
    letters = sorted({letter for line in lines for letter in line})
    drawn = {
        text: f"<{''.join(f'{letters.index(one) + 1:04X}' for one in text)}>".encode() for text in ("72", "15", "Sở")
    }
    path = tmp_path / "01.pdf"
    path.write_bytes(stamped(whole, [(400, drawn["15"], 4), (120, drawn["72"], 132), (300, drawn["Sở"], 4)]))
    draft = read(path)
    assert [one.text for one in draft.lines] == ["Số: 72/TTr-SNV", "Nà Phạ, ngày 15 tháng 8 năm 2026", *lines[2:]]
    assert [one.text for one in draft.dropped] == ["Sở"]
    assert "pdf.stamp" in [one.code for one in draft.notices]


def test_a_hidden_field_says_nothing(tmp_path: Path, pdf: Pdf) -> None:
    path = tmp_path / "01.pdf"
    path.write_bytes(stamped(pdf(["Số:      /TTr-SNV", "Sở kính trình."]), [(120, b"<0001>", 2)]))
    draft = read(path)
    assert draft.lines[0].text.split() == ["Số:", "/TTr-SNV"]
    assert not draft.dropped


def drawn_at(pieces: list[tuple[int, int, float, str]]) -> bytes:
    """A page with pieces at given positions: left, height, size, words."""
    content = "\n".join(f"BT/F1 {size} Tf 1 0 0 1 {left} {up} Tm({text})Tj ET" for left, up, size, text in pieces)
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content.encode()),
            b"<</Type/Font/Subtype/TrueType/BaseFont/Y/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[%s]>>"
            % b" ".join([b"500"] * 95),
        ]
    )


def test_what_is_raised_or_lowered_and_a_footnote(tmp_path: Path) -> None:
    path = tmp_path / "01.pdf"
    path.write_bytes(
        drawn_at(
            [
                (85, 780, 14, "Ba con trong thon be con kenh theo khoan 3"), (380, 786, 9, "1"),
                (385, 780, 14, ", trong ba hom."),
                (50, 760, 14, "Con kenh nay cho ra 10"), (204, 766, 9, "3"), (209, 760, 14, " can thoc."),
                (85, 740, 14, "Trong kenh toan H"), (204, 737, 9, "2"), (209, 740, 14, "O."),
                (50, 63, 6.5, "1"), (56, 60, 10, "Theo ban lang ta,"),
                (50, 48, 10, "xong trong nam nay."),
            ]
        )
    )  # fmt: skip
    first, second, third, note = read(path).lines
    assert (first.text, first.indent) == ("Ba con trong thon be con kenh theo khoan 3, trong ba hom.", 5)
    assert [(mark.letters, mark.note) for mark in first.marks] == [(33, note.note)]
    assert (second.text, second.indent) == ("Con kenh nay cho ra 10³ can thoc.", 0)
    assert third.text == "Trong kenh toan H₂O."
    assert (note.kind, note.marker, note.text) == (LineKind.FOOTNOTE, "1", "Theo ban lang ta, xong trong nam nay.")


def test_a_small_line_that_no_figure_begins_is_no_note(tmp_path: Path) -> None:
    path = tmp_path / "01.pdf"
    path.write_bytes(drawn_at([(50, 780, 14, "Ba con trong thon be con kenh."), (50, 60, 9, "1 can thoc cho ba nha.")]))
    assert [one.text for one in read(path).lines] == ["Ba con trong thon be con kenh.", "1 can thoc cho ba nha."]


def test_the_type_and_the_gaps_of_lines_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "01.pdf"
    heading = drawn_at(
        [
            (50, 780, 20, "Con kenh moi"),
            (50, 750, 14, "Ba con trong thon be con kenh theo khoan cua lang,"),
            (50, 732, 14, "Xa cho may xuc trong ba hom, thon cho gao va rau."),
            (50, 714, 14, "Thon con lam them mot doan duong be tong ra dong."),
            (50, 690, 14, "Con kenh nay cho nuoc vao ca canh dong cua lang."),
            (50, 672, 14, "Nha nao cung mung."),
        ]
    )
    path.write_bytes(heading)
    lines = read(path).lines
    assert [one.size for one in lines] == [40, 28, 28, 28, 28, 28]
    assert [one.blank_before for one in lines[1:]] == [True, False, False, True, False]
    path.write_bytes(heading.replace(b"/BaseFont/Y/", b"/BaseFont/Y-Bold/"))
    assert {one.bold for one in read(path).lines} == {True}
    assert {one.bold for one in lines} == {False}
