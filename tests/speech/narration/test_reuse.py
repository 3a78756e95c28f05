"""A programme that copies stretches from the articles' MP3s has the same bytes as one joined sentence by sentence."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bantin_media.audio.mp3 import SAMPLES_PER_FRAME, FrameFormat, Segment
from bantin_media.audio.tags import Tags
from bantin_media.model import Cue, Narration, Pause, Reading, Script
from bantin_media.speech.engines import SpeechSettings
from bantin_media.speech.narration import Job, _Track, narrate
from bantin_media.speech.reuse import FinishedMp3

WORDS = ("một", "hai ba", "bốn năm sáu.", "…", "bảy tám chín mười", "mười một")
"""One of them is not heard."""
CUE = st.tuples(st.sampled_from(WORDS), st.sampled_from(list(Pause)))
ARTICLE = st.lists(CUE, min_size=1, max_size=5)
AROUND = st.lists(CUE, max_size=2)


def cues(said: Sequence[tuple[str, Pause]], name: str) -> tuple[Cue, ...]:
    return tuple(Cue(f"{name}-{place}", Reading((), words), pause) for place, (words, pause) in enumerate(said))


def job(folder: Path, name: str, script: tuple[Cue, ...]) -> Job:
    tags = Tags("Bài " * len(name))
    return Job(
        Script(name, name, script), folder / f"{name}.mp3", "metronome", SpeechSettings(), folder / "store", tags
    )


def taken(one: Job) -> FinishedMp3:
    return FinishedMp3(one.script, narrate(one))


def compared(whole: Job, finished: tuple[FinishedMp3, ...]) -> Narration:
    """Narrate in both ways and return the result of copying."""
    plain = narrate(replace(whole, target=whole.target.with_name("plain.mp3")))
    copied = narrate(replace(whole, finished=finished))
    assert copied.mp3_path.read_bytes() == plain.mp3_path.read_bytes()
    assert replace(copied, mp3_path=plain.mp3_path) == plain
    return copied


@given(articles=st.lists(ARTICLE, min_size=1, max_size=4), around=AROUND, spare=AROUND)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reused_frames_give_the_same_bytes_for_any_script(
    tmp_path: Path,
    articles: list[list[tuple[str, Pause]]],
    around: list[tuple[str, Pause]],
    spare: list[tuple[str, Pause]],
) -> None:
    heard = [one for one in articles if any(words != "…" for words, _ in one)]
    finished = tuple(taken(job(tmp_path, f"a{place}", cues(one, "s"))) for place, one in enumerate(heard))
    programme = cues(around, "")
    for one in articles:
        programme += (*cues(one[:-1], "p"), replace(cues(one, "p")[-1], pause=Pause.ARTICLE), *cues(spare, ""))
    if any(cue.is_heard for cue in programme):
        compared(job(tmp_path, "programme", programme), finished)


def test_half_a_frame_is_rounded_alike_at_every_position() -> None:
    """If pauses were rounded to even, a stretch after an odd number of frames would differ."""
    form = FrameFormat(22050, 48)
    begins = set()
    for frames_before in range(4):
        track = _Track(io.BytesIO(), form)
        for segment in (
            Segment(frames_before * SAMPLES_PER_FRAME, frames_before, form.silent_frame * frames_before),
            Segment(SAMPLES_PER_FRAME // 2, 0, b""),
        ):
            track.add(segment)
        begins.add(track.add(Segment(1000, 4, form.silent_frame * 4))[0] - frames_before * SAMPLES_PER_FRAME)
    assert len(begins) == 1


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """The number of segments requested from the store."""
    from bantin_media.speech import narration

    asked: list[Cue] = []
    ask = narration.JobVoices.segment

    def segment(self: narration.JobVoices, cue: Cue) -> object:
        asked.append(cue)
        return ask(self, cue)

    monkeypatch.setattr(narration.JobVoices, "segment", segment)
    return lambda: len(asked)


def test_a_stretch_costs_one_segment_and_a_changed_one_all(tmp_path: Path, counted: Callable[[], int]) -> None:
    said = [(f"một {'hai ' * place}", Pause.SENTENCE) for place in range(9)]
    finished = (taken(job(tmp_path, "a", cues(said, "s"))),)
    begun = counted()
    narrate(replace(job(tmp_path, "whole", cues(said, "p")), finished=finished))
    assert counted() - begun == 1
    begun = counted()
    other = [*said[:4], ("khác", Pause.SENTENCE), *said[5:]]
    narrate(replace(job(tmp_path, "other", cues(other, "p")), finished=finished))
    assert counted() - begun == 9


@pytest.mark.parametrize("gone", ["removed", "cut short"])
def test_a_changed_mp3_is_not_copied(tmp_path: Path, gone: str) -> None:
    said = [("một hai", Pause.SENTENCE), ("ba bốn", Pause.SENTENCE)]
    one = taken(job(tmp_path, "a", cues(said, "s")))
    path = one.narration.mp3_path
    path.unlink() if gone == "removed" else path.write_bytes(path.read_bytes()[:-1])
    compared(job(tmp_path, "whole", cues(said, "p")), (one,))
