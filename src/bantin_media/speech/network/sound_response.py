"""The body of a response → mono PCM at its own rate; `RequestFailed` if it is not one complete sound.

If the transfer did not declare its length, the format of the sound must show that the sound is complete.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterable
from typing import Final, Literal

from ...errors import SpeechError
from ...messages import message
from ...regex import regex
from ..engine import Speech
from ..synthesizer import refuse_unspoken
from .retry import RequestFailed

LARGEST_BYTES: Final = 32 * 1024 * 1024
"""More than any sentence: three minutes of uncompressed stereo at 48 kHz."""
_RIFF_HEAD: Final = 12
_STREAMED: Final = 0x7000_0000
"""A streamed WAV declares the length 0, or one of at least this many bytes."""
_OGG_HEAD: Final = 27
_OGG_LAST_PAGE: Final = 4
_FRAME_SAMPLES: Final = 1152
"""The permitted difference between the declared and the decoded length of an MP3: decoders drop the encoder's delay."""
_LONGEST_SHOWN: Final = 80
_LONGEST_HEAD: Final = 64 * 1024
_TITLE: Final = regex(r"<title[^>]*>\s*([^<]+)", re.IGNORECASE)


def speech(content: bytes, *, sample_rate_hz: int, kind: Literal["any", "mp3", "pcm"], length_known: bool) -> Speech:
    """Return the sound in `content`; `sample_rate_hz` is the rate of a sound without a header.

    `kind` is the expected format: PCM without header, an MP3, or any format of libsndfile.  `length_known` says whether
    the transfer declared its length.  Raises `RequestFailed`.
    """
    if not content:
        raise RequestFailed(message("its answer is empty"))
    refuse_page(content)
    if kind == "pcm":
        if len(content) % 2 or not length_known:
            raise _half()
        return Speech(content, sample_rate_hz)
    return Speech(*_decoded(_whole(content, length_known=length_known), kind))


def bounded(chunks: Iterable[bytes]) -> bytes:
    """Return `chunks` joined.  Raises `RequestFailed` as soon as they are longer than any sentence."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > LARGEST_BYTES:
            size_mib = LARGEST_BYTES // (1024 * 1024)
            raise RequestFailed(message("its answer is longer than {size_mib} MiB", size_mib=size_mib), again=False)
    return bytes(content)


def judge(text: str, speech: Speech) -> None:
    """Raise `RequestFailed` if `speech` cannot be the sound of `text`; a retry may help."""
    try:
        refuse_unspoken(text, speech, speech.sample_rate_hz)
    except SpeechError as error:
        raise RequestFailed(error.what, fault="sentence", hint=error.hint) from error


def refuse_page(content: bytes, hidden: Callable[[str], str] = str) -> None:
    """Raise `RequestFailed` if `content` is a web page: of a login, a captcha, a consent or an error.

    `hidden` removes secrets from its title for the message.
    """
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start.startswith((b"<!doctype", b"<html", b"<head", b"<body")):
        return
    title = _TITLE.search(hidden(content[:_LONGEST_HEAD].decode("utf-8", "replace")))
    shown = " ".join(title[1].split())[:_LONGEST_SHOWN] if title else "HTML"
    raise RequestFailed(message('it answered with a web page, not with sound: "{title}"', title=shown), fault="voice")


def _decoded(content: bytes, kind: str) -> tuple[bytes, int]:
    """Return mono 16-bit PCM and its rate."""
    import numpy as np
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            if kind == "mp3" and file.format != "MP3":
                raise RequestFailed(message("its answer is not an MP3 but {format}", format=file.format))
            frames, rate_hz = file.frames, file.samplerate
            is_pcm = file.subtype == "PCM_16" and file.channels == 1
            sound = file.read(dtype="int16" if is_pcm else "float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError, ValueError) as error:
        raise RequestFailed(message("its answer is not a readable sound")) from error
    if not len(sound) or not np.isfinite(sound).all():
        raise RequestFailed(message("its answer contains no sound"))
    if len(sound) < frames - _FRAME_SAMPLES:
        raise _half()
    mono = sound[:, 0] if is_pcm else np.rint(sound.mean(axis=1).clip(-1, 1) * 32767)
    return mono.astype("<i2").tobytes(), rate_hz


def _whole(content: bytes, *, length_known: bool) -> bytes:
    """Return `content`; a WAV gets its true length.  Raises `RequestFailed` if the sound is incomplete."""
    if content.startswith(b"RIFF"):
        return _whole_wav(content, length_known=length_known)
    if content.startswith(b"OggS"):
        last = content.rfind(b"OggS")
        if len(content) < last + _OGG_HEAD or not content[last + 5] & _OGG_LAST_PAGE:
            raise _half()
    elif not (length_known or content.startswith(b"fLaC") or b"Xing" in content[:2048] or b"Info" in content[:2048]):
        raise _half()  # an MP3 without a frame count may be cut after any frame
    return content


def _whole_wav(content: bytes, *, length_known: bool) -> bytes:
    """Return the WAV `content` with the true length in its header; streaming servers write another."""
    place = _RIFF_HEAD
    while place + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, place)
        if name == b"data":
            break
        place += 8 + size + size % 2
    else:
        raise _half()
    there = len(content) - place - 8
    if size and size < _STREAMED:
        if there < size:
            raise _half()
        if content.find(b"RIFF", place + 8 + size) >= 0:  # two sounds in sequence: a player would play only the first
            raise RequestFailed(message("its answer is several WAV files in one; choose another format"), again=False)
        return content
    if not length_known:
        raise _half()
    head = bytearray(content[:place])
    struct.pack_into("<I", head, 4, place + there)
    return bytes(head) + struct.pack("<4sI", b"data", there) + content[place + 8 :]


def _half() -> RequestFailed:
    return RequestFailed(message("its answer is incomplete"))
