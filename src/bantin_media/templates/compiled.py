"""The package's own templates, compiled once: kept where Python keeps the package's own compiled modules.

An editor's templates are never kept: what is loaded here is run as code, so it lies where only those who may change the
program can write, and not in a folder of work.
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
    """Compiled templates in `folder`; one that cannot be read is compiled again, and one that cannot be kept is not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket`, if what is kept was compiled from the same text by the same Python and Jinja."""
        with contextlib.suppress(OSError), self._path(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what `bucket` holds."""
        path = self._path(bucket)
        temporary = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):  # the package belongs to somebody else, as its modules do
            self._folder.mkdir(exist_ok=True)
            with temporary.open("wb") as file:
                bucket.write_bytecode(file)
            temporary.replace(path)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"template-{bucket.key}.jinja"
