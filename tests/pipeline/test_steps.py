"""An edition through many changes, build by build: each report, and which files are added and removed.

Each row of `steps.tsv` is a build after the changes in the row.  `pytest tests/pipeline/test_steps.py --accept`
rewrites `steps.expected.txt`; read its difference.
"""

from __future__ import annotations

import re
import wave
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from PIL import Image

from bantin_media.reporting.report import EditionReport

from .conftest import Office

TABLE = Path(__file__).with_name("steps.tsv")
ROWS = [row.split("\t") for row in TABLE.read_text("utf-8").splitlines() if not row.startswith("#")]
NAME = "2026-11"
BRIDGE = "Cầu treo về bản Hón\n\nCầu dài 46 m nối bản Hón với đường lớn.\n\nLò Văn Mạy\n"
CLASS = "Lớp mẫu giáo bản Hón\n\n21/10/2026\n\nBản Hón có 25 cháu ra lớp. Cô giáo ở lại bản.\n"


def change(path: Path, content: str) -> None:
    """Make the file at `path` as a row describes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if content == "-":
        path.unlink()
    elif content == "picture":
        Image.new("RGB", (60, 90), "navy").save(path)
    elif content.startswith("tone "):
        frames = round(float(content.removeprefix("tone ")) * 22050)
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            file.writeframes(b"".join((180 * (at % 100 - 50)).to_bytes(2, "little", signed=True) for at in range(100))
                             * (frames // 100))  # fmt: skip
    else:
        path.write_text(content.replace("\\n", "\n"), "utf-8")


def options(words: str) -> dict[str, object]:
    voice = words.removeprefix("voice=") if words.startswith("voice=") else ""
    return {"publish": words not in {"check", "script"}, "audio": words != "silent", "announcer": words == "script",
            "voice": voice}  # fmt: skip


def told(report: EditionReport) -> Iterator[str]:
    """Yield a report as lines, without sizes and codes."""
    marks = [name for name in ("unchanged", "is_inside") if getattr(report, name)]
    yield f"  {report.id or 'all editions'} {' '.join(marks)}".rstrip()
    for one in report.articles:
        yield f"  article {one.number} {one.title} · {one.date} · {one.author} · {one.paragraphs} {one.duration_ms} ms"
    for file in report.files:
        if file.kind != "page":
            yield f"  file {file.name} {file.kind} {file.duration_ms} ms {file.variant}".rstrip()
    yield from (f"  notice {one.code} {one.where}: {one.what} → {one.hint}" for one in report.notices)
    yield from (f"  error {error.exit_status} {error.where}: {error.what} → {error.hint}" for error in report.errors)
    yield from (f"  reading {line}" for line in report.readings)


def together(sign: str, names: set[str]) -> Iterator[str]:
    """Yield one line for files that differ only in their suffix."""
    for stem, group in groupby(sorted(names), lambda name: re.sub(r"(?<=\w)\.\w+$", "", name)):
        yield f"  {sign} {stem} {' '.join(name.removeprefix(stem) for name in group)}"


def files(office: Office) -> set[str]:
    made = (office.output, office.inside, office.root / "proof", office.root / "history" / "editions")
    return {path.relative_to(office.root).as_posix() for one in made for path in one.rglob("*") if path.is_file()}


def test_an_edition_through_its_changes(office: Office, as_accepted: Callable[[Path, str], None]) -> None:
    (office.input / NAME).mkdir()
    office.write("01 cau treo.txt", BRIDGE)
    office.write("02 lop mau giao.txt", CLASS)
    lines: list[str] = []
    before: set[str] = set()
    for about, changes, how in ROWS:
        for one in filter(None, changes.split(" | ")):
            name, _, content = one.partition("; ")
            change(office.input / NAME / name, content)
        lines.append(f"# {about}")
        for report in office.reports(**options(how)):
            lines += told(report)
        after = files(office)
        lines += [*together("+", after - before), *together("-", before - after)]
        before = after
    text = "\n".join(lines).replace(str(office.root.resolve()), "").replace(str(office.root), "")
    text = re.sub(r"\b[0-9a-f]{4}(?:[ -][0-9a-f]{4}){3}\b|\b[0-9a-f]{8,64}\b", "CODE", text)
    text = re.sub(r"revised = \S+", "revised = NOW", text)
    as_accepted(TABLE.with_suffix(".expected.txt"), f"{text}\n")
