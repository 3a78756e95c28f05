"""The cache of narrations: digest of the ingredients → a finished MP3 and its clips.

The MP3 is not copied: it is the published file, or a part of the talking book, from which the next book copies it.
`OutputCache` checks that the file is unchanged.  If only the tag has changed, the frames are copied from the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ..cache import OutputCache, file_digest, sealed
from ..files import write_whole
from ..model import Clip, Narration
from ..speech.narration import Job
from ..speech.reuse import FinishedMp3

_FORMAT: Final = 4
_Row = tuple[str, str, str, int, int, int, int, str, tuple[str, ...], str]
"""A narration as JSON values."""
_PLACE: Final = 2
_SOUND: Final = 9


@dataclass(frozen=True, slots=True)
class _Record:
    """Digest of the ingredients → narration."""

    takes: Mapping[str, _Row]


@dataclass(frozen=True, slots=True)
class Ingredients:
    """The digests of all that an MP3 depends on, except its path, and of all that its frames depend on."""

    whole: str
    sound: str

    def told_of(self, narration: Narration) -> Narration:
        """Return `narration` with the ingredients that it was made of."""
        return replace(narration, ingredients=self.whole, sound=self.sound)


class NarrationCache:
    """The narrations of one edition, recorded at `path`; `outputs` are the edition's finished files."""

    def __init__(self, path: Path, outputs: OutputCache) -> None:
        self.path = path
        self.outputs = outputs
        self._known = _read(path)
        self._by_sound = {(row[_SOUND], row[_PLACE]): row for row in self._known.values()}

    def ingredients(self, job: Job) -> Ingredients:
        """Return the ingredients of the MP3 of `job`; its tag and its names are not ingredients of its frames."""
        script, tags, sound = job.script, job.tags, self._sound(job)
        cover = file_digest(tags.cover) if tags and tags.cover else ""
        whole = self.outputs.digest(
            f"{script.document} {script.title} {[cue.sentence_id for cue in script.cues]}",
            sound,
            f"{tags and replace(tags, cover=None)} {cover} {job.chapters}",
        )
        return Ingredients(whole, sound)

    def _sound(self, job: Job) -> str:
        spoken = [(cue.spoken, cue.pause, str(cue.recording or ""), cue.voice) for cue in job.script.cues]
        recordings = dict.fromkeys(cue.recording for cue in job.script.cues if cue.recording)
        return self.outputs.digest(f"{spoken}", f"{job.voice} {job.speech}", *map(file_digest, recordings))

    def find(self, job: Job, ingredients: Ingredients) -> Narration | None:
        """Return the earlier narration of these `ingredients`, or None.

        Its file must be unchanged, and must be the target of `job` or a talking book.
        """
        known = self._known.get(ingredients.whole)
        if known is None:
            return None
        found = _narration(ingredients.whole, known, self.outputs.root)
        is_at_hand = found.begin > 0 or found.mp3_path == job.target
        return found if is_at_hand and self.outputs.is_unchanged(found.mp3_path) else None

    def with_frames(self, job: Job, ingredients: Ingredients) -> Job:
        """Return `job` with the earlier MP3 at its target added, if that has the same sound and another tag."""
        if not job.target.is_relative_to(self.outputs.root):
            return job
        place = job.target.relative_to(self.outputs.root).as_posix()
        known = self._by_sound.get((ingredients.sound, place))
        if known is None or not self.outputs.is_unchanged(job.target):
            return job
        narration = _narration("", known, self.outputs.root)
        return replace(job, finished=(FinishedMp3(job.script, narration), *job.finished))

    def write(self, narrations: Iterable[Narration], book: Path | None) -> None:
        """Record `narrations`; those without a file in the output are inside `book`.  Raises `OutputError`."""
        from ..publication.writers.epub.container import sound_places  # imported late: a check makes no book

        root, places = self.outputs.root, sound_places(book) if book else {}
        kept = {}
        for one in narrations:
            is_own = one.begin == 0 and one.mp3_path.is_relative_to(root)
            if is_own:
                kept[one.ingredients] = _row(one, root)
            elif book and one.document in places:
                kept[one.ingredients] = _row(replace(one, mp3_path=book, begin=places[one.document]), root)
        write_whole(self.path, sealed.sealed(_FORMAT, _Record(kept)))


def _row(narration: Narration, root: Path) -> _Row:
    """Return a narration as JSON values; its clips are one string, which is parsed only if it is needed."""
    clips = "\n".join(f"{one.sentence_id} {one.start_samples} {one.end_samples}" for one in narration.clips)
    place = narration.mp3_path.relative_to(root).as_posix()
    return (
        narration.document, narration.title, place, narration.begin, narration.size_bytes, narration.sample_rate_hz,
        narration.duration_samples, clips, narration.silent, narration.sound,
    )  # fmt: skip


def _narration(ingredients: str, row: _Row, root: Path) -> Narration:
    document, title, place, begin, size_bytes, sample_rate_hz, duration_samples, lines, silent, sound = row
    clips = (line.rsplit(" ", 2) for line in lines.split("\n"))
    return Narration(
        document, title, root / place, sample_rate_hz, duration_samples, size_bytes,
        tuple(Clip(id, int(start), int(end)) for id, start, end in clips), begin=begin, ingredients=ingredients,
        silent=silent, sound=sound,
    )  # fmt: skip


def _read(path: Path) -> Mapping[str, _Row]:
    """Return the rows at `path` by their ingredients; an empty mapping if the record is damaged or foreign."""
    found = sealed.read(path, _FORMAT, _Record)
    rows = found.takes if found else {}
    return rows if all(map(_is_sound, rows.values())) else {}


def _is_sound(row: _Row) -> bool:
    """Return whether the values of a row are possible; a valid checksum does not prove who wrote the record."""
    try:
        found = _narration("", row, Path())
    except ValueError:
        return False
    whole = found.sample_rate_hz > 0 and found.begin >= 0 and found.size_bytes > 0
    return (
        whole
        and sealed.is_inside(row[_PLACE])
        and all(0 <= one.start_samples <= one.end_samples for one in found.clips)
    )
