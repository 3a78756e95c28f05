"""A local neural voice (Piper): a sentence of spoken words → its sound, deterministic on machines of one kind.

The sampling noise of the model is 0, so the output is deterministic.  The model runs on one thread, because several
threads add sums in another order, which changes samples; processes run in parallel instead.  Phonemes come from Piper's
copy of espeak-ng, so words that it mispronounces are respelled as for the embedded voice.
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
"""The supported kinds of model input; Piper's other kinds need additional libraries and downloads."""
_FRAME: Final = frozenset("_^$")
"""The symbols that Piper adds between and around the phonemes."""
_PAUSE_MS: Final = 230
"""The pause between parts of a sentence that Piper synthesizes separately, as after a quoted question."""
_FULL_SCALE: Final = 32767.0


class CannotRun(Exception):  # noqa: N818 -- internal: callers turn it into an error with a place
    """onnxruntime refuses the model, or its Piper description cannot be used; the message is this program's own."""


@dataclass(frozen=True, slots=True)
class Piper:
    """One speaker of an installed voice at one pace."""

    voice: Installed
    speaker: int
    length_scale: float
    fingerprint: str

    gain_db: ClassVar[None] = None
    """None: the gain is measured once per voice and stored."""
    needs_network: ClassVar[bool] = False
    max_parallel: ClassVar[int] = 0
    longest_text: ClassVar[int] = 180
    """The memory of the model grows with the text and is not released: 450 MB with this limit, 1.1 GB with 600."""

    @property
    def sample_rate_hz(self) -> int:
        """Return the sample rate of the model."""
        return self.voice.sample_rate_hz

    @property
    def languages(self) -> frozenset[str]:
        """Return the only language of the model."""
        return frozenset({self.voice.language})

    def speak(self, text: str) -> Speech:
        """Return the sound of `text`.  Raises `SpeechError` if the model lacks a phoneme of it."""
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
            raise SpeechError(excerpt(text), message("the model failed: {cause}", cause=_said(error))) from error
        silence = bytes(2 * (_PAUSE_MS * self.sample_rate_hz // 1000))
        return Speech(silence.join(sounds), self.sample_rate_hz)


def open_voice(variant: str, profile: Profile) -> Piper:
    """Return the voice `variant`: `<name>`, or with a speaker `<name>:<speaker>` or `<name>#<number>`.

    Raises `ConfigError` if Piper is not installed, if there is no such voice or speaker, or if the files have changed
    since they were added.
    """
    libraries = libraries_used()
    name, _, speaker = variant.partition(":" if ":" in variant else "#")
    voice = piper_voices.read(name)
    piper_voices.content(voice.config_path, voice.config_sha256)
    number = speaker_number(voice, speaker, by_number="#" in variant)
    return engine(voice, number, length_scale_for(profile, voice.paces), libraries)


def engine(voice: Installed, speaker: int, length_scale: float, libraries: str) -> Piper:
    """Return speaker number `speaker` of `voice`, with all durations multiplied by `length_scale`."""
    files = f"{voice.sha256} {voice.config_sha256} {voice.language}"
    manner = f"{speaker} {length_scale:.2f} {respelling_digest()}"
    return Piper(voice, speaker, length_scale, f"piper 1 {libraries} {files} {manner}")


def data_digest(variant: str) -> str:
    """Return the digest of the files of `variant`; empty if it is not installed."""
    return piper_voices.record_digest(variant.partition(":")[0].partition("#")[0])


def length_scale_for(profile: Profile, paces: tuple[tuple[float, float], ...]) -> float:
    """Return the length scale that gives a voice with `paces` the profile's pace, within the measured range."""
    wanted_ms = 60_000 / speaking_pace(profile)
    rows = ((paces[0][0], 0.0), *paces) if paces else ((1.0, 0.0),)
    for (low, shorter_ms), (high, longer_ms) in pairwise(rows):
        if wanted_ms <= longer_ms:
            return round(low + (high - low) * (wanted_ms - shorter_ms) / (longer_ms - shorter_ms), 2)
    return rows[-1][0]


def speaker_number(voice: Installed, speaker: str, *, by_number: bool = False) -> int:
    """Return the number of `speaker`, a name or number; the default speaker if empty.  Raises `ConfigError`."""
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
    """Return the versions of the libraries that make the sound.  Raises `ConfigError` if one is not installed."""
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
    """Return Piper's object for `voice`, loaded; two are kept, because an edition may have two voices.

    Raises `ConfigError` if the files have changed since they were added, or cannot be used.
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
    """Return Piper's object for a model (bytes or path) and its description.  Raises `CannotRun`.

    With a path it needs 60 MB less memory, because a session keeps the bytes of a model.
    """
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as refusals
    from piper import PiperConfig, PiperVoice

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.enable_mem_pattern = False  # every sentence has another shape, so patterns only use memory
    options.log_severity_level = 4  # errors are raised anyway; other log messages are not needed
    logging.getLogger("piper").setLevel(logging.ERROR)
    try:
        config = PiperConfig.from_dict(json.loads(description))
        if config.phoneme_type.value not in _KINDS:
            raise CannotRun(message('its input is "{kind}", which is not supported', kind=config.phoneme_type.value))
        if _FRAME - config.phoneme_id_map.keys():
            raise CannotRun(message("its description has no table of sounds"))
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotRun(message("its description is not that of a Piper voice: {cause}", cause=error)) from error
    except (
        refusals.Fail, refusals.InvalidArgument, refusals.InvalidGraph, refusals.InvalidProtobuf,
        refusals.NotImplemented, refusals.RuntimeException, refusals.NoSuchFile,
    ) as error:  # fmt: skip
        raise CannotRun(message("it is not a usable model: {cause}", cause=_said(error))) from error
    return PiperVoice(session=session, config=config)


def phonemes(model: Any, voice: Installed, text: str) -> list[list[str]]:
    """Return the phonemes of `text`, part by part.  Raises `SpeechError` if the model lacks one of them."""
    composed = unicodedata.normalize("NFC", text)
    if voice.language == VIETNAMESE:
        refuse_unspeakable(composed)
        composed = respell(composed) if model.config.phoneme_type.value == "espeak" else composed.lower()
    try:
        found: list[list[str]] = [part for part in model.phonemize(composed) if part]
    except RuntimeError as error:  # espeak-ng lacks the voice of the description
        raise SpeechError(excerpt(text), message("the model failed: {cause}", cause=_said(error))) from error
    unknown = sorted({sound for part in found for sound in part} - model.config.phoneme_id_map.keys())
    if unknown:
        raise SpeechError(
            excerpt(text),
            message("the model lacks these sounds: {sounds}", sounds=" ".join(unknown)),
            message("Write the word differently in input/lexicon.tsv, or choose another voice."),
        )
    return found


def _pcm(audio: Any, text: str) -> bytes:
    """Return the model's output (-1 to 1) as 16-bit PCM.  Raises `SpeechError` if a value is not finite."""
    import numpy as np

    samples = np.asarray(audio, dtype=np.float32).reshape(-1)
    if not np.isfinite(samples).all():
        raise SpeechError(excerpt(text), message("the voice did not return sound"))
    pcm: bytes = (samples.clip(-1.0, 1.0) * _FULL_SCALE).astype("<i2").tobytes()
    return pcm


def _said(error: BaseException) -> str:
    """Return the text of a library's exception in one short line."""
    return excerpt(" ".join(str(error).split()))
