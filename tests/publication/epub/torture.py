"""Twelve articles with content that is difficult for reading systems, in an internal draft edition.

Long and wide tables, lists, notes, a very long title, pictures of all kinds, passages in other languages, stacked
diacritics, endless words.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image, ImageDraw
from tests.conftest import Sentences

from bantin_media.model import (
    Article,
    Edition,
    Figure,
    Heading,
    Imprint,
    ItemList,
    ListItem,
    NoteMark,
    Paragraph,
    Phrase,
    Picture,
    Quote,
    Sentence,
    Table,
    Text,
)

SHAPES = {"ngang": (1600, 500), "dọc": (500, 1600), "vuông": (900, 900)}
LONG_TITLE = (
    "Kết quả rà soát, thống kê, đánh giá việc thực hiện các nhiệm vụ phát triển kinh tế, văn hóa, xã hội, quốc phòng "
    "và an ninh ở các thôn, bản đặc biệt khó khăn của các xã Nà Phạ, Khuổi Sao, Tả Lìn Sán, Lũng Phìn, Pác Thên và "
    "Khe Trạm trong chín tháng đầu năm và nhiệm vụ trọng tâm của ba tháng cuối năm"
)
COLUMNS = ("Thôn, bản", "Số hộ", "Hộ nghèo", "Tỷ lệ hộ nghèo (%)", "Diện tích chè (ha)", "Sản lượng chè búp tươi (tấn)")


def pictures(folder: Path) -> dict[str, Picture]:
    """Return a picture of each shape, drawn into `folder`."""
    made = {}
    for name, size in SHAPES.items():
        image = Image.new("RGB", size, "#dfe7d8")
        ImageDraw.Draw(image).ellipse((20, 20, size[0] - 20, size[1] - 20), fill="#2f6b4f")
        image.save(folder / f"{name}.png")
        made[name] = Picture(folder / f"{name}.png")
    return made


def table(text: Sentences, rows: int, columns: int = 6) -> Table:
    """Return a table of `rows` below its header, with numbers of different lengths."""
    head = tuple(text(name) for name in COLUMNS[:columns])
    body = tuple(
        (
            text(f"Bản Nà {row} Lũng Khuổi"),
            *(text(f"{row % 9 + place}.{row * 37 % 900 + 100},{row % 7}") for place in range(1, columns)),
        )
        for row in range(1, rows + 1)
    )
    return Table((head, *body), 1, text(f"Bảng của {rows} bản"))


def torture(folder: Path) -> Edition:
    """Return the edition; its pictures are in `folder`."""
    shapes = pictures(folder)
    articles = [_tables(), _lists(shapes), _languages(), _marks(), *map(_plain, range(5, 13))]
    return Edition(
        "2026-12",
        "Bản tin thử thách",
        "12",
        date(2026, 12, 1),
        datetime(2026, 12, 2, 3, 4, 5, tzinfo=UTC),
        "Trung tâm Truyền thông tỉnh Vân Lĩnh",
        audience="internal",
        imprint=Imprint((("Giấy phép xuất bản", "số 12/GP"),)),
        articles=tuple(articles),
    )


def _tables() -> Article:
    text = Sentences()
    blocks = (
        Paragraph(text("Bảng dưới đây có bốn mươi hai hàng.")),
        table(text, 42),
        Paragraph(text("Bảng sau có hai trăm hàng.")),
        table(text, 200, 3),
        Paragraph(text("Hết các bảng.")),
    )
    return _article(1, text(LONG_TITLE), blocks)


def _lists(shapes: dict[str, Picture]) -> Article:
    text = Sentences()
    items = tuple(ListItem("-", text(f"Việc thứ {number} của thôn.")) for number in range(1, 29))
    lettered = tuple(ListItem(f"{letter})", text(f"Mục {letter}.")) for letter in "abcdđe")
    marked = (Sentence("m1", "Số liệu của tỉnh, của xã.", (NoteMark("1", 19), NoteMark("2", 25, 1))),)
    blocks = (
        Heading(text("Những việc phải làm"), 2),
        ItemList(items),
        ItemList(lettered, ordered=True),
        *(Figure(shapes[name], text(f"Tấm ảnh {name} của xã.")) for name in SHAPES),
        Quote((text("Có đường rồi, đi chợ gần lắm."),)),
        Paragraph(marked),
    )
    return _article(2, text("Danh sách và ảnh"), blocks, (text("Đến hết tháng mười."), text("Theo xã.")))


def _languages() -> Article:
    text = Sentences()
    french = (Sentence("f1", "Les montagnes sont belles, dit la vieille dame.", language="fr"),)
    tay = (Sentence("f2", "Slam pi noọng khảu rườn, kin nặm chè.", language="tyz"),)
    farewell = Phrase("à l'année prochaine, mes chers amis", "fr")
    skill = Phrase("savoir-faire", "fr", is_read=True)
    words = f"Khách nói “{farewell.text}” rồi ra về."
    goodbye = Sentence("f3", words, (NoteMark("1", 36, 1),), phrases=(farewell,))
    blocks = (
        Paragraph(text("Khách xa ghi vào sổ lưu niệm:")),
        Quote((french, tay)),
        Paragraph((goodbye,)),
        Table(((text("Ai"), text("Lời")), (text("Khách"), (Sentence("f4", skill.text, phrases=(skill,)),))), 1),
        Paragraph(text("Bà con rất vui.")),
    )
    title = (Sentence("f5", f"Khách xa thăm chợ phiên, mang theo {skill.text}", phrases=(skill,)),)
    return _article(3, title, blocks, (text("Nghĩa là hẹn sang năm."),))


def _marks() -> Article:
    text = Sentences()
    stacked = "Ầ Ấ Ẩ Ẫ Ậ Ề Ế Ể Ễ Ệ Ồ Ố Ổ Ỗ Ộ Ờ Ớ Ở Ỡ Ợ Ằ Ắ Ẳ Ẵ Ặ Ừ Ứ Ử Ữ Ự Ỳ Ỷ Ỹ Ỵ"
    address = "https://thu-vien-cua-tinh.example/" + "chuyen-muc-rat-dai-" * 9 + "het"
    blocks = (
        Heading(text(f"{stacked} {stacked}"), 2),
        Paragraph(text(f"Dấu chồng dấu: {stacked.lower()}.")),
        Paragraph(text(f"Xem thêm: {address}")),
        table(text, 12, 2),
    )
    return _article(4, text(f"{stacked}: ĐỘI NGŨ CÁN BỘ Ở CÁC XÃ"), blocks)


def _plain(number: int) -> Article:
    text = Sentences()
    sentence = "Bà con góp công sửa con đường dài bảy cây số, từ bản trên xuống chợ; mùa mưa không còn phải đi vòng."
    blocks = tuple(Paragraph(text(f"Đoạn {place}. {sentence * (place % 4 + 1)}")) for place in range(1, number + 2))
    return _article(number, text(f"Tin ngắn số {number} của xã Nà Phạ"), blocks)


def _article(number: int, title: Text, blocks: tuple[object, ...], notes: tuple[Text, ...] = ()) -> Article:
    day = date(2026, 11, number)
    return Article(number, f"bai-{number}", Path(f"{number:02} bai.txt"), title, day, (), (), (), "Thử", blocks, notes)
