"""The records in `output/` describe it; records of an earlier build are used as far as they are valid."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from bantin_media.cache import manifest, sealed
from bantin_media.cache.manifest import DESCRIPTION, Made
from bantin_media.commands.cli import main
from bantin_media.pipeline.plan import Request, manifests_of, older_manifests_of
from bantin_media.publication.writers.records import describe, described
from bantin_media.verify import verify

SHARED = 'title = "Bản tin Khau Tràng"\nbase_url = "https://khautrang.example/ban-tin/"\n[sound]\nvoice = "metronome"\n'
SETTINGS = 'number = "{number}"\ndate = 2026-{number}-05\napproved_by = "Lý Thị Mẩy"\n'
LISTS = ("index.html", "feed.xml", "opds.xml")


@pytest.fixture
def archive(office: Any) -> Any:
    """A workspace with two signed editions; the input of the older one was archived after its build."""
    fill(office)
    reports = office.build()
    assert not [error for report in (*reports, office.site) for error in report.errors]
    shutil.move(office.input / "2026-09", office.root / "luu-tru")
    return office


def fill(office: Any) -> None:
    (office.input / "bantin.toml").write_text(SHARED, "utf-8")
    for number in ("09", "10"):
        office.edition(f"2026-{number}", settings=SETTINGS.format(number=number))
        office.write("01 tin.txt", f"Tin của tháng {number}\n\nXã có thêm 12 hộ thoát nghèo.\n", f"2026-{number}")


def listed(office: Any) -> list[bool]:
    return ["2026-09" in (office.output / name).read_text("utf-8") for name in LISTS]


def request(office: Any) -> Request:
    return Request(office.input, office.output, office.root / "proof", office.root / "work")


def test_an_archived_edition_remains_listed_after_the_project_is_moved(
    office: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = office.root / "project", tmp_path_factory.mktemp("elsewhere") / "du an"
    archive = type(office)(old)
    fill(archive)
    monkeypatch.chdir(old)
    assert main(["build", "--workers", "1"]) == 0
    shutil.rmtree(archive.input / "2026-09")
    assert main(["build", "--workers", "1"]) == 0
    before = archive.published()
    stamps = {path.relative_to(old): path.stat().st_mtime_ns for path in old.rglob("*.mp3")}
    shutil.move(old, new)
    monkeypatch.chdir(new)
    assert main(["build", "--workers", "1"]) == 0
    moved = type(office)(new)
    assert moved.published() == before and listed(moved) == [True, True, True]
    assert stamps == {path.relative_to(new): path.stat().st_mtime_ns for path in new.rglob("*.mp3")}, "built again"


def test_an_archived_edition_remains_listed_without_the_work_folder(archive: Any) -> None:
    archive.build()
    before = archive.published()
    shutil.rmtree(archive.root / "work")
    archive.build()
    assert archive.published() == before and listed(archive) == [True, True, True]
    assert "output.no-source" in {notice.code for notice in archive.site.notices}


def test_an_edition_is_listed_under_the_name_that_its_folder_has(archive: Any) -> None:
    (archive.output / "2026-09").rename(archive.output / "so-9")
    archive.build()
    index = (archive.output / "index.html").read_text("utf-8")
    assert "so-9/index.html" in index and "2026-09/index.html" not in index


def test_an_edition_that_is_taken_out_of_the_output_is_no_longer_listed(archive: Any) -> None:
    shutil.rmtree(archive.output / "2026-09")
    archive.build()
    assert listed(archive) == [False, False, False]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"format":1,"sha256":"","record":{}}'])
def test_the_record_of_an_edition_is_used_or_reported(archive: Any, content: bytes) -> None:
    (archive.output / "2026-09" / DESCRIPTION).write_bytes(content)
    (archive.output / "2026-10" / DESCRIPTION).write_bytes(content)
    (report,) = archive.build()
    assert not report.errors and described(archive.output / "2026-10"), "it is made again where its input is there"
    (notice,) = [one for one in archive.site.notices if one.code == "output.no-record"]
    assert "2026-09" in notice.where
    assert listed(archive)[1:] == [False, False]


def test_editions_that_version_0_1_built_are_taken_up(archive: Any) -> None:
    """Version 0.1 kept the record in the manifest, and the manifest's folder depended on the path of the output."""
    archive.build()
    before = archive.published()
    for name in ("2026-09", "2026-10"):
        record = described(archive.output / name)
        (archive.output / name / DESCRIPTION).unlink()
        path = manifests_of(request(archive)) / f"{name}.json"
        now = manifest.read(path)
        assert record and now
        body = {
            **{key: value for key, value in asdict(now).items() if key not in {"report", "code"}},
            "report": {"articles": [], "files": [], "notices": []}, "record": asdict(record),
        }  # fmt: skip
        body["files"].pop(DESCRIPTION)
        body = json.loads(json.dumps(body))
        path.write_text(json.dumps({"format": 1, "sha256": sealed._digest(body), "manifest": body}), "utf-8")
    manifests_of(request(archive)).rename(older_manifests_of(request(archive)))
    (report,) = archive.build()
    assert not report.errors and archive.published() == before


def other(office: Any, old: str, new: str) -> None:
    path = office.input / "2026-11" / "02 nuoc sach.txt"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


@pytest.fixture
def quick(small_office: Any) -> Any:
    small_office.edition(settings='number = "1"\ndate = 2026-11-05\napproved_by = "A"\n[sound]\nvoice = "metronome"\n')
    return small_office


def test_a_time_with_one_wrong_digit_is_not_published(quick: Any) -> None:
    quick.build()
    good = quick.published()
    (takes,) = quick.root.rglob("*.takes")
    other(quick, "46 hộ dân", "48 hộ dân")
    quick.build()
    text = takes.read_text("utf-8")
    clip = text.rindex("\\ns")
    digit = next(place for place in range(clip + 5, len(text)) if text[place] in "12345678")
    takes.write_text(text[:digit] + str(int(text[digit]) + 1) + text[digit + 1 :], "utf-8")
    other(quick, "48 hộ dân", "46 hộ dân")
    (report,) = quick.build()
    assert not report.errors and quick.published() == good


def own_folder(office: Any) -> Path:
    (found,) = [path.parent for path in office.output.parent.glob("output*/2026-11/index.html")]
    return found


@pytest.mark.parametrize("way", ["../../victim", "anh/victim"])
def test_a_manifest_from_elsewhere_removes_nothing_outside_the_output(quick: Any, way: str) -> None:
    quick.build()
    victim = quick.root / "victim"
    victim.write_text("mine")
    folder = own_folder(quick)
    if not way.startswith(".."):
        (folder / "anh").symlink_to(quick.root, target_is_directory=True)
    (path,) = [one for one in quick.root.rglob("2026-11.json") if "manifests" in one.parts]
    known = manifest.read(path)
    assert known
    manifest.write(path, manifest.Manifest("", {**known.files, way: Made(4, "", 0)}, "", "", known.report))
    quick.build()
    assert victim.read_text() == "mine"


def test_a_withdrawn_file_that_cannot_be_removed_is_an_error_until_it_is(quick: Any) -> None:
    quick.build()
    folder = own_folder(quick)
    stays = folder / "02-nuoc-sach.mp3"
    (quick.input / "2026-11" / "02 nuoc sach.txt").unlink()
    content = stays.read_bytes()
    stays.unlink()
    (stays / "open in a player").mkdir(parents=True)  # it cannot be removed here, like an open file on Windows
    for _ in range(2):
        (report,) = quick.build()
        (error,) = report.errors
        assert error.where == str(stays) and error.exit_status == 7
        assert "output.unknown-file" not in {notice.code for notice in report.notices}
    shutil.rmtree(stays)
    stays.write_bytes(content)
    (report,) = quick.build()
    assert not report.errors and not stays.exists()


def test_a_book_with_a_fault_does_not_replace_a_good_one(quick: Any) -> None:
    quick.build()
    folder = own_folder(quick)
    books = {path: path.read_bytes() for path in folder.glob("*.epub")}
    assert len(books) == 2
    own = quick.input / "templates" / "epub"
    own.mkdir(parents=True)
    (own / "article.xhtml.j2").write_text(
        '{% extends "page.xhtml.j2" %}{% block body %}<h1>?</h1>{% endblock %}', "utf-8"
    )
    (report,) = quick.build()
    assert report.errors and {error.exit_status for error in report.errors} == {8}
    assert {error.where.partition(".epub")[0] for error in report.errors} <= {
        str(path.with_suffix("")) for path in books
    }
    assert {path: path.read_bytes() for path in folder.glob("*.epub")} == books
    assert not list(folder.glob(".*.part"))
    shutil.rmtree(own)
    (report,) = quick.build()
    assert not report.errors and not any(verify(path) for path in books)


def test_renamed_files_are_removed_even_without_the_work_folder(quick: Any) -> None:
    quick.build()
    shutil.rmtree(quick.root / "work")
    path = quick.input / "2026-11" / "02 nuoc sach.txt"
    path.rename(path.with_name("02 nuoc ve ban.txt"))
    strange = quick.output / "2026-11" / "cua toi.mp3"
    strange.write_bytes(b"mine")
    changed = quick.output / "2026-11" / "02-nuoc-sach.lrc"
    changed.write_text("mine", "utf-8")
    (report,) = quick.build()
    assert not report.errors
    left = [path.name for path in (quick.output / "2026-11").rglob("*nuoc-sach*")]
    assert left == ["02-nuoc-sach.lrc"] and changed.read_text("utf-8") == "mine", (
        "only what has the bytes it was made with"
    )
    assert strange.read_bytes() == b"mine"
    names = {Path(one.where).name for one in report.notices if one.code == "output.unknown-file"}
    assert names == {"cua toi.mp3", "02-nuoc-sach.lrc"}


def test_a_description_that_names_files_elsewhere_removes_none(quick: Any) -> None:
    quick.build()
    victim = quick.root / "victim"
    victim.write_text("mine")
    own = quick.output / "2026-11" / DESCRIPTION
    record = described(own.parents[1])
    assert record
    files = {**record.files, "../../victim": hashlib.sha256(b"mine").hexdigest()}
    own.write_bytes(describe(replace(record, files=files)))
    shutil.rmtree(quick.root / "work")
    (report,) = quick.build()
    assert not report.errors and victim.read_text() == "mine"
