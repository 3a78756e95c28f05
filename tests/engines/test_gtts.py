"""The online voice, against a server on this machine that speaks its protocol."""

from __future__ import annotations

import base64
import json
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from gtts import tts

from bantin_media.audio.loudness import integrated_lufs
from bantin_media.audio.mp3 import FrameFormat, encode
from bantin_media.engines import open_engine
from bantin_media.engines.gtts import Gtts
from bantin_media.engines.metronome import Metronome
from bantin_media.errors import SpeechError
from bantin_media.settings import PROFILES


class Google(BaseHTTPRequestHandler):
    """Answers as translate.google.com does; `trouble` holds what to answer first."""

    trouble: list[tuple[int, str]] = []  # noqa: RUF012 -- one list for all requests, refilled by each test
    asked: list[str] = []  # noqa: RUF012

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        (((_, parameters, *_),),) = json.loads(urllib.parse.unquote(body.removeprefix("f.req=").rstrip("&")))
        text = json.loads(parameters)[0]
        self.asked.append(text)
        status, content = self.trouble.pop(0) if self.trouble else (200, answer(text))
        encoded = content.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def answer(text: str, rate_hz: int = 24000) -> str:
    spoken = Metronome(230).speak(text)
    segment = encode([spoken.pcm], spoken.sample_rate_hz, FrameFormat(rate_hz, 32))
    sound = base64.b64encode(segment.frames).decode()
    return f""")]}}'\n\n999\n[["wrb.fr","jQ1olc","[\\"{sound}\\"]",null,null,null,"generic"]]\n"""


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Google]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Google) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        monkeypatch.setattr(tts, "_translate_url", lambda tld="com", path="": url + path)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        Google.trouble.clear()
        Google.asked.clear()
        yield Google
        server.shutdown()


def test_a_sentence_comes_back_as_sound_at_the_reference_loudness(google: type[Google]) -> None:
    engine = open_engine("gtts", PROFILES["phone"])
    speech = engine.speak("Xin chào bà con trong xã.")
    assert google.asked == ["Xin chào bà con trong xã."]
    assert (speech.sample_rate_hz, engine.needs_network, engine.max_parallel) == (24000, True, 1)
    assert speech.samples / 24000 == pytest.approx(6 * 60 / 230, abs=0.12)
    assert integrated_lufs([speech.pcm], 24000) == pytest.approx(-19, abs=1)


def test_a_long_sentence_goes_in_as_few_requests_as_google_takes(google: type[Google]) -> None:
    text = "Bà con trong thôn cùng nhau làm đường, trồng cây, vệ sinh môi trường, " * 4
    Gtts().speak(text.strip())
    assert all(len(asked) <= 100 for asked in google.asked)
    assert " ".join(google.asked) == text.strip()
    assert len(google.asked) <= 4


@pytest.mark.parametrize(
    "trouble", [(429, "slow down"), (503, ""), (200, "no sound here"), (200, 'jQ1olc","[\\"!!\\"]')]
)
def test_passing_trouble_is_waited_out(google: type[Google], trouble: tuple[int, str]) -> None:
    google.trouble[:] = [trouble, trouble]
    assert Gtts(waits_s=(0.0, 0.0)).speak("Xin chào.").samples > 1000
    assert len(google.asked) == 3


@pytest.mark.parametrize(("status", "tries"), [(500, 3), (429, 3), (403, 1), (404, 1)])
def test_lasting_trouble_is_an_error_that_names_the_sentence(google: type[Google], status: int, tries: int) -> None:
    google.trouble[:] = [(status, "")] * 9
    with pytest.raises(SpeechError, match=f"HTTP {status}") as refused:
        Gtts(waits_s=(0.0, 0.0)).speak("Xin chào.")
    assert refused.value.where == "Xin chào."
    assert len(google.asked) == tries


def test_an_answer_that_is_no_mp3_is_an_error(google: type[Google]) -> None:
    noise = base64.b64encode(b"<html>not found</html>" * 50).decode()
    google.trouble[:] = [(200, f'["wrb.fr","jQ1olc","[\\"{noise}\\"]"')]
    with pytest.raises(SpeechError):
        Gtts(waits_s=()).speak("Xin chào.")


def test_no_server_is_an_error_not_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tts, "_translate_url", lambda tld="com", path="": "http://127.0.0.1:9/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(SpeechError, match="ConnectionError"):
        Gtts(waits_s=()).speak("Xin chào.")
