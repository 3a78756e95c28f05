"""An editor can see which row of a table, or of the lexicon, decided a reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.commands.cli import main
from bantin_media.normalization import Lexicon, Normalizer
from bantin_media.normalization.deciding import deciding_row


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("BCH Quân sự xã", "BCH → ban chỉ huy"),
        ("camera", "foreign.tsv:"),
        ("QL3B", "QL → quốc lộ"),
        ("TX. Phố Mây", "place.tsv:"),
    ],
)
def test_the_row_that_decided_is_named(text: str, row: str) -> None:
    token = Normalizer().read(text).tokens[0]
    assert row in deciding_row(token, Lexicon())


def test_no_table_decides_a_plain_word() -> None:
    token = Normalizer().read("nước").tokens[0]
    assert deciding_row(token, Lexicon()) == ""


def test_an_edition_brings_its_own_lexicon(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "05").mkdir()
    (tmp_path / "lexicon.tsv").write_text("ĐKVH\tđăng ký vẽ\n", "utf-8")
    (tmp_path / "05" / "lexicon.tsv").write_text("ĐKVH\tđăng ký vui\n", "utf-8")
    for edition, said in (("", "đăng ký vẽ"), ("05", "đăng ký vui")):
        assert main(["say", "--explain", "--input", str(tmp_path), "--edition", edition, "ĐKVH"]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(said)
        assert str(Path(edition, "lexicon.tsv")) + ":1" in shown
    assert main(["say", "--input", str(tmp_path), "--edition", "06", "ĐKVH"]) != 0
    assert "06" in capsys.readouterr().err
