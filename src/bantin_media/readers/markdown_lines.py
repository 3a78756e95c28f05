"""An inline token of Markdown → its visible lines, with note marks and phrases in other languages.

Of HTML only the language of a phrase is used: `<span lang="fr">au revoir</span>`; pandoc writes it
`[au revoir]{lang=fr}`.  A tag that is not closed in its line, and every other tag, is text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from ..model import NoteMark
from ..regex import regex
from .languages import Run
from .note_marks import mark_after

if TYPE_CHECKING:
    from markdown_it.token import Token

_LANGUAGE: Final = r"""["']?([A-Za-z0-9-]{2,30})["']?"""
_SIGN: Final = regex(
    rf"""<(?P<opens>span|i|em|cite|q)\s(?P<html>[^<>]{{0,200}})>|</(?P<closes>span|i|em|cite|q)>
    |\[\^(?P<note>[^\]\s]{{1,60}})\]|(?P<bracket>\[)|\]\{{[^{{}}]{{0,60}}?lang={_LANGUAGE}[^{{}}]{{0,60}}\}}""",
    re.VERBOSE | re.IGNORECASE,
)
_LANG: Final = regex(rf"(?<![\w-])lang={_LANGUAGE}", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A visible line."""

    text: str = ""
    marks: list[NoteMark] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text, or a sign that may begin (`opens`) or end (`closes`) a phrase; equal `key`s belong together."""

    text: str
    opens: bool = False
    closes: bool = False
    key: str = ""
    tag: str = ""
    note: str = ""


def lines_of(children: Sequence[Token], notes: frozenset[str]) -> list[Line]:
    """Return the visible text of an inline token, split at hard breaks, each line with the marks of `notes`."""
    lines: list[list[_Piece]] = [[]]
    for child in children:
        if child.type == "hardbreak":
            lines.append([])
        elif child.type == "softbreak":
            lines[-1].append(_Piece(" "))
        elif child.type == "text":
            lines[-1].extend(_pieces(child.content, notes))
        elif child.type != "image":
            lines[-1].append(_Piece(child.content))
    return [_line(pieces) for pieces in lines]


def _pieces(text: str, notes: frozenset[str]) -> Iterator[_Piece]:
    """Yield the pieces of the text between two other tokens."""
    end = 0
    for sign in _SIGN.finditer(text):
        whole, note = sign[0], sign["note"] or ""
        language = _LANG.search(whole)
        piece = _Piece(whole, tag=language[1] if language else "")
        if note:
            piece = _Piece(whole, note=note if note in notes else "")
        elif sign["opens"]:
            piece = replace(piece, opens=True, key=sign["opens"].lower())
        elif sign["closes"]:
            piece = replace(piece, closes=True, key=sign["closes"].lower())
        else:
            piece = replace(piece, opens=bool(sign["bracket"]), closes=not sign["bracket"], key="[")
        yield _Piece(text[end : sign.start()])
        yield piece
        end = sign.end()
    yield _Piece(text[end:])


def _line(pieces: Sequence[_Piece]) -> Line:
    """Return the line of `pieces`."""
    begins, ends = _pairs(pieces)
    line, words = Line(), list[str]()
    tags: list[str] = []
    for place, piece in enumerate(pieces):
        if place in begins:
            tags.append(begins[place])
        elif place in ends:
            tags.pop()
        elif piece.note:
            line.marks.append(mark_after("".join(words), piece.note))
        else:
            words.append(piece.text)
            line.runs.append(Run(piece.text, tags[-1] if tags else "", by_hand=True))
    line.text = "".join(words)
    return line


def _pairs(pieces: Sequence[_Piece]) -> tuple[dict[int, str], set[int]]:
    """Return the beginnings of phrases with their tags, and the ends of phrases."""
    begins: dict[int, str] = {}
    ends: set[int] = set()
    begun: defaultdict[str, list[int]] = defaultdict(list)
    for place, piece in enumerate(pieces):
        if piece.opens:
            begun[piece.key].append(place)
        elif piece.closes and begun[piece.key]:
            first = begun[piece.key].pop()
            for others in begun.values():  # those opened in between are never closed
                while others and others[-1] > first:
                    others.pop()
            if tag := pieces[first].tag or piece.tag:
                begins[first] = tag
                ends.add(place)
    return begins, ends
