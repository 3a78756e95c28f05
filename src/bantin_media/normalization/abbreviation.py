"""Abbreviations.  "UBND" → "ủy ban nhân dân", "KT-XH" → "kinh tế xã hội", "THCS&THPT" → "… và …".

The neighbouring words decide between meanings: "BCH Quân sự" → "ban chỉ huy", "BCH Đảng bộ" → "ban chấp hành".  A form
that is unknown or undecided is spelled and reported.  Does not match inside a word, before a digit (QL3B is
*alphanumeric*), or a syllable in an all-capital text ("TU BỔ" is *caps*).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from ..messages import message
from ..model import Certainty, Notice
from ..regex import regex
from ..vietnamese.abbreviations import SPELLED, Meaning, abbreviations, certain_meaning, default_meaning
from ..vietnamese.letters import ANY_LETTER, LOWER, UPPER, VOWEL_CAPITALS, is_upper, is_vowel, spell, split_tone
from ..vietnamese.tables import read_table
from . import caps, few_letters
from .context import Match, Place, ends_in
from .evidence import choose, unsaid
from .phrase_index import phrase_index
from .rest import unknown_word_notice
from .words import phrases

WORD = regex(rf"{ANY_LETTER}{{1,200}}")
_MEMBER = f"[{UPPER}]{{2,12}}"
_COMPOUND = regex(rf"{_MEMBER}(?:(?:[-–&]| [-–&] |, ?(?=[{UPPER}]{{2,8}}&)){_MEMBER}){{1,5}}(?![\w&])")
_CAPITALS = regex(_MEMBER)
_JOINT = regex(r" ?[-–&,] ?")
_FORM = regex(r"[^\s,;:!?()\"“”]{1,24}")
_CODE = regex(rf"[a-z]{{1,2}}[{UPPER}]{{2,5}}|[{UPPER}][^\W\d_]*[{UPPER}][^\W\d_]*|[{UPPER}]{{2,}}")
_NAME = regex(
    rf"(?:[BCDĐGHKLMNPRSTVXFJWZ]|NG|NH|CH|PH|TH|KH|TR|GI|QU|S[LHTKPM]|[HKPDBCGFT][LRM]|P[XJS]|M[LRN])[{VOWEL_CAPITALS}]{{1,3}}"
    r"(?:[BCDFGHKLMNPRSTXJWZ]|NG|NH|CH|CK|SH|RT|ND|NT)?"
)
"""A name among capitalised words: "CHÈ SHAN TUYẾT", "BẢN KHUỔI SLƯN"."""
_ONSET = "(?:[BCDFGHJKLMNPQRSTVWXZ]|CH|GH|KH|NG|NH|PH|TH|TR|[BCDFGP]R|[BCFGP]L|S[HLMNPT])"
_CODA = "(?:(?:NG|NH|CH|CK|[CKLMNPRSTX])(?![AEIOUY]))?"
_PRONOUNCED = regex(
    rf"(?=.{{4,12}}$)(?:[AEIOUY]{{1,2}}{_CODA}(?={_ONSET}[AEIOUY])|{_ONSET}[AEIOUY]{{1,2}}{_CODA})"
    rf"(?:{_ONSET}[AEIOUY]{{1,2}}{_CODA}){{1,4}}"
)
"""A name of several syllables: YAGI, MATMO, VINASUGAR.  An abbreviation rarely has this form."""
_HALF_WORD = regex(rf"([{UPPER}][{LOWER}]{{2,12}})([{UPPER}]{{2,6}})")
_DOCUMENT_NUMBER = regex(
    rf"(?: số:?)? \d{{1,5}}[a-zđ]?(?: ?/ ?(?:19|20)\d\d)? ?[-–/] ?([{UPPER}][^\W\d_]{{0,7}})(?![^\W_])"
)
_NAMES = frozenset({"foreign", "name", "unread"})
"""The rules of tokens that are not Vietnamese words."""
_FEWEST_COMPOSED = 5
"""A shorter unknown form has too many possible meanings to be built from parts: "SHS", "BHT"."""
CODES_KEPT = 1024
"""The cache size: several rows ask about the same code, and a text has few different codes."""
_TAILS = ("TU", "TW", "HU", "ĐU", "VN")
"""Forms of two letters that may end a longer one: BTVTU, UBMTTQVN."""


def read(at: Place) -> Match | None:
    """Match an abbreviation of the table, a compound of several, or an unknown run of capitals."""
    if at.char_before.isalpha():
        return None
    return few_letters.read(at) or _form_with_marks(at) or _compound(at) or _letters_only(at)


def may_begin(run: str) -> bool:
    """Return whether a run of letters is an abbreviation, known or unknown, or the first letters of one ("đ/c")."""
    if run in abbreviations() or run in _first_runs() or _CAPITALS.fullmatch(run):
        return True
    return _CODE.fullmatch(run) is not None and _is_code(run)


@cache
def _first_runs() -> frozenset[str]:
    """Return the letters that begin a form with other characters."""
    return frozenset(found.group() for written in abbreviations() if (found := WORD.match(written)))


def _letters_only(at: Place) -> Match | None:
    found = at.match(WORD)
    if found is None or at.text[found.end() : found.end() + 1].isdigit():
        return None
    written, end = found.group(), found.end()
    if len(written) == 1 or caps.is_caps_word(at, written, end):
        return None
    if meanings := abbreviations().get(written):
        match = _chosen(at, written, end, meanings)
        spelled = spell(written, at.style.letter_names)
        if _is_tied_to_a_name(at) and match.certainty is Certainty.CERTAIN and match.spoken != spelled:
            return match._replace(certainty=Certainty.GUESS, other=spelled)
        return match
    if _CODE.fullmatch(written) and _is_code(written):
        return _unknown(at, written, end)
    return None


def _is_tied_to_a_name(at: Place) -> bool:
    """Return whether a hyphen ties the letters to a foreign name, of which they may be a part: "Viettel-CA"."""
    before = at.line.said
    return at.char_before in "-‑–" and len(before) > 1 and before[-2].rule in _NAMES


@lru_cache(CODES_KEPT)
def expand(code: str) -> str:
    """Return the meaning of `code`, built from its parts if necessary; empty if unknown: SNV → "sở nội vụ"."""
    if meaning := default_meaning(code):
        return meaning
    if segmented := _segmented(code):
        return segmented
    for size in (3, 2, 1):
        body = bodies().get(code[:size], "") if len(code) > size + 1 else ""
        field = (default_meaning(code[size:]) if size > 1 else "") or _field(code[size:]) if body else ""
        if field:
            return f"{body} {field}"
    return ""


def topic(code: str) -> str:
    """Return the meaning of `code` in a document number, which may contain a member of a compound alone: XD, KT."""
    alone = (spoken for spoken, beside in _members().get(code, ()) if not beside)
    return expand(code) or next(alone, "")


def means_by_what_precedes(at: Place, end: int, sides: tuple[str, ...] = ("before",)) -> bool:
    """Return whether the words on `sides` determine the meaning of the form up to `end`: "nhà máy CN", "điểm TB"."""
    meanings = abbreviations().get(at.text[at.start : end])
    return meanings is not None and phrase_index(meanings).speaks(at, end, sides)


def _chosen(at: Place, written: str, end: int, meanings: tuple[Meaning, ...]) -> Match:
    if written in doctypes() and _numbers(at, written, end):
        return Match(end, doctypes()[written][0])
    spelled = spell(written, at.style.letter_names)
    if chosen := choose(at, end, meanings):
        meaning = chosen.meaning
        if chosen.other == SPELLED:
            chosen = chosen._replace(other=spelled)
        if meaning.spoken in (SPELLED, spell(written)):
            return chosen.match(end, spelled)
        if _has_been_said(at, meaning.spoken):
            return Match(end, "")
        notices = (_ambiguous(at, written, meaning.spoken),) if meaning.is_guess or chosen.other else ()
        return chosen.match(end, unsaid(at, meaning.spoken) or meaning.spoken, notices)
    only = {meaning.spoken for meaning in meanings} - {SPELLED}
    if len(only) == 1:
        (spoken,) = only
        return Match(end, spoken, "", (_ambiguous(at, written, spoken),), Certainty.GUESS, other=spelled)
    return Match(end, spelled, "", (_ambiguous(at, written, spelled),), Certainty.GUESS, other=meanings[0].spoken)


def _has_been_said(at: Place, spoken: str) -> bool:
    """Return whether the full words precede the form: "triệu đồng VND" is read "triệu đồng"."""
    return at.char_before == " " and ends_in(at.left, (spoken,))


def _numbers(at: Place, written: str, end: int) -> bool:
    """Return whether a number of this document type follows: "KL 01-KL/TW", "KH số 12/2026/KH-UBND"."""
    found = _DOCUMENT_NUMBER.match(at.text, end)
    return found is not None and found[1] == written


@cache
def bodies() -> dict[str, str]:
    """Return the meaning of the letters of a body that precede its field: SNV, BTNMT."""
    return {row[0]: row[1] for row in read_table(__package__, "body") if row[0]}


@cache
def body_heads() -> tuple[str, ...]:
    """Return the first words of the names of bodies, each with a space after it."""
    return tuple(f"{row[1]} " for row in read_table(__package__, "body"))


@cache
def doctypes() -> dict[str, tuple[str, ...]]:
    """Return the meanings of each document type's code, the most frequent first."""
    return {row[0]: tuple(row[1].split("|")) for row in read_table(__package__, "doctype")}


def _form_with_marks(at: Place) -> Match | None:
    """Match a form of the table that contains other characters than letters: đ/c, v.v., T.Ư, V/v, TP HCM."""
    candidates = _marked_forms().get(at.text[at.start : at.start + 2])
    for written in candidates or ():
        end = at.start + len(written)
        following = at.text[end : end + 1]
        goes_on = written[-1].isalnum() and (following.isalnum() or following == "&")
        if at.text.startswith(written, at.start) and not goes_on:
            return _chosen(at, written, end, abbreviations()[written])
    return None


def _compound(at: Place) -> Match | None:
    """Match members joined by &, - or a comma, if all of them are known: KT-XH, LĐ-TB&XH, HĐND - UBND."""
    found = at.match(_COMPOUND)
    if found is None:
        return None
    if meanings := abbreviations().get(found.group().replace(" ", "").replace("–", "-")):
        return _chosen(at, found.group(), found.end(), meanings)
    spoken, is_sure = _composed(found.group())
    if not spoken:
        return None
    if is_sure:
        return Match(found.end(), spoken)
    return Match(found.end(), spoken, certainty=Certainty.GUESS, other=spell(found.group(), at.style.letter_names))


@lru_cache(CODES_KEPT)
def _composed(written: str) -> tuple[str, bool]:
    """Return the reading of a compound, and whether it is the only possible one; empty if a member is unknown."""
    members = _JOINT.split(written)
    sizes = {len(member) > 2 for member in members}
    if " - " in written.replace("–", "-") and len(sizes) > 1:
        return "", False
    found_members = [_member(member, members, index) for index, member in enumerate(members)]
    words = [spoken for spoken, _ in found_members]
    if not all(words) or any(one == other for one, other in pairwise(members)):
        return "", False
    spoken = words[0]
    joints = _JOINT.findall(written)
    for index, joint in enumerate(joints):
        spoken += _link(joint, members, index, is_last=index == len(joints) - 1) + words[index + 1]
    is_sure = all(map(_shortens, members, words)) and all(is_sure for _, is_sure in found_members)
    return spoken, is_sure and not _names_a_unit(members)


def _link(joint: str, members: list[str], index: int, *, is_last: bool) -> str:
    """Return what is spoken for the joint after the member at `index`."""
    if "&" in joint:
        return " và "
    if "," in joint:
        return ", "
    if joint.startswith(" "):
        return " và " if is_last and {*members} <= _named_together() else ", "
    if len(members[index]) > 3 and len(members[index + 1]) > 3:
        return " và " if is_last else ", "
    return " "


def _names_a_unit(members: list[str]) -> bool:
    """Return whether a body and something else are joined: a unit of it ("UBND-NN")."""
    return members[0] in phrases("office", "together") and not {*members} <= _named_together()


@cache
def _named_together() -> frozenset[str]:
    """Return the bodies whose codes are joined by "và": "HĐND - UBND", "THCS - THPT"."""
    return frozenset((*phrases("office", "together"), *phrases("office", "school")))


def _shortens(code: str, words: str) -> bool:
    """Return whether the letters of `code` begin words of `words`, in order; false for a name that is spelled."""
    initials = (split_tone(word)[0][0] for word in words.split())
    return all(split_tone(letter)[0] in initials for letter in code.lower())


def _member(member: str, members: list[str], index: int) -> tuple[str, bool]:
    """Return the meaning of a member in a compound, and whether it is the only possible one."""
    others = set(members[:index] + members[index + 1 :])
    known = _members().get(member, ())
    for spoken, beside in known:
        if not beside or others & beside:
            return spoken, bool(beside) or len(known) == 1
    if meaning := default_meaning(member):
        return meaning, meaning == certain_meaning(member)
    return _segmented(member), False


def _field(code: str) -> str:
    """Return the field of a body, split greedily into its longest members: TNMT → "tài nguyên và môi trường"."""
    parts: list[str] = []
    start = 0
    while start < len(code):
        sizes = (size for size in (6, 5, 4, 3, 2) if code[start : start + size] in _members())
        size = next(sizes, 0)
        if not size:
            return ""
        parts.append(code[start : start + size])
        start += size
    spoken = [_member(part, parts, index)[0] for index, part in enumerate(parts)]
    return " và ".join(filter(None, (", ".join(spoken[:-1]), spoken[-1]))) if spoken else ""


def _half_word(written: str) -> re.Match[str] | None:
    """Split a word from its capitals if the border is clear: "ChatGPT" → "Chat", "GPT"."""
    found = _HALF_WORD.fullmatch(written)
    return found if found and any(map(is_vowel, found[1])) else None


def _is_code(written: str) -> bool:
    """Return whether capitals outnumber small letters: "QyĐ", "TTr" and "VNeID", but not "HIện" or "BanTin"."""
    capitals = sum(map(is_upper, written))
    return len(written) <= 24 and capitals * 2 > len(written)


def _segmented(code: str) -> str:
    """Return the reading of `code` as at most three known forms of three or more letters, the longest first."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(3, min(len(code), 16) + 1):
        for start in range(max(0, end - 10), end - 1):
            if end - start == 2 and (end != len(code) or code[start:] not in _TAILS):
                continue
            if start not in best or len(best[start]) > 2:
                continue
            meaning = default_meaning(code[start:end])
            if (
                meaning
                and _shortens(code[start:end], meaning)
                and (end not in best or len(best[start]) + 1 < len(best[end]))
            ):
                best[end] = (*best[start], meaning)
    return " ".join(best.get(len(code), ()))


def _unknown(at: Place, written: str, end: int) -> Match:
    if words := at.line.written_out.get(written):
        return Match(end, words, notices=(_written_out_notice(at, written, words),))
    if composed := expand(written) if written.isupper() and len(written) >= _FEWEST_COMPOSED else "":
        return Match(end, composed, notices=(composed_notice(at, written, composed),))
    if _PRONOUNCED.fullmatch(written) or (at.follows(phrases("label", "called")) and any(map(is_vowel, written))):
        spelled = spell(written, at.style.letter_names)
        notices = (unknown_word_notice(at, written),)
        return Match(end, written.lower(), "name", notices, Certainty.GUESS, other=spelled)
    if _NAME.fullmatch(written) and caps.stands_among_capitals(at, end):
        return Match(end, written.lower(), "name", (unknown_word_notice(at, written),))
    if parts := _half_word(written):
        spoken = f"{parts[1]} {spell(parts[2], at.style.letter_names)}"
        return Match(end, spoken, notices=(composed_notice(at, written, spoken),))
    return Match(end, spell(written, at.style.letter_names), notices=(unknown_notice(at, written),))


def unknown_notice(at: Place, written: str) -> Notice:
    """Return the notice that `written` is spelled because its meaning is undecided."""
    spoken = spell(written, at.style.letter_names)
    return Notice(
        "reading.unknown-abbreviation",
        at.line.where,
        message('the abbreviation "{written}" is not known; it is spelled: {spoken}', written=written, spoken=spoken),
        message("Add what it means to lexicon.tsv: {row}", row=f"{written}\t…"),
    )


def composed_notice(at: Place, written: str, spoken: str) -> Notice:
    """Return the notice that the meaning of `written` was built from its parts."""
    return Notice(
        "reading.composed-abbreviation",
        at.line.where,
        message('"{written}" is not in the table; it is read by its parts: {spoken}', written=written, spoken=spoken),
        message("If that is wrong, add what it means here to lexicon.tsv: {row}", row=f"{written}\t…"),
    )


def _written_out_notice(at: Place, written: str, spoken: str) -> Notice:
    """Return the notice that `written` is read by the words of the article with these initials."""
    return Notice(
        "reading.written-out-abbreviation",
        at.line.where,
        message('"{written}" is not in the table; the article writes it out: {spoken}', written=written, spoken=spoken),
        message("If that is wrong, add what it means here to lexicon.tsv: {row}", row=f"{written}\t…"),
    )


def _meanings_of(written: str) -> list[str]:
    return [meaning.spoken for meaning in abbreviations().get(written, ()) if meaning.spoken != SPELLED]


def _ambiguous(at: Place, written: str, spoken: str) -> Notice:
    meanings = ", ".join(dict.fromkeys(_meanings_of(written))) or spoken
    return Notice(
        "reading.ambiguous-abbreviation",
        at.line.where,
        message('"{written}" may mean: {meanings}; it is read: {spoken}',
                written=written, meanings=meanings, spoken=spoken),
        message("If that is wrong, add what it means here to lexicon.tsv: {row}", row=f"{written}\t…"),
    )  # fmt: skip


@cache
def _members() -> dict[str, list[tuple[str, frozenset[str]]]]:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for written, spoken, beside in read_table(__package__, "abbreviation"):
        found.setdefault(written, []).append((spoken, frozenset(beside.split())))
    return found


@cache
def _marked_forms() -> dict[str, tuple[str, ...]]:
    """The forms that contain other characters than letters, by their first two characters, the longest first."""
    found: dict[str, list[str]] = {}
    for written in abbreviations():
        if not written.isalpha():
            found.setdefault(written[:2], []).append(written)
    return {start: tuple(sorted(forms, key=len, reverse=True)) for start, forms in found.items()}
