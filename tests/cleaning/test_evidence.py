"""The evidence for captions: each row of `evidence.tsv`, and the table of weights as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bantin_media.cleaning.evidence import Setting, evidence, is_caption, weights
from bantin_media.cleaning.labelling import Label, LabelledLine
from bantin_media.model import SourceLine

ROWS = [
    tuple(row.split("\t"))
    for row in (Path(__file__).parent / "evidence.tsv").read_text("utf-8").splitlines()
    if not row.startswith("#")
]
STORY = "Bà con phải gặt tay, gùi từng bao thóc qua suối, có nhà mất nửa ngày mới đưa được một chuyến về. " * 3


def line(text: str, *, bold: bool = False, indent: int = 0) -> LabelledLine:
    return LabelledLine(SourceLine(1, text, bold=bold, indent=indent), text)


def setting(text: str) -> Setting:
    place = {"spaced": False, "above_alike": False, "in_row": False, "captions_above": 0, "of_page": False}
    return Setting(line(text), line(STORY.strip()), line(STORY.strip()), 2, "", 0, **place)


@pytest.mark.parametrize(("text", "seen", "unseen"), ROWS)
def test_the_words_of_a_line_are_evidence(text: str, seen: str, unseen: str) -> None:
    found = evidence(setting(text))
    assert set(seen.split()) <= found
    assert not set(unseen.split()) & found


def test_the_place_of_a_line_is_evidence() -> None:
    plain = setting("Dân quân xã Nậm Lành gùi thóc qua suối.")
    guessed = replace(line("Chợ phiên."), label=Label.CAPTION, guessed=True)
    places = {
        "under_title": replace(plain, position=0),
        "under_first": replace(plain, position=1),
        "apart": replace(plain, spaced=True),
        "page": replace(plain, of_page=True),
        "last": replace(plain, below=None),
        "cut_off": replace(plain, line=line("Đến nay bà con đã gặt xong hơn"), below=None),
        "above_alike": replace(plain, above_alike=True),
        "in_row": replace(plain, in_row=True),
        "under_captions": replace(plain, captions_above=2),
        "barred": replace(plain, line=replace(plain.line, barred=True)),
        "goes_on": replace(plain, above=line("Chiều nay tại nhà văn hóa thôn, ban công tác mặt trận và")),
        "under_colon": replace(plain, above=line("Thành phần dự họp:")),
        "leads": replace(plain, line=line("Dân quân xã Nậm Lành vừa gùi thóc qua suối."), position=0),
        "under_caption": replace(plain, above=guessed),
        "after_end": replace(plain, above=line("Hết ./.")),
        "indented": replace(plain, line=line(plain.line.text, indent=9), body_indent=4),
        "bold": replace(plain, line=line(plain.line.text, bold=True)),
        "title_words": replace(plain, title="dân quân nậm lành giúp dân gùi thóc"),
        "some_title_words": replace(plain, title="gùi thóc"),
        "long": replace(plain, line=line("Dân quân xã " + "gùi thóc " * 15 + ".")),
    }
    for name, one in places.items():
        assert name in evidence(one), name
        assert name not in evidence(plain), name
    assert {"brief", "over_long"} <= evidence(plain)
    assert "medium" in evidence(setting("Dân quân xã Nậm Lành gùi thóc qua suối giúp các hộ neo người"))


def test_each_row_of_the_table_is_evidence_that_some_test_shows() -> None:
    tested = {name for _, seen, _ in ROWS for name in seen.split()}
    place = {
        *("under_title", "under_first", "leads", "apart", "page", "last", "cut_off", "above_alike"),
        *("in_row", "barred", "goes_on", "under_colon", "under_caption", "under_captions", "after_end"),
    }
    form = {"indented", "bold", "title_words", "some_title_words", "long", "brief", "over_long", "medium", "enough"}
    assert set(weights()) == tested | place | form


def test_a_sentence_needs_more_than_its_subject() -> None:
    assert not is_caption(setting("Nông dân bản Giàng Cài bán gừng, mỗi hộ thu 60 triệu đồng."))
    assert is_caption(setting("Bí thư Đoàn xã (bên trái) trao sổ tiết kiệm cho em Lò Thị Ni."))
