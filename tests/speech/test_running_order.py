"""The broadcast script of an article: guessed captions are read, a signer is not an author."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bantin_media.model import Article, Edition, Figure, Official, Paragraph, Reading, Sentence
from bantin_media.speech.running_order import Continuity, SpokenTemplates, article_script, programme

CAPTION = "Bà con bản Pù Nhi gùi phân ra nương"


def said(article: Article) -> list[str]:
    script = article_script(article, lambda text: Reading((), text), SpokenTemplates())
    return [cue.spoken for cue in script.cues]


def article(*, guessed: bool = False, official: Official | None = None) -> Article:
    blocks = (
        Figure(None, (Sentence("s1", CAPTION),), guessed=guessed),
        Paragraph((Sentence("s2", "Vụ này cả bản trồng 12 héc-ta ngô."),)),
    )
    title, author = (Sentence("t1", "Vụ ngô ở Pù Nhi"),), (Sentence("a1", "Lầu Y Pà"),)
    return Article(1, "vu-ngo", Path("01.txt"), title, author=author, blocks=blocks, official=official)


@pytest.mark.parametrize("guessed", [True, False])
def test_only_a_guessed_caption_is_read_unasked(guessed: bool) -> None:
    assert (CAPTION in said(article(guessed=guessed))) is guessed


def test_a_signer_is_not_named_as_the_writer() -> None:
    assert "Bài viết của Lầu Y Pà." in said(article())
    assert "Bài viết của Lầu Y Pà." not in said(article(official=Official(signer="Lầu Y Pà")))
    assert "Bài viết của Lầu Y Pà." in said(article(official=Official(signer="Hạng A Sình")))


@pytest.mark.parametrize(("part", "is_said"), [((1, 1), True), ((1, 2), False), ((2, 2), True)])
def test_a_correction_is_spoken_once_after_the_last_article(part: tuple[int, int], is_said: bool) -> None:
    one = article()
    edition = Edition(
        "2026-11", "Bản tin Pù Nhi", "4", date(2026, 11, 5), datetime(2026, 11, 5, tzinfo=UTC), "Xã Pù Nhi"
    )
    continuity = Continuity(edition, part=part, correction="Số hộ là 46.")
    script = article_script(one, lambda text: Reading((), text), SpokenTemplates())
    order, chapters = programme("2026-11", [one], [script], lambda text: Reading((), text), continuity)
    spoken = [cue.spoken for cue in order.cues]
    assert ("Số hộ là 46." in spoken) is is_said is ("Đính chính" in [chapter.title for chapter in chapters])
    if is_said:
        assert spoken.index("Bài viết của Lầu Y Pà.") < spoken.index("Số hộ là 46.") < len(spoken) - 2
        assert spoken[chapters[-1].first_cue] == "Đính chính."


def test_a_changed_template_of_the_office_takes_effect(tmp_path: Path) -> None:
    """The desk is one process that runs for days."""

    def byline() -> str:
        return article_script(article(), lambda text: Reading((), text), SpokenTemplates(tmp_path)).cues[-1].spoken

    assert byline() == "Bài viết của Lầu Y Pà."
    own = tmp_path / "spoken" / "byline.txt.j2"
    own.parent.mkdir()
    own.write_text("Người viết: {{ author }}.\n", "utf-8")
    assert byline() == "Người viết: Lầu Y Pà."
    own.write_text("{{ author }} viết bài này.\n", "utf-8")
    assert byline() == "Lầu Y Pà viết bài này."
    own.unlink()
    assert byline() == "Bài viết của Lầu Y Pà."
