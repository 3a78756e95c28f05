"""Removes the frame of mails, chats and letters: headers, time stamps, quoted mail, signatures, words to the editors.

"Từ: … / Đến: … / Chủ đề: …", "[14:02, 03/12/2026] Chị Thảo:", "> …", "--" and the lines below it.  Salutations that
belong to the text ("Kính thưa bà con!") stay; they are never a title or a heading.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Final

from ..messages import message
from ..regex import regex
from .labelling import LabelledLine, Labelling
from .rules import rules, starts_with
from .word_table import one_of

_MOST_CALLED: Final = 6
_FEWEST_CALLED: Final = 3
"""In words: "Thưa bà con"; a longer line without a mark may be a title."""
_LONGEST_CALL: Final = 6
"""In characters: "Gửi: Ban biên tập"."""
_HEAD_WITHIN: Final = 12
_QUOTE: Final = regex(r">+ ?")
_ANSWER: Final = regex(
    r"(?:vào|on)\b.{4,120}(?:đã viết|wrote|viết)\s*:|bắt đầu thư (?:đã )?chuyển tiếp\s*:?"
    r"|-{2,}\s*(?:forwarded message|tin nhắn (?:đã )?chuyển tiếp|original message)\s*-{2,}",
    re.IGNORECASE,
)
_DAY: Final = r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?"
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:[ \u202f][AP]M)?"
_TIME: Final = rf"(?:{_CLOCK},? {_DAY}|{_DAY},? {_CLOCK})"
_STAMP: Final = regex(rf"\[{_TIME}\]\s*[^:]{{1,40}}:\s*|[^,:\[\]]{{1,40}},? \[{_TIME}\]:?\s*(?=$|[^\W\d_])")
_CLOCK_ALONE: Final = regex(_CLOCK)
_DASHED_STAMP: Final = regex(rf"{_TIME} [-–] [^:]{{1,40}}:\s+")
"""A single line of this form may be a website's date and view counter: only several are messages."""
_SIGN_OFF: Final = regex(rf"(?:xin )?{one_of('sign_offs')} ?[,!.]{{0,3}}", re.IGNORECASE)
_FORWARDED: Final = regex(rf"(?:{one_of('mail_prefixes')}\s*:\s*)+", re.IGNORECASE)
_POSTED: Final = regex(
    r"(?:\d{1,2} tháng \d{1,2}(?:, \d{4})?(?: lúc \d{1,2}:\d{2})?|(?:hôm qua|hôm nay) lúc \d{1,2}:\d{2}"
    r"|\d{1,2} (?:phút|giờ|ngày|tuần)(?: trước)?)\s*[·•].{0,60}",
    re.IGNORECASE,
)
_POST_WITHIN: Final = 4
_LONGEST_NAME: Final = 8
_LONGEST_SIGNATURE: Final = 8


def is_address(text: str) -> bool:
    """Return whether a line is the salutation of a letter or an announcement, which is never a title or a heading."""
    low = text.casefold()
    if starts_with(low, rules().salutations):
        return True
    called = text.endswith(("!", ",", ":")) or ":" in text[:_LONGEST_CALL]
    return starts_with(low, rules().may_salute) and len(text.split()) <= (_MOST_CALLED if called else _FEWEST_CALLED)


def strike_out(labels: Labelling) -> str:
    """Drop the frame of a mail or a chat; return the mail's subject; empty if it has none."""
    subject = _mail_head(labels)
    _sign_off(labels)
    _post_head(labels)
    _stamps(labels)
    _senders(labels)
    _signature(labels)
    _quotes(labels)
    return subject


def _mail_head(labels: Labelling) -> str:
    found: list[tuple[int, str]] = []
    for index, line in enumerate(labels.lines[:_HEAD_WITHIN]):
        match = rules().mail_heads.match(line.text.casefold()) if line.is_text else None
        if match is None:
            if found:
                break
            continue
        found.append((index, match["label"]))
    senders = {label for _, label in found}
    if len(found) < 2 or not senders & rules().mail_senders:
        return ""
    subject = ""
    for index, label in found:
        if label in rules().mail_subjects:
            subject = _FORWARDED.sub("", labels.lines[index].text.split(":", 1)[1].strip())
        labels.drop(index, message("the head of a mail"))
    return subject


def _sign_off(labels: Labelling) -> None:
    """Drop "Trân trọng," or "Thân ái," with at most a few short lines below it: the end of a mail or a letter."""
    for index in labels.open()[-_LONGEST_SIGNATURE:]:
        below = [labels.lines[i] for i in labels.open() if i > index]
        if _SIGN_OFF.fullmatch(labels.lines[index].text) and below and not any(line.is_final for line in below):
            labels.drop(index, message("the signature of a mail"))


def _post_head(labels: Labelling) -> None:
    """Drop the name and the time above a post of a social network: "Đoàn xã / 15 Tháng 11 lúc 20:14 · "."""
    stamp = next((i for i in labels.open()[:_POST_WITHIN] if _POSTED.fullmatch(labels.lines[i].text)), None)
    if stamp is None:
        return
    for index in labels.open():
        line = labels.lines[index]
        if index > stamp:
            break
        if index == stamp or (line.syllables <= _LONGEST_NAME and not line.is_final):
            labels.drop(index, message("the name and the time over a post"))


def _stamps(labels: Labelling) -> None:
    """Remove time and sender from each message of a chat."""
    dashed = {index: match for index in labels.open() if (match := _DASHED_STAMP.match(labels.lines[index].text))}
    for index in labels.open():
        line = labels.lines[index]
        match = _STAMP.match(line.text) or (dashed.get(index) if len(dashed) > 1 else None)
        if match is None:
            continue
        rest = line.text[match.end() :].strip()
        if rest:
            labels.drop_part(index, match[0].strip(), message("a chat's stamp: when, and from whom"))
            labels.lines[index] = replace(line, text=rest)
        else:
            labels.drop(index, message("a chat's stamp: when, and from whom"))


def _senders(labels: Labelling) -> None:
    """Drop the sender and the clock over each message of a copied chat: "Lò Thị Bun", and "08:05" in the next line."""
    opened = labels.open()
    pairs = [
        (first, second) for first, second in itertools.pairwise(opened)
        if _CLOCK_ALONE.fullmatch(labels.lines[second].text) and _may_send(labels.lines[first])
    ]  # fmt: skip
    for index in itertools.chain.from_iterable(pairs if len(pairs) > 1 else ()):
        labels.drop(index, message("a chat's stamp: when, and from whom"))


def _may_send(line: LabelledLine) -> bool:
    return line.is_text and line.syllables <= _LONGEST_NAME and not line.is_final and line.text[:1].isupper()


def _signature(labels: Labelling) -> None:
    """Drop the signature below "--" at the end of a mail, and report the name in its first line."""
    opened = labels.open()
    rule = next((at for at in range(len(opened) - 1, -1, -1) if labels.lines[opened[at]].text == "--"), None)
    if rule is None or rule == 0:
        return
    below = [i for i in opened[rule + 1 :] if not _is_answer(labels.lines[i].text)]
    if not 0 < len(below) <= _LONGEST_SIGNATURE or any(labels.lines[i].is_prose for i in below):
        return
    labels.notice(
        "author.mail", below[0],
        message("“{name}” signed the mail and was not taken for the author", name=labels.lines[below[0]].text),
        message("If that is the author, write: author = \"{name}\"", name=labels.lines[below[0]].text),
    )  # fmt: skip
    for index in (opened[rule], *below):
        labels.drop(index, message("the signature of a mail"))


def _is_answer(text: str) -> bool:
    return bool(_QUOTE.match(text) or _ANSWER.match(text))


def _quotes(labels: Labelling) -> None:
    """Drop the quoted mail at the end: the "> …" lines and the line that names its sender."""
    for index in reversed(labels.open()):
        if not _is_answer(labels.lines[index].text):
            break
        labels.drop(index, message("an older mail, quoted below"))
    for index in labels.open():
        if _ANSWER.fullmatch(labels.lines[index].text):
            labels.drop(index, message("an older mail, quoted below"))
