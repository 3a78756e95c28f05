"""Speech servers described in `bantin.toml`: requests, responses, and descriptions that are refused."""

from __future__ import annotations

import io
import json
import math
import pickle
import struct
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
import soundfile

from bantin_media.cache import Cache
from bantin_media.configuration.settings import PRESETS, PROFILES, HttpVoice, Json, RetryPolicy
from bantin_media.errors import ConfigError, SpeechError, VoiceUnavailable
from bantin_media.speech.engine import Engine
from bantin_media.speech.engines import open_engine
from bantin_media.speech.engines.http import HttpEngine, at_home
from bantin_media.speech.engines.http.pace import ignores_speed

Lab = Any
TEXT: Final = "Bà con phấn khởi."
KEY: Final = "sk-mat/khau+bi mat"
HASTE: Final = RetryPolicy(requests_per_second=0, tries=1, ready_every_s=0.002)


def opened(**described: Any) -> Engine:
    voice = replace(PRESETS[described.get("preset", "")], **{"retry": HASTE, **described})
    return open_engine("http:tinh", PROFILES["phone"], (("tinh", voice),))


# ------------------------------------------------------------------------------ refused before the first request

GOOD: Final = {"address": "https://giong.example/tts", "text": "{text}"}
MISTAKES: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"address": ""}, "address"),
    ({"address": "giong.example/tts"}, "address"),
    ({"address": "ftp://giong.example/tts"}, "address"),
    ({"address": "https://giong example/tts"}, "address"),
    ({"address": "https://ten:khoa@giong.example/tts"}, "address"),
    ({"address": "https://${MAY}.example/tts"}, "address"),
    ({"address": "https://giong.example:99999/tts"}, "address"),
    ({"address": "http://192.168.1.4/tts"}, "mã hóa"),
    ({"address": "https://giong.example/tts?api_key=abc"}, "address.api_key"),
    ({"text": "câu"}, "câu cần đọc"),
    ({"text": "{text} {giong}"}, "{giong}"),
    ({"json": Json('{"a": "{text}"}')}, "json, text"),
    ({"text": "", "json": Json('{"a": "{text}", "api_key": "abc"}')}, "json.api_key"),
    ({"text": "", "form": (("a", "{text}"), ("token", "abc"))}, "form.token"),
    ({"headers": (("Authorization", "Bearer abc"),)}, "headers.Authorization"),
    ({"headers": (("api-key", "${sk-abc}"),)}, "headers.api-key"),
    ({"headers": (("api-key", "${skabc}"),)}, "headers.api-key"),
    ({"headers": (("x", "{text}"),)}, "headers.x"),
    ({"headers": (("Content-Length", "5"),)}, "Content-Length"),
    ({"headers": (("transfer-encoding", "chunked"),)}, "transfer-encoding"),
    ({"headers": (("Giọng đọc", "a"),)}, "Giọng đọc"),
    ({"key_env": "sk-abc"}, "key_env"),
    ({"key_env": "skabc"}, "key_env"),
    ({"answer": "address"}, "answer_at"),
    ({"ready_address": "https://giong.example/{id}"}, "ready_address"),
    (
        {"ready_address": "https://khac.example/{id}", "answer": "address", "answer_at": "a", "id_at": "b"},
        "ready_address",
    ),
    ({"languages": ()}, "languages"),
    ({"max_parallel": 0}, "max_parallel"),
    ({"max_parallel": 1_000_000}, "max_parallel"),
    ({"longest_text": 5}, "longest_text"),
    ({"sample_rate_hz": 800}, "sample_rate_hz"),
    ({"sample_rate_hz": 10**9}, "sample_rate_hz"),
    ({"speed_least": 2.0, "speed_most": 1.0}, "speed_least"),
    ({"speeds": ((1.0,),)}, "speeds"),
    ({"speeds": ((1.0, math.nan),)}, "speeds"),
    ({"retry": replace(HASTE, tries=0)}, "retry.tries"),
    ({"retry": replace(HASTE, longest_wait_s=math.inf)}, "retry.longest_wait_s"),
    ({"retry": replace(HASTE, requests_per_second=math.nan)}, "retry.requests_per_second"),
    ({"retry": replace(HASTE, silence_s=-1.0)}, "retry.silence_s"),
)


@pytest.mark.parametrize(("described", "named"), MISTAKES, ids=lambda one: one if isinstance(one, str) else "")
def test_an_unusable_description_is_refused_with_key_and_hint(described: dict[str, Any], named: str) -> None:
    assert opened(**GOOD)
    with pytest.raises(ConfigError) as refused:
        opened(**{**GOOD, **described})
    assert refused.value.where == "[voices.tinh]"
    assert named in refused.value.what
    assert refused.value.hint
    assert "abc" not in str(refused.value)


@pytest.mark.parametrize(("voice", "said"), [("http", "http:tinh"), ("http:", "http:tinh"), ("http:tnh", "http:tinh")])
def test_a_voice_that_is_not_described_is_an_error_with_those_that_are(voice: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        open_engine(voice, PROFILES["phone"], (("tinh", HttpVoice(**GOOD)),))
    assert said in refused.value.hint


@pytest.mark.parametrize(("voice", "meant"), [("tinh", "http:tinh"), ("gttts", "gtts"), ("pipper", "piper")])
def test_a_voice_without_its_engine_or_misspelt_gets_the_nearest(voice: str, meant: str) -> None:
    with pytest.raises(ConfigError, match=meant):
        open_engine(voice, PROFILES["phone"], (("tinh", HttpVoice(**GOOD)),))


def test_the_test_double_is_not_offered() -> None:
    with pytest.raises(ConfigError) as refused:
        open_engine("xyz", PROFILES["phone"])
    assert "metronome" not in str(refused.value)


# --------------------------------------------------------------------------------------------------- the request


def test_each_place_is_filled_and_escaped_as_its_surroundings_want(lab: Lab) -> None:
    text = 'Ông nói: "được & <tốt>, 5% {voice}".'
    engine = opened(
        address=f"{lab.server.url}/base64", voice="nữ",
        json=Json('{"input": {"text": "{text}"}, "name": "{voice}", "rate": "{speed}", "n": 1}'),
        headers=(("X-Voice", "{voice}"),), answer="base64", answer_at="audio.0.content",
    )  # fmt: skip
    engine.speak(text)
    ((_, _, headers, body),) = lab.server.requests
    assert json.loads(body) == {"input": {"text": text}, "name": "nữ", "rate": 1, "n": 1}
    assert headers["x-voice"].encode("latin-1").decode() == "nữ"
    assert headers["content-type"] == "application/json"


@pytest.mark.parametrize(("wanted", "speed"), [(100, 0.5), (230, 1.15), (1000, 2.0)])
def test_the_speed_gives_the_voice_the_pace_of_the_profile(lab: Lab, wanted: int, speed: float) -> None:
    voice = replace(
        PRESETS["openai"], address=f"{lab.server.url}/v1/audio/speech", syllables_per_minute=200, retry=HASTE,
        speed_least=0.5, speed_most=2.0,
    )  # fmt: skip
    profile = replace(PROFILES["phone"], syllables_per_minute=wanted)
    open_engine("http:a", profile, (("a", voice),)).speak(TEXT)
    assert json.loads(lab.server.requests[0][3])["speed"] == speed


def test_the_terms_change_no_sound_and_the_rest_of_a_description_does() -> None:
    plain = opened(**GOOD).fingerprint
    assert opened(**GOOD, max_parallel=4, key_env="KHOA", retry=RetryPolicy(tries=9)).fingerprint == plain
    for change in ({"voice": "nam"}, {"format": "mp3"}, {"address": "https://khac.example/"}, {"longest_text": 99}):
        assert opened(**{**GOOD, **change}).fingerprint != plain


@pytest.mark.parametrize(
    ("address", "needs"),
    [
        ("http://127.0.0.1:8880/", False),
        ("http://localhost/", False),
        ("http://[::1]:80/", False),
        ("https://giong.example/", True),
        ("https://127.0.0.1.example/", True),
        ("https://localhost.example/", True),
    ],
)
def test_a_server_needs_the_network_unless_it_is_this_machine(address: str, needs: bool) -> None:
    assert opened(address=address, text="{text}").needs_network is needs


# --------------------------------------------------------------------------------------------------------- keys


@pytest.fixture
def keyed(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("KHOA", KEY)
    return opened(preset="openai", address=f"{lab.server.url}/v1/audio/speech", key_env="KHOA")


def test_a_key_is_read_when_it_is_used_and_is_kept_nowhere(lab: Lab, keyed: Engine) -> None:
    assert lab.says(keyed, TEXT)
    assert lab.server.requests[0][2]["authorization"] == f"Bearer {KEY}"
    assert KEY not in repr(keyed) + keyed.fingerprint
    assert KEY.encode() not in pickle.dumps(keyed.voice)  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", ["401", "500", "400"])
def test_messages_of_a_server_are_shown_without_the_key(
    lab: Lab, keyed: Engine, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    lab.server.always = f"{status} with the key"
    with pytest.raises(SpeechError) as refused:
        keyed.speak(TEXT)
    assert "quota of" in refused.value.what
    output = str(refused.value) + repr(refused.value) + "".join(map(str, causes(refused.value))) + caplog.text
    for secret in (KEY, "sk-mat", "khau"):
        assert secret not in output


@pytest.mark.parametrize("ahead", [*range(40, 90), *range(120, 175)])
def test_a_key_is_hidden_before_a_message_is_shortened(lab: Lab, keyed: Engine, ahead: int) -> None:
    lab.server.always, lab.server.ahead = "400 with the key far behind", ahead
    with pytest.raises(SpeechError) as refused:
        keyed.speak(TEXT)
    text = str(refused.value).casefold()
    assert "xxxx" in text
    assert not [length for length in range(4, len(KEY)) if f"x{KEY[:length].casefold()}" in text]


@pytest.mark.parametrize("fault", ["a bomb", "a bomb in a bomb"])
def test_an_answer_that_unpacks_to_no_end_is_refused_in_little_memory(lab: Lab, keyed: Engine, fault: str) -> None:
    lab.server.always = fault
    tracemalloc.start()
    with pytest.raises(SpeechError):
        keyed.speak(TEXT)
    assert tracemalloc.get_traced_memory()[1] < 200e6  # server and client are one process here
    tracemalloc.stop()


def test_an_answer_that_is_packed_once_is_sound(lab: Lab, keyed: Engine) -> None:
    lab.server.always = "packed"
    assert lab.says(keyed, TEXT)
    assert lab.server.requests[0][2]["accept-encoding"] == "identity"


def causes(error: BaseException) -> list[BaseException]:
    found = []
    while (error := error.__cause__ or error.__context__) is not None:  # type: ignore[assignment]
        found.append(error)
    return found


def test_a_key_that_is_not_there_is_an_error_with_its_name_before_anything_is_sent(lab: Lab) -> None:
    engine = opened(preset="openai", address=f"{lab.server.url}/v1/audio/speech", key_env="KHOA_KHONG_CO")
    with pytest.raises(VoiceUnavailable, match="KHOA_KHONG_CO") as refused:
        engine.speak(TEXT)
    assert "export KHOA_KHONG_CO" in refused.value.hint
    assert lab.server.requests == []


def test_a_key_is_sent_only_to_the_described_server(lab: Lab, secure_lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHOA", KEY)
    elsewhere = lab.server.url.replace("127.0.0.1", "localhost")
    lab.server.waiting["/file/1.mp3"] = lab.server.spoken(TEXT, "mp3"), 0
    lab.server.verbatim = json.dumps({"url": f"{elsewhere}/file/1.mp3"}).encode()
    engine = opened(
        address=f"{lab.server.url}/polled", text="{text}", key_env="KHOA", answer="address", answer_at="url"
    )
    assert lab.says(engine, TEXT)
    asked, fetched = (headers for _, _, headers, _ in lab.server.requests)
    assert "authorization" in asked
    assert "authorization" not in fetched


@pytest.mark.parametrize(
    "place", ["https://10.0.0.1/a.mp3", "http://10.0.0.1/a.mp3", "file:///etc/passwd", "ftp://a/b"]
)
def test_sound_is_fetched_only_from_permitted_addresses(lab: Lab, place: str) -> None:
    lab.server.verbatim = json.dumps({"url": place}).encode()
    engine = opened(address=f"{lab.server.url}/polled", text="{text}", answer="address", answer_at="url")
    with pytest.raises(VoiceUnavailable, match="không an toàn"):
        engine.speak(TEXT)


# --------------------------------------------------------------------------------------------------- the sound


def written(sound: np.ndarray, rate_hz: int, kind: str, subtype: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, sound, rate_hz, format=kind, subtype=subtype)
    return file.getvalue()


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate_hz", [8000, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize(
    ("kind", "subtype"),
    [("WAV", "PCM_U8"), ("WAV", "PCM_16"), ("WAV", "PCM_24"), ("WAV", "FLOAT"), ("FLAC", "PCM_16"), ("OGG", "VORBIS")],
)
def test_sound_of_any_rate_depth_and_number_of_channels_is_taken_as_it_is(
    lab: Lab, kind: str, subtype: str, rate_hz: int, channels: int
) -> None:
    sound = np.repeat(lab.server.said(TEXT, rate_hz)[:, None], channels, axis=1)
    lab.server.verbatim = written(sound, rate_hz, kind, subtype)
    assert lab.says(opened(preset="openai", address=f"{lab.server.url}/v1/audio/speech"), TEXT)


@pytest.mark.parametrize("length", [0, 0xFFFFFFFF, 0x7FFFFFFF])
def test_a_wav_whose_length_was_not_known_when_it_began_is_whole(lab: Lab, length: int) -> None:
    whole = bytearray(lab.server.spoken(TEXT, "wav"))
    struct.pack_into("<I", whole, whole.index(b"data") + 4, length)
    lab.server.verbatim = bytes(whole)
    assert lab.says(opened(preset="openai", address=f"{lab.server.url}/v1/audio/speech"), TEXT)


def test_headless_sound_is_taken_at_the_declared_rate(lab: Lab) -> None:
    lab.server.form = "pcm"
    assert lab.says(opened(preset="openai", address=f"{lab.server.url}/v1/audio/speech", format="pcm"), TEXT)


@pytest.mark.parametrize("rate_hz", [16000, 22050, 48000])
@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("audio/pcm;rate={rate}", {}),
        ("audio/L16; codec=pcm; rate={rate}", {}),
        ("audio/pcm", {"X_Sample_Rate": "{rate}"}),
    ],
)
def test_headerless_sound_has_the_rate_that_the_server_declares(
    lab: Lab, kind: str, headers: dict[str, str], rate_hz: int
) -> None:
    server = lab.server
    server.form, server.rate_hz, server.kind = "pcm", rate_hz, kind.format(rate=rate_hz)
    server.headers = {name: value.format(rate=rate_hz) for name, value in headers.items()}
    engine = opened(preset="openai", address=f"{server.url}/v1/audio/speech", format="pcm")
    assert engine.speak(TEXT).sample_rate_hz == rate_hz
    assert lab.says(engine, TEXT)


def test_a_stopped_local_server_is_reported_at_once_with_a_hint() -> None:
    engine = opened(preset="openai", address="http://127.0.0.1:9/v1/audio/speech", retry=RetryPolicy())
    with pytest.raises(VoiceUnavailable) as refused:
        engine.speak(TEXT)
    assert "Khởi động máy chủ" in refused.value.hint


def test_a_local_server_has_no_default_rate_limit() -> None:
    assert at_home(RetryPolicy()).requests_per_second == 0
    assert at_home(RetryPolicy()).first_wait_s < 1
    own = RetryPolicy(requests_per_second=7, tries=9)
    assert (at_home(own).requests_per_second, at_home(own).tries) == (7, 9)
    elsewhere = opened(address="https://x.example/tts", text="{text}", retry=RetryPolicy())
    assert isinstance(elsewhere, HttpEngine)
    assert elsewhere.retrier.policy == RetryPolicy()


@pytest.mark.parametrize("obeys", [True, False])
def test_a_speed_that_a_server_ignores_is_heard_by_speaking_twice_and_never_again(
    lab: Lab, tmp_path: Path, obeys: bool
) -> None:
    lab.server.obeys_speed = obeys
    voice = replace(
        PRESETS["openai"], address=f"{lab.server.url}/v1/audio/speech", syllables_per_minute=180, retry=HASTE
    )
    engine = open_engine("http:a", PROFILES["phone"], (("a", voice),))
    for _ in range(2):
        assert ignores_speed(engine, Cache(tmp_path)) is not obeys
    assert len(lab.server.asked) == 2
    own = open_engine("http:a", PROFILES["phone"], (("a", replace(voice, syllables_per_minute=0)),))
    assert not ignores_speed(own, Cache(None))
    assert len(lab.server.asked) == 2


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (b'{"error": {"message": "het han muc"}}', "het han muc"),
        (b'{"detail": [{"msg": "khong co giong"}]}', "khong co giong"),
        (b'"ok"', ""),
        (b"[]", ""),
        (b'{"a": ' * 9000, ""),
    ],
)
def test_words_in_place_of_sound_are_no_sound_and_are_shown(lab: Lab, answer: bytes, shown: str) -> None:
    lab.server.verbatim = answer
    with pytest.raises(SpeechError) as refused:
        opened(preset="openai", address=f"{lab.server.url}/v1/audio/speech").speak(TEXT)
    assert shown in refused.value.what
