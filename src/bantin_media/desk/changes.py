"""The changes of a POST: each is one function of a `Hand`, writes files atomically, and can be undone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from ..cache import file_digest
from ..configuration import config
from ..configuration.editions import LEADING_NUMBER, begin
from ..errors import BantinError, UsageError
from ..files import slug, write_whole
from ..messages import message, plural
from ..pipeline.production import Examined
from ..publication.documents.labels import imprint_labels
from . import deliveries, lexicon_file, signing, sources_folder, views
from .hand import Answer, Change, Hand
from .office import stale
from .settings_file import SettingsFile
from .undo import Content

MOST_LISTED = 12
TEXTS = ("number", "greeting", "correction", "cover")
SHARED_TEXTS = ("title", "publisher")
SHARED_OR_NONE = ("base_url", "logo", "colour")
"""Settings that are removed if the field is empty."""


def edited(hand: Hand, what: str, edit: Callable[[SettingsFile], None]) -> Answer:
    """Change `edition.toml` by `edit`; if the result is invalid, nothing is written."""
    with hand.office.writing(hand.name, hand["seen"]) as undo:
        file = SettingsFile(_text(hand.settings), str(hand.settings))
        edit(file)
        _check(file.text, hand.settings)
        undo.change(what, {hand.settings: file.text.encode("utf-8")})
    return {"said": what}


# -------------------------------------------------------------------------------------------------- office


def new(hand: Hand) -> Answer:
    """Create an edition."""
    folder = begin(hand.office.request.input, hand["edition"])
    return {"said": message("{edition} was begun", edition=folder.name), "go": f"/e/{folder.name}/"}


def shared(hand: Hand) -> Answer:
    """Write the settings of all editions: name, licence, person responsible, voice."""
    path = hand.office.shared
    if hand["seen"] != file_digest(path):
        raise stale(path.name)
    file = SettingsFile(_text(path), str(path))
    for key in (*SHARED_TEXTS, *imprint_labels()):
        if key in hand.form and (hand[key] or file.get(key) is not None):
            file.set(key, hand[key])
    for key in ("voice", "profile"):
        if hand[key]:
            file.set(key, hand[key], table=("sound",))
    for key in SHARED_OR_NONE:
        if key in hand.form:
            file.set(key, hand[key] or None)
    _check(file.text, path)
    write_whole(path, file.text.encode("utf-8"))
    return {"said": message("the office's details were saved"), "go": "/"}


# ------------------------------------------------------------------------------------------------- edition


def details(hand: Hand) -> Answer:
    """Write number, date, greeting, audience, cover and jingle of an edition."""

    def edit(file: SettingsFile) -> None:
        for key in TEXTS:
            if key in hand.form and (hand[key] or file.get(key) is not None):
                file.set(key, hand[key] or (None if key == "cover" else ""))
        if hand["date"]:
            file.set("date", _day(hand["date"]))
        if hand["audience"] in {"public", "internal"}:
            file.set("audience", hand["audience"])
        if "jingle" in hand.form and (hand["jingle"] or file.get("jingle", table=("sound",)) is not None):
            file.set("jingle", hand["jingle"], table=("sound",))
        reads = bool(hand["read_correction"])
        if "correction" in hand.form and reads != bool(file.get("read_correction", table=("sound",))):
            file.set("read_correction", reads, table=("sound",))
        if "sections" in hand.form:
            sections = [one for line in hand["sections"].splitlines() if (one := " ".join(line.split()))]
            if sections or file.get("sections") is not None:
                file.set("sections", sections)

    return edited(hand, message("the edition's details were saved"), edit)


def order(hand: Hand) -> Answer:
    """Change the order of the articles."""
    numbers = [int(one) for one in re.findall(r"\d{1,4}", hand["order"])]
    return edited(hand, message("the order was changed"), lambda file: file.set("order", numbers))


def article(hand: Hand) -> Answer:
    """Change title, author, date, section, source or address of an article."""
    table = ("articles", str(hand.number))

    def edit(file: SettingsFile) -> None:
        for key in ("title", "author", "section", "source", "slug"):
            if key in hand.form and hand[key] != hand[f"was-{key}"]:
                value = slug(hand[key]) if key == "slug" and hand[key] else hand[key]
                file.set(key, None if key == "slug" and not value else value, table=table)
        if "skip" in hand.form:
            file.set("skip", True if hand["skip"] else None, table=table)
        if "date" in hand.form and hand["date"] != hand["was-date"]:
            file.set("date", _day(hand["date"]) if hand["date"] else None, table=table)

    return edited(hand, message("article {number} was corrected", number=hand.number), edit)


def picture(hand: Hand) -> Answer:
    """Write the caption and the alternative text of a picture."""
    table = _picture_table(hand.number, hand.form.get("picture", ""))

    def edit(file: SettingsFile) -> None:
        for key in ("caption", "alternative"):
            if key in hand.form and hand[key] != hand[f"was-{key}"]:
                file.set(key, hand[key], table=table)

    return edited(hand, message("the picture's words were saved"), edit)


def _picture_table(number: int, name: str) -> tuple[str, ...]:
    return ("articles", str(number), "pictures", name)


def line(hand: Hand) -> Answer:
    """Set the role of a source line: title, lead, author, caption, a paragraph, or no part of the article."""
    number, words, use = hand.number, hand.form.get("line", ""), hand["use"]
    table = ("articles", str(number))

    def edit(file: SettingsFile) -> None:
        for key in ("title", "lead", "author", "source"):
            if file.get(key, table=table) == words and key != use:
                file.set(key, None, table=table)
        file.use_line(number, words, use if use in {"drop", "keep", "captions"} else "")
        if use in {"title", "lead", "author", "source"}:
            file.set(use, words, table=table)

    return edited(hand, message("line of article {number} was settled", number=number), edit)


def settle(hand: Hand) -> Answer:
    """Mark a notice as seen; it returns if its subject changes."""

    def edit(file: SettingsFile) -> None:
        had = file.get("settled") or []
        file.set("settled", [*had, *(one for one in hand["digests"].split() if one not in had)])

    return edited(hand, message("noted as seen"), edit)


def reading(hand: Hand) -> Answer:
    """Add a row to the lexicon of this edition or of all; return the other sentences with changed readings."""
    before = hand.office.examined(hand.name)
    is_shared = hand["scope"] == "all"
    signed = signing.that_say(hand.office, hand["written"], but=hand.name) if is_shared else ()
    if signed and hand["sure"] != (names := " ".join(signed)):
        said = message("these editions are signed and say it too, and would be drafts again: {names}", names=names)
        return {"said": said, "ask": names}
    path = (hand.office.request.input if is_shared else hand.folder) / "lexicon.tsv"
    what = message('"{written}" is read "{spoken}"', written=hand["written"], spoken=hand["spoken"])
    with hand.office.writing(hand.name, hand["seen"]) as undo:
        undo.change(what, {path: lexicon_file.with_row(path, hand["written"], hand["spoken"])})
    after = hand.office.examined(hand.name)
    others = views.changed_readings(before, after, hand.form.get("sentence", ""))
    listed = [one.after.written for one in others if one.after][:MOST_LISTED]
    counted = plural(
        "1 other sentence is read otherwise too", "{number} other sentences are read otherwise too", len(others)
    )
    return {"said": f"{what}. {counted}.", "others": listed}


def remove(hand: Hand) -> Answer:
    """Remove a file from the edition; undo restores it."""
    with hand.office.writing(hand.name, hand["seen"]) as undo:
        path = sources_folder.inside(hand.folder, hand.form.get("file", ""))
        what = message("{file} was taken out", file=path.name)
        undo.change(what, {path: None})
    return {"said": what}


def assign(hand: Hand) -> Answer:
    """Assign a picture or a recording to another article by changing the number in its name."""
    with hand.office.writing(hand.name, hand["seen"]) as undo:
        path = sources_folder.inside(hand.folder, hand.form.get("file", ""))
        rest = LEADING_NUMBER.sub("", path.name)
        bare = rest if Path(rest).stem and not rest.startswith(".") else path.name
        target = sources_folder.place_for(hand.office.folder(hand.name), bare, hand.number)
        what = message("{file} belongs to article {number} now", file=target.name, number=hand.number)
        settings = _with_words_moved(hand, path.name, target.name)
        undo.change(what, {target: path, path: None, **settings})
    return {"said": what}


def _with_words_moved(hand: Hand, before: str, after: str) -> dict[Path, Content]:
    """Return the settings with a picture's texts moved to another article; empty if it has none."""
    text = _text(hand.settings)
    old = LEADING_NUMBER.match(before)
    if not (old and before in text):
        return {}
    file = SettingsFile(text, str(hand.settings))
    words = file.take_table(_picture_table(int(old.group(1)), before))
    for key, value in words.items() if hand.number else ():
        file.set(key, value, table=_picture_table(hand.number, after))
    return {hand.settings: file.text.encode("utf-8")}


def take_back(hand: Hand) -> Answer:
    """Undo the last change."""
    with hand.office.writing(hand.name, hand["seen"]) as undo:
        step = undo.take_back()
    if step is None:
        raise UsageError(hand.name, message("there is nothing to take back"), "")
    return {"said": message("taken back: {what}", what=step.what)}


def build(hand: Hand) -> Answer:
    """Start to build the edition."""
    hand.builder.start(hand.office.folder(hand.name).id)
    return {"said": message("building …")}


def cancel(hand: Hand) -> Answer:
    """Stop the running build."""
    hand.builder.cancel()
    return {"said": message("the build was stopped; what was finished is whole")}


def sign(hand: Hand) -> Answer:
    """Sign the present state of the edition, and store it in the history."""
    examined = hand.office.examined(hand.name)
    if hand["code"] != examined.state.code:
        raise stale(hand.name)
    name = ", ".join(filter(None, (hand["name"], hand["post"])))
    with hand.office.writing(hand.name, hand["seen"]) as undo:
        text = signing.signed(
            _text(hand.settings), str(hand.settings), examined,
            name=name, day=_day(hand["day"]), revised=_revised(hand, examined),
        )  # fmt: skip
        _check(text, hand.settings)
        what = message("signed by {name}", name=name)
        undo.change(what, {hand.settings: text.encode("utf-8")})
    _keep(hand, hand.office.examined(hand.name))
    return {"said": what}


def unsign(hand: Hand) -> Answer:
    """Remove the signature."""
    with hand.office.writing(hand.name, hand["seen"]) as undo:
        text = signing.unsigned(_text(hand.settings), str(hand.settings))
        undo.change(message("the signature was taken back"), {hand.settings: text.encode("utf-8")})
    return {"said": message("the signature was taken back")}


def restore(hand: Hand) -> Answer:
    """Restore a stored state, its articles and settings; undo brings back the present files."""
    kept = hand.office.history.find(hand.name, hand["code"])
    if kept is None:
        raise UsageError(hand["code"], message("there is no such state in the history"), "")
    sources = hand.office.history.sources(kept)
    after: dict[Path, Content] = {hand.office.request.input / name: one for name, one in sources.items()}
    what = message("the state of {code} was brought back", code=hand["code"])
    with hand.office.writing(hand.name, hand["seen"]) as undo:
        now = [path for path in hand.folder.rglob("*") if path.is_file()]
        gone = {path: None for path in now if path not in after and path.parent == hand.folder}
        undo.change(what, {**after, **gone})
    return {"said": what}


OFFICE: dict[str, Change] = {"new": new, "shared": shared, "publish": deliveries.publish}
EDITION: dict[str, Change] = {
    "details": details, "order": order, "article": article, "line": line, "settle": settle, "reading": reading,
    "picture": picture, "remove": remove, "assign": assign, "undo": take_back, "build": build, "cancel": cancel,
    "sign": sign, "unsign": unsign, "restore": restore, "card": deliveries.card, "deposit": deliveries.deposit,
}  # fmt: skip
"""The changes by their addresses."""


def _revised(hand: Hand, examined: Examined) -> datetime | None:
    """Return the present time if another state was published before, else None."""
    published = next((one for one in hand.office.history.all(hand.name) if one.published), None)
    if published is None or published.code == examined.state.code:
        return None
    return datetime.now(config.VIET_NAM_TIME).replace(microsecond=0)


def _keep(hand: Hand, examined: Examined) -> None:
    from ..pipeline.signature import keep

    if not examined.edition.is_draft:
        keep(examined.edition, examined.state, examined.audio.plan)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(str(path), message("is not UTF-8 text"), "") from error


def _check(text: str, path: Path) -> None:
    """Raise the error that a build would find in the settings, before they are written."""
    beside = path.with_name(f".{path.name}.thu")
    try:
        write_whole(beside, text.encode("utf-8"))
        config.load(beside)
    except BantinError as error:
        raise type(error)(error.where.replace(beside.name, path.name), error.what, error.hint) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(text, message("is no date"), message("Choose a day.")) from error
