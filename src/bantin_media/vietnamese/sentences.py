"""Splits text into sentences, so that page, speech and timing agree; no other module does it.

The sentences, joined by single spaces, are equal to the text with collapsed white space.  Each word that ends in a mark
is examined once, with its neighbours: linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from ..regex import regex
from .letters import is_lower, is_upper
from .syllables import is_syllable
from .tables import read_table

LONGEST = 3000
"""In characters: three minutes of speech.  No sentence is longer; a text without an end mark is split here."""
_CLOSERS = "\"”»’')]}"
_OPENERS = "\"“«‘'([{"
_AFTER_CLOSE = frozenset(")]}”»,;:")
"""Characters that cannot begin a sentence."""
_DASHES = ("-", "–", "—")
_END_MARKS = ("./.", "…/.", ".../.", "/.")
_ROMAN = regex(r"[IVXLC]{1,7}")
_COUNTER = regex(r"[(]?(\d{1,3}(\.\d{1,3}){0,3}|[IVXLC]{1,7}|[a-zđA-ZĐ])\.")
_ITEM = regex(r"[(]?[a-zđ0-9]{1,2}\)")
_IN_BRACKET = regex(r"[(\[][^\W\d_]\.")
"""What a bracket begins with is no end of a sentence before a number: "(m. 1513)"."""


def split(text: str) -> tuple[str, ...]:
    """Return the sentences of `text`, in order; `()` for white space alone.

    "Họp tại TP. Cao Bằng.  GS.TS. Hà đến dự./. Thu Cúc" → three sentences: the dots of TP. and GS.TS. do not end one,
    and the end mark "./." stays with its sentence.  A dot between two lower-case words ends a sentence (a typing error:
    "đã họp. các xã"); one after an abbreviation, an initial or an item marker does not.
    """
    words = text.split()
    if not words:
        return ()
    sentences: list[str] = []
    start = 0
    for index, (word, following) in enumerate(pairwise(words)):
        if not _may_end(word):
            continue
        recent = words[max(start, index - 3) : index + 1]
        afterwards = words[index + 2] if index + 2 < len(words) else ""
        if _ends(recent, following, afterwards, first=index - start < 4):
            sentences.append(" ".join(words[start : index + 1]))
            start = index + 1
    sentences.append(" ".join(words[start:]))
    return tuple(part for sentence in sentences for part in _breaths(sentence))


def _breaths(sentence: str) -> Iterator[str]:
    """Yield a sentence; one that is too long for the voice is split after a mark or else between two words."""
    while len(sentence) > LONGEST:
        cut = max(sentence.rfind(f"{mark} ", LONGEST // 2, LONGEST) for mark in ";:,") + 1
        cut = cut or sentence.rfind(" ", 0, LONGEST)
        cut = cut if cut > 0 else sentence.find(" ", LONGEST)
        if cut < 0:
            break
        yield sentence[:cut]
        sentence = sentence[cut + 1 :]
    yield sentence


def _may_end(word: str) -> bool:
    return word.rstrip(_CLOSERS)[-1:] in {".", "!", "?", "…"}


def _ends(before: list[str], following: str, afterwards: str, *, first: bool) -> bool:
    """Return whether a sentence ends between the last of `before` (at most four words) and `following`.

    `first` means that `before` begins at the start of the sentence.
    """
    word = before[-1]
    core = word.rstrip(_CLOSERS)
    closed = core != word
    if core.endswith(_END_MARKS):
        return True
    if following[0] in _AFTER_CLOSE or (closed and _goes_on(core, word, following)):
        return False
    starts = following.lstrip(_OPENERS)[:1]
    if core.endswith("…") or core.endswith("..."):
        return not (is_lower(starts) or starts.isdigit() or following in _DASHES)
    if core[-1] in "!?":
        return not is_lower(starts) and starts not in {",", ";"}
    return _ends_at_dot(before, core, following, afterwards, first=first, closed=closed)


def _goes_on(core: str, word: str, following: str) -> bool:
    """Return whether the sentence continues after a closed quotation or bracket: “… hơn!” - ông Páo nói."""
    return following in _DASHES or (core.endswith(("…", "...")) and word[len(core)] in ")]}")


def _ends_at_dot(before: list[str], core: str, following: str, afterwards: str, *, first: bool, closed: bool) -> bool:
    bare = core.lstrip(_OPENERS)
    starts = following.lstrip(_OPENERS)[:1]
    previous = before[-2] if len(before) > 1 else ""
    is_opened = starts.isdigit() and _IN_BRACKET.fullmatch(core)
    if is_opened or _counts(before, bare, following, first=first) or _abbreviates(bare, following):
        return False
    if _is_initial(bare) and not closed and _names_go_on(previous, following):
        return False
    if _ITEM.fullmatch(following):
        return True
    if is_lower(starts):
        slip = bare[:-1].islower() and is_syllable(bare[:-1]) and len(bare) > 2
        return slip and is_syllable(following.strip(_OPENERS + _CLOSERS + ",;:.")) and not _is_dotted(bare)
    if following in _DASHES and afterwards[:1] and is_lower(afterwards[0]):
        return False
    return starts not in {",", ";", ":", ")"}


def _counts(before: list[str], bare: str, following: str, *, first: bool) -> bool:
    """Return whether `bare` is the marker of an item that begins here: "1.

    Chủ động", "như sau: a. Rà soát", "Điều 5. Phạm vi".
    """
    if not _COUNTER.fullmatch(bare):
        return False
    lead = [word.lower() for word in before[:-1]]
    if first and (not lead or " ".join(lead) in _words("heading") or lead[-1] in {*_DASHES, "•"}):
        return True
    return bool(lead) and lead[-1].endswith((":", ";")) and not following[:1].isdigit()


def _abbreviates(bare: str, following: str) -> bool:
    """Return whether the dot of `bare` belongs to an abbreviation that `following` continues."""
    parts = [part + "." for part in bare.rstrip(".").split(".") if part]
    when = _dotted().get(bare) or (_dotted().get(parts[-1]) if len(parts) > 1 else None)
    starts = following.lstrip(_OPENERS)[:1]
    if when == "always":
        return True
    if when == "name":
        return is_upper(starts) or starts.isdigit()
    if when == "number":
        return starts.isdigit() or is_lower(starts) or _ROMAN.fullmatch(following.rstrip(".,;")) is not None
    return False


def _is_dotted(bare: str) -> bool:
    return bare in _dotted()


def _is_initial(bare: str) -> bool:
    """Return whether `bare` is the initial of a name: "C.", "V.I.", "Ph."; each part one capital, or Th, Ph, Ng, Tr."""
    parts = bare[:-1].split(".")
    return all((len(part) == 1 and is_upper(part)) or part in {"Ph", "Th", "Ng", "Tr", "Ch", "Kh"} for part in parts)


def _names_go_on(previous: str, following: str) -> bool:
    """Return whether a name with an initial continues: "V.I. Lênin", and its bracket, "Lò Văn H. (27 tuổi)"."""
    if following.startswith("("):
        return is_upper(previous[:1])
    return is_upper(following.lstrip(_OPENERS)[:1]) and not _may_be_called_by_letter(previous)


def _may_be_called_by_letter(previous: str) -> bool:
    """Return whether a single capital after `previous` is a complete name: "vitamin C.", "ông Nguyễn Văn A."."""
    if previous.lower() in _letter_nouns():
        return True
    if previous in _words("person"):
        return False
    return is_upper(previous[:1]) and previous[1:].islower() and is_syllable(previous)


@cache
def _dotted() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "dotted")}


@cache
def _letter_nouns() -> frozenset[str]:
    return frozenset(row[0] for row in read_table(__package__, "letter_nouns"))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row[1] for row in read_table(__package__, "sentence_words") if row[0] == kind)
