"""The spoken names of the columns of a table."""

from __future__ import annotations

import pytest

from bantin_media.model import Sentence, Table


@pytest.mark.parametrize(
    ("rows", "head", "names"),
    [
        (["Bản|Số hộ", "A|1"], 1, ("Bản", "Số hộ")),
        (["Xã|Số hộ|", "|Nghèo|Cận nghèo", "A|1|2"], 2, ("Xã", "Nghèo", "Cận nghèo")),
        (
            ["Xã|Hộ||Khẩu||Ghi chú", "|Nghèo|Cận nghèo|Nghèo|Cận nghèo|", "A|1|2|3|4|x"],
            2,
            ("Xã", "Hộ Nghèo", "Hộ Cận nghèo", "Khẩu Nghèo", "Khẩu Cận nghèo", "Ghi chú"),
        ),
        (["Tên|Tên", "A|B"], 1, ("Tên", "Tên")),
        (["A|1"], 0, ("", "")),
    ],
)
def test_columns_are_named_by_their_head(rows: list[str], head: int, names: tuple[str, ...]) -> None:
    cells = tuple(tuple((Sentence("s", cell),) if cell else () for cell in row.split("|")) for row in rows)
    assert Table(cells, head).column_names == names
