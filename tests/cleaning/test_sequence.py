"""The best sequence of states: it is one that the table of transitions allows, and no other has a greater sum."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bantin_media.cleaning.sequence import SCALE, STATES, Decision, decide, tables

SIGNS = sorted(tables().signs)
LINES = st.lists(st.lists(st.sampled_from(SIGNS), max_size=6), min_size=1, max_size=3)


def total(states: tuple[int, ...], lines: list[list[str]]) -> float:
    table = tables()
    steps = [dict(table.follows[lower]).get(upper, float("-inf")) for upper, lower in itertools.pairwise(states)]
    own = [sum(table.signs[sign][state] for sign in signs) for state, signs in zip(states, lines, strict=True)]
    return table.begins[states[0]] + sum(steps) + sum(own) + table.ends[states[-1]]


@given(LINES)
@settings(max_examples=40, deadline=None)
def test_no_other_sequence_has_a_greater_sum(lines: list[list[str]]) -> None:
    sums = {states: total(states, lines) for states in itertools.product(range(len(STATES)), repeat=len(lines))}
    best = max(sums.values())
    found = decide(lines, [None] * len(lines))
    assert total(tuple(STATES.index(one.state) for one in found), lines) == best
    for place, one in enumerate(found):
        for state, behind in enumerate(one.lead):
            among = max(value for states, value in sums.items() if states[place] == state)
            assert behind == pytest.approx((best - among) / SCALE)


def test_a_line_has_one_of_the_states_that_it_may_have() -> None:
    lines = [["very_first_u"], ["prose"], ["prose"]]
    allowed = [frozenset({"body"}), None, frozenset({"caption", "foot"})]
    found = [one.state for one in decide(lines, allowed)]
    assert found[0] == "body"
    assert found[2] in {"caption", "foot"}
    assert decide([], []) == []


def test_a_decision_has_its_margin() -> None:
    one = Decision("title", tuple(float(number) for number in range(len(STATES))))
    assert one.ahead_of({"said_above", "meta_above"}) == 1.0
    assert one.ahead_of(()) == float("inf")


def test_each_row_of_the_tables_is_whole() -> None:
    table = tables()
    assert all(len(row) == len(STATES) for row in table.signs.values())
    assert {(i, j) for j, above in enumerate(table.follows) for i, _ in above} == {
        (i, j) for i, below in enumerate(table.leads) for j, _ in below
    }
    title = STATES.index("title")
    assert title not in {i for i, _ in table.follows[title]}, "two titles"
