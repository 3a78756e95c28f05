"""Each piece of a phrase with its rule, certainty, evidence and second reading; settings of style; lexicon rows.

`pytest tests/normalization/test_explained.py --accept` rewrites the files next to it; read their difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from bantin_media.configuration.settings import ReadingStyle
from bantin_media.errors import LexiconError
from bantin_media.normalization import Lexicon, Normalizer
from bantin_media.normalization import lexicon as lexicon_module
from bantin_media.normalization.deciding import deciding_row
from bantin_media.normalization.lexicon import load

HERE = Path(__file__).parent
PHRASES = (HERE / "explained.txt").read_text("utf-8").splitlines()
NUMBERS = (
    "105 hộ, 1.005 người, 24 con, 2.024.000 đồng", "29,01% và 0,28 ha, 3,5 triệu", "ngày 4/4/2009, tháng 4, quý IV",
    "Quyết định số 70/2009/QĐ-TTg", "2 triệu đồng/người/tháng, 60 km/giờ", "HTX, tổ 5C, ABCD, ĐVX", "7h05, 14 giờ 24",
)  # fmt: skip


def explained(normalizer: Normalizer, phrase: str) -> Iterator[str]:
    reading = normalizer.read(phrase)
    yield f"{phrase} → {reading.spoken}"
    for token in reading.tokens:
        if token.rule not in {"word", "space"}:
            spoken = f"  {token.rule} {token.written!r} {token.spoken!r} {token.certainty}"
            yield f"{spoken} {token.evidence} {f'or {token.other}' if token.other else ''}".rstrip()
    for notice in reading.notices:
        yield f"  [{notice.code}] {notice.what} → {notice.hint}"


def test_phrases_are_explained_as_accepted(as_accepted: Callable[[Path, str], None]) -> None:
    normalizer = Normalizer()
    lines = [line for phrase in PHRASES for line in explained(normalizer, phrase)]
    as_accepted(HERE / "explained.expected.txt", "\n".join(lines) + "\n")


def styles() -> Iterator[tuple[str, ReadingStyle]]:
    hints = get_type_hints(ReadingStyle)
    for one in fields(ReadingStyle):
        for value in get_args(hints[one.name]) or (True, False):
            if value != one.default:
                yield f"{one.name} = {value}", replace(ReadingStyle(), **{one.name: value})


def test_each_choice_of_style_is_heard(as_accepted: Callable[[Path, str], None]) -> None:
    lines: list[str] = []
    plain = {phrase: Normalizer().read(phrase).spoken for phrase in NUMBERS}
    lines += plain.values()
    for name, style in styles():
        normalizer = Normalizer(style, Lexicon())
        spoken = {phrase: normalizer.read(phrase).spoken for phrase in NUMBERS}
        lines += [name, *(f"  {spoken[phrase]}" for phrase in NUMBERS if spoken[phrase] != plain[phrase])]
    as_accepted(HERE / "styles.expected.txt", "\n".join(lines) + "\n")


def rows_of(path: Path) -> Iterator[str]:
    try:
        found = load([path])
    except LexiconError as error:
        yield f"  {error.where.removeprefix(str(path.parent))}: {error.what} → {error.hint}"
        return
    for phrase in ("UBND họp quân sự x a", "AB CD và ABC, AB", "a UBND, HTX"):
        yield f"  {Normalizer(ReadingStyle(), found).read(phrase).spoken}"


def test_rows_of_a_lexicon_are_loaded_or_refused_as_accepted(
    tmp_path: Path, as_accepted: Callable[[Path, str], None]
) -> None:
    lines: list[str] = []
    for row in (HERE / "lexicon_rows.txt").read_text("utf-8").splitlines():
        text = row.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r").replace("\\ufeff", "\ufeff")
        (tmp_path / "lexicon.tsv").write_bytes(text.encode())
        lines += [row, *rows_of(tmp_path / "lexicon.tsv")]
    as_accepted(HERE / "lexicon_rows.expected.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize(("size", "is_read"), [(4_000_000, True), (None, False)])
def test_a_list_of_words_has_an_end(tmp_path: Path, size: int | None, is_read: bool) -> None:
    path = tmp_path / "lexicon.tsv"
    largest = lexicon_module.LARGEST_FILE_BYTES
    path.write_bytes(b"#" * (size if size and size <= largest else largest if is_read else largest + 1))
    if is_read:
        assert load([path]) == Lexicon()
    else:
        with pytest.raises(LexiconError, match=f"{largest // 2**20} MiB") as caught:
            load([path])
        assert caught.value.where == str(path)


def test_a_word_of_the_lexicon_can_be_spoken() -> None:
    sayable = lexicon_module._is_sayable
    assert all(map(sayable, ("ủy", "o'ban", "a-b", "é")))
    assert not any(map(sayable, ("", "2", "a2", "中", "я", "-", "a.b", "яa")))


@pytest.mark.parametrize(
    ("text", "row"),
    [("7/9 hộ", "hộ"), ("29%", "%"), ("UBND", "UBND"), ("QL3B", "QL"), ("TX. Phố Mây", "TX."), ("camera", "camera")],
)
def test_the_line_that_decided_is_the_line_of_its_table(text: str, row: str) -> None:
    import re
    from importlib import resources

    spoken = deciding_row(Normalizer().read(text).tokens[0], Lexicon())
    found = re.search(r"(\w+\.tsv):(\d+)", spoken)
    if found:
        for package in ("bantin_media.normalization", "bantin_media.vietnamese"):
            table = resources.files(package) / "data" / found[1]
            if table.is_file():
                line = table.read_text("utf-8").splitlines()[int(found[2]) - 1]
                assert row.casefold() in line.casefold() or spoken.partition(" → ")[2].split()[0] in line
                return
    assert row in spoken
