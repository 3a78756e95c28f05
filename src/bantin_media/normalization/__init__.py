"""Written Vietnamese → spoken Vietnamese, in one pass over an ordered table of rows.

Read `table.py` first (the rows and their order), then one class, then `machine.py`.
"""

from __future__ import annotations

from .lexicon import Lexicon
from .machine import Normalizer

__all__ = ["Lexicon", "Normalizer"]
