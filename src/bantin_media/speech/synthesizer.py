"""A spoken sentence → its encoded segment: from the store, or synthesized, checked, levelled, encoded and stored.

Every voice receives Vietnamese syllables only (`vietnamese.sounds`).  A sentence too long for an engine is synthesized
in parts, which become one segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..audio import levels, sentence
from ..audio.calibration import Level
from ..audio.mp3 import DECODER_DELAY, SAMPLES_PER_FRAME, FrameFormat, Segment, count_frames
from ..audio.resampling import fingerprint
from ..cache import Cache, Codec, digest
from ..errors import OutputError, SpeechError
from ..messages import cause_of, message
from ..model import has_words
from ..vietnamese.sounds import sounded
from ..vietnamese.syllables import count_syllables
from .clauses import cut
from .engine import Engine, Speech, excerpt
from .phrasing import phrased
from .utterance import Part, Utterance
from .voice_level import calibration, level_of

_MS_PER_SYLLABLE: Final = (70, 1000)
_EXPECTED_MS: Final = (150, 500)
"""The usual duration per word of a Vietnamese sentence; a duration in this range needs no further check."""
_MS_PER_SENTENCE: Final = 800
"""Additional duration allowed per sentence, for the silence that the engine adds at both ends."""
_MS_PER_COMMA: Final = 600
_LOUDEST_UNCHECKED_LUFS: Final = -15.0
"""Up to this loudness the limiter leaves enough headroom for encoder overshoot if the voice declares its gain.

Above it the peaks are checked.
"""
_FAINTEST: Final = 300
"""A sentence whose samples are all below this value (1 % of full scale) cannot be heard."""


_SEGMENT: Final = Codec(Segment.to_bytes, Segment.from_bytes)


class Synthesizer:
    """Synthesizes with one engine, at one loudness, in one MP3 format, and stores the segments.

    `level` is the measured level of a voice whose engine declares no gain.  If it is None, the level is read from the
    store, or measured when the first sentence is synthesized.
    """

    def __init__(
        self,
        engine: Engine,
        frame_format: FrameFormat,
        *,
        loudness_lufs: float,
        store: Cache | None,
        level: Level | None = None,
    ) -> None:
        self._engine = engine
        self._frame_format = frame_format
        self._loudness_lufs = loudness_lufs
        self._store = store or Cache(None)
        self._level = level
        self._peaks_checked = engine.gain_db is None or loudness_lufs > _LOUDEST_UNCHECKED_LUFS
        spoken = f"{loudness_lufs:.3f} {calibration()}"
        if engine.gain_db is not None:
            typical_lufs = levels.REFERENCE_LUFS - engine.gain_db
            self._level = Level(levels.drive_db(engine.gain_db, loudness_lufs), typical_lufs=typical_lufs)
            spoken = f"{self._level.gain_db:.3f} {typical_lufs:.2f}"
        rates = fingerprint(engine.sample_rate_hz, frame_format.sample_rate_hz)
        self.ingredients: tuple[str, ...] = (
            engine.fingerprint,
            f"{levels.FINGERPRINT} {sentence.FINGERPRINT} {spoken}",
            frame_format.fingerprint,
            *((rates,) if rates else ()),
        )
        """Everything besides the text that determines the sound; with the text it forms the store key."""

    def segment(self, text: str) -> Segment:
        """Return the segment of `text`, synthesized only if it is not in the store.  Raises `SpeechError`."""
        spoken = phrased(sounded(text))
        return self._store.of(
            self._ingredients(spoken), lambda: self._utterance(spoken, self._parts(spoken)).segment(), _SEGMENT
        )

    def lacks(self, text: str) -> bool:
        """Return whether the store has no segment of `text`, so that it has to be synthesized."""
        return self._store.get(self._key(phrased(sounded(text)))) is None

    def utterance(self, text: str) -> Utterance:
        """Return the raw, checked sound of `text`.  Raises `SpeechError`.

        Call `level` before: then this method changes no state, and several threads may call it if the engine supports
        this.
        """
        spoken = phrased(sounded(text))
        return self._utterance(spoken, tuple(self._parts(spoken)))

    def keep(self, text: str, content: bytes) -> None:
        """Store `content`: the segment of `text`, encoded (`utterance.encoded`) from the result of `utterance`.

        Raises `OutputError` if the store cannot be written, because the synthesis would be lost.
        """
        self._put(phrased(sounded(text)), content)

    def receive(self, text: str, content: bytes) -> None:
        """Store `content`: the segment of `text` from another machine, whose synthesizer has the same `ingredients`.

        Raises `SpeechError` if `content` is not a complete segment in this format, and `OutputError` as `keep` does.
        """
        segment = Segment.from_bytes(content)
        try:
            whole = count_frames(segment.frames, self._frame_format) == segment.frame_count
        except ValueError:
            whole = False
        if not whole or segment.frame_count * SAMPLES_PER_FRAME < segment.samples + DECODER_DELAY:
            raise SpeechError(
                excerpt(text),
                message("a result of the cluster is not a sound in this format"),
                message("Run the same command again; if it fails again, check the machines of the cluster."),
            )
        self._put(phrased(sounded(text)), content)

    def _put(self, spoken: str, content: bytes) -> None:
        self._store.put(self._key(spoken), content)
        if self._store.failure is not None:
            raise OutputError(
                str(self._store.failure.filename or ""),
                message("speech cannot be stored: {cause}", cause=cause_of(self._store.failure)),
                message("Free space on the disk, or allow writing to the folder, and run the same command again."),
            )

    def level(self) -> Level:
        """Return the voice's level.  Raises `SpeechError`.

        If neither the engine nor the store provides the level, it is measured on synthesized sentences.
        """
        if self._level is None:
            self._level = level_of(self._engine, self._parts, self._frame_format, self._loudness_lufs, self._store)
        return self._level

    def _ingredients(self, spoken: str) -> tuple[str, ...]:
        return "speech", spoken, *self.ingredients

    def _key(self, spoken: str) -> str:
        return digest(*self._ingredients(spoken))

    def _parts(self, spoken: str) -> Iterator[Part]:
        for part in parts(spoken, self._engine.longest_text):
            speech = self._engine.speak(part)
            # A server may send a sample rate other than the configured one; its sound comes with the real rate.
            rate_hz = speech.sample_rate_hz if self._engine.max_parallel else self._engine.sample_rate_hz
            refuse_unspoken(part, speech, rate_hz)
            yield part, speech

    def _utterance(self, said: str, spoken: Iterable[Part]) -> Utterance:
        return Utterance(said, spoken, self.level(), self._peaks_checked, self._frame_format)


def parts(text: str, longest: int) -> tuple[str, ...]:
    """Return `text` in parts of at most `longest` characters, cut at pauses (`clauses.cut`); each part has a word."""
    words = (word[start : start + longest] for word in text.split() for start in range(0, len(word), longest))
    return tuple(part for part in cut(" ".join(words), longest) if has_words(part))


def refuse_unspoken(text: str, speech: Speech, sample_rate_hz: int) -> None:
    """Raise `SpeechError` if `speech` cannot be the sound of `text`: wrong format, too short, too long, or silent."""
    duration_ms = speech.samples * 1000 / sample_rate_hz
    syllables = len(text.split())
    if not syllables * _EXPECTED_MS[0] <= duration_ms <= syllables * _EXPECTED_MS[1]:
        syllables = count_syllables(text)  # exact for foreign words, but a hundred times slower
    least_ms, most_ms = (syllables * bound for bound in _MS_PER_SYLLABLE)
    most_ms += _MS_PER_SENTENCE + _MS_PER_COMMA * text.count(",")
    if speech.sample_rate_hz != sample_rate_hz or len(speech.pcm) % 2:
        what = message("the voice did not return sound")
    elif duration_ms < least_ms:
        what = message(
            "the sound is too short: {got} ms for {syllables} syllables", got=int(duration_ms), syllables=syllables
        )
    elif duration_ms > most_ms:
        what = message(
            "the sound is too long: {got} ms for {syllables} syllables", got=int(duration_ms), syllables=syllables
        )
    elif not levels.is_audible(speech.pcm, _FAINTEST):
        what = message("the voice returned silence")
    else:
        return
    raise SpeechError(
        excerpt(text), what, message("Change the sentence, or give its spoken words in input/lexicon.tsv.")
    )
