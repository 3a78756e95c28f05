"""A mutated function takes the place of its original; a change that needs a new import is refused."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from .swapping import CannotSwapError, functions, is_within_functions, swap

CODE = """\
from functools import cache

LIMIT = 3


class Box:
    size: int = 2

    @property
    def double(self):
        return 2 * self.size


@cache
def below(number, limit=LIMIT):
    def inside(other):
        return other < limit
    return inside(number)


ROWS = [each + 1 for each in range(3)]
LAST = lambda rows: rows[-1]
"""


@pytest.mark.parametrize(("old", "new"), [("2 * self", "3 * self"), ("other < limit", "other <= limit")])
def test_a_change_within_a_function_is_swapped(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "swapped_module.py"
    file.write_text(CODE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("swapped_module", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["swapped_module"] = module
    try:
        spec.loader.exec_module(module)
        before = (module.Box().double, module.below(3))
        module.below.cache_clear()
        swap(str(file), CODE, CODE.replace(old, new), functions(str(tmp_path)))
        assert (module.Box().double, module.below(3)) != before == (4, False)
        with pytest.raises(CannotSwapError):
            swap(str(file), CODE, CODE.replace(old, new), {})
    finally:
        del sys.modules["swapped_module"]


def test_a_module_that_is_not_loaded_needs_no_swap(tmp_path: Path) -> None:
    swap(str(tmp_path / "other.py"), CODE, CODE.replace("LIMIT = 3", "LIMIT = 4"), {})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LIMIT = 3", "LIMIT = 4"),
        ("LIMIT = 3", "LIMIT = 3.0"),
        ("size: int = 2", "size: int = 3"),
        ("limit=LIMIT", "limit=-LIMIT"),
        ("each + 1", "each + 2"),
        ("rows[-1]", "rows[1]"),
        ("@cache\n", ""),
    ],
)
def test_what_an_import_executes_is_not_swapped(old: str, new: str) -> None:
    assert not is_within_functions(CODE, CODE.replace(old, new))
    assert is_within_functions(CODE, CODE.replace("return other < limit", "return True"))
