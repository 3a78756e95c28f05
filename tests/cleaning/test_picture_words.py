"""The editor's texts for pictures, by file name or by number in the article; none is ignored without a notice."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride, PictureWords
from bantin_media.model import Article, Draft, Figure, LineKind, Picture, SourceLine, plain

FOLDER = Path("so")
NAMES = {"beside": "01 ảnh.jpg", "inside": "1"}
BESIDE = Picture(FOLDER / "01 ảnh.jpg")
INSIDE = Picture(FOLDER / "01 bài.docx", "word/media/image1.png", "image1")
LINES = (
    SourceLine(1, "Mùa măng ở Khuổi Pàng"),
    SourceLine(2, "Bà con bản Khuổi Pàng vào rừng hái măng từ sáng sớm, chiều về bán ở chợ xã."),
    SourceLine(3, "", LineKind.PICTURE, picture=INSIDE),
    SourceLine(4, "Ảnh: Măng vừa hái", LineKind.TEXT, role="caption"),
)


def made(**words: PictureWords) -> Article:
    override = ArticleOverride(pictures=tuple((NAMES.get(name, name), one) for name, one in words.items()))
    return clean(Draft(FOLDER / "01 bài.docx", LINES), number=1, slug="bai", override=override, pictures=(BESIDE,))


def figures(article: Article) -> list[tuple[str, str]]:
    return [(plain(one.caption), plain(one.alt)) for one in article.blocks if isinstance(one, Figure)]


def test_each_picture_gets_its_words() -> None:
    article = made(
        inside=PictureWords("Măng bày bán ở chợ", "Ba bó măng trên tấm bạt"),
        beside=PictureWords(alternative="Đường vào bản"),
    )
    assert figures(article) == [("Măng bày bán ở chợ", "Ba bó măng trên tấm bạt"), ("", "Đường vào bản")]
    ids = [sentence.id for one in article.blocks if isinstance(one, Figure) for sentence in (*one.caption, *one.alt)]
    assert len(ids) == len(set(ids))


def test_a_replaced_caption_is_reported() -> None:
    article = made(inside=PictureWords("Măng bày bán ở chợ"))
    assert [one.text for one in article.dropped] == ["Ảnh: Măng vừa hái"]
    assert {one.line: one.use for one in article.trace}[4] == "dropped"


def test_a_caption_from_settings_removes_the_notice_about_a_missing_one() -> None:
    def codes(article: Article) -> set[str]:
        return {one.code for one in article.notices}

    assert "picture.unpaired" in codes(made())
    assert "picture.unpaired" not in codes(made(beside=PictureWords("Đường vào bản")))


def test_an_alternative_that_repeats_the_caption_is_dropped() -> None:
    assert figures(made(beside=PictureWords("Đường vào bản", "đường vào bản")))[1] == ("Đường vào bản", "")
    assert figures(made(inside=PictureWords(alternative="")))[0][1] == ""


def test_a_name_that_fits_no_picture_is_reported() -> None:
    (notice,) = [one for one in made(khac=PictureWords("x")).notices if one.code == "picture.unknown"]
    assert "“khac”" in notice.what


def test_the_hint_for_a_picture_without_a_caption_can_be_pasted() -> None:
    (notice,) = [one for one in made().notices if one.code == "picture.unpaired"]
    line = notice.hint[notice.hint.index("pictures = ") :]
    assert tomllib.loads(line) == {"pictures": {"01 ảnh.jpg": {"caption": "…"}}}
