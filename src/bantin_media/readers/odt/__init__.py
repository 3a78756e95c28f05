"""An OpenDocument text (`.odt`, `.fodt`) → a `Draft`, by a walk over its XML.

Its paragraphs become the same pieces as a Word file's, so that legacy fonts, hidden and struck text, superscripts and
notes are treated alike.  Pictures stay in the package and are referred to by their member.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ...errors import SourceError
from ...messages import message
from ...model import Draft, LineKind, Picture
from ..builder import MOST_PIECES, DraftBuilder, too_many_pieces
from ..html.names import role_of_style
from ..html.roles import settled
from ..pictures import is_picture
from ..table_heads import in_words
from ..word.lines import LineWriter, left_out_reason
from ..word.package import Package, child, name_of
from ..word.runs import Piece
from ..word.styles import Formatting
from .flat import FlatPackage
from .lists import Lists
from .objects import carry
from .runs import RunReader
from .styles import Styles, get, number_in
from .table import is_data_table, table_of

_SKIPPED: Final = frozenset({"tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms"})
_CONTENTS: Final = frozenset(
    {"table-of-content", "illustration-index", "table-index", "alphabetical-index", "object-index", "user-index"}
)
_QUOTES: Final = frozenset({"quotations", "quote", "intense quote", "block text"})
_PROPERTIES: Final = {"title": "title", "initial-creator": "author", "creator": "author"}


def read(path: Path) -> Draft:
    """Return the blocks of an `.odt`.  Raises `SourceError` if it is not one, is protected, or exceeds a limit."""
    builder = DraftBuilder(path)
    with (FlatPackage if path.suffix.lower() == ".fodt" else _Package)(path) as package:
        OdtDocument(package, builder).read()
    builder.lines = settled(builder.lines, None)
    builder.tell_of_losses()
    return builder.draft()


class _Package(Package):
    """The package of an `.odt`: a zip of XML parts like Word's, with other names."""

    def damaged(self) -> SourceError:
        """Return the error for a file that is not an OpenDocument text."""
        return SourceError(
            str(self.path),
            message("is not an OpenDocument text: the package is damaged or of another kind"),
            message("Open it in LibreOffice and save it again as .odt or .docx."),
        )


class OdtDocument:
    """Reads one package."""

    def __init__(self, package: Package, builder: DraftBuilder) -> None:
        self.package = package
        self.builder = builder
        content, around = package.tree("content.xml"), package.tree("styles.xml")
        body = child(content, "body", "text") if content is not None else None
        if body is None:
            raise _locked(package) if _is_locked(package) else package.damaged()
        self.body, self.around = body, around
        self.styles = Styles(around, content)
        self.runs = RunReader(self.styles)
        self.lists = Lists(self.styles)
        self.notes: list[Any] = []
        self.deleted = self.equations = 0

    def read(self) -> None:
        """Fill the builder."""
        self._inner(self.body)
        self._write_notes()
        self._tell_of_surroundings()
        changes = {"inserted": self.runs.inserted, "deleted": self.deleted, "equations": self.equations}
        self.builder.tell_of_changes(**changes)

    def texts(self, element: Any) -> Iterator[str]:
        """Yield the words of each paragraph in a cell, a note, a header or a comment, including text boxes."""
        for block in self.lists.paragraphs(element):
            if name_of(block.element) == "table":
                yield in_words(table_of(block.element, self.cell_text).cells)
                continue
            if name_of(block.element) == "tracked-changes":
                self._drop_deleted(block.element)
                continue
            is_paragraph = name_of(block.element) in {"p", "h"}
            pieces = self._pieces(block.element) if is_paragraph else self.runs.loose(block.element, Formatting())
            if text := LineWriter(self.builder).plain(pieces).strip():
                yield f"{block.marker} {text}".strip()
            for piece in pieces:
                if piece.kind == "box":
                    yield from self.texts(piece.element)

    def cell_text(self, cell: Any) -> str:
        """Return the words of a cell as one line."""
        return " ".join(text for text in self.texts(cell) if text)

    # ----------------------------------------------------------------------------------------------- blocks

    def _inner(self, element: Any) -> None:
        """Read the content of the body, a section, a cell or a box."""
        for block in self.lists.paragraphs(element, skipped=_SKIPPED | _CONTENTS):
            name = name_of(block.element)
            if name == "table":
                self._table(block.element)
            elif name in _CONTENTS:
                self._contents(block.element)
            elif name == "tracked-changes":
                self._drop_deleted(block.element)
            elif name in {"p", "h"}:
                self._paragraph(block.element, block.marker, block.level)
            elif name not in _SKIPPED:
                self._write(self._named_all(self.runs.loose(block.element, Formatting())), "", LineKind.TEXT, "", 0)

    def _paragraph(self, element: Any, marker: str, level: int) -> None:
        style = get(element, "text:style-name")
        kind, role, depth = self._kind(element, style)
        if kind is LineKind.TEXT and marker:
            kind, depth = LineKind.LIST_ITEM, level
        elif kind is LineKind.HEADING and not marker:
            marker = self.lists.heading_marker(depth)
        self._write(self._pieces(element), style, kind, role, depth, marker="" if kind is LineKind.CAPTION else marker)

    def _kind(self, element: Any, style: str) -> tuple[LineKind, str, int]:
        """Return the kind, role and level of a paragraph."""
        called = self.styles.called(style)
        role = role_of_style(called)
        if called == "title":
            return LineKind.HEADING, "title", 1
        if name_of(element) == "h":
            return LineKind.HEADING, role, min(max(1, number_in(get(element, "text:outline-level"), 1)), 6)
        if role == "caption" or called in {"caption", "illustration", "figure", "drawing", "table"}:
            return LineKind.CAPTION, "caption", 0
        return (LineKind.QUOTE if called in _QUOTES else LineKind.TEXT), role, 0

    def _pieces(self, paragraph: Any) -> list[Piece]:
        formatting = self.styles.formatting("paragraph", get(paragraph, "text:style-name"))
        pieces = self.runs.pieces(paragraph, formatting)
        if len(pieces) > MOST_PIECES:
            raise too_many_pieces(self.package.path, len(self.builder.lines) + 1, len(pieces))
        return self._named_all(pieces)

    def _named_all(self, pieces: list[Piece]) -> list[Piece]:
        return [self._named(piece) if piece.kind == "note" else piece for piece in pieces]

    def _named(self, piece: Piece) -> Piece:
        """Store a note, and return its mark with its number in the draft."""
        self.notes.append(piece.element)
        return Piece("note", "note", target=str(len(self.notes)))

    def _write(
        self, pieces: list[Piece], style: str, kind: LineKind, role: str, level: int, *, marker: str = ""
    ) -> None:
        writer = LineWriter(self.builder)
        if not any(piece.kind == "text" and piece.text.strip() for piece in pieces):
            marker = ""
        for piece in pieces:
            if piece.kind == "picture":
                writer.picture(self._picture(piece))
            elif piece.kind == "graphic":
                shown, is_equation = carry(self.package, piece, self.builder)
                self.equations += is_equation
                writer.take(Piece("text", shown))
            else:
                writer.take(piece)
        writer.write(kind, role=role, level=level, marker=marker, right=self.styles.is_right(style))
        for piece in pieces:
            if piece.kind == "box":
                self._inner(piece.element)

    def _picture(self, piece: Piece) -> Picture | None:
        member, alternative = piece.target.removeprefix("./"), " ".join(piece.text.split())
        problem = ""
        if member not in self.package.names:
            problem = "remote" if "//" in member else "missing"
        elif not is_picture(self.package.head(member, 16)):
            problem = "unfit"
        if problem:
            self.builder.lose(problem, member.rpartition("/")[2], alternative)
            return None
        return Picture(self.package.path, member, alternative)

    def _table(self, table: Any) -> None:
        if not is_data_table(table, self.styles):
            for cell in table.iter("{*}table-cell"):
                if next(cell.iterancestors("{*}table"), None) is table:
                    self._inner(cell)
            return
        found = table_of(table, self.cell_text)
        self.builder.add_captioned_table(found.cells, found.header_rows)

    # ------------------------------------------------------------------------------------------ surroundings

    def _contents(self, element: Any) -> None:
        for paragraph in element.iter("{*}p", "{*}h"):
            self.builder.drop(LineWriter(self.builder).plain(self._pieces(paragraph)), message("table of contents"))

    def _drop_deleted(self, element: Any) -> None:
        for region in element.iter("{*}deletion"):
            self.deleted += 1
            for paragraph in region.iter("{*}p", "{*}h"):
                self.builder.drop(LineWriter(self.builder).plain(self._pieces(paragraph)), left_out_reason("deleted"))

    def _write_notes(self) -> None:
        place = 0
        while place < len(self.notes):  # a note can contain another one
            place += 1
            body = child(self.notes[place - 1], "note-body")
            self.builder.add_note(place, self.texts(body) if body is not None else (), f"note {place}")

    def _tell_of_surroundings(self) -> None:
        pages = child(self.around, "master-styles") if self.around is not None else None
        names = ("{*}header", "{*}footer", "{*}header-left", "{*}footer-left")
        texts = (text for page in (pages.iter(*names) if pages is not None else ()) for text in self.texts(page))
        self.builder.drop_once(texts, message("page header or footer"))
        for comment in self.runs.comments:
            for text in self.texts(comment):
                self.builder.drop(text, message("a comment in the margin"))
        self.builder.tell_of_comments(len(self.runs.comments))
        self._properties()

    def _properties(self) -> None:
        root = self.package.tree("meta.xml")
        for one in child(root, "meta") if root is not None and child(root, "meta") is not None else ():
            if key := _PROPERTIES.get(name_of(one)):
                self.builder.hint(key, " ".join((one.text or "").split()))


def _is_locked(package: Package) -> bool:
    manifest = package.tree("META-INF/manifest.xml")
    return manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None


def _locked(package: Package) -> SourceError:
    return SourceError(
        str(package.path),
        message("is protected by a password"),
        message("Open it in LibreOffice and save it without a password."),
    )
