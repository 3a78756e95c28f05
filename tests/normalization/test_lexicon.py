"""Lexicon rows take precedence, on whole words and in their context only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.configuration.settings import ReadingStyle
from bantin_media.errors import LexiconError
from bantin_media.normalization import Lexicon, Normalizer
from bantin_media.normalization.lexicon import load


def lexicon(folder: Path, *files: str) -> Lexicon:
    paths = []
    for number, text in enumerate(files):
        path = folder / f"{number}.tsv"
        path.write_text(text, "utf-8")
        paths.append(path)
    return load([*paths, folder / "no such file.tsv"])


NO_ROWS = Lexicon()
DEFAULT = ReadingStyle()


def said(text: str, words: Lexicon = NO_ROWS, style: ReadingStyle = DEFAULT) -> str:
    return Normalizer(style, words).read(text).spoken


def test_the_editors_row_is_first_and_never_inside_a_word(tmp_path: Path) -> None:
    words = lexicon(tmp_path, "# ghi chú\n\nPác\tPạc\nUBND\tủy ban\n30a\tba mươi a phẩy\nđịa phương\tđịa hạt\n")
    assert said("UBND xã Pác Nặm, Chương trình 30a", words) == "ủy ban xã Pạc Nặm, Chương trình ba mươi a phẩy"
    assert said("Địa phương và điạ phươngx", words).startswith("địa hạt")
    assert said("UBNDT 130a", words) != said("UBND 30a", words)
    assert "phẩy" not in said("130a 30ab", words)


def test_the_context_chooses_between_rows(tmp_path: Path) -> None:
    words = lexicon(tmp_path, "BCH\tban chỉ huy\tafter:quân sự\nBCH\tban chấp hành\nCĐ\tcao đẳng\tbefore:trường\n")
    assert said("BCH Quân sự xã", words) == "ban chỉ huy Quân sự xã"
    assert said("BCH Đảng bộ", words) == "ban chấp hành Đảng bộ"
    assert said("trường CĐ nghề", words) == "trường cao đẳng nghề"


def test_a_later_file_wins(tmp_path: Path) -> None:
    assert said("ABC", lexicon(tmp_path, "ABC\tmột\n", "ABC\thai\n")) == "hai"


def test_a_changed_row_changes_the_sentences_that_hold_it(tmp_path: Path) -> None:
    sentences = ["Xã Pác Nặm có 5 thôn.", "Thôn Pắc Nặm.", "Ngày 2/9 ở Pác Nặm", "PácNặm", "nặm pác"]
    before, after = (
        [said(one, lexicon(tmp_path, f"Pác Nặm\t{spoken}\n")) for one in sentences] for spoken in ("Pác Nặm", "Pạc Nậm")
    )
    assert [old != new for old, new in zip(before, after, strict=True)] == [True, False, True, False, False]


@pytest.mark.parametrize(
    "row",
    ["UBND", "UBND\t", "\tủy ban", "A\tb\tc\td", "A\t5 xã", "A\tb & c", "A\tb\tnear:c", "A\tb\tbefore:", "A\tb\nA\tc"],
)
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, row: str) -> None:
    with pytest.raises(LexiconError) as caught:
        lexicon(tmp_path, "# dòng đầu\n" + row + "\n")
    assert caught.value.where.endswith("0.tsv:3" if "\n" in row else "0.tsv:2")
    assert caught.value.hint


def test_letters_that_no_voice_has_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "lexicon.tsv").write_text("IJ\tHồ ĳssel\nLodz\tŁódź\n", "utf-8")
    normalizer = Normalizer(lexicon=load([tmp_path / "lexicon.tsv"]))
    assert normalizer.read("IJ và Lodz").spoken == "Hồ ijssel và Lódź"


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "lexicon.tsv").write_bytes(b"\xff\xfe\x00A")
    with pytest.raises(LexiconError):
        load([tmp_path / "lexicon.tsv"])


@pytest.mark.parametrize(
    ("style", "written", "spoken"),
    [
        (ReadingStyle(zero_tens="lẻ"), "105 xã", "một trăm lẻ năm xã"),
        (ReadingStyle(thousand="ngàn"), "5.000 cây", "năm ngàn cây"),
        (ReadingStyle(zero_hundreds=False), "năm 2009", "năm hai nghìn linh chín"),
        (ReadingStyle(four_after_tens="bốn"), "24 xã", "hai mươi bốn xã"),
        (ReadingStyle(april="bốn"), "ngày 30/4", "ngày ba mươi tháng bốn"),
        (ReadingStyle(april="bốn"), "tháng 4", "tháng bốn"),
        (ReadingStyle(decimals="number"), "0,28%", "không phẩy hai mươi tám phần trăm"),
        (ReadingStyle(decimals="number"), "3,05", "ba phẩy không năm"),
    ],
)
def test_the_style_chooses_between_two_good_ways(style: ReadingStyle, written: str, spoken: str) -> None:
    assert said(written, style=style) == spoken


def test_decomposed_text_is_read_as_composed_and_kept_as_written() -> None:
    text = "Huye\u0302\u0323n Pa\u0301c Na\u0306\u0323m co\u0301 5 xa\u0303"
    reading = Normalizer().read(text)
    assert reading.spoken == "Huyện Pác Nặm có năm xã"
    assert reading.written == text
