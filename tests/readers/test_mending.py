"""The rows of `mending.tsv`: wrong characters that look right → the intended ones, or the same text unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.readers import read
from bantin_media.readers.mending import from_windows, latin_letters, plain_letters

MENDS = {"windows": from_windows, "fancy": plain_letters, "lookalike": latin_letters}
ROWS = [line.split("\t") for line in (Path(__file__).parent / "mending.tsv").read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("mend", "written", "shown"), ROWS)
def test_letters_are_mended_only_where_it_is_certain(mend: str, written: str, shown: str) -> None:
    assert MENDS[mend](written) == shown


@pytest.mark.parametrize("text", ["Xã Nà Phạ họp bàn việc làm đường, “bà con” đồng ý.", "Đường dài 2 km."])
def test_a_text_saved_in_the_wrong_encoding_is_whole_again_and_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "01.txt"
    path.write_text(text.encode("utf-8").decode("latin-1"), "utf-8")
    draft = read(path)
    assert [line.text for line in draft.lines] == [text]
    assert [one.code for one in draft.notices] == ["letters.windows"]
