"""Files in an edition's folder that cannot be used → their errors, with the way to use them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import SourceError
from ..messages import message
from .file_names import LOOSE_EDITION, composed, settings_name, with_number, without_copy
from .unreadable import advice


def link(file: Path) -> SourceError:
    """Return the error for a link out of the folder."""
    return SourceError(
        str(file),
        message("is a link to a file outside its folder"),
        message("Copy the file itself into the edition's folder."),
    )


def stray(file: Path) -> SourceError:
    """Return the error for a file next to the folder of its edition."""
    return SourceError(
        str(file),
        message(
            'is directly in the input folder, but its edition, "{name}", has a folder of its own', name=LOOSE_EDITION
        ),
        message("Move it into the folder of its edition."),
    )


def unknown_suffix(file: Path, suffixes: frozenset[str]) -> SourceError:
    """Return the error for a file in a format that is not in `suffixes`."""
    known = message("Save it as one of: {known}; or move it out of the folder.", known=" ".join(sorted(suffixes)))
    return SourceError(
        str(file),
        message('files that end in "{suffix}" cannot be read', suffix=file.suffix or "…"),
        advice(file.suffix) or known,
    )


def renamed_settings(file: Path) -> SourceError:
    """Return the error for a settings file with a misspelt name."""
    return SourceError(
        str(file),
        message("Windows or a phone has added another suffix to the name of a settings file"),
        message('Rename it "{name}"; to see endings in Windows: View, File name extensions.', name=settings_name(file)),
    )


def advice_for_twins(files: Sequence[Path], free: int) -> str:
    """Return the advice for two files with the same number; `free` is an unused number."""
    if len({without_copy(composed(file.stem).casefold()) for file in files}) == 1:
        return message(
            "They seem to be two copies of one article: move the older one out of the folder; neither was built."
        )
    name = with_number(free, files[1].name)
    return message('Give each article a number of its own, as in "{name}"; neither of the two was built.', name=name)
