"""A room's modules → random mutants of their code: one line, one change."""

from __future__ import annotations

import ast
import random
import warnings
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

# cosmic-ray is one of the tools, which only a run of mutants installs: it is imported where it is used

SAME = ("core/ReplaceComparisonOperator_Is_Eq", "core/ReplaceComparisonOperator_IsNot_NotEq")
"""Changes without an effect: the values compared by identity are members of an enumeration, or None."""
ROUTINE = (*SAME, "core/RemoveDecorator", "core/NoOp", "core/VariableInserter", "core/VariableReplacer")
"""Unused operators: the first changes how a class is declared, the last two need names of variables."""


@dataclass(frozen=True)
class Mutant:
    """One change of one line: the mutated module, the original, and the line before and after."""

    path: str
    """Relative to the checkout."""
    line: int
    operator: str
    before: str
    after: str
    code: str
    original: str

    def __str__(self) -> str:
        """Return the place and both lines, for display."""
        return f"{self.path}:{self.line} {self.operator}\n  - {self.before}\n  + {self.after}"


def draw(modules: dict[str, str], count: int, seed: int) -> list[Mutant]:
    """Return `count` mutants of the modules (path → code), each of another line, drawn from `seed`."""
    chance = random.Random(seed)
    lines = sorted((path, line) for path, code in modules.items() for line in _lines_of_code(code))
    chance.shuffle(lines)
    drawn: list[Mutant] = []
    positions: dict[str, dict[int, list[tuple[str, int]]]] = {}
    for path, line in lines:
        if len(drawn) == count:
            break
        if path not in positions:
            positions[path] = _positions(modules[path])
        mutants = [
            found
            for operator, occurrence in positions[path].get(line, [])
            if (found := _mutant(path, modules[path], operator, occurrence))
        ]
        if mutants:
            drawn.append(chance.choice(mutants))
    return drawn


def _lines_of_code(code: str) -> set[int]:
    """Return the lines of executable statements: no annotation, docstring, import or decorator."""
    tree = ast.parse(code)
    declared: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)) or _is_text_alone(node):
            declared |= _span(node)
        elif isinstance(node, ast.FunctionDef) and "overload" in map(ast.unparse, node.decorator_list):
            declared |= _span(node)  # for type checkers alone
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            declared |= set().union(*(_span(each) for each in node.decorator_list), set())
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            declared |= _span(node)
    return {node.lineno for node in ast.walk(tree) if isinstance(node, (ast.stmt, ast.expr))} - declared


def _is_text_alone(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _span(node: ast.stmt | ast.expr) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _annotations(code: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the positions of annotations, as (line, column) from and to: `int | None` is not an operation."""
    found: list[ast.expr | None] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, (ast.arg, ast.AnnAssign)):
            found.append(node.annotation)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.append(node.returns)
    return [
        ((each.lineno, _column(code, each.lineno, each.col_offset)), (each.end_lineno, each.end_col_offset))
        for each in found
        if each is not None and each.end_lineno is not None and each.end_col_offset is not None
    ]


def _signatures(code: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the positions of parameter lists: the star in `(text, *, where)` is not a product."""
    return [
        ((node.lineno, node.col_offset), (node.body[0].lineno, node.body[0].col_offset))
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef)
    ]


def _column(code: str, line: int, offset: int) -> int:
    """Return a column in characters: `ast` counts bytes, and Vietnamese letters have several."""
    return len(code.splitlines()[line - 1].encode()[:offset].decode(errors="replace"))


def _positions(code: str) -> dict[int, list[tuple[str, int]]]:
    """Return line → (operator, its index in the module) for every change outside of annotations."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    nodes = list(ast_nodes(get_ast(code)))
    annotations, signatures = _annotations(code), _signatures(code)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for name in operator_names():
        operator = get_operator(name)
        if operator.arguments() or name in ROUTINE:
            continue
        starts = [start for node in nodes for start, _ in operator().mutation_positions(node)]
        left_out = [*annotations, *(signatures if "BinaryOperator" in name else ())]
        for occurrence, start in enumerate(starts):
            if not any(begin <= start < end for begin, end in left_out):
                found[start[0]].append((name, occurrence))
    return found


def _mutant(path: str, code: str, operator: str, occurrence: int) -> Mutant | None:
    """Return the mutant, or None if the change is invalid Python or has no effect."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    try:
        mutated = mutate_code(code, get_operator(operator)(), occurrence)
    except AttributeError:  # some operators offer a position that they cannot change
        return None
    if mutated is None or mutated == code:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # `is` with a literal
            ast.parse(mutated)
    except SyntaxError:
        return None
    old, new = code.splitlines(), mutated.splitlines()
    line = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old) - 1)
    if old[line].replace("strict=True", "strict=False") == new[line]:  # an assertion, of lengths that are equal
        return None
    return Mutant(path, line + 1, operator.removeprefix("core/"), old[line].strip(), new[line].strip(), mutated, code)


def modules_of(folder: Path, root: Path) -> dict[str, str]:
    """Return path relative to `root` → code, of a room that is a package or one module."""
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    return {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in files}
