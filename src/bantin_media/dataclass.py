"""Data classes whose methods are compiled when they are first used.

`dataclasses.dataclass` of Python 3.11 compiles up to nine functions for each class as the class is defined.  For the
150 classes of an ordinary run that takes as long as to read an article.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ("dataclass",)

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        kind: type | None = None, /, *, frozen: bool = False, slots: bool = False, repr: bool = True
    ) -> type | Callable[[type], type]:
        """Return what `dataclasses.dataclass` returns for these arguments; the others are not supported.

        A frozen class refuses every assignment to its instances, also to attributes of a subclass.
        """
        if kind is None:
            return lambda kind: dataclass(kind, frozen=frozen, slots=slots, repr=repr)
        made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(kind)
        methods = _comparison(made, is_hashed=frozen)
        methods["__init__"] = _compiled_later(made, "__init__", lambda: _init(made, is_frozen=frozen))
        if repr:
            methods["__repr__"] = _compiled_later(made, "__repr__", lambda: _repr(made))
        if frozen:
            methods |= {"__setattr__": _refused, "__delattr__": _refused}
            methods |= {"__getstate__": _getstate, "__setstate__": _setstate} if slots else {}
        for name, method in methods.items():
            if name not in vars(kind):
                setattr(made, name, method)
        return made


def _compiled_later(kind: type, name: str, compiled: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """Return a method that puts the compiled one into its own place, and calls it."""

    def method(self: object, *args: object, **kwargs: object) -> Any:
        function = compiled()
        setattr(kind, name, function)
        return function(self, *args, **kwargs)

    return method


def _init(kind: type, *, is_frozen: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    parameters, body = ["self"], []
    for one in dataclasses.fields(kind):
        name, value = one.name, one.name
        if one.default_factory is not MISSING:
            known[f"_made_{name}"] = one.default_factory
            parameters.append(f"{name}=_MISSING")
            value = f"_made_{name}() if {name} is _MISSING else {name}"
        elif one.default is not MISSING:
            known[f"_default_{name}"] = one.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        body.append(f"_set(self, {name!r}, {value})" if is_frozen else f"self.{name} = {value}")
    return _function(kind, "__init__", parameters, "; ".join(body) or "pass", known)


def _repr(kind: type) -> Callable[[Any], str]:
    shown = ", ".join(f"{one.name}={{self.{one.name}!r}}" for one in dataclasses.fields(kind) if one.repr)
    return _function(kind, "__repr__", ["self"], f"return f'{{type(self).__qualname__}}({shown})'", {})


def _function(kind: type, name: str, parameters: list[str], body: str, known: dict[str, Any]) -> Callable[..., Any]:
    exec(f"def {name}({', '.join(parameters)}): {body}", known)  # noqa: S102 -- of names of fields alone
    function: Callable[..., Any] = known[name]
    function.__qualname__ = f"{kind.__qualname__}.{name}"
    return function


def _comparison(kind: type, *, is_hashed: bool) -> dict[str, Any]:
    names = [one.name for one in dataclasses.fields(kind) if one.compare]
    values = attrgetter(*names) if names else lambda _: ()

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed if is_hashed else None}


def _refused(self: object, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"cannot change field {name!r} of {type(self).__qualname__}")


def _getstate(self: Any) -> list[object]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _setstate(self: Any, state: list[object]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
