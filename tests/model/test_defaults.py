"""The default values of the model: readers, tests and records rely on them, so a change must be accepted.

`pytest tests/model/test_defaults.py --accept` rewrites `defaults.tsv`; read its difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import ModuleType

import pytest

from bantin_media import model
from bantin_media.model import source, spoken
from bantin_media.reporting import report

ACCEPTED = Path(__file__).parent / "defaults.tsv"


def defaults(module: ModuleType) -> Iterator[str]:
    for kind in vars(module).values():
        if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__:
            for one in fields(kind):
                made = one.default_factory() if one.default_factory is not MISSING else one.default
                if made is not MISSING:
                    yield f"{kind.__name__}.{one.name}\t{made!r}\n"


def test_the_defaults_are_as_accepted(request: pytest.FixtureRequest) -> None:
    text = "".join(line for module in (model, source, spoken, report) for line in defaults(module))
    if request.config.getoption("--accept"):
        ACCEPTED.write_text(text, "utf-8")
    assert text == ACCEPTED.read_text("utf-8")
