"""The cuts of an edition's long sentences for captions, cached: each changed sentence changes the programme.

The captions of a programme contain every sentence of the edition, each of which is also in the captions of an article.
"""

from __future__ import annotations

import json
from itertools import accumulate, pairwise
from typing import Final

from ..cache import Cache, digest
from ..cache.store import UNDECODABLE
from ..speech import clauses

_KEY_LETTERS: Final = 32
"""The part of a digest that stands for a sentence: half of it cannot be found twice by chance."""


class CaptionCuts:
    """The cuts of one edition's sentences; `environment` is the digest of the code that makes them."""

    def __init__(self, cache: Cache, edition_id: str, environment: str) -> None:
        self._cache = cache
        self._key = digest("caption cuts", edition_id, environment)
        self._known = _lengths(cache.get(self._key))
        self._used: dict[str, list[int]] = {}

    def cut(self, text: str, longest: int) -> tuple[str, ...]:
        """Return what `clauses.cut` returns for `text`, whose words are separated by single spaces."""
        name = digest(text, str(longest))[:_KEY_LETTERS]
        lengths = self._used.get(name) or self._known.get(name)
        if lengths is None or sum(lengths) + len(lengths) - 1 != len(text):
            lengths = [*map(len, clauses.cut(text, longest))]
        self._used[name] = lengths
        begins = accumulate((length + 1 for length in lengths), initial=0)
        return tuple(text[begin : end - 1] for begin, end in pairwise(begins))

    def keep(self) -> None:
        """Store the cuts that were used, for the next build of the edition, if there are new ones among them."""
        if not self._used.keys() <= self._known.keys():
            self._cache.put(self._key, json.dumps(self._used).encode())


def _lengths(stored: bytes | None) -> dict[str, list[int]]:
    """Return digest of a sentence → the lengths of its pieces; empty if the entry is missing or has another shape."""
    try:
        found = json.loads(stored or b"{}")
        is_sound = all(type(one) is list and all(type(length) is int for length in one) for one in found.values())
    except UNDECODABLE:
        return {}
    return found if is_sound else {}
