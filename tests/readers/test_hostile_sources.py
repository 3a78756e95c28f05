"""Malicious files: each is refused with a clear error, or read as harmless words."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bantin_media.errors import SourceError
from bantin_media.model import Draft, Picture
from bantin_media.readers import READERS, read
from bantin_media.readers.pictures import picture_bytes

SUFFIXES = sorted(READERS)
TEXTUAL = [".html", ".md", ".txt"]
MEGABYTE = 1024 * 1024


def attempt(path: Path) -> Draft | None:
    """Read a file; the only permitted error has a place and a hint."""
    try:
        draft = read(path)
    except SourceError as error:
        assert str(path) in error.where
        assert error.what
        assert error.hint
        return None
    numbers = [line.line for line in draft.lines]
    assert numbers == sorted(set(numbers))
    return draft


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 5000,
        b"\xff" * 5000,
        b"<" * 5000,
        b"PK\x05\x06" + b"\0" * 18,
        b"%PDF-1.7\n" + b"(" * 5000,
        b" \n\t\r\n",
    ],
    ids=["empty", "NULs", "ones", "brackets", "empty zip", "pdf of brackets", "blank"],
)
def test_rubbish_is_refused_or_harmless(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"01 {'x' * 200}..é{suffix}"
    path.write_bytes(content)
    draft = attempt(path)
    if not content.strip(b"\0 \n\t\r"):
        assert draft is None


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_links_out_of_the_folder_are_refused(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"bí mật{suffix}").write_text("Mật khẩu", "utf-8")
    (tmp_path / "số 1").mkdir()
    link = tmp_path / "số 1" / f"01{suffix}"
    link.symlink_to(tmp_path / f"bí mật{suffix}")
    assert attempt(link) is None


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_no_file_is_refused(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"01{suffix}").mkdir()
    (tmp_path / f"02{suffix}").symlink_to(tmp_path / f"02{suffix}")
    os.mkfifo(tmp_path / f"03{suffix}")
    for number in ("01", "02", "03", "04"):
        assert attempt(tmp_path / f"{number}{suffix}") is None


def test_a_link_that_leads_to_itself_is_told_without_words_of_the_system(tmp_path: Path) -> None:
    path = tmp_path / "01.txt"
    path.symlink_to(path)
    with pytest.raises(SourceError) as caught:
        read(path)
    assert "vòng về chính nó" in caught.value.what
    assert str(tmp_path) not in caught.value.what


@pytest.mark.parametrize("suffix", TEXTUAL)
def test_a_line_of_fifty_megabytes_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"01{suffix}"
    with path.open("wb") as file:
        file.truncate(0)
        for _ in range(50):
            file.write(b"a " * (MEGABYTE // 2))
    assert attempt(path) is None


@pytest.mark.parametrize("suffix", TEXTUAL)
def test_a_line_longer_than_any_article_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"01{suffix}"
    path.write_text("xin chào " * 60_000, "utf-8")
    assert attempt(path) is None


@pytest.mark.parametrize("suffix", TEXTUAL)
def test_more_lines_than_any_book_are_refused(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bantin_media.readers.builder.MOST_LINES", 2000)
    path = tmp_path / f"01{suffix}"
    separator = "<p>" if suffix == ".html" else "\n\n"
    path.write_text(f"a{separator}" * 2001, "utf-8")
    assert attempt(path) is None


TEMPLATES = [
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "${IFS}",
    "'; DROP TABLE bai; --",
    "<b onclick=x()>",
    "[[ a ]]",
]


@pytest.mark.parametrize("text", TEMPLATES)
def test_code_in_a_text_is_text(tmp_path: Path, docx: Callable[..., Path], p: Callable[..., str], text: str) -> None:
    from xml.sax.saxutils import escape

    made = [docx(p(escape(text)))]
    for suffix, written in ((".txt", text), (".html", f"<p>{escape(text)}</p>")):
        made.append(tmp_path / f"02{suffix}")
        made[-1].write_text(f"<meta charset=utf-8>{written}" if suffix == ".html" else written, "utf-8")
    for path in made:
        draft = attempt(path)
        assert draft is not None
        assert [line.text for line in draft.lines] == [text]


@pytest.mark.parametrize(
    "content",
    [
        ">" * 3000 + " a",
        "".join(" " * (2 * depth) + "- a\n" for depth in range(300)),
        "[" * 3000 + "a",
        "*a **b " * 3000,
        "`" * 3000 + " a",
        "|a" * 2000 + "\n" + "|-" * 2000 + "\n",
        "![x](data:image/png;base64,AAAA) [y](javascript:alert(1)) <script>z()</script>",
    ],
)
def test_markdown_that_wants_to_be_deep_or_slow(tmp_path: Path, content: str) -> None:
    path = tmp_path / "01.md"
    path.write_text(content, "utf-8")
    draft = attempt(path)
    assert draft is None or all("javascript:" not in line.text for line in draft.lines)


@pytest.mark.parametrize(
    "content",
    [
        "<table>" * 1500 + "<tr><td>a",
        "<b>" * 3000 + "a",
        "<ul><li>" * 900 + "a",
        "<table><tr>" + "<td colspan=99999999 rowspan=99999999>a" * 500 + "</table>",
        "<table border=1>" + "<tr><td>a" * 2000 + "<tr>" + "<td>b" * 2000 + "</table>",
        "<p style='" + "font-family:" * 20_000 + "'>a</p>",
        "<style>" + "a{font-family:" * 20_000 + "</style><p>a</p>",
        "<p class='" + "a-" * 50_000 + "'>a</p>",
        "<meta charset=" + "x" * 50_000 + "><p>a</p>",
        "<meta charset=zlib_codec><p>a</p>",
        "<meta charset=idna><p>" + "a" * 20_000 + "</p>",
        "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>a &x;</p>",
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>a</p>",
        "<ol start=99999999999999999999><li value=-5>a</ol><ol type=I start=900000000><li>a</ol>",
        "<p>a</p>" + "<!--" * 20_000,
        "<p " + " ".join(f"a{number}" for number in range(200_000)) + ">a</p>",
        "<p x='>' " + "/".join(f"a{number}" for number in range(200_000)) + ">a</p>",
        "<p>a</p>" + "<b>" * 1_300_000,
        "<p>&#0;&#1;&#xD800;&#x110000;a\ufffe</p>",
    ],
)  # fmt: skip
def test_pages_that_want_to_be_deep_or_slow(tmp_path: Path, content: str) -> None:
    path = tmp_path / "01.html"
    path.write_text(content, "utf-8")
    draft = attempt(path)
    assert draft is None or not any("root:" in line.text for line in draft.lines)


def test_a_page_with_its_pictures_inside_is_read(tmp_path: Path) -> None:
    path = tmp_path / "01.html"
    path.write_text(f"<p>Chữ.</p><img src='data:image/png;base64,{'A' * 12_000_000}'><p>Hết.</p>", "utf-8")
    draft = attempt(path)
    assert draft is not None
    assert [line.text for line in draft.lines] == ["Chữ.", "", "Hết."]


def test_members_of_a_package_are_never_unpacked(
    docx: Callable[..., Path], p: Callable[..., str], tmp_path: Path
) -> None:
    before = set(tmp_path.rglob("*"))
    path = docx(p("Bài."), parts={"../../../thoát.txt": b"x", "/etc/thoát": b"x", "word/media/a.jpg": b"x"})
    assert attempt(path) is not None
    assert set(tmp_path.rglob("*")) - before == {path}


def test_a_package_with_tens_of_thousands_of_members_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "01.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(45_000):
            archive.writestr(f"word/{number:0>60}", b"")
    assert attempt(path) is None


def test_a_document_of_nothing_but_tags_is_refused(docx: Callable[..., Path]) -> None:
    assert attempt(docx("<w:p/>" * 2_600_000)) is None


@pytest.mark.parametrize("part", ["styles", "numbering", "footnotes"])
def test_every_part_of_a_package_is_bounded(docx: Callable[..., Path], p: Callable[..., str], part: str) -> None:
    bomb = f"<w:{part}>".encode() + b" " * (20 * MEGABYTE)
    assert attempt(docx(p("Bài."), parts={f"word/{part}.xml": bomb})) is None


def test_styles_and_lists_that_go_in_circles_end(docx: Callable[..., Path], p: Callable[..., str], spaces: str) -> None:
    style = "<w:style w:type='paragraph' w:styleId='{0}'><w:name w:val='{0}'/><w:basedOn w:val='{1}'/></w:style>"
    circle = f"<w:styles {spaces}>{style.format('A', 'B')}{style.format('B', 'A')}</w:styles>"
    levels = f"<w:lvl w:ilvl='{'9' * 5000}'><w:start w:val='{'9' * 5000}'/><w:lvlText w:val='{'%1' * 500}'/></w:lvl>"
    lists = (
        f"<w:numbering {spaces}><w:abstractNum w:abstractNumId='1'>{levels}<w:numStyleLink w:val='A'/></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
    )
    numbered = f"<w:numPr><w:ilvl w:val='{'8' * 5000}'/><w:numId w:val='1'/></w:numPr>"
    path = docx(
        p("Bài.", "A", numbered), parts={"word/styles.xml": circle.encode(), "word/numbering.xml": lists.encode()}
    )
    draft = attempt(path)
    assert draft is not None
    assert draft.lines[0].text == "Bài."


def test_a_picture_is_read_only_as_far_as_allowed(tmp_path: Path, jpeg: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg)
    assert picture_bytes(Picture(path), 1000) == jpeg
    for picture, limit in (
        (Picture(path), 10),
        (Picture(path, "word/media/a.jpg"), 1000),
        (Picture(tmp_path / "không có.jpg"), 1000),
    ):
        with pytest.raises(SourceError):
            picture_bytes(picture, limit)
    path.write_bytes(b"<svg onload='x()'/>")
    with pytest.raises(SourceError):
        picture_bytes(Picture(path), 1000)


def test_a_picture_that_is_a_bomb_is_bounded(tmp_path: Path, jpeg: bytes) -> None:
    path = tmp_path / "01.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.jpg", jpeg + b"\0" * (30 * MEGABYTE))
    with pytest.raises(SourceError):
        picture_bytes(Picture(path, "word/media/a.jpg"), MEGABYTE)


@pytest.mark.parametrize("suffix", [".html", ".md", ".pdf"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    content=st.lists(
        st.sampled_from(
            [
                "<p>",
                "<table>",
                "<td>",
                "<tr>",
                "<li>",
                "<ol>",
                "</ol>",
                "<h1>",
                "<br>",
                "<pre>",
                "<del>",
                "</p>",
                "</table>",
                "<nav>",
                "</nav>",
                "<figure>",
                "<caption>",
                "class=",
                "chữ ",
                "\n",
                "  ",
                "- ",
                "> ",
                "| a | b |\n|---|---|\n",
                "%PDF-1.4\n",
                "1 0 obj <<",
                ">>",
                "stream\n",
                "\0",
                "&nbsp;",
                "\u00ad",
                "ß",
                "®",
                "*",
                "`",
                "# ",
            ]
        ),
        max_size=40,
    )
)
def test_any_mixture_is_a_draft_or_a_source_error(tmp_path: Path, suffix: str, content: list[str]) -> None:
    path = tmp_path / f"01{suffix}"
    path.write_text("".join(content), "utf-8")
    attempt(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_a_word_file_with_changed_bytes_is_a_draft_or_a_source_error(
    docx: Callable[..., Path], p: Callable[..., str], data: st.DataObject
) -> None:
    whole = bytearray(docx(p("Bài một.", "H2") + p("Bài hai.")).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = docx("", name="02.docx")
    path.write_bytes(bytes(whole))
    attempt(path)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".txt", "Bài\n\n" + "1/" * 2_000),
        (".txt", "Bà con trong thôn góp công.\n" * 12_000),
        (".html", "<table border=1>" + "<tr><td>1<td>2<td>3" * 7_000),
    ],
    ids=["a word without an end", "a book", "a table without an end"],
)
def test_what_no_voice_could_speak_at_once_is_refused(tmp_path: Path, suffix: str, content: str) -> None:
    path = tmp_path / f"01{suffix}"
    path.write_text(content, "utf-8")
    assert attempt(path) is None
