"""A package for an archive: a complete signed edition, whose checksums another program confirms."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import bagit
import pytest
from lxml import etree

from bantin_media.commands.cli import main
from bantin_media.publication.books import BOOKS


@pytest.fixture(autouse=True)
def _stick(built: Any) -> None:
    (built.root / "stick").mkdir()


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def deposited(built: Any, *options: str) -> Path:
    assert main(["deposit", "2026-11", "--dest", "stick", *options]) == 0
    return built.root / "stick" / ("2026-11-dspace" if options else "2026-11")


BOOK_NAMES = {kind.path("2026-11", Path()).name for kind in BOOKS}
SOUND_NAMES = {"2026-11.mp3", "01-xoa-mu-chu.mp3", "02-nuoc-sach.mp3"}
RECORD_NAMES = {"marc.xml", "marc-serial.xml", "dublin-core.xml"}


def test_a_bag_holds_books_sound_and_records_and_is_valid(built: Any) -> None:
    bag = deposited(built)
    expected = BOOK_NAMES | SOUND_NAMES | {f"records/{name}" for name in RECORD_NAMES | {"dspace.xml"}}
    assert names(bag / "data") == expected
    judged = bagit.Bag(str(bag))
    assert judged.validate()
    assert judged.info["External-Description"].startswith("Bản tin")
    assert judged.info["Bagging-Date"] == "2026-11-05"
    assert judged.info["Payload-Oxum"].endswith(f".{len(expected)}")
    assert all(
        (bag / "data" / name).read_bytes() == (built.output / "2026-11" / name).read_bytes() for name in expected
    )


def test_a_bag_of_the_same_edition_has_the_same_bytes(built: Any) -> None:
    first = deposited(built).rename(built.root / "first")
    again = deposited(built)
    assert {name: (first / name).read_bytes() for name in names(first)} == {
        name: (again / name).read_bytes() for name in names(again)
    }


def test_a_damaged_bag_is_found_out_by_its_checksums(built: Any) -> None:
    bag = deposited(built)
    path = bag / "data" / "2026-11.mp3"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert not bagit.Bag(str(bag)).is_valid()


def test_dspace_gets_an_item_with_all_files_in_its_list(built: Any) -> None:
    item = deposited(built, "--dspace") / "item_000"
    assert names(item) == BOOK_NAMES | SOUND_NAMES | RECORD_NAMES | {"dublin_core.xml", "contents"}
    lines = [line.split("\t") for line in (item / "contents").read_text("utf-8").splitlines()]
    assert {line[0] for line in lines} == names(item) - {"dublin_core.xml", "contents"}
    assert {line[0] for line in lines if "bundle:METADATA" in line} == RECORD_NAMES
    assert [line[0] for line in lines if "primary:true" in line] == ["2026-11.epub"]
    assert any(line[0] == "02-nuoc-sach.mp3" and "description:Nước sạch" in line[-1] for line in lines), lines
    assert etree.parse(item / "dublin_core.xml").getroot().get("schema") == "dc"


def test_existing_files_are_not_changed(built: Any) -> None:
    mine = built.root / "stick" / "2026-11"
    mine.mkdir()
    (mine / "cua-toi.txt").write_text("mine")
    assert main(["deposit", "2026-11", "--dest", "stick"]) == 2
    assert names(built.root / "stick") == {"2026-11/cua-toi.txt"}
    assert main(["deposit", "2026-11", "--dest", "no-stick"]) == 2


def test_the_same_package_again_is_no_mistake_and_a_damaged_one_is(built: Any) -> None:
    package = deposited(built)
    assert main(["deposit", "2026-11", "--dest", "stick"]) == 0
    (package / "data" / "2026-11.epub").write_bytes(b"damaged")
    assert main(["deposit", "2026-11", "--dest", "stick"]) == 2
    assert (package / "data" / "2026-11.epub").read_bytes() == b"damaged"


def test_a_draft_and_half_an_edition_are_not_deposited(built: Any) -> None:
    sound = built.output / "2026-11" / "2026-11.mp3"
    content = sound.read_bytes()
    sound.write_bytes(content[:-1] + b"x")
    assert main(["deposit", "2026-11", "--dest", "stick"]) == 2
    assert names(built.root / "stick") == set()
    settings = built.root / "input" / "2026-11" / "edition.toml"
    settings.write_text(settings.read_text("utf-8").replace("approved_by", "# approved_by"), "utf-8")
    for folder in (built.output, built.root / ".bantin"):
        shutil.rmtree(folder)
    assert main(["build", "--workers", "1"]) == 0
    assert main(["deposit", "2026-11", "--dest", "stick"]) == 2
    assert names(built.root / "stick") == set()


def test_a_change_since_the_build_is_reported_with_the_package(built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    deposited(built)
    shutil.rmtree(built.root / "stick" / "2026-11")
    assert "delivery.outdated" not in capsys.readouterr().err
    source = next((built.root / "input" / "2026-11").glob("02*"))
    source.write_text(source.read_text("utf-8").replace("46 hộ", "47 hộ"), "utf-8")
    deposited(built)
    assert "delivery.outdated" in capsys.readouterr().err
