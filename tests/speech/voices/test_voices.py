"""`bantin voices`: Piper's voices are installed or nothing is changed; they are removed; they are listed."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
from tests import tiny_voice

from bantin_media.commands.cli import main
from bantin_media.configuration.settings import PRESETS, PROFILES
from bantin_media.errors import BantinError, ConfigError, VoiceUnavailable
from bantin_media.speech import voices
from bantin_media.speech.engines import open_engine, piper_voices
from bantin_media.speech.engines.piper_voices import folder_on
from bantin_media.speech.voices import adding, listing

NAME: Final = "vi_VN-thu-medium"
CARD: Final = "# Model card\n\n* Language: vi_VN\n* License: CC BY 4.0\n"


@pytest.fixture
def source(tmp_path: Path, voices_folder: Path) -> Path:
    """Return a voice as an editor downloads it: the model, with its description and its card."""
    path = tiny_voice.write(tmp_path / "tai ve", NAME, tiny_voice.model(), tiny_voice.description())
    (path.parent / "MODEL_CARD").write_text(CARD, "utf-8")
    return path


def here(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def test_a_voice_is_there_when_it_was_added_and_speaks(source: Path, voices_folder: Path) -> None:
    voice = adding.add(str(source))
    assert here(voices_folder) == [f"{NAME}.MODEL_CARD", f"{NAME}.onnx", f"{NAME}.onnx.json", f"{NAME}.voice.json"]
    assert voice.card_path.read_text("utf-8") == CARD
    assert (voice.language, voice.licence, voice.sample_rate_hz) == ("vi", "CC BY 4.0", tiny_voice.RATE_HZ)
    assert [pace for _, pace in voice.paces] == sorted(pace for _, pace in voice.paces)
    assert piper_voices.read(NAME) == voice
    assert open_engine(f"piper:{NAME}", PROFILES["phone"]).speak("Bà con phấn khởi.").samples


def test_adding_it_again_changes_nothing_and_another_of_its_name_takes_its_place(source: Path) -> None:
    first = adding.add(str(source))
    assert adding.add(str(source)) == first
    source.write_bytes(tiny_voice.model(samples_each=450))
    assert adding.add(str(source)).sha256 != first.sha256


@pytest.mark.parametrize("rate_hz", [16000, 22050, 24000])
def test_a_model_of_any_rate_is_taken_at_that_rate(tmp_path: Path, voices_folder: Path, rate_hz: int) -> None:
    description = tiny_voice.description(audio={"sample_rate": rate_hz, "quality": "x"})
    voice = adding.add(str(tiny_voice.write(tmp_path, NAME, tiny_voice.model(), description)))
    engine = open_engine(f"piper:{NAME}", PROFILES["phone"])
    assert voice.sample_rate_hz == engine.sample_rate_hz == engine.speak("Bà con phấn khởi.").sample_rate_hz == rate_hz


def test_the_default_speaker_is_used_if_none_is_named(tmp_path: Path, voices_folder: Path) -> None:
    description = tiny_voice.description(speakers=("nam", "nu", "ba-cu"), default_speaker_id=2)
    adding.add(str(tiny_voice.write(tmp_path, NAME, tiny_voice.model(speakers=3), description)))
    text = {
        variant: open_engine(f"piper:{NAME}{variant}", PROFILES["phone"]).speak("Bà con phấn khởi.").pcm
        for variant in ("", ":nam", ":nu", ":ba-cu", "#2")
    }
    assert text[""] == text[":ba-cu"] == text["#2"]
    assert len(set(text.values())) == 3


@pytest.mark.parametrize("default", [3, -1, "nu", 1.5])
def test_a_default_speaker_that_is_not_there_is_refused(tmp_path: Path, voices_folder: Path, default: object) -> None:
    description = tiny_voice.description(speakers=("nam", "nu", "ba-cu"), default_speaker_id=default)
    with pytest.raises(ConfigError, match="mô tả"):
        adding.add(str(tiny_voice.write(tmp_path, NAME, tiny_voice.model(speakers=3), description)))
    assert here(voices_folder) == []


@pytest.mark.parametrize(
    ("licence", "told"),
    [
        ("CC BY-NC 4.0", True), ("CC-BY-NC-SA-4.0", True), ("For non-commercial use", True), ("Research only", True),
        ("Chỉ dùng cho mục đích nghiên cứu", True), ("CC BY 4.0", False), ("MIT", False), ("CC0", False),
        ("Free for commercial use", False), ("Apache-2.0", False), ("", False),
    ],
)  # fmt: skip
def test_a_licence_that_forbids_publication_is_reported_at_once(
    source: Path, licence: str, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    (source.parent / "MODEL_CARD").write_text(f"# Card\n\n* License: {licence}\n", "utf-8")
    assert main(["voices", "add", str(source)]) == 0
    assert ("cấm phát hành" in capsys.readouterr().err) is told


class TestRefused:
    """Files that are not usable voices; afterwards nothing has changed."""

    @pytest.fixture(autouse=True)
    def _nothing_has_changed(self, source: Path, voices_folder: Path) -> Iterator[None]:
        yield
        assert here(voices_folder) == []

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"<!DOCTYPE html><html></html>", "trang"),
            (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "trang"),
            (b'{"error": "not found"}', "trang"),
            (b"\x08\x09 no model", "thử"),
            (b"", "thử"),
            (tiny_voice.model(loudness=0.0), "khoảng lặng"),
            (tiny_voice.model(samples_each=4), "quá ngắn"),
        ],
        ids=["page", "pointer", "JSON", "rubbish", "nothing", "silence", "far too short"],
    )
    def test_an_invalid_or_silent_model_is_refused(self, source: Path, content: bytes, told: str) -> None:
        source.write_bytes(content)
        with pytest.raises(ConfigError, match=told) as refused:
            adding.add(str(source))
        assert refused.value.hint

    @pytest.mark.parametrize(
        "description",
        ["", "[1]", "{}", "{" * 9000, "[" * 90_000, "\x00", '{"audio": {"sample_rate": "x"}, "num_speakers": 1}'],
        ids=["empty", "list", "object", "unfinished", "deep", "nul", "no number"],
    )
    def test_a_description_that_is_none(self, source: Path, description: str) -> None:
        source.with_suffix(".onnx.json").write_text(description, "utf-8")
        with pytest.raises(ConfigError, match=r"onnx\.json"):
            adding.add(str(source))

    def test_a_cause_is_shown_up_to_80_characters(self, source: Path) -> None:
        description = tiny_voice.description(audio={"sample_rate": "y" * 100})
        source.with_suffix(".onnx.json").write_text(json.dumps(description), "utf-8")
        with pytest.raises(ConfigError, match=r"\b" + "y" * 80 + r"\b"):
            adding.add(str(source))

    def test_a_model_without_its_description(self, source: Path) -> None:
        source.with_suffix(".onnx.json").unlink()
        with pytest.raises(ConfigError, match=r"bên cạnh không có .*\.onnx\.json"):
            adding.add(str(source))

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="không có tệp này"):
            adding.add(str(tmp_path / "x.onnx"))

    @pytest.mark.parametrize("name", ["x.txt", "giọng.onnx", "a:b.onnx", "a#2.onnx", "con.onnx", ".onnx", "-a.onnx"])
    def test_a_name_that_no_file_or_setting_can_have(self, name: str) -> None:
        with pytest.raises(ConfigError):
            adding.add(name)

    def test_a_digest_that_was_promised_and_is_not_its_own(self, source: Path) -> None:
        with pytest.raises(ConfigError, match="SHA-256"):
            adding.add(str(source), sha256="0" * 64)
        source.with_suffix(".onnx.sha256").write_text(f"{'0' * 64}  {source.name}\n", "utf-8")
        with pytest.raises(ConfigError, match="SHA-256"):
            adding.add(str(source))

    def test_another_language_than_vietnamese_unless_it_is_meant(self, source: Path) -> None:
        description = tiny_voice.description(language={"code": "en_US"}, espeak={"voice": "en-us"})
        source.with_suffix(".onnx.json").write_text(json.dumps(description), "utf-8")
        with pytest.raises(ConfigError, match="en_US"):
            adding.add(str(source))
        with pytest.raises(ConfigError, match="en_US"):
            adding.add(str(source), language="tyz")


def test_a_promised_digest_that_is_its_own_is_fine_in_any_letters(source: Path) -> None:
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    source.with_suffix(".onnx.sha256").write_text(digest.upper(), "utf-8")
    assert adding.add(str(source), sha256=digest.upper()).sha256 == digest


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ("License: MIT", "MIT"),
        ("* **License:** CC BY-NC 4.0", "CC BY-NC 4.0"),
        ("## Licence\n\nCC0", "CC0"),
        ("Nothing of the kind", ""),
        ("<html>License: MIT</html>", ""),
    ],
)
def test_the_licence_is_that_of_the_card(source: Path, card: str, licence: str) -> None:
    (source.parent / "MODEL_CARD").write_text(card, "utf-8")
    assert adding.add(str(source)).licence == licence


def test_a_voice_is_taken_away_whole_and_only_once(source: Path, voices_folder: Path) -> None:
    adding.add(str(source))
    voices.remove(f"piper:{NAME}")
    assert here(voices_folder) == []
    with pytest.raises(ConfigError):
        voices.remove(NAME)


@pytest.mark.parametrize("name", ["", "../x", "..", "/etc/passwd", "x\x00y"])
def test_nothing_else_can_be_taken_away(voices_folder: Path, name: str) -> None:
    with pytest.raises(ConfigError):
        voices.remove(name)


# ------------------------------------------------------------------------------------------------ from the network


@pytest.fixture
def shelf(source: Path) -> Iterator[tuple[str, list[str]]]:
    """Return the address of a server that has the voice, and its requests."""
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path == "/away.onnx":
                self.send_response(302)
                self.send_header("Location", "http://giong.example/x.onnx")
                self.end_headers()
            elif self.path == "/half.onnx":
                self.send_response(200)
                self.send_header("Content-Length", "5000")
                self.end_headers()
                self.wfile.write(b"\x08" * 100)
            else:
                super().do_GET()

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(source.parent))) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_a_voice_is_downloaded_with_the_files_next_to_it(shelf: tuple[str, list[str]]) -> None:
    address, asked = shelf
    voice = adding.add(f"{address}/{NAME}.onnx?download=true")
    assert (voice.name, voice.licence) == (NAME, "CC BY 4.0")
    assert set(asked) == {
        f"/{NAME}.onnx?download=true", f"/{NAME}.onnx.sha256?download=true", f"/{NAME}.onnx.json?download=true",
        "/MODEL_CARD?download=true",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "kind", "told"),
    [
        ("/not-there.onnx", VoiceUnavailable, "404"),
        ("/half.onnx", VoiceUnavailable, "5000"),
        ("/away.onnx", ConfigError, "mã hóa"),
    ],
)
def test_missing_incomplete_and_redirected_files_are_errors(
    shelf: tuple[str, list[str]], voices_folder: Path, path: str, kind: type[BantinError], told: str
) -> None:
    with pytest.raises(kind, match=told):
        adding.add(shelf[0] + path)
    assert here(voices_folder) == []


@pytest.mark.parametrize(
    "address", ["http://giong.example/a.onnx", "https://ten:khoa@giong.example/a.onnx", "ftp://giong.example/a.onnx"]
)
def test_an_unsafe_address_is_not_requested(voices_folder: Path, address: str) -> None:
    with pytest.raises(ConfigError):
        adding.add(address)


# ---------------------------------------------------------------------------------------------------- what is shown


def test_every_installed_or_available_voice_has_a_row(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    adding.add(str(source))
    rows = {row.voice: row for row in listing.rows((("tinh", PRESETS["openai"]),))}
    assert {"espeak", "espeak:central", "espeak:south", "gtts", "http:tinh", f"piper:{NAME}"} <= set(rows)
    assert rows[f"piper:{NAME}"].licence == "CC BY 4.0"
    assert (rows["gtts"].network, rows["http:tinh"].network, rows["espeak"].network) == ("có", "có", "không")
    assert not rows["http:tinh"].needs
    monkeypatch.setattr(listing, "version", _not_installed)
    rows = {row.voice: row for row in listing.rows((("tinh", PRESETS["openai"]),))}
    assert "piper-tts" in rows[f"piper:{NAME}"].needs
    assert "httpx" in rows["http:tinh"].needs
    assert not rows["espeak"].needs


def _not_installed(name: str) -> str:
    raise listing.PackageNotFoundError(name)


def test_a_damaged_voice_is_shown_as_one(source: Path, voices_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    adding.add(str(source))
    (voices_folder / f"{NAME}.voice.json").write_text("{", "utf-8")
    assert main(["voices"]) == 0
    assert "bị hỏng" in capsys.readouterr().out


def test_the_command_adds_shows_and_removes(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voices", "add", str(source)]) == 0
    assert main(["voices"]) == 0
    assert f"piper:{NAME}" in capsys.readouterr().out
    assert main(["voices", "remove", NAME]) == 0
    assert main(["voices", "remove", NAME]) == 3
    assert main(["voices", "add"]) == 2


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, "/home/an/.local/share/bantin/voices"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/bantin/voices"),
        ("linux", {"XDG_DATA_HOME": "data"}, "/home/an/.local/share/bantin/voices"),
        ("darwin", {}, "/home/an/Library/Application Support/bantin/voices"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/bantin/voices"),
        ("win32", {}, "/home/an/AppData/Local/bantin/voices"),
        ("linux", {"BANTIN_VOICES": "/v", "XDG_DATA_HOME": "/data"}, "/v"),
    ],
)
def test_voices_are_in_the_systems_folder_for_data(platform: str, environment: dict[str, str], expected: str) -> None:
    assert folder_on(platform, environment, Path("/home/an")).as_posix() == expected
