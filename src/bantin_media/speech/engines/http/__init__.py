"""Any speech server: a sentence out as `bantin.toml` describes it (`settings.HttpVoice`), its sound back.

The text goes where the description says and nowhere else: redirects of the question are refused, the machine's
proxies are passed by for a server on this machine.  A server here needs no network, so internal editions may use
it; one that hands texts on to others is its owner's affair.
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

_OF_THE_TERMS: Final = ("preset", "key_env", "languages", "max_parallel", "allow_plain_http", "patience")
_OF_THE_PACE: Final = ("syllables_per_minute", "speed_least", "speed_most", "speeds")

_AT_HOME: Final[Mapping[str, Any]] = {"requests_per_second": 0.0, "tries": 3, "first_wait_s": 0.3, "ready_every_s": 0.2}
"""No rate limit, and two retries within two seconds: what a busy server of one's own needs."""


@dataclass(frozen=True, slots=True)
class HttpEngine:
    """One described voice at one speed; threads may share it."""

    voice: HttpVoice
    speed: str
    """What the server calls the speed that the profile wants."""
    factor: float
    """How many times its own pace that speed is; 1 if none is asked for."""
    retrier: Retrier
    _pool: ClientPool[Client] = field(repr=False, compare=False)

    @property
    def fingerprint(self) -> str:
        """Return a digest of the description, and the speed if it is asked for; without keys and terms."""
        told = {key: value for key, value in asdict(self.voice).items() if key not in (*_OF_THE_TERMS, *_OF_THE_PACE)}
        told["speed"] = self.speed if _asks_for_speed(self.voice) else ""
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        return f"http 1 {digest[:32]}"

    @property
    def sample_rate_hz(self) -> int:
        """Return the declared rate, which decides that of the MP3s; what comes has the rate of its own head."""
        return self.voice.sample_rate_hz

    @property
    def gain_db(self) -> None:
        """Return nothing: nobody knows how loud a server speaks before it has."""
        return

    @property
    def languages(self) -> frozenset[str]:
        """Return what the description says."""
        return frozenset(self.voice.languages)

    @property
    def needs_network(self) -> bool:
        """Return whether the server is anywhere but on this machine."""
        return not is_loopback(self.voice.address)

    @property
    def max_parallel(self) -> int:
        """Return what the description says."""
        return self.voice.max_parallel

    @property
    def longest_text(self) -> int:
        """Return what is asked for as one sentence; the requests for it carry what the description allows."""
        return LONGEST_TEXT

    def speak(self, text: str) -> Speech:
        """Return the sound of `text`; raises `SpeechError`, and `VoiceUnavailable` after the last try."""
        asked = pieces(text, self.voice.longest_text)
        sounds = [self.retrier.ask(text, partial(self._spoken, text, piece)) for piece in asked]
        return joined(asked, sounds)

    def at_its_own_pace(self) -> HttpEngine:
        """Return the same voice at the speed that its server calls its own."""
        return replace(self, speed=speed_of(self.voice, 1.0)[0], factor=1.0)

    def _spoken(self, text: str, piece: str) -> Speech:
        """Ask once for `piece` of `text`; return its sound, or raise `RequestFailed` without a secret in it."""
        asked = question(self.voice, text=piece, speed=self.speed)
        try:
            with self._pool.client() as client:
                self.retrier.refuse_if_given_up(text)
                found = found_sound(self.voice, client, client.fetch(asked))
            sound = self._sound(replace(found, confidential=asked.confidential))
            judge(piece, sound)
        except RequestFailed as failure:
            failure.cause = redacted(failure.cause, asked.confidential)
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
    """Return the voice that the settings describe as `[voices.<variant>]`, at the pace of `profile`.

    Raises `ConfigError` if there is none, if it cannot be asked as described, and if httpx is missing.
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
    patience = voice.patience if proxies else at_home(voice.patience)
    pool = ClientPool(voice.max_parallel, lambda: Client(patience, proxies=proxies))
    pace = voice.syllables_per_minute
    speed, factor = speed_of(voice, profile.syllables_per_minute / pace if pace else 1.0)
    return HttpEngine(voice, speed, factor if _asks_for_speed(voice) else 1.0, Retrier(patience), pool)


def at_home(patience: RetryPolicy) -> RetryPolicy:
    """Return the patience with a server on this machine: what the editor did not set needs no politeness there."""
    usual = RetryPolicy()
    unset = {name: value for name, value in _AT_HOME.items() if getattr(patience, name) == getattr(usual, name)}
    return replace(patience, **unset)


def speed_of(voice: HttpVoice, factor: float) -> tuple[str, float]:
    """Return what the server of `voice` calls the nearest to `factor` times its own pace, and that factor."""
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
