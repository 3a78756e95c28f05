"""One article gives the same lines in every format, and the same kinds if the format supports them."""

from __future__ import annotations

from collections.abc import Callable
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from tests.tiny_odt import fodt, odt

from bantin_media.errors import SourceError
from bantin_media.model import Draft, LineKind
from bantin_media.readers import READERS, SUFFIXES, read

H, T, LI, Q = LineKind.HEADING, LineKind.TEXT, LineKind.LIST_ITEM, LineKind.QUOTE
ARTICLE = [
    (H, "Hợp tác xã chè Nà Lùng mở lối thoát nghèo"),
    (T, "Sau ba năm, 46 hộ ở thôn Nà Lùng đã có thu nhập ổn định từ cây chè Shan tuyết."),
    (T, "Sáng 12/3, hợp tác xã họp tổng kết vụ xuân; sản lượng đạt 3,05 tấn, tăng 12% so với năm trước."),
    (H, "Ba việc làm trước"),
    (LI, "Cải tạo 12 ha chè già."),
    (LI, "Dựng xưởng sao chè."),
    (Q, "Bà con giữ chè như giữ nhà."),
    (T, "Bà Hoàng Thị Páo kể: “Chè lên giá, bọn trẻ được đi học”."),
]
OTHER_THAN_DOCUMENTS = {".doc"}


def as_text(path: Path) -> None:
    path.write_text("\n\n".join(text for _, text in ARTICLE), "utf-8")


def as_markdown(path: Path) -> None:
    signs = {H: "## ", T: "", LI: "- ", Q: "> "}
    first, *rest = [signs[kind] + text for kind, text in ARTICLE]
    path.write_text("\n\n".join([first[1:], *rest]), "utf-8")


def as_page(path: Path) -> None:
    tags = {H: "h2", T: "p", LI: "li", Q: "blockquote"}
    blocks = "".join(f"<{tags[kind]}>{text}</{tags[kind]}>" for kind, text in ARTICLE)
    blocks = blocks.replace("h2>", "h1>", 2)
    path.write_text(f'<html><head><meta charset="utf-8"></head><body>{blocks}</body></html>', "utf-8")


def as_single_file(path: Path) -> None:
    page = path.with_name("trang.html")
    as_page(page)
    mail = MIMEMultipart("related")
    mail.attach(MIMEText(page.read_text("utf-8"), "html", "utf-8"))
    page.unlink()
    path.write_bytes(mail.as_bytes())


def as_odt(path: Path) -> None:
    names = ("Title", "Quotations", "Standard")
    styles = "".join(f'<style:style style:name="{name}" style:family="paragraph"/>' for name in names)
    forms = {
        H: '<text:h text:outline-level="2">{}</text:h>',
        T: "<text:p>{}</text:p>",
        LI: "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>",
        Q: '<text:p text:style-name="Quotations">{}</text:p>',
    }
    first = f'<text:p text:style-name="Title">{ARTICLE[0][1]}</text:p>'
    write = fodt if path.suffix == ".fodt" else odt
    write(path, first + "".join(forms[kind].format(text) for kind, text in ARTICLE[1:]), styles=styles)


def as_rich_text(path: Path) -> None:
    names = {3: "Title", 1: "heading 2", 2: "Quote"}
    styles = "".join(rf"{{\s{number} {name};}}" for number, name in names.items())
    set_for = {H: r"\s1 ", T: "", LI: r"{\listtext \bullet\tab}", Q: r"\s2 "}
    lines = [rf"\pard{set_for[kind] or ' '}{text}\par " for kind, text in ARTICLE]
    lines[0] = lines[0].replace(r"\s1", r"\s3")
    body = "".join(one if one.isascii() else rf"\u{ord(one)}?" for one in "".join(lines))
    path.write_text(rf"{{\rtf1\ansi{{\stylesheet{styles}}}{body}}}", "ascii")


@pytest.fixture
def written(
    tmp_path: Path, docx: Callable[..., Path], p: Callable[..., str], pdf: Callable[..., bytes]
) -> Callable[[str], Path]:
    makers: dict[str, Callable[[Path], None]] = {
        ".txt": as_text, ".md": as_markdown, ".html": as_page, ".htm": as_page,
        ".mhtml": as_single_file, ".mht": as_single_file, ".odt": as_odt, ".fodt": as_odt, ".rtf": as_rich_text,
        ".pdf": lambda path: path.write_bytes(pdf([text for _, text in ARTICLE])) and None,
    }  # fmt: skip

    def write(suffix: str) -> Path:
        if suffix in {".docx", ".docm"}:
            styles = {H: "H2", T: "", LI: "", Q: "Quote"}
            item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
            body = "".join(p(text, styles[kind], item if kind is LI else "") for kind, text in ARTICLE)
            return docx(body.replace("H2", "Title", 1), f"01 bài{suffix}")
        path = tmp_path / f"01 bài viết có dấu{suffix}"
        makers[suffix](path)
        return path

    return write


@pytest.mark.parametrize("suffix", sorted(SUFFIXES - OTHER_THAN_DOCUMENTS))
def test_every_format_gives_the_same_words(written: Callable[[str], Path], suffix: str) -> None:
    draft = read(written(suffix))
    assert [line.text for line in draft.lines] == [text for _, text in ARTICLE]
    numbers = [line.line for line in draft.lines]
    assert numbers == sorted(set(numbers))
    assert not draft.dropped
    assert draft.broken_lines == (suffix == ".pdf")
    kinds = [line.kind for line in draft.lines]
    assert kinds == ([T] * len(ARTICLE) if suffix in {".txt", ".pdf"} else [kind for kind, _ in ARTICLE])


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md", ".odt", ".fodt", ".rtf"])
def test_the_first_heading_is_of_level_one(written: Callable[[str], Path], suffix: str) -> None:
    levels = [line.level for line in read(written(suffix)).lines if line.kind is H]
    assert levels == [1, 2]


def test_a_pdf_says_that_it_is_the_last_resort(written: Callable[[str], Path]) -> None:
    assert [notice.code for notice in read(written(".pdf")).notices] == ["pdf.last-resort"]


def test_a_scanned_pdf_is_refused(tmp_path: Path, pdf: Callable[..., bytes]) -> None:
    path = tmp_path / "01.pdf"
    path.write_bytes(pdf([""]))
    with pytest.raises(SourceError, match="ảnh"):
        read(path)


def test_a_locked_pdf_is_refused(tmp_path: Path, pdf: Callable[..., bytes]) -> None:
    path = tmp_path / "01.pdf"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (
        b"31" * 32,
        b"32" * 32,
    )
    path.write_bytes(pdf(["xin chào"], extra=lock))
    with pytest.raises(SourceError, match="mật khẩu"):
        read(path)


@pytest.mark.parametrize("cut", [20, 400, 900])
def test_a_damaged_pdf_is_an_error_or_is_read_whole(tmp_path: Path, pdf: Callable[..., bytes], cut: int) -> None:
    path = tmp_path / "01.pdf"
    whole = pdf(["xin chào bà con"])
    path.write_bytes(whole[:cut] + whole[cut + 60 :])
    try:
        draft: Draft | None = read(path)
    except SourceError:
        draft = None
    assert draft is None or draft.lines


@pytest.mark.parametrize("suffix", sorted(OTHER_THAN_DOCUMENTS))
def test_office_files_say_how_to_get_a_good_one(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / f"01{suffix}"
    path.write_bytes(b"{\\rtf1 xin chao}")
    with pytest.raises(SourceError, match=r"mở bằng Word, lưu thành \.docx"):
        read(path)


def test_office_files_go_through_libreoffice_where_it_is(
    tmp_path: Path, written: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program with LibreOffice's name and arguments replaces it."""
    made = written(".docx")
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "soffice"
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n/bin/cp "{made}" "$2/article.docx"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    path = tmp_path / "02 --bài.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0 xin chao")
    draft = read(path)
    assert draft.path == path
    assert [line.text for line in draft.lines] == [text for _, text in ARTICLE]
    assert [notice.code for notice in draft.notices] == ["office.converted"]


def test_a_suffix_in_capitals_is_the_same_suffix(tmp_path: Path) -> None:
    path = tmp_path / "01.TXT"
    path.write_text("Xin chào bà con.", "utf-8")
    assert read(path).lines[0].text == "Xin chào bà con."


def test_an_unknown_suffix_names_those_that_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "01.xlsx"
    path.write_bytes(b"x")
    with pytest.raises(SourceError) as caught:
        read(path)
    assert all(suffix in str(caught.value) for suffix in READERS)


def test_the_parsers_own_remarks_on_a_pdf_are_not_printed(
    tmp_path: Path, pdf: Callable[..., bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "01.pdf"
    whole = pdf(["xin chào bà con"])
    path.write_bytes(whole.replace(b"startxref\n", b"startxref\n9"))
    try:
        read(path)
    except SourceError as error:
        assert error.hint
    assert capfd.readouterr() == ("", "")


def test_a_pdf_locked_by_aes_is_refused_in_our_own_words(
    tmp_path: Path, pdf: Callable[..., bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "01.pdf"
    filters = b"/CF << /StdCF << /CFM /AESV2 /AuthEvent /DocOpen /Length 16 >> >> /StmF /StdCF /StrF /StdCF"
    lock = b"/Encrypt << /Filter /Standard /V 4 /R 4 /Length 128 %s /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (
        filters, b"31" * 32, b"32" * 32,
    )  # fmt: skip
    path.write_bytes(pdf(["xin chào"], extra=lock))
    with pytest.raises(SourceError, match="mật khẩu"):
        read(path)
    assert capfd.readouterr() == ("", "")
