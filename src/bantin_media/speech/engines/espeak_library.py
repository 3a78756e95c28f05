"""A sentence → PCM: espeak-ng inside this process, through ctypes.

The library is in the wheel `espeakng-loader`.  Only this module handles four defects of the library: it accepts no data
path longer than about 150 bytes; it ends the process if it finds no data; its PCM depends on the text before, unless
flutter and roughness are off; and it aborts if two threads use it.
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
SAMPLE_RATE_HZ: Final = 22_050
PITCH_RANGE: Final = 80
"""`espeakRANGE`: with the default of 50 a listener confuses tones (`bench/tones.py`).  With this value the most similar
tones are 60 % further apart, and sắc rises by six semitones, as in a newsreader's voice."""
_LONGEST_PATH: Final = 125
"""In bytes: 150 works and 160 does not, and the library appends names to the path."""
_DATA: Final = ("phondata", "phonindex", "phontab", "intonations", "vi_dict", "en_dict")
_VOICES: Final = ("lang/aav/vi", "lang/aav/vi-VN-x-central", "lang/aav/vi-VN-x-south", "lang/gmw/en")
_STEADY: Final = "steady"
_STEADY_VOICE: Final = f"language variant\nname {_STEADY}\nflutter 0\nroughness 0\n"
"""A variant whose sound does not depend on the text before."""
_FOREIGN_WORD: Final = "facebook"
"""Makes the library load its English data, needed for foreign names, before the data folder is removed."""


_CALLBACK: Final = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakLibrary:
    """The only espeak-ng instance of this process; `engines.espeak` opens and keeps it."""

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

    @property
    def version(self) -> str:
        """Return the version that the library reports."""
        text: bytes = self._library.espeak_Info(None)
        return text.decode().split()[0]

    def use(self, voice: str, rate: int) -> None:
        """Set voice (`vi`, `vi-vn-x-south`) and rate for the next sentences; the first call starts the library.

        Raises `SpeechError`.
        """
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
        """Return the phonemes of `text` in the library's notation; `(en)` marks words that it reads as English."""
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
            rate_hz = self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, os.fsencode(folder), _DO_NOT_EXIT)
            if rate_hz != SAMPLE_RATE_HZ or self._library.espeak_SetVoiceByName(f"{voice}+{_STEADY}".encode()) != 0:
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
    """Delay Ctrl-C until the library has returned: an exception in its callback would be printed and lost."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    received: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: received.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if received:
        raise KeyboardInterrupt


@contextlib.contextmanager
def _data_folder(source: Path) -> Iterator[Path]:
    """Yield a short private path with the data; the library loads all data into memory before the path is removed."""
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
            message("Free space in the folder for temporary files and run the same command again."),
        ) from error


def _short_folder() -> str:
    """Return a temporary folder with a path that the library accepts: short, and in ASCII because of Windows."""
    candidates = (tempfile.gettempdir(), os.environ.get("PROGRAMDATA", ""), "/tmp", "/var/tmp")  # noqa: S108 -- mkdtemp inside
    for folder in candidates:
        if folder and folder.isascii() and len(folder) <= _LONGEST_PATH and os.access(folder, os.W_OK):
            return folder
    raise SpeechError(
        candidates[0],
        message("the path of the folder for temporary files is too long for the embedded voice"),
        message("Set TMPDIR (TEMP on Windows) to a folder with a short path without accents."),
    )
