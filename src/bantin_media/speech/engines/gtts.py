"""Google's online voice: a sentence out over the network, its sound back; needs no key, and promises nothing.

The text leaves this machine.  `gtts` builds the requests; they are sent here, because its own sending checks no
certificate, never times out and never tries again, and cuts a sentence at every comma.  The pace is Google's,
whatever the profile wants.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from ...configuration.settings import Patience, Profile
from ...messages import message
from . import Speech, unknown_voice
from .answered import bounded, judge, refuse_page, speech
from .clauses import joined
from .cutting_off import Scissors
from .online import Line, Trouble, pieces, refuse_status, too_slow, unreached
from .turns import Turns

if TYPE_CHECKING:
    import requests

ADDRESS: Final = "https://translate.google.com/_/TranslateWebserverUi/data/batchexecute"
PATIENCE: Final = Patience(requests_per_second=1.5, answer_s=60.0)
"""Users of this way to Google tell of blocks after a few hundred hasty requests, and of none at two pauses a second."""
_LONGEST_TEXT: Final = 100
"""Characters that one request may carry."""
_PARALLEL: Final = 2
_RATE_HZ: Final = 24000
_RPC: Final = "jQ1olc"
_CHUNK_BYTES: Final = 64 * 1024


class _Client:
    """A session of `requests`, and what cuts its connections off."""

    def __init__(self) -> None:
        from .watched_requests import session

        self.scissors = Scissors()
        self.session: requests.Session = session(self.scissors)


@dataclass(frozen=True, slots=True)
class Gtts:
    """Google Translate's Vietnamese voice; threads may share it."""

    address: str = ADDRESS
    line: Line = field(default_factory=lambda: Line(PATIENCE))
    _turns: Turns[_Client] = field(default_factory=lambda: Turns(_PARALLEL, _Client), repr=False, compare=False)

    sample_rate_hz: ClassVar[int] = _RATE_HZ
    gain_db: ClassVar[float | None] = None
    languages: ClassVar[frozenset[str]] = frozenset({"vi"})
    needs_network: ClassVar[bool] = True
    max_parallel: ClassVar[int] = _PARALLEL

    @property
    def fingerprint(self) -> str:
        """Return what can be known of a voice that others may change, and the way long sentences are cut here."""
        return f"gtts vi {_RATE_HZ} 2"

    def speak(self, text: str) -> Speech:
        """Return the sound of `text` as Google says it; `SpeechError`, `VoiceUnavailable` after the last try."""
        asked = pieces(text, _LONGEST_TEXT)
        sounds = [self.line.ask(text, partial(self._spoken, text, piece)) for piece in asked]
        return joined(asked, sounds)

    def _spoken(self, text: str, piece: str) -> Speech:
        """Ask once for `piece` of `text`; return its sound, or raise `Trouble`."""
        body = _body(piece)
        with self._turns.client() as client:
            self.line.refuse_if_given_up(text)
            content = self._fetched(client, body)
        refuse_page(content)
        sound = speech(_mp3(content), sample_rate_hz=_RATE_HZ, kind="mp3")
        judge(piece, sound)
        return sound

    def _fetched(self, client: _Client, body: str) -> bytes:
        import requests
        from gtts import gTTS

        patience, scissors = self.line.patience, client.scissors
        try:
            with (
                scissors.after(patience.answer_s),
                client.session.post(
                    self.address,
                    data=body,
                    headers=gTTS.GOOGLE_TTS_HEADERS,
                    timeout=(patience.connect_s, patience.silence_s),
                    allow_redirects=False,
                    stream=True,
                ) as answer,
            ):
                refuse_status(answer.status_code, answer.headers)
                content = bounded(answer.iter_content(_CHUNK_BYTES))
        except (requests.RequestException, OSError) as error:
            raise too_slow(patience) if scissors.was_cut else unreached(error, patience) from error
        if scissors.was_cut:
            raise too_slow(patience)
        return content


def open_voice(variant: str, profile: Profile) -> Gtts:
    """Return the voice; it has no variants and its own pace."""
    if variant:
        raise unknown_voice(f"gtts:{variant}", {"gtts": ""})
    return Gtts()


def _body(piece: str) -> str:
    """Return what asks Google for `piece`: one request, as `gtts` packs it."""
    from gtts import gTTS

    bodies = gTTS(piece, lang="vi", lang_check=False, pre_processor_funcs=[]).get_bodies()
    if len(bodies) != 1:
        raise Trouble(message("gtts packs this sentence otherwise than expected"), again=False, blame="sentence")
    body: str = bodies[0]
    return body


def _mp3(content: bytes) -> bytes:
    """Return the sound in an answer of `batchexecute`: lines, one of them a JSON list with an entry for the call."""
    sounds = [entry[2] for line in content.splitlines() if line.startswith(b"[") for entry in _entries(line)]
    if len(sounds) != 1:
        raise Trouble(message("Google answers otherwise than it used to: its answer holds no sound"))
    try:
        return base64.b64decode(json.loads(str(sounds[0]))[0], validate=True)
    except (binascii.Error, ValueError, TypeError, LookupError, RecursionError) as error:
        raise Trouble(message("Google answers otherwise than it used to: its answer holds no sound")) from error


def _entries(line: bytes) -> list[list[object]]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return []
    return [one for one in found if isinstance(one, list) and len(one) > 2 and one[:2] == ["wrb.fr", _RPC]]
