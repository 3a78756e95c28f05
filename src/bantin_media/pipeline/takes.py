"""What earlier builds narrated, by the digest of all it was made of: a job that is the same is not narrated again.

A take is a finished MP3 with its clips.  The MP3 stays where it was published: a file of its own, or inside the
talking book, from which the next book copies it.  A shortcut only: the ledger says whether that file is still what
was made, and without takes the same bytes come out of the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ..files import write_whole
from ..manifest import Ledger, sha256
from ..model import Clip, Narration
from ..publication.writers.epub.container import sound_places
from ..speech.narration import Job

_FORMAT: Final = 2


class Takes:
    """The takes of one edition, read from and written to `path`; `ledger` is that of the edition's output."""

    def __init__(self, path: Path, ledger: Ledger) -> None:
        self._path = path
        self.ledger = ledger
        self._known = _read(path)

    def ingredients(self, job: Job) -> str:
        """Return the digest of all that the MP3 of `job` depends on, wherever it is to be written."""
        script, tags = job.script, job.tags
        said = [(cue.sentence_id, cue.spoken, cue.pause, str(cue.recording or ""), cue.voice) for cue in script.cues]
        recordings = dict.fromkeys(cue.recording for cue in script.cues if cue.recording)
        cover = sha256(tags.cover) if tags and tags.cover else ""
        return self.ledger.digest(
            f"{script.document} {script.title} {said}",
            f"{job.voice} {job.speech}",
            f"{tags and replace(tags, cover=None)} {cover} {job.chapters}",
            *map(sha256, recordings),
        )

    def find(self, job: Job, ingredients: str) -> Narration | None:
        """Return what was made of these `ingredients` before, where its file is still there: the one that `job` would
        write, or a book.
        """
        known = self._known.get(ingredients)
        if known is None:
            return None
        take = _narration(ingredients, known, self.ledger.root)
        is_at_hand = take.begin > 0 or take.mp3_path == job.target
        return take if is_at_hand and self.ledger.stands(take.mp3_path) else None

    def write(self, takes: Iterable[Narration], book: Path | None) -> None:
        """Remember `takes`, of which those that are no files of the output stand in `book`.  Raises `OutputError`."""
        root, places = self.ledger.root, sound_places(book) if book else {}
        kept = {}
        for take in takes:
            is_own = take.begin == 0 and take.mp3_path.is_relative_to(root)
            if is_own:
                kept[take.ingredients] = _row(take, root)
            elif book and take.document in places:
                kept[take.ingredients] = _row(replace(take, mp3_path=book, begin=places[take.document]), root)
        content = json.dumps({"format": _FORMAT, "takes": kept}, ensure_ascii=False, separators=(",", ":"))
        write_whole(self._path, content.encode("utf-8"))


def _row(narration: Narration, root: Path) -> list[Any]:
    """Return a narration as JSON values; its clips as one text, which is cheap to keep until it is asked for."""
    clips = "\n".join(f"{one.sentence_id} {one.start_samples} {one.end_samples}" for one in narration.clips)
    place = narration.mp3_path.relative_to(root).as_posix()
    return [
        narration.document, narration.title, place, narration.begin, narration.size_bytes, narration.sample_rate_hz,
        narration.duration_samples, clips, list(narration.silent),
    ]  # fmt: skip


def _narration(ingredients: str, row: list[Any], root: Path) -> Narration:
    document, title, place, begin, size_bytes, sample_rate_hz, duration_samples, lines, silent = row
    clips = (line.rsplit(" ", 2) for line in lines.split("\n"))
    return Narration(
        document, title, root / place, sample_rate_hz, duration_samples, size_bytes,
        tuple(Clip(id, int(start), int(end)) for id, start, end in clips), begin=begin, ingredients=ingredients,
        silent=tuple(silent),
    )  # fmt: skip


def _read(path: Path) -> Mapping[str, list[Any]]:
    """Return the rows at `path` by their ingredients; none where there are none that can be trusted."""
    try:
        record = json.loads(path.read_text("utf-8"))
        if record["format"] != _FORMAT:
            return {}
        rows: dict[str, list[Any]] = record["takes"]
        for ingredients, row in rows.items():
            _narration(ingredients, row, Path())
        return rows
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
