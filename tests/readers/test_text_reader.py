"""Plain text in every usual encoding, and in legacy fonts."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.errors import SourceError
from bantin_media.model import SourceLine
from bantin_media.readers import legacy_fonts, read
from bantin_media.readers.text import is_wrapped
from bantin_media.vietnamese.tables import read_table

TEXT = (
    "Lưu ý: xã Mường Lống có 12 hộ nghèo, ở 3 bản.\n\n"
    "  Uỷ ban nhân dân tỉnh quyết định hỗ trợ giống ngô, phân bón và kỹ thuật; người già, trẻ em được khám bệnh.\n"
    "“Chúng tôi sẽ giữ rừng”, ông Lỳ Sè Ớ nói – đó là lời hứa của bản."
)
WORDS = [line.strip() for line in TEXT.split("\n") if line.strip()]


def in_table(text: str, name: str) -> str:
    """Return `text` as it was typed in a legacy font: the tables reversed."""
    rows = read_table("bantin_media.readers", name)
    back = {row[1]: chr(int(row[0], 16)) if name == "tcvn3" else row[0] for row in rows}
    return "".join(back.get(letter, letter) for letter in text)


def in_cp1258(text: str) -> bytes:
    """Return `text` as Windows encodes it: the tone marks follow the letters."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    result = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        result += bare.encode("cp1258") + "".join(part for part in parts if part in tones).encode("cp1258")
    return result


LOWER = TEXT.lower()
FILES = {
    "utf-8": (TEXT.encode(), TEXT),
    "utf-8 with a mark": (TEXT.encode("utf-8-sig"), TEXT),
    "utf-8 in Windows lines": (TEXT.replace("\n", "\r\n").encode(), TEXT),
    "utf-16": (TEXT.encode("utf-16"), TEXT),
    "utf-16 big": (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT),
    "utf-16 without a mark": (TEXT.encode("utf-16-le"), TEXT),
    "cp1258": (in_cp1258(TEXT), TEXT),
    "TCVN3": (in_table(LOWER, "tcvn3").encode("cp1252"), LOWER),
    "TCVN3 pasted": (in_table(LOWER, "tcvn3").encode(), LOWER),
    "VNI": (in_table(TEXT, "vni").encode("cp1252"), TEXT),
    "VNI pasted": (in_table(TEXT, "vni").encode(), TEXT),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_encoding_gives_the_same_lines(tmp_path: Path, name: str) -> None:
    content, text = FILES[name]
    path = tmp_path / "01.txt"
    path.write_bytes(content)
    draft = read(path)
    assert [line.text for line in draft.lines] == [line.strip() for line in text.split("\n") if line.strip()]
    assert [(line.line, line.indent, line.blank_before) for line in draft.lines] == [
        (1, 0, False),
        (3, 2, True),
        (4, 0, False),
    ]
    assert bool(draft.notices) == (not name.startswith("utf"))


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_a_pasted_paragraph_in_an_old_font_is_converted_alone(tmp_path: Path, name: str) -> None:
    pasted = f"{LOWER.splitlines()[2]}\nsố 5"
    path = tmp_path / "01.txt"
    path.write_text(f"{TEXT}\n{TEXT}\n{in_table(pasted, name)}", "utf-8")
    draft = read(path)
    assert [line.text for line in draft.lines] == [*WORDS, *WORDS, *(line.strip() for line in pasted.split("\n"))]
    assert [notice.code for notice in draft.notices] == ["legacy.recognised"]


def test_wrecked_text_is_refused_with_its_line_and_share(tmp_path: Path) -> None:
    wreck = " ".join(letter for letter in in_table(LOWER, "tcvn3") if letter.strip())
    path = tmp_path / "01.txt"
    path.write_text(f"{WORDS[0]}\n\n{wreck}", "utf-8")
    with pytest.raises(SourceError, match=r"01\.txt:3: .* \d+ %"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        "Nhà văn Müller và bà Noël Ångström đến thăm xã; 5½ ha, 30°C, 12 m², Viettel®, §3, «lời dẫn», 36 µg.",
        "Anak Dliê Ya čiăng hŏng mnuih ƀuôn sang ñu mâo klei hơ̆k mơak.",
        "The province welcomed twelve guests from abroad.",
        "Die Universität Köln lädt alle Gäste herzlich ein.",
    ],
)
def test_other_languages_are_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "01.txt"
    path.write_text(f"{TEXT}\n{text}", "utf-8")
    assert read(path).lines[-1].text == text


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (TEXT.encode()[:-4] + b"\xe1\xba", 4),
        (WORDS[0].encode() + b"\n\n" + WORDS[1].encode() + b" \xff \n", 3),
        (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00", 0),
    ],
)
def test_broken_unicode_is_an_error_with_its_line(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "01.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=f":{line}: " if line else "01"):
        read(path)


def test_control_characters_are_taken_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "01.txt"
    path.write_text("Xin\0 chào\x1b[31m bà\x07 con.\n{{ 7 * 7 }} {% raw %} <b>", "utf-8")
    draft = read(path)
    assert [line.text for line in draft.lines] == ["Xin chào[31m bà con.", "{{ 7 * 7 }} {% raw %} <b>"]
    assert [notice.code for notice in draft.notices] == ["characters.control"]


def test_mail_is_told_by_its_short_lines(tmp_path: Path) -> None:
    path = tmp_path / "01.txt"
    wrapped = "sáng nay hợp tác xã họp bàn việc mở rộng vùng chè và cách\n" * 12
    path.write_text("Kính gửi ban biên tập,\n\n" + wrapped, "utf-8")
    assert read(path).broken_lines
    path.write_text("\n".join(WORDS * 6), "utf-8")
    assert not read(path).broken_lines


@given(st.text(alphabet=legacy_fonts.LETTER + " ,.12", max_size=200))
def test_both_old_fonts_can_say_all_vietnamese(text: str) -> None:
    lower = text.lower()
    assert legacy_fonts.convert(in_table(lower, "tcvn3"), "tcvn3") == lower
    assert legacy_fonts.convert(in_table(text, "vni"), "vni") == text


@given(st.text(max_size=300))
def test_text_without_the_signs_of_old_fonts_is_never_touched(text: str) -> None:
    found = legacy_fonts.recognise([text])
    assert found.lines == (text,) or found.schemes


@given(st.binary(max_size=400))
def test_any_bytes_are_a_draft_or_a_source_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content)
    try:
        draft = read(path)
    except SourceError:
        return
    numbers = [line.line for line in draft.lines]
    assert numbers == sorted(set(numbers))


@pytest.mark.skipif("BANTIN_SAMPLES" not in os.environ, reason="BANTIN_SAMPLES does not name the samples' folder")
def test_the_samples_are_read_and_the_wrecked_one_refused() -> None:
    folder = Path(os.environ["BANTIN_SAMPLES"]) / "samples" / "portal"
    refused = []
    for path in sorted(folder.glob("*.txt")):
        try:
            draft = read(path)
        except SourceError:
            refused.append(path.stem)
            continue
        assert not draft.notices
        assert [line.text for line in draft.lines] == [
            line.strip() for line in path.read_text("utf-8").split("\n") if line.strip()
        ]
    assert refused == ["25"]


@pytest.mark.parametrize(
    ("lines", "going_on", "widest", "wrapped"),
    [
        (7, 6, 60, False), (8, 7, 60, True), (8, 4, 60, True), (8, 3, 60, False), (12, 4, 60, False), (11, 4, 60, True),
        (9, 5, 40, True), (9, 5, 39, False), (9, 5, 100, True), (9, 5, 101, False),
    ],
)  # fmt: skip
def test_lines_of_a_mail_are_told_by_their_width_and_number(
    lines: int, going_on: int, widest: int, *, wrapped: bool
) -> None:
    words = ["A" if number == 0 or number > going_on else "a" for number in range(lines)]
    assert is_wrapped([SourceLine(number, word.ljust(widest, "x")) for number, word in enumerate(words)]) is wrapped


MARKDOWN = """## Bản Phìn Ngan có chợ

**Chợ họp sáng thứ bảy, ngay sân nhà văn hóa.**
Ngày đầu có *34 gian*, bán rau và gà; xem [ảnh chợ](https://example.vn/anh).
> Từ nay bán mớ rau không phải đi 12 km.
- Gửi xe miễn phí
2. Họp cả ngày lễ
Sân rộng 3 * 4 sào * hai đầu; snake_case_name ở ***cuối***
![](01 anh.jpg)
"""


def test_markdown_signs_in_a_text_file_give_kinds_to_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "bài.txt"
    path.write_text(MARKDOWN, "utf-8")
    (tmp_path / "01 anh.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(20))
    draft = read(path)
    assert [(line.line, line.kind.value, line.bold, line.text) for line in draft.lines] == [
        (1, "heading", False, "Bản Phìn Ngan có chợ"),
        (3, "text", True, "Chợ họp sáng thứ bảy, ngay sân nhà văn hóa."),
        (4, "text", False, "Ngày đầu có 34 gian, bán rau và gà; xem ảnh chợ."),
        (5, "quote", False, "Từ nay bán mớ rau không phải đi 12 km."),
        (6, "text", False, "- Gửi xe miễn phí"),
        (7, "text", False, "2. Họp cả ngày lễ"),
        (8, "text", False, "Sân rộng 3 * 4 sào * hai đầu; snake_case_name ở cuối"),
        (9, "picture", False, ""),
    ]
    assert draft.lines[-1].picture is not None
    assert [line.blank_before for line in draft.lines] == [False, True, *[False] * 6]


@pytest.mark.parametrize("text", ["# Chợ mới\nMột dòng.", "***\nHết.", "Mật khẩu: a**b\n2**3", "#BanTin\n##4"])
def test_a_text_without_markdown_signs_remains_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bài.txt"
    path.write_text(text, "utf-8")
    assert [line.text for line in read(path).lines] == text.split("\n")
