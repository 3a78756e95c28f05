"""The tree of all errors; each class has its exit status.

BantinError            1   everything below without a status of its own
├── UnforeseenError    1   a fault of the program, in one article or edition
├── UsageError         2   the command line asks for something impossible
├── ConfigError        3   bantin.toml, edition.toml or a template is invalid
├── SourceError        4   an article or a picture cannot be read
├── LexiconError       5   a row of a lexicon cannot be used
├── SpeechError        6   an engine failed, or its sound is invalid
│   └── VoiceUnavailable   a permanent failure of the server or the network, for all sentences
├── OutputError        7   a finished file, the store or the manifest cannot be written
├── VerifyError        8   a finished file is invalid
└── StrictError        9   there were notices, and --strict was given

Each error has a place, a cause and an instruction.
"""

from __future__ import annotations

from typing import ClassVar


class BantinError(Exception):
    """The root: `where` is a place that an editor can open, `what` the cause, `hint` the instruction."""

    exit_status: ClassVar[int] = 1

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        super().__init__(where, what, hint)
        self.where = where
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} — {self.hint}" if self.hint else head


class UnforeseenError(BantinError):
    """A fault of the program; the article or edition that was being processed is not built."""


class UsageError(BantinError):
    """The command line asks for something impossible."""

    exit_status = 2


class ConfigError(BantinError):
    """A setting or a template is invalid."""

    exit_status = 3


class SourceError(BantinError):
    """An article or a picture cannot be read."""

    exit_status = 4


class LexiconError(BantinError):
    """A row of a lexicon cannot be used."""

    exit_status = 5


class SpeechError(BantinError):
    """An engine failed, or its sound is invalid."""

    exit_status = 6


class VoiceUnavailable(SpeechError):  # noqa: N818 -- what an editor has: no voice
    """A permanent failure of a voice's server or the network: other sentences would fail too."""


class OutputError(BantinError):
    """A finished file, the store or the manifest cannot be written."""

    exit_status = 7


class VerifyError(BantinError):
    """A finished file is invalid."""

    exit_status = 8


class StrictError(BantinError):
    """There were notices, and --strict was given."""

    exit_status = 9
