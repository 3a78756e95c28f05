"""Golden files with a section for each test: the whole result of a test is compared, not only its assertions.

`--accept` writes the sections of the tests that ran; the section of a removed test stays until `--accept` runs on its
whole module.  Read a difference before you commit it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
LONGEST_NAME = 80
LONGEST_SECTION = 6_000
"""In characters: of a longer text only the beginning and a digest are stored."""


class Recorder:
    """The results of one module's tests: test → text."""

    def __init__(self, golden: Path, *, accepts: bool) -> None:
        self._golden, self._accepts = golden, accepts
        self._sections = dict(self._read())
        self._seen: dict[str, str] = {}

    def compare(self, name: str, said: Iterable[str], root: Path) -> None:
        """Compare the result of a test with the accepted one; paths are written relative to `root`."""
        text = "\n".join(said).replace(str(root), "").replace(str(PROJECT), "")
        if not text:
            return
        if len(text) > LONGEST_SECTION:
            text = f"{text[:LONGEST_SECTION]} … {hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}"
        text = re.sub(
            r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]", lambda found: repr(found[0])[1:-1], text
        )
        key = name if len(name) <= LONGEST_NAME else hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
        self._seen[key] = text
        if not self._accepts:
            assert text == self._sections.get(key, "")

    def close(self) -> None:
        """Write the sections of the tests that ran, if they are to be accepted."""
        if self._accepts and self._seen:
            whole = self._sections | self._seen
            self._golden.parent.mkdir(exist_ok=True)
            text = "".join(f"## {name}\n{whole[name]}\n" for name in sorted(whole))
            self._golden.write_text(text, "utf-8")

    def _read(self) -> Iterator[tuple[str, str]]:
        if self._golden.is_file():
            for section in self._golden.read_text("utf-8").split("## ")[1:]:
                name, _, text = section.partition("\n")
                yield name, text.removesuffix("\n")


def told(value: object, depth: int = 0) -> Iterator[str]:
    """Yield a value as lines: the fields of a dataclass that are not defaults, or each value of a sequence."""
    indent = "  " * depth
    if is_dataclass(value) and not isinstance(value, type):
        yield f"{indent}{type(value).__name__}"
        for one in fields(value):
            found = getattr(value, one.name)
            if one.default_factory is not MISSING and found == one.default_factory():
                continue
            if found != one.default:
                yield from _field(one.name, found, depth + 1)
    else:
        yield f"{indent}{value!r}"


def _field(name: str, value: object, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if is_dataclass(value) or (isinstance(value, tuple) and any(map(is_dataclass, value))):
        yield f"{indent}{name}:"
        for one in value if isinstance(value, tuple) else (value,):
            yield from told(one, depth + 1)
    else:
        yield f"{indent}{name}: {str(value) if isinstance(value, Path) else value!r}"


@pytest.fixture(scope="module")
def recorder(request: pytest.FixtureRequest) -> Iterator[Recorder]:
    """Return the recorder of this module: `accepted/<module>.txt` beside it."""
    module = Path(str(request.node.path))
    made = Recorder(
        module.parent / "accepted" / f"{module.stem}.txt", accepts=bool(request.config.getoption("--accept"))
    )
    yield made
    made.close()
