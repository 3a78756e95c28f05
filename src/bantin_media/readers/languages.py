"""The declared languages of a line's text → its phrases in another language, if their words confirm it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..model import Phrase, SourcePhrase
from ..vietnamese.languages import foreign_phrase, foreign_tag, is_vietnamese

_NEARLY_ALL: Final = 0.9
_SIGNS: Final = " \t\n\u00a0.,:;!?“”\"'()–-"
"""Characters around a phrase that belong to the sentence."""
CONTEXT: Final = 12
"""The number of letters on either side by which one of several equal words in an article is identified."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text with the tag of its language.

    `by_hand`: a person set the language, not a program that declares English everywhere.
    """

    text: str
    tag: str = ""
    by_hand: bool = False


def phrases_in(runs: Iterable[Run]) -> tuple[SourcePhrase, ...]:
    """Return the phrases of one line in another language; the whole line if nearly all of it is.

    "Ông nói: " and "Je suis venu voir la rivière." with `fr` → the second, with "Ôngnói" before it.
    """
    runs = tuple(runs)
    if all(not run.tag or is_vietnamese(run.tag) for run in runs):
        return ()
    text = "".join(run.text for run in runs)
    letters: dict[str, int] = {}
    for run in runs:
        letters[run.tag] = letters.get(run.tag, 0) + len(run.text.strip())
    tag = max(letters, key=lambda one: letters[one])
    whole = foreign_tag(tag, text) if letters[tag] >= _NEARLY_ALL * sum(letters.values()) else ""
    if whole:
        return (SourcePhrase(Phrase(" ".join(text.split()), whole)),)
    return tuple(_placed(runs))


def _placed(runs: Sequence[Run]) -> Iterable[SourcePhrase]:
    """Yield the phrases made of runs of one language, each with the letters around it."""
    texts = _together(runs)
    for place, run in enumerate(texts):
        phrase = foreign_phrase(run.tag, " ".join(run.text.strip(_SIGNS).split()), by_hand=run.by_hand)
        if phrase is not None:
            before = _letters("".join(one.text for one in texts[:place]))[-CONTEXT:]
            after = _letters("".join(one.text for one in texts[place + 1 :]))[:CONTEXT]
            yield SourcePhrase(phrase, before, after)


def _together(runs: Iterable[Run]) -> list[Run]:
    """Return `runs` with neighbours of one language joined; spaces and signs belong to the text before them."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and (last.tag == run.tag or not _letters(run.text)):
            joined[-1] = replace(last, text=last.text + run.text, by_hand=last.by_hand and run.by_hand)
        elif last is not None and not _letters(last.text):
            joined[-1] = replace(run, text=last.text + run.text)
        else:
            joined.append(run)
    return joined


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
