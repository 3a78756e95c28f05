"""The meanings that a row of a table gives."""

from __future__ import annotations

from bantin_media.vietnamese.abbreviations import Condition, Meaning, abbreviations, default_meaning, meaning


def test_a_row_has_words_and_conditions() -> None:
    assert meaning("hội nghị", "") == Meaning("hội nghị")
    sides = (Condition("before", ("dự", "mở")), Condition("near", ("#",)))
    assert meaning("hội nghị", "before:dự|mở; near:#") == Meaning("hội nghị", sides)
    assert meaning("hội nghị", "after:^;guess") == Meaning("hội nghị", (Condition("after", ("^",)),), is_guess=True)
    assert meaning("hội nghị", "beside:dự") == Meaning("hội nghị")


def test_a_form_means_nothing_without_context_if_it_is_a_guess_or_spelled() -> None:
    assert default_meaning("UBND") == "ủy ban nhân dân"
    assert default_meaning("không có dạng này") == ""
    for written, meanings in abbreviations().items():
        plain = [one for one in meanings if not one.conditions][:1]
        expected = plain[0].spoken if plain and not plain[0].is_guess and plain[0].spoken != "=" else ""
        assert default_meaning(written) == expected
