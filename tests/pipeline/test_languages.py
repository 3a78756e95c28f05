"""A passage in another language is marked in book and page, reported, and not read by a Vietnamese voice."""

from __future__ import annotations

import re
from typing import Any
from zipfile import ZipFile

from bantin_media.configuration.editions import Source
from bantin_media.configuration.settings import ArticleOverride, ReadingStyle
from bantin_media.pipeline.preparation import Task, prepare
from bantin_media.speech.running_order import SpokenTemplates

FRENCH = "Les montagnes sont belles. Je reviendrai au mois de mars avec mes amis."
TAY = "Slam pi noọng khảu rườn."
VIETNAMESE = "Bà con bản Tả Phìn vừa đón khách từ xa đến thăm chợ phiên."
PAGE = f"""<html><body><h1>Khách xa thăm chợ phiên</h1><p>{VIETNAMESE}</p><blockquote lang="fr">{FRENCH}</blockquote>
<p>Khách nói vậy khi ra về.</p><ol lang="tyz" type="a"><li>{TAY}</li></ol><p>Mùa sau lại gặp.</p></body></html>"""


def test_a_foreign_passage_is_shown_reported_and_not_spoken(office: Any) -> None:
    office.edition()
    office.write("01 cho phien.html", PAGE)
    (report,) = office.build()
    assert report.errors == ()
    notices = [one.what for one in report.notices if one.code == "reading.another-language"]
    assert ["Tiếng Pháp: 2 đoạn" in notices[0], "Tiếng Tày: 1 đoạn" in notices[1]] == [True, True]
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
    notices = [one.what for one in report.notices if one.code == "reading.another-language"]
    assert len(notices) == 1
    assert "Tiếng Pháp" in notices[0]


PHRASES = f"""<html><body><h1>Chuyện <span lang="fr">joie de vivre</span> ở bản Tả Phìn</h1><p>{VIETNAMESE}</p>
<p>Khách nói: “<i lang="fr">Les montagnes sont si belles</i>”, rồi về; chữ “la” vẫn là la.</p>
<table border="1"><caption>Lời chào, <i lang="fr">comme on la dit ici</i></caption>
<tr><th>Ai</th><th>Chào thế nào</th></tr><tr><td>Khách</td><td lang="fr">Nous sommes très contents</td></tr>
<tr><td>Bà con</td><td>Chào khách</td></tr></table>
<ol type="a"><li>Khách hỏi: <span lang="en">where is the old market road</span>?</li><li>Bà con chỉ đường.</li></ol>
<p>Nói rồi: “<i lang="fr">À bientôt. Merci de votre accueil chaleureux</i>” và đi.</p>
<blockquote>Bia ghi: <i lang="fr">tout le monde est venu</i>.</blockquote></body></html>"""


def test_phrases_keep_their_language_and_leave_a_silence(office: Any) -> None:
    office.edition()
    office.write("01 cho phien.html", PHRASES)
    (report,) = office.build()
    assert report.errors == ()
    notices = {one.code: one.what for one in report.notices if one.code.startswith("reading.")}
    assert (
        "Tiếng Anh: 1 đoạn" in notices["reading.another-language"]
        or "Tiếng Pháp" in notices["reading.another-language"]
    )
    assert "joie de vivre" in notices["reading.foreign-phrase"]
    folder = office.output / "2026-11"
    page = (folder / "index.html").read_text("utf-8")
    with ZipFile(folder / "2026-11-co-tieng.epub") as book:
        article, contents = (book.read(f"EPUB/text/{name}.xhtml").decode() for name in ("01-cho-phien", "contents"))
        overlay = book.read("EPUB/overlays/01-cho-phien.smil").decode()
    for words in ("joie de vivre", "Les montagnes sont si belles", "comme on la dit ici", "tout le monde est venu"):
        assert f'<span lang="fr" xml:lang="fr">{words}</span>' in article
        assert f'<span lang="fr">{words}</span>' in page
    assert '<span lang="fr" xml:lang="fr">joie de vivre</span>' in contents
    assert '<bdi>Chuyện <span lang="fr">joie de vivre</span> ở' in page
    assert 'a. Khách hỏi: <span lang="en">where is the old market road</span>?' in page
    cell = re.search(r'<span id="(s\d+)" lang="fr" xml:lang="fr">Nous sommes', article)
    assert cell
    assert f'#{cell[1]}"' not in overlay
    source = Source(1, "bai", office.root / "input" / "2026-11" / "01 cho phien.html")
    script = " ".join(
        cue.spoken
        for cue in prepare(Task(source, ArticleOverride(), ReadingStyle(), (), SpokenTemplates())).script.cues
    )
    assert "Khách nói, rồi về, chữ la vẫn là la." in script
    assert "Khách hỏi? bê, Bà con chỉ đường." in script
    assert "Nói rồi. và đi." in script
    for word in ("montagnes", "contents", "market", "accueil"):
        assert word not in script
