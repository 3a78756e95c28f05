"""What is approved and public → the place where it is published: only what changed, and nothing else is touched.

What this program put there before and is gone is removed there.  A record beside the files says what that was.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..cache import file_digest, manifest, still_there
from ..errors import OutputError, UsageError
from ..files import unwritable, whole_file
from ..history import History
from ..messages import message
from ..pipeline.plan import HISTORY, Request, manifests_of
from ..publication.writers.records import described

RECORD = ".ban-tin-da-dang.json"
REMEMBERED = "publish.json"
PAGES = "*.*"
"""The lists over all editions, which stand in the output folder itself."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was done at the target, by relative paths."""

    target: Path
    copied: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int

    @property
    def told(self) -> str:
        """Return it in words."""
        return message(
            "{target}: {copied} files copied and read back, {removed} removed, {unchanged} as they were",
            target=self.target, copied=len(self.copied), removed=len(self.removed), unchanged=self.unchanged,
        )  # fmt: skip


def send(request: Request, target: Path | None = None) -> Sent:
    """Copy every approved public edition that was built, and the lists over them, to `target`.

    Without a target the last one is taken.  Raises `UsageError` where there is nothing to publish, or no place for it;
    `OutputError` where the place is full or gives back other bytes than it was given.
    """
    target = target or _remembered(request)
    _check_target(request, target)
    wanted = dict(_published(request))
    if not any("/" in name for name in wanted):
        raise UsageError(
            str(request.output),
            message("no approved edition has been built"),
            message("Sign an edition and build it first."),
        )
    earlier = _record(target)
    here = {name: digest for name, digest in wanted.items() if file_digest(target / PurePosixPath(name)) == digest}
    copied = tuple(name for name in wanted if name not in here)
    try:
        for name in copied:
            _copy(request.output / name, target / name, wanted[name])
        removed = tuple(name for name in earlier if name not in wanted and _remove(target, name))
        _write_record(target, wanted)
    except OSError as error:
        raise unwritable(error.filename or target, error) from error
    _remember(request, target)
    _mark_published(request)
    return Sent(target, copied, removed, len(here))


def _published(request: Request) -> Iterator[tuple[str, str]]:
    """Yield each file that is to be published, by its path below the output folder, with its digest."""
    found = False
    for path in sorted(manifests_of(request).glob("*.json")):
        made = manifest.read(path)
        said = described(request.output / path.stem)
        if made is None or said is None or not said.is_published:
            continue
        if not still_there(request.output / path.stem, made.files):
            continue
        found = True
        yield from ((f"{path.stem}/{name}", one.sha256) for name, one in made.files.items())
    if found:
        lists = (path for path in sorted(request.output.glob(PAGES)) if path.is_file() and path.name[0] != ".")
        yield from ((path.name, file_digest(path)) for path in lists)


def _check_target(request: Request, target: Path) -> None:
    places = (request.input, request.output, request.inside, request.proof, request.work)
    if not target.is_dir():
        raise UsageError(
            str(target),
            message("there is no such folder"),
            message("Make the folder, or plug in the stick, then publish again."),
        )
    if any(_overlap(target.resolve(), place.resolve()) for place in places):
        raise UsageError(
            str(target),
            message("lies among the office's own files"),
            message("Name a folder elsewhere: a stick, or the folder that your web space shows."),
        )


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _copy(source: Path, target: Path, digest: str) -> None:
    with whole_file(target) as file, source.open("rb") as content:
        shutil.copyfileobj(content, file)
    if file_digest(target) != digest:
        target.unlink(missing_ok=True)
        raise OutputError(
            str(target),
            message("the place gave back other bytes than it was given"),
            message("Run the same command again; if it comes again, take another stick or another disk."),
        )


def _remove(target: Path, name: str) -> bool:
    path = target.joinpath(*PurePosixPath(name).parts)
    if not path.resolve().is_relative_to(target.resolve()) or not path.is_file():
        return False
    path.unlink()
    folder = path.parent
    while folder != target and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
    return True


def _record(target: Path) -> dict[str, str]:
    try:
        found = json.loads((target / RECORD).read_text("utf-8"))
        return {str(name): str(digest) for name, digest in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write_record(target: Path, wanted: dict[str, str]) -> None:
    with whole_file(target / RECORD) as file:
        file.write(json.dumps(wanted, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "surrogateescape"))


def _remembered(request: Request) -> Path:
    try:
        return Path(json.loads((request.work / REMEMBERED).read_text("utf-8"))["target"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            "", message("no place to publish to has been named yet"), message("Name one: bantin publish FOLDER.")
        ) from error


def _remember(request: Request, target: Path) -> None:
    with whole_file(request.work / REMEMBERED) as file:
        file.write(json.dumps({"target": str(target.resolve())}, ensure_ascii=False).encode("utf-8"))


def _mark_published(request: Request) -> None:
    """Note in the history that the signed states that now stand in the output were published."""
    from ..configuration import config
    from ..history import bare

    history = History(request.input.with_name(HISTORY))
    for path in manifests_of(request).glob("*.json"):
        code = bare(config.load(request.input / path.stem / "edition.toml").approved_code)
        kept = history.find(path.stem, code) if code else next(iter(history.all(path.stem)), None)
        if kept and not kept.published:
            history.publish(kept)
