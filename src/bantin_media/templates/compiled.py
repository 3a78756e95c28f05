"""The compiled templates of the package, cached in the folder where Python keeps the compiled modules.

An editor's templates are never cached.  A cached template is executed as code, so the cache must be where only
those can write who may change the program, and not in a workspace.
"""

from __future__ import annotations

import contextlib
import os
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


@cache
def compiled() -> Compiled:
    """Return the compiled templates of the package."""
    return Compiled(Path(cache_from_source(__file__)).parent)


class Compiled(BytecodeCache):
    """Compiled templates in `folder`; unreadable ones are compiled again, and a failure to store one is ignored."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` if the cached code is of the same text and the same versions of Python and Jinja."""
        with contextlib.suppress(OSError), self._path(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the content of `bucket`."""
        path = self._path(bucket)
        temporary = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):  # the package may be read-only, as its modules are
            self._folder.mkdir(exist_ok=True)
            with temporary.open("wb") as file:
                bucket.write_bytecode(file)
            temporary.replace(path)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"template-{bucket.key}.jinja"
