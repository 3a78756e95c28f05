"""The last check of a `Draft`: legacy fonts, control characters, overlong lines, emptiness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..errors import SourceError
from ..messages import message
from ..model import Draft, LineKind, Notice, SourceLine
from ..regex import regex
from ..vietnamese.tables import one_of
from .decoding import unreadable
from .legacy_fonts import LEGACY_SIGNS, recognise
from .mending import SIGNS, from_windows, latin_letters, plain_letters

LONGEST_LINE = 200_000
"""In characters; a long article has 20,000 in total."""
MOST_CHARACTERS = 300_000
"""In all lines: six hours of listening, about seventy ordinary articles."""
LONGEST_WORD = 3000
"""In characters.  A longer run without a space is not a word and could neither be split nor spoken."""
MOST_CELLS = 20_000
"""In all tables."""
MOST_PICTURES = 300
"""An album has about a hundred; each picture is decoded and encoded again."""
_QUOTED = 60
_CONTROL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_INSTEAD = ("part.", "picture.unfit", "chart.", "page.embedded")
"""Codes of notices about content that was left out; a document may have no other content."""
_FIELD_ERROR = regex(rf"{one_of('bantin_media.readers', 'field_errors')}! [A-ZĐ][^.!?]{{5,80}}[.!?]?")
_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}


def checked(draft: Draft) -> Draft:
    """Return `draft` with legacy text converted and control characters removed, with a notice for each.

    Raises `SourceError` if a line is too long, the text is unreadable, or the draft is empty.
    """
    _refuse_endless(draft)
    used = frozenset("".join(text for line in draft.lines for text in _texts(line)))
    mended = _mended(draft, used)
    if mended is not draft or not used.isdisjoint(LEGACY_SIGNS):
        mended = _in_unicode(mended)
    draft = _without_controls(mended)
    _refuse_wordless(draft)
    return replace(draft, notices=(*draft.notices, *_broken_references(draft))) if "!" in used else draft


def _refuse_wordless(draft: Draft) -> None:
    """Raise `SourceError` if no line has words; the error names the other content and the way to a text."""
    if any(text.strip() for line in draft.lines for text in _texts(line)):
        return
    parts = [notice for notice in draft.notices if notice.code.startswith(_INSTEAD)]
    pictures = sum(line.kind is LineKind.PICTURE for line in draft.lines)
    if parts:
        raise SourceError(
            str(draft.path),
            message("has no text to read; in its place: {parts}", parts="; ".join(one.what for one in parts[:3])),
            parts[0].hint,
        )
    if pictures:
        raise SourceError(
            str(draft.path),
            message("has no text to read, only {number} pictures", number=pictures),
            message("If they are scanned pages, ask for the file they were printed from, or type the text."),
        )
    raise SourceError(
        str(draft.path),
        message("has no text to read"),
        message("Save the article itself into the file; a scanned page must be typed."),
    )


def _broken_references(draft: Draft) -> list[Notice]:
    """Return a notice for each line in which a program printed an error in place of a reference."""
    return [
        Notice(
            "field.error",
            f"{draft.path}:{line.line}",
            message("the text contains a broken cross-reference, which would be read aloud: {text}", text=found[0]),
            message("Correct it in Word (Ctrl+A, F9), or write the right text."),
        )
        for line in draft.lines
        for text in _texts(line)
        if "!" in text and (found := _FIELD_ERROR.search(text))
    ]


def _refuse_endless(draft: Draft) -> None:
    """Raise `SourceError` if a quantity exceeds its limit."""
    for line in draft.lines:
        if len(line.text) > LONGEST_LINE:
            raise SourceError(
                f"{draft.path}:{line.line}",
                message("this line has {number} characters: this is not an article", number=len(line.text)),
                message("Break the text into paragraphs, or remove the line."),
            )
        for text in _texts(line):
            if len(text) > LONGEST_WORD and max(map(len, text.split()), default=0) > LONGEST_WORD:
                raise SourceError(
                    f"{draft.path}:{line.line}",
                    message("a word of this line has more than {number} characters", number=LONGEST_WORD),
                    message("Break it up, or remove it."),
                )
    if (cells := sum(len(row) for line in draft.lines for row in line.rows)) > MOST_CELLS:
        raise SourceError(
            str(draft.path),
            message("its tables have {number} cells: this is not an article", number=cells),
            message("Save only the article itself into the file."),
        )
    if (length := sum(len(text) for line in draft.lines for text in _texts(line))) > MOST_CHARACTERS:
        raise SourceError(
            str(draft.path),
            message("has {number} characters: this is a book and not an article", number=length),
            message("Give each article a file of its own."),
        )
    if (pictures := sum(line.picture is not None for line in draft.lines)) > MOST_PICTURES:
        raise SourceError(
            str(draft.path),
            message("has {number} pictures: this is not an article", number=pictures),
            message("Keep the best of them, {most} at most.", most=MOST_PICTURES),
        )


def _mended(draft: Draft, used: frozenset[str]) -> Draft:
    """Return `draft` with wrong characters replaced by the intended ones, with a notice for each kind.

    `used` are all characters of the draft, by which most kinds are excluded without a search.
    """
    for mend in (from_windows, plain_letters, latin_letters):
        if used.isdisjoint(SIGNS[mend]):
            continue
        lines = [_with_texts(line, list(map(mend, _texts(line)))) for line in draft.lines]
        changed = [line for line, before in zip(lines, draft.lines, strict=True) if line is not before]
        if changed:
            code, what = _what_was_mended(mend, next(text for text in _texts(changed[0]) if text)[:_QUOTED])
            hint = message("Compare them with the original.")
            notice = Notice(code, f"{draft.path}:{changed[0].line}", what, hint)
            draft = replace(draft, lines=tuple(lines), notices=(*draft.notices, notice))
    return draft


def _what_was_mended(mend: Callable[[str], str], text: str) -> tuple[str, str]:
    """Return code and text of the notice about a correction by `mend`; `text` is the corrected text."""
    if mend is from_windows:
        what = message("UTF-8 had been read as Windows-1252 and was corrected: {text}", text=text)
        return "letters.windows", what
    if mend is plain_letters:
        return "letters.fancy", message(
            "letters of mathematical alphabets were replaced by plain ones: {text}", text=text
        )
    return "letters.lookalike", message("Cyrillic or Greek letters were replaced by Latin ones: {text}", text=text)


def _in_unicode(draft: Draft) -> Draft:
    texts = [text for line in draft.lines for text in _texts(line)]
    owners = [line.line for line in draft.lines for _ in _texts(line)]
    found = recognise(texts)
    if found.refused >= 0:
        raise unreadable(f"{draft.path}:{owners[found.refused]}", max(found.share_before, found.share_after))
    doubts = tuple(
        Notice(
            "legacy.doubtful",
            f"{draft.path}:{owners[index]}",
            message("these words are foreign, or damaged: {text}", text=texts[index][:_QUOTED]),
            message("Compare them with the original."),
        )
        for index in found.doubtful
    )
    draft = replace(draft, notices=draft.notices + doubts)
    if not found.schemes:
        return draft
    notice = Notice(
        "legacy.recognised",
        str(draft.path),
        message(
            "the text was written for a legacy font, {font}, and was converted to Unicode",
            font=", ".join(_NAMES[scheme] for scheme in sorted(found.schemes)),
        ),
        message("Proof-read it once against the original."),
    )
    remaining = iter(found.lines)
    lines = tuple(_with_texts(line, [next(remaining) for _ in _texts(line)]) for line in draft.lines)
    return replace(draft, lines=lines, notices=(*draft.notices, notice))


def _without_controls(draft: Draft) -> Draft:
    number, lines = 0, []
    for line in draft.lines:
        texts = _texts(line)
        # A printable text has no control characters, and this test is thirty times faster than the search.
        hits = sum(len(_CONTROL.findall(text)) for text in texts if not text.isprintable())
        number += hits
        lines.append(_with_texts(line, [_CONTROL.sub("", text).strip() for text in texts]) if hits else line)
    if not number:
        return draft
    notice = Notice(
        "characters.control",
        str(draft.path),
        message("{number} control characters, which have no meaning in text, were removed", number=number),
    )
    kept = tuple(line for line in lines if line.text or line.rows or line.kind is LineKind.PICTURE)
    return replace(draft, lines=kept, notices=(*draft.notices, notice))


def _texts(line: SourceLine) -> list[str]:
    if not line.rows:
        return [line.text, line.marker]
    return [line.text, line.marker, *(cell for row in line.rows for cell in row)]


def _with_texts(line: SourceLine, texts: list[str]) -> SourceLine:
    if texts == _texts(line):
        return line
    text, marker, *cells = texts
    remaining = iter(cells)
    rows = tuple(tuple(next(remaining) for _ in row) for row in line.rows)
    return replace(line, text=text, marker=marker, rows=rows)
