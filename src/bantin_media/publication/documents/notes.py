"""Note marks in sentences → their visible and spoken forms.

A mark is shown as its note's number, a link inside the sentence's span.  It is spoken after the sentence, as separate
words that a listener may skip.  The note shows the same words, which lead back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...model import NoteMark, Sentence, Text
from .labels import label
from .parts import OWN_ID

MARK_ID = f"{OWN_ID}mark-"
"""The prefix of the id of a mark."""


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark on a page: `number` links to the part `target` of the note; `words` is its spoken form."""

    id: str
    number: str
    target: str
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a sentence, its language if it differs, and the note mark after it."""

    words: str
    language: str = ""
    mark: ShownMark | None = None


def note_part(number: str | int) -> str:
    """Return the id of the part of a note."""
    return f"part-footnote-{number}"


def shown_mark(sentence: Sentence, place: int) -> ShownMark:
    """Return the visible form of one of the marks of `sentence`."""
    number = sentence.marks[place].note
    id = f"{MARK_ID}{sentence.id}-{place + 1}"
    return ShownMark(id, number, note_part(number), label("note", number=number))


def announced(text: Text) -> Text:
    """Return the spoken forms of the marks in `text`, in order."""
    marks = (shown_mark(sentence, place) for sentence in text for place in range(len(sentence.marks)))
    return tuple(Sentence(mark.id, mark.words) for mark in marks)


def pieces(sentence: Sentence) -> Iterator[Piece]:
    """Yield the text of `sentence` in pieces: each phrase in another language alone, each mark after its text."""
    spans = phrase_spans(sentence)
    begin = 0
    for place, mark in enumerate(sentence.marks):
        end = max(begin, _place(sentence.text, mark))
        *before, last = list(_words(sentence.text, begin, end, spans)) or [Piece("")]
        yield from before
        yield replace(last, mark=shown_mark(sentence, place))
        begin = end
    yield from _words(sentence.text, begin, len(sentence.text), spans)


def phrase_spans(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Return start, end and language of each phrase in another language, in order."""
    spans: list[tuple[int, int, str]] = []
    for phrase in sentence.phrases:
        begin = sentence.text.find(phrase.text)
        while begin >= 0 and any(first < begin + len(phrase.text) and begin < last for first, last, _ in spans):
            begin = sentence.text.find(phrase.text, begin + 1)
        if begin >= 0:
            spans.append((begin, begin + len(phrase.text), phrase.language))
    return sorted(spans)


def _words(text: str, begin: int, end: int, spans: Iterable[tuple[int, int, str]]) -> Iterator[Piece]:
    """Yield the text from `begin` to `end`, split at the ends of phrases."""
    for opened, closed, language in spans:
        first, last = max(opened, begin), min(closed, end)
        if first < last:
            if begin < first:
                yield Piece(text[begin:first])
            yield Piece(text[first:last], language)
            begin = last
    if begin < end:
        yield Piece(text[begin:end])


def first_marks(texts: Iterable[Text]) -> dict[str, str]:
    """Return the id of the first mark that leads to each note, by the note's number."""
    first: dict[str, str] = {}
    for sentence in (sentence for text in texts for sentence in text):
        for place, mark in enumerate(sentence.marks):
            first.setdefault(mark.note, shown_mark(sentence, place).id)
    return first


def moved(marks: Iterable[NoteMark], words: str) -> tuple[NoteMark, ...]:
    """Return the marks of a text after `words` were put before it."""
    letters = sum(map(str.isalnum, words))
    return tuple(replace(mark, letters=mark.letters + letters) for mark in marks)


def _place(text: str, mark: NoteMark) -> int:
    """Return the index of the character before which a mark is placed."""
    place, letters, signs = 0, mark.letters, mark.signs
    while place < len(text) and letters > 0:
        letters -= text[place].isalnum()
        place += 1
    while place < len(text) and signs > 0 and not (text[place].isalnum() or text[place].isspace()):
        signs -= 1
        place += 1
    return place
