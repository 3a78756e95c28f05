"""Sound for the desk: a sentence, an article, the running order, with the times of each sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import UsageError
from ..files import private_folder, slug
from ..messages import message
from ..model import Cue, Pause, Script
from ..pipeline.preparation import Prepared
from ..pipeline.production import Examined
from ..speech.narration import narrate


@dataclass(frozen=True, slots=True)
class Heard:
    """An MP3 and the times of its sentences: id, first and last millisecond."""

    content: bytes
    clips: tuple[tuple[str, int, int], ...]
    duration_ms: int


def sentence(examined: Examined, number: int, sentence_id: str) -> Heard:
    """Return the sound of one sentence of article `number`, in its voice of this edition.

    Raises `UsageError` if the sentence does not exist, `SpeechError`.
    """
    one = article_of(examined, number)
    words = dict(sentences(one))
    if sentence_id not in words:
        raise UsageError(sentence_id, message("there is no such sentence"), "")
    reading = next(found for found in one.readings if found.written == words[sentence_id])
    return _narrated(examined, one, (Cue(sentence_id, reading, Pause.END),))


def article(examined: Examined, number: int) -> Heard:
    """Return the sound of a whole article as in the broadcast.  Raises `SpeechError`, `SourceError`."""
    one = article_of(examined, number)
    return _narrated(examined, one, one.script.cues)


def programme(examined: Examined) -> Heard:
    """Return the sound of the running order.  Raises `SpeechError`, `SourceError`."""
    audio = examined.audio
    script, _ = audio.script([one for one in audio.scripted if one.script.is_heard], slug(audio.edition.id))
    return _made(examined, script)


def article_of(examined: Examined, number: int) -> Prepared:
    """Return article `number`.  Raises `UsageError` if it does not exist."""
    for one in examined.audio.scripted:
        if one.article.number == number:
            return one
    raise UsageError(str(number), message("there is no such article in this edition"), "")


def sentences(one: Prepared) -> Iterable[tuple[str, str]]:
    """Yield id and text of every visible sentence of an article."""
    from ..speech.running_order import all_texts

    return ((sentence.id, sentence.text) for text in all_texts(one.article) for sentence in text)


def _narrated(examined: Examined, one: Prepared, cues: tuple[Cue, ...]) -> Heard:
    voice = examined.audio.plan.settings.voice_of(one.article.number, one.article.section)
    spoken = tuple(cue if cue.voice else replace(cue, voice=voice) for cue in cues)
    return _made(examined, Script(one.article.slug, "", spoken))


def _made(examined: Examined, script: Script) -> Heard:
    with private_folder() as folder:
        job = replace(examined.audio.blank_job(), script=script, target=Path(folder) / "nghe.mp3")
        made = narrate(job)
        content = job.target.read_bytes()
    rate = made.sample_rate_hz
    clips = tuple(
        (clip.sentence_id, clip.start_samples * 1000 // rate, clip.end_samples * 1000 // rate) for clip in made.clips
    )
    return Heard(content, clips, made.duration_ms)
