"""`bantin voices try NAME`: ten sentences of figures as files, and a table to read along."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from bantin_media.commands.cli import main


def test_a_trial_has_ten_sentences_and_a_table_of_their_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["voices", "try", "espeak:south", "--proof", str(tmp_path), "--input", str(tmp_path / "input")]
    assert main(arguments) == 0
    files = sorted(path.name for path in (tmp_path / "giong-espeak-south").iterdir())
    assert files == [f"{number:02}.mp3" for number in range(1, 11)]
    assert all(soundfile.info(tmp_path / "giong-espeak-south" / name).duration > 1 for name in files)
    output = capsys.readouterr().out
    assert "một nghìn hai trăm ba mươi tư hộ" in output
    assert all(name in output for name in files)


def test_a_voice_that_is_not_there_is_an_error_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voices", "try", "espaek", "--proof", str(tmp_path), "--input", str(tmp_path / "input")]) == 3
    assert "espeak" in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.mp3"))
