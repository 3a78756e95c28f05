"""The names of files in an edition's folder: the kind of file that a name declares, and the order of names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path

from ..regex import regex

PICTURES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".avif"}
)
RECORDINGS = frozenset({".mp3", ".wav", ".flac", ".ogg", ".m4a", ".aac"})
SETTINGS_FILES = frozenset({"edition.toml", "bantin.toml", "lexicon.tsv"})
LEFTOVERS = regex(r"(?i)^(\..*|~\$.*|~.*\.tmp|thumbs\.db|desktop\.ini|.*\.part|.*\.crdownload|.*~)$")
"""Files that editors' programs leave behind; they are ignored without a notice."""
OPEN_ELSEWHERE = regex(r"(?i)^(~\$.*|~.*\.tmp|\.~lock\..*#)$")
"""Lock files of Word and LibreOffice next to an open document; they are not part of the edition."""
LEADING_NUMBER = regex(r"^(\d{1,4})(?!\d)[\s._-]*")
_MARK = regex(r"\(\s*([^()]*?)\s*\)\s*$")
SAFE_NAME = regex(r"^\w[\w-]{0,59}$")
LOOSE_EDITION = "ban-tin"
"""The name of the edition whose articles are directly in the input folder."""


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key by which "bài 2" comes before "bài 10".

    The text itself is the last part of the key: without it the order of "Bài 1" and "bài 01" depends on the disk.
    """
    parts = re.split(r"(\d+)", text)
    return (*((int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in parts), (-1, text))


def is_leftover(path: Path) -> bool:
    """Return whether another program left the file behind, or made it for a saved page."""
    return bool(LEFTOVERS.match(path.name)) or path.name.endswith("_files")


def is_readme(path: Path) -> bool:
    """Return whether the file describes the folder, by its name."""
    return composed(path.stem).casefold() in _words()["about"]


def by_name(path: Path) -> tuple[tuple[int, str], ...]:
    """Return the sort key of a file: see `natural`."""
    return natural(path.name)


def is_text(name: str) -> bool:
    """Return whether `name` is valid in the file system's encoding; names from an old archive may not be."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def is_companion(file: Path) -> bool:
    """Return whether the file belongs to an article: a picture, a recording, a text for listeners."""
    suffix = file.suffix.lower()
    return (suffix in PICTURES and not is_paper(file)) or suffix in RECORDINGS or is_spoken_instead(file)


def is_paper(file: Path) -> bool:
    """Return whether a picture shows an article on paper, by its name: "03 thông báo (scan).jpg"."""
    return file.suffix.lower() in PICTURES and _is_marked(file, "photographed")


def is_spoken_instead(file: Path) -> bool:
    """Return whether the file is a text for listeners: "01 tin (doc).txt"."""
    return _is_marked(file, "spoken")


def _is_marked(file: Path, kind: str) -> bool:
    mark = _MARK.search(composed(file.stem))
    return mark is not None and mark[1].casefold() in _words()[kind]


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads((resources.files(__package__) / "data" / "file_names.toml").read_text("utf-8"))


def composed(name: str) -> str:
    """Return `name` in NFC: macOS and its archives use NFD."""
    return unicodedata.normalize("NFC", name)


def without_copy(name: str) -> str:
    """Return `name` without what Windows and phones add if a file of this name exists: "edition (1)" → "edition"."""
    copies = "|".join(_words()["copies"])
    return re.sub(rf"\s*(?:\(\d{{1,2}}\)|- (?:{copies})(?: \(\d{{1,2}}\))?)$", "", name)


def settings_name(file: Path) -> str:
    """Return the correct name of a settings file with a misspelt name; empty for any other file."""
    stem, _, suffix = without_copy(file.name.casefold().removesuffix(".txt")).rpartition(".")
    name = f"{without_copy(stem)}.{suffix}"
    return name if name in SETTINGS_FILES and file.name not in SETTINGS_FILES else ""


def with_number(number: int, name: str) -> str:
    """Return a file's name with a number in place of its own: "05 anh.jpg" → "07 anh.jpg", "05.jpg" → "07.jpg"."""
    path = Path(name)
    rest = LEADING_NUMBER.sub("", path.stem).strip()
    return f"{number:02}{' ' if rest else ''}{rest}{path.suffix}"
