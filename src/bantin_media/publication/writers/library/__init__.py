"""`Edition` → library records for import: MARCXML and Dublin Core.

All records contain the same data as the book's own metadata.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from ....files import write_whole
from ....model import Edition
from ....reporting.report import FileKind, MadeFile
from ...books import BookKind
from ...documents import Document
from ..epub.metadata import metadata
from .dublin_core import dspace_record, dublin_core_record
from .issue import issue_record
from .marc import collection
from .serial import serial_record
from .sound import sound_record

__all__ = ["DSPACE", "HEARD", "marc_records", "write_records"]

DSPACE = "dspace.xml"
"""`dublin_core.xml` of the DSpace package, which `bantin deposit` makes."""
HEARD = (FileKind.ARTICLE, FileKind.PROGRAMME)
"""The kinds of MP3 that have a record; slots have none, because they are parts of the programme."""


def write_records(
    edition: Edition,
    documents: Sequence[Document],
    folder: Path,
    *,
    books: Sequence[tuple[BookKind, str]] = (),
    sounds: Sequence[MadeFile] = (),
    voices: Sequence[str] = (),
) -> tuple[Path, ...]:
    """Write the records into `folder` and return their paths.

    `books` are the finished books with their file names; `sounds` are MP3s of the kinds `HEARD`, and `voices` their
    voices.  Raises `OutputError` if a file cannot be written.
    """
    described = tuple(metadata(edition, documents))
    made = {
        "marc.xml": marc_records(edition, documents, books, sounds, voices),
        "marc-serial.xml": collection([serial_record(edition)]),
        "dublin-core.xml": dublin_core_record(described, sounds),
        DSPACE: dspace_record(edition, documents, described, sounds),
    }
    for name, root in made.items():
        write_whole(folder / name, etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True))
    return tuple(folder / name for name in made)


def marc_records(
    edition: Edition,
    documents: Sequence[Document],
    books: Sequence[tuple[BookKind, str]] = (),
    sounds: Sequence[MadeFile] = (),
    voices: Sequence[str] = (),
) -> Any:
    """Return a MARCXML collection: the record of the issue and, if there are `sounds`, the record of the sound."""
    records = [issue_record(edition, documents, books, is_heard=bool(sounds))]
    if sounds:
        records.append(sound_record(edition, documents, sounds, voices))
    return collection(records)
