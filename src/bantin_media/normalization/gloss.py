"""Glosses.  "nông thôn mới (NTM)" → "nông thôn mới", "NTM (nông thôn mới)" → "nông thôn mới": read once.

If an article explains a short form, the form has that meaning in the whole article, whatever the tables say.  A short
form fits an expansion if its letters are the first letters of the words, in order; "và", "&", hyphens and case are
ignored.  A form from another language fits the names that `data/acronym.tsv` has for it: "Tổ chức Y tế Thế giới (WHO)".
Does not match if nothing fits ("cơ quan thường trực (UBND)"), or if the editor's lexicon has a row for the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..configuration.settings import ReadingStyle
from ..regex import regex
from ..vietnamese.abbreviations import SPELLED, abbreviations
from ..vietnamese.letters import LETTER, LOWER, UPPER, spell, split_tone
from ..vietnamese.tables import read_table
from .cardinal import cardinal
from .context import Match, Place
from .lexicon import Lexicon
from .words import phrases

SIGHT = 160
"""In characters: the distance before a bracket within which an expansion may begin."""
_FORM = rf"(?:[{UPPER}][{UPPER}{LOWER}\d]{{0,11}}|[{LOWER}]{{1,5}})"
_CONTENT = regex(rf"[(\[]\s?([“\"'‘]?)({_FORM}(?:(?: ?[&/\-–,.] ?| ){_FORM}){{0,4}}\.?)\1\s?[)\]]")
_BEFORE = regex(rf"(?<!\w)([{UPPER}][{UPPER}{LOWER}\d]{{0,11}}(?:[&\-–][{UPPER}][{UPPER}{LOWER}\d]{{0,11}}){{0,3}}) ?$")
_EXPLAINED = regex(r"[(\[]\s?([^()\[\]]{4,120}?)\s?[)\]]")
_FIRST = regex(rf"[{UPPER}][{UPPER}{LOWER}\d&\-–]{{1,24}}(?= ?[(\[])")
_DEFINED = regex(rf"\s*(?:[-+*•]\s+)?([{UPPER}][{UPPER}{LOWER}]{{1,9}}) ?[:=] ?([^.;:()\d]{{4,80}}?)[.;]?\s*")
_STOP = regex(r"[.;:()\[\]?!…/]")
_TO_LAST_STOP = regex(r"(?s:.*)[.;:()\[\]?!…/]")
_DOTTED = regex(r"(?<!\w)(TP|Tp|TX|Tx|TT)\.")
"""The dot of a short form before a name, which does not end a sentence."""
_WORD = regex(rf"[{LETTER}\d]+")
_UNIT = regex(rf"[{UPPER}][{LOWER}]*|\d+|[{LOWER}]+")
_ROMAN = regex(r"[IVX]+")
_BASES = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "w": "u"}
_PAIR = 2
"""The minimum number of letters of a form; in one of this length the second may be small: "linh mục (Lm)"."""
_TRAILING = 3
"""The number of words allowed between the expansion and its bracket: "Mặt trận Tổ quốc Việt Nam (MTTQ)"."""
_SURE = 3
"""A form with this number of letters rarely fits by chance."""


@dataclass(frozen=True, slots=True)
class Gloss:
    """A short form and its meaning in the text.

    `start` and `end` enclose the silent bracket; with `form_first` the form precedes it.
    """

    form: str
    expansion: str
    start: int
    end: int
    form_first: bool = False


def taught(glosses: Iterable[Gloss], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield each form that `glosses` explain, with its expansion, except forms for which the editor has a row."""
    for gloss in glosses:
        if not gloss.expansion or _of_editor(gloss.form, lexicon) or _names(gloss.form, gloss.expansion):
            continue
        yield gloss.form, gloss.expansion
        stem, words = gloss.form.rstrip("0123456789"), gloss.expansion.split()
        if stem != gloss.form and len(stem) > 1 and len(words) > 1:
            yield stem, " ".join(words[:-1])


def glosses(text: str) -> tuple[Gloss, ...]:
    """Return the glosses of one sentence (NFC), in order."""
    if defined := _defined(text):
        return (defined,)
    if "(" not in text and "[" not in text and "tắt" not in text:
        return ()
    found = [gloss for at in _opened(text) if (gloss := _in_bracket(text, at))]
    lower = text.lower()
    return (*found, *_called(text)) if any(one in lower for one in phrases("gloss", "called")) else tuple(found)


def read(at: Place) -> Match | None:
    """Match the bracket that repeats the preceding words in short: it is silent."""
    gloss = _in_bracket(at.text, at.start)
    if gloss is None or gloss.form_first or _contradicted(gloss, at.line.lexicon):
        return None
    return Match(gloss.end, "")


def read_form(at: Place) -> Match | None:
    """Match a short form that is explained in a bracket, up to the words in the bracket, which are read instead."""
    found = at.match(_FIRST)
    if found is None or at.char_before.isalnum():
        return None
    opened = at.text.index("(", found.end(), found.end() + 2) if "(" in at.text[found.end() : found.end() + 2] else -1
    gloss = _in_bracket(at.text, opened) if opened >= 0 else None
    if gloss is None or not gloss.form_first or gloss.form != found.group() or _of_editor(gloss.form, at.line.lexicon):
        return None
    return Match(opened + 1, "")


def read_close(at: Place) -> Match | None:
    """Match the end of a bracket whose short form was left out, without a pause."""
    opened = at.text.rfind("(", max(0, at.start - SIGHT), at.start)
    gloss = _in_bracket(at.text, opened) if opened >= 0 else None
    if gloss is None or not gloss.form_first or gloss.end != at.start + 1 or _of_editor(gloss.form, at.line.lexicon):
        return None
    return Match(at.start + 1, "")


def read_taught(at: Place) -> Match | None:
    """Match a form that the article has explained, with that meaning."""
    if not at.line.taught or at.char_before.isalnum() or at.char_before == "&":
        return None
    for form in _starting(at.line.taught, at.text[at.start]):
        end = at.start + len(form)
        if at.text.startswith(form, at.start) and not _goes_on(at.text, end):
            is_name = at.follows(phrases("gloss", "called")) or (not at.left and _defined(at.text) is not None)
            return Match(end, spell(form, at.style.letter_names) if is_name else at.line.taught[form])
    return None


def _starting(known: Mapping[str, str], letter: str) -> list[str]:
    return sorted((form for form in known if form[0] == letter), key=len, reverse=True)


def _goes_on(text: str, end: int) -> bool:
    """Return whether the form is a part of a longer one: "NN&PTNT", "KT-XH", "TTg"."""
    following = text[end : end + 2]
    if following[:1].isalpha():
        return True
    return following[:1] in {"&", "-", "–", "/"} and following[1:].isupper()


def _of_editor(form: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the reading of `form` in the editor's rows, whatever their context."""
    return tuple(entry.spoken for entry in lexicon.starting(form, 0) if entry.written == form)


def _contradicted(gloss: Gloss, lexicon: Lexicon) -> bool:
    spoken = _of_editor(gloss.form, lexicon)
    return bool(spoken and gloss.expansion) and _plain(gloss.expansion) not in map(_plain, spoken)


def _plain(words: str) -> list[str]:
    return [_base(word) for word in _WORD.findall(words.lower()) if word not in _links()]


def _opened(text: str) -> Iterator[int]:
    return (index for index, char in enumerate(text) if char in "([")


def _in_bracket(text: str, start: int) -> Gloss | None:
    """Return the gloss whose bracket opens at `start`; the short form is inside the bracket, or before it."""
    if (found := _CONTENT.match(text, start)) and (fit := _fit_before(text, start, found[2])):
        return Gloss(found[2].rstrip("."), fit, start, found.end())
    if found and _is_foreign(text, start, found[2]):
        return Gloss(found[2], "", start, found.end())
    if found := _EXPLAINED.match(text, start):
        before = _BEFORE.search(text, max(0, start - 40), start)
        if before and (_fits_whole(before[1], found[1]) or _names(before[1], found[1])):
            return Gloss(before[1], found[1], start, found.end(), form_first=True)
    return None


def _last_stop(window: str) -> int:
    """Return the end of the last mark in `window` that ends a clause, or 0."""
    found = _TO_LAST_STOP.match(window)
    return found.end() if found else 0


def _is_foreign(text: str, end: int, form: str) -> bool:
    """Return whether `form` is short for the name before `end` in another language: "Tổ chức Y tế Thế giới (WHO)".

    The table has its names; for a form that is spelled, the name of any body is accepted.
    """
    window = text[max(0, end - SIGHT) : end]
    words = " ".join(_plain(window[_last_stop(window) :]))
    names = (" ".join(_plain(name)) for name in _acronyms().get(form, ()))
    if any(words.endswith(name) or f"{name} " in words[-len(name) - 20 :] for name in names):
        return True
    is_spelled = any(one.spoken == SPELLED for one in abbreviations().get(form, ()))
    heads = (" ".join(_plain(head)) for head in phrases("gloss", "head"))
    return is_spelled and len(words) > len(form) * 3 and any(f" {head} " in f" {words[-60:]}" for head in heads)


def _names(form: str, explained: str) -> bool:
    """Return whether `explained`, or its end, is a Vietnamese name of `form`: "WHO (Tổ chức Y tế Thế giới)"."""
    words = " ".join(_plain(explained))
    return any(words.endswith(" ".join(_plain(name))) for name in _acronyms().get(form, ()))


def _called(text: str) -> Iterator[Gloss]:
    """Yield explanations in words: "Ban vận động đời sống văn hóa (gọi tắt là BVĐ)"; they are read in full."""
    for found in _calls().finditer(text):
        start = found.start()
        if fit := _fit_before(text, start, found[1], skips=2):
            yield Gloss(found[1], fit, start, start)


def _defined(text: str) -> Gloss | None:
    """Return the explanation in a line of a list of abbreviations: "BVĐ : Ban vận động"; it is read in full."""
    found = _DEFINED.fullmatch(text)
    return Gloss(found[1], found[2], 0, 0) if found and _fits_whole(found[1], found[2]) else None


def _fit_before(text: str, end: int, form: str, skips: int = 0) -> str:
    """Return the words directly before `end` that `form` shortens; empty if there are none.

    `skips` is the number of words that may lack a letter; one or more if the form is so long that it still fits
    reliably.
    """
    form = form.upper() if len(form) == _PAIR and form.isalpha() else form
    if sum(letter.isupper() or letter.isdigit() for letter in form) < _PAIR or not form[0].isupper():
        return ""
    begin = max(0, end - SIGHT)
    window = _DOTTED.sub(r"\1 ", text[begin:end].rstrip(" (,"))
    stop = _last_stop(window)
    words = [place for found in _WORD.finditer(window, stop) for place in _letters_of(found)]
    units = _UNIT.findall(form)
    skips = max(skips, int(len(units) >= 2 * _SURE - 1))
    trailing = _TRAILING if len(units) >= _SURE else 0
    for last in range(len(words), max(0, len(words) - trailing) - 1, -1):
        shown = [window[one:two] for one, two in words[:last]]
        first = _first_word(tuple(units), tuple(shown), skips)
        if first >= 0:
            return window[words[first][0] : words[last - 1][1]]
    return ""


def _letters_of(found: re.Match[str]) -> list[tuple[int, int]]:
    """Return the place of a word, or of each letter of one that is short itself: "khu vực III (KVIII)"."""
    word = found.group()
    if not (_ROMAN.fullmatch(word) or (word.isupper() and word in abbreviations())):
        return [found.span()]
    return [(place, place + 1) for place in range(*found.span())]


def _fits_whole(form: str, explained: str) -> bool:
    """Return whether `form` shortens all of `explained`, and `explained` consists of words."""
    words = tuple(_WORD.findall(explained))
    if sum(map(str.isupper, form)) < 2 or _STOP.search(explained) or len(words) < 2:
        return False
    return _first_word(tuple(_UNIT.findall(form)), words, skips=0) == 0


def _first_word(units: tuple[str, ...], words: tuple[str, ...], skips: int) -> int:
    """Return the index of the word at which the first of `units` begins, if they fit the last words, else -1.

    Conjunctions and prepositions ("và", "của") need no letter; `skips` other words may lack one.
    """
    states = {(len(words), 0)}
    for index in range(len(units), 0, -1):
        states = set(_steps(units[:index], words, states, skips, is_last=index == len(units)))
    return max((place for place, _ in states), default=-1)


def _steps(
    units: tuple[str, ...], words: tuple[str, ...], states: set[tuple[int, int]], most: int, *, is_last: bool
) -> Iterator[tuple[int, int]]:
    """Yield each possible start of the last of `units`: the index of its word, and the number of skipped words."""
    for place, passed in states:
        at, gone = place - 1, passed
        while at >= 0 and gone <= most:
            if _begins(units[-1], words[at]):
                yield at, gone
            if is_last:
                break
            gone += words[at].lower() not in _links()
            at -= 1


def _begins(unit: str, word: str) -> bool:
    """Return whether `unit` of a form abbreviates `word`: its first letter, the word itself, or its number."""
    small, other = unit.lower(), word.lower()
    if unit.isdigit():
        return other in {unit, cardinal(unit, ReadingStyle())}
    if unit.islower():
        return small == other
    if _base(small[0]) != _base(other[0]):
        return False
    rest = iter(_base(other)[1:])
    return all(letter in rest for letter in _base(small)[1:])


@cache
def _base(word: str) -> str:
    """Return a word without its tone and vowel marks; đ is unchanged."""
    return "".join(_BASES.get(letter, letter) for letter in split_tone(word)[0])


@cache
def _acronyms() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1].split("|")) for row in read_table(__package__, "acronym")}


@cache
def _links() -> frozenset[str]:
    return frozenset(phrases("gloss", "link"))


@cache
def _calls() -> re.Pattern[str]:
    called = "|".join(sorted(phrases("gloss", "called"), key=len, reverse=True))
    return re.compile(rf"[(,]? ?(?i:{called}):? [“\"'‘]?([{UPPER}][{UPPER}{LOWER}\d&\-–]{{1,15}})(?!\w)")
