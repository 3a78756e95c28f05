"""The lists over all editions: public editions are listed, signed ones are published, internal ones are not."""

from __future__ import annotations

from typing import Any

import pytest

SETTINGS = 'number = "{number}"\ndate = 2026-{number}-05\naudience = "{audience}"\napproved_by = "{signed}"\n'
SHARED = 'title = "Bản tin Khau Tràng"\nbase_url = "https://khautrang.example/ban-tin/"\n[sound]\nvoice = "metronome"\n'
NEWS = "Tin mới của xã\n\nXã có thêm 12 hộ thoát nghèo.\n"


@pytest.fixture
def office_of_three(office: Any) -> Any:
    (office.input / "bantin.toml").write_text(SHARED, "utf-8")
    for number, audience, signed in (
        ("09", "public", "Lý Thị Mẩy"),
        ("10", "public", ""),
        ("11", "internal", "Lý Thị Mẩy"),
    ):
        office.edition(f"2026-{number}", settings=SETTINGS.format(number=number, audience=audience, signed=signed))
        office.write("01 tin.txt", f"Tin của tháng {number}\n\nXã có thêm 12 hộ thoát nghèo.\n", f"2026-{number}")
    return office


def test_drafts_and_internal_editions_are_nowhere(office_of_three: Any) -> None:
    reports = office_of_three.build()
    assert not [error for report in (*reports, office_of_three.site) for error in report.errors]
    read = {name: (office_of_three.output / name).read_text("utf-8") for name in ("index.html", "feed.xml", "opds.xml")}
    assert all("2026-09" in text for text in read.values())
    assert not any("2026-10" in text or "2026-11" in text for text in read.values())
    for name in ("2026-10", "2026-11"):
        assert not (office_of_three.output / name).exists()
        assert (office_of_three.inside / name / "index.html").is_file()


def test_one_changed_edition_leaves_the_others_alone(office_of_three: Any) -> None:
    office_of_three.build()
    before = office_of_three.published()
    office_of_three.write("01 tin.txt", "Tin của tháng 09\n\nXã có thêm 15 hộ thoát nghèo.\n", "2026-09")
    reports = office_of_three.build()
    assert [report.unchanged for report in reports] == [False, True, True]
    changed = {name for name, digest in office_of_three.published().items() if before.get(name) != digest}
    assert changed and all(name.startswith("2026-09/") or "/" not in name for name in changed)


def test_without_an_address_there_is_no_feed_and_a_notice(office_of_three: Any) -> None:
    (office_of_three.input / "bantin.toml").write_text(SHARED.replace("base_url", "# base_url"), "utf-8")
    office_of_three.build()
    assert not (office_of_three.output / "feed.xml").exists()
    assert "feed.no-address" in {notice.code for notice in office_of_three.site.notices}


def test_an_article_with_the_name_of_its_edition_keeps_its_own_files(office: Any) -> None:
    office.edition("12")
    office.write("12.txt", NEWS, "12")
    office.write("13 tin.txt", NEWS, "12")
    (report,) = office.build(voice="metronome")
    assert not report.errors
    names = [file.name for file in report.files]
    assert len(names) == len(set(names))
    assert {"12.mp3", "12-bai.mp3", "13-tin.mp3"} <= set(names)


def test_an_edition_is_not_mistaken_for_the_record_of_all(office: Any) -> None:
    for name in ("_site", ".site"):
        office.edition(name)
        office.write("01 tin.txt", NEWS, name)
    office.build(voice="metronome", audio=False)
    assert "_site/" in (office.output / "index.html").read_text("utf-8")
