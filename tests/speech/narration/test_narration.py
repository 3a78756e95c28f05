"""From sentences to one MP3: the position of each to the sample, and none is lost."""

from __future__ import annotations

import pickle
import struct
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import mutagen.mp3
import numpy as np
import pyebur128
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bantin_media.audio import levels
from bantin_media.audio.sentence import trimmed
from bantin_media.audio.tags import Tags
from bantin_media.configuration.settings import PROFILES, Profile
from bantin_media.errors import ConfigError, OutputError, SourceError, SpeechError
from bantin_media.model import Cue, Pause, Reading
from bantin_media.speech.engine import Engine
from bantin_media.speech.engines import SpeechSettings, open_engine
from bantin_media.speech.narration import Chapter, Job, narrate, pause_ms, speak_to_mp3

MakeJob = Callable[..., Job]


def lag_of(sound: np.ndarray, expected: np.ndarray, start: int) -> int:
    """Return the offset after `start` at which the sound fits `expected` best, -40 … 40 samples."""
    reach = range(-40, 41)
    window = expected[:11025]
    fits = []
    for lag in reach:
        begin = start + lag
        part = sound[max(begin, 0) : begin + len(window)]
        fits.append(float(part @ window[len(window) - len(part) :]) if begin < 0 else float(part @ window[: len(part)]))
    return reach[int(np.argmax(fits))]


@pytest.mark.parametrize("bit_rate_kbps", [32, 48, 64])
@pytest.mark.parametrize("voice", ["espeak", "metronome"])
def test_each_clip_is_exact_to_the_sample(
    make_job: MakeJob, sentences: tuple[str, ...], voice: str, bit_rate_kbps: int
) -> None:
    job = make_job(voice=voice, bit_rate_kbps=bit_rate_kbps)
    narration = narrate(job)
    sound, rate = soundfile.read(narration.mp3_path)
    engine = open_engine(voice, job.speech.profile)
    assert rate == narration.sample_rate_hz == engine.sample_rate_hz
    for clip, words in zip(narration.clips, sentences, strict=True):
        spoken = np.frombuffer(trimmed(engine.speak(words).pcm, rate), "<i2") / 32768
        assert clip.end_samples - clip.start_samples == len(spoken)
        assert lag_of(sound, spoken, clip.start_samples) == 0


def test_between_the_clips_there_is_silence_as_long_as_the_profile_wants(make_job: MakeJob) -> None:
    job = make_job()
    narration = narrate(job)
    sound, rate = soundfile.read(narration.mp3_path)
    wanted = job.speech.profile.sentence_ms * rate / 1000
    for clip, following in zip(narration.clips, narration.clips[1:], strict=False):
        assert abs(following.start_samples - clip.end_samples - wanted) <= 576 / 2
        # The encoder's echo ends within two frames.
        assert np.abs(sound[clip.end_samples + 1152 : following.start_samples - 1152]).max() < 0.002
    assert narration.duration_samples - narration.clips[-1].end_samples == round(
        job.speech.profile.end_ms * rate / 1000
    )


def test_players_agree_on_its_length(make_job: MakeJob) -> None:
    narration = narrate(make_job(tags=Tags("Bài một")))
    assert soundfile.info(narration.mp3_path).frames == narration.duration_samples
    assert mutagen.mp3.MP3(narration.mp3_path).info.length * 1000 == pytest.approx(narration.duration_ms, abs=1)
    assert narration.mp3_path.stat().st_size == narration.size_bytes


@pytest.mark.parametrize("voice", ["espeak", "espeak:central", "espeak:south"])
@pytest.mark.parametrize("profile", ["phone", "loudspeaker"])
def test_it_is_as_loud_as_the_profile_wants_and_no_peak_clips(make_job: MakeJob, voice: str, profile: str) -> None:
    narration = narrate(make_job(voice=voice, profile=profile, bit_rate_kbps=32))
    sound, rate = soundfile.read(narration.mp3_path)
    mode = pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK
    meter = pyebur128.R128State(1, rate, mode)
    meter.add_frames(sound, len(sound))
    assert pyebur128.get_loudness_global(meter) == pytest.approx(PROFILES[profile].loudness_lufs, abs=0.5)
    assert 20 * np.log10(pyebur128.get_true_peak(meter, 0)) <= -1.0


def test_the_same_job_gives_the_same_bytes_with_and_without_a_store(make_job: MakeJob, tmp_path: Path) -> None:
    plain = narrate(make_job())
    cold = narrate(make_job(name="cold.mp3", store=tmp_path / "store"))
    warm = narrate(make_job(name="warm.mp3", store=tmp_path / "store"))
    contents = {narration.mp3_path.read_bytes() for narration in (plain, cold, warm)}
    assert len(contents) == 1
    assert plain.clips == cold.clips == warm.clips


def test_another_process_gives_the_same_bytes(make_job: MakeJob) -> None:
    here = make_job(tags=Tags("Bài một", lyrics="Lời"), chapters=(Chapter("Đầu", 0), Chapter("Sau", 3)))
    there = replace(here, target=here.target.with_name("there.mp3"))
    narrate(here)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        narration = executor.submit(narrate, there).result()
    assert narration.mp3_path.read_bytes() == here.target.read_bytes()
    assert pickle.loads(pickle.dumps(narration)) == narration


def test_two_processes_with_one_store_do_not_hinder_each_other(make_job: MakeJob, tmp_path: Path) -> None:
    jobs = [make_job(name=f"{number}.mp3", store=tmp_path / "store") for number in range(4)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        made = list(executor.map(narrate, jobs))
    assert len({narration.mp3_path.read_bytes() for narration in made}) == 1
    assert not list((tmp_path / "store").rglob("*.part"))


def test_one_changed_sentence_is_spoken_once(make_job: MakeJob, sentences: tuple[str, ...], tmp_path: Path) -> None:
    store = tmp_path / "store"
    narrate(make_job(store=store))
    before = {path for path in store.rglob("*") if path.is_file()}
    changed = (*sentences[:2], "Đường vào các thôn nay đã sạch và đẹp hơn.", *sentences[3:])
    narrate(make_job(changed, name="changed.mp3", store=store))
    after = {path for path in store.rglob("*") if path.is_file()}
    assert len(before) == len(sentences)
    assert len(after - before) == 1


@pytest.mark.parametrize("damage", ["cut", "flip", "empty"])
def test_a_damaged_piece_is_spoken_again(make_job: MakeJob, tmp_path: Path, damage: str) -> None:
    store = tmp_path / "store"
    good = narrate(make_job(store=store)).mp3_path.read_bytes()
    for path in store.rglob("*"):
        if path.is_file():
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 0x40
            path.write_bytes({"cut": content[:-100], "flip": content, "empty": b""}[damage])
    assert narrate(make_job(name="again.mp3", store=store)).mp3_path.read_bytes() == good


def test_a_store_that_cannot_be_written_is_a_notice_not_a_loss(make_job: MakeJob, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    narration = narrate(make_job(store=tmp_path / "store"))
    assert [notice.code for notice in narration.notices] == ["store.unwritable"]
    assert narration.mp3_path.read_bytes() == narrate(make_job(name="plain.mp3")).mp3_path.read_bytes()


def test_a_silent_cue_has_no_clip_and_the_longer_pause_counts(make_job: MakeJob) -> None:
    job = make_job(("Câu thứ nhất.", "…", "", "Câu thứ hai."))
    cues = list(job.script.cues)
    cues[1] = replace(cues[1], pause=Pause.PARAGRAPH)
    narration = narrate(replace(job, script=replace(job.script, cues=tuple(cues))))
    assert [clip.sentence_id for clip in narration.clips] == ["s0", "s3"]
    gap = narration.clips[1].start_samples - narration.clips[0].end_samples
    assert abs(gap - job.speech.profile.paragraph_ms * 22.05) <= 288


@pytest.mark.parametrize("spoken", [(), ("",), ("…", " , ")])
def test_a_silent_script_is_an_error_and_makes_no_file(make_job: MakeJob, spoken: tuple[str, ...]) -> None:
    job = make_job(spoken)
    with pytest.raises(SpeechError, match="Bài một"):
        narrate(job)
    assert not job.target.exists()
    assert not list(job.target.parent.glob("*.part"))


def test_a_sentence_that_is_misread_fails_by_name_and_spares_the_old_file(make_job: MakeJob) -> None:
    job = make_job(("Câu tốt.", "Năm 2026 là năm mới."))
    job.target.write_bytes(b"the old one")
    with pytest.raises(SpeechError, match="Năm 2026 là năm mới"):
        narrate(job)
    assert job.target.read_bytes() == b"the old one"


def test_a_sentence_of_twenty_thousand_characters_is_one_clip(make_job: MakeJob) -> None:
    clause = "các thôn trong xã cùng nhau làm đường giao thông"
    commas, plain = ", ".join([clause] * 20), " ".join([clause] * 420)
    narration = narrate(make_job((commas, plain, "Câu cuối."), voice="metronome"))
    assert len(plain) > 20_000
    assert [clip.sentence_id for clip in narration.clips] == ["s0", "s1", "s2"]
    words = len(commas.split()) + len(plain.split())
    spoken = sum(clip.end_samples - clip.start_samples for clip in narration.clips[:2])
    parts = 2 * len(commas) // 600 + 2 * len(plain) // 600
    assert spoken >= (words - parts) * (22050 * 60 // 232)


def test_a_target_that_cannot_be_written_is_an_output_error(make_job: MakeJob, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        narrate(replace(make_job(), target=tmp_path / "file" / "a.mp3"))


def test_an_unknown_voice_is_a_config_error(make_job: MakeJob) -> None:
    with pytest.raises(ConfigError):
        narrate(make_job(voice="piper-nope"))


class TestRecordings:
    """A jingle or a person's recording is heard in place of a cue."""

    @staticmethod
    def tone(path: Path, rate: int, channels: int, seconds: float = 2.0, level: float = 0.05) -> Path:
        wave = level * np.sin(np.arange(int(rate * seconds)) * 2 * np.pi * 440 / rate)
        soundfile.write(path, np.repeat(wave[:, None], channels, axis=1), rate)
        return path

    @pytest.mark.parametrize(
        ("name", "rate", "channels"),
        [("a.wav", 44100, 2), ("a.mp3", 48000, 2), ("a.WAV", 8000, 1), ("a.wav", 22050, 6)],
    )
    def test_it_has_its_length_and_the_programmes_loudness(
        self, make_job: MakeJob, tmp_path: Path, name: str, rate: int, channels: int
    ) -> None:
        jingle = Cue("", Reading((), ""), Pause.SECTION, self.tone(tmp_path / name, rate, channels))
        job = make_job(store=tmp_path / "store")
        narration = narrate(replace(job, script=replace(job.script, cues=(jingle, *job.script.cues))))
        clip = narration.clips[0]
        assert (clip.start_samples, clip.end_samples / 22050) == (0, pytest.approx(2.0, abs=0.06))
        sound, _ = soundfile.read(narration.mp3_path)
        heard = sound[clip.start_samples : clip.end_samples]
        meter = pyebur128.R128State(1, 22050, pyebur128.MeasurementMode.MODE_I)
        meter.add_frames(np.ascontiguousarray(heard), len(heard))
        assert pyebur128.get_loudness_global(meter) == pytest.approx(-19.0, abs=0.5)

    def test_an_edition_without_a_voice_is_narrated_by_recordings_alone(
        self, make_job: MakeJob, tmp_path: Path
    ) -> None:
        recording = self.tone(tmp_path / "a.wav", 44100, 1)
        job = make_job(voice="")
        alone = replace(job.script, cues=(Cue("s0", Reading((), "Lời Tày"), Pause.END, recording),))
        assert len(narrate(replace(job, script=alone)).clips) == 1
        with pytest.raises(SpeechError):
            narrate(job)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"no sound at all, only words" * 100,
            b"ID3\x03\x00\x00\x00\x00\x00\x00",
            struct.pack("<4sI4s", b"RIFF", 4, b"WAVE"),
        ],
    )
    @pytest.mark.parametrize("name", ["a.mp3", "a.wav", "a.docx"])
    def test_a_file_that_is_no_sound_is_a_source_error(
        self, make_job: MakeJob, tmp_path: Path, name: str, content: bytes
    ) -> None:
        (tmp_path / name).write_bytes(content)
        job = make_job()
        cues = (Cue("", Reading((), ""), Pause.SECTION, tmp_path / name), *job.script.cues)
        with pytest.raises(SourceError, match=name):
            narrate(replace(job, script=replace(job.script, cues=cues)))

    def test_silence_and_absence_are_source_errors(self, make_job: MakeJob, tmp_path: Path) -> None:
        silent = self.tone(tmp_path / "silent.wav", 22050, 1, level=0.0)
        for path in (silent, tmp_path / "absent.mp3"):
            job = make_job()
            with pytest.raises(SourceError):
                narrate(replace(job, script=replace(job.script, cues=(Cue("", Reading((), ""), Pause.END, path),))))


def test_chapters_begin_with_their_sentences_and_reach_to_the_end(make_job: MakeJob) -> None:
    tags = Tags("Cả số", artist="Ủy ban nhân dân xã", track=1, tracks=3)
    narration = narrate(make_job(tags=tags, chapters=(Chapter("Mở đầu", 0), Chapter("Bài hai", 2))))
    tag = mutagen.mp3.MP3(narration.mp3_path).tags
    found = [(tag[f"CHAP:ch{n}"].start_time, tag[f"CHAP:ch{n}"].end_time) for n in (1, 2)]
    second = narration.clips[2].start_samples * 1000 // narration.sample_rate_hz
    assert found == [(0, second), (second, narration.duration_ms)]


def test_lines_become_an_mp3(tmp_path: Path) -> None:
    narration = speak_to_mp3(
        ["Xin chào.", "", "Chào bà con."], tmp_path / "a.mp3", voice="espeak", speech=SpeechSettings()
    )
    assert len(narration.clips) == 2


def test_every_pause_has_its_length() -> None:
    assert all(pause_ms(pause, Profile()) > 0 for pause in Pause)


def test_the_voice_may_change_from_cue_to_cue(make_job: MakeJob) -> None:
    job = make_job(("Một câu ngắn.", "Một câu ngắn.", "Một câu ngắn."))
    cues = list(job.script.cues)
    cues[1] = replace(cues[1], voice="metronome")
    clips = narrate(replace(job, script=replace(job.script, cues=tuple(cues)))).clips
    lengths = [clip.end_samples - clip.start_samples for clip in clips]
    assert lengths[0] == lengths[2] != lengths[1]


def test_starting_to_narrate_loads_no_numpy_before_it_is_needed() -> None:
    heavy = "('numpy', 'pydub', 'mutagen', 'soundfile')"
    program = f"import sys, bantin_media.speech.narration; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 12), st.sampled_from(list(Pause))), min_size=1, max_size=8))
def test_clips_are_in_order_apart_and_within_the_file(make_job: MakeJob, shape: list[tuple[int, Pause]]) -> None:
    job = make_job(tuple(" ".join(["một"] * words) for words, _ in shape), voice="metronome")
    cues = tuple(replace(cue, pause=pause) for cue, (_, pause) in zip(job.script.cues, shape, strict=True))
    narration = narrate(replace(job, script=replace(job.script, cues=cues)))
    edges = [edge for clip in narration.clips for edge in (clip.start_samples, clip.end_samples)]
    assert edges == sorted(edges)
    assert edges[0] == 0
    assert narration.duration_samples >= edges[-1]
    assert soundfile.info(narration.mp3_path).frames == narration.duration_samples
    beat, tick = 22050 * 60 // 232, 1102
    for clip, (words, _) in zip(narration.clips, shape, strict=True):
        beyond = clip.end_samples - clip.start_samples - (words - 1) * beat
        assert beyond == beat if words == 1 else tick < beyond <= tick + 30 * 22050 // 1000 + 1


def test_the_reference_level_is_that_of_the_phone_profile() -> None:
    assert PROFILES["phone"].loudness_lufs == levels.REFERENCE_LUFS


def test_an_engine_implements_the_protocol() -> None:
    engines: list[Engine] = [open_engine(voice, PROFILES["phone"]) for voice in ("espeak", "metronome")]
    assert all("vi" in engine.languages and not engine.needs_network for engine in engines)
