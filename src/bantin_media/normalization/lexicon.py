"""The editor's lexicon: `lexicon.tsv` (written ⇥ spoken ⇥ optional context) → a `Lexicon`.

    Pác Nặm ⇥ Pác Nặm
    BCH     ⇥ ban chỉ huy ⇥ after:quân sự
    CĐ      ⇥ cao đẳng    ⇥ before:trường

A row takes precedence over all other rules, on whole words only.  `before:` names words that must precede the written
form, `after:` words that must follow it, within a few words; rows with a context are tried first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import LexiconError
from ..messages import message
from ..regex import regex
from ..vietnamese.letters import in_latin, in_latin_letters

CONTEXTS = ("before:", "after:")
LARGEST_FILE_BYTES = 4 * 2**20
"""In bytes: some hundred thousand rows.  A limit is needed because a link to /dev/zero has no end."""
WORD = regex(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: `side` is `before`, `after` or empty, `near` the lower-case words that must be there."""

    written: str
    spoken: str
    side: str = ""
    near: str = ""
    place: str = field(default="", compare=False)
    """File and line, for explanations of a reading."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rows, by the first word of their written form, the longest and most specific first."""

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    def starting(self, text: str, start: int) -> tuple[Entry, ...]:
        """Return the rows whose written form may begin at `start`."""
        return self.entries.get(text[start : first_word_end(text, start)].lower(), ()) if self.entries else ()


def first_word_end(text: str, start: int) -> int:
    """Return the end of the run of letters at `start`; for another character, the place after it."""
    end = start
    limit = min(len(text), start + 64)
    while end < limit and text[end].isalpha():
        end += 1
    return max(end, start + 1)


def load(paths: Iterable[Path]) -> Lexicon:
    """Return the rows of all existing files; a row of a later file replaces that of an earlier one.

    Raises `LexiconError`, with file and line, for a row that cannot be used.
    """
    rows: dict[tuple[str, str, str], Entry] = {}
    for path in paths:
        if path.is_file() or path.is_symlink():  # a broken link is an error, not an empty lexicon
            rows |= _rows(path)
    grouped: dict[str, list[Entry]] = {}
    for entry in rows.values():
        first = entry.written[: first_word_end(entry.written, 0)].lower()
        grouped.setdefault(first, []).append(entry)
    return Lexicon(
        {first: tuple(sorted(found, key=lambda one: (-len(one.written), not one.side, one.written, one.near)))
         for first, found in grouped.items()}
    )  # fmt: skip


def _too_long(path: Path) -> LexiconError:
    size_mib = LARGEST_FILE_BYTES // 2**20
    return LexiconError(
        str(path),
        message("is longer than {size_mib} MiB, and not a list of words", size_mib=size_mib),
        message("Replace it by a table of written and spoken words."),
    )


def _rows(path: Path) -> dict[tuple[str, str, str], Entry]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
        if len(content) > LARGEST_FILE_BYTES:
            raise _too_long(path)
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(
            str(path), message("the lexicon cannot be read as UTF-8 text"), message("Save it as plain text in UTF-8.")
        ) from error
    rows: dict[tuple[str, str, str], Entry] = {}
    for number, raw in enumerate(unicodedata.normalize("NFC", text).split("\n"), start=1):
        row = raw.rstrip("\r")
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        entry = _entry(f"{path}:{number}", row)
        key = (entry.written, entry.side, entry.near)
        if key in rows:
            raise LexiconError(
                f"{path}:{number}",
                message('a second row for "{written}"', written=entry.written),
                message("Keep one of the two rows, or give them different contexts."),
            )
        rows[key] = entry
    return rows


def _is_sayable(word: str) -> bool:
    return bool(WORD.fullmatch(word)) and all(in_latin(letter) or letter in "-'" for letter in word)


def _entry(place: str, row: str) -> Entry:
    cells = [" ".join(cell.split()) for cell in row.split("\t")]
    while len(cells) > 2 and not cells[-1]:
        cells.pop()
    if len(cells) not in (2, 3) or not cells[0] or not cells[1]:
        raise LexiconError(
            place,
            message("a row needs a written form, a tab, and a spoken form"),
            message('Write it as "written<tab>spoken", with an optional third column.'),
        )
    written, spoken = cells[0], cells[1]
    spoken = ", ".join(part for part in (one.strip() for one in spoken.split(",")) if part)
    if wrong := [word for word in spoken.replace(",", " ").split() or ["-"] if not _is_sayable(word)]:
        raise LexiconError(
            place,
            message('the spoken form contains "{char}"', char=wrong[0]),
            message("Write it in words and commas only, as it is spoken."),
        )
    context = cells[2] if len(cells) == 3 else ""
    side = next((name for name in CONTEXTS if context.startswith(name)), "")
    if context and not (side and context.removeprefix(side).strip()):
        raise LexiconError(
            place,
            message('the context "{context}" cannot be understood', context=context),
            message('Write "before:words" or "after:words".'),
        )
    return Entry(written, in_latin_letters(spoken), side.rstrip(":"), context.removeprefix(side).strip().lower(), place)
