"""Google's online voice: sends a sentence over the network and receives its sound; without a key or any guarantee.

The text leaves this machine.  `gtts` builds the requests, but this module sends them, because `gtts` checks no
certificate, has no timeout and no retry, and cuts a sentence at every comma.  The pace is Google's and does not follow
the profile.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from ...configuration.settings import Profile, RetryPolicy
from ...messages import message
from ..clauses import joined
from ..engine import LONGEST_TEXT, Speech
from ..network.client_pool import ClientPool
from ..network.deadline import Deadline
from ..network.retry import RequestFailed, Retrier, pieces, refuse_status, too_slow, unreached
from ..network.sound_response import bounded, judge, refuse_page, speech
from . import unknown_voice

if TYPE_CHECKING:
    import requests

ADDRESS: Final = "https://translate.google.com/_/TranslateWebserverUi/data/batchexecute"
PATIENCE: Final = RetryPolicy(requests_per_second=1.5, answer_s=60.0)
"""Google is reported to block a client after a few hundred fast requests, but not at two requests per second."""
_LONGEST_TEXT: Final = 100
"""The longest text of one request, in characters."""
_PARALLEL: Final = 2
_RATE_HZ: Final = 24000
_RPC: Final = "jQ1olc"
_CHUNK_BYTES: Final = 64 * 1024


class _Client:
    """A session of `requests`, and the deadline that closes its connections."""

    def __init__(self) -> None:
        from ..network.requests_session import session

        self.deadline = Deadline()
        self.session: requests.Session = session(self.deadline)


@dataclass(frozen=True, slots=True)
class Gtts:
    """Google Translate's Vietnamese voice; threads may share it."""

    address: str = ADDRESS
    retrier: Retrier = field(default_factory=lambda: Retrier(PATIENCE))
    _pool: ClientPool[_Client] = field(
        default_factory=lambda: ClientPool(_PARALLEL, _Client), repr=False, compare=False
    )

    sample_rate_hz: ClassVar[int] = _RATE_HZ
    gain_db: ClassVar[float | None] = None
    languages: ClassVar[frozenset[str]] = frozenset({"vi"})
    needs_network: ClassVar[bool] = True
    max_parallel: ClassVar[int] = _PARALLEL
    longest_text: ClassVar[int] = LONGEST_TEXT

    @property
    def fingerprint(self) -> str:
        """Return the identity of the voice, which Google may change unnoticed, and the version of our cutting."""
        return f"gtts vi {_RATE_HZ} 2"

    def speak(self, text: str) -> Speech:
        """Return the sound of `text`.  Raises `SpeechError`, and `VoiceUnavailable` after the last retry."""
        parts = pieces(text, _LONGEST_TEXT)
        sounds = [self.retrier.ask(text, partial(self._spoken, text, piece)) for piece in parts]
        return joined(parts, sounds)

    def _spoken(self, text: str, piece: str) -> Speech:
        """Send one request for `piece` of `text` and return its sound.  Raises `RequestFailed`."""
        body = _body(piece)
        with self._pool.client() as client:
            self.retrier.refuse_if_given_up(text)
            content = self._fetched(client, body)
        refuse_page(content)
        sound = speech(_mp3(content), sample_rate_hz=_RATE_HZ, kind="mp3", length_known=True)
        judge(piece, sound)
        return sound

    def _fetched(self, client: _Client, body: str) -> bytes:
        import requests
        from gtts import gTTS

        policy, deadline = self.retrier.policy, client.deadline
        try:
            with (
                deadline.within(policy.answer_s),
                client.session.post(
                    self.address,
                    data=body,
                    headers=gTTS.GOOGLE_TTS_HEADERS,
                    timeout=(policy.connect_s, policy.silence_s),
                    allow_redirects=False,
                    stream=True,
                ) as answer,
            ):
                refuse_status(answer.status_code, answer.headers)
                content = bounded(answer.iter_content(_CHUNK_BYTES))
        except (requests.RequestException, OSError) as error:
            raise too_slow(policy) if deadline.has_passed else unreached(error, policy) from error
        if deadline.has_passed:
            raise too_slow(policy)
        return content


def open_voice(variant: str, profile: Profile) -> Gtts:
    """Return the voice; it has no variants, and the profile does not change its pace."""
    if variant:
        raise unknown_voice(f"gtts:{variant}", {"gtts": ""})
    return Gtts()


def _body(piece: str) -> str:
    """Return the request for `piece`, in the format of `gtts`."""
    from gtts import gTTS

    bodies = gTTS(piece, lang="vi", lang_check=False, pre_processor_funcs=[]).get_bodies()
    if len(bodies) != 1:
        raise RequestFailed(message("gtts encodes this sentence in an unexpected way"), again=False, fault="sentence")
    body: str = bodies[0]
    return body


def _mp3(content: bytes) -> bytes:
    """Return the sound in an answer of `batchexecute`: lines, one of them a JSON list with an entry for the call."""
    sounds = [entry[2] for line in content.splitlines() if line.startswith(b"[") for entry in _entries(line)]
    if len(sounds) != 1:
        raise RequestFailed(message("the format of Google's answer has changed: it contains no sound"))
    try:
        return base64.b64decode(json.loads(str(sounds[0]))[0], validate=True)
    except (binascii.Error, ValueError, TypeError, LookupError, RecursionError) as error:
        raise RequestFailed(message("the format of Google's answer has changed: it contains no sound")) from error


def _entries(line: bytes) -> list[list[object]]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return []
    return [one for one in found if isinstance(one, list) and len(one) > 2 and one[:2] == ["wrb.fr", _RPC]]
