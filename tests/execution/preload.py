"""Loaded into a worker: carries out `BANTIN_TEST_FATE` when the first task begins."""

from __future__ import annotations

import os
import signal
from typing import Any

from distributed import Worker, WorkerPlugin

SIGNALS = {"dies": signal.SIGKILL, "stands still": signal.SIGSTOP}


class Fate(WorkerPlugin):
    """Acts when a task goes to its thread; `kills PID` kills another process."""

    def transition(self, key: Any, start: str, finish: str, **_: Any) -> None:
        fate = os.environ["BANTIN_TEST_FATE"]
        if finish == "executing":
            what, _, pid = fate.rpartition(" ")
            if what == "kills":
                os.kill(int(pid), signal.SIGKILL)
            else:
                os.kill(os.getpid(), SIGNALS[fate])


async def dask_setup(worker: Worker) -> None:
    await worker.plugin_add(Fate())
