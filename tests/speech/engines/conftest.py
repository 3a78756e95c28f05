"""The laboratory of the online voices: a speech server on this machine, and the engines that use it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import pytest

from bantin_media.configuration.settings import PRESETS, PROFILES, HttpVoice, Json, RetryPolicy
from bantin_media.speech.engine import Engine
from bantin_media.speech.engines import open_engine
from bantin_media.speech.engines.gtts import Gtts
from bantin_media.speech.network.retry import Retrier

from .protocols import GOOGLE_PATH
from .speech_server import CERTIFICATE, Server
from .tones import heard, tones

HASTE: Final = RetryPolicy(
    requests_per_second=0, connect_s=20, silence_s=20, answer_s=40, tries=3, first_wait_s=0.001, longest_wait_s=0.005,
    ready_every_s=0.002, ready_s=20,
)  # fmt: skip
"""Time limits that a slow machine can keep, without noticeable waits."""


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that answers correctly unless a test sets a fault."""
    with Server() as server:
        yield from _serving(server)


@pytest.fixture
def secure_server() -> Iterator[Server]:
    """Return the same server behind TLS, with a certificate that only an informed client trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with Server() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.scheme = "https"
        yield from _serving(server)


def _serving(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()


# The engines that ask it

OpenOnline = Callable[[str, RetryPolicy], Engine]


def _http(voice: Callable[[str], HttpVoice]) -> OpenOnline:
    def opened(url: str, policy: RetryPolicy) -> Engine:
        described = replace(voice(url), retry=policy, max_parallel=4)
        return open_engine("http:tinh", PROFILES["phone"], (("tinh", described),))

    return opened


def _openai(url: str) -> HttpVoice:
    return replace(PRESETS["openai"], address=f"{url}/v1/audio/speech")


ONLINE: Final[dict[str, OpenOnline]] = {
    "gtts": lambda url, policy: Gtts(f"{url}{GOOGLE_PATH}", Retrier(policy)),
    "http openai": _http(_openai),
    "http base64": _http(
        lambda url: HttpVoice(
            address=f"{url}/base64", json=Json('{"input": {"text": "{text}"}}'),
            answer="base64", answer_at="audio.0.content",
        )
    ),
    "http polled": _http(
        lambda url: HttpVoice(
            address=f"{url}/polled", text="{text}", headers=(("voice", "banmai"), ("speed", "{speed}")),
            speeds=((0.8, -1), (1.0, 0)), answer="address", answer_at="async",
        )
    ),
    "http task": _http(
        lambda url: HttpVoice(
            address=f"{url}/task", json=Json('{"input_text": "{text}"}'), id_at="result.request_id",
            ready_address=f"{url}/task/{{id}}", answer="address", answer_at="result.audio_link",
        )
    ),
    "http form": _http(
        lambda url: HttpVoice(
            address=f"{url}/form", form=(("input", "{text}"), ("speed", "{speed}")),
            answer="address", answer_at="data.url",
        )
    ),
    "http get": _http(lambda url: HttpVoice(address=f"{url}/get?text={{text}}&v={{voice}}", method="GET")),
}  # fmt: skip
"""The engines that need a server: the function that opens each with an address."""


@dataclass(frozen=True)
class Lab:
    """A server and the engines that use it."""

    server: Server
    haste: RetryPolicy = HASTE

    def open(self, name: str, policy: RetryPolicy = HASTE, *, url: str = "") -> Engine:
        """Return the engine `name` of `ONLINE`."""
        return ONLINE[name](url or self.server.url, policy)

    def says(self, engine: Engine, text: str) -> bool:
        """Return whether `engine` speaks exactly `text`."""
        speech = engine.speak(text)
        return heard(speech.pcm, speech.sample_rate_hz) == tones(text)


@pytest.fixture
def lab(server: Server) -> Lab:
    """Return a laboratory."""
    return Lab(server)


@pytest.fixture
def secure_lab(secure_server: Server) -> Lab:
    """Return a laboratory whose server is behind TLS, with an untrusted certificate."""
    return Lab(secure_server)
