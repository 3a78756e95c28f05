"""Settings and lexicons written by the desk, and the names of dropped files: one line per case.

`pytest tests/desk/test_edited_files.py --accept` rewrites `edited_files.expected.txt`; read its difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bantin_media.configuration.editions import find
from bantin_media.desk import sources_folder
from bantin_media.desk.lexicon_file import with_row
from bantin_media.desk.pages import _file_in
from bantin_media.desk.settings_file import SettingsFile
from bantin_media.desk.views import LONGEST_KEY, Piece, _piece, key_of
from bantin_media.errors import BantinError
from bantin_media.model import Certainty, Token
from bantin_media.readers import SUFFIXES

FILES = {
    "nothing": "",
    "a comment alone": "# của xã\n",
    "keys and a table": '# đầu\nnumber = "1"  # số\ndate = 2026-11-05\n\n# giọng\n[sound]\nvoice = "espeak"\n',
    "a table alone": '# giọng\n[sound]\nvoice = "espeak"\n',
    "an article": '[articles.1]\ntitle = "A"  # tên\n\n[articles.1.pictures."a.jpg"]\ncaption = "B"\n\n[articles.2]\n',
    "in one line": 'articles.1 = { title = "A", pictures = { "a.jpg" = { caption = "B" } } }\n',
    "lists": '[articles.1]\ndrop = [\n  "x", # không\n  "y",\n]\nkeep = ["z"]\n',
}
PICTURE = ("articles", "1", "pictures", "a.jpg")


def set_key(table: tuple[str, ...], key: str, value: Any) -> Callable[[SettingsFile], object]:
    return lambda file: file.set(key, value, table=table)


CHANGES: dict[str, Callable[[SettingsFile], object]] = {
    "a key": set_key((), "greeting", "Kính chào!"),
    "a known key": set_key((), "number", "2"),
    "the same": set_key((), "number", "1"),
    "a day": set_key((), "date", date(2026, 12, 1)),
    "no more": set_key((), "number", None),
    "of a table": set_key(("sound",), "profile", "phone"),
    "known, of a table": set_key(("sound",), "voice", "espeak:south"),
    "no more, of a table": set_key(("sound",), "voice", None),
    "no more, of no table": set_key(("feed",), "email", None),
    "of an article": set_key(("articles", "1"), "title", "C"),
    "of a new article": set_key(("articles", "12"), "skip", True),
    "of a picture": set_key(PICTURE, "alternative", "Sơ đồ"),
    "of a new picture": set_key((*PICTURE[:3], "b.jpg"), "caption", "C"),
    "without the pictures": lambda file: file.take_table(PICTURE),
    "without what is not there": lambda file: file.take_table((*PICTURE, "x")),
    "a line is dropped": lambda file: file.use_line(1, "z", "drop"),
    "a line is kept": lambda file: file.use_line(1, "x", "keep"),
    "a line is a line": lambda file: file.use_line(1, "y", ""),
    "several": lambda file: file.update({"a": 1, "b": ["x", "y"], "number": None}),
}


def refused(act: Callable[[], object]) -> str:
    try:
        return f"{act()}"
    except BantinError as error:
        return f"{type(error).__name__} {error.where}: {error.what} → {error.hint}"


def of_settings() -> Iterator[str]:
    for about, before in FILES.items():
        for what, change in CHANGES.items():
            file = SettingsFile(before, "edition.toml")
            returned = change(file)
            if file.text != before or returned is not None:
                yield f"{about}, {what}: {returned}"
                yield from (f"  | {line}" for line in file.text.splitlines() if file.text != before)
                SettingsFile(file.text, "")
        file = SettingsFile(before, "edition.toml")
        found = [
            file.get(key, table=table) for key, table in (("number", ()), ("voice", ("sound",)), ("1", ("articles",)))
        ]
        yield f"{about}: {found}"
    for broken in ("a = ", "a = 1\na = 2\n", "[a]\n[a]\n", "\x00"):
        yield refused(lambda text=broken: SettingsFile(text, "edition.toml"))


NAMES = (
    "tin.txt", "01 tin.txt", "02 tin.TXT", "7. tin.docx", "C:\\Tin\\tin.docx", "../../tin.txt", "  a  b .txt",
    "a:b?.txt", "99.docx", "05.odt", "1.2.txt", "tin", ".txt", "", "con.txt", "nul.tar.txt", "x" * 200 + ".txt",
    "tin.exe", "edition.toml", "anh.jpg", "anh.PNG", "doc.mp3", "99 .txt", "01 anh.jpg", "Nha\u0300.txt",
    "a\u202eb.txt",
)  # fmt: skip
BESIDE = (
    ("a_files", "b.jpg"), ("a_files", "b.js"), (".a_files", "b.jpg"), ("a", "b.jpg"), ("a/b_files", "c.jpg"),
    ("a_files", ".b.jpg"), ("a_files", "../b.jpg"), ("a_files", "B.PNG"),
)  # fmt: skip


def of_names(folder: Path) -> Iterator[str]:
    for name in ("01 tin.txt", "02 Tin khác.docx", "05 tin.odt", "05 anh.jpg", "tin dai.txt"):
        (folder / name).write_text("Tin\n\nMột câu.\n", "utf-8")
    edition = find(folder.parent, folder.name, SUFFIXES)
    for name in NAMES:
        yield f"{name[:30]!r}: {refused(lambda n=name: sources_folder.place_for(edition, n).name[:40])}"
    pictures = ("anh.jpg", "07 anh.jpg", "03 .jpg", "d.mp3")
    for article in (0, 5, 12):
        found = [sources_folder.place_for(edition, name, article) for name in pictures]
        yield f"{article}: {[path.name for path in found]}"
    for name in (
        "tin.txt",
        "TIN KHÁC.docx",
        "01 tin.txt",
        "02 tin.txt",
        "3 tin khác.docx",
        "tin dai.txt",
        "05 tin.odt",
    ):
        same = sources_folder.namesake(edition, name)
        yield f"{name}: {same and same.name}"
    for beside, name in BESIDE:
        yield f"{beside} {name}: {refused(lambda b=beside, n=name: sources_folder.place_beside(folder, b, n))}"
    for name in ("01 tin.txt", "nobody.txt", "edition.toml", "../2026-11/01 tin.txt", "."):
        yield f"{name}: {refused(lambda n=name: sources_folder.inside(folder, n).name)}"
    free = []
    for _ in range(3):
        free.append(sources_folder.free(folder, "01 TIN.txt"))
        free[-1].write_text("x")
    yield f"{[path.name for path in free]}"
    for where in (
        f"{folder / '01 tin.txt'}:12",
        f"{folder / '01 tin.txt'}",
        f"{folder / 'a:12'}",
        f"{folder / 'x'}:a",
        "y",
    ):
        yield f"{_file_in(folder, where)!r}"
    (folder / "edition.toml").write_text("", "utf-8")
    yield f"{_file_in(folder, str(folder / 'edition.toml'))!r} {_file_in(folder.parent, str(folder))!r}"


def of_rows(folder: Path) -> Iterator[str]:
    path = folder / "lexicon.tsv"
    for before in (
        "",
        "# của xã\nUBND\tủy ban\n\nUBND  \tủy ban xã\tX\n",
        "UBND\tmột\tnếu\nHĐND\thội đồng\n",
        "\ufeffA\ta",
    ):
        for written, spoken in (("UBND", "ủy ban nhân dân"), ("  A  B ", "a  bê"), ("", "x"), ("x", " "), ("#x", "y"),
                                ("UBND", "12")):  # fmt: skip
            path.write_text(before, "utf-8") if before else path.unlink(missing_ok=True)
            result = refused(lambda w=written, s=spoken: with_row(path, w, s).decode())
            yield f"{before!r} + {written!r} {spoken!r}: {result!r}"


def of_lines() -> Iterator[str]:
    short, long = "x" * LONGEST_KEY, "Lời dẫn của bài viết " * 9
    for text, others in (
        (short, []),
        (short + "y", []),
        (short + "y", [short + "z"]),
        (long, [long]),
        (long, [long, long]),
    ):
        yield f"{key_of(text, [text, *others])}"
    for token in (Token("xã", "xã", "word"), Token("12", "mười hai", "number"), Token(" ", "", "number"),
                  Token("Xã", "xã", "number"), Token("Xã", "xã", "number", Certainty.GUESS), Token("a", "b", "word"),
                  Token("2-3", "hai đến ba", "range", Certainty.CONTEXT, "hai ba", "từ")):  # fmt: skip
        piece: Piece = _piece(token)
        yield f"{piece}"


def test_files_written_by_the_desk_are_as_accepted(tmp_path: Path, as_accepted: Callable[[Path, str], None]) -> None:
    folder = tmp_path / "input" / "2026-11"
    folder.mkdir(parents=True)
    parts = SimpleNamespace(settings=of_settings(), names=of_names(folder), rows=of_rows(tmp_path), lines=of_lines())
    lines: list[str] = []
    for name, said in vars(parts).items():
        lines += [f"# {name}", *said]
    text = "\n".join(lines).replace(str(tmp_path), "")
    as_accepted(Path(__file__).with_name("edited_files.expected.txt"), f"{text}\n")
