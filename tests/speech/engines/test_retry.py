"""Requests to a server: rate limit, retries after a wait, and no retry if it is useless."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, Final

import pytest

from bantin_media.configuration.settings import RetryPolicy
from bantin_media.errors import SpeechError, VoiceUnavailable
from bantin_media.speech.network import retry
from bantin_media.speech.network.retry import RequestFailed, Retrier, refuse_status, retry_after_s

Lab = Any
NOW: Final = "Tue, 24 Nov 2026 08:00:00 GMT"
HASTE: Final = RetryPolicy(requests_per_second=0, tries=3, first_wait_s=0, longest_wait_s=0)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("7", 7),
        (" 120 ", 120),
        ("Tue, 24 Nov 2026 08:00:30 GMT", 30),
        ("Tue, 24 Nov 2026 07:59:00 GMT", 0),
        ("", 0),
        ("soon", 0),
        ("-3", 0),
        ("1.5", 0),
        ("٣", 0),
    ],
)
def test_retry_after_is_read_in_both_forms(asked: str, seconds: float) -> None:
    assert retry_after_s({"retry-after": asked, "date": NOW}) == seconds


def test_a_retry_date_without_the_servers_clock_is_ignored() -> None:
    assert retry_after_s({"retry-after": NOW}) == 0


@pytest.mark.parametrize("fault", ["429 with seconds", "429 with a date"])
@pytest.mark.parametrize("name", ["gtts", "http openai"])
def test_retry_after_is_obeyed_up_to_a_limit(lab: Lab, name: str, fault: str) -> None:
    lab.server.faults[:] = [fault]
    engine = lab.open(name, replace(lab.haste, first_wait_s=0, longest_wait_s=0.2))
    assert lab.says(engine, "Xin chào bà con.")
    first, second = lab.server.arrivals_s
    assert second - first >= 0.2


def test_waits_grow_and_end_at_the_longest() -> None:
    asked_s: list[float] = []

    def refuse() -> None:
        asked_s.append(time.monotonic())
        raise RequestFailed("busy")

    line = Retrier(RetryPolicy(requests_per_second=0, tries=4, first_wait_s=0.02, longest_wait_s=0.1))
    with pytest.raises(SpeechError):
        line.ask("Xin chào.", refuse)
    waits_s = [later - earlier for earlier, later in pairwise(asked_s)]
    assert len(waits_s) == 3
    assert waits_s[0] >= 0.015
    assert waits_s[1] >= 0.045
    assert waits_s[2] >= 0.1


def test_all_threads_together_keep_to_the_pace(lab: Lab) -> None:
    engine = lab.open("http openai", replace(lab.haste, requests_per_second=40))
    started_s = time.monotonic()
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(lambda number: lab.says(engine, f"Câu {number} xong."), range(9)))
    assert time.monotonic() - started_s >= 8 / 40


def failing(trouble: RequestFailed) -> Any:
    def ask() -> None:
        raise trouble

    return ask


def test_a_voice_that_cannot_be_reached_is_not_tried_with_other_sentences() -> None:
    line = Retrier(HASTE)
    with pytest.raises(VoiceUnavailable, match="gone"):
        line.ask("Một.", failing(RequestFailed("gone", again=False, fault="voice", hint="Do this.")))
    asked: list[int] = []
    with pytest.raises(VoiceUnavailable, match="gone") as refused:
        line.ask("Hai.", lambda: asked.append(1))
    assert asked == []
    assert (refused.value.where, refused.value.hint) == ("Hai.", "Do this.")


def test_three_failed_sentences_in_a_row_open_the_circuit() -> None:
    line = Retrier(HASTE)
    for text, error in (("Một.", SpeechError), ("Hai.", SpeechError), ("Ba.", VoiceUnavailable)):
        with pytest.raises(SpeechError) as refused:
            line.ask(text, failing(RequestFailed("no word", again=False, fault="sentence")))
        assert type(refused.value) is error
    with pytest.raises(VoiceUnavailable):
        line.ask("Bốn.", lambda: 4)


def test_a_sentence_that_is_spoken_in_between_counts_for_the_voice() -> None:
    line = Retrier(HASTE)
    for number in range(6):
        with pytest.raises(SpeechError) as refused:
            line.ask("Khó.", failing(RequestFailed("no word", again=False, fault="sentence")))
        assert type(refused.value) is SpeechError
        assert line.ask("Dễ.", lambda number=number: number) == number  # type: ignore[misc]


def test_a_request_that_is_not_taken_is_the_description_until_one_like_it_was_answered() -> None:
    refused = failing(RequestFailed("HTTP 400", again=False, fault="request", hint="Look at [voices]."))
    with pytest.raises(VoiceUnavailable) as first:
        Retrier(HASTE).ask("Một.", refused)
    assert first.value.hint == "Look at [voices]."
    line = Retrier(HASTE)
    line.ask("Một.", lambda: 1)
    with pytest.raises(SpeechError) as later:
        line.ask("Hai.", refused)
    assert type(later.value) is SpeechError
    assert "lexicon.tsv" in later.value.hint


def test_after_its_rest_a_voice_is_tried_again() -> None:
    line = Retrier(replace(HASTE, rest_s=0))
    with pytest.raises(VoiceUnavailable):
        line.ask("Một.", failing(RequestFailed("gone", again=False, fault="voice")))
    assert line.ask("Hai.", lambda: 2) == 2


def test_an_open_circuit_ends_waiting_threads_at_once() -> None:
    line = Retrier(replace(HASTE, tries=2, first_wait_s=600, longest_wait_s=600))
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(line.ask, "Chờ.", failing(RequestFailed("busy")))
        with pytest.raises(VoiceUnavailable):
            line.ask("Hỏng.", failing(RequestFailed("gone", again=False, fault="voice")))
        with pytest.raises(VoiceUnavailable, match="gone"):
            waiting.result(timeout=60)


@pytest.mark.parametrize("status", [200, 201, 206])
def test_a_success_is_no_trouble(status: int) -> None:
    refuse_status(status, {})


@pytest.mark.parametrize(
    ("status", "again", "fault"),
    [
        (301, False, "voice"),
        (400, False, "request"),
        (422, False, "request"),
        (401, False, "voice"),
        (404, False, "voice"),
        (413, False, "sentence"),
        (429, True, "voice"),
        (500, True, "either"),
        (501, False, "voice"),
        (503, True, "voice"),
        (100, False, "voice"),
    ],
)
def test_each_status_decides_on_a_retry_and_the_cause(status: int, again: bool, fault: str) -> None:
    with pytest.raises(RequestFailed) as trouble:
        refuse_status(status, {"location": "https://elsewhere.example/a?key=1"})
    assert (trouble.value.again, trouble.value.fault) == (again, fault)
    assert "key=1" not in trouble.value.cause


class Clock(threading.Event):
    """A clock that only waits and requests move: what a retrier waits for is this event."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.now_s = 100.0
        monkeypatch.setattr(retry, "time", SimpleNamespace(monotonic=lambda: self.now_s))

    def wait(self, timeout: float | None = None) -> bool:
        self.now_s += timeout or 0
        return self.is_set()

    def retrier(self, **policy: Any) -> Retrier:
        made = Retrier(replace(HASTE, **policy))
        made._given_up = self
        return made

    def asked(self, line: Retrier, text: str, takes_s: float = 0.0, *failures: RequestFailed) -> list[float]:
        """Ask for `text`, of which the first requests fail; return when each request was sent, and when it was over."""
        sent: list[float] = []
        left = list(failures)

        def request() -> None:
            sent.append(round(self.now_s, 3))
            self.now_s += takes_s
            if left:
                raise left.pop(0)

        with contextlib.suppress(SpeechError):
            line.ask(text, request)
        return sent


@pytest.mark.parametrize(
    ("rate", "takes_s", "sent"),
    [
        (4, 0.0, [100, 100.25, 100.5, 100.75]),
        (4, 0.1, [100, 100.25, 100.5, 100.75]),
        (4, 1.0, [100, 101, 102, 103]),
        (0.5, 0.1, [100, 102, 104, 106]),
        (0, 0.1, [100, 100.1, 100.2, 100.3]),
    ],
)
def test_requests_are_sent_at_the_rate(
    rate: float, takes_s: float, sent: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    line = clock.retrier(requests_per_second=rate)
    assert [clock.asked(line, f"Câu {number}.", takes_s)[0] for number in range(4)] == sent


def test_retry_after_delays_all_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    line = clock.retrier(longest_wait_s=60)
    assert clock.asked(line, "Một.", 0.5, RequestFailed("busy", after_s=7)) == [100, 107.5]
    line._next_at_s = clock.now_s + 5
    assert clock.asked(line, "Hai.", 0.0, RequestFailed("busy", after_s=900)) == [113, 173]


def test_a_voice_rests_is_probed_once_and_rests_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    line = clock.retrier(rest_s=600)
    gone = RequestFailed("gone", again=False, fault="voice")
    no_word = RequestFailed("no word", again=False, fault="sentence")
    assert clock.asked(line, "Một.", 1.0, gone) == [100]
    clock.now_s = 700.9
    assert clock.asked(line, "Hai.") == []
    clock.now_s = 701.0
    assert clock.asked(line, "Ba.", 0.0, no_word) == [701], "one sentence that fails is enough after a rest"
    assert clock.asked(line, "Bốn.") == []
    clock.now_s = 1301.0
    assert clock.asked(line, "Năm.") == [1301]
    assert [clock.asked(line, f"Câu {number}.", 0.0, no_word) for number in range(4)] == [[1301], [1301], [1301], []]


def test_waits_are_spread_and_grow_threefold(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    line = clock.retrier(tries=5, first_wait_s=1, longest_wait_s=20)
    sent = clock.asked(line, "Một.", 0.0, *[RequestFailed("busy")] * 5)
    waits_s = [later - earlier for earlier, later in pairwise(sent)]
    assert [usual * 0.5 <= wait <= usual * 1.5 for usual, wait in zip((1, 3, 9, 20), waits_s, strict=True)] == [
        True
    ] * 4
    lines = [clock.retrier(tries=2, first_wait_s=1, longest_wait_s=20) for _ in range(20)]
    others = [clock.asked(one, f"{place}", 0.0, *[RequestFailed("")] * 2) for place, one in enumerate(lines)]
    assert len({round(second - first, 3) for first, second in others}) > 10, "not all clients at the same moment"
