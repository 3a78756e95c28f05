"""Removes the text that a website prints in place of a picture: a file name, "Ảnh 2.", the title, "mô tả ảnh".

Such text shows that there was a picture, but it is not part of the article.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from ..messages import message
from ..regex import regex
from .caption_words import LONGEST, has_no_marks, numbered_picture
from .characters import folded, is_bracketed
from .labelling import Label, Labelling
from .word_table import one_of

_FILE_NAME: Final = regex(
    r"[^/\\:*?\"<>|]{1,120}\.(?:jpe?g|png|gif|bmp|webp|tiff?|heic|jfif|svg)"
    r"|(?:z\d{9,16}_[0-9a-f]{12,40}|(?:img|dsc|dscn|dscf|imag|vid|received|fb_img|screenshot|mvimg|pxl)[_-]?\d{3,}[\w.-]{0,40})",
    re.IGNORECASE,
)
_DIGIT: Final = regex(r"\d")
_NUMBER: Final = regex(r"\s(?:ảnh|hình)\s?\d{1,3}$")
NUMBER_IN_BRACKETS: Final = regex(r"\s*\((?:ảnh|hình) ?\d{1,3}\)\.?$", re.IGNORECASE)
_SHORT_NAME: Final = regex(r"[a-zđ]{1,4}[ _-]?\d{1,3}")
"""A picture's file name without its suffix: "d5"; a single line of this form is not sufficient."""
_BESIDE_TITLE: Final = regex(r"\s[-–|]\s")
_LONGEST_BESIDE: Final = 4
"""In words: the name of the section or of the site, printed beside the title."""
_MARK: Final = r"!\[[^\]]{0,80}\](?:\([^)]{0,200}\))?|\[(?:chèn )?(?:ảnh|hình|video)\s?(?:\(\d+\)|\d+)?\]"
_PLACEHOLDER: Final = regex(
    rf"[\[(<]? ?{one_of('placeholders')} ?[\])>]?\s*\.?|{one_of('prompts')}|{_MARK}", re.IGNORECASE
)
_GLUED: Final = regex(r"\s(?:ảnh|hình)\s?\d{1,3}(?=[^\W\d_])")
_LONGEST_NUMBER: Final = 12
"""In characters: " ảnh 12", with some extra spaces."""
_LEAST_SAME: Final = 0.9
_SHORTEST_TITLE: Final = 8
_SHORTEST_HALF: Final = 8
"""In words: shorter appeals of loudspeaker announcements are repeated intentionally."""


def strike_out(labels: Labelling, title: str) -> None:
    """Drop printed file names and "… - Ảnh 2." lines, and mark that a picture was there."""
    pending = False
    replaced = message("the website's text in place of a picture")
    same = {
        i for i, one in enumerate(labels.lines) if title and len(one.text) <= LONGEST and _unnumbered(one.text) == title
    }
    printed = sum(labels.lines[i].label is not Label.TITLE for i in same) > 1
    named = {i for i in labels.open() if _names_picture(labels.lines[i].text, title)}
    short = {i for i in labels.open() if labels.lines[i].is_text and _SHORT_NAME.fullmatch(labels.lines[i].text)}
    numbered_so = any(NUMBER_IN_BRACKETS.search(labels.lines[i].text) for i in named)
    for index in range(len(labels.lines)):
        line = labels.lines[index]
        again = printed and index in same
        if line.label in {Label.DROPPED, Label.TITLE}:
            shown = line.reason == replaced
            code = line.label is Label.DROPPED and (line.text.startswith("[") or shown)
            pending = pending or (again and index > 0) or code
        if line.label is not Label.OPEN or line.kept:
            continue
        if again or (numbered_so and index in named):
            labels.drop(index, replaced)
            pending = True
            continue
        if line.source.picture is not None:
            pending = not line.text
            continue
        if _cut_off(labels, index, title) or _cut_in_half(labels, index):
            pending = False
            continue
        numbered = numbered_picture(line.text)
        alternative = numbered is not None and (
            not numbered["text"] or has_no_marks(line.text) or is_same(folded(numbered["text"]), title)
        )
        if (_is_file_name(line.text) and line.is_text) or (index in short and len(short) > 1):
            labels.drop(index, message("a picture's file name"))
            pending = True
        elif (alternative or _PLACEHOLDER.fullmatch(line.text)) and line.is_text:
            labels.drop(index, replaced)
            pending = not line.text.startswith("(")
        elif pending:
            labels.lines[index] = replace(line, after_picture=True)
            pending = False


def _is_file_name(text: str) -> bool:
    may_be = "." in text[-6:-2] or _DIGIT.search(text)  # a suffix, or a number
    return bool(may_be) and _FILE_NAME.fullmatch(text[1:-1] if is_bracketed(text) else text) is not None


def _names_picture(text: str, title: str) -> bool:
    """Return whether a line is the title beside the section's or the site's name: "Xã hội - Chợ phiên (Hình 2)"."""
    if not title or len(text) > LONGEST:
        return False
    bare = NUMBER_IN_BRACKETS.sub("", text)
    parts = [folded(part) for part in _BESIDE_TITLE.split(bare)]
    rest = [part for part in parts if not _is_title(part, title)]
    return len(rest) < len(parts) <= 3 and all(len(part.split()) <= _LONGEST_BESIDE for part in rest)


def _is_title(part: str, title: str) -> bool:
    words, known = _words(part), _words(title)
    return (len(words) >= 4 and (words == known[: len(words)] and len(known) - len(words) <= 2)) or is_same(part, title)


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text))


def _unnumbered(text: str) -> str:
    """Return a line, folded, without the number of its picture: "Chợ phiên ảnh 2" → "chợ phiên"."""
    text = folded(text)
    return (_NUMBER.sub("", text) if text[-1:].isdigit() else text).rstrip(" -–:")


def _cut_off(labels: Labelling, index: int, title: str) -> bool:
    """Remove the title and the number of a picture before a caption: "Chợ phiên ảnh 2Bà con bày hàng."."""
    line = labels.lines[index]
    match = _GLUED.search(line.text, 0, len(title) + _LONGEST_NUMBER)
    if match is None or len(title) < _SHORTEST_TITLE or folded(line.text[: match.start()]) != title:
        return False
    labels.drop_part(index, line.text[: match.end()], message("the website's text in place of a picture"))
    labels.lines[index] = replace(line, text=line.text[match.end() :].strip(), after_picture=True)
    return True


def _cut_in_half(labels: Labelling, index: int) -> bool:
    """Remove the second of two equal halves of a line: a picture's alternative text and its caption.

    A whole sentence that occurs twice remains, unless a picture is above it: announcements repeat important sentences.
    """
    line = labels.lines[index]
    words = line.text.split(" ")
    half = len(words) // 2
    if not line.is_text or half < _SHORTEST_HALF or len(words) % 2 or words[:half] != words[half:]:
        return False
    again = " ".join(words[half:])
    if line.is_final and not line.after_picture:
        return False
    labels.drop_part(index, again, message("the caption again"))
    labels.lines[index] = replace(line, text=again, after_picture=True)
    return True


def is_same(one: str, title: str) -> bool:
    """Return whether a folded line equals the title, or nearly."""
    if not one or not title:
        return False
    if one == title or len(one) <= 30:
        return one == title
    if 2 * min(len(one), len(title)) <= _LEAST_SAME * (len(one) + len(title)):
        return False
    pair = difflib.SequenceMatcher(None, one, title, autojunk=False)
    return pair.quick_ratio() > _LEAST_SAME and pair.ratio() > _LEAST_SAME
