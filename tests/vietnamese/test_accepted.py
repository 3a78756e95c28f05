"""Results for a grid of words, letters and sentences, so that a change must be accepted.

`pytest tests/vietnamese/test_accepted.py --accept` rewrites `accepted.txt`; read its difference.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bantin_media.vietnamese.abbreviations import certain_meaning, default_meaning
from bantin_media.vietnamese.languages import foreign_phrase, foreign_tag, is_latin, is_vietnamese, language_name
from bantin_media.vietnamese.letters import in_latin, in_latin_letters, is_vowel, letter_names, spell, split_tone
from bantin_media.vietnamese.sentences import LONGEST, split
from bantin_media.vietnamese.sounds import has_foreign_final, is_regular, sounded, sounds
from bantin_media.vietnamese.syllables import count_syllables, is_syllable, syllable_share, syllables

HERE = Path(__file__).parent
GRID = tomllib.loads((HERE / "grid.toml").read_text("utf-8"))


def of_words() -> Iterator[str]:
    for onset in GRID["onsets"]:
        for place, rhyme in enumerate(GRID["rhymes"]):
            if (place + len(onset)) % 2:
                continue
            word = onset + rhyme
            yield f"{word}\t{sounds(word)}\t{is_regular(word):d}{has_foreign_final(word):d}{count_syllables(word)}"
    for word in GRID["names"].split():
        marks = f"{is_regular(word):d}{has_foreign_final(word):d}{count_syllables(word)}{is_syllable(word):d}"
        yield f"{word}\t{sounds(word)}\t{marks}\t{syllable_share(word)}\t{in_latin_letters(word)}\t{spell(word)}"
    yield sounded("Xã Ea H'leo, 2 facebook's – Wi-Fi ABC x² ok.")


def of_letters() -> Iterator[str]:
    for letter in "aàảãáạđĐéÉßŁłﬁﬀĳ№½ﾡя中αªº²ŒœþÞŋĲＡ":
        yield f"{letter}\t{in_latin(letter)}\t{in_latin_letters(letter)}\t{is_vowel(letter):d}\t{spell(letter)}"
    for word in ("hoà", "hòa", "áà", "xyz", "", "thuở", "ữ", "nghiễn"):
        yield f"{word}\t{split_tone(word)}"
    for style in ("a bê xê", "a bê xê đê", "a bờ cờ"):
        yield f"{style}\t{' '.join(letter_names(style).values())}\t{spell('Văn-hoá 3Gw', style)}"


def of_shares() -> Iterator[str]:
    for text in ("UBND xã", "Xã-nghèo ĐƯ ab-ba", "“Xã” (họp), 2026 a1", "A b", "HĐND-UBND", "---", "Đ", "ÂN", "fb: xã"):
        yield f"{text}\t{syllable_share(text):.3f}\t{count_syllables(text)}"
    listed = sorted(syllables())
    yield f"{len(listed)} syllables: {' '.join(listed[::97])}"
    yield " ".join(word for word in listed if word.startswith("gi"))


def of_languages() -> Iterator[str]:
    for tag, text in GRID["tagged"]:
        phrases = [foreign_phrase(tag, text, by_hand=by_hand) for by_hand in (True, False)]
        said = [f"{one.language}{' read' if one.is_read else ''}" if one else "—" for one in phrases]
        kind = f"{is_latin(text)} {is_vietnamese(tag)}"
        yield f"{tag}\t{text}\t{foreign_tag(tag, text)}\t{said}\t{kind}\t{language_name(tag)}"


def of_meanings() -> Iterator[str]:
    for written in GRID["meanings"].split():
        yield f"{written}\t{default_meaning(written)}\t{certain_meaning(written)}"


def test_words_and_letters_are_as_accepted(as_accepted: Callable[[Path, str], None]) -> None:
    parts = (of_words, of_letters, of_shares, of_languages, of_meanings)
    lines = [f"# {part.__name__.removeprefix('of_')}\n" + "".join(f"{line}\n" for line in part()) for part in parts]
    lines += ["# sentences\n", *(f"{' ¦ '.join(split(text))}\n" for text in GRID["sentences"])]
    as_accepted(HERE / "accepted.txt", "".join(lines))


@pytest.mark.parametrize("mark", [";", ":", ","])
@pytest.mark.parametrize(
    ("before", "first"), [(1498, 0), (1499, 0), (1500, 1501), (2997, 2998), (2998, 2999), (2999, 0)]
)
def test_a_sentence_is_cut_behind_a_mark_in_its_second_half(mark: str, before: int, first: int) -> None:
    text = "a" * before + mark + " " + "b" * 4000
    found = split(text)
    assert " ".join(found) == text
    assert len(found[0]) == (before + 1 if before < 3000 else 0) if first else len(found[0]) <= max(before + 1, LONGEST)


@pytest.mark.parametrize(("size", "count"), [(2999, 1), (3000, 1), (3001, 2)])
def test_three_thousand_characters_are_one_sentence(size: int, count: int) -> None:
    text = ("ab " * 1100)[:size].rstrip().ljust(size, "c")
    found = split(text)
    assert (len(found), " ".join(found)) == (count, text)
    assert all(len(one) <= LONGEST for one in found)


def test_a_word_without_a_space_is_cut_behind_it() -> None:
    assert split("a" * 4000 + " b") == ("a" * 4000, "b")
    assert split("b " + "a" * 4000 + " c d") == ("b", "a" * 4000, "c d")
    assert split("a" * 4000) == ("a" * 4000,)
