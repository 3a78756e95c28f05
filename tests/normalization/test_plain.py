"""The shortcut for plain prose: which words are plain, and that it never skips text that a row would read."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from bantin_media.normalization import Normalizer
from bantin_media.normalization.plain import LETTERS, is_plain
from bantin_media.vietnamese.syllables import syllables

USED = Normalizer()
SYLLABLES = sorted(syllables())
PLAIN = frozenset(SYLLABLES) | {word.capitalize() for word in SYLLABLES if len(word) > 1}


@settings(max_examples=1000)
@given(st.sampled_from(SYLLABLES), st.text(sorted(LETTERS), max_size=2), st.integers(0, 6), st.integers(0, 2))
def test_a_word_is_plain_if_it_is_a_syllable_in_small_letters_or_with_a_capital(
    syllable: str, instead: str, place: int, removed: int
) -> None:
    word = syllable[:place] + instead + syllable[place + removed :]
    for form in (word, word.capitalize(), word.upper()):
        assert is_plain(form) == (form in PLAIN)


@given(st.lists(st.sampled_from([*SYLLABLES[::40], "Hà", "HÀ", "ha", "Ha", "5", "Facebook", "a", "A", ",", "-"])))
def test_earlier_lines_change_no_reading(words: list[str]) -> None:
    assert USED.read(" ".join(words)) == Normalizer().read(" ".join(words))


def test_plain_prose_does_not_wait_for_the_table_to_be_loaded() -> None:
    program = (
        "import sys\n"
        "from bantin_media.normalization import Normalizer\n"
        "print(Normalizer().read('Hiệu quả từ công tác luân chuyển').spoken)\n"
        "print('bantin_media.normalization.table' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["Hiệu quả từ công tác luân chuyển", "False"]
