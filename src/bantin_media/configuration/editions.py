"""An input folder → its editions, and the files of each article.

`01 Tên bài.docx` is article 1, `01 anh 1.jpg` its picture, `01 ….mp3` a person's recording of it, and
`01 … (doc).txt` the text that is narrated in its place; `03 … (scan).jpg` is an article on paper.  A file without
a number is an article too: it comes after the numbered ones, in natural order, with a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import BantinError, SourceError, UsageError
from ..files import is_portable, leads_out, slug, write_whole
from ..messages import message
from ..model import Notice
from ..templates import environment, render
from .file_names import (
    LEADING_NUMBER,
    LOOSE_EDITION,
    OPEN_ELSEWHERE,
    PICTURES,
    RECORDINGS,
    SAFE_NAME,
    SETTINGS_FILES,
    by_name,
    is_companion,
    is_leftover,
    is_paper,
    is_readme,
    is_spoken_instead,
    is_text,
    natural,
    settings_name,
)
from .unreadable import unportable, unreadable_name
from .unusable_files import advice_for_twins, link, renamed_settings, stray, unknown_suffix


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one article.  `number` gives its order, `slug` the name of its output."""

    number: int
    slug: str
    path: Path
    pictures: tuple[Path, ...] = ()
    spoken_instead: Path | None = None
    recording: Path | None = None


@dataclass(frozen=True, slots=True)
class EditionFolder:
    """The files of one edition, before any is read."""

    id: str
    path: Path
    sources: tuple[Source, ...]
    others: tuple[Path, ...] = ()
    """Files for the whole edition: its cover picture, its jingle."""
    notices: tuple[Notice, ...] = ()
    errors: tuple[BantinError, ...] = ()

    def beside(self) -> Iterator[Path]:
        """Yield the paths that may belong to any article: pictures, and the folders of saved pages."""
        own = {path for one in self.sources for path in (one.path, one.spoken_instead)}
        found = self.path.iterdir() if self.id == LOOSE_EDITION and self.path.name != self.id else self.path.rglob("*")
        others = (path for path in found if path not in own and path.name not in SETTINGS_FILES)
        return (path for path in others if path.is_file() and not OPEN_ELSEWHERE.match(path.name))


def names(root: Path) -> tuple[str, ...]:
    """Return the names of the editions under `root`, in natural order.  Raises `SourceError` if there is none."""
    if not root.is_dir():
        raise SourceError(
            str(root),
            message("there is no such folder"),
            message("Make the folder and put one folder per edition into it, or name another with --input."),
        )
    folders = [one for one in root.iterdir() if one.is_dir() and not is_leftover(one) and one.name != "templates"]
    if wrong := [one for one in folders if not is_text(one.name)]:
        raise unreadable_name(wrong[0])
    found = [one.name for one in folders]
    if LOOSE_EDITION not in found and _loose_articles(root):
        return (*sorted(found, key=natural), LOOSE_EDITION)
    return tuple(sorted(found, key=natural))


def find(root: Path, name: str, suffixes: frozenset[str]) -> EditionFolder:
    """Return the files of edition `name` under `root`; `suffixes` are the formats that can be read.

    Files that cannot be used are in `errors`, so that the rest can be built.  Raises `SourceError` if the edition does
    not exist.
    """
    folder = root / name
    loose = name == LOOSE_EDITION and not folder.is_dir()
    if loose:
        folder = root
    if not folder.is_dir():
        raise SourceError(
            str(folder),
            message("there is no such edition"),
            message("Editions here: {names}.", names=", ".join(names(root)) or "—"),
        )
    if not is_portable(name):
        return EditionFolder(name, folder, (), errors=(unportable(folder),))
    files = _articles_in(folder, suffixes) if not loose else _loose_articles(root)
    edition = _sort_files(folder, name, files, suffixes)
    if name == LOOSE_EDITION and not loose and (strays := _loose_articles(root)):
        edition = replace(edition, errors=(*edition.errors, stray(strays[0])))
    unread = () if loose else tuple(_inside(folder, suffixes))
    return replace(edition, notices=(*_advice(folder, edition, loose=loose), *unread, *edition.notices))


def source_of(path: Path) -> Source:
    """Return the source at `path` with the other files of the same number; `path` need not exist."""
    found = LEADING_NUMBER.match(path.name)
    number = int(found.group(1)) if found else 1
    beside = sorted(path.parent.iterdir(), key=by_name) if found and path.parent.is_dir() else []
    mine = [
        one for one in beside
        if (other := LEADING_NUMBER.match(one.name)) and int(other.group(1)) == number and is_companion(one)
    ]  # fmt: skip
    return _source(number, path, mine)


def begin(root: Path, name: str) -> Path:
    """Create the folder of a new edition with a template of `edition.toml`, and return it.

    Raises `UsageError` if the name is invalid or exists: nothing is overwritten.
    """
    if not SAFE_NAME.match(name) or not is_portable(name):
        raise UsageError(
            name,
            message("cannot be the name of an edition"),
            message("Take letters, digits and hyphens, as in 2026-12."),
        )
    folder = root / name
    if folder.exists():
        raise UsageError(str(folder), message("is there already"), message("Choose another name; nothing was changed."))
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?", name)
    day = f"{month.group(1)}-{month.group(2)}-{month.group(3) or '01'}" if month else ""
    number = str(int(month.group(2))) if month and not month.group(3) else ""
    text = render(environment("new", None), "edition.toml.j2", date=day, number=number)
    write_whole(folder / "edition.toml", text.encode("utf-8"))
    return folder


def _articles_in(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    files = [one for one in folder.iterdir() if not is_leftover(one) and one.name not in SETTINGS_FILES]
    # a broken link is reported by the code that opens it
    mine = (one for one in files if one.is_file() or one.suffix.lower() in suffixes or not one.exists())
    return sorted(mine, key=by_name)


def _loose_articles(root: Path) -> list[Path]:
    """Return the articles directly in `root`; pictures and sounds alone (such as a common jingle) are no edition."""
    files = [one for one in root.iterdir() if one.is_file() and not is_leftover(one) and one.name not in SETTINGS_FILES]
    loose = sorted((one for one in files if not is_readme(one)), key=by_name)
    return [] if all(is_companion(one) for one in loose) else loose


def _sort_files(folder: Path, name: str, files: Sequence[Path], suffixes: frozenset[str]) -> EditionFolder:
    """Sort files into articles, pictures, recordings and spoken texts, and number the articles."""
    articles: list[Path] = []
    companions: list[Path] = []
    errors: list[BantinError] = []
    for file in files:
        suffix = file.suffix.lower()
        if not is_text(file.name):
            errors.append(unreadable_name(file))
        elif settings_name(file):
            errors.append(renamed_settings(file))
        elif is_companion(file):
            if leads_out(file):
                errors.append(link(file))
            else:
                companions.append(file)
        elif suffix in suffixes or is_paper(file):
            articles.append(file)
        else:
            errors.append(unknown_suffix(file, suffixes))
    if not articles:  # recordings without a text
        articles = [one for one in companions if one.suffix.lower() in RECORDINGS and LEADING_NUMBER.match(one.name)]
        companions = [one for one in companions if one not in articles]
    numbered, twice = _numbered(articles)
    errors.extend(twice)
    sources, others = _with_companions(numbered, companions)
    if not sources and not errors:
        errors.append(
            SourceError(
                str(folder),
                message("this edition has no article"),
                message("Put the articles into this folder: 01 ….docx, 02 ….txt, 03 ….html."),
            )
        )
    return EditionFolder(name, folder, tuple(sources), tuple(others), errors=tuple(errors))


def _numbered(articles: Sequence[Path]) -> tuple[list[tuple[int, Path]], list[BantinError]]:
    """Return (number, file) in order, and an error for every number that two files have."""
    by_number: dict[int, list[Path]] = {}
    unnumbered: list[Path] = []
    for file in articles:
        found = LEADING_NUMBER.match(file.name)
        if found:
            by_number.setdefault(int(found.group(1)), []).append(file)
        else:
            unnumbered.append(file)
    errors: list[BantinError] = [
        SourceError(
            str(files[1]),
            message('has the same number as "{other}"', other=files[0].name),
            advice_for_twins(files, max(by_number) + 1),
        )
        for files in by_number.values()
        if len(files) > 1
    ]
    pairs = [(number, files[0]) for number, files in sorted(by_number.items()) if len(files) == 1]
    first_free = max(by_number, default=0) + 1
    return pairs + list(enumerate(unnumbered, first_free)), errors


def _with_companions(
    numbered: Sequence[tuple[int, Path]], companions: Sequence[Path]
) -> tuple[list[Source], list[Path]]:
    """Return the sources with their companion files, and the files that belong to no article."""
    taken: dict[int, list[Path]] = {}
    others: list[Path] = []
    have = {number for number, _ in numbered}
    for file in companions:
        found = LEADING_NUMBER.match(file.name)
        if found and int(found.group(1)) in have:
            taken.setdefault(int(found.group(1)), []).append(file)
        else:
            others.append(file)
    return [_source(number, file, taken.get(number, [])) for number, file in numbered], others


def _source(number: int, path: Path, beside: Sequence[Path]) -> Source:
    rest = LEADING_NUMBER.sub("", path.stem)
    name = f"{number:02}-{slug(rest)}" if rest.strip() else f"{number:02}"
    return Source(
        number,
        name,
        path,
        tuple(one for one in beside if one.suffix.lower() in PICTURES and one != path),
        next((one for one in beside if is_spoken_instead(one)), None),
        next((one for one in (*beside, path) if one.suffix.lower() in RECORDINGS), None),
    )


def _inside(folder: Path, suffixes: frozenset[str]) -> Iterator[Notice]:
    from .subfolders import notices  # imported late: few editions have subfolders

    places = sorted(one for one in folder.iterdir() if one.is_dir() and not is_leftover(one))
    return notices(places, suffixes, PICTURES, ignored=is_leftover)


def _advice(folder: Path, edition: EditionFolder, *, loose: bool) -> tuple[Notice, ...]:
    return tuple(_advice_of(folder, edition, loose=loose))


def _advice_of(folder: Path, edition: EditionFolder, *, loose: bool) -> Iterator[Notice]:
    if loose:
        yield Notice(
            "edition.loose",
            str(folder),
            message("articles directly in the input folder were put together as one edition"),
            message("Move them into a folder of their own, named as the edition: 2026-11."),
        )
    elif not (folder / "edition.toml").is_file():
        yield Notice(
            "edition.no-settings",
            str(folder / "edition.toml"),
            message("there is no such file; title, number and date are defaults"),
            message("Make one with: make new EDITION={name}, or copy it from another edition.", name=edition.id),
        )
    for source in edition.sources:
        if not LEADING_NUMBER.match(source.path.name):
            yield Notice(
                "edition.no-number",
                str(source.path),
                message(
                    "has no number at the head of its name; it was put last, as number {number}", number=source.number
                ),
                message('Rename it: "01 {name}".', name=source.path.name),
            )
