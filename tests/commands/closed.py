"""A stream without a reader, or on a full disk."""

from __future__ import annotations

import io


class Closed(io.StringIO):
    """Raises `error` if something is written."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def flush(self) -> None:
        raise self.error
