"""The contract of every engine, and the behaviour of online engines when their server fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from tests import tiny_voice

from bantin_media.audio.mp3 import FrameFormat
from bantin_media.cache import Cache
from bantin_media.configuration.settings import PROFILES, Profile, RetryPolicy
from bantin_media.errors import SpeechError, VoiceUnavailable
from bantin_media.speech.engine import Engine
from bantin_media.speech.engines import open_engine
from bantin_media.speech.synthesizer import Synthesizer, refuse_unspoken

Lab = Any
"""The laboratory of conftest.py."""
PHONE, LOUDSPEAKER = PROFILES["phone"], PROFILES["loudspeaker"]
TEXT: Final = "Xã mở lớp học buổi tối cho bà con."
LONG: Final = (
    "Ủy ban nhân dân xã đã chỉ đạo các thôn tập trung tuyên truyền vận động nhân dân tham gia làm đường giao thông, "
    "đồng thời huy động các tổ chức đoàn thể cùng góp công góp sức để con đường xong trước mùa mưa."
)


def _local(voice: str) -> Callable[[pytest.FixtureRequest, Profile], Engine]:
    return lambda request, profile: open_engine(voice, profile)


def _online(name: str) -> Callable[[pytest.FixtureRequest, Profile], Engine]:
    def opened(request: pytest.FixtureRequest, profile: Profile) -> Engine:
        engine: Engine = request.getfixturevalue("lab").open(name)
        return engine

    return opened


def _piper(request: pytest.FixtureRequest, profile: Profile) -> Engine:
    voice = tiny_voice.install(request.getfixturevalue("voices_folder"))
    return open_engine(f"piper:{voice.name}", profile)


NAMES_ONLINE: Final = (
    "gtts", "http openai", "http base64", "http polled", "http task", "http form", "http get",
)  # fmt: skip
OPENERS: Final[dict[str, Callable[[pytest.FixtureRequest, Profile], Engine]]] = {
    "espeak": _local("espeak"),
    "espeak:central": _local("espeak:central"),
    "espeak:south": _local("espeak:south"),
    "metronome": _local("metronome"),
    "piper": _piper,
    **{name: _online(name) for name in NAMES_ONLINE},
}
"""Every engine, and how it is opened; one that needs preparation requests its fixture."""


@pytest.fixture(params=OPENERS)
def engine(request: pytest.FixtureRequest) -> Engine:
    return OPENERS[request.param](request, PHONE)


@pytest.mark.parametrize("text", ["Vâng.", TEXT, LONG])
def test_a_sentence_is_sound_of_the_declared_rate_and_a_plausible_length(engine: Engine, text: str) -> None:
    speech = engine.speak(text)
    assert speech.sample_rate_hz == engine.sample_rate_hz
    assert len(speech.pcm) == 2 * speech.samples
    refuse_unspoken(text, speech, engine.sample_rate_hz)


def test_a_sentence_sounds_the_same_after_another_one(engine: Engine) -> None:
    first = engine.speak(TEXT)
    engine.speak(LONG)
    assert engine.speak(TEXT) == first


def test_the_properties_of_an_engine_are_known_before_it_speaks(engine: Engine) -> None:
    assert engine.fingerprint
    assert engine.sample_rate_hz >= 8000
    assert engine.gain_db is None or -20 < engine.gain_db < 20
    assert engine.languages
    assert engine.max_parallel >= 0


@pytest.mark.parametrize("text", ["", "…", " ,.!? "])
def test_a_sentence_without_words_is_refused(engine: Engine, text: str) -> None:
    with pytest.raises(SpeechError) as refused:
        refuse_unspoken(text, engine.speak(text), engine.sample_rate_hz)
    assert refused.value.what
    assert refused.value.hint


@pytest.mark.parametrize("name", OPENERS)
def test_a_fingerprint_is_the_same_each_time_and_each_voice_has_its_own(
    request: pytest.FixtureRequest, name: str
) -> None:
    prints = {other: opener(request, PHONE).fingerprint for other, opener in OPENERS.items()}
    assert OPENERS[name](request, PHONE).fingerprint == prints.pop(name)
    assert prints and OPENERS[name](request, PHONE).fingerprint not in prints.values()


@pytest.mark.parametrize("name", ["espeak", "espeak:south", "metronome", "piper"])
def test_a_pace_of_ones_own_is_another_fingerprint(request: pytest.FixtureRequest, name: str) -> None:
    assert OPENERS[name](request, PHONE).fingerprint != OPENERS[name](request, LOUDSPEAKER).fingerprint


@pytest.mark.parametrize("name", NAMES_ONLINE)
def test_threads_may_share_an_online_voice(lab: Lab, name: str) -> None:
    engine = lab.open(name)
    numbers = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
    texts = [f"Thôn {number} có đường mới, trường mới." for number in numbers]
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(lambda text: lab.says(engine, text), texts))
    assert sorted(lab.server.asked) == sorted(texts)


# Faults of a server, and the result of a single occurrence: the sound after a retry, or an error

RIGHT_AT_ONCE: Final = {"wrong content type"}
NEVER_TRIED_AGAIN: Final = {"401", "404", "400", "redirect", "oversized"}
THE_VOICE: Final = {
    "429", "429 with seconds", "429 with a date", "503 with seconds", "401", "404", "400", "a page instead of sound",
    "redirect",
}  # fmt: skip
"""Faults that do not depend on the sentence, so that a retry with another one is useless."""
SLOW: Final = {"hang", "dripping", "dripping headers", "no sound", "an empty file"}
FAULTS: Final = (
    "429", "429 with seconds", "429 with a date", "500", "503 with seconds", "401", "404", "400", "reset", "hang",
    "half a body", "half a body of unknown length", "dripping", "dripping headers", "a page instead of sound",
    "no sound", "an empty file", "text for sound", "half a sound", "far too short", "far too long", "silence",
    "changed protocol", "wrong content type", "redirect", "oversized",
)  # fmt: skip


CLIENTS: Final = ("gtts", "http openai")
"""One protocol for each of the two network clients; these meet every fault."""


def met(faults: Sequence[str], first: int) -> list[tuple[str, str]]:
    """Return which protocol meets which fault: the clients meet each, and one other protocol in turn."""
    others = [name for name in NAMES_ONLINE if name not in CLIENTS]
    turns = ((*CLIENTS, others[(first + place) % len(others)]) for place in range(len(faults)))
    return [(name, fault) for fault, names in zip(faults, turns, strict=True) for name in names]


def policy(haste: RetryPolicy, fault: str) -> RetryPolicy:
    return replace(haste, silence_s=0.4, answer_s=0.5, ready_s=0.2, tries=9) if fault in SLOW else haste


@pytest.mark.parametrize(("name", "fault"), met(FAULTS, 0))
def test_transient_faults_are_retried_and_permanent_ones_reported(lab: Lab, name: str, fault: str) -> None:
    engine, server = lab.open(name, policy(lab.haste, fault)), lab.server
    server.faults[:] = [fault]
    if fault in NEVER_TRIED_AGAIN:
        with pytest.raises(SpeechError) as refused:
            engine.speak(TEXT)
        told(refused.value, fault)
        assert server.asked == [TEXT]
    else:
        assert lab.says(engine, TEXT)
        assert server.asked == [TEXT] * (1 if fault in RIGHT_AT_ONCE else len(server.asked))
        assert not server.faults


@pytest.mark.parametrize(("name", "fault"), met(sorted({*FAULTS} - RIGHT_AT_ONCE - NEVER_TRIED_AGAIN), 2))
def test_a_fault_that_lasts_is_an_error_that_names_sentence_cause_and_next_step(
    lab: Lab, name: str, fault: str
) -> None:
    engine = lab.open(name, replace(policy(lab.haste, fault), tries=2))
    lab.server.always = fault
    with pytest.raises(SpeechError) as refused:
        engine.speak(TEXT)
    told(refused.value, fault)
    assert lab.server.asked == [TEXT] * 2


def told(error: SpeechError, fault: str) -> None:
    assert error.where == TEXT
    assert len(error.what) > 15
    assert len(error.hint) > 15
    assert isinstance(error, VoiceUnavailable) == (fault in THE_VOICE)
    assert "secret" not in str(error)


@pytest.mark.parametrize("name", NAMES_ONLINE)
def test_a_missing_server_and_an_unknown_certificate_are_errors(secure_lab: Lab, name: str) -> None:
    for address, cause in (("http://127.0.0.1:9", "không có máy"), ("", "chứng chỉ")):
        with pytest.raises(VoiceUnavailable, match=cause) as refused:
            secure_lab.open(name, url=address).speak(TEXT)
        assert refused.value.where == TEXT
        assert refused.value.hint
    assert not secure_lab.server.requests


@pytest.mark.parametrize("name", NAMES_ONLINE)
def test_a_certificate_that_this_machine_trusts_is_enough(
    secure_lab: Lab, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(variable, str(secure_lab.server.certificate))
    assert secure_lab.says(secure_lab.open(name), TEXT)


@pytest.mark.parametrize("name", NAMES_ONLINE)
def test_a_second_run_requests_only_missing_sentences(lab: Lab, name: str, tmp_path: Path) -> None:
    server = lab.server
    texts = ["Câu thứ nhất nói về lúa.", "Câu thứ hai nói về ngô.", "Câu thứ ba nói về quế."]

    def run() -> list[str]:
        synthesizer = at_the_microphone(lab.open(name, replace(lab.haste, tries=1)), tmp_path)
        failed = []
        for text in texts:
            try:
                synthesizer.segment(text)
            except SpeechError as error:
                failed.append(error.where)
        return failed

    at_the_microphone(lab.open(name), tmp_path).segment(texts[0])
    server.asked.clear()
    server.faults[:] = ["500"]
    assert run() == [texts[1]]
    assert server.asked == texts[1:]
    server.asked.clear()
    assert run() == []
    assert server.asked == [texts[1]]
    server.asked.clear()
    assert run() == []
    assert server.asked == []


def at_the_microphone(engine: Engine, store: Path) -> Synthesizer:
    return Synthesizer(engine, FrameFormat(24000, 48), loudness_lufs=-19.0, store=Cache(store))


@pytest.mark.parametrize("name", NAMES_ONLINE)
def test_threads_that_ask_a_failing_server_never_hear_each_others_sentence(lab: Lab, name: str) -> None:
    engine = lab.open(name, replace(lab.haste, tries=8))
    lab.server.faults[:] = ["500", "half a body", "reset", "429", "changed protocol", "far too short", "half a sound"]
    texts = [f"Việc {word} đã xong." for word in ("trồng quế", "làm đường", "dạy học", "tiêm phòng")]
    barrier = threading.Barrier(len(texts))

    def spoken(text: str) -> bool:
        barrier.wait()
        words: bool = lab.says(engine, text)
        return words

    with ThreadPoolExecutor(len(texts)) as threads:
        assert all(threads.map(spoken, texts))
    assert not lab.server.faults
