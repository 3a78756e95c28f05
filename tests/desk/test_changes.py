"""The files that a change at the desk writes: comments are kept, each file is whole, and undo works."""

from __future__ import annotations

import contextlib
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bantin_media.cache import file_digest
from bantin_media.desk import views
from bantin_media.desk.building import Builder
from bantin_media.desk.change_request import ChangeRequest
from bantin_media.desk.changes import EDITION, OFFICE
from bantin_media.desk.office import Office, StaleError
from bantin_media.desk.settings_file import SettingsFile
from bantin_media.errors import BantinError, ConfigError, LexiconError, OutputError, UsageError
from bantin_media.model import Figure, Picture, plain
from bantin_media.publication.documents import documents

from .conftest import upload, upload_shared


def do(office: Office, what: str, **form: str) -> dict[str, Any]:
    form = {"seen": office.seen("2026-12"), **form}
    return EDITION[what](ChangeRequest(office, Builder(office), "2026-12", form))


def settings(office: Office) -> dict[str, Any]:
    return tomllib.loads((office.request.input / "2026-12" / "edition.toml").read_text("utf-8"))


def files(office: Office) -> dict[str, bytes]:
    folder = office.request.input
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sign(office: Office) -> str:
    code = office.examined("2026-12").state.code
    do(office, "sign", code=code, name="Lò Thị Ban", post="Giám đốc", day="2026-12-04")
    return code


def test_an_edition_with_an_unusable_file_is_read_once(office: Office) -> None:
    (office.request.input / "2026-12" / "03 bai.xyz").write_text("Bài", "utf-8")
    first = office.examined("2026-12")
    assert office.plan("2026-12").folder.errors and office.examined("2026-12") is first
    do(office, "article", article="1", title="Lớp học", **{"was-title": "Bản vùng cao mở lớp học buổi tối"})
    assert office.examined("2026-12") is not first


def test_a_correction_leaves_comments_and_order_as_they_are(office: Office) -> None:
    do(office, "article", article="1", title="Lớp học", **{"was-title": "Bản vùng cao mở lớp học buổi tối"})
    text = (office.request.input / "2026-12" / "edition.toml").read_text("utf-8")
    assert text.startswith('# của tòa soạn\nnumber = "12"  # số\ndate = 2026-12-05\n')
    assert settings(office)["articles"] == {"1": {"title": "Lớp học"}}


INLINE = """[articles.1]
pictures = { "1" = { caption = "A" }, "01 anh.jpg" = { alternative = "B" } } # ảnh
"""


@pytest.mark.parametrize("name", ["1", "01 anh.jpg", "01 khác.png"])
def test_words_of_pictures_in_one_line_stay_in_one_line(name: str) -> None:
    file = SettingsFile(INLINE, "edition.toml")
    for key, value in (("caption", "C"), ("alternative", "D")):
        file.set(key, value, table=("articles", "1", "pictures", name))
    written = tomllib.loads(file.text)["articles"]["1"]["pictures"]
    assert written == {"1": {"caption": "A"}, "01 anh.jpg": {"alternative": "B"}} | {
        name: {"caption": "C", "alternative": "D"}
    }
    assert file.text.count("\n") == 2 and file.text.endswith("# ảnh\n")


CHANGES: dict[str, dict[str, str]] = {
    "order": {"order": "2 1"},
    "details": {"number": "13", "date": "2026-12-06", "greeting": "Kính chào!", "audience": "internal"},
    "article": {"article": "2", "author": "Lò Văn Én", "was-author": "Vi Thị Lan", "date": "2026-10-01"},
    "line": {"article": "1", "line": "Hoàng Mai", "use": "drop"},
    "settle": {"digests": "0123456789ab"},
    "reading": {"written": "UBND", "spoken": "ủy ban", "scope": "edition"},
    "picture": {"article": "1", "picture": "01 anh.jpg", "caption": "Lớp học"},
    "remove": {"file": "02 duong moi.txt"},
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_can_be_taken_back_byte_by_byte(office: Office, what: str) -> None:
    before = files(office)
    do(office, what, **CHANGES[what])
    assert files(office) != before
    do(office, "undo")
    assert files(office) == before


@pytest.mark.parametrize("what", CHANGES)
def test_two_pages_never_overwrite_each_others_change(office: Office, what: str) -> None:
    stale = office.seen("2026-12")
    do(office, "details", number="99")
    before = files(office)
    with pytest.raises(StaleError):
        do(office, what, **CHANGES[what], seen=stale)
    assert files(office) == before


def test_nothing_is_written_while_a_build_is_at_work(office: Office) -> None:
    from bantin_media.pipeline import alone

    before = files(office)
    plan = office.plan("2026-12")
    with alone(plan.manifest, plan.output), pytest.raises(OutputError):
        do(office, "order", order="2 1")
    assert files(office) == before


@pytest.mark.parametrize(
    ("what", "form", "error"),
    [
        ("reading", {"written": "UBND", "spoken": "1 2"}, LexiconError),
        ("reading", {"written": "", "spoken": "ủy ban"}, LexiconError),
        ("remove", {"file": "../bantin.toml"}, UsageError),
        ("remove", {"file": "edition.toml"}, UsageError),
        ("remove", {"file": "khong co.txt"}, UsageError),
        ("details", {"date": "5/12/2026"}, UsageError),
        ("article", {"article": "x"}, UsageError),
        ("sign", {"code": "0", "name": "A", "day": "2026-12-01"}, StaleError),
        ("restore", {"code": "0000000000000000"}, UsageError),
        ("assign", {"file": "01 lop hoc.txt/../x", "article": "1"}, UsageError),
    ],
)
def test_an_impossible_change_is_refused(office: Office, what: str, form: dict[str, str], error: type) -> None:
    before = files(office)
    with pytest.raises(error):
        do(office, what, **form)
    assert files(office) == before


def test_unreadable_settings_are_not_changed(office: Office) -> None:
    path = office.request.input / "2026-12" / "edition.toml"
    path.write_text("title = “hỏng”\n", "utf-8")
    with pytest.raises(ConfigError):
        do(office, "order", order="2 1")
    assert path.read_text("utf-8") == "title = “hỏng”\n"


def test_files_get_numbers_and_names_of_their_own_and_replace_nothing(office: Office) -> None:
    names = []
    for name in ("Tin mới.txt", "01 Tin khác.txt", "..\\..\\x/Tin mới.txt", "ảnh: 1?.jpg", "CON.txt"):
        try:
            names.append(upload(office, b"Tin\n\nChi.\n", file=name, article="1", replace="none")["file"])
        except UsageError:
            names.append("")
    assert names == ["03 Tin mới.txt", "04 Tin khác.txt", "05 Tin mới.txt", "01 ảnh 1.jpg", ""]
    assert (office.request.input / "2026-12" / "01 lop hoc.txt").read_text("utf-8").startswith("Bản vùng cao")
    with pytest.raises(UsageError):
        upload(office, b"x", file="chay.exe")
    with pytest.raises(UsageError):
        upload(office, b"x", file="edition.toml")


def test_a_picture_is_given_to_another_article(office: Office) -> None:
    from io import BytesIO

    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    upload(office, content.getvalue(), file="anh.png", article="1")
    do(office, "assign", file="01 anh.png", article="2")
    assert not (office.request.input / "2026-12" / "01 anh.png").exists()
    assert (office.request.input / "2026-12" / "02 anh.png").read_bytes() == content.getvalue()


@pytest.mark.parametrize("name", ["01 anh.png", "01-anh.png", "1.anh.png"])
def test_the_words_of_a_picture_follow_it_to_another_article_and_fall_silent_with_it(office: Office, name: str) -> None:
    file = upload(office, drawing(), file="anh.png", article="1")["file"]
    (office.request.input / "2026-12" / file).rename(office.request.input / "2026-12" / name)
    file = name
    words = {"caption": "Lớp học buổi tối", "alternative": "Học viên cúi xuống trang vở"}
    do(office, "picture", article="1", picture=file, **words)
    assert figures(office, 1) == [tuple(words.values())]
    assert "picture.unpaired" not in {one.code for one in office.examined("2026-12").report.notices}
    do(office, "assign", file=file, article="2")
    assert settings(office)["articles"] == {"2": {"pictures": {"02 anh.png": words}}}
    assert figures(office, 2) == [tuple(words.values())]
    (office.request.input / "2026-12" / "02 anh.png").unlink()
    assert "picture.unknown" in {one.code for one in office.examined("2026-12").report.notices}
    do(office, "undo")
    assert figures(office, 1) == [tuple(words.values())]


def figures(office: Office, number: int) -> list[tuple[str, str]]:
    articles = (one.article for one in office.examined("2026-12").audio.scripted)
    blocks = next(one.blocks for one in articles if one.number == number)
    return [(plain(one.caption), plain(one.alt)) for one in blocks if isinstance(one, Figure)]


def drawing() -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "PNG")
    return file.getvalue()


def test_a_reading_tells_which_other_sentences_it_changes(office: Office) -> None:
    spoken = do(office, "reading", written="UBND", spoken="ủy ban", sentence="UBND xã cấp sách vở cho cả lớp.")
    assert len(spoken["others"]) == 2 and all("UBND" in one for one in spoken["others"])
    row = (office.request.input / "2026-12" / "lexicon.tsv").read_text("utf-8").splitlines()[-1]
    assert row == "UBND\tủy ban"
    do(office, "reading", written="UBND", spoken="ủy ban xã", scope="edition")
    rows = (office.request.input / "2026-12" / "lexicon.tsv").read_text("utf-8").splitlines()
    assert [one for one in rows if one.startswith("UBND")] == ["UBND\tủy ban xã"]


def test_a_row_for_all_editions_needs_consent_if_it_affects_signed_ones(office: Office) -> None:
    sign(office)
    later = office.request.input / "2027-01"
    later.mkdir()
    (later / "edition.toml").write_text("date = 2027-01-05\n", "utf-8")
    (later / "01 tin.txt").write_text("Tin mới\n\nUBND xã họp ngày 3/1.\n", "utf-8")

    def add(written: str, **form: str) -> dict[str, Any]:
        row = {"seen": office.seen("2027-01"), "written": written, "spoken": "ủy ban", "scope": "all", **form}
        return EDITION["reading"](ChangeRequest(office, Builder(office), "2027-01", row))

    before = files(office)
    assert add("UBND")["ask"] == "2026-12" and files(office) == before
    assert "ask" not in add("UBND", scope="edition") and "ask" not in add("HTX")
    assert office.status("2026-12").state == "approved"
    assert "ask" not in add("UBND", sure="2026-12")
    office.examined("2026-12")
    assert office.status("2026-12").state == "changed"
    (office.request.input / "2026-12" / "lexicon.tsv").write_text("UBND\tủy ban nhân dân\n", "utf-8")
    assert "ask" not in add("UBND"), "it has a reading of its own"


def test_a_notice_is_settled_until_its_text_changes(office: Office) -> None:
    notice = next(one for one in views.open_notices(office.examined("2026-12")) if one.notice.code == "privacy.phone")
    do(office, "settle", digests=notice.digest)
    assert "privacy.phone" not in {one.notice.code for one in views.open_notices(office.examined("2026-12"))}
    path = office.request.input / "2026-12" / "01 lop hoc.txt"
    path.write_text(path.read_text("utf-8").replace("Mọi thắc mắc", "Mọi ý kiến"), "utf-8")
    assert "privacy.phone" in {one.notice.code for one in views.open_notices(office.examined("2026-12"))}


def test_a_signature_has_its_code_its_imprint_and_its_addresses(office: Office) -> None:
    shared = office.shared
    shared.write_text(shared.read_text("utf-8").replace('printer = ""', 'printer = "Xưởng in A"'), "utf-8")
    code = sign(office)
    signed = settings(office)
    assert signed["approved_by"] == "Lò Thị Ban, Giám đốc"
    assert signed["approved_code"].replace("-", "") == code
    assert signed["printer"] == "Xưởng in A"
    assert signed["articles"]["1"]["slug"] == "01-lop-hoc"
    assert office.status("2026-12").state == "approved"
    shared.write_text(shared.read_text("utf-8").replace("Xưởng in A", "Xưởng in B"), "utf-8")
    assert office.examined("2026-12").state.code == code
    assert [kept.code for kept in office.history.all("2026-12")] == [code]


def test_a_correction_after_publication_is_announced_and_dated(office: Office) -> None:
    sign(office)
    assert "revised" not in settings(office)
    office.history.publish(office.history.all("2026-12")[0])
    sign(office)
    assert "revised" not in settings(office), "what was published is signed again as it is"
    words = "Con đường dài 4,2 km, không phải 2,4 km."
    do(office, "details", correction=words, read_correction="true")
    assert [line for line in office.examined("2026-12").state.lines if line.written == words and "heard" in line.kind]
    sign(office)
    assert settings(office)["revised"].utcoffset() and settings(office)["sound"]["read_correction"] is True
    do(office, "details", correction=words)
    assert settings(office)["sound"]["read_correction"] is False


def test_the_programs_own_text_of_the_cover_is_not_signed(office: Office) -> None:
    examined = office.examined("2026-12")
    (cover, *_) = documents(examined.edition)
    words = {sentence.text for part in cover.parts for sentence in part.alternative}
    assert words and not words & {line.written for line in examined.state.lines}


def test_a_signed_state_is_brought_back(office: Office) -> None:
    code = sign(office)
    before = files(office)
    do(office, "remove", file="02 duong moi.txt")
    upload(office, b"Tin\n\nChi.\n", file="tin.txt")
    do(office, "restore", code=code)
    assert files(office) == before
    assert office.examined("2026-12").state.code == code
    do(office, "undo")
    assert "2026-12/02 duong moi.txt" not in files(office)


def test_the_offices_new_voice_and_colour_leave_past_editions_as_they_were_signed(office: Office) -> None:
    office.shared.write_text('title = "Bản tin"\ncolour = "#0f3d66"\n[sound]\nvoice = "espeak:south"\n', "utf-8")
    code = sign(office)
    office.shared.write_text('title = "Tin"\ncolour = "#14532d"\n[sound]\nprofile = "loudspeaker"\n', "utf-8")
    examined = office.examined("2026-12")
    assert examined.state.code == code and not examined.edition.is_draft
    assert settings(office)["colour"] == "#0f3d66" and settings(office)["sound"]["voice"] == "espeak:south"


def test_an_article_that_cannot_be_built_stops_the_signature(office: Office) -> None:
    (office.request.input / "2026-12" / "03 rong.txt").write_bytes(b"")
    with pytest.raises(BantinError):
        sign(office)
    assert "approved_by" not in settings(office)


def test_the_offices_emblem_and_colour_are_checked_before_they_are_written(office: Office) -> None:
    file = upload_shared(office, drawing(), file="../Biểu trưng.PNG")["file"]
    assert upload_shared(office, drawing(), file="Biểu trưng.png")["file"] != file
    with pytest.raises(UsageError):
        upload_shared(office, b"x", file="bantin.toml")

    def save(**form: str) -> None:
        OFFICE["shared"](ChangeRequest(office, Builder(office), "", {"seen": file_digest(office.shared), **form}))

    with pytest.raises(ConfigError, match="đậm hơn"):
        save(colour="#f0c86a")
    assert "f0c86a" not in office.shared.read_text("utf-8")
    save(colour="#0f3d66", logo=file)
    assert office.examined("2026-12").edition.logo == Picture(office.request.input / file)
    save(colour="", logo="")
    assert office.examined("2026-12").edition.logo is None


def test_a_new_edition_and_the_offices_details(office: Office) -> None:
    asked = ChangeRequest(office, Builder(office), "", {"edition": "2027-01"})
    assert OFFICE["new"](asked)["go"] == "/e/2027-01/"
    form = {
        "title": "Bản tin Khau Vai",
        "publisher": "Trung tâm xã",
        "licence": "",
        "voice": "espeak:south",
        "base_url": "",
    }
    before = office.shared.read_bytes()
    with pytest.raises(StaleError):
        OFFICE["shared"](ChangeRequest(office, Builder(office), "", {**form, "seen": "another state"}))
    assert office.shared.read_bytes() == before
    OFFICE["shared"](ChangeRequest(office, Builder(office), "", {**form, "seen": file_digest(office.shared)}))
    text = office.shared.read_text("utf-8")
    assert tomllib.loads(text)["sound"]["voice"] == "espeak:south"
    assert text.count("#") > 30, "the comments are still there"


def test_a_desk_that_is_killed_between_any_two_writes_loses_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every change is atomic: if it is stopped at any write, the files are those before or after it."""
    from bantin_media.desk import undo

    class Killed(BaseException):
        pass

    sound = undo.write_whole
    for moment in range(20):
        before = files(office)
        left = [moment % 5]

        def stop(path: Path, content: bytes, left: list[int] = left) -> None:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            sound(path, content)

        monkeypatch.setattr(undo, "write_whole", stop)
        what = list(CHANGES)[moment % len(CHANGES)]
        with contextlib.suppress(Killed, BantinError):
            do(office, what, **CHANGES[what])
        monkeypatch.setattr(undo, "write_whole", sound)
        now = files(office)
        changed = {name for name in before | now if before.get(name) != now.get(name)}
        assert all(name not in now or now[name] for name in changed)
        for path in office.request.input.rglob("*"):
            assert not path.name.endswith(".part")
        office.examined("2026-12")
        while office.undo("2026-12").last:
            do(office, "undo")
        assert files(office) == before


def test_an_article_with_a_used_number_gets_a_new_one(office: Office) -> None:
    folder = office.request.input / "2026-12"
    (folder / "02 tin khac.txt").write_text("Tin khác\n\nChi bộ họp.\n", "utf-8")
    assert office.examined("2026-12").report.errors
    do(office, "assign", file="02 tin khac.txt", article="0")
    assert (folder / "03 tin khac.txt").is_file() and not office.examined("2026-12").report.errors
    do(office, "article", article="3", skip="1")
    assert len(office.examined("2026-12").edition.articles) == 2
    do(office, "article", article="3", skip="")
    assert len(office.examined("2026-12").edition.articles) == 3
