"""Captions and chapters: the times of the clips, in cues that fit a phone."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bantin_media.model import Chapter, Clip, Cue, Narration, Reading, Script, Token
from bantin_media.normalization import Normalizer
from bantin_media.publication.writers.captions import (
    CaptionLine,
    _blocks,
    lines_of_script,
    lrc,
    webvtt,
    write_chapters,
    write_lines,
)
from bantin_media.speech.clauses import cut

AWKWARD = "Tin “A & B” <b>'mới'</b> 🎋 ]]>"


def narration(path: Path, *clips: Clip) -> Narration:
    return Narration("bai", AWKWARD, path / "bai.mp3", 22050, 22050 * 4000, 1, clips)


def test_captions_carry_the_clips_times(tmp_path: Path) -> None:
    sound = narration(tmp_path, Clip("s1", 0, 22050), Clip("", 22050, 33075), Clip("s2", 33075, 22050 * 3661 + 11025))
    sentences = [("s1", "Câu một."), ("", "chen ngang"), ("s2", "A <b>&\n--> B")]
    cues = tuple(Cue(id, Reading((Token(text, text, "word"),), text)) for id, text in sentences)
    made = write_lines(lines_of_script(sound, Script("bai", AWKWARD, cues)), AWKWARD, tmp_path / "01.bai", cut)
    assert [path.name for path in made] == ["01.bai.vtt", "01.bai.srt", "01.bai.lrc"]
    assert made[0].read_text("utf-8") == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\nCâu một.\n\n"
        "2\n00:00:01.000 --> 00:00:01.500\nchen ngang\n\n"
        "3\n00:00:01.500 --> 01:01:01.500\nA &lt;b&gt;&amp; --&gt; B\n"
    )
    assert made[1].read_text("utf-8").startswith("1\n00:00:00,000 --> 00:00:01,000\nCâu một.\n\n2\n")
    assert made[2].read_text("utf-8").splitlines()[1:] == [
        "[00:00.00]Câu một.",
        "[00:01.00]chen ngang",
        "[00:01.50]A <b>& --> B",
    ]


LONG = (
    "Trong quý III/2026, 12 xã vùng cao tiếp nhận 16.305 hồ sơ, gấp 1,7 lần cùng kỳ, tỷ lệ hồ sơ giải quyết trước hạn "
    "và đúng hạn đạt 98,05%, còn lại là hồ sơ quá hạn vì phải bổ sung giấy tờ từ hai lần trở lên."
)


def test_a_long_sentence_is_shown_in_cues_of_two_lines_in_step_with_the_sound(tmp_path: Path) -> None:
    reading = Normalizer().read(LONG)
    sound = narration(tmp_path, Clip("s1", 22050, 22050 * 21))
    lines = lines_of_script(sound, Script("bai", "Bài", (Cue("s1", reading),)))
    vtt = write_lines(lines, "Bài", tmp_path / "bai", cut)[0].read_text("utf-8")
    cues = [block.split("\n")[1:] for block in vtt.rstrip("\n").split("\n\n")[1:]]
    shown = [line for _, *text in cues for line in text]
    assert " ".join(shown) == LONG
    assert max(map(len, shown)) <= 42
    assert max(len(text) for _, *text in cues) == 2
    times = [tuple(time.split(" --> ")) for time, *_ in cues]
    assert (times[0][0], times[-1][1]) == ("00:00:01.000", "00:00:21.000")
    assert all(before[1] == after[0] for before, after in pairwise(times))
    spoken = [len(Normalizer().read(" ".join(text)).spoken) for _, *text in cues]
    for (start, end), letters in zip(times, spoken, strict=True):
        seconds = float(end[-6:]) - float(start[-6:])
        assert abs(seconds - 20 * letters / sum(spoken)) < 1


def test_a_script_gives_the_frames_words_and_the_chapters(tmp_path: Path) -> None:
    cues = tuple(
        Cue(id, Reading((Token(written, spoken, "word"),), spoken))
        for id, written, spoken in (("", "Kính thưa!", "kính thưa!"), ("s1", "* * *", ""), ("s2", "29%", "hai chín"))
    )
    script = Script("bai", "Bài", cues)
    sound = narration(tmp_path, Clip("", 0, 22050), Clip("s2", 22050, 44100))
    assert lines_of_script(sound, script) == (CaptionLine(0, 1000, "Kính thưa!"), CaptionLine(1000, 2000, "29%"))
    target = write_chapters(sound, script, [Chapter("Mở đầu", 0), Chapter(AWKWARD, 1)], tmp_path / "a.chapters.json")
    chapters = json.loads(target.read_text("utf-8"))["chapters"]
    assert chapters == [{"startTime": 0.0, "title": "Mở đầu"}, {"startTime": 1.0, "title": AWKWARD}]


@given(st.lists(st.tuples(st.integers(0, 10**8), st.text(max_size=40)), max_size=8))
def test_no_words_break_webvtt(lines: list[tuple[int, str]]) -> None:
    cues = [CaptionLine(start, start + 500, " ".join(text.split()) or "x") for start, text in lines]
    blocks = webvtt(_blocks(cues)).rstrip("\n").split("\n\n")
    assert blocks[0] == "WEBVTT"
    assert len(blocks) == len(cues) + 1
    assert all(block.count("-->") == 1 for block in blocks[1:])
    assert len(lrc(cues, "x").splitlines()) >= len(cues)
