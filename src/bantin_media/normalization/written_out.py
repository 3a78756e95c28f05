"""Unknown short forms whose words the article contains elsewhere, without a bracket.

An article that names "liên thế hệ tự giúp nhau" and later "CLB LTHTGN" has explained LTHTGN: the initials of exactly
one phrase in it are the form.  Does not match a form of fewer than four letters, which fits some words of any article.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import UPPER, split_tone
from ..vietnamese.syllables import is_syllable

_FORM = regex(rf"(?<![\w&/.-])[{UPPER}]{{4,12}}(?![\w&/]|-\w)")
_STOP = regex(r"[^\w\s]+")
_PLAIN = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}
"""Most forms have no vowel marks: UBND for ủy ban."""


def written_out(sentences: Iterable[str], known: Container[str]) -> Mapping[str, str]:
    """Return the forms that are neither `known` nor in the table, with the one phrase of `sentences` that fits each."""
    own = tuple(sentences)
    forms = {form for sentence in own for form in _FORM.findall(sentence)}
    wanted = {form: _initials(form) for form in forms if form not in known and form not in abbreviations()}
    if not wanted:
        return {}
    found: dict[str, set[str]] = {}
    for words in _clauses(own):
        initials = _initials(word[0] for word in words)
        for form, letters in wanted.items():
            start = initials.find(letters)
            while start >= 0:
                found.setdefault(form, set()).add(" ".join(words[start : start + len(letters)]))
                start = initials.find(letters, start + 1)
    return {form: next(iter(phrases)) for form, phrases in found.items() if len(phrases) == 1}


def _clauses(sentences: Iterable[str]) -> Iterator[list[str]]:
    """Yield the runs of syllables between marks and other words, lower-cased."""
    for sentence in sentences:
        for part in _STOP.split(sentence):
            words: list[str] = []
            for word in part.split():
                if word.isupper() or not is_syllable(word):
                    yield words
                    words = []
                else:
                    words.append(word.lower())
            yield words


def _initials(letters: Iterable[str]) -> str:
    plain = (split_tone(letter.lower())[0] for letter in letters)
    return "".join(_PLAIN.get(letter, letter) for letter in plain)
