"""Spoken documents: cues with words or a recording, and their durations."""

from __future__ import annotations

from pathlib import Path

from bantin_media.model import Cue, Narration, Reading, Script, Token, has_words


def cue(spoken: str, recording: Path | None = None, voice: str = "") -> Cue:
    return Cue("s1", Reading((Token(spoken, spoken, "word"),), spoken), recording=recording, voice=voice)


def test_a_cue_is_heard_if_it_has_words_or_a_recording() -> None:
    assert cue("bà con").is_heard
    assert cue("", Path("nhac.mp3")).is_heard
    assert not cue("").is_heard
    assert not cue(" , .").is_heard
    assert has_words("bà con") and not has_words("…")
    assert Script("01", "Tin", (cue(""), cue("vui"))).is_heard
    assert not Script("01", "Tin", (cue(""),)).is_heard
    assert not Script("01", "Tin", ()).is_heard


def test_a_script_is_spoken_in_one_voice() -> None:
    script = Script("01", "Tin", (cue("một"), cue("hai", voice="espeak")))
    spoken = script.spoken_by("espeak:south")
    assert [one.voice for one in spoken.cues] == ["espeak:south"] * 2
    assert [one.spoken for one in spoken.cues] == ["một", "hai"]


def test_a_length_is_rounded_down_to_milliseconds() -> None:
    narration = Narration("01", "Tin", Path("01.mp3"), 24_000, 24_000 + 23, 1, ())
    assert narration.duration_ms == 1000
