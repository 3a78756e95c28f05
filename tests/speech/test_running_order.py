"""What a newsreader says of an article: guesses are heard, a signer is no writer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.model import Article, Figure, Official, Paragraph, Reading, Sentence
from bantin_media.speech.running_order import SpokenTemplates, article_script

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
