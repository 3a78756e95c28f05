"""Published editions, one with every feature and one with rare forms: each file's text, or a long one's digest.

`pytest tests/publication/test_accepted.py --accept` rewrites `accepted.txt` and `rare.txt`; read its difference.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from lxml import etree
from tests.accepted import told
from tests.conftest import Sentences, read

from bantin_media.configuration.settings import Feed, Settings
from bantin_media.model import (
    Article,
    Cue,
    Edition,
    Figure,
    Heading,
    Imprint,
    ItemList,
    ListItem,
    NoteMark,
    Official,
    Paragraph,
    Phrase,
    Picture,
    Quote,
    Table,
    Text,
    plain,
)
from bantin_media.publication.books import BOOKS
from bantin_media.publication.documents import documents, read_in_silence
from bantin_media.publication.names import is_own_name, programme_name, slot_name
from bantin_media.publication.writers.announcer import write_announcer_script
from bantin_media.publication.writers.catalogue import write_catalogue
from bantin_media.publication.writers.epub import write_epub
from bantin_media.publication.writers.feed import write_feed
from bantin_media.publication.writers.index import write_index
from bantin_media.publication.writers.library import marc_records, write_records
from bantin_media.reporting.report import FileKind, MadeFile
from bantin_media.speech.running_order import Continuity, SpokenTemplates, article_script, programme

LONGEST = 6_000
"""In characters: a longer file is shown by its digest."""
PICTURES = {".jpg", ".png", ".webp", ".mp3", ".epub", ".ttf", ".woff2"}
SETTINGS = Settings(
    title="Bản tin Vùng Cao", publisher="Ban Tuyên giáo", base_url="https://vung-cao.example/ban-tin/",
    feed=Feed(email="toasoan@vung-cao.example", guid="0c4f7a52-6b1e-5d0e-9d3c-2f6f6a1b7e11"),
)  # fmt: skip


def shown(name: str, content: bytes) -> Iterator[str]:
    """Yield a file's name and its text, one element per line."""
    if Path(name).suffix in PICTURES or name == "mimetype":
        yield f"# {name}"
        return
    if Path(name).suffix in {".html", ".json", ".xml"}:  # pictures and sound have tests of their own
        content = re.sub(rb"data:[\w/+.-]+;base64,[\w+/=]+", b"data:", content)
    text = re.sub(r"bantin_media \d+\.\d+[.\w]*", "bantin_media VERSION", content.decode("utf-8"))
    if len(text) > LONGEST:
        yield f"# {name} {len(text)} {hashlib.sha256(text.encode()).hexdigest()[:16]}"
        return
    yield f"# {name}"
    yield from (f"  {line.strip()}" for line in text.replace("><", ">\n<").splitlines() if line.strip())


def masked(text: str, root: Path) -> str:
    return re.sub(r"-[0-9a-f]{8}(?=\.(?:jpg|png))", "-CODE", text.replace(str(root), "")) + "\n"


def of_book(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            yield from shown(f"{path.name}:{entry.filename}", archive.read(entry))
        kinds = {(one.create_system, one.external_attr, one.compress_type, one.date_time) for one in archive.infolist()}
        yield f"entries {sorted(kinds)}"


def test_all_that_is_published_is_as_accepted(
    small_edition: Edition,
    spoken_edition: Any,
    publish_pages: Any,
    tmp_path: Path,
    as_accepted: Callable[[Path, str], None],
) -> None:
    edition = replace(
        small_edition, issn="1859-123X", isbn="978-604-00-0000-2", period="Mỗi tháng một số", approved_by="Lò Thị Ban",
        base_url="https://vung-cao.example/ban-tin/",
    )  # fmt: skip
    output = tmp_path / "output"
    published = publish_pages(edition, output)
    records = [published.record, replace(published.record, id="2026-10", date="2026-10-20", name="Số 10")]
    write_index(records, SETTINGS, output, has_feed=True)
    write_feed(records, SETTINGS, output)
    write_catalogue(records, SETTINGS, output)
    made = documents(edition)
    sounds = [file for file in published.files if file.kind in {FileKind.PROGRAMME, FileKind.ARTICLE}]
    write_records(
        edition, made, output / edition.id, books=[(BOOKS[0], "2026-11.epub")], sounds=sounds, voices=["espeak"]
    )
    lines = [line for path in sorted(output.rglob("*")) if path.is_file()
             for line in shown(path.relative_to(output).as_posix(), path.read_bytes())]  # fmt: skip
    lines += of_book(output / edition.id / "2026-11.epub")
    talking = tmp_path / "talking.epub"
    write_epub(spoken_edition.edition, spoken_edition.documents, talking, narrations=spoken_edition.narrations)
    lines += of_book(talking)
    for document in made:
        lines += [f"document {document.name} {document.title}"]
        lines += (
            f"  {passage.pause} {passage.column} {[one.id for one in passage.text]}" for passage in document.passages
        )
    lines += told(published.record)
    as_accepted(Path(__file__).with_name("accepted.txt"), masked("\n".join(lines), tmp_path))


def rare(picture: Path) -> Edition:
    """Return an edition with the rare forms of everything: signs of markup, other languages, notes, missing parts."""
    text = Sentences()

    def one(words: str, *marks: NoteMark, **more: Any) -> Text:
        return (replace(text(words)[0], marks=marks, **more),)

    english = Phrase("Open Data", "en")
    blocks = (
        Heading(text("Sâu từ đầu"), 5),
        Paragraph(one("Open Data là “Open Data” <mở> & 'miễn phí'.", phrases=(english, Phrase("mở", "en"), english))),
        Paragraph((*one("Có hai ghi chú, ở đây.", NoteMark("2", 9), NoteMark("1", 9, 1)), *text("Câu sau."))),
        Paragraph(one("The whole sentence.", language="en")),
        Paragraph(one("Mất\u0007 chữ\u202e và e\u0301\u2028nữa.")),
        Paragraph(text(" ")),
        Heading(text("Lên lại"), 2),
        Heading(text("Bảy bậc"), 7),
        ItemList((ListItem("a)", one("Mục có ghi chú.", NoteMark("1", 3))), ListItem("b)", ())), ordered=True),
        ItemList((ListItem("1.", text("Một.")), ListItem("2.", text("Hai."), 3)), ordered=True),
        ItemList((ListItem("•", text("Không số."), 0),)),
        Quote((text("Lời một."), (), text("Lời hai."))),
        Quote(()),
        Table(((text("Xã"), text("Hộ"), ()), ((), text("Nghèo"), text("Khá")), (text("A"), text("5"), text("7"))), 2),
        Table(((text("Một"), ()), ((), ())), 0, text("Bảng không đầu")),
        Table(((text("Chỉ đầu"), text("Cột")),), 3),
        Figure(None, (), text("Chỉ còn lời tả.")),
        Figure(None),
        Figure(Picture(picture, alt="x"), (), text("Lời tả một.", "Lời tả hai.")),
        Figure(Picture(picture), text("Ảnh “đẹp” & to"), text("Khác.")),
    )
    bylines = ("Tin, ảnh: A, B", "Theo Báo X", "Hồng Nhung, Văn Thắng - Nông Hà", "Ban biên tập", "")
    titles = ("Tin “A & B” <b>", "Kết thúc bằng chấm.", "", *(f"Bài {number}" for number in range(11)))
    articles = [
        Article(
            number, "bai" if number % 3 else "cover", Path(f"{number}.txt"), text(title) if title else (),
            date(2026, 1, number) if number % 2 else None, text("Lời dẫn.") if number % 4 == 1 else (),
            text(bylines[number % 5]) if bylines[number % 5] else (),
            text("Theo TTXVN" if number % 2 else "Báo Y") if number % 3 == 1 else (),
            ("", "Văn hóa & “thể thao”", "Kinh tế")[number % 3],
            blocks if number == 1 else (Paragraph(text(f"Thân bài {number}.")),),
            (text("Ghi chú một."), text("Ghi chú hai."), text("Không ai nhắc.")) if number == 1 else (),
            spoken_instead=(text("Đọc thay."), text("Câu hai.")) if number == 5 else (),
            official=Official("Thông báo", "14/TB-UBND", date(2026, 1, 2), "Khau Vai") if number == 6 else None,
        )
        for number, title in enumerate(titles, 1)
    ]  # fmt: skip
    return Edition(
        "So 12 & Tết", "", "Số Xuân", date(2026, 1, 5), datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=7))),
        "Ban “A” & <B>", is_sample=True, colour="#14532d", logo=Picture(picture), cover=Picture(picture),
        sections=("Kinh tế", "Không có"), rights="Giữ bản quyền", accessibility_evaluated_by="Hội <X>", isbn="978-0",
        voice_credits=(("metronome", "CC BY 4.0: An"), ("espeak", "GPL"), ("espeak:south", "GPL")),
        base_url="https://a.example/b", articles=tuple(articles),
        imprint=Imprint((("Nhãn", "chữ"), ("", "Không nhãn"), ("Chỉ nhãn", ""), ("Đính chính", "Số hộ là 46."))),
    )  # fmt: skip


def test_rare_things_are_published_as_accepted(
    drawing: Path, speak: Any, publish_pages: Any, tmp_path: Path, as_accepted: Callable[[Path, str], None]
) -> None:
    edition, output = rare(drawing), tmp_path / "output"
    published = publish_pages(edition, output)
    records = [published.record, replace(published.record, id="2025-12", date="2025-12-20", is_sample=False)]
    bare = Settings(publisher="Ban")
    write_index(records, bare, output, has_feed=False)
    made = documents(edition, ["metronome", "espeak:south"])
    sounds = [file for file in published.files if file.kind is FileKind.ARTICLE]
    write_records(edition, made, output / edition.id, books=[(BOOKS[1], "x.epub")], sounds=sounds, voices=["metronome"])
    lines = [line for path in sorted(output.rglob("*")) if path.is_file()
             for line in shown(path.relative_to(output).as_posix(), path.read_bytes())]  # fmt: skip
    spoken = speak(edition)
    for book in (output / edition.id / "so-12-tet.epub", tmp_path / "talking.epub"):
        if not book.exists():
            write_epub(edition, spoken.documents, book, narrations=spoken.narrations, voices=["metronome", "espeak"])
        lines += of_book(book)
    for document in (*made, *read_in_silence(edition, made)[:1]):
        lines += [f"document {document.name} {document.title} {document.heard_otherwise}"]
        lines += (f"  {one.pause} {one.level} {one.column} {plain(one.text)!r}" for one in document.passages)
        lines += (f"  ! {notice}" for notice in document.notices)
    scripts = [article_script(article, read, SpokenTemplates()) for article in edition.articles]
    whole, chapters = programme("so-12", edition.articles, scripts, read, Continuity(edition))
    cues = (*whole.cues, Cue("", read("hết")), Cue("", read(""), recording=Path("nhac.mp3")), Cue("", read("ạ?")))
    for name, day in (("a", edition.date), ("b", date(1970, 2, 3))):
        path = write_announcer_script(replace(whole, cues=cues), chapters, day, tmp_path / f"{name}.docx")
        lines += of_book(path)
    lines += told(published.record)
    as_accepted(Path(__file__).with_name("rare.txt"), masked("\n".join(lines), tmp_path))


def test_names_of_programmes_sort_as_they_are_heard() -> None:
    assert programme_name("Số Tết 2026") == "so-tet-2026"
    assert [slot_name("2026-11", number, 12) for number in (1, 12)] == ["2026-11-buoi-01", "2026-11-buoi-12"]
    assert slot_name("2026-11", 3, 9) == "2026-11-buoi-3"
    assert all(is_own_name("2026-11", name) for name in ("2026-11", "2026-11-buoi-3"))
    assert not any(is_own_name("2026-11", name) for name in ("2026-1", "2026-11-buoi-", "x-2026-11", "2026-11-buoi-3x"))


def test_records_of_a_library_depend_on_the_existing_files(small_edition: Edition) -> None:
    bare = etree.tostring(marc_records(small_edition, documents(small_edition)))
    sounds = (MadeFile("a.mp3", FileKind.PROGRAMME, 900_000, 3_725_400),)
    heard = etree.tostring(marc_records(small_edition, documents(small_edition), [], sounds, ["espeak"]))
    assert len(heard) > len(bare)
