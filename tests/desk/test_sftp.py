"""`bantin publish sftp://…`: like publishing to a folder; the server is verified and no password is stored."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from bantin_media.commands.cli import main
from bantin_media.desk.office import Office
from bantin_media.desk.places import ASIDE, RECORD, UnknownServerError
from bantin_media.desk.sending import Sent, last_target, send
from bantin_media.errors import BantinError, OutputError, UsageError

from .conftest import built
from .loopback_sftp import PASSWORD, Server, serving
from .test_publish import there

Publish = Callable[..., Sent]


@pytest.fixture(autouse=True)
def no_keys_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return home


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path / "máy chủ") as server:
        yield server


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Office:
    return Office(Path(shutil.copytree(made, tmp_path / "tòa soạn")))


@pytest.fixture
def publish(office: Office, server: Server) -> Publish:
    return lambda target=None, **more: send(
        office.request,
        server.address() if target is None else target,
        **{"password": PASSWORD, "host_key": server.fingerprint, **more},
    )


def test_a_server_receives_the_files_of_a_folder(
    publish: Publish, office: Office, server: Server, tmp_path: Path
) -> None:
    (server.root / "www" / "cua toi.txt").write_text("của tôi", "utf-8")
    (tmp_path / "usb").mkdir()
    sent = publish()
    send(office.request, str(tmp_path / "usb"))
    assert {**there(tmp_path / "usb"), "cua toi.txt": "của tôi".encode()} == there(server.root / "www")
    assert sent.target == server.address() and "2026-12/index.html" in sent.copied


def test_only_changed_files_are_sent_and_withdrawn_ones_removed(
    publish: Publish, office: Office, server: Server
) -> None:
    first = publish()
    server.opened.clear()
    again = publish()
    assert (again.copied, again.removed, again.unchanged) == ((), (), len(first.copied))
    assert server.opened == [RECORD]
    source = office.request.input / "2026-12" / "02 duong moi.txt"
    source.rename(source.with_name("02 ten moi.txt"))
    built(office)
    third = publish()
    assert "2026-12/02-duong-moi.mp3" in third.removed and "2026-12/02-ten-moi.mp3" in third.copied
    names = there(server.root / "www")
    assert "2026-12/02-duong-moi.mp3" not in names and not any(name.startswith(ASIDE) for name in names)


def test_nothing_is_shown_before_everything_has_arrived(publish: Publish, server: Server) -> None:
    server.drops_after = 5
    with pytest.raises(OutputError, match="kết nối bị đứt"):
        publish()
    assert server.shown == []
    waiting = {path.name for path in (server.root / "www" / ASIDE).iterdir()}
    server.drops_after = -1
    server.opened.clear()
    sent = publish()
    written_again = [name for name in server.opened if name.startswith(ASIDE)]
    assert len(waiting) >= 5 and len([name for name in written_again if Path(name).name in waiting]) <= len(waiting) + 1
    assert server.shown[-2].count("/") == 0, "the lists over all editions come last, before the record"
    assert set(sent.copied) | {RECORD} == set(server.shown)


def test_damaged_bytes_are_noticed_and_not_shown(publish: Publish, server: Server) -> None:
    publish()
    page = server.root / "www" / "2026-12" / "index.html"
    page.write_text("cũ", "utf-8")
    server.is_spoiling = True
    with pytest.raises(OutputError, match="khác"):
        publish()
    assert page.read_text("utf-8") == "cũ" and not list((server.root / "www" / ASIDE).iterdir())


def test_an_unknown_server_needs_consent_and_gets_no_password(publish: Publish, server: Server) -> None:
    with pytest.raises(UnknownServerError) as told:
        publish(host_key="")
    assert told.value.fingerprint == server.fingerprint and server.opened == []


def test_a_confirmed_server_is_remembered_and_another_key_is_refused(publish: Publish, server: Server) -> None:
    publish()
    assert publish(host_key="").copied == ()
    with pytest.raises(UnknownServerError, match="khác"):
        publish(host_key="SHA256:khongphaivantaynay")
    assert publish(host_key="").copied == (), "a refusal leaves what was confirmed"


def test_no_password_is_stored_or_shown(publish: Publish, office: Office, server: Server) -> None:
    publish()
    with pytest.raises(OutputError) as refused:
        publish(password="sai bét")
    with pytest.raises(UsageError) as inside:
        publish(server.address().replace("@", f":{PASSWORD}@"))
    assert "sai bét" not in str(refused.value) and PASSWORD not in str(inside.value)
    kept = b"".join(path.read_bytes() for path in office.root.rglob("*") if path.is_file())
    assert PASSWORD.encode() not in kept and last_target(office.request) == server.address()


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("sftp://127.0.0.1/www", UsageError),
        ("sftp://bantin@/www", UsageError),
        ("sftp://bantin@127.0.0.1", UsageError),
        ("sftp://bantin@127.0.0.1:cong/www", UsageError),
        ("sftp://bantin@[::1/www", UsageError),
        ("sftp://bantin@127.0.0.1:1/www", OutputError),
        ("sftp://bantin@khong-co.invalid/www", OutputError),
    ],
)
def test_a_wrong_address_is_reported_in_vietnamese(publish: Publish, target: str, error: type[BantinError]) -> None:
    with pytest.raises(error) as told:
        publish(target)
    assert told.value.hint and "Errno" not in str(told.value)


def test_a_missing_or_full_folder_is_reported(publish: Publish, server: Server) -> None:
    with pytest.raises(UsageError, match="không có thư mục"):
        publish(server.address("/khong-co"))
    server.has_no_room = True
    with pytest.raises(OutputError, match="đã đầy"):
        publish()
    assert there(server.root / "www") == {}


def test_a_record_that_leads_out_removes_nothing(publish: Publish, server: Server) -> None:
    (server.root / "ngoai.txt").write_text("x", "utf-8")
    (server.root / "www" / "loi").symlink_to("..")
    publish()
    record = server.root / "www" / RECORD
    record.write_text('{"../ngoai.txt": "", "/ngoai.txt": "", "loi/ngoai.txt": "", "index.html": ""}', "utf-8")
    publish()
    assert (server.root / "ngoai.txt").is_file()


def test_the_command_takes_the_password_from_the_environment(
    publish: Publish, office: Office, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("BANTIN_SFTP_PASSWORD", PASSWORD)
    command = ["publish", "--dir", str(office.root), server.address()]
    assert main(command) == 2
    assert server.fingerprint in capsys.readouterr().err
    assert main([*command, "--host-key", server.fingerprint]) == 0
    assert main(command[:-1]) == 0


def new_key(home: Path, server: Server, passphrase: str | None = None) -> None:
    """Make a user's key where OpenSSH keeps it, known to the server."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    server.known_key = key.get_fingerprint()
    path = home / ".ssh" / "id_ed25519"
    path.write_bytes(key.export_private_key("pkcs8-pem" if passphrase else "openssh", passphrase))
    path.chmod(0o600)


def test_a_key_of_the_user_needs_no_password(publish: Publish, server: Server, no_keys_of_this_machine: Path) -> None:
    new_key(no_keys_of_this_machine, server)
    assert "2026-12/index.html" in publish(password="").copied


def test_a_key_with_a_passphrase_is_passed_over_for_the_password(
    publish: Publish, server: Server, no_keys_of_this_machine: Path
) -> None:
    new_key(no_keys_of_this_machine, server, "câu mật khẩu")
    with pytest.raises(OutputError) as told:
        publish(password="")
    assert "bantin" in told.value.what and told.value.hint
    assert publish().copied


def test_a_key_that_the_server_does_not_know_is_passed_over_for_the_password(
    publish: Publish, server: Server, no_keys_of_this_machine: Path
) -> None:
    new_key(no_keys_of_this_machine, server)
    server.known_key = ""
    assert publish().copied
