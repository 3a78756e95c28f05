"""Deliveries from the desk: publishing to a folder or server, the card for a loudspeaker, the archive's package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..messages import message
from ..model import Notice
from .card import built, outdated, write_card
from .deposit import write_deposit
from .hand import Answer, Hand
from .places import UnknownServerError


def publish(hand: Hand) -> Answer:
    """Copy the approved editions to the published place; an unknown server must be confirmed first."""
    from .sending import send

    try:
        sent = send(
            hand.office.request, hand["target"], password=hand.form.get("password", ""), host_key=hand["host_key"]
        )
    except UnknownServerError as error:
        return {"said": f"{error.what}. {error.hint}", "ask": error.fingerprint}
    return {"said": sent.told}


def card(hand: Hand) -> Answer:
    """Copy the edition's MP3s to a card, in playback order."""
    request = hand.office.request
    plan = built(hand.office.plan(hand.name), request)
    made = write_card(plan, Path(hand["target"]).expanduser(), programmes=hand["what"] == "programmes")
    said = message("{count} files are on the card, in the order of hearing", count=len(made.files))
    return _with_notices(said, made.notices)


def deposit(hand: Hand) -> Answer:
    """Write the edition's package for an archive into a folder."""
    request = hand.office.request
    plan = built(hand.office.plan(hand.name), request)
    folder = write_deposit(plan, Path(hand["target"]).expanduser(), dspace=hand["what"] == "dspace")
    said = message("{edition} is packed in {folder}", edition=hand.name, folder=folder)
    return _with_notices(said, outdated(plan))


def _with_notices(said: str, notices: Iterable[Notice]) -> Answer:
    return {"said": ". ".join((said, *(f"{one.where}: {one.what}" for one in notices)))}
