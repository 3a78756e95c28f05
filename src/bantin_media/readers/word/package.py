"""A `.docx` as a zip of XML parts: streams and trees of limited size; nothing is unpacked to disk, no link is followed.

Word never writes a document type declaration.  A file with one may be an attack and is refused.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from lxml import etree

from ...errors import SourceError
from ...messages import message
from ..source import too_large

LARGEST_DOCUMENT_BYTES = 64 * 1024 * 1024
"""Of the main part when unpacked: 500 pages have 5 to 20 MB."""
LARGEST_PART_BYTES = 16 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_MOST_TAGS = 2_500_000
"""Of one part: 500 pages have a million."""
_LARGEST_DIRECTORY_BYTES = 4 * 1024 * 1024
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_PARSING: Mapping[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip


def name_of(element: Any) -> str:
    """Return the element's name without its namespace, which differs between Word's two dialects."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str = "val") -> str:
    """Return an attribute in Word's namespace, empty if it is missing."""
    return element.get(_WORD[0] + name) or element.get(_WORD[1] + name) or ""


def relation_id(element: Any, name: str) -> str:
    """Return the id of a relation (`r:embed`, `r:id`), empty if it is missing."""
    return element.get(_RELATION[0] + name) or element.get(_RELATION[1] + name) or ""


def child(element: Any, *names: str) -> Any:
    """Return the element at this path of child names, or None."""
    for name in names:
        element = next((one for one in element if name_of(one) == name), None) if element is not None else None
    return element


@dataclass(frozen=True, slots=True)
class Relation:
    """The target of a relation: a member of the package, or an external address."""

    kind: str
    member: str
    external: bool


class Package:
    """An open `.docx`.  Every error of the zip or the XML is a `SourceError` with the file's name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                head = file.read(8)
            if head.startswith(b"\xd0\xcf\x11\xe0"):
                raise SourceError(
                    str(path),
                    message("is protected by a password, or an old .doc with another name"),
                    message("Open it in Word, remove the password, and save it as .docx."),
                )
            with path.open("rb") as file:
                _require_small_directory(file)
            self.archive = zipfile.ZipFile(path)
        except _ZIP_ERRORS as error:
            raise self.damaged() from error
        self.names = frozenset(self.archive.namelist())

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.archive.close()

    def damaged(self) -> SourceError:
        """Return the error for a file that is not a Word file."""
        return SourceError(
            str(self.path),
            message("is not a Word file: the package is damaged or of another kind"),
            message("Open it in Word and save it again as .docx."),
        )

    @cached_property
    def main(self) -> str:
        """Return the name of the part with the text."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.member in self.names:
                return relation.member
        if "word/document.xml" not in self.names:
            raise self.damaged()
        return "word/document.xml"

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by their ids; of the package if the name is empty."""
        folder, _, name = part.rpartition("/")
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for one in tree if tree is not None else ():
            target = (one.get("Target") or "").replace("\\", "/")
            member = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (one.get("Type") or "").rpartition("/")[2]
            found[one.get("Id") or ""] = Relation(kind, member, one.get("TargetMode") == "External")
        return found

    def related(self, kind: str) -> list[str]:
        """Return the members with this relation to the text: `styles`, `numbering`, `footnotes`, `header`, …"""
        related = self.relations(self.main).values()
        return [one.member for one in related if one.kind == kind and not one.external and one.member in self.names]

    def open(self, member: str) -> IO[bytes]:
        """Return a member as a stream."""
        return self.archive.open(member)

    def head(self, member: str, size_bytes: int) -> bytes:
        """Return the first bytes of a member, empty if it cannot be unpacked."""
        try:
            with self.open(member) as file:
                return file.read(size_bytes)
        except (*_ZIP_ERRORS, KeyError):
            return b""

    def content(self, member: str, limit_bytes: int) -> bytes:
        """Return the bytes of a member.  Raises `SourceError` if there are more than `limit_bytes`."""
        content = self.head(member, limit_bytes + 1)
        if len(content) > limit_bytes:
            raise too_large(self._where(member), limit_bytes)
        return content

    def tree(self, member: str) -> Any:
        """Return the root element of a part of at most `LARGEST_PART_BYTES`, None if the part is missing."""
        if member not in self.names:
            return None
        return next(self.elements(member, limit_bytes=LARGEST_PART_BYTES), None)

    def elements(self, member: str, *names: str, limit_bytes: int = LARGEST_DOCUMENT_BYTES) -> Iterator[Any]:
        """Yield the elements of these names as each is complete; the root at the end if no names are given."""
        tags = tuple(f"{{*}}{name}" for name in names) or None
        try:
            with self.open(member) as file:
                # The part is first unpacked without parsing, so that one that is too large is refused before it is
                # parsed.
                stream = _Bounded(file, limit_bytes, self._where(member))
                while stream.read(_CHUNK_BYTES):
                    pass
            with self.open(member) as file:
                walk = etree.iterparse(_Bounded(file, limit_bytes, self._where(member)), tag=tags, **_PARSING)
                checked = False
                for _, element in walk:
                    if not checked:
                        checked = True
                        self._refuse_declarations(element, member)
                    if names:
                        yield element
                if not names:
                    yield walk.root
        except etree.XMLSyntaxError as error:
            raise SourceError(
                self._where(member),
                message("is nested too deeply, or its XML is damaged: {cause}", cause=error.msg),
                message("Open it in Word and save it again as .docx."),
            ) from error
        except _ZIP_ERRORS as error:
            raise self.damaged() from error

    def _refuse_declarations(self, element: Any, member: str) -> None:
        if element.getroottree().docinfo.doctype:
            raise SourceError(
                self._where(member),
                message("contains a document type declaration, which no Word file has"),
                message("Open it in Word and save it again as .docx."),
            )

    def _where(self, member: str) -> str:
        return f"{self.path}:{member}"


class _Bounded:
    """A stream that raises `SourceError` after `limit_bytes` or `_MOST_TAGS`, whatever the zip's directory says."""

    def __init__(self, file: IO[bytes], limit_bytes: int, where: str) -> None:
        self._file = file
        self._left_bytes = limit_bytes
        self._left_tags = _MOST_TAGS
        self._limit_bytes = limit_bytes
        self._where = where

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self._left_bytes -= len(content)
        self._left_tags -= content.count(b"<")
        if self._left_bytes < 0 or self._left_tags < 0:
            raise too_large(self._where, self._limit_bytes)
        return content


class InnerPackage(Package):
    """A `.docx` inside another one.  Its pictures cannot be referred to, and are reported as missing."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        try:
            _require_small_directory(BytesIO(content))
            self.archive = zipfile.ZipFile(BytesIO(content))
        except _ZIP_ERRORS as error:
            raise self.damaged() from error
        self.names = frozenset(name for name in self.archive.namelist() if "/media/" not in name)


def _require_small_directory(file: IO[bytes]) -> None:
    """Raise `BadZipFile` if the list of members would fill the memory (APPNOTE.TXT 4.3.16)."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 65_557))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(tail[end + 12 : end + 16], "little") > _LARGEST_DIRECTORY_BYTES:
        raise zipfile.BadZipFile
