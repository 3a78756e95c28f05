"""Our `dataclass` is equal to the one of the standard library in everything that the package uses."""

from __future__ import annotations

import builtins
import copy
import dataclasses
import pickle
from typing import Any, ClassVar

import pytest

from bantin_media import values

OPTIONS: tuple[dict[str, bool], ...] = (
    {},
    {"slots": True},
    {"frozen": True},
    {"frozen": True, "slots": True},
)


def defined(decorator: Any, options: dict[str, bool]) -> Any:
    @decorator(**options)
    class Point:
        """A class with every kind of field."""

        kind: ClassVar[str] = "point"
        x: int
        _y: str = "up"
        many: list[int] = values.field(default_factory=list)
        beside: str = values.field(default="", compare=False, repr=False)

        @property
        def twice(self) -> int:
            return 2 * self.x

    return Point


@values.dataclass(frozen=True, slots=True)
class Sent:
    """A value that is sent to another process."""

    x: int
    more: tuple[str, ...] = ()


@values.dataclass(frozen=True, slots=True)
class Farther(Sent):
    """A class with a field more."""

    y: int = 3


@pytest.fixture(params=OPTIONS, ids=lambda options: "-".join(options) or "plain")
def both(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    return defined(values.dataclass, request.param), defined(dataclasses.dataclass, request.param)


def test_values_and_text_are_those_of_the_standard_library(both: tuple[Any, Any]) -> None:
    for arguments, named in (((1,), {}), ((1, "down", [2]), {}), ((), {"x": 3, "beside": "b"}), (("é'", "{x}"), {})):
        ours, theirs = (one(*arguments, **named) for one in both)
        assert repr(ours) == repr(theirs)
        assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
        assert ours.twice == theirs.twice
        assert repr(dataclasses.replace(ours, x=8)) == repr(dataclasses.replace(theirs, x=8))
    ours, theirs = both
    assert ours.__match_args__ == theirs.__match_args__
    assert [one.name for one in dataclasses.fields(ours)] == [one.name for one in dataclasses.fields(theirs)]
    assert hasattr(ours(1), "__dict__") == hasattr(theirs(1), "__dict__")
    assert ours(1).many is not ours(1).many


def test_wrong_arguments_are_refused_alike(both: tuple[Any, Any]) -> None:
    for arguments, named in (((), {}), ((1, "", [], "", 5), {}), ((1,), {"z": 2}), ((1,), {"x": 1})):
        errors = []
        for one in both:
            with pytest.raises(TypeError) as raised:
                one(*arguments, **named)
            errors.append(str(raised.value))
        assert errors[0] == errors[1]


def test_equal_values_are_equal_and_others_are_not(both: tuple[Any, Any]) -> None:
    ours, theirs = both
    assert ours(1, "a") == ours(1, "a", beside="not compared")
    assert ours(1, "a") != ours(1, "b")
    assert ours(1) != theirs(1)
    assert ours(1).__eq__((1, "up", [])) is NotImplemented
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    if ours.__hash__:
        assert hash(ours(1, "a", ())) == hash(ours(1, "a", (), "not compared")) != hash(ours(1, "b", ()))


def test_frozen_values_cannot_be_changed(both: tuple[Any, Any]) -> None:
    ours, theirs = (one(1) for one in both)
    for change in (lambda one: setattr(one, "x", 2), lambda one: setattr(one, "new", 2), lambda one: delattr(one, "x")):
        outcomes = []
        for one in (ours, theirs):
            try:
                change(one)
                outcomes.append("changed")
            except (dataclasses.FrozenInstanceError, AttributeError, TypeError) as error:
                outcomes.append(type(error).__name__)
        assert outcomes[0] == outcomes[1] or {"TypeError", "FrozenInstanceError"} == set(outcomes)


def test_values_survive_pickle_and_copy() -> None:
    value = Farther(1, ("a",), y=4)
    assert pickle.loads(pickle.dumps(value)) == copy.copy(value) == copy.deepcopy(value) == value
    assert repr(value) == "Farther(x=1, more=('a',), y=4)"
    assert Sent(1, ("a",)) != value
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.x = 2  # type: ignore[misc]


def test_a_class_is_defined_without_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    sources: list[str] = []
    run = builtins.exec

    def counted(source: str, *spaces: Any) -> None:
        sources.append(source)
        run(source, *spaces)

    monkeypatch.setattr(builtins, "exec", counted)
    made = defined(values.dataclass, {"frozen": True, "slots": True})
    assert sources == []
    assert made(1) == made(1)
    assert repr(made(1)) == repr(made(1))
    assert [one.split("(")[0] for one in sources] == ["def __init__", "def __repr__"]
