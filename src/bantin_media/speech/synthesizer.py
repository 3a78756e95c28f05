"""A spoken sentence → its encoded segment: from the store, or synthesized, checked, levelled, encoded and stored.

Every voice is given Vietnamese syllables only (`vietnamese.sounds`).  A sentence too long for an engine is spoken in
parts and stays one segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..audio import levels, take
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
"""What the words of a Vietnamese sentence last, each; within it nothing needs a closer look."""
_MS_PER_SENTENCE: Final = 800
"""What a sentence may last beyond its syllables: the engine's own silence around them."""
_MS_PER_COMMA: Final = 600
_LOUDEST_UNCHECKED_LUFS: Final = -15.0
"""Up to it the limiter of a voice that declares its gain leaves room for what the encoder adds; above, peaks count."""
_FAINTEST: Final = 300
"""A sentence without one sample as loud as this (1 % of full scale) cannot be heard."""


_SEGMENT: Final = Codec(Segment.to_bytes, Segment.from_bytes)


class Synthesizer:
    """One engine at one loudness in one MP3 format, and the store of its segments.

    `level` is the measured level of a voice whose engine does not know its loudness.  Without it the level is read
    from the store, or measured when the first sentence is spoken.
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
        said = f"{loudness_lufs:.3f} {calibration()}"
        if engine.gain_db is not None:
            typical_lufs = levels.REFERENCE_LUFS - engine.gain_db
            self._level = Level(levels.drive_db(engine.gain_db, loudness_lufs), typical_lufs=typical_lufs)
            said = f"{self._level.gain_db:.3f} {typical_lufs:.2f}"
        rates = fingerprint(engine.sample_rate_hz, frame_format.sample_rate_hz)
        self.ingredients: tuple[str, ...] = (
            engine.fingerprint,
            f"{levels.FINGERPRINT} {take.FINGERPRINT} {said}",
            frame_format.fingerprint,
            *((rates,) if rates else ()),
        )
        """All that its sound depends on besides the text; the rest of a store key."""

    def segment(self, text: str) -> Segment:
        """Return the sound of `text`, spoken only if it is not in the store; raises `SpeechError`."""
        said = phrased(sounded(text))
        return self._store.of(
            self._ingredients(said), lambda: self._utterance(said, self._parts(said)).segment(), _SEGMENT
        )

    def lacks(self, text: str) -> bool:
        """Return whether `text` is not in the store, so that it would have to be spoken."""
        return self._store.get(self._key(phrased(sounded(text)))) is None

    def utterance(self, text: str) -> Utterance:
        """Return the raw, checked sound of `text`; raises `SpeechError`.

        It changes no state, so threads may call it if the engine allows several; the level has to be known.
        """
        said = phrased(sounded(text))
        return self._utterance(said, tuple(self._parts(said)))

    def keep(self, text: str, content: bytes) -> None:
        """Store the segment that `utterance.encoded` made of what `utterance` returned for `text`.

        Raises `OutputError` if the store cannot be written: it would be spoken for nothing.
        """
        self._put(phrased(sounded(text)), content)

    def receive(self, text: str, content: bytes) -> None:
        """Store the segment that a synthesizer of the same `ingredients` made of `text` on another machine.

        Raises `SpeechError` if it is no whole segment of this format, and `OutputError` as `keep` does.
        """
        segment = Segment.from_bytes(content)
        try:
            whole = count_frames(segment.frames, self._frame_format) == segment.frame_count
        except ValueError:
            whole = False
        if not whole or segment.frame_count * SAMPLES_PER_FRAME < segment.samples + DECODER_DELAY:
            raise SpeechError(
                excerpt(text),
                message("what came from the cluster is no sound of this format"),
                message("Run the same command again; if it comes again, look at the machines of the cluster."),
            )
        self._put(phrased(sounded(text)), content)

    def _put(self, said: str, content: bytes) -> None:
        self._store.put(self._key(said), content)
        if self._store.failure is not None:
            raise OutputError(
                str(self._store.failure.filename or ""),
                message("speech cannot be stored: {cause}", cause=cause_of(self._store.failure)),
                message("Make room on the disk, or allow writing to the folder, and run the same command again."),
            )

    def level(self) -> Level:
        """Return the voice's level, measured by speaking where neither engine nor store knows it; or `SpeechError`."""
        if self._level is None:
            self._level = level_of(self._engine, self._parts, self._frame_format, self._loudness_lufs, self._store)
        return self._level

    def _ingredients(self, said: str) -> tuple[str, ...]:
        return "speech", said, *self.ingredients

    def _key(self, said: str) -> str:
        return digest(*self._ingredients(said))

    def _parts(self, said: str) -> Iterator[Part]:
        for part in parts(said, self._engine.longest_text):
            speech = self._engine.speak(part)
            # A server may send another rate than it is described with: its file says which.
            rate_hz = speech.sample_rate_hz if self._engine.max_parallel else self._engine.sample_rate_hz
            refuse_unspoken(part, speech, rate_hz)
            yield part, speech

    def _utterance(self, said: str, spoken: Iterable[Part]) -> Utterance:
        return Utterance(said, spoken, self.level(), self._peaks_checked, self._frame_format)


def parts(text: str, longest: int) -> tuple[str, ...]:
    """Return `text` cut into parts of at most `longest` characters, where one breathes (`clauses.cut`)."""
    words = (word[start : start + longest] for word in text.split() for start in range(0, len(word), longest))
    return tuple(part for part in cut(" ".join(words), longest) if has_words(part))


def refuse_unspoken(text: str, speech: Speech, sample_rate_hz: int) -> None:
    """Raise `SpeechError` if `speech` cannot be the sound of `text`: none, too little, too much, or silence."""
    duration_ms = speech.samples * 1000 / sample_rate_hz
    syllables = len(text.split())
    if not syllables * _EXPECTED_MS[0] <= duration_ms <= syllables * _EXPECTED_MS[1]:
        syllables = count_syllables(text)  # foreign words have several; a hundred times the cost of counting words
    least_ms, most_ms = (syllables * bound for bound in _MS_PER_SYLLABLE)
    most_ms += _MS_PER_SENTENCE + _MS_PER_COMMA * text.count(",")
    if speech.sample_rate_hz != sample_rate_hz or len(speech.pcm) % 2:
        what = message("the voice did not return sound")
    elif duration_ms < least_ms:
        what = message(
            "the voice said too little: {got} ms for {syllables} syllables", got=int(duration_ms), syllables=syllables
        )
    elif duration_ms > most_ms:
        what = message(
            "the voice said too much: {got} ms for {syllables} syllables", got=int(duration_ms), syllables=syllables
        )
    elif not levels.is_audible(speech.pcm, _FAINTEST):
        what = message("the voice returned silence")
    else:
        return
    raise SpeechError(
        excerpt(text), what, message("Write the sentence otherwise, or give its words in input/lexicon.tsv.")
    )
