"""Several mutants in one copy: each has its change; two that change the same line are separated."""

from __future__ import annotations

import pytest

from .drawing import Mutant
from .grouped import merged, quickest, together
from .reach import Reach

CODE = "def double(number):\n    if number:\n        return 2 * number\n    return 0\n"


def mutant(old: str, new: str, path: str = "src/a.py") -> Mutant:
    line = CODE[: CODE.index(old)].count("\n") + 1
    return Mutant(path, line, "", "", "", CODE.replace(old, new), CODE)


ONE, TWO, THREE = mutant("2 *", "3 *"), mutant("return 0", "return 1\n    # why"), mutant("if number", "if not number")


def test_changes_of_one_module_are_made_together() -> None:
    assert merged([TWO, ONE, THREE]) == {
        "src/a.py": "def double(number):\n    if not number:\n        return 3 * number\n    return 1\n    # why\n"
    }
    assert merged([mutant("2 *", "3 *", "src/b.py"), TWO]) == {
        "src/b.py": CODE.replace("2 *", "3 *"), "src/a.py": CODE.replace("return 0", "return 1\n    # why")
    }  # fmt: skip


def test_two_changes_of_one_line_are_kept_apart() -> None:
    other = mutant("2 * number", "2 + number")
    assert together([ONE, other, TWO]) == ([ONE, TWO], [other])


@pytest.mark.parametrize(("seconds", "count"), [((9.0, 1.0), 1), ((1.0, 5.0, 1.0), 2), ((1.0, 1.0), 2)])
def test_each_mutant_meets_its_quickest_tests_first(seconds: tuple[float, ...], count: int) -> None:
    nodes = [f"test_{place}" for place in range(len(seconds))]
    reach = Reach({}, {}, set(), set(), nodes, dict(zip(nodes, seconds, strict=True)), 0)
    assert quickest(reach, nodes) == nodes[:count]


def test_the_nodes_of_a_line_are_those_that_run_it_and_then_its_module() -> None:
    own = {("src/a.py", 3): ["test_c"], ("src/a.py", 4): ["test_c"]}
    modules = {"src/a.py": {"test_b", "test_c"}}
    reach = Reach(own, modules, {("src/a.py", 4)}, set(), ["test_a", "test_b", "test_c"], {}, 0)
    assert reach.of("src/a.py", 3) == ["test_c", "test_b"]
    assert reach.of("src/a.py", 1) == ["test_b", "test_c", "test_a"], "another process may run it"
    assert reach.of("src/a.py", 4) == ["test_c", "test_b", "test_a"], "a fixture runs it too"
