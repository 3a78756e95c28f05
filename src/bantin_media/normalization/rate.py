"""The slash of a rate: an amount precedes it, a unit of reference follows.

"25 kg/người" → "hai mươi lăm ki lô gam trên người", "bình quân/hộ" → "bình quân trên hộ", "2 tuần/lần" → "hai tuần một
lần", "1 năm/2 kỳ" → "một năm hai kỳ".  Money per person or time is read as announcers read it: "2 triệu
đồng/người/tháng" → "hai triệu đồng một người một tháng" (`[reading] rates`).  Never between alternatives ("thôn/bản");
different counts are separated by a pause ("15 thôn/1.245 hộ").
"""

from __future__ import annotations

from ..regex import regex
from ..vietnamese.letters import UPPER
from .abbreviation import expand
from .context import Match, Place, ends_in
from .decimal import AMOUNT, amount
from .measure import NUMBER_WORDS, tail, unit
from .words import one_of, phrases

PER = regex(r"[ \u00a0]?/[ \u00a0]?")
WORD = regex(r"[^\W\d_]{2,12}(?![^\W_])")
UNIT_HERE = regex(r"[^\W\d_]{1,8}[23²³]?(?![^\W_])")
CAPITALS = regex(rf"[{UPPER}]{{2,6}}(?!\w)")
NUMBER = regex(AMOUNT)
ROUND = regex(r"10{0,6}|10{0,2}(?:[.,]000){1,2}")
"""Nouns with whose numbers a rate is expressed; other numbers are independent counts."""
NAMED_NEXT = regex(r" [^\W\d_]{2}")
PROPORTION = regex(rf"{one_of('per', 'compared')} [^\W\d_]{{1,7}}(?: [^\W\d_]{{1,7}}){{0,3}}$")
"""Two things that are compared: "tỷ lệ nam/nữ"."""
PERSON = regex(r"ng(?=[/.,;)]|\s|$)(?!\.đ)")
"""A person in short: "42tr/ng/năm"."""
SIGN = regex(r"[^\W\d_]{1,8}[23²³]?$")
WORDS = frozenset(["h", "tạ", "đ", "tr"])
LITRES = regex(r"(?:(?<![^\W\d_])(?:l|L|m3|m³|m)|lít|lần|vòng|nhịp|mét khối)$")
"""Words before the p of a minute; after other units p may be a room or a ward."""
SAID_SIGHT = 5
COUNTED_RULES = frozenset({"measure", "money", "percent"})


def read(at: Place) -> Match | None:
    """Match the slash of a rate, and the unit or the round number after it."""
    found = at.match(PER)
    if found is None or not at.line.said or _are_alike(at, found.end()):
        return None
    end = found.end()
    is_of_time = at.line.said[-1].rule == "time" or (at.follows(phrases("per", "time")) and _is_amount(at))
    if is_of_time and (match := _once(at, end)):
        return match
    if (person := PERSON.match(at.text, end)) and _is_amount(at):
        return Match(
            person.end(), f"{'trên' if at.style.rates == 'trên' else 'một'} {phrases('per', 'person')[0]}", "word"
        )
    return _per_many(at, end) if at.text[end : end + 1].isdecimal() else _per_one(at, end)


def _per_one(at: Place, end: int) -> Match | None:
    """Read the unit of reference: a unit, a noun, or the abbreviation of a noun."""
    known = UNIT_HERE.match(at.text, end)
    spoken = unit(_hourly(at, known.group())) if known else None
    if (PROPORTION.search(at.left) or at.precedes(end, phrases("per", "whole"))) and WORD.match(at.text, end):
        return Match(end, "trên", "measure")
    is_counted = _is_amount(at) or _is_average(at, spoken)
    if not (is_counted or (spoken and spoken[1] == "alone" and at.char_before.isalpha())):
        return None
    if spoken and (spoken[1] == "glued" or (spoken[1] == "rate" and not LITRES.search(at.left))):
        return None
    is_noun = at.precedes(end, phrases("per", "noun"))
    if known and spoken and not is_noun:
        return Match(known.end(), f"trên {spoken[0]}", "measure")
    is_measured = _has_unit(at) or _is_price(at) or (at.follows(phrases("range", "time")) and _is_amount(at))
    is_measured = is_measured or bool(_last_link(at))
    if not (is_noun or _is_counted_by(at, end) or (is_measured and WORD.match(at.text, end))):
        return None
    link = _link(at, end)
    is_word = link == "một"
    return Match(end, link, "word" if is_word else "measure")


def _hourly(at: Place, written: str) -> str:
    """Return the unit that is meant: in "km/g" the g is an hour."""
    hour, gram = phrases("per", "hour of speed")
    return hour if written == gram and _last_word(at.left) in phrases("per", "distance") else written


def _once(at: Place, end: int) -> Match | None:
    """Read a frequency: "2 tuần/lần" → "hai tuần một lần", "1 năm/2 kỳ" → "một năm hai kỳ"."""
    if at.precedes(end, phrases("per", "once")):
        return Match(end, "một", "word")
    number = NUMBER.match(at.text, end)
    if number and at.precedes(number.end(), phrases("per", "once")):
        return Match(number.end(), amount(number.group(), at.style), "measure")
    return None


def _link(at: Place, end: int) -> str:
    """Return "một" before people and time, unless the editor has chosen "trên"; "trên" after the symbol of a unit.

    "2 triệu đồng/người" → "một người", "1,2 tấn/ngày" → "một ngày"; "12 kWh/ngày", "8 tạ/ha/năm" → "trên".
    """
    last = _last_link(at)
    is_announced = last == "một" or at.precedes(end, phrases("per", "announced"))
    if at.style.rates == "trên" or not is_announced:
        return "trên"
    if last:
        return last
    word = SIGN.search(at.left)
    is_sign = word is not None and word[0] not in WORDS and unit(word[0]) is not None
    return "trên" if is_sign and not _is_price(at) else "một"


def _last_link(at: Place) -> str:
    """Return the reading of the preceding slash, in a rate of two parts."""
    for token in reversed(at.line.said[-SAID_SIGHT:]):
        if token.written.strip(" \u00a0") == "/":
            return token.spoken
        if any(map(str.isdecimal, token.written)) or token.rule == "punctuation":
            return ""
    return ""


def _per_many(at: Place, end: int) -> Match | None:
    """Read a number after the slash: "1 bác sĩ/1.000 dân", "150mm/3h", "83%/50% kế hoạch", "1 tỷ đồng/2 tỷ đồng"."""
    number = NUMBER.match(at.text, end)
    if number is None or at.char_before.isdecimal():
        return None
    if ROUND.fullmatch(number.group()) and at.precedes(number.end(), phrases("per", "many")):
        return Match(number.end(), f"trên {amount(number.group().replace(',', ''), at.style)}", "measure")
    if not _is_amount(at):
        return None
    if (link := _last_link(at)) and at.precedes(number.end(), phrases("range", "time")):
        link = "trong" if link == "một" else link
        return Match(number.end(), f"{link} {amount(number.group(), at.style)}", "measure")
    last, spoken, _ = tail(at, number.end())
    is_round = ROUND.fullmatch(number.group()) and (spoken or NAMED_NEXT.match(at.text, number.end()))
    is_measured = (spoken or NAMED_NEXT.match(at.text, number.end())) and _has_unit(at)
    is_measured = is_measured or at.precedes(number.end(), phrases("per", "span"))
    if not (is_round or is_measured or _is_price(at)):
        return None
    digits = number.group().replace(",", "") if is_round else number.group()
    return Match(last, f"trên {amount(digits, at.style)} {spoken}".rstrip(), "measure")


def _has_unit(at: Place) -> bool:
    """Return whether an amount with its unit directly precedes the slash; it may have several words: "12 triệu kWh"."""
    last = at.line.said[-1]
    if last.written[-1:] == "%":
        return True
    is_number = last.written[-1:].isdecimal() and last.rule != "measure"
    if any(map(str.isdecimal, last.written)) and not is_number:
        return last.rule in ("measure", "time", "range", "percent", "money", "negative", "arithmetic")
    return unit(_last_word(at.left)) is not None and _is_amount(at)


def _is_average(at: Place, spoken: tuple[str, str] | None) -> bool:
    """Return whether an average per head precedes: "bình quân/hộ", "GRDP/người", "GTSX/ha"."""
    if at.follows(phrases("per", "average")) or _last_link(at):
        return True
    last = at.line.said[-1]
    return last.rule == "abbreviation" and (spoken is not None or last.spoken.endswith(phrases("per", "average")))


def _is_counted_by(at: Place, end: int) -> bool:
    """Return whether the abbreviation of a unit of reference is here: the HS of "936.000đ/HS/tháng"."""
    found = CAPITALS.match(at.text, end)
    return found is not None and expand(found.group()) in phrases("per", "noun")


def _is_price(at: Place) -> bool:
    """Return whether an amount of money directly precedes a slash, so that the purpose of the payment follows."""
    return at.follows(phrases("per", "money")) or at.line.said[-1].rule == "money"


def _are_alike(at: Place, end: int) -> bool:
    """Return whether the slash separates two things of a kind, as in "5 thôn/bản": alternatives, not a rate."""
    return any(
        at.follows(kind) and at.precedes(end, kind)
        for kind in (phrases("per", "place"), phrases("per", "person"), phrases("per", "day"))
    )


def _is_amount(at: Place) -> bool:
    """Return whether a counted noun precedes the slash: a number is near, or the word is a unit."""
    left = at.left
    last = _last_word(left)
    if ends_in(left, phrases("label", "compound")):
        return False
    if last in phrases("per", "amount") or unit(last):
        return True
    if at.line.said[-1].rule in COUNTED_RULES:
        return True
    near = left.replace("/", " ").rsplit(None, 5)[-5:]
    return any(word.strip("(,><≥≤~")[:1].isdecimal() or word in NUMBER_WORDS for word in near)


def _last_word(left: str) -> str:
    """Return the word at the end of `left`, from the last space or slash on, without brackets."""
    return left[max(left.rfind(" "), left.rfind("/")) + 1 :].strip("(")
