"""A list of buttons only is dropped; a list with one item of the article is kept whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import Draft, ItemList, LineKind, SourceLine, plain

ABOVE = "Bà con bản Khuổi Pàng vào rừng hái măng từ sáng sớm, chiều về bán ở chợ xã bên kia suối."
BELOW = "Măng tươi bán được hai mươi nghìn đồng một cân, măng khô đắt gấp mười, có bao nhiêu cũng hết."


@pytest.mark.parametrize(
    ("items", "is_dropped"),
    [
        (("Chia sẻ", "In trang", "Gửi email"), True),
        (("Chia sẻ",), True),
        (("Chia sẻ", "Măng nứa, măng vầu"), False),
        (("Măng nứa", "Măng vầu"), False),
    ],
)
def test_a_list_of_buttons_is_dropped(items: tuple[str, ...], *, is_dropped: bool) -> None:
    texts = [("Mùa măng ở Khuổi Pàng", LineKind.TEXT), (ABOVE, LineKind.TEXT), (BELOW, LineKind.TEXT)]
    texts += [*((item, LineKind.LIST_ITEM) for item in items), (BELOW, LineKind.TEXT), (ABOVE, LineKind.TEXT)]
    lines = tuple(
        SourceLine(number, text, kind, marker="-" * (kind is LineKind.LIST_ITEM))
        for number, (text, kind) in enumerate(texts, 1)
    )
    article = clean(Draft(Path("01 bài.docx"), lines), number=1, slug="bai", override=ArticleOverride())
    kept = [plain(item.text) for block in article.blocks if isinstance(block, ItemList) for item in block.items]
    assert kept == ([] if is_dropped else [*items])
    assert [one.text for one in article.dropped] == ([*items] if is_dropped else [])
