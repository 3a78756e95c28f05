"""The signature: its code covers everything visible and audible; the effect of later changes; the folder of drafts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bantin_media.history import History, Line, State, bare, grouped
from bantin_media.pipeline import plan, production, signature
from bantin_media.reporting.report import EditionReport

HEAD = 'number = "1"\ndate = 2026-11-05\n'
SIGNED = HEAD + 'approved_by = "Lý Thị Mẩy"\n'


def sign(office: Any, more: str = "") -> str:
    """Sign the present state of the edition with its code, and return the code."""
    (report,) = office.build(publish=False)
    office.edition(settings=f'{SIGNED}approved_on = 2026-11-04\napproved_code = "{grouped(report.code)}"\n{more}')
    return str(report.code)


def codes(report: EditionReport) -> set[str]:
    return {notice.code for notice in report.notices}


def change_text(office: Any) -> None:
    path = next(office.input.glob("2026-11/02*.txt"))
    path.write_text(path.read_text("utf-8").replace("46 hộ", "47 hộ"), "utf-8")


def change_settings(key: str) -> Callable[[Any], None]:
    def change(office: Any) -> None:
        path = office.input / "2026-11" / "edition.toml"
        path.write_text(f"{key}\n" + path.read_text("utf-8"), "utf-8")

    return change


def change_template(office: Any) -> None:
    folder = office.input / "templates" / "spoken"
    folder.mkdir(parents=True)
    (folder / "closing.txt.j2").write_text("Xin chào và hẹn gặp lại.\n", "utf-8")


def change_lexicon(office: Any) -> None:
    (office.input / "lexicon.tsv").write_text("Thẳm Mò\tthẳm mo\n", "utf-8")


def change_cover(office: Any) -> None:
    from PIL import Image

    Image.new("RGB", (60, 90), "navy").save(office.input / "2026-11" / "bia.png")


CHANGES = {
    "a sentence": change_text,
    "greeting": change_settings('greeting = "Kính chào bà con!"'),
    "imprint": change_settings('printer = "Xưởng in mới"'),
    "order": change_settings("order = [2, 1]"),
    "audience": change_settings('audience = "internal"'),
    "voice": change_settings('sound = { voice = "espeak:south" }'),
    "template": change_template,
    "lexicon": change_lexicon,
    "cover": change_cover,
}


def test_a_changed_imprint_of_the_office_names_the_settings_that_a_signature_needs(small_office: Any) -> None:
    shared = small_office.input / "bantin.toml"
    shared.write_text('publisher = "Xã Khau Tràng"\nprinter = "Xưởng A"\n', "utf-8")
    sign(small_office)
    small_office.build()
    shared.write_text('publisher = "Xã Khau Tràng"\nprinter = "Xưởng B"\n', "utf-8")
    (report,) = small_office.build(publish=False)
    (notice,) = [one for one in report.notices if one.code == "edition.changed-since-signature"]
    assert notice.hint.endswith('printer = "Xưởng A"')
    path = small_office.input / "2026-11" / "edition.toml"
    path.write_text('printer = "Xưởng A"\n' + path.read_text("utf-8"), "utf-8")
    (report,) = small_office.build(publish=False)
    assert "edition.changed-since-signature" not in codes(report)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_after_the_signature_makes_a_draft_again(small_office: Any, change: Callable[[Any], None]) -> None:
    sign(small_office)
    (report,) = small_office.build(publish=False)
    assert not report.is_inside and "edition.changed-since-signature" not in codes(report)
    change(small_office)
    (report,) = small_office.build(publish=False)
    assert report.is_inside
    assert "edition.changed-since-signature" in codes(report)


def test_a_new_version_with_other_readings_keeps_the_published_edition(
    small_office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed template of the program simulates a new version that corrects a reading."""
    sign(small_office)
    small_office.build()
    published = small_office.published()
    state_of = signature.state_of

    def read_otherwise(audio: Any) -> State:
        lines = state_of(audio).lines
        return State((*lines[:-1], replace(lines[-1], spoken="một cách đọc khác")))

    monkeypatch.setattr(production, "state_of", read_otherwise)
    monkeypatch.setattr(plan, "code_digest", lambda: "the next version")
    (report,) = small_office.build()
    (notice,) = [one for one in report.notices if one.code == "edition.changed-since-signature"]
    assert "phiên bản mới của chương trình" in notice.what and "một cách đọc khác" in notice.what
    assert report.is_inside and small_office.published() == published
    change_text(small_office)
    (report,) = small_office.build()
    (notice,) = [one for one in report.notices if one.code == "edition.changed-since-signature"]
    assert "phiên bản mới" not in notice.what


def test_a_published_edition_is_unchanged_while_its_draft_is_built_elsewhere(small_office: Any) -> None:
    code = sign(small_office)
    small_office.build()
    published = small_office.published()
    change_text(small_office)
    (report,) = small_office.build()
    assert report.is_inside and not report.errors
    texts = " ".join(notice.what for notice in report.notices)
    assert "46 hộ" in texts and "47 hộ" in texts
    assert small_office.published() == published
    assert (small_office.inside / "2026-11" / "2026-11.mp3").is_file()
    assert small_office.build()[0].unchanged
    assert sign(small_office) != code
    (report,) = small_office.build()
    assert not report.is_inside and small_office.published() != published
    assert not (small_office.inside / "2026-11").exists()


def test_an_edition_that_becomes_internal_is_withdrawn(small_office: Any) -> None:
    small_office.edition(settings=SIGNED)
    small_office.build()
    assert (small_office.output / "2026-11").is_dir()
    small_office.edition(settings=SIGNED + 'audience = "internal"\n')
    small_office.build()
    assert not (small_office.output / "2026-11").exists()
    assert (small_office.inside / "2026-11" / "index.html").is_file()
    assert "2026-11" not in (small_office.output / "index.html").read_text("utf-8")


def test_a_new_correction_is_no_setting_to_take_back(small_office: Any) -> None:
    sign(small_office, 'correction = "Đính chính lần đầu."\n')
    sign(small_office, 'correction = "Đính chính lần đầu."\n')
    small_office.build()
    path = small_office.input / "2026-11" / "edition.toml"
    path.write_text(path.read_text("utf-8").replace("lần đầu", "lần hai"), "utf-8")
    (report,) = small_office.build(publish=False)
    (notice,) = [one for one in report.notices if one.code == "edition.changed-since-signature"]
    assert "lần đầu" in notice.what and "correction =" not in notice.hint


def test_settings_of_the_edition_are_not_kept_as_those_of_the_office(small_office: Any) -> None:
    (small_office.input / "bantin.toml").write_text('publisher = "Xã Khau Tràng"\nprinter = "Xưởng A"\n', "utf-8")
    sign(small_office, 'printer = "Xưởng B"\n')
    sign(small_office, 'printer = "Xưởng B"\n')
    small_office.build()
    path = small_office.input / "2026-11" / "edition.toml"
    path.write_text(path.read_text("utf-8").replace("Xưởng B", "Xưởng C"), "utf-8")
    (report,) = small_office.build(publish=False)
    (notice,) = [one for one in report.notices if one.code == "edition.changed-since-signature"]
    assert "Xưởng C" in notice.what and "printer =" not in notice.hint


def test_a_change_late_in_a_long_sentence_is_shown() -> None:
    long = (
        "Bà con các thôn đã góp công, góp của, cùng cán bộ xã làm xong con đường liên thôn dài hơn dự tính; mỗi hộ nhận"
    )
    text = signature._told(Line("", "paragraph", f"{long} 5.200 đồng."), Line("", "paragraph", f"{long} 5.020 đồng."))
    assert "5.200 đồng" in text and "5.020 đồng" in text and text.count("…") == 2
    assert signature._told(Line("", "number", "1"), Line("", "number", "2")) == "“1” → “2”"


def test_signed_states_are_kept_compared_and_brought_back(small_office: Any) -> None:
    code = sign(small_office)
    source = next(small_office.input.glob("2026-11/02*.txt"))
    before = source.read_bytes()
    small_office.build()
    change_text(small_office)
    second = sign(small_office)
    small_office.build()
    history = History(small_office.root / "history")
    assert [kept.code for kept in history.all("2026-11")] == [second, code]
    kept = history.find("2026-11", code)
    assert kept and kept.signed_by == "Lý Thị Mẩy" and kept.signed_on == "2026-11-04"
    for name, content in history.sources(kept).items():
        (small_office.input / name).write_bytes(content)
    assert source.read_bytes() == before
    (report,) = small_office.build(publish=False)
    assert report.code == code and not report.is_inside


def test_a_damaged_history_brings_nothing_back(small_office: Any) -> None:
    code = sign(small_office)
    small_office.build()
    history = History(small_office.root / "history")
    kept = history.find("2026-11", code)
    for victim in (small_office.root / "history" / "objects").rglob("*.gz"):
        victim.write_bytes(b"\x1f\x8b broken")
    change_text(small_office)
    now = {path: path.read_bytes() for path in (small_office.input / "2026-11").iterdir()}
    with pytest.raises(Exception, match="hỏng"):
        history.sources(kept)  # type: ignore[arg-type]
    assert now == {path: path.read_bytes() for path in (small_office.input / "2026-11").iterdir()}


def test_a_name_without_code_signs_and_the_proof_page_warns(small_office: Any) -> None:
    small_office.edition(settings=SIGNED)
    (report,) = small_office.build(publish=False)
    assert not report.is_inside
    page = (small_office.root / "proof" / "2026-11.html").read_text("utf-8")
    assert "không kèm mã" in page
    change_text(small_office)
    (report,) = small_office.build(publish=False)
    assert not report.is_inside


def test_an_edition_with_values_of_the_sample_is_a_draft(small_office: Any) -> None:
    small_office.edition(settings=SIGNED + 'publisher = "Trung tâm Truyền thông tỉnh Vân Lĩnh"\n')
    (report,) = small_office.build(publish=False)
    assert report.is_inside
    (text,) = [notice.what for notice in report.notices if notice.code == "edition.sample-values"]
    assert "publisher" in text


def test_the_sample_is_marked_and_not_listed_next_to_other_editions(small_office: Any) -> None:
    shared = 'base_url = "https://xa.example/ban-tin/"\n'
    (small_office.input / "bantin.toml").write_text(shared, "utf-8")
    small_office.edition(settings=SIGNED + "sample = true\n")
    small_office.build()
    lists = [small_office.output / name for name in ("feed.xml", "opds.xml")]
    assert all("số mẫu" in path.read_text("utf-8") for path in lists)
    assert "số mẫu" in (small_office.output / "2026-11" / "index.html").read_text("utf-8")
    small_office.edition("2026-12", settings=SIGNED)
    small_office.write("01 tin.txt", "Tin mới\n\nXã có thêm 12 hộ thoát nghèo.\n", "2026-12")
    small_office.build()
    assert not any("số mẫu" in path.read_text("utf-8") for path in lists)


def test_a_slug_keeps_the_address_when_articles_are_renamed_or_swapped(small_office: Any) -> None:
    names = '[articles.1]\nslug = "lop-xoa-mu-chu"\n[articles.2]\nslug = "nuoc-sach"\n'
    small_office.edition(settings=SIGNED + names)
    small_office.build()
    folder = small_office.output / "2026-11"
    before = {path.name for path in folder.glob("*.mp3")}
    assert {"lop-xoa-mu-chu.mp3", "nuoc-sach.mp3"} <= before
    source = next(small_office.input.glob("2026-11/02*.txt"))
    source.rename(source.with_name("02 Một tên hoàn toàn khác.txt"))
    small_office.edition(settings=SIGNED + "order = [2, 1]\n" + names)
    small_office.build()
    assert {path.name for path in folder.glob("*.mp3")} == before


def test_two_articles_of_one_slug_are_a_mistake(small_office: Any) -> None:
    small_office.edition(settings=SIGNED + '[articles.1]\nslug = "mot"\n[articles.2]\nslug = "mot"\n')
    (report,) = small_office.build(publish=False)
    assert "slug" in report.errors[0].what


def test_a_settled_notice_is_silent_until_its_text_changes(small_office: Any) -> None:
    from bantin_media.pipeline.settled import Seen

    path: Path = next(small_office.input.glob("2026-11/02*.txt"))
    path.write_text(path.read_text("utf-8").replace("Mỗi ngày", "Gọi 0912 345 678. Mỗi ngày"), "utf-8")
    small_office.edition(settings=SIGNED)
    (report,) = small_office.build(publish=False)
    (found,) = [notice for notice in report.notices if notice.code == "privacy.phone"]
    line = path.read_text("utf-8").splitlines()[int(found.where.rpartition(":")[2]) - 1]
    seen = Seen(())
    seen._lines[found.where] = line
    small_office.edition(settings=SIGNED + f'settled = ["{seen.digest(found)}"]\n')
    proof = small_office.root / "proof" / "2026-11.html"
    assert found.what in proof.read_text("utf-8")
    assert "privacy.phone" not in codes(small_office.build(publish=False)[0])
    assert found.what not in proof.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("Mỗi ngày", "Mỗi tuần"), "utf-8")
    assert "privacy.phone" in codes(small_office.build(publish=False)[0])


def test_a_code_is_read_however_it_is_typed() -> None:
    assert bare("9F3A-11C2 07be4d20") == "9f3a11c207be4d20"
    assert grouped("9f3a11c207be4d20") == "9f3a-11c2-07be-4d20"
