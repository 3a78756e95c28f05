"""A build started at the desk: a separate process, whose progress is read line by line and which can be stopped.

`python -m bantin_media.desk.building FOLDER EDITION` builds like `bantin build` and prints JSON lines.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from starlette.requests import Request as WebRequest
from starlette.responses import JSONResponse, Response

from ..errors import BantinError, UsageError
from ..messages import message
from ..reporting.progress import Progress
from .office import Office

INTERRUPTED = 130


class JsonProgress(Progress):
    """Progress as JSON lines."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def begin(self, edition: str, steps: int) -> None:
        """Print the number of steps."""
        self.say(kind="begin", steps=steps)

    def step(self, title: str, spoken_ms: int) -> None:
        """Print that a step is done."""
        self.say(kind="step", title=title, spoken_ms=spoken_ms)

    def fetched(self, count: int, missing: int) -> None:
        """Print how many sentences a server has delivered."""
        self.say(kind="fetched", came=count, missing=missing)

    def say(self, **values: object) -> None:
        """Print one line."""
        self._stream.write(json.dumps(values, ensure_ascii=False) + "\n")
        self._stream.flush()


@dataclass
class Build:
    """One build, running or finished."""

    edition: str
    process: subprocess.Popen[str] | None = None
    steps: int = 0
    done: int = 0
    title: str = ""
    spoken_ms: int = 0
    state: str = "running"
    """`running`, `done`, `failed` or `cancelled`."""
    messages: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the state for the page."""
        return {
            "edition": self.edition, "state": self.state, "steps": self.steps, "done": min(self.done, self.steps),
            "title": self.title, "minutes": round(self.spoken_ms / 60_000, 1), "messages": self.messages,
        }  # fmt: skip

    def hear(self, line: str) -> None:
        """Process one line of output."""
        try:
            event = json.loads(line)
        except ValueError:
            return
        if event["kind"] == "begin":
            self.steps, self.done = event["steps"], 0
        elif event["kind"] == "step":
            self.done += 1
            self.title = event["title"]
            self.spoken_ms += event["spoken_ms"]
        elif event["kind"] == "error":
            self.messages.append(event["what"])
        elif event["kind"] == "report":
            self.state = "failed" if self.messages else "done"


class Builder:
    """Runs the builds of one desk, one at a time."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lock = threading.Lock()
        self.build: Build | None = None

    def start(self, edition: str) -> Build:
        """Start to build `edition`.  Raises `UsageError` while another build is running."""
        with self._lock:
            if self.build and self.build.state == "running":
                raise UsageError(
                    self.build.edition,
                    message("another build of this edition is running"),
                    message("Wait until it is done, then run the command again."),
                )
            self.build = build = Build(edition)
            command = [sys.executable, "-m", __name__, str(self._office.root), edition]
            build.process = subprocess.Popen(  # noqa: S603 -- this very program
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                encoding="utf-8", env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            )  # fmt: skip
        threading.Thread(target=self._follow, args=(build,), name=f"build {edition}", daemon=True).start()
        return build

    def cancel(self) -> None:
        """Stop the running build; finished files are complete, and cached speech remains."""
        build = self.build
        if build and build.process and build.state == "running":
            build.state = "cancelled"
            with contextlib.suppress(OSError):
                build.process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)

    def state(self, request: WebRequest) -> Response:
        """Return the progress of the build of an edition."""
        build = self.build
        if build is None or build.edition != request.path_params["name"]:
            return JSONResponse({"state": "none"})
        return JSONResponse(build.as_json())

    def _follow(self, build: Build) -> None:
        process = build.process
        assert process and process.stdout
        with process:
            for line in process.stdout:
                build.hear(line)
        if build.state == "done":
            with contextlib.suppress(BantinError):  # it was changed meanwhile and is now invalid
                self._office.note_built(build.edition)
        if build.state == "running":
            build.state = "failed"
            build.messages.append(message("the build ended before it was done"))


def main(folder: str, edition: str) -> int:
    """Build `edition` of the workspace `folder`; return the exit status."""
    from ..execution.workers import Workers, give_memory_back
    from ..pipeline import build

    give_memory_back()
    progress = JsonProgress(sys.stdout)
    office = Office(Path(folder))
    from dataclasses import replace

    try:
        with Workers(os.cpu_count() or 1) as workers:
            for report in build(replace(office.request, editions=(edition,)), workers, progress):
                for error in report.errors:
                    progress.say(kind="error", what=str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BantinError as error:
        progress.say(kind="error", what=str(error))
    progress.say(kind="report")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
