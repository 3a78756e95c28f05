"""The certainty of readings of abbreviations: the only possibility, decided by context words, or a guess."""

from __future__ import annotations

import pytest

from bantin_media.model import Certainty, Token
from bantin_media.normalization import Normalizer
from bantin_media.normalization.words import readings
from bantin_media.vietnamese.tables import read_table

NORMALIZER = Normalizer()


def token(text: str, written: str) -> Token:
    return next(one for one in NORMALIZER.read(text).tokens if one.written == written)


@pytest.mark.parametrize(
    ("text", "written", "spoken"),
    [
        ("Lãnh đạo UBND dự họp", "UBND", "ủy ban nhân dân"),
        ("Xã thu mua SX, bán lẻ", "SX", "sản xuất"),
        ("QĐ vừa ký hôm qua", "QĐ", "quyết định"),
    ],
)
def test_a_form_that_nothing_speaks_against_is_certain(text: str, written: str, spoken: str) -> None:
    found = token(text, written)
    assert (found.spoken, found.certainty) == (spoken, Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("text", "written", "spoken", "evidence"),
    [
        ("BCH Đảng bộ xã Nà Mây", "BCH", "ban chấp hành", "… đảng bộ"),
        ("BCH Quân sự xã Nà Mây", "BCH", "ban chỉ huy", "… quân sự"),
        ("nhà thầu nộp HSDT đúng hạn", "HSDT", "hồ sơ dự thầu", "… nhà thầu …"),
        ("điều chỉnh QH chi tiết 1/500", "QH", "quy hoạch", "điều chỉnh …"),
        ("công ty CTN Bản Lùng", "CTN", "cấp thoát nước", "công ty …"),
    ],
)
def test_words_around_decide(text: str, written: str, spoken: str, evidence: str) -> None:
    found = token(text, written)
    assert (found.spoken, found.certainty, found.evidence) == (spoken, Certainty.CONTEXT, evidence)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Sáng nay BCH gặp mặt", "BCH"),
        ("Hôm qua BTC gặp mặt", "BTC"),
        ("Thư gửi PGD từ tuần trước", "PGD"),
        ("Mấy bạn CQ nghỉ sớm", "CQ"),
        ("Xã còn nợ tiền của DS và một số hộ", "DS"),
        ("Đoàn đến phòng thí nghiệm tại ĐH hôm qua", "ĐH"),
        ("Kết luận của TTCP đã có", "TTCP"),
        ("tên lửa phòng không HQ bảo vệ đảo", "HQ"),
        ("Cuốn kịch bản gồm quyết định, báo cáo và TB khác", "TB"),
        ("Bộ đội Biên phòng TP đã đến", "TP"),
        ("Đây là TV nói về môn này; hôm nay trời mưa to và gió lớn, ai cũng lo cho tiết sau", "TV"),
    ],
)
def test_an_ambiguous_form_without_evidence_is_a_reported_guess(text: str, written: str) -> None:
    reading = NORMALIZER.read(text)
    found = next(one for one in reading.tokens if one.written == written)
    assert found.certainty is Certainty.GUESS
    assert found.other
    assert [notice.code for notice in reading.notices] == ["reading.ambiguous-abbreviation"]


def test_two_meanings_with_about_as_much_evidence_are_a_guess() -> None:
    found = token("HCN nêu trên có chiều dài nhỏ, còn hộ nghèo ít", "HCN")
    assert found.certainty is Certainty.GUESS
    assert {found.spoken, found.other} == {"hộ cận nghèo", "hình chữ nhật"}


def test_the_other_reading_of_a_guess_is_words() -> None:
    found = token("Họ nhắc TE từ sáng", "TE")
    assert found.certainty is Certainty.GUESS
    assert found.other == "tê e"


@pytest.mark.parametrize(
    ("text", "written"),
    [("Sáng nay thì H. Mai ra về", "H."), ("nhóm HT-BHXH gặp mặt", "HT-BHXH")],
)
def test_a_place_or_a_compound_that_may_be_another_is_a_guess(text: str, written: str) -> None:
    found = token(text, written)
    assert found.certainty is Certainty.GUESS
    assert found.other


@pytest.mark.parametrize(
    ("text", "written", "certainty"),
    [
        ("giống lúa BC15 mới", "BC15", Certainty.CERTAIN),
        ("mạng 5G mới", "5G", Certainty.CERTAIN),
        ("hộp BN12 mới", "BN12", Certainty.GUESS),
        ("Họ xin 6 t nữa", "t", Certainty.GUESS),
        ("ở tổ d từ lâu", "d", Certainty.CERTAIN),
        ("gặp ở TINH từ lâu", "TINH", Certainty.GUESS),
    ],
)
def test_letters_with_digits_and_lone_letters(text: str, written: str, certainty: Certainty) -> None:
    assert token(text, written).certainty is certainty


@pytest.mark.parametrize(
    ("text", "written"), [("Chở người ốm vào BV 5 trong đêm", "BV"), ("Xã làm theo BC 7 vừa gửi", "BC")]
)
def test_a_function_word_and_a_number_are_no_firm_evidence(text: str, written: str) -> None:
    found = token(text, written)
    assert found.certainty is Certainty.GUESS and found.other


def test_an_office_of_the_police_is_certain() -> None:
    assert token("đội của PC07 đến", "PC07").certainty is Certainty.CERTAIN


def test_every_shape_of_two_numbers_has_words_for_the_editor() -> None:
    shapes = {row[3] for row in read_table("bantin_media.normalization", "pair") if row[2] == "shape"}
    assert shapes == set(readings("shape"))
