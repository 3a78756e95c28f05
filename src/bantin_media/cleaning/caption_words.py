"""What the words of a line say of pictures: a credit, a view, what is shown rather than told."""

from __future__ import annotations

import re
from typing import Final

from ..vietnamese.sentences import split
from .byline import is_name
from .characters import folded
from .rules import rules, starts_with

LABELLED: Final = re.compile(
    r"(?:trong ảnh|hình ảnh|hình|ảnh)(?: \d{1,2})?: ?(?:một|quang cảnh|toàn cảnh|các|đồng chí|đ/c|ông|bà"
    r"|lãnh đạo|đại biểu|hội nghị|lễ|buổi|người|cán bộ|bà con)\b",
    re.IGNORECASE,
)
"""A label before what is seen: a caption, where a name behind it would be a credit."""
NUMBERED_PICTURE: Final = re.compile(
    r"(?P<text>.{0,250}?)(?:[-–—:]\s*|^)(?:ảnh|hình|anh|hinh|image|photo)\s*(?:số\s*)?\d{1,3}\s*\.?", re.IGNORECASE
)
_BARE_CREDIT: Final = re.compile(r"(?<=[.!)] )[(\[]?(?:Ảnh|Nguồn)(?: ảnh)? (?P<name>[^.!?:()\[\]]{3,40})[)\]]?\.?$")
_QUOTED: Final = re.compile(r"[“\"][^“”\"]{2,80}[”\"]")
LONGEST: Final = 320
_LONGEST_SAID: Final = 600
"""… of a caption that tells a story first and then says "Trong ảnh: …"."""
_LONGEST_BARE_CREDIT: Final = 7
SHORTEST_SHOWN: Final = 6
"""In words between spaces."""


def is_view(text: str) -> bool:
    """Return whether a line says in its own words that it shows: "Quang cảnh …", "… (bên trái)"."""
    low = text.casefold()
    return starts_with(low, rules().views) or any(place in low for place in rules().places)


def is_bare_credit(text: str) -> bool:
    """Return whether a short sentence says what kind of picture it is, or whose: "Tranh minh họa", "Ảnh CTV"."""
    return len(text.split()) <= _LONGEST_BARE_CREDIT and starts_with(text.casefold().strip("(["), rules().pictures)


def shows_picture(text: str) -> bool:
    """Return whether a line says of itself that it belongs to a picture: a credit, a view, a picture's stand-in."""
    numbered = NUMBERED_PICTURE.fullmatch(text) if len(text) <= LONGEST else None
    printed = numbered is not None and (not numbered["text"] or has_no_marks(text))
    return printed or credited(text) or is_credit(text) or (is_view(text) and text.endswith("."))


def has_no_marks(text: str) -> bool:
    """Return whether a website wrote a line, which leaves the marks off the letters: "Le phat dong - Anh 1"."""
    return text.isascii() and text.count(" ") >= 4


def shows(text: str, *, least: int = SHORTEST_SHOWN) -> bool:
    """Return whether a line may say what is seen: it neither tells nor calls."""
    low = text.casefold()
    calls = starts_with(low, (*rules().narrative, *rules().calls)) or low.endswith("!")
    return not calls and not tells(low) and len(low.split()) >= least


def credited(text: str) -> bool:
    """Return whether a line ends in a picture's credit ("… Ảnh: Hồng Đạt/TTXVN", "… Ảnh Hồng Đạt")."""
    if len(text) > (_LONGEST_SAID if "rong ảnh:" in text else LONGEST):
        return False
    if (bare := _BARE_CREDIT.search(text)) and is_name(bare["name"]):
        return True
    low = text.casefold()
    matches = [match for match in rules().credits.finditer(low) if match.start() > 12 and _begins(text, match.start())]
    return bool(matches) and len(text) - matches[-1].end() <= 60 and len(split(text[: matches[-1].start()])) <= 2


def _begins(text: str, at: int) -> bool:
    """Return whether a label begins something of its own: "Ảnh: …", "(ảnh: …", but not "địa hình: …"."""
    before = text[:at].rstrip()
    return not text[at - 1].isalnum() and (text[at].isupper() or before[-1:] in set("([.,;!?…|-–—"))


def is_credit(text: str) -> bool:
    """Return whether a line is a picture's credit and nothing else ("Ảnh: Hồng Đạt", "(Nguồn: Internet)")."""
    bare = text.strip(" ()[]*")
    if LABELLED.match(text):
        return False
    match = rules().credits.match(bare.casefold())
    return match is not None and len(bare) - match.end() <= 60 and len(bare.split()) <= 12


def tells(low: str) -> bool:
    """Return whether words stand in a line that tell of something rather than show it.

    "bên phải" and "không gian" only show, and what stands in quotation marks is a name.
    """
    low = _QUOTED.sub(" ", low)
    for shown in (*rules().places, *rules().not_telling):
        low = low.replace(shown, " ")
    return contains(low, rules().telling)


def contains(text: str, words: tuple[str, ...]) -> bool:
    """Return whether one of `words` stands, whole, in a text in lower case."""
    padded = " ".join(["", *re.findall(r"[^\W_]+", text), ""])
    return any(f" {word} " in padded for word in words)


def bare_caption(text: str) -> str:
    """Return a caption, folded, without its picture's credit."""
    text = folded(text)
    match = re.search(r"[(\s.–-]*(?:ảnh|nguồn)[^:]{0,20}:.{0,60}$", text)
    return text[: match.start()] if match and match.start() > 20 else text
