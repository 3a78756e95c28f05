"""A passage in another language is shown as such in book and page, told, and read by no Vietnamese voice."""

from __future__ import annotations

import re
from typing import Any
from zipfile import ZipFile

FRENCH = "Les montagnes sont belles. Je reviendrai au mois de mars avec mes amis."
TAY = "Slam pi noọng khảu rườn."
VIETNAMESE = "Bà con bản Tả Phìn vừa đón khách từ xa đến thăm chợ phiên."
PAGE = f"""<html><body><h1>Khách xa thăm chợ phiên</h1><p>{VIETNAMESE}</p><blockquote lang="fr">{FRENCH}</blockquote>
<p>Khách nói vậy khi ra về.</p><ol lang="tyz" type="a"><li>{TAY}</li></ol><p>Mùa sau lại gặp.</p></body></html>"""


def test_a_foreign_passage_is_shown_and_told_and_not_said(office: Any) -> None:
    office.edition()
    office.write("01 cho phien.html", PAGE)
    (report,) = office.build()
    assert report.errors == ()
    told = [one.what for one in report.notices if one.code == "reading.another-language"]
    assert ["Tiếng Pháp: 2 câu" in told[0], "Tiếng Tày: 1 câu" in told[1]] == [True, True]
    assert "reading.unknown-word" not in {one.code for one in report.notices}
    folder = office.output / "2026-11"
    page = (folder / "index.html").read_text("utf-8")
    assert re.search(r'<span class="s" id="bai-1-s\d+" lang="fr">Les montagnes', page)
    assert re.search(r'lang="tyz">a\. Slam pi', page)
    captions = (folder / "01-cho-phien.vtt").read_text("utf-8")
    assert "montagnes" not in captions
    assert "Khách nói vậy" in captions
    with ZipFile(folder / "2026-11-co-tieng.epub") as book:
        article = book.read("EPUB/text/01-cho-phien.xhtml").decode()
        overlay = book.read("EPUB/overlays/01-cho-phien.smil").decode()
    spans = re.findall(r'<span id="(s\d+)" lang="(\w+)" xml:lang="\2">', article)
    assert [language for _, language in spans] == ["fr", "fr", "tyz"]
    assert not any(f'#{id}"' in overlay for id, _ in spans)


def test_a_passage_in_the_editions_own_language_is_no_foreign_one(office: Any) -> None:
    office.edition(settings='date = 2026-11-05\nlanguage = "tyz"\n')
    office.write("01 cho phien.html", PAGE)
    (report,) = office.build()
    told = [one.what for one in report.notices if one.code == "reading.another-language"]
    assert len(told) == 1
    assert "Tiếng Pháp" in told[0]
