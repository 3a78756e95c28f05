"""A short form that an article explains has that meaning in this article only, unless the editor has a row for it."""

from __future__ import annotations

from pathlib import Path

from bantin_media.normalization import Normalizer
from bantin_media.normalization.lexicon import load


def said(*sentences: str, normalizer: Normalizer | None = None) -> list[str]:
    return [reading.spoken for reading in (normalizer or Normalizer()).read_article(sentences)[0]]


def test_an_article_teaches_its_own_short_forms_title_included() -> None:
    heart = Normalizer()
    title, lead, body = said("Xã Mây đạt ĐKVH", "Đăng ký vẽ hoa (ĐKVH) mở.", "ĐKVH hay.", normalizer=heart)
    assert title == "Xã Mây đạt Đăng ký vẽ hoa"
    assert lead == "Đăng ký vẽ hoa mở."
    assert body == "Đăng ký vẽ hoa hay."
    assert "đê ca vê hát" in heart.read("Xã Mây đạt ĐKVH").spoken


def test_a_second_explanation_holds_from_there_on() -> None:
    sentences = ("Thị trấn (TT) họp.", "TT nhắc.", "Trung tâm (TT) họp.", "TT nhắc.")
    assert said(*sentences) == ["Thị trấn họp.", "Thị trấn nhắc.", "Trung tâm họp.", "Trung tâm nhắc."]


def test_the_editors_row_wins_over_an_explanation(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_text("TT\ttrung tâm\nVQG\tvườn quốc gia\n", "utf-8")
    heart = Normalizer(lexicon=load([path]))
    assert said("Thị trấn (TT) họp.", "TT nhắc.", normalizer=heart) == ["Thị trấn, trung tâm, họp.", "trung tâm nhắc."]
    assert said("Vườn quốc gia (VQG) rộng.", normalizer=heart) == ["Vườn quốc gia rộng."]


def test_the_written_sentence_stays_whole() -> None:
    for text in ("Hợp tác xã (HTX) Mây, HTX (hợp tác xã) Sương", "[NTM] (nông thôn mới", "NTM (", "(NTM)", "()"):
        assert Normalizer().read(text).written == text


def test_a_phrase_of_the_article_explains_an_unknown_form() -> None:
    written = ("Tổ bảo vệ rừng cộng đồng xóm đi tuần.", "Tổ BVRCĐX có mười người.")
    readings, _ = Normalizer().read_article(written)
    assert readings[1].spoken == "Tổ bảo vệ rừng cộng đồng xóm có mười người."
    assert [notice.code for notice in readings[1].notices] == ["reading.written-out-abbreviation"]


def test_two_phrases_with_the_same_initials_explain_nothing() -> None:
    written = ("Tổ quản lý bến xe, tổ quét lá bàng xanh.", "Tổ QLBX họp.")
    readings, _ = Normalizer().read_article(written)
    assert readings[1].spoken == "Tổ quy lờ bê ích họp."


def test_a_form_of_the_table_keeps_its_meaning() -> None:
    written = ("Uống bát nước dừa.", "UBND xã họp.")
    readings, _ = Normalizer().read_article(written)
    assert readings[1].spoken == "ủy ban nhân dân xã họp."
