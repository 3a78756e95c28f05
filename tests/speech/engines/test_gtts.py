"""Google's voice, with a server on this machine that has its protocol; for its faults see test_contract.py."""

from __future__ import annotations

import base64
import gc
import json
from typing import Any

import pytest

from bantin_media.configuration.settings import PROFILES
from bantin_media.errors import ConfigError, SpeechError, VoiceUnavailable
from bantin_media.speech.engines import open_engine
from bantin_media.speech.engines.gtts import ADDRESS, Gtts

Lab = Any
PATH = "/_/TranslateWebserverUi/data/batchexecute"


def test_the_default_server_is_googles() -> None:
    engine = open_engine("gtts", PROFILES["phone"])
    assert isinstance(engine, Gtts)
    assert engine.address == ADDRESS == f"https://translate.google.com{PATH}"
    assert (engine.needs_network, engine.gain_db, engine.sample_rate_hz) == (True, None, 24000)
    assert engine.languages == {"vi"}
    with pytest.raises(ConfigError):
        open_engine("gtts:nam", PROFILES["phone"])


def test_a_sentence_that_fits_is_requested_unchanged(lab: Lab) -> None:
    text = "Xã có gạo, có ngô, có chè, có quế, và cả một con đường mới."
    assert lab.says(lab.open("gtts"), text)
    assert lab.server.asked == [text]


def test_a_long_sentence_is_requested_by_clauses_and_joined(lab: Lab) -> None:
    text = (
        "Ủy ban nhân dân xã đã chỉ đạo các thôn tập trung tuyên truyền, vận động nhân dân tham gia làm đường, "
        "đồng thời huy động các tổ chức cùng góp công, góp sức, để con đường xong trước mùa mưa năm nay."
    )
    assert lab.says(lab.open("gtts"), text)
    assert lab.server.asked == [
        "Ủy ban nhân dân xã đã chỉ đạo các thôn tập trung tuyên truyền, vận động nhân dân tham gia làm đường,",
        "đồng thời huy động các tổ chức cùng góp công, góp sức, để con đường xong trước mùa mưa năm nay.",
    ]


def test_a_word_longer_than_a_request_is_an_error(lab: Lab) -> None:
    with pytest.raises(SpeechError, match="từ") as refused:
        lab.open("gtts").speak("Xem " + "a" * 101)
    assert "lexicon.tsv" in refused.value.hint
    assert lab.server.requests == []


@pytest.mark.parametrize("rate_hz", [22050, 24000, 48000])
def test_sound_of_another_rate_is_taken_at_that_rate(lab: Lab, rate_hz: int) -> None:
    lab.server.rate_hz = rate_hz
    assert lab.says(lab.open("gtts"), "Bà con phấn khởi.")


def test_sound_that_is_no_mp3_is_refused(lab: Lab) -> None:
    lab.server.form = "wav"
    with pytest.raises(SpeechError, match="MP3"):
        lab.open("gtts").speak("Bà con phấn khởi.")


def test_a_consent_page_is_reported_by_its_title(lab: Lab) -> None:
    lab.server.always = "a page instead of sound"
    with pytest.raises(VoiceUnavailable, match="Trước khi tiếp tục"):
        lab.open("gtts").speak("Bà con phấn khởi.")


def test_a_captcha_is_reported_by_its_address_without_the_query(lab: Lab) -> None:
    lab.server.always = "redirect"
    with pytest.raises(VoiceUnavailable, match=r"https://other\.example/sorry ") as refused:
        lab.open("gtts").speak("Bà con phấn khởi.")
    assert "continue" not in str(refused.value)


def entry(payload: object) -> list[object]:
    return ["wrb.fr", "jQ1olc", payload, None, None, [3], "generic"]


DEEP = [entry("[" * 90_000)]
SOUND = json.dumps([base64.b64encode(b"sound").decode()])


@pytest.mark.parametrize(
    "entries",
    [
        DEEP,
        [entry(None)],
        [entry("[]")],
        [entry("not json")],
        [entry('["%%"]')],
        [entry(SOUND)] * 2,
        ["wrb.fr"],
        [[]],
    ],
)
def test_a_response_of_another_shape_is_reported(lab: Lab, entries: list[object]) -> None:
    lab.server.verbatim = f")]}}'\n\n9\n{json.dumps(entries)}\n".encode()
    if entries == DEEP:
        gc.collect()  # otherwise the clients of other tests would be closed in deep nesting, without enough stack
    with pytest.raises(SpeechError, match="Google trả lời khác trước"):
        lab.open("gtts").speak("Bà con phấn khởi.")
    assert len(lab.server.asked) == lab.haste.tries


def test_the_proxy_of_the_environment_is_used(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", lab.server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert lab.says(lab.open("gtts", url="http://translate.example"), "Bà con phấn khởi.")
    assert lab.server.requests[0][1] == f"http://translate.example{PATH}"
