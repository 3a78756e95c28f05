"""Geographical coordinates.  "22°15'N" → "hai mươi hai độ mười lăm phút bắc", "20,9N" → "hai mươi phẩy chín độ vĩ bắc".

Without a degree sign a letter is a direction only in a pair, or after a word of weather or maps ("tâm bão", "tọa độ"):
"1.200 N" may be a force, "5 E" a class.
"""

from __future__ import annotations

from ..regex import regex
from .cardinal import cardinal, digits_one_by_one
from .context import Match, Place
from .decimal import AMOUNT, amount
from .words import phrases, readings

_SIGN = "[°º˚]"
MINUTES = regex(
    rf"(\d{{1,3}}) ?{_SIGN} ?(\d{{1,2}}) ?['’′] ?"
    rf"(?:(\d{{1,2}}(?:[.,]\d{{1,3}})?) ?(?:''|[\"”″]|(?=[NSEWBĐT])) ?)?([NSEWBĐT])(?!\w)"
)
LETTERED = regex(
    r"(\d{1,3}) ?[oO°º˚] ?(\d{1,2}) ?['’′](?: ?(\d{1,2}(?:[.,]\d{1,3})?) ?(?:''|[\"”″]))?(?! ?[NSEWBĐT](?!\w))(?!\w)"
)
LOST = regex(r"([1-9]\d{0,2})0(\d\d) ?['’′](?!\w)")
"""The superscript zero of a degree sign that became an ordinary zero when the text was pasted."""
BEGINS = regex(rf"{AMOUNT} ?(?:[oO°º˚'’′NSEW]|[-–] ?{AMOUNT} ?{_SIGN}? ?[NSEW])|1?\d{{1,2}}[.,]\d{{3}}(?![\w%])")
"""The start of every coordinate: a quick test."""
LARGEST, MINUTES_A_DEGREE = 180, 60
DEGREES = regex(rf"({AMOUNT}) ?({_SIGN}?) ?([NSEW])(?!\w)")
POINTED = regex(r"(1?\d{1,2})([.,])(\d{3})(?![\w%]|[.,]\d)(?! ?(?:km|m|ha|người)\b)")
"""Degrees with three decimals, which look like thousands: "tọa độ 21.345 độ vĩ Bắc, 104.512 độ kinh Đông"."""
SPAN = regex(rf"({AMOUNT}) ?[-–] ?({AMOUNT}) ?{_SIGN}? ?([NSEW])(?!\w)")
PAIR = regex(rf"({AMOUNT}) ?{_SIGN}? ?([NS]) ?[-–,;/]? ?({AMOUNT}) ?{_SIGN}? ?([EW])(?!\w)")


def read(at: Place) -> Match | None:
    """Match degrees with their direction, alone or in a pair."""
    if at.char_before.isalnum() or not at.match(BEGINS):
        return None
    if found := at.match(MINUTES):
        spoken = f"{cardinal(found[1], at.style)} độ {cardinal(found[2], at.style)} phút"
        if found[3]:
            spoken += f" {amount(found[3], at.style)} giây"
        return Match(found.end(), f"{spoken} {readings('coordinate')[found[4]]}")
    if match := _minutes(at):
        return match
    if found := at.match(PAIR):
        return Match(found.end(), f"{_degrees(at, found[1], found[2])}, {_degrees(at, found[3], found[4])}")
    return _pointed(at) or _with_direction(at)


def _minutes(at: Place) -> Match | None:
    """Read degrees and minutes with a letter for the degree sign or without it: "107o55'", "22051’ vĩ độ Bắc"."""
    if found := at.match(LETTERED):
        spoken = f"{cardinal(found[1], at.style)} độ {cardinal(found[2], at.style)} phút"
        return Match(found.end(), f"{spoken} {amount(found[3], at.style)} giây" if found[3] else spoken)
    found = at.match(LOST)
    is_told = found and (_is_on_a_map(at) or at.precedes(found.end(), phrases("label", "bearing")))
    if found is None or not is_told or int(found[1]) > LARGEST or int(found[2]) >= MINUTES_A_DEGREE:
        return None
    return Match(found.end(), f"{cardinal(found[1], at.style)} độ {cardinal(found[2], at.style)} phút")


def _pointed(at: Place) -> Match | None:
    found = at.match(POINTED)
    if found is None or not (_is_on_a_map(at) or at.precedes(found.end(), phrases("label", "bearing"))):
        return None
    point = "chấm" if found[2] == "." else "phẩy"
    return Match(found.end(), f"{cardinal(found[1], at.style)} {point} {digits_one_by_one(found[3])}")


def _with_direction(at: Place) -> Match | None:
    """Read "20,9N", and a range of degrees: "13-16N"."""
    if (found := at.match(SPAN)) and _is_on_a_map(at):
        return Match(found.end(), f"{amount(found[1], at.style)} đến {_degrees(at, found[2], found[3])}")
    found = at.match(DEGREES)
    if found is None or not (found[2] or _is_on_a_map(at)):
        return None
    return Match(found.end(), _degrees(at, found[1], found[3]))


def _is_on_a_map(at: Place) -> bool:
    near = f" {' '.join(at.words_before(8))} "
    return any(f" {one} " in near for one in phrases("label", "globe"))


def _degrees(at: Place, number: str, direction: str) -> str:
    return f"{amount(number, at.style)} độ {readings('coordinate')[f'°{direction}']}"
