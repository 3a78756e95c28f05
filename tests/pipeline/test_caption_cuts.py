"""The kept cuts of captions: the same pieces as without them, whatever the entry contains."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bantin_media.cache import Cache
from bantin_media.pipeline import caption_cuts
from bantin_media.pipeline.caption_cuts import CaptionCuts
from bantin_media.speech import clauses

LONGEST = 40
SENTENCES = (
    "Trong quý ba, mười hai xã vùng cao tiếp nhận hồ sơ của bà con, nhiều hơn cùng kỳ năm trước.",
    "Sáng nay, bà con thôn Nà Lẹng ra đồng từ sớm để gặt cho kịp trước khi mưa lớn đổ xuống thung lũng.",
)


def cuts(folder: Path) -> CaptionCuts:
    return CaptionCuts(Cache(folder), "2026-11", "environment")


def test_kept_cuts_are_used_and_equal_to_new_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cuts(tmp_path)
    made = [first.cut(text, LONGEST) for text in SENTENCES]
    assert made == [clauses.cut(text, LONGEST) for text in SENTENCES]
    assert all(len(pieces) > 1 for pieces in made)
    first.keep()
    monkeypatch.setattr(caption_cuts.clauses, "cut", lambda *_: pytest.fail("cut anew"))
    assert [cuts(tmp_path).cut(text, LONGEST) for text in SENTENCES] == made


def test_only_the_used_cuts_are_kept_once_there_is_a_new_one(tmp_path: Path) -> None:
    first, second = cuts(tmp_path), cuts(tmp_path)
    for text in SENTENCES:
        first.cut(text, LONGEST)
    first.keep()
    second = cuts(tmp_path)
    second.cut(SENTENCES[0], LONGEST)
    second.keep()
    assert len(cuts(tmp_path)._known) == 2
    second.cut(SENTENCES[0], LONGEST + 1)
    second.keep()
    assert len(cuts(tmp_path)._known) == 2
    assert SENTENCES[1] not in second._used


@pytest.mark.parametrize(
    "stored",
    [b"", b"[]", b"{", b'{"a": 1}', b'{"a": ["b"]}', b"\xff", b'{"%b": [3, 4]}', b'{"%b": []}'],
    ids=repr,
)
def test_an_entry_of_another_shape_is_not_used(tmp_path: Path, stored: bytes) -> None:
    one = cuts(tmp_path)
    one.cut(SENTENCES[0], LONGEST)
    name = next(iter(one._used))
    Cache(tmp_path).put(one._key, stored.replace(b"%b", name.encode()))
    assert cuts(tmp_path).cut(SENTENCES[0], LONGEST) == clauses.cut(SENTENCES[0], LONGEST)


def test_what_is_kept_is_small(tmp_path: Path) -> None:
    one = cuts(tmp_path)
    one.cut(SENTENCES[0], LONGEST)
    one.keep()
    kept = Cache(tmp_path).get(one._key)
    assert kept is not None
    assert set(json.loads(kept)) == set(one._used)
    assert SENTENCES[0][:20].encode() not in kept
