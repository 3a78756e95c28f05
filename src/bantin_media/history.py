"""What was signed or published, kept for good: the words of each state, and the files that it was made of.

`history/<edition>/<code>.json` names the files of a state by their digests; `history/objects/` has each of them once,
compressed.  Nothing here is ever overwritten, and nothing that is made depends on it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import SequenceMatcher
from pathlib import Path

from .cache import digest_of_bytes
from .errors import SourceError
from .files import write_pieces, write_whole
from .messages import message

FORMAT = 1
CODE_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is seen or heard: `place` is the title of what it stands in, `kind` what it is there.

    Of a sentence, `written` are its words and `spoken` how they are said; of a picture or a recording, `written` is
    its digest; of a setting, its value.
    """

    place: str
    kind: str
    written: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """All that is seen and heard of an edition, in order."""

    lines: tuple[Line, ...]

    @property
    def code(self) -> str:
        """Return the digest of all lines: 16 hexadecimal digits."""
        rows = [[one.place, one.kind, one.written, one.spoken] for one in self.lines]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return digest_of_bytes(text.encode("utf-8", "surrogatepass"))[:CODE_LENGTH]


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two states at one place; `before` or `after` is None if there was, or is, nothing."""

    before: Line | None
    after: Line | None


@dataclass(frozen=True, slots=True)
class Kept:
    """One state in the history: who signed it and when, whether it was published, and its files by path."""

    edition: str
    code: str
    signed_by: str
    signed_on: str
    published: bool
    files: Mapping[str, str] = field(default_factory=dict)
    """Paths relative to `input/`, each with the SHA-256 of its content."""
    state: State = field(default_factory=lambda: State(()))


def grouped(code: str) -> str:
    """Return `code` as people read it aloud: "9f3a-11c2-07be-4d20"."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def bare(code: str) -> str:
    """Return a code as it was typed, without hyphens and spaces, in small letters."""
    return "".join(letter for letter in code.lower() if letter.isalnum())


def differences(before: State, after: State) -> tuple[Change, ...]:
    """Return what differs, sentence by sentence, in the order of `after`; what is shown and also heard comes once."""
    # a title that changes moves all lines of its article to another place, and they are the same
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
    """The kept states of all editions, in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, kept: Kept, sources: Path) -> None:
        """Keep a state whose files lie in `sources`; one that was published stays so.  Raises `OutputError`."""
        earlier = self.find(kept.edition, kept.code)
        published = kept.published or (earlier is not None and earlier.published)
        for name, digest in kept.files.items():
            target = self._object(digest)
            if not target.is_file():
                write_whole(target, gzip.compress((sources / name).read_bytes(), mtime=0))
        self._write(replace(kept, published=published))

    def _write(self, kept: Kept) -> None:
        record = {"format": FORMAT, **{one.name: getattr(kept, one.name) for one in fields(kept)}}
        lines = record.pop("state").lines

        def pieces() -> Iterator[bytes]:
            """Yield the record, each line of the state on its own: that of a large edition is never one text."""
            head = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).removesuffix("\n}")
            yield f'{head},\n "state": ['.encode("utf-8", "surrogatepass")
            for number, one in enumerate(lines):
                row = json.dumps([one.place, one.kind, one.written, one.spoken], ensure_ascii=False)
                yield f"{',' if number else ''}\n  {row}".encode("utf-8", "surrogatepass")
            yield b"\n ]\n}"

        write_pieces(self._record(kept.edition, kept.code), pieces)

    def publish(self, kept: Kept) -> None:
        """Note that a kept state was published.  Raises `OutputError`."""
        self._write(replace(kept, published=True))

    def find(self, edition: str, code: str) -> Kept | None:
        """Return the state of `edition` with this code, or None if none was kept."""
        return _read(self._record(edition, code))

    def all(self, edition: str) -> tuple[Kept, ...]:
        """Return the kept states of `edition`, the newest first."""
        folder = self.root / edition
        files = sorted(folder.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
        return tuple(found for path in files if (found := _read(path)))

    def content(self, digest: str) -> bytes:
        """Return a kept file.  Raises `SourceError` if it is damaged or gone."""
        path = self._object(digest)
        try:
            found = gzip.decompress(path.read_bytes())
        except (OSError, EOFError) as error:
            raise _damaged(path) from error
        if digest_of_bytes(found) != digest:
            raise _damaged(path)
        return found

    def sources(self, kept: Kept) -> dict[str, bytes]:
        """Return the files of the edition's own folder as they were, by their paths below `input/`.

        What all editions share is not among them: other editions have it today.  Raises `SourceError` if one of
        them is damaged: a state is brought back whole or not at all.
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
        message("this part of the history is damaged or gone"),
        message("Take it from a copy of the office's folder; nothing was changed."),
    )
