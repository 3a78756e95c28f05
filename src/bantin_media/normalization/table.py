"""The ordered table of rows.  The order is the only priority: the first row that matches wins.

One row per line: name, function, and the characters with which it may begin (default: any).  The table is loaded at the
first word that is not plain prose; `line_start` has the rows for the start of a line.
"""

from __future__ import annotations

from . import (
    abbreviation,
    alnum,
    arithmetic,
    caps,
    cardinal,
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
    short_date,
    symbol,
    time,
    title,
    url,
    verse,
)
from .context import LETTER_AFTER, Row

DIGITS = frozenset("0123456789")
LOWER = frozenset(letter for letter in plain.LETTERS if letter.islower())
UPPER = frozenset(letter for letter in plain.LETTERS if letter.isupper())
LETTERS = LOWER | UPPER
ASCII = frozenset(letter for letter in LETTERS if letter.isascii())
ANY_LETTER = frozenset({LETTER_AFTER})
BLANK = frozenset(" \t\n\u00a0\u202f")
MARKED = frozenset(".,") | BLANK
"""The characters that may follow the first digits of an amount: "1.200", "1 200", "1 %"."""
DASHES = frozenset("-–—−÷")
SPACES = frozenset(" \t\u00a0\n\r")

# fmt: off
TABLE: tuple[Row, ...] = (
    Row("lexicon", editor.read),
    Row("gloss", gloss.read, frozenset("([")),
    Row("gloss", gloss.read_form, UPPER),
    Row("gloss", gloss.read_close, frozenset(")")),
    Row("symbol", symbol.read_several, frozenset("<>(^")),
    Row("space", rest.space, SPACES),
    # letters and words before numbers
    Row("code", code.read_endless, DIGITS | ASCII, joined=True),
    Row("url", url.read, LETTERS | DIGITS | frozenset("_"), joined=True, after=ANY_LETTER | frozenset(".@-_+:")),
    Row("hashtag", url.read_hashtag, frozenset("#")),
    Row("docnum", docnum.read, DIGITS, joined=True),
    Row("docnum", docnum.read_glued, UPPER),
    Row("code", plate.read, UPPER | DIGITS | frozenset("*")),
    Row("enumeration", enumeration.read_bullet, frozenset("+>-")),
    Row("docnum", docnum.read_alone, UPPER | frozenset("/.…_")),
    Row("gloss", gloss.read_taught, UPPER),
    Row("alphanumeric", alnum.read_generations, DIGITS, joined=True, after=ANY_LETTER),
    Row("alphanumeric", alnum.read_between, UPPER),
    Row("clause", clause.read, DIGITS | LOWER, after=ANY_LETTER | frozenset("/.")),
    Row("enumeration", enumeration.read_inside, DIGITS | LETTERS | frozenset("(["), after=frozenset(".)]-/")),
    Row("arithmetic", arithmetic.read_times, frozenset("xX×*")),
    Row("arithmetic", arithmetic.read_power, frozenset("^")),
    Row("arithmetic", arithmetic.read_division, frozenset(":÷")),
    Row("arithmetic", arithmetic.read_counted_day, frozenset("DGNT")),
    Row("measure", measure.read_glued_scale, frozenset("nvt")),
    Row("foreign", foreign.read, LETTERS),
    Row("formula", formula.read, frozenset("ABCFHIKLMNOPSTUVWZ")),
    Row("date", short_date.read, frozenset("CQT")),
    Row("date", short_date.read_calendar, frozenset("DP")),
    Row("date", short_date.read_life, frozenset("sm")),
    Row("title", title.read_ordained, frozenset("HTĐNSLGM")),
    Row("verse", verse.read, UPPER | DIGITS, joined=True, after=BLANK | ANY_LETTER),
    Row("place", place.read, UPPER),
    Row("place", place.read_small, frozenset("thxpq")),
    Row("title", title.read_honorific, frozenset("ÔBc")),
    Row("initials", letter.read_initials, UPPER),
    Row("roman", roman.read, frozenset("IVXLCDM")),
    Row("roman", roman.read_lettered, frozenset("IVX")),
    Row("roman", roman.read_large, frozenset("IVXLCDM")),
    Row("roman", roman.read_small, frozenset("ivxlcdm")),
    Row("roman", roman.read_short, frozenset("BKQHTĐCGP")),
    Row("roman", roman.read_lone, frozenset("I")),
    Row("title", title.read, LETTERS),
    Row("letter", letter.read_named, UPPER),
    Row("money", measure.read_sign_first, frozenset("U$€£¥₫₩฿₹")),
    Row("post", measure.read_post, frozenset("Kk")),
    Row("measure", measure.read_unit, LETTERS),
    Row("alphanumeric", alnum.read, LETTERS),
    Row("abbreviation", abbreviation.read, LETTERS),
    Row("name", foreign.read_tied, LETTERS),
    Row("caps", caps.read, UPPER),

    # numbers, the most specific first
    Row("phone", phone.read, DIGITS | frozenset("+(")),
    Row("time", time.read, DIGITS),
    Row("date", short_date.read_months_of, DIGITS, joined=True, after=ANY_LETTER | BLANK),
    Row("date", date.read, DIGITS, joined=True, after=frozenset("/.-") | BLANK),
    Row("date", date.read_days, DIGITS, joined=True, after=frozenset("/.-–") | BLANK),
    Row("date", date.read_month, DIGITS),
    Row("date", date.read_after_time, frozenset("/")),
    Row("date", date.read_slash_year, frozenset("/-")),
    Row("measure", measure.read_lost_degree, DIGITS, joined=True, after=ANY_LETTER | frozenset("-–") | BLANK),
    Row("measure", coordinate.read, DIGITS, joined=True, after=ANY_LETTER | MARKED | DASHES | frozenset("°º˚'’′")),
    Row("fraction", decimal.read_mixed, DIGITS, joined=True, after=BLANK | frozenset("½¼¾⅓⅔⅛")),
    Row("ordinal", ordinal.read, DIGITS),
    Row("address", ratio.read_address, DIGITS, joined=True, after=ANY_LETTER | frozenset("/")),
    Row("code", code.read, DIGITS),
    Row("verse", verse.read_behind, DIGITS, joined=True, after=frozenset(",")),
    Row("percent", percent.read, DIGITS, joined=True, after=MARKED | frozenset("%％‰")),
    Row("negative", negative.read, frozenset("-−–")),
    Row("arithmetic", arithmetic.read, DIGITS, after=ANY_LETTER | MARKED | frozenset("×*")),
    Row("range", range.read, DIGITS, joined=True, after=MARKED | DASHES | frozenset(":/")),
    Row("range", pair.read, DIGITS, joined=True, after=MARKED | DASHES | frozenset("/")),
    Row("range", range.read_between, frozenset("-–—")),
    Row("range", range.read_to_label, frozenset("-–—")),
    Row("ratio", ratio.read, DIGITS, joined=True, after=ANY_LETTER | MARKED | frozenset("/:")),
    Row("measure", measure.read, DIGITS),
    Row("measure", rate.read, frozenset("/")),
    Row("decimal", decimal.read, DIGITS, joined=True, after=MARKED),
    Row("code", code.read_listed, DIGITS, joined=True, after=frozenset(".-")),
    Row("cardinal", cardinal.read_glued, DIGITS, joined=True, after=ANY_LETTER),
    Row("alphanumeric", alnum.read, DIGITS, joined=True),
    Row("cardinal", cardinal.read, DIGITS),
    # what is left
    Row("name", foreign.read_name, LETTERS),
    Row("word", plain.read, LETTERS),
    Row("letter", letter.read, LETTERS),
    Row("punctuation", punctuation.read, punctuation.MARKS),
    Row("symbol", symbol.read),
    Row("unread", rest.read),
)
# fmt: on
