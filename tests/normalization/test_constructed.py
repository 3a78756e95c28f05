"""Some 7,000 phrases whose readings are known by construction; a failure is printed with its template and seed.

`python bench/constructed.py` makes any number of them.  A template that fails now is listed in
`constructed/known_wrong.tsv` until it is corrected; a template that passes must not be listed.
"""

from __future__ import annotations

import pytest

from bantin_media.normalization import Normalizer

from .constructed import Phrase, phrase, rows, templates, ways
from .constructed.folding import fold
from .constructed.numerals import cardinal, decimal, ordinal, roman, year

SEEDS = range(14)
KNOWN_WRONG = frozenset(row[0] for row in rows("known_wrong.tsv"))
NORMALIZER = Normalizer()


def wrong(template: str) -> list[tuple[Phrase, str]]:
    words = [(one, NORMALIZER.read(one.written).spoken) for one in (phrase(template, seed) for seed in SEEDS)]
    return [(one, spoken) for one, spoken in words if not one.is_said(spoken)]


@pytest.mark.parametrize("template", templates())
def test_a_constructed_phrase_has_an_accepted_reading(template: str) -> None:
    found = wrong(template)
    if template in KNOWN_WRONG:
        assert found, f"{template} is right now: remove its row from constructed/known_wrong.tsv"
        return
    assert not found, f"{len(found)} of {len(SEEDS)}:\n" + "\n".join(
        f"{one.template}, seed {one.seed}\n  written  {one.written}\n  said     {spoken}\n  wanted   {one.wanted}"
        for one, spoken in found[:5]
    )


def test_known_wrong_rows_are_templates() -> None:
    assert templates().keys() >= KNOWN_WRONG


def test_each_template_has_many_values_or_none() -> None:
    assert len(templates()) >= 150
    for template, text in templates().items():
        made = {phrase(template, seed).written for seed in range(40)}
        assert len(made) > 1 or not {"{", "<"} & set(text), f"{template} says the same for every seed"


def test_a_phrase_depends_on_its_seed_alone() -> None:
    template = next(iter(templates()))
    assert phrase(template, 7) == phrase(template, 7)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (cardinal(0), "không"),
        (cardinal(15), "mười lăm"),
        (cardinal(21), "hai mươi mốt"),
        (cardinal(44), "bốn mươi tư"),
        (cardinal(105), "một trăm linh năm"),
        (cardinal(1_014), "một nghìn không trăm mười bốn"),
        (cardinal(2_000_001), "hai triệu không trăm linh một"),
        (cardinal(3_000_000_500), "ba tỷ năm trăm"),
        (ordinal(4), "tư"),
        (ordinal(14), "mười bốn"),
        (roman(19), "XIX"),
        (year(2009)[1], "hai nghìn linh chín"),
        (decimal(3, "05")[0], "ba phẩy không năm"),
        (decimal(3, "25")[1], "ba phẩy hai mươi lăm"),
    ],
)
def test_the_truth_is_true(made: str, said: str) -> None:
    assert made == said


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hai mốt ngàn lẻ năm.", "hai mươi mốt nghìn linh năm"),
        ("hoà giải", "hòa giải"),
        ("trừ năm độ", "âm năm độ"),
        ("năm xuyệt bảy", "năm trên bảy"),
    ],
)
def test_folding_joins_what_sounds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_no_digit_and_no_word_is_forgiven() -> None:
    assert fold("hai đến ba lần") != fold("hai tháng ba lần")
    assert fold("mười lăm") != fold("mười năm")


def test_a_way_of_writing_has_a_written_and_a_spoken_form() -> None:
    assert ways()["/"] == (("/",), ("trên", "một", "mỗi", "trên một"))
