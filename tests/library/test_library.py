from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from bantin_media.documents import documents
from bantin_media.model import Edition
from bantin_media.settings import Settings
from bantin_media.writers.library import marc_record, write_records

HERE = Path(__file__).parent
MARC = "{http://www.loc.gov/MARC21/slim}"
SETTINGS = Settings(
    issn="1859-123X", isbn="978-604-00-0000-2", period="Mỗi tháng một số", base_url="https://bantin.example.vn/"
)
WANTED = ["020", "022", "040", "041", "245", "264", "310", "362", "520", "653", "655", "773", "856"]


def schema(name: str) -> Any:
    return etree.RelaxNG(etree.parse(HERE / name))


def fields(root: Any) -> list[tuple[str, str]]:
    return [
        (field.get("tag"), " ".join(f"${part.get('code')} {part.text}" for part in field))
        for field in root.iter(f"{MARC}datafield")
    ]


def test_the_records_are_what_their_schemas_say(small_edition: Edition, tmp_path: Path) -> None:
    book = tmp_path / "2026-11.epub"
    book.write_bytes(b"book")
    made = documents(small_edition, SETTINGS)
    written = write_records(small_edition, SETTINGS, made, tmp_path / "records", files=[book])
    assert all(path.is_file() for path in written)
    schema("marc21slim.rng").assertValid(etree.parse(tmp_path / "records" / "marc.xml"))
    schema("dublin-core.rng").assertValid(etree.parse(tmp_path / "records" / "dublin-core.xml"))
    item = tmp_path / "records" / "dspace" / "item_001"
    assert (item / "contents").read_text("utf-8") == "2026-11.epub\tbundle:ORIGINAL\n"
    assert (item / "2026-11.epub").read_bytes() == b"book"
    values = etree.parse(item / "dublin_core.xml").getroot()
    found = {(value.get("element"), value.get("qualifier")): value.text for value in values}
    assert found["title", "none"] == "Bản tin Vùng Cao, số 11, tháng 11 năm 2026"
    assert found["date", "issued"] == "2026-11-20"


def test_a_cataloguer_finds_every_field_in_the_order_of_tags(small_edition: Edition) -> None:
    root = marc_record(small_edition, SETTINGS, documents(small_edition, SETTINGS), ["2026-11.epub"])
    found = fields(root)
    tags = [tag for tag, _ in found]
    assert set(WANTED) <= set(tags)
    assert tags == sorted(tags)
    said = dict(found)
    assert said["245"] == "$a Bản tin Vùng Cao. $n số 11, tháng 11 năm 2026 / $c Ban Tuyên giáo và Dân vận"
    assert said["773"] == "$t Bản tin Vùng Cao $g số 11, tháng 11 năm 2026 $x 1859-123X"
    assert said["020"] == "$a 9786040000002 $q EPUB"
    assert said["856"].startswith("$u https://bantin.example.vn/2026-11/2026-11.epub")
    control = {field.get("tag"): field.text for field in root.iter(f"{MARC}controlfield")}
    assert len(control["008"]) == 40
    assert control["008"][35:38] == "vie"
    assert len(control["006"]) == 18
    assert control["005"] == "20261121030405.0"


def test_what_is_not_known_is_not_said(small_edition: Edition) -> None:
    bare = replace(small_edition, number="", publisher="", language="tyz", articles=())
    root = marc_record(bare, Settings(), documents(bare, Settings()))
    schema("marc21slim.rng").assertValid(root)
    said = fields(root)
    assert not {"020", "022", "310", "856", "653", "710"} & {tag for tag, _ in said}
    assert ("041", "$a tyz $2 iso639-3") in said


def test_hostile_words_stay_words(small_edition: Edition) -> None:
    hostile = replace(small_edition, title="]]> & <b> \x00\ud800", publisher="\x01")
    schema("marc21slim.rng").assertValid(marc_record(hostile, Settings(), documents(hostile, Settings())))
