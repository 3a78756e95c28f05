"""Deliveries from the desk: publishing to a folder or server, and the card for a loudspeaker."""

from __future__ import annotations

from pathlib import Path

from ..messages import message
from .card import built, write_card
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
    return {"said": ". ".join((said, *(f"{one.where}: {one.what}" for one in made.notices)))}
