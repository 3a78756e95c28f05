"""Any speech server: sends a sentence as described in `bantin.toml` (`settings.HttpVoice`) and receives its sound.

The text goes only to the described address: redirects of the request are refused, and no proxy is used for a server on
this machine.  Such a server needs no network, so internal editions may use it; the program cannot check whether the
server forwards the text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from importlib.util import find_spec
from typing import Any, Final

from ....configuration.settings import HttpVoice, Profile, RetryPolicy
from ....errors import ConfigError
from ....messages import message
from ...clauses import joined
from ...engine import LONGEST_TEXT, Speech, Voices
from ...network.client_pool import ClientPool
from ...network.retry import RequestFailed, Retrier, pieces
from ...network.sound_response import judge, speech
from .. import unknown_voice
from .answer import found_sound
from .client import Client, Fetched
from .description import is_loopback, question, redacted
from .mistakes import check

_OF_THE_TERMS: Final = ("preset", "key_env", "languages", "max_parallel", "allow_plain_http", "retry")
_OF_THE_PACE: Final = ("syllables_per_minute", "speed_least", "speed_most", "speeds")

_AT_HOME: Final[Mapping[str, Any]] = {"requests_per_second": 0.0, "tries": 3, "first_wait_s": 0.3, "ready_every_s": 0.2}
"""No rate limit, and two retries within two seconds: suitable for a busy server on the same machine."""


@dataclass(frozen=True, slots=True)
class HttpEngine:
    """One described voice at one speed; threads may share it."""

    voice: HttpVoice
    speed: str
    """The server's value for the speed of the profile."""
    factor: float
    """The ratio of this speed to the voice's own pace; 1 if no speed is requested."""
    retrier: Retrier
    _pool: ClientPool[Client] = field(repr=False, compare=False)

    @property
    def fingerprint(self) -> str:
        """Return a digest of the description, and of the speed if it is requested; without keys and limits."""
        fields = {key: value for key, value in asdict(self.voice).items() if key not in (*_OF_THE_TERMS, *_OF_THE_PACE)}
        fields["speed"] = self.speed if _asks_for_speed(self.voice) else ""
        digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
        return f"http 1 {digest[:32]}"

    @property
    def sample_rate_hz(self) -> int:
        """Return the declared rate, which determines that of the MP3s; a sound has the rate in its header."""
        return self.voice.sample_rate_hz

    @property
    def gain_db(self) -> None:
        """Return None: the loudness of a server is only known after measuring."""
        return

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages of the description."""
        return frozenset(self.voice.languages)

    @property
    def needs_network(self) -> bool:
        """Return whether the server is on another machine."""
        return not is_loopback(self.voice.address)

    @property
    def max_parallel(self) -> int:
        """Return the limit of the description."""
        return self.voice.max_parallel

    @property
    def longest_text(self) -> int:
        """Return the longest sentence; each request for a part of it has at most the length in the description."""
        return LONGEST_TEXT

    def speak(self, text: str) -> Speech:
        """Return the sound of `text`.  Raises `SpeechError`, and `VoiceUnavailable` after the last retry."""
        parts = pieces(text, self.voice.longest_text)
        sounds = [self.retrier.ask(text, partial(self._spoken, text, piece)) for piece in parts]
        return joined(parts, sounds)

    def at_its_own_pace(self) -> HttpEngine:
        """Return this voice at the server's own speed."""
        return replace(self, speed=speed_of(self.voice, 1.0)[0], factor=1.0)

    def _spoken(self, text: str, piece: str) -> Speech:
        """Send one request for `piece` of `text`; return its sound.  Raises `RequestFailed`, without secrets in it."""
        request = question(self.voice, text=piece, speed=self.speed)
        try:
            with self._pool.client() as client:
                self.retrier.refuse_if_given_up(text)
                found = found_sound(self.voice, client, client.fetch(request))
            sound = self._sound(replace(found, confidential=request.confidential))
            judge(piece, sound)
        except RequestFailed as failure:
            failure.cause = redacted(failure.cause, request.confidential)
            raise
        return sound

    def _sound(self, fetched: Fetched) -> Speech:
        fetched.refuse_words()
        return speech(
            fetched.content,
            sample_rate_hz=fetched.rate_hz or self.sample_rate_hz,
            kind="pcm" if self.voice.format == "pcm" else "any",
            length_known=fetched.length_known,
        )


def open_voice(variant: str, profile: Profile, voices: Voices) -> HttpEngine:
    """Return the voice `[voices.<variant>]` of the settings, at the pace of `profile`.

    Raises `ConfigError` if there is none, if its description is faulty, or if httpx is missing.
    """
    described = dict(voices)
    if variant not in described:
        raise _unknown(variant, described)
    voice = described[variant]
    check(variant, voice)
    if find_spec("httpx") is None:
        raise ConfigError(
            f"http:{variant}",
            message("this voice needs a library that is not installed: {library}", library="httpx"),
            message("Install it: {command}", command=".venv/bin/pip install httpx"),
        )
    proxies = not is_loopback(voice.address)
    policy = voice.retry if proxies else at_home(voice.retry)
    pool = ClientPool(voice.max_parallel, lambda: Client(policy, proxies=proxies))
    pace = voice.syllables_per_minute
    speed, factor = speed_of(voice, profile.syllables_per_minute / pace if pace else 1.0)
    return HttpEngine(voice, speed, factor if _asks_for_speed(voice) else 1.0, Retrier(policy), pool)


def at_home(policy: RetryPolicy) -> RetryPolicy:
    """Return the retry policy for a server on this machine: unset values are replaced by faster ones."""
    usual = RetryPolicy()
    unset = {name: value for name, value in _AT_HOME.items() if getattr(policy, name) == getattr(usual, name)}
    return replace(policy, **unset)


def speed_of(voice: HttpVoice, factor: float) -> tuple[str, float]:
    """Return the server's value for the speed nearest to `factor` times its own pace, and the factor of this speed."""
    if voice.speeds:
        nearest = min(voice.speeds, key=lambda row: (abs(row[0] - factor), row[0]))
        return f"{nearest[1]:g}", nearest[0]
    value = round(min(max(factor, voice.speed_least), voice.speed_most), 2)
    return f"{value:g}", value


def _asks_for_speed(voice: HttpVoice) -> bool:
    templates = (
        voice.address,
        voice.json,
        voice.xml,
        voice.text,
        *dict(voice.headers).values(),
        *dict(voice.form).values(),
    )
    return any("{speed}" in template for template in templates)


def _unknown(variant: str, described: dict[str, HttpVoice]) -> ConfigError:
    if not variant:
        what = message("a voice on a server is named with its own name, as in http:tinh")
        there = ", ".join(f'"http:{name}"' for name in described) or "—"
        hint = message("Described here: {names}. Describe one in input/bantin.toml, as [voices.tinh].", names=there)
        return ConfigError("voice", what, hint)
    if described:
        return unknown_voice(f"http:{variant}", {f"http:{name}": "" for name in described})
    what = message('there is no voice "{voice}"', voice=f"http:{variant}")
    return ConfigError("voice", what, message("Describe it in input/bantin.toml, as [voices.{name}].", name=variant))
