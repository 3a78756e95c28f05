"""Phrases in another language in the source → their positions in the sentences of the article.

A phrase is found by its letters, which no pass of cleaning changes; a short one also needs the same letters around
it.  So the phrase may be in a title, a cell, a caption or two paragraphs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..model import (
    Article,
    Block,
    Figure,
    Heading,
    ItemList,
    Paragraph,
    Phrase,
    Quote,
    Sentence,
    SourcePhrase,
    Table,
    Text,
)
from .characters import letters_of

_GAP = "\0"
_CONTEXT = 12
"""The number of known letters of the source's line on either side of a phrase."""
_FEWEST_WORDS = 4
"""A phrase of this many words is identified by its letters alone."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """The place of a letter in the article: the text, the sentence, the character."""

    text: int
    sentence: int
    place: int


def with_phrases(article: Article, found: Sequence[SourcePhrase]) -> Article:
    """Return `article` with the phrases of `found` in its sentences.

    A sentence that is wholly in another language gets that `language`, except a name, which is spoken.
    """
    texts = list(_texts(article)) if found else []
    letters, places = _indexed(texts)
    spans: dict[int, list[tuple[int, int, Phrase]]] = {}
    taken = bytearray(len(letters))
    begins = _begins(letters)
    for one in sorted(found, key=lambda each: -len(each.phrase.text)):
        for begin, end in list(_occurrences(one, letters, places, texts)) or _parts(one, letters, begins):
            if any(taken[begin:end]):
                continue
            taken[begin:end] = b"\1" * (end - begin)
            spans.setdefault(places[begin].text, []).append((begin, end, one.phrase))
    if not spans:
        return article
    known = iter(
        [_marked(text, sorted(spans.get(at, ()), key=lambda span: span[0]), places) for at, text in enumerate(texts)]
    )
    return _changed(article, lambda _: next(known))


def _indexed(texts: Sequence[Text]) -> tuple[str, list[_Letter]]:
    """Return the letters of all texts, with a gap between two texts, and the place of each letter."""
    letters: list[str] = []
    places: list[_Letter] = []
    for at, text in enumerate(texts):
        for number, sentence in enumerate(text):
            for place, letter in enumerate(sentence.text):
                if letter.isalnum():
                    letters.append(letter)
                    places.append(_Letter(at, number, place))
        letters.append(_GAP)
        places.append(_Letter(at, -1, -1))
    return "".join(letters), places


def _occurrences(
    found: SourcePhrase, letters: str, places: Sequence[_Letter], texts: Sequence[Text]
) -> Iterator[tuple[int, int]]:
    """Yield the positions of a phrase."""
    wanted = letters_of(found.phrase.text)
    short = len(found.phrase.text.split()) < _FEWEST_WORDS
    begin = letters.find(wanted) if wanted else -1
    while begin >= 0:
        end = begin + len(wanted)
        if _is_whole(begin, end, places, texts) and (not short or _is_in_context(found, letters, begin, end)):
            yield begin, end
        begin = letters.find(wanted, end)


def _begins(letters: str) -> dict[str, list[int]]:
    """Return first letters → the positions of texts that begin with them; short texts are not included."""
    begins: dict[str, list[int]] = {}
    place = 0
    for part in letters.split(_GAP):
        if len(part) >= _CONTEXT:
            begins.setdefault(part[:_CONTEXT], []).append(place)
        place += len(part) + 1
    return begins


def _parts(found: SourcePhrase, letters: str, begins: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield the texts into which a phrase was split: lead and following text, or a line without its byline."""
    wanted = letters_of(found.phrase.text)
    for place in range(len(wanted) - _CONTEXT + 1):
        for begin in begins.get(wanted[place : place + _CONTEXT], ()):
            end = letters.index(_GAP, begin)
            if wanted.startswith(letters[begin:end], place):
                yield begin, end


def _is_whole(begin: int, end: int, places: Sequence[_Letter], texts: Sequence[Text]) -> bool:
    """Return whether a phrase begins and ends at word boundaries."""
    first, last = places[begin], places[end - 1]
    before = texts[first.text][first.sentence].text[: first.place][-1:]
    after = texts[last.text][last.sentence].text[last.place + 1 :][:1]
    return not before.isalnum() and not after.isalnum()


def _is_in_context(found: SourcePhrase, letters: str, begin: int, end: int) -> bool:
    """Return whether the letters around an occurrence are those around the phrase in its source."""
    before = letters[max(0, begin - _CONTEXT) : begin].rpartition(_GAP)[2]
    after = letters[end : end + _CONTEXT].partition(_GAP)[0]
    whole_before, whole_after = len(found.before) == _CONTEXT, len(found.after) == _CONTEXT
    return (found.before.endswith(before) or (whole_before and before.endswith(found.before))) and (
        found.after.startswith(after) or (whole_after and after.startswith(found.after))
    )


def _marked(text: Text, spans: Iterable[tuple[int, int, Phrase]], places: Sequence[_Letter]) -> Text:
    """Return `text` with the phrases at `spans` of its letters."""
    sentences = list(text)
    for begin, end, phrase in sorted(spans, key=lambda span: span[0]):
        inside: dict[int, list[int]] = {}
        for letter in places[begin:end]:
            inside.setdefault(letter.sentence, []).append(letter.place)
        for number, letters in inside.items():
            sentences[number] = _with_phrase(sentences[number], letters[0], letters[-1], phrase)
    return tuple(sentences)


def _with_phrase(sentence: Sentence, first: int, last: int, phrase: Phrase) -> Sentence:
    """Return `sentence` with a phrase from its letter `first` to `last` and the combining marks after it."""
    words, end = sentence.text, last + 1
    while end < len(words) and unicodedata.category(words[end])[0] == "M":
        end += 1
    whole = not any(map(str.isalnum, words[:first])) and not any(map(str.isalnum, words[end:]))
    if whole and not phrase.is_read:
        return replace(sentence, language=phrase.language)
    return replace(sentence, phrases=(*sentence.phrases, replace(phrase, text=words[first:end])))


def _texts(article: Article) -> Iterator[Text]:
    """Yield the texts of an article that may be in another language, in the order of `_changed`."""
    texts: list[Text] = []

    def remembered(text: Text) -> Text:
        texts.append(text)
        return text

    _changed(article, remembered)
    yield from texts


def _changed(article: Article, change: Callable[[Text], Text]) -> Article:
    """Return `article` with each of its texts changed."""
    return replace(
        article,
        title=change(article.title),
        lead=change(article.lead),
        blocks=tuple(_changed_block(block, change) for block in article.blocks),
        footnotes=tuple(map(change, article.footnotes)),
    )


def _changed_block(block: Block, change: Callable[[Text], Text]) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, text=change(block.text))
        case Quote():
            return replace(block, paragraphs=tuple(map(change, block.paragraphs)))
        case ItemList():
            return replace(block, items=tuple(replace(item, text=change(item.text)) for item in block.items))
        case Table():
            caption = change(block.caption)
            return replace(block, caption=caption, rows=tuple(tuple(map(change, row)) for row in block.rows))
        case Figure():
            return replace(block, caption=change(block.caption), alt=change(block.alt))
