"""Names for dropped files: valid on every system, with a free number, never the name of another file."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath

from ..configuration.editions import EditionFolder
from ..configuration.file_names import LEADING_NUMBER, PICTURES, RECORDINGS, SETTINGS_FILES, with_number
from ..errors import UsageError
from ..files import WINDOWS_RESERVED
from ..messages import message
from ..readers import SUFFIXES
from ..regex import regex

FORBIDDEN = regex(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
LONGEST_NAME = 120
BESIDE = "_files"
"""The suffix of the folder that a browser saves next to a page."""


def safe_name(name: str) -> str:
    """Return a valid file name for `name`.  Raises `UsageError` if nothing is left of it."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = " ".join(FORBIDDEN.sub(" ", unicodedata.normalize("NFC", last)).split()).strip(". ")
    stem, dot, suffix = clean.rpartition(".")
    if not stem or not dot or WINDOWS_RESERVED.match(stem):
        raise UsageError(name, message("the name of this file cannot be used"), message("Rename it, then drop it."))
    return f"{stem[:LONGEST_NAME].rstrip()}.{suffix.lower()}"


def place_for(folder: EditionFolder, name: str, article: int = 0) -> Path:
    """Return a free path in the edition for a file called `name`.

    An article without a number gets the next free one; a picture or recording gets the number of its `article`, if
    given.
    Raises `UsageError` for a file that does not belong into an edition.
    """
    name = safe_name(name)
    suffix = Path(name).suffix
    if suffix not in SUFFIXES | PICTURES | RECORDINGS or name in SETTINGS_FILES:
        raise UsageError(
            name,
            message('files that end in "{suffix}" cannot be read', suffix=suffix or "…"),
            message("Save it as one of: {known}; or move it out of the folder.", known=" ".join(sorted(SUFFIXES))),
        )
    named = (LEADING_NUMBER.match(one.name) for one in folder.path.iterdir() if one.suffix.lower() in SUFFIXES)
    taken = {source.number for source in folder.sources} | {int(found.group(1)) for found in named if found}
    if suffix in SUFFIXES:
        found = LEADING_NUMBER.match(name)
        number = int(found.group(1)) if found and int(found.group(1)) not in taken else max(taken, default=0) + 1
        return free(folder.path, with_number(number, name))
    return free(folder.path, with_number(article, name) if article else name)


def namesake(folder: EditionFolder, name: str) -> Path | None:
    """Return the article's file of which a file called `name` may be a new version; None if no file matches.

    Equal names match, and names of which one has no number: "01 tin.txt" and "tin.txt", but not "02 tin.txt".
    """
    number, bare = _parts(safe_name(name))
    known = [(one.path, *_parts(unicodedata.normalize("NFC", one.path.name))) for one in folder.sources]
    same = [path for path, its, other in known if other == bare and (not number or its == number)]
    return same[-1] if same else None


def _parts(name: str) -> tuple[int, str]:
    """Return the number at the beginning of a name, 0 if there is none, and the rest in lower case."""
    found = LEADING_NUMBER.match(name)
    return (int(found.group(1)) if found else 0), LEADING_NUMBER.sub("", name).casefold()


def place_beside(folder: Path, beside: str, name: str) -> Path:
    """Return the path for a picture from the folder that a browser saves next to a page (`…_files`).

    Folder and file keep their names, to which the page refers.  Raises `UsageError` for any other folder or file.
    """
    if not beside.endswith(BESIDE) or beside[0] == "." or FORBIDDEN.search(beside) or (folder / beside).is_symlink():
        raise UsageError(
            beside, message("is not the folder of a saved page"), message("Drop the files in it, not the folder.")
        )
    path = folder / beside / name
    if Path(name).suffix.lower() not in PICTURES or FORBIDDEN.search(name) or name[0] == "." or path.is_symlink():
        raise UsageError(name, message("is not a picture"), message("Save it as JPEG or PNG, then drop it."))
    return path


def free(folder: Path, name: str) -> Path:
    """Return a free path in `folder` for a file called `name`."""
    path = folder / name
    count = 2
    have = {unicodedata.normalize("NFC", one.name).casefold() for one in folder.iterdir()}
    while path.name.casefold() in have:
        path = folder / f"{Path(name).stem} ({count}){Path(name).suffix}"
        count += 1
    return path


def inside(folder: Path, name: str) -> Path:
    """Return the path of an existing file of this name in `folder`.  Raises `UsageError` if there is none."""
    path = folder / name
    if name != Path(name).name or name in SETTINGS_FILES or path.is_symlink() or not path.is_file():
        raise UsageError(name, message("there is no such file in this edition"), "")
    return path
