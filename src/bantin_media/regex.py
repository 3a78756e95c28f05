"""Regular expressions that are compiled when they are first used.

The package has more than six hundred.  To compile them all takes as long as to read an article, and most runs need only
a third of them.
"""

from __future__ import annotations

import re
from typing import Any, cast, overload


@overload
def regex(source: str, flags: int = 0) -> re.Pattern[str]: ...
@overload
def regex(source: bytes, flags: int = 0) -> re.Pattern[bytes]: ...
def regex(source: str | bytes, flags: int = 0) -> re.Pattern[Any]:
    """Return what `re.compile` returns for these arguments, except that it is compiled when it is first used.

    A fault in `source` raises `re.error` then, not here.
    """
    return cast("re.Pattern[Any]", Regex(source, flags))


class Regex:
    """A regular expression: its source, and from the first use on the methods of the compiled pattern."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern and copy its attributes, so that this method runs once."""
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        vars(self).update({one: getattr(compiled, one) for one in _TAKEN_OVER})
        return getattr(compiled, name)


_TAKEN_OVER = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split", "groupindex")
