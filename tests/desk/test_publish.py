"""`bantin publish`: copies approved and changed files, reads them back, and removes only withdrawn files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bantin_media.commands.cli import main
from bantin_media.desk.building import Builder
from bantin_media.desk.change_request import ChangeRequest
from bantin_media.desk.changes import EDITION
from bantin_media.desk.office import Office
from bantin_media.desk.places import RECORD
from bantin_media.desk.sending import REMEMBERED, last_target, send
from bantin_media.errors import BantinError, OutputError, UsageError

from .conftest import built, settle


@pytest.fixture
def ready(made: Path, tmp_path: Path) -> Office:
    """Return a workspace with a signed edition that is built."""
    return Office(Path(shutil.copytree(made, tmp_path / "tòa soạn")))


def there(target: Path) -> dict[str, bytes]:
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def test_only_changed_files_of_approved_public_editions_are_copied(office: Office, tmp_path: Path) -> None:
    settle(office)
    settle(office, signed=False, edition="2027-01")
    built(office)
    target = tmp_path / "usb"
    target.mkdir()
    (target / "cua toi.txt").write_text("của tôi", "utf-8")
    first = send(office.request, str(target))
    made = there(target)
    assert "2026-12/index.html" in made and "index.html" in made and "cua toi.txt" in made
    assert not any(name.startswith("2027-01") for name in made)
    again = send(office.request)
    assert (again.copied, again.removed) == ((), ()) and again.unchanged == len(first.copied)
    source = office.request.input / "2026-12" / "02 duong moi.txt"
    source.rename(source.with_name("02 ten moi.txt"))
    built(office)
    third = send(office.request)
    assert "2026-12/02-duong-moi.mp3" in third.removed and "2026-12/02-ten-moi.mp3" in third.copied
    assert len(third.copied) < len(first.copied)
    assert there(target)["cua toi.txt"] == "của tôi".encode()


def test_a_file_damaged_at_the_target_is_copied_again(ready: Office, tmp_path: Path) -> None:
    target = tmp_path / "usb"
    target.mkdir()
    send(ready.request, str(target))
    (target / "2026-12" / "index.html").write_text("hỏng", "utf-8")
    (target / RECORD).write_text("{", "utf-8")
    assert send(ready.request, str(target)).copied == ("2026-12/index.html",)


def test_a_withdrawn_edition_is_removed_there(office: Office, tmp_path: Path) -> None:
    settle(office)
    settle(office, edition="2027-01")
    built(office)
    target = tmp_path / "usb"
    target.mkdir()
    send(office.request, str(target))
    assert (target / "2027-01").is_dir()
    text = (office.request.input / "2027-01" / "edition.toml").read_text("utf-8")
    (office.request.input / "2027-01" / "edition.toml").write_text('audience = "internal"\n' + text, "utf-8")
    built(office)
    send(office.request, str(target))
    assert not (target / "2027-01").exists() and (target / "2026-12").is_dir()


def test_a_missing_place_or_one_inside_the_workspace_is_refused(ready: Office) -> None:
    before = there(ready.root)
    for place in ("input", "output", "output/2026-12", ".bantin", "proof", "output-noi-bo", ".", "khong-co"):
        with pytest.raises(UsageError):
            send(ready.request, str(ready.root / place))
    assert there(ready.root) == before


def course(office: Office, target: Path) -> Iterator[object]:
    """Yield what each call of `send` returns, and the names at the place, while the office changes."""
    request, settings = office.request, office.request.input / "2026-12" / "edition.toml"
    remembered = request.work / REMEMBERED

    def sent(to: str = "") -> Iterator[str]:
        try:
            found = send(request, to)
        except BantinError as error:
            yield f"  {type(error).__name__} {error.where}: {error.what} → {error.hint}"
            return
        yield f"  {found.summary}"
        yield from (f"  + {name}" for name in found.copied)
        yield from (f"  - {name}" for name in found.removed)
        yield f"  {sorted(path.name for path in target.rglob('*'))[:3]} {last_target(request)}"

    yield from ("without a place", *sent())
    yield from ("first", *sent(str(target)))
    yield from ("again", *sent())
    for name in ("2026-12/2026-12.epub", "index.html"):
        (target / name).write_bytes(b"hong")
    (target / "2026-12" / "02-duong-moi.mp3").unlink()
    yield from ("damaged there", *sent())
    (target / RECORD).unlink()
    yield from ("its record is lost", *sent())
    for text in ("{", "[]", '{"host_keys": []}', '{"target": ""}'):
        remembered.write_text(text, "utf-8")
        yield from (f"remembered: {text}", *sent())
    yield from ("named again", *sent(str(target)))
    text = settings.read_text("utf-8")
    for about, changed in (("changed", f'greeting = "Kính chào!"\n{text}'), ("broken", "number = "),
                           ("a sample", f"sample = true\n{text}"), ("internal", f'audience = "internal"\n{text}'),
                           ("not signed", text.partition("\n")[2])):  # fmt: skip
        settings.write_text(changed, "utf-8")
        yield from (about, *sent())
    (office.request.output / "2026-12" / "index.html").write_text("hong", "utf-8")
    yield from ("damaged here", *sent())


def test_what_is_sent_and_said_is_as_accepted(
    office: Office, tmp_path: Path, as_accepted: Callable[[Path, str], None]
) -> None:
    settle(office)
    settle(office, signed=False, edition="2027-01")
    built(office)
    target = tmp_path / "usb"
    target.mkdir()
    text = "".join(f"{line}\n" for line in course(office, target)).replace(str(tmp_path), "")
    as_accepted(Path(__file__).with_name("sent.expected.txt"), text)


def test_an_office_without_approved_editions_is_reported(office: Office, tmp_path: Path) -> None:
    settle(office, signed=False)
    built(office)
    target = tmp_path / "usb"
    target.mkdir()
    with pytest.raises(UsageError):
        send(office.request, str(target))
    assert there(target) == {}


def test_a_full_or_locked_place_is_an_error_and_no_half_file_stays(
    ready: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "usb"
    target.mkdir()
    (target / "2026-12").write_text("một tệp ở chỗ của thư mục", "utf-8")
    with pytest.raises(OutputError):
        send(ready.request, str(target))
    assert not list(target.rglob("*.part"))


def test_the_command_publishes_and_remembers_the_place(ready: Office, tmp_path: Path, capsys: Any) -> None:
    target = tmp_path / "usb"
    target.mkdir()
    assert main(["publish", "--dir", str(ready.root), str(target)]) == 0
    assert "đã chép" in capsys.readouterr().out
    assert main(["publish", "--dir", str(ready.root)]) == 0
    assert main(["sign", "2026-12", "--dir", str(ready.root), "--by", "Lò Thị Ban", "--on", "2026-12-04"]) == 0
    assert 'approved_code = "' in (ready.request.input / "2026-12" / "edition.toml").read_text("utf-8")


def test_only_built_editions_are_recorded_as_published(office: Office, tmp_path: Path) -> None:
    def sign() -> str:
        code = office.examined("2026-12").state.code
        form = {"seen": office.seen("2026-12"), "code": code, "name": "Lò Thị Ban", "day": "2026-12-04"}
        EDITION["sign"](ChangeRequest(office, Builder(office), "2026-12", form))
        return code

    def published() -> set[str]:
        return {one.code for one in office.history.all("2026-12") if one.published}

    settle(office, signed=False)
    settle(office, signed=False, edition="2027-01")
    first = sign()
    built(office)
    target = tmp_path / "usb"
    target.mkdir()
    source = office.request.input / "2026-12" / "01 lop hoc.txt"
    source.write_text(source.read_text("utf-8").replace("18 học viên", "19 học viên"), "utf-8")
    second = sign()
    sent = send(office.request, str(target))
    assert published() == {first} and first != second
    assert "Số 2026-12 chưa dựng lại sau khi sửa: hãy bấm Dựng rồi phát hành" in sent.summary
    assert "Số 2027-01 còn chờ ký duyệt" in sent.summary
    built(office)
    summary = send(office.request).summary
    assert published() == {first, second}
    assert "2026-12 " not in summary and "2027-01" in summary


def test_a_card_is_written_at_the_desk_in_the_order_of_hearing(office: Office, tmp_path: Path) -> None:
    settle(office)
    (tmp_path / "the").mkdir()
    form = {"target": str(tmp_path / "the"), "what": "articles"}
    asked = ChangeRequest(office, Builder(office), "2026-12", form)
    with pytest.raises(UsageError, match="chưa dựng"):
        EDITION["card"](asked)
    built(office)
    assert EDITION["card"](asked)["message"].startswith("Đã chép 2 tệp")
    assert {path.name for path in (tmp_path / "the" / "2026-12").glob("*.mp3")} == {
        path.name for path in (office.request.output / "2026-12").glob("0*.mp3")
    }


def test_a_package_for_an_archive_is_written_at_the_desk(office: Office, tmp_path: Path) -> None:
    settle(office)
    (tmp_path / "stick").mkdir()
    form = {"target": str(tmp_path / "stick"), "what": "bag"}
    asked = ChangeRequest(office, Builder(office), "2026-12", form)
    with pytest.raises(UsageError, match="chưa dựng"):
        EDITION["deposit"](asked)
    built(office)
    assert "đã đóng gói" in EDITION["deposit"](asked)["message"]
    assert (tmp_path / "stick" / "2026-12" / "bagit.txt").is_file()
    form["what"] = "dspace"
    EDITION["deposit"](asked)
    assert (tmp_path / "stick" / "2026-12-dspace" / "item_000" / "contents").is_file()
