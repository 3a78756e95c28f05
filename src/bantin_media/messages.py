"""The words an editor sees: English in the code, Vietnamese from `locale/vi/*.po`, chosen by `BANTIN_LANG`.

The English text is the key, as in gettext, so a message without a translation is still shown; a test finds it.  The
catalogue has one file per room and is read when the first message is shown.
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
    """Return `text` in the editor's language with `{name}` places filled from `values`."""
    return _catalogue(os.environ.get("BANTIN_LANG", "vi")[:2]).get(text, text).format(**values)


def plural(one: str, many: str, number: int, /, **values: object) -> str:
    """Return `one` or `many` by `number`; Vietnamese has a single form, the translation of `many`."""
    english = os.environ.get("BANTIN_LANG", "vi")[:2] == "en"
    return message(one if english and number == 1 else many, number=number, **values)


def cause_of(error: BaseException) -> str:
    """Return why the system refused, in the editor's words; the system's own words for what is rare."""
    number: int = getattr(error, "errno", None) or 0
    known = {
        errno.ENOENT: message("there is no such file or folder"),
        errno.EACCES: message("this is not allowed to this user"),
        errno.EPERM: message("this is not allowed to this user"),
        errno.ENOSPC: message("the disk is full"),
        errno.EDQUOT: message("the disk is full"),
        errno.EROFS: message("the disk can only be read"),
        errno.ENOTDIR: message("a file is in the place of a folder"),
        errno.EISDIR: message("a folder is in the place of a file"),
        errno.EEXIST: message("it is there already"),
        errno.ENOTEMPTY: message("the folder is not empty"),
        errno.EBUSY: message("another program uses it"),
        errno.EADDRINUSE: message("another program uses it"),
        errno.ENAMETOOLONG: message("the name is too long"),
        errno.ELOOP: message("a link leads back to itself"),
        errno.EIO: message("the disk is damaged, or was pulled out"),
    }
    own: str = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return known.get(number, own)


_OBEYED = re.compile(
    "[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)
"""What a terminal obeys and does not show: control characters, ends of lines, marks that turn the writing."""


def one_line(text: str) -> str:
    """Return `text` as one line that can be shown on a terminal: `\\x1b` in place of the character."""
    return text if text.isprintable() else _OBEYED.sub(lambda found: ascii(found[0])[1:-1], text)


@cache
def _catalogue(language: str) -> dict[str, str]:
    """Return the translations into `language`; they are kept where Python keeps compiled modules, as long as no file
    of the catalogue changes.
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
    with suppress(OSError):  # the package belongs to somebody else, as its modules do
        temporary.write_text(json.dumps([stamps, entries]), "ascii")
        temporary.replace(kept)
    return entries


def _read(files: Iterable[Path]) -> dict[str, str]:
    import polib

    found = (entry for path in files for entry in polib.pofile(path.read_text("utf-8")))
    return {entry.msgid: entry.msgstr for entry in found if entry.msgstr}
