"""The parts of an article in another language → the reading without them, and notices for the editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..messages import message
from ..model import Notice, Phrase, Reading, Sentence, Token
from ..normalization.joining import join
from ..regex import regex
from ..vietnamese.languages import is_latin, language_name

_WORD: Final = regex(r"\w+")
_FEWEST_WORDS: Final = 4
"""A shorter phrase may consist of words that are also Vietnamese: "la", "bản"."""
_LONGEST_SHOWN: Final = 60


class Hushed:
    """Reads texts, leaving out the phrases of `sentences` that no Vietnamese voice can read.

    "Khách nói: “Les montagnes sont belles”, rồi về." → "khách nói, rồi về."
    """

    def __init__(self, read: Callable[[str], Reading], sentences: Iterable[Sentence]) -> None:
        self._read = read
        found = {one.text for sentence in sentences for one in _phrases(sentence) if not one.is_read}
        self._phrases = _by_first_word(filter(_is_distinct, found))

    def __call__(self, text: str) -> Reading:
        """Return the reading of `text`."""
        return self._without(text, self._phrases) if self._phrases else self._read(text)

    def of(self, sentence: Sentence) -> Reading:
        """Return the reading of one of the sentences."""
        if sentence.language:
            return unspoken(sentence)
        own = [one.text for one in sentence.phrases if not one.is_read]
        return self._without(sentence.text, _by_first_word(own)) if own else self(sentence.text)

    def _without(self, text: str, phrases: Mapping[str, Sequence[str]]) -> Reading:
        """Return the reading of `text`, in which the tokens of `phrases` have no spoken words."""
        spans = list(_spans(text, phrases))
        if not spans:
            return self._read(text)
        tokens: list[Token] = []
        notices: dict[Notice, None] = {}
        at = 0
        for begin, end in (*spans, (len(text), len(text))):
            if begin > at:
                reading = self._read(text[at:begin])
                tokens += reading.tokens
                notices.update(dict.fromkeys(reading.notices))
            if end > begin:
                tokens.append(_unread(text[begin:end]))
            at = end
        return Reading(tuple(tokens), join(tokens), tuple(notices))


def unspoken(sentence: Sentence) -> Reading:
    """Return the reading of a sentence in another language: it is shown but not spoken."""
    return Reading((_unread(sentence.text),), "")


def other_languages(sentences: Iterable[Sentence], place: str) -> Iterator[Notice]:
    """Yield a notice for each language that is not read aloud, or of which only names and similar are read."""
    left_out: dict[str, list[str]] = {}
    read: dict[str, list[str]] = {}
    for sentence in sentences:
        for phrase in _phrases(sentence):
            found = read if phrase.is_read else left_out
            found.setdefault(language_name(phrase.language), []).append(phrase.text)
    for language, texts in left_out.items():
        what = message(
            "{language}: {number} passages are shown and not read aloud, the first “{text}”",
            language=_capital(language), number=len(texts), text=texts[0][:_LONGEST_SHOWN],
        )  # fmt: skip
        hint = message("If they are to be heard, put a recording or a text for listeners beside the article.")
        yield Notice("reading.another-language", place, what, hint)
    for language, texts in read.items():
        what = message(
            "{language}: {number} short phrases are read like Vietnamese words, the first “{text}”",
            language=_capital(language), number=len(texts), text=texts[0][:_LONGEST_SHOWN],
        )  # fmt: skip
        hint = message("Listen to them; if one is wrong, write its spoken form into lexicon.tsv.")
        yield Notice("reading.foreign-phrase", place, what, hint)


def _phrases(sentence: Sentence) -> Iterator[Phrase]:
    """Yield the phrases of a sentence in another language; the whole sentence if it is in one."""
    if sentence.language:
        yield Phrase(sentence.text, sentence.language)
    yield from sentence.phrases


def _by_first_word(phrases: Iterable[str]) -> dict[str, list[str]]:
    """Return `phrases` by their first word, the longest first."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=lambda text: (-len(text), text)):
        if first := _WORD.search(phrase):
            found.setdefault(first[0], []).append(phrase[first.start() :])
    return found


def _spans(text: str, phrases: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yield the positions of `phrases` in `text`, from left to right."""
    end = 0
    for word in _WORD.finditer(text):
        if word.start() < end:
            continue
        for phrase in phrases.get(word[0], ()):
            behind = word.start() + len(phrase)
            if text.startswith(phrase, word.start()) and not text[behind : behind + 1].isalnum():
                end = behind
                yield word.start(), behind
                break


def _is_distinct(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS or not is_latin(text)


def _unread(text: str) -> Token:
    return Token(text, "", "unread")


def _capital(language: str) -> str:
    return language[:1].upper() + language[1:]
