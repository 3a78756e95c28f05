"""Everything that can go wrong, as one tree; the exit status stands on the class.

    BantinError            1   anything below, if no narrower class fits
    ├── UnforeseenError    1   the program itself has a fault, met by one article or edition
    ├── UsageError         2   the command line asks for what cannot be
    ├── ConfigError        3   bantin.toml, edition.toml or a template cannot be understood
    ├── SourceError        4   an article or a picture cannot be read
    ├── LexiconError       5   a row of a lexicon cannot be used
    ├── SpeechError        6   an engine did not speak, or not what it was asked to
    │   └── VoiceUnavailable   its server or the network failed for good: other sentences would fare no better
    ├── OutputError        7   a finished file, the store or the manifest cannot be written
    ├── VerifyError        8   a finished file is not what it should be
    └── StrictError        9   there were notices, and --strict was given

Each says where, what, and the one thing to do.
"""

from __future__ import annotations

from typing import ClassVar


class BantinError(Exception):
    """The root: `where` is a place an editor can open, `what` is wrong there, `hint` is what to do."""

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
    """The program itself has a fault: what it was at work on is not made."""


class UsageError(BantinError):
    """The command line asks for what cannot be."""

    exit_status = 2


class ConfigError(BantinError):
    """A setting or a template cannot be understood."""

    exit_status = 3


class SourceError(BantinError):
    """An article or a picture cannot be read."""

    exit_status = 4


class LexiconError(BantinError):
    """A row of a lexicon cannot be used."""

    exit_status = 5


class SpeechError(BantinError):
    """An engine did not speak, or not what it was asked to."""

    exit_status = 6


class VoiceUnavailable(SpeechError):  # noqa: N818 -- what an editor has: no voice
    """A voice's server or the network failed for good: other sentences would fare no better."""


class OutputError(BantinError):
    """A finished file, the store or the manifest cannot be written."""

    exit_status = 7


class VerifyError(BantinError):
    """A finished file is not what it should be."""

    exit_status = 8


class StrictError(BantinError):
    """There were notices, and --strict was given."""

    exit_status = 9
