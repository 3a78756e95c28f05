"""The book's own words, from `labels.toml`, and text in the form that XML permits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from unicodedata import is_normalized, normalize

from ...model import Edition, Sentence, Text
from ...regex import regex
from .parts import OWN_ID

NOT_IN_XML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that XML 1.0 forbids or discourages: no reading system shows them, and no voice speaks them."""


TURNING = regex("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that change the direction of writing: the visible order would differ from the spoken one."""
LINE_ENDS = str.maketrans("\x85\u2028\u2029", "   ")
"""Line ends, which a single line would show as empty boxes."""


@cache
def _tables() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((resources.files(__package__) / "labels.toml").read_text("utf-8"))


def label(name: str, **values: object) -> str:
    """Return the words called `name` with `values` in their places."""
    words = _tables()["documents"][name]
    assert isinstance(words, str)
    return words.format(**values)


def imprint_labels() -> dict[str, str]:
    """Return the settings in the imprint, in order, each with its label."""
    return {key: str(words) for key, words in _tables()["imprint"].items()}


def voice_name(voice: str) -> str:
    """Return the display name of a voice: "eSpeak NG, miền Nam" for `espeak:south`, "tinh" for `http:tinh`."""
    engine, _, variant = voice.partition(":")
    names = _tables()["voices"]
    called = [str(names.get(one, one)) for one in (engine, variant) if one and one != "http"]
    return visible(", ".join(called))


def voice_credits(edition: Edition, voices: Iterable[str] | None = None) -> str:
    """Return the distinct credits that `voices` require (if None, all voices of the edition)."""
    credits = dict(edition.voice_credits)
    wanted = credits if voices is None else voices
    return "; ".join(dict.fromkeys(credits[voice] for voice in wanted if voice in credits))


def visible(text: str) -> str:
    """Return `text` in NFC, without characters that XML forbids and direction marks."""
    if text.isprintable():
        return normalize("NFC", text)
    return normalize("NFC", TURNING.sub("", NOT_IN_XML.sub("", text)).translate(LINE_ENDS))


def shown(text: Text) -> Text:
    """Return the sentences of `text` in visible form, without empty ones."""
    for sentence in text:  # a plain loop is fastest, because nearly all texts are unchanged
        words = sentence.text
        if not (words.isprintable() and is_normalized("NFC", words) and words.strip()):
            break
    else:
        return text
    cleaned = tuple(replace(sentence, text=visible(sentence.text)) for sentence in text)
    return tuple(sentence for sentence in cleaned if sentence.text.strip())


def own(id: str, words: str) -> Text:
    """Return `words` as one sentence of the book; the prefix keeps its id apart from an article's."""
    cleaned = visible(words).strip()
    return (Sentence(f"{OWN_ID}{id}", cleaned),) if cleaned else ()


def day_name(day: date) -> str:
    """Return "Ngày 11 tháng 5 năm 2022"."""
    return label("day", day=day.day, month=day.month, year=day.year)


def month_name(day: date) -> str:
    """Return "tháng 5 năm 2022"."""
    return label("month", month=day.month, year=day.year)


def day_of_week(day: date) -> str:
    """Return "Thứ Hai, ngày 16 tháng 11 năm 2026"."""
    weekday = _tables()["days"]["weekdays"][day.weekday()]
    return label("weekday", weekday=weekday, day=day.day, month=day.month, year=day.year)


def duration(milliseconds: int) -> str:
    """Return the duration in words: "3 phút 24 giây", "45 giây" or "1 giờ 5 phút", with no-break spaces."""
    seconds = max(1, round(milliseconds / 1000))
    counts = (seconds // 3600, seconds // 60 % 60, seconds % 60 if seconds < 3600 else 0)
    return " ".join(
        f"{count}\u00a0{unit}" for count, unit in zip(counts, _tables()["duration"].values(), strict=True) if count
    )


def issue_name(edition: Edition) -> str:
    """Return "số 12", or the editor's text if it contains "số"; empty if there is no number."""
    number = visible(edition.number).strip()
    if not number or number.casefold().startswith(label("numbered")):
        return number
    return label("number", number=number)


def masthead(title: str) -> tuple[str, str]:
    """Return ("Bản tin", "Vân Lĩnh") of "Bản tin Vân Lĩnh", and ("", title) of any other name."""
    kind, words = label("masthead"), title.split()
    if len(words) > 2 and " ".join(words[:2]).casefold() == kind.casefold():
        return kind.capitalize(), first_upper(" ".join(words[2:]))
    return "", title


def first_upper(words: str) -> str:
    """Return `words` with a capital first letter."""
    return words[:1].upper() + words[1:]


def edition_title(edition: Edition) -> str:
    """Return the bulletin's name in visible form; "Bản tin" if it has none."""
    return visible(edition.title).strip() or label("masthead").capitalize()


def edition_name(edition: Edition) -> str:
    """Return "Bản tin …, số 12, tháng 11 năm 2026"."""
    return ", ".join(filter(None, [edition_title(edition), issue_name(edition), month_name(edition.date)]))


def issue_line(edition: Edition) -> str:
    """Return "Số 12 · Tháng 11 năm 2026", as it is drawn on covers and previews."""
    return " · ".join(map(first_upper, filter(None, [issue_name(edition), month_name(edition.date)])))


def byline(author: str) -> str:
    """Return "Bài viết của Thu Cúc"; "Tin, ảnh: Thu Cúc" and similar lines unchanged."""
    words = author.casefold()
    complete = any(
        words == start or words.startswith((f"{start} ", f"{start},")) for start in _tables()["byline"]["complete"]
    )
    return author if ":" in author or complete else label("byline", author=author)


def spoken_byline(author: str) -> str:
    """Return the spoken byline: "Hồng Nhung, Văn Thắng" → "Bài viết của Hồng Nhung và Văn Thắng".

    "Tin, ảnh: Nông Hà" → "Tin và ảnh của Nông Hà"; "Theo …", "Tổng hợp" and similar lines are unchanged.
    """
    what, colon, names = author.partition(":")
    if not colon:
        shown = byline(author)
        return shown if shown == author else byline(_listed(author))
    return str(_tables()["byline"]["spoken"]).format(what=_listed(what), names=_listed(names))


def _listed(words: str) -> str:
    """Return "A, B và C" for names with commas, hyphens or bars between them: "A, B - C"."""
    parts = [part for part in (one.strip() for one in re.split(r",|\s[-–|/]\s|\s&\s", words)) if part]
    return label("and").join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def source_line(source: str) -> str:
    """Return "Nguồn: …"; a line that has such a label already is unchanged."""
    name = label("source", source="").strip(" :").casefold()
    return source if source.casefold().startswith((name, "theo ")) else label("source", source=source)
