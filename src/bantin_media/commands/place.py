"""The folder that a command works in: the office's own if one is named or remembered, else the one it is typed in.

Nothing heavy is imported here: a build that has nothing to do asks this too.
"""

from __future__ import annotations

import os

REMEMBERED = ".workspace"
"""Where `make DIR=…` and `start.py` note the office's folder: a file in the program's own folder."""
_PROGRAM = "start.py"
"""A file that tells the program's own folder."""


def office() -> str:
    """Return the office's folder: `BANTIN_DIR`; in the program's own folder the one that is remembered; else `.`.

    `make` sets `BANTIN_DIR` always, empty for none.  A remembered folder that is gone is forgotten.
    """
    if "BANTIN_DIR" in os.environ:
        return os.environ["BANTIN_DIR"] or "."
    try:
        with open(REMEMBERED, encoding="utf-8") as file:
            remembered = file.read().strip()
    except (OSError, ValueError):
        return "."
    is_there = os.path.isfile(_PROGRAM) and os.path.isdir(os.path.join(remembered, "input"))
    return remembered if remembered and is_there else "."
