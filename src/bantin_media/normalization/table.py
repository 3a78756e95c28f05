"""The ordered table of rows.  The order is the only priority: the first row that matches wins.

One row per line: name, function, and what must be written at a place so that the row is tried there (`context.Row`;
default: anything).  The table is loaded at the first word that is not plain prose; `line_start` has the rows for the
start of a line.
"""

from __future__ import annotations

from . import (
    abbreviation,
    alnum,
    arithmetic,
    caps,
    cardinal,
    change,
    clause,
    code,
    coordinate,
    date,
    decimal,
    docnum,
    editor,
    enumeration,
    foreign,
    formula,
    gloss,
    letter,
    measure,
    negative,
    office_code,
    ordinal,
    pair,
    percent,
    phone,
    place,
    plain,
    plate,
    punctuation,
    range,
    rate,
    ratio,
    rest,
    roman,
    share,
    short_date,
    symbol,
    time,
    title,
    url,
    verse,
)
from .context import LONG, OTHER_CAPITAL, OTHER_LETTER, Row
from .index import said_before, then, up_to

DIGITS = frozenset("0123456789")
ZERO = frozenset("0")
LOWER = frozenset(letter for letter in plain.LETTERS if letter.islower())
UPPER = frozenset(letter for letter in plain.LETTERS if letter.isupper())
LETTERS = LOWER | UPPER
ASCII = frozenset(letter for letter in LETTERS if letter.isascii())
SPACES = frozenset(" \t\u00a0\n\r")

# the characters that may follow, as kinds of `index.KINDS`: " " is any space, 0 any digit
SMALL = "abcdefghijklmnopqrstuvwxyz" + OTHER_LETTER
CAPITAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + OTHER_CAPITAL
LETTER = SMALL + CAPITAL
DASH = "-–—−÷"
HYPHEN = "-–"
MARK = ".,"
BEARING = "oONSEW°º˚'’′"
UNIT = LETTER + "%％‰°º˚℃'’′”″\"₫$€£¥₩₹"
"""The first character of a unit."""
AMOUNT_OF = then(UNIT) | then(" ", UNIT + "(0") | then("(") | then(".", "dđvV" + OTHER_LETTER)
"""The characters that may follow an amount with a unit: the unit, or the next thousand."""

# fmt: off
TABLE: tuple[Row, ...] = (
    Row("lexicon", editor.read),
    Row("gloss", gloss.read, frozenset("([")),
    Row("gloss", gloss.read_form, UPPER, after=then("([&-–0") | then(" ", "([")),
    Row("gloss", gloss.read_close, frozenset(")")),
    Row("symbol", symbol.read_several, frozenset("<>(^")),
    Row("symbol", symbol.read_several, frozenset("-="), after=then("->=")),
    Row("symbol", symbol.read_several, frozenset("+"), after=then("/-–−")),
    Row("space", rest.space, SPACES),
    # letters and words before numbers
    Row("code", code.read_endless, DIGITS | ASCII, up_to(4), joined=True),
    Row("url", url.read, ASCII | DIGITS | frozenset("_"), joined=True, after=then(LETTER + "0@-_+:.")),
    Row("hashtag", url.read_hashtag, frozenset("#")),
    Row("docnum", office_code.read, DIGITS, up_to(5), then(SMALL + "/-–"), behind=said_before(("office", "form"))),
    Row("docnum", docnum.read, DIGITS, up_to(5), then(SMALL + "/-–") | then(" ", "/-–")),
    Row("docnum", docnum.read, ZERO, up_to(4, 2)),
    Row("docnum", office_code.read_other, DIGITS, up_to(5), then("/-–", CAPITAL), behind=said_before(also=("số",))),
    Row("docnum", docnum.read_glued, UPPER, up_to(6), then("0") | then(".", " 0") | then(" ", "0")),
    Row("code", plate.read, DIGITS, up_to(2, 2), then(CAPITAL) | then("-", CAPITAL)),
    Row("code", plate.read, DIGITS, up_to(5, 3), behind=said_before(("label", "sent to"))),
    Row("code", plate.read, UPPER, up_to(4), then("0") | then(" -–", " -–0")),
    Row("code", plate.read, frozenset("*")),
    Row("enumeration", enumeration.read_bullet, frozenset("+>-"), after=then(" >")),
    Row("docnum", docnum.read_alone, UPPER, after=then("0&.-–/")),
    Row("docnum", docnum.read_alone, frozenset("/"), after=then(" " + CAPITAL)),
    Row("docnum", docnum.read_alone, frozenset(".…_"), after=then(".…_ /")),
    Row("gloss", gloss.read_taught, UPPER),
    Row("alphanumeric", alnum.read_generations, DIGITS, up_to(1), then("G")),
    Row("alphanumeric", alnum.read_between, UPPER, up_to(3), then("0")),
    Row("clause", clause.read, DIGITS, up_to(3), then(SMALL) | then("/.", "0"), behind=said_before(("clause", "noun"))),
    Row("clause", clause.read, LOWER, up_to(1), behind=said_before(("clause", "lettered"), also=(",", "và", "hoặc"))),
    Row("enumeration", enumeration.read_inside, frozenset("(["), after=then("0" + SMALL)),
    Row("enumeration", enumeration.read_inside, DIGITS, up_to(2), then(".)]-", ".)]-/ ") | then("/", " ")),
    Row("enumeration", enumeration.read_part, frozenset("IVX"), up_to(4), then(".)-–") | then(" ", ".)-–")),
    Row("enumeration", enumeration.read_inside, LETTERS, up_to(1), then("./", " ") | then(".)", ") " + LETTER)),
    Row("arithmetic", arithmetic.read_times, frozenset("xX×*"), up_to(1), then(" ")),
    Row("arithmetic", arithmetic.read_power, frozenset("^")),
    Row("arithmetic", arithmetic.read_division, frozenset(":÷")),
    Row("arithmetic", arithmetic.read_counted_day, frozenset("DGNT"), up_to(1), then(" +-−–")),
    Row("measure", measure.read_glued_scale, frozenset("nvt")),
    Row("foreign", foreign.read, LETTERS, begun=foreign.may_begin),
    Row("formula", formula.read, frozenset("ABCFHIKLMNOPSTUVWZ"), begun=formula.may_begin),
    Row("date", short_date.read, frozenset("CQT")),
    Row("date", short_date.read_calendar, frozenset("DP"), up_to(2, 2)),
    Row("date", short_date.read_life, frozenset("sm"), up_to(1), then(".")),
    Row("title", title.read_ordained, frozenset("HTĐNSLGM")),
    Row("verse", verse.read, UPPER, up_to(3), then(" ", "0")),
    Row("verse", verse.read, frozenset("123"), up_to(1), then(CAPITAL) | then(" ", CAPITAL)),
    Row("place", place.read, UPPER),
    Row("place", place.read_small, frozenset("thxpq"), up_to(2), then(".")),
    Row("title", title.read_honorific, frozenset("ÔBc"), up_to(1), then(".")),
    Row("initials", letter.read_initials, UPPER, up_to(2), then(".")),
    Row("roman", roman.read, frozenset("IVXLCDM")),
    Row("roman", roman.read_lettered, frozenset("IVX"), up_to(LONG, 2)),
    Row("roman", roman.read_large, frozenset("IVXLCDM"), up_to(LONG, 2)),
    Row("roman", roman.read_small, frozenset("ivxlcdm")),
    Row("roman", roman.read_short, frozenset("BKQHTĐCGP")),
    Row("roman", roman.read_lone, frozenset("I"), up_to(1)),
    Row("title", title.read, LETTERS, up_to(7), begun=title.may_begin),
    Row("letter", share.read, ASCII & UPPER, up_to(3, 3)),
    Row("letter", letter.read_named, UPPER, up_to(3, 2)),
    Row("money", measure.read_sign_first, frozenset("U$€£¥₫₩฿₹")),
    Row("post", measure.read_post, frozenset("Kk"), up_to(2, 2), then("0") | then(" ", "0")),
    Row("measure", measure.read_unit, LETTERS | frozenset("µμ"), up_to(8), begun=measure.may_begin),
    Row("alphanumeric", alnum.read, LETTERS, after=then("0") | then(HYPHEN + ".", "0") | then("/", LETTER)),
    Row("abbreviation", abbreviation.read, LETTERS, begun=abbreviation.may_begin),
    Row("name", foreign.read_tied, LETTERS, after=then("-‑‐’'", LETTER)),
    Row("caps", caps.read, UPPER, up_to(8)),

    # numbers, the most specific first
    Row("cardinal", cardinal.read_numbered, DIGITS, up_to(2), then(" ", "0"), behind=said_before(("around", "site"))),
    Row("phone", phone.read, frozenset("0+(")),
    Row("phone", phone.read, frozenset("8"), up_to(2, 2)),
    Row("phone", phone.read, DIGITS, up_to(LONG, 3)),
    Row("phone", phone.read, DIGITS, after=then(" .-", "0")),
    Row("time", time.read, DIGITS, up_to(3), then("hHgp:'’′\"″”-–" + OTHER_LETTER) | then(" ", "hHgp:'’′\"″”-–")),
    Row("time", time.read, ZERO, up_to(2, 2), behind=said_before(also=("giây",))),
    Row("date", short_date.read_months_of, DIGITS, up_to(2), then("T") | then(" ", "T")),
    Row("date", date.read, DIGITS, up_to(2), then("/.-", "0 ") | then(" ", "/.-")),
    Row("date", date.read, DIGITS, up_to(4, 4), then("-", "0")),
    Row("date", date.read_days, DIGITS, up_to(2), then("-–", "0 ") | then(" ", "-–")),
    Row("date", date.read_month, DIGITS, up_to(2), then("/.-–+", "0 ") | then(" ", "/.-–+")),
    Row("date", date.read_month, DIGITS, up_to(2), behind=said_before(("date", "month"))),
    Row("date", date.read_month, frozenset("04"), up_to(2)),
    Row("date", date.read_after_time, frozenset("/"), after=then(" 0")),
    Row("date", date.read_slash_year, frozenset("/-"), after=then(" 0")),
    Row("measure", measure.read_lost_degree, DIGITS, up_to(3), then("C") | then(" ", "C-–") | then("-–", "0 ")),
    Row("measure", coordinate.read, DIGITS, beyond=then(BEARING) | then("-–", "0 ") | then(" ", BEARING + "-–0")),
    Row("measure", coordinate.read, DIGITS, up_to(3), then(MARK, "0")),
    Row("fraction", decimal.read_mixed, DIGITS, up_to(4), then("½¼¾⅓⅔⅛") | then(" ", "½¼¾⅓⅔⅛0")),
    Row("ordinal", ordinal.read, DIGITS, up_to(5), behind=said_before(also=("thứ", ",", "và"))),
    Row("address", ratio.read_address, DIGITS, up_to(5), then(LETTER + "/"), behind=said_before(("label", "address"))),
    Row("code", code.read, DIGITS, up_to(2, 2), then(CAPITAL) | then("-", CAPITAL)),
    Row("code", code.read, DIGITS, behind=said_before(("label", "standard"), ("label", "code"))),
    Row("code", code.read, ZERO, up_to(LONG, 3)),
    Row("code", code.read_series, DIGITS, up_to(8, 5)),
    Row("code", code.read_series, frozenset("9"), up_to(4, 3), behind=said_before(("label", "purity"))),
    Row("verse", verse.read_behind, DIGITS, up_to(3), then(",", "0"), behind=verse.books),
    Row("percent", percent.read, DIGITS, beyond=then("%％‰") | then(" ", "%％‰0")),
    Row("change", change.read, frozenset("+"), after=then("0")),
    Row("negative", negative.read, frozenset("-−–"), after=then("0")),
    Row("arithmetic", arithmetic.read, DIGITS, beyond=then("mckxX×*eE") | then(" ", "mckxX×*0")),
    Row("range", range.read, DIGITS, beyond=then("-–—−:/", "0 ") | then(" ", "-–—−:0")),
    Row("range", pair.read, DIGITS, beyond=then(DASH + "/", "0 ") | then(" ", DASH + "/0") | then(".", "-")),
    Row("range", pair.read, DIGITS, up_to(2), then(".", "0")),
    Row("range", range.read_between, frozenset("-–—")),
    Row("range", range.read_to_label, frozenset("-–—")),
    Row("ratio", ratio.read, DIGITS, beyond=then(LETTER + "/:") | then(" ", "/:0")),
    Row("symbol", symbol.read_stars, DIGITS, up_to(1), then("*")),
    Row("measure", measure.read, DIGITS, beyond=AMOUNT_OF),
    Row("measure", rate.read, frozenset("/")),
    Row("decimal", decimal.read, DIGITS, after=then(MARK, "0") | then(" ", "0")),
    Row("code", code.read_listed, DIGITS, up_to(4), then(".-", "0")),
    Row("cardinal", cardinal.read_glued, DIGITS, after=then(LETTER)),
    Row("alphanumeric", alnum.read, DIGITS, up_to(6), then(LETTER)),
    Row("cardinal", cardinal.read, DIGITS),
    # what is left
    Row("name", foreign.read_name, LETTERS),
    Row("word", plain.read, LETTERS),
    Row("letter", letter.read, LETTERS, up_to(1)),
    Row("punctuation", punctuation.read, punctuation.MARKS),
    Row("symbol", symbol.read_number_sign, frozenset("#")),
    Row("symbol", symbol.read),
    Row("unread", rest.read),
)
# fmt: on
