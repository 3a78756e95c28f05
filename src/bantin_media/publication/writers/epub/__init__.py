"""`Edition` + `Document`s (+ `Narration`s) → one EPUB 3.3 file: text only, or with media overlays.

Both variants use the templates in `templates/epub/`; the text edition contains no sound and no styles for sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ....files import private_folder, whole_file
from ....model import Edition, Narration
from ....templates import environment
from ...documents import Document
from ..picture_encoding import BookPicture, Pictures
from .metadata import in_utc, metadata

__all__ = ["write_epub"]


def write_epub(
    edition: Edition,
    documents: Sequence[Document],
    target: Path,
    *,
    narrations: Mapping[str, Narration | None] | None = None,
    overrides: Path | None = None,
    voices: Sequence[str] = (),
    cover: BookPicture | None = None,
    pictures: Pictures | None = None,
) -> Path:
    """Write the book to `target` and return its path; with `narrations` it is the talking book.

    `narrations` maps document names to narrations; None stands for a document without words.  `overrides` is the folder
    of custom templates, `voices` are the names of the voices in the settings, `cover` is the cover if it is drawn
    already.  Raises `ConfigError` for a template that cannot be used, `SourceError` for a picture that cannot be read,
    and `OutputError` if the file cannot be written or a sentence has no sound.
    """
    from ebooklib import epub

    from ...documents.tables import number_columns
    from .container import ReproducibleWriter
    from .contents import Contents, sentences
    from .overlay import overlays

    spoken = None if narrations is None else overlays(documents, narrations)
    durations_ms = None if spoken is None else {name: one.duration_ms for name, one in spoken.items()}
    described = metadata(edition, documents, durations_ms=durations_ms, voices=voices)
    book = epub.EpubBook()
    book.language = edition.language
    templates = environment("epub", overrides)
    templates.filters |= {"sentences": sentences, "number_columns": number_columns}
    templates.globals["language"] = edition.language  # so that the macros are parsed once and not for every page
    with private_folder() as scratch:
        heard = {name: one for name, one in (narrations or {}).items() if one}
        contents = Contents(edition, documents, templates, scratch, spoken, heard, cover, pictures or Pictures())
        for item in contents.items():
            book.add_item(item)
        book.spine = [item for item in book.items if item.in_spine]
        with whole_file(target) as file:
            ReproducibleWriter(file, book, described, in_utc(edition.revised)).write()
    return target
