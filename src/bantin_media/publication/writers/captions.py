"""A `Narration` and the written sentences → WebVTT and LRC: what is heard, as text in step with the sound."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...files import write_whole
from ...model import Chapter, Narration, Script
from ..documents.labels import visible

LINE_BREAKS: Final = re.compile(r"\s+")
VTT_SPECIAL: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """One sentence as it is written, and when it is heard, in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


def lines_of_script(narration: Narration, script: Script) -> tuple[CaptionLine, ...]:
    """Return a line for each cue that is heard, the spoken frame's ("Kính thưa …") included.

    Of a recording, which is one sound for many sentences, the line is its cue's text.
    """
    heard = [cue.reading.written for cue in script.cues if cue.is_heard]
    return _lines(narration, heard)


def write_lines(lines: Sequence[CaptionLine], title: str, target_stem: Path) -> list[Path]:
    """Write `<stem>.vtt` (W3C WebVTT) and `<stem>.lrc`, and return them.  Raises `OutputError`."""
    files = (
        (target_stem.with_name(f"{target_stem.name}.vtt"), webvtt(lines)),
        (target_stem.with_name(f"{target_stem.name}.lrc"), lrc(lines, title)),
    )
    for path, text in files:
        write_whole(path, text.encode("utf-8"))
    return [path for path, _ in files]


def write_chapters(narration: Narration, script: Script, chapters: Iterable[Chapter], target: Path) -> Path:
    """Write a programme's chapters as the JSON that podcast players read (Podcast Namespace 1.2) and return it."""
    heard = [place for place, cue in enumerate(script.cues) if cue.is_heard]
    starts = {place: clip.start_samples for place, clip in zip(heard, narration.clips, strict=False)}
    listed = []
    for chapter in chapters:
        first = next((start for place, start in starts.items() if place >= chapter.first_cue), None)
        if first is not None:
            listed.append({"startTime": round(first / narration.sample_rate_hz, 3), "title": chapter.title})
    content = {"version": "1.2.0", "title": narration.title, "chapters": listed}
    write_whole(target, json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8"))
    return target


def webvtt(lines: Iterable[CaptionLine]) -> str:
    """Return the lines as WebVTT: what could be markup in it is escaped."""
    cues = []
    for number, line in enumerate(lines, 1):
        text = "".join(VTT_SPECIAL.get(letter, letter) for letter in line.text)
        cues.append(f"{number}\n{_vtt_time(line.start_ms)} --> {_vtt_time(line.end_ms)}\n{text}\n")
    return "\n".join(["WEBVTT\n", *cues])


def lrc(lines: Iterable[CaptionLine], title: str) -> str:
    """Return the lines as LRC, which card players and music players show line by line."""
    stamped = [f"[{_lrc_time(line.start_ms)}]{line.text}" for line in lines]
    return "\n".join([f"[ti:{_one_line(title)}]", *stamped, ""])


def _lines(narration: Narration, texts: Sequence[str]) -> tuple[CaptionLine, ...]:
    rate = narration.sample_rate_hz
    return tuple(
        CaptionLine(clip.start_samples * 1000 // rate, clip.end_samples * 1000 // rate, words)
        for clip, text in zip(narration.clips, texts, strict=False)
        if (words := _one_line(text))
    )


def _one_line(text: str) -> str:
    return LINE_BREAKS.sub(" ", visible(text)).strip()


def _vtt_time(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds % 1000:03}"


def _lrc_time(milliseconds: int) -> str:
    hundredths = milliseconds // 10
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"
