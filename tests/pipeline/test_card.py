"""A memory card: the right files, in the order of writing, complete; all other files are unchanged."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

from bantin_media.commands.cli import main
from bantin_media.desk.card import RECORD


@pytest.fixture(autouse=True)
def _card(built: Any) -> None:
    (built.root / "card").mkdir()
    (built.root / "card" / "cua-toi.mp3").write_bytes(b"mine")


def sounds(built: Any) -> list[str]:
    return sorted(path.name for path in (built.root / "card" / "2026-11").glob("*.mp3"))


def test_articles_are_written_one_after_the_other(built: Any) -> None:
    assert main(["card", "--dest", "card"]) == 0
    folder = built.root / "card" / "2026-11"
    written = sorted(folder.iterdir(), key=lambda path: (path.stat().st_mtime_ns, path.name))
    written = [path for path in written if path.name != RECORD]
    assert [path.name for path in written] == ["01-xoa-mu-chu.mp3", "02-nuoc-sach.mp3"]
    assert all(path.read_bytes() == (built.output / "2026-11" / path.name).read_bytes() for path in written)
    assert (built.root / "card" / "cua-toi.mp3").read_bytes() == b"mine"
    assert main(["card", "--dest", "card", "--programmes"]) == 0
    assert sounds(built) == ["2026-11.mp3"]


def test_a_programme_in_parts_is_not_on_the_card_as_a_whole_besides(built: Any) -> None:
    built.edition(settings='date = 2026-11-05\n[sound]\nvoice = "metronome"\nprogramme_minutes = 1\n')
    assert main(["build", "--workers", "1"]) == 0
    assert main(["card", "--dest", "card", "--programmes"]) == 0
    assert sounds(built) == ["2026-11-buoi-1.mp3", "2026-11-buoi-2.mp3"]


def test_a_draft_on_a_card_is_reported(built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings = built.root / "input" / "2026-11" / "edition.toml"
    signed = settings.read_text("utf-8")
    for folder in (built.output, built.root / ".bantin"):
        shutil.rmtree(folder, ignore_errors=True)
    settings.write_text(signed.replace("approved_by", "# approved_by"), "utf-8")
    assert main(["build", "--workers", "1"]) == 0
    assert main(["card", "--dest", "card"]) == 0
    assert "card.draft" in capsys.readouterr().err
    settings.write_text(signed, "utf-8")
    assert main(["build", "--workers", "1"]) == 0
    capsys.readouterr()
    assert main(["card", "--dest", "card"]) == 0
    assert "card.draft" not in capsys.readouterr().err


def test_a_missing_card_or_unbuilt_edition_is_reported(built: Any) -> None:
    assert main(["card", "--dest", "no-card"]) == 2
    (built.output / "2026-11" / "01-xoa-mu-chu.mp3").unlink()
    assert main(["card", "--dest", "card"]) == 2


def published(built: Any) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (built.output / "2026-11").glob("*.mp3")}


def test_the_output_folder_is_refused_as_a_card(built: Any) -> None:
    (built.root / "way").symlink_to(built.output)
    before = published(built)
    for dest in ("output", "output/../output", "input", ".bantin", "output/2026-11", "way"):
        assert main(["card", "--dest", dest]) == 2, dest
        assert published(built) == before, dest
    assert all(before.values())


def test_a_folder_of_the_card_that_leads_to_the_output_is_no_card(built: Any) -> None:
    (built.root / "card" / "2026-11").symlink_to(built.output / "2026-11")
    before = published(built)
    assert main(["card", "--dest", "card"]) == 2
    assert published(built) == before


def test_an_article_that_was_withdrawn_or_renamed_leaves_the_card(built: Any) -> None:
    assert main(["card", "--dest", "card"]) == 0
    (built.input / "2026-11" / "02 nuoc sach.txt").rename(built.input / "2026-11" / "02 nuoc ve ban.txt")
    (built.input / "2026-11" / "01 xoa mu chu.txt").unlink()
    assert main(["build", "--workers", "1"]) == 0
    assert main(["card", "--dest", "card"]) == 0
    assert sounds(built) == ["02-nuoc-ve-ban.mp3"]
    assert (built.root / "card" / "cua-toi.mp3").read_bytes() == b"mine"


@pytest.mark.parametrize("record", [None, "{", "[]", '{"../../cua-toi.mp3": "x"}', "[" * 99_999])
def test_foreign_files_remain_and_are_reported(
    built: Any, capsys: pytest.CaptureFixture[str], record: str | None
) -> None:
    assert main(["card", "--dest", "card"]) == 0
    folder = built.root / "card" / "2026-11"
    (folder / "la.mp3").write_bytes(b"other")
    if record is not None:
        (folder / RECORD).write_text(record, "utf-8")
    capsys.readouterr()
    assert main(["card", "--dest", "card"]) == 0
    assert (folder / "la.mp3").read_bytes() == b"other"
    assert "card.other-sound" in capsys.readouterr().err
    assert (built.root / "card" / "cua-toi.mp3").read_bytes() == b"mine"


def test_sound_that_was_damaged_after_it_was_made_reaches_no_card(built: Any) -> None:
    path = built.output / "2026-11" / "01-xoa-mu-chu.mp3"
    times = path.stat()
    path.write_bytes(bytes(times.st_size))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # like a disk that loses data
    assert main(["card", "--dest", "card"]) == 2
    assert "01-xoa-mu-chu.mp3" not in sounds(built)


def test_another_sound_beside_the_edition_is_named_and_those_of_the_edition_are_not(
    built: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["card", "--dest", "card"]) == 0
    assert "card.other-sound" not in capsys.readouterr().err
    folder = built.root / "card" / "2026-11"
    for name in ("nhac.MP3", "anh.jpg"):
        (folder / name).write_bytes(b"mine")
    for _ in range(2):
        assert main(["card", "--dest", "card"]) == 0
        output = capsys.readouterr().err
        assert output.count("card.other-sound") == 1 and "nhac.MP3" in output
    (folder / RECORD).write_text("[]", "utf-8")
    (folder / "02-nuoc-sach.mp3").write_bytes(b"mine")
    assert main(["card", "--dest", "card"]) == 0
    assert sounds(built) == ["01-xoa-mu-chu.mp3", "02-nuoc-sach.mp3"]
    assert (folder / "02-nuoc-sach.mp3").stat().st_size > 4
