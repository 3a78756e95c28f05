"""The words an editor sees: English in the code, Vietnamese from `locale/vi/*.po`, by `BANTIN_LANG`.

The message in the code is the key (gettext's way), so an untranslated message is still a message; a test
holds that none is.  The catalogue is one file per room, read when the first message is shown.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import resources


def message(text: str, /, **values: object) -> str:
    """Return `text` in the editor's language with `{name}` places filled from `values`."""
    return _catalogue(os.environ.get("BANTIN_LANG", "vi")[:2]).get(text, text).format(**values)


def plural(one: str, many: str, number: int, /, **values: object) -> str:
    """Return `one` or `many` by `number`; Vietnamese has a single form, the translation of `many`."""
    english = os.environ.get("BANTIN_LANG", "vi")[:2] == "en"
    return message(one if english and number == 1 else many, number=number, **values)


@cache
def _catalogue(language: str) -> dict[str, str]:
    folder = resources.files("bantin_media") / "locale" / language
    if not folder.is_dir():
        return {}
    import polib

    entries: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".po"):
            entries |= {entry.msgid: entry.msgstr for entry in polib.pofile(file.read_text("utf-8")) if entry.msgstr}
    return entries
