"""A local neural voice (Piper): a sentence of spoken words → its sound, deterministic on machines of one kind.

Sampling noise of the model is 0, so output is deterministic.  The model runs on one thread: with four, sums are added
in another order and samples differ; processes run in parallel instead.  Phonemes come from Piper's own copy of
espeak-ng, so words that it misreads are respelled as for the embedded voice.
"""

from __future__ import annotations

import json
import logging
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from typing import Any, ClassVar, Final

from ...configuration.settings import Profile
from ...errors import ConfigError, SpeechError
from ...messages import message
from ..engine import Speech, excerpt
from . import piper_voices
from .espeak import refuse_unspeakable, respell, respelling_digest
from .pace import speaking_pace
from .piper_voices import Installed

VIETNAMESE: Final = "vi"
_KINDS: Final = frozenset({"espeak", "text"})
"""What a model may be fed with; Piper's other kinds need libraries and downloads of their own."""
_FRAME: Final = frozenset("_^$")
"""What Piper puts between and around the sounds."""
_PAUSE_MS: Final = 230
"""Between two parts of a sentence that Piper speaks one by one, as after a question in quotation marks."""
_FULL_SCALE: Final = 32767.0


class CannotRun(Exception):  # noqa: N818 -- it never leaves the room: who knows the place makes an error of it
    """A model that onnxruntime refuses, or Piper's description of one that cannot be used; in our own words."""


@dataclass(frozen=True, slots=True)
class Piper:
    """One speaker of an installed voice at one pace."""

    voice: Installed
    speaker: int
    length_scale: float
    fingerprint: str

    gain_db: ClassVar[None] = None
    """Measured once for each voice and kept with the store."""
    needs_network: ClassVar[bool] = False
    max_parallel: ClassVar[int] = 0
    longest_text: ClassVar[int] = 180
    """The model's memory grows with what it says at once, and is not given back: 450 MB with this, 1.1 GB with 600."""

    @property
    def sample_rate_hz(self) -> int:
        """Return the rate that the model was trained at."""
        return self.voice.sample_rate_hz

    @property
    def languages(self) -> frozenset[str]:
        """Return the one language of the model."""
        return frozenset({self.voice.language})

    def speak(self, text: str) -> Speech:
        """Return the sound of `text`; raises `SpeechError` for what the model has no sound for."""
        from onnxruntime.capi import onnxruntime_pybind11_state as refusals
        from piper import SynthesisConfig

        model = loaded(self.voice)
        config = SynthesisConfig(
            speaker_id=self.speaker, length_scale=self.length_scale, noise_scale=0.0, noise_w_scale=0.0
        )
        try:
            sounds = [
                _pcm(model.phoneme_ids_to_audio(model.phonemes_to_ids(part), config), text)
                for part in phonemes(model, self.voice, text)
            ]
        except (refusals.Fail, refusals.InvalidArgument, refusals.RuntimeException) as error:
            raise SpeechError(excerpt(text), message("the model did not speak: {cause}", cause=_said(error))) from error
        silence = bytes(2 * (_PAUSE_MS * self.sample_rate_hz // 1000))
        return Speech(silence.join(sounds), self.sample_rate_hz)


def open_voice(variant: str, profile: Profile) -> Piper:
    """Return the voice `variant`: `<name>`; of several speakers in it one as `<name>:<speaker>` or `<name>#<number>`.

    Raises `ConfigError` if Piper is not installed, if there is no such voice or speaker, or if its files are
    not those that were added.
    """
    libraries = libraries_used()
    name, _, speaker = variant.partition(":" if ":" in variant else "#")
    voice = piper_voices.read(name)
    piper_voices.content(voice.config_path, voice.config_sha256)
    number = speaker_number(voice, speaker, by_number="#" in variant)
    return engine(voice, number, length_scale_for(profile, voice.paces), libraries)


def engine(voice: Installed, speaker: int, length_scale: float, libraries: str) -> Piper:
    """Return speaker number `speaker` of `voice`, whose sounds last `length_scale` times their own length."""
    files = f"{voice.sha256} {voice.config_sha256} {voice.language}"
    manner = f"{speaker} {length_scale:.2f} {respelling_digest()}"
    return Piper(voice, speaker, length_scale, f"piper 1 {libraries} {files} {manner}")


def data_digest(variant: str) -> str:
    """Return the digest of the files that `variant` speaks from; empty if they are not there."""
    return piper_voices.record_digest(variant.partition(":")[0].partition("#")[0])


def length_scale_for(profile: Profile, paces: tuple[tuple[float, float], ...]) -> float:
    """Return the scale at which a voice with `paces` has the profile's pace; the nearest that it was measured at."""
    wanted_ms = 60_000 / speaking_pace(profile)
    rows = ((paces[0][0], 0.0), *paces) if paces else ((1.0, 0.0),)
    for (low, shorter_ms), (high, longer_ms) in pairwise(rows):
        if wanted_ms <= longer_ms:
            return round(low + (high - low) * (wanted_ms - shorter_ms) / (longer_ms - shorter_ms), 2)
    return rows[-1][0]


def speaker_number(voice: Installed, speaker: str, *, by_number: bool = False) -> int:
    """Return the number of `speaker` in `voice`: by name, or by number; the first if none is named."""
    if not speaker:
        return voice.default_speaker
    if by_number and speaker.isascii() and speaker.isdecimal() and int(speaker) < max(len(voice.speakers), 1):
        return int(speaker)
    if not by_number and speaker in voice.speakers:
        return voice.speakers.index(speaker)
    several = ", ".join(f"{number} {name}" for number, name in enumerate(voice.speakers))
    raise ConfigError(
        f"piper:{voice.name}",
        message('this voice has no speaker "{speaker}"', speaker=speaker),
        message("It has these: {names}.", names=several)
        if several
        else message("It has one speaker only; write {voice}.", voice=f"piper:{voice.name}"),
    )


def libraries_used() -> str:
    """Return the versions of what makes the sound.  Raises `ConfigError` if it is not installed."""
    try:
        piper = version("piper-tts")
        import onnxruntime
    except (PackageNotFoundError, ImportError) as error:
        raise ConfigError(
            "piper",
            message("this voice needs a library that is not installed: {library}", library="piper-tts"),
            message("Install it: {command}", command=".venv/bin/pip install piper-tts"),
        ) from error
    return f"{piper} onnxruntime {onnxruntime.__version__}"


@lru_cache(maxsize=2)
def loaded(voice: Installed) -> Any:
    """Return Piper's own object for `voice`, warm; two of them, since an edition may have two voices.

    Raises `ConfigError` if the files are not those that were added, or cannot be used.
    """
    piper_voices.content(voice.model_path, voice.sha256)
    description = piper_voices.content(voice.config_path, voice.config_sha256)
    try:
        return model_of(str(voice.model_path), description)
    except CannotRun as error:
        raise ConfigError(
            str(voice.model_path), str(error), message("Add the voice again: bantin voices add FILE")
        ) from error


def model_of(model: str | bytes, description: bytes) -> Any:
    """Return Piper's own object for a model, or the path of one, and its description; raises `CannotRun`.

    From a path it needs 60 MB less: a session keeps the bytes that it was given.
    """
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as refusals
    from piper import PiperConfig, PiperVoice

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.enable_mem_pattern = False  # no two sentences have one shape: patterns would only fill memory
    options.log_severity_level = 4  # what it has to say is raised; the rest are its own affairs
    logging.getLogger("piper").setLevel(logging.ERROR)
    try:
        config = PiperConfig.from_dict(json.loads(description))
        if config.phoneme_type.value not in _KINDS:
            raise CannotRun(message('it is fed with "{kind}", which is not used here', kind=config.phoneme_type.value))
        if _FRAME - config.phoneme_id_map.keys():
            raise CannotRun(message("its description has no table of sounds"))
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotRun(message("its description is not that of a Piper voice: {cause}", cause=error)) from error
    except (
        refusals.Fail, refusals.InvalidArgument, refusals.InvalidGraph, refusals.InvalidProtobuf,
        refusals.NotImplemented, refusals.RuntimeException, refusals.NoSuchFile,
    ) as error:  # fmt: skip
        raise CannotRun(message("it is no model that can be run: {cause}", cause=_said(error))) from error
    return PiperVoice(session=session, config=config)


def phonemes(model: Any, voice: Installed, text: str) -> list[list[str]]:
    """Return what the model is fed for `text`, part by part; raises `SpeechError` if it knows some of it not."""
    said = unicodedata.normalize("NFC", text)
    if voice.language == VIETNAMESE:
        refuse_unspeakable(said)
        said = respell(said) if model.config.phoneme_type.value == "espeak" else said.lower()
    try:
        found: list[list[str]] = [part for part in model.phonemize(said) if part]
    except RuntimeError as error:  # espeak-ng has no such voice
        raise SpeechError(excerpt(text), message("the model did not speak: {cause}", cause=_said(error))) from error
    unknown = sorted({sound for part in found for sound in part} - model.config.phoneme_id_map.keys())
    if unknown:
        raise SpeechError(
            excerpt(text),
            message("the model was never taught these sounds: {sounds}", sounds=" ".join(unknown)),
            message("Write the word otherwise in input/lexicon.tsv, or choose another voice."),
        )
    return found


def _pcm(audio: Any, text: str) -> bytes:
    """Return what the model gave, -1 to 1, as 16-bit samples; raises `SpeechError` if it is no sound at all."""
    import numpy as np

    samples = np.asarray(audio, dtype=np.float32).reshape(-1)
    if not np.isfinite(samples).all():
        raise SpeechError(excerpt(text), message("the voice did not return sound"))
    pcm: bytes = (samples.clip(-1.0, 1.0) * _FULL_SCALE).astype("<i2").tobytes()
    return pcm


def _said(error: BaseException) -> str:
    """Return what a library says of itself, in one short line."""
    return excerpt(" ".join(str(error).split()))
