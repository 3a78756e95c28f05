"""The permanent record of signed and published states: the text of each state and its source files.

`history/<edition>/<code>.json` lists the files of a state with their digests; `history/objects/` has each file
once, compressed.  No file is ever overwritten with other content, and no output depends on the history.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from .cache import digest_of_bytes
from .errors import SourceError
from .files import write_pieces, write_whole
from .messages import message

FORMAT = 1
CODE_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Line:
    """A visible or audible item: `place` is the title of the document that contains it, `kind` its type.

    Of a sentence, `written` and `spoken` are its two forms; of a picture or a recording, `written` is the digest; of a
    setting, the value.
    """

    place: str
    kind: str
    written: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """All visible and audible items of an edition, in order."""

    lines: tuple[Line, ...]

    @property
    def code(self) -> str:
        """Return the digest of all lines: 16 hexadecimal digits."""
        rows = [[one.place, one.kind, one.written, one.spoken] for one in self.lines]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return digest_of_bytes(text.encode("utf-8", "surrogatepass"))[:CODE_LENGTH]


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two states; `before` or `after` is None if the item was added or removed."""

    before: Line | None
    after: Line | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A state in the history: who signed it, when, whether it was published, and its files."""

    edition: str
    code: str
    signed_by: str
    signed_on: str
    published: bool
    files: Mapping[str, str] = field(default_factory=dict)
    """Paths relative to `input/` with the SHA-256 of the content."""
    state: State = field(default_factory=lambda: State(()))


def grouped(code: str) -> str:
    """Return `code` in groups for reading aloud: "9f3a-11c2-07be-4d20"."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def bare(code: str) -> str:
    """Return a typed code without hyphens and spaces, in lower case."""
    return "".join(letter for letter in code.lower() if letter.isalnum())


def differences(before: State, after: State) -> tuple[Change, ...]:
    """Return the differences by sentence, in the order of `after`; equal differences are returned once."""
    from difflib import SequenceMatcher  # imported late: a build stores states and compares none

    # `place` is not compared: a changed title would make all lines of its article differ
    old_rows, new_rows = ([(one.kind, one.written, one.spoken) for one in state.lines] for state in (before, after))
    matcher = SequenceMatcher(None, old_rows, new_rows, autojunk=False)
    changes: dict[tuple[str, str, str, str], Change] = {}
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        old, new = before.lines[a:b], after.lines[c:d]
        for place in range(max(len(old), len(new))):
            pair = (old[place] if place < len(old) else None, new[place] if place < len(new) else None)
            words = tuple(text for one in pair for text in ((one.written, one.spoken) if one else ("", "")))
            changes.setdefault((words[0], words[1], words[2], words[3]), Change(*pair))
    return tuple(changes.values())


class History:
    """The stored states of all editions, in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, kept: Kept, sources: Path) -> None:
        """Store a state, whose files are in `sources`; a published state remains published.  Raises `OutputError`."""
        earlier = self.find(kept.edition, kept.code)
        published = kept.published or (earlier is not None and earlier.published)
        for name, digest in kept.files.items():
            target = self._object(digest)
            if not target.is_file():
                import gzip  # imported late: few builds have new sources

                write_whole(target, gzip.compress((sources / name).read_bytes(), mtime=0))
        self._write(replace(kept, published=published))

    def _write(self, kept: Kept) -> None:
        record = {"format": FORMAT, **{one.name: getattr(kept, one.name) for one in fields(kept)}}
        lines = record.pop("state").lines

        def pieces() -> Iterator[bytes]:
            """Yield the record line by line, because the text of a large edition must not be in memory twice."""
            head = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).removesuffix("\n}")
            yield f'{head},\n "state": ['.encode("utf-8", "surrogatepass")
            for number, one in enumerate(lines):
                row = json.dumps([one.place, one.kind, one.written, one.spoken], ensure_ascii=False)
                yield f"{',' if number else ''}\n  {row}".encode("utf-8", "surrogatepass")
            yield b"\n ]\n}"

        write_pieces(self._record(kept.edition, kept.code), pieces)

    def publish(self, kept: Kept) -> None:
        """Mark a stored state as published.  Raises `OutputError`."""
        self._write(replace(kept, published=True))

    def find(self, edition: str, code: str) -> Kept | None:
        """Return the state of `edition` with this code, None if it is not stored."""
        return _read(self._record(edition, code))

    def all(self, edition: str) -> tuple[Kept, ...]:
        """Return the stored states of `edition`, the newest first."""
        folder = self.root / edition
        files = sorted(folder.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
        return tuple(found for path in files if (found := _read(path)))

    def content(self, digest: str) -> bytes:
        """Return a stored file.  Raises `SourceError` if it is damaged or missing."""
        import gzip

        path = self._object(digest)
        try:
            found = gzip.decompress(path.read_bytes())
        except (OSError, EOFError) as error:
            raise _damaged(path) from error
        if digest_of_bytes(found) != digest:
            raise _damaged(path)
        return found

    def sources(self, kept: Kept) -> dict[str, bytes]:
        """Return the files in the edition's own folder at that time, by their paths below `input/`.

        Files shared by all editions are not included, because other editions use their present versions.  Raises
        `SourceError` if a file is damaged, so that a state is restored completely or not at all.
        """
        return {name: self.content(one) for name, one in kept.files.items() if name.startswith(f"{kept.edition}/")}

    def _object(self, digest: str) -> Path:
        return self.root / "objects" / digest[:2] / f"{digest}.gz"

    def _record(self, edition: str, code: str) -> Path:
        return self.root / edition / f"{code}.json"


def _read(path: Path) -> Kept | None:
    try:
        record = json.loads(path.read_text("utf-8", "surrogatepass"))
        if record.pop("format") != FORMAT:
            return None
        state = State(tuple(Line(*row) for row in record.pop("state")))
        return Kept(**record, state=state)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _damaged(path: Path) -> SourceError:
    return SourceError(
        str(path),
        message("this part of the history is damaged or missing"),
        message("Restore it from a backup of the office's folder; nothing was changed."),
    )
