"""Reads 20,000 seeded lines and prints the SHA-256 of the readings, which is equal for every interpreter.

PYTHONPATH=src /usr/bin/python3 tests/pythons/readings.py          one line, the digest
PYTHONPATH=src /usr/bin/python3 tests/pythons/readings.py --lines  every line and its reading, to compare two

It needs only the standard library and `bantin_media`.  Its random numbers come from its own generator, so that the
lines do not depend on the `random` of the interpreter.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

One = TypeVar("One")

LINES = 20_000
SEED = 20_261_130
HOSTILE = ("1", "1.", "1,000", "1/", "9-", "0 ", "1:", "a1", "1m6", "1.000 ", "x1", "-5 ", "(1)", "①", "२")
_WORDS = (
    "ngày tháng năm quý xã phường hộ người đồng triệu tỷ kg ha km số Số điểm khoản Điều mã điện thoại gọi liên hệ từ "
    "đến sau trước khoảng hơn gần đạt tỷ lệ tỷ số thắng hòa nhiệt độ giảm còn sáng nay chiều qua hôm nay dịp lễ thứ "
    "đường ngõ lớp tổ bản Chương Quyết định Giá giờ phút lúc UBND QĐ-TTg KH-UBND TTg cao rộng dài lần mỗi và Bà con"
)
_SIGNS = (". , - – / : ; ( ) % + x × ° ² ³ ½ ' \" ” “ … ./. .- .đ = & * ~ đ m2 °C h p tr USD "
         "① ⑳ ⑴ ² ¹² ⁶ ٣ 𝟻 𝟞 ５ Ａ ， Ⅳ ₂ \u00a0 \u200b \u0301 ế e\u0301 я 中 ☃")  # fmt: skip
WORDS = _WORDS.split()
SIGNS = _SIGNS.split(" ")
NUMBERS: tuple[Callable[[Chance], str], ...] = (
    lambda by: str(by.below(10)),
    lambda by: str(by.below(100)),
    lambda by: f"{by.below(13):02}",
    lambda by: str(1900 + by.below(200)),
    lambda by: str(by.below(10**9)),
    lambda by: f"0{by.below(10**9):09}",
    lambda by: f"{by.below(10**7):,}".replace(",", "."),
    lambda by: f"{by.below(10**7):,}",
    lambda by: f"{by.below(100)},{by.below(100)}",
    lambda by: ".-/:,x"[by.below(6)].join(str(by.below(40)) for _ in range(2 + by.below(3))),
    lambda by: f"{by.below(31)}/{by.below(13)}/{2000 + by.below(40)}",
    lambda by: f"{by.below(3000)}/QĐ-TTg",
)


class Chance:
    """The constants of Knuth's MMIX, for random numbers that are the same on every interpreter."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, end: int) -> int:
        """Return a whole number from 0 to `end` - 1."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 24) % end

    def of(self, many: Sequence[One]) -> One:
        """Return one of `many`."""
        return many[self.below(len(many))]


def line(by: Chance) -> str:
    """Return one line: words, numbers and signs, with and without spaces between them; sometimes a hostile one."""
    if by.below(200) == 0:
        return by.of(HOSTILE) * (20 + by.below(400))
    parts: list[str] = []
    for _ in range(3 + by.below(14)):
        kind = by.below(8)
        parts.append(by.of(WORDS) if kind < 4 else by.of(NUMBERS)(by) if kind < 7 else by.of(SIGNS))
        parts.append("" if by.below(3) == 0 else " ")
    return "".join(parts)


def main() -> int:
    """Print the digest, or the readings themselves."""
    os.environ["BANTIN_LANG"] = "en"  # Vietnamese messages need an installed package
    from bantin_media.normalization import Normalizer

    shown = "--lines" in sys.argv[1:]
    normalizer, digest, by = Normalizer(), hashlib.sha256(), Chance(SEED)
    for _ in range(LINES):
        reading = normalizer.read(line(by))
        notices = repr((reading.written, reading.spoken, reading.tokens, reading.notices))
        digest.update(notices.encode())
        if shown:
            sys.stdout.buffer.write(f"{reading.written!r}\t{reading.spoken}\n".encode())
    sys.stdout.write("" if shown else f"{digest.hexdigest()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
