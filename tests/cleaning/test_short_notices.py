"""Articles of one, two and three lines, as communes write them: no word is dropped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bantin_media.errors import SourceError
from bantin_media.model import Article, Figure, Heading, ItemList, Paragraph, plain

ROWS = [
    # source, title, body
    ("Tin ngắn\n\nXã Khau Tràng có 12 hộ mới thoát nghèo trong tháng này.", "Tin ngắn",
     ["Xã Khau Tràng có 12 hộ mới thoát nghèo trong tháng này."]),
    ("Xã Khau Tràng có 12 hộ mới thoát nghèo trong tháng này.", "",
     ["Xã Khau Tràng có 12 hộ mới thoát nghèo trong tháng này."]),
    ("Thông báo\nNgày mai cắt điện toàn xã.", "Thông báo", ["Ngày mai cắt điện toàn xã."]),
    ("Thông báo", "", ["Thông báo"]),
    ("Mời họp thôn", "", ["Mời họp thôn"]),
    ("Mời họp thôn\nTối nay 19 giờ họp thôn", "Mời họp thôn", ["Tối nay 19 giờ họp thôn"]),
    ("THÔNG BÁO\nV/v cắt điện\nNgày mai cắt điện toàn xã.", "THÔNG BÁO V/v cắt điện", ["Ngày mai cắt điện toàn xã."]),
    ("Tin tức\nMất điện tại thôn Nà Pó\nSáng mai mất điện.", "Mất điện tại thôn Nà Pó", ["Sáng mai mất điện."]),
    ("Tin tức\nSáng mai thôn Nà Pó mất điện.", "", ["Sáng mai thôn Nà Pó mất điện."]),
    ("Cắt nước sinh hoạt\n20/11/2026\nSáng mai cắt nước.", "Cắt nước sinh hoạt", ["Sáng mai cắt nước."]),
    ("20/11/2026\nSáng mai thôn Nà Pó cắt nước.\nTác giả: Lò Mai", "", ["Sáng mai thôn Nà Pó cắt nước."]),
    ("Mất điện\n\nsáng 20/11/2026", "Mất điện", ["sáng 20/11/2026"]),
    ("Tin ngắn\nGiá quế tăng thêm hai nghìn đồng.\nGiá hồi giữ nguyên.", "Tin ngắn",
     ["Giá quế tăng thêm hai nghìn đồng.", "Giá hồi giữ nguyên."]),
    ("Kinh tế\nGiá quế tăng thêm hai nghìn đồng.\nGiá hồi giữ nguyên.", "",
     ["Giá quế tăng thêm hai nghìn đồng.", "Giá hồi giữ nguyên."]),
    ("Mời họp thôn\nTrang chủ", "", ["Mời họp thôn"]),
    ("Sủng Trà mở hội “Gầu tào”. ()\nHội mở ba ngày.", "Sủng Trà mở hội “Gầu tào”.", ["Hội mở ba ngày."]),
    ("Tên bài: Hội gầu tào ở Sủng Trà.\nHội kéo dài ba ngày.", "Hội gầu tào ở Sủng Trà.", ["Hội kéo dài ba ngày."]),
]  # fmt: skip


def body(article: Article) -> list[str]:
    texts: list[str] = [plain(article.lead)] if article.lead else []
    for block in article.blocks:
        if isinstance(block, ItemList):
            texts += [plain(item.text) for item in block.items]
        elif isinstance(block, Figure):
            texts.append(plain(block.caption))
        else:
            assert isinstance(block, Heading | Paragraph)
            texts.append(plain(block.text))
    return texts


TWICE = [
    # repeated text, the text before it
    ("Đề nghị các hộ tắt hết đèn trước mười giờ.", "Chiều nay thôn Nà Pó sửa lưới điện."),
    ("Mời bà con ra nhà văn hóa", "Tối nay thôn Nà Pó họp bàn việc làm đường."),
    ("Mời bà con ra nhà văn hóa nhận giống ngô vụ mới!", "Ngày đăng: 03/11/2026 07:15"),
]


@pytest.mark.parametrize(("said", "before"), TWICE, ids=[row[0][:40] for row in TWICE])
def test_a_sentence_repeated_in_a_row_remains_twice(said: str, before: str, cleaned: Callable[..., Article]) -> None:
    lines = ("Sửa lưới điện ở thôn Nà Pó", before, said, said, "Trưởng thôn trân trọng thông báo.")
    article = cleaned("\n\n".join(lines))
    assert body(article).count(said) == 2
    assert not [block for block in article.blocks if isinstance(block, Figure)]
    assert [notice.code for notice in article.notices].count("line.twice") == 1


@pytest.mark.parametrize(("source", "title", "texts"), ROWS, ids=[row[0][:40] for row in ROWS])
def test_a_short_notice_is_whole(source: str, title: str, texts: list[str], cleaned: Callable[..., Article]) -> None:
    article = cleaned(source)
    assert plain(article.title) == title
    assert body(article) == texts
    assert bool(title) != any(notice.code == "title.missing" for notice in article.notices)


def test_only_boilerplate_is_an_error_with_a_hint(cleaned: Callable[..., Article]) -> None:
    with pytest.raises(SourceError, match="không còn gì để đăng") as caught:
        cleaned("Trang chủ\nIn bài viết\nLượt xem: 12")
    assert caught.value.hint


SENTENCES = [
    "Sáng mai toàn xã mất điện từ bảy giờ.", "Mời bà con đến nhà văn hóa họp thôn.", "Cấm thả rông trâu bò!",
    "Ai nhặt được giấy tờ xin trả lại?", "Giá ngô tăng thêm một nghìn đồng mỗi cân.",
]  # fmt: skip
LABELS = ["Tin ngắn", "Thông báo", "Tin tức", "Kinh tế", "Trang chủ", "20/11/2026", "Lượt xem: 5", "Nguyễn Văn Hà", ""]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(LABELS), max_size=2), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2),
    st.lists(st.sampled_from(LABELS), max_size=2), st.sampled_from(["\n", "\n\n"]),
)  # fmt: skip
def test_every_sentence_of_a_short_notice_is_in_its_article(
    cleaned: Callable[..., Article], above: list[str], told: list[str], below: list[str], end: str
) -> None:
    article = cleaned(end.join([*above, *told, *below]))
    shown = " ".join([plain(article.title), *body(article)])
    assert all(sentence in shown for sentence in told)
    assert body(article)
