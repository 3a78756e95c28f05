"""The proof page: each article next to its source, guesses with their settings, readings, the signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import html

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import (
    Article,
    Certainty,
    Draft,
    Dropped,
    Edition,
    NoteMark,
    Notice,
    Reading,
    Sentence,
    SourceLine,
    Token,
    Traced,
)
from bantin_media.publication.writers.proof import spoken_otherwise, stretches, write_proof

SOURCE = """Tăng cỡ chữ
Thứ hai, 04/03/2024 10:00:05
Ngày hội trồng cây <script>alert(1)</script>

05/03/2024

Sáng 5/3, cả xã cùng nhau ra đồi trồng cây, ai cũng mang theo cuốc xẻng và một cây giống của nhà mình.

Bà con xã vùng cao cùng nhau trồng cây keo giống tại ngọn đồi sau trường học

Đến chiều, hơn 2.000 cây keo đã xanh ngọn đồi sau trường. Trẻ nhỏ tưới nước, người lớn cắm cọc, tiếng cười nói râm
ran cả một vùng. Tất cả hẹn nhau sang năm sẽ trồng tiếp ngọn đồi bên cạnh, để đồi nào cũng có bóng cây.
"""


@pytest.fixture
def article() -> Article:
    lines, blank = [], True
    for number, text in enumerate(SOURCE.splitlines(), 1):
        if text:
            lines.append(SourceLine(number, text, blank_before=blank))
        blank = not text
    draft = Draft(Path("01 ngày hội.txt"), tuple(lines))
    return clean(draft, number=1, slug="01-ngay-hoi", override=ArticleOverride())


@pytest.fixture
def edition(article: Article) -> Edition:
    return Edition(
        "2024-03", "Bản tin xã", "Số 3", date(2024, 3, 31), datetime(2024, 3, 31, tzinfo=UTC), "Ủy ban nhân dân xã",
        articles=(article,), notices=(*article.notices, Notice("order.unknown", "edition.toml", "không có bài 9")),
    )  # fmt: skip


READING = Reading(
    (
        Token("Hơn", "hơn", "word"),
        Token(" ", "", "space"),
        Token("2.000", "hai nghìn", "cardinal"),
        Token(" ", "", "space"),
        Token("2.000", "hai nghìn", "cardinal"),
        Token("UBND", "ủy ban nhân dân", "abbreviation"),
        Token(".", ".", "punctuation"),
    ),
    "hơn hai nghìn.",
)


def page(edition: Edition, folder: Path, **more: object) -> html.HtmlElement:
    target = write_proof(
        edition, folder / "proof" / "2024-03.html", readings={"01-ngay-hoi": (READING,)}, checksum="abc123", **more
    )  # type: ignore[arg-type]
    return html.fromstring(target.read_bytes().decode("utf-8"))


def test_dropped_lines_are_struck_through_with_their_reason(edition: Edition, tmp_path: Path) -> None:
    struck = {
        row.find("del").text: row.find("i").text
        for row in page(edition, tmp_path).iter("li")
        if row.find("del") is not None
    }
    assert set(struck) == {"Tăng cỡ chữ", "Thứ hai, 04/03/2024 10:00:05"}
    assert all(struck.values())


def test_every_source_line_is_shown_next_to_the_article(edition: Edition, tmp_path: Path) -> None:
    rows = page(edition, tmp_path).xpath("//ol[@class='source']/li/@value")
    assert [int(row) for row in rows] == [number for number, text in enumerate(SOURCE.splitlines(), 1) if text]


def test_a_guess_brings_the_line_for_edition_toml(edition: Edition, tmp_path: Path) -> None:
    notes = [" ".join(note.itertext()) for note in page(edition, tmp_path).xpath("//div[@class='note']")]
    assert any('keep = ["Bà con xã vùng cao' in note for note in notes)


def test_guesses_about_the_text_are_listed_first(edition: Edition, tmp_path: Path) -> None:
    (changes,) = page(edition, tmp_path).find_class("changes")
    assert "được coi là chú thích ảnh" in changes.text_content()
    assert "keep = [" in changes.text_content()
    assert [one.get("class") for one in changes.itersiblings(preceding=True)] == ["bar"]


def test_readings_are_listed_once_and_sorted() -> None:
    listed = [(one.rule, one.written, one.spoken, one.count) for one in spoken_otherwise([READING, READING])]
    assert listed == [("abbreviation", "UBND", "ủy ban nhân dân", 2), ("cardinal", "2.000", "hai nghìn", 4)]


GUESSED = Reading(
    (
        Token("2-3", "hai đến ba", "range", Certainty.CONTEXT, "… lần", "ngày hai tháng ba"),
        Token("7/9", "bảy trên chín", "ratio", Certainty.GUESS, "a < b", "ngày bảy tháng chín"),
    ),
    "hai đến ba, bảy trên chín",
)


def test_guesses_come_first_with_the_other_reading_and_the_row_that_settles_it(
    edition: Edition, tmp_path: Path
) -> None:
    assert [one.certainty.value for one in spoken_otherwise([READING, GUESSED])] == [
        "guess", "context", "certain", "certain",
    ]  # fmt: skip
    target = tmp_path / "p.html"
    write_proof(edition, target, readings={"01-ngay-hoi": (READING, GUESSED)}, checksum="1")
    shown = html.fromstring(target.read_bytes().decode("utf-8"))
    (guesses,) = shown.find_class("guesses")
    assert guesses.xpath("string(.//td[3])") == "ngày bảy tháng chín?"
    assert guesses.xpath("string(.//td[4])") == "7/9\tngày bảy tháng chín"
    assert guesses.getparent().index(guesses) < guesses.getparent().index(shown.find_class("beside")[0])
    (folded,) = shown.iter("details")
    assert "hai nghìn" in folded.text_content() and "bảy trên chín" not in folded.text_content()


def test_a_draft_is_marked_and_an_approved_edition_is_signed(edition: Edition, tmp_path: Path) -> None:
    draft = page(edition, tmp_path)
    assert "BẢN NHÁP" in draft.text_content()
    assert draft.find("body").get("class") == "draft"
    signed = page(replace(edition, approved_by="Bà Lê Thị Hòa"), tmp_path)
    assert signed.find("body").get("class") is None
    assert "Bà Lê Thị Hòa" in signed.xpath("string(//footer)")


def test_the_page_is_self_contained_and_escaped(edition: Edition, tmp_path: Path) -> None:
    tree = page(edition, tmp_path)
    assert not tree.xpath("//script | //link | //img | //iframe")
    assert not [link for _, _, link, _ in tree.iterlinks() if not link.startswith("#")]
    assert "<script>alert(1)</script>" in tree.text_content()
    assert "abc123" in tree.text_content()
    assert "không có bài 9" in tree.text_content()


def test_the_same_edition_gives_the_same_bytes(edition: Edition, tmp_path: Path) -> None:
    first = write_proof(edition, tmp_path / "a.html", readings={}, checksum="1").read_bytes()
    assert first == write_proof(edition, tmp_path / "b.html", readings={}, checksum="1").read_bytes()


def test_the_head_names_the_issue(edition: Edition, tmp_path: Path) -> None:
    for number, words in (("7", "Số 7"), ("Số 3", "Số 3"), ("Xuân 2026", "Số Xuân 2026")):
        read = page(replace(edition, number=number), tmp_path)
        assert read.find_class("sub")[0].text_content().startswith(f"{words} · ngày 31/03/2024")
        assert read.findtext(".//title").endswith(words.lower())


def test_an_article_with_a_recording_is_marked(edition: Edition, article: Article, tmp_path: Path) -> None:
    recorded = replace(edition, articles=(replace(article, recording=Path("x/01 giong nguoi.mp3")),))
    (spoken,) = page(recorded, tmp_path).find_class("spoken")
    assert "01 giong nguoi.mp3" in spoken.text_content() and "bản ghi âm" in spoken.text_content()


def test_marks_of_notes_stand_in_the_text_with_their_numbers(
    edition: Edition, article: Article, tmp_path: Path
) -> None:
    lead = (Sentence("l1", "Cả xã trồng cây.", (NoteMark("1", 9),)),)
    noted = replace(article, lead=lead, footnotes=((Sentence("n1", "Theo báo cáo của xã."),),))
    read = page(replace(edition, articles=(noted,)), tmp_path)
    assert html.tostring(read.find_class("lead")[0], encoding="unicode").count("trồng<sup>1</sup> cây.") == 1
    assert read.find_class("footnote")[0].text_content() == "1 Theo báo cáo của xã."


def test_an_article_without_title_is_marked(edition: Edition, article: Article, tmp_path: Path) -> None:
    tree = page(replace(edition, articles=(replace(article, title=()),)), tmp_path)
    assert "Chưa có tên bài" in tree.text_content()


def test_a_custom_template_takes_precedence(edition: Edition, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "proof" / "proof.css"
    own.parent.mkdir(parents=True)
    own.write_text("/* riêng */", "utf-8")
    tree = page(edition, tmp_path, overrides=tmp_path / "templates")
    assert "/* riêng */" in tree.xpath("string(//style)")


@pytest.mark.parametrize(
    ("text", "use", "dropped", "expected"),
    [
        ("[14:02] Tho: Họp thôn", "body", {"[14:02] Tho:": "stamp"}, [("[14:02] Tho:", "stamp"), ("Họp thôn", "")]),
        ("Họp thôn | Báo tỉnh", "title", {"| Báo tỉnh": "site"}, [("Họp thôn", ""), ("| Báo tỉnh", "site")]),
        ("Xem thêm", "dropped", {"Xem thêm": "link"}, [("Xem thêm", "of the line")]),
        ("Họp thôn", "body", {"elsewhere": "x"}, [("Họp thôn", "")]),
    ],
)  # fmt: skip
def test_omitted_parts_of_a_line_are_shown_in_it(
    text: str, use: str, dropped: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    traced = Traced(3, text, use, "of the line" if use == "dropped" else "")
    parts = stretches(traced, [Dropped(3, part, reason) for part, reason in dropped.items()])
    assert [(one.text, one.reason) for one in parts] == expected
    assert stretches(Traced(4, text, "body"), [Dropped(3, part, "x") for part in dropped])[0].text == text
