"""A Word file → a `Draft`, by a walk over the document's own XML.

Word's libraries lose tracked insertions, soft hyphens, text boxes and the fonts' names; here every element that
holds words has its row.  Pictures stay in the package and are named by their member.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ...messages import message
from ...model import Draft, LineKind, Picture
from ..builder import MOST_LINES, MOST_PIECES, DraftBuilder, too_many_lines, too_many_pieces
from ..html.names import role_of_style
from ..html.roles import settled
from ..pictures import is_picture
from .lines import LineWriter
from .package import Package, Relation, child, name_of, value
from .runs import RunReader
from .styles import Numbering, Style, Styles, look_of, on_top, style_of
from .table import is_data_table, table_rows

_HEADING = "heading "
_QUOTES = frozenset({"quote", "intense quote", "block text"})
_CONTENTS = ("toc ", "table of figures")
_TABLE_CAPTION = ("bảng", "biểu")
_PROPERTIES = {"title": "title", "creator": "author"}
_LONGEST_PROPERTY = 300
_BLOCKS = frozenset({"p", "tbl"})


def read(path: Path) -> Draft:
    """Return the blocks of a Word file.  Raises `SourceError` where it is none, is protected, or is hostile."""
    builder = DraftBuilder(path)
    with Package(path) as package:
        _Document(package, builder).read()
    builder.lines = settled(builder.lines, None)
    builder.lost_pictures_notice()
    return builder.draft()


class _Document:
    """One reading of one package."""

    def __init__(self, package: Package, builder: DraftBuilder) -> None:
        self.package = package
        self.builder = builder
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"), self.styles)
        self.runs = RunReader(self.styles)
        self.relations = package.relations(package.main)
        self.notes: list[tuple[str, str]] = []
        """Kind and id of the notes that the text refers to, in order."""
        self.unfinished: list[Any] = []
        """Paragraphs whose end was deleted with changes tracked: they go on in the next."""

    def read(self) -> None:
        for block in self._blocks():
            self._block(block)
        self._finish_paragraphs()
        self._notes()
        self._around()
        self._comments()
        self._properties()
        for code, number, text in (
            (
                "tracked.inserted",
                self.runs.inserted,
                message("{number} insertions that Word kept track of are taken as text", number=self.runs.inserted),
            ),
            (
                "tracked.deleted",
                self.runs.deleted,
                message("{number} deletions that Word kept track of are left out", number=self.runs.deleted),
            ),
        ):
            if number:
                self.builder.notice(
                    code, text, message("Accept or reject the changes in Word, so that there is one text.")
                )

    def _part(self, kind: str) -> Any:
        members = self.package.related(kind)
        return self.package.tree(members[0]) if members else None

    def _blocks(self) -> Iterator[Any]:
        """Yield the paragraphs and tables that stand in the body itself; what has been read is let go."""
        for number, element in enumerate(self.package.elements(self.package.main, "p", "tbl")):
            if number > MOST_LINES:
                raise too_many_lines(self.package.path)
            if not any(name_of(one) in _BLOCKS or _is_spare(one) for one in element.iterancestors()):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _block(self, element: Any) -> None:
        name = name_of(element)
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._finish_paragraphs()
            self._table(element)
        elif not _is_spare(element):
            self._inner(element)

    def _inner(self, element: Any) -> None:
        for block in element:
            self._block(block)

    # ------------------------------------------------------------------------------------------- paragraphs

    def _paragraph(self, paragraph: Any) -> None:
        if not len(paragraph) and not self.unfinished:
            self.builder.blank()
            return
        style = self._style(paragraph)
        pieces = list(islice(self.runs.pieces(paragraph, style.look), MOST_PIECES + 1))
        if len(pieces) + len(self.unfinished) > MOST_PIECES:
            raise too_many_pieces(self.package.path, len(self.builder.lines) + 1, len(pieces))
        mark = child(paragraph, "pPr", "rPr", "del")
        if mark is not None:
            self.runs.deleted += 1
            self.unfinished.extend(pieces)
            return
        pieces, self.unfinished = [*self.unfinished, *pieces], []
        self._write(pieces, style)

    def _finish_paragraphs(self) -> None:
        if self.unfinished:
            pieces, self.unfinished = self.unfinished, []
            self._write(pieces, self.styles.paragraph(""))

    def _write(self, pieces: list[Any], style: Style) -> None:
        writer = LineWriter(self.builder)
        kind, role, level = _kind(style)
        shows_text = any(piece.kind == "text" and piece.text.strip() for piece in pieces)
        marker = ""
        if style.number and style.number != "0" and shows_text and kind is not LineKind.CAPTION:
            marker = self.numbering.marker(style.number, style.number_level)
            if kind is LineKind.TEXT and marker:
                kind, level = LineKind.LIST_ITEM, style.number_level + 1
        for piece in pieces:
            if piece.kind == "picture":
                writer.picture(self._picture(piece.target, piece.text))
            elif piece.kind == "note":
                if (piece.text, piece.target) not in self.notes:
                    self.notes.append((piece.text, piece.target))
                writer.take(piece)
            elif piece.kind != "box":
                writer.take(piece)
        if style.name.startswith(_CONTENTS):
            writer.drop(message("table of contents"))
        else:
            writer.write(kind, role=role, level=level, marker=marker, right=bool(style.right))
        for piece in pieces:
            if piece.kind == "box":
                self._inner(piece.element)

    def _style(self, paragraph: Any) -> Style:
        properties = child(paragraph, "pPr")
        named = child(properties, "pStyle") if properties is not None else None
        below = self.styles.paragraph(value(named) if named is not None else "")
        # The look in a paragraph's own properties is that of its mark, not of its text.
        return on_top(style_of(properties, look_of(None)), below)

    def _picture(self, target: str, alternative: str) -> Picture | None:
        relation: Relation | None = self.relations.get(target)
        problem = ""
        if target == "link" or (relation is not None and relation.external):
            problem = "remote"
        elif relation is None or relation.member not in self.package.names:
            problem = "missing"
        elif not is_picture(self.package.head(relation.member, 16)):
            problem = "unfit"
        if problem or relation is None:
            self.builder.count(problem)
            return None
        return Picture(self.package.path, relation.member, " ".join(alternative.split()))

    # ---------------------------------------------------------------------------------------- tables, notes

    def _table(self, table: Any) -> None:
        if not is_data_table(table, self.styles):
            for row in _held(table, "tr"):
                for cell in _held(row, "tc"):
                    self._inner(cell)
                    self._finish_paragraphs()
            return
        rows, header_rows = table_rows(table, self._cell_text)
        caption, lines = "", self.builder.lines
        if lines and lines[-1].kind is LineKind.CAPTION and lines[-1].text.casefold().startswith(_TABLE_CAPTION):
            caption = lines.pop().text
        self.builder.add_table(rows, header_rows=header_rows, caption=caption)

    def _cell_text(self, cell: Any) -> str:
        writer = LineWriter(self.builder)
        texts: list[str] = []
        for paragraph in cell.iter("{*}p"):
            style = self._style(paragraph)
            pieces = list(self.runs.pieces(paragraph, style.look))
            self.notes.extend((one.text, one.target) for one in pieces if one.kind == "note")
            text = writer.plain(pieces)
            if style.number and style.number != "0" and text:
                text = f"{self.numbering.marker(style.number, style.number_level)} {text}"
            texts.append(text.strip())
        return " ".join(text for text in texts if text)

    def _notes(self) -> None:
        """Append the footnotes and endnotes that the text refers to."""
        for kind in ("footnote", "endnote"):
            root = self._part(f"{kind}s")
            wanted = list(dict.fromkeys(target for one, target in self.notes if one == kind))
            held = {value(note, "id"): note for note in (root if root is not None else ())}
            for number, key in enumerate(wanted, start=1):
                paragraphs = list(held[key].iter("{*}p")) if key in held else []
                for place, paragraph in enumerate(paragraphs):
                    writer = LineWriter(self.builder)
                    text = writer.plain(self.runs.pieces(paragraph, self._style(paragraph).look))
                    marker = str(number) if not place else ""
                    self.builder.add(text, LineKind.FOOTNOTE, marker=marker, note=f"{kind} {key}")

    def _around(self) -> None:
        """Say what stands in the headers and footers of the pages, which is no part of the article."""
        said: set[str] = set()
        for kind in ("header", "footer"):
            for member in self.package.related(kind):
                root = self.package.tree(member)
                for paragraph in root.iter("{*}p") if root is not None else ():
                    writer = LineWriter(self.builder)
                    text = writer.plain(self.runs.pieces(paragraph, self._style(paragraph).look)).strip()
                    if text not in said:
                        said.add(text)
                        self.builder.drop(text, message("page header or footer"))

    def _comments(self) -> None:
        """Leave out what was written in the margin, and say so."""
        root = self._part("comments")
        number = 0
        for comment in root if root is not None else ():
            number += name_of(comment) == "comment"
            for paragraph in comment.iter("{*}p"):
                writer = LineWriter(self.builder)
                text = writer.plain(self.runs.pieces(paragraph, self._style(paragraph).look))
                self.builder.drop(text, message("a comment in the margin"))
        if number:
            self.builder.notice(
                "word.comments",
                message("{number} comments in the margin are left out", number=number),
                message("Read them in Word, and delete them once they are settled."),
            )

    def _properties(self) -> None:
        """Take title and author from the file's properties, which are hints to cleaning (ISO 29500-2, 11)."""
        members = [one.member for one in self.package.relations("").values() if one.kind == "core-properties"]
        root = self.package.tree(members[0]) if members else None
        for one in root if root is not None else ():
            key = _PROPERTIES.get(name_of(one))
            text = " ".join((one.text or "").split())
            if key and text and len(text) <= _LONGEST_PROPERTY:
                self.builder.metadata.setdefault(key, text)


def _held(element: Any, name: str) -> Iterable[Any]:
    """Yield the rows of a table or the cells of a row, through whatever goes around them."""
    stack = [iter(element)]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
        elif name_of(one) == name:
            yield one
        else:
            stack.append(iter(one))


def _is_spare(element: Any) -> bool:
    """Return whether an element repeats, for old programs, what a `mc:Choice` beside it holds."""
    return name_of(element) == "Fallback" and child(element.getparent(), "Choice") is not None


def _kind(style: Style) -> tuple[LineKind, str, int]:
    """Return the kind, role and level of a paragraph from its style."""
    name = style.name
    heading = name.removeprefix(_HEADING)
    if name == "title":
        return LineKind.HEADING, "title", 1
    if name.startswith(_HEADING) and heading[:1].isdigit():
        return LineKind.HEADING, "", min(int(heading[0]) or 1, 6)
    role = role_of_style(name)
    if name == "caption" or role == "caption":
        return LineKind.CAPTION, "caption", 0
    if style.outline:
        return LineKind.HEADING, role, min(style.outline, 6)
    return (LineKind.QUOTE if name in _QUOTES else LineKind.TEXT), role, 0
