from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bantin_media.model import Edition, Sentence
from bantin_media.publication.books import BOOKS
from bantin_media.publication.documents import documents
from bantin_media.publication.writers.epub.metadata import Meta
from bantin_media.publication.writers.library import dublin_core_record, marc_record, write_records

HERE = Path(__file__).parent
DUBLIN_CORE = Path("/usr/share/gupnp-av")
"""Where Debian's libgupnp-av keeps the schema of DCMI and that of the attributes `xml:…`."""
MARC = "{http://www.loc.gov/MARC21/slim}"


NOTHING = dict.fromkeys(("issn", "isbn", "period", "base_url"), "")
"""What a library asks for, left empty."""


@pytest.fixture
def small_edition(small_edition: Edition) -> Edition:
    return replace(
        small_edition,
        issn="1859-123X",
        isbn="978-604-00-0000-2",
        period="Mỗi tháng một số",
        base_url="https://bantin.example.vn/",
    )


WANTED = [
    "020", "022", "040", "041", "245", "264", "300", "310", "336", "337", "338", "347", "362", "505", "520", "540",
    "653", "655", "710", "720", "773", "856",
]  # fmt: skip


def schema(name: str) -> Any:
    return etree.RelaxNG(etree.parse(HERE / name))


class Local(etree.Resolver):
    """Gives the schemas that another one imports by their addresses from this machine."""

    def resolve(self, address: str, identifier: str, context: Any) -> Any:
        if not address.startswith("http"):
            return None
        return self.resolve_filename(str(DUBLIN_CORE / address.rpartition("/")[2]), context)


@pytest.fixture(scope="module")
def oai_dc() -> Any:
    """The schema of OAI-PMH, which imports that of DCMI."""
    if not DUBLIN_CORE.is_dir():
        pytest.skip("the schemas of Dublin Core are not installed: make test-tools")
    package = find_spec("eulxml")
    assert package and package.origin
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(Path(package.origin).parent / "schema_data" / "oai_dc.xsd", parser))


LINT = """
use MARC::File::XML (BinaryEncoding => 'utf8', RecordFormat => 'MARC21');
use MARC::Batch; use MARC::Lint;
binmode STDOUT, ':utf8';
my ($batch, $lint) = (MARC::Batch->new('XML', $ARGV[0]), MARC::Lint->new);
$batch->strict_on;
while (my $record = $batch->next) {
    $lint->check_record($record);
    print "WRONG $_\\n" for $batch->warnings, $lint->warnings;
    print $record->as_formatted, "\\n";
}
"""


@pytest.fixture
def linted(tmp_path: Path) -> Callable[[Any], str]:
    """Give what another reader of MARCXML reads, and what its judge of MARC 21 has against it."""
    perl = shutil.which("perl") or ""
    used = ["-MMARC::Lint", "-MMARC::File::XML", "-e1"]
    if not perl or subprocess.run([perl, *used], check=False, capture_output=True).returncode:
        pytest.skip("MARC::Lint is not installed: make test-tools")

    def lint(root: Any) -> str:
        path = tmp_path / "linted.xml"
        path.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
        done = subprocess.run([perl, "-e", LINT, str(path)], capture_output=True, check=True)
        assert not done.stderr, done.stderr
        return done.stdout.decode()

    return lint


def fields(root: Any) -> list[tuple[str, str]]:
    return [
        (field.get("tag"), " ".join(f"${part.get('code')} {part.text}" for part in field))
        for field in root.iter(f"{MARC}datafield")
    ]


def test_the_records_are_what_their_schemas_say(small_edition: Edition, oai_dc: Any, tmp_path: Path) -> None:
    book = tmp_path / "2026-11.epub"
    book.write_bytes(b"book")
    made = documents(small_edition)
    written = write_records(small_edition, made, tmp_path / "records", [(BOOKS[0], book)])
    assert all(path.is_file() for path in written)
    schema("marc21slim.rng").assertValid(etree.parse(tmp_path / "records" / "marc.xml"))
    oai_dc.assertValid(etree.parse(tmp_path / "records" / "dublin-core.xml"))
    item = tmp_path / "records" / "dspace" / "item_001"
    assert (item / "contents").read_text("utf-8") == "2026-11.epub\tbundle:ORIGINAL\n"
    assert (item / "2026-11.epub").read_bytes() == b"book"
    values = etree.parse(item / "dublin_core.xml").getroot()
    found = {(value.get("element"), value.get("qualifier")): value.text for value in values}
    assert found["title", "none"] == "Bản tin Vùng Cao, số 11, tháng 11 năm 2026"
    assert found["date", "issued"] == "2026-11-20"
    assert found["contributor", "author"] == "Lý Thị Hoa"
    assert found["identifier", "isbn"] == "9786040000002"
    assert found["identifier", "issn"] == "1859-123X"
    assert found["relation", "ispartofseries"] == "Bản tin Vùng Cao;số 11"
    assert ("identifier", "uri") not in found
    core = etree.parse(tmp_path / "records" / "dublin-core.xml").getroot()
    assert [one.text for one in core if one.tag.endswith("relation")] == ["Bản tin Vùng Cao", "urn:issn:1859-123X"]


SAID = {
    "020": "$a 9786040000002 $q EPUB",
    "022": "$a 1859-123X",
    "040": "$a Ban Tuyên giáo và Dân vận $b vie $e rda $c Ban Tuyên giáo và Dân vận",
    "041": "$a vie",
    "245": "$a Bản tin Vùng Cao. $n Số 11, tháng 11 năm 2026 / $c Ban Tuyên giáo và Dân vận.",
    "264": "$a [Nơi xuất bản không xác định] : $b Ban Tuyên giáo và Dân vận, $c 2026",
    "300": "$a 1 tài nguyên trực tuyến : $b minh họa",
    "310": "$a Mỗi tháng một số",
    "362": "$a Số 11, tháng 11 năm 2026",
    "505": "$a Đường mới về thôn xa / Lý Thị Hoa -- Đường mới về thôn xa / Lý Thị Hoa -- Lớp học buổi tối / Lý Thị Hoa",
    "520": "$a Trong số này: Đường mới về thôn xa; Đường mới về thôn xa; Lớp học buổi tối",
    "655": "$a Bản tin $2 local",
    "710": "$a Ban Tuyên giáo và Dân vận $4 isb",
    "720": "$a Lý Thị Hoa $4 aut",
    "773": "$7 nnas $t Bản tin Vùng Cao $g Số 11, tháng 11 năm 2026 $x 1859-123X",
}
"""What a cataloguer would write of the small edition."""
INDICATORS = {"041": "0 ", "245": "00", "264": " 1", "362": "0 ", "505": "0 ", "655": " 7", "710": "2 ", "773": "0 "}


def test_a_cataloguer_finds_every_field_in_the_order_of_tags(small_edition: Edition) -> None:
    root = marc_record(small_edition, documents(small_edition), [(BOOKS[0], "2026-11.epub")])
    found = fields(root)
    tags = [tag for tag, _ in found]
    assert set(tags) == set(WANTED)
    assert tags == sorted(tags)
    said = dict(found)
    assert {tag: said[tag] for tag in SAID} == SAID
    given = {field.get("tag"): field.get("ind1") + field.get("ind2") for field in root.iter(f"{MARC}datafield")}
    assert {tag: given[tag] for tag in INDICATORS} == INDICATORS
    assert root.find(f".//{MARC}leader").text == "00000naa a2200000 i 4500"


def test_the_fixed_fields_have_their_places(small_edition: Edition) -> None:
    made = documents(small_edition)
    control = {one.get("tag"): one.text for one in marc_record(small_edition, made).iter(f"{MARC}controlfield")}
    assert control["008"] == "261120e20261120vm a   |o|||||000 0|vie d"
    assert [len(control[tag]) for tag in ("006", "007", "008")] == [18, 14, 40]
    assert control["005"] == "20261121030405.0"
    plain = replace(small_edition, articles=())
    bare = marc_record(plain, documents(plain))
    assert next(one.text for one in bare.iter(f"{MARC}controlfield") if one.get("tag") == "008")[18] == " "


def test_a_link_leads_to_each_book_and_says_which_it_is(small_edition: Edition) -> None:
    spaced = replace(small_edition, id="số 11")
    root = marc_record(spaced, documents(spaced), [(BOOKS[0], "so-11.epub"), (BOOKS[1], "so-11-co-tieng.epub")])
    links = [(one.get("ind1") + one.get("ind2"), [part.text for part in one]) for one in datafields(root, "856")]
    name, kind = "Bản tin Vùng Cao, số 11, tháng 11 năm 2026", "application/epub+zip"
    folder = "https://bantin.example.vn/s%E1%BB%91%2011"
    assert links == [
        ("40", [f"{folder}/so-11.epub", kind, name]),
        ("41", [f"{folder}/so-11-co-tieng.epub", kind, f"{name}, bản có tiếng"]),
    ]


def datafields(root: Any, tag: str) -> list[Any]:
    return [one for one in root.iter(f"{MARC}datafield") if one.get("tag") == tag]


def test_no_field_is_longer_than_a_catalogue_can_take(small_edition: Edition) -> None:
    given = small_edition.articles[0]
    title = (Sentence("t", "Hội nghị " * 1100),)
    many = replace(small_edition, articles=tuple(replace(given, number=n, title=title) for n in range(1, 101)))
    root = marc_record(many, documents(many))
    sizes = [sum(len(part.text.encode()) + 2 for part in one) for one in root.iter(f"{MARC}datafield")]
    assert max(sizes) < 9999
    assert [one.get("ind1") for one in datafields(root, "505")] == ["2"]


def test_an_internal_edition_says_so(small_edition: Edition) -> None:
    inside = replace(small_edition, audience="internal")
    assert ("506", "$a Lưu hành nội bộ.") in fields(marc_record(inside, documents(inside)))


def test_the_schema_of_dublin_core_is_one_that_can_be_broken(oai_dc: Any) -> None:
    root = dublin_core_record([Meta("title", "x"), Meta("writer", "x")])
    assert not oai_dc.validate(root)


def test_another_program_reads_the_record_and_has_nothing_against_it(
    small_edition: Edition, linted: Callable[[Any], str]
) -> None:
    read = linted(marc_record(small_edition, documents(small_edition), [(BOOKS[0], "2026-11.epub")]))
    assert "WRONG" not in read
    assert "020    _a9786040000002\n       _qEPUB" in read
    assert "_nSố 11, tháng 11 năm 2026 /\n       _cBan Tuyên giáo và Dân vận." in read
    bare = replace(small_edition, number="", publisher="", title="Tin.", language="tyz", articles=(), **NOTHING)
    assert "WRONG" not in linted(marc_record(bare, documents(bare)))
    wrong = marc_record(small_edition, documents(small_edition))
    next(one for one in wrong.iter(f"{MARC}datafield") if one.get("tag") == "245").set("ind1", "7")
    assert "WRONG 245" in linted(wrong)


def test_what_is_not_known_is_not_said(small_edition: Edition) -> None:
    bare = replace(small_edition, number="", publisher="", language="tyz", articles=(), **NOTHING)
    root = marc_record(bare, documents(bare))
    schema("marc21slim.rng").assertValid(root)
    said = fields(root)
    assert not {"020", "022", "310", "856", "653", "710"} & {tag for tag, _ in said}
    assert ("041", "$a tyz $2 iso639-3") in said


def test_hostile_words_stay_words(small_edition: Edition) -> None:
    hostile = replace(small_edition, title="]]> & <b> \x00\ud800", publisher="\x01")
    schema("marc21slim.rng").assertValid(marc_record(hostile, documents(hostile)))
