"""The learner of the tables: the texts in `learning/` teach it their lines, in the same bytes each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bench import learn_cleaning, line_model, line_truth
from bench.line_model import Text

from bantin_media.cleaning.sequence import STATES, Tables, tables

HERE = Path(__file__).parent / "learning"
DATA = Path(line_truth.arranging.__file__).with_name("data")
BESIDE = re.compile(r"^(?:above|below)_")
FEW = "announcement_over_loudspeakers brief_news_of_a_portal chat_from_a_school labelled_caption notes_below_a_story"


@pytest.fixture(scope="module")
def few() -> list[Text]:
    paths = [HERE / f"{name}.txt" for name in FEW.split()]
    return [line_model.feasible(text) for path in paths for text in line_truth.texts(path, weight=1.0)]


def learnt(texts: list[Text]) -> Tables:
    return line_model.rounded(line_model.train(texts, line_model.feature_names(texts)))


def test_few_texts_teach_their_own_lines(few: list[Text]) -> None:
    missed = list(learn_cleaning.wrong(few, learnt(few)))
    assert len(missed) <= 1, missed
    nothing = Tables(dict.fromkeys(tables().signs, (0,) * len(STATES)), *shape_of(tables()))
    assert len(list(learn_cleaning.wrong(few, nothing))) > 10, "the weights matter"


def shape_of(table: Tables) -> tuple[object, ...]:
    def flat(rows: tuple[tuple[tuple[int, int], ...], ...]) -> tuple[tuple[tuple[int, int], ...], ...]:
        return tuple(tuple((state, 0) for state, _ in row) for row in rows)

    ends = [tuple(0.0 if one > float("-inf") else one for one in row) for row in (table.begins, table.ends)]
    return flat(table.follows), flat(table.leads), *ends


def test_the_same_texts_give_the_same_bytes(few: list[Text], tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        learn_cleaning.write(learnt(few), tmp_path / name)
        found.append([path.read_bytes() for path in sorted((tmp_path / name).iterdir())])
    assert found[0] == found[1]


def test_written_tables_are_read_as_they_were(tmp_path: Path) -> None:
    learn_cleaning.write(tables(), tmp_path)
    for name in ("states.tsv", "transitions.tsv"):
        assert (tmp_path / name).read_text("utf-8") == (DATA / name).read_text("utf-8")


def test_a_sign_of_the_tables_occurs_in_a_text() -> None:
    """A row that no text needs is a feature that was renamed; neighbours and bins are made from others."""
    paths = [*HERE.glob("*.txt"), *HERE.parent.glob("*.txt")]
    texts = [text for path in sorted(paths) if "expected" not in path.name for text in line_truth.texts(path, weight=1)]
    seen = {BESIDE.sub("", sign) for text in texts for signs in text.signs for sign in signs}
    code = "".join(path.read_text("utf-8") for path in DATA.parent.glob("s*.py"))
    stems = {re.sub(r"_(?:[fu]|\d+|more)$", "", BESIDE.sub("", sign)) for sign in tables().signs}
    missing = [stem for stem in sorted(stems) if not any(one.startswith(stem) for one in seen)]
    assert not [stem for stem in missing if stem.split("_")[0] not in code]


def test_every_table_of_lines_names_its_lines() -> None:
    for path in sorted(HERE.glob("*.states.tsv")):
        lines = path.with_name(path.name.replace(".states.tsv", ".txt")).read_text("utf-8").splitlines()
        rows = [row.split("\t") for row in path.read_text("utf-8").splitlines()[1:]]
        assert [int(number) for number, *_ in rows] == [at for at, line in enumerate(lines, 1) if line.strip()]
        for number, kinds, beginning in rows:
            assert set(kinds.split("|")) <= line_truth.KINDS.keys()
            assert lines[int(number) - 1].strip().startswith(beginning.strip())
