"""A `Narration` and the written sentences → WebVTT, SubRip and LRC: the narrated text, synchronized with the sound.

A cue of WebVTT and SubRip has at most two lines of 42 characters, the usual limit for podcasts and subtitles.  A longer
sentence is cut at clause ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ...files import write_whole
from ...model import Chapter, Narration, Reading, Script
from ...regex import regex
from ..documents.labels import visible

LINE_LETTERS: Final = 42
CUE_LETTERS: Final = 2 * LINE_LETTERS - 6
"""Less than two full lines, because the first line must end between two words."""
MARKUP: Final = regex("[&<>]")
VTT_SPECIAL: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """One sentence as it is written, with start and end of its sound in milliseconds."""

    start_ms: int
    end_ms: int
    text: str
    spoken: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    """The lengths of each token of a line longer than a cue, written and spoken, in characters.

    If empty, the written lengths are used for both.
    """

    def at_ms(self, letters: int) -> int:
        """Return the time at which character `letters` is heard, in milliseconds, estimated from the spoken lengths."""
        written = said = 0
        for in_text, in_speech in self.spoken:
            if written + in_text >= letters:
                said += in_speech * (letters - written) // max(in_text, 1)
                break
            written, said = written + in_text, said + in_speech
        whole = sum(in_speech for _, in_speech in self.spoken)
        share = said / whole if whole else letters / max(len(self.text), 1)
        return self.start_ms + round((self.end_ms - self.start_ms) * min(share, 1))


Cut = Callable[[str, int], tuple[str, ...]]
"""(sentence, longest) → pieces of at most `longest` characters; joined by spaces they give the sentence."""


CAPTIONS: Final = (".vtt", ".srt", ".lrc")
"""The suffixes of the caption files of an MP3."""


def lines_of_script(narration: Narration, script: Script) -> tuple[CaptionLine, ...]:
    """Return a line for each cue that is heard, including greeting and closing ("Kính thưa …").

    A recording, which is one sound for many sentences, has one line: the text of its cue.
    """
    return _lines(narration, [cue.reading for cue in script.cues if cue.is_heard])


def write_lines(lines: Sequence[CaptionLine], title: str, target_stem: Path, cut: Cut) -> list[Path]:
    """Write `<stem>.vtt` (W3C WebVTT), `<stem>.srt` (SubRip) and `<stem>.lrc`, and return them.

    `cut` divides a sentence that is too long for one cue.  Raises `OutputError`.
    """
    blocks = _blocks(cue for line in lines for cue in _cues(line, cut))
    texts = (webvtt(blocks), subrip(blocks), lrc(lines, title))
    paths = [target_stem.with_name(f"{target_stem.name}{suffix}") for suffix in CAPTIONS]
    for path, text in zip(paths, texts, strict=True):
        write_whole(path, text.encode("utf-8"))
    return paths


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


Block = tuple[str, str, str]
"""Start, end and text of a cue as WebVTT has them, but with the characters of markup unescaped."""


def _blocks(cues: Iterable[CaptionLine]) -> list[Block]:
    return [(_time(cue.start_ms), _time(cue.end_ms), _in_two(cue.text)) for cue in cues]


def webvtt(blocks: Iterable[Block]) -> str:
    """Return the cues as WebVTT; characters of markup are escaped."""
    made = (
        f"{number}\n{start} --> {end}\n{text.translate(VTT_SPECIAL) if MARKUP.search(text) else text}\n"
        for number, (start, end, text) in enumerate(blocks, 1)
    )
    return "\n".join(["WEBVTT\n", *made])


def subrip(blocks: Iterable[Block]) -> str:
    """Return the cues as SubRip, for video editors and old players."""
    return "\n".join(
        f"{number}\n{start.replace('.', ',')} --> {end.replace('.', ',')}\n{text}\n"
        for number, (start, end, text) in enumerate(blocks, 1)
    )


def lrc(lines: Iterable[CaptionLine], title: str) -> str:
    """Return the lines as LRC, for memory-card players and music players."""
    stamped = [f"[{_lrc_time(line.start_ms)}]{line.text}" for line in lines]
    return "\n".join([f"[ti:{_one_line(title)}]", *stamped, ""])


def _lines(narration: Narration, readings: Sequence[Reading]) -> tuple[CaptionLine, ...]:
    rate = narration.sample_rate_hz
    return tuple(
        CaptionLine(
            clip.start_samples * 1000 // rate,
            clip.end_samples * 1000 // rate,
            words,
            _lengths(reading) if len(words) > CUE_LETTERS else (),
        )
        for clip, reading in zip(narration.clips, readings, strict=False)
        if (words := _one_line(reading.written))
    )


def _lengths(reading: Reading) -> tuple[tuple[int, int], ...]:
    return tuple((len(token.written), len(token.spoken)) for token in reading.tokens)


def _cues(line: CaptionLine, cut: Cut) -> Iterator[CaptionLine]:
    """Yield `line` in consecutive cues of at most `CUE_LETTERS` characters, without gaps of time."""
    if len(line.text) <= CUE_LETTERS or max(map(len, line.text.split())) > CUE_LETTERS:
        yield line
        return
    start_ms, place = line.start_ms, 0
    pieces = cut(line.text, CUE_LETTERS)
    for number, piece in enumerate(pieces, 1):
        place = line.text.index(piece, place) + len(piece)
        end_ms = line.end_ms if number == len(pieces) else line.at_ms(place)
        yield CaptionLine(start_ms, end_ms, piece)
        start_ms = end_ms


def _in_two(text: str) -> str:
    """Return `text`; if it is too long for one line, broken at the space nearest to its middle."""
    if len(text) <= LINE_LETTERS or " " not in text:
        return text
    half = len(text) // 2
    before, after = text.rfind(" ", 0, half), text.find(" ", half)
    is_before_nearer = after < 0 or (before >= 0 and abs(2 * before + 1 - len(text)) <= abs(2 * after + 1 - len(text)))
    middle = before if is_before_nearer else after
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def _time(milliseconds: int) -> str:
    minutes, milliseconds = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _lrc_time(milliseconds: int) -> str:
    hundredths = milliseconds // 10
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"
