"""Deliveries from the desk: publishing to a folder or server, the card for a loudspeaker, the archive's package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..messages import message
from ..model import Notice
from .card import built, outdated, write_card
from .change_request import Answer, ChangeRequest
from .deposit import write_deposit
from .places import UnknownServerError


def publish(asked: ChangeRequest) -> Answer:
    """Copy the approved editions to the published place; an unknown server must be confirmed first."""
    from .sending import send

    try:
        sent = send(
            asked.office.request, asked["target"], password=asked.form.get("password", ""), host_key=asked["host_key"]
        )
    except UnknownServerError as error:
        return {"message": f"{error.what}. {error.hint}", "ask": error.fingerprint}
    return {"message": sent.summary}


def card(asked: ChangeRequest) -> Answer:
    """Copy the edition's MP3s to a card, in playback order."""
    request = asked.office.request
    plan = built(asked.office.plan(asked.name), request)
    written = write_card(plan, Path(asked["target"]).expanduser(), programmes=asked["what"] == "programmes")
    text = message("{count} files are on the card, in playback order", count=len(written.files))
    return _with_notices(text, written.notices)


def deposit(asked: ChangeRequest) -> Answer:
    """Write the edition's package for an archive into a folder."""
    request = asked.office.request
    plan = built(asked.office.plan(asked.name), request)
    folder = write_deposit(plan, Path(asked["target"]).expanduser(), dspace=asked["what"] == "dspace")
    text = message("{edition} is packed in {folder}", edition=asked.name, folder=folder)
    return _with_notices(text, outdated(plan))


def _with_notices(text: str, notices: Iterable[Notice]) -> Answer:
    return {"message": ". ".join((text, *(f"{one.where}: {one.what}" for one in notices)))}
