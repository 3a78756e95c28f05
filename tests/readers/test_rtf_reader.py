"""Rich text as Word and WordPad write it: visible text is read, hidden text is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.errors import SourceError
from bantin_media.model import Draft, LineKind
from bantin_media.readers import read
from bantin_media.readers.pictures import picture_bytes

H, T, LI, C, N = LineKind.HEADING, LineKind.TEXT, LineKind.LIST_ITEM, LineKind.CAPTION, LineKind.FOOTNOTE
FONTS = r"{\fonttbl{\f0\fcharset163 Times New Roman;}{\f1\fcharset0 .VnTime;}}"
STYLES = r"{\stylesheet{\ql Normal;}{\s1\outlinelevel1 heading 2;}{\s2 Title;}{\s3 caption;}{\*\cs10 Default;}}"


def spelled(text: str) -> str:
    """Return a text as Word writes it: other letters than ASCII by number, with a substitute for older programs."""
    return "".join(one if one.isascii() else rf"\u{ord(one)}?" for one in text)


def rtf(path: Path, body: str) -> Draft:
    path.write_bytes(rf"{{\rtf1\ansi\ansicpg1258\uc1 {FONTS}{STYLES}\f0 {spelled(body)}}}".encode("latin-1"))
    return read(path)


def test_styles_say_what_paragraphs_are(tmp_path: Path) -> None:
    draft = rtf(
        tmp_path / "01.rtf",
        r"{\pard\s2 Mùa gặt sớm\par}{\pard\s1 Ruộng bậc thang\par}\pard\plain\f0\b Bà con ra đồng.\b0\par"
        r"\pard\s3 Bà con gặt lúa.\par\pard\qr Lò Thị Ban\line Bản Sen\par",
    )
    assert [(one.kind, one.level, one.text, one.bold) for one in draft.lines] == [
        (H, 1, "Mùa gặt sớm", False), (H, 2, "Ruộng bậc thang", False), (T, 0, "Bà con ra đồng.", True),
        (C, 0, "Bà con gặt lúa.", False), (T, 0, "Lò Thị Ban", False), (T, 0, "Bản Sen", False),
    ]  # fmt: skip


def test_the_size_of_most_letters_is_that_of_the_line(tmp_path: Path) -> None:
    title, text = r"{\pard\fs36\b Mùa gặt\fs24  sớm\par}", r"\pard Bà con ra đồng.\par\pard\fs28 Sáng nay.\par"
    draft = rtf(tmp_path / "01.rtf", title + text)
    assert [one.size for one in draft.lines] == [36, 0, 28]


def test_letters_of_old_programs_and_of_old_fonts(tmp_path: Path) -> None:
    path = tmp_path / "01.rtf"
    windows = r"B\'61\'d2n tin x\'61\'de"  # in Windows' Vietnamese code page the tone marks follow their letters
    legacy = r"\f1 B\'b6n tin x\'b7 N\'b5 Ph\'b9"
    path.write_bytes(rf"{{\rtf1\ansi\ansicpg1252 {FONTS}\f0 {windows}\par{legacy}\par}}".encode())
    assert [line.text for line in read(path).lines] == ["Bản tin xã", "Bản tin xã Nà Phạ"]


def test_what_is_hidden_struck_or_deleted_is_left_out_and_listed(tmp_path: Path) -> None:
    draft = rtf(
        tmp_path / "01.rtf",
        r"Dân số 10{\super 3} người{\v ẩn}{\strike  gạch}, {\revised mới thêm}{\deleted  câu đã xóa}.\par"
        r"{\field{\*\fldinst HYPERLINK x}{\fldrslt trang xã}}{\*\unknown bí mật}\par",
    )
    assert [one.text for one in draft.lines] == ["Dân số 10³ người, mới thêm.", "trang xã"]
    assert {one.text.strip() for one in draft.dropped} == {"ẩn", "gạch", "câu đã xóa"}
    assert {one.code for one in draft.notices} == {"tracked.inserted", "tracked.deleted", "struck.out"}


def test_notes_comments_heads_and_properties(tmp_path: Path) -> None:
    draft = rtf(
        tmp_path / "01.rtf",
        r"{\info{\title Báo cáo}{\author Lò Thị Ban}{\operator ai đó}}{\header BẢN TIN SỐ 4\par}"
        r"Theo báo cáo{\footnote\pard Số liệu của xã.} thì tốt.{\*\annotation xem lại}\par",
    )
    text, note = draft.lines
    assert (text.text, [mark.note for mark in text.marks]) == ("Theo báo cáo thì tốt.", [note.note])
    assert (note.kind, note.marker, note.text) == (N, "1", "Số liệu của xã.")
    assert {one.text for one in draft.dropped} == {"BẢN TIN SỐ 4", "xem lại"}
    assert dict(draft.metadata) == {"title": "Báo cáo", "author": "Lò Thị Ban"}


def test_tables_lists_shapes_and_pictures(tmp_path: Path) -> None:
    def row(*cells: str, lined: bool = True) -> str:
        border = r"\clbrdrt\brdrs" if lined else ""
        defined = "".join(rf"{border}\cellx{at}000" for at in range(1, len(cells) + 1))
        return rf"\trowd{defined}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row "

    draft = rtf(
        tmp_path / "01.rtf",
        row("UBND XÃ NÀ PHẠ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", lined=False)
        + r"\pard Danh sách:\par"
        + row("STT", "Thôn", "Số hộ")
        + row("1", "Nà Ui", "46")
        + row("2", "Bản Pác", "51")
        + r"\pard{\listtext 1.\tab}\ls1\ilvl0 Thời gian\par\pard Hết.{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}"
        r"{\shptxt Trong hộp\par}}{\shprslt Trong hộp\par}}\par{\pict\pngblip 89504e47}\par",
    )
    assert [one.text for one in draft.lines[:3]] == [
        "UBND XÃ NÀ PHẠ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Danh sách:",
    ]
    table, item, end, box, picture = draft.lines[3:]
    assert table.rows == (("STT", "Thôn", "Số hộ"), ("1", "Nà Ui", "46"), ("2", "Bản Pác", "51"))
    assert (item.kind, item.marker, item.text) == (LI, "1.", "Thời gian")
    assert (end.text, box.text, picture.kind) == ("Hết.", "Trong hộp", LineKind.PICTURE)
    assert "picture.unfit" in [one.code for one in draft.notices]


def test_raw_data_braces_and_an_end_that_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "01.rtf"
    path.write_bytes(rb"{\rtf1\ansi {\*\objdata \bin6 }}}{{{}ngo\'e0i \{ trong \}\par ch\u432?a h\u7871?t")
    assert [one.text for one in read(path).lines] == ["ngoài { trong }", "chưa hết"]


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(60))


def test_pictures_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "01.rtf"
    digits = PNG.hex().encode()
    path.write_bytes(
        b"{\\rtf1 Tr\\'ean.\\par{\\*\\shppict{\\pict{\\*\\picprop{\\sp{\\sn a}{\\sv ff}}}\\pngblip\\picw9\\pich9 "
        + digits[:50] + b"\n" + digits[50:] + b"}}{\\nonshppict{\\pict\\wmetafile8 0100}}\\par"
        + b"{\\pict\\jpegblip\\bin%d " % len(PNG) + PNG + b"}\\par{\\pict\\emfblip 01000000}\\par}"
    )  # fmt: skip
    draft = read(path)
    pictures = [line.picture for line in draft.lines if line.kind is LineKind.PICTURE]
    assert [one and one.member for one in pictures] == ["rtf:1", "rtf:3", None]
    assert [picture_bytes(one, 1000) for one in pictures if one] == [PNG, PNG]
    assert [one.code for one in draft.notices] == ["picture.unfit"]


@pytest.mark.parametrize("length", ["9", "999999999999", "-4", ""])
def test_a_wrong_length_of_binary_data_hides_no_text(tmp_path: Path, length: str) -> None:
    path = tmp_path / "01.rtf"
    path.write_bytes(b"{\\rtf1 x\\par{\\pict\\bin%s }b\\'e0i\\par}" % (length if length != "9" else "50").encode())
    assert [one.text for one in read(path).lines if one.text] == ["x", "bài"]


@pytest.mark.parametrize(
    "body",
    [
        rb"\intbl\itap999999999 x\nestcell y\nestrow z\cell\row\par", rb"\row\row\cell a\trowd\row\par",
        rb"\uc999999999 \u9999999999 ?\u-99999 ?\f9999999999\li-9999999999 a\par",
        rb"\ls1\ilvl999999 a\par\ls99\ilvl-5 b\par", rb"}}}}{\upr{\upr a}}\'zz\'4\par",
        rb"{\footnote {\footnote a}}b{\shptxt",
    ],
)  # fmt: skip
def test_hostile_words_are_bounded(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "01.rtf"
    path.write_bytes(b"{\\rtf1 {\\fonttbl{\\f0 Arial;}}tr\\'ean\\par " + body + b"}")
    assert read(path).lines[0].text.startswith("trên")


def test_what_is_no_rtf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "01.rtf"
    path.write_bytes(b"xin chao ba con trong ban")
    with pytest.raises(SourceError, match="RTF"):
        read(path)


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"{\\b " * 5_000, "lồng"), (b"\\par x" * 45_000, "dòng"), (b"a{\\b b}" * 20_000, "mẩu")],
)
def test_what_is_no_article_is_refused(tmp_path: Path, body: bytes, said: str) -> None:
    path = tmp_path / "01.rtf"
    path.write_bytes(b"{\\rtf1 x" + body + b"\\par}")
    with pytest.raises(SourceError, match=said):
        read(path)
