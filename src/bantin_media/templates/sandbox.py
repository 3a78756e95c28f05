"""The sandbox of an editor's templates: an allow-list, by type, of attributes and methods.

A template may use texts, numbers, dates, sequences, mappings, and the fields and properties of the package's own
frozen values.  An object of any other type (a path, a module, a function) has no attributes in the sandbox and
cannot be called.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

if TYPE_CHECKING:
    from jinja2.runtime import Context

LARGEST_POWER = 64
LARGEST_PRODUCT = 10**15


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TEXT = _names(
    "capitalize casefold count endswith find index isalnum isalpha isdecimal isdigit islower isspace istitle isupper"
    " join lower lstrip name partition removeprefix removesuffix replace rfind rindex rpartition rsplit rstrip split"
    " splitlines startswith strip swapcase title upper value"
)
_DATE = _names("day isocalendar isoformat isoweekday month strftime weekday year")
_SEQUENCE, _MAPPING = _names("count index"), _names("get items keys values")
_ALLOWED: Mapping[type, frozenset[str]] = {
    str: _TEXT,
    datetime: _DATE | _names("date hour minute second"),
    date: _DATE,
    tuple: _SEQUENCE,
    list: _SEQUENCE,
    dict: _MAPPING,
    types.MappingProxyType: _MAPPING,
    LoopContext: _names(
        "changed cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0"
    ),
    Macro: _names("arguments caller catch_kwargs catch_varargs name"),
    BlockReference: _names("super"),
    Cycler: _names("current next reset"),
}
"""The permitted attributes and methods by type; a subclass has those of its nearest base in the table."""
_CALLABLE = (Macro, BlockReference, LoopContext, Cycler, Joiner)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with an allow-list in place of its deny-list, and with a limit for numbers and texts."""

    intercepted_binops = frozenset({"*", "**"})

    def is_safe_attribute(self, obj: object, attr: str, value: Any) -> bool:
        """Return whether a template may have `obj.attr`."""
        if isinstance(obj, Namespace | TemplateModule):  # set by the template itself
            return not attr.startswith("_")
        return attr in _attributes(type(obj)) and super().is_safe_attribute(obj, attr, value)  # type: ignore[arg-type]

    def is_safe_callable(self, obj: object) -> bool:
        """Return whether a template may call `obj`: its own macros, Jinja's functions, methods of the allow-list."""
        if isinstance(obj, _CALLABLE) or any(obj is one for one in self.globals.values()):
            return super().is_safe_callable(obj)
        owner: object = getattr(obj, "__self__", None)
        name = getattr(obj, "__name__", "")
        return owner is not None and name in _attributes(type(owner))  # type: ignore[arg-type]  # mypy issue 11469

    def wrap_str_format(self, value: Any) -> Any:
        """Return None, so that templates have no `str.format`: it can read attributes of its arguments."""
        return None

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return `left operator right`.  Raises an error for powers and products that could take too long."""
        sizes = [len(one) if hasattr(one, "__len__") else abs(one) for one in (left, right)]
        whole = all(isinstance(one, int) for one in (left, right))
        if (operator == "**" and whole and sizes[1] > LARGEST_POWER) or (
            max(sizes) > 1 and min(sizes) > 0 and sizes[0] * sizes[1] > LARGEST_PRODUCT
        ):
            raise SecurityError(f"{operator} {right}")
        return super().call_binop(context, operator, left, right)


@cache
def _attributes(kind: type) -> frozenset[str]:
    """Return the permitted attributes of `kind`; none if it is not a known type of data."""
    if is_dataclass(kind) and kind.__module__.partition(".")[0] == __name__.partition(".")[0]:
        properties = (name for base in kind.__mro__ for name, one in vars(base).items() if isinstance(one, property))
        return frozenset((*kind.__dataclass_fields__, *properties))
    for base in kind.__mro__:
        if base in _ALLOWED:
            return _ALLOWED[base] | frozenset(getattr(kind, "_fields", ()))  # the fields of `groupby`'s named tuple
    return frozenset()
