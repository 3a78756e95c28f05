"""Warns of private data before it is published: telephone numbers, e-mail addresses, citizen numbers, bank accounts.

Nothing is taken out: what may be printed is the editor's to judge (Law on the protection of personal data, 2025).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..messages import message
from .sheet import Sheet, Use

_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_DIGITS: Final = re.compile(r"(?<![\w/.,])(?:\+84|\(?0)[\d .\-()]{7,16}\d(?![\d/])")
_LONG: Final = re.compile(r"(?<![\d.,/])\d(?:[ .]?\d){7,18}(?![\d/])")
_ID_WORDS: Final = re.compile(
    r"\b(?:cccd|cmnd|cmtnd|căn cước|chứng minh nhân dân|chứng minh thư|định danh|mã số cá nhân)\b", re.IGNORECASE
)
_BANK_WORDS: Final = re.compile(r"\b(?:stk|số tài khoản|tài khoản|số tk|tk số|ngân hàng)\b", re.IGNORECASE)


def warn(sheet: Sheet) -> None:
    """Add a notice for each line of the article that holds private data, one for each kind."""
    hint = message("Ask whether it may be published; if not, take it out of the source.")
    for index, line in enumerate(sheet.lines):
        if line.use is Use.DROPPED:
            continue
        text = " ".join((line.text, *(cell for row in line.source.rows for cell in row)))
        for code, found in _found(text):
            sheet.notice(code, index, _what(code, found), hint)


def _what(code: str, found: str) -> str:
    return {
        "privacy.email": message("an e-mail address: {found}", found=found),
        "privacy.citizen": message("a citizen number: {found}", found=found),
        "privacy.account": message("a bank account: {found}", found=found),
        "privacy.phone": message("a telephone number: {found}", found=found),
    }[code]


def _found(text: str) -> Iterator[tuple[str, str]]:
    email = _EMAIL.search(text)
    if email:
        yield "privacy.email", email[0]
    taken: set[int] = set()
    for number in _LONG.finditer(text):
        digits = re.sub(r"\D", "", number[0])
        before = text[max(0, number.start() - 60) : number.start()]
        bank, person = (_last(pattern, before) for pattern in (_BANK_WORDS, _ID_WORDS))
        if bank > person and 6 <= len(digits) <= 19:
            taken |= set(range(*number.span()))
            yield "privacy.account", number[0]
        elif (len(digits) == 12 and digits[0] == "0") or (len(digits) in {9, 12} and person >= 0):
            taken |= set(range(*number.span()))
            yield "privacy.citizen", number[0]
    for number in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", number[0])
        local = "0" + digits[2:] if number[0].startswith("+84") else digits
        if number.start() not in taken and 10 <= len(local) <= 11 and local[1] in "235789":
            yield "privacy.phone", number[0].strip()
            return


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where `pattern` last stands in `text`, -1 where it does not."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
