"""The certainty of readings: rows of a sentence, its token, its certainty, the evidence, and the other reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.model import Certainty, Reading
from bantin_media.normalization import Normalizer

HERE = Path(__file__).parent
ROWS = [
    pytest.param(*(row.split("\t") + [""] * 5)[:5], id=str(number))
    for number, row in enumerate((HERE / "certainty" / "rows.tsv").read_text("utf-8").splitlines(), start=1)
    if row and not row.startswith(("# ", "written\t"))
]
SAID = [
    row.split("\t")[0]
    for file in sorted(HERE.glob("*.tsv"))
    for row in file.read_text("utf-8").splitlines()
    if row and not row.startswith("# ") and row != "written\tspoken"
]
MOST_MARKED = 0.08
"""The largest share of right readings that may be marked, because editors ignore marks that are too frequent."""


def is_marked(reading: Reading) -> bool:
    return bool(reading.notices) or any(one.certainty is Certainty.GUESS for one in reading.tokens)


@pytest.mark.parametrize(("written", "token", "certainty", "evidence", "other"), ROWS)
def test_a_reading_has_its_certainty(written: str, token: str, certainty: str, evidence: str, other: str) -> None:
    reading = Normalizer().read(written)
    assert reading.written == written
    tokens = {one.written.strip(): one for one in reading.tokens}
    if certainty == "certain":
        assert all(one.certainty is not Certainty.GUESS for one in reading.tokens), reading.tokens
        return
    found = tokens[token]
    assert (found.certainty.value, found.other if other else other) == (certainty, other), found
    assert not evidence or found.evidence == evidence
    notices = [one for one in reading.notices if one.code == "reading.guess" and token in one.what]
    assert notices if certainty == "guess" and found.other else certainty == "guess" or not notices, reading.notices


def test_few_right_readings_are_marked() -> None:
    marked = [one for one in SAID if is_marked(Normalizer().read(one))]
    assert len(marked) <= MOST_MARKED * len(SAID), marked


@pytest.mark.parametrize(
    ("sentences", "last", "certainty"),
    [
        (["Còn kia 3-1."], "Còn kia ba, một.", "guess"),
        (["Đội nhà thắng 2-0.", "Còn kia 3-1."], "Còn kia ba một.", "context"),
        (["Đội nhà thắng 2-0.", "Mưa.", "Gió.", "Còn kia 3-1."], "Còn kia ba một.", "context"),
        (["Đội nhà thắng 2-0.", "Mưa.", "Gió.", "Nắng.", "Còn kia 3-1."], "Còn kia ba, một.", "guess"),
        (["Đội nhà thắng 2-0.", "Lớp có 3-5 em."], "Lớp có ba đến năm em.", "context"),
        (["Họp ngày 7/9.", "Còn lại 3/8."], "Còn lại ngày ba tháng tám.", "context"),
    ],
)
def test_earlier_readings_of_a_pair_are_evidence(sentences: list[str], last: str, certainty: str) -> None:
    readings, _ = Normalizer().read_article(sentences)
    assert readings[-1].spoken == last
    assert [one.certainty.value for one in readings[-1].tokens if "-" in one.written or "/" in one.written] == [
        certainty
    ]


def test_one_text_has_one_reading_in_an_article() -> None:
    readings, _ = Normalizer().read_article(["Còn kia 3-1.", "Đội nhà thắng 2-0.", "Còn kia 3-1."])
    assert readings[0] == readings[2]
