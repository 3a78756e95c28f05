"""Codes and identifiers: numbers that are not counts.  "mã số 20230015" → "hai không hai ba không không một năm"."""

from __future__ import annotations

import re

from ..model import Certainty
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import UPPER, spell
from .abbreviation import expand
from .cardinal import cardinal, digits_one_by_one, year
from .context import Match, Place
from .decimal import amount
from .measure import tail
from .words import phrases

CODE = regex(r"\d{1,20}(?:[.\- ]\d{1,6}){0,10}(?![\w/,]|[.\-]\d| ?%)|\d{1,20}(?![\w/.]|,\d| ?%)")
SERIES = regex(r"(\d{2,6})(\d{1,2})-\1(\d{1,2})")
PADDED = regex(r"(0\d{2,3}) ?[-–] ?(\d{3,4})(?![\w/.-])")
FIGURES = regex(r"\d{3,8}(?![\w/]|[.,]\d)")
FINE = regex(r"9{3,4}")
LETTERED = regex(r"(?:[Ss]ố|[Ss]eri|[Hh]iệu):? [A-ZĐ]{1,3} ?$")
SERIES_SIGHT = 16
ZEROS = regex(r"0\d{2,19}(?![\w/]|[.,]\d)")
PLATE = regex(r"(\d\d)-?([A-ZĐ]{1,2}\d?)(?:-| - | )(\d{3}\.\d\d|\d{4,5})(?![\w/]|[.,]\d)")
STANDARD = regex(rf"(\d{{1,5}}(?:-\d{{1,3}}){{0,3}})[:-]((?:19|20)\d\d)(?:/([{UPPER}]{{2,10}}))?(?!\w)")
LISTED = regex(r"\d{1,4}(?:[.\-]\d{1,6}){2,58}(?![\w/]|[.\-]\d)")
ENDLESS = regex(r"(?:[A-Za-z]{0,2}[0-9²]{1,4}(?![0-9²])[^\w\s]{0,2}|[A-Za-z](?=[^\w\s])[^\w\s]{1,2}){60,200}")
"""A chain of this many numbers and letters without a space is not a date, a share or a telephone number."""
FEWEST_ENDLESS = 60
PIECE = regex(r"[0-9²]+|[A-Za-z]|[^\w\s]")
YEAR = regex(r"(?:19|20)\d\d")
GROUPED = regex(r"[1-9]\d{0,2}(?:\.\d{3})+")
BALANCE_SIGHT = 5
LONGEST_BREATH = 8
"""In digits: a code up to this length is read without a pause, a longer one in groups of three."""


def read(at: Place) -> Match | None:
    """Match a number after a label of codes, and one with a leading zero; never a count ("05 tập thể")."""
    if found := at.match(PLATE):
        letters = _lettered(found.group(2), at.style.letter_names)
        return Match(found.end(), f"{digits_one_by_one(found.group(1))} {letters}, {_said(found.group(3))}")
    if (found := at.match(STANDARD)) and at.follows(phrases("label", "standard")):
        number = ", ".join(_document(at, one) for one in found.group(1).split("-"))
        issuer = f", {expand(found.group(3))}" if found.group(3) and expand(found.group(3)) else ""
        rest = found.end() if issuer or not found.group(3) else found.end(2)
        return Match(rest, f"{number}, năm {year(found.group(2), at.style)}{issuer}")
    if match := _padded(at):
        return match
    found = at.match(CODE)
    counts_digits = at.precedes(found.end(), ("số", "chữ số")) if found else False
    is_of_law = found and YEAR.fullmatch(found[0]) and at.follows(phrases("label", "law"))
    if found and not counts_digits and _is_labelled(at) and not is_of_law:
        return _series(found) or _code_or_amount(at, found)
    found = at.match(ZEROS)
    return Match(found.end(), _said(found.group())) if found else None


def _code_or_amount(at: Place, found: re.Match[str]) -> Match | None:
    """Read digits in groups of three as a code only if no word is of an amount: "số dư TK: 15.230.000" is one."""
    spoken = _said(found.group())
    if not GROUPED.fullmatch(found.group()):
        return Match(found.end(), spoken)
    near = {*at.words_before(BALANCE_SIGHT), *at.words_after(found.end(), 1)}
    if tail(at, found.end())[2] == "money" or near & {*phrases("label", "balance")}:
        return None
    return Match(found.end(), spoken, "", (), Certainty.GUESS, "", amount(found.group(), at.style))


def read_series(at: Place) -> Match | None:
    """Match the figures of a series behind its letters, "số BM 305718", and the fineness of gold, "vàng 9999"."""
    found = at.match(FIGURES)
    if found is None:
        return None
    is_fine = FINE.fullmatch(found.group()) and at.follows(phrases("label", "purity"))
    if is_fine or LETTERED.search(at.text[max(0, at.start - SERIES_SIGHT) : at.start]):
        return Match(found.end(), _said(found.group()))
    return None


def _padded(at: Place) -> Match | None:
    """Read the first and the last of padded numbers: "SBD 001-024" → "không không một đến không hai bốn"."""
    found = at.match(PADDED)
    if found is None or len(found[1]) != len(found[2]) or found[1] >= found[2]:
        return None
    first, last = (digits_one_by_one(one) for one in found.groups())
    return Match(found.end(), f"{first} đến {last}", certainty=Certainty.GUESS, other=f"{first}, {last}")


def _series(found: re.Match[str]) -> Match | None:
    """Read a code and a later one of the same length and beginning, a hyphen between: "mã số 1244-1246"."""
    series = SERIES.fullmatch(found.group())
    if series is None or len(series[2]) != len(series[3]) or series[2] >= series[3]:
        return None
    first, last = (digits_one_by_one(series[1] + end) for end in series.groups()[1:])
    return Match(found.end(), f"{first} đến {last}", certainty=Certainty.GUESS, other=f"{first}, {last}")


def _is_labelled(at: Place) -> bool:
    """Return whether a label of codes precedes and was read as one: the TK of "cuối TK 19" is a century."""
    if not at.follows(phrases("label", "code")):
        return False
    codes = phrases("label", "code")
    label = next((token for token in reversed(at.line.said[-2:]) if token.spoken.strip(",")), None)
    meanings = abbreviations().get(label.written, ()) if label else ()
    may_be_code = any(meaning.spoken.endswith(codes) for meaning in meanings)
    return label is None or not may_be_code or label.spoken.endswith(codes)


def read_endless(at: Place) -> Match | None:
    """Match a chain of sixty or more numbers, one number at a time, so that no other row examines each of them."""
    if " " in at.text[at.start : at.start + FEWEST_ENDLESS]:
        return None
    found = at.match(ENDLESS)
    goes_on = bool(at.line.said) and at.line.said[-1].rule == "code"
    if found is None or (at.char_before.isalnum() and not goes_on):
        return None
    names = at.style.letter_names
    spoken = (
        "," if not one.isalnum() else spell(one, names) if one.isalpha() else _part(at, one)
        for one in PIECE.findall(found.group())
    )
    return Match(found.end(), " ".join(spoken).replace(" ,", ","))


def read_listed(at: Place) -> Match | None:
    """Match three or more numbers joined by points or hyphens that are not a date: 192.168.1.1, 4-4-2.

    Before a unit they are a guess, because a digit is missing or one too many: "1.888.0000 đồng".
    """
    found = at.match(LISTED)
    if found is None:
        return None
    joint = " chấm " if "." in found.group() else ", "
    spoken = joint.join(_part(at, one) for one in re.split(r"[.\-]", found.group()))
    if "." in found.group() and (tail(at, found.end())[1] or at.precedes(found.end(), phrases("label", "amount"))):
        return Match(found.end(), spoken, certainty=Certainty.GUESS)
    return Match(found.end(), spoken)


def _document(at: Place, digits: str) -> str:
    zeros = len(digits) - len(digits.lstrip("0"))
    return " ".join([*["không"] * zeros, cardinal(digits, at.style)])


def _part(at: Place, digits: str) -> str:
    """Return one part of a listed code: up to 99 as a number, a longer one digit by digit."""
    if len(digits) < 3 and digits[0] != "0" and digits.isascii():
        return cardinal(digits, at.style)
    return digits_one_by_one(digits)


def _lettered(series: str, names: str) -> str:
    digits = series.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZĐ")
    return f"{spell(series, names)} {digits_one_by_one(digits)}".rstrip()


def _said(written: str) -> str:
    """Return the digits one by one, with a pause at each separator of the code and in a long code."""
    groups = re.split(r"[.\- ]", written)
    if len(groups) == 1 and len(written) > LONGEST_BREATH:
        last = len(written) - len(written) % 3 - (3 if len(written) % 3 == 1 else 0)
        groups = [written[start : start + 3] for start in range(0, last, 3)] + [written[last:]]
    return ", ".join(digits_one_by_one(group) for group in groups)
