"""A voice → ten sentences with numbers as MP3s, and a table to read along.

No program can hear whether a voice says "mười lăm" or "mười năm"; a person can within two minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ...files import private_folder, unwritable
from ...messages import message
from ...model import Cue, Notice, Reading, Script
from ...vietnamese.sounds import sounded
from ...vietnamese.syllables import count_syllables
from ...vietnamese.tables import read_table
from ..engines import SpeechSettings
from ..lost_words import hurried
from ..narration import Job, narrate

_GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class Trial:
    """One synthesized sentence: the file, the written text, the spoken text, and the duration."""

    path: Path
    written: str
    spoken: str
    length_ms: float

    @property
    def ms_per_syllable(self) -> int:
        """Return the mean duration of its syllables."""
        return round(self.length_ms / max(count_syllables(sounded(self.spoken)), 1))


def tried(voice: str, speech: SpeechSettings, read: Callable[[str], Reading], folder: Path) -> tuple[Trial, ...]:
    """Synthesize each sentence of `data/trial.tsv` with `voice` into an MP3 in `folder`; return them.

    Raises `ConfigError` if the voice cannot be opened, `SpeechError` for a sentence that fails, `OutputError`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with private_folder() as store:
            blank = Job(Script("", "", ()), folder, voice, speech, store)
            return tuple(_said(blank, number, row[0], read) for number, row in enumerate(_sentences(), 1))
    except OSError as error:
        raise unwritable(folder, error) from error


def as_table(trials: tuple[Trial, ...]) -> str:
    """Return the table to read along: file, seconds, milliseconds per syllable, and below them the spoken text."""
    head = (message("FILE"), message("SECONDS"), message("MS PER SYLLABLE"), message("WRITTEN, AND EXPECTED SPEECH"))
    rows = [(one.path.name, f"{one.length_ms / 1000:.1f}", str(one.ms_per_syllable), one.written) for one in trials]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [_line(head, widths)]
    for row, one in zip(rows, trials, strict=True):
        lines += [_line(row, widths), " " * (sum(widths[:3]) + 3 * len(_GAP)) + f"→ {one.spoken}"]
    return "\n".join(lines)


def lost_words(trials: tuple[Trial, ...]) -> tuple[Notice, ...]:
    """Return a notice for each sentence that may have lost words."""
    return tuple(hurried([(one.spoken, one.length_ms) for one in trials]))


def _said(blank: Job, number: int, written: str, read: Callable[[str], Reading]) -> Trial:
    reading = read(written)
    target = blank.target / f"{number:02}.mp3"
    narration = narrate(replace(blank, script=Script(target.stem, written, (Cue("", reading),)), target=target))
    clip = narration.clips[0]
    return Trial(
        target, written, reading.spoken, (clip.end_samples - clip.start_samples) * 1000 / narration.sample_rate_hz
    )


def _sentences() -> list[list[str]]:
    return [list(row) for row in read_table(__package__, "trial")]


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return _GAP.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
