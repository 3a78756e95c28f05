"""A Markdown file (CommonMark with tables) → a `Draft`; HTML inside it is text, except languages (`markdown_lines`).

The parser silently drops text nested deeper than its limit, so such a file is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SourceError
from ..messages import message
from ..model import Draft, LineKind
from ..regex import regex
from .builder import DraftBuilder
from .decoding import decode
from .markdown_lines import Line, lines_of
from .pictures import find_picture
from .source import read_text_bytes, too_large

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LARGEST_BYTES = 1024 * 1024
"""An article of a quarter of an hour has 20,000; this parser is a hundred times slower than that of plain text."""
_MOST_LINES = 40_000
_DEEPEST = 40
_NOTE = regex(r"^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*)$")
_FENCE = regex(r"^ {0,3}(```|~~~)")
_FRONT_MATTER = regex(r"\A---[ \t]*\n((?:[A-Za-z_-]+:[^\n]*\n){1,40})---[ \t]*(?:\n|\Z)")
_SPACED_NAME = regex(
    r"(!\[[^\[\]\n]{0,200}\])\(([^\s()<>][^()<>\n\"]{0,120} [^()<>\n\"]{0,120}\."
    r"(?i:jpe?g|png|gif|webp|heic|avif|svg|bmp|tiff?))\)"
)
_FIELDS = {
    "title": "title", "date": "date", "author": "author", "source": "source", "section": "section",
    "category": "section", "description": "description",
}  # fmt: skip


def read(path: Path) -> Draft:
    """Return the blocks of a Markdown file.  Raises `SourceError` if it is not text, or nested too deeply."""
    text, _ = decode(read_text_bytes(path, limit_bytes=_LARGEST_BYTES), str(path))
    # The parser would show NUL as a letter; as another control character it is removed later.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\x01")
    if text.count("\n") > _MOST_LINES:
        raise too_large(str(path), _LARGEST_BYTES)
    builder = DraftBuilder(path)
    text, skipped = _front_matter(text, builder)
    parser = new_parser().enable("table")
    text, notes = _notes(with_spaces_in_names(text))
    walk = Walk(builder, skipped, frozenset(notes))
    walk.walk(parser.parse(text))
    for key in dict.fromkeys((*walk.referred, *notes)):
        at, words = notes[key]
        for token in parser.parseInline(words):
            for line in lines_of(token.children or [], frozenset()):
                builder.add_phrases(line.runs)
                builder.add(line.text, LineKind.FOOTNOTE, at=at + skipped, note=key)
    builder.tell_of_losses()
    return builder.draft()


def new_parser() -> MarkdownIt:
    """Return a parser of CommonMark for which HTML is text."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    # All links are accepted, `javascript:` included, because only their words are read and no link is kept.
    parser.validateLink = _any_link  # type: ignore[method-assign,assignment]
    return parser


def with_spaces_in_names(text: str) -> str:
    """Return the text with "![](01 anh.jpg)" as CommonMark writes a name with a space: "![](<01 anh.jpg>)"."""
    return _SPACED_NAME.sub(r"\1(<\2>)", text)


def _any_link(_: str) -> bool:
    return True


def _front_matter(text: str, builder: DraftBuilder) -> tuple[str, int]:
    """Read `key: value` lines between two rules at the beginning as metadata; return the rest and their number."""
    head = _FRONT_MATTER.match(text)
    if head is None:
        return text, 0
    for number, line in enumerate(head[1].splitlines(), start=2):
        key, _, value = line.partition(":")
        if field := _FIELDS.get(key.strip().lower()):
            builder.metadata[field] = value.strip().strip("\"'")
        builder.drop(line, message("file properties"), at=number)
    return text[head.end() :], head[0].count("\n")


def _notes(text: str) -> tuple[str, dict[str, tuple[int, str]]]:
    """Remove the footnotes from `text`; return the rest, and each note with its line.

    A note is "[^1]: …" with its continuation lines.  Empty lines replace it, so that line numbers do not change.
    """
    if "[^" not in text:
        return text, {}
    lines, notes = text.split("\n"), dict[str, tuple[int, str]]()
    name, fenced, apart = "", False, False
    for place, line in enumerate(lines):
        fenced ^= bool(_FENCE.match(line))
        begun = None if fenced else _NOTE.match(line)
        if begun and begun[1] not in notes:
            name = begun[1]
            notes[name] = (place + 1, begun[2])
        elif name and line.strip() and (not apart or line.startswith(("  ", "\t"))):
            notes[name] = (notes[name][0], f"{notes[name][1]} {line.strip()}")
        else:
            name = "" if line.strip() else name
        apart = not line.strip()
        lines[place] = "" if name else line
    return "\n".join(lines), notes


class Walk:
    """Processes the flat list of block tokens once, and keeps track of the open lists, quotes and tables."""

    def __init__(self, builder: DraftBuilder, skipped: int, notes: frozenset[str]) -> None:
        self.builder = builder
        self.skipped = skipped
        self.notes = notes
        self.referred: list[str] = []
        """The notes to which the text refers, in order."""
        self.lists: list[int] = []
        """The next number of each open list, 0 for bullets."""
        self.quotes = 0
        self.heading = 0
        self.marker = ""

    def walk(self, tokens: Sequence[Token]) -> None:
        """Add the blocks of `tokens`.  Raises `SourceError` if they are nested too deeply."""
        stream = iter(tokens)
        for token in stream:
            at = (token.map[0] + 1 + self.skipped) if token.map else 0
            if token.level >= _DEEPEST - 1:
                raise SourceError(
                    f"{self.builder.path}:{at}" if at else str(self.builder.path),
                    message("lists or quotes are nested too deeply"),
                    message("Write it with fewer levels."),
                )
            if token.type == "table_open":
                self._table(stream, at)
            elif token.type == "inline":
                self._inline(token, at)
            elif token.type in {"code_block", "fence", "html_block"}:
                for number, line in enumerate(token.content.split("\n")):
                    self.builder.add(line, at=at + number + (token.type == "fence"))
            else:
                self._structure(token)

    def _structure(self, token: Token) -> None:
        kind = token.type
        if kind == "bullet_list_open":
            self.lists.append(0)
        elif kind == "ordered_list_open":
            self.lists.append(int(token.attrs.get("start", 1)))
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self.lists.pop()
        elif kind == "list_item_open":
            self.marker = token.markup
            if token.markup in ".)":
                self.marker = f"{self.lists[-1]}{token.markup}"
                self.lists[-1] += 1
        elif kind == "blockquote_open":
            self.quotes += 1
        elif kind == "blockquote_close":
            self.quotes -= 1
        elif kind == "heading_open":
            self.heading = int(token.tag[1:])
        elif kind == "heading_close":
            self.heading = 0
        elif kind == "paragraph_open" and not token.hidden:
            self.builder.blank()

    def _inline(self, token: Token, at: int) -> None:
        children = token.children or []
        self._pictures(children, at)
        kind = self._kind()
        bold = _all_strong(children)
        for number, line in enumerate(self._lines(children)):
            self.referred += [mark.note for mark in line.marks]
            item = kind is LineKind.LIST_ITEM and bool(self.marker)
            self.builder.add(
                line.text,
                kind if kind is not LineKind.LIST_ITEM or item else LineKind.TEXT,
                at=at + number,
                level=self.heading or (len(self.lists) if item else 0),
                marker=self.marker if item else "",
                bold=bold,
                marks=tuple(line.marks),
            )
            if line.text.strip():
                self.marker = ""

    def _lines(self, children: Sequence[Token]) -> list[Line]:
        lines = lines_of(children, self.notes)
        for line in lines:
            self.builder.add_phrases(line.runs)
        return lines

    def _kind(self) -> LineKind:
        if self.heading:
            return LineKind.HEADING
        if self.quotes:
            return LineKind.QUOTE
        return LineKind.LIST_ITEM if self.lists else LineKind.TEXT

    def _pictures(self, children: Sequence[Token], at: int) -> None:
        for child in children:
            if child.type == "image":
                picture, problem = find_picture(self.builder.path.parent, str(child.attrs["src"]), child.content)
                if picture is None:
                    self.builder.lose(problem, str(child.attrs["src"])[:200].rpartition("/")[2], child.content)
                self.builder.add("", LineKind.PICTURE, at=at, picture=picture)

    def _table(self, stream: Iterator[Token], at: int) -> None:
        rows: list[tuple[str, ...]] = []
        cells: list[str] = []
        header_rows = 0
        for token in stream:
            if token.type == "table_close":
                break
            if token.type == "inline":
                self._pictures(token.children or [], at)
                cells.append(" ".join(line.text for line in self._lines(token.children or [])).strip())
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
            elif token.type == "thead_close":
                header_rows = len(rows)
        self.builder.add_table(rows, header_rows=header_rows, at=at)


def _all_strong(children: Sequence[Token]) -> bool:
    """Return whether every word is bold."""
    depth = 0
    for child in children:
        depth += (child.type == "strong_open") - (child.type == "strong_close")
        if not depth and child.content.strip() and child.type != "image":
            return False
    return True
