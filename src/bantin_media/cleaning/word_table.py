"""`data/words.toml` → patterns for its words, as parts of this room's regular expressions."""

from __future__ import annotations

from functools import partial

from ..vietnamese import tables

one_of = partial(tables.one_of, "bantin_media.cleaning")
