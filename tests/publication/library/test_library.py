from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pymarc
import pytest
from lxml import etree

from bantin_media.model import Edition, Imprint, Sentence
from bantin_media.publication.books import BOOKS
from bantin_media.publication.documents import documents
from bantin_media.publication.writers.epub.metadata import Meta
from bantin_media.publication.writers.library import marc_records, write_records
from bantin_media.publication.writers.library.dublin_core import dublin_core_record
from bantin_media.publication.writers.library.marc import collection
from bantin_media.publication.writers.library.serial import frequency, serial_record
from bantin_media.reporting.report import FileKind, MadeFile

HERE = Path(__file__).parent
DUBLIN_CORE = Path("/usr/share/gupnp-av")
"""The folder in which Debian's libgupnp-av has the schemas of DCMI and of the attributes `xml:…`."""
MARC = "{http://www.loc.gov/MARC21/slim}"


NOTHING = dict.fromkeys(("issn", "isbn", "period", "base_url"), "")
"""The settings for libraries, left empty."""


WANTED = [
    "020", "040", "041", "245", "264", "300", "336", "337", "338", "341", "347", "505", "520", "532", "540",
    "653", "655", "710", "720", "773", "776", "856",
]  # fmt: skip
SOUNDS = (
    MadeFile("2026-11.mp3", FileKind.PROGRAMME, 900_000, 3_725_400),
    MadeFile("01-duong-moi.mp3", FileKind.ARTICLE, 300_000, 125_000),
)
BOOK = (BOOKS[0], "2026-11.epub")


def issue_of(edition: Edition, *books: Any) -> Any:
    """The collection with only the record of the issue."""
    return marc_records(edition, documents(edition), books)


def sound_of(edition: Edition, sounds: Any = SOUNDS) -> Any:
    """The record of the sound, in its own collection."""
    root = marc_records(edition, documents(edition), [BOOK], sounds, ["espeak:south"])
    root.remove(root[0])
    return root


def schema(name: str) -> Any:
    return etree.RelaxNG(etree.parse(HERE / name))


class Local(etree.Resolver):
    """Resolves schemas that another schema imports from addresses to local files."""

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
    """Return the fields that another MARCXML reader finds, and the faults that its MARC 21 validator reports."""
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


def test_the_records_are_valid_by_their_schemas(small_edition: Edition, oai_dc: Any, tmp_path: Path) -> None:
    written = write_records(small_edition, documents(small_edition), tmp_path, books=[BOOK], sounds=SOUNDS)
    assert [path.name for path in written] == ["marc.xml", "marc-serial.xml", "dublin-core.xml", "dspace.xml"]
    for name in ("marc.xml", "marc-serial.xml"):
        schema("marc21slim.rng").assertValid(etree.parse(tmp_path / name))
    oai_dc.assertValid(etree.parse(tmp_path / "dublin-core.xml"))
    core = etree.parse(tmp_path / "dublin-core.xml").getroot()
    assert [one.text for one in core if one.tag.endswith("relation")] == ["Bản tin Vùng Cao", "urn:issn:1859-123X"]
    assert [one.text for one in core if one.tag.endswith("format")] == ["application/epub+zip", "audio/mpeg"]


def test_dspace_gets_its_own_names(small_edition: Edition, tmp_path: Path) -> None:
    write_records(small_edition, documents(small_edition), tmp_path, books=[BOOK], sounds=SOUNDS)
    values = etree.parse(tmp_path / "dspace.xml").getroot()
    found: dict[tuple[str, str], list[str]] = {}
    for value in values:
        found.setdefault((value.get("element"), value.get("qualifier")), []).append(value.text)
    assert found["title", "none"] == ["Bản tin Vùng Cao, số 11, tháng 11 năm 2026"]
    assert found["date", "issued"] == ["2026-11-20"]
    assert found["contributor", "author"] == ["Ban Tuyên giáo và Dân vận"]
    assert found["contributor", "other"] == ["Lý Thị Hoa"]
    assert found["identifier", "isbn"] == ["9786040000002"]
    assert found["identifier", "issn"] == ["1859-123X"]
    assert found["identifier", "uri"] == ["https://bantin.example.vn/2026-11/"]
    assert found["relation", "ispartofseries"] == ["Bản tin Vùng Cao;số 11"]
    titles = "Đường mới về thôn xa\nĐường mới về thôn xa\nLớp học buổi tối"
    assert found["description", "tableofcontents"] == [titles]
    assert found["format", "mimetype"] == ["application/epub+zip", "audio/mpeg"]
    assert found["type", "none"] == ["Text", "Sound"]


SAID = {
    "020": "$a 9786040000002 $q EPUB",
    "040": "$a Ban Tuyên giáo và Dân vận $b vie $e rda $c Ban Tuyên giáo và Dân vận",
    "041": "$a vie",
    "245": "$a Bản tin Vùng Cao. $n Số 11, tháng 11 năm 2026 / $c Ban Tuyên giáo và Dân vận.",
    "264": "$a [Nơi xuất bản không xác định] : $b Ban Tuyên giáo và Dân vận, $c 2026",
    "300": "$a 1 tài nguyên trực tuyến : $b minh họa",
    "505": "$a Đường mới về thôn xa / Lý Thị Hoa -- Đường mới về thôn xa / Lý Thị Hoa -- Lớp học buổi tối / Lý Thị Hoa",
    "520": "$a Trong số này: Đường mới về thôn xa; Đường mới về thôn xa; Lớp học buổi tối",
    "655": "$a Bản tin $2 local",
    "710": "$a Ban Tuyên giáo và Dân vận $4 isb",
    "720": "$a Lý Thị Hoa $4 aut",
}
"""The record that a cataloguer would write of the small edition."""
INDICATORS = {"041": "0 ", "245": "00", "264": " 1", "505": "0 ", "655": " 7", "710": "2 ", "773": "0 "}


def test_a_cataloguer_finds_every_field_in_the_order_of_tags(small_edition: Edition) -> None:
    root = marc_records(small_edition, documents(small_edition), [BOOK], SOUNDS)
    root.remove(root[1])
    found = fields(root)
    tags = [tag for tag, _ in found]
    assert set(tags) == set(WANTED)
    assert tags == sorted(tags)
    values = dict(found)
    assert {tag: values[tag] for tag in SAID} == SAID
    given = {field.get("tag"): field.get("ind1") + field.get("ind2") for field in root.iter(f"{MARC}datafield")}
    assert {tag: given[tag] for tag in INDICATORS} == INDICATORS
    assert root.find(f".//{MARC}leader").text == "00000nam a2200000 i 4500"
    assert values["773"].startswith("$7 nnas $t Bản tin Vùng Cao $g Số 11, tháng 11 năm 2026 $x 1859-123X $w ")


def test_an_issue_without_number_and_address_is_a_part_of_its_serial(small_edition: Edition) -> None:
    root = issue_of(replace(small_edition, isbn="", base_url=""))
    assert root.find(f".//{MARC}leader").text == "00000naa a2200000 i 4500"


SERIAL = {
    "022": "$a 1859-123X",
    "245": "$a Bản tin Vùng Cao / $c Ban Tuyên giáo và Dân vận.",
    "264": "$a [Nơi xuất bản không xác định] : $b Ban Tuyên giáo và Dân vận",
    "310": "$a Mỗi tháng một số",
    "588": "$a Mô tả dựa trên: Số 11, tháng 11 năm 2026.",
    "710": "$a Ban Tuyên giáo và Dân vận $4 isb",
    "856": "$u https://bantin.example.vn/ $y Bản tin Vùng Cao",
}


def test_issues_link_to_the_record_of_the_serial(small_edition: Edition) -> None:
    root = collection([serial_record(small_edition)])
    values = dict(fields(root))
    assert {tag: values[tag] for tag in SERIAL} == SERIAL
    assert root.find(f".//{MARC}leader").text == "00000nas a2200000 i 4500"
    control = {one.get("tag"): one.text for one in root.iter(f"{MARC}controlfield")}
    assert control["008"] == "261120cuuuu9999vm mr poo    |0   b0vie d"
    other = replace(small_edition, id="2026-12", number="12")
    leads = dict(fields(issue_of(other)))["773"]
    assert leads.endswith(f"$w {control['001']}")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("Số 1, đường Hòa Bình, phường Vân Lĩnh", "Phường Vân Lĩnh"),
        ("Thôn Nà Lẹng, xã Nà Phạ, tỉnh Vân Lĩnh.", "Xã Nà Phạ, tỉnh Vân Lĩnh"),
        ("Tầng 2, nhà B, khu hành chính", "[Nơi xuất bản không xác định]"),
        ("xã Nà Phạ, điện thoại 0206", "[Nơi xuất bản không xác định]"),
        ("", "[Nơi xuất bản không xác định]"),
    ],
)
def test_the_place_is_that_of_the_imprint(small_edition: Edition, address: str, place: str) -> None:
    edition = replace(small_edition, imprint=Imprint((("Địa chỉ", address),) if address else ()))
    for root in (collection([serial_record(edition)]), issue_of(edition)):
        assert dict(fields(root))["264"].startswith(f"$a {place} : $b Ban Tuyên giáo")


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("Mỗi tháng một số", "m"),
        ("2 số/tháng", "s"),
        ("Hằng tuần", "w"),
        ("hai tuần một số", "e"),
        ("Hai tháng một kỳ", "b"),
        ("mỗi quý một số", "q"),
        ("6 tháng một số", "f"),
        ("Hằng năm", "a"),
        ("không định kỳ", "|"),
    ],
)
def test_the_frequency_of_a_serial_has_its_code(period: str, code: str) -> None:
    assert frequency(period) == code


HEARD = {
    "245": "$a Bản tin Vùng Cao (bản nghe). $n Số 11, tháng 11 năm 2026 / $c Ban Tuyên giáo và Dân vận.",
    "300": "$a 1 tệp âm thanh trực tuyến (1 giờ 2 phút)",
    "306": "$a 010205",
    "336": "$a lời nói $b spw $2 rdacontent",
    "341": "$a auditory $b transcript $2 sapdv",
    "344": "$a kỹ thuật số $2 rdatr",
    "347": "$a audio file $b MP3 $2 rdaft",
    "511": "$a Người đọc: eSpeak NG, miền Nam.",
    "856": "$u https://bantin.example.vn/2026-11/2026-11.mp3 $q audio/mpeg $y Bản tin Vùng Cao, số 11, tháng 11 năm "
    "2026",
}


def test_the_sound_has_its_own_record(small_edition: Edition) -> None:
    root = sound_of(small_edition)
    values = dict(fields(root))
    assert {tag: values[tag] for tag in HEARD} == HEARD
    assert root.find(f".//{MARC}leader").text == "00000nim a2200000 i 4500"
    control = [(one.get("tag"), one.text) for one in root.iter(f"{MARC}controlfield")]
    assert [len(text) for tag, text in control if tag in {"006", "007", "008"}] == [18, 14, 14, 40]
    number = dict(control)["001"]
    both = marc_records(small_edition, documents(small_edition), [BOOK], SOUNDS)
    (book,) = [values for tag, values in fields(both) if tag == "776" and values.endswith(f"$w {number}")]
    assert "Có bản nghe" in book


def test_without_a_programme_the_articles_are_described(small_edition: Edition) -> None:
    heard = documents(small_edition)[2].name
    articles = [MadeFile(f"{heard}.mp3", FileKind.ARTICLE, 1, 40_000), MadeFile("x.mp3", FileKind.ARTICLE, 1, 85_000)]
    values = fields(sound_of(small_edition, articles))
    assert ("300", "$a 2 tệp âm thanh trực tuyến (2 phút)") in values
    assert len([tag for tag, _ in values if tag == "856"]) == 2
    assert "/ Lý Thị Hoa (40 giây)" in dict(values)["505"]


def test_the_fixed_fields_have_their_places(small_edition: Edition) -> None:
    made = documents(small_edition)
    control = {one.get("tag"): one.text for one in marc_records(small_edition, made).iter(f"{MARC}controlfield")}
    assert control["008"] == "261120e20261120vm a   |o|||||000 0|vie d"
    assert [len(control[tag]) for tag in ("006", "007", "008")] == [18, 14, 40]
    assert control["005"] == "20261121030405.0"
    plain = replace(small_edition, articles=())
    bare = issue_of(plain)
    assert next(one.text for one in bare.iter(f"{MARC}controlfield") if one.get("tag") == "008")[18] == " "


def test_each_book_has_a_link_with_its_kind(small_edition: Edition) -> None:
    spaced = replace(small_edition, id="số 11")
    root = issue_of(spaced, (BOOKS[0], "so-11.epub"), (BOOKS[1], "so-11-co-tieng.epub"))
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
    root = issue_of(many)
    sizes = [sum(len(part.text.encode()) + 2 for part in one) for one in root.iter(f"{MARC}datafield")]
    assert max(sizes) < 9999
    assert [one.get("ind1") for one in datafields(root, "505")] == ["2"]


def test_an_internal_edition_is_marked(small_edition: Edition) -> None:
    inside = replace(small_edition, audience="internal")
    assert ("506", "$a Lưu hành nội bộ.") in fields(issue_of(inside))


def test_the_schema_of_dublin_core_is_one_that_can_be_broken(oai_dc: Any) -> None:
    root = dublin_core_record([Meta("title", "x"), Meta("writer", "x")])
    assert not oai_dc.validate(root)


def every_record(edition: Edition) -> Any:
    """The issue, the sound and the serial in one collection."""
    root = marc_records(edition, documents(edition), [BOOK], SOUNDS, ["espeak"])
    root.extend(collection([serial_record(edition)]))
    return root


def test_another_program_reads_the_records_and_has_nothing_against_them(
    small_edition: Edition, linted: Callable[[Any], str]
) -> None:
    read = linted(every_record(small_edition))
    assert "WRONG" not in read
    assert "020    _a9786040000002\n       _qEPUB" in read
    assert "_nSố 11, tháng 11 năm 2026 /\n       _cBan Tuyên giáo và Dân vận." in read
    bare = replace(small_edition, number="", publisher="", title="Tin.", language="tyz", articles=(), **NOTHING)
    assert "WRONG" not in linted(every_record(bare))
    wrong = issue_of(small_edition)
    next(one for one in wrong.iter(f"{MARC}datafield") if one.get("tag") == "245").set("ind1", "7")
    assert "WRONG 245" in linted(wrong)


def as_pymarc(root: Any) -> list[tuple[str, str]]:
    """pymarc's result: tag and all subfields of each data field."""
    records = pymarc.parse_xml_to_array(io.BytesIO(etree.tostring(root, encoding="utf-8", xml_declaration=True)))
    return [
        (field.tag, " ".join(f"${part.code} {part.value}" for part in field.subfields))
        for record in records
        for field in record.get_fields()
        if not field.control_field
    ]


def test_pymarc_reads_the_same_and_writes_it_as_iso_2709(small_edition: Edition) -> None:
    root = every_record(small_edition)
    assert as_pymarc(root) == fields(root)
    records = pymarc.parse_xml_to_array(io.BytesIO(etree.tostring(root, encoding="utf-8", xml_declaration=True)))
    again = list(pymarc.MARCReader(b"".join(record.as_marc() for record in records)))
    assert [str(record).splitlines()[1:] for record in again] == [str(record).splitlines()[1:] for record in records]


def test_yaz_turns_the_records_into_iso_2709_and_back(small_edition: Edition, tmp_path: Path) -> None:
    tool = shutil.which("yaz-marcdump")
    if not tool:
        pytest.skip("yaz is not installed: make test-tools")
    root = every_record(small_edition)
    path = tmp_path / "records.xml"
    path.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
    done = subprocess.run([tool, "-i", "marcxml", "-o", "marc", str(path)], check=True, capture_output=True)
    assert not done.stderr, done.stderr
    (tmp_path / "records.mrc").write_bytes(done.stdout)
    back = subprocess.run(
        [tool, "-i", "marc", "-o", "marcxml", str(tmp_path / "records.mrc")], check=True, capture_output=True
    )
    assert fields(etree.fromstring(back.stdout)) == fields(root)


def test_unknown_data_is_omitted(small_edition: Edition) -> None:
    bare = replace(small_edition, number="", publisher="", language="tyz", articles=(), **NOTHING)
    root = issue_of(bare)
    schema("marc21slim.rng").assertValid(root)
    values = fields(root)
    assert not {"020", "856", "653", "710", "776"} & {tag for tag, _ in values}
    assert ("041", "$a tyz $2 iso639-3") in values


def test_hostile_words_stay_words(small_edition: Edition) -> None:
    hostile = replace(small_edition, title="]]> & <b> \x00\ud800", publisher="\x01")
    schema("marc21slim.rng").assertValid(issue_of(hostile))
