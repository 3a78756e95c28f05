"""Makes Piper voices for the tests: models of two kilobytes that generate one tone for each sound.

They have the inputs of real models (`input`, `input_lengths`, `scales`, and `sid` with several speakers) and the same
random parts: the durations of sounds, and noise, in the proportion that `scales` gives.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

from bantin_media.speech.engines import piper_voices
from bantin_media.speech.engines.piper_voices import Installed

RATE_HZ = 22050
SYMBOLS = 256
PACES = ((0.7, 153.5), (1.0, 219.2), (1.4, 306.9))
"""The approximate values that `voices add` measures of them."""


def model(*, speakers: int = 1, loudness: float = 0.4, samples_each: int = 400) -> bytes:
    """Return a model; `loudness` may be 0 (silence) or not a number at all."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    nodes: list[Any] = []

    def node(operator: str, inputs: str, output: str, **attributes: Any) -> None:
        nodes.append(helper.make_node(operator, inputs.split(), [output], **attributes))

    node("Reshape", "input flat", "ids")
    for place, name in enumerate(("hissing", "length", "swaying")):
        node("Gather", f"scales at{place}", name, axis=0)
    node("RandomNormal", "", "drawn", shape=[1], dtype=TensorProto.FLOAT)
    node("Mul", "drawn swaying", "sway")
    node("Exp", "sway", "stretch")
    node("Mul", "unit length", "scaled")
    node("Mul", "scaled stretch", "stretched")
    node("Ceil", "stretched", "whole")
    node("Max", "whole one", "at_least_one")
    node("Cast", "at_least_one", "width", to=TensorProto.INT64)
    node("Size", "ids", "count")
    node("Mul", "count width", "total_as_list")
    node("Squeeze", "total_as_list", "total")
    node("Range", "zero_int total one_int", "time")
    node("Div", "time width", "place")
    node("Gather", "pitches ids", "pitch")
    node("Gather", "pitch place", "pitch_now")
    if speakers > 1:
        node("Cast", "sid", "speaker", to=TensorProto.FLOAT)
        node("Mul", "speaker quarter", "above")
        node("Add", "above one", "higher")
        node("Mul", "pitch_now higher", "hertz")
    else:
        node("Identity", "pitch_now", "hertz")
    node("Cast", "time", "time_float", to=TensorProto.FLOAT)
    node("Mul", "time_float turn", "angle")
    node("Mul", "angle hertz", "phase")
    node("Sin", "phase", "wave")
    node("Mul", "wave loudness", "tone")
    node("RandomNormalLike", "tone", "noise")
    node("Mul", "noise hissing", "hiss")
    node("Mul", "hiss tenth", "faint_hiss")
    node("Add", "tone faint_hiss", "sound")
    node("Reshape", "sound shape", "output")
    constants: dict[str, tuple[object, type]] = {
        "flat": ([-1], np.int64), "at0": ([0], np.int64), "at1": ([1], np.int64), "at2": ([2], np.int64),
        "unit": (samples_each, np.float32), "one": (1, np.float32), "zero_int": (0, np.int64),
        "one_int": (1, np.int64), "turn": (math.tau / RATE_HZ, np.float32), "loudness": (loudness, np.float32),
        "tenth": (0.1, np.float32), "shape": ([1, 1, 1, -1], np.int64),
        "pitches": ([0, *(180 + 7 * number for number in range(1, SYMBOLS))], np.float32),
    }  # fmt: skip
    if speakers > 1:
        constants["quarter"] = (0.25, np.float32)
    inputs = [("input", TensorProto.INT64, ["n", "t"]), ("input_lengths", TensorProto.INT64, ["n"])]
    inputs += [("scales", TensorProto.FLOAT, [3])] + ([("sid", TensorProto.INT64, ["n"])] if speakers > 1 else [])
    graph = helper.make_graph(
        nodes,
        "voice",
        [helper.make_tensor_value_info(*one) for one in inputs],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n", 1, 1, "t"])],
        [numpy_helper.from_array(np.array(value, dtype), name) for name, (value, dtype) in constants.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    content: bytes = made.SerializeToString()
    return content


def description(*, speakers: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    """Return a voice's JSON; `changes` replace whole keys, None removes one."""
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    fields: dict[str, Any] = {
        "audio": {"sample_rate": RATE_HZ, "quality": "medium"},
        "espeak": {"voice": "vi"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "num_symbols": SYMBOLS,
        "num_speakers": max(len(speakers), 1),
        "speaker_id_map": {name: number for number, name in enumerate(speakers)},
        "language": {"code": "vi_VN", "family": "vi", "region": "VN"},
        "piper_version": "1.0.0",
    }
    return {key: value for key, value in (fields | changes).items() if value is not None}


def write(folder: Path, name: str, content: bytes, told: dict[str, Any]) -> Path:
    """Write a voice as it is distributed: the model and its description; return the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    path.write_bytes(content)
    (folder / f"{name}.onnx.json").write_text(json.dumps(told), "utf-8")
    return path


def install(
    folder: Path, name: str = "vi_VN-thu", *, speakers: tuple[str, ...] = (), content: bytes = b"", **changes: Any
) -> Installed:
    """Put a voice with its record into a folder of voices; return the record."""
    fields = description(speakers=speakers, **changes)
    path = write(folder, name, content or model(speakers=max(len(speakers), 1)), fields)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    of_description = hashlib.sha256(path.with_suffix(".onnx.json").read_bytes()).hexdigest()
    voice = Installed(
        folder, name, digest, of_description, path.stat().st_size, "vi", RATE_HZ, speakers, "CC BY 4.0", PACES
    )
    piper_voices.write(voice)
    return voice
