"""Amounts with a unit.  "25 km2" → "hai mươi lăm ki lô mét vuông", "36,6°C" → "ba mươi sáu phẩy sáu độ xê".

Percentages, degrees and money are rows of the same table of units; "1,5 tỷ đồng" needs no row because it is words.
"Km12+300" is a position on a road.
"""

from __future__ import annotations

import re
from functools import cache

from ..model import Certainty
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import ANY_LETTER
from ..vietnamese.syllables import syllables
from ..vietnamese.tables import read_table
from . import ton
from .cardinal import DIGIT, cardinal, digits_one_by_one
from .context import Match, Place, ends_in
from .decimal import AMOUNT, amount
from .words import phrases

UNIT = regex(
    r"[ \u00a0]?(tr\.đ(?:ồng)?|[KkMGT]b/s|%[0o]|[°º˚⁰0o]C(?![^\W\d_])|[°º˚⁰]F|US\$|''|[^\W\d_]{1,7}[23²³]?"
    r"|[%％‰°º˚℃'’′₫$€£¥₩₹])(?![^\W_])"
)
SPACES = frozenset(" \u00a0")
SIGNS = frozenset("(%°º˚⁰0℃'’′₫$€£¥₩₹‰％")
"""The characters besides letters with which a unit begins."""
BRACKETED = regex(r" ?\(([ckmd]?m[23²³]?|kg|ha|ml|km)\)")
"""The unit of a result in brackets: "60 - 35 = 25 (m)"."""
NUMBER = regex(AMOUNT)
POST = regex(r"[Kk][Mm]\s?(\d{1,4})(?:\s?\+\s?(\d{1,3}))?(?![\w/])")
MILLIONS = regex(r"(\d{1,3})tr(\d{1,3})(?!\w|[.,]\d)")
SPLITTING = frozenset("tmksh")
"""The first letters of the units between digits."""
SPLIT = regex(r"(\d{1,3})(m|km|kg|tạ|tấn|tỷ|tỉ|sào|mẫu|ha)(\d{1,2})(?!\w|[.,]\d)")
"""A unit in the place of the comma: 1m65, 3kg5, 2tỷ2."""
YEARED = regex(r"\d{4}$")
"""Four digits are a year and not minutes: the mark after them closes a quotation."""
HEIGHT_SIGHT = 5
ROOMS = 3
"""A house or a tower with this many digits before m has a height in metres."""
LARGEST_ACROSS = 3
"""In metres: up to this, "rộng 3m2" is a width of 3.2 metres; a larger number is an area."""
SIGN_FIRST = regex(rf"(US\$|[$€£¥₫₩฿₹])\s?({AMOUNT})")
GLUED_SCALE = regex(r"(nghìn|ngàn|vạn|triệu|tỷ|tỉ)([^\W\d_]{1,7}[23²³]?)(?![^\W_])")
RUN = regex(rf"{ANY_LETTER}+")
LETTERS = regex(r"[^\W\d_]{1,7}[23²³]?(?![^\W_])")
RULES = {"percent": "percent", "degree": "measure", "money": "money", "money-alone": "money"}
NUMBER_WORDS = frozenset((*DIGIT, *phrases("count", "number")))
COUNTING = NUMBER_WORDS | frozenset(phrases("count", "counting"))
_COUNTED = [[word] for word in COUNTING]
ONLY_GLUED = frozenset(["k", "K", "Đ", "s", "w", "CV", "HP", "TB", "UI", "bar", "Nm", "TW", "CAD"])
GOES_ON = regex(r"[-–.][^\W\d_]")
SHORT = 2
INCH_MARKS = frozenset("\"”″’'")
INCHES = regex("\"|”|″|''|’’")
QUOTED = 200
LOST_DEGREE = regex(r"(?:(\d{1,2}) ?[-–] ?)?(\d{1,2})0 ?C(?!\w)")
HOTTEST = 45
SENSE_SIGHT, NEXT, LONGEST_BROKEN = 12, 3, 2
PRICED = regex(r"/[^\W\d_]")
"""A whole number per unit is a price: "10đ/Kb"; a broken one is points: "0,25đ/câu"."""
LAST_NUMBER = regex(r"\d[\d.,]*$")
HEADS = frozenset({"money", "number", "alone"})
HEAD = regex(r"(?:/[^\W\d_]{1,12}[23²³]?(?: [^\W\d_]{1,12})?){0,2}\)")
"""What closes the head of a column behind its unit: "DT (ha)", "Giá (nghìn đ/kg)"."""
UNIT_HERE = regex(r"[^\W\d_]{1,7}[23²³]?(?![^\W_])")
COMRADE = regex(r"/[cCvV](?!\w)")
"""After đ, "/c" is not a price per c, except in "35 đ/c"."""
STRAY_STOP = regex(r"\.(?=(?:đ|đồng|[vV][nN][đĐdD])(?![^\W_]))")
"""A superfluous full stop between an amount and its money: "12.500.đ"."""
DOTTED_HEAD = regex(r"tr\. ?(?:đồng|đ)(?!\w)")
LIST_MARKS = frozenset("ghst")
"""Units of one letter that are marks of items in brackets as well: "điểm (g)"."""
DOTTED = regex(r"[ \u00a0]?tr\. ?(?:đồng|đ)(?!\w)")


@cache
def units() -> dict[str, tuple[str, str]]:
    """Return written unit → its reading and the permitted positions."""
    return {row[0]: (row[1], row[2]) for row in read_table(__package__, "measure")}


@cache
def senses() -> dict[str, tuple[tuple[str, int, str, str, str], ...]]:
    """Return the units that mean something else in some company: the words, the largest number, the reading."""
    found: dict[str, tuple[tuple[str, int, str, str, str], ...]] = {}
    for written, kind, largest, spoken, use, broken in read_table(__package__, "sense"):
        found[written] = (*found.get(written, ()), (kind, int(largest), spoken, use, broken))
    return found


def unit(written: str) -> tuple[str, str] | None:
    """Return the reading of a unit and its use; Kg and KM mean kg and km, but g never means G."""
    known = units()
    if written in known:
        return known[written]
    if len(written) < 2:
        return None
    return known.get(written.lower()) or _in_any_case().get(written.lower())


@cache
def _in_any_case() -> dict[str, tuple[str, str]]:
    """Return the units of two or more letters in lower case: 12Mwh, 220KV, 2gb."""
    return {written.lower(): spoken for written, spoken in units().items() if len(written) > 1}


def _begins(text: str, end: int) -> str:
    """Return the first character after an amount and an optional space."""
    return text[end + 1 : end + 2] if text[end : end + 1] in SPACES else text[end : end + 1]


def tail(at: Place, end: int) -> tuple[int, str, str]:
    """Return the end of the unit after an amount up to `end`, its reading and its class; without a unit, `end`."""
    first = _begins(at.text, end)
    if first == "t" and (found := DOTTED.match(at.text, end)):
        return found.end(), "triệu đồng", "money"
    if first == "(" and (found := BRACKETED.match(at.text, end)):
        return found.end(), units()[found[1]][0], "measure"
    found = UNIT.match(at.text, end) if first.isalpha() or first in SIGNS else None
    known = unit(found.group(1)) if found else None
    if found is None or known is None or (found[1] in ("đ", "Đ") and COMRADE.match(at.text, found.end())):
        return end, "", ""
    spoken, use = _meant(at, found[1], end) or known
    spaced = at.text[end : found.start(1)] != ""
    is_closing = use == "minute" and (spaced or YEARED.search(at.text, at.start, end))
    is_price = found[1] in "kK" and at.text[found.end() : found.end() + 1] == "/"
    if use == "rate" or is_closing or (found[1] in "kK" and not is_price and _is_letter_k(at)):
        return end, "", ""
    if spaced and not is_price and (use == "glued" or not _stands_apart(at, found)):
        return end, "", ""
    return found.end(), spoken, RULES.get(use, "measure")


def _meant(at: Place, written: str, end: int) -> tuple[str, str] | None:
    """Return what a unit means in its company: "(87,5đ)" behind "hội thi" are points, "dày 24 tr." pages."""
    for kind, largest, spoken, use, broken in senses().get(written, ()):
        number = LAST_NUMBER.search(at.text, at.start, end)
        digits, _, rest = number.group().partition(",") if number else ("", "", "")
        if not digits or int(digits.replace(".", "")) > largest or len(rest) > LONGEST_BROKEN:
            continue
        near = {*at.words_before(SENSE_SIGHT), *at.words_after(end + len(written))}
        if not rest and PRICED.match(at.text, end + len(written)):
            continue
        if {*at.words_before(NEXT)} & {*phrases("label", f"not {kind}")}:
            continue
        if broken if rest else near & {*phrases("label", kind)}:
            return spoken, use
    return None


def _is_letter_k(at: Place) -> bool:
    """Return whether K does not mean a thousand: of gold ("24K"), of a screen ("4K"), of potassium ("1/4K")."""
    before = at.text[max(0, at.start - 1) : at.start]
    return before == "/" or bool(set(at.words_before(6)) & set(phrases("label", "carat")))


def _stands_apart(at: Place, found: re.Match[str]) -> bool:
    """Return whether a space may separate the unit from its number: not for an ambiguous unit, or in "10 V-League"."""
    written = found[1]
    if written in ONLY_GLUED or GOES_ON.match(at.text, found.end()):
        return False
    return written in units() or not (written.isalpha() and written.isupper() and len(written) == SHORT)


def read(at: Place) -> Match | None:
    """Match an amount and its unit; a unit of one letter only directly after a number."""
    found = at.match(NUMBER)
    if found is None:
        return None
    first = _begins(at.text, found.end())
    if (
        match := _read_split(at, first)
        or (ton.read(at, found) if first in "tT" else None)
        or _read_inches(at, found)
        or _read_rate(at, found)
    ):
        return match
    stray = STRAY_STOP.match(at.text, found.end()) if first == "." else None
    end, spoken, rule = tail(at, stray.end() if stray else found.end())
    if not spoken or (end == found.end() + 1 and _is_a_name(at, found.group())):
        return None
    if (spoken == "phút" and at.follows(("phút",))) or (end < len(at.text) and at.precedes(end, (spoken,))):
        spoken = ""
    return Match(end, f"{amount(found.group(), at.style)} {spoken}".rstrip(), rule)


def _read_split(at: Place, first: str) -> Match | None:
    """Read an amount whose unit is between its digits: "2tr5", "1m65"."""
    if first not in SPLITTING:
        return None
    if found := at.match(MILLIONS):
        rest = found.group(2).ljust(3, "0")
        return Match(found.end(), f"{amount(found.group(1), at.style)} triệu {cardinal(rest, at.style)} nghìn", "money")
    if (found := at.match(SPLIT)) and _is_split(at, found):
        spoken = f"{cardinal(found[1], at.style)} {units().get(found[2], (found[2],))[0]} {_rest(at, found[3])}"
        return Match(found.end(), spoken, "measure")
    return None


def _is_split(at: Place, found: re.Match[str]) -> bool:
    """Return whether 1m65 is a length and not an area or volume; "cao 1m2" is a height, "rộng 60m2" an area."""
    if found[3] not in ("2", "3") or found[2] not in ("m", "km"):
        return True
    if found[2] == "km" or len(found[1]) > 1:
        return False
    if at.follows(phrases("label", "height")) or (at.follows(("rộng",)) and int(found[1]) <= LARGEST_ACROSS):
        return True
    return int(found[1]) <= LARGEST_ACROSS and _is_height(at)


def _is_height(at: Place) -> bool:
    """Return whether a height is told some words before: "trẻ dưới 1m2", "chiều cao cột 1m2", "cách mái 1m2"."""
    words = at.words_before(HEIGHT_SIGHT)
    is_told = bool({*words[-2:]} & {*phrases("label", "tall")}) and at.char_before == " "
    if [token.rule for token in at.line.said[-2:]] == ["measure", "range"]:
        is_told = SPLIT.fullmatch(at.line.said[-2].written) is not None and "vuông" not in at.line.said[-2].spoken
    return is_told or (at.follows(phrases("label", "bounding")) and bool({*words} & {*phrases("label", "grown")}))


def _rest(at: Place, digits: str) -> str:
    return cardinal(digits, at.style) if digits[0] != "0" else digits_one_by_one(digits)


def _read_inches(at: Place, number: re.Match[str]) -> Match | None:
    """Read the 6,7" of a screen or a pipe; never a mark that closes a quotation ("Mô hình “3 trong 1”")."""
    found = INCHES.match(at.text, number.end()) if at.text[number.end() : number.end() + 1] in INCH_MARKS else None
    if found is None:
        return None
    near = f" {' '.join(at.words_before(5))} "
    if not any(f" {one} " in near for one in phrases("label", "inch")):
        return None
    before = at.text[max(0, at.start - QUOTED) : at.start]
    is_quoted = before.count("“") > before.count("”") or (found.group() == '"' and before.count('"') % 2 == 1)
    return None if is_quoted else Match(found.end(), f"{amount(number.group(), at.style)} inch", "measure")


def read_lost_degree(at: Place) -> Match | None:
    """Match a temperature whose degree sign became a zero in pasting: "10-130C" → "mười đến mười ba độ xê", "270C"."""
    found = at.match(LOST_DEGREE)
    if found is None or at.char_before.isalnum() or int(found[2]) > HOTTEST:
        return None
    if found[1]:
        if float(found[1]) >= int(found[2]):
            return None
        return Match(found.end(), f"{cardinal(found[1], at.style)} đến {cardinal(found[2], at.style)} độ xê")
    is_told = bool(set(at.words_before(8)) & set(phrases("label", "weather")))
    if len(found[2]) == 1 and not is_told:
        return None
    spoken = f"{cardinal(found[2], at.style)} độ xê"
    if is_told:
        return Match(found.end(), spoken, "", (), Certainty.CONTEXT, "°", "")
    return Match(found.end(), spoken, "", (), Certainty.GUESS, "°", f"{cardinal(found[2] + '0', at.style)} xê")


def _read_rate(at: Place, number: re.Match[str]) -> Match | None:
    """Read a rate per minute: "pulse 80 l/p" → times, "1.500 v/p" → turns; in "30 l/p" the unit is litres."""
    found = RATE.match(at.text, number.end()) if _begins(at.text, number.end()) in "lv" else None
    if found is None or (found[1] == "l" and not set(at.words_before(4)) & set(phrases("label", "beating"))):
        return None
    counted = "vòng" if found[1] == "v" else "lần"
    return Match(found.end(), f"{amount(number.group(), at.style)} {counted} trên phút", "measure")


def read_unit(at: Place) -> Match | None:
    """Match a unit without a number in digits: "mỗi kg", "hàng nghìn ha", "triệu USD", "giá (đ/kg)"."""
    if at.char_before.isalnum() or at.char_before == "-":
        return None
    if match := _head(at):
        return match
    found = at.match(LETTERS)
    known = unit(found.group()) if found else None
    if found is None or known is None:
        return None
    spoken, use = known
    words = at.left.split()
    counted = bool(words) and (words[-1] in COUNTING or at.follows(phrases("per", "in")))
    following = at.text[found.end() : found.end() + 2]
    is_code = (found.group() in "kK" and following[:1] in ("-", "–", ".")) or (
        following[:1] == "-" and following[1:].islower()
    )
    if use == "rate" or is_code or (not counted and found.group() not in units()) or _begins_a_form(at, found.end()):
        return None
    counted = counted or (use == "number" and _opens_a_rate(at, found.end()))
    if not counted and (use not in ("alone", "money-alone") or _may_be_letters(found.group(), use)):
        return None
    is_said = use == "money-alone" and ends_in(at.left, (spoken.lower(),))
    return Match(found.end(), "" if is_said else spoken, RULES.get(use, ""))


def may_begin(run: str) -> bool:
    """Return whether a run of letters is a unit, or the letters of one ("m2"), in any case."""
    return run == "tr" or run.lower() in _letters_of_units()


@cache
def _letters_of_units() -> frozenset[str]:
    return frozenset(found.group().lower() for one in units() if (found := RUN.match(one)))


def _head(at: Place) -> Match | None:
    """Read a bracket that holds a unit alone, or over another: "DT (ha)", "Giá (nghìn đ/kg)", "(tr.đ)"."""
    if dotted := at.match(DOTTED_HEAD):
        return Match(dotted.end(), "triệu đồng", "money")
    word = at.left.rpartition(" ")[2]
    if at.char_before != "(" and not (word[:1] == "(" and word[1:] in NUMBER_WORDS):
        return None
    found = at.match(LETTERS)
    known = unit(found.group()) if found else None
    if found is None or known is None or found.group() in LIST_MARKS or not HEAD.match(at.text, found.end()):
        return None
    spoken, use = known
    if use not in HEADS or _may_be_letters(found.group(), use):
        return None
    return Match(found.end(), spoken, RULES.get(use, "measure"))


def _may_be_letters(written: str, use: str) -> bool:
    """Return whether a unit without a number may be a short form of words: "HA", the HKD of a household's business."""
    return (written.isupper() and len(written) == SHORT and use != "money-alone") or len(
        abbreviations().get(written, ())
    ) > 1


def _begins_a_form(at: Place, end: int) -> bool:
    """Return whether the letter and a slash begin a short form: "hai đ/c" are comrades, "hai đ/kg" is a price."""
    return (
        at.text[end : end + 1] == "/"
        and at.text[at.start : end + 2] in abbreviations()
        and not at.text[end + 2 : end + 3].isalnum()
    )


def _opens_a_rate(at: Place, end: int) -> bool:
    """Return whether a slash and another unit follow, as in m/s."""
    other = UNIT_HERE.match(at.text, end + 1) if at.text[end : end + 1] == "/" else None
    known = unit(other.group()) if other else None
    return known is not None and known[1] != "glued"


def read_glued_scale(at: Place) -> Match | None:
    """Match a number word without a space before a unit or a noun: "12 nghìnha" → "mười hai nghìn héc ta"."""
    found = at.match(GLUED_SCALE)
    if found is None or not (at.left[-1:].isdecimal() or at.left.split()[-1:] in _COUNTED):
        return None
    known = unit(found[2])
    if known is None and found[2] not in syllables():
        return None
    return Match(found.end(), f"{found[1]} {known[0] if known else found[2]}", "word")


def read_post(at: Place) -> Match | None:
    """Match "Km12+300", "km 5", a kilometre post; "5 km" is an amount."""
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
    """Match "$100", "US$ 2.5"."""
    found = at.match(SIGN_FIRST)
    known = unit(found.group(1)) if found else None
    if found is None or known is None:
        return None
    return Match(found.end(), f"{amount(found.group(2), at.style)} {known[0]}")


def _is_a_name(at: Place, number: str) -> bool:
    """Return whether number and letter are a class, a house or a block ("lớp 10K", "số 5Đ") and not an amount."""
    letter = at.text[at.start + len(number)]
    if not letter.isalpha() or not number.isdecimal():
        return False
    if letter == "đ" or (letter == "m" and (len(number) >= ROOMS or not at.follows(phrases("label", "class")))):
        return False
    is_road = letter.isupper() and at.follows(phrases("label", "road"))
    return letter == "Đ" or is_road or at.follows(phrases("label", "lettered"))


RATE = regex(r"[ \u00a0]?([lv])/(?:ph?|phút)(?![^\W_])")
