"""Google's online voice: a sentence out over the network, its sound back; needs no key, and promises nothing.

The text leaves this machine.  `gtts` builds the requests; they are sent here, because its own sending checks no
certificate, never times out and never tries again.  The pace is Google's, whatever the profile wants.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import time
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ..audio import levels
from ..audio.loudness import SILENT_LUFS, integrated_lufs
from ..errors import SpeechError
from ..messages import message
from ..settings import Profile
from . import Speech, excerpt, unknown_voice

if TYPE_CHECKING:
    import requests

TIMEOUT_S: Final = (10.0, 30.0)
"""To connect, and to be answered."""
WAITS_S: Final = (1.0, 4.0, 12.0)
"""Before each further try."""
_LONGEST_WAIT_S: Final = 60.0
_LONGEST_TEXT: Final = 100
"""Characters that one request may carry."""
_RATE_HZ: Final = 24000
_PATH: Final = "_/TranslateWebserverUi/data/batchexecute"
_ANSWER: Final = re.compile(r'jQ1olc","\[\\"([A-Za-z0-9+/=]*)\\"]')
_TOO_MANY: Final = 429
_SERVER_FAULT: Final = 500


@dataclass(frozen=True, slots=True)
class Gtts:
    """Google Translate's Vietnamese voice."""

    waits_s: tuple[float, ...] = field(default=WAITS_S)

    sample_rate_hz: ClassVar[int] = _RATE_HZ
    gain_db: ClassVar[float] = 0.0
    languages: ClassVar[frozenset[str]] = frozenset({"vi"})
    needs_network: ClassVar[bool] = True
    max_parallel: ClassVar[int] = 1

    @property
    def fingerprint(self) -> str:
        """Return what can be known of a voice that others may change."""
        return f"gtts {metadata.version('gtts')} vi com"

    def speak(self, text: str) -> Speech:
        """Return the sound of `text` at the reference loudness; raises `SpeechError` after the last try."""
        pcm = b"".join(self._decode(text, self._fetch(text, body)) for body in _bodies(text))
        found = integrated_lufs([pcm], _RATE_HZ)
        if found > SILENT_LUFS:
            pcm = levels.level(pcm, levels.REFERENCE_LUFS - found)
        return Speech(pcm, _RATE_HZ)

    def _fetch(self, text: str, body: str) -> bytes:
        cause = ""
        for wait_s in (*self.waits_s, None):
            answer, cause, asked_s = _ask(body)
            if answer is not None:
                return answer
            if wait_s is None or asked_s is None:
                break
            time.sleep(min(max(wait_s, asked_s), _LONGEST_WAIT_S) if wait_s else 0)
        raise SpeechError(
            excerpt(text),
            message("the online voice did not answer: {cause}", cause=cause),
            message('Look at the network and try again later, or set voice = "espeak", which needs none.'),
        )

    def _decode(self, text: str, mp3: bytes) -> bytes:
        import numpy as np
        import soundfile

        try:
            sound, rate_hz = soundfile.read(io.BytesIO(mp3), dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, RuntimeError) as error:
            raise _garbage(text) from error
        if rate_hz != _RATE_HZ:
            raise _garbage(text)
        return bytes(np.rint(sound.mean(axis=1).clip(-1, 1) * 32767).astype("<i2").tobytes())


def open_voice(variant: str, profile: Profile) -> Gtts:
    """Return the voice; it has no variants and its own pace."""
    if variant:
        raise unknown_voice(f"gtts:{variant}", {"gtts": ""})
    return Gtts()


def _bodies(text: str) -> list[str]:
    """Return the request bodies for `text`, cut at commas and spaces only where Google would not take it whole."""
    from gtts import gTTS

    pieces: list[str] = []
    for word in text.split():
        joined = f"{pieces[-1]} {word}" if pieces else word
        if pieces and len(joined) <= _LONGEST_TEXT:
            pieces[-1] = joined
        else:
            pieces.append(word)
    bodies: list[str] = []
    for piece in pieces:
        bodies += gTTS(piece, lang="vi", lang_check=False, pre_processor_funcs=[]).get_bodies()
    return bodies


def _ask(body: str) -> tuple[bytes | None, str, float | None]:
    """Return the MP3, or why there is none and how long the server asks to wait (None: do not ask again)."""
    import requests

    google: Any = import_module("gtts.tts")
    url = google._translate_url(tld="com", path=_PATH)
    try:
        answer = _session().post(url, data=body, headers=google.gTTS.GOOGLE_TTS_HEADERS, timeout=TIMEOUT_S)
    except requests.exceptions.SSLError as error:
        return None, str(error), None
    except requests.exceptions.RequestException as error:
        return None, type(error).__name__, 0.0
    if answer.status_code == _TOO_MANY or answer.status_code >= _SERVER_FAULT:
        asked = answer.headers.get("Retry-After", "")
        return None, f"HTTP {answer.status_code}", float(asked) if asked.isdigit() else 0.0
    if not answer.ok:
        return None, f"HTTP {answer.status_code}", None
    sounds = _ANSWER.findall(answer.text)
    try:
        mp3 = b"".join(base64.b64decode(sound, validate=True) for sound in sounds)
    except binascii.Error:
        mp3 = b""
    return (mp3, "", 0.0) if mp3 else (None, message("its answer holds no sound"), 0.0)


@cache
def _session() -> requests.Session:
    import requests

    return requests.Session()


def _garbage(text: str) -> SpeechError:
    hint = message('Look at the network and try again later, or set voice = "espeak", which needs none.')
    return SpeechError(excerpt(text), message("the voice did not return sound"), hint)
