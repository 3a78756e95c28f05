"""`bantin_media.dataclass` makes what `dataclasses.dataclass` makes: every promise is asked of both."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from bantin_media.dataclass import dataclass

Make = Callable[..., Any]
BOTH = pytest.mark.parametrize("make", [dataclass, dataclasses.dataclass], ids=["ours", "the library's"])


def kinds(make: Make) -> tuple[Any, Any, Any]:
    """A frozen class, one that is derived from it, and one that can be changed."""

    @make(frozen=True, slots=True)
    class Place:
        name: str
        number: int = 7
        parts: list[str] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)

    @make(frozen=True, slots=True)
    class Village(Place):
        people: int = 0

        def __repr__(self) -> str:
            return "a village"

    @make(slots=True)
    class Counter:
        number: int = 0

    return Place, Village, Counter


@dataclass(frozen=True, slots=True)
class Kept:
    """Pickled by its name."""

    name: str
    numbers: tuple[int, ...] = ()


@BOTH
def test_values_and_defaults(make: Make) -> None:
    place_kind, village_kind, counter_kind = kinds(make)
    place = place_kind("Nà Lẹng")
    assert (place.name, place.number, place.parts, place.note) == ("Nà Lẹng", 7, [], "")
    assert place_kind("a").parts is not place.parts
    assert village_kind("a", people=3).people == 3
    counter = counter_kind()
    counter.number += 1
    assert counter == counter_kind(1)


@BOTH
def test_equality_and_hash(make: Make) -> None:
    place_kind, village_kind, counter_kind = kinds(make)
    assert place_kind("a", note="x") == place_kind("a", note="y")
    assert place_kind("a") != place_kind("b")
    assert place_kind("a") != village_kind("a")
    assert place_kind("a") != "a"
    assert hash(place_kind("a", parts=())) == hash(place_kind("a", parts=(), note="y"))
    with pytest.raises(TypeError):
        hash(counter_kind())


@BOTH
def test_it_is_shown_by_its_fields(make: Make) -> None:
    place_kind, village_kind, _ = kinds(make)
    assert repr(place_kind("a")) == "kinds.<locals>.Place(name='a', number=7, parts=[])"
    assert repr(village_kind("a")) == "a village"


@BOTH
def test_a_frozen_one_refuses_changes(make: Make) -> None:
    place = kinds(make)[0]("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        place.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del place.name
    with pytest.raises((AttributeError, TypeError)):
        place.other = 1
    assert place.name == "a"


@BOTH
@pytest.mark.parametrize(
    ("given", "named"), [((), {}), (("a", 1, [], "", 5), {}), (("a",), {"x": 1}), (("a",), {"name": "b"})]
)
def test_other_arguments_are_refused(make: Make, given: tuple[Any, ...], named: dict[str, Any]) -> None:
    for _ in range(2):  # the second time the compiled method is asked
        with pytest.raises(TypeError):
            kinds(make)[0](*given, **named)


@BOTH
def test_the_functions_of_the_library_know_it(make: Make) -> None:
    place_kind, village_kind, _ = kinds(make)
    place = place_kind("a", parts=["x"])
    assert dataclasses.is_dataclass(place)
    assert dataclasses.asdict(place) == {"name": "a", "number": 7, "parts": ["x"], "note": ""}
    assert dataclasses.replace(place, number=8) == place_kind("a", 8, ["x"])
    assert [one.name for one in dataclasses.fields(village_kind)] == ["name", "number", "parts", "note", "people"]
    match place:
        case place_kind(name, number):
            assert (name, number) == ("a", 7)
        case _:
            pytest.fail("it does not match by position")


def test_it_can_be_copied_and_pickled() -> None:
    kept = Kept("a", (1, 2))
    for other in (copy.copy(kept), copy.deepcopy(kept), pickle.loads(pickle.dumps(kept))):
        assert other == kept
        assert hash(other) == hash(kept)
