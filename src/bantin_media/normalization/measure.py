"""Amounts with a unit.  "25 km2" → "hai mươi lăm ki lô mét vuông", "36,6°C" → "ba mươi sáu phẩy sáu độ xê".

Percentages, degrees and money are rows of the same table of units; "1,5 tỷ đồng" needs no row, it is words.
"Km12+300" is a place on a road.
"""

from __future__ import annotations

import re
from functools import cache

from ..vietnamese.letters import LOWER, UPPER
from ..vietnamese.tables import read_table
from .abbreviation import expand
from .cardinal import DIGIT, cardinal, digits_one_by_one
from .context import Match, Place
from .decimal import AMOUNT, amount
from .words import phrases

UNIT = re.compile(
    r"[ \u00a0]?(tr\.đ(?:ồng)?|[°º˚⁰0o]C(?![^\W\d_])|[°º˚⁰]F|US\$|''|[^\W\d_]{1,7}[23²³]?|[%％‰°º˚℃'’′₫$€£¥])(?![^\W_])"
)
NUMBER = re.compile(AMOUNT)
POST = re.compile(r"[Kk][Mm]\s?(\d{1,4})(?:\s?\+\s?(\d{1,3}))?(?![\w/])")
MILLIONS = re.compile(r"(\d{1,3})tr(\d{1,3})(?!\w|[.,]\d)")
SPLIT = re.compile(r"(\d{1,3})(m|km|kg|tạ|tấn|tỷ|tỉ|sào|mẫu|ha)(\d{1,2})(?!\w|[.,]\d)")
"""A unit that stands where the comma would: 1m65, 3kg5, 2tỷ2."""
LARGEST_ACROSS = 3
"""Something "rộng 3m2" is three metres and two across; more is an area."""
SIGN_FIRST = re.compile(rf"(US\$|[$€£¥])\s?({AMOUNT})")
LETTERS = re.compile(r"[^\W\d_]{1,7}[23²³]?(?![^\W_])")
RULES = {"percent": "percent", "degree": "measure", "money": "money", "money-alone": "money"}
NUMBER_WORDS = frozenset(DIGIT) | frozenset(
    ["mười", "mươi", "mốt", "lăm", "tư", "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ", "chục", "rưỡi"]
)
COUNTING = NUMBER_WORDS | frozenset(["mỗi", "vài", "mấy", "nhiều", "nửa", "từng", "bình", "quân"])
_COUNTED = [[word] for word in COUNTING]
COMRADE = re.compile(r"/[cC](?!\w)")
"""Behind đ no price per c, but "35 đ/c"."""
DOTTED = re.compile(r"[ \u00a0]?tr\. ?(?:đồng|đ)(?!\w)")


@cache
def units() -> dict[str, tuple[str, str]]:
    """Return each unit as it is written, how it is said, and where it may stand."""
    return {row[0]: (row[1], row[2]) for row in read_table(__package__, "measure")}


def unit(written: str) -> tuple[str, str] | None:
    """Return how a unit is said and its use; Kg and KM are kg and km, but g is never G."""
    known = units()
    if written in known:
        return known[written]
    return known.get(written.lower()) if len(written) > 1 else None


def tail(at: Place, end: int) -> tuple[int, str, str]:
    """Return where the unit after an amount that ends at `end` ends, how it is said, and its class; else `end`."""
    if found := DOTTED.match(at.text, end):
        return found.end(), "triệu đồng", "money"
    found = UNIT.match(at.text, end)
    known = unit(found.group(1)) if found else None
    if found is None or known is None:
        return end, "", ""
    spoken, use = known
    if found.group(1) in ("đ", "Đ") and COMRADE.match(at.text, found.end()):
        return end, "", ""
    spaced = at.text[end : found.start(1)] != ""
    if use == "rate" or (use == "minute" and spaced):
        return end, "", ""
    if spaced and found.group(1) in ("k", "K", "Đ", "s", "w", "CV", "HP", "TB", "UI"):
        return end, "", ""
    return found.end(), spoken, RULES.get(use, "measure")


def read(at: Place) -> Match | None:
    """Accept an amount and its unit; a unit of one letter only right after a number."""
    if found := at.match(MILLIONS):
        rest = found.group(2).ljust(3, "0")
        return Match(found.end(), f"{amount(found.group(1), at.style)} triệu {cardinal(rest, at.style)} nghìn", "money")
    if (found := at.match(SPLIT)) and _is_split(at, found):
        return Match(
            found.end(),
            f"{cardinal(found[1], at.style)} {units().get(found[2], (found[2],))[0]} {_rest(at, found[3])}",
            "measure",
        )
    found = at.match(NUMBER)
    if found is None:
        return None
    if match := _read_t(at, found) or _read_inches(at, found) or _read_rate(at, found):
        return match
    end, spoken, rule = tail(at, found.end())
    if not spoken or (end == found.end() + 1 and _is_a_name(at, found.group())):
        return None
    return Match(end, f"{amount(found.group(), at.style)} {spoken}", rule)


def _is_split(at: Place, found: re.Match[str]) -> bool:
    """Return whether 1m65 is meant, and no area or volume; "cao 1m2" is a height, "rộng 60m2" an area."""
    if found[3] not in ("2", "3") or found[2] not in ("m", "km"):
        return True
    if found[2] == "km" or len(found[1]) > 1:
        return False
    return at.follows(phrases("label", "height")) or (at.follows(("rộng",)) and int(found[1]) <= LARGEST_ACROSS)


def _rest(at: Place, digits: str) -> str:
    return cardinal(digits, at.style) if digits[0] != "0" else digits_one_by_one(digits)


def _read_inches(at: Place, number: re.Match[str]) -> Match | None:
    """Read the 6,7" of a screen, a pipe or a wheel."""
    end = number.end()
    if at.text[end : end + 1] not in ('"', "”", "″") or not set(at.words_before(4)) & set(phrases("label", "inch")):
        return None
    return Match(end + 1, f"{amount(number.group(), at.style)} inch", "measure")


def _read_t(at: Place, number: re.Match[str]) -> Match | None:
    """Read "62t", "3,5T": years of a person or tons of a load, by the words before."""
    end = number.end()
    if at.text[end : end + 1] not in ("t", "T") or at.text[end + 1 : end + 2].isalnum():
        return None
    words = set(at.words_before(4))
    in_brackets = at.char_before == "(" and at.text[end + 1 : end + 2] in (")", ",", ";")
    is_aged = words & set(phrases("label", "aged")) or (in_brackets and not words & set(phrases("label", "loaded")))
    if number.group().isdecimal() and is_aged:
        return Match(end + 1, f"{amount(number.group(), at.style)} tuổi", "measure")
    if words & set(phrases("label", "loaded")) or not number.group().isdecimal() or at.text[end + 1 : end + 2] == "/":
        return Match(end + 1, f"{amount(number.group(), at.style)} tấn", "measure")
    return None


def _read_rate(at: Place, number: re.Match[str]) -> Match | None:
    """Read what is counted a minute: "pulse 80 l/p" → times, "1.500 v/p" → turns; "30 l/p" are litres, as any unit."""
    found = RATE.match(at.text, number.end())
    if found is None or (found[1] == "l" and not set(at.words_before(4)) & set(phrases("label", "beating"))):
        return None
    counted = "vòng" if found[1] == "v" else "lần"
    return Match(found.end(), f"{amount(number.group(), at.style)} {counted} trên phút", "measure")


def read_unit(at: Place) -> Match | None:
    """Accept a unit without a number in digits: "mỗi kg", "hàng nghìn ha", "triệu USD"."""
    if at.char_before.isalnum() or at.char_before == "-":
        return None
    found = at.match(LETTERS)
    known = unit(found.group()) if found else None
    if found is None or known is None:
        return None
    spoken, use = known
    if use == "rate":
        return None
    words = at.left.split()
    counted = bool(words) and (words[-1] in COUNTING or at.follows(phrases("per", "in")))
    counted = counted or (use == "number" and _opens_a_rate(at, found.end()))
    if use not in ("alone", "money-alone") and not counted:
        return None
    if found.group().isupper() and len(found.group()) == 2 and not counted and use != "money-alone":
        return None
    return Match(found.end(), spoken, RULES.get(use, ""))


def _opens_a_rate(at: Place, end: int) -> bool:
    """Return whether a slash and another unit follow, as in m/s."""
    other = UNIT_HERE.match(at.text, end + 1) if at.text[end : end + 1] == "/" else None
    return other is not None and unit(other.group()) is not None


def read_post(at: Place) -> Match | None:
    """Accept "Km12+300", "km 5": the stone on a road; "5 km" is an amount."""
    found = at.match(POST)
    if found is None or at.char_before.isalnum():
        return None
    kilometres, metres = found.groups()
    is_area = found.group()[2:] in ("2", "3") and (found.group()[0] == "k" or at.left.split()[-1:] in _COUNTED)
    if is_area:
        return None
    spoken = f"ki lô mét {cardinal(kilometres, at.style)}"
    if metres:
        spoken += f" cộng {cardinal(metres, at.style)}"
    return Match(found.end(), spoken)


def read_sign_first(at: Place) -> Match | None:
    """Accept "$100", "US$ 2.5"."""
    found = at.match(SIGN_FIRST)
    known = unit(found.group(1)) if found else None
    if found is None or known is None:
        return None
    return Match(found.end(), f"{amount(found.group(2), at.style)} {known[0]}")


def _is_a_name(at: Place, number: str) -> bool:
    """Return whether number and letter are a class, a house, a block ("lớp 10K", "số 5Đ") and no amount."""
    letter = at.text[at.start + len(number)]
    return letter.isalpha() and (at.follows(phrases("label", "lettered")) or (letter == "Đ" and "." not in number))


RATE = re.compile(r"[ \u00a0]?([lv])/(?:ph?|phút)(?![^\W_])")
FLOWING = re.compile(r"(?:(?<![^\W\d_])(?:l|L|m3|m³|m)|lít|lần|vòng|nhịp|mét khối)$")
"""What stands before the p of a minute; behind other units it may be a room or a ward."""
PER = re.compile(r"[ \u00a0]?/[ \u00a0]?")
WORD = re.compile(rf"[{LOWER}]{{2,7}}(?!\w)")
UNIT_HERE = re.compile(r"[^\W\d_]{1,7}[23²³]?(?![^\W_])")
CAPITALS = re.compile(rf"[{UPPER}]{{2,6}}(?!\w)")
HUNDRED = re.compile(r"(\d{1,3}(?:\.\d{3}){0,3})(?! [^\W\d_](?!\w))(?= [^\W\d_]{2}|[^\W\d_]{1,5}[23²³]?(?!\w))")


def read_per(at: Place) -> Match | None:
    """Accept the slash of "đồng/kg", "lượt/người/năm", "m3/s", "%/năm", and the unit after it.

    Not between words that are alternatives: "thôn/bản", "cán bộ/công chức" keep their pause.
    """
    found = at.match(PER)
    if found is None or _are_alike(at, found.end()):
        return None
    end = found.end()
    known = UNIT_HERE.match(at.text, end)
    spoken = unit(known.group()) if known else None
    if not (_is_amount(at) or (spoken and spoken[1] == "alone" and at.char_before.isalpha())):
        return None
    is_noun = at.precedes(end, phrases("per", "noun"))
    if spoken and spoken[1] == "rate" and not FLOWING.search(at.left):
        return None
    if known and spoken and not is_noun:
        return Match(known.end(), f"trên {spoken[0]}", "measure")
    is_noun = is_noun or (_is_price(at) and _is_counted_by(at, end))
    if not is_noun and _is_price(at) and WORD.match(at.text, end):
        return Match(end, "trên", "measure")
    return Match(end, "trên", "measure") if is_noun else _per_many(at, end)


def _is_counted_by(at: Place, end: int) -> bool:
    """Return whether an abbreviation stands here of what is counted by: the HS of "936.000đ/HS/tháng"."""
    found = CAPITALS.match(at.text, end)
    return found is not None and expand(found.group()) in phrases("per", "noun")


def _is_price(at: Place) -> bool:
    """Return whether an amount of money stands right before a slash: what follows is what it is paid for."""
    return at.follows(("đồng",)) or at.line.said[-1].rule == "money"


def _per_many(at: Place, end: int) -> Match | None:
    """Read the "/1.000 dân" of "1 bác sĩ/1.000 dân", the "/24h" of a rainfall."""
    many = HUNDRED.match(at.text, end)
    if many is None or at.char_before.isdecimal():
        return None
    last, spoken, _ = tail(at, many.end())
    if not spoken and at.text[many.end()] != " ":
        return None
    return Match(last, f"trên {amount(many.group(1), at.style)} {spoken}".rstrip(), "measure")


def _are_alike(at: Place, end: int) -> bool:
    """Return whether the slash stands between two of a kind, as in "5 thôn/bản": alternatives, not a rate."""
    return any(
        at.follows(kind) and at.precedes(end, kind) for kind in (phrases("per", "place"), phrases("per", "person"))
    )


def _is_amount(at: Place) -> bool:
    """Return whether what stands before a slash was counted: a number near, or a unit itself."""
    left = at.left
    last = re.split(r"[ /]", left)[-1].strip("(")
    if last in phrases("per", "amount") or unit(last):
        return True
    near = left.replace("/", " ").split()[-5:]
    return any(word.strip("(,")[:1].isdecimal() or word in NUMBER_WORDS for word in near)
