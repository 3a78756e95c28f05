"""The workspace that a command uses: the named one, the remembered one, or the current folder.

This module must import nothing heavy: a build without changes calls it too.
"""

from __future__ import annotations

import os

REMEMBERED = ".workspace"
"""The file in the program's folder in which `make DIR=…` and `start.py` store the path of the workspace."""
_PROGRAM = "start.py"
"""The file that identifies the program's folder."""


def office() -> str:
    """Return the workspace: `BANTIN_DIR`; in the program's folder the remembered path; else `.`.

    `make` always sets `BANTIN_DIR`, possibly to an empty text.  A remembered folder that no longer exists is ignored.
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
