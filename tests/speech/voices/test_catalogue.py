"""Voices by their catalogue name: from a server or its mirror, verified twice, resumed after an interruption."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests import tiny_voice

from bantin_media.commands.cli import main
from bantin_media.configuration.config import load
from bantin_media.errors import ConfigError, VoiceUnavailable
from bantin_media.speech.engines import piper_voices
from bantin_media.speech.voices import adding, catalogue
from bantin_media.speech.voices.catalogue import Offer

NAME = "vi_VN-thu-medium"
PATH = f"/voices/{NAME}.onnx"


@dataclass
class Mirror:
    """A server of two files on this machine; it can break off once, and send other bytes."""

    address: str
    files: dict[str, bytes]
    breaks_after: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def mirror(voices_folder: Path) -> Iterator[Mirror]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            made.asked.append((self.path, wanted))
            content = made.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            begin = int(re.sub(r"\D", "", wanted) or 0)
            self.send_response(206 if begin else 200)
            self.send_header("Content-Length", str(len(content) - begin))
            self.end_headers()
            end = made.breaks_after if made.breaks_after and self.path == PATH else len(content)
            self.wfile.write(content[begin:end])
            made.breaks_after = 0

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    description = json.dumps(tiny_voice.description()).encode()
    made = Mirror(f"http://127.0.0.1:{server.server_port}", {PATH: tiny_voice.model(), f"{PATH}.json": description})
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def offered(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Return the only voice of a separate catalogue: the model of the tests."""
    model, description = mirror.files[PATH], mirror.files[f"{PATH}.json"]
    digests = hashlib.sha256(model).hexdigest(), hashlib.sha256(description).hexdigest()
    one = Offer(
        "thu", "a northern woman, neural", "vi", f"https://example.invalid{PATH}", len(model), digests[0],
        len(description), digests[1], "CC BY 4.0", "Thu (CC BY 4.0)", "no",
    )  # fmt: skip
    monkeypatch.setattr(catalogue, "offers", lambda: (one,))
    return one


def test_a_voice_of_the_catalogue_is_installed_with_licence_and_credit(mirror: Mirror, offered: Offer) -> None:
    received: list[int] = []
    voice = adding.add("thu", mirror=mirror.address, on_bytes=received.append)
    assert (voice.name, voice.sha256) == (NAME, offered.sha256)
    assert (voice.licence, voice.credit) == ("CC BY 4.0", "Thu (CC BY 4.0)")
    assert received[-1] == offered.size_bytes
    assert piper_voices.read(NAME) == voice


def test_an_interrupted_download_is_resumed(mirror: Mirror, offered: Offer, voices_folder: Path) -> None:
    mirror.breaks_after = 700
    with pytest.raises(VoiceUnavailable, match="700"):
        adding.add("thu", mirror=mirror.address)
    assert piper_voices.names() == ()
    assert adding.add("thu", mirror=mirror.address).sha256 == offered.sha256
    assert [asked for path, asked in mirror.asked if path == PATH] == ["", "bytes=700-"]
    assert not list(voices_folder.glob("*.part"))


@pytest.mark.parametrize("file", [PATH, f"{PATH}.json"])
def test_other_bytes_than_the_catalogue_promises_are_refused(file: str, mirror: Mirror, offered: Offer) -> None:
    mirror.files[file] = mirror.files[file][:-1] + b" "
    with pytest.raises(ConfigError, match="SHA-256"):
        adding.add("thu", mirror=mirror.address)
    assert piper_voices.names() == ()


def test_the_command_shows_the_terms_and_the_line_for_the_settings(
    mirror: Mirror, offered: Offer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voices", "add", "thu", "--mirror", mirror.address]) == 0
    output = capsys.readouterr()
    assert "CC BY 4.0" in output.err
    assert f'voice = "piper:{NAME}"' in output.out


def test_the_command_writes_the_voice_into_the_settings_on_request(
    mirror: Mirror, offered: Offer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "input" / "bantin.toml"
    file.parent.mkdir()
    file.write_text('# của xã\ntitle = "Bản tin"\n\n[sound]\nvoice = "espeak"  # có sẵn\n', "utf-8")
    assert main(["voices", "add", "thu", "--mirror", mirror.address, "--use", "--input", str(file.parent)]) == 0
    assert load(file).sound.voice == f"piper:{NAME}"
    assert "# của xã" in file.read_text("utf-8")


def test_every_voice_that_is_offered_has_digests_licence_credit_and_terms() -> None:
    assert catalogue.offers()
    for one in catalogue.offers():
        assert re.fullmatch(r"[0-9a-f]{64}", one.sha256)
        assert re.fullmatch(r"[0-9a-f]{64}", one.config_sha256)
        assert min(one.size_bytes, one.config_bytes) > 0
        assert one.address.startswith("https://")
        assert all((one.what, one.licence, one.credit, one.terms, one.voice))
