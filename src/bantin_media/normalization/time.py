"""Times of day and durations.  "7h30" → "bảy giờ ba mươi phút", "9g15", "08:15", "17giờ 30 phút", "từ 7-9h".

A full hour has no minutes ("7h00", "7 giờ 00", "7:00:00" → "bảy giờ"), nor a full minute seconds.
A runner's "2:10.35" is "hai phút mười giây ba mươi lăm", "3 phút 15 giây 07" ends with "không bảy".  "3:2" after
tỷ lệ is a ratio; 25:70 is not a time, nor is "NPK 12:5:10".
"""

from __future__ import annotations

import re

from ..configuration.settings import ReadingStyle
from ..regex import regex
from .cardinal import cardinal, digits_one_by_one
from .context import Match, Place
from .words import phrases

CLOCK = regex(
    r"(\d{1,2}) ?(?:[hHg]|giờ(?=\d)) ?(\d{2}|(?<=[hHg])\d)(?:[hp:](\d{2})s?)?"
    r" ?(?:'|’|′|ph(?:út)?(?!\w)|p(?!\w)|m(?!\w))?(?!\w)"
)
HOUR = regex(r"(\d{1,2}) ?[hHg]0?(?!\w)")
DIGITAL = regex(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[ ]?(AM|PM|am|pm|SA|CH))?(?!\w|:\w|[.,]\d)")
SPANS = regex(r"(\d{1,2})[ ]?[-–][ ]?(\d{1,2})[hH](\d{2})?(?!\w)")
MINUTES = regex(r"(\d{1,3})p(?:h|hút)?(?:(\d{2})s?)?(?!\w)")
STOPWATCH = regex(r"(\d{1,3})['’′](\d{1,2})(?:''|[\"”″])?(?!\w)")
SECONDS = regex(r"(\d{1,3})(?:''|[″\"”])(\d{1,2})(?!\w)")
LAST_SECONDS = regex(r"(\d{1,2}) ?(?:''|[″\"”])(?!\w)")
BEGINS = regex(r"\d{1,3} ?(?:[hHgp](?![^\W\d_])|ph|giờ|[:'’′\"″”]|[-–] ?\d{1,2}[hH])|0\d(?!\d)")
"""The start of every time: a quick test, because most numbers are not times."""
CLOSING = regex(r"(?:^|[^\d\s] ?)phút$")
"""A minute that no number precedes: the mark behind its number closes a quotation, as in “phút 89”."""
FULL_HOUR = regex(r"(\d{1,2}) ?giờ ?00(?!:?\d|[.,]\d| (?:giây|phút))")
HUNDREDTHS = regex(r"(\d{1,2}):(\d{2})[.,](\d{1,3})(?![\w:]|[.,]\d)")
PADDED = regex(r"0\d(?![\w/]|[.,]\d)")
CHAIN = regex(r"\d{1,3}(?::\d{1,3}){2,5}(?![\w:]|[.,]\d)")
DAY_SIGHT = 8
UNIT_BEHIND = regex(r" (phút|giây)(?!\w)")
LAST_HOUR, SECONDS_A_MINUTE = 24, 60
LETTERED = regex(r"\d{1,3}[A-ZĐ]")
SCALE = regex(r"1 ?: ?(?:(\d{1,2}0{2,4}|\d{1,3}[.,]000)|\d{2,3})(?![\w:/]|[.,]\d)")
SCALE_SIGHT = 5
OF_DAY = {"AM": "sáng", "PM": "chiều", "SA": "sáng", "CH": "chiều"}


def read(at: Place) -> Match | None:
    """Match a time with h, g or a colon, if hours and minutes are possible; without "lúc", "5 g" is a weight."""
    if not at.match(BEGINS) or is_scale(at):
        return None
    if match := _full_hour(at) or _chain(at) or _hundredths(at):
        return match
    if (found := at.match(SPANS)) and int(found.group(1)) <= 24 and int(found.group(2)) <= 24:
        last = _said(at.style, found.group(2), found.group(3) or "", "")
        return Match(found.end(), f"{cardinal(found.group(1), at.style)} đến {last}")
    return _clock(at) or _hour(at)


def _clock(at: Place) -> Match | None:
    for pattern in (CLOCK, DIGITAL):
        found = at.match(pattern)
        if found and _is_possible(found) and not _takes_a_day(at, found) and not _is_ratio(at):
            hours, minutes, seconds = found.group(1), found.group(2), found.group(3) or ""
            is_written_out = UNIT_BEHIND.match(at.text, found.end()) is not None
            spoken = _said(at.style, hours, minutes, seconds, are_zeros_said=is_written_out)
            if pattern is DIGITAL and found.group(4):
                spoken += f" {OF_DAY[found.group(4).upper()]}"
            return Match(_said_end(at, found.end(), spoken), spoken)
    return None


def _is_ratio(at: Place) -> bool:
    """Return whether the colon separates the parts of a mixture, or is the scale of a map: "pha 1:50"."""
    return at.follows(phrases("ratio", "scale") + phrases("ratio", "mixing")) or is_scale(at)


def is_scale(at: Place) -> bool:
    """Return whether one to a round number, or to any near a word for a drawing, is a scale: "1:500", "bản vẽ 1:50"."""
    found = at.match(SCALE)
    if found is None:
        return False
    return found[1] is not None or bool({*at.words_before(SCALE_SIGHT)} & {*phrases("ratio", "drawn")})


def _hour(at: Place) -> Match | None:
    """Read "9h", "7 g"; never the letter of a road or a plate ("quốc lộ 4H")."""
    found = at.match(HOUR)
    if found and found.group()[-1].isupper() and _is_lettered(at):
        return None
    if found is None or int(found.group(1)) > 24 or (found.group()[-1] == "g" and not _is_of_day(at, found.end())):
        return _minutes(at)
    return Match(found.end(), f"{cardinal(found.group(1), at.style)} giờ")


def _is_lettered(at: Place) -> bool:
    """Return whether a road or a class precedes, or a list of them: "quốc lộ 4D, 4H"."""
    if at.follows(phrases("label", "road") + phrases("label", "lettered")):
        return True
    before = [token for token in at.line.said[-4:] if token.spoken.strip(", ")]
    return at.left[-1:] == "," and before[-1:] != [] and LETTERED.fullmatch(before[-1].written) is not None


def _said_end(at: Place, end: int, spoken: str) -> int:
    """Return `end`, after the word that repeats the unit of a clock time: the "phút" of "10:20 phút"."""
    word = UNIT_BEHIND.match(at.text, end)
    return word.end() if word and spoken.endswith(word[1]) else end


def _takes_a_day(at: Place, found: re.Match[str]) -> bool:
    """Return whether the minutes are the day of a date after the hour: "17h 29/12"."""
    return " " in found.group() and at.text[found.end() : found.end() + 1] == "/"


def _full_hour(at: Place) -> Match | None:
    found = at.match(FULL_HOUR)
    if found is None or int(found[1]) > LAST_HOUR:
        return None
    return Match(found.end(), f"{cardinal(found[1], at.style)} giờ")


def _chain(at: Place) -> Match | None:
    """Read the parts of a fertilizer or a mixture, which may look like a time: "NPK 13:13:13"."""
    found = at.match(CHAIN)
    if found is None:
        return None
    digital = at.match(DIGITAL)
    mixed = set(at.words_before(4)) & set(phrases("label", "mixed")) or at.follows_list(phrases("label", "mixed"))
    if digital and digital.end() >= found.end() and _is_possible(digital) and not mixed:
        return None
    return Match(found.end(), ", ".join(cardinal(one, at.style) for one in found.group().split(":")), "range")


def _hundredths(at: Place) -> Match | None:
    """Read the result of a stopwatch, and the hundredths after "giây"."""
    if at.follows(("giây",)) and (found := at.match(PADDED)):
        return Match(found.end(), digits_one_by_one(found.group()))
    is_after = at.follows(phrases("time", "lag")) and not CLOSING.search(at.left)
    if is_after and (found := at.match(LAST_SECONDS)):
        return Match(found.end(), f"{cardinal(found[1], at.style)} giây")
    found = at.match(HUNDREDTHS)
    if found is None or int(found[2]) >= SECONDS_A_MINUTE:
        return None
    rest = digits_one_by_one(found[3]) if found[3][0] == "0" else cardinal(found[3], at.style)
    spoken = f"{cardinal(found[1], at.style)} phút {cardinal(found[2], at.style)} giây {rest}"
    return Match(found.end(), spoken)


def _is_of_day(at: Place, end: int) -> bool:
    before = [token.rule for token in at.line.said[-2:]]
    if before == ["time", "range"]:
        return True
    near = {*at.words_before(DAY_SIGHT), *at.words_after(end, DAY_SIGHT)}
    if at.follows(phrases("time", "weak")) and not near & {*phrases("time", "after"), "giờ", "lúc"}:
        return False
    return at.follows(phrases("time", "before")) or at.precedes(end, phrases("time", "after"))


def _minutes(at: Place) -> Match | None:
    if (found := at.match(SECONDS)) and at.char_before not in ('"', "“"):
        spoken = f"{cardinal(found.group(1), at.style)} giây {digits_one_by_one(found.group(2))}"
        return Match(found.end(), spoken)
    found = at.match(MINUTES) or at.match(STOPWATCH)
    if found is None or (found[1] in phrases("label", "screen") and found[0] == f"{found[1]}p"):
        return None
    spoken = f"{cardinal(found.group(1), at.style)} phút"
    if int(found.group(2) or 0):
        spoken += f" {cardinal(found.group(2), at.style)} giây"
    return Match(found.end(), spoken)


def _is_possible(found: re.Match[str]) -> bool:
    return int(found.group(1)) <= 24 and int(found.group(2)) < 60 and int(found.group(3) or 0) < 60


def _said(style: ReadingStyle, hours: str, minutes: str, seconds: str, *, are_zeros_said: bool = False) -> str:
    spoken = f"{cardinal(hours, style)} giờ"
    has_seconds = int(seconds or 0) or (seconds and are_zeros_said)
    if int(minutes or 0) or has_seconds:
        spoken += f" {cardinal(minutes, style)} phút"
    if has_seconds:
        spoken += f" {cardinal(seconds, style)} giây"
    return spoken
