"""Records as JSON with a checksum: reading returns the frozen value that was written, or None.

A record that is damaged, truncated, or in another format counts as absent.  `shaped` checks every
value against the types of its dataclass.
"""

from __future__ import annotations

import hashlib
import json
import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

Record = TypeVar("Record")

NAMES = "surrogateescape"
"""Some systems store folder names as bytes; this handler keeps bytes that are not valid in the encoding."""


def sealed(format: int, record: object) -> bytes:
    """Return `record`, a dataclass of JSON values, as JSON with its format number and its SHA-256."""
    assert is_dataclass(record) and not isinstance(record, type)
    body = _written(record)  # once, because the record of a large edition has megabytes
    return b'{"format": %d, "record": %b, "sha256": "%b"}' % (format, body, _sha256(body).encode())


def read(path: Path, format: int, kind: type[Record], *, key: str = "record") -> Record | None:
    """Return the record under `key` of the JSON at `path`, or None if it is missing, damaged or of another format."""
    try:
        whole = json.loads(path.read_text("utf-8"))
        if whole["format"] != format or whole["sha256"] != _digest(whole[key]):
            return None
        return shaped(kind, whole[key])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def shaped(kind: type[Record], value: object) -> Record:
    """Return the JSON value `value` as a value of type `kind`.  Raises `ValueError` if it does not fit the type.

    Types may be dataclasses, `StrEnum`, `str`, `int`, `float`, `bool`, `None`, unions, `tuple[X, ...]`, `tuple[X, Y]`,
    `Mapping[str, X]` and `object` (any JSON value).
    """
    record: Record = _maker(kind)(value)  # type: ignore[arg-type]  # mypy issue 11469
    return record


def is_inside(name: str) -> bool:
    """Return whether `name` is a relative POSIX path that cannot lead out of its folder."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not set(name) & {"\\", "\0", ":"}


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_values).encode("utf-8", NAMES)


def _values(record: Any) -> dict[str, object]:
    return {one.name: getattr(record, one.name) for one in fields(record)}


def _digest(value: object) -> str:
    return _sha256(_written(value))


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _refuse(kind: object, value: object) -> typing.NoReturn:
    raise ValueError(f"{type(value).__name__} is no {kind}")


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if is_dataclass(kind):
        return _value(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _text_of(kind)
    if origin is tuple:
        return _many(arguments, kind)
    if origin in {types.UnionType, typing.Union}:
        return _one_of([_maker(one) for one in arguments], kind)
    return _table(_maker(arguments[1]), kind)


def _text_of(kind: type[StrEnum]) -> Callable[[Any], Any]:
    return lambda value: kind(value) if type(value) is str else _refuse(kind, value)


def _number(value: Any) -> float:
    return float(value) if type(value) in {int, float} and math.isfinite(value) else _refuse(float, value)


def _one_of(makers: list[Callable[[Any], Any]], kind: object) -> Callable[[Any], Any]:
    def make(value: Any) -> Any:
        for maker in makers:
            try:
                return maker(value)
            except ValueError:
                continue
        return _refuse(kind, value)

    return make


def _many(arguments: tuple[Any, ...], kind: object) -> Callable[[Any], Any]:
    endless = len(arguments) == 2 and arguments[1] is Ellipsis
    makers = [_maker(one) for one in arguments if one is not Ellipsis]

    def make(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or not (endless or len(value) == len(makers)):
            _refuse(kind, value)
        return tuple(map(makers[0], value)) if endless else tuple(one(x) for one, x in zip(makers, value, strict=True))

    return make


def _table(maker: Callable[[Any], Any], kind: object) -> Callable[[Any], Any]:
    def make(value: Any) -> dict[str, Any]:
        return {key: maker(one) for key, one in value.items()} if type(value) is dict else _refuse(kind, value)

    return make


def _value(kind: Any) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    makers = {one.name: _maker(hints[one.name]) for one in fields(kind)}
    needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}

    def make(value: Any) -> Any:
        if type(value) is not dict or not needed <= value.keys() <= makers.keys():
            _refuse(kind, value)
        return kind(**{name: makers[name](one) for name, one in value.items()})

    return make


def _exactly(kind: type) -> Callable[[Any], Any]:
    return lambda value: value if type(value) is kind else _refuse(kind, value)


_SIMPLE: Mapping[object, Callable[[Any], Any]] = {
    object: lambda value: value,
    float: _number,
    **{kind: _exactly(kind) for kind in (str, int, bool, type(None))},
}
