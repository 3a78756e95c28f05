"""Requests to a cluster or a server, and the use of their results; the cluster is this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bantin_media import __version__
from bantin_media.cache import code_digest
from bantin_media.errors import BantinError, ConfigError, OutputError, SpeechError
from bantin_media.execution import batches, prefetch
from bantin_media.execution.batches import Batch, BatchResult, speak_batch, speak_on_cluster
from bantin_media.execution.cluster import _checked
from bantin_media.execution.prefetch import Measure, fetched, measured
from bantin_media.execution.workers import Workers
from bantin_media.model import Cue, Reading, Script
from bantin_media.speech.engines import SpeechSettings
from bantin_media.speech.engines.metronome import Metronome
from bantin_media.speech.narration import Job, JobVoices

FAST = "metronome"


def job(store: Path | None, *texts: str, voice: str = FAST, recording: Path | None = None) -> Job:
    cues = [Cue(f"s{place}", Reading((), text)) for place, text in enumerate(texts)]
    cues += [Cue("r", Reading((), "lời thu sẵn"), recording=recording)] if recording else []
    return Job(Script("01", "Tin", tuple(cues)), Path("x.mp3"), voice, SpeechSettings(), store)


class Here:
    """A cluster in this process; `outcomes` replaces the result of a batch with this first text."""

    address = "tcp://here:1"

    def __init__(self, outcomes: dict[str, Any] | None = None) -> None:
        self.outcomes = outcomes or {}
        self.batches: list[Batch] = []
        self.names: list[str] = []

    def run(
        self, work: Callable[[Batch], BatchResult], tasks: list[Batch], name: Callable[[Batch], str]
    ) -> Iterator[Any]:
        for task in tasks:
            self.batches.append(task)
            self.names.append(name(task))
            yield task, self.outcomes.get(task.texts[0]) or work(task)


def spoken(
    cluster: Here, store: Path, groups: dict[str, list[Job]]
) -> tuple[dict[str, BantinError], list[tuple[int, int]]]:
    heard: list[tuple[int, int]] = []
    places = {group: f"input/{group}.txt" for group in groups}
    errors = speak_on_cluster(cluster, job(store), groups, places, lambda *each: heard.append(each))  # type: ignore[arg-type]
    return errors, heard


def lacking(store: Path, *texts: str) -> list[bool]:
    synthesizer = JobVoices(job(store)).synthesizer(FAST)
    return [synthesizer.lacks(text) for text in texts]


def test_each_missing_sentence_is_sent_once_and_stored(tmp_path: Path) -> None:
    store = tmp_path / "store"
    JobVoices(job(store)).synthesizer(FAST).segment("có sẵn rồi")
    groups = {
        "a": [
            job(store, "một hai", "có sẵn rồi", "một hai", "ba bốn"),
            job(store, "năm sáu", recording=tmp_path / "x.mp3"),
        ],
        "b": [job(store, "ba bốn", "bảy tám"), job(store, "…")],
        "c": [job(store, "một hai")],
    }
    cluster = Here()
    errors, heard = spoken(cluster, store, groups)
    assert errors == {} and heard == [(3, 4), (4, 4)]
    assert [(batch.group, batch.texts) for batch in cluster.batches] == [
        ("a", ("một hai", "ba bốn", "năm sáu")), ("b", ("bảy tám",)),
    ]  # fmt: skip
    assert cluster.names == ["input/a.txt", "input/b.txt"]
    assert lacking(store, "một hai", "ba bốn", "năm sáu", "bảy tám") == [False] * 4
    assert spoken(Here(), store, groups) == ({}, [])


def test_a_batch_has_forty_sentences_of_one_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"câu {'a' * number}" for number in range(1, 42)]
    cues = tuple(
        Cue("", Reading((), text), voice="espeak" if place % 20 == 0 else "") for place, text in enumerate(texts)
    )
    whole = Job(Script("01", "Tin", cues), Path("x.mp3"), FAST, SpeechSettings(), tmp_path / "store")
    voices = JobVoices(whole)
    found = list(batches._batches(voices, SpeechSettings(), {"a": [whole]}))
    assert [(batch.voice, len(batch.texts)) for batch in found] == [("espeak", 3), (FAST, 38)]
    texts = [f"câu {'a' * number}" for number in range(1, 82)]
    found = list(batches._batches(voices, SpeechSettings(), {"a": [job(tmp_path / "store", *texts)]}))
    assert [len(batch.texts) for batch in found] == [40, 40, 1]
    assert found[1].texts == tuple(texts[40:80]) and found[0].frame_format == voices.frame_format
    monkeypatch.setattr(Metronome, "max_parallel", 1)  # a voice on a server is not sent to a cluster
    assert list(batches._batches(voices, SpeechSettings(), {"a": [job(tmp_path / "store", *texts)]})) == []


def refusing(voice: Metronome, text: str) -> Any:
    if "không được" in text:
        raise SpeechError(text, "refused")
    return SPEAK(voice, text)


SPEAK = Metronome.speak


def test_a_worker_reports_its_versions_and_omits_failed_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Metronome, "speak", refusing)
    batch = Batch("a", ("một hai", "không được", "ba"), FAST, SpeechSettings(), JobVoices(job(None)).frame_format)
    result = speak_batch(batch)
    synthesizer = JobVoices(job(None)).synthesizer(FAST)
    assert result.code_version == batches.code_version() == f"bantin_media {__version__} {code_digest()[:12]}"
    assert result.ingredients == synthesizer.ingredients
    assert [bool(content) for content in result.segments] == [True, False, True]
    assert result.segments[0] == synthesizer.segment("một hai").to_bytes()


def test_the_first_error_of_each_group_is_kept_and_the_rest_continues(tmp_path: Path) -> None:
    store = tmp_path / "store"
    texts = [f"câu {'a' * number}" for number in range(1, 82)]
    first, second = SpeechError("x", "first"), SpeechError("x", "second")
    cluster = Here({texts[0]: first, texts[40]: second})
    errors, heard = spoken(cluster, store, {"a": [job(store, *texts)], "b": [job(store, "hai ba")]})
    assert errors == {"a": first} and heard == [(1, 82), (2, 82)]
    assert lacking(store, texts[0], texts[80], "hai ba") == [True, False, False]


def test_an_empty_answer_is_stored_nowhere(tmp_path: Path) -> None:
    store = tmp_path / "store"
    good = speak_batch(Batch("a", ("một hai",), FAST, SpeechSettings(), JobVoices(job(store)).frame_format))
    empty = BatchResult(good.code_version, good.ingredients, (b"",))
    assert spoken(Here({"một hai": empty}), store, {"a": [job(store, "một hai")]}) == ({}, [(1, 1)])
    assert lacking(store, "một hai") == [True]


@pytest.mark.parametrize("other", ["code", "first", "last", "more", "less"])
def test_another_worker_is_refused_with_both_versions(tmp_path: Path, other: str) -> None:
    store = tmp_path / "store"
    good = speak_batch(Batch("a", ("một hai",), FAST, SpeechSettings(), JobVoices(job(store)).frame_format))
    own = good.ingredients
    theirs = {"first": ("x", *own[1:]), "last": (*own[:-1], "x"), "more": (*own, "x"), "less": own[:-1]}.get(other, own)
    result = BatchResult("x" if other == "code" else good.code_version, theirs, good.segments)
    with pytest.raises(ConfigError) as caught:
        spoken(Here({"một hai": result}), store, {"a": [job(store, "một hai")]})
    assert caught.value.where == "tcp://here:1" and "requirements/run.txt" in caught.value.hint
    assert f'"{"" if other == "less" else "x"}"' in caught.value.what
    assert lacking(store, "một hai") == [True]


def test_a_worker_that_cannot_open_the_voice_ends_the_run(tmp_path: Path) -> None:
    error = ConfigError("voice", "no such voice", "take another")
    with pytest.raises(ConfigError) as caught:
        spoken(Here({"một hai": error}), tmp_path, {"a": [job(tmp_path, "một hai")]})
    assert (caught.value.where, caught.value.what, caught.value.hint) == (
        "tcp://here:1",
        "no such voice",
        "take another",
    )


@pytest.mark.parametrize("address", ["tcp://192.168.1.20:8786", "tls://host:1", "TCP://host:8786"])
def test_an_address_is_taken_as_it_is(address: str) -> None:
    assert _checked(address) == address


# ------------------------------------------------------------------------------------------------------- prefetch


@pytest.fixture
def on_a_server(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make the metronome a voice on a server; return the requests that it gets."""
    asked: list[str] = []

    def said(self: Metronome, text: str) -> Any:
        asked.append(text)
        return refusing(self, text)

    monkeypatch.setattr(Metronome, "max_parallel", 2)
    monkeypatch.setattr(Metronome, "speak", said)
    return asked


def prefetched(groups: dict[str, list[Job]]) -> tuple[Any, list[tuple[int, int]]]:
    heard: list[tuple[int, int]] = []
    with Workers(1) as workers:
        return fetched(groups, workers=workers, on_sentence=lambda *each: heard.append(each)), heard


def test_every_sentence_of_a_server_is_fetched_once(tmp_path: Path, on_a_server: list[str]) -> None:
    store = tmp_path / "store"
    groups = {
        "a": [job(store, "một hai", "ba bốn", "một hai", "…", recording=tmp_path / "x.mp3"), job(store, "năm")],
        "b": [job(store, "ba bốn", "không được", "sáu"), job(store, "không được thật")],
        "c": [job(store, "bảy", voice="espeak"), job(store, "một hai")],
    }
    found, heard = prefetched(groups)
    assert sorted(on_a_server) == ["ba bốn", "không được", "không được thật", "một hai", "năm", "sáu"]
    assert (found.sentences, found.stored) == (6, 4)
    assert list(found.errors) == ["b"] and found.errors["b"].where == "không được"
    assert heard == [(1, 6), (2, 6), (3, 6), (4, 6)]
    assert lacking(store, "một hai", "ba bốn", "năm", "sáu", "không được", "bảy") == [False] * 4 + [True] * 2
    on_a_server.clear()
    found, heard = prefetched({"a": groups["a"]})
    assert (found.sentences, found.stored, found.errors, heard, on_a_server) == (3, 3, {}, [], [])


@pytest.mark.usefixtures("on_a_server")
def test_nothing_is_fetched_of_no_jobs_no_voice_and_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert prefetched({}) == (prefetch.Fetched(), [])
    assert prefetched({"a": []})[0].sentences == 0
    assert prefetched({"a": [job(tmp_path, "một", voice="")]})[0].sentences == 0
    monkeypatch.setattr(Metronome, "max_parallel", 0)
    assert prefetched({"a": [job(tmp_path, "một")]})[0] == prefetch.Fetched()


def test_a_store_that_cannot_be_written_ends_the_run(tmp_path: Path, on_a_server: list[str]) -> None:
    (tmp_path / "store").write_text("no folder")
    with pytest.raises(OutputError):
        prefetched({"a": [job(tmp_path / "store", "một", "hai", "ba", "bốn", "năm", "sáu")]})
    assert len(on_a_server) < 6


def test_a_voice_whose_level_cannot_be_measured_has_one_error_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_a_server: list[str]
) -> None:
    monkeypatch.setattr(Metronome, "gain_db", None)
    monkeypatch.setattr(Metronome, "speak", lambda _, text: (_ for _ in ()).throw(SpeechError(text, "refused")))
    found, heard = prefetched({"a": [job(tmp_path, "một", "hai")], "b": [job(tmp_path, "ba")]})
    assert (found.sentences, found.stored, heard) == (3, 0, []) and set(found.errors) == {"a", "b"}
    with pytest.raises(SpeechError):
        measured(Measure(job(tmp_path), FAST))


def test_a_level_is_measured_by_a_worker(tmp_path: Path) -> None:
    assert measured(Measure(job(tmp_path), FAST)) == JobVoices(job(tmp_path)).synthesizer(FAST).level()


@pytest.mark.usefixtures("on_a_server")
def test_each_voice_speaks_its_own_sentences(tmp_path: Path) -> None:
    described = SpeechSettings(bit_rate_kbps=48)
    cues = tuple(
        Cue("", Reading((), text), voice=voice) for text, voice in (("một", ""), ("hai", "metronome:"), ("ba", ""))
    )
    one = Job(Script("01", "Tin", cues), Path("x.mp3"), FAST, described, tmp_path)
    found, heard = prefetched({"a": [one]})
    assert (found.sentences, found.stored, len(heard)) == (3, 3, 3)
