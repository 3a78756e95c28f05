"""A number → the Vietnamese words of a newsreader.

These are the expected readings of the constructed phrases: written from knowledge of the language and independently of
`bantin_media`, which they test.
"""

from __future__ import annotations

from collections.abc import Sequence

DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
GROUPS = ("", "nghìn", "triệu")
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LETTERS = dict(
    zip(
        "ABCDĐEFGHIKLMNOPQRSTUVXY",
        [
            "a",
            "bê",
            "xê",
            "dê",
            "đê",
            "e",
            "ép",
            "gờ",
            "hát",
            "i",
            "ca",
            "lờ",
            "mờ",
            "nờ",
            "o",
            "pê",
            "quy",
            "rờ",
            "ét",
            "tê",
            "u",
            "vê",
            "ích",
            "y",
        ],
        strict=True,
    )
)


def cardinal(number: int) -> str:
    """1.045 → một nghìn không trăm bốn mươi lăm; whole numbers below a trillion."""
    if number == 0:
        return DIGITS[0]
    if number >= 10**9:
        rest = number % 10**9
        return " ".join([cardinal(number // 10**9), "tỷ", *([_groups(rest, after=True)] if rest else [])])
    return _groups(number, after=False)


def _groups(number: int, *, after: bool) -> str:
    words: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            words += [_below_thousand(group, after=after or bool(words)), GROUPS[power]]
    return " ".join(word for word in words if word)


def _below_thousand(number: int, *, after: bool) -> str:
    """045 after a higher group → không trăm bốn mươi lăm."""
    hundreds, rest = divmod(number, 100)
    words = [DIGITS[hundreds], "trăm"] if hundreds or after else []
    if not rest:
        return " ".join(words)
    tens, ones = divmod(rest, 10)
    if tens == 0:
        words += ["linh", DIGITS[ones]] if words else [DIGITS[ones]]
    else:
        words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
        words += [] if ones == 0 else [_last(tens, ones)]
    return " ".join(words)


def _last(tens: int, ones: int) -> str:
    if ones == 5:
        return "lăm"
    if tens > 1 and ones in (1, 4):
        return "mốt" if ones == 1 else "tư"
    return DIGITS[ones]


def ordinal(number: int) -> str:
    """The word after "thứ": 1 → nhất, 4 → tư, 14 → mười bốn."""
    return {1: "nhất", 4: "tư"}.get(number, cardinal(number))


def one_by_one(digits: str) -> str:
    """0912 → không chín một hai."""
    return " ".join(DIGITS[int(digit)] for digit in digits if digit.isdigit())


def spelled(letters: str) -> str:
    """QĐ → quy đê."""
    return " ".join(LETTERS[letter] for letter in letters.upper())


def year(number: int) -> tuple[str, ...]:
    """2025 → hai nghìn không trăm hai mươi lăm, or shorter: hai nghìn hai mươi lăm."""
    full = cardinal(number)
    return (full, full.replace("nghìn không trăm ", "nghìn ")) if "nghìn không trăm" in full else (full,)


def decimal(whole: int, places: str, point: Sequence[str] = ("phẩy",)) -> tuple[str, ...]:
    """12,05 → mười hai phẩy không năm; 3,25 → ba phẩy hai lăm: digit by digit, or as one number."""
    behind = [one_by_one(places)]
    if len(places) > 1 and places[0] != "0":
        behind.append(cardinal(int(places)))
    return tuple(f"{cardinal(whole)} {mark} {digits}" for mark in point for digits in behind)


def roman(number: int) -> str:
    """14 → XIV; below forty."""
    letters = ""
    for value, sign in ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters
