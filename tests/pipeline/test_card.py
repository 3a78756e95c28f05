"""A memory card: the right files, in the order of writing, whole, and nothing else touched."""

from __future__ import annotations

from typing import Any

import pytest

from bantin_media.commands.cli import main


@pytest.fixture
def built(small_office: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    small_office.edition(settings='date = 2026-11-05\n[sound]\nvoice = "metronome"\n')
    monkeypatch.chdir(small_office.root)
    assert main(["build", "--workers", "1"]) == 0
    (small_office.root / "card").mkdir()
    (small_office.root / "card" / "cua-toi.mp3").write_bytes(b"mine")
    return small_office


def test_articles_are_written_one_after_the_other(built: Any) -> None:
    assert main(["card", "--dest", "card"]) == 0
    folder = built.root / "card" / "2026-11"
    written = sorted(folder.iterdir(), key=lambda path: (path.stat().st_mtime_ns, path.name))
    assert [path.name for path in written] == ["01-xoa-mu-chu.mp3", "02-nuoc-sach.mp3"]
    assert all(path.read_bytes() == (built.output / "2026-11" / path.name).read_bytes() for path in written)
    assert (built.root / "card" / "cua-toi.mp3").read_bytes() == b"mine"
    assert main(["card", "--dest", "card", "--programmes"]) == 0
    assert (folder / "2026-11.mp3").is_file()


def test_a_draft_on_a_card_is_said_and_a_signed_edition_is_not(built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card", "--dest", "card"]) == 0
    assert "card.draft" in capsys.readouterr().err
    settings = built.root / "input" / "2026-11" / "edition.toml"
    settings.write_text('approved_by = "Lò Văn Inh"\n' + settings.read_text("utf-8"), "utf-8")
    assert main(["build", "--workers", "1"]) == 0
    capsys.readouterr()
    assert main(["card", "--dest", "card"]) == 0
    assert "card.draft" not in capsys.readouterr().err


def test_a_card_that_is_not_there_or_an_edition_not_built_is_said(built: Any) -> None:
    assert main(["card", "--dest", "no-card"]) == 2
    (built.output / "2026-11" / "01-xoa-mu-chu.mp3").unlink()
    assert main(["card", "--dest", "card"]) == 2
