"""A sentence in, PCM out: espeak-ng inside this process, through ctypes.

The wheel `espeakng-loader` brings the library.  Four traps are dealt with here and nowhere else: the library
takes no data path longer than some 150 bytes, ends the process when it finds no data, gives other PCM for the
same text after other text (unless flutter and roughness are off), and aborts when two threads use it.
Source: speak_lib.h of espeak-ng 1.52.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ...errors import SpeechError
from ...files import private_folder
from ...messages import cause_of, message

_SYNCHRONOUS: Final = 2
_DO_NOT_EXIT: Final = 0x8000
_BUFFER_MS: Final = 400
_UTF8: Final = 1
_RATE: Final = 1
_RANGE: Final = 4
PITCH_RANGE: Final = 80
"""`espeakRANGE`: at its own 50 tones lie too near each other to be told apart (`bench/tones.py`): the nearest pairs are
60 % further apart with this, and sắc rises by six semitones as in a newsreader's voice."""
_LONGEST_PATH: Final = 125
"""In bytes; 150 worked and 160 did not, and the library adds names of its own."""
_DATA: Final = ("phondata", "phonindex", "phontab", "intonations", "vi_dict", "en_dict")
_VOICES: Final = ("lang/aav/vi", "lang/aav/vi-VN-x-central", "lang/aav/vi-VN-x-south", "lang/gmw/en")
_STEADY: Final = "steady"
_STEADY_VOICE: Final = f"language variant\nname {_STEADY}\nflutter 0\nroughness 0\n"
"""A variant that leaves nothing to what was said before."""
_FOREIGN_WORD: Final = "facebook"
"""Makes the library read its English data while the folder is there: foreign names are read by it later."""


_CALLBACK: Final = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakLibrary:
    """The one espeak-ng of this process; opened by `engines.espeak`, which keeps it."""

    def __init__(self) -> None:
        import espeakng_loader

        self._source = Path(espeakng_loader.get_data_path())
        try:
            self._library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        except OSError as error:
            raise _does_not_start(str(error)) from error
        self._library.espeak_Info.restype = ctypes.c_char_p
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._pcm = bytearray()
        self._callback = _CALLBACK(self._receive)
        self._voice = ""
        self._rate = 0
        self.sample_rate_hz = 0

    @property
    def version(self) -> str:
        """Return the version the library says it is."""
        text: bytes = self._library.espeak_Info(None)
        return text.decode().split()[0]

    def use(self, voice: str, rate: int) -> None:
        """Speak from now on as `voice` (`vi`, `vi-vn-x-south`) at `rate`; raises `SpeechError`."""
        if voice != self._voice:
            self._start(voice)
        if rate != self._rate:
            self._library.espeak_SetParameter(_RATE, rate, 0)
            self._rate = rate

    def synthesize(self, text: str) -> bytes:
        """Return the PCM of `text`; nothing if the library refuses it."""
        self._pcm.clear()
        encoded = text.encode()
        with _interrupted_afterwards():
            status = self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, _UTF8, None, None)
        return bytes(self._pcm) if status == 0 else b""

    def phonemes(self, text: str) -> str:
        """Return how `text` is read in the library's own notation; `(en)` marks what it takes for English."""
        rest = ctypes.c_char_p(text.encode())
        clauses = []
        while rest.value:
            clause: bytes | None = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, 0)
            clauses.append((clause or b"").decode())
        return " ".join(clauses)

    def _receive(self, samples: Any, count: int, _: Any) -> int:
        if count > 0:
            self._pcm += ctypes.string_at(samples, count * 2)
        return 0

    def _start(self, voice: str) -> None:
        with _data_folder(self._source) as folder:
            if self._voice:
                self._library.espeak_Terminate()
            self._voice, self._rate = "", 0
            self.sample_rate_hz = self._library.espeak_Initialize(
                _SYNCHRONOUS, _BUFFER_MS, os.fsencode(folder), _DO_NOT_EXIT
            )
            if self.sample_rate_hz <= 0 or self._library.espeak_SetVoiceByName(f"{voice}+{_STEADY}".encode()) != 0:
                raise _does_not_start(voice)
            self._library.espeak_SetParameter(_RANGE, PITCH_RANGE, 0)
            self._library.espeak_SetSynthCallback(self._callback)
            self.phonemes(_FOREIGN_WORD)
        self._voice = voice


def _does_not_start(where: str) -> SpeechError:
    hint = message("Install it again: pip install --force-reinstall espeakng-loader")
    return SpeechError(where, message("the embedded voice does not start"), hint)


@contextlib.contextmanager
def _interrupted_afterwards() -> Iterator[None]:
    """Put Ctrl-C off until the library has returned: raised in its call-back, it would be printed and lost."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if came:
        raise KeyboardInterrupt


@contextlib.contextmanager
def _data_folder(source: Path) -> Iterator[Path]:
    """Yield a short private path where the library finds its data; it keeps all of it in memory afterwards."""
    short = _short_folder()
    try:
        with private_folder(short) as parent:
            folder = parent / "espeak-ng-data"
            for name in (*_DATA, *_VOICES):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / name, target)
            variant = folder / "voices" / "!v" / _STEADY
            variant.parent.mkdir(parents=True)
            variant.write_text(_STEADY_VOICE, "ascii")
            yield parent
    except OSError as error:
        raise SpeechError(
            short,
            message("the embedded voice's data cannot be copied: {cause}", cause=cause_of(error)),
            message("Make room in the folder for temporary files and run the same command again."),
        ) from error


def _short_folder() -> str:
    """Return a folder for temporary files whose path the library can take: short, and ASCII for Windows' sake."""
    candidates = (tempfile.gettempdir(), os.environ.get("PROGRAMDATA", ""), "/tmp", "/var/tmp")  # noqa: S108 -- mkdtemp inside
    for folder in candidates:
        if folder and folder.isascii() and len(folder) <= _LONGEST_PATH and os.access(folder, os.W_OK):
            return folder
    raise SpeechError(
        candidates[0],
        message("the path of the folder for temporary files is too long for the embedded voice"),
        message("Set TMPDIR (TEMP on Windows) to a folder with a short path without accents."),
    )
