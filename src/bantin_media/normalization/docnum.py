"""Document numbers.  "Quyết định số 70/2009/QĐ-TTg" → "… số bảy mươi, năm hai nghìn không trăm linh chín, của …".

Style `broadcast`, as newsreaders read them: the type only if the preceding words do not name it, the issuer once and
only if the context does not name it, a comma between two numbers.  Style `letters` names every letter of the code.
Does not match if the code contains no type and no issuer of the tables ("15-KV/AB", "3/2").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ..configuration.settings import ReadingStyle
from ..model import Certainty, Notice
from ..regex import regex
from ..vietnamese.abbreviations import abbreviations, certain_meaning, default_meaning
from ..vietnamese.letters import UPPER, spell
from ..vietnamese.tables import read_table
from .abbreviation import CODES_KEPT, body_heads, composed_notice, doctypes, expand, topic, unknown_notice
from .cardinal import DIGIT, cardinal, digits_one_by_one, year
from .context import Match, Place, ends_in
from .evidence import choose
from .words import phrases

_SIGN = "[^\\W_²³¹⁰⁴-⁹¼½¾⅐-⅞]"
"""A letter or digit of any script, except superscripts and fractions."""
_CODE = rf"[{UPPER}]{_SIGN}{{0,14}}(?:[&.][{UPPER}]{_SIGN}{{0,8}})?"
_CODES = rf"{_CODE}(?: ?[-–/] ?{_CODE}){{0,4}}"
_NUMBER = r"\d{1,5}[a-z]?"
_STATE = regex(rf"({_NUMBER}) ?/ ?(?!(?<=[a-z]/)L(?!\w))(?:((?:19|20)\d\d) ?/ ?)?({_CODES})(?!\w)")
_PARTY = regex(rf"({_NUMBER}) ?[-–] ?({_CODE} ?/ ?{_CODES})(?!\w)")
_YEARED = regex(r"(\d{1,4}) ?/ ?((?:19|20)\d\d)(?![\w/])")
_BEGINS = regex(rf"{_NUMBER} ?(?:[-–/] ?[{UPPER}]|/ ?(?:19|20)\d\d)|0\d")
"""The start of every document number: a quick test."""
_ALONE = regex(rf"(?:[.…_ ]{{0,12}}/ ?)?({_CODE}[-–/]{_CODES})(?!\w)")
_BARE = regex(r"0\d{1,3}(?![\w.,/:-]{0,20}\d)(?!\w)")
_GLUED = regex(rf"([{UPPER}][{UPPER}a-z]{{0,5}}?)\.? ?(\d{{1,5}}(?:[a-zđ](?!\w))?)(?![^\W_])")
_LONGEST_SPELLED = 3
"""The code of a unit with one or two letters per field ("KT", "KTN") is read as letters."""
_LONGEST_UNIT = 5
_SPLIT = regex(r" ?[-–/] ?|(?<!T)\.|\.(?![WƯ])")
_WITH_NUMBER = regex(rf"([{UPPER}]{{2,7}}?)(\d{{1,4}})")
_NAMED_NEXT = regex(r"(?:, ?)?(?:ngày [\d/. -]{1,12}(?:tháng \d{1,2} ?)?(?:năm \d{4} ?)?)?(?:, ?)?của ")
_NUMBERED = regex(r"\S*\d\S*")
_WORDS = regex(r"\w[\w&]*")
_TONE_PLACES = (("oá", "óa"), ("oà", "òa"), ("oả", "ỏa"), ("uỷ", "ủy"), ("uý", "úy"), ("uỵ", "ụy"))


@dataclass(frozen=True, slots=True)
class Number:
    """A parsed document number; `issuers` are spoken names, `codes` are written forms."""

    number: str
    year: str
    codes: tuple[str, ...]
    types: tuple[str, ...]
    """The readings of the type, the most frequent first; empty if the code has no type."""
    issuers: tuple[str, ...]
    aliases: tuple[str, ...]
    """Lower-case names by which the text may refer to the issuer."""
    subject: str = ""
    """Codes that are neither type nor issuer, joined by hyphens: the subject of the document, or unknown."""
    units: tuple[str, ...] = ()
    """Codes after the issuer: its unit that wrote the document ("UBND-KT")."""


def read(at: Place) -> Match | None:
    """Match a number with its code (70/2009/QĐ-TTg, 05-CT/TW), or "05" and "12/2009" after a type's noun."""
    if at.char_before.isalnum() or at.char_before in {"/", "-"}:
        return None
    if not at.match(_BEGINS):
        return None
    if found := at.match(_STATE):
        parsed = _parse(found[1], found[2] or "", found[3], _noun_before(at))
    elif found := at.match(_PARTY):
        parsed = _parse(found[1], "", found[2], _noun_before(at))
    else:
        return _without_code(at)
    if parsed is None or not (parsed.types or parsed.year or len(parsed.codes) > 1 or follows_noun(at)):
        return None
    parsed, doubtful = _by_evidence(at, found.end(), parsed)
    spoken, notices = _say(at, found.end(), parsed), _unknown(at, parsed)
    if other := _with_letters(spoken, parsed, doubtful, at.style):
        return Match(found.end(), spoken, "", notices, Certainty.GUESS, other=other)
    return Match(found.end(), spoken, notices=notices)


def _by_evidence(at: Place, end: int, parsed: Number) -> tuple[Number, str]:
    """Return the number with the issuer that the context supports; without support its code is spelled: "QĐ-TCT"."""
    for code in parsed.codes:
        spoken = _issuer(code)[0]
        if code in _issuers() or certain_meaning(code) or spoken not in parsed.issuers or not default_meaning(code):
            continue
        bodies = [one for one in abbreviations()[code] if f"{one.spoken} ".startswith(body_heads())]
        chosen = choose(at, end, bodies)
        if chosen is None or not chosen.evidence:
            return parsed, code
        issuers = tuple(chosen.meaning.spoken if one == spoken else one for one in parsed.issuers)
        return replace(parsed, issuers=issuers, aliases=(*parsed.aliases, chosen.meaning.spoken)), ""
    return parsed, ""


def _with_letters(spoken: str, parsed: Number, issuer: str, style: ReadingStyle) -> str:
    """Return `spoken` with the letters of a code named if the code has another meaning: "12/KH-TB"."""
    subject = parsed.subject
    words = topic(subject) if subject and not certain_meaning(subject) else _issuer(issuer)[0] if issuer else ""
    return spoken.replace(words, letters_of(subject or issuer, style)) if words and words in spoken else ""


def read_alone(at: Place) -> Match | None:
    """Match a code without a number: "QĐ-UBND" → "quyết định của ủy ban nhân dân", "số …/QĐ-UBND"."""
    found = at.match(_ALONE)
    if found is None or at.char_before.isalnum():
        return None
    parsed = _parse("", "", found[1])
    if parsed is None or not parsed.types or not parsed.issuers:
        return None
    return Match(found.end(), ", " * (found.start() < found.start(1)) + _say(at, found.end(), parsed))


def read_glued(at: Place) -> Match | None:
    """Match a type followed by its number: "NQ57-NQ/TW", "QĐ1719/QĐ-TTg", "NĐ98/2023/NĐ-CP", "NQ30a".

    Without the second code, type and number must be one word that the table marks as a document ("TT01").
    """
    found = at.match(_GLUED)
    types = doctypes().get(found[1]) if found else None
    if found is None or types is None or at.char_before.isalnum() or at.char_before in {"/", "-"}:
        return None
    begin = found.start(2)
    coded = _STATE.match(at.text, begin) or _PARTY.match(at.text, begin)
    if coded:
        digits, *in_year, codes = coded.groups("")
        parsed = _parse(digits, "".join(in_year), codes)
        if parsed is None or (parsed.types and not {*parsed.types} & {*types}):
            return None
        return Match(coded.end(), _say_typed(at, coded.end(), replace(parsed, types=parsed.types or types)))
    yeared = _YEARED.match(at.text, begin)
    if begin > found.end(1) or (found[1] not in _bare() and not yeared):
        return None
    end = yeared.end() if yeared else found.end()
    if at.text[end : end + 1] in {"/", "-"} and at.text[end + 1 : end + 2].isalnum():
        return None
    number = Number(found[2], yeared[2] if yeared else "", (found[1],), types, (), ())
    sure = Certainty.CERTAIN if yeared or _bare().get(found[1]) == "sure" else Certainty.GUESS
    return Match(end, _say_typed(at, end, number), certainty=sure)


def _say_typed(at: Place, end: int, parsed: Number) -> str:
    """Return a number whose type is attached before it: "nghị quyết số …", and only "số …" after the same noun."""
    noun = parsed.types[0]
    if parsed.types[0] == "quyết định" and "trung ương" in parsed.issuers and len(parsed.types) > 1:
        noun = parsed.types[1]
    spoken = [f"{noun} {number_of(parsed.number, at.style)}"]
    if any(at.follows((one,)) for one in parsed.types):
        spoken = [number_of(parsed.number, at.style)]
    if parsed.year:
        spoken.append(f"năm {year(parsed.year, at.style)}")
    issuer = "" if _names_issuer(at, end, parsed) else ", ".join(parsed.issuers)
    if parsed.subject:
        spoken.append(topic(parsed.subject) or letters_of(parsed.subject, at.style))
    units = "".join(_unit(unit, at.style) for unit in parsed.units)
    head = ", ".join(spoken)
    return f"{head}{',' if len(spoken) > 1 else ''} của {issuer}{units}" if issuer else f"{head}{units}"


@cache
def _bare() -> dict[str, str]:
    """Types to which a bare number may be attached, and whether such a word has no other meaning."""
    return {row[0]: row[2] for row in read_table(__package__, "doctype") if row[2]}


def _without_code(at: Place) -> Match | None:
    """Read "Chỉ thị 05" with its zero and "Thông tư số 12/2009" with its year, only after a type's noun."""
    found = (yeared := at.match(_YEARED)) or at.match(_BARE)
    is_of_list = at.left[-1:] == ":" and at.left[:-1].rstrip()[-1:].isdecimal()
    if found is None or is_of_list or not follows_noun(at):
        return None
    if yeared:
        spoken = f"{number_of(found[1], at.style)}, năm {year(found[2], at.style)}"
        return Match(found.end(), f"{spoken}," if at.right(found.end()).startswith(("ngày", "của")) else spoken)
    return Match(found.end(), number_of(found.group(), at.style))


def follows_noun(at: Place) -> bool:
    """Return whether the noun of a type, or its short form, precedes: "Chỉ thị số", "CT số"."""
    left = at.left.removesuffix(":").rstrip().removesuffix("số").rstrip()
    if left.endswith(_type_codes()):
        left = " ".join(token.spoken for token in at.line.said[-4:]).removesuffix("số").rstrip().lower()
    return ends_in(left, _nouns()) or ends_in(at.before_list.removesuffix("số").rstrip(), _nouns())


def _unknown(at: Place, parsed: Number) -> tuple[Notice, ...]:
    if parsed.subject and not topic(parsed.subject):
        return (unknown_notice(at, parsed.subject),)
    named = ((code, _issuer(code)[0]) for code in parsed.codes if _is_composed(code))
    strange = [unknown_notice(at, unit) for unit in parsed.units if _is_unknown(unit)]
    return *strange, *(composed_notice(at, code, spoken) for code, spoken in named if spoken in parsed.issuers)


def _is_unknown(unit: str) -> bool:
    """Return whether the code of a unit is too long to be read as letters and is not in any table."""
    return len(unit) > _LONGEST_UNIT and unit.isalpha() and not expand(unit)


def _is_composed(code: str) -> bool:
    """Return whether no table contains `code`, so that its meaning was built from its parts."""
    stem = code.rstrip("0123456789")
    return not (stem in _issuers() or stem in doctypes() or default_meaning(stem))


@lru_cache(CODES_KEPT)
def _parse(number: str, in_year: str, code: str, noun: str = "") -> Number | None:
    """Parse a number; return None if its code has no type and no issuer.  `noun` is the preceding type."""
    codes = tuple(_SPLIT.split(code))
    if noun and (body := _beside(codes, noun)):
        beyond = tuple(unit for unit in codes[1:] if noun not in doctypes().get(unit, ()))
        return Number(number, in_year, codes, (), (body,), (body,), "", beyond)
    types: tuple[str, ...] = ()
    issuers: list[str] = []
    aliases: list[str] = []
    units: list[str] = []
    others: list[str] = []
    known = doctypes()
    for index, part in enumerate(codes):
        if part in known and not issuers and (index == 0 or not types):
            types = known[part]
            continue
        spoken, names = _issuer(part)
        if not spoken and part in known and (spoken := _bodies_beside().get(part, "")):
            names = (spoken,)
        if spoken and (
            not issuers or part in phrases("office", "together") or codes[0].endswith(phrases("office", "joint"))
        ):
            issuers.append(spoken)
            aliases.extend(names)
        elif issuers:
            units.append(part)
        elif part not in known or known[part] != types:
            others.append(part)
    if not issuers and not types and not (in_year and topic("-".join(others))):
        return None
    return Number(number, in_year, codes, types, tuple(issuers), tuple(aliases), "-".join(others), tuple(units))


def _beside(codes: tuple[str, ...], noun: str) -> str:
    """Return the meaning of the first code after another type's name: "Công văn số 410/TTr-NV1" → thanh tra.

    Empty if the code can be the type that is named, or if an issuer follows ("Công văn số 12/TTr-UBND").
    """
    types = doctypes().get(codes[0], ())
    if not types or any(noun in one or one in noun for one in types) or any(_issuer(code)[0] for code in codes[1:]):
        return ""
    return _bodies_beside().get(codes[0], "")


@cache
def _bodies_beside() -> dict[str, str]:
    """Return the meaning of a type's code after another type: "QĐ-TTr" is a decision of the inspectorate."""
    return {row[0]: row[3] for row in read_table(__package__, "doctype") if row[3]}


def _noun_before(at: Place) -> str:
    """Return the noun of the type before the number: "Quyết định số" → "quyết định"; "văn bản" is not a type."""
    head = at.left.removesuffix(":").rstrip().removesuffix("số").rstrip()
    return next((noun for noun in _nouns() if noun not in phrases("office", "any") and ends_in(head, (noun,))), "")


@lru_cache(CODES_KEPT)
def _issuer(code: str) -> tuple[str, tuple[str, ...]]:
    """Return the issuer's spoken name and the names by which a text may refer to it; empty if the code is unknown."""
    number = ""
    if found := _WITH_NUMBER.fullmatch(code):
        code, number = found[1], f" {cardinal(found[2], ReadingStyle())}"
        number = f" khóa{number}" if code in phrases("office", "term") else number
    spoken, names = _issuers().get(code, ("", ()))
    if not spoken:
        spoken = expand(code)
        spoken = spoken if f"{spoken} ".startswith(body_heads()) else ""
    return (f"{spoken}{number}", (spoken, code.lower(), *names)) if spoken else ("", ())


def _say(at: Place, end: int, parsed: Number) -> str:
    words = [number_of(parsed.number, at.style)] if parsed.number else []
    if parsed.year:
        words.append(f"năm {year(parsed.year, at.style)}")
    if at.style.document_numbers == "letters":
        words.extend(letters_of(code, at.style) for code in parsed.codes)
        return ", ".join(words)
    left = at.left
    noun = parsed.types[0] if parsed.types else ""
    head = left.removesuffix(":").rstrip().removesuffix("số").rstrip(" :")
    is_named = any(one in f" {head[-40:]}" for one in (*parsed.types, *_heads(parsed)))
    if not is_named and (
        shorter := next((one for one in _nouns() if noun.startswith(one + " ") and head.endswith(one)), "")
    ):
        noun = noun.removeprefix(shorter).strip()
        is_named = left.endswith(("số", "số:"))
    subject = topic(parsed.subject) or letters_of(parsed.subject, at.style)
    units = "".join(_unit(unit, at.style) for unit in parsed.units)
    issuer = "" if _names_issuer(at, end, parsed) else f"{', '.join(parsed.issuers)}{units}"
    subject = subject or ("" if issuer else units.strip(" ,"))
    if noun and not is_named:
        words = [*_unnamed(words, noun, numbered=left.endswith(("số", "số:"))), *filter(None, (subject,))]
        return f"{', '.join(words)} của {issuer}" if issuer else ", ".join(words)
    if subject:
        words.append(subject)
    if issuer:
        words.append(f"của {issuer}")
    elif parsed.year and at.right(end).startswith(("của", "ngày", "về")):
        return f"{', '.join(words)},"
    spoken = " ".join(words) if len(words) == 2 and not parsed.year and not subject else ", ".join(words)
    goes_on = ("ngày",) if issuer else ("ngày", "của", "về") if units else ()
    return f"{spoken}," if goes_on and at.right(end).startswith(goes_on) else spoken


def _unit(code: str, style: ReadingStyle) -> str:
    """Return the reading of a unit after its issuer: the certain meaning of a longer code, else its letters."""
    words = certain_meaning(code) if len(code) > _LONGEST_SPELLED else ""
    return f", {words or letters_of(code, style)}"


def _unnamed(spoken: list[str], noun: str, *, numbered: bool) -> list[str]:
    """Insert the type into `spoken`: before the number ("quyết định số mười hai"), or after it if "số" precedes."""
    if not spoken:
        return [noun]
    if numbered:
        return [*spoken, noun]
    return [f"{noun} số {spoken[0]}", *spoken[1:]]


def _heads(parsed: Number) -> tuple[str, ...]:
    """Return the written short forms of the type, which name it too: "QĐ số 12/QĐ-UBND"."""
    return tuple(f" {code.lower()}" for code in parsed.codes if code in doctypes())


def _names_issuer(at: Place, end: int, parsed: Number) -> bool:
    """Return whether the neighbouring words name the issuer, so that it is not repeated."""
    if _NAMED_NEXT.match(at.right(end)):
        return True
    after = _plain(at.right(end).partition(";")[0])
    before = _plain(_NUMBERED.sub(" ", at.left.rpartition(";")[2]))
    for alias in parsed.aliases:
        name = _plain(alias).strip()
        begin = " ".join(name.split()[:3])
        if f" của {begin} " in after or f" {name} " in before or _by_office(after, name):
            return True
    return False


def _plain(text: str) -> str:
    """Return only the words, separated by one space, with hòa for hoà, so that names are compared by their sound."""
    for new, old in _TONE_PLACES:
        text = text.replace(new, old)
    return f" {' '.join(_WORDS.findall(text))} "


def _by_office(after: str, name: str) -> bool:
    """Return whether an officer of the issuer is named: "của Chủ tịch UBND tỉnh", "của Bộ trưởng Bộ Tài chính"."""
    position = after.find(name)
    return position > 0 and "của " in after[max(0, position - 24) : position]


def number_of(written: str, style: ReadingStyle) -> str:
    """Return the words of a document's number: a zero is read ("05" → "không năm"), a letter after it is named."""
    digits = written.rstrip("abcdefghijklmnopqrstuvwxyzđ")
    zeros = len(digits) - len(digits.lstrip("0"))
    spoken = [*[DIGIT[0]] * zeros]
    if rest := digits[zeros:]:
        spoken.append(cardinal(rest, style))
    if letter := written[len(digits) :]:
        spoken.append(spell(letter, style.letter_names))
    return " ".join(spoken)


def letters_of(code: str, style: ReadingStyle) -> str:
    """Return the names of the letters of a code, and its numbers: "NV1" → "nờ vê một"."""
    return " ".join(
        "và" if run == "&" else cardinal(run, style) if run.isdecimal() and len(run) < 4 else
        digits_one_by_one(run) if run.isdigit() else spell(run, style.letter_names)
        for run in re.findall(r"\d+|[^\W\d_]+|&", code)
    )  # fmt: skip


@cache
def _nouns() -> tuple[str, ...]:
    return tuple(sorted({noun for nouns in doctypes().values() for noun in nouns}, key=len, reverse=True))


@cache
def _type_codes() -> tuple[str, ...]:
    return tuple(f" {code.lower()}" for code in doctypes())


@cache
def _issuers() -> dict[str, tuple[str, tuple[str, ...]]]:
    return {
        row[0]: (row[1], tuple(name for name in row[2].split("|") if name)) for row in read_table(__package__, "issuer")
    }
