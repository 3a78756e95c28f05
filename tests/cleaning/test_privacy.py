"""Notices about text that must not be published: private data, and documents marked as not public."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import (
    Article,
)

Cleaned = Callable[..., Article]

SOURCE = (Path(__file__).parent / "moon_festival.txt").read_text("utf-8")


def test_private_data_is_a_notice_of_its_line(cleaned: Cleaned) -> None:
    article = cleaned(
        SOURCE + "\nLiên hệ chị Hoa, điện thoại 0912 345 678, thư hoa@example.com.\n"
        "\nSố căn cước 012345678901, tài khoản 1903456789012 tại ngân hàng xã, năm 2024.\n"
    )
    found = {(notice.code, notice.where.rpartition(":")[2]) for notice in article.notices}
    assert {code for code, _ in found} >= {"privacy.phone", "privacy.email", "privacy.citizen", "privacy.account"}


def test_figures_are_not_private_data(cleaned: Cleaned) -> None:
    article = cleaned(
        SOURCE + "\nDự toán 1.250.000.000 đồng theo Quyết định số 2024/QĐ-UBND ngày 01/02/2024, năm 2020-2025.\n"
    )
    assert not [notice for notice in article.notices if notice.code.startswith("privacy")]


PRIVATE = [
    # sentence, the notice about it
    ("Gọi chị Dung 0912 345 678, anh Sơn 0987.654.321 hoặc (0206) 3852 147.",
     {"privacy.phone": "0912 345 678, 0987.654.321, (0206) 3852 147"}),
    ("Ngân hàng Chính sách cho 12 hộ vay 1.250.000.000 đồng làm chuồng trại.", {}),
    ("Tài khoản số 1903456789012 tại Ngân hàng Nông nghiệp của quỹ.", {"privacy.account": "1903456789012"}),
    ("Bà con gửi thư về to1@khau-tang.example và to2@khau-tang.example trong tuần.",
     {"privacy.email": "to1@khau-tang.example, to2@khau-tang.example"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "told"), PRIVATE, ids=[row[0][:30] for row in PRIVATE])
def test_all_private_data_of_a_line_is_named(sentence: str, told: dict[str, str], cleaned: Cleaned) -> None:
    article = cleaned(f"{SOURCE}\n\n{sentence}\n")
    found = {notice.code: notice.what for notice in article.notices if notice.code.startswith("privacy.")}
    assert set(found) == set(told)
    assert all(told[code] in what for code, what in found.items())


MARKED = [
    ("MẬT", "MẬT"), ("(Tài liệu lưu hành nội bộ)", "Tài liệu lưu hành nội bộ"), ("BẢN NHÁP", "BẢN NHÁP"),
    ("Không phổ biến trên báo chí", "Không phổ biến trên báo chí"), ("Nuôi ong lấy mật", ""),
    ("Bà con nấu mật mía ở bản Sài, mỗi mẻ hai mươi lít, thơm cả bản.", ""), ("Dự thảo đã được bà con góp ý.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("line_text", "mark"), MARKED)
def test_a_non_public_document_is_reported_until_it_is_allowed(line_text: str, mark: str, cleaned: Cleaned) -> None:
    text = f"{line_text}\n\n{SOURCE}"
    notices = [notice.hint for notice in cleaned(text).notices if notice.code == "paper.mark"]
    assert len(notices) == bool(mark)
    assert all(f'public = ["{mark}"]' in hint for hint in notices)
    assert not [one for one in cleaned(text, ArticleOverride(public=(mark,))).notices if one.code == "paper.mark"]


def test_notices_about_changed_text_precede_private_data(cleaned: Cleaned) -> None:
    article = cleaned(SOURCE + "\n\nLiên hệ: 0912 345 678.\n", ArticleOverride(author=""))
    codes = [notice.code for notice in article.notices]
    assert codes == sorted(codes, key=lambda code: code.startswith("privacy."))
