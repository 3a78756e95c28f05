"""The certainty of a reading of numbers: which other readings the same characters have, and the evidence against them.

The table `rival` has for a class and a form the reading by another class, and the kinds of context words that exclude
it; a word that the row itself used as evidence excludes it too.  A reading without a rival is certain.  With a rival
and evidence, the context decides.  With a rival and no evidence, the reading is a guess, and the editor is offered the
rival's reading.

`unsaid` examines the whole line: a dash or a slash between two numbers that no class has read is a guess, whatever the
classes of the two numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from ..configuration.settings import ReadingStyle
from ..messages import message
from ..model import Certainty, Notice, Token
from ..regex import regex
from ..vietnamese.letters import spell
from ..vietnamese.syllables import is_syllable
from ..vietnamese.tables import read_table
from . import around, unusual
from .cardinal import cardinal, digits_one_by_one
from .context import Match, Place
from .decimal import AMOUNT, amount
from .measure import unit
from .words import phrases

NUMBER = regex(AMOUNT)
SLOT = regex(r"\{(\w+):?([\d,]*)\}")
JOINTS: Mapping[str, str] = {"-": "đến", "–": "đến", "—": "đến", "−": "đến", "~": "đến", "/": "trên", ".": "chấm"}
"""Marks that join two numbers, and their words in the other reading."""
CLOSED_BY = {'"': '"', "“": "”", "”": "”"}
"""Opening mark → the mark that closes it."""
QUOTES = frozenset('"”″')
COUNTED = frozenset({"count", "noun", "mass"})
LONGEST = 200
"""In characters: a longer chain of joined numbers is not offered as one reading."""
MARKS = frozenset(JOINTS) | QUOTES
DATE_BEHIND = regex(r"[\d:]+(?: ?[ap]m)?[ ,|(-]{1,4}(?:ngày )?(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})")
SAID_SIGHT, SHORTEST_DATE = 6, 6
SIGHT = 5
"""In words: the distance from a slash within which a number may be, so that the slash may be that of a rate."""
ANY_WORD, NO_WORD, NOTHING, A_DATE, KNOWN, MARK = "*", "^", "!", "=date", "+", "$"
NO_TIME = "~"
WANTED, A_NAME = "?", "name"
NAME_BEFORE, NAME_SIGHT = regex(r"(?<!\w)([A-ZĐ][^\W\d_]{1,20})[ -]$"), 24
"""A directly preceding capitalised word; if it is not a syllable, it is the name of a product."""
DAY_AND_HOUR = {"date", "time"}
TOLD_APART = frozenset({"phone", "url"})
"""Classes that may be joined by a dash without being the ends of a range."""

SAYS: Mapping[str, Callable[[str, ReadingStyle], str]] = {
    "number": cardinal,
    "digits": lambda digits, _: digits_one_by_one(digits),
    "amount": amount,
    "letter": lambda letter, style: spell(letter, style.letter_names),
    "word": lambda word, _: word,
    "unit": lambda word, _: (unit(word) or (word,))[0],
}
"""How the groups of a form are spoken in the other reading."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A form that another class would read: the other reading, and the kinds of words that exclude it."""

    form: re.Pattern[str]
    wanted: tuple[str, ...]
    """Labels of which one must precede, so that there is a rival (empty: always)."""
    before: frozenset[str]
    behind: frozenset[str]
    other: str


@cache
def rivals() -> Mapping[str, tuple[Rival, ...]]:
    """Return class → its rivals."""
    found: dict[str, tuple[Rival, ...]] = {}
    for rule, form, before, behind, other in read_table(__package__, "rival"):
        wanted = tuple(kind[1:] for kind in before.split() if kind[0] == WANTED)
        against = frozenset(kind for kind in before.split() if kind[0] != WANTED)
        one = Rival(regex(form), wanted, against, frozenset(behind.split()), other)
        found[rule] = (*found.get(rule, ()), one)
    return found


def weighed(at: Place, rule: str, match: Match) -> Match:
    """Return `match` of class `rule` with its certainty; `at.evidence` has the context words that its row used."""
    known = rivals().get(rule)
    if known is None or match.certainty is not Certainty.CERTAIN:
        return match
    written, used = at.text[at.start : match.end], at.evidence[0] if at.evidence else ""
    for rival in known:
        found = rival.form.fullmatch(written)
        if found is None or not _is_wanted(at, rival):
            continue
        evidence = used if used and NOTHING not in rival.before else next(_evidence(at, match.end, rival), "")
        if evidence and KNOWN in rival.behind:
            continue
        if evidence:
            return match._replace(certainty=Certainty.CONTEXT, evidence=evidence)
        other = _said(found, rival.other, match.spoken, at.style)
        if other != match.spoken:
            return match._replace(certainty=Certainty.GUESS, other=other)
    return match


def _is_wanted(at: Place, rival: Rival) -> bool:
    """Return whether one of the labels that `rival` needs precedes."""
    if not rival.wanted:
        return True
    if A_NAME in rival.wanted and (found := NAME_BEFORE.search(at.text, max(0, at.start - NAME_SIGHT), at.start)):
        return not is_syllable(found[1].lower())
    return any(at.follows(phrases("label", kind)) for kind in rival.wanted if kind != A_NAME)


def _evidence(at: Place, end: int, rival: Rival) -> Iterator[str]:
    """Yield the context words that exclude `rival`."""
    following = at.text[end : end + 2]
    if following[:1] and following[0] in rival.behind:
        yield f"… {following[0]}"
    if rival.before:
        yield from _said_before(at, rival)
        for side, mark in ((around.before(at), ""), (around.before_comma(at), ",")):
            if side.kinds & rival.before or (side.kinds and KNOWN in rival.before):
                yield f"{side.phrase}{mark} …"
    if rival.behind:
        side = around.behind(at, end)
        if NO_TIME in rival.behind and side.phrase.split(" ")[0] in phrases("range", "time"):
            return
        if side.kinds & rival.behind or (side.kinds and KNOWN in rival.behind):
            yield f"… {side.phrase}"
    if ANY_WORD in rival.behind and following[:1] == " " and following[1:].isalpha():
        yield f"… {at.words_after(end, 1)[0]}"
    if MARK in rival.behind and not (following[:1] == " " and following[1:].isalpha()):
        yield "… $"
    if NO_WORD in rival.before and not at.left[-1:].isalnum():
        yield "^ …"


def _said_before(at: Place, rival: Rival) -> Iterator[str]:
    """Yield a full date directly before or after the position, if it excludes `rival`."""
    if A_DATE not in rival.before:
        return
    for token in at.line.said[-SAID_SIGHT:]:
        if token.rule == "date" and len(token.written) >= SHORTEST_DATE:
            yield f"{token.written} …"
    if found := DATE_BEHIND.match(at.right(at.start)):
        yield f"… {found[1]}"


def _said(found: re.Match[str], template: str, spoken: str, style: ReadingStyle) -> str:
    """Return the words of `template`: "{number:1} điểm"; `rest` stands for the words of `spoken` after its number."""

    def slot(one: re.Match[str]) -> str:
        if one[1] == "rest":
            return _rest(found.group(), spoken, style)
        return SAYS[one[1]]("".join(found[int(group)] for group in one[2].split(",")), style)

    return SLOT.sub(slot, template).strip()


def _rest(written: str, spoken: str, style: ReadingStyle) -> str:
    number = NUMBER.match(written)
    return spoken.removeprefix(amount(number.group(), style)).strip() if number else ""


def unsaid(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return `tokens` with each silent joint merged with its neighbours, as a guess: "70 – 75", "CO2/năm"."""
    if not _may_be_joined(tokens):
        return tuple(tokens)
    joined: list[Token] = []
    rest = list(reversed(tokens))
    opened = Counter[str]()
    while rest:
        token = rest.pop()
        mark = token.written.strip() if token.rule == "punctuation" else ""
        if mark in QUOTES and not opened[mark] % 2 and _is_inches(joined, rest):
            joined.append(_inches(joined.pop(), token))
        elif mark in JOINTS and _is_joint(joined, mark, rest):
            back = _with_space(joined)
            joined.append(_as_one([*back, token, *_with_space(rest)[::-1]], JOINTS[mark]))
        else:
            joined.append(token)
        opened[CLOSED_BY.get(mark, "")] += 1 if mark != "”" else -1
    return tuple(joined)


def _may_be_joined(tokens: Sequence[Token]) -> bool:
    """Return whether there is a mark that joins or measures numbers, besides the final stop: a quick test."""
    last = len(tokens) - 1
    for place, token in enumerate(tokens):
        if token.rule == "punctuation" and (mark := token.written.strip()) in MARKS:
            is_stop = mark == "." and not (place < last and tokens[place + 1].written[:1].isdecimal())
            if not is_stop:
                return True
    return False


def _is_inches(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Return whether a mark that does not close a quotation directly follows a number: 55"."""
    is_behind = bool(before) and before[-1].written[-1:].isdecimal()
    return is_behind and not (behind and behind[-1].written[:1].isalnum())


def _inches(number: Token, mark: Token) -> Token:
    spoken, other = f"{number.spoken}{mark.spoken}", f"{number.other or number.spoken} inch"
    return Token(number.written + mark.written, spoken, number.rule, Certainty.GUESS, "", other)


def _with_space(tokens: list[Token]) -> list[Token]:
    """Remove and return the last token of `tokens` and the space after it, if any."""
    taken = [tokens.pop()]
    if not taken[0].written.strip() and tokens:
        taken.insert(0, tokens.pop())
    return taken


def _as_one(tokens: Sequence[Token], joint: str) -> Token:
    first, last = tokens[0], tokens[-1]
    written = "".join(token.written for token in tokens)
    other = f"{first.other or first.spoken} {joint} {last.other or last.spoken}"
    return Token(written, f"{first.spoken}, {last.spoken}", last.rule, Certainty.GUESS, "", other)


def _is_joint(before: Sequence[Token], mark: str, behind: Sequence[Token]) -> bool:
    """Return whether `mark` is between two numbers, or is a slash directly after a counted noun."""
    if not before or not behind or any(token.rule in TOLD_APART for token in before[-2:]):
        return False
    if any(len(token.written) > LONGEST for token in before[-2:]):
        return False
    left = "".join(token.written[-LONGEST:] for token in before[-2 * SIGHT :])
    return _is_glued_joint(left, mark, behind) if mark in "./" else _is_dash(left, before, behind)


def _is_glued_joint(left: str, mark: str, behind: Sequence[Token]) -> bool:
    """Return whether a point is between two numbers, or a slash after a counted noun: "7 cụm/ 4 khu"."""
    following = behind[-1].written[:1]
    if mark == "/" and following.isspace():
        return left[-1:].islower() and _next(reversed(behind)).written[:1].isdecimal()
    if mark == "/" and _are_two_counts(left, behind):
        return False
    is_glued = left[-1:].isalnum() and following.isalnum() and not following.isupper()
    return is_glued and (following.isdecimal() if mark == "." else _is_near_a_number(left, behind))


def _are_two_counts(left: str, behind: Sequence[Token]) -> bool:
    """Return whether two different things are counted, one on each side of a slash: "46 hộ/218 khẩu"."""
    one, other = left.split()[-1:], "".join(token.written for token in behind[: -2 * SIGHT : -1]).split()[:2]
    if not one or len(other) < 2 or not other[0][:1].isdecimal():
        return False
    nouns = (one[0].lower(), other[1].lower().rstrip(".,;:)"))
    return nouns[0] != nouns[1] and all(COUNTED & around.kinds().get(noun, frozenset()) for noun in nouns)


def _is_dash(left: str, before: Sequence[Token], behind: Sequence[Token]) -> bool:
    if {_next(reversed(before)).rule, _next(reversed(behind)).rule} == DAY_AND_HOUR:
        return False
    words, right = left.split(), _next(reversed(behind)).written.strip()
    if not words or not words[-1][-1:].isdecimal():
        return False
    return right[:1].isdecimal() or (len(words) > 1 and right.lower().split()[:1] == [words[-2].lower()])


def _is_near_a_number(left: str, behind: Sequence[Token]) -> bool:
    beyond = "".join(token.written for token in behind[: -2 * SIGHT : -1])
    return any(map(str.isdecimal, " ".join((*left.split()[-SIGHT:], *beyond.split()[:SIGHT]))))


def _next(tokens: Iterable[Token]) -> Token:
    """Return the first of `tokens` that is not a space."""
    return next((token for token in tokens if token.written.strip()), Token("", "", "space"))


def notices(tokens: Sequence[Token], where: str, reported: Set[str]) -> Iterator[Notice]:
    """Yield for each guess a notice with the other reading and its lexicon row, except for the forms in `reported`."""
    for token in tokens:
        if token.certainty is not Certainty.GUESS or token.written in reported:
            continue
        written, spoken = token.written.strip(), token.spoken.strip(", ")
        if token.other:
            yield Notice(
                "reading.guess",
                where,
                message('"{written}": {spoken} — or {other}?', written=written, spoken=spoken, other=token.other),
                message("If the other is meant, add to lexicon.tsv: {row}", row=f"{written}\t{token.other}"),
            )
        elif token.rule in unusual.usual() and any(map(str.isdecimal, written)):
            yield Notice(
                "reading.guess",
                where,
                message('"{written}": {spoken}? Few texts write so', written=written, spoken=spoken),
                message("If it is said otherwise, add to lexicon.tsv: {row}", row=f"{written}\t{spoken}"),
            )
