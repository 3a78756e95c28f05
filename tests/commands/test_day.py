"""Many commands in one workspace: the exit status and the text on both streams.

`pytest tests/commands/test_day.py --accept` rewrites `commands.expected.txt`; read its difference.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests import tiny_voice

from bantin_media.commands import cli

TABLE, VOICES = (Path(__file__).with_name(name) for name in ("commands.txt", "voices.txt"))


def plain(text: str, root: Path) -> str:
    """Return a text without parts that depend on templates, voices, the time and the machine."""
    text = text.replace(str(root), ".")
    text = re.sub(r"\d+(?:\.\d)? (?:kB|MB)", "SIZE", text)
    text = re.sub(r"\b\d+:\d\d\b", "LENGTH", text)
    text = re.sub(r"\b[0-9a-f]{4}(?:[- ][0-9a-f]{4}){3}\b|\b[0-9a-f]{12,64}\b", "CODE", text)
    text = re.sub(r"bantin_media \d+\.\d+\S*", "bantin_media VERSION", text)
    text = re.sub(r"\(choose from [^)]*\)", "(choose from …)", text)  # other versions of Python quote it differently
    text = re.sub(r"\.tsv:\d+", ".tsv:N", text)
    return re.sub(r"nhanh gấp \d+ lần", "nhanh gấp N lần", text)


def day(table: Path, office: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the exit status and both streams of each command in a table."""
    lines: list[str] = []
    for command in table.read_text("utf-8").splitlines():
        try:
            status = cli.main(shlex.split(command))
        except SystemExit as ended:
            status = int(ended.code or 0)
        output = capsys.readouterr()
        lines += [f"$ bantin {command}", f"  status {status}"]
        lines += [
            f"  {mark} {line}" for mark, text in (("|", output.out), ("!", output.err)) for line in text.splitlines()
        ]
    return plain("\n".join(lines), office) + "\n"


def test_a_day_of_commands(
    office: Path, capsys: pytest.CaptureFixture[str], as_accepted: Callable[[Path, str], None]
) -> None:
    as_accepted(TABLE.with_suffix(".expected.txt"), day(TABLE, office, capsys))


def test_voices_are_added_tried_and_removed_as_accepted(
    office: Path, voices_folder: Path, capsys: pytest.CaptureFixture[str], as_accepted: Callable[[Path, str], None]
) -> None:
    licences = {"thu": "CC BY 4.0", "cam": "CC BY-NC 4.0", "xem": "in this card\n\nFor research only.", "khong": ""}
    for name, licence in licences.items():
        folder = office / f"vi_VN-{name}"
        tiny_voice.write(folder, folder.name, tiny_voice.model(), tiny_voice.description())
        if licence:
            (folder / "MODEL_CARD").write_text(f"# Card\n\n* License: {licence}\n", "utf-8")
    output = day(VOICES, office, capsys)
    settings = (office / "input" / "bantin.toml").read_text("utf-8")
    as_accepted(VOICES.with_suffix(".expected.txt"), f"{output}{settings}")


def test_a_preview_ends_without_a_failure(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bantin_media.commands import preview

    served = SimpleNamespace(address="http://a/", proof_address="http://b/", run=lambda: None)
    monkeypatch.setattr(preview, "serve", lambda output, proof, port: served)
    assert cli.main(["preview"]) == 0
    printed = capsys.readouterr().out
    assert "http://a/" in printed and "http://b/" in printed


def test_lines_come_back_one_by_one(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("UBND xã\n\n5 km. 3 ha.\n"))
    assert cli.main(["say", "--lines"]) == 0
    assert capsys.readouterr().out == "ủy ban nhân dân xã\n\nnăm ki lô mét. ba héc ta.\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO("HTX\n"))
    assert cli.main(["say"]) == 0
    assert capsys.readouterr().out == "hợp tác xã\n"
