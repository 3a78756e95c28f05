"""Files that are dropped onto the desk; each is stored in a temporary file first."""

from __future__ import annotations

import filecmp
from pathlib import Path

from ..configuration.file_names import PICTURES
from ..errors import UsageError
from ..files import pieces_of, write_stream
from ..messages import message
from . import sources_folder
from .change_request import Answer
from .office import Office

ANOTHER = "none"
"""The user's answer that the file is a new article."""


def to_edition(office: Office, name: str, sent: Path, asked: dict[str, str]) -> Answer:
    """Add the file `sent` to the edition, under a free name and number.

    If an article's file has this name already, the result is a question: the new file may be the corrected one.  Raises
    `UsageError` and `OutputError`.
    """
    article = int(asked["article"]) if asked["article"].isdecimal() else 0
    with office.writing(name, office.seen(name)) as undo:
        folder = office.folder(name)
        there = None if asked.get("replace") == ANOTHER else sources_folder.namesake(folder, asked["file"])
        if asked.get("folder"):
            path = sources_folder.place_beside(folder.path, asked["folder"], asked["file"])
            _refuse_another(path, sent)
        else:
            path = there or sources_folder.place_for(folder, asked["file"], article)
        if _is_same(path, sent):
            return {"message": message("{file} is there already", file=path.name), "file": path.name}
        if path.is_file() and asked.get("replace") != path.name:
            question = message("{file} is an article of this edition: OK replaces it, Cancel adds one", file=path.name)
            return {"message": question, "ask": path.name}
        added, replaced = message("{file} was added", file=path.name), message("{file} was replaced", file=path.name)
        what = replaced if path.is_file() else added
        undo.change(what, {path: sent})
    return {"message": what, "file": path.name}


def to_office(office: Office, sent: Path, asked: dict[str, str]) -> Answer:
    """Add the picture `sent`, for example the office's emblem, next to the editions.  Raises like `to_edition`."""
    name = sources_folder.safe_name(asked["file"])
    if Path(name).suffix not in PICTURES:
        raise UsageError(name, message("is not a picture"), message("Save it as JPEG or PNG, then drop it."))
    path = sources_folder.free(office.request.input, name)
    write_stream(path, pieces_of(sent))
    return {"message": message("{file} was added", file=path.name), "file": path.name}


def _is_same(path: Path, sent: Path) -> bool:
    return path.is_file() and filecmp.cmp(path, sent, shallow=False)


def _refuse_another(path: Path, sent: Path) -> None:
    if path.is_file() and not _is_same(path, sent):
        raise UsageError(
            f"{path.parent.name}/{path.name}",
            message("another picture of this name is there already"),
            message("Save the page under another name, then drop page and folder."),
        )
