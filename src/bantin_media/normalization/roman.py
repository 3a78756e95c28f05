"""Roman numerals.  "khóa XV" → "khóa mười lăm", "lần thứ IV" → "lần thứ tư", "quý I/2022" → "quý một năm …".

"Khu vực I, II và III" → "một, hai và ba", "thế kỷ XVIII - XIX" → "… đến …".  A single letter is a numeral only after a
counted noun or in a list of numerals: never "vitamin C", "nhóm máu O", "điểm C", "Lý A Dì".
"""

from __future__ import annotations

import re
from functools import cache

from ..configuration.settings import ReadingStyle
from ..model import Certainty
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import spell
from .cardinal import cardinal, year
from .context import Match, Place
from .evidence import unsaid
from .plain import UNITS
from .words import phrases

_ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NUMERAL = regex(rf"({_ROMAN})(?:(?: ?[-–] ?)({_ROMAN}))?(?:(?: ?[/\-–] ?)((?:19|20)\d\d))?(?![\w&])")
_PARTS = regex(r"([IVX]{1,5})((?:\.\d{1,2}){1,3})(?![\w/]|[.,]\d)")
_LETTERED = regex(r"([IVX]{1,4})([A-Ea-e])(\d{1,2})?(?!\w)")
_SMALL_LETTERS = regex(rf"(?:{_ROMAN})(?!\w)", re.IGNORECASE)
_PARTS_OF_ALL = regex(r"\d [^\W\d_]+$")
"""A count of parts, no heading: "1 phần xi"."""
_UNKNOWN = regex(r"[XVI] ?=")
"""An unknown or a coordinate: "X=2345678"."""
_LARGE = regex(rf"{_ROMAN}(?!\w)")
_LISTED = regex(r"(?:(?:^|\W)(?:và|hoặc|đến)|[,;\-–])$")
_WORDS = regex(r" ?[^\W\d_]")
_LONE = regex(r"I(?=[,;:)]|\.?$| [^\W\d_])")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ORDINAL = {1: "nhất", 4: "tư"}
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_SHORTEST_YEAR = 4
"""In letters: fewer of them in small type are a unit."""
_SMALL = frozenset("IVX")
"""The letters of small numerals; any other letter alone is not a numeral: "loại C"."""


def read(at: Place) -> Match | None:
    """Match a numeral, a range of two, the year after a quarter, and the parts of a heading ("mục IV.2")."""
    if at.char_before.isalnum() or at.char_before in {".", "/", "&"} or at.match(_UNKNOWN):
        return None
    if (found := at.match(_PARTS)) and at.follows(phrases("label", "parted")):
        parts = (str(value(found[1])), *found[2].split(".")[1:])
        return Match(found.end(), " chấm ".join(cardinal(part, at.style) for part in parts))
    found = at.match(_NUMERAL)
    if found is None or _is_known_otherwise(found[1]):
        return None
    first, last, in_year = found.groups()
    if not ((is_counted(at) and _SMALL.issuperset(first)) or _is_listed(at) or _is_evident(first)) or (
        last and not _is_evident(last)
    ):
        return _one_letter_range(at, found) if last else None
    if in_year and "/" not in found.group() and not at.follows(("quý", "quí")):
        return None if last else _without_year(at, found)
    ordinal = at.follows(("thứ",))
    spoken = _say(first, at.style, ordinal=ordinal)
    if last:
        spoken += f" đến {_say(last, at.style, ordinal=ordinal)}"
    if in_year:
        spoken += f" năm {year(in_year, at.style)}"
    return Match(found.end(), spoken)


def read_large(at: Place) -> Match | None:
    """Match a year in Roman numerals, "năm MCMXCIX", and a large number after a counted noun, "mục XLI"."""
    found = at.match(_LARGE)
    if found is None or at.char_before.isalnum() or len(found.group()) < 2 or _is_known_otherwise(found.group()):
        return None
    number = value(found.group())
    is_year = at.follows(("năm",)) and _FIRST_YEAR <= number < _LAST_YEAR
    if not (is_year or at.follows((*phrases("roman", "counted"), "khoản"))):
        return None
    return Match(found.end(), cardinal(number, at.style))


def read_lettered(at: Place) -> Match | None:
    """Match "IIIA", "IIb", "IIIA3" → "ba a", "hai bê", "ba a ba"; "IA" and "VIC" only after a counted noun."""
    found = at.match(_LETTERED)
    if found is None or at.char_before.isalnum() or not is_well_formed(found[1]):
        return None
    is_evident = len(found[1]) > 1 and (set(found[1]) == {"I"} or found[3] is not None)
    is_other = not is_evident and len(found[1]) < 2 and found.group() in abbreviations()
    if is_other or not (is_evident or is_counted(at) or _is_listed(at)):
        return None
    digits = f" {cardinal(found[3], at.style)}" if found[3] else ""
    number = cardinal(value(found[1]), at.style)
    return Match(found.end(), f"{number} {spell(found[2], at.style.letter_names)}{digits}")


def read_small(at: Place) -> Match | None:
    """Match a numeral in small letters after a noun that is never followed by letters: "chương iv", "khóa xv"."""
    found = at.match(_SMALL_LETTERS)
    if found is None or at.char_before.isalnum():
        return None
    if _is_small_year(at, found.group().upper()):
        return Match(found.end(), cardinal(value(found.group().upper()), at.style))
    if not at.follows((*phrases("roman", "counted"), "khoản")) or _PARTS_OF_ALL.search(at.left):
        return None
    if not _SMALL.issuperset(found.group().upper()) and len(found.group()) < 2:
        return None
    if found.group() in UNITS and _WORDS.match(at.text, found.end()) and not _goes_on(at, found.end()):
        return None
    return Match(found.end(), _say(found.group().upper(), at.style, ordinal=at.follows(("thứ",))))


def _is_small_year(at: Place, numeral: str) -> bool:
    """Return whether small letters after "năm" are a year: "năm mmxx"; "năm mm" is millimetres."""
    return len(numeral) >= _SHORTEST_YEAR and at.follows(("năm",)) and _FIRST_YEAR <= value(numeral) < _LAST_YEAR


def _goes_on(at: Place, end: int) -> bool:
    """Return whether the following words show that "vi" is a numeral: "mục vi của kế hoạch", not "mục vi phạm"."""
    return at.precedes(end, phrases("roman", "behind"))


def read_short(at: Place) -> Match | None:
    """Match a short noun with its numeral, with or without a space: "BĐIII", "KV II", "BĐI-BĐII" → "… đến …"."""
    found = at.match(_short())
    if found is None or at.char_before.isalnum() or found.group() in abbreviations():
        return None
    nouns = dict(zip(phrases("roman", "short"), phrases("roman", "means"), strict=True))
    noun, first, again, last = nouns[found[1].lower()], found[2], found[3], found[4]
    words = unsaid(at, noun)
    spoken = f"{words} {cardinal(value(first), at.style)}".strip()
    if last:
        spoken += f" đến {noun if again else ''} {cardinal(value(last), at.style)}".replace("  ", " ")
    return Match(found.end(), spoken)


def read_lone(at: Place) -> Match | None:
    """Match a single "I" at the end of a name, "Trung tâm Giống I": no Vietnamese word has this form."""
    found = at.match(_LONE)
    if found is None or at.char_before != " " or at.follows(phrases("roman", "letter")):
        return None
    before = at.words_before(1)
    if not before or len(before[0]) < 2:
        return None
    return Match(found.end(), cardinal(1, at.style), "", (), Certainty.GUESS, "", spell("i", at.style.letter_names))


def value(numeral: str) -> int:
    """Return the value of a well-formed numeral: XIV → 14."""
    total = 0
    for letter, following in zip(numeral, numeral[1:] + " ", strict=True):
        worth = _VALUES[letter]
        total += -worth if _VALUES.get(following, 0) > worth else worth
    return total


def _without_year(at: Place, found: re.Match[str]) -> Match:
    """Read "lần thứ II - 2018" up to the dash, because only a quarter is followed by its year."""
    ordinal = at.follows(("thứ",))
    return Match(found.end(1), _say(found[1], at.style, ordinal=ordinal))


def _one_letter_range(at: Place, found: re.Match[str]) -> Match | None:
    """Read "I - V" after a counted noun."""
    first, last, in_year = found.groups()
    if not is_counted(at) or not _SMALL.issuperset(last) or in_year:
        return None
    return Match(found.end(), f"{_say(first, at.style, ordinal=False)} đến {_say(last, at.style, ordinal=False)}")


def _say(numeral: str, style: ReadingStyle, *, ordinal: bool) -> str:
    number = value(numeral)
    return _ORDINAL.get(number, "") if ordinal and number in _ORDINAL else cardinal(number, style)


def is_well_formed(numeral: str) -> bool:
    """Return whether the letters are a Roman numeral: never "IIX"."""
    return re.fullmatch(_ROMAN, numeral) is not None


def _is_evident(numeral: str) -> bool:
    """Return whether the letters alone are sufficient: two or more of I, V, X ("XIII"); "XX" may be a blank."""
    return len(numeral) > 1 and _SMALL.issuperset(numeral) and numeral not in {"XX", "XXX"}


def is_counted(at: Place) -> bool:
    """Return whether a noun that is counted in Roman numerals precedes ("chương I")."""
    left = at.left
    nouns = _nouns()
    return left.endswith(nouns) and any(left.endswith(noun) and not left[: -len(noun)][-1:].isalnum() for noun in nouns)


def _is_known_otherwise(numeral: str) -> bool:
    """Return whether the letters are an abbreviation and no usual numeral: "ngạch CV" is no 105."""
    return len(numeral) > 1 and not _SMALL.issuperset(numeral) and numeral in abbreviations()


def _is_listed(at: Place) -> bool:
    """Return whether the last token was also a numeral, followed by a comma or "và"."""
    if not _LISTED.search(at.left):
        return False
    for token in reversed(at.line.said[-5:]):
        if token.rule == "roman":
            return True
        if token.rule not in ("space", "punctuation") and token.written.strip() not in ("và", "hoặc", "đến"):
            return False
    return False


@cache
def _nouns() -> tuple[str, ...]:
    return (*phrases("roman", "counted"), *phrases("roman", "also"))


@cache
def _short() -> re.Pattern[str]:
    forms = "|".join(re.escape(form.upper()) for form in sorted(phrases("roman", "short"), key=len, reverse=True))
    small = r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})"
    return re.compile(rf"({forms}) ?({small})(?: ?[-–] ?({forms})? ?({small}))?(?![\w&/])")
