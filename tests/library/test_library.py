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

from bantin_media.documents import documents
from bantin_media.model import Edition
from bantin_media.settings import Settings
from bantin_media.writers.epub.metadata import Meta
from bantin_media.writers.library import dublin_core_record, marc_record, write_records

HERE = Path(__file__).parent
DUBLIN_CORE = Path("/usr/share/gupnp-av")
"""Where Debian's libgupnp-av keeps the schema of DCMI and that of the attributes `xml:…`."""
MARC = "{http://www.loc.gov/MARC21/slim}"
SETTINGS = Settings(
    issn="1859-123X", isbn="978-604-00-0000-2", period="Mỗi tháng một số", base_url="https://bantin.example.vn/"
)
WANTED = ["020", "022", "040", "041", "245", "264", "310", "362", "520", "653", "655", "773", "856"]


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
    made = documents(small_edition, SETTINGS)
    written = write_records(small_edition, SETTINGS, made, tmp_path / "records", files=[book])
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


def test_a_cataloguer_finds_every_field_in_the_order_of_tags(small_edition: Edition) -> None:
    root = marc_record(small_edition, SETTINGS, documents(small_edition, SETTINGS), ["2026-11.epub"])
    found = fields(root)
    tags = [tag for tag, _ in found]
    assert set(WANTED) <= set(tags)
    assert tags == sorted(tags)
    said = dict(found)
    assert said["245"] == "$a Bản tin Vùng Cao. $n số 11, tháng 11 năm 2026 / $c Ban Tuyên giáo và Dân vận."
    assert said["773"] == "$t Bản tin Vùng Cao $g số 11, tháng 11 năm 2026 $x 1859-123X"
    assert said["020"] == "$a 9786040000002 $q EPUB"
    assert said["856"].startswith("$u https://bantin.example.vn/2026-11/2026-11.epub")
    control = {field.get("tag"): field.text for field in root.iter(f"{MARC}controlfield")}
    assert len(control["008"]) == 40
    assert control["008"][35:38] == "vie"
    assert len(control["006"]) == 18
    assert control["005"] == "20261121030405.0"


def test_the_schema_of_dublin_core_is_one_that_can_be_broken(oai_dc: Any) -> None:
    root = dublin_core_record([Meta("title", "x"), Meta("writer", "x")])
    assert not oai_dc.validate(root)


def test_another_program_reads_the_record_and_has_nothing_against_it(
    small_edition: Edition, linted: Callable[[Any], str]
) -> None:
    read = linted(marc_record(small_edition, SETTINGS, documents(small_edition, SETTINGS), ["2026-11.epub"]))
    assert "WRONG" not in read
    assert "020    _a9786040000002\n       _qEPUB" in read
    assert "_nsố 11, tháng 11 năm 2026 /\n       _cBan Tuyên giáo và Dân vận." in read
    bare = replace(small_edition, number="", publisher="", title="Tin.", language="tyz", articles=())
    assert "WRONG" not in linted(marc_record(bare, Settings(), documents(bare, Settings())))
    wrong = marc_record(small_edition, SETTINGS, documents(small_edition, SETTINGS))
    next(one for one in wrong.iter(f"{MARC}datafield") if one.get("tag") == "245").set("ind1", "7")
    assert "WRONG 245" in linted(wrong)


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
