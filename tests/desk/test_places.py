"""A local folder and a folder on a server give the same results for the same sequence of calls."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncssh
import pytest

from bantin_media.desk.places import ASIDE, RECORD, FolderPlace, Place, as_record, aside_name, is_below, read_record
from bantin_media.desk.sftp import SftpPlace, address_of
from bantin_media.errors import BantinError

from .loopback_sftp import PASSWORD, serving

WORDS = b"x" * 5_000_000
OTHER = b"y" * 5_000_000


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def listed(root: Path) -> list[str]:
    return sorted(
        f"{path.relative_to(root).as_posix()}{'/' if path.is_dir() else f' {digest(path.read_bytes())[:8]}'}"
        for path in root.rglob("*")
    )


def course(place: Place, root: Path, source: Path) -> Iterator[object]:
    """Yield the result of each call, and the files of the place after each change."""
    outside = root.parent / "ngoài"
    outside.mkdir()
    (outside / "a.mp3").write_bytes(b"mine")
    (root / "liên kết").symlink_to(outside, target_is_directory=True)
    (root / "tệp khác.txt").write_bytes(b"mine")
    source.write_bytes(WORDS)
    yield place.record()
    yield place.has("2026-11/a.mp3", digest=digest(WORDS), size=len(WORDS), recorded="")
    for content in (WORDS, WORDS, OTHER):
        source.write_bytes(content)
        place.put_aside(source, "một", digest(content))
        yield listed(root)
    (root / ASIDE / "một").write_bytes(b"half")
    place.put_aside(source, "một", digest(OTHER))
    place.put_aside(source, "hai", digest(OTHER))
    for aside, name in (("một", "2026-11/anh/a.mp3"), ("hai", "2026-11/anh/a.mp3")):
        place.show(aside, name)
        yield listed(root)
    yield place.has("2026-11/anh/a.mp3", digest=digest(OTHER), size=len(OTHER), recorded=digest(OTHER))
    yield place.has("2026-11/anh/a.mp3", digest=digest(WORDS), size=3, recorded=digest(WORDS))
    yield place.has("2026-11/anh/a.mp3", digest=digest(WORDS), size=len(WORDS), recorded="")
    for recorded in ("", digest(WORDS), "0" * 64, "f" * 64):  # a server is believed by the record, a folder is read
        is_there = place.has("2026-11/anh/a.mp3", digest=digest(OTHER), size=len(OTHER), recorded=recorded)
        assert is_there is isinstance(place, FolderPlace)
    for content in (b"{}", b'{"a": "b"}'):
        place.write_record(content)
        yield place.record()
    yield listed(root)
    (root / "rỗng").write_bytes(b"")
    for name in ("2026-11/b.mp3", "2026-11/anh", "liên kết/a.mp3", "2026-11/anh/a.mp3", "2026-11/anh/a.mp3", "rỗng"):
        yield place.remove(name)
    yield listed(root)
    for _ in range(2):
        place.clear_aside()
        yield listed(root)
    yield (outside / "a.mp3").read_bytes()


@pytest.fixture
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


@pytest.mark.parametrize("kind", ["a folder", "a server", "an old server"])
def test_a_place_answers_as_accepted(
    kind: str, tmp_path: Path, no_keys: None, monkeypatch: pytest.MonkeyPatch, as_accepted: Callable[[Path, str], None]
) -> None:
    root, source = tmp_path / "chỗ" / "www", tmp_path / "nguồn"
    root.mkdir(parents=True)
    if kind == "an old server":

        async def refuse(*_: object) -> None:
            raise asyncssh.SFTPOpUnsupported("no such extension")

        monkeypatch.setattr(asyncssh.SFTPClient, "posix_rename", refuse)
    if kind == "a folder":
        with FolderPlace(root) as place:
            lines = [*course(place, root, source)]
    else:
        with serving(root.parent) as server:
            address = address_of(server.address())
            with SftpPlace(address, password=PASSWORD, fingerprint=server.fingerprint) as place:
                lines = [*course(place, root, source)]
    as_accepted(Path(__file__).with_name("places.expected.txt"), "".join(f"{one!r}\n" for one in lines))


ADDRESSES = (
    "sftp://hoa@may-chu.example/www", "sftp://hoa@may-chu.example:2222/www/", "sftp://hoa@may-chu.example/~/ban%20tin",
    "sftp://h%20oa@MAY-CHU.example/~", "sftp://hoa:mat-khau@may-chu.example/www", "sftp://may-chu.example/www",
    "sftp://hoa@/www", "sftp://hoa@may-chu.example", "sftp://hoa@may-chu.example//", "sftp://hoa@may-chu.example:x/www",
    "sftp://hoa@may-chu.example:21/www", "sftp://hoa@may-chu.example/a%0Ab", "sftp://h%00oa@may-chu.example/a", "sftp://hoa@[::1/www",
)  # fmt: skip


def told(act: Callable[[], object]) -> str:
    try:
        return f"{act()}"
    except BantinError as error:
        return f"{type(error).__name__} {error.where}: {error.what} → {error.hint}"


def test_addresses_and_names_are_as_accepted(tmp_path: Path, as_accepted: Callable[[Path, str], None]) -> None:
    lines = []
    for text in ADDRESSES:
        lines.append(f"{text}: {told(lambda text=text: address_of(text))}")
    good = address_of(ADDRESSES[1])
    lines.append(f"{good.server} {good.port} {good.folder} {address_of(ADDRESSES[3]).user}")
    names = ("a", "a/b.mp3", "", "/a", "../a", "a/../b", "a\\b", RECORD, f"{ASIDE}/a", f"a/{RECORD}", ".a")
    lines.append(f"{[name for name in names if is_below(name)]}")
    place = FolderPlace(tmp_path)
    for content in (b"", b"{", b"[]", b"\xff", as_record({"a": "b", "../c": "d", "đ": "e"})):
        (tmp_path / RECORD).write_bytes(content)
        lines.append(f"{content!r}: {read_record(place)}")
    lines.append(f"{aside_name('a', 'b')} {len({aside_name(*pair) for pair in (('a', 'b'), ('ab', ''), ('', 'ab'))})}")
    lines.append(told(lambda: FolderPlace(tmp_path / "x").__enter__()))
    as_accepted(Path(__file__).with_name("addresses.expected.txt"), "\n".join(lines).replace(str(tmp_path), "") + "\n")
