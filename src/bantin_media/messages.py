"""The messages for editors: English in the code, Vietnamese in `locale/vi/*.po`; `BANTIN_LANG` chooses.

As in gettext the English text is the key, so a message without a translation is shown in English; a test finds it.
The catalogue has one file per room and is read for the first message.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path


def message(text: str, /, **values: object) -> str:
    """Return `text` in the editor's language, with `values` in place of `{name}`."""
    return _catalogue(os.environ.get("BANTIN_LANG", "vi")[:2]).get(text, text).format(**values)


def plural(one: str, many: str, number: int, /, **values: object) -> str:
    """Return `one` or `many` by `number`; Vietnamese has one form, the translation of `many`."""
    english = os.environ.get("BANTIN_LANG", "vi")[:2] == "en"
    return message(one if english and number == 1 else many, number=number, **values)


def cause_of(error: BaseException) -> str:
    """Return the reason of a system error in the editor's language; a rare one in the system's words."""
    number: int = getattr(error, "errno", None) or 0
    known = {
        errno.ENOENT: message("there is no such file or folder"),
        errno.EACCES: message("this is not allowed to this user"),
        errno.EPERM: message("this is not allowed to this user"),
        errno.ENOSPC: message("the disk is full"),
        errno.EDQUOT: message("the disk is full"),
        errno.EROFS: message("the disk is read-only"),
        errno.ENOTDIR: message("a file is in the place of a folder"),
        errno.EISDIR: message("a folder is in the place of a file"),
        errno.EEXIST: message("it is there already"),
        errno.ENOTEMPTY: message("the folder is not empty"),
        errno.EBUSY: message("another program uses it"),
        errno.EADDRINUSE: message("another program uses it"),
        errno.ENAMETOOLONG: message("the name is too long"),
        errno.ELOOP: message("a link is circular"),
        errno.EIO: message("the disk is damaged, or was removed"),
    }
    own: str = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return known.get(number, own)


_OBEYED = re.compile(
    "[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)
"""Characters that control a terminal and are not shown: control characters, line ends, direction marks."""


def one_line(text: str) -> str:
    """Return `text` as one line for a terminal, with escapes such as `\\x1b` for control characters."""
    return text if text.isprintable() else _OBEYED.sub(lambda found: ascii(found[0])[1:-1], text)


@cache
def _catalogue(language: str) -> dict[str, str]:
    """Return the translations into `language`.

    They are cached next to Python's compiled modules until a file of the catalogue changes.
    """
    folder = Path(__file__).with_name("locale") / language
    files = sorted(folder.glob("*.po")) if language.isalpha() else []
    if not files:
        return {}
    stamps = [[path.name, (status := path.stat()).st_size, status.st_mtime_ns] for path in files]
    kept = Path(cache_from_source(__file__)).with_name(f"messages-{language}.json")
    try:
        known, entries = json.loads(kept.read_bytes())
        if known == stamps:
            return dict(entries)
    except (OSError, ValueError):
        pass
    entries = _read(files)
    temporary = kept.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # the package may be read-only, as its modules are
        temporary.write_text(json.dumps([stamps, entries]), "ascii")
        temporary.replace(kept)
    return entries


def _read(files: Iterable[Path]) -> dict[str, str]:
    import polib

    found = (entry for path in files for entry in polib.pofile(path.read_text("utf-8")))
    return {entry.msgid: entry.msgstr for entry in found if entry.msgstr}
