"""A changed module → its functions changed in a process that has imported it.

A fork of such a process starts at once; a new import takes seconds.  Only the bodies of functions can be exchanged:
what a module or a class executes once (constants, tables, defaults) needs a new import.
"""

from __future__ import annotations

import gc
import sys
import warnings
from collections import defaultdict
from types import CodeType, FunctionType
from typing import Any

AT_ONCE = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
"""Code of its own that the surrounding code executes."""

Functions = dict[tuple[str, str, int], list[FunctionType]]


class CannotSwapError(Exception):
    """The change is not within functions that the process knows."""


def functions(folder: str) -> Functions:
    """Return (file, qualified name, first line) → the functions of all loaded modules below `folder`."""
    found: Functions = defaultdict(list)
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename.startswith(folder):
            found[_key(each.__code__)].append(each)
    return found


def is_within_functions(original: str, mutated: str) -> bool:
    """Return whether all differences between two modules are in the bodies of functions."""
    try:
        changes(original, mutated, "module.py")
    except CannotSwapError:
        return False
    return True


def swap(file: str, original: str, mutated: str, known: Functions) -> None:
    """Give the functions of a loaded module their mutated code.

    Raises CannotSwapError if the change is elsewhere, or if the process does not hold the function.
    """
    loaded = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    if file not in loaded:
        return  # it will be imported from the disk
    for old, new in changes(original, mutated, file):
        alive = known.get(_key(old), [])
        if not alive or any(each.__code__ != old for each in alive):
            raise CannotSwapError
        for each in alive:
            each.__code__ = new


def changes(original: str, mutated: str, file: str) -> list[tuple[CodeType, CodeType]]:
    """Return the outermost functions that differ, each with its mutated code."""
    found: list[tuple[CodeType, CodeType]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # `is` with a literal
        old, new = (compile(code, file, "exec", dont_inherit=True) for code in (original, mutated))
    _compare(old, new, found)
    return found


def _compare(old: CodeType, new: CodeType, found: list[tuple[CodeType, CodeType]]) -> None:
    """Compare code that is executed once: a module or a class."""
    if _own(old) != _own(new):
        raise CannotSwapError
    for one, other in zip(_inner(old), _inner(new), strict=True):
        if one == other:
            continue
        if one.co_name in (*AT_ONCE, "<lambda>") or one.co_freevars != other.co_freevars:
            raise CannotSwapError
        if one.co_flags & 0x02:  # CO_NEWLOCALS: a function; a class has none
            found.append((one, other))
        else:
            _compare(one, other, found)


def _own(code: CodeType) -> tuple[Any, ...]:
    constants = tuple("code" if isinstance(each, CodeType) else repr(each) for each in code.co_consts)
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars


def _inner(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno
