"""What an editor is told about a guess: its strongest signs in words, and what the line is without them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.cleaning.evidence import evidence, words
from bantin_media.cleaning.sequence import STATES, decide, rows, tables
from bantin_media.model import Article

SOURCE = (Path(__file__).parent / "portrait_with_subheads.txt").read_text("utf-8")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_sign_of_the_table_has_its_words(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANTIN_LANG", language)
    assert [sign for sign in tables().signs if not words(sign)] == []


def test_the_words_are_told_apart() -> None:
    said = [(english, vietnamese) for _, english, vietnamese in rows("sign_words.tsv")]
    assert len(set(said)) == len(said)
    assert all(english and vietnamese for english, vietnamese in said)


def test_the_strongest_sign_is_said_first() -> None:
    signs = max(([one] for one in tables().signs), key=lambda one: weight(one[0], "caption", "body"))
    (decision,) = decide([signs], [frozenset({"caption", "body"})])
    assert decision.state == "caption"
    told = evidence(signs, decision)
    assert told.startswith(f"Dấu hiệu: {words(signs[0])}. ") and told.endswith("dòng này được hiểu là đoạn văn.")


def test_a_line_that_can_be_nothing_else_needs_no_evidence() -> None:
    (decision,) = decide([["prose"]], [frozenset({"body"})])
    assert evidence(["prose"], decision) == ""


def weight(sign: str, state: str, other: str) -> int:
    row = tables().signs[sign]
    return row[STATES.index(state)] - row[STATES.index(other)]


def test_the_hint_of_a_guess_says_why_and_what_to_do(cleaned: Callable[..., Article]) -> None:
    (hint,) = [one.hint for one in cleaned(SOURCE).notices if one.code == "caption.guess"]
    assert hint.startswith("Dấu hiệu: ")
    assert "dòng này được hiểu là " in hint
    assert hint.endswith('cà phê"]')
