"""`bantin voices try NAME`: ten sentences of figures as files, and a table to read along."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from bantin_media.commands.cli import main


def test_a_voice_says_ten_sentences_of_figures_and_the_table_says_what_has_to_be_heard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["voices", "try", "espeak:south", "--proof", str(tmp_path), "--input", str(tmp_path / "input")]
    assert main(arguments) == 0
    files = sorted(path.name for path in (tmp_path / "giong-espeak-south").iterdir())
    assert files == [f"{number:02}.mp3" for number in range(1, 11)]
    assert all(soundfile.info(tmp_path / "giong-espeak-south" / name).duration > 1 for name in files)
    said = capsys.readouterr().out
    assert "một nghìn hai trăm ba mươi tư hộ" in said
    assert all(name in said for name in files)


def test_a_voice_that_is_not_there_is_an_error_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voices", "try", "espaek", "--proof", str(tmp_path), "--input", str(tmp_path / "input")]) == 3
    assert "espeak" in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.mp3"))
