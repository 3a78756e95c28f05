"""The language of passages: what a page's `lang` and Word's `w:lang` say comes along with the line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.readers import read

FRENCH = "Je suis venu ici pour la première fois au mois de mars."
ENGLISH = "The rice terraces are ready for the harvest."
VIETNAMESE = "Xã Nà Phạ vừa họp phiên cuối năm."
PAGE = """<html lang="en"><body><h1>{vi}</h1>
<p lang="fr">{fr}</p>
<div lang="en-US"><p>{vi}</p><p>{en}</p></div>
<blockquote xml:lang="fr"><p>{fr}</p></blockquote>
<p><span lang="EN-US">{vi}</span> <i lang="fr">au mois de mars</i></p>
<ul lang="tyz"><li>Slam pi noọng</li><li lang="vi">{vi}</li></ul>
<p>{vi}</p></body></html>"""


def languages(path: Path) -> list[str]:
    return [line.language for line in read(path).lines]


def test_a_page_hands_down_the_language_of_its_passages(tmp_path: Path) -> None:
    path = tmp_path / "01 bai.html"
    path.write_text(PAGE.format(fr=FRENCH, en=ENGLISH, vi=VIETNAMESE), "utf-8")
    assert languages(path) == ["", "fr", "", "en-US", "fr", "", "tyz", "", ""]


@pytest.mark.parametrize(
    ("text", "tag", "language"), [(FRENCH, "fr-FR", "fr-FR"), (VIETNAMESE, "en-US", ""), (FRENCH, "", "")]
)
def test_word_tells_of_its_runs(docx: Callable[..., Path], text: str, tag: str, language: str) -> None:
    half = len(text) // 2
    runs = "".join(
        f"<w:r><w:rPr>{f'<w:lang w:val={chr(34)}{tag}{chr(34)}/>' if tag else ''}</w:rPr>"
        f'<w:t xml:space="preserve">{part}</w:t></w:r>'
        for part in (text[:half], text[half:])
    )
    assert languages(docx(f"<w:p>{runs}</w:p>")) == [language]
