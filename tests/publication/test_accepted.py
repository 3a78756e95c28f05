"""A published edition that uses every feature: the text of every file, or the digest of a long one.

`pytest tests/publication/test_accepted.py --accept` rewrites `accepted.txt`; read its difference.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree
from tests.accepted import told

from bantin_media.configuration.settings import Feed, Settings
from bantin_media.model import Edition
from bantin_media.publication.books import BOOKS
from bantin_media.publication.documents import documents
from bantin_media.publication.names import is_own_name, programme_name, slot_name
from bantin_media.publication.writers.catalogue import write_catalogue
from bantin_media.publication.writers.epub import write_epub
from bantin_media.publication.writers.feed import write_feed
from bantin_media.publication.writers.index import write_index
from bantin_media.publication.writers.library import marc_records, write_records
from bantin_media.reporting.report import FileKind, MadeFile

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
        yield f"dated {archive.infolist()[0].date_time}"


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


def test_names_of_programmes_sort_as_they_are_heard() -> None:
    assert programme_name("Số Tết 2026") == "so-tet-2026"
    assert [slot_name("2026-11", number, 12) for number in (1, 12)] == ["2026-11-buoi-01", "2026-11-buoi-12"]
    assert slot_name("2026-11", 3, 9) == "2026-11-buoi-3"
    assert all(is_own_name("2026-11", name) for name in ("2026-11", "2026-11-buoi-3"))
    assert not any(is_own_name("2026-11", name) for name in ("2026-1", "2026-11-buoi-", "x-2026-11", "2026-11-buoi-3x"))


def test_records_of_a_library_differ_by_what_there_is(small_edition: Edition) -> None:
    bare = etree.tostring(marc_records(small_edition, documents(small_edition)))
    sounds = (MadeFile("a.mp3", FileKind.PROGRAMME, 900_000, 3_725_400),)
    heard = etree.tostring(marc_records(small_edition, documents(small_edition), [], sounds, ["espeak"]))
    assert len(heard) > len(bare)
