"""An office's folders → what the desk knows of them: its editions, and each as it would be built.

Everything is read, scripted and spoken in one thread (the embedded voice bears no other), and kept until a file that
it was made of changes.
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
from ..configuration import editions
from ..configuration.editions import EditionFolder
from ..errors import BantinError, SourceError
from ..execution.boundary import Boundary
from ..execution.workers import Workers
from ..files import existing, write_whole
from ..history import History, Line, State, bare
from ..messages import message
from ..pipeline import alone
from ..pipeline.plan import HISTORY, PICTURES, Plan, Request, make_plan, manifests_of
from ..pipeline.preparation import normalizer
from ..pipeline.production import Examined, examine
from ..publication.writers.picture_encoding import Pictures
from ..readers import SUFFIXES
from .undo import Undo

Result = TypeVar("Result")


class _Silent:
    """Progress that nobody asks for."""

    def begin(self, edition: str, steps: int) -> None:
        """Say nothing."""

    def step(self, title: str, spoken_ms: int) -> None:
        """Say nothing."""

    def fetched(self, came: int, missing: int) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an edition has come: `draft`, `approved`, `changed` since it was signed, `broken`; built; published.

    `is_published` is about the state that is signed now, `was_published` about any state.
    """

    state: str
    is_built: bool = False
    is_published: bool = False
    was_published: bool = False
    is_internal: bool = False
    is_sample: bool = False


@dataclass
class Office:
    """One office at its desk."""

    root: Path
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="desk"))
    _known: dict[str, tuple[str, Examined]] = field(default_factory=dict)
    _writing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def request(self) -> Request:
        """Return what a build in this office would be asked for."""
        root = self.root
        return Request(input=root / "input", output=root / "output", proof=root / "proof", work=root / ".bantin")

    @cached_property
    def pictures(self) -> Pictures:
        """Return the pictures of all editions in the sizes that are shown."""
        return Pictures(Cache(self.request.work / PICTURES))

    @property
    def history(self) -> History:
        """Return what was signed and published."""
        return History(self.root / HISTORY)

    @property
    def shared(self) -> Path:
        """Return the settings of all editions."""
        return self.request.input / "bantin.toml"

    def alone(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, done in the one thread that reads and speaks.  Raises what it raises."""

        def bounded() -> Result:
            with Boundary():
                return work()

        return self._thread.submit(bounded).result()

    def names(self) -> tuple[str, ...]:
        """Return the editions, the newest name first."""
        found = [one for one in editions.names(self.request.input) if one != editions.LOOSE_EDITION]
        return tuple(reversed(found))

    def folder(self, name: str) -> EditionFolder:
        """Return the files of an edition.  Raises `SourceError` if there is none of this name."""
        if name not in self.names():
            raise SourceError(name, message("there is no such edition"), "")
        return editions.find(self.request.input, name, SUFFIXES)

    def plan(self, name: str) -> Plan:
        """Return how an edition is to be built.  Raises `ConfigError`."""
        return make_plan(self.folder(name), self.request)

    def examined(self, name: str) -> Examined:
        """Return an edition as it would be built now.  Errors as for `examine`."""
        return self.alone(lambda: self._examined(name))

    def _examined(self, name: str) -> Examined:
        plan = self.plan(name)
        known = self._known.get(name)
        if known is None or known[0] != plan.inputs:
            normalizer.cache_clear()  # it is made once for a lexicon's path, whatever has been written into it
            with Workers(1) as workers:
                known = (plan.inputs, examine(plan, self.request, workers, _Silent()))
            self._known[name] = known
        return known[1]

    def seen(self, name: str) -> str:
        """Return what tells the state of an edition's files from any other: two pages never overwrite each other."""
        folder = self.request.input / name
        files = [folder / "edition.toml", folder / "lexicon.tsv", self.shared, self.request.input / "lexicon.tsv"]
        found = (path for path in folder.rglob("*") if not editions.OPEN_ELSEWHERE.match(path.name))
        listing = [f"{path.name} {status.st_size}" for path, status in existing(sorted(found))]
        text = "\n".join([*map(file_digest, files), *listing])
        return digest_of_bytes(text.encode("utf-8", "surrogateescape"))[:16]

    @contextlib.contextmanager
    def writing(self, name: str, seen: str) -> Iterator[Undo]:
        """Hold an edition as its one writer while the block lasts.

        Raises `OutputError` if a build or another desk has it, `StaleError` if it is not as it was `seen`.
        """
        request, folder = self.request, self.folder(name)
        with self._writing, alone(manifests_of(request) / f"{folder.id}.json", request.output / folder.id):
            if seen != self.seen(name):
                raise stale(name)
            yield self.undo(name)

    def last_built(self, name: str) -> State | None:
        """Return the state that the desk built last, or None if it does not know."""
        return _state_in(self._last(name))

    def note_built(self, name: str) -> None:
        """Remember what was built, so that the next page can tell what has changed since."""
        rows = [[one.place, one.kind, one.written, one.spoken] for one in self.examined(name).state.lines]
        write_whole(self._last(name), json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def _last(self, name: str) -> Path:
        return self.request.work / "desk" / f"{name}.json"

    def undo(self, name: str) -> Undo:
        """Return the changes of an edition that can be taken back."""
        return Undo(self.request.work / "undo" / name, self.request.input)

    def is_built_inside(self, name: str) -> bool:
        """Return whether the edition was built last where only the office sees it.  Raises `ConfigError`."""
        plan = self.plan(name)
        outside, draft = manifest.read(plan.manifest), manifest.read(plan.moved(self.request).manifest)
        return draft is not None and (outside is None or draft.inputs == plan.inputs)

    def standing(self, name: str) -> Standing:
        """Return how far an edition has come, from its settings and what was built; its articles are not read."""
        try:
            plan = self.plan(name)
        except BantinError:
            return Standing("broken")
        settings = plan.settings
        inside = plan.moved(self.request)
        outside, draft = manifest.read(plan.manifest), manifest.read(inside.manifest)
        kept = self.history.all(name)
        code = bare(settings.approved_code)
        state = "approved" if settings.approved_by else "draft"
        if code:
            known = self._known.get(name)
            now = known[1].state.code if known and known[0] == plan.inputs else ""
            is_draft = settings.audience == "public" and draft is not None and draft.inputs == plan.inputs
            state = "changed" if (now != code if now else is_draft) else state
        return Standing(
            state,
            any(one is not None and one.inputs == plan.inputs for one in (outside, draft)),
            any(one.published and one.code == code for one in kept),
            any(one.published for one in kept),
            settings.audience == "internal",
            settings.sample,
        )


def _state_in(path: Path) -> State | None:
    """Return the state that was written to `path`, or None if there is none that can be read."""
    try:
        return State(tuple(Line(*row) for row in json.loads(path.read_text("utf-8", "surrogatepass"))))
    except (OSError, ValueError, TypeError):
        return None


def stale(where: str) -> StaleError:
    """Return the error of a page that is older than what it would change."""
    return StaleError(
        where,
        message("this edition was changed elsewhere since this page was shown"),
        message("Look at it as it is now, and make your change again."),
    )


class StaleError(BantinError):
    """A page shows what is no longer so."""

    exit_status = 7
