"""`dataclass` as in the standard library, but a class is defined in a tenth of the time.

`dataclasses.dataclass` compiles six methods for every class, which is an eighth of the time of a rebuild after one
changed sentence.  Here `__init__` and `__repr__` are compiled when they are first called, and the others are shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field

    __all__ = ["dataclass", "field"]
else:
    import dataclasses
    from dataclasses import MISSING, FrozenInstanceError, field, fields
    from operator import attrgetter

    def dataclass(defined=None, *, frozen=False, slots=False, repr=True):
        """Return the class as a dataclass, or a decorator; the options are those of `dataclasses.dataclass`.

        `__post_init__`, `InitVar` and fields that are only keywords or not in `__init__` are not supported.
        """

        def decorated(kind):
            return _dataclass(kind, frozen=frozen, slots=slots, has_repr=repr)

        return decorated if defined is None else decorated(defined)

    def _dataclass(kind, *, frozen, slots, has_repr):
        made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(kind)
        compared = [one.name for one in fields(made) if one.compare]
        values = attrgetter(*compared) if compared else lambda _: ()

        def equal(self, other):
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        made.__eq__ = equal
        made.__hash__ = (lambda self: hash(values(self))) if frozen else None
        made.__init__ = _compiled_later(made, "__init__", lambda: _init(made, is_frozen=frozen))
        if has_repr:
            made.__repr__ = _compiled_later(made, "__repr__", lambda: _repr(made))
        if frozen:
            made.__setattr__ = made.__delattr__ = _refuse
        if frozen and slots:  # pickle cannot set the attributes
            made.__getstate__, made.__setstate__ = _state, _set_state
        return made

    def _compiled_later(kind, name, make):
        """Return a method that replaces itself in `kind` by the method that `make` returns, and calls that."""

        def method(self, *arguments, **named):
            made = make()
            setattr(kind, name, made)
            return made(self, *arguments, **named)

        return method

    def _init(kind, *, is_frozen):
        """Return `__init__`; like the one of `dataclasses` it sets frozen fields by `object.__setattr__`."""
        known = {"_set": object.__setattr__, "_MADE": MISSING}
        parameters, lines = [], []
        for one in fields(kind):
            name, value = one.name, one.name
            if one.default is not MISSING:
                known[f"_of_{name}"] = one.default
                parameters.append(f"{name}=_of_{name}")
            elif one.default_factory is not MISSING:
                known[f"_of_{name}"] = one.default_factory
                parameters.append(f"{name}=_MADE")
                value = f"_of_{name}() if {name} is _MADE else {name}"
            else:
                parameters.append(name)
            lines.append(f"_set(self, {name!r}, {value})" if is_frozen else f"self.{name} = {value}")
        source = f"def __init__(self, {', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"])
        return _compiled(source, known, "__init__", kind)

    def _repr(kind):
        """Return `__repr__`, whose text is that of `dataclasses`: it is an ingredient of digests."""
        shown = ", ".join(f"{one.name}={{self.{one.name}!r}}" for one in fields(kind) if one.repr)
        source = f"def __repr__(self):\n return f'{{self.__class__.__qualname__}}({shown})'"
        return _compiled(source, {}, "__repr__", kind)

    def _compiled(source, known, name, kind):
        found = {}
        exec(source, known, found)  # noqa: S102  -- names of fields only, as in `dataclasses`
        found[name].__qualname__ = f"{kind.__qualname__}.{name}"
        return found[name]

    def _refuse(self, name, *_):
        raise FrozenInstanceError(f"cannot assign to or delete field {name!r}")

    def _state(self):
        return [getattr(self, one.name) for one in fields(self)]

    def _set_state(self, state):
        for one, value in zip(fields(self), state, strict=True):
            object.__setattr__(self, one.name, value)
