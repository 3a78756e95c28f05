"""Copies approved public editions to the published place: only changed files; no other file there is touched.

Files that this program copied earlier and that are no longer published are removed there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..cache import file_digest, manifest, still_there
from ..configuration import editions, file_names
from ..errors import BantinError, UsageError
from ..files import whole_file
from ..history import History, bare
from ..messages import message
from ..pipeline.plan import HISTORY, Plan, Request, make_plan, manifests_of
from ..publication.writers.records import described
from ..readers import SUFFIXES
from .places import FolderPlace, Place, as_record, aside_name, read_record

REMEMBERED = "publish.json"
PAGES = "*.*"
"""The lists over all editions, which are directly in the output folder."""
SFTP = "sftp://"


@dataclass(frozen=True, slots=True)
class Sent:
    """The result, with relative paths."""

    target: str
    copied: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    waiting: tuple[str, ...] = ()
    """For each public edition whose present state was not published, a sentence with the reason."""

    @property
    def summary(self) -> str:
        """Return the result as sentences."""
        done = message(
            "{target}: {copied} files copied and read back, {removed} removed, {unchanged} as they were",
            target=self.target, copied=len(self.copied), removed=len(self.removed), unchanged=self.unchanged,
        )  # fmt: skip
        return ". ".join((done, *self.waiting))


def send(request: Request, target: str = "", *, password: str = "", host_key: str = "") -> Sent:
    """Copy every approved and built public edition, and the lists over all editions, to `target`.

    `target` is a folder or `sftp://user@host/folder`; if empty, the last one.  `password` is not stored; `host_key` is
    the confirmed fingerprint of the server's key.

    Raises `UsageError` if there is nothing to publish or no target; `UnknownServerError` of `sftp`; `OutputError` if
    the
    place is full or returns other bytes than were written.
    """
    remembered = _read_remembered(request)
    target = target or _last_target(remembered)
    keys = dict(remembered.get("host_keys", {}))
    place = _opened(request, target, password, host_key, keys)
    wanted = dict(_published(request))
    if not any("/" in name for name in wanted):
        raise UsageError(
            str(request.output),
            message("no approved edition has been built"),
            message("Sign an edition and build it first."),
        )
    with place:
        _remember(request, {"target": _shown(target), "host_keys": keys})
        copied, removed = _transfer(place, request.output, wanted)
    _mark_published(request)
    return Sent(_shown(target), copied, removed, len(wanted) - len(copied), tuple(_waiting(request)))


def last_target(request: Request) -> str:
    """Return the last target, empty if there was none."""
    return str(_read_remembered(request).get("target", ""))


def _opened(request: Request, target: str, password: str, host_key: str, keys: dict[str, str]) -> Place:
    """Return the place; a confirmed host key is added to `keys`."""
    if not target.lower().startswith(SFTP):
        folder = Path(target).expanduser()
        _check_folder(request, folder)
        return FolderPlace(folder)
    from .sftp import SftpPlace, address_of

    address = address_of(target)
    if host_key.strip():
        keys[address.server] = host_key.strip()
    return SftpPlace(address, password=password, fingerprint=keys.get(address.server, ""))


def _transfer(place: Place, source: Path, wanted: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Copy and remove files so that the place contains what is `wanted`; return the copied and the removed names."""
    earlier = read_record(place)
    sizes = {name: (source / name).stat().st_size for name in wanted}
    copied = tuple(
        name
        for name, digest in wanted.items()
        if not place.has(name, digest=digest, size=sizes[name], recorded=earlier.get(name, ""))
    )
    for name in copied:
        place.put_aside(source / name, aside_name(name, wanted[name]), wanted[name])
    if copied:  # after this point a failure leaves no unrecorded file
        place.write_record(as_record({**earlier, **wanted, **dict.fromkeys(copied, "")}))
    for name in sorted(copied, key=_links_to_others):
        place.show(aside_name(name, wanted[name]), name)
    removed = tuple(name for name in earlier if name not in wanted and place.remove(name))
    if earlier != wanted:
        place.write_record(as_record(wanted))
    place.clear_aside()
    return copied, removed


def _links_to_others(name: str) -> tuple[bool, bool]:
    """Return the sort key of a file: sound and books, then pages, then lists, so that links always have targets."""
    return "/" not in name, name.endswith((".html", ".xml"))


def _published(request: Request) -> Iterator[tuple[str, str]]:
    """Yield each file to publish: its path below the output folder, and its digest."""
    found = False
    for edition, made in _built(request):
        found = True
        yield from ((f"{edition}/{name}", one.sha256) for name, one in made.files.items())
    if found:
        lists = (path for path in sorted(request.output.glob(PAGES)) if path.is_file() and path.name[0] != ".")
        yield from ((path.name, file_digest(path)) for path in lists)


def _built(request: Request) -> Iterator[tuple[str, manifest.Manifest]]:
    """Yield each approved public edition that is complete in the output folder, with its manifest."""
    for path in sorted(manifests_of(request).glob("*.json")):
        made = manifest.read(path)
        record = described(request.output / path.stem)
        if made and record and record.is_published and still_there(request.output / path.stem, made.files):
            yield path.stem, made


def _check_folder(request: Request, target: Path) -> None:
    places = (request.input, request.output, request.inside, request.proof, request.work)
    if any(_overlap(target.resolve(), place.resolve()) for place in places):
        raise UsageError(
            str(target),
            message("is among the office's own files"),
            message("Name a folder elsewhere: a stick, or the folder that your web space shows."),
        )


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _shown(target: str) -> str:
    """Return a place as it is stored and shown: a folder as an absolute path."""
    return target if target.lower().startswith(SFTP) else str(Path(target).expanduser().resolve())


def _read_remembered(request: Request) -> dict[str, Any]:
    try:
        found = json.loads((request.work / REMEMBERED).read_text("utf-8"))
        return found if isinstance(found, dict) and isinstance(found.get("host_keys", {}), dict) else {}
    except (OSError, ValueError):
        return {}


def _last_target(remembered: dict[str, Any]) -> str:
    if not remembered.get("target"):
        raise UsageError(
            "",
            message("no place for publishing has been named yet"),
            message("Name one: bantin publish FOLDER, or sftp://name@server/folder."),
        )
    return str(remembered["target"])


def _remember(request: Request, values: dict[str, Any]) -> None:
    with whole_file(request.work / REMEMBERED) as file:
        file.write(json.dumps(values, ensure_ascii=False).encode("utf-8"))


def _mark_published(request: Request) -> None:
    """Mark the copied states as published in the history."""
    history = History(request.input.with_name(HISTORY))
    for name, made in _built(request):
        kept = history.find(name, made.code) if made.code else None
        if kept and not kept.published:
            history.publish(kept)


def _waiting(request: Request) -> Iterator[str]:
    """Yield a sentence for each public edition whose present state was not published, or that is public no longer."""
    there = {name for name, _ in _built(request)}
    for name in editions.names(request.input):
        if name == file_names.LOOSE_EDITION:
            continue
        try:
            plan = make_plan(editions.find(request.input, name, SUFFIXES), request)
        except BantinError as error:
            yield f"{name}: {error.what}"
            continue
        settings, draft = plan.settings, manifest.read(plan.moved(request).manifest)
        if settings.sample or settings.audience != "public":
            is_old = name in there and not _is_built(plan)  # it was public when it was built, and still lies there
        elif not settings.approved_by or (draft and draft.inputs == plan.inputs):
            yield message("edition {name} is not signed yet", name=name)
            continue
        else:
            is_old = not _is_built(plan)
        if is_old:
            yield message("edition {name} was not built since it was changed: build it, then publish", name=name)


def _is_built(plan: Plan) -> bool:
    """Return whether the built state is the signed one; missing speech is reported by the build."""
    made, code = manifest.read(plan.manifest), bare(plan.settings.approved_code)
    return made is not None and made.inputs.startswith(plan.inputs) and made.code == (code or made.code)
