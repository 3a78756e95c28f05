"""A flat OpenDocument text (`.fodt`): one XML file with the parts of an `.odt`, its pictures as base64."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ...errors import SourceError
from ...messages import message
from ..pictures import base64_bytes, embedded_name
from ..word.package import LARGEST_DOCUMENT_BYTES, Package, name_of

_PARTS = frozenset({"content.xml", "styles.xml", "meta.xml"})
_LINK = "{http://www.w3.org/1999/xlink}href"


class FlatPackage(Package):
    """The one file in the place of an archive: its root element is each of the parts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pictures: dict[str, bytes] = {}
        self.names = _PARTS
        with path.open("rb") as file:
            if b"<" not in file.read(64):
                raise self.damaged()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing: the file is not kept open."""

    def damaged(self) -> SourceError:
        """Return the error for a file that is not a flat OpenDocument text."""
        return SourceError(
            str(self.path),
            message("is not an OpenDocument text: the package is damaged or of another kind"),
            message("Open it in LibreOffice and save it again as .odt or .docx."),
        )

    def open(self, member: str) -> IO[bytes]:
        """Return the file; a picture is no part of its own."""
        return self.path.open("rb")

    def tree(self, member: str) -> Any:
        """Return the root element, None for a name that is no part of an `.odt`."""
        return self._root if member in _PARTS else None

    def head(self, member: str, size_bytes: int) -> bytes:
        """Return the first bytes of a picture."""
        return self._pictures.get(member, b"")[:size_bytes]

    @cached_property
    def _root(self) -> Any:
        """Return the root element; each picture in it refers to its bytes as to a member."""
        root = next(self.elements(str(self.path.name), limit_bytes=LARGEST_DOCUMENT_BYTES))
        for image in root.iter("{*}image"):
            for data in image:
                if name_of(data) == "binary-data" and data.text:
                    content = base64_bytes(data.text)
                    self._pictures[embedded_name(content)] = content
                    image.set(_LINK, embedded_name(content))
        self.names = _PARTS | self._pictures.keys()
        return root
