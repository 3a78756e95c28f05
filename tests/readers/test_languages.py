"""The language of lines and phrases: declarations such as a page's `lang` count only if the words confirm them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tiny_odt import odt

from bantin_media.readers import read

FRENCH = "Je suis venu ici pour la première fois au mois de mars."
ENGLISH = "The rice terraces are ready for the harvest."
VIETNAMESE = "Xã Nà Phạ vừa họp phiên cuối năm."
PAGE = """<html lang="en"><body lang="en-US"><h1>{vi} Facebook</h1>
<p lang="fr">{fr}</p>
<div lang="en-US"><p>{vi}</p><p>{en}</p></div>
<blockquote xml:lang="fr"><p>{fr}</p></blockquote>
<p><span lang="EN-US">{vi} Facebook</span> Khách nói: <i lang="fr">Les <b>montagnes</b> sont belles</i>, rồi về.</p>
<ul lang="tyz"><li>Slam pi noọng</li><li lang="vi">{vi}</li></ul>
<table border="1"><tr><th>Chữ</th><th>Nghĩa</th></tr><tr><td lang="fr">savoir-faire</td><td>nghề</td></tr>
<tr><td>UBND</td><td><span lang="en">World Health Organization</span> và <span lang=EN-US>Facebook</span></td></tr>
</table>
<figure><img src="data:," alt=""><figcaption>Chữ trên bia: <span lang="zh">南國山河</span></figcaption></figure>
<p>Điệu <span lang="tyz">lượn slương</span> của bà con. {vi}</p></body></html>"""


def phrases(path: Path) -> list[tuple[str, str, bool]]:
    return [(one.phrase.text, one.phrase.language, one.phrase.is_read) for one in read(path).phrases]


def test_a_page_tells_of_its_passages_and_phrases(tmp_path: Path) -> None:
    path = tmp_path / "01 bai.html"
    path.write_text(PAGE.format(fr=FRENCH, en=ENGLISH, vi=VIETNAMESE), "utf-8")
    assert phrases(path) == [
        (FRENCH, "fr", False), (ENGLISH, "en-US", False), ("Les montagnes sont belles", "fr", False),
        ("Slam pi noọng", "tyz", False), ("savoir-faire", "fr", True), ("World Health Organization", "en", True),
        ("南國山河", "zh", False), ("lượn slương", "tyz", True),
    ]  # fmt: skip


def run(text: str, tag: str) -> str:
    language = f'<w:lang w:val="{tag}"/>' if tag else ""
    return f'<w:r><w:rPr>{language}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("text", "tag", "language"), [(FRENCH, "fr-FR", ["fr-FR"]), (VIETNAMESE, "en-US", []), (FRENCH, "", [])]
)
def test_word_tells_of_its_runs(docx: Callable[..., Path], text: str, tag: str, language: list[str]) -> None:
    half = len(text) // 2
    runs = run(text[:half], tag) + run(text[half:], tag)
    assert [one for _, one, _ in phrases(docx(f"<w:p>{runs}</w:p>"))] == language


def test_word_tells_of_phrases_and_calls_no_vietnamese_english(docx: Callable[..., Path]) -> None:
    lines = [
        [("Ông nói: “", "vi-VN"), ("We waited", "en-GB"), (" ", ""), ("for this road", "en-GB"), ("” rồi cười.", "")],
        [("Trang Facebook", "en-US"), (" của xã Nà Phạ ", "vi-VN"), ("TTXVN", "en-US"), (" vừa đưa tin.", "en-US")],
    ]
    body = "".join(f"<w:p>{''.join(run(*one) for one in line)}</w:p>" for line in lines)
    cell = f"<w:tc><w:p>{run(ENGLISH, 'en-US')}</w:p></w:tc><w:tc><w:p>{run('nghìn', 'en-US')}</w:p></w:tc>"
    borders = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
    table = f"<w:tbl>{borders}{f'<w:tr>{cell}</w:tr>' * 2}</w:tbl>"
    found = phrases(docx(body + table))
    assert found == [("We waited for this road", "en-GB", False), (ENGLISH, "en-US", False)]


def test_word_believes_a_style_but_no_default(docx: Callable[..., Path], spaces: str) -> None:
    def style(key: str, tag: str, more: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" {more} w:styleId="{key}"><w:name w:val="{key}"/>'
            f'<w:rPr><w:lang w:val="{tag}"/></w:rPr></w:style>'
        )

    styles = style("Normal", "en-US", 'w:default="1"') + style("Lời khách", "fr-FR")
    body = f'<w:p>{run(ENGLISH, "")}</w:p><w:p><w:pPr><w:pStyle w:val="Lời khách"/></w:pPr>{run(FRENCH, "")}</w:p>'
    assert phrases(docx(body, parts={"word/styles.xml": f"<w:styles {spaces}>{styles}</w:styles>".encode()})) == [
        (FRENCH, "fr-FR", False)
    ]


def test_an_odt_tells_of_its_spans(tmp_path: Path) -> None:
    def style(name: str, language: str, country: str) -> str:
        return (
            f'<style:style style:name="{name}" style:family="text"><style:text-properties fo:language="{language}" '
            f'fo:country="{country}"/></style:style>'
        )

    path = odt(
        tmp_path / "01.odt",
        f'<text:p>Ông nói: <text:span text:style-name="T1">{FRENCH}</text:span> rồi cười.</text:p>'
        f'<text:p>{VIETNAMESE} <text:span text:style-name="T2">lượn slương</text:span></text:p>',
        automatic=style("T1", "fr", "FR") + style("T2", "tyz", "none"),
        styles='<style:default-style style:family="paragraph"><style:text-properties fo:language="en" fo:country="US"/>'
        "</style:default-style>",
    )
    assert phrases(path) == [(FRENCH.rstrip("."), "fr-FR", False), ("lượn slương", "tyz", True)]


def test_rich_text_tells_of_its_runs(tmp_path: Path) -> None:
    path = tmp_path / "01.rtf"
    body = r"\pard\lang1066 Khach noi: {\lang1036 Les montagnes sont belles ici}, roi ve.\par"
    body += r"\lang1033 Xa Na Pha hop cuoi nam.\par"
    path.write_bytes(rf"{{\rtf1\ansi\deflang1033 {body}}}".encode("latin-1"))
    assert phrases(path) == [("Les montagnes sont belles ici", "fr-FR", False)]


def test_markdown_takes_the_language_of_a_phrase_and_leaves_other_html_as_text(tmp_path: Path) -> None:
    path = tmp_path / "01.md"
    path.write_text(
        '# Khách xa\n\nÔng nói: <span lang="fr">Les *montagnes* sont belles</span>, rồi [good bye]{lang=en}.\n\n'
        'Mã `<i lang="fr">mot</i>` và <b>đậm</b>, <i lang="fr">hở.\n\n'
        "| a | b |\n|---|---|\n| <q lang=fr>oui, oui</q> | 1 |\n",
        "utf-8",
    )
    draft = read(path)
    assert phrases(path) == [
        ("Les montagnes sont belles", "fr", False), ("good bye", "en", True), ("oui, oui", "fr", True),
    ]  # fmt: skip
    assert [line.text for line in draft.lines[1:3]] == [
        "Ông nói: Les montagnes sont belles, rồi good bye.",
        'Mã <i lang="fr">mot</i> và <b>đậm</b>, <i lang="fr">hở.',
    ]
    assert draft.lines[3].rows[1] == ("oui, oui", "1")
