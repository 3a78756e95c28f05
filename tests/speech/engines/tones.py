"""A sentence as one tone per word, so that a test can recognize the sentence in any processed sound."""

from __future__ import annotations

import io
import re
import zlib
from typing import Final

import numpy as np
import soundfile

RATE_HZ: Final = 24000
TONE_MS, GAP_MS = 180, 80
_WORD: Final = re.compile(r"[^\W\d_]+")


def tones(text: str) -> list[int]:
    """Return the pitch of each word of `text`, in Hz."""
    return [400 + 50 * (zlib.crc32(word.lower().encode()) % 40) for word in _WORD.findall(text)]


def said(text: str, rate_hz: int = RATE_HZ) -> np.ndarray:
    """Return the sound of `text`: one tone per word."""
    length, gap = TONE_MS * rate_hz // 1000, GAP_MS * rate_hz // 1000
    fade = np.minimum(1, np.minimum(np.arange(length), np.arange(length)[::-1]) / (rate_hz * 0.01))
    words = [
        np.append(0.4 * fade * np.sin(2 * np.pi * hz * np.arange(length) / rate_hz), np.zeros(gap))
        for hz in tones(text)
    ]
    return np.concatenate(words) if words else np.zeros(0)


def heard(pcm: bytes, rate_hz: int) -> list[int]:
    """Return the pitches in a sound, in order, each rounded to the nearest pitch of a word."""
    samples = np.frombuffer(pcm, "<i2").astype(float)
    window = rate_hz // 100
    loud = np.convolve(np.abs(samples), np.ones(window) / window, "same") > 1500
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(int), [0]))))
    found = []
    for begin, end in edges.reshape(-1, 2):
        if end - begin < rate_hz // 20:
            continue
        spectrum = np.abs(np.fft.rfft(samples[begin:end] * np.hanning(end - begin), 8 * rate_hz // 10))
        found.append(round(float(np.argmax(spectrum)) * rate_hz / (8 * rate_hz // 10) / 50) * 50)
    return found


def encoded(sound: np.ndarray, form: str, rate_hz: int = RATE_HZ) -> bytes:
    """Return `sound` as a server sends it."""
    if form == "pcm":
        return np.rint(sound * 32767).astype("<i2").tobytes()
    file = io.BytesIO()
    kinds = {"mp3": ("MP3", None), "wav": ("WAV", "PCM_16"), "flac": ("FLAC", "PCM_16"), "ogg": ("OGG", "VORBIS")}
    soundfile.write(file, sound, rate_hz, format=kinds[form][0], subtype=kinds[form][1])
    return file.getvalue()
