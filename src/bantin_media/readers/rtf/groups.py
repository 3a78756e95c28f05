"""The groups of an `.rtf`: text, text of another kind, or ignored data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ..word.styles import Formatting

HEADS: Final = frozenset({"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"})
SKIPPED: Final = frozenset(
    {
        "colortbl", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata", "colorschememapping",
        "latentstyles", "datastore", "xmlnstbl", "filetbl", "revtbl", "pgptbl", "bkmkstart", "bkmkend", "mmathPr",
        "wgrffmtfilter", "defchp", "defpap", "fldinst", "objdata", "objclass", "nonshppict", "shprslt", "sp", "pict",
        "do", "atnid", "atnauthor", "atntime", "atnref", "atndate", "atnparent", "panose", "falt", "template",
        "userprops", "docvar", "background", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "xe", "tc",
        "nesttableprops", "pnseclvl", "private", "factoidname", "stylesheet", "fonttbl", "info", "pn", "upr",
        "passwordhash", "writereservhash", "blipuid", "picprop", "oldcprops", "oldpprops", "oldtprops", "oldsprops",
    }
)  # fmt: skip
"""Groups without text of the document; some contain metadata about it."""
KNOWN: Final = frozenset(
    {"shppict", "shpinst", "shptxt", "annotation", "ud", "moMath", "moMathPara", "footnote", "pntext", "listtext"}
)
"""Groups that older programs may ignore (`\\*`), but that are read here."""


@dataclass(slots=True)
class Paragraph:
    """The properties of a paragraph."""

    style: int = 0
    outline: int | None = None
    right: bool = False
    in_table: bool = False
    level: int = 0


@dataclass(slots=True)
class Group:
    """The state inside a pair of braces."""

    kind: str = "text"
    """`text`, `skipped`, or the name of a group of `HEADS`, `footnote`, `annotation`, `marker`, `table of …`."""
    formatting: Formatting = field(default_factory=Formatting)
    font: int | None = None
    after_unicode: int = 1
    """The number of substitute characters after a Unicode character, for older programs."""
    deleted: bool = False
    starred: bool = False
    around: str = "text"
    """The kind of the group around the ignored half of `\\upr`, which is for older programs."""
