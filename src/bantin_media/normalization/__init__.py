"""Written Vietnamese comes in, spoken Vietnamese goes out: one pass over an ordered table of rows.

A newcomer reads `table.py` first (which rows, in which order), then one class, then `machine.py`.
"""

from __future__ import annotations

from .lexicon import Lexicon
from .machine import Normalizer

__all__ = ["Lexicon", "Normalizer"]
