"""Lock files of an open document are not part of the edition; a picture is."""

from __future__ import annotations

import pytest

from bantin_media.desk.office import Office


@pytest.mark.parametrize("name", ["~$ lop hoc.txt", "~WRD0042.tmp", ".~lock.01 lop hoc.txt#"])
def test_a_document_that_is_open_in_word_is_no_change(office: Office, name: str) -> None:
    seen, inputs = office.seen("2026-12"), office.plan("2026-12").inputs
    beside = list(office.folder("2026-12").beside())
    (office.request.input / "2026-12" / name).write_text("chủ", "utf-8")
    assert (office.seen("2026-12"), office.plan("2026-12").inputs) == (seen, inputs)
    assert list(office.folder("2026-12").beside()) == beside


def test_a_picture_is_a_change(office: Office) -> None:
    seen, inputs = office.seen("2026-12"), office.plan("2026-12").inputs
    (office.request.input / "2026-12" / "01 anh.jpg").write_bytes(b"anh")
    assert seen != office.seen("2026-12")
    assert inputs != office.plan("2026-12").inputs
    assert [path.name for path in office.folder("2026-12").beside()] == ["01 anh.jpg"]
