"""`python -m bantin_media`: the same as the console script `bantin`, if there is no make."""

from __future__ import annotations

import sys

from .commands.main import main

if __name__ == "__main__":
    sys.exit(main())
