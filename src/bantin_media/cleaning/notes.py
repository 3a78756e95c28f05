"""The note marks in the source's lines → in the sentences made from those lines.

The position of a mark is counted in letters and digits, whose number no pass changes.  If a line loses words at its
beginning (a list marker), its marks move by as many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..model import LineKind, NoteMark, Sentence, SourceLine
from .characters import letters_of
from .labelling import Label, LabelledLine, Labelling


def note_numbers(labels: Labelling) -> dict[str, str]:
    """Return, for each note that is left in the text, its number from 1, by its name in the source."""
    names = (
        line.source.note
        for line in labels.lines
        if line.source.kind is LineKind.FOOTNOTE and line.source.note and line.label is not Label.DROPPED
    )
    return {name: str(number) for number, name in enumerate(dict.fromkeys(names), 1)}


def begins_note(source: SourceLine, above: SourceLine | None) -> bool:
    """Return whether a footnote's line begins a new note, and does not continue the note above it."""
    return not source.note or above is None or source.note != above.note


def marks_in(lines: Iterable[LabelledLine], text: str, numbers: Mapping[str, str]) -> tuple[NoteMark, ...]:
    """Return the note marks of `lines`, with their positions in `text`, which is made of these lines."""
    found: list[NoteMark] = []
    words = letters_of(text)
    before = 0
    for source in (source for line in lines for source in (line.source, *line.joined)):
        whole = letters_of(source.text)
        taken = len(whole) - len(words) if whole.endswith(words) else 0
        found += [
            NoteMark(numbers[mark.note], before + max(0, mark.letters - taken), mark.signs)
            for mark in source.marks
            if mark.note in numbers
        ]
        before += len(whole)
    return tuple(found)


def with_marks(sentences: Iterable[Sentence], marks: Iterable[NoteMark]) -> tuple[Sentence, ...]:
    """Return `sentences`, each with its marks; a mark after the end belongs to the last sentence."""
    waiting = list(marks)
    marked: list[Sentence] = []
    before = 0
    for sentence in sentences:
        end = before + len(letters_of(sentence.text))
        mine = [replace(mark, letters=mark.letters - before) for mark in waiting if mark.letters <= end]
        waiting = [mark for mark in waiting if mark.letters > end]
        marked.append(replace(sentence, marks=tuple(mine)) if mine else sentence)
        before = end
    if waiting and marked:
        last = tuple(replace(mark, letters=mark.letters - before) for mark in waiting)
        marked[-1] = replace(marked[-1], marks=(*marked[-1].marks, *last))
    return tuple(marked)
