"""Salutations, closing words and signatures of letters, mails and calls: "Kính gửi: …", "Trân trọng cảm ơn!"."""

from __future__ import annotations

from .rules import rules, starts_with


def is_address(text: str) -> bool:
    """Return whether a line says to whom a letter or a call is spoken: it is no title and no heading."""
    return starts_with(text.casefold(), rules().salutations)
