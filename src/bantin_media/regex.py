"""Regular expressions that are compiled when they are first used, by the first run that uses them.

The package has more than six hundred.  To compile them all takes as long as to read an article, and most runs need only
a third of them.  Compiled, they are kept in the folder where Python keeps the compiled modules, so that a later run
takes a tenth of the time.
"""

from __future__ import annotations

import atexit
import contextlib
import marshal
import os
import re
import sys
from array import array
from functools import cache
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, cast, overload
from zlib import crc32


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
        """Compile it and take over the pattern's attributes, so that none is looked up here again."""
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = compiled_patterns().of(self.pattern, self.flags)
        vars(self).update({one: getattr(compiled, one) for one in _TAKEN_OVER})
        return getattr(compiled, name)


_TAKEN_OVER = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split", "groupindex")


@cache
def compiled_patterns() -> CompiledPatterns:
    """Return the compiled patterns of the package."""
    made = CompiledPatterns(Path(cache_from_source(__file__)).with_suffix(".sre"))
    if not sys.dont_write_bytecode:
        atexit.register(made.write)
    return made


_Key = tuple[str | bytes, int]
"""Source and flags."""
_Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""The arguments of `_sre.compile` after the source: flags, code, and the number, names and places of the groups."""
_UNUSABLE = (ArithmeticError, AttributeError, EOFError, ImportError, LookupError, RuntimeError, TypeError, ValueError)
"""What another version of Python, or a damaged file, can raise."""


class CompiledPatterns:
    """Compiled patterns in the file `path`; if it is missing, damaged or of another Python, patterns are compiled anew.

    The format of the code belongs to one version of Python, whose private functions make and check it.  Wherever these
    differ from what is expected here, `re.compile` does the work.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = self._read()
        self._is_new = False

    def of(self, source: str | bytes, flags: int) -> re.Pattern[Any]:
        """Return what `re.compile` returns.  Raises `re.error` for a fault in `source`."""
        with contextlib.suppress(*_UNUSABLE):
            code = self._known.get((source, int(flags))) or self._made(source, int(flags))
            return _assembled(source, code)
        return re.compile(source, flags)

    def write(self) -> None:
        """Add the patterns that this run compiled to the file; a failure is ignored, as Python does for modules."""
        if not self._is_new:
            return
        content = marshal.dumps((_version(), self._read() | self._known))
        temporary = self._path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            temporary.write_bytes(crc32(content).to_bytes(4, "big") + content)
            temporary.replace(self._path)

    def _read(self) -> dict[_Key, _Code]:
        with contextlib.suppress(OSError, *_UNUSABLE):
            whole = self._path.read_bytes()
            if int.from_bytes(whole[:4], "big") == crc32(whole[4:]):
                version, known = marshal.loads(whole[4:])  # noqa: S302  -- it is where the compiled modules are
                return dict(known) if version == _version() else {}
        return {}

    def _made(self, source: str | bytes, flags: int) -> _Code:
        """Compile a pattern like `re._compiler.compile`; return its code."""
        parsed = import_module("re._parser").parse(source, flags)
        code = array("I", import_module("re._compiler")._code(parsed, flags))
        names: list[str | None] = [None] * parsed.state.groups
        for name, place in parsed.state.groupdict.items():
            names[place] = name
        groups = parsed.state.groupdict
        made = flags | parsed.state.flags, code.tobytes(), parsed.state.groups - 1, groups, tuple(names)
        self._known[source, flags] = made
        self._is_new = True
        return made


def _assembled(source: str | bytes, code: _Code) -> re.Pattern[Any]:
    flags, numbers, count, groups, names = code
    compile_code = import_module("_sre").compile
    found: re.Pattern[Any] = compile_code(source, flags, array("I", numbers).tolist(), count, groups, names)
    return found


@cache
def _version() -> str:
    return f"{sys.implementation.cache_tag} {sys.version} {import_module('_sre').MAGIC}"
