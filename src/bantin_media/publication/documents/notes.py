"""Marks of notes in sentences → what a page shows for them and what is said of them.

A mark is shown as its note's number, a link within the sentence's own span; it is said after the sentence, as words of
its own that a listener may skip.  The note is shown with the same words, which lead back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...model import NoteMark, Sentence, Text
from .labels import label
from .parts import OWN_ID

MARK_ID = f"{OWN_ID}mark-"
"""How the id of a mark begins."""


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark as a page shows it: `number` links to the note, which is the part `target`; `words` are said of it."""

    id: str
    number: str
    target: str
    words: str


def note_part(number: str | int) -> str:
    """Return the id of the part that holds a note."""
    return f"part-footnote-{number}"


def shown_mark(sentence: Sentence, place: int) -> ShownMark:
    """Return what is shown for one of the marks of `sentence`."""
    number = sentence.marks[place].note
    id = f"{MARK_ID}{sentence.id}-{place + 1}"
    return ShownMark(id, number, note_part(number), label("note", number=number))


def announced(text: Text) -> Text:
    """Return what is said for the marks in `text`, in order."""
    marks = (shown_mark(sentence, place) for sentence in text for place in range(len(sentence.marks)))
    return tuple(Sentence(mark.id, mark.words) for mark in marks)


def pieces(sentence: Sentence) -> Iterator[tuple[str, ShownMark | None]]:
    """Yield the words of `sentence` and its marks: each mark with the words that stand before it, the rest alone."""
    begin = 0
    for place, mark in enumerate(sentence.marks):
        end = max(begin, _place(sentence.text, mark))
        yield sentence.text[begin:end], shown_mark(sentence, place)
        begin = end
    if begin < len(sentence.text):
        yield sentence.text[begin:], None


def first_marks(texts: Iterable[Text]) -> dict[str, str]:
    """Return the id of the first mark that leads to each note, by the note's number."""
    first: dict[str, str] = {}
    for sentence in (sentence for text in texts for sentence in text):
        for place, mark in enumerate(sentence.marks):
            first.setdefault(mark.note, shown_mark(sentence, place).id)
    return first


def moved(marks: Iterable[NoteMark], words: str) -> tuple[NoteMark, ...]:
    """Return `marks` of a text before which `words` have been put."""
    letters = sum(map(str.isalnum, words))
    return tuple(replace(mark, letters=mark.letters + letters) for mark in marks)


def _place(text: str, mark: NoteMark) -> int:
    """Return before which character of `text` a mark stands."""
    place, letters, signs = 0, mark.letters, mark.signs
    while place < len(text) and letters > 0:
        letters -= text[place].isalnum()
        place += 1
    while place < len(text) and signs > 0 and not (text[place].isalnum() or text[place].isspace()):
        signs -= 1
        place += 1
    return place
