"""Voices of any level and timbre: measured once, then at the profile's loudness, and never above -1 dBTP."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np
import pyebur128
import pytest
import soundfile

from bantin_media.audio.mp3 import FrameFormat, Segment
from bantin_media.cache import Cache
from bantin_media.configuration.settings import PROFILES
from bantin_media.errors import SpeechError
from bantin_media.speech.engine import Speech
from bantin_media.speech.engines import open_engine
from bantin_media.speech.synthesizer import Synthesizer
from bantin_media.speech.voice_level import sentences as calibration_text
from bantin_media.vietnamese.letters import split_tone
from bantin_media.vietnamese.syllables import is_syllable

from .voices import TIMBRES, Bent, Timbre

NEWS = (
    "Sáng thứ ba, đoàn công tác của tỉnh đã về thăm, tặng quà cho các gia đình chính sách trong xã.",
    "Hội nông dân cho bà con vay vốn để mua phân bón, thóc giống và vật tư.",
    "Vụ này lúa được mùa, giá thu mua tại ruộng cao hơn năm trước.",
    "Các cháu học sinh đã trở lại trường, ai cũng phấn khởi.",
    "Trưởng bản nhắc bà con không thả rông gia súc, không đốt nương khi trời hanh khô.",
    "Tỷ lệ hộ nghèo của xã giảm còn bốn phẩy hai phần trăm.",
)
FORMATS = {"phone": FrameFormat(24000, 48), "loudspeaker": FrameFormat(22050, 32)}


def joined(segments: Iterable[Segment], form: FrameFormat, pause_ms: int) -> np.ndarray:
    silence = form.silent_frame * round(pause_ms * form.sample_rate_hz / 1000 / 576)
    sound, rate = soundfile.read(io.BytesIO(silence.join(segment.frames for segment in segments)))
    assert rate == form.sample_rate_hz
    return np.ascontiguousarray(sound)


@pytest.mark.parametrize(
    ("timbre", "profile"),
    [*((timbre, "loudspeaker") for timbre in TIMBRES), (next(iter(TIMBRES)), "phone")],  # the louder one may clip
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_programme_is_as_loud_as_the_profile_wants_and_no_peak_clips(timbre: Timbre, profile: str) -> None:
    form, wanted = FORMATS[profile], PROFILES[profile]
    synthesizer = Synthesizer(Bent(timbre.__name__), form, loudness_lufs=wanted.loudness_lufs, store=None)
    sound = joined((synthesizer.segment(text) for text in NEWS), form, wanted.sentence_ms)
    meter = pyebur128.R128State(
        1, form.sample_rate_hz, pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK
    )
    meter.add_frames(sound, len(sound))
    assert pyebur128.get_loudness_global(meter) == pytest.approx(wanted.loudness_lufs, abs=0.5)
    assert 20 * np.log10(pyebur128.get_true_peak(meter, 0)) <= -1.0


@dataclass(frozen=True, slots=True)
class Counted:
    """The embedded voice without a declared gain; it records its requests."""

    asked: list[str] = field(default_factory=list)
    silent: bool = False
    fingerprint: str = "counted"

    gain_db: ClassVar[None] = None
    sample_rate_hz: ClassVar[int] = 22050
    languages: ClassVar[frozenset[str]] = frozenset({"vi"})
    needs_network: ClassVar[bool] = False
    max_parallel: ClassVar[int] = 0
    longest_text: ClassVar[int] = 600

    def speak(self, text: str) -> Speech:
        self.asked.append(text)
        speech = open_engine("espeak", PROFILES["phone"]).speak(text)
        if not self.silent:
            return speech
        faint = (np.frombuffer(speech.pcm, "<i2") // 512).astype("<i2")
        faint[0] = 400  # one audible click
        return Speech(faint.tobytes(), 22050)


@dataclass(frozen=True, slots=True)
class Uneven(Counted):
    """Like neural voices: loud in short sentences, faint in long ones, with any amount of silence around them."""

    fingerprint: str = "uneven"

    def speak(self, text: str) -> Speech:
        speech = Counted.speak(self, text)
        gain = 10 ** (-min(len(text.split()), 40) / 100)  # 8 dB between one word and forty
        quiet = bytes(2 * 22050 * (len(text) % 7) // 10)
        pcm = np.rint(np.frombuffer(speech.pcm, "<i2") * gain).astype("<i2").tobytes()
        return Speech(quiet + pcm + quiet, 22050)


LENGTHS = (
    "Hết tin.",
    "Xin cảm ơn.",
    "Kính chúc bà con mạnh khỏe.",
    *NEWS,
    " ".join((NEWS[0], NEWS[2])),
    ", ".join(NEWS),
)


def test_short_and_long_sentences_are_equally_loud_in_any_voice() -> None:
    form = FrameFormat(22050, 48)
    synthesizer = Synthesizer(Uneven(), form, loudness_lufs=-19.0, store=None)
    loudness = []
    for text in LENGTHS:
        sound = joined([synthesizer.segment(text)], form, 0)
        meter = pyebur128.R128State(1, 22050, pyebur128.MeasurementMode.MODE_I)
        meter.add_frames(sound, len(sound))
        loudness.append(pyebur128.get_loudness_global(meter))
    assert max(loudness) - min(loudness) <= 2.0
    assert np.mean(loudness) == pytest.approx(-19.0, abs=0.5)


def test_a_sentence_is_levelled_by_its_own_sound_alone() -> None:
    form = FrameFormat(22050, 48)
    there = Synthesizer(Uneven(), form, loudness_lufs=-19.0, store=None)
    turned = Synthesizer(Uneven(), form, loudness_lufs=-19.0, store=None)
    assert [there.segment(text) for text in LENGTHS] == [turned.segment(text) for text in reversed(LENGTHS)][::-1]


def test_a_voice_is_measured_once_and_its_level_stored(tmp_path: Path) -> None:
    form = FrameFormat(22050, 48)
    made = []
    for run in range(2):
        voice = Counted()
        synthesizer = Synthesizer(voice, form, loudness_lufs=-19.0, store=Cache(tmp_path / "store"))
        made += [synthesizer.segment(text) for text in NEWS[run : run + 2]]
        assert voice.asked == [*calibration_text(), *NEWS[:2]] if run == 0 else [NEWS[2]]
    level = synthesizer.level()
    shutil.rmtree(tmp_path / "store")
    again = Synthesizer(Counted(), form, loudness_lufs=-19.0, store=Cache(tmp_path / "store"))
    assert again.segment(NEWS[0]) == made[0]
    assert again.level() == level


def test_a_changed_loudness_or_voice_is_measured_again(tmp_path: Path) -> None:
    store, form = Cache(tmp_path / "store"), FrameFormat(22050, 48)
    levels = set()
    for loudness_lufs, fingerprint in ((-19.0, "one"), (-16.0, "one"), (-19.0, "two")):
        voice = Counted(fingerprint=fingerprint)
        levels.add(Synthesizer(voice, form, loudness_lufs=loudness_lufs, store=store).level())
        assert len(voice.asked) == len(calibration_text())
    assert len(levels) == 2


def test_a_voice_that_can_hardly_be_heard_is_refused() -> None:
    synthesizer = Synthesizer(Counted(silent=True), FrameFormat(22050, 48), loudness_lufs=-19.0, store=None)
    with pytest.raises(SpeechError, match=calibration_text()[0].split(",")[0]):
        synthesizer.segment(NEWS[0])


def test_the_text_that_voices_are_measured_on_is_plain_and_has_every_tone() -> None:
    words = [word.strip(",.?!").lower() for text in calibration_text() for word in text.split()]
    assert not [word for word in words if not is_syllable(word)]
    assert {split_tone(word)[1] for word in words} == set(range(6))
