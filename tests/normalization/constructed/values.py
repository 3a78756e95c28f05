"""A slot of a template → a written value and all its spoken forms.

`SLOTS` has a function for each name in braces: `{span 2 9}` calls `span(rng, "2", "9")`.  Written forms vary as they do
between offices (dashes, spaces, padding, separators); `numerals` makes the spoken forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from .numerals import cardinal, decimal, one_by_one, ordinal, roman, spelled, year


class Value(NamedTuple):
    """One value in a phrase: its written form, and all accepted spoken forms."""

    written: str
    said: tuple[str, ...]


DASHES = ("-", "-", "-", "-", " - ", " - ", "–", " – ")
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def grouped(number: int) -> str:
    """1234567 → 1.234.567."""
    return f"{number:,}".replace(",", ".")


def num(rng: Random, low: str, high: str, step: str = "1") -> Value:
    """A quantity."""
    number = rng.randrange(int(low), int(high) + 1, int(step))
    return Value(grouped(number), (cardinal(number),))


def bare(rng: Random, low: str, high: str, step: str = "1") -> Value:
    """A number written without separators."""
    number = rng.randrange(int(low), int(high) + 1, int(step))
    return Value(str(number), (cardinal(number),))


def pad(rng: Random, low: str, high: str) -> Value:
    """05 đại biểu → năm, or không năm."""
    number = rng.randint(int(low), int(high))
    spoken = (cardinal(number), f"không {cardinal(number)}") if number < 10 else (cardinal(number),)
    return Value(f"{number:02}", spoken)


def code(rng: Random, length: str, first: str = "") -> Value:
    """Digits read one by one."""
    digits = first + "".join(rng.choice("0123456789") for _ in range(int(length) - len(first)))
    return Value(digits, (one_by_one(digits),))


def dec(rng: Random, low: str, high: str, places: str = "1", point: str = ",") -> Value:
    """A decimal; one with a point may be read with "chấm"."""
    whole = rng.randint(int(low), int(high))
    behind = "".join(rng.choice("0123456789") for _ in range(int(places) - 1)) + rng.choice("123456789")
    return Value(f"{grouped(whole)}{point}{behind}", decimal(whole, behind, ("phẩy",) if point == "," else POINTS))


POINTS = ("chấm", "phẩy")


def _pair(rng: Random, low: str, high: str, step: str) -> tuple[int, int]:
    first, second = sorted(rng.sample(range(int(low), int(high) + 1, int(step)), 2))
    return first, second


def _until(first: str, second: str) -> tuple[str, ...]:
    return (f"{first} đến {second}", f"{first} tới {second}")


def span(rng: Random, low: str, high: str, step: str = "1") -> Value:
    """3-4 → ba đến bốn."""
    first, second = _pair(rng, low, high, step)
    return Value(f"{grouped(first)}{rng.choice(DASHES)}{grouped(second)}", _until(cardinal(first), cardinal(second)))


def tight(rng: Random, low: str, high: str, step: str = "1") -> Value:
    """A range without spaces around its dash."""
    first, second = _pair(rng, low, high, step)
    return Value(f"{grouped(first)}{rng.choice('---–')}{grouped(second)}", _until(cardinal(first), cardinal(second)))


def padspan(rng: Random, low: str, high: str) -> Value:
    """02-03 → hai đến ba, or không hai đến không ba."""
    first, second = _pair(rng, low, high, "1")
    spoken = _until(cardinal(first), cardinal(second)) + _until(f"không {cardinal(first)}", f"không {cardinal(second)}")
    return Value(f"{first:02}{rng.choice(DASHES)}{second:02}", spoken)


def spandec(rng: Random, low: str, high: str, places: str = "1") -> Value:
    """5,5-6,5 → năm phẩy năm đến sáu phẩy năm."""
    first, second = sorted(
        (dec(rng, low, high, places) for _ in range(2)), key=lambda one: float(one.written.replace(",", "."))
    )
    if first == second:
        return spandec(rng, low, high, places)
    return Value(
        f"{first.written}{rng.choice(DASHES)}{second.written}",
        tuple(way for one in first.said for other in second.said for way in _until(one, other)),
    )


def day_said(day: int) -> tuple[str, ...]:
    """5 → năm, or mùng năm."""
    return (cardinal(day), f"mùng {cardinal(day)}") if day <= 10 else (cardinal(day),)


def called(said: Sequence[str]) -> tuple[str, ...]:
    """With or without "ngày" before it, because the sentence permits both."""
    return tuple(way for one in said for way in (f"ngày {one}", one))


def _mark(rng: Random, marks: str) -> str:
    return rng.choice(marks)


def dm(rng: Random, marks: str = "///-", named: str = "", low: str = "1") -> Value:
    """2-9 → hai tháng chín; with `named` the word "ngày" may be added; the day is `low` or later."""
    month = rng.randint(1, 12)
    day = rng.randint(int(low), MONTH_DAYS[month - 1])
    mark = _mark(rng, marks)
    digits = rng.choice(("1", "1", "1", "02"))
    written = f"{day:{'02' if digits == '02' else ''}}{mark}{month:{'02' if digits == '02' else ''}}"
    spoken = tuple(f"{one} tháng {cardinal(month)}" for one in day_said(day))
    return Value(written, called(spoken) if named == "n" else spoken)


def dmy(rng: Random, marks: str = "///-.", named: str = "") -> Value:
    """27/4/2009 → hai mươi bảy tháng tư năm hai nghìn không trăm linh chín."""
    day_month = dm(rng, _mark(rng, marks), named)
    mark = next(sign for sign in day_month.written if not sign.isdigit())
    number = rng.randint(1930, 2030)
    spoken = tuple(f"{one} năm {other}" for one in day_month.said for other in year(number))
    return Value(f"{day_month.written}{mark}{number}", spoken)


def my(rng: Random, marks: str = "///-") -> Value:
    """02/2023 → hai năm hai nghìn không trăm hai mươi ba."""
    month, number = rng.randint(1, 12), rng.randint(1975, 2030)
    written = f"{month:{rng.choice(('', '', '02'))}}{_mark(rng, marks)}{number}"
    return Value(written, tuple(f"{cardinal(month)} năm {one}" for one in year(number)))


def monthspan(rng: Random) -> Value:
    """tháng 3-5 → tháng ba đến tháng năm; the second "tháng" may be left out."""
    first, second = _pair(rng, "1", "12", "1")
    a, b = cardinal(first), cardinal(second)
    return Value(f"tháng {first}{rng.choice(DASHES)}{second}", (f"tháng {a} đến tháng {b}", f"tháng {a} đến {b}"))


def years(rng: Random, low: str = "1930", high: str = "2045") -> Value:
    """A year."""
    number = rng.randint(int(low), int(high))
    return Value(str(number), year(number))


def yspan(rng: Random, low: str = "1930", high: str = "2040", length: str = "") -> Value:
    """2021-2025 → … đến …, or with a short pause between the two."""
    first = rng.randint(int(low), int(high))
    second = first + (int(length) if length else rng.choice((1, 5, 9, 10)))
    spoken = [
        f"{one}{word}{other}" for one in year(first) for other in year(second) for word in (" đến ", " ", " tới ")
    ]
    return Value(f"{first}{rng.choice(DASHES)}{second}", tuple(spoken))


def dayspan(rng: Random, marks: str = "///-") -> Value:
    """5-6/9 → năm đến sáu tháng chín; "ngày" may be added."""
    month = rng.randint(1, 12)
    first, second = _pair(rng, "1", str(MONTH_DAYS[month - 1]), "1")
    mark = _mark(rng, marks)
    dash = rng.choice(DASHES) if mark != "-" else rng.choice((" - ", " – "))
    spoken = [
        f"{a}{word}{b} tháng {cardinal(month)}"
        for a in day_said(first)
        for word in (" đến ", " tới ", " đến ngày ", " ")
        for b in day_said(second)
    ]
    return Value(f"{first}{dash}{second}{mark}{month}", called(spoken))


def twodates(rng: Random) -> Value:
    """28/9 - 3/10 → hai mươi tám tháng chín đến mùng ba tháng mười."""
    first, second = dm(rng, "/"), dm(rng, "/")
    spoken = [f"{a}{word}{b}" for a in first.said for word in (" đến ", " đến ngày ") for b in second.said]
    return Value(f"{first.written}{rng.choice((' - ', '-', ' – '))}{second.written}", called(spoken))


def daylist(rng: Random, count: str, ends: str = "") -> Value:
    """15, 16/9 → mười lăm, mười sáu tháng chín; `ends`: the word before the last ("và")."""
    month = rng.randint(1, 12)
    found = sorted(rng.sample(range(1, MONTH_DAYS[month - 1] + 1), int(count)))
    before_last = f" {ends} " if ends else rng.choice((", ", ",", "; "))
    written = ", ".join(map(str, found[:-1])) + before_last + str(found[-1])
    ways = {
        f"{between.join(said[:-1])} {last}{said[-1]} tháng {cardinal(month)}"
        for said in (tuple(map(cardinal, found)), tuple(day_said(day)[-1] for day in found))
        for between in (" ", " ngày ")
        for last in ("", "và ", "ngày ", "và ngày ")
        if not ends or last.startswith(ends)
    }
    return Value(f"{written}{rng.choice('//-') if ends else '/'}{month}", called(sorted(ways)))


TIMES: Mapping[str, str] = {
    "h": "{h}h{m:02}",
    "H": "{h:02}h{m:02}",
    "h'": "{h}h{m:02}'",
    "giờ": "{h} giờ {m:02}",
    "giờphút": "{h} giờ {m} phút",
    ":": "{h:02}:{m:02}",
    "g": "{h}g{m:02}",
}


def clock(rng: Random, *forms: str) -> Value:
    """7h30 → bảy giờ ba mươi phút; 8 giờ 00 → tám giờ."""
    form = rng.choice(forms)
    hour, minute = rng.randint(1, 23), 5 * rng.randrange(12)
    minute = minute or (1 if form == "giờphút" else 0)
    return Value(TIMES[form].format(h=hour, m=minute), time_said(hour, minute))


def time_said(hour: int, minute: int) -> tuple[str, ...]:
    """Return the spoken forms of a time of day."""
    at = f"{cardinal(hour)} giờ"
    if not minute:
        return (at,)
    names = (cardinal(minute), f"không {cardinal(minute)}") if minute < 10 else (cardinal(minute),)
    return tuple(f"{at} {name}{unit}" for name in names for unit in (" phút", ""))


def hourspan(rng: Random, *forms: str) -> Value:
    """7h30 - 11h → bảy giờ ba mươi phút đến mười một giờ."""
    form = rng.choice(forms)
    first, second = sorted(rng.sample(range(5, 23), 2))
    quarters = (15, 30, 45) if form == "giờphút" else (0, 15, 30, 45)  # nobody writes "0 phút"
    minutes = rng.choice(quarters), rng.choice(quarters)
    written = [TIMES[form].format(h=h, m=m) for h, m in ((first, minutes[0]), (second, minutes[1]))]
    spoken = [way for a in time_said(first, minutes[0]) for b in time_said(second, minutes[1]) for way in _until(a, b)]
    return Value(rng.choice(DASHES).join(written), tuple(spoken))


def score(rng: Random, high: str = "5", dashes: str = "") -> Value:
    """2-1 → hai một; 1-1 → một một, or một đều."""
    one, other = rng.randint(0, int(high)), rng.randint(0, int(high))
    spoken = [f"{cardinal(one)} {cardinal(other)}"] + ([f"{cardinal(one)} đều"] if one == other else [])
    return Value(f"{one}{dashes or rng.choice(('-', '-', ' - ', '–'))}{other}", tuple(spoken))


def part(rng: Random, high: str = "9", half: str = "") -> Value:
    """2/3 → hai phần ba; `half`: 1/2 may be một nửa."""
    below = rng.randint(2, int(high))
    above = rng.randint(1, below - 1)
    spoken = [f"{cardinal(above)} phần {ordinal(below)}", f"{cardinal(above)} phần {cardinal(below)}"]
    return Value(f"{above}/{below}", tuple(spoken + (["một nửa"] if half and (above, below) == (1, 2) else [])))


def of(rng: Random, low: str, high: str) -> Value:
    """45/108 → bốn mươi lăm trên một trăm linh tám (or "trên tổng số")."""
    above, below = _pair(rng, low, high, "1")
    a, b = cardinal(above), cardinal(below)
    return Value(f"{grouped(above)}/{grouped(below)}", (f"{a} trên {b}", f"{a} trên tổng số {b}"))


def slashed(rng: Random, count: str, high: str) -> Value:
    """12/5/7 → mười hai trên năm trên bảy."""
    numbers = [rng.randint(1, int(high)) for _ in range(int(count))]
    return Value("/".join(map(str, numbers)), (" trên ".join(map(cardinal, numbers)),))


def row(rng: Random, count: str, high: str, mark: str) -> Value:
    """16-16-8 → mười sáu mười sáu tám."""
    numbers = [rng.randint(1, int(high)) for _ in range(int(count))]
    return Value(mark.join(map(str, numbers)), (" ".join(map(cardinal, numbers)),))


def times(rng: Random, count: str, low: str, high: str, mark: str = "x") -> Value:
    """20x30 → hai mươi nhân ba mươi."""
    numbers = [rng.randint(int(low), int(high)) for _ in range(int(count))]
    sign = rng.choice((mark, f" {mark} "))
    return Value(sign.join(map(str, numbers)), (" nhân ".join(map(cardinal, numbers)),))


def mobile(rng: Random) -> Value:
    """0912.345.678 → digit by digit."""
    digits = rng.choice(("09", "03", "08", "07")) + "".join(rng.choice("0123456789") for _ in range(8))
    cut = rng.choice(((10,), (4, 3, 3), (4, 3, 3), (4, 6), (3, 3, 4), (4, 2, 2, 2)))
    return Value(rng.choice(". ").join(_cut(digits, cut)), (one_by_one(digits),))


def landline(rng: Random) -> Value:
    """0209 3870 123, (0209) 3870.123 → digit by digit."""
    area, digits = f"02{rng.randint(3, 99):02}", "3" + "".join(rng.choice("0123456789") for _ in range(6))
    rest = rng.choice((".", " ")).join(_cut(digits, rng.choice(((4, 3), (7,), (3, 4)))))
    return Value(rng.choice((f"({area}) {rest}", f"{area}.{rest}", f"{area} {rest}")), (one_by_one(area + digits),))


def _cut(digits: str, lengths: Sequence[int]) -> list[str]:
    pieces = []
    for length in lengths:
        pieces.append(digits[:length])
        digits = digits[length:]
    return pieces


def plate(rng: Random) -> Value:
    """29C-123.45 → hai chín xê, một hai ba bốn năm."""
    area, letter = rng.randint(11, 99), rng.choice("ABCDFHKLMPSV")
    digits = "".join(rng.choice("0123456789") for _ in range(5))
    written = f"{area}{letter}{rng.choice(('-', '-', ' - '))}{digits[:3]}.{digits[3:]}"
    head = spelled(letter)
    return Value(written, tuple(f"{a} {head} {one_by_one(digits)}" for a in (one_by_one(str(area)), cardinal(area))))


def rom(rng: Random, low: str, high: str, thu: str = "") -> Value:
    """XIV → mười bốn; after "thứ" IV is tư."""
    number = rng.randint(int(low), int(high))
    return Value(roman(number), (ordinal(number) if thu else cardinal(number),))


def romanlow(rng: Random, low: str, high: str) -> Value:
    """iv → bốn."""
    number = rng.randint(int(low), int(high))
    return Value(roman(number).lower(), (cardinal(number),))


def thu(rng: Random, low: str, high: str) -> Value:
    """thứ 4 → thứ tư."""
    number = rng.randint(int(low), int(high))
    return Value(str(number), (ordinal(number),))


Slot = Callable[..., Value]
SLOTS: Mapping[str, Slot] = {
    slot.__name__: slot
    for slot in (
        num, bare, pad, code, dec, span, tight, padspan, spandec, dm, dmy, my, monthspan, years, yspan, dayspan,
        twodates, daylist, clock, hourspan, score, part, of, slashed, row, times, mobile, landline, plate,
        rom, romanlow, thu,
    )
}  # fmt: skip
