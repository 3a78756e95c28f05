"""A session of `requests` whose connections a `Deadline` can shut down, which requests itself cannot."""

from __future__ import annotations

from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .deadline import Deadline


def session(deadline: Deadline) -> requests.Session:
    """Return a session with connections registered at `deadline`, verified certificates and the machine's proxies."""
    new = requests.Session()
    for scheme in ("https://", "http://"):
        new.mount(scheme, _Adapter(deadline))
    return new


class _Adapter(HTTPAdapter):
    """Opens registered connections, through a proxy or not."""

    def __init__(self, deadline: Deadline) -> None:
        self._pools = _pools(deadline)
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *arguments: Any, **named: Any) -> Any:
        manager = super().proxy_manager_for(*arguments, **named)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(deadline: Deadline) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3's pools by scheme, with connections that register their socket at `deadline`."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            deadline.watch(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            deadline.watch(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
