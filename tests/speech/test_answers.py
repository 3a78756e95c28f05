"""Parsed responses of servers, model cards and passages in other languages: one line per case.

`pytest tests/speech/test_answers.py --accept` rewrites `answers.expected.txt`; read its difference.
"""

from __future__ import annotations

import base64
import json
import struct
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from bantin_media.audio.mp3 import FrameFormat
from bantin_media.cache import Cache
from bantin_media.configuration.settings import HttpVoice, RetryPolicy
from bantin_media.errors import BantinError, OutputError
from bantin_media.model import Phrase, Reading, Sentence, Token
from bantin_media.speech.engines.http import answer, mistakes
from bantin_media.speech.engines.http.client import Fetched
from bantin_media.speech.engines.metronome import Metronome
from bantin_media.speech.network import sound_response
from bantin_media.speech.network.retry import RequestFailed
from bantin_media.speech.other_languages import Hushed, other_languages
from bantin_media.speech.synthesizer import Synthesizer
from bantin_media.speech.voices import adding

HERE, FAR = "http://127.0.0.1:8880/speak", "https://voices.example/speak"
VOICE = HttpVoice(address=FAR, text="{text}")


def refused(act: Callable[[], object]) -> str:
    try:
        return f"{act()}"
    except BantinError as error:
        return f"{type(error).__name__}: {error.what} → {error.hint}"
    except RequestFailed as error:
        return f"{error.cause} again={error.again} {error.fault} {error.hint}".rstrip()


def of_bounds() -> Iterator[str]:
    """Yield the message about each number of a description below, at, and above its bounds."""
    own = ("longest_text", "max_parallel", "sample_rate_hz", "speed_least", "speed_most")
    for name in (*(f"retry.{one}" for one in RetryPolicy.__slots__), *own):
        least, most = mistakes._BOUNDS.get(name, (0, mistakes._A_DAY_S))
        for value in (least - 0.001, least, most, most + 0.001, float("nan")):
            key = name.removeprefix("retry.")
            changed = {"retry": replace(RetryPolicy(), **{key: value})} if key != name else {key: value}
            others = {"speed_least": 0.0, "speed_most": 1000.0} if "speed" in name else {}
            voice = replace(VOICE, **{**others, **changed})  # type: ignore[arg-type]
            yield f"{name} {value}: {refused(lambda voice=voice: mistakes.check('x', voice))}"


def of_addresses() -> Iterator[str]:
    sounds = ("https://voices.example/a?key=1", "http://voices.example/a", "http://127.0.0.1/a", "https://localhost/a",
              "ftp://voices.example/a", "https:///a", "https://voices.example:x/a", "a", "")  # fmt: skip
    for voice in (VOICE, replace(VOICE, allow_plain_http=True), replace(VOICE, address=HERE)):
        for sound in sounds:
            yield f"{voice.address} {sound}: {refused(lambda v=voice, s=sound: answer._refuse_unsafe(v, s))}"


def of_contents() -> Iterator[str]:
    table = {"a": [{"b": 1}, "x"], "c": {"": 2}, "0": 3}
    for path in ("a.0.b", "a.1", "a.2", "a.x", "a", "c.", "0", "a.-1", "b", "a.0.b.c", "a.٠.b"):
        yield f"{path}: {answer._at(table, path)}"
    sound = base64.b64encode(b"sound").decode()
    for text in (sound, f"data:audio/wav;base64,{sound}", f"x,{sound}", f" {sound[:4]}\n{sound[4:]}", "%", "a", ""):
        yield f"{text!r}: {refused(lambda text=text: answer._decoded(text).content)}"
    for content in (b"{}", b"[1]", b"", b"{", b"\xff", b"[" * 100_000, b"<html><title> Xin  chao </title>"):
        yield f"{content[:40]!r}: {refused(lambda content=content: answer._table(Fetched(content)))}"
    for count in (2, 3, 4):
        asked: list[str] = []
        yield f"{count} hops: {refused(lambda n=count, a=asked: answer._downloaded(VOICE, Moving(n, a), FAR).content)}"  # type: ignore[arg-type]
        yield f"  {asked}"


class Moving:
    """A client whose server redirects it this many times."""

    def __init__(self, count: int, asked: list[str]) -> None:
        self._left, self._asked = count, asked

    def fetch(self, question: object, **_: object) -> Fetched:
        self._asked.append(question.address)  # type: ignore[attr-defined]
        self._left -= 1
        return Fetched(b"", moved_to=f"/a{self._left}?key=1") if self._left >= 0 else Fetched(b"sound")


def wav(frames: int = 4) -> bytes:
    target = BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(range(2 * frames)))
    return target.getvalue()


def sized(content: bytes, size: int) -> bytes:
    return content[:40] + struct.pack("<I", size) + content[44:]


def of_sounds() -> Iterator[str]:
    plain, odd = wav(), wav()[:12] + b"LIST" + struct.pack("<I", 3) + b"abc\0" + wav()[12:]
    streamed = 0x7000_0000
    for about, content in {
        "plain": plain, "a list before it": odd, "half": plain[:-2], "one more": plain + b"\0", "two": plain + wav(),
        "no length": sized(plain, 0), "streamed": sized(plain, streamed), "nearly": sized(plain, streamed - 1),
        "longest": sized(plain, 0xFFFFFFFF), "no data": plain[:36], "a head": plain[:12], "OggS": b"OggS" + bytes(40),
        "an end": b"OggS\0\4" + bytes(21), "a short end": b"OggS\0\4" + bytes(20), "mp3": b"\xff\xfb" + bytes(99),
        "counted": b"\xff\xfb" + bytes(2041) + b"Xing", "counted late": b"\xff\xfb" + bytes(2043) + b"Xing",
        "flac": b"fLaC",
    }.items():  # fmt: skip
        for known in (True, False):
            refusal = refused(lambda c=content, k=known: sound_response._whole(c, length_known=k).hex()[-60:])
            yield f"{about} {known}: {refusal}"
    for content, kind, known in (
        (b"", "any", True), (b"abcd", "pcm", True), (b"abc", "pcm", True), (b"abcd", "pcm", False),
        (plain, "mp3", True), (plain, "any", True), (b"words", "any", True),
    ):  # fmt: skip
        options = {"sample_rate_hz": 1, "kind": kind, "length_known": known}
        refusal = refused(lambda c=content, o=options: sound_response.speech(c, **o))  # type: ignore[arg-type]
        yield f"{content[:4]!r} {kind} {known}: {refusal}"
    for size in (sound_response.LARGEST_BYTES, sound_response.LARGEST_BYTES + 1):
        yield f"{size}: {refused(lambda size=size: len(sound_response.bounded([bytes(size - 1), b'x'])))}"
    for page in (
        b"<!DOCTYPE html>", b"\xef\xbb\xbf \n<HTML>", b"x<html>", b" " * 64 + b"<html>", b"<body><title a=1>A\n B<",
        b"<head><title>" + b"x" * 81, b"<bodies",
    ):  # fmt: skip
        yield f"{page[:20]!r}: {refused(lambda page=page: sound_response.refuse_page(page))}"


VIETNAMESE = {"language": {"code": "vi_VN"}, "espeak": {"voice": "vi"}}
THREE = {"num_speakers": 3, "speaker_id_map": {"nam": 2, "nữ": 0}}
DESCRIPTIONS: tuple[tuple[dict[str, object], str], ...] = (
    ({}, ""), ({}, "vi"), ({}, "tyz"), ({"language": {}}, ""), ({"language": None}, "vi"), ({"espeak": None}, ""),
    ({"language": {"code": "en_US"}, "espeak": {"voice": "vi-vn-x-south"}}, ""), ({"language": {"code": "en"}}, "vi"),
    ({"language": {}, "espeak": {}}, ""), ({"language": {}, "espeak": {"voice": "en-us"}}, ""),
    ({"phoneme_type": "text"}, "tyz"), (THREE, ""), ({**THREE, "default_speaker_id": 2}, ""),
    ({**THREE, "default_speaker_id": 3}, ""), ({**THREE, "default_speaker_id": -1}, ""),
    ({"default_speaker_id": "0"}, ""), ({"default_speaker_id": None}, ""), ({"default_speaker_id": 1}, ""),
    ({"audio": {"sample_rate": 1}}, ""), ({"audio": {"sample_rate": "22050"}}, ""), ({"audio": {}}, ""),
    ({"audio": []}, ""), ({"num_speakers": "1"}, ""), ({"num_speakers": 0}, ""), ({"num_speakers": 1.0}, ""),
    ({"speaker_id_map": {"a": "b"}}, ""),
)  # fmt: skip
CARDS = (
    "", "License: MIT", "* **Licence**: CC BY 4.0\n* x", "licence\n  see below\n", "# License\n\n", "Licensed",
    "A\nlicense : " + "x" * 99, "License:\n\n  late",
)  # fmt: skip


def of_descriptions() -> Iterator[str]:
    place = adding._Place("giong.onnx")
    for changes, language in DESCRIPTIONS:
        description = json.dumps({"audio": {"sample_rate": 22050}, "num_speakers": 1, **VIETNAMESE, **changes}).encode()
        try:
            found = adding._described(place, description, language)
            text = f"{found.language} {found.sample_rate_hz} {found.speakers} {found.default_speaker}"
        except BantinError as error:  # the cause after the colon is Python's
            text = f"{error.where}: {error.what.partition(':')[0]} → {error.hint}"
        yield f"{changes} {language}: {text}"
    yield from (f"{card[:30]!r}: {adding._licence(card)!r}" for card in CARDS)


def read(text: str) -> Reading:
    return Reading(tuple(Token(word, word, "word") for word in text.split()), " ".join(text.split()))


def of_languages() -> Iterator[str]:
    long, short = "Les montagnes sont belles", "joie de vivre"
    sentences = [
        Sentence(
            "s1", f"Khách nói: “{long}”, rồi về.", phrases=(Phrase(long, "fr"), Phrase(short, "fr", is_read=True))
        ),
        Sentence("s2", "Je reviendrai au mois de mars.", language="fr"),
        Sentence("s3", "… where is the road, phố cũ", phrases=(Phrase("… where is the road", "en"), Phrase("…", "en"))),
        Sentence("s4", "Chợ 中文 họp", phrases=(Phrase("中文", "zh"),)),
        Sentence("s5", "là là", phrases=(Phrase("la", "fr"),)),
    ]
    hushed = Hushed(read, sentences)
    for text in (
        "Xã nhà", f"{long}.", f"{long}s.", f"{long} {long}", "Les montagnes", short, "Chợ 中文 họp", "la", "中文",
        "where is the road", "Where is the road", "Les montagnes sont belles là",
    ):  # fmt: skip
        yield f"{text}: {hushed(text).spoken!r} {[token.rule for token in hushed(text).tokens]}"
    for sentence in sentences:
        yield f"{sentence.text}: {hushed.of(sentence).spoken!r}"
    yield from (f"{one.code} {one.where}: {one.what} → {one.hint}" for one in other_languages(sentences, "bai.html"))


def test_responses_are_parsed_as_accepted(as_accepted: Callable[[Path, str], None]) -> None:
    lines: list[str] = []
    for part in (of_bounds, of_addresses, of_contents, of_sounds, of_descriptions, of_languages):
        lines += [f"# {part.__name__.removeprefix('of_')}", *part()]
    as_accepted(Path(__file__).with_name("answers.expected.txt"), "\n".join(lines) + "\n")


def test_speech_that_cannot_be_stored_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"")
    for folder, is_fine in ((tmp_path / "store", True), (tmp_path / "a file" / "store", False)):
        synthesizer = Synthesizer(Metronome(230), FrameFormat(22050, 48), loudness_lufs=-19.0, store=Cache(folder))
        if is_fine:
            synthesizer.keep("Xã nhà.", b"x")
        else:
            with pytest.raises(OutputError, match="tiếng nói"):
                synthesizer.keep("Xã nhà.", b"x")
