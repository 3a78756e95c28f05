"""The state of a workspace for the desk: its editions, and each edition as it would be built.

One thread reads, scripts and synthesizes, because the embedded voice does not work in a second one.  Results are kept
until a file that they depend on changes.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from ..cache import Cache, digest_of_bytes, file_digest, manifest
from ..configuration import editions, file_names
from ..configuration.editions import EditionFolder
from ..errors import BantinError, SourceError
from ..execution.boundary import Boundary
from ..execution.workers import Workers
from ..files import existing, write_whole
from ..history import History, Line, State, bare
from ..messages import message
from ..pipeline import alone
from ..pipeline.plan import HISTORY, PICTURES, Plan, Request, make_plan, manifests_of
from ..pipeline.preparation import forget_lexicons
from ..pipeline.production import Examined, examine
from ..publication.writers.picture_encoding import Pictures
from ..readers import SUFFIXES
from ..reporting.progress import Progress
from .undo import Undo

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """The state of an edition: `draft`, `approved`, `changed` since the signature, `broken`; built; published.

    `is_published` is for the state that is signed now, `was_published` for any state.
    """

    state: str
    is_built: bool = False
    is_published: bool = False
    was_published: bool = False
    is_internal: bool = False
    is_sample: bool = False


@dataclass
class Office:
    """A workspace, open at the desk."""

    root: Path
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="desk"))
    _known: dict[str, tuple[Plan, Examined]] = field(default_factory=dict)
    _writing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def request(self) -> Request:
        """Return the request for a build of this workspace."""
        root = self.root
        return Request(input=root / "input", output=root / "output", proof=root / "proof", work=root / ".bantin")

    @cached_property
    def pictures(self) -> Pictures:
        """Return the pictures of all editions in the sizes of pages."""
        return Pictures(Cache(self.request.work / PICTURES))

    @property
    def history(self) -> History:
        """Return the history of signed and published states."""
        return History(self.root / HISTORY)

    @property
    def shared(self) -> Path:
        """Return the path of the settings of all editions."""
        return self.request.input / "bantin.toml"

    def alone(self, work: Callable[[], Result]) -> Result:
        """Return the result of `work`, run in the one thread that reads and synthesizes.  Raises its errors."""

        def bounded() -> Result:
            with Boundary():
                return work()

        return self._thread.submit(bounded).result()

    def names(self) -> tuple[str, ...]:
        """Return the names of the editions, the last name first."""
        found = [one for one in editions.names(self.request.input) if one != file_names.LOOSE_EDITION]
        return tuple(reversed(found))

    def folder(self, name: str) -> EditionFolder:
        """Return the files of an edition.  Raises `SourceError` if it does not exist."""
        if name not in self.names():
            raise SourceError(name, message("there is no such edition"), "")
        return editions.find(self.request.input, name, SUFFIXES)

    def plan(self, name: str) -> Plan:
        """Return the plan of an edition.  Raises `ConfigError`."""
        return make_plan(self.folder(name), self.request)

    def examined(self, name: str) -> Examined:
        """Return an edition as it would be built now.  Raises like `examine`."""
        return self.alone(lambda: self._examined(name))

    def _examined(self, name: str) -> Examined:
        plan = self.plan(name)
        known = self._known.get(name)
        if known is None or not known[0].is_same(plan):
            forget_lexicons()
            with Workers(1) as workers:
                known = (plan, examine(plan, self.request, workers, Progress()))
            self._known[name] = known
        return known[1]

    def seen(self, name: str) -> str:
        """Return the digest of an edition's files, by which a change from an old page is refused."""
        folder = self.request.input / name
        files = [folder / "edition.toml", folder / "lexicon.tsv", self.shared, self.request.input / "lexicon.tsv"]
        found = (path for path in folder.rglob("*") if not file_names.OPEN_ELSEWHERE.match(path.name))
        listing = [f"{path.name} {status.st_size}" for path, status in existing(sorted(found))]
        text = "\n".join([*map(file_digest, files), *listing])
        return digest_of_bytes(text.encode("utf-8", "surrogateescape"))[:16]

    @contextlib.contextmanager
    def writing(self, name: str, seen: str) -> Iterator[Undo]:
        """Lock an edition for writing during the block.

        Raises `OutputError` if a build or another desk holds the lock, `StaleError` if the files differ from `seen`.
        """
        request, folder = self.request, self.folder(name)
        with self._writing, alone(manifests_of(request) / f"{folder.id}.json", request.output / folder.id):
            if seen != self.seen(name):
                raise stale(name)
            yield self.undo(name)

    def last_built(self, name: str) -> State | None:
        """Return the state that the desk built last, None if it is not known."""
        return _state_in(self._last(name))

    def note_built(self, name: str) -> None:
        """Store the built state, so that later pages can show what has changed since."""
        rows = [[one.place, one.kind, one.written, one.spoken] for one in self.examined(name).state.lines]
        write_whole(self._last(name), json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def _last(self, name: str) -> Path:
        return self.request.work / "desk" / f"{name}.json"

    def undo(self, name: str) -> Undo:
        """Return the changes of an edition that can be undone."""
        return Undo(self.request.work / "undo" / name, self.request.input)

    def is_built_inside(self, name: str) -> bool:
        """Return whether the last build of the edition went into the folder of drafts.  Raises `ConfigError`."""
        plan = self.plan(name)
        outside, draft = manifest.read(plan.manifest), manifest.read(plan.moved(self.request).manifest)
        return draft is not None and (outside is None or draft.inputs == plan.inputs)

    def status(self, name: str) -> EditionStatus:
        """Return the state of an edition by its settings and its built files; articles are not read."""
        try:
            plan = self.plan(name)
        except BantinError:
            return EditionStatus("broken")
        settings = plan.settings
        inside = plan.moved(self.request)
        outside, draft = manifest.read(plan.manifest), manifest.read(inside.manifest)
        kept = self.history.all(name)
        code = bare(settings.approved_code)
        state = "approved" if settings.approved_by else "draft"
        if code:
            known = self._known.get(name)
            now = known[1].state.code if known and known[0].is_same(plan) else ""
            is_draft = settings.audience == "public" and draft is not None and draft.inputs == plan.inputs
            state = "changed" if (now != code if now else is_draft) else state
        return EditionStatus(
            state,
            any(one is not None and one.inputs == plan.inputs for one in (outside, draft)),
            any(one.published and one.code == code for one in kept),
            any(one.published for one in kept),
            settings.audience == "internal",
            settings.sample,
        )


def _state_in(path: Path) -> State | None:
    """Return the state in the file `path`, None if it is missing or invalid."""
    try:
        return State(tuple(Line(*row) for row in json.loads(path.read_text("utf-8", "surrogatepass"))))
    except (OSError, ValueError, TypeError):
        return None


def stale(where: str) -> StaleError:
    """Return the error of a change from a page that is older than the files."""
    return StaleError(
        where,
        message("this edition was changed elsewhere since this page was shown"),
        message("Look at it as it is now, and make your change again."),
    )


class StaleError(BantinError):
    """A page is older than the files."""

    exit_status = 7
