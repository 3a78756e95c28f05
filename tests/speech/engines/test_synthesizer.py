"""From a sentence to its segment: parts, and the refusal of invalid sound."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.audio.mp3 import FrameFormat, encode
from bantin_media.audio.resampling import resampled
from bantin_media.audio.sentence import sentence_lufs, trimmed
from bantin_media.configuration.settings import PROFILES
from bantin_media.errors import SpeechError
from bantin_media.model import has_words
from bantin_media.speech.engine import Speech
from bantin_media.speech.engines import open_engine
from bantin_media.speech.engines.metronome import Metronome
from bantin_media.speech.synthesizer import Synthesizer, parts, refuse_unspoken
from bantin_media.speech.utterance import encoded

LOUD = b"\x00\x40" * 22050
TEXT = "Xin chào bà con trong xã."


@given(st.text(alphabet="aă, .", max_size=3000))
def test_parts_are_short_and_lose_no_letter(text: str) -> None:
    found = parts(text, 200)
    assert all(len(part) <= 200 and has_words(part) for part in found)
    letters = [letter for letter in text if letter.isalpha()]
    assert [letter for part in found for letter in part if letter.isalpha()] == letters


@pytest.mark.parametrize("longest", [90, 140, 200])
def test_no_number_and_no_name_is_cut_even_without_a_comma(longest: int) -> None:
    number = "ba nghìn không trăm hai mươi bảy héc ta"
    text = " ".join([f"xã Bình Minh trồng được {number} rừng quế trong năm qua"] * 8)
    found = parts(text, longest)
    assert len(found) > 1
    assert sum(part.count(number) for part in found) == 8
    assert sum(part.count("Bình Minh") for part in found) == 8


def test_a_part_ends_at_a_comma_if_possible() -> None:
    found = parts(", ".join(["các thôn cùng nhau làm đường"] * 40), 600)
    assert all(part.endswith(",") for part in found[:-1])


@pytest.mark.parametrize(
    ("what", "speech"),
    [
        ("nothing", Speech(b"", 22050)),
        ("half a sample", Speech(LOUD + b"\0", 22050)),
        ("too little", Speech(LOUD[:8000], 22050)),
        ("too much", Speech(LOUD * 30, 22050)),
        ("silence", Speech(bytes(len(LOUD)), 22050)),
        ("another rate", Speech(LOUD, 16000)),
        ("no rate", Speech(LOUD, 0)),
    ],
)
def test_sound_that_cannot_be_the_sentence_is_refused(what: str, speech: Speech) -> None:
    with pytest.raises(SpeechError) as refused:
        refuse_unspoken(TEXT, speech, 22050)
    assert refused.value.where == TEXT, what
    assert refused.value.hint


def test_sound_that_can_be_the_sentence_is_accepted() -> None:
    refuse_unspoken(TEXT, Speech(LOUD, 22050), 22050)
    refuse_unspoken("Facebook, Microsoft", Speech(LOUD, 22050), 22050)


def test_an_error_about_a_very_long_sentence_names_its_beginning() -> None:
    engine = open_engine("espeak", PROFILES["phone"])
    synthesizer = Synthesizer(engine, FrameFormat(22050, 48), loudness_lufs=-19.0, store=None)
    with pytest.raises(SpeechError) as refused:
        synthesizer.segment("% của" + " một câu rất dài" * 1000)
    assert len(refused.value.where) <= 200


@dataclass(frozen=True, slots=True)
class Sending(Metronome):
    """A metronome on a server or local, with another sample rate than it declares."""

    sent_hz: int = 0
    max_parallel: int = 0  # type: ignore[misc] -- a server's metronome has one of its own

    def speak(self, text: str) -> Speech:
        return Speech(b"".join(Metronome.speak(self, text).at(self.sent_hz)), self.sent_hz)


@pytest.mark.parametrize("sent_hz", [8000, 16000, 22050, 24000, 44100, 48000])
def test_sound_of_a_server_is_resampled_once_from_the_rate_that_it_has(sent_hz: int) -> None:
    frames = FrameFormat(24000, 48)
    engine = Sending(230, sent_hz=sent_hz, max_parallel=2)
    synthesizer = Synthesizer(engine, frames, loudness_lufs=-19.0, store=None)
    once = trimmed(b"".join(resampled([engine.speak(TEXT).pcm], sent_hz, 24000)), 24000)
    level = synthesizer.level().of(sentence_lufs(once, 24000))
    assert synthesizer.segment(TEXT) == encode([level.apply(once)], 24000, frames)


def test_a_local_voice_has_its_declared_rate() -> None:
    synthesizer = Synthesizer(Sending(230, sent_hz=44100), FrameFormat(22050, 48), loudness_lufs=-19.0, store=None)
    with pytest.raises(SpeechError):
        synthesizer.segment(TEXT)


def test_an_utterance_has_the_same_segment_in_another_process() -> None:
    synthesizer = Synthesizer(Metronome(230), FrameFormat(22050, 48), loudness_lufs=-19.0, store=None)
    utterance = pickle.loads(pickle.dumps(synthesizer.utterance(TEXT)))
    assert encoded(utterance) == synthesizer.segment(TEXT).to_bytes()


def test_every_voice_is_given_vietnamese_syllables() -> None:
    given_texts: list[str] = []

    class Listening(Metronome):
        def speak(self, text: str) -> Speech:
            given_texts.append(text)
            return super().speak(text)

    engine = Listening(230)
    Synthesizer(engine, FrameFormat(22050, 48), loudness_lufs=-19.0, store=None).segment("Bão Yagi vào xã Ea Rốk.")
    assert given_texts == ["Bão da ghi vào xã ê a rốc."]
