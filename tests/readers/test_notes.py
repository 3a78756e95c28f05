"""Footnotes of every format that has them: the mark stays in its place and refers to its note."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import Article, Sentence, Text, plain
from bantin_media.publication.documents.articles import article_document
from bantin_media.publication.documents.notes import pieces
from bantin_media.readers import read

TITLE = "Xã vùng cao có nước sạch về tận bản"
NOTES = {"1": "Theo báo cáo của xã. Số liệu đến tháng 10.", "2": "Tên cũ của bản Tả Phìn."}
SHOWN = [
    "Từ tháng 3, hơn 200 hộ[1] ở bản Tả Phìn[2] được dùng nước máy, không còn phải gùi nước từ khe.",
    "Công trình dẫn nước dài 7,5 km.[1] Sau bốn tháng, đường ống đã tới cuối bản “Tả Phìn”[2].",
    "Bể lọc đặt ở đầu bản; mỗi hộ góp 12 ngày công để đào rãnh và chôn ống dẫn nước về nhà.",
    "a) Đường ống chính[2];",
    "b) Bể chứa.",
]


def word(name: str, number: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{name}</w:t></w:r><w:r><w:footnoteReference w:id="{number}0"/></w:r>'


def as_docx(docx: Callable[..., Path], spaces: str) -> Path:
    def paragraph(line: str) -> str:
        parts = line.replace("]", "[").split("[")
        runs = [word(parts[place], parts[place + 1]) for place in range(0, len(parts) - 1, 2)]
        return f'<w:p>{"".join(runs)}<w:r><w:t xml:space="preserve">{parts[-1]}</w:t></w:r></w:p>'

    notes = "".join(
        f'<w:footnote w:id="{number}0"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>'
        for number, words in NOTES.items()
    )
    heading = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{TITLE}</w:t></w:r></w:p>'
    footnotes = f"<w:footnotes {spaces}>{notes}</w:footnotes>".encode()
    return docx(heading + "".join(map(paragraph, SHOWN)), parts={"word/footnotes.xml": footnotes})


def as_markdown(folder: Path) -> Path:
    lines = [line.replace("[", "[^n") for line in SHOWN]
    first, second = NOTES.values()
    notes = f"[^n1]: {first.split('. ')[0]}.\n    {first.split('. ')[1]}\n[^n2]: {second}\n[^unused]: Không ai dẫn.\n"
    path = folder / "01 bài.md"
    path.write_text(f"# {TITLE}\n\n" + "\n\n".join(lines) + f"\n\n{notes}\n```\n[^n1]: không phải\n```\n", "utf-8")
    return path


MARKS = {
    "pandoc": '<a href="#fn{0}" class="footnote-ref" id="ref{0}" role="doc-noteref"><sup>{0}</sup></a>',
    "word": '<a style="mso-footnote-id:ftn{0}" href="#_ftn{0}" name="_ftnref{0}">'
    "<span class=MsoFootnoteReference><span>[{0}]</span></span></a>",
    "word, outside in": '<span class=MsoFootnoteReference><a href="#_ftn{0}" name="_ftnref{0}">[{0}]</a></span>',
    "epub": '<sup><a epub:type="noteref" href="#fn{0}">{0}</a></sup>',
}
BODIES = {
    "pandoc": '<section class="footnotes" role="doc-endnotes"><ol>{}</ol></section>',
    "word": '<div style="mso-element:footnote-list">{}</div>',
    "word, outside in": "<div>{}</div>",
    "epub": "{}",
}
OWN = {
    "pandoc": '<li id="fn{0}"><p>{1} <a href="#ref{0}" role="doc-backlink">↩</a></p></li>',
    "word": '<div style="mso-element:footnote" id=ftn{0}><p class=MsoFootnoteText>'
    '<a href="#_ftnref{0}" name="_ftn{0}"><span class=MsoFootnoteReference>[{0}]</span></a> {1}</p></div>',
    "epub": '<aside epub:type="footnote" id="fn{0}"><p>{1}</p></aside>',
}


def as_page(folder: Path, style: str) -> Path:
    body = "".join(f"<p>{line}</p>" for line in SHOWN)
    for number in NOTES:
        body = body.replace(f"[{number}]", MARKS[style].format(number))
    own = OWN.get(style, OWN["word"])
    notes = BODIES[style].format("".join(own.format(number, words) for number, words in NOTES.items()))
    path = folder / "01 bài.html"
    head = "<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title></head>"
    path.write_text(f"{head}<body><article><h1>{TITLE}</h1>{body}{notes}</article></body></html>", "utf-8")
    return path


def with_marks(text: Text) -> str:
    return " ".join(
        "".join(one.words + (f"[{one.mark.number}]" if one.mark else "") for one in pieces(sentence))
        for sentence in text
    )


def shown(article: Article) -> list[str]:
    document = article_document(article, "bai")
    texts = [passage.text for part in document.parts[1:] for passage in part.passages if passage.role != "footnote"]
    return [with_marks(article.lead), *(with_marks(text) for text in texts if not text[0].id.startswith("label-"))]


def check(path: Path) -> Article:
    article = clean(read(path), number=1, slug="bai", override=ArticleOverride())
    assert shown(article) == SHOWN
    assert [plain(note) for note in article.footnotes][:2] == list(NOTES.values())
    return article


def test_a_word_files_notes_are_where_they_were(docx: Callable[..., Path], spaces: str) -> None:
    check(as_docx(docx, spaces))


def test_markdowns_notes_are_where_they_were_and_no_definition_is_lost(tmp_path: Path) -> None:
    article = check_markdown(tmp_path)
    assert plain(article.footnotes[2]) == "Không ai dẫn."


def test_what_stands_between_fences_is_no_note(tmp_path: Path) -> None:
    lines = read(as_markdown(tmp_path)).lines
    assert [line.text for line in lines if "không phải" in line.text] == ["[^n1]: không phải"]


@pytest.mark.parametrize("style", MARKS)
def test_a_pages_notes_are_where_they_were(tmp_path: Path, style: str) -> None:
    article = check(as_page(tmp_path, style))
    assert not [one for one in article.dropped if one.text not in {"[1]", "[2]", "[1] [2]", "↩", "x"}]


def test_each_mark_is_announced_after_its_sentence_and_its_note_leads_back(tmp_path: Path) -> None:
    document = article_document(check_markdown(tmp_path), "bai")
    sentences = [sentence for passage in document.passages for sentence in passage.text]
    texts = [one.text for one in sentences]
    lead = texts.index("Từ tháng 3, hơn 200 hộ ở bản Tả Phìn được dùng nước máy, không còn phải gùi nước từ khe.")
    assert texts[lead + 1 : lead + 3] == ["Ghi chú 1.", "Ghi chú 2."]
    assert len({one.id for one in sentences}) == len(sentences)
    notes = [part for part in document.parts if part.kind == "footnote"]
    assert [bool(part.back) for part in notes] == [True, True, False]
    assert notes[0].back == sentences[lead + 1].id
    assert [plain(passage.text) for passage in notes[0].passages] == ["Ghi chú 1.", NOTES["1"]]
    assert [plain(passage.text) for passage in notes[2].passages] == ["Không ai dẫn."]


def check_markdown(folder: Path) -> Article:
    path = as_markdown(folder)
    path.write_text(path.read_text("utf-8").split("```")[0], "utf-8")
    return check(path)


def test_marks_past_the_end_stand_at_the_end() -> None:
    from bantin_media.model import NoteMark

    sentence = Sentence("s1", "Hết.", (NoteMark("1", 99, 3), NoteMark("2", 0)))
    assert [(one.words, one.mark and one.mark.number) for one in pieces(sentence)] == [("Hết.", "1"), ("", "2")]
